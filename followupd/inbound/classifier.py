"""The judge: one mail in, one verdict out, whatever the bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.applicant_systems import find_relay
from followupd.inbound.auto_reply import find_auto_reply_header, is_declared_generated
from followupd.inbound.bounce import looks_like_notice
from followupd.inbound.bulk import find_bulk_header as listed
from followupd.inbound.decision import decide_verdict
from followupd.inbound.matching import domain_bears_name
from followupd.inbound.mentions import (
    ID_FIELDS,
    company_domains,
    find_our_id,
    has_address,
    is_company_named,
    is_name_in,
    is_person_named,
    is_role_named,
    subject_core,
)
from followupd.inbound.parsing.addresses import (
    author_address,
    bare_address,
    domain_of,
    find_message_ids,
    is_freemail,
    mailbox_key,
    registrable_domain,
    writer_addresses,
)
from followupd.inbound.parsing.message import MAX_BYTES, MAX_HEADER_BYTES, parse_mail, split_header
from followupd.inbound.parsing.text import fold_text, normalise_newlines
from followupd.inbound.quarantine import quarantine_mail
from followupd.inbound.verdict import strip_control_characters

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.inbound.parsing.message import MailHeaders, ParsedMail
    from followupd.inbound.verdict import Verdict
    from followupd.inbound.watchlist import WatchedInterview, Watchlist

_MAIL_HEADERS = (
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "sender",
    "reply-to",
    "received",
    "content-type",
    "return-path",
    "in-reply-to",
    "references",
)


def classify_mail(raw: bytes, watchlist: Watchlist, received: datetime, *, in_sent: bool = False) -> Verdict:
    """Judge one whole mail. `received` is its aware INTERNALDATE; at most 256 kB are read.

    Without interviews it is judged by itself, as addressed to the user. Never raises: what cannot be read is
    `unreadable`, and pauses the interviews whose people or mails its bytes name. Its words are fit to be shown.
    """
    try:
        mail = parse_mail(raw)
        if not mail.headers.has(*_MAIL_HEADERS):
            return quarantine_mail(raw, watchlist, "it has no header that makes it a mail")
        if (cut_verdict := _judge_cut_mail(mail, raw, watchlist)) and not in_sent:
            return cut_verdict
        return strip_control_characters(decide_verdict(mail, watchlist, received, in_sent=in_sent))
    except Exception as error:  # noqa: BLE001 - hostile bytes may break anything, and silence would be worse
        return quarantine_mail(raw, watchlist, f"it cannot be read ({type(error).__name__})")


def needs_body(header: bytes, watchlist: Watchlist) -> bool:
    """Say from a header block whether the whole mail must be judged. False only where it certainly does not matter."""
    try:
        headers, _ = split_header(normalise_newlines(header[:MAX_BYTES]).lstrip(b"\n") + b"\n\n")
        # What was cut off may say whose it is.
        if headers.is_cut or len(header) >= MAX_HEADER_BYTES:
            return True
        return not watchlist.interviews or is_special(headers, watchlist) or may_concern(headers, watchlist)
    except Exception:  # noqa: BLE001 - what cannot be read is judged as a whole
        return True


def _judge_cut_mail(mail: ParsedMail, raw: bytes, watchlist: Watchlist) -> Verdict | None:
    """Judge by its bytes a mail of which a part was cut off: what is absent may be what counts."""
    if mail.headers.is_cut:
        return quarantine_mail(raw, watchlist, "its header is too long to be read as a whole")
    if mail.lacks_parts:
        verdict = quarantine_mail(raw, watchlist, "it has too many parts to be read as a whole")
        return verdict if verdict.interviews else None
    return None


def is_special(headers: MailHeaders, watchlist: Watchlist) -> bool:
    """Say whether the mail is own, a notice, automatic, answers something, or holds a calendar or an attached mail."""
    kind = headers.get_first("content-type").lower()
    has_special_part = any(word in kind for word in ("calendar", "report", "rfc822", "mixed"))
    is_own = mailbox_key(author_address(headers)) in {
        mailbox_key(address) for address in watchlist.own_addresses
    } or headers.has("x-followupd-id")
    is_generated = (
        looks_like_notice(headers) or bool(find_auto_reply_header(headers)) or is_declared_generated(headers)
    )
    # Our mail may have been passed on to a stranger, who quotes it under another subject.
    is_answer = headers.has("in-reply-to", "references") and not listed(headers)
    return is_own or has_special_part or is_generated or is_answer or not headers.fields


def may_concern(headers: MailHeaders, watchlist: Watchlist) -> bool:
    """Say from the header block alone whether a mail may concern an interview; errs towards yes."""
    people = (*writer_addresses(headers), *(bare_address(value) for value in headers.get_all("return-path")))
    if any(
        find_our_id(written_id, watchlist)
        for name in ID_FIELDS
        for value in headers.get_all(name)
        for written_id in (*find_message_ids(value), *value.split())
    ):
        return True
    if any(find_relay(address, watchlist.relays) for address in people) or not author_address(headers):
        return True
    # From a private address, the name may stand in the signature alone.
    if is_freemail(domain_of(author_address(headers))) and not listed(headers):
        return True
    return _may_name_interview(headers, watchlist, people)


def _may_name_interview(headers: MailHeaders, watchlist: Watchlist, people: tuple[str, ...]) -> bool:
    header_text = fold_text(
        "\n".join(headers.get_decoded(name) for name in ("from", "subject", "thread-topic", "reply-to"))
    )
    domains = {registrable_domain(domain_of(address)) for address in people}
    core = subject_core(headers.get_decoded("subject"))
    if any(core == subject_core(sent_mail.subject) for sent_mail in watchlist.sent_mails.values()):
        return True
    return any(
        _may_mean_interview(interview, header_text, domains, people) for interview in watchlist.interviews
    )


def _may_mean_interview(
    interview: WatchedInterview, header_text: str, domains: set[str], people: tuple[str, ...]
) -> bool:
    if (
        is_company_named(interview, header_text)
        or company_domains(interview) & domains
        or is_role_named(interview.role, header_text)
    ):
        return True
    return domain_bears_name(interview, people) or any(
        has_address(person, people)
        or (person.name.strip() and is_name_in(person.name, header_text))
        or is_person_named(person, header_text)
        for person in interview.contacts
    )
