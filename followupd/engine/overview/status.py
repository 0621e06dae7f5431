"""The state of followupd in one sentence and in full, the same for `status`, STATUS= and the monitoring. Pure."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.engine.overview.unproven_absences import list_open_absences
from followupd.engine.safety import restore
from followupd.engine.scanning.scan_progress import ScanProgress, read_progress
from followupd.errors import FollowupdError
from followupd.journal.facts import Done, Taken
from followupd.journal.states import InterviewState
from followupd.planning.context import Rule
from followupd.planning.forecast import needs_word
from followupd.planning.manual_steps import list_open_steps
from followupd.planning.moves import Verb, name_recipient, select_moves
from followupd.planning.touches import current_touch
from followupd.writing.language.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from followupd.config.active import ActiveConfig
    from followupd.config.model import Config
    from followupd.engine.ledger import Ledger
    from followupd.engine.overview.unproven_absences import OpenAbsence
    from followupd.journal.facts import Printed, Receipt, Touch, Uncertain
    from followupd.journal.history import History
    from followupd.planning.moves import InterviewPlan, Move

# If a running daemon has not read the mailbox for this time, there is a problem.
STALE_AFTER = timedelta(minutes=30)
FINISHED_AFTER = timedelta(days=3)  # for this time after its arrival a letter stays in `status`
MONITORING = "monitoring"  # this trouble affects nothing else, and is named last
# `waiting` names these holds, with what the user can do.
_QUESTION_RULES = (Rule.ANSWERED, Rule.UNKNOWN, Rule.APPROVAL)


def note_word(move: Move) -> str:
    """Return the words after the next step if it waits for the user's command or edit; else an empty text."""
    return ", if you allow it before" if needs_word(move) else ""


