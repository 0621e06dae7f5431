"""Knows whether the provider adds an Authentication-Results line to every foreign mail. Only then it is trusted.

A provider that adds none passes on a line that a stranger wrote in its name. Mail from elsewhere shows the habit:
twenty mails in a row have the line, and they came over two weeks and from three domains. In the two weeks before them,
no mail was without the line. Twenty forged mails in one night are no habit, and neither are the first mails of a new
mailbox.

In a mailbox that gets only forged mail, the habit may be forged too. So a line counts only in a place where no stranger
can have written it: above the hop at which the mail came in, see `border`. It counts in any place once the provider was
seen to add it to a mail that a stranger cannot have sent. Such mails are a call sheet or a notice that came back, since
only the candidate gets those. Others are answers from three companies, each to a mail that only its people got.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.inbound.parsing.addresses import registrable_domain_of

if TYPE_CHECKING:
    from followupd.engine.store_port import Store
    from followupd.inbound.verdict import Verdict

log = logging.getLogger("followupd")

HABIT_COUNT = 20  # number of foreign mails in a row that must have the line
HABIT_PERIOD = timedelta(days=14)  # the least time between the first and the last of them
HABIT_DOMAINS = 3  # the least number of domains from which they come
DOUBT_PERIOD = timedelta(days=14)  # for this time after a mail without the line, no mail counts
_KEY = "result-habit"


@dataclass(frozen=True, slots=True)
class _Habit:
    """The count: mails in a row, first and last date, their domains, and the last mail without a line."""

    count: int = 0
    first: datetime | None = None
    last: datetime | None = None
    domains: tuple[str, ...] = ()
    last_without: datetime | None = None
    # Since the last mail without a line: whether a mail to the candidate came back with it, and the domains whose
    # people answered a mail of followupd with it.
    in_own_mail: bool = False
    answering_domains: tuple[str, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether the count is high enough for a habit."""
        if self.first is None or self.last is None:
            return False
        is_long = self.last - self.first >= HABIT_PERIOD
        return is_long and self.count >= HABIT_COUNT and len(self.domains) >= HABIT_DOMAINS

    def count_mail(self, received: datetime, domain: str) -> _Habit:
        """Return the habit with one more mail that has the line."""
        domains = (*self.domains, domain) if domain not in self.domains else self.domains
        return replace(
            self,
            count=self.count + 1,
            first=min(self.first or received, received),
            last=max(self.last or received, received),
            domains=domains[:HABIT_DOMAINS],
        )


def is_habit(store: Store, authserv_id: str | None) -> bool:
    """Return whether the results of this provider are trusted."""
    return bool(authserv_id) and _read_habit(store, authserv_id).is_shown


def may_stand_anywhere(store: Store, authserv_id: str | None) -> bool:
    """Return whether this provider was seen to add its results to mails that no stranger can have sent."""
    if not authserv_id:
        return False
    habit = _read_habit(store, authserv_id)
    return habit.in_own_mail or len(habit.answering_domains) >= HABIT_DOMAINS


def note_habit(store: Store, authserv_id: str | None, verdict: Verdict, received: datetime) -> None:
    """Count a received mail, if it is one that can show the habit."""
    if authserv_id is None:
        return
    habit = _read_habit(store, authserv_id)
    if habit.last_without is None or received > habit.last_without:
        proven_habit = _add_proof(store, habit, verdict)
        if proven_habit != habit:
            habit = proven_habit
            _write_habit(store, authserv_id, habit)
    if verdict.has_own_results is not None:
        _count_foreign_mail(store, authserv_id, habit, verdict, received)


def _add_proof(store: Store, habit: _Habit, verdict: Verdict) -> _Habit:
    """Return the habit with the proof from a mail that no stranger can have sent."""
    if verdict.has_results and not habit.in_own_mail and _is_to_candidate(store, verdict):
        habit = replace(habit, in_own_mail=True)
    if not verdict.has_own_results or len(habit.answering_domains) >= HABIT_DOMAINS:
        return habit
    domain = _find_answering_domain(store, verdict)
    domains = dict.fromkeys((*habit.answering_domains, *filter(None, (domain,))))
    return replace(habit, answering_domains=tuple(domains))


def _is_to_candidate(store: Store, verdict: Verdict) -> bool:
    """Return whether followupd sent a mail to the candidate only: a notice, a call sheet or a letter to print."""
    if not (verdict.is_own and verdict.token):
        return False
    sheets = (Channel.PHONE, Channel.POST)
    mails = store.find_mails(set(), verdict.token)
    return bool(mails) and all(mail.touch is None or mail.channel in sheets for mail in mails)


def _find_answering_domain(store: Store, verdict: Verdict) -> str:
    """Return the author's domain, if the mail names a mail of followupd that went there; else an empty string."""
    domain = registrable_domain_of(verdict.sender)
    mails = store.find_mails(set(verdict.about), None) if domain and verdict.about else []
    recipients = (mail.mail.recipient for mail in mails if mail.touch is not None)
    return domain if any(registrable_domain_of(to) == domain for to in recipients) else ""


def _count_foreign_mail(
    store: Store, authserv_id: str, habit: _Habit, verdict: Verdict, received: datetime
) -> None:
    if not verdict.has_own_results:
        last_without = max(habit.last_without or received, received)
        if habit.is_shown:
            log.warning("a mail came without the results of %s: they are not believed until it is a habit again",
                        authserv_id, extra={"kind": "results"})  # fmt: skip
        _write_habit(store, authserv_id, _Habit(last_without=last_without))
    elif not habit.is_shown and (habit.last_without is None or received >= habit.last_without + DOUBT_PERIOD):
        domain = registrable_domain_of(verdict.sender)
        _write_habit(store, authserv_id, habit.count_mail(received, domain))


def _read_habit(store: Store, authserv_id: str | None) -> _Habit:
    """Return the count for this provider."""
    fields = json.loads(store.get_value(_KEY) or "{}")
    if fields.get("of") != authserv_id:
        return _Habit()
    moments = {name: _read_moment(fields.get(name, "")) for name in ("first", "last")}
    last_without = _read_moment(fields["without"])
    # A count of an older version has no first mail, so it begins again.
    count = fields["count"] if moments["first"] else 0
    domains, answering_domains = (tuple(fields.get(name, ())) for name in ("domains", "answering"))
    in_own_mail = bool(fields.get("own"))
    return _Habit(
        count, moments["first"], moments["last"], domains, last_without, in_own_mail, answering_domains
    )


def _read_moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _write_habit(store: Store, authserv_id: str, habit: _Habit) -> None:
    first, last, without = (
        moment.isoformat() if moment else "" for moment in (habit.first, habit.last, habit.last_without)
    )
    fields = {"of": authserv_id, "count": habit.count, "first": first, "last": last}
    fields |= {"answering": habit.answering_domains}
    fields |= {"domains": habit.domains, "without": without, "own": habit.in_own_mail}
    store.set_value(_KEY, json.dumps(fields))
