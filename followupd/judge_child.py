"""The judge in a process of its own: there a stranger's bytes meet no secret, no store and no connection.

`python -m followupd.judge_child`: questions in as pickles, for they come from the daemon; answers out as lines of
JSON, for they come from whoever read the bytes. It starts when a mail has come and ends after the look, with all that
it had to load. A mail over which it dies or dawdles is put to another one, and then counts as one that nobody can read.
"""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO

from pydantic import TypeAdapter, ValidationError

from followupd import __version__, anew
from followupd.errors import Unreachable
from followupd.inbound.verdict import Verdict, Word
from followupd.ports import Unjudged

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.inbound.known import Known

LIMIT = 30.0  # seconds for one answer: the slowest that was ever seen took a ninth of one
MEMORY = 1 << 30  # bytes of address space: a mail of 256 kB takes a fraction of it
LONGEST = 1 << 20  # bytes of an answer
TRIES = 2


class JudgeChild:
    """Asks a child, and starts one where there is none. For one thread."""

    def __init__(self, limit: float = LIMIT) -> None:
        """Do nothing yet. `limit`: seconds for one answer."""
        self._limit = limit
        self._child: _Child | None = None

    def needs_body(self, header: bytes, known: Known) -> bool:
        """Say from a header block whether the whole mail must be judged. Raises Unreachable: no judge can be had."""
        try:
            return self._ask(known, "needs_body", header) is not False
        except Unjudged:
            return True

    def judge(self, raw: bytes, known: Known, received: datetime, *, in_sent: bool = False) -> Verdict:
        """Judge one whole mail. Raises Unjudged: it cannot be done; Unreachable: no judge can be had."""
        verdict: Verdict = _read(Verdict, self._ask(known, "judge", raw, received, in_sent))
        return verdict

    def word(self, raw: bytes) -> Word | None:
        """Return the one word that a mail consists of. Raises as `judge` does."""
        said: Word | None = _read(Word | None, self._ask(None, "word", raw))
        return said

    def rest(self) -> None:
        """End the child; the next question starts another."""
        if self._child:
            self._child.end()
            self._child = None

    def _ask(self, known: Known | None, *question: object) -> Any:
        for _ in range(TRIES):
            try:
                self._child = self._child or _Child(self._limit)
                return self._child.answer(known, question)
            except (OSError, EOFError, ValueError):  # a timeout is an OSError
                self.rest()
        raise Unjudged("no judge could cope with it")


class _Child:
    """One child, and what it knows."""

    def __init__(self, limit: float) -> None:
        ours, theirs = socket.socketpair()
        ours.settimeout(limit)
        self._line = ours.makefile("rwb")
        self._socket = ours
        self._known: Known | None = None
        try:
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603 - this Python
                    anew.python("followupd.judge_child"),
                    stdin=theirs.fileno(),
                    stdout=theirs.fileno(),
                    stderr=subprocess.DEVNULL,
                )
        except OSError as error:
            self._hang_up()
            raise Unreachable(
                f"incoming mail cannot be judged: no process can be started ({error})"
            ) from error
        self._greet()

    def _greet(self) -> None:
        """See that it is the same followupd: an update puts another one into its place."""
        try:
            version = json.loads(self._line.readline(LONGEST))
        except (OSError, ValueError):
            version = None
        if version != __version__:
            self.end()
            why = (
                f"followupd {version} was installed meanwhile; restart it"
                if version
                else "its process ends at once"
            )
            raise Unreachable(f"incoming mail cannot be judged: {why}")

    def answer(self, known: Known | None, question: tuple[object, ...]) -> Any:
        """Return the answer to a question. Raises OSError, EOFError, ValueError: there is none."""
        import pickle

        if known is not None and known is not self._known:
            pickle.dump(("know", known), self._line)
            self._known = known
        pickle.dump(question, self._line)
        self._line.flush()
        said = self._line.readline(LONGEST)
        if not said.endswith(b"\n"):
            raise EOFError
        return json.loads(said)

    def end(self) -> None:
        """End it, whatever it is doing, and leave nothing behind."""
        self._process.kill()
        self._process.wait()
        self._hang_up()

    def _hang_up(self) -> None:
        with suppress(OSError):  # words that it did not read
            self._line.close()
        self._socket.close()


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _read(kind: Any, said: object) -> Any:
    try:
        return _adapter(kind).validate_python(said)
    except ValidationError as error:
        raise Unjudged("its judge talks nonsense") from error


# --- the child


def main() -> None:
    """Answer until nobody asks any more."""
    _confine()
    with suppress(BrokenPipeError):
        _serve(sys.stdin.buffer, sys.stdout.buffer)


def _confine() -> None:
    """It lives as long as the daemon wants, leaves no core dump, and takes no more memory than any mail can need."""
    import resource

    from followupd.keys.memory import keep_out_of_core_dumps

    for number in (signal.SIGINT, signal.SIGTERM):  # they are the daemon's
        signal.signal(number, signal.SIG_IGN)
    keep_out_of_core_dumps()
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _serve(questions: BinaryIO, answers: BinaryIO) -> None:
    import pickle
    from dataclasses import asdict

    from followupd.inbound.judge import judge, needs_body
    from followupd.inbound.known import Known
    from followupd.inbound.word import word

    def say(what: object) -> None:
        answers.write(json.dumps(what, default=str).encode() + b"\n")
        answers.flush()

    known = Known()
    say(__version__)
    while True:
        try:
            question = pickle.load(questions)  # noqa: S301 - the daemon's own
        except EOFError:
            return
        match question:
            case "know", Known() as known:
                continue
            case "needs_body", bytes(header):
                say(needs_body(header, known))
            case "judge", bytes(raw), received, bool(in_sent):
                say(asdict(judge(raw, known, received, in_sent=in_sent)))
            case "word", bytes(raw):
                said = word(raw)
                say(said and asdict(said))


if __name__ == "__main__":
    main()
