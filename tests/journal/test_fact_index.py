"""A journal that is read while it grows says the same as one that is read at its end, and reads only what concerns it."""

from collections.abc import Callable
from typing import Any

import pytest
from builders import ACME, by_hand, config, received, steered, taken, thanked, utc
from simulation import run
from stories import tell

from followupd.config.model import Config
from followupd.journal.fact_index import parent_domains
from followupd.journal.facts import Fact, Reopened, Settled, Touch, Uncertain
from followupd.journal.history import History

ZETA = ACME | {
    "id": "zeta",
    "company": "Zeta Ltd",
    "contacts": [{"name": "Zoe Zimmer", "email": "zoe@zeta.example"}],
}


def answers(history: History, made: Config) -> list[Any]:
    """Everything that the journal says of each interview."""
    said: list[Any] = [history.unresolved_mails(), sorted(history.touch_results.outcome_counts.items())]
    for interview in made.interviews:
        record, contact = history.record_of(interview, made), interview.lead
        steps = [step.id for step in made.steps_of(interview)]
        said += [
            record.links, record.undated_status, record.taken_facts, record.past_steps, record.received_mails,
            record.rejection, record.promised_date, record.removed_contacts, record.full_company, record.sibling_ids,
            record.start_set_at, record.reminders, record.last_reminders, record.new_snapshot,
            record.past_starts,
        ]  # fmt: skip
        for person in interview.contacts:
            said += [record.outcome_of(step, person) for step in steps]
            said += [record.approval_of(step, person) for step in steps]
            said += [
                record.uncertain_mail(person), record.identifiers_of(person), record.contact_keys(person),
                record.absences_of(person), record.own_mail_to(person), history.why_undeliverable(person),
            ]  # fmt: skip
        said.append(record.done_facts(Touch(interview.id, "call", contact.key)))
    return said


def replay(facts: list[Fact], made: Config) -> None:
    """Read the journal after each fact, as one that grows and as one that is read anew."""
    growing = History()
    for count, fact in enumerate(facts, 1):
        growing.add(fact)
        assert answers(growing, made) == answers(History(facts[:count]), made), f"after {fact}"


@pytest.mark.parametrize("seed", range(300, 312))
def test_a_journal_that_grows_says_the_same_as_one_that_is_read_anew(seed: int) -> None:
    world = run(tell(seed))
    ledger = world.main.ledger if world.main else None
    if ledger is not None:
        replay(ledger.history.facts, ledger.config)


def test_a_mail_in_doubt_that_did_not_leave_is_no_reminder_any_more() -> None:
    touch = Touch("acme", "check-in", "ana-ruiz")
    doubt = Uncertain(utc("24 10:00"), touch, "<1@x>", "ana@acme.example", "", reminder=True, company="acme")
    refused = Settled(utc("24 11:00"), touch, "refused", "no such user", address="ana@acme.example")
    for end in (Reopened(utc("24 11:00"), touch), refused):
        replay([*thanked(), doubt, end, taken("25 10:00", "check-in")], config())
        made = config()
        history = History([doubt])
        record = history.record_of(made.interviews[0], made)
        assert len(record.reminders) == 1
        history.add(end)
        assert not history.record_of(made.interviews[0], made).reminders


UNCONCERNED: dict[str, Callable[[], Fact]] = {
    "a mail": lambda: received("13 09:00", "ana@acme.example"),
    "a command": lambda: steered("13 09:00", "pause"),
    "a touch": lambda: taken("13 09:00", "thank-you"),
    "a mail of one's own": lambda: by_hand("13 09:00", "ana@acme.example"),
}


@pytest.mark.parametrize("make_fact", UNCONCERNED.values(), ids=UNCONCERNED)
def test_a_fact_of_one_interview_leaves_the_other_alone(make_fact: Callable[[], Fact]) -> None:
    made = config(ACME, ZETA)
    history = History()
    acme, zeta = (history.record_of(i, made) for i in made.interviews)
    before = answers(history, made)
    history.add(make_fact())
    assert zeta.is_current(made.interviews[1], made.interview_ids)
    assert not acme.is_current(made.interviews[0], made.interview_ids)
    assert answers(history, made) != before


def test_a_record_is_made_once_however_many_facts_concern_it() -> None:
    """Each further one would stay a reader of every topic that no fact has."""
    made = config(ACME)
    history, interview = History(), made.interviews[0]
    record = history.record_of(interview, made)
    answers(history, made)
    count = history.index.count_readers()
    for minute in range(10, 40):
        history.add(received(f"13 09:{minute}", "ana@acme.example"))
        answers(history, made)
    assert history.record_of(interview, made) is record
    assert history.index.count_readers() == count


def test_a_mail_from_the_company_concerns_the_interview_whatever_it_names() -> None:
    made = config()
    history = History()
    record = history.record_of(made.interviews[0], made)
    assert record.undated_status.why == ""
    history.add(received("13 09:00", "jobs@mail.acme.example", interviews=("other",)))
    assert history.record_of(made.interviews[0], made).undated_status.why


def test_the_records_of_edited_files_are_forgotten() -> None:
    history = History()
    for _ in range(500):
        made = config()
        history.record_of(made.interviews[0], made)
    assert len(history._records) < 150


def test_a_domain_lies_below_each_of_its_parents() -> None:
    assert list(parent_domains("a@Mail.Acme.example")) == ["mail.acme.example", "acme.example", "example"]
    assert list(parent_domains("")) == []
