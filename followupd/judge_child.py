"""The judge in a process of its own: there a stranger's bytes meet no secret, no store and no connection.

A mail over which two of them die or dawdle counts as one that nobody can read.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from followupd.apart import LIMIT, Apart, Lost, serve
from followupd.inbound.verdict import Verdict, Word
from followupd.ports import Unjudged

if TYPE_CHECKING:
    from datetime import datetime

    from pydantic import TypeAdapter

    from followupd.inbound.known import Known

Answer = bool | Verdict | Word | None


class JudgeChild:
    """Asks a child. For one thread."""

    def __init__(self, limit: float = LIMIT) -> None:
        """Do nothing yet. `limit`: seconds for one answer."""
        self._child = Apart("followupd.judge_child", limit)

    def needs_body(self, header: bytes, known: Known) -> bool:
        """Say from a header block whether the whole mail must be judged. Raises Unreachable: no judge can be had."""
        try:
            return self._ask(bool, "needs_body", header, knowing=known) is not False
        except Unjudged:
            return True

    def judge(self, raw: bytes, known: Known, received: datetime, *, in_sent: bool = False) -> Verdict:
        """Judge one whole mail. Raises Unjudged: it cannot be done; Unreachable: no judge can be had."""
        verdict: Verdict = self._ask(Verdict, "judge", raw, received, in_sent, knowing=known)
        return verdict

    def word(self, raw: bytes) -> Word | None:
        """Return the one word that a mail consists of. Raises as `judge` does."""
        said: Word | None = self._ask(Word | None, "word", raw)
        return said

    def rest(self) -> None:
        """End the child; the next mail starts another."""
        self._child.rest()

    def _ask(self, kind: Any, *question: object, knowing: Known | None = None) -> Any:
        try:
            return _adapter(kind).validate_json(self._child.ask(*question, knowing=knowing))
        except (Lost, ValueError) as error:
            raise Unjudged from error


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # the child has no need of it

    return TypeAdapter(kind)


def _answer(known: Known | None, what: str, raw: bytes, *more: Any) -> bytes:
    from dataclasses import asdict

    from followupd.inbound import judge, word
    from followupd.inbound import known as nothing

    match what:
        case "needs_body":
            said: object = judge.needs_body(raw, known or nothing.Known())
        case "judge":
            received, in_sent = more
            said = asdict(judge.judge(raw, known or nothing.Known(), received, in_sent=in_sent))
        case _:
            found = word.word(raw)
            said = found and asdict(found)
    return json.dumps(said, default=str).encode()


if __name__ == "__main__":
    serve(_answer)