@dataclass(frozen=True, slots=True)
class Health:
    """The state of followupd at a moment."""

    now: datetime
    plans: Sequence[InterviewPlan]
    active_config: ActiveConfig
    history: History
    troubles: Mapping[str, str]
    receipt: Receipt | None  # of the last look at the mailbox
    halted: str | None = None  # why nothing is done
    scan_progress: ScanProgress | None = None  # how far a running look has come
    login_state: str = ""  # the state of the login; empty: not tried yet

    @property
    def sentence(self) -> str:
        """The state in one sentence: the worst problem first, else what comes next."""
        if self.halted:
            return f"standing still: {self.halted}"
        if self.troubles:
            name = min(self.troubles, key=MONITORING.__eq__)
            return f"{name}: {self.troubles[name].splitlines()[0]}"
        if questions := [*self.open_steps, *self.open_questions]:
            return questions[0]
        dry_note = "" if self.active_config.config.live else " (live is false: no mail is sent)"
        next_move = self.next_move
        if next_move is None:
            return f"nothing is planned{dry_note}"
        name = name_recipient(self.active_config.config, next_move)
        label = Words().label_touch(next_move.touch.step, name, next_move.touch.interview)
        if next_move.verb is Verb.HOLD:
            return f"held: {label}: {next_move.why}{dry_note}"
        zone = self.active_config.config.candidate.time_zone
        moment = format_moment(next_move.due.astimezone(zone), self.now.astimezone(zone))
        return f"next: {label}, {moment}{note_word(next_move)}{dry_note}"

    @property
    def next_move(self) -> Move | None:
        """The next touch, held or not; None if there is none."""
        upcoming = select_moves(self.plans, Verb.WAIT, Verb.HOLD, Verb.SEND, Verb.REHEARSE)
        return upcoming[0] if upcoming else None

    @property
    def held_moves(self) -> list[Move]:
        """Every touch that is held."""
        return select_moves(self.plans, Verb.HOLD)

    @property
    def grouped_holds(self) -> list[tuple[tuple[str, ...], str, datetime | None]]:
        """The holds in short: interviews, reason, and when each ends; without those that wait for the user."""
        asking_ids = {o.interview for o in self.plans if _waits_for_user(o)}
        groups: dict[tuple[str, datetime | None], list[str]] = {}
        for move in self.held_moves:
            if move.rule not in _QUESTION_RULES and move.touch.interview not in asking_ids:
                groups.setdefault((move.why, move.lifts_at), []).append(move.touch.interview)
        return [(tuple(dict.fromkeys(names)), why, lifts) for (why, lifts), names in groups.items()]

    @property
    def unknown_mails(self) -> list[Uncertain]:
        """The mails with unknown outcome for which it still matters whether they were accepted."""
        closed_ids = {o.interview for o in self.plans if o.status.state is InterviewState.CLOSED}
        renamed_facts = (
            replace(f, touch=current_touch(self.active_config.config, self.history, f.touch))
            for f in self.history.unresolved_mails()
        )
        return [f for f in renamed_facts if f.touch.interview not in closed_ids]

    @property
    def open_absences(self) -> list[tuple[str, OpenAbsence]]:
        """The out-of-office notes without proof that the user has not judged, each with its interview."""
        config = self.active_config.config
        return [
            (interview.id, absence)
            for interview in config.interviews
            for absence in list_open_absences(config, self.history, interview, self.now)
        ]

    @property
    def open_steps(self) -> list[str]:
        """A sentence for each call to make and each letter to post now."""
        config = self.active_config.config
        zone = config.candidate.time_zone
        sentences = []
        for touch, name, is_letter, latest in list_open_steps(self.now, config, self.history):
            end = f"until {format_moment(latest.astimezone(zone), self.now.astimezone(zone))}"
            what = f"post the letter to {name}" if is_letter else f"call {name}, {end}"
            sentences.append(f"{touch.interview}: {what}; then followupd done {touch.interview} {touch.step}")
        return sentences

    @property
    def open_questions(self) -> list[str]:
        """A sentence for each question that only the user can decide."""
        global_pause = self.history.global_pause(self.now)
        questions = []
        if global_pause and global_pause.until is None:
            why = f": {global_pause.why}" if global_pause.why else ""
            questions.append(
                f"everything is paused since {global_pause.at:%-d %B}{why}; followupd resume --all"
            )
        questions += [
            f"{o.interview}: {o.status.why}; {_name_commands(o)}" for o in self.plans if _waits_for_user(o)
        ]
        questions += [
            f"{m.touch.interview}: {m.touch.step} to {m.contact_name}: {m.why}"
            for m in self.held_moves
            if m.rule is Rule.APPROVAL
        ]
        questions += [
            f"{name}: is {absence.contact.shown_name} away{_name_return(absence)}? Nothing proves the note of absence;"
            f" followupd answer {name} yes, or no"
            for name, absence in self.open_absences
        ]
        questions += [
            f"{f.touch.interview}: {f.touch.step} to {f.name}: accepted or not?"
            f" followupd resolve {f.touch.interview} {f.touch.step} --sent or --resend"
            for f in self.unknown_mails
        ]
        return questions

    def list_alarms(self, since: datetime | None, foreign_reason: str | None = None) -> Iterator[str]:
        """Yield a sentence for everything that needs a person's attention.

        `since`: when the daemon was started, None if none is running. `foreign_reason`: why the store may not be used
        here.
        """
        if foreign_reason:
            yield foreign_reason
        if since is None:
            yield "followupd is not running: nothing is read or sent; start it: followupd service install"
        elif stale_reason := self.why_stale(since):
            yield stale_reason
        if self.halted:
            yield f"standing still: {self.halted}"
        yield from self.active_config.faults
        yield from (f"{name}: {why}" for name, why in self.troubles.items())
        yield from self.open_steps
        yield from self.open_questions

    def why_stale(self, since: datetime) -> str | None:
        """Return a sentence if the mailbox was not read for too long; else None. `since`: when the daemon started."""
        last = max(self.receipt.at, since) if self.receipt else since
        if self.now - last <= STALE_AFTER:
            return None
        return f"the mailbox has not been read for {format_span(self.now - last)}, although followupd runs"


