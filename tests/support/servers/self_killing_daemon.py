"""`followupd run` that kills itself at one moment, and is otherwise unchanged.

Copies are filed at once, not after twenty seconds, so that a test need not wait for them.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import Any

from followupd.adapters.mail.smtp import Submission
from followupd.adapters.store.sqlite import SqliteStore
from followupd.cli.main import main
from followupd.daemon import connections, daemon
from followupd.engine.sending import attempt, sending
from followupd.journal.states import TouchEvent
from followupd.planning import draft_review

MOMENTS = (
    "never",
    "before the mail is written",
    "after the mail is written",
    "before transmitting",
    "before the journal write",
    "in the journal write",
    "after the journal write",
    "after the 250",
    "in the writing of sent",
    "after sent",
    "before the copy is noted",
    "after the copy is noted",
)


class Fate:
    """The moment at which this process is to end."""

    moment = "never"


def die() -> None:
    """End like after `kill -9`."""
    os.kill(os.getpid(), signal.SIGKILL)


def around(method: Callable[..., Any], before: str, after: str, concerns: Callable[..., bool]) -> Any:
    """Return the method with two moments at which it can die; `concerns` returns whether a call counts."""

    @wraps(method)
    def mortal(self: object, *words: Any, **more: Any) -> Any:
        if Fate.moment == before and concerns(*words):
            die()
        result = method(self, *words, **more)
        if Fate.moment == after and concerns(*words):
            die()
        return result

    return mortal


def is_touch(one: Any, *_: object) -> bool:
    """Return whether a call is about a mail to somebody else, not a notice."""
    return not (one if isinstance(one, str) else one.id).startswith("notice/")


def on(event: TouchEvent) -> Callable[..., bool]:
    """Return a function that returns whether a change of state is this event."""
    return lambda id_, happened, *_: is_touch(id_) and happened is event


def change() -> Any:
    """Return `SqliteStore.apply_event` with its moments."""
    method = around(SqliteStore.apply_event, "before transmitting", "", on(TouchEvent.TRANSMIT))
    method = around(method, "before the journal write", "in the journal write", on(TouchEvent.COMMIT))
    return around(method, "", "in the writing of sent", on(TouchEvent.ACCEPT))


class MortalStore(SqliteStore):
    """A store that can die between two of its steps."""

    add_mail = around(
        SqliteStore.add_mail, "before the mail is written", "after the mail is written", is_touch
    )
    apply_event = change()
    set_copy_state = around(
        SqliteStore.set_copy_state, "before the copy is noted", "after the copy is noted", is_touch
    )


class MortalAttempt(attempt.Attempt):
    """An attempt that can die before and after the dot."""

    __slots__ = ()
    may_commit = around(attempt.Attempt.may_commit, "", "after the journal write", lambda: True)
    _record_accepted = around(attempt.Attempt._record_accepted, "", "after sent", lambda _: True)


class MortalSubmission(Submission):
    """A submission that can die once the answer to the dot was read."""

    deliver_mail = around(
        Submission.deliver_mail, "", "after the 250", lambda mail, _: mail.sender != mail.recipient
    )


def run(moment: str, words: list[str], environment: dict[str, str], log: Path) -> None:
    """Run `followupd WORDS` in a fresh process; its output goes to `log`."""
    if moment not in MOMENTS:
        raise ValueError(moment)
    os.environ.update(environment)
    with log.open("ab") as said, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    Fate.moment = moment
    sys.argv = ["followupd", *words]
    attempt.COPY_FIRST_LOOK = timedelta(0)
    if "FOLLOWUPD_TEST_DRAFT_SECONDS" in environment:  # a test need not wait until a draft may leave
        span = timedelta(seconds=float(environment["FOLLOWUPD_TEST_DRAFT_SECONDS"]))
        draft_review.MIN_REVIEW = draft_review.EDIT_REST = draft_review.MISSING_FOR = span
    sending.Attempt = MortalAttempt  # type: ignore[attr-defined]
    daemon.SqliteStore = MortalStore
    connections.Submission = MortalSubmission  # type: ignore[misc]
    main()
