"""A mail that cannot be read is judged by its bytes alone: who is named in them is paused, for it may be an answer.

It searches for known texts and parses nothing. So no bytes can make it fail or take long, and it may run anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.parsing.addresses import bare_address, domain_of, is_freemail
from followupd.inbound.verdict import Action, Kind, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from followupd.inbound.watchlist import WatchedInterview, Watchlist


def quarantine_mail(raw: bytes, watchlist: Watchlist, why: str) -> Verdict:
    """Return a verdict that pauses the interviews whose people, mails or company its bytes name; else it alerts."""
    data = raw.lower()
    named_ids = {i.id for i in watchlist.interviews if _is_named(data, _names_of(i))}
    named_ids |= {
        sent_mail.interview
        for key, sent_mail in watchlist.sent_mails.items()
        if _is_named(data, [key.strip("<>").lower()])
    }
    named_interviews = [interview for interview in watchlist.interviews if interview.id in named_ids]
    has_open_interview = any(not interview.is_closed for interview in named_interviews)
    action = Action.PAUSE if has_open_interview else Action.ALERT
    return Verdict(Kind.UNREADABLE, action, why, tuple(interview.id for interview in named_interviews))


def _is_named(data: bytes, texts: Iterable[str]) -> bool:
    return any(text.encode("utf-8", "replace") in data for text in texts)


def _names_of(interview: WatchedInterview) -> Iterator[str]:
    """Yield the addresses of its people, and what stands before and in the company's domains, in lower case."""
    domains = {domain.lower() for domain in interview.domains}
    for person in interview.contacts:
        for address in person.addresses:
            yield address.lower()
            yield bare_address(address)
            domain = domain_of(bare_address(address))
            if not person.is_helper and not is_freemail(domain):
                domains.add(domain)
    for domain in domains:
        yield f"@{domain}"
        yield f".{domain}"
