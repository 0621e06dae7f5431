"""Two roles at one company: the mail says which one it means, or both are asked about."""

from dataclasses import replace

import pytest
from classify_cases import ACME, KNOWN, verdict

from followupd.inbound.verdict import Action

SENIOR = replace(ACME, id="senior", role="Senior Data Engineer", requisition="AC-77")
LEAD = replace(ACME, id="lead", role="Team Lead", requisition="AC-78")
TWO = replace(KNOWN, interviews=(ACME, SENIOR, LEAD), sent_mails={})
THREAD = {"In_Reply_To": "<fu-1@me.example>"}


@pytest.mark.parametrize(
    ("subject", "body", "meant"),
    [
        ("The data engineer role", "You have it.", "acme"),
        ("Senior Data Engineer", "You have it.", "senior"),
        ("Hello", "About the role of a Team-Lead.", "lead"),
        ("AC 77", "About the Team Lead you know.", "senior"),
    ],
)
def test_the_role_that_a_contact_names_stops_and_the_others_are_asked_about(subject, body, meant):
    found = verdict(subject=subject, body=body, known=TWO)
    assert (found.action, found.interviews) == (Action.STOP, (meant,))
    assert set(found.doubtful) == {"acme", "senior", "lead"} - {meant}


def test_where_no_role_is_named_all_are_asked_about():
    found = verdict(subject="Hello", known=TWO)
    assert (found.action, set(found.interviews), found.doubtful) == (
        Action.PAUSE,
        {"acme", "senior", "lead"},
        (),
    )


def test_an_answer_in_the_thread_of_one_role_that_names_it_pauses_the_other():
    known = replace(KNOWN, interviews=(ACME, LEAD))
    found = verdict(subject="Re: the data engineer", known=known, **THREAD)
    assert (found.action, found.interviews, found.doubtful) == (Action.STOP, ("acme",), ("lead",))
    assert verdict(known=known, **THREAD).interviews == ("acme", "lead")


@pytest.mark.parametrize(
    ("sender", "subject", "role"),
    [
        ("Acme Careers <no-reply@greenhouse.io>", "Your application for Team Lead at Acme", "Team Lead"),
        (
            "Acme HR <hr@acme.example>",
            "Your application for the Senior Data Engineer",
            "Senior Data Engineer",
        ),
        ("Acme HR <hr@acme.example>", "Your application AC-78", "Team Lead"),
    ],
)
def test_a_system_or_a_stranger_of_the_company_pauses_all_and_the_named_role_is_said(sender, subject, role):
    found = verdict(sender, subject, "There is an update. Please log in.", known=TWO)
    assert (found.action, set(found.interviews)) == (Action.PAUSE, {"acme", "senior", "lead"})
    assert found.why.endswith(f"; it may concern several interviews; it seems to be about {role}")


def test_where_no_role_is_named_none_is_said():
    found = verdict("Acme HR <hr@acme.example>", "Hello", known=TWO)
    assert found.why.endswith("; it may concern several interviews")
