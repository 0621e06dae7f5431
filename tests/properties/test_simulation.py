"""The simulation finds every way of being wrong that is put into the code, and none in the code as it is."""

from itertools import count

import mutants  # noqa: F401 - importing enters them
import mutants_of_agencies  # noqa: F401 - the same
import mutants_of_approvals  # noqa: F401 - the same
import mutants_of_debriefs  # noqa: F401 - the same
import mutants_of_drafts  # noqa: F401 - the same
import mutants_of_hearing  # noqa: F401 - the same
import mutants_of_new_stores  # noqa: F401 - the same
import mutants_of_no_shows  # noqa: F401 - the same
import mutants_of_people  # noqa: F401 - the same
import mutants_of_reopening  # noqa: F401 - the same
import mutants_of_replies  # noqa: F401 - the same
import mutants_of_rules  # noqa: F401 - the same
import mutants_of_shared_calls  # noqa: F401 - the same
import mutants_of_trust  # noqa: F401 - the same
import mutants_of_words  # noqa: F401 - the same
import pytest
import yaml
from mutation import FIRST, MUTANTS
from simulation import report, run, run_many
from stories import STORY, kept, tell, written

PATIENCE = 300  # lives in which a fault must be found: the first one finds it, while the code is as it was
KEPT = kept()
LIVES = 160  # `make prove` lives those that nobody has lived before


@pytest.mark.parametrize("name", MUTANTS)
def test_a_fault_is_found(name: str) -> None:
    with MUTANTS[name]():
        tally = run_many(range(FIRST[name], FIRST[name] + PATIENCE))
    assert tally.broken, name


def test_the_code_as_it_is_breaks_no_rule_in_the_same_lives() -> None:
    tally = run_many(sorted({*range(LIVES), *FIRST.values()}), stop_at=3)
    assert tally.broken == [], "\n".join(report(*found) for found in tally.broken)


@pytest.mark.parametrize("name", KEPT)
def test_what_was_found_once_is_mended(name: str) -> None:
    assert run(KEPT[name]).oracle.broken == []


def test_a_story_is_kept_as_it_was_told() -> None:
    story = tell(10)
    assert STORY.validate_python(yaml.safe_load(written(story))) == story


def test_a_reminder_is_missed_once_although_its_date_was_moved() -> None:
    """The date without the move was taken for a corrected one, and the pass that noted the reminder as missed had no end."""
    assert run(tell(483_677_576)).oracle.broken == []


def test_a_seed_is_lived_in_the_same_way_to_the_byte() -> None:
    first, second = run(tell(10)), run(tell(10))
    journals = [w.store._db.execute("SELECT body FROM fact").fetchall() for w in (first, second)]
    assert journals[0] == journals[1]
    assert first.office.deliveries == second.office.deliveries != []


def test_what_breaks_a_rule_is_told_as_the_shortest_story_in_words() -> None:
    with MUTANTS["drop the gate"]():
        story, broken = run_many(count(FIRST["drop the gate"])).broken[0]
        told = report(story, broken).splitlines()
    assert told[0].startswith("rule ")
    assert any(line.startswith(f"seed {story.seed}: from ") for line in told)
    assert len(told) < 10
