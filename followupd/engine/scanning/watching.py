"""Collects everything against which a mail is matched, from configuration and journal. Pure."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import lru_cache
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING

from followupd.config.cadence import EXTRA_STEPS
from followupd.config.interview import ContactRole
from followupd.engine.scanning.sent_mails import list_gone_mails, list_sent_mails, plain_utc
from followupd.engine.shared_call_marks import mark_shared_calls
from followupd.inbound.matching.watchlist import (
    Dismissal,
    SentMail,
    WatchedContact,
    WatchedInterview,
    Watchlist,
)
from followupd.inbound.verdict import Kind
from followupd.journal.facts import Reopened, Touch
from followupd.journal.memo import memoized
from followupd.journal.returned_mails import count_returns
from followupd.journal.states import InterviewState
from followupd.writing.mail.message_id import former_token, name_attempt, touch_token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.journal.history import History
    from followupd.journal.record import InterviewRecord
    from followupd.planning.touches import TouchDetails

LOOK_BACK = timedelta(days=120)  # mail for an older interview is not searched for again
MIN_NAME_LENGTH = 4  # characters; a shorter name may be an ordinary word
# The date of an interview may have been corrected since the last look. So mails that were sent under the old date are
# found, too.
DATE_SLACK = timedelta(days=14)


class ConfigKey:
    """A configuration that is compared by identity. It is compared at every look, and replaced at every edit."""

    __slots__ = ("config",)

    def __init__(self, config: Config) -> None:
        self.config = config

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ConfigKey) and self.config is other.config

    def __hash__(self) -> int:
        return id(self.config)


def build_watchlist(
    config: Config,
    history: History,
    texts: Mapping[str, str],
    key: bytes,
    unreadable_ids: frozenset[str] = frozenset(),
    relays: Mapping[str, str] = MappingProxyType({}),
    *,
    are_results_believed: bool = True,
    may_results_stand_anywhere: bool = True,
) -> Watchlist:
    """Return everything against which a mail is matched.

    `texts`: what followupd wrote, by Message-ID; `relays`: the user's own table.
    """
    records = [history.record_of(interview, config) for interview in config.interviews]
    present_ids = frozenset[str]().union(*(record.ids for record in records))
    sent_mails: dict[str, SentMail] = {}
    for record in records:
        if gone_ids := record.sibling_ids - present_ids:
            sent_mails.update(list_gone_mails(record, gone_ids))
    for record in records:
        sent_mails.update(list_sent_mails(record, texts))
    tokens = dict.fromkeys(touches_by_token(history, config, key, unreadable_ids), "")
    tokens |= history.touch_results.mail_id_by_token
    return Watchlist(
        own_addresses=config.own_addresses,
        interviews=tuple(_watch_interview(record) for record in records),
        sent_mails=sent_mails,
        tokens=tokens,
        authserv_id=config.account.authserv_id,
        are_results_believed=are_results_believed,
        may_results_stand_anywhere=may_results_stand_anywhere,
        relays=dict(relays),
    )


def touches_by_token(
    history: History, config: Config, key: bytes, unreadable_ids: frozenset[str] = frozenset()
) -> dict[str, Touch]:
    """Return every touch of the configuration, by each mark that its mail has, would have or once had.

    A renamed file keeps its touches, and so does a renamed person, so the marks of their former names are included. If
    a file of the company is gone, it is not known whether it was renamed. Touches of it that an older store does not
    know count for the file that exists. `unreadable_ids`: names of files that exist, but cannot be read.
    """
    records = [history.record_of(interview, config) for interview in config.interviews]
    touches: dict[str, Touch] = {}
    for read_touches in (
        _former_touches,
        _own_touches,
    ):  # the touches under a name that is certain replace the others
        for record in records:
            touches |= read_touches(record, config, key, unreadable_ids)
    for record in records:
        touches |= {mark: shared[0] for mark, shared in mark_shared_calls(record, config, key).items()}
    return touches


@memoized
def _former_touches(
    record: InterviewRecord, config: Config, key: bytes, unreadable_ids: frozenset[str]
) -> dict[str, Touch]:
    """Return the touches of an interview by the marks of every name that they may have had."""
    former_ids = record.sibling_ids - config.interview_ids - unreadable_ids
    names = _touch_names(record, config, record.ids | former_ids, with_former=True)
    return _mark_touches(record, names, key)


@memoized
def _own_touches(record: InterviewRecord, config: Config, key: bytes, _: frozenset[str]) -> dict[str, Touch]:
    """Return the touches of an interview by the marks of the names that are certainly their own."""
    names = _touch_names(record, config, record.ids, with_former=False)
    return _mark_touches(record, names, key)


def _mark_touches(
    record: InterviewRecord, touches: Iterable[tuple[Touch, Touch]], key: bytes
) -> dict[str, Touch]:
    returns = sum(isinstance(f, Reopened) and bool(f.returned) for f in record.own_facts)
    return _list_marks(tuple(touches), returns, key)


@lru_cache(maxsize=1024)
def _list_marks(touches: tuple[tuple[Touch, Touch], ...], returns: int, key: bytes) -> dict[str, Touch]:
    """Return the marks of touches under their names.

    They are cached, since most facts change neither names nor returns.
    """
    marks: dict[str, Touch] = {}
    for touch_name, touch in touches:
        name = str(touch_name)
        # A mail in Sent may be from the time when marks had another form.
        marks[former_token(key, name)] = touch
        # A restored store may not know that a mail came back and was followed by another.
        for attempt in range(returns + 2):
            marks[touch_token(key, name_attempt(name, attempt))] = touch
    return marks


def is_next_attempt(details: TouchDetails, key: bytes, token: str) -> bool:
    """Return whether a mark belongs to the attempt that would follow if the last mail of a touch came back."""
    record, step, contact = details.record, details.step.id, details.contact
    attempt = count_returns(record, step, contact) + 1
    names = (Touch(id_, step, person) for id_, person in product(record.ids, record.contact_keys(contact)))
    return any(touch_token(key, name_attempt(str(name), attempt)) == token for name in names)


def _touch_names(
    record: InterviewRecord, config: Config, ids: frozenset[str], *, with_former: bool
) -> Iterator[tuple[Touch, Touch]]:
    """Yield each touch of an interview under the names that it has (or may have had), with its present touch."""
    interview, identities = record.interview, record.history.identities
    steps = (*config.steps_of(interview), *EXTRA_STEPS)
    for name in ids:
        for contact in interview.contacts:
            people: Iterable[str] = (contact.key,)
            if with_former:
                is_own = name in record.ids  # then the record has cached the result
                people = (
                    record.contact_keys(contact)
                    if is_own
                    else identities.contact_keys(record.ids | {name}, contact)
                )
            own_steps = [s for s in steps if not s.is_reminder or contact is interview.lead]
            for step, person in product(own_steps, people):
                yield Touch(name, step.id, person), Touch(interview.id, step.id, contact.key)
        for step, removed_contact in product(steps, record.removed_contacts):
            yield Touch(name, step.id, removed_contact.key), Touch(interview.id, step.id, removed_contact.key)


def make_watch_digest(config: Config) -> str:
    """Return a digest of everything that is looked for. If it changes, the mailbox is read again."""
    return _cached_watch_digest(ConfigKey(config))


@lru_cache(maxsize=4)
def _cached_watch_digest(config_key: ConfigKey) -> str:
    config, account = config_key.config, config_key.config.account
    mailbox = (account.imap.host, account.imap.port, account.user)  # another mailbox may use the same UIDs
    parts: list[object] = [sorted(config.own_addresses), dict(account.folders), mailbox]
    for i in sorted(config.interviews, key=lambda i: i.id):
        people = sorted((c.key, c.name, c.addresses, c.role, c.phone_numbers) for c in i.contacts)
        names = sorted(i.aliases), sorted(i.domains), i.uid, i.requisition, *([i.via.name] if i.via else [])
        # By the steps followupd recognises its own mails, if the store is lost.
        steps = [s.id for s in config.steps_of(i)]
        parts.append([i.id, i.start_time, i.company, i.position, names, people, steps])
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def find_watch_start(config: Config, history: History, now: datetime) -> datetime:
    """Return from when on mail is looked for (UTC).

    That is the oldest interview, by any date it has had, but not too long ago.
    """
    dates = {i.start_time for i in config.interviews}.union(
        *(history.record_of(i, config).past_starts for i in config.interviews)
    )
    return max(min((d for d in dates if d <= now), default=now), now - LOOK_BACK) - DATE_SLACK


@memoized
def _watch_interview(record: InterviewRecord) -> WatchedInterview:
    # A closed interview stays closed, whatever the date.
    interview, status = record.interview, record.undated_status
    return WatchedInterview(
        id=interview.id,
        company=interview.company,
        role=interview.position,
        starts_at=plain_utc(interview.start_time),
        # A person who was in the file before may still answer.
        contacts=tuple(
            WatchedContact(
                c.key,
                c.name,
                record.addresses_of(c),
                c.role is ContactRole.HELPED,
                c.phone_numbers,
                c.shown_name,
            )
            for c in (*interview.contacts, *record.removed_contacts)
        ),
        aliases=(
            *interview.aliases,
            *_short_names(interview),
            *([interview.via.name] if interview.via else []),
        ),
        domains=tuple(sorted(record.full_company.domains | record.confirmed_domains)),
        zone=interview.zone or "UTC",
        is_closed=status.state is InterviewState.CLOSED,
        calendar_uids=(interview.uid,) if interview.uid else (),
        start_set_at=plain_utc(record.start_set_at) if record.start_set_at else None,
        began_at=_find_former_start(record),
        requisition=interview.requisition or "",
        dismissals=_list_dismissals(record),
    )


def _find_former_start(record: InterviewRecord) -> datetime | None:
    """Return the first former start after which something was sent, if the file now has a later one.

    An answer to that round may be read only after the date of the next round is in the file. It counts for the company.
    """
    start = record.interview.start_time
    times = [fact.at for fact in record.taken_facts if fact.at < start]
    last_time = max(times, default=None)
    former_starts = (s for s in record.past_starts if last_time and s <= last_time)
    first_start = min(former_starts, default=start)
    return plain_utc(first_start) if first_start < start else None


def _list_dismissals(record: InterviewRecord) -> tuple[Dismissal, ...]:
    """Return the mails of which the user said that they are no answers.

    A later yes to the same sender cancels that.
    """
    dismissals: list[Dismissal] = []
    for fact in record.clarified_mails:
        if fact.is_answer:
            dismissals = [d for d in dismissals if d.sender != fact.sender]
        elif fact.sender:
            is_by_machine = fact.kind not in (Kind.REPLY, Kind.INVITATION)
            dismissals.append(Dismissal(fact.sender, fact.subject, fact.why, is_by_machine))
    return tuple(dict.fromkeys(dismissals))


def _short_names(interview: Interview) -> tuple[str, ...]:
    """Return the name of the company without its legal form, unless that is too short to be clear."""
    short_name = interview.company_key
    return (
        (short_name,)
        if len(short_name) >= MIN_NAME_LENGTH and short_name != interview.company.casefold()
        else ()
    )
