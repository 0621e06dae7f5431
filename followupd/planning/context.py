"""One open touch with everything that a rule may need, and the hold that a rule returns. Pure."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING

from followupd.config.frozen import frozen_value

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from followupd.config.cadence import Step
    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Config
    from followupd.journal.facts import Receipt, Touch
    from followupd.journal.history import History
    from followupd.journal.interview_status import InterviewStatus
    from followupd.journal.record import InterviewRecord
    from followupd.planning.business_days import Calendar
    from followupd.planning.moment import Moment
    from followupd.planning.post import Route
    from followupd.planning.schedule import Slot


class Rule(StrEnum):
    """The one reason why a touch is not sent now."""

    CLOSED = "closed"
    CONFIG = "config"
    ANSWERED = "answered"
    PAUSED = "paused"
    HALTED = "halted"
    UNKNOWN = "unknown"
    ADDRESS = "address"
    UNCONFIRMED = "unconfirmed"
    ZONE = "zone"
    TRIPPED = "tripped"
    PROMISE = "promise"
    ABSENCE = "absence"
    AWAY = "away"
    RELEASE = "release"
    BUDGET = "budget"
    SHARED = "shared"
    ALTERNATION = "alternation"
    BY_HAND = "by-hand"
    FIRST_MAIL = "first-mail"
    APPROVAL = "approval"
    DRAFT = "draft"
    RETRY = "retry"
    WINDOW = "window"
    CAP = "cap"
    GAP = "gap"
    RECEIPT = "receipt"
    NOT_LIVE = "not-live"
    DUE = "due"
    LATEST = "latest"


@frozen_value
class Hold:
    """One rule that holds, with its reason, and when it ends (UTC; None: not by itself)."""

    rule: Rule
    why: str
    lifts_at: datetime | None = None


@frozen_value
class TextReport:
    """The lint's report on the text of a touch, as it was last written."""

    digest: str  # of this text and the address
    doubts: tuple[str, ...] = ()  # every hold and every advice, each a sentence
    is_own: bool = False  # the candidate wrote the text


@frozen_value
class Conditions:
    """What the planner needs beside the configuration and the journal; the caller passes all of it."""

    jitter_key: bytes = b""  # secret of the store, from which the jitter is made
    receipt: Receipt | None = None
    # Digest of what must be looked for; a receipt with another digest does not count.
    watchlist_digest: str = ""
    # Interview (or EVERY) → the fault in its file.
    fault_by_interview: Mapping[str, str] = field(default_factory=dict)
    halt_reason: str | None = None  # why everything is halted: HOLD file, account refused, clock in doubt
    retry_times: Mapping[Touch, datetime] = field(default_factory=dict)  # after a 4xx
    # Touches whose text was written and checked.
    text_reports: Mapping[Touch, TextReport] = field(default_factory=dict)
    # Interview whose planning failed → when it is tried again.
    failed_until: Mapping[str, datetime] = field(default_factory=dict)

    assume_checked: bool = False  # a text that is not checked yet counts as clean: for a forecast

    @property
    def of_all(self) -> tuple[object, ...]:
        """The conditions that concern every interview, except the receipt."""
        return self.jitter_key, self.watchlist_digest, self.halt_reason


@frozen_value
class TouchContext:
    """One open touch, with everything that a rule may need."""

    now: Moment
    config: Config
    record: InterviewRecord
    conditions: Conditions
    status: InterviewStatus
    calendar: Calendar
    step: Step
    contact: Contact
    touch: Touch
    route: Route | None = None  # of a letter

    @property
    def interview(self) -> Interview:
        """The interview of the touch."""
        return self.record.interview

    @property
    def history(self) -> History:
        """The journal."""
        return self.record.history

    def for_slot(self, slot: Slot) -> TouchContext:
        """Return the context of a touch of the schedule."""
        return self.for_touch(slot.step, slot.contact, slot.touch, slot.route)

    def for_touch(
        self, step: Step, contact: Contact, touch: Touch, route: Route | None = None
    ) -> TouchContext:
        """Return the context of another touch of the interview."""
        return TouchContext(
            self.now, self.config, self.record, self.conditions, self.status, self.calendar, step, contact, touch, route,
        )  # fmt: skip
