"""What an incoming mail is, whose it is, what to do, and why: the words of the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime  # noqa: TC003 - who reads one from JSON asks for it
from enum import StrEnum

_MAX_QUOTE = 60  # characters of somebody's words in a reason


class Kind(StrEnum):
    """What an incoming mail is."""

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
    """What the mail asks of us."""

    STOP = "stop"  # nothing more goes out until the user resumes
    PAUSE = "pause"  # it may concern a cadence: brake, and ask
    HOLD = "hold"  # the person is away: later
    ALERT = "alert"  # tell the user; the cadence goes on
    NONE = "none"


class Intent(StrEnum):
    """What a person's answer says: a label for the notice, never a reason to go on."""

    REJECTION = "rejection"
    OFFER = "offer"
    NEXT_ROUND = "next_round"
    HOLDING = "holding"
    QUESTION = "question"
    PLEASE_STOP = "please_stop"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one mail. `why` is a sentence that a user understands."""

    kind: Kind
    action: Action
    why: str
    interviews: tuple[str, ...] = ()  # ids of the interviews that it concerns
    contact: str | None = None  # id of the contact, where one person is meant
    about: tuple[str, ...] = ()  # our Message-IDs that it names
    return_date: date | None = None  # first day back, from an out-of-office note
    left: bool = False  # the person has left the company, or the mailbox is not read: for good
    deputy: str = ""  # whom a note of absence names for the meantime: a name or an address
    intent: Intent | None = None
    promise: date | None = None  # a date the company gave ("by the 14th")
    failed_address: str | None = None  # the address that bounced
    status: str | None = None  # RFC 3463 status of a bounce, "5.1.1"
    is_own: bool = False  # it has the candidate's own address, or lies in Sent; see is_written_by_candidate
    authenticated_own: bool = False  # own, and the user's provider confirms the own domain
    # A foreign mail: the provider's own Authentication-Results stand in it.
    has_own_results: bool | None = None
    has_results: bool = False  # results in the name of the user's provider stand in it
    is_copy: bool = False  # own, and it has the id and the very words of a mail that we sent
    is_delivered: bool = False  # own, and a mail server delivered it, perhaps into Sent
    token: str | None = None  # the mark of ours in its id, or in that of the mail it is a copy of
    recipients: tuple[str, ...] = ()  # of an own mail: the addresses in To, Cc and Bcc
    sender: str = ""  # the bare address of the author, lower case
    subject: str = ""
    message_id: str = ""
    doubtful: tuple[str, ...] = ()  # ids of others with the company: paused, and asked about
    # The user's provider confirms the domain, and it is a contact's or the company's.
    authenticated: bool = False


@dataclass(frozen=True, slots=True)
class ReplyCommand:
    """What the candidate wrote back to a mail of followupd, as far as words show it."""

    about: tuple[str, ...]  # the Message-IDs that they answered, the nearest first
    verbs: tuple[str, ...] = ()  # everything that they ask for; more than one may contradict
    days: int = 0  # a span: of a snooze, or of a pause
    day: date | None = None  # the one day that they name
    is_promise: bool = False  # on that day the company decides
    outcome: str = ""  # of a close
    words: tuple[str, ...] = ()  # what stands beside the phrases and the courtesy
    text: str = ""  # all that they wrote, without quotation and signature
    doubt: str = ""  # why it must not be acted upon
    written: datetime | None = None  # when, as its writer's clock had it
    written_on: date | None = None  # on which day, by that clock
    inline_text: str = ""  # the whole mail: an answer may stand between the lines that it quotes


def strip_control_characters(verdict: Verdict) -> Verdict:
    """Take out of the stranger's words whatever would command a terminal, or cannot be encoded.

    An address that bounced is ASCII on the wire (RFC 3464); any other counts as none.
    """
    words = (verdict.sender, verdict.subject, verdict.why, verdict.message_id, verdict.deputy)
    lists = (verdict.about, verdict.recipients)
    codes = (verdict.failed_address, verdict.status)
    safe_words = tuple(map(show_safely, words))
    safe_lists = tuple(tuple(map(show_safely, listed)) for listed in lists)
    safe_codes = tuple(text if text and text.isascii() and text.isprintable() else None for text in codes)
    if (safe_words, safe_lists, safe_codes) == (words, lists, codes):  # as of nearly all mails
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
    """Return somebody's words without what would command a terminal."""
    if words.isprintable():
        return words
    return "".join(c if c.isprintable() else " " for c in words)


def quote_words(words: str) -> str:
    """Return somebody's words as a reason quotes them: on one line, cut between two words."""
    line = " ".join(words[: _MAX_QUOTE * 4].split())
    if len(line) > _MAX_QUOTE:
        cut = line[:_MAX_QUOTE]
        line = (cut.rpartition(" ")[0] or cut) + " …"
    return f"“{line}”"
