"""Mails of the simulation: those that people write to the candidate, and a short form of followupd's mails.

In a quick run every mail has its verdict with it (`Card`), so that thousands of lives take a second. A thorough run has
real templates, real bytes and the real classifier. Both use the same engine.
"""

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from email import message_from_bytes, policy
from email.utils import format_datetime
from types import SimpleNamespace

from followupd.config.cadence import Channel
from followupd.engine.notifying import notifier
from followupd.inbound.classifier import classify_mail, needs_body
from followupd.inbound.matching.watchlist import WatchedInterview, Watchlist
from followupd.inbound.names.mentions import is_same_company
from followupd.inbound.replies.draft_text import parse_draft
from followupd.inbound.replies.reply_command import parse_reply_command
from followupd.inbound.senders.own_mail import parse_token
from followupd.inbound.verdict import Action, Intent, Kind, Verdict
from followupd.journal.company import company_of
from followupd.planning.post import route_of
from followupd.writing import composer
from followupd.writing.draft import Draft, DraftRequest
from followupd.writing.mail.mime import MailText

SAM = "sam@mail.example"


def _need_bodies(headers: Sequence[bytes], known: Watchlist) -> list[bool]:
    return [needs_body(header, known) for header in headers]


JUDGE = SimpleNamespace(
    classify=classify_mail,
    need_bodies=_need_bodies,
    parse_reply_command=parse_reply_command,
    read_draft=parse_draft,
)  # the judge in this process
LABEL = re.compile(r"@@([^|@]*)\|([^|@]*)\|([^@]*)@@")


