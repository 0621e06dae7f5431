"""Each rule by itself: what makes it hold, what does not, and when it lifts."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import pytest
from builders import ACME, by_hand, config, received, seen, steered, taken, thanked, utc

from followupd.config.cadence import Channel
from followupd.inbound.verdict import Action, Intent, Kind
from followupd.journal.command_facts import ContactSteered
from followupd.journal.facts import Done, Fact, Receipt, Settled, Steered, Touch, Uncertain
from followupd.journal.history import History
from followupd.planning import contact_pause, late_entry, rules
from followupd.planning.context import Conditions, Hold, Rule, TouchContext
from followupd.planning.moment import Moment
from followupd.planning.post import calendar_of

LOST = Uncertain(utc("12 15:30"), Touch("acme", "thank-you", "ana-ruiz"), "<1@x>", "ana@acme.example", "")
AWAY = received("18 09:00", kind=Kind.AUTO_REPLY, action=Action.HOLD, return_date=date(2026, 11, 30))
AWAY_UNDATED = received("18 09:00", kind=Kind.AUTO_REPLY, action=Action.HOLD, message_id="<away@x>")
BOUNCED = received("13 09:00", kind=Kind.BOUNCE_PERMANENT, failed_address="ana@acme.example")
REFUSED = Settled(
    utc("12 15:40"), Touch("acme", "thank-you", "ana-ruiz"), "refused", "550", address="ana@acme.example"
)
LEFT = received("13 09:00", kind=Kind.AUTO_REPLY, action=Action.ALERT, left=True, authenticated=True)
WANTS_NONE = received("13 09:00", intent=Intent.PLEASE_STOP, authenticated=True)
ANA_PAUSED = ContactSteered(utc("20 09:00"), "acme", "ana-ruiz", "ana@acme.example", "pause", utc("30 09:00"))
CALLED = taken("17 10:00", "call", reminder=True)
LETTER_UNDER_WAY = taken("19 10:00", "letter", reminder=True, arrives=utc("25 09:00"))
SPOKE = Done(
    utc("18 10:00"), Touch("acme", "call", "ana-ruiz"), "spoke", channel=Channel.PHONE, company="acme"
)
NOBODY_PICKED_UP = Done(
    utc("18 10:00"), Touch("acme", "call", "ana-ruiz"), "no-answer", channel=Channel.PHONE, company="acme"
)


@dataclass(frozen=True)
class Case:
    """A touch under one rule; by default the check-in to the lead on a Tuesday, with nothing in its way."""

    rule: Callable[[TouchContext], Hold | None]
    expected: Rule | None
    facts: tuple[Fact, ...] = ()
    step: str = "check-in"
    now: str = "24 10:00"
    lifts_at: datetime | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    interview: dict[str, Any] = field(default_factory=dict)
    conditions: dict[str, Any] = field(default_factory=dict)

    def hold(self) -> Hold | None:
        made, now = config(ACME | self.interview, **self.changes), utc(self.now)
        interview = made.interviews[0]
        step, record = made.find_step(interview, self.step), History(self.facts).record_of(interview, made)
        assert step
        touch = Touch(interview.id, step.id, interview.lead.key)
        situation = self.conditions.get("whole") or seen(now, **self.conditions)
        context = TouchContext(
            Moment(now), made, record, situation, record.status_at(now), calendar_of(made, interview), step,
            interview.lead, touch,
        )  # fmt: skip
        return self.rule(context)


def read_at(at: datetime | None) -> Conditions:
    """The mailbox was read then, or never."""
    return Conditions(jitter_key=b"key", receipt=Receipt(at, "", ()) if at else None)


ANSWER_BEFORE_PAUSE = (received("13 09:00"), steered("13 10:00", "pause", "30 09:00"))
THANKS_GO_ON = {"sending": {"after_answer": "send_thanks"}}
CAPPED = {"sending": {"daily_cap": 1}}
PROMISED = {"promise": "2026-11-26"}
CASES = {
    "a closed interview is closed": Case(rules.hold_if_closed, Rule.CLOSED, (steered("13 09:00", "close"),)),
    "an open one is not": Case(rules.hold_if_closed, None, (steered("13 09:00", "pause"),)),
    "a fault in its file": Case(rules.hold_for_config, Rule.CONFIG, conditions={"fault_by_interview": {"acme": "x"}}),
    "a fault in config.yaml": Case(rules.hold_for_config, Rule.CONFIG, conditions={"fault_by_interview": {"*": "x"}}),
    "a fault in another file": Case(rules.hold_for_config, None, conditions={"fault_by_interview": {"zeta": "x"}}),
    "an answer": Case(rules.hold_for_answer, Rule.ANSWERED, (received("13 09:00"),)),
    "an answer that was resumed": Case(
        rules.hold_for_answer, None, (received("13 09:00"), steered("13 10:00", "resume"))
    ),
    "thanks go on after an answer": Case(
        rules.hold_for_answer, None, (received("13 09:00"),), "thank-you", "13 10:00", changes=THANKS_GO_ON
    ),
    "a reminder does not go on": Case(
        rules.hold_for_answer, Rule.ANSWERED, (received("13 09:00"),), changes=THANKS_GO_ON
    ),
    "thanks wait for the user's own pause": Case(
        rules.hold_for_answer, Rule.PAUSED, ANSWER_BEFORE_PAUSE, "thank-you", "13 11:00", utc("30 09:00"), THANKS_GO_ON
    ),
    "a pause with an end": Case(
        rules.hold_for_pause, Rule.PAUSED, (steered("20 09:00", "pause", "30 09:00"),), lifts_at=utc("30 09:00")
    ),
    "a pause that ended": Case(rules.hold_for_pause, None, (steered("20 09:00", "pause", "23 09:00"),)),
    "a pause of everything": Case(
        rules.hold_for_pause, Rule.PAUSED, (Steered(utc("20 09:00"), "*", "pause"),)
    ),
    "a pause of another interview": Case(
        rules.hold_for_pause, None, (steered("20 09:00", "pause", interview="zeta"),)
    ),
    "the HOLD file": Case(rules.hold_for_halt, Rule.HALTED, conditions={"halt_reason": "the HOLD file"}),
    "no HOLD file": Case(rules.hold_for_halt, None),
    "a mail of unknown fate": Case(rules.hold_for_unknown, Rule.UNKNOWN, (LOST,)),
    "one that was proven": Case(
        rules.hold_for_unknown, None, (LOST, taken("12 15:30", "thank-you", how="proof"))
    ),
    "an address that bounces": Case(rules.hold_for_address, Rule.ADDRESS, (BOUNCED,)),
    "an address that was refused": Case(rules.hold_for_address, Rule.ADDRESS, (REFUSED,)),
    "a person who has left": Case(rules.hold_for_address, Rule.ADDRESS, (LEFT,)),
    "a person of whom nobody vouches that they left": Case(
        rules.hold_for_address, None, (received("13 09:00", kind=Kind.AUTO_REPLY, left=True),)
    ),
    "a bounce before a resume": Case(rules.hold_for_address, None, (BOUNCED, steered("14 09:00", "resume"))),
    "a bounce after a resume": Case(
        rules.hold_for_address, Rule.ADDRESS, (steered("12 19:00", "resume"), BOUNCED)
    ),
    "a bounce, and a resume of all": Case(
        rules.hold_for_address, Rule.ADDRESS, (BOUNCED, steered("14 09:00", "resume", interview="*"))
    ),
    "a departure before a resume": Case(
        rules.hold_for_address, None, (LEFT, steered("14 09:00", "resume"))
    ),
    "a person who wants no mail": Case(rules.hold_for_address, Rule.ADDRESS, (WANTS_NONE,)),
    "a call needs no address": Case(rules.hold_for_address, None, (BOUNCED,), "call"),
    "a person whom nobody has confirmed": Case(
        rules.hold_for_confirmation, Rule.UNCONFIRMED, step="thank-you",
        interview={"contacts": [ACME["contacts"][0] | {"confirmed": False}]},
    ),
    "a person who was typed": Case(rules.hold_for_confirmation, None, step="thank-you"),
    "a country with several zones and none of them named": Case(
        rules.hold_for_zone, Rule.ZONE, interview={"country": "US", "zone": None}
    ),
    "a country with one zone": Case(rules.hold_for_zone, None, interview={"country": "FR"}),
    "a zone that was written": Case(
        rules.hold_for_zone, None, interview={"country": "US", "zone": "America/Denver"}
    ),
    "an attempt that failed inside": Case(
        rules.hold_after_failure, Rule.TRIPPED, conditions={"failed_until": {"acme": utc("24 11:00")}},
        lifts_at=utc("24 11:00"),
    ),
    "one that failed elsewhere": Case(
        rules.hold_after_failure, None, conditions={"failed_until": {"zeta": utc("24 11:00")}}
    ),
    "thanks by the candidate's own hand": Case(
        rules.hold_for_own_mail, Rule.BY_HAND, (by_hand("12 15:00", "ana@acme.example"),), "thank-you"
    ),
    "a mail from before the interview": Case(
        rules.hold_for_own_mail, None, (by_hand("12 12:00", "ana@acme.example"),), "thank-you"
    ),
    "a reminder after a mail of one's own": Case(
        rules.hold_for_own_mail, None, (by_hand("12 15:00", "ana@acme.example"),)
    ),
    "a last note that would be their first mail": Case(
        late_entry.hold_lone_last_note, Rule.FIRST_MAIL, (taken("17 09:00", "call"),), "last-note"
    ),
    "a last note after a mail to another person": Case(
        late_entry.hold_lone_last_note, Rule.FIRST_MAIL, (taken("12 15:30", "thank-you", "ben-brandt"),), "last-note"
    ),
    "a last note after a thank-you": Case(
        late_entry.hold_lone_last_note, None, (taken("12 15:30", "thank-you"),), "last-note"
    ),
    "a last note after a mail of one's own": Case(
        late_entry.hold_lone_last_note, None, (by_hand("14 15:00", "ana@acme.example"),), "last-note"
    ),
    "a check-in may be the first mail": Case(late_entry.hold_lone_last_note, None),
    "the same channel twice": Case(
        rules.hold_for_alternation, Rule.ALTERNATION, (by_hand("14 15:00", "ana@acme.example"),)
    ),
    "another channel": Case(rules.hold_for_alternation, None, (CALLED,)),
    "a thank-you is no reminder": Case(
        rules.hold_for_alternation, None, (by_hand("14 15:00", "ana@acme.example"),), "thank-you"
    ),
    "a weekend": Case(rules.hold_for_window, Rule.WINDOW, now="21 10:00", lifts_at=utc("23 07:30")),
    "after closing time": Case(rules.hold_for_window, Rule.WINDOW, now="24 17:00", lifts_at=utc("25 07:30")),
    "in the sending window": Case(rules.hold_for_window, None),
    "a server that put it off": Case(
        rules.hold_for_retry, Rule.RETRY, lifts_at=utc("24 10:05"),
        conditions={"retry_times": {Touch("acme", "check-in", "ana-ruiz"): utc("24 10:05")}},
    ),
    "a retry that is due": Case(
        rules.hold_for_retry, None, conditions={"retry_times": {Touch("acme", "check-in", "ana-ruiz"): utc("24 10:00")}}
    ),
    "the daily cap": Case(
        rules.hold_for_cap, Rule.CAP, (taken("24 08:00", "thank-you"),), changes=CAPPED, lifts_at=utc("24 23:00")
    ),
    "mails of yesterday": Case(rules.hold_for_cap, None, (taken("23 08:00", "thank-you"),), changes=CAPPED),
    "sheets to oneself": Case(rules.hold_for_cap, None, (taken("24 08:00", "call"),), changes=CAPPED),
    "a mailbox never read": Case(rules.hold_for_receipt, Rule.RECEIPT, conditions={"whole": read_at(None)}),
    "a mailbox read long ago": Case(
        rules.hold_for_receipt, Rule.RECEIPT, conditions={"whole": read_at(utc("24 09:49"))}
    ),
    "a mailbox read in the future": Case(
        rules.hold_for_receipt, Rule.RECEIPT, conditions={"whole": read_at(utc("24 10:01"))}
    ),
    "a mailbox read for something else": Case(
        rules.hold_for_receipt, Rule.RECEIPT, conditions={"watchlist_digest": "something else"}
    ),
    "a mailbox read just now": Case(rules.hold_for_receipt, None),
}  # fmt: skip
CASES |= {
    "a person who is paused": Case(
        contact_pause.hold_for_contact_pause, Rule.PAUSED, (ANA_PAUSED,), lifts_at=utc("30 09:00")
    ),
    "another person who is paused": Case(
        contact_pause.hold_for_contact_pause, None, (replace(ANA_PAUSED, contact="ben-brandt", address="ben@acme.example"),)
    ),
    "a person whose pause is over": Case(contact_pause.hold_for_contact_pause, None, (ANA_PAUSED,), now="30 10:00"),
}  # fmt: skip
SHIFTS = {
    "a person who was paused": Case(
        contact_pause.hold_after_contact_pause, Rule.RELEASE, (ANA_PAUSED,), now="30 10:00", lifts_at=utc("30 09:00")
    ),
    "a person who is paused still": Case(contact_pause.hold_after_contact_pause, None, (ANA_PAUSED,)),
    "a promise in the file": Case(
        rules.hold_for_promise, Rule.PROMISE, interview=PROMISED, lifts_at=utc("27 07:30")
    ),
    "a promise that the user wrote down": Case(
        rules.hold_for_promise, Rule.PROMISE, (Steered(utc("18 10:00"), "acme", "resume", promise=date(2026, 11, 27)),),
        lifts_at=utc("30 07:30"),
    ),
    "no promise": Case(rules.hold_for_promise, None),
    "away until a day": Case(rules.hold_for_absence, Rule.ABSENCE, (AWAY,), lifts_at=utc("2026-12-01 07:30")),
    "away without a day": Case(rules.hold_for_absence, Rule.ABSENCE, (AWAY_UNDATED,), lifts_at=utc("27 07:30")),
    "away until a day, before a resume": Case(
        rules.hold_for_absence, None, (AWAY, steered("19 09:00", "resume"))
    ),
    "away until a day, after a resume": Case(
        rules.hold_for_absence, Rule.ABSENCE, (steered("12 19:00", "resume"), AWAY), lifts_at=utc("2026-12-01 07:30")
    ),
    "somebody else is away": Case(
        rules.hold_for_absence, None,
        (received("18 09:00", "ben@acme.example", kind=Kind.AUTO_REPLY, action=Action.HOLD),),
    ),
    "a pause that was lifted": Case(
        rules.hold_after_release, Rule.RELEASE, (steered("19 10:00", "pause"), steered("20 10:00", "resume")),
        lifts_at=utc("20 10:00"),
    ),
    "a pause of everything that was lifted": Case(
        rules.hold_after_release, Rule.RELEASE,
        (Steered(utc("19 10:00"), "*", "pause"), Steered(utc("21 10:00"), "*", "resume")), lifts_at=utc("21 10:00"),
    ),
    "nothing was paused": Case(rules.hold_after_release, None),
    "a reminder of this week": Case(rules.hold_for_budget, Rule.BUDGET, (CALLED,), lifts_at=utc("24 10:00")),
    "a letter counts from its arrival": Case(
        rules.hold_for_budget, Rule.BUDGET, (LETTER_UNDER_WAY,), lifts_at=utc("2026-12-02 09:00")
    ),
    "a call that was made": Case(
        rules.hold_for_budget, Rule.BUDGET, (CALLED, SPOKE), lifts_at=utc("25 10:00")
    ),
    "a call that nobody took": Case(
        rules.hold_for_budget, Rule.BUDGET, (CALLED, NOBODY_PICKED_UP), lifts_at=utc("24 10:00")
    ),
    "a mail of one's own": Case(
        rules.hold_for_budget, Rule.BUDGET, (by_hand("20 10:00", "ben@acme.example"),), lifts_at=utc("27 10:00")
    ),
    "a mail to a helper": Case(rules.hold_for_budget, None, (by_hand("20 10:00", "hal@friends.example"),)),
    "thank-yous are no reminders": Case(rules.hold_for_budget, None, tuple(thanked())),
}  # fmt: skip


@pytest.mark.parametrize("case", [*CASES.values(), *SHIFTS.values()], ids=[*CASES, *SHIFTS])
def test_a_rule_holds_for_its_reason_and_lifts_in_its_time(case: Case) -> None:
    hold = case.hold()
    assert (hold and hold.rule, hold and hold.lifts_at) == (case.expected, case.lifts_at)


def test_every_rule_is_in_the_table() -> None:
    in_use = {*rules.HOLDING_RULES, *rules.MOMENT_RULES}
    assert in_use == {case.rule for case in CASES.values()}
    assert set(rules.SHIFTING_RULES) == {case.rule for case in SHIFTS.values()}


def test_every_hold_that_shifts_a_reminder_lifts_by_itself() -> None:
    assert all(case.lifts_at for case in SHIFTS.values() if case.expected)
