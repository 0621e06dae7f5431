"""Which ids are one interview, and by which reason: a file renamed, corrected, taken over, or another round."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from builders import ACME, config, received, taken, utc

from followupd.config.interview import Interview
from followupd.journal.facts import Touch
from followupd.journal.history import History
from followupd.journal.interview_links import LinkReason

FIRST, CORRECTED, NEXT = ACME["at"], "2026-11-13 14:00", "2026-11-19 14:00"
OTHER_PEOPLE = {"contacts": [{"name": "Cy Cole", "email": "cy@elsewhere.example"}], "company": "Elsewhere"}
OTHER_PERSON = {"contacts": [{"name": "Cy Cole", "email": "cy@acme.example"}]}
Step = tuple[str, str] | tuple[str, str, dict[str, Any]] | str
DATE, THANKS = LinkReason.SAME_DATE, LinkReason.THANKED


def interview(id_: str, at: str, changes: dict[str, Any] | None = None) -> Interview:
    return config(ACME | {"id": id_, "at": at} | (changes or {})).interviews[0]


@dataclass(frozen=True)
class Case:
    """What the journal has seen, step by step: a file (id, date, changes), or the id that thanked on 13 November.

    The last file is the one that is asked about; `beside` are other files that are there now.
    """

    steps: tuple[Step, ...]
    expected: dict[str, LinkReason] = field(default_factory=dict)
    beside: tuple[str, ...] = ()

    def links(self) -> dict[str, LinkReason]:
        history, last = History(), interview("acme", FIRST)
        for step in self.steps:
            if isinstance(step, str):
                history.add(taken("13 16:00", "thank-you", touch=Touch(step, "thank-you", "ana-ruiz")))
                continue
            last = interview(*step)
            if snapshot := history.identities.new_snapshot(last):
                history.add(replace(snapshot, at=utc("12 12:00")))
        links = history.identities.links_of(last, frozenset({last.id, *self.beside}))
        assert links[last.id] is LinkReason.OWN
        return {id_: reason for id_, reason in links.items() if id_ != last.id}


CASES = {
    "one file": Case((("acme", FIRST),)),
    "a date that is corrected": Case((("acme", FIRST), ("acme", NEXT))),
    "a file with another name": Case((("old", FIRST), ("new", FIRST)), {"old": DATE}),
    "renamed twice": Case((("a", FIRST), ("b", FIRST), ("c", FIRST)), {"a": DATE, "b": DATE}),
    "renamed, then corrected": Case((("old", FIRST), ("new", FIRST), ("new", NEXT)), {"old": DATE}),
    "corrected, then renamed": Case((("old", FIRST), ("old", NEXT), ("new", NEXT)), {"old": DATE}),
    "renamed and corrected in turn": Case(
        (("a", FIRST), ("b", FIRST), ("b", CORRECTED), ("c", CORRECTED)), {"a": DATE, "b": DATE}
    ),
    "renamed, with another person of the company": Case(
        (("old", FIRST), ("new", FIRST, OTHER_PERSON)), {"old": DATE}
    ),
    "other people elsewhere at the same time": Case((("old", FIRST), ("new", FIRST, OTHER_PEOPLE))),
    "name and date changed at once": Case((("old", FIRST), ("new", CORRECTED))),
    "name and date changed at once, and thanked since": Case(
        (("old", FIRST), "old", ("new", FIRST.replace("14:00", "15:00"))), {"old": THANKS}
    ),
    "thanked before the new date": Case((("old", FIRST), "old", ("new", NEXT))),
    "thanked other people": Case(
        (("old", FIRST), "old", ("new", FIRST.replace("14:00", "15:00"), OTHER_PERSON))
    ),
    "what was thanked for had another name before": Case(
        (("a", CORRECTED), ("b", CORRECTED), ("b", FIRST), "b", ("new", FIRST.replace("14:00", "15:00"))),
        {"a": THANKS, "b": THANKS},
    ),
    "what was thanked for goes on under another name": Case(
        (("old", FIRST), "old", ("its-new-name", FIRST), ("new", FIRST.replace("14:00", "15:00"))),
        beside=("its-new-name",),
    ),
    "two rounds, both files there": Case((("acme", FIRST), ("next", NEXT)), beside=("acme",)),
    "two files at the same time, both there": Case((("acme", FIRST), ("next", FIRST)), beside=("acme",)),
    "the former name is another round's now": Case(
        (("acme", FIRST), ("first", FIRST), ("acme", NEXT), ("first", FIRST)), {"acme": DATE}, ("acme",)
    ),
    "a name that another round had first": Case(
        (("next", FIRST), ("acme", FIRST), ("acme", NEXT)), {"next": DATE}
    ),
    "the other dates of a name that was taken over are not its own": Case(
        (("acme", FIRST), ("first", FIRST), ("third", NEXT), ("acme", NEXT), ("first", FIRST)),
        {"acme": DATE},
        ("acme",),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_id_of_an_interview_has_its_reason(case: Case) -> None:
    assert case.links() == case.expected


def test_the_links_are_found_once_for_each_fact_that_concerns_the_interview() -> None:
    made = config(ACME | {"at": FIRST})
    history, acme = History(), made.interviews[0]
    snapshot = history.identities.new_snapshot(acme)
    assert snapshot
    history.add(snapshot)
    record = history.record_of(acme, made)
    history.add(received("17 10:00", "someone@elsewhere.example", interviews=("zeta",)))
    assert record.is_current(acme, made.interview_ids)
    history.add(replace(snapshot, company="acme labs"))
    assert not record.is_current(acme, made.interview_ids)
