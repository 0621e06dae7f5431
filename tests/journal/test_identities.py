"""Who is who: people and companies under every key, name and address that the files have given them."""

from dataclasses import replace
from typing import Any

import pytest
from builders import ACME, config, received, taken, utc

from followupd.config.interview import Contact, Interview
from followupd.journal.facts import Reopened, Settled, Touch
from followupd.journal.history import History
from followupd.journal.identities import Identities, concerns_person, is_written_by
from followupd.journal.interview_links import LinkReason

ANA = {"name": "Ana Ruiz", "email": "ana@acme.example"}
ANA_ELSEWHERE = {"name": "Ana Ruiz", "email": "a.ruiz@acme.example"}
ANA_GIL = {"name": "Ana Gil", "email": "a.ruiz@acme.example"}
BEN = {"name": "Ben Brandt", "email": "ben@acme.example"}
HAL = {"name": "Hal Hart", "email": "hal@friends.example", "role": "helped"}
ACME_ID = frozenset({"acme"})


def interview(*contacts: dict[str, Any], **changes: Any) -> Interview:
    return config(ACME | {"contacts": list(contacts)} | changes).interviews[0]


def seen(*interviews: Interview) -> Identities:
    """The journal has seen these, one after the other."""
    history = History()
    for one in interviews:
        if snapshot := history.identities.new_snapshot(one):
            history.add(replace(snapshot, at=utc("12 12:00")))
    return history.identities


def test_an_interview_is_written_down_only_when_it_changed() -> None:
    first = interview(ANA)
    assert History().identities.new_snapshot(first)
    assert seen(first).new_snapshot(first) is None
    assert seen(first).new_snapshot(interview(ANA, BEN))
    assert seen(first).last_snapshot("acme") == seen(first).snapshots_of_id("acme")[-1]
    assert seen(first).last_snapshot("zeta") is None


CORRECTIONS: dict[str, tuple[tuple[dict[str, Any], ...], set[str]]] = {
    "nothing": ((ANA,), {"ana-ruiz", "ana ruiz", "ana@acme.example"}),
    "the address": (
        (ANA, ANA_ELSEWHERE),
        {"ana-ruiz", "ana ruiz", "ana@acme.example", "a.ruiz@acme.example"},
    ),
    "the address, then the name": (
        (ANA, ANA_ELSEWHERE, ANA_GIL),
        {"ana-ruiz", "ana ruiz", "ana@acme.example", "a.ruiz@acme.example", "ana-gil", "ana gil"},
    ),
    "the whole person": ((BEN, ANA), {"ana-ruiz", "ana ruiz", "ana@acme.example"}),
}


@pytest.mark.parametrize(("people", "expected"), CORRECTIONS.values(), ids=CORRECTIONS)
def test_a_person_has_every_name_and_address_of_each_correction(
    people: tuple[dict[str, Any], ...], expected: set[str]
) -> None:
    versions = [interview(person) for person in people]
    assert seen(*versions).identifiers_of(ACME_ID, versions[-1].lead) == expected


def test_a_person_has_the_keys_of_each_correction() -> None:
    versions = [interview(person) for person in (ANA, ANA_ELSEWHERE, ANA_GIL)]
    assert seen(*versions).contact_keys(ACME_ID, versions[-1].lead) == {"ana-ruiz", "ana-gil"}


REMOVALS: dict[str, tuple[tuple[Interview, ...], list[str]]] = {
    "nobody": ((interview(ANA, BEN),), []),
    "one of two": ((interview(ANA, BEN), interview(ANA)), ["ben-brandt"]),
    "a corrected person is not removed": ((interview(ANA), interview(ANA_ELSEWHERE)), []),
    "two, the last one first": ((interview(ANA, BEN, HAL), interview(ANA, BEN), interview(ANA)), ["ben-brandt", "hal-hart"]),
    "people of another company do not count": (
        (interview(HAL | {"role": "interviewer"}, company="Friends"), interview(ANA)),
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("versions", "expected"), REMOVALS.values(), ids=REMOVALS)
def test_people_whom_the_file_names_no_more_are_remembered(
    versions: tuple[Interview, ...], expected: list[str]
) -> None:
    removed = seen(*versions).removed_contacts(versions[-1], ACME_ID)
    assert [c.key for c in removed] == expected


def test_a_removed_helper_stays_a_helper() -> None:
    (helper,) = seen(interview(ANA, HAL), interview(ANA)).removed_contacts(interview(ANA), ACME_ID)
    assert helper.role == "helped"


def test_a_company_has_the_domains_and_ids_of_all_its_interviews() -> None:
    other = interview(BEN | {"email": "ben@acme.co.example"}, id="acme-2", at="2026-11-19 14:00")
    identities, first = seen(interview(ANA, HAL), other), interview(ANA, HAL)
    assert identities.full_company(first).owns_address("jobs@co.example")
    assert identities.sibling_ids(first) == {"acme", "acme-2"}
    assert identities.speaker_addresses(identities.full_company(first)) == {
        "ana@acme.example", "ben@acme.co.example"
    }  # fmt: skip


def test_a_start_is_as_old_as_its_last_correction() -> None:
    early, late = interview(ANA), interview(ANA, at="2026-11-19 14:00")
    history = History()
    for at, version in (("10 09:00", early), ("11 09:00", late), ("12 09:00", early)):
        snapshot = history.identities.new_snapshot(version)
        assert snapshot
        history.add(replace(snapshot, at=utc(at)))
    assert history.identities.start_set_at(early, ACME_ID) == utc("12 09:00")
    assert history.identities.start_set_at(late, ACME_ID) is None


def test_an_id_is_an_interviews_own_until_its_present_id_appears() -> None:
    identities = seen(interview(ANA, id="old"), interview(ANA, id="new"))
    links = {"new": LinkReason.OWN, "old": LinkReason.SAME_DATE, "gone": LinkReason.THANKED}
    valid_until = identities.id_valid_until(interview(ANA, id="new"), links)
    assert valid_until == {"new": float("inf"), "old": 2}


PERSON = Contact(name="Ana Ruiz", email="ana@acme.example", also=["ruiz@home.example"])


def test_a_mail_is_by_a_person_whose_address_or_key_it_bears() -> None:
    assert is_written_by(PERSON, received("13 09:00", "ruiz@home.example"))
    assert is_written_by(PERSON, received("13 09:00", "bot@acme.example", contact="ana-ruiz"))
    assert not is_written_by(PERSON, received("13 09:00", "ben@acme.example"))


def test_a_touch_concerns_a_person_by_key_name_or_address() -> None:
    touch = Touch("acme", "thank-you", "a-key-of-before")
    fact = taken("12 16:00", "thank-you", touch=touch)
    for identifiers in ({"a-key-of-before"}, {"ana ruiz"}, {"ana@acme.example"}):
        assert concerns_person(frozenset(identifiers), fact)
    assert not concerns_person(frozenset({"ben brandt"}), fact)
    refused = Settled(utc("12 16:00"), touch, "refused", "550", address="Ana@acme.example")
    assert concerns_person(frozenset({"ana@acme.example"}), refused)
    assert not concerns_person(frozenset({"ana ruiz"}), Reopened(utc("12 16:00"), touch))
