"""The judge: one mail in, one verdict out, whatever the bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.applicant_systems import relay_of
from followupd.inbound.auto_reply import by_header, declared_generated
from followupd.inbound.bounce import looks_like_notice
from followupd.inbound.bulk import by_header as listed
from followupd.inbound.decision import verdict_of
from followupd.inbound.matching import lives_at
from followupd.inbound.mentions import (
    ID_FIELDS,
    company_domains,
    key_of,
    names,
    says,
    says_role,
    signs,
    subject_core,
    writes,
)
from followupd.inbound.parsing.addresses import (
    author,
    bare,
    domain_of,
    ids,
    is_freemail,
    organisation,
    same,
    writers,
)
from followupd.inbound.parsing.message import MAX_BYTES, read, split
from followupd.inbound.parsing.text import folded, unwrapped
from followupd.inbound.verdict import Action, Kind, Verdict, harmless

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.inbound.parsing.message import Headers
    from followupd.inbound.watchlist import Known, KnownInterview

_MEANINGFUL = (
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


def judge(raw: bytes, known: Known, received: datetime, *, in_sent: bool = False) -> Verdict:
    """Judge one whole mail. `received` is its aware INTERNALDATE; at most 256 kB are read.

    Without interviews it is judged by itself, as addressed to the user. Never raises: what cannot be read is
    `unreadable`, and pauses the interviews whose people or mails its bytes name. Its words are fit to be shown.
    """
    try:
        mail = read(raw)
        if not mail.headers.has(*_MEANINGFUL):
            return _unreadable(raw, known, "it has no header that makes it a mail")
        return harmless(verdict_of(mail, known, received, in_sent=in_sent))
    except Exception as error:  # noqa: BLE001 - hostile bytes may break anything, and silence would be worse
        return _unreadable(raw, known, f"it cannot be read ({type(error).__name__})")


def needs_body(header: bytes, known: Known) -> bool:
    """Say from a header block whether the whole mail must be judged. False only where it certainly does not matter."""
    try:
        headers, _ = split(unwrapped(header[:MAX_BYTES]).lstrip(b"\n") + b"\n\n")
        return not known.interviews or special(headers, known) or may_concern(headers, known)
    except Exception:  # noqa: BLE001 - what cannot be read is judged as a whole
        return True


def _unreadable(raw: bytes, known: Known, why: str) -> Verdict:
    """Quarantine a mail: what its bytes name is paused, for it may be an answer."""
    data = raw[:MAX_BYTES].lower()
    named = {
        one.id
        for one in known.interviews
        if any(
            bare(address).encode("utf-8", "replace") in data
            or address.lower().encode("utf-8", "replace") in data
            for person in one.contacts
            for address in person.addresses
        )
    }
    named |= {
        sent.interview
        for key, sent in known.sent.items()
        if key.strip("<>").lower().encode("utf-8", "replace") in data
    }
    still = tuple(one.id for one in known.interviews if one.id in named)
    paused = any(not one.closed for one in known.interviews if one.id in named)
    return Verdict(Kind.UNREADABLE, Action.PAUSE if paused else Action.ALERT, why, still)


def special(headers: Headers, known: Known) -> bool:
    """Say whether the mail is own, a notice, automatic, answers something, or holds a calendar or an attached mail."""
    kind = headers.first("content-type").lower()
    carries = any(word in kind for word in ("calendar", "report", "rfc822", "mixed"))
    own = same(author(headers)) in {same(address) for address in known.own_addresses} or headers.has(
        "x-followupd-id"
    )
    made = looks_like_notice(headers) or bool(by_header(headers)) or declared_generated(headers)
    # Our mail may have been passed on to a stranger, who quotes it under another subject.
    answers = headers.has("in-reply-to", "references") and not listed(headers)
    return own or carries or made or answers or not headers.fields


def may_concern(headers: Headers, known: Known) -> bool:
    """Say from the header block alone whether a mail may concern an interview; errs towards yes."""
    people = (*writers(headers), *(bare(value) for value in headers.every("return-path")))
    if any(
        key_of(one, known)
        for name in ID_FIELDS
        for value in headers.every(name)
        for one in (*ids(value), *value.split())
    ):
        return True
    if any(relay_of(address, known.relays) for address in people) or not author(headers):
        return True
    # From a private address, the name may stand in the signature alone.
    if is_freemail(domain_of(author(headers))) and not listed(headers):
        return True
    return _may_name(headers, known, people)


def _may_name(headers: Headers, known: Known, people: tuple[str, ...]) -> bool:
    shown = folded("\n".join(headers.text(name) for name in ("from", "subject", "thread-topic", "reply-to")))
    domains = {organisation(domain_of(address)) for address in people}
    core = subject_core(headers.text("subject"))
    if any(core == subject_core(sent.subject) for sent in known.sent.values()):
        return True
    return any(_may_mean(one, shown, domains, people) for one in known.interviews)


def _may_mean(one: KnownInterview, shown: str, domains: set[str], people: tuple[str, ...]) -> bool:
    if names(one, shown) or company_domains(one) & domains or says_role(one.role, shown):
        return True
    return lives_at(one, people) or any(
        writes(person, people) or (person.name.strip() and says(person.name, shown)) or signs(person, shown)
        for person in one.contacts
    )
