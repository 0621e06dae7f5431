"""Delivery notices: a failure for good, a delay, or a delivery.

Behind a gate: only what a mail system wrote is read as a notice. A person who quotes or forwards a bounce is a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.inbound.dsn import STATUS_TYPES, Recipient, enhanced_status, recipients
from followupd.inbound.greeting import greeted, signed
from followupd.inbound.parsing.addresses import addresses, author, bare
from followupd.inbound.parsing.text import folded
from followupd.inbound.phrases import bounce as say
from followupd.inbound.phrases.auto_reply import ABSENT, LEFT
from followupd.inbound.verdict import Kind, in_quotes

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import Headers, Mail

MAX_WORDS = 4_000  # characters of a notice within which it names an address
OPENING = 40  # characters that a notice says at least before it returns the mail
_CUT = re.compile(
    r"^.{0,10}(?:-{3,80}.{0,20}(?:original|returned|below|header|unsent|undelivered|copy|message).{0,60}|included is a copy.{0,80}|"
    r"received: (?:from|by) .{0,200}|return-path: .{0,200})$",
    re.MULTILINE,
)
_ADDRESSED = re.compile(
    r"^[ \t>]*<?([^\s<>()\"',:;：，、（）【】]{1,64}@[^\s<>()\"',:;：，、（）【】]{1,255}?)>?[:.]?(?:\s|$)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a mail system reports."""

    kind: Kind
    evidence: str
    address: str = ""
    status: str = ""


def notice(mail: Mail) -> Notice | None:
    """Return what a mail system reports, or None where a person or another robot wrote."""
    if certified := _certified(mail):
        return certified
    gate = _gate(mail)
    if not gate:
        return None
    people = recipients(mail)
    reported = _reported(mail, people)
    if reported:
        return reported
    return _worded(mail, gate)


# Italian certified mail (RFC 6109 §3.1.1, §4): what the provider says of the mail that it carried.
_CERTIFIED = {
    "accettazione": Kind.DELIVERY_NOTICE,
    "presa-in-carico": Kind.DELIVERY_NOTICE,
    "avvenuta-consegna": Kind.DELIVERY_NOTICE,
    "preavviso-errore-consegna": Kind.BOUNCE_TEMPORARY,
    "errore-consegna": Kind.BOUNCE_PERMANENT,
    "non-accettazione": Kind.BOUNCE_PERMANENT,
    "rilevazione-virus": Kind.BOUNCE_PERMANENT,
}


def _certified(mail: Mail) -> Notice | None:
    told = mail.headers.first("x-ricevuta").strip().lower()
    kind = _CERTIFIED.get(told)
    address = _address(mail) if kind is not Kind.DELIVERY_NOTICE else ""
    return (
        Notice(kind, f"X-Ricevuta: {told}", address, enhanced_status(folded(_own_words(mail))))
        if kind
        else None
    )


def looks_like_notice(headers: Headers) -> bool:
    """Say from the header block alone whether a mail system may have written; errs towards yes."""
    kind = headers.first("content-type").lower()
    return (
        "report" in kind
        or headers.has("x-failed-recipients", "x-ricevuta")
        or bool(_daemon(headers))
        or _titled(headers)
    )


def _gate(mail: Mail) -> str:
    """Return why this is a mail system's own writing, or an empty string."""
    headers = mail.headers
    whys = (
        "a delivery report (multipart/report)" if _is_report(mail) else "",
        "X-Failed-Recipients" if headers.has("x-failed-recipients") else "",
        _daemon(headers),
        _list_refuses(mail),
        f"its subject {in_quotes(mail.subject)}" if _titled(headers) and _unsent(headers) else "",
        # A person may attach one: then their mail program, or the thread, tells.
        "a delivery report inside" if mail.of_type(*STATUS_TYPES) and _unsent(headers) else "",
        "a bounce told as JSON" if mail.text.lstrip().startswith('{"notificationType":"Bounce"') else "",
        _unnamed(mail),
    )
    return next((why for why in whys if why), "")