def list_labels(data: bytes) -> list[tuple[str, str, str]]:
    """Return the position, the step and the name of each touch in a mail. Its lines may be folded (RFC 2045 §6.7)."""
    return LABEL.findall(data.replace(b"=\r\n", b"").decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Card:
    """The meaning of a mail, as the simulation intends it."""

    sender: str
    to: str = SAM
    kind: Kind = Kind.REPLY
    action: Action = Action.STOP
    thread: str = ""  # Message-ID of a sent mail that it names
    message_id: str = ""
    subject: str = ""
    return_date: date | None = None
    left: bool = False
    failed: str = ""
    intent: Intent | None = None
    doubtful: str = ""  # a name in it; if only the name matches, the mail is in doubt
    company: str = ""  # the company that it names, from an unknown address
    person: str = ""  # a contact's address in it, in any spelling
    phone: str = ""  # a contact's number in it
    signed: str = ""  # the name in its From line, if no interview has it
    deputy: str = ""  # the person to contact meanwhile, in a note of absence
    # It decides, offers or invites, so the user's decision about another mail does not count.
    is_decisive: bool = False


CARDS: dict[bytes, Card] = {}  # the mails of the present run, by their bytes


def message_id_of(data: bytes) -> str:
    """Return the Message-ID of a mail of the present run."""
    if data in CARDS:
        return CARDS[data].message_id
    return next(
        line[12:].strip().decode() for line in data.splitlines() if line.lower().startswith(b"message-id: ")
    )


def words_of(data: bytes) -> str:
    """Return the text of a mail on one line, in any encoding."""
    if data in CARDS:
        return " ".join(data.decode().split())
    body = message_from_bytes(data, policy=policy.default).get_body(("plain",))
    return " ".join(str(body and body.get_content()).split())


# --- mails of people


def write(
    card: Card, at: datetime, body: str, headers: str = "", kind: str = "text/plain; charset=utf-8"
) -> bytes:
    """Return the bytes of a mail from a person or a machine, and record its card."""
    thread = f"In-Reply-To: {card.thread}\r\nReferences: {card.thread}\r\n" if card.thread else ""
    data = (
        f"From: {card.doubtful or card.signed or card.sender.partition('@')[0]} <{card.sender}>\r\nTo: {card.to}\r\n"
        f"Subject: {card.subject}\r\nDate: {format_datetime(at)}\r\nMessage-ID: {card.message_id}\r\n{thread}{headers}"
        f"MIME-Version: 1.0\r\nContent-Type: {kind}\r\n\r\n{body}\r\n"
    ).encode()  # fmt: skip
    CARDS[data] = card
    return data


# --- the short form


def short_draft(desk: DraftRequest) -> Draft:
    """Write a draft like `composer.write_draft`, with a label in place of the text."""
    label = f"@@{desk.interview.position}|{desk.step.id}|{desk.contact.name}@@"
    for role in desk.shared_roles:
        label += f"\r\n@@{role.position}|{role.touch.step}|{role.spoke_with or desk.contact.name}@@"
    if desk.step.channel is Channel.POST:
        way = route_of(desk.config, desk.interview, desk.contact).dates_from_handover(desk.due)
        label += f"\r\nThen it should arrive about {way.arrives_on:%A, %-d %B %Y}"
    if "told-" in (desk.contact.fact or ""):  # it is from a debrief
        label += f"\r\n{desk.contact.fact}"
    text = MailText(desk.step.id, desk.own_text.body if desk.own_text else label)
    if desk.own_text and desk.own_text.source.is_whole:
        text = MailText(desk.own_text.subject, desk.own_text.body)
    if desk.step.channel is Channel.EMAIL:
        return Draft(text, desk.contact.name, desk.contact.email)
    return Draft(text, desk.config.candidate.name, desk.config.account.address, to_self=True)


def short_mail(text: MailText, *, sender: str, recipient: str, message_id: str, **_: object) -> bytes:
    """Build a mail like `mime`, in a few lines."""
    card = Card(sender, recipient, message_id=message_id, subject=text.subject)
    data = (
        f"From: {sender}\r\nTo: {recipient}\r\nSubject: {text.subject}\r\nMessage-ID: {message_id}\r\n"
        f"\r\n{text.body}\r\n"
    ).encode()  # fmt: skip
    CARDS[data] = card
    return data


def short_judge(raw: bytes, known: Watchlist, received: datetime, *, in_sent: bool = False) -> Verdict:
    """Return the verdict from the card; the interviews are matched as in `inbound`: thread, person, company."""
    card = CARDS[raw]
    verdict = (
        _own(card, known, received)
        if _is_own(card, known, in_sent=in_sent)
        else _others(card, known, received)
    )
    return replace(verdict, sender=card.sender, subject=card.subject, message_id=card.message_id)


def _is_own(card: Card, known: Watchlist, *, in_sent: bool) -> bool:
    return card.sender in known.own_addresses or in_sent


def _own(card: Card, known: Watchlist, received: datetime) -> Verdict:
    domain = card.to.rpartition("@")[2]
    hits = [
        one.id
        for one in known.interviews
        if one.starts_at <= received
        and (domain in one.domains or any(card.to in p.addresses for p in one.contacts))
    ]
    return Verdict(
        Kind.UNRELATED, Action.NONE, "own", tuple(hits), is_own=True, token=parse_token(card.message_id) or None, recipients=(card.to,),
        is_copy=card.message_id in known.sent_mails,
    )  # fmt: skip


def _others(card: Card, known: Watchlist, received: datetime) -> Verdict:
    running = known.running_interviews(received)
    domain = card.sender.rpartition("@")[2]
    by_person = [
        (one, p)
        for one in running
        for p in one.contacts
        if not {card.sender, card.failed, card.person}.isdisjoint(p.addresses) or card.phone in p.phones
    ]
    about = (card.thread,) if card.thread in known.sent_mails else ()
    if about:
        hits = [one for one in known.interviews if one.id == known.sent_mails[card.thread].interview]
        hits += [one for one in running if hits and one not in hits and is_same_company(one, hits[0])]
    elif by_person:
        hits = [one for one, _ in by_person]
        if all(one.is_closed for one in hits) and not by_person[0][1].is_helper:
            hits += [one for one in running if not one.is_closed and is_same_company(one, hits[0])]
    else:
        hits = [
            one
            for one in running
            if domain in one.domains
            or (card.doubtful and any(p.name == card.doubtful for p in one.contacts))
            or (card.company and card.company == one.company.removesuffix(" GmbH"))
        ]
        hits = [one for one in hits if not _is_dismissed(card, one)]
    if not hits:
        return Verdict(Kind.UNRELATED, Action.NONE, "it concerns no interview")
    person = by_person[0][1] if by_person else None
    action = card.action
    if (all(one.is_closed for one in hits) and action is not Action.NONE) or (
        person and person.is_helper and action is Action.STOP
    ):
        action = Action.ALERT
    return Verdict(
        card.kind, action, card.kind.value, tuple(dict.fromkeys(one.id for one in hits)), person.id if person else None, about,
        return_date=card.return_date, left=card.left, intent=card.intent, failed_address=card.failed or None,
        deputy=card.deputy,
    )  # fmt: skip


def _is_dismissed(card: Card, one: WatchedInterview) -> bool:
    """Return whether the user has said that such a mail of this sender is no answer."""
    is_asked = card.action is Action.PAUSE and not card.is_decisive
    return is_asked and any(d.sender == card.sender for d in one.dismissals)


def _every(headers: Sequence[bytes], _known: Watchlist) -> list[bool]:
    return [True] * len(headers)


def _none(_desk: DraftRequest, _made: Draft) -> list[object]:
    return []


@contextlib.contextmanager
def short_form() -> Iterator[None]:
    """Use labels as texts, and cards as verdicts, during a quick run."""
    places = (
        (composer, "write_draft", short_draft), (composer, "build_mail", short_mail), (composer, "build_notice", short_mail),
        (composer, "lint_draft", _none), (notifier, "build_notice", short_mail), (JUDGE, "classify", short_judge), (JUDGE, "need_bodies", _every),
    )  # fmt: skip
    with swapped(*places):
        yield


@contextlib.contextmanager
def long_form() -> Iterator[None]:
    """Use real texts and the real classifier during a thorough run.

    Only the lint is off, since the simulation's templates break its rules.
    """
    with swapped((composer, "lint_draft", _none)):
        yield


@contextlib.contextmanager
def swapped(*places: tuple[object, str, object]) -> Iterator[None]:
    """Replace attributes of modules and classes, and restore them afterwards."""
    with contextlib.ExitStack() as stack:
        for holder, name, made in places:
            stack.callback(setattr, holder, name, getattr(holder, name))
            setattr(holder, name, made)
        yield


# --- the long form: real templates, each with the same label


@dataclass(frozen=True, slots=True)
class Sheet:
    """A template of the simulation."""

    source: str
    path: str
    language: str = "en"


class Shelf:
    """The templates of the simulation; each names the touch that it is for."""

    def find_own_text(self, interview: str, name: str) -> str | None:  # noqa: ARG002
        return None

    def find_template(self, name: str, language: str, tone: str, variant: str | None = None) -> Sheet:  # noqa: ARG002
        step = {"promise-passed": "check-in"}.get(name, name.removesuffix("-script"))
        body = f"@@{{{{ position }}}}|{step}|{{{{ contact.name }}}}@@"
        others = f"{{{{ role.position }}}}|{step}|{{{{ role.spoke_with or contact.name }}}}"
        body += f"{{% for role in other_roles %}} @@{others}@@{{% endfor %}}"
        return Sheet(
            f"Subject: {name} for {{{{ position }}}}\n\n{{{{ contact.greeting }}}}\n\n{body}\n\nRegards\n",
            name,
        )


def no_press(*_: object) -> bytes:
    return b"%PDF-"


__all__ = [
    "CARDS",
    "LABEL",
    "SAM",
    "Card",
    "Shelf",
    "company_of",
    "list_labels",
    "no_press",
    "short_form",
    "words_of",
    "write",
]
