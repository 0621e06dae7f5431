"""Reads delivery notices: a final failure, a delay, or a delivery.

Only a mail that a mail system wrote is read as a notice. A person may quote or forward a bounce.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.inbound.automatic.dsn import STATUS_TYPES, ReportedRecipient, find_status, read_recipients
from followupd.inbound.names.greeting import has_named_greeting, has_named_signature
from followupd.inbound.parsing.addresses import author_address, bare_address, find_addresses
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import bounce as say
from followupd.inbound.phrases.auto_reply import ABSENCE, DEPARTURE
from followupd.inbound.verdict import Kind, quote_words

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import MailHeaders, ParsedMail

ADDRESS_RANGE = 4_000  # characters at the beginning of a notice in which addresses are searched
MIN_OPENING = 40  # characters: a notice has at least this text above the returned mail
_RETURNED_MAIL_START = re.compile(
    r"^.{0,10}(?:-{3,80}.{0,20}(?:original|returned|below|header|unsent|undelivered|copy|message).{0,60}|included is a copy.{0,80}|"
    r"received: (?:from|by) .{0,200}|return-path: .{0,200})$",
    re.MULTILINE,
)
_ADDRESS_LINE = re.compile(
    r"^[ \t>]*<?([^\s<>()\"',:;：，、（）【】]{1,64}@[^\s<>()\"',:;：，、（）【】]{1,255}?)>?[:.]?(?:\s|$)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class DeliveryNotice:
    """What a mail system reports."""

    kind: Kind
    evidence: str
    address: str = ""
    status: str = ""


def read_delivery_notice(mail: ParsedMail) -> DeliveryNotice | None:
    """Return what a mail system reports, or None if a person or another robot wrote the mail."""
    if certified_notice := _read_certified_mail(mail):
        return certified_notice
    evidence = _find_system_evidence(mail)
    if not evidence:
        return None
    report_recipients = read_recipients(mail)
    report_notice = _read_report(mail, report_recipients)
    if report_notice:
        return report_notice
    return _judge_words(mail, evidence)


# Italian certified mail (RFC 6109 §3.1.1, §4): what the provider reports about the mail that it transferred.
_CERTIFIED_KINDS = {
    "accettazione": Kind.DELIVERY_NOTICE,
    "presa-in-carico": Kind.DELIVERY_NOTICE,
    "avvenuta-consegna": Kind.DELIVERY_NOTICE,
    "preavviso-errore-consegna": Kind.BOUNCE_TEMPORARY,
    "errore-consegna": Kind.BOUNCE_PERMANENT,
    "non-accettazione": Kind.BOUNCE_PERMANENT,
    "rilevazione-virus": Kind.BOUNCE_PERMANENT,
}


def _read_certified_mail(mail: ParsedMail) -> DeliveryNotice | None:
    report_type = mail.headers.get_first("x-ricevuta").strip().lower()
    kind = _CERTIFIED_KINDS.get(report_type)
    address = _find_failed_address(mail) if kind is not Kind.DELIVERY_NOTICE else ""
    return (
        DeliveryNotice(
            kind, f"X-Ricevuta: {report_type}", address, find_status(fold_text(_notice_text(mail)))
        )
        if kind
        else None
    )


def looks_like_notice(headers: MailHeaders) -> bool:
    """Return, from the header block alone, whether a mail system may have written the mail; True if in doubt."""
    kind = headers.get_first("content-type").lower()
    return (
        "report" in kind
        or headers.has("x-failed-recipients", "x-ricevuta")
        or bool(_find_daemon_sender(headers))
        or _has_notice_subject(headers)
    )


def _find_system_evidence(mail: ParsedMail) -> str:
    """Return why a mail system wrote the mail, or an empty string."""
    headers = mail.headers
    reasons = (
        "a delivery report (multipart/report)" if _is_report(mail) else "",
        "X-Failed-Recipients" if headers.has("x-failed-recipients") else "",
        _find_daemon_sender(headers),
        _find_list_refusal(mail),
        f"its subject {quote_words(mail.subject)}"
        if _has_notice_subject(headers) and _is_system_written(headers)
        else "",
        # A person may attach one. Then the header names their mail program, or a thread.
        "a delivery report inside" if mail.of_type(*STATUS_TYPES) and _is_system_written(headers) else "",
        "a bounce told as JSON" if mail.text.lstrip().startswith('{"notificationType":"Bounce"') else "",
        _find_opening_evidence(mail),
    )
    return next(filter(None, reasons), "")


def _is_report(mail: ParsedMail) -> bool:
    return (
        mail.type == "multipart/report"
        and mail.params.get("report-type", "delivery-status").lower() == "delivery-status"
    )


def _find_list_refusal(mail: ParsedMail) -> str:
    """Return why a mailing list refused the mail, or an empty string. Seen in practice: the list's owner sends it."""
    local = author_address(mail.headers).partition("@")[0]
    list_address = re.search(
        r"[-.](?:admin|owner|request|bounces?|help)$|^(?:majordomo|listserv|sympa|mailman|ezmlm)", local
    )
    words = fold_text(f"{mail.subject}\n{mail.text[:600]}") if list_address else ""
    return "the refusal of a mailing list" if say.LIST_REFUSAL.search(words) else ""


