"""Names and addresses of companies, people and threads, and how they are recognised in a mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.applicant_systems import relay_of
from followupd.inbound.parsing.addresses import bare, domain_of, is_freemail, organisation, same
from followupd.inbound.parsing.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.inbound.watchlist import Known, KnownContact, KnownInterview

ID_FIELDS = (
    "in-reply-to",
    "references",
    "original-message-id",
    "x-original-message-id",
    "x-ms-exchange-parent-message-id",
    "resent-message-id",
    "x-in-reply-to",
    "x-forwarded-message-id",
    "x-riferimento-message-id",
)
_PREFIX = re.compile(
    r"^\s*(?:\[(?:external|extern|ext|externe?|spam)\]|(?:re|aw|wg|fwd?|sv|vs|tr|rif|res|r|i|rv|enc|antw|odp|pd|ynt|ilt|vl|回复|答复|转发|返信)\s*(?:\[\d{1,3}\]|\^\d{1,3})?\s*[:：])\s*",
    re.IGNORECASE,
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_BRACKETS = re.compile(r"\([^()]{0,40}\)|\[[^\[\]]{0,40}\]")
A_TITLE = 12  # characters beside a name: "Dr.", "(Acme)"
A_ROLE = 4  # characters: anything shorter is anybody's


def key_of(one: str, known: Known) -> str:
    """Return the Message-ID of ours that a written id means, or an empty string."""
    text = one.strip("<>")
    return next((key for key in (f"<{text}>", text) if key in known.sent), "")


def subject_core(subject: str) -> str:
    """Return a subject as threads compare it: folded, without "Re:" and tags of mail gateways."""
    core = folded(subject[:500])
    while (cut := _PREFIX.match(core)) and cut.end():
        core = core[cut.end() :]
    return " ".join(core.split())


def company_domains(interview: KnownInterview) -> frozenset[str]:
    """Return the registrable domains that stand for the company: its own, and those of its people's work addresses."""
    work = (
        domain_of(bare(address))
        for person in interview.contacts
        if not person.helped
        for address in person.addresses
    )
    own = [domain for domain in work if not is_freemail(domain) and not relay_of("@" + domain, {})]
    return frozenset(organisation(domain) for domain in (*interview.domains, *own))


def same_company(one: KnownInterview, other: KnownInterview) -> bool:
    """Say whether two interviews are with one employer."""
    names = {folded(name) for name in called(one)} & {folded(name) for name in called(other)}
    return bool(names or company_domains(one) & company_domains(other))


def writes(person: KnownContact, people: Iterable[str]) -> bool:
    """Say whether one of these bare addresses is the person's."""
    ours = {same(address) for address in person.addresses}
    theirs = {same(address) for address in people}
    return bool(ours & theirs) or any(_under_host(one, other) for one in ours for other in theirs)


def _under_host(one: str, other: str) -> bool:
    """Seen in practice: autoresponders on Unix hosts write from ana@mail.acme.example for ana@acme.example."""
    (local, _, domain), (local_too, _, other_domain) = one.rpartition("@"), other.rpartition("@")
    if not local or local != local_too:
        return False
    return domain.endswith("." + other_domain) or other_domain.endswith("." + domain)


def called(interview: KnownInterview) -> tuple[str, ...]:
    """Return the names of the company."""
    return tuple(name for name in (interview.company, *interview.aliases) if len(name.strip()) > 1)


def names(interview: KnownInterview, text: str) -> bool:
    """Say whether a folded text names the company."""
    return any(says(name, text) for name in called(interview))


def says_role(role: str, text: str) -> bool:
    """Say whether a folded text names a role, with or without what stands in brackets: "(m/f/d)"."""
    plain = " ".join(_BRACKETS.sub(" ", role).split())
    return len(plain) >= A_ROLE and says(plain, text)


def signs(person: KnownContact, text: str) -> bool:
    """Say whether a person's full name stands in a folded text, in either order; a first name is anybody's."""
    first, _, last = person.name.strip().rpartition(" ")
    return bool(first) and (says(person.name, text) or says(f"{last}, {first}", text))


def closes(person: KnownContact, lines: Iterable[str]) -> bool:
    """Say whether one of these folded lines is a person's full name and nothing much else, as a signature is."""
    longest = len(person.name) + A_TITLE
    return any(len(line.strip()) <= longest and signs(person, line) for line in lines)


def says(name: str, text: str) -> bool:
    """Say whether a folded text holds a name as whole words."""
    return bool(re.search(rf"(?<!\w){re.escape(folded(name).strip())}(?!\w)", text))


def slugs(text: str) -> frozenset[str]:
    """Return the forms in which a name stands in an address: accents dropped, or ä as ae."""
    spelt = text.lower().translate(_UMLAUTS)
    return frozenset({slug(text), slug(spelt)})


def slug(text: str) -> str:
    """Return a name as it stands in an address: letters and digits only."""
    return re.sub(r"\W", "", folded(text))
