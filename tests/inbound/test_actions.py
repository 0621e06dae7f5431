"""The table that decides what an incoming mail asks of us."""

from itertools import product
from pathlib import Path

import pytest

from followupd.inbound.actions import Nature, Proof, Relation, choose_action, format_decision_table
from followupd.inbound.verdict import Action

BRAKES = {Action.STOP, Action.PAUSE}
NAMING = (Relation.CONTACT_NAMED, Relation.NAMED)
CLOSE = (Relation.THREAD, Relation.PERSON, Relation.COMPANY)
CELLS = list(product(Relation, Nature, Proof))


def test_the_table_is_total():
    assert all(isinstance(choose_action(*cell), Action) for cell in CELLS)


def test_words_alone_silence_nobody_who_is_close():
    told = {Nature.OWN_DOING}  # a shop of the company's: told, and nothing stops
    for relation, nature in product(CLOSE, set(Nature) - told):
        assert choose_action(relation, nature, Proof.WORDS) in BRAKES, (relation, nature)


@pytest.mark.parametrize("relation", NAMING)
def test_what_only_names_somebody_pauses_unless_a_header_proves_a_machine(relation):
    for nature in set(Nature) - {Nature.OWN_DOING, Nature.ABUSE_REPORT}:
        assert choose_action(relation, nature, Proof.WORDS) is Action.PAUSE, nature


def test_what_the_text_says_outweighs_a_machines_header():
    machines = {
        Nature.ABSENCE,
        Nature.DEPARTURE,
        Nature.ACKNOWLEDGEMENT,
        Nature.AUTOMATIC,
        Nature.READ_RECEIPT,
        Nature.CHALLENGE,
        Nature.BULK,
    }
    for relation, nature in product((*CLOSE, *NAMING), machines):
        assert choose_action(relation, nature, Proof.OVERRULED) in BRAKES, (relation, nature)


def test_what_concerns_no_interview_does_nothing():
    assert {choose_action(Relation.NONE, nature, proof) for _, nature, proof in CELLS} == {Action.NONE}


def test_what_only_names_somebody_never_stops_by_words():
    for relation, nature in product(NAMING, set(Nature) - {Nature.ABUSE_REPORT}):
        assert choose_action(relation, nature, Proof.WORDS) is not Action.STOP


def test_the_table_in_the_documentation_is_the_one_that_decides():
    page = Path(__file__).parents[2] / "docs" / "reference" / "decision-table.md"
    assert page.read_text(encoding="utf-8").endswith(format_decision_table())
