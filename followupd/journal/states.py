"""Every state and every transition of interviews and touches, in two total tables; nothing else decides a state.

An *interview* is active until someone answers, or it is paused or closed. Only the user ends `answered`. `closed` is
final: what happens afterwards is recorded, and nothing is sent.

A *touch* is one step for one contact. Its mail is written (rendered), sent except for its final dot (transmitting), and
committed in the store (committing). Only then does the dot leave. Before `committing` nothing can have been delivered,
so a crash leads back to `rendered`. From `committing` on, it may have been delivered: a crash leads to `unknown`. From
there only the user's command (resend) leads to a second sending. A sent mail is written again only after a bounce that
names it (reopen).

Both tables are total: every event is allowed in every state, and most of them change nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar


class InterviewState(StrEnum):
    """The state of an interview's cadence."""

    ACTIVE = "active"
    PAUSED = "paused"
    ANSWERED = "answered"
    CLOSED = "closed"


class InterviewEvent(StrEnum):
    """What can happen to a cadence."""

    ANSWER = "answer"  # a person of the company wrote, or sent an invitation
    DOUBT = "doubt"  # a mail that may be an answer: pause and ask
    NEWS = "news"  # automatic answer, bounce, receipt: the user is told, and nothing is paused
    PAUSE = "pause"
    LIFT = "lift"  # the end of a pause with a date
    RESUME = "resume"
    CLOSE = "close"


class TouchState(StrEnum):
    """The state of a touch's mail."""

    PLANNED = "planned"
    RENDERED = "rendered"
    TRANSMITTING = "transmitting"
    COMMITTING = "committing"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    MISSED = "missed"


class TouchEvent(StrEnum):
    """What can happen to the mail of a touch."""

    RENDER = "render"
    TRANSMIT = "transmit"  # the connection is open, the dot is held back
    WITHHOLD = "withhold"  # the gate refused
    COMMIT = "commit"  # the gate agreed: from here on the dot may leave
    ACCEPT = "accept"  # 2xx
    DEFER = "defer"  # certainly not delivered, may work later
    REFUSE = "refuse"  # certainly not delivered, 5xx
    LOSE = "lose"  # no valid answer after the dot
    CRASH = "crash"  # found in this state at start-up
    PROVE = "prove"  # found in Sent, or named by a DSN or an answer; or the user reports it
    RESEND = "resend"  # the user's command
    CANCEL = "cancel"  # closed, skipped
    MISS = "miss"  # past its latest moment
    UNDO = "undo"  # the user undid the command that had cancelled it
    REOPEN = "reopen"  # it is written again: it was skipped, missed or refused, or it came back


State = TypeVar("State", bound=StrEnum)
Event = TypeVar("Event", bound=StrEnum)


def fill_table(
    states: type[State], events: type[Event], changes: dict[State, dict[Event, State]]
) -> dict[State, dict[Event, State]]:
    """Return the full table: an event that is not named changes nothing."""
    table = {}
    for state in states:
        own_changes = changes.get(state, {})
        table[state] = {event: own_changes.get(event, state) for event in events}
    return table


INTERVIEW_TABLE: dict[InterviewState, dict[InterviewEvent, InterviewState]] = fill_table(
    InterviewState,
    InterviewEvent,
    {
        InterviewState.ACTIVE: {
            InterviewEvent.ANSWER: InterviewState.ANSWERED,
            InterviewEvent.DOUBT: InterviewState.PAUSED,
            InterviewEvent.PAUSE: InterviewState.PAUSED,
            InterviewEvent.CLOSE: InterviewState.CLOSED,
        },
        InterviewState.PAUSED: {
            InterviewEvent.ANSWER: InterviewState.ANSWERED,
            InterviewEvent.LIFT: InterviewState.ACTIVE,
            InterviewEvent.RESUME: InterviewState.ACTIVE,
            InterviewEvent.CLOSE: InterviewState.CLOSED,
        },
        # A pause with a date must not end the stop after an answer, so PAUSE and LIFT change nothing here.
        InterviewState.ANSWERED: {
            InterviewEvent.RESUME: InterviewState.ACTIVE,
            InterviewEvent.CLOSE: InterviewState.CLOSED,
        },
        InterviewState.CLOSED: {},
    },
)

TOUCH_TABLE: dict[TouchState, dict[TouchEvent, TouchState]] = fill_table(
    TouchState,
    TouchEvent,
    {
        TouchState.PLANNED: {
            TouchEvent.RENDER: TouchState.RENDERED,
            TouchEvent.PROVE: TouchState.SENT,  # after a restored backup: Sent contains it already
            TouchEvent.CANCEL: TouchState.CANCELLED,
            TouchEvent.MISS: TouchState.MISSED,
        },
        TouchState.RENDERED: {
            TouchEvent.TRANSMIT: TouchState.TRANSMITTING,
            TouchEvent.WITHHOLD: TouchState.PLANNED,
            TouchEvent.REFUSE: TouchState.REFUSED,
            TouchEvent.PROVE: TouchState.SENT,
            TouchEvent.CANCEL: TouchState.CANCELLED,
            TouchEvent.MISS: TouchState.MISSED,
        },
        TouchState.TRANSMITTING: {
            TouchEvent.WITHHOLD: TouchState.PLANNED,
            TouchEvent.COMMIT: TouchState.COMMITTING,
            TouchEvent.DEFER: TouchState.RENDERED,
            TouchEvent.REFUSE: TouchState.REFUSED,
            TouchEvent.CRASH: TouchState.RENDERED,
            TouchEvent.PROVE: TouchState.SENT,
        },
        TouchState.COMMITTING: {
            TouchEvent.ACCEPT: TouchState.SENT,
            TouchEvent.DEFER: TouchState.RENDERED,
            TouchEvent.REFUSE: TouchState.REFUSED,
            TouchEvent.LOSE: TouchState.UNKNOWN,
            TouchEvent.CRASH: TouchState.UNKNOWN,
            TouchEvent.PROVE: TouchState.SENT,
        },
        TouchState.UNKNOWN: {
            TouchEvent.PROVE: TouchState.SENT,
            TouchEvent.RESEND: TouchState.RENDERED,
            TouchEvent.CANCEL: TouchState.CANCELLED,
        },
        TouchState.REFUSED: {
            TouchEvent.PROVE: TouchState.SENT,
            TouchEvent.RESEND: TouchState.RENDERED,
            TouchEvent.REOPEN: TouchState.PLANNED,
        },
        TouchState.CANCELLED: {
            TouchEvent.PROVE: TouchState.SENT,
            TouchEvent.UNDO: TouchState.PLANNED,
            TouchEvent.REOPEN: TouchState.PLANNED,
        },
        TouchState.MISSED: {TouchEvent.PROVE: TouchState.SENT, TouchEvent.REOPEN: TouchState.PLANNED},
        # Only after a bounce that names it: the mail that is written then is another one, with its own id.
        TouchState.SENT: {TouchEvent.REOPEN: TouchState.PLANNED},
    },
)


def draw_diagram(table: dict[State, dict[Event, State]]) -> str:
    """Return the table as a Mermaid state diagram, for docs/reference/states.md."""
    lines = ["stateDiagram-v2"]
    for state, row in table.items():
        for target in dict.fromkeys(t for t in row.values() if t is not state):
            events = ", ".join(e.value for e, t in row.items() if t is target)
            lines.append(f"    {state.value} --> {target.value}: {events}")
    return "\n".join(lines)
