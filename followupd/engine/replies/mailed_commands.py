"""Carries out the candidate's commands by mail. Each command is done once, and each gets one reply.

A mail that is not understood, or contradicts itself, changes nothing, and followupd asks what it means. Fact, effect
and reply are written in one transaction with the place up to which the mailbox was read. So a crash neither loses nor
repeats any of them.
"""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from followupd.engine.notifying.notifier import notify
from followupd.engine.replies.candidate_reply import Reply
from followupd.engine.replies.interview_replies import read_answer
from followupd.engine.replies.missed_choice import names_missed_step
from followupd.engine.replies.reply_actions import LASTING, carry_out
from followupd.engine.replies.reply_subject import ANSWER_KIND, Topic, find_subject
from followupd.errors import UsageError
from followupd.inbound.replies.absence_answer import read_absence_answer
from followupd.inbound.replies.reply_meaning import (
    TWO_SENSES,
    Meaning,
    find_meaning,
    has_two_senses,
    is_plain_yes,
    is_reasoned_no,
    looks_like_draft,
    names_day_to_come,
    tells_of_company,
)
from followupd.inbound.replies.reply_pairs import can_do_both, find_pair
from followupd.journal.command_facts import Instructed
from followupd.writing.notices import reply_notices as say

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.replies.reply_subject import Subject
    from followupd.inbound.replies.reply_pairs import Part
    from followupd.inbound.verdict import ReplyCommand, Verdict
    from followupd.writing.notices.notices import Notice

    ReplyResult = Literal["did", "refused", "asked", "showed"]

log = logging.getLogger("followupd")

# The most replies that followupd sends in any 24 hours, so that two machines do not write to each other forever.
MAX_ANSWERS = 30
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")


def find_answered(ledger: Ledger, verdict: Verdict, command: ReplyCommand, now: datetime) -> Subject | None:
    """Return what an own mail answers, if it went to followupd and to nobody else."""
    addresses = {a.lower() for a in verdict.recipients}
    own_addresses = ledger.config.own_addresses | {(ledger.config.notifications.to or "").lower()}
    if not addresses <= own_addresses or _is_from_followupd(ledger, verdict):
        return None
    return find_subject(ledger, command.about, now)


def _is_from_followupd(ledger: Ledger, verdict: Verdict) -> bool:
    """Return whether a mail was made by followupd. The copy of a notice in Sent is no answer to that notice."""
    ids = {verdict.message_id} - {""}
    return bool(ledger.store.find_mails(ids, verdict.token)) if ids or verdict.token else False


def apply_reply(
    ledger: Ledger,
    subject: Subject,
    command: ReplyCommand,
    verdict: Verdict,
    now: datetime,
    written_at: datetime,
) -> None:
    """Carry out a reply, and answer it. The caller makes sure that each mail comes only once."""
    now = _find_own_moment(ledger, now)
    reply = Reply(ledger, subject, command, now, min(written_at, command.written or written_at))
    digest = hashlib.sha256(verdict.message_id.encode()).hexdigest()[:16]
    message_id = _keep_valid_id(verdict.message_id)
    thread = say.ReplyThread(f"{ANSWER_KIND}/{digest}/{subject.notice}", message_id, verdict.subject)
    meaning = _find_special_meaning(reply) or _fit_topic(reply, find_meaning(command, reply.known_names()))
    pair = None if meaning.verb else find_pair(command, reply.known_names())
    if pair and can_do_both(*pair):
        meaning = Meaning("+".join(part.meaning.verb for part in pair))
        result, notice = _answer_both(reply, pair, thread, digest)
    else:
        if pair:
            meaning = Meaning("", f"it says two things: “{pair[0].words}” and “{pair[1].words}”")
        result, notice = _answer_reply(reply, meaning, thread, digest)
    interview = _name_interview(reply)
    ledger.append(Instructed(now, interview, digest, subject.notice, meaning.verb, result))
    if notice and _may_answer(ledger, now):
        notify(ledger, notice, now)
    log.info(
        "%s: %s by your mail: %s", subject.notice, meaning.verb or "nothing", result, extra={"kind": "word"}
    )


def _name_interview(reply: Reply) -> str:
    """Return the one interview that a reply is about; empty if it is about none, or several."""
    ids = reply.subject.interviews
    if len(ids) > 1:
        ids = tuple(i.id for i in reply.interviews if reply.names_interview(i))
    return ids[0] if len(ids) == 1 else ""


def _find_own_moment(ledger: Ledger, now: datetime) -> datetime:
    """Return a moment at which no other command by mail was recorded, since `undo` undoes all facts of one moment."""
    taken_moments = {f.at for f in ledger.history.facts if isinstance(f, Instructed) and f.at >= now}
    while now in taken_moments:
        now += timedelta(microseconds=1)
    return now


def _answer_reply(
    reply: Reply, meaning: Meaning, thread: say.ReplyThread, digest: str
) -> tuple[ReplyResult, Notice | None]:
    """Carry out what a reply means; return the result, and the notice about it."""
    words, topic = reply.words, reply.subject.topic
    try:
        sentence = carry_out(reply, meaning, digest, thread)
    except UsageError as error:
        return "refused", say.refuse_command(words, thread, topic, str(error))
    if sentence is None:
        about = say.name_subject(words, topic, reply.name, reply.company)
        return "asked", say.ask_again(words, thread, topic, about, meaning.doubt)
    if meaning.verb == "edit":
        return "showed", None  # the mail that shows the new text is the answer
    return "did", say.confirm_command(words, thread, sentence, can_undo=meaning.verb not in LASTING)


