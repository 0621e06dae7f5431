"""The notices of steps that are reopened. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.writing.notices.notices import Notice, harmless_line

if TYPE_CHECKING:
    from followupd.planning.reopening import ReturnedTouch
    from followupd.writing.language.words import Words


def tell_reopening(words: Words, returned: ReturnedTouch) -> Notice:
    """Return the notice that a mail which did not arrive is sent again, to the corrected address."""
    touch = returned.touch
    label = words.label_touch(touch.step, returned.name, touch.interview)
    lines = [
        words.translate(
            "%(label)s did not reach %(address)s.",
            label=label,
            address=harmless_line(returned.former_address),
        ),
        words.translate(
            "You have corrected the address since, so it goes out again, to %(address)s.",
            address=returned.address,
        ),
        words.translate(
            "If it must not: %(command)s",
            command=f"followupd skip {touch.interview} {touch.step} --contact {touch.contact}",
        ),
    ]
    return Notice(
        f"reopened/{touch}/{returned.outcome.at:%Y%m%d%H%M%S}",
        words.translate("Goes out again: %(label)s", label=label),
        "\n".join(lines),
        gist=words.translate("to %(address)s", address=returned.address),
    )