def _is_report(mail: Mail) -> bool:
    return (
        mail.type == "multipart/report"
        and mail.params.get("report-type", "delivery-status").lower() == "delivery-status"
    )


def _list_refuses(mail: Mail) -> str:
    """Seen in practice: mailing-list programs that send a mail back under the name of the list's owner."""
    local = author(mail.headers).partition("@")[0]
    kept = re.search(
        r"[-.](?:admin|owner|request|bounces?|help)$|^(?:majordomo|listserv|sympa|mailman|ezmlm)", local
    )
    words = folded(f"{mail.subject}\n{mail.text[:600]}")
    return "the refusal of a mailing list" if kept and say.LIST_REFUSES.search(words) else ""


def _unnamed(mail: Mail) -> str:
    """Seen in practice: no-reply senders of phone networks, whose notice only its opening words give away."""
    local = author(mail.headers).partition("@")[0]
    opening = folded(_own_words(mail)[:600])
    noreply = re.match(r"(?:no|do)[-_.]?(?:not)?[-_.]?reply", local)
    attached = mail.of_type("message/rfc822", "text/rfc822-headers")
    # Nobody's mail program sends from nobody; notes of absence do, and say who is away.
    nobody = _null(mail.headers) and not (ABSENT.search(opening) or LEFT.search(opening))
    told = (attached and (noreply or _null(mail.headers))) or (nobody and _address(mail))
    return "the words of a mail system" if told and say.FAILED.search(opening) else ""


def _daemon(headers: Headers) -> str:
    sender = author(headers)
    if say.DAEMON.match(sender.partition("@")[0].strip('"')):
        return f"the sender {sender}"
    name = folded(headers.text("from"))
    # Seen in practice: `From: MAILER-DAEMON <>` and `From: mailer-daemon`, without any address; `From: <>`.
    empty = not sender and (
        bool(say.DAEMON_NAME.search(name)) or name.strip() in ("<>", '""<>') or "<>" in name
    )
    system = sender and name.partition("<")[0].strip(' "').startswith(
        ("mail deliver", "mailer-daemon", "system administrator", "systemadministrator")
    )
    # Seen in practice: `"Courier mail server at …" <@host>`, an address without anybody before the @.
    nobody = not sender.partition("@")[0] and bool(re.search(r"<@[^<>\s]+>", name))
    return f"the sender {in_quotes(name.strip())}" if empty or system or nobody else ""


def _null(headers: Headers) -> bool:
    """Say whether the envelope sender was empty, as it is for notices (RFC 5321 §4.5.5)."""
    return any(value.strip() == "<>" for value in headers.every("return-path"))


def _titled(headers: Headers) -> bool:
    return bool(say.SUBJECT.match(folded(headers.text("subject"))))


def _unsent(headers: Headers) -> bool:
    """Say whether nobody's mail program wrote it: no thread, an empty or robot's envelope sender."""
    if headers.has("in-reply-to", "references") and not _null(headers):
        return False
    return not headers.has("user-agent", "x-mailer", "thread-index", "x-originating-client") or _null(headers)


def _reported(mail: Mail, people: tuple[Recipient, ...]) -> Notice | None:
    actions = {person.action for person in people}
    # A failure for one recipient outweighs a delivery to another; the status class alone decides nothing.
    for action, kind in (
        ("failed", Kind.BOUNCE_PERMANENT),
        ("delayed", Kind.BOUNCE_TEMPORARY),
        ("delivered", Kind.DELIVERY_NOTICE),
    ):
        if action in actions:
            person = next(person for person in people if person.action == action)
            return _told(mail, kind, person)
    for person in people:
        if person.status:
            return _told(mail, _by_status(mail, person.status), person)
    return None


