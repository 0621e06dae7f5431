"""Every brake that can hold a touch, in the order in which it is named. Pure; `plan` asks, nothing else decides.

A brake is one rule with its sentence and the moment it lifts. Some *shift* a reminder (what was promised, who is
away, the week that must pass): its latest moment moves along. The others only hold it where it stands.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.config.interview import EVERY
from followupd.journal.interview_status import FOREVER
from followupd.journal.states import InterviewState
from followupd.planning.context import Brake, Case, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date


WEEK = timedelta(days=7)
FRESH = timedelta(minutes=10)  # a scan receipt older than this allows nothing
GRACE = 1  # business days after a promised date
AWAY_UNTOLD = 3  # business days that an absence without a date holds
ABSENCES = 2  # so many absences of a person shift their reminders, and no more


def first(case: Case, brakes: tuple[Callable[[Case], Brake | None], ...]) -> Brake | None:
    """Return the first brake that holds."""
    for brake in brakes:
        if found := brake(case):
            return found
    return None


# --- brakes that only hold


def closed(case: Case) -> Brake | None:
    """Rule 7: closed is for good."""
    return Brake(Rule.CLOSED, case.life.why) if case.life.state is InterviewState.CLOSED else None


def config(case: Case) -> Brake | None:
    """Rule 8: a file that cannot be read says nothing, so nothing is sent on its word."""
    fault = case.situation.doubtful.get(case.interview.id) or case.situation.doubtful.get(EVERY)
    return Brake(Rule.CONFIG, f"the configuration is in doubt: {fault}") if fault else None


def answered(case: Case) -> Brake | None:
    """Rule 2: they answered."""
    if case.life.state is not InterviewState.ANSWERED:
        return None
    if case.config.sending.after_answer != "send_thanks" or case.step.reminder:
        return Brake(Rule.ANSWERED, case.life.why)
    until = case.life.held
    if until is None or until <= case.now:
        return None
    return Brake(Rule.PAUSED, "they answered, and you paused it", None if until == FOREVER else until)


def paused(case: Case) -> Brake | None:
    """The user's brake, or the daemon's when in doubt."""
    if case.life.state is InterviewState.PAUSED:
        return Brake(Rule.PAUSED, case.life.why, case.life.until)
    if everything := case.history.global_pause(case.now):
        because = f": {everything.why}" if everything.why else ""
        return Brake(
            Rule.PAUSED, f"everything is paused since {everything.at:%-d %B}{because}", everything.until
        )
    return None


def halted(case: Case) -> Brake | None:
    """Rule 8: what cannot be trusted makes it silent."""
    return Brake(Rule.HALTED, case.situation.halted) if case.situation.halted else None


def unknown(case: Case) -> Brake | None:
    """A mail to them may or may not have been accepted: first the user says which."""
    lost = case.history.uncertain(case.ids, case.contact)
    if lost is None:
        return None
    return Brake(
        Rule.UNKNOWN,
        f"nobody can say whether {lost.touch.step} of {lost.at:%-d %B} was accepted; look, then"
        f" followupd resolve {case.interview.id} {lost.touch.step} --sent or --resend",
    )


def address(case: Case) -> Brake | None:
    """The address is dead, the person has left, or wants no mail."""
    why = case.history.dead(case.contact) if case.step.channel is Channel.EMAIL else None
    return Brake(Rule.ADDRESS, why) if why else None


def tripped(case: Case) -> Brake | None:
    """The last attempt failed inside: not at once again."""
    until = case.situation.tripped.get(case.interview.id)
    why = "the last attempt failed inside followupd; see the log"
    return Brake(Rule.TRIPPED, why, until) if until else None


def by_hand(case: Case) -> Brake | None:
    """The candidate thanked them already."""
    own = None if case.step.reminder else case.history.by_hand(case.interview, case.contact)
    if own is None:
        return None
    return Brake(Rule.BY_HAND, f"you wrote to {case.contact.name} yourself on {own.received:%-d %B}")


def alternation(case: Case) -> Brake | None:
    """Rule 4: two reminders in a row never use the same channel."""
    past = case.history.last_reminders(case.interview) if case.step.reminder else []
    same = next((r for r in past if r.channel is case.step.channel), None)
    if same is None:
        return None
    return Brake(Rule.ALTERNATION, f"the last reminder ({same.what}) was by {case.step.channel} too")


def window(case: Case) -> Brake | None:
    """Rule 5: only in the recipient's sending window."""
    if case.calendar.is_open(case.now):
        return None
    opens = case.calendar.next_open(case.now)
    return Brake(Rule.WINDOW, "outside the sending window of the recipient", opens)


