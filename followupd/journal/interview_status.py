"""How the cadence of one interview stands: what was said and steered, folded through the state table. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from followupd.config.interview import ContactRole
from followupd.inbound.verdict import Action, Intent, Kind
from followupd.journal.company import company
from followupd.journal.facts import Done, Received, Steered
from followupd.journal.states import INTERVIEW, InterviewEvent, InterviewState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from followupd.config.interview import Interview

Turn = Received | Steered | Done
FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Life:
    """How an interview's cadence stands at one moment, and the words for it."""

    state: InterviewState = InterviewState.ACTIVE
    why: str = ""
    until: datetime | None = None  # end of a pause, UTC
    released: datetime | None = None  # when a brake was last lifted: what was due waits for no earlier moment
    held: datetime | None = None  # until when the user's own pause lasts, also while an answer stands


def live(
    interview: Interview,
    ids: frozenset[str],
    kin: frozenset[str],
    turns: Iterable[Turn],
    written: datetime | None = None,
) -> Life:
    """Fold the turns, in the order they were written down, into the state after the last of them.

    `ids` are the interview's id and those it had before, `kin` those of every interview with the company: mail from it
    counts for all of them. `written`: when the file came to name the present start; an invitation that moves an
    interview yet to come counts if it is newer.
    """
    life = Life()
    mine = company(interview)
    people = {a for c in interview.contacts for a in c.addresses if c.role is not ContactRole.HELPED}
    for turn in turns:
        match turn:
            case Steered():
                concerned = turn.interview in ids
            case Done():
                concerned = turn.touch.interview in ids
            case Received():
                theirs = kin if turn.action is Action.STOP else ids
                known = (
                    not theirs.isdisjoint(turn.interviews) or turn.sender in people or mine.owns(turn.sender)
                )
                # What names a mail to them answers it, also where the date was corrected since.
                begun = turn.answers in ids or turn.received >= interview.starts
                concerned = (known and begun) or _moves(turn, ids, written)
        if concerned:
            life = _advance(lifted(life, turn.at), turn)
    return life


def heeded(turns: Iterable[tuple[int, Turn]], own: Mapping[str, float]) -> Iterator[Turn]:
    """Yield the turns, given with their places in the journal, but for words to go on that were said of another interview.

    `own`: up to which place each name was the interview's own. A brake counts under any name it ever had.
    """
    for place, turn in turns:
        match turn:
            case Steered(command="resume") if place > own.get(turn.interview, 0):
                continue
            case _:
                yield turn


def _moves(turn: Received, ids: frozenset[str], written: datetime | None) -> bool:
    newer = written is None or turn.received >= written
    return turn.kind is Kind.INVITATION and newer and not ids.isdisjoint(turn.interviews)


def _event(turn: Turn) -> InterviewEvent:
    match turn:
        case Steered():
            return InterviewEvent(turn.command)
        case Received(kind=Kind.BOUNCE_PERMANENT | Kind.BOUNCE_TEMPORARY, failed_address=str()):
            return InterviewEvent.NEWS  # it brakes that address, not the cadence
        case Received(action=Action.STOP):
            # A forged mail can at most make us stop: only an authenticated "please stop" closes for good.
            for_good = turn.intent is Intent.PLEASE_STOP and turn.authenticated
            return InterviewEvent.CLOSE if for_good else InterviewEvent.ANSWER
        case Done(outcome="spoke") | Received(action=Action.PAUSE):
            return InterviewEvent.DOUBT
        case _:
            return InterviewEvent.NEWS


def lifted(life: Life, now: datetime) -> Life:
    """End a pause whose date has come."""
    if life.state is InterviewState.PAUSED and life.until and life.until <= now:
        return Life(INTERVIEW[life.state][InterviewEvent.LIFT], released=life.until)
    return life


def _advance(life: Life, turn: Turn) -> Life:
    event = _event(turn)
    state = INTERVIEW[life.state][event]
    if event is InterviewEvent.NEWS:
        return life
    if event is InterviewEvent.PAUSE:
        said = _until(turn) or FOREVER
        life = replace(life, held=max(life.held or said, said))
    if state is InterviewState.ACTIVE:
        return Life(released=turn.at)
    if state is life.state is InterviewState.PAUSED:
        # A second brake: the longer one holds, and one without an end outlasts every date.
        until = _until(turn)
        longer = max(life.until, until) if life.until and until else None
        why = life.why if longer == life.until else _words(turn)
        return replace(life, why=why, until=longer)
    if state is life.state:
        return life
    until = _until(turn) if state is InterviewState.PAUSED else None
    return replace(life, state=state, why=_words(turn), until=until)


def _until(turn: Turn) -> datetime | None:
    return turn.until if isinstance(turn, Steered) else None


def _words(turn: Turn) -> str:
    match turn:
        case Received():
            return f"{turn.sender} wrote on {turn.received:%-d %B}: {turn.why}"
        case Steered():
            done = {"pause": "paused", "resume": "resumed", "close": "closed"}[turn.command]
            return f"{done} on {turn.at:%-d %B}" + (f": {turn.why}" if turn.why else " by you")
    return f"you spoke with them on {turn.at:%-d %B}; what did they say?"