def _find_opening_evidence(mail: ParsedMail) -> str:
    """Return why only the opening words show a mail system. Seen in practice: no-reply senders of phone networks."""
    noreply = re.match(r"(?:no|do)[-_.]?(?:not)?[-_.]?reply", author_address(mail.headers))
    attached = mail.of_type("message/rfc822", "text/rfc822-headers")
    is_nameless = _has_null_sender(mail.headers)
    if not is_nameless and not (attached and noreply):
        return ""
    opening = fold_text(_notice_text(mail)[:600])
    # No person's mail program sends with an empty envelope sender. Notes of absence do, but they say who is away.
    nobody = is_nameless and not (ABSENCE.search(opening) or DEPARTURE.search(opening))
    is_suspect = attached or (nobody and _find_failed_address(mail))
    return "the words of a mail system" if is_suspect and say.FAILURE.search(opening) else ""


def _find_daemon_sender(headers: MailHeaders) -> str:
    sender = author_address(headers)
    if say.DAEMON_ADDRESS.match(sender.partition("@")[0].strip('"')):
        return f"the sender {sender}"
    name = fold_text(headers.get_decoded("from"))
    # Seen in practice: `From: MAILER-DAEMON <>` and `From: mailer-daemon`, without any address; `From: <>`.
    is_empty = not sender and (
        bool(say.DAEMON_NAME.search(name)) or name.strip() in ("<>", '""<>') or "<>" in name
    )
    is_system = sender and name.partition("<")[0].strip(' "').startswith(
        ("mail deliver", "mailer-daemon", "system administrator", "systemadministrator")
    )
    # Seen in practice: `"Courier mail server at …" <@host>`, an address with nothing before the @.
    is_nobody = not sender.partition("@")[0] and bool(re.search(r"<@[^<>\s]+>", name))
    return f"the sender {quote_words(name.strip())}" if is_empty or is_system or is_nobody else ""


def _has_null_sender(headers: MailHeaders) -> bool:
    """Return whether the envelope sender was empty, as in notices (RFC 5321 §4.5.5)."""
    return any(value.strip() == "<>" for value in headers.get_all("return-path"))


def _has_notice_subject(headers: MailHeaders) -> bool:
    return bool(say.NOTICE_SUBJECT.match(fold_text(headers.get_decoded("subject"))))


def _is_system_written(headers: MailHeaders) -> bool:
    """Return whether no person's mail program wrote it: no thread and no program name, or an empty envelope sender."""
    if headers.has("in-reply-to", "references") and not _has_null_sender(headers):
        return False
    return not headers.has(
        "user-agent", "x-mailer", "thread-index", "x-originating-client"
    ) or _has_null_sender(headers)


def _read_report(mail: ParsedMail, report_recipients: tuple[ReportedRecipient, ...]) -> DeliveryNotice | None:
    actions = {recipient.action for recipient in report_recipients}
    # A failure for one recipient outweighs a delivery to another; the status class alone decides nothing.
    for action, kind in (
        ("failed", Kind.BOUNCE_PERMANENT),
        ("delayed", Kind.BOUNCE_TEMPORARY),
        ("delivered", Kind.DELIVERY_NOTICE),
    ):
        if action in actions:
            recipient = next(recipient for recipient in report_recipients if recipient.action == action)
            return _build_report_notice(mail, kind, recipient)
    for recipient in report_recipients:
        if recipient.status:
            return _build_report_notice(mail, _kind_of_status(mail, recipient.status), recipient)
    return None


def _kind_of_status(mail: ParsedMail, status: str) -> Kind:
    if status.startswith("2"):
        return Kind.DELIVERY_NOTICE
    return _kind_of_words(mail) if status.startswith("4") else Kind.BOUNCE_PERMANENT


