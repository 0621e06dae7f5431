"""Mail of the candidate's own, written on any device: never a reply, in any folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.mentions import company_domains, writes
from followupd.inbound.parsing.addresses import author, domain_of, ids, organisation, recipients, same
from followupd.inbound.parsing.message import read
from followupd.inbound.parsing.quoting import answer
from followupd.inbound.verdict import Action, Kind, Verdict, Word

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.inbound.parsing.message import Mail
    from followupd.inbound.watchlist import Known, KnownContact, KnownInterview, SentMail


def own_mail(mail: Mail, known: Known, received: datetime, *, in_sent: bool) -> Verdict | None:
    """Return the verdict on a mail that the candidate wrote, or None. A display name cannot pretend to be one's own."""
    token = mail.headers.first("x-followupd-id").strip()
    why = _why(mail, known, token, in_sent=in_sent)
    if not why:
        return None
    to = recipients(mail.headers)
    running = tuple(one for one in known.interviews if one.since <= received)
    people = [(one, person) for one in running for person in one.contacts if writes(person, to)]
    sent = known.sent.get(known.tokens.get(token, ""))
    return Verdict(
        Kind.UNRELATED,
        Action.NONE,
        why,
        _concerned(running, people, to, sent),
        people[0][1].id if people else (sent.contact if sent else None),
        (known.tokens[token],) if token in known.tokens else (),
        own=True,
        token=token or None,
        addressed=to,
    )


def _why(mail: Mail, known: Known, token: str, *, in_sent: bool) -> str:
    if same(author(mail.headers)) in {same(address) for address in known.own_addresses}:
        return "the candidate wrote it"
    # Wherever it lies and whatever it quotes: what a person of theirs wrote is not the candidate's.
    if any(writes(person, (author(mail.headers),)) for one in known.interviews for person in one.contacts):
        return ""
    if in_sent:
        return "it lies in Sent"
    return "it carries our own X-Followupd-Id" if token and token in known.tokens else ""


def _concerned(
    running: tuple[KnownInterview, ...],
    people: list[tuple[KnownInterview, KnownContact]],
    to: tuple[str, ...],
    sent: SentMail | None,
) -> tuple[str, ...]:
    """Return the interviews to whose people or company it was written, else the one whose token it carries."""
    domains = {organisation(domain_of(address)) for address in to}
    ids = [one.id for one, _ in people] + [one.id for one in running if company_domains(one) & domains]
    return tuple(dict.fromkeys(ids)) or ((sent.interview,) if sent else ())


_WORDS = {
    "done": "done",
    "spoke": "spoke",
    "voicemail": "voicemail",
    "no-answer": "no-answer",
    "no answer": "no-answer",
    "wrong-number": "wrong-number",
    "wrong number": "wrong-number",
    "posted": "posted",
    "stop": "stop",
}
_SNOOZE = re.compile(r"snooze(?:\s+(\d{1,2})\s*d(?:ays?)?)?")
LONGEST = 30  # characters: more is a letter to somebody, not a word to us


def word(raw: bytes) -> Word | None:
    """Return the one word that a mail consists of, quotation and signature aside; None if it says anything else.

    Whether the mail is the candidate's own is the caller's to know.
    """
    mail = read(raw)
    about = (*ids(mail.headers.first("in-reply-to")), *ids(mail.headers.first("references")))
    if not about:
        return None
    lines = [line.strip() for line in answer(mail.text).splitlines() if line.strip()]
    if len(lines) != 1 or len(lines[0]) > LONGEST:
        return None
    said = lines[0].lower().rstrip(".! ")
    if snooze := _SNOOZE.fullmatch(said):
        return Word("snooze", int(snooze[1] or 1), about)
    return Word(_WORDS[said], 0, about) if said in _WORDS else None
