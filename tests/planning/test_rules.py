"""Each rule by itself: what makes it hold, what does not, and when it lifts."""

from dataclasses import replace
from datetime import datetime

import pytest
from builders import ACME, by_hand, received, steered, taken, utc
from rule_case import Case

from followupd.inbound.verdict import Action, Intent, Kind
from followupd.journal.command_facts import ContactSteered
from followupd.journal.facts import Receipt, Settled, Steered, Touch, Uncertain
from followupd.planning import contact_pause, late_entry, rules
from followupd.planning.context import Conditions, Rule

LOST = Uncertain(utc("12 15:30"), Touch("acme", "thank-you", "ana-ruiz"), "<1@x>", "ana@acme.example", "")
BOUNCED = received("13 09:00", kind=Kind.BOUNCE_PERMANENT, failed_address="ana@acme.example")
REFUSED = Settled(
    utc("12 15:40"), Touch("acme", "thank-you", "ana-ruiz"), "refused", "550", address="ana@acme.example"
)
LEFT = received("13 09:00", kind=Kind.AUTO_REPLY, action=Action.ALERT, left=True, authenticated=True)
WANTS_NONE = received("13 09:00", intent=Intent.PLEASE_STOP, authenticated=True)
ANA_PAUSED = ContactSteered(utc("20 09:00"), "acme", "ana-ruiz", "ana@acme.example", "pause", utc("30 09:00"))
CALLED = taken("17 10:00", "call", reminder=True)


def read_at(at: datetime | None) -> Conditions:
    """The mailbox was read then, or never."""
    return Conditions(jitter_key=b"key", receipt=Receipt(at, "", ()) if at else None)


ANSWER_BEFORE_PAUSE = (received("13 09:00"), steered("13 10:00", "pause", "30 09:00"))
THANKS_GO_ON = {"sending": {"after_answer": "send_thanks"}}
CAPPED = {"sending": {"daily_cap": 1}}
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


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_rule_holds_for_its_reason_and_lifts_in_its_time(case: Case) -> None:
    hold = case.hold()
    assert (hold and hold.rule, hold and hold.lifts_at) == (case.expected, case.lifts_at)


def test_every_rule_is_in_the_table() -> None:
    assert {*rules.HOLDING_RULES, *rules.MOMENT_RULES} == {case.rule for case in CASES.values()}