def retry(case: Case) -> Brake | None:
    """A server asked to come back later."""
    later = case.situation.retry.get(case.touch)
    return Brake(Rule.RETRY, "the server put it off", later) if later and later > case.now else None


def cap(case: Case) -> Brake | None:
    """Not too many mails on one day of the candidate's."""
    if case.step.channel is not Channel.EMAIL:
        return None
    zone = case.config.candidate.tz
    today = case.now.astimezone(zone).date()
    count = sum(m.at.astimezone(zone).date() == today for m in case.history.mails_to_others())
    limit = case.config.sending.daily_cap
    if count < limit:
        return None
    midnight = datetime.combine(today + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)
    return Brake(Rule.CAP, f"{count} mails went out today, the cap is {limit}", midnight)


def receipt(case: Case) -> Brake | None:
    """Rule 2: no fresh scan receipt, no send."""
    seen = case.situation.receipt
    if seen is None:
        return Brake(Rule.RECEIPT, "the mailbox has not been read yet")
    if seen.watched != case.situation.watched:
        return Brake(Rule.RECEIPT, "the mailbox has not been read for what the configuration says now")
    if not timedelta(0) <= case.now - seen.at <= FRESH:
        return Brake(Rule.RECEIPT, f"the mailbox was last read at {seen.at:%H:%M} UTC on {seen.at:%-d %B}")
    return None


# --- brakes that shift a reminder


def promise(case: Case) -> Brake | None:
    """They named a date: nothing before it and a little grace."""
    day = case.history.promised(case.ids) or case.interview.promise
    if day is None:
        return None
    free = case.calendar.opens(case.calendar.business_day_after(day, GRACE))
    return Brake(Rule.PROMISE, f"they said they would decide by {day:%-d %B}", free)


def absence(case: Case) -> Brake | None:
    """The person is away: until they are back and had a day."""
    # Who says the same day twice is away once; a note that is read again, since the date was corrected, is no other.
    said = {
        n.return_date or n.message_id or n.received: n for n in case.history.absences(case.ids, case.contact)
    }
    notes = list(said.values())[:ABSENCES]
    if not notes:
        return None
    # A server's clock may run ahead of ours: nothing was received after we read it.
    lifts = [(_back(case, note.return_date, min(note.received, note.at)), note) for note in notes]
    until, note = max(lifts, key=lambda pair: pair[0])
    back = f"until {note.return_date:%-d %B}" if note.return_date else "without saying until when"
    return Brake(Rule.ABSENCE, f"{case.contact.name} is away {back}", until)


def release(case: Case) -> Brake | None:
    """What was paused does not count as time gone by."""
    ends = [e for e in (case.life.released, case.history.global_release(case.now)) if e]
    return Brake(Rule.RELEASE, "it was paused", max(ends)) if ends else None


def budget(case: Case) -> Brake | None:
    """Rule 3: one reminder a week for the whole company, whoever sent it."""
    past = case.history.reminders(case.interview)
    if not past:
        return None
    last = past[-1]
    tense = "arrives about" if last.at > case.now else "was on"
    return Brake(Rule.BUDGET, f"{last.what} {tense} {_day(last.at)}; one reminder a week", last.at + WEEK)


STANDING = (closed, config, answered, paused, halted)  # for the whole interview, not for one touch
HOLDING = (*STANDING, unknown, address, tripped, by_hand, alternation)
AT_THE_MOMENT = (retry, window, cap, receipt)
SHIFTING = (promise, absence, release, budget)


def shifts(case: Case) -> Iterator[Brake]:
    """Yield the brakes that move a reminder, each with the moment it lifts."""
    for brake in SHIFTING:
        found = brake(case)
        if found and found.lifts:
            yield found


@lru_cache(maxsize=256)
def _day(at: datetime) -> str:
    return f"{at:%-d %B}"


def _back(case: Case, day: date | None, received: datetime) -> datetime:
    if day is None:
        day = case.calendar.business_day_after(case.calendar.local_date(received), AWAY_UNTOLD)
        return case.calendar.opens(day)
    return case.calendar.opens(case.calendar.business_day_after(day, 1))
