"""Classifies incoming mail in a process of its own, which has no secret, no store and no connection.

A mail counts as unclassifiable if it takes too much processor time, or if the process ends twice because of it. But if
no other mail can be classified either, the mailbox counts as not read.
"""

from __future__ import annotations

import json
from functools import cache
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any

from followupd.adapters.workers.process import ANSWER_SECONDS, NoAnswer, OverLimit, WorkerFault, WorkerProcess
from followupd.adapters.workers.serving import serve_questions
from followupd.engine.ports import Unclassifiable
from followupd.errors import Unreachable
from followupd.inbound.replies.draft_text import DraftText
from followupd.inbound.verdict import ReplyCommand, Verdict, strip_control_characters

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from pydantic import TypeAdapter

    from followupd.inbound.matching.watchlist import Watchlist

CPU_SECONDS = 5  # of processor time for one mail; even 0.01 is long
LOOK_SECONDS = 30  # of processor time that unclassified mails may take in one look at the mailbox
REDUCED_CPU_SECONDS = 2  # for each mail, after a look has lost that much
HEADERS_PER_QUESTION = 100  # each takes 0.01 seconds at most
WARM_SECONDS = 90  # during which an idle worker is kept for the next mail

_NO_ANSWER = (NoAnswer, WorkerFault, ValueError)  # no answer, or an answer that cannot be read


class ClassifierWorker:
    """Sends questions about mails to a worker process. For one thread."""

    def __init__(self, alive: Callable[[], None] = lambda: None, limit: float = ANSWER_SECONDS) -> None:
        """Make the worker, but do not start it yet.

        `alive` is called before each wait; `limit` is the number of seconds for one answer.
        """
        self._worker = WorkerProcess(__name__, limit, alive, CPU_SECONDS)
        self._lost_seconds = 0  # in this look
        self._last_question_at = -inf  # on the monotonic clock

    def start_ahead(self) -> None:
        """Start the process without waiting for it: a mail has come, and it will be needed when the mail is fetched."""
        self._last_question_at = monotonic()
        self._worker.start_ahead()

    def announce_headers(self, headers: Sequence[bytes], watchlist: Watchlist) -> None:
        """Make the process start, or answer, while the next headers are fetched."""
        self._last_question_at = monotonic()
        self._worker.ask_ahead("need_bodies", *headers[:HEADERS_PER_QUESTION], context=watchlist)

    def need_bodies(self, headers: Sequence[bytes], watchlist: Watchlist) -> list[bool]:
        """Return for the header block of each mail whether the whole mail must be judged.

        Raises Unreachable if no worker process can be started.
        """
        answers: list[bool] = []
        for start in range(0, len(headers), HEADERS_PER_QUESTION):
            answers += self._need_some_bodies(headers[start : start + HEADERS_PER_QUESTION], watchlist)
        return answers

    def _need_some_bodies(self, headers: Sequence[bytes], watchlist: Watchlist) -> list[bool]:
        """Ask about several headers in one question; if there is no answer, ask about each by itself."""
        try:
            answers: list[bool] = self._ask_twice(list[bool], "need_bodies", *headers, watchlist=watchlist)
        except Unclassifiable:
            answers = []
        if len(answers) == len(headers):
            return answers
        if len(headers) == 1:
            return [True]
        return [answer for header in headers for answer in self._need_some_bodies([header], watchlist)]

    def classify(
        self, raw: bytes, watchlist: Watchlist, received: datetime, *, in_sent: bool = False
    ) -> Verdict:
        """Judge one whole mail. Raises Unclassifiable, and Unreachable if no worker process can be started."""
        return strip_control_characters(
            self._ask_twice(Verdict, "judge", raw, received, in_sent, watchlist=watchlist)
        )

    def parse_reply_command(self, raw: bytes) -> ReplyCommand | None:
        """Return the command of a mail that consists of one word, or None. Raises what `classify` raises."""
        command: ReplyCommand | None = self._ask_twice(ReplyCommand | None, "word", raw)
        return command

    def end_look(self) -> None:
        """End the look. The worker is kept for a short while, since another mail often follows soon."""
        self._worker.cpu_seconds, self._lost_seconds = CPU_SECONDS, 0
        if monotonic() - self._last_question_at >= WARM_SECONDS:
            self._worker.stop()

    def read_draft(self, raw: bytes) -> DraftText:
        """Return the content of a draft that the candidate wrote. Raises what `classify` raises."""
        text: DraftText = self._ask_twice(DraftText, "draft", raw)
        return text

    def stop(self) -> None:
        """End the worker and the look; the next mail starts new ones."""
        self._last_question_at = -inf
        self.end_look()

    def _ask_twice(self, answer_type: Any, *question: object, watchlist: Watchlist | None = None) -> Any:
        try:
            return self._read_answer(answer_type, question, watchlist)
        except OverLimit as error:
            self._lost_seconds += self._worker.cpu_seconds
            if self._lost_seconds >= LOOK_SECONDS:
                self._worker.cpu_seconds = REDUCED_CPU_SECONDS
            raise Unclassifiable from error
        except _NO_ANSWER:
            self._check_others_are_judged()
        try:
            return self._read_answer(answer_type, question, watchlist)
        except _NO_ANSWER as error:
            raise Unclassifiable from error

    def _read_answer(
        self, answer_type: Any, question: tuple[object, ...], watchlist: Watchlist | None
    ) -> Any:
        self._last_question_at = monotonic()
        return _type_adapter(answer_type).validate_json(self._worker.ask(*question, context=watchlist))

    def _check_others_are_judged(self) -> None:
        """Check that the worker can judge an empty mail. Raises Unreachable if not: then the mail is not to blame.

        Memory or processor time may be short. Then no mail may be put away as unreadable.
        """
        try:
            self._worker.ask("word", b"")
        except (NoAnswer, WorkerFault) as error:
            raise Unreachable(f"incoming mail cannot be judged: {error}") from error


