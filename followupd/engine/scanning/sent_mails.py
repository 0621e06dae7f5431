"""Lists the mails that the interviews have sent, and to which an answer may belong. Pure.

The file of an interview may be gone, or have another name and another date. An answer in its thread still comes from
the company. It counts for an interview with that company whose file exists.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from followupd.inbound.matching.watchlist import SentMail
from followupd.journal.company import company_of
from followupd.journal.facts import HandSent, Taken, Uncertain
from followupd.journal.memo import memoized

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from followupd.config.model import Config
    from followupd.journal.history import History
    from followupd.journal.record import InterviewRecord


def list_sent_ids(history: History, config: Config) -> list[str]:
    """Return the Message-IDs of the mails that the configured interviews have sent, or may have sent."""
    records = (history.record_of(interview, config) for interview in config.interviews)
    return [message_id for record in records for message_id in _list_own_ids(record)]


@memoized
def _list_own_ids(record: InterviewRecord) -> list[str]:
    taken_ids = [message_id for fact in record.taken_facts for message_id in fact.message_ids]
    return taken_ids + [fact.message_id for fact in record.own_facts if isinstance(fact, Uncertain)]


def list_sent_mails(record: InterviewRecord, texts: Mapping[str, str]) -> Iterator[tuple[str, SentMail]]:
    """Yield each mail of an interview with each of its Message-IDs. `texts`: the texts of mails in the outbox."""
    interview = record.interview
    for fact in record.own_facts:
        match fact:
            case Taken():
                text = next((texts[i] for i in fact.message_ids if i in texts), "")
                for mail_id in fact.message_ids:
                    yield (
                        mail_id,
                        SentMail(interview.id, fact.touch.contact, fact.subject, plain_utc(fact.at), text),
                    )
            case Uncertain():
                text = texts.get(fact.message_id, "")
                yield (
                    fact.message_id,
                    SentMail(interview.id, fact.touch.contact, "", plain_utc(fact.at), text),
                )
            case HandSent() if fact.message_id:
                yield fact.message_id, SentMail(interview.id, "", fact.subject, plain_utc(fact.received))
            case _:
                continue


@memoized
def list_gone_mails(record: InterviewRecord, gone_ids: frozenset[str]) -> list[tuple[str, SentMail]]:
    """Return the mails to people of the company for interviews whose files are gone, by Message-ID.

    Mails to a helper are left out, since a helper's answer says nothing about the company.
    """
    snapshots = record.history.identities.snapshots_of(company_of(record.interview))
    speakers = {address for s in snapshots if s.interview in gone_ids for address in s.speakers}
    facts = [fact for _, fact in record.index.read_kind("id", gone_ids)]
    mails = [f for f in facts if isinstance(f, Taken) and f.address in speakers]
    return [(id_, _mail_of_company(record, fact)) for fact in mails for id_ in fact.message_ids]


def _mail_of_company(record: InterviewRecord, fact: Taken) -> SentMail:
    return SentMail(record.interview.id, "", fact.subject, plain_utc(fact.at), is_of_gone=True)


def plain_utc(instant: datetime) -> datetime:
    """Return a moment with the standard library's UTC. The worker cannot open files to import another zone."""
    return instant.astimezone(UTC)
