"""Invitations: to a next round, to another time, and of the interview itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from classify_cases import ACME, NOW, OTHER, verdict

from followupd.inbound.classifier import classify_mail
from followupd.inbound.matching.watchlist import Watchlist
from followupd.inbound.verdict import Action, Intent, Kind


def test_an_update_of_the_interviews_own_invitation_is_recognised_by_its_uid():
    calendar = "BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nUID:talk-1@acme\nEND:VEVENT\nEND:VCALENDAR"
    found = verdict(
        "robot <robot@booking.example>", "Cancelled", calendar, Content_Type="text/calendar; method=CANCEL"
    )
    assert (found.kind, found.action, found.interviews) == (Kind.INVITATION, Action.PAUSE, ("acme",))


def test_a_changed_invitation_of_the_interview_itself_is_no_next_round():
    calendar = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:talk-1@acme\nORGANIZER:mailto:ana.roe@acme.example\nEND:VEVENT\nEND:VCALENDAR"
    found = verdict(
        "robot <robot@booking.example>", "Invitation", calendar, Content_Type="text/calendar; method=REQUEST"
    )
    assert (found.action, found.intent) == (Action.STOP, None)
    assert "for this very interview: it was moved or changed" in found.why


BEFORE = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)  # the interview is yet to come


def calendared(method, start="", received=BEFORE, known=None, sender="robot <robot@booking.example>"):
    times = f"DTSTART;TZID=Europe/Berlin:{start}\nDURATION:PT45M\n" if start else ""
    calendar = (
        f"BEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\nUID:talk-1@acme\n{times}END:VEVENT\nEND:VCALENDAR"
    )
    raw = f"From: {sender}\nTo: me@me.example\nSubject: Talk\nMessage-ID: <i@x>\nContent-Type: text/calendar; method={method}\n\n{calendar}"
    return classify_mail(
        raw.encode(),
        known or Watchlist(own_addresses=frozenset({"me@me.example"}), interviews=(ACME, OTHER)),
        received,
    )


def test_an_invitation_that_moves_an_interview_yet_to_come_pauses_and_names_the_line_for_its_file():
    found = calendared("REQUEST", "20261112T140000")
    assert (found.action, found.interviews) == (Action.PAUSE, ("acme",))
    assert found.why.endswith("write into its file (acme.yaml) at: 2026-11-12 14:00 and minutes: 45")


def test_the_invitation_of_an_interview_yet_to_come_is_no_news_while_its_time_is_the_same():
    found = calendared("REQUEST", "20261110T010000")
    assert (found.action, found.interviews) == (Action.NONE, ())


def test_an_interview_yet_to_come_that_is_cancelled_pauses():
    found = calendared("CANCEL", "20261110T010000")
    assert (found.action, found.interviews) == (Action.PAUSE, ("acme",))
    assert found.why.endswith("for this very interview: it was cancelled")


def test_an_invitation_older_than_the_file_is_older_than_the_users_word():
    written = replace(ACME, start_set_at=BEFORE + timedelta(hours=1))
    known = Watchlist(own_addresses=frozenset({"me@me.example"}), interviews=(written,))
    assert calendared("REQUEST", "20261112T140000", known=known).action is Action.NONE


def test_a_next_round_that_is_moved_still_ends_the_round_before_it():
    second = replace(ACME, id="acme-2", starts_at=datetime(2026, 12, 1, tzinfo=UTC))
    first = replace(ACME, calendar_uids=())
    known = Watchlist(own_addresses=frozenset({"me@me.example"}), interviews=(first, second))
    found = calendared(
        "REQUEST", "20261203T140000", received=NOW, known=known, sender="Ana Roe <ana.roe@acme.example>"
    )
    assert (found.action, set(found.interviews)) == (Action.STOP, {"acme", "acme-2"})


def test_an_invitation_whose_organiser_is_a_contact_stops():
    calendar = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:2\nORGANIZER:mailto:ana.roe@acme.example\nEND:VEVENT\nEND:VCALENDAR"
    found = verdict(
        "robot <robot@booking.example>", "Invitation", calendar, Content_Type="text/calendar; method=REQUEST"
    )
    assert (found.action, found.intent, found.contact) == (Action.STOP, Intent.NEXT_ROUND, "ana")


HEAD = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:another@booking\nDTSTART:20261120T090000Z\n"
ORGANISER = "ORGANIZER:mailto:ana.roe@ac\n me.example\n"
UNREAD_CALENDARS = {
    "too long": HEAD + "RDATE:20261120T090000Z\n" * 4000 + ORGANISER,
    "a line too long": HEAD + "DESCRIPTION" + ";X=Y" * 20_000 + ":x\n" + ORGANISER,
    "too many events": HEAD + "END:VEVENT\nBEGIN:VEVENT\nUID:2\n" * 60 + ORGANISER,
    "too many people": HEAD + "".join(f"ATTENDEE:mailto:p{n}@x.example\n" for n in range(120)) + ORGANISER.replace("ORGANIZER", "ATTENDEE"),
    "broken": "BEGIN:VTIMEZONE\n" * 900 + HEAD + ORGANISER,
    "its own event": HEAD + "RDATE:20261120T090000Z\n" * 4000 + "UID:talk-1@acme\n",
}  # fmt: skip


@pytest.mark.parametrize("name", UNREAD_CALENDARS)
def test_whom_the_rest_of_a_calendar_names_that_is_not_read_is_paused(name):
    """What was cut off may say who invites: a limit never makes an invitation go unheard."""
    calendar = f"{UNREAD_CALENDARS[name]}END:VEVENT\nEND:VCALENDAR"
    found = verdict(
        "robot <robot@booking.example>", "Invitation", calendar, Content_Type="text/calendar; method=REQUEST"
    )
    assert (found.kind, found.action, found.interviews) == (Kind.INVITATION, Action.PAUSE, ("acme",))


def test_a_long_calendar_that_names_nobody_of_theirs_pauses_nobody():
    calendar = (
        f"{HEAD}{'RDATE:20261120T090000Z' * 4000}\nORGANIZER:mailto:x@shop.example\nEND:VEVENT\nEND:VCALENDAR"
    )
    found = verdict(
        "robot <robot@booking.example>", "Invitation", calendar, Content_Type="text/calendar; method=REQUEST"
    )
    assert (found.action, found.interviews) == (Action.NONE, ())
