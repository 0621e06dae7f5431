"""Each rule that moves a reminder, by itself: what makes it hold, and when it lifts."""

from datetime import date

import pytest
from builders import by_hand, received, steered, taken, thanked, utc
from rule_case import Case

from followupd.config.cadence import Channel
from followupd.inbound.verdict import Action, Kind
from followupd.journal.command_facts import ContactSteered
from followupd.journal.facts import Done, Steered, Touch
from followupd.planning import contact_pause, shifting_rules
from followupd.planning.context import Rule

AWAY = received("18 09:00", kind=Kind.AUTO_REPLY, action=Action.HOLD, return_date=date(2026, 11, 30))
AWAY_UNDATED = received("18 09:00", kind=Kind.AUTO_REPLY, action=Action.HOLD, message_id="<away@x>")
ANA_PAUSED = ContactSteered(utc("20 09:00"), "acme", "ana-ruiz", "ana@acme.example", "pause", utc("30 09:00"))
CALLED = taken("17 10:00", "call", reminder=True)
LETTER_UNDER_WAY = taken("19 10:00", "letter", reminder=True, arrives=utc("25 09:00"))
SPOKE = Done(
    utc("18 10:00"), Touch("acme", "call", "ana-ruiz"), "spoke", channel=Channel.PHONE, company="acme"
)
NOBODY_PICKED_UP = Done(
    utc("18 10:00"), Touch("acme", "call", "ana-ruiz"), "no-answer", channel=Channel.PHONE, company="acme"
)
PROMISED = {"promise": "2026-11-26"}

SHIFTS = {
    "a person who was paused": Case(
        contact_pause.hold_after_contact_pause, Rule.RELEASE, (ANA_PAUSED,), now="30 10:00", lifts_at=utc("30 09:00")
    ),
    "a person who is paused still": Case(contact_pause.hold_after_contact_pause, None, (ANA_PAUSED,)),
    "a promise in the file": Case(
        shifting_rules.hold_for_promise, Rule.PROMISE, interview=PROMISED, lifts_at=utc("27 07:30")
    ),
    "a promise that the user wrote down": Case(
        shifting_rules.hold_for_promise, Rule.PROMISE, (Steered(utc("18 10:00"), "acme", "resume", promise=date(2026, 11, 27)),),
        lifts_at=utc("30 07:30"),
    ),
    "no promise": Case(shifting_rules.hold_for_promise, None),
    "away until a day": Case(shifting_rules.hold_for_absence, Rule.ABSENCE, (AWAY,), lifts_at=utc("2026-12-01 07:30")),
    "away without a day": Case(shifting_rules.hold_for_absence, Rule.ABSENCE, (AWAY_UNDATED,), lifts_at=utc("27 07:30")),
    "away until a day, before a resume": Case(
        shifting_rules.hold_for_absence, None, (AWAY, steered("19 09:00", "resume"))
    ),
    "away until a day, after a resume": Case(
        shifting_rules.hold_for_absence, Rule.ABSENCE, (steered("12 19:00", "resume"), AWAY), lifts_at=utc("2026-12-01 07:30")
    ),
    "somebody else is away": Case(
        shifting_rules.hold_for_absence, None,
        (received("18 09:00", "ben@acme.example", kind=Kind.AUTO_REPLY, action=Action.HOLD),),
    ),
    "a pause that was lifted": Case(
        shifting_rules.hold_after_release, Rule.RELEASE, (steered("19 10:00", "pause"), steered("20 10:00", "resume")),
        lifts_at=utc("20 10:00"),
    ),
    "a pause of everything that was lifted": Case(
        shifting_rules.hold_after_release, Rule.RELEASE,
        (Steered(utc("19 10:00"), "*", "pause"), Steered(utc("21 10:00"), "*", "resume")), lifts_at=utc("21 10:00"),
    ),
    "nothing was paused": Case(shifting_rules.hold_after_release, None),
    "a reminder of this week": Case(shifting_rules.hold_for_budget, Rule.BUDGET, (CALLED,), lifts_at=utc("24 10:00")),
    "a letter counts from its arrival": Case(
        shifting_rules.hold_for_budget, Rule.BUDGET, (LETTER_UNDER_WAY,), lifts_at=utc("2026-12-02 09:00")
    ),
    "a call that was made": Case(
        shifting_rules.hold_for_budget, Rule.BUDGET, (CALLED, SPOKE), lifts_at=utc("25 10:00")
    ),
    "a call that nobody took": Case(
        shifting_rules.hold_for_budget, Rule.BUDGET, (CALLED, NOBODY_PICKED_UP), lifts_at=utc("24 10:00")
    ),
    "a mail of one's own": Case(
        shifting_rules.hold_for_budget, Rule.BUDGET, (by_hand("20 10:00", "ben@acme.example"),), lifts_at=utc("27 10:00")
    ),
    "a mail to a helper": Case(shifting_rules.hold_for_budget, None, (by_hand("20 10:00", "hal@friends.example"),)),
    "thank-yous are no reminders": Case(shifting_rules.hold_for_budget, None, tuple(thanked())),
}  # fmt: skip


@pytest.mark.parametrize("case", SHIFTS.values(), ids=SHIFTS)
def test_a_rule_holds_for_its_reason_and_lifts_in_its_time(case: Case) -> None:
    hold = case.hold()
    assert (hold and hold.rule, hold and hold.lifts_at) == (case.expected, case.lifts_at)


def test_every_rule_is_in_the_table() -> None:
    assert set(shifting_rules.SHIFTING_RULES) == {case.rule for case in SHIFTS.values()}


def test_every_hold_that_shifts_a_reminder_lifts_by_itself() -> None:
    assert all(case.lifts_at for case in SHIFTS.values() if case.expected)