def _build_report_notice(mail: ParsedMail, kind: Kind, recipient: ReportedRecipient) -> DeliveryNotice:
    address = recipient.address or _find_failed_address(mail)
    words = {
        Kind.BOUNCE_PERMANENT: "final failure",
        Kind.BOUNCE_TEMPORARY: "still being tried",
        Kind.DELIVERY_NOTICE: "delivered",
    }
    return DeliveryNotice(
        kind, f"the delivery report says {words[kind]} {recipient.status}".strip(), address, recipient.status
    )


def _judge_words(mail: ParsedMail, evidence: str) -> DeliveryNotice | None:
    """Return the notice that the words show, if a mail has no report fields; None if they show none."""
    text = fold_text(_notice_text(mail))
    whole_text = f"{fold_text(mail.subject)}\n{text}"
    is_trouble = bool(say.FAILURE.search(whole_text) or say.DELAY.search(whole_text))
    address, code = _find_failed_address(mail), say.SMTP_CODE.search(text)
    if say.DELIVERY.search(text) and not is_trouble:
        return DeliveryNotice(Kind.DELIVERY_NOTICE, f"{evidence} and its words say it was delivered", address)
    if not (is_trouble or code or _is_certain_notice(mail, evidence)):
        return None
    if evidence.startswith("its subject") and _is_by_person(mail, has_code=bool(code)):
        return None
    kind = _kind_of_words(mail)
    outcome = "it could not be delivered" if kind is Kind.BOUNCE_PERMANENT else "it is still being tried"
    return DeliveryNotice(kind, f"{evidence} and its words say {outcome}", address, find_status(text))


def _is_certain_notice(mail: ParsedMail, evidence: str) -> bool:
    """Return whether more than the form of the sender's name shows that it is a notice."""
    is_daemon = author_address(mail.headers).startswith(("mailer-daemon@", "mail-daemon@", "maildaemon@"))
    is_other_evidence = not evidence.startswith("the sender")
    return (
        is_daemon or is_other_evidence or _has_notice_subject(mail.headers) or _has_null_sender(mail.headers)
    )


def _is_by_person(mail: ParsedMail, *, has_code: bool) -> bool:
    """Return whether a mail greets its reader, is signed, or names neither a recipient nor a server's reply."""
    is_personal = has_named_greeting(mail) or has_named_signature(mail)
    return is_personal or not (has_code or _has_failure_details(mail))


def _kind_of_words(mail: ParsedMail) -> Kind:
    subject = fold_text(mail.subject)
    text = fold_text(_notice_text(mail))
    is_delay = say.DELAY.search(subject) or (say.DELAY.search(text) and not say.FINAL_FAILURE.search(subject))
    if is_delay and not _is_final_failure(text):
        return Kind.BOUNCE_TEMPORARY
    return Kind.BOUNCE_PERMANENT


def _is_final_failure(text: str) -> bool:
    """Return whether the notice says that there will be no more attempts, in words that a delay notice does not use."""
    return bool(
        re.search(
            r"i've given up|giving up on|permanent (?:fatal )?error|permanent failure|will not be retried|(?:has|have) (?:been )?expired",
            text,
        )
    )


def _readable_text(mail: ParsedMail) -> str:
    texts = [
        part.text
        for part in mail.parts
        if part.type in ("text/plain", "text/html") and not part.is_attachment
    ]
    return "\n".join(texts[:3])[:20_000]


def _notice_text(mail: ParsedMail) -> str:
    """Return the text of the notice without the mail that it returns."""
    text = _readable_text(mail)
    cut = _RETURNED_MAIL_START.search(text.lower())
    return text[: cut.start()] if cut and cut.start() > MIN_OPENING else text


def _has_failure_details(mail: ParsedMail) -> bool:
    """Return whether the notice names an address that failed, returns the mail, or has an empty envelope sender."""
    returns_mail = mail.of_type("message/rfc822", "text/rfc822-headers") or _notice_text(
        mail
    ) != _readable_text(mail)
    return bool(returns_mail or _find_failed_address(mail)) or _has_null_sender(mail.headers)


def _find_failed_address(mail: ParsedMail) -> str:
    """Return the address that failed: from the header, else the first one listed in the text."""
    header_addresses = find_addresses(mail.headers.get_first("x-failed-recipients"))
    if header_addresses:
        return header_addresses[0]
    involved_addresses = {author_address(mail.headers), *find_addresses(mail.headers.get_first("to"))}
    text = _notice_text(mail)
    line_addresses = [bare_address(hit) for hit in _ADDRESS_LINE.findall(text)]
    text_addresses = [hit for hit in find_addresses(text[:ADDRESS_RANGE]) if not say.ROLE_ADDRESS.match(hit)]
    return next((hit for hit in line_addresses + text_addresses if hit not in involved_addresses), "")
