"""Mutants of the mail about a call that was promised and not made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mail_writer import swapped
from mutation import mutant

from followupd.planning import no_show, planner

if TYPE_CHECKING:
    from collections.abc import Iterator


@mutant(first=182)
def write_about_a_call_after_they_wrote() -> Iterator[None]:
    with swapped((no_show, "_was_answered", lambda *_: False)):
        yield


@mutant(first=100)
def write_about_a_call_during_a_pause() -> Iterator[None]:
    brakes = tuple(b for b in no_show.NO_SHOW_RULES if b is not no_show.hold_for_own_pause)
    with swapped((planner, "NO_SHOW_RULES", brakes)):
        yield


@mutant(first=1324)
def write_about_a_call_that_nobody_missed() -> Iterator[None]:
    with swapped((no_show, "NO_SHOW", "voicemail")):
        yield