def _by_status(mail: Mail, status: str) -> Kind:
    if status.startswith("2"):
        return Kind.DELIVERY_NOTICE
    return _wording(mail) if status.startswith("4") else Kind.BOUNCE_PERMANENT


def _told(mail: Mail, kind: Kind, person: Recipient) -> Notice:
    address = person.address or _address(mail)
    words = {
        Kind.BOUNCE_PERMANENT: "final failure",
        Kind.BOUNCE_TEMPORARY: "still being tried",
        Kind.DELIVERY_NOTICE: "delivered",
    }
    return Notice(
        kind, f"the delivery report says {words[kind]} {person.status}".strip(), address, person.status
    )


def _worded(mail: Mail, gate: str) -> Notice | None:
    """Judge a notice without report fields by its words."""
    text = folded(_own_words(mail))
    nobody = author(mail.headers).startswith(("mailer-daemon@", "mail-daemon@", "maildaemon@"))
    certain = nobody or not gate.startswith("the sender") or _titled(mail.headers) or _null(mail.headers)
    code = say.SMTP_CODE.search(text)
    told = f"{folded(mail.subject)}\n{text}"
    failed, waiting = say.FAILED.search(told), say.WAITING.search(told)
    if say.DELIVERED.search(text) and not failed and not waiting:
        return Notice(Kind.DELIVERY_NOTICE, f"{gate} and its words say it was delivered", _address(mail))
    if not certain and not code and not failed and not waiting:
        return None
    if gate.startswith("its subject") and (greeted(mail) or signed(mail) or not (code or _named(mail))):
        return None  # it greets the reader, is signed, or names nobody and no reply of a server: a person's words
    kind = _wording(mail)
    status = enhanced_status(text)
    said = "it could not be delivered" if kind is Kind.BOUNCE_PERMANENT else "it is still being tried"
    return Notice(kind, f"{gate} and its words say {said}", _address(mail), status)


def _wording(mail: Mail) -> Kind:
    subject = folded(mail.subject)
    text = folded(_own_words(mail))
    waiting = say.WAITING.search(subject) or (say.WAITING.search(text) and not say.GIVEN_UP.search(subject))
    if waiting and not _final(text):
        return Kind.BOUNCE_TEMPORARY
    return Kind.BOUNCE_PERMANENT


def _final(text: str) -> bool:
    """Say whether the notice says that the trying is over, in words that a delay notice does not use."""
    return bool(
        re.search(
            r"i've given up|giving up on|permanent (?:fatal )?error|permanent failure|will not be retried|(?:has|have) (?:been )?expired",
            text,
        )
    )


def _words(mail: Mail) -> str:
    texts = [
        part.text for part in mail.parts if part.type in ("text/plain", "text/html") and not part.attachment
    ]
    return "\n".join(texts[:3])[:20_000]


def _own_words(mail: Mail) -> str:
    """Return the notice without the mail that it returns."""
    text = _words(mail)
    cut = _CUT.search(text.lower())
    return text[: cut.start()] if cut and cut.start() > OPENING else text


def _named(mail: Mail) -> bool:
    """Say whether the notice names whom it could not reach, returns the mail, or came from nobody."""
    returned = mail.of_type("message/rfc822", "text/rfc822-headers") or _own_words(mail) != _words(mail)
    return bool(returned or _address(mail)) or _null(mail.headers)


def _address(mail: Mail) -> str:
    """Return the address that could not be reached: as the header names it, else the first one that the text lists."""
    named = addresses(mail.headers.first("x-failed-recipients"))
    if named:
        return named[0]
    ours = {author(mail.headers), *addresses(mail.headers.first("to"))}
    text = _own_words(mail)
    listed = [bare(hit) for hit in _ADDRESSED.findall(text)]
    loose = [hit for hit in addresses(text[:MAX_WORDS]) if not say.ROLE.match(hit)]
    return next((hit for hit in listed + loose if hit not in ours), "")
