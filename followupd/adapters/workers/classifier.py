"""The judge in a process of its own: there a stranger's bytes meet no secret, no store and no connection.

A mail over which it dies or dawdles again and again counts as one that nobody can read, but only while others can be judged:
where none can be, the mailbox counts as not read.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from followupd.adapters.workers.process import (
    ANSWER_SECONDS,
    NoAnswer,
    WorkerFault,
    WorkerProcess,
    serve_questions,
)
from followupd.engine.ports import Unclassifiable
from followupd.errors import Unreachable
from followupd.inbound.verdict import ReplyCommand, Verdict, strip_control_characters

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pydantic import TypeAdapter

    from followupd.inbound.watchlist import Watchlist

_NO_ANSWER = (NoAnswer, WorkerFault, ValueError)  # no answer, or none that can be read


class ClassifierWorker:
    """Asks a child. For one thread."""

    def __init__(self, alive: Callable[[], None] = lambda: None, limit: float = ANSWER_SECONDS) -> None:
        """Do nothing yet. `alive` is called before each wait; `limit`: seconds for one answer."""
        self._worker = WorkerProcess(__name__, limit, alive)

    def needs_body(self, header: bytes, watchlist: Watchlist) -> bool:
        """Say from a header block whether the whole mail must be judged. Raises Unreachable: no judge can be had."""
        try:
            return self._ask_twice(bool, "needs_body", header, watchlist=watchlist) is not False
        except Unclassifiable:
            return True

    def classify(
        self, raw: bytes, watchlist: Watchlist, received: datetime, *, in_sent: bool = False
    ) -> Verdict:
        """Judge one whole mail. Raises Unjudged: it cannot be done; Unreachable: no judge can be had."""
        return strip_control_characters(
            self._ask_twice(Verdict, "judge", raw, received, in_sent, watchlist=watchlist)
        )

    def parse_reply_command(self, raw: bytes) -> ReplyCommand | None:
        """Return the one word that a mail consists of. Raises as `judge` does."""
        command: ReplyCommand | None = self._ask_twice(ReplyCommand | None, "word", raw)
        return command

    def stop(self) -> None:
        """End the child; the next mail starts another."""
        self._worker.stop()

    def _ask_twice(self, answer_type: Any, *question: object, watchlist: Watchlist | None = None) -> Any:
        try:
            return self._read_answer(answer_type, question, watchlist)
        except _NO_ANSWER:
            self._check_others_are_judged()
        try:
            return self._read_answer(answer_type, question, watchlist)
        except _NO_ANSWER as error:
            raise Unclassifiable from error

    def _read_answer(
        self, answer_type: Any, question: tuple[object, ...], watchlist: Watchlist | None
    ) -> Any:
        return _type_adapter(answer_type).validate_json(self._worker.ask(*question, context=watchlist))

    def _check_others_are_judged(self) -> None:
        """Is it the mail, or is there no memory for any, no processor? Then none may be put away as unreadable."""
        try:
            self._worker.ask("word", b"")
        except (NoAnswer, WorkerFault) as error:
            raise Unreachable(f"incoming mail cannot be judged: {error}") from error


@cache
def _type_adapter(answer_type: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # the child has no need of it

    return TypeAdapter(answer_type)


def _answer_question(watchlist: Watchlist | None, function_name: str, raw: bytes, *arguments: Any) -> bytes:
    from dataclasses import asdict

    from followupd.inbound import classifier as judge
    from followupd.inbound import own_mail
    from followupd.inbound import watchlist as nothing

    match function_name:
        case "needs_body":
            result: object = judge.needs_body(raw, watchlist or nothing.Watchlist())
        case "judge":
            received, in_sent = arguments
            result = asdict(
                judge.classify_mail(raw, watchlist or nothing.Watchlist(), received, in_sent=in_sent)
            )
        case _:
            command = own_mail.parse_reply_command(raw)
            result = command and asdict(command)
    return json.dumps(result, default=str).encode()


if __name__ == "__main__":
    serve_questions(_answer_question)
