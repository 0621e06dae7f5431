"""The candidate's words by mail: what they answered to a call sheet, a letter, or a question of ours."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from followupd.engine import commands, outbox
from followupd.engine.notifier import notify
from followupd.errors import UsageError
from followupd.inbound.verdict import Action
from followupd.journal.facts import Received
from followupd.journal.states import InterviewState
from followupd.writing import mail_notices

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.inbound.verdict import ReplyCommand
    from followupd.journal.facts import Touch

log = logging.getLogger("followupd")

_ANSWERS = {"yes": True, "no": False}


def find_subject(ledger: Ledger, command: ReplyCommand) -> Touch | Received | None:
    """Return what the candidate answered: a call, a letter, or the notice of a mail; None for anything else."""
    return outbox.find_manual_touch(ledger, command.about) or _find_told_mail(ledger, command.about)


def _find_told_mail(ledger: Ledger, ids: tuple[str, ...]) -> Received | None:
    """Return the mail that a notice told of, by the notice's Message-ID."""
    notice_ids = {outgoing.id for outgoing in outbox.find_in_outbox(ledger, set(ids), None)}
    if not any(id_.startswith("notice/mail/") for id_ in notice_ids):
        return None
    mails = (f for f in reversed(ledger.history.facts) if isinstance(f, Received))
    return next((f for f in mails if f"notice/{mail_notices.make_notice_key(f)}" in notice_ids), None)


def apply_word(
    ledger: Ledger, subject: Touch | Received, command: ReplyCommand, mail_id: str, now: datetime
) -> None:
    """Do what the candidate's word says; where it does not fit, change nothing and say so."""
    label = _name_subject(subject)
    try:
        if isinstance(subject, Received):
            _answer_doubt(ledger, subject, command.verb, mail_id, now)
        else:
            _report_touch(ledger, subject, command, now)
    except UsageError as error:
        notify(ledger, mail_notices.explain_unfit_word(label, command.verb, str(error), mail_id), now)
        log.warning(
            "%s: %s by your mail was not done: %s", label, command.verb, error, extra={"kind": "word"}
        )
        return
    log.info("%s: %s, by your mail", label, command.verb, extra={"kind": "word"})


def _name_subject(subject: Touch | Received) -> str:
    if isinstance(subject, Received):
        return f"the mail from {subject.sender or 'somebody'} ({' '.join(subject.interviews)})"
    return f"{subject.step} ({subject.interview})"


def _report_touch(ledger: Ledger, touch: Touch, command: ReplyCommand, now: datetime) -> None:
    if command.verb == "stop":  # it needs no more than the interview
        commands.close_interview(ledger, touch.interview, now, "stopped by your mail")
    else:
        commands.record_outcome(ledger, touch, now, command.verb, str(command.days) if command.days else "")


def _answer_doubt(ledger: Ledger, mail: Received, word: str, mail_id: str, now: datetime) -> None:
    """Say yes or no to a mail in doubt, for every interview that it concerns."""
    if word not in _ANSWERS or mail.action is not Action.PAUSE:
        wanted = "yes or no" if mail.action is Action.PAUSE else "a command: followupd resume or close"
        raise UsageError(f"what fits is {wanted}")
    names = _list_concerned(ledger, mail, now)
    if not names:
        raise UsageError("its interview is closed, or is not in the configuration any more")
    with ledger.transaction():
        results = [
            (name, commands.answer_doubt(ledger, name, now, is_answer=_ANSWERS[word], location=mail.location))
            for name in names
        ]
    for name, status in results:
        if word == "no" and status.state is not InterviewState.ACTIVE:
            notify(ledger, mail_notices.describe_remaining_hold(name, status.why, mail_id), now)


def _list_concerned(ledger: Ledger, mail: Received, now: datetime) -> list[str]:
    """Return the open interviews that a mail names, or that it holds."""
    names = []
    for interview in ledger.config.interviews:
        record = ledger.history.record_of(interview, ledger.config)
        status = record.status_at(now)
        is_held = any(doubt.location == mail.location for doubt in status.doubts)
        if status.state is not InterviewState.CLOSED and (
            is_held or not record.ids.isdisjoint(mail.interviews)
        ):
            names.append(interview.id)
    return names
