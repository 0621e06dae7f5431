"""The judge in a process of its own: there a stranger's bytes meet no secret, no store and no connection.

A mail over which it dies or dawdles again and again counts as one that nobody can read, but only while others can be judged:
where none can be, the mailbox counts as not read.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from followupd.adapters.workers.process import LIMIT, Apart, Fault, Lost, serve
from followupd.engine.ports import Unjudged
from followupd.errors import Unreachable
from followupd.inbound.verdict import Verdict, Word, harmless

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pydantic import TypeAdapter

    from followupd.inbound.watchlist import Known

_NONE = (Lost, Fault, ValueError)  # no answer, or none that can be read


class JudgeChild:
    """Asks a child. For one thread."""

    def __init__(self, alive: Callable[[], None] = lambda: None, limit: float = LIMIT) -> None:
        """Do nothing yet. `alive` is called before each wait; `limit`: seconds for one answer."""
        self._child = Apart(__name__, limit, alive)

    def needs_body(self, header: bytes, known: Known) -> bool:
        """Say from a header block whether the whole mail must be judged. Raises Unreachable: no judge can be had."""
        try:
            return self._ask(bool, "needs_body", header, knowing=known) is not False
        except Unjudged:
            return True

    def judge(self, raw: bytes, known: Known, received: datetime, *, in_sent: bool = False) -> Verdict:
        """Judge one whole mail. Raises Unjudged: it cannot be done; Unreachable: no judge can be had."""
        return harmless(self._ask(Verdict, "judge", raw, received, in_sent, knowing=known))

    def word(self, raw: bytes) -> Word | None:
        """Return the one word that a mail consists of. Raises as `judge` does."""
        said: Word | None = self._ask(Word | None, "word", raw)
        return said

    def rest(self) -> None:
        """End the child; the next mail starts another."""
        self._child.rest()

    def _ask(self, kind: Any, *question: object, knowing: Known | None = None) -> Any:
        try:
            return self._answer(kind, question, knowing)
        except _NONE:
            self._see_that_others_are_judged()
        try:
            return self._answer(kind, question, knowing)
        except _NONE as error:
            raise Unjudged from error

    def _answer(self, kind: Any, question: tuple[object, ...], knowing: Known | None) -> Any:
        return _adapter(kind).validate_json(self._child.ask(*question, knowing=knowing))

    def _see_that_others_are_judged(self) -> None:
        """Is it the mail, or is there no memory for any, no processor? Then none may be put away as unreadable."""
        try:
            self._child.ask("word", b"")
        except (Lost, Fault) as error:
            raise Unreachable(f"incoming mail cannot be judged: {error}") from error


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # the child has no need of it

    return TypeAdapter(kind)


def _answer(known: Known | None, what: str, raw: bytes, *more: Any) -> bytes:
    from dataclasses import asdict

    from followupd.inbound import classifier as judge
    from followupd.inbound import own_mail
    from followupd.inbound import watchlist as nothing

    match what:
        case "needs_body":
            said: object = judge.needs_body(raw, known or nothing.Known())
        case "judge":
            received, in_sent = more
            said = asdict(judge.judge(raw, known or nothing.Known(), received, in_sent=in_sent))
        case _:
            found = own_mail.word(raw)
            said = found and asdict(found)
    return json.dumps(said, default=str).encode()


if __name__ == "__main__":
    serve(_answer)
