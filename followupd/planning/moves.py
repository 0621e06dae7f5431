"""The move of each open touch, and the plan of an interview that the moves form. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from followupd.config.frozen import frozen_value
from followupd.config.interview import ContactRole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from followupd.config.cadence import Channel
    from followupd.config.model import Config
    from followupd.journal.facts import Touch
    from followupd.journal.interview_status import InterviewStatus
    from followupd.planning.context import Rule
    from followupd.planning.post import PostalDates


class Verb(StrEnum):
    """What the daemon does with a touch."""

    SEND = "send"  # send it now
    REHEARSE = "rehearse"  # `live` is false: record that it would be sent now
    WAIT = "wait"  # not due yet
    HOLD = "hold"  # due, but a rule holds it
    MISS = "miss"  # past its latest moment: the user is notified, and the cadence goes on
    DROP = "drop"  # the interview is closed


@frozen_value
class Move:
    """The next event of one open touch: what, when, and by which rule."""

    touch: Touch
    channel: Channel
    is_reminder: bool
    contact_name: str  # for the user to read
    address: str
    verb: Verb
    due: datetime  # UTC: when it is (or was) due, with all shifts
    latest: datetime  # UTC: after this it is missed
    rule: Rule
    why: str
    lifts_at: datetime | None = None
    postal_dates: PostalDates | None = None  # of a letter
    free_from: datetime | None = None  # UTC: when the last rule that shifts it ends; None: no rule does
    draft_at: datetime | None = None  # UTC: when its draft is written; None: it gets none

    @property
    def reaches_company_at(self) -> datetime:
        """When the touch reaches the company (UTC); for a letter, when it arrives."""
        return self.postal_dates.arrives_at if self.postal_dates else self.due


@frozen_value
class InterviewPlan:
    """The plan of one interview: its status, and the moves of its open touches in the order of their due times."""

    interview: str
    status: InterviewStatus
    moves: tuple[Move, ...]

    @property
    def next_move(self) -> Move | None:
        """The next move, or None."""
        return next((m for m in self.moves if m.verb is not Verb.MISS), next(iter(self.moves), None))


def select_moves(interview_plans: Iterable[InterviewPlan], *verbs: Verb) -> list[Move]:
    """Return the moves with one of the verbs, over all interviews, earliest first."""
    moves = (m for plan in interview_plans for m in plan.moves if m.verb in verbs)
    return sorted(moves, key=lambda m: m.due)


def join_contact_names(moves: Iterable[Move]) -> str:
    """Return the names of the people of the moves, separated by commas."""
    return ", ".join(move.contact_name for move in moves)


def name_recipient(config: Config, move: Move) -> str:
    """Return the name of a move's person, with the name of their agency if they work for one."""
    interview = config.interview_by_id.get(move.touch.interview)
    contact = interview.contact_by_key.get(move.touch.contact) if interview else None
    if interview and interview.via and contact and contact.role is ContactRole.AGENCY:
        return f"{move.contact_name}, {interview.via.name}"
    return move.contact_name
