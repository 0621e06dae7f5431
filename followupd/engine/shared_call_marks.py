"""The marks of call sheets for several interviews, by which a restored store knows their touches."""

from __future__ import annotations

from itertools import chain, combinations, islice, permutations, product
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.journal.facts import Touch
from followupd.journal.memo import memoized
from followupd.planning.shared_calls import MAX_COMPANIONS
from followupd.writing.mail.message_id import ORDERED_COMPANIONS, name_shared_call, touch_token

if TYPE_CHECKING:
    from followupd.config.model import Config
    from followupd.journal.record import InterviewRecord

# For sheets with many touches. A sheet whose mark is not among these halts a restored store, and the user is
# notified.
MAX_MARKS = 2_000


@memoized
def mark_shared_calls(record: InterviewRecord, config: Config, key: bytes) -> dict[str, tuple[Touch, ...]]:
    """Return the marks of the call sheets that an interview may share with others, each with all their touches.

    A sheet has the names of its day. So for an interview whose file was renamed since, the former names are used as
    well.
    """
    siblings = [i for i in config.interviews if i.id in record.sibling_ids and i is not record.interview]
    calls_of_others = [_list_call_touches(record.history.record_of(i, config), config) for i in siblings]
    own_calls = _list_call_touches(record, config)
    few = (permutations(calls_of_others, size) for size in range(1, ORDERED_COMPANIONS + 1))
    many = (combinations(calls_of_others, size) for size in range(ORDERED_COMPANIONS + 1, MAX_COMPANIONS + 1))
    sheets_of_few = chain.from_iterable(product(own_calls, *group) for group in chain.from_iterable(few))
    sheets_of_many = chain.from_iterable(product(own_calls, *group) for group in chain.from_iterable(many))
    sheets = chain(sheets_of_few, islice(sheets_of_many, MAX_MARKS))
    return dict(_mark_sheet(sheet, key) for sheet in sheets)


def _mark_sheet(sheet: tuple[tuple[Touch, Touch], ...], key: bytes) -> tuple[str, tuple[Touch, ...]]:
    """Return the mark of a sheet, made from the former names of its touches, and the present touches."""
    names, touches = zip(*sheet, strict=True)
    return touch_token(key, name_shared_call(names)), touches


def _list_call_touches(record: InterviewRecord, config: Config) -> list[tuple[Touch, Touch]]:
    """Return each call of an interview under the names that it has or may have had, with its present touch."""
    interview = record.interview
    steps = (
        step for step in config.steps_of(interview) if step.channel is Channel.PHONE and step.is_reminder
    )
    ids = record.ids | (record.sibling_ids - config.interview_ids)
    names = product(steps, sorted(ids), sorted(record.contact_keys(interview.lead)))
    return [
        (Touch(id_, step.id, person), Touch(interview.id, step.id, interview.lead.key))
        for step, id_, person in names
    ]
