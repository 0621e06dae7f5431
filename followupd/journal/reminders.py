"""The reminders that reached a company, sent by followupd or by the candidate. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.config.person_name import parse_person_name
from followupd.journal.facts import Done, HandSent, Taken, Uncertain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from followupd.journal.company import Company
    from followupd.journal.fact_index import PositionedFact, Topic
    from followupd.journal.record import InterviewRecord

# Outcomes of a call or a letter that the company has noticed.
REACHING_OUTCOMES = ("spoke", "voicemail", "posted")


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something that reached the company and was no thank-you, sent by followupd or by the candidate."""

    at: datetime
    channel: Channel
    description: str
    fact: Taken | Uncertain | Done | HandSent
    position: int  # of the fact in the journal


def collect_reminders(record: InterviewRecord) -> list[Reminder]:
    """Return every reminder that reached the company of an interview, over all its interviews, oldest first."""
    company = record.full_company
    reminders = [
        *_sent_reminders(record, company),
        *_reported_reminders(record, company),
        *_own_mail_reminders(record, company),
    ]
    return sorted(reminders, key=lambda r: r.at)


def read_reached_facts(record: InterviewRecord, company: Company) -> Sequence[PositionedFact]:
    """Return what reached a company, sent by followupd or reported by the candidate, in the order of the journal."""
    domain_topics = (("reached-domain", d) for d in company.domains)
    return record.index.read_all([("reached-company", company.key), *domain_topics])


def _sent_reminders(record: InterviewRecord, company: Company) -> Iterator[Reminder]:
    """Yield the reminders that were sent or may have been; not those that are known not to have left."""
    void_positions = record.history.touch_results.void_positions
    for position, f in read_reached_facts(record, company):
        if isinstance(f, Taken | Uncertain) and f.reminder and position not in void_positions:
            yield Reminder(
                f.arrives or f.at,
                f.channel,
                f"{f.touch.step} to {parse_person_name(f.name).shown_name}",
                f,
                position,
            )


def _reported_reminders(record: InterviewRecord, company: Company) -> Iterator[Reminder]:
    """Yield the calls and letters that the candidate reported; a letter counts from its arrival.

    A sheet only asks the candidate to act. The day on which they acted counts as well.
    """
    for position, f in read_reached_facts(record, company):
        if isinstance(f, Done) and f.channel and f.outcome in REACHING_OUTCOMES:
            yield Reminder(f.arrives or f.at, f.channel, f"{f.touch.step}, {f.outcome},", f, position)


def _own_mail_reminders(record: InterviewRecord, company: Company) -> Iterator[Reminder]:
    """Yield the candidate's own mails to the company since the interview began."""
    interview = record.interview
    addresses = interview.met_addresses | record.history.identities.speaker_addresses(company)
    topics: list[Topic] = [("by-hand-to", address) for address in addresses]
    topics += [("by-hand-to-domain", d) for d in company.domains]
    for position, mail in record.index.read_all(topics):
        if isinstance(mail, HandSent) and mail.received >= interview.start_time:
            # The server's clock counts, even if ours is behind it: at worst a reminder goes out later.
            yield Reminder(mail.received, Channel.EMAIL, "a mail of your own", mail, position)


def find_last_reminders(reminders: Sequence[Reminder]) -> list[Reminder]:
    """Return the last reminder; two if a clock that ran ahead may have swapped them."""
    if not reminders:
        return []
    last_reminder = reminders[-1]
    newest_first = sorted(reminders, key=lambda r: r.position, reverse=True)
    later_reminders = takewhile(lambda r: r is not last_reminder, newest_first)
    swapped = (r for r in later_reminders if min(r.at, r.fact.at) < last_reminder.fact.at)
    return [last_reminder, *islice(swapped, 1)]