def _answer_both(
    reply: Reply, pair: tuple[Part, Part], thread: say.ReplyThread, digest: str
) -> tuple[ReplyResult, Notice | None]:
    """Carry out two commands of one reply, the report before the brake.

    The notice also names what could not be done.
    """
    sentences, whys = list[str](), list[str]()
    for part in pair:
        try:
            sentence = carry_out(replace(reply, command=part.command), part.meaning, digest, thread)
        except UsageError as error:
            whys.append(str(error))
            continue
        if sentence:
            sentences.append(sentence)
        else:
            whys.append(f"this mail asks for nothing like “{part.words}”")
    if not sentences:
        return "refused", say.refuse_command(reply.words, thread, reply.subject.topic, "; ".join(whys))
    return "did", say.confirm_both(reply.words, thread, sentences, whys)


def _keep_valid_id(message_id: str) -> str:
    """Return a Message-ID if it is valid in a header, or else an empty string."""
    return message_id if _MESSAGE_ID.fullmatch(message_id) else ""


def _may_answer(ledger: Ledger, now: datetime) -> bool:
    recent = [
        f for f in ledger.history.facts if isinstance(f, Instructed) and f.at > now - timedelta(hours=24)
    ]
    return len(recent) <= MAX_ANSWERS


def _fit_topic(reply: Reply, meaning: Meaning) -> Meaning:
    """Return the meaning of a reply in the context of the answered mail. The same words may mean different things."""
    fit = _FITS.get(reply.subject.topic)
    return fit(reply, meaning) if fit else meaning


def _fit_news(reply: Reply, meaning: Meaning) -> Meaning:
    """Return the meaning of a reply to news. If it names the day of a decision, it is no report of a call."""
    if reply.tells_absence and meaning.verb in _ABSENCE_WORDS:
        return Meaning(_read_absence(reply) or meaning.verb, meaning.doubt)
    return Meaning("promise") if meaning.verb == "spoke" and reply.command.is_promise else meaning


# What "no, she is back" and "yes, she is on leave" mean in reply to a call sheet, or nothing.
_ABSENCE_WORDS = ("", "no-answer", "yes", "no")


def _read_absence(reply: Reply) -> str:
    mail = reply.subject.mail
    names = (contact.name for interview in reply.interviews for contact in interview.contacts)
    word = read_absence_answer(reply.command, mail.return_date if mail else None, names)
    return word or ("yes" if is_plain_yes(reply.command) else "")


def _fit_doubt(reply: Reply, meaning: Meaning) -> Meaning:
    """Return the meaning of a reply to a doubt.

    "Yes, a rejection" closes the interview: the yes confirms only that the mail is theirs.
    """
    if reply.command.outcome and not meaning.verb:
        return find_meaning(_drop_yes(reply.command), reply.known_names())
    if meaning.verb in ("", "yes", "ok", "done") and (
        is_plain_yes(reply.command) or tells_of_company(reply.command)
    ):
        return Meaning("theirs")
    return _fit_news(reply, meaning)


def _fit_call(reply: Reply, meaning: Meaning) -> Meaning:
    """Return the meaning of a reply to a call sheet.

    A reply that names the day of their decision means that the candidate has talked to them.
    """
    if has_two_senses(reply.command):
        return Meaning("", TWO_SENSES)
    return Meaning("spoke") if meaning.verb == "promise" else _fit_errand(reply, meaning)


def _fit_errand(reply: Reply, meaning: Meaning) -> Meaning:
    """Return the meaning of a reply to a call sheet or a letter. A bare day to come is the day to ask again."""
    is_open = meaning.verb in ("", "day", "yes", "ok")
    return Meaning("snooze") if is_open and names_day_to_come(reply.command) else meaning


def _fit_approval(reply: Reply, meaning: Meaning) -> Meaning:
    """Return the meaning of a reply to a shown mail. A "no" may have its reason beside it."""
    return Meaning("no") if not meaning.verb and is_reasoned_no(reply.command) else meaning


_FITS = {
    Topic.APPROVAL: _fit_approval,
    Topic.NEWS: _fit_news,
    Topic.DOUBT: _fit_doubt,
    Topic.CALL: _fit_call,
    Topic.LETTER: _fit_errand,
}


def _drop_yes(command: ReplyCommand) -> ReplyCommand:
    return replace(command, verbs=tuple(verb for verb in command.verbs if verb not in ("yes", "theirs")))


def _find_special_meaning(reply: Reply) -> Meaning | None:
    """Return the meaning of free text, if the mail asked for it: an own text for a mail, or a debrief."""
    match reply.subject.topic:
        case Topic.APPROVAL if looks_like_draft(reply.command.text):
            return Meaning("edit")
        case Topic.DEBRIEF if reply.interviews and not read_answer(reply).is_empty:
            return Meaning("debrief")
        case Topic.NEWS if names_missed_step(reply):
            return Meaning("resend")
    return None
