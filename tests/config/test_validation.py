"""Faults that no single value has."""

from typing import Any

import pytest
from builders import ACME, config

from followupd.config import validation
from followupd.config.validation import find_faults

STEP = {"channel": "email", "when": "5 days after interview"}


def found(*interviews: dict[str, Any], **changes: Any) -> list[str]:
    return [
        f"{'.'.join(map(str, path))}: {sentence}"
        for path, sentence in find_faults(config(*interviews, **changes))
    ]


def cadence(*steps: dict[str, str]) -> list[str]:
    return found(cadences={"default": [{"id": f"s{n}", **STEP, **s} for n, s in enumerate(steps)]})


def test_the_playbook_is_coherent() -> None:
    assert found() == []


def test_two_reminders_in_a_row_by_one_channel_are_a_fault_with_a_better_one() -> None:
    said = cadence({}, {"when": "7 days after previous"})
    assert said[0].startswith("cadences.default.1.channel: ")
    assert "for example channel: phone" in said[0]


@pytest.mark.parametrize(
    "when",
    [
        "6 days after previous",
        "4 business days after previous",
        "100 hours after previous",
        "11 days after interview",
    ],
)
def test_less_than_a_week_between_reminders_is_a_fault(when: str) -> None:
    said = cadence({}, {"when": when, "channel": "phone"})
    assert "one reminder a week; for example when: 7 days after previous" in said[0]


@pytest.mark.parametrize(
    "when", ["7 days after previous", "5 business days after previous", "12 days after interview"]
)
def test_a_week_between_reminders_is_none(when: str) -> None:
    assert cadence({}, {"when": when, "channel": "phone"}) == []


def test_names_of_steps_are_unique() -> None:
    assert (
        "rename one"
        in cadence({"id": "a"}, {"id": "a", "channel": "phone", "when": "7 days after previous"})[0]
    )


def test_a_cadence_without_steps_is_a_fault() -> None:
    assert "has no steps" in found(cadences={"empty": []})[0]


def test_only_mail_goes_to_everyone() -> None:
    assert "a thank-you by email" in cadence({"to": "everyone", "channel": "phone"})[0]


def test_an_unknown_cadence_is_named_with_those_there_are() -> None:
    assert "no cadence is called 'gentle'; there is default" in found(ACME | {"cadence": "gentle"})[0]


def test_one_interview_in_two_files_would_thank_everyone_twice() -> None:
    said = found(ACME, ACME | {"id": "again"})
    assert said == [
        "interviews.0.at: again has the same people at the same time; keep one of the two",
        "interviews.1.at: acme has the same people at the same time; keep one of the two",
    ]


def test_nobody_is_in_two_interviews_at_once() -> None:
    again = ACME | {"id": "again"}
    assert len(found(ACME, again | {"at": "2026-11-12 14:59"})) == 2
    assert found(ACME, again | {"at": "2026-11-12 15:00"}) == []


def test_what_is_compared_grows_with_the_interviews_that_share_an_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Four hundred files were compared in pairs, at each start and each edit."""
    calls: list[None] = []
    is_at_same_time = validation._is_at_same_time
    monkeypatch.setattr(
        validation, "_is_at_same_time", lambda *pair: (calls.append(None), is_at_same_time(*pair))[1]
    )
    crowd = [
        ACME | {"id": f"c{n}", "contacts": [{"name": f"Ana{n}", "email": f"ana@c{n}.example"}]}
        for n in range(100)
    ]
    assert found(*crowd) == []
    assert not calls
    assert len(found(*crowd, crowd[7] | {"id": "again"})) == 2
    assert len(calls) == 2


def test_two_interviews_with_one_id_are_a_fault() -> None:
    assert "rename one" in found(ACME, ACME | {"at": "2026-11-20 10:00"})[0]


def test_the_candidate_is_no_contact() -> None:
    contacts = [{"name": "Sam", "email": "SAM@candidate.example"}]
    assert found(ACME | {"contacts": contacts}) == [
        "interviews.0.contacts.0.email: sam@candidate.example is your own address; a contact is somebody else"
    ]
