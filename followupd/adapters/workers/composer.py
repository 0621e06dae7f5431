"""The words of a mail, written in a process of its own: what a template computes, and what typesets a letter, stays there."""

from __future__ import annotations

from base64 import b64decode, b64encode
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from followupd.adapters.workers.process import LIMIT, Apart, Lost, serve
from followupd.errors import FollowupdError
from followupd.writing.draft import Written

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from followupd.config.model import Config
    from followupd.writing.draft import Desk, Draft
    from followupd.writing.letter_pdf import Layout, Letter


class DraftingChild:
    """Asks a child. For one thread."""

    def __init__(self, alive: Callable[[], None] = lambda: None, limit: float = LIMIT) -> None:
        """Do nothing yet. `alive` is called before each wait; `limit`: seconds for one text."""
        self._child = Apart(__name__, limit, alive)

    def write(self, desk: Desk, now: datetime | None) -> Written:
        """Write what `drafting.write` writes. Raises FollowupdError as it does, and Unreachable: no process can be had."""
        try:
            written: Written = _written().validate_json(self._ask("write", desk, now))
        except ValueError as error:
            raise FollowupdError("the words could not be written: its process talks nonsense") from error
        known = {desk.contact.email, desk.config.notifications.to, desk.config.account.address}
        if not {written.draft.address, written.leaving.address} <= known:
            raise FollowupdError("the words were addressed to somebody whom they do not concern")
        return written

    def seal(self, made: Draft, config: Config, now: datetime, message_id: str, token: str) -> bytes:
        """Return what `drafting.seal` returns. Raises as `write` does."""
        return b64decode(self._ask("seal", made, config, now, message_id, token))

    def _ask(self, *question: object) -> bytes:
        try:
            return self._child.ask(*question)
        except Lost as error:
            raise FollowupdError(f"the words could not be written: {error}") from error

    def rest(self) -> None:
        """End the child; the next text starts another."""
        self._child.rest()


def typeset(letter: Letter, layout: Layout) -> bytes:
    """Return the PDF of a letter; what typesets it is loaded with the first one."""
    from followupd.writing.letter_pdf import pdf

    return pdf(letter, layout)


@cache
def _written() -> TypeAdapter[Written]:
    return TypeAdapter(Written)


def _answer(_: object, what: str, *question: Any) -> bytes:
    from followupd.writing.composer import seal, write

    return b64encode(seal(*question)) if what == "seal" else _written().dump_json(write(*question))


if __name__ == "__main__":
    serve(_answer)