@cache
def _type_adapter(answer_type: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # the worker does not need it

    return TypeAdapter(answer_type)


def _answer_question(watchlist: Watchlist | None, function_name: str, *arguments: Any) -> bytes:
    from dataclasses import asdict

    from followupd.inbound import classifier as judge
    from followupd.inbound.matching import watchlist as nothing
    from followupd.inbound.replies import draft_text, reply_command

    match function_name:
        case "need_bodies":
            known = watchlist or nothing.Watchlist()
            result: object = [judge.needs_body(header, known) for header in arguments]
        case "judge":
            raw, received, in_sent = arguments
            result = asdict(
                judge.classify_mail(raw, watchlist or nothing.Watchlist(), received, in_sent=in_sent)
            )
        case "draft":
            (raw,) = arguments
            result = asdict(draft_text.parse_draft(raw))
        case _:
            (raw,) = arguments
            command = reply_command.parse_reply_command(raw)
            result = command and asdict(command)
    # This is valid whatever it contains: a character that UTF-8 cannot encode becomes a question mark.
    return json.dumps(result, default=str, ensure_ascii=False).encode("utf-8", "replace")


def _load_everything() -> None:
    """Load everything that judging a mail may need: afterwards no file can be opened."""
    import pkgutil
    from importlib import import_module

    from followupd import inbound
    from followupd.config.addresses import normalize_address
    from followupd.inbound.parsing.addresses import load_suffix_file
    from followupd.inbound.parsing.calendar import load_zones
    from followupd.inbound.parsing.text import html_to_text, load_charsets

    for module in pkgutil.walk_packages(inbound.__path__, f"{inbound.__name__}."):
        import_module(module.name)
    load_charsets()
    normalize_address("x@ü.example")  # loads the tables of international domain names
    load_zones()
    html_to_text("<p>&amp;</p>")
    load_suffix_file()


if __name__ == "__main__":
    serve_questions(_answer_question, _load_everything)
