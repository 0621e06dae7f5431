"""Mutants of the rules: the brakes, the times, the note after a rejection.

The simulation must find every one of them. A rule that no mutant breaks would be a rule that no check tests.
"""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from mail_writer import swapped
from mutation import cell, mutant

from followupd.config import validation
from followupd.config.interview import EVERY
from followupd.engine.safety.clock_guard import ClockGuard
from followupd.engine.sending import sendable
from followupd.journal import approvals, identities
from followupd.journal.facts import Noted, Steered
from followupd.journal.history import History
from followupd.journal.interview_links import LinkReason
from followupd.journal.states import INTERVIEW_TABLE, InterviewEvent, InterviewState
from followupd.planning import approval, business_days, late_entry, planner, rules, shifting_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

# --- the brakes


def _without(brake: object, *tuples: str) -> tuple[tuple[object, str, object], ...]:
    places = tuple((shifting_rules if name == "SHIFTING_RULES" else rules, name) for name in tuples)
    return tuple(
        (module, name, tuple(b for b in getattr(module, name) if b is not brake)) for module, name in places
    )


@mutant(first=3)
def drop_the_budget() -> Iterator[None]:
    with swapped(*_without(shifting_rules.hold_for_budget, "SHIFTING_RULES")):
        yield


@mutant(first=5)
def drop_the_alternation() -> Iterator[None]:
    with swapped(*_without(rules.hold_for_alternation, "HOLDING_RULES")):
        yield


@mutant(first=50)
def send_a_last_note_alone() -> Iterator[None]:
    with swapped(*_without(late_entry.hold_lone_last_note, "HOLDING_RULES")):
        yield


@mutant(first=29)
def thank_late_without_an_end() -> Iterator[None]:
    with swapped((late_entry, "_LATE_THANKS", timedelta(days=400))):
        yield


@mutant(first=42)
def forget_the_promise() -> Iterator[None]:
    with swapped(*_without(shifting_rules.hold_for_promise, "SHIFTING_RULES")):
        yield


@mutant(first=2)
def forget_the_pause_of_all() -> Iterator[None]:
    with swapped((History, "global_pause", lambda *_: None)):
        yield


@mutant(first=35)
def forget_that_closed_is_for_good() -> Iterator[None]:
    with swapped(*_without(rules.hold_if_closed, "INTERVIEW_RULES", "HOLDING_RULES")):
        yield


@mutant(first=2)
def resume_of_all_lifts_the_answers() -> Iterator[None]:
    made = History.add

    def add(self: History, fact: Any) -> None:
        made(self, fact)
        if isinstance(fact, Steered) and fact.interview == EVERY and fact.command == "resume":
            for id_ in {f.interview for f in self.facts if isinstance(f, Noted)}:
                made(self, dataclasses.replace(fact, interview=id_))

    with swapped((History, "add", add)):
        yield


@mutant(first=86)
def let_a_pause_end_an_answer() -> Iterator[None]:
    with cell(INTERVIEW_TABLE, InterviewState.ANSWERED, InterviewEvent.PAUSE, InterviewState.PAUSED):
        yield


@mutant(first=5)
def skip_the_latest_moment() -> Iterator[None]:
    with swapped((planner, "latest_moment", lambda _, due: due + timedelta(days=400))):
        yield


@mutant(first=37)
def forget_the_days_away() -> Iterator[None]:
    with swapped(
        (approval, "hold_if_away", lambda _: None),
        (planner, "move_behind_period", lambda _, due: (due, None)),
    ):
        yield


# --- the time


@mutant(first=5)
def ignore_holidays() -> Iterator[None]:
    with swapped((business_days, "_is_business_day", lambda day, _country, _weekend: day.weekday() < 5)):
        yield


@mutant(first=5)
def ignore_the_window() -> Iterator[None]:
    with swapped(*_without(rules.hold_for_window, "MOMENT_RULES")):
        yield


@mutant(first=11)
def send_two_mails_at_once() -> Iterator[None]:
    with swapped((planner, "hold_for_mail_gap", lambda *_: None)):
        yield


@mutant(first=5)
def take_utc_for_local_time() -> Iterator[None]:
    with swapped(
        (business_days, "_to_instant", lambda day, wall, _zone: datetime.combine(day, wall, tzinfo=UTC))
    ):
        yield


@mutant(first=9)
def trust_a_clock_that_jumps() -> Iterator[None]:
    with swapped((ClockGuard, "check_reading", lambda *_: None)):
        yield


@mutant(first=5)
def let_a_copy_stand_beside_the_original() -> Iterator[None]:
    with swapped((validation, "_is_at_same_time", lambda *_: False)):
        yield


# --- the note after a rejection


@mutant(first=39)
def let_the_note_out_unapproved() -> Iterator[None]:
    with swapped(
        (
            approval,
            "FAREWELL_RULES",
            tuple(b for b in approval.FAREWELL_RULES if b is not approval.hold_for_approval),
        ),
        (approval, "hold_for_approval", lambda _: None),
        (sendable, "needs_approval", lambda *_: False),
    ):
        yield


@mutant(first=50)
def find_nothing_unsure() -> Iterator[None]:
    with swapped((approval, "find_doubts", lambda *_: ())):
        yield


@mutant(first=476)
def let_an_approval_outlive_further_mail() -> Iterator[None]:
    with swapped(
        (approvals, "is_personal_mail", lambda *_: False), (approvals, "_is_from_contact", lambda *_: False)
    ):
        yield


@mutant(first=20)
def forget_the_names_that_a_file_had() -> Iterator[None]:
    with swapped((identities, "find_links", lambda _, i, __: {i.id: LinkReason.OWN})):
        yield