def format_span(span: timedelta) -> str:
    """Return a span in the largest unit that fits: minutes, hours or days."""
    minutes = int(span.total_seconds() // 60)
    for size, unit in ((2 * 24 * 60, "days"), (2 * 60, "hours")):
        if minutes >= size:
            return f"{minutes // (size // 2)} {unit}"
    return f"{minutes} minutes"


def format_moment(moment: datetime, now: datetime) -> str:
    """Return a moment as people read it, with its year if that is not the present one."""
    return f"{moment:%-d %B %H:%M}" if moment.year == now.year else f"{moment:%-d %B %Y, %H:%M}"


def build_notice_health(ledger: Ledger, plans: Sequence[InterviewPlan], now: datetime) -> Health:
    """Return the state for a mail about what waits, without the troubles and receipts of the moment."""
    return build_health(ledger, now, plans, {}, None, None)


def build_health(
    ledger: Ledger,
    now: datetime,
    plans: Sequence[InterviewPlan],
    troubles: Mapping[str, str],
    receipt: Receipt | None,
    clock_halt: str | None,
) -> Health:
    """Return the state of followupd. `clock_halt`: why the daemon does not trust the clock, if so."""
    halt_reason, progress, login_state = ledger.active_config.halt_reason or clock_halt or None, None, ""
    with suppress(FollowupdError):  # a store that fails is reported as a trouble already
        halt_reason = halt_reason or restore.why_halted(ledger.store)
        login_state = ledger.store.get_value("account") or ""
        progress = read_progress(ledger.store)
    return Health(
        now,
        plans,
        ledger.active_config,
        ledger.history,
        troubles,
        receipt,
        halt_reason,
        progress,
        login_state,
    )


def _name_return(absence: OpenAbsence) -> str:
    day = absence.mail.return_date
    return f" until {day:%-d %B}" if day else ""


def _waits_for_user(plan: InterviewPlan) -> bool:
    status = plan.status
    return status.state is InterviewState.ANSWERED or (
        status.state is InterviewState.PAUSED and status.until is None
    )


def _name_commands(plan: InterviewPlan) -> str:
    """Return the commands with which the user goes on, or decides about a mail in doubt."""
    if any(doubt.location for doubt in plan.status.doubts) and plan.status.state is InterviewState.PAUSED:
        return f"is it their answer? followupd answer {plan.interview} yes, or no"
    return f"followupd resume or close {plan.interview}"


def describe_letters(config: Config, history: History, now: datetime) -> list[str]:
    """Return the state of each letter: printed, posted or arrived. The arrival is an estimate."""
    sheets = {sheet.touch: sheet for sheet in history.index.select_facts(Taken, ("sent-by", Channel.POST))}
    letters_open = {touch: sheet for touch, sheet in sheets.items() if not _has_arrived(history, touch, now)}
    return [
        f"{_touch_label(current_touch(config, history, touch), sheet.name)}:"
        f" {_describe_letter(sheet, _find_posting(history, touch), history.print_results.get(touch), now)}"
        for touch, sheet in letters_open.items()
    ]


def _has_arrived(history: History, touch: Touch, now: datetime) -> bool:
    """Return whether a letter arrived some days ago, so that it need not be shown any more."""
    posting = _find_posting(history, touch)
    return bool(posting and posting.arrives and posting.arrives + FINISHED_AFTER <= now)


def _find_posting(history: History, touch: Touch) -> Done | None:
    """Return the candidate's last report on a letter that is on its way, or None."""
    reports = reversed(history.index.select_facts(Done, ("id", touch.interview)))
    return next((report for report in reports if report.touch == touch and report.arrives), None)


def _touch_label(touch: Touch, name: str) -> str:
    return f"{touch.interview}: {Words().label_touch(touch.step, name)}"


def _describe_letter(sheet: Taken, posted: Done | None, printed: Printed | None, now: datetime) -> str:
    if posted is None or posted.arrives is None:
        if printed and printed.outcome == "failed":
            return f"mailed to you on {sheet.at:%-d %B}, not printed: {printed.why}"
        verb = "printed" if printed and printed.outcome == "printed" else "mailed to you"
        return f"{verb} on {sheet.at:%-d %B}, not reported as posted"
    arrival = "arrived" if posted.arrives <= now else "on its way, arrives"
    return f"posted on {posted.at:%-d %B}, {arrival} about {posted.arrives:%-d %B} (estimated)"
