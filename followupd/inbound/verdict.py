"""The verdict on an incoming mail: what it is, which interview it concerns, what to do, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime  # noqa: TC003 - who reads one from JSON asks for it
from enum import StrEnum

_MAX_QUOTE = 60  # characters of a quotation in a reason


class Kind(StrEnum):
    """What kind of mail an incoming mail is."""

    REPLY = "reply"
    AUTO_REPLY = "auto_reply"
    BOUNCE_PERMANENT = "bounce_permanent"
    BOUNCE_TEMPORARY = "bounce_temporary"
    DELIVERY_NOTICE = "delivery_notice"
    READ_RECEIPT = "read_receipt"
    CHALLENGE = "challenge"
    INVITATION = "invitation"
    ABUSE_REPORT = "abuse_report"
    BULK = "bulk"
    UNREADABLE = "unreadable"
    UNRELATED = "unrelated"


class Action(StrEnum):
    """What followupd does because of the mail."""

    STOP = "stop"  # nothing more goes out until the user resumes
    PAUSE = "pause"  # it may concern a cadence: nothing goes out until the user answers
    HOLD = "hold"  # the person is away: nothing goes out until they are back
    ALERT = "alert"  # tell the user; the cadence goes on
    NONE = "none"


class Intent(StrEnum):
    """What a person's answer says: a label for the notice, never a reason to go on with a cadence."""

    REJECTION = "rejection"
    OFFER = "offer"
    NEXT_ROUND = "next_round"
    HOLDING = "holding"
    QUESTION = "question"
    PLEASE_STOP = "please_stop"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on one mail. `why` is a sentence that a user understands."""

    kind: Kind
    action: Action
    why: str
    interviews: tuple[str, ...] = ()  # ids of the interviews that it concerns
    contact: str | None = None  # id of the contact, if one person is meant
    about: tuple[str, ...] = ()  # Message-IDs of sent mails that it names
    return_date: date | None = None  # first day back, from an out-of-office note
    left: bool = False  # the person has left the company, or nobody reads the mailbox any more
    deputy: str = ""  # the name or address of the person to contact meanwhile
    intent: Intent | None = None
    promise: date | None = None  # a date that the company named ("by the 14th")
    failed_address: str | None = None  # the address that bounced
    status: str | None = None  # RFC 3463 status of a bounce, "5.1.1"
    is_own: bool = False  # it has the candidate's own address, or is in Sent; see is_written_by_candidate
    authenticated_own: bool = False  # own, and the user's provider confirms the user's domain
    # Whether a foreign mail has the provider's own Authentication-Results; None if the mail cannot show that.
    has_own_results: bool | None = None
    has_results: bool = False  # it has results in the name of the user's provider
    is_copy: bool = False  # own, and it has the text and, outside of Sent, the id of a sent mail
    is_delivered: bool = False  # own, and a mail server delivered it, perhaps into Sent
    token: str | None = None  # followupd's mark in its id, or in the id of the mail that it is a copy of
    recipients: tuple[str, ...] = ()  # for an own mail: the addresses in To, Cc and Bcc
    sender: str = ""  # the bare address of the author, lower case
    subject: str = ""
    message_id: str = ""
    # Ids of other interviews with the company: they are paused, and the user is asked.
    doubtful: tuple[str, ...] = ()
    # The user's provider confirms the domain, and it is a contact's or the company's.
    authenticated: bool = False


@dataclass(frozen=True, slots=True)
class ReplyCommand:
    """The candidate's answer to a mail of followupd, as far as its words show it."""

    about: tuple[str, ...]  # the Message-IDs that it answers, the nearest first
    verbs: tuple[str, ...] = ()  # all commands in it; several may contradict each other
    days: int = 0  # the length of a snooze or a pause
    day: date | None = None  # the one day in it
    is_promise: bool = False  # the company decides on that day
    outcome: str = ""  # the outcome of a close
    words: tuple[str, ...] = ()  # words that are neither phrases nor courtesy
    text: str = ""  # the whole answer without quotation and signature
    doubt: str = ""  # why it must not be carried out
    written: datetime | None = None  # the time of writing, by the writer's clock
    written_on: date | None = None  # the day of writing, by that clock
    inline_text: str = ""  # the whole mail: an answer may be between the lines that it quotes
    is_end_unread: bool = False  # it names the end of a pause, and nobody can say which day that is


def strip_control_characters(verdict: Verdict) -> Verdict:
    """Remove from the stranger's words what would control a terminal, or cannot be encoded.

    An address that bounced is ASCII in the report (RFC 3464); any other is dropped.
    """
    words = (verdict.sender, verdict.subject, verdict.why, verdict.message_id, verdict.deputy)
    lists = (verdict.about, verdict.recipients)
    codes = (verdict.failed_address, verdict.status)
    safe_words = tuple(map(show_safely, words))
    safe_lists = tuple(tuple(map(show_safely, listed)) for listed in lists)
    safe_codes = tuple(text if text and text.isascii() and text.isprintable() else None for text in codes)
    if (safe_words, safe_lists, safe_codes) == (words, lists, codes):  # as for nearly all mails
        return verdict
    (sender, subject, why, message_id, deputy), (about, recipients) = safe_words, safe_lists
    failed_address, status = safe_codes
    return replace(
        verdict,
        sender=sender,
        subject=subject,
        why=why,
        message_id=message_id,
        deputy=deputy,
        failed_address=failed_address,
        status=status,
        about=about,
        recipients=recipients,
    )


def show_safely(words: str) -> str:
    """Return somebody's words without characters that would control a terminal."""
    if words.isprintable():
        return words
    return "".join(c if c.isprintable() else " " for c in words)


def quote_words(words: str) -> str:
    """Return somebody's words as a reason quotes them: on one line, cut between words if they are long."""
    line = " ".join(words[: _MAX_QUOTE * 4].split())
    if len(line) > _MAX_QUOTE:
        cut = line[:_MAX_QUOTE]
        line = (cut.rpartition(" ")[0] or cut) + " …"
    return f"“{line}”"
