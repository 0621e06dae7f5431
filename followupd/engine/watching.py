"""What the inbox is read for: from configuration and journal to everything a mail is matched against. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from followupd.config.cadence import FAREWELL
from followupd.config.interview import ContactRole
from followupd.inbound.watchlist import Known, KnownContact, KnownInterview, SentMail
from followupd.journal.facts import HandSent, Taken, Touch, Uncertain
from followupd.journal.memo import once
from followupd.journal.states import InterviewState
from followupd.writing.message_id import token

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Config
    from followupd.journal.history import History

LOOK_BACK = timedelta(days=120)  # an interview longer ago than this is not searched for anew
A_NAME = 4  # characters: anything shorter may be a word
# The date of an interview may have been corrected while nobody looked: what we sent under the old one is found, too.
SLACK = timedelta(days=14)


@dataclass(frozen=True, slots=True, eq=False)
class Itself:
    """A configuration as that very object: it is asked at every look, and made anew at every edit."""

    it: Config

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and self.it is other.it

    def __hash__(self) -> int:
        return id(self.it)


def known(
    config: Config,
    history: History,
    now: datetime,
    texts: Mapping[str, str],
    key: bytes,
    unread: frozenset[str] = frozenset(),
) -> Known:
    """Return all that a mail is matched against. `texts`: what we wrote, by Message-ID; `unread`: see touches_by_token."""
    present = config.interview_ids
    sent: dict[str, SentMail] = {}
    for interview in config.interviews:
        sent.update(_sent(history, interview, history.ids(interview, present), texts))
    tokens = dict.fromkeys(touches_by_token(history, config, key, unread), "")
    tokens |= {f.token: f.message_ids[0] for f in history.facts if isinstance(f, Taken) and f.token}
    return Known(
        own_addresses=config.own_addresses,
        interviews=tuple(_interview(i, history, now, present) for i in config.interviews),
        sent=sent,
        tokens=tokens,
        authserv_id=config.account.authserv_id,
    )


@once
def touches_by_token(
    history: History, config: Config, key: bytes, unread: frozenset[str] = frozenset()
) -> dict[str, Touch]:
    """Return every touch that the configuration knows, by the X-Followupd-Id its mail carries or would carry.

    A renamed file keeps its touches, and so does a person: they are known by the marks of their former names too. Of a
    file of the company that is gone nobody can say whether it was renamed; what an older store has forgotten of it counts
    for the one there is. `unread`: names of files that are not gone, and cannot be read.
    """
    touches = (
        (named, touch)
        for former in (True, False)  # what is known to be its own name goes before
        for interview in config.interviews
        for named, touch in _named(history, config, interview, unread, former=former)
    )
    return {token(key, str(named)): touch for named, touch in touches}


def _named(
    history: History, config: Config, interview: Interview, unread: frozenset[str], *, former: bool
) -> Iterator[tuple[Touch, Touch]]:
    """Yield each touch of an interview under the names it has (or may have had), with the touch that it is now."""
    present = config.interview_ids
    ids = history.ids(interview, present)
    steps = (*config.steps(interview), FAREWELL)
    for name in ids | (history.register.kin(interview) - present - unread) if former else ids:
        for contact in interview.contacts:
            people = history.register.keys(ids | {name}, contact) if former else (contact.key,)
            mine = [s for s in steps if not s.reminder or contact is interview.lead]
            for step, person in product(mine, people):
                yield Touch(name, step.id, person), Touch(interview.id, step.id, contact.key)
        for step, gone in product(steps, history.register.left_out(interview, ids)):
            yield Touch(name, step.id, gone.key), Touch(interview.id, step.id, gone.key)


def digest(config: Config) -> str:
    """Return a mark of everything that is looked for: when it changes, the mailbox is read anew."""
    return _digest(Itself(config))


@lru_cache(maxsize=4)
def _digest(asked: Itself) -> str:
    config, account = asked.it, asked.it.account
    mailbox = (account.imap.host, account.imap.port, account.user)  # another may number its mails alike
    marks: list[object] = [sorted(config.own_addresses), dict(account.folders), mailbox]
    for i in sorted(config.interviews, key=lambda i: i.id):
        people = sorted((c.key, c.name, c.addresses, c.role) for c in i.contacts)
        names = sorted(i.aliases), sorted(i.domains), i.uid
        # By the steps we know our own mails again, should the store forget.
        steps = [s.id for s in config.steps(i)]
        marks.append([i.id, i.starts, i.company, i.position, names, people, steps])
    return hashlib.sha256(repr(marks).encode()).hexdigest()[:32]


def since(config: Config, history: History, now: datetime) -> datetime:
    """Return from when on mail is looked for: the oldest interview, by any date it has had, within reason (UTC)."""
    present = config.interview_ids
    names = frozenset[str]().union(*(history.ids(i, present) for i in config.interviews))
    dates = {i.starts for i in config.interviews} | {
        n.starts for n in history.register.noted if n.interview in names
    }
    return max(min((d for d in dates if d <= now), default=now), now - LOOK_BACK) - SLACK


def _interview(
    interview: Interview, history: History, now: datetime, present: frozenset[str]
) -> KnownInterview:
    ids = history.ids(interview, present)
    life = history.life(interview, ids, now)
    return KnownInterview(
        id=interview.id,
        company=interview.company,
        role=interview.position,
        since=interview.starts,
        # Whoever was in the file may still answer.
        contacts=tuple(
            KnownContact(c.key, c.name, _addresses(history, ids, c), c.role is ContactRole.HELPED)
            for c in (*interview.contacts, *history.register.left_out(interview, ids))
        ),
        aliases=(*interview.aliases, *_short(interview)),
        domains=tuple(sorted(history.register.whole(interview).domains)),
        zone=interview.zone or "UTC",
        closed=life.state is InterviewState.CLOSED,
        calendar_uids=(interview.uid,) if interview.uid else (),
        written=history.register.written(interview, ids),
    )


def _addresses(history: History, ids: frozenset[str], contact: Contact) -> tuple[str, ...]:
    """Return a person's addresses, and those they had before the file was corrected: mail may still come from there."""
    former = sorted(mark for mark in history.register.marks(ids, contact) if "@" in mark)
    return tuple(dict.fromkeys((*contact.addresses, *former)))


def _short(interview: Interview) -> tuple[str, ...]:
    """Return the name by which strangers call the company: without its legal form, unless it is anybody's then."""
    short = interview.company_key
    return (short,) if len(short) >= A_NAME and short != interview.company.casefold() else ()


def _sent(
    history: History, interview: Interview, ids: frozenset[str], texts: Mapping[str, str]
) -> Iterator[tuple[str, SentMail]]:
    for fact in history.facts:
        match fact:
            case Taken() if fact.touch.interview in ids:
                text = next((texts[i] for i in fact.message_ids if i in texts), "")
                for one in fact.message_ids:
                    yield one, SentMail(interview.id, fact.touch.contact, fact.subject, fact.at, text)
            case Uncertain() if fact.touch.interview in ids:
                text = texts.get(fact.message_id, "")
                yield fact.message_id, SentMail(interview.id, fact.touch.contact, "", fact.at, text)
            case HandSent() if fact.message_id and not ids.isdisjoint(fact.interviews):
                yield fact.message_id, SentMail(interview.id, "", fact.subject, fact.received)
            case _:
                continue
