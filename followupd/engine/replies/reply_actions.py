"""Carries out the commands of replies.

Each function returns a sentence about what was done, or None if the command means nothing in reply to that mail.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from followupd.engine.replies.interview_replies import (
    answer_doubt_by_mail,
    close_by_mail,
    debrief_by_mail,
    deny_absence_by_mail,
    go_on_by_mail,
    hold_by_mail,
    note_answer_by_mail,
    promise_by_mail,
    resume_by_mail,
    stop_by_mail,
    undo_by_mail,
)
from followupd.engine.replies.own_drafts import keep_own_draft
from followupd.engine.replies.reply_subject import Topic
from followupd.engine.replies.step_replies import (
    approve_by_mail,
    refuse_by_mail,
    report_by_mail,
    report_no_show_by_mail,
    resolve_by_mail,
    send_again_by_mail,
    skip_by_mail,
    snooze_by_mail,
)
from followupd.errors import UsageError
from followupd.journal.states import TouchState
from followupd.writing.notices import reply_deeds as deeds
from followupd.writing.notices.mail_notices import make_notice_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from followupd.engine.replies.candidate_reply import Reply
    from followupd.inbound.replies.reply_meaning import Meaning
    from followupd.journal.facts import Received
    from followupd.writing.notices.reply_notices import ReplyThread


def carry_out(reply: Reply, meaning: Meaning, digest: str, thread: ReplyThread) -> str | None:
    """Carry out what a reply means; return what was done, or None if it means nothing here. Raises UsageError."""
    if meaning.verb == "edit":
        keep_own_draft(reply.ledger, reply.touch, reply.command.text, thread, digest, reply.now)
        return ""
    handler = _HANDLERS.get(meaning.verb)
    if meaning.verb in _RELEASING:
        _refuse_outdated(reply, meaning.verb)
    return handler(reply) if handler else None


def _refuse_outdated(reply: Reply, verb: str) -> None:
    """Raise UsageError if the reply was written before followupd reported a mail of the company.

    A command that lets something go on must not be older than that report.
    """
    is_about_one = reply.subject.topic is Topic.DOUBT and verb in (
        "no",
        "not-theirs",
    )  # it affects no other mail
    for mail in reply.personal_mails:
        is_early = max(min(mail.received, reply.now), mail.at) > reply.written_at
        if is_early or (not is_about_one and _is_untold(reply, mail)):
            raise UsageError(
                f"{mail.sender or 'somebody'} wrote, and followupd had not told you yet when you answered;"
                " read that mail, then answer once more"
            )


def _is_untold(reply: Reply, mail: Received) -> bool:
    """Return whether the notice of a mail had not been sent when the candidate answered another one."""
    key = make_notice_key(mail)
    notice = reply.ledger.store.find_mail(f"notice/{key}")
    if notice is None or reply.subject.notice == key:
        return False
    is_late = notice.changed is not None and notice.changed > reply.written_at
    return notice.state in _NOT_HANDED_OVER or (notice.state is TouchState.SENT and is_late)


# The effect of a yes, by the mail that it answers.
_YES_ACTIONS: Mapping[Topic, Callable[[Reply], str | None]] = {
    Topic.APPROVAL: approve_by_mail,
    Topic.BEGUN: go_on_by_mail,
    Topic.DOUBT: partial(answer_doubt_by_mail, is_answer=True),
    Topic.UNKNOWN: partial(resolve_by_mail, resend=False),
}


def _say_yes(reply: Reply) -> str | None:
    topic = reply.subject.topic
    if action := _YES_ACTIONS.get(topic):
        return action(reply)
    if topic is Topic.LETTER and reply.subject.notice.startswith("not-posted/"):
        return report_by_mail(reply, "posted")
    if topic is Topic.NEWS and reply.tells_absence:
        return deeds.tell_absence(reply.words, reply.interview.company)
    return None


def _say_okay(reply: Reply) -> str | None:
    return approve_by_mail(reply) if reply.subject.topic is Topic.APPROVAL else None


def _say_no(reply: Reply) -> str | None:
    match reply.subject.topic:
        case Topic.APPROVAL:
            return skip_by_mail(reply)
        case Topic.DOUBT:
            return answer_doubt_by_mail(reply, is_answer=False)
        case Topic.BEGUN:
            return deeds.tell_stillness(reply.words, reply.company)
        case Topic.NEWS if reply.tells_absence:
            return deny_absence_by_mail(reply)
    return None


def _say_theirs(reply: Reply) -> str | None:
    return answer_doubt_by_mail(reply, is_answer=True) if reply.subject.topic is Topic.DOUBT else None


def _say_not_theirs(reply: Reply) -> str | None:
    if reply.subject.topic is Topic.NEWS and "resume" in reply.command.verbs:
        return resume_by_mail(reply)  # "Only a newsletter, carry on": it had counted as an answer
    return answer_doubt_by_mail(reply, is_answer=False) if reply.subject.topic is Topic.DOUBT else None


_NOT_HANDED_OVER = (TouchState.RENDERED, TouchState.TRANSMITTING, TouchState.COMMITTING)
LASTING = ("undo", "resend", "answered")
# After these commands, a mail may be sent.
_RELEASING = ("yes", "ok", "no", "not-theirs", "resume", "promise", "day", "undo", "resend", "no-show")
_OUTCOMES = ("spoke", "voicemail", "no-answer", "wrong-number", "posted", "done")
_HANDLERS: dict[str, Callable[[Reply], str | None]] = {
    "yes": _say_yes,
    "ok": _say_okay,
    "no": _say_no,
    "theirs": _say_theirs,
    "answered": note_answer_by_mail,
    "not-theirs": _say_not_theirs,
    "no-send": refuse_by_mail,
    "skip": skip_by_mail,
    "hold": hold_by_mail,
    "snooze": snooze_by_mail,
    "resume": resume_by_mail,
    "promise": promise_by_mail,
    "day": promise_by_mail,
    "stop": stop_by_mail,
    "close": close_by_mail,
    "undo": undo_by_mail,
    "debrief": debrief_by_mail,
    "resend": send_again_by_mail,
    "no-show": report_no_show_by_mail,
    **{outcome: partial(report_by_mail, outcome=outcome) for outcome in _OUTCOMES},
}
