"""Judges a mail that cannot be parsed, by its bytes alone. It may be an answer, so the interviews it names are paused.

It searches for known texts and parses nothing. So no bytes can make it fail or take long, and it may run anywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.matching.watchlist import cached_on_item
from followupd.inbound.parsing.addresses import bare_address, domain_of, is_freemail
from followupd.inbound.verdict import Action, Kind, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from followupd.inbound.matching.watchlist import WatchedInterview, Watchlist


MIN_LENGTH = 4  # characters of a name that is searched: a shorter one is in too many mails


def quarantine_mail(raw: bytes, watchlist: Watchlist, why: str) -> Verdict:
    """Return a verdict that pauses the open interviews whose people, mails or company the bytes name, else an alert."""
    data = raw.lower()
    named_ids = {
        interview.id
        for interview in watchlist.interviews
        if _is_named(data, _names_of(interview)) or _has_word(data, _words_of(interview))
    }
    named_ids |= {
        sent_mail.interview
        for key, sent_mail in watchlist.sent_mails.items()
        if _is_named(data, [_encode(key.strip("<>"))])
    }
    named_interviews = [interview for interview in watchlist.interviews if interview.id in named_ids]
    has_open_interview = any(not interview.is_closed for interview in named_interviews)
    action = Action.PAUSE if has_open_interview else Action.ALERT
    return Verdict(Kind.UNREADABLE, action, why, tuple(interview.id for interview in named_interviews))


def _is_named(data: bytes, texts: Iterable[bytes]) -> bool:
    return any(text in data for text in texts)


def _encode(text: str) -> bytes:
    return text.lower().encode("utf-8", "replace")


def _has_word(data: bytes, texts: Iterable[bytes]) -> bool:
    """Return whether one of the texts is in the data as a separate word."""
    return any(_stands_alone(data, text) for text in texts)


def _stands_alone(data: bytes, word: bytes) -> bool:
    """Return whether a word is in the data without an ASCII letter or digit directly before or behind it."""
    if word not in data:  # as usual: a regular expression would take many times as long
        return False
    return re.search(rb"(?<![a-z0-9])" + re.escape(word) + rb"(?![a-z0-9])", data) is not None


@cached_on_item
def _words_of(interview: WatchedInterview) -> tuple[bytes, ...]:
    """Return the names of the company and of its event, in lower case."""
    names = (interview.company, *interview.aliases, *interview.calendar_uids)
    return tuple(_encode(name) for name in names if len(name) >= MIN_LENGTH)


@cached_on_item
def _names_of(interview: WatchedInterview) -> tuple[bytes, ...]:
    """Return the addresses of its people, and the company's domains after "@" and after ".", in lower case."""
    return tuple(dict.fromkeys(map(_encode, _list_names(interview))))


def _list_names(interview: WatchedInterview) -> Iterator[str]:
    """Yield the addresses of its people, and the company's domains after "@" and after ".", in lower case."""
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
