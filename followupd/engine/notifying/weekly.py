"""Sends the weekly digest: the state of each open interview, as text and as a picture, once a week."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from followupd.engine.conditions import gather_conditions, read_last_receipt
from followupd.engine.notifying.notifier import notify, was_notified
from followupd.engine.overview.errands import list_errands
from followupd.engine.overview.status import build_notice_health
from followupd.engine.overview.timeline import build_timeline, facts_of
from followupd.errors import FollowupdError
from followupd.journal.command_facts import Debriefed
from followupd.journal.facts import Done, HandSent, Received, Settled, Steered, Taken, Uncertain
from followupd.journal.states import InterviewState
from followupd.planning.business_days import WakingHours
from followupd.planning.forecast import foresee
from followupd.planning.moves import Verb
from followupd.writing.language.job_title import name_position
from followupd.writing.language.journal_sentences import collect_names, describe_facts
from followupd.writing.notices.inline_picture import InlinePicture
from followupd.writing.notices.week_notice import (
    FIRST_INTERVIEW,
    InterviewWeek,
    describe_week,
    name_interview,
    phrase_interview,
    phrase_move,
    phrase_past,
)
from followupd.writing.timeline.timeline_drawing import draw_timeline
from followupd.writing.timeline.timeline_svg import render_svg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.engine.ledger import Ledger
    from followupd.engine.overview.errands import Errand
    from followupd.planning.moves import InterviewPlan, Move

log = logging.getLogger("followupd")

WEEK = timedelta(days=7)
MAX_PICTURES = 12  # in one mail; each takes about 40 kB
# Under this key the store keeps the last week for which the digest was considered, as its Monday.
_WEEK_KEY = "week"
_TOLD_FACTS = (Taken, Settled, Uncertain, Received, HandSent, Done, Steered, Debriefed)


class PictureDrawer(Protocol):
    """Makes a PNG from an SVG, outside the daemon."""

    def __call__(self, svg: str, config: Config, /) -> bytes:
        """Return the picture. Raises FollowupdError."""


def send_weekly_digest(
    ledger: Ledger,
    make_plans: Callable[[], Sequence[InterviewPlan]],
    now: datetime,
    draw_picture: PictureDrawer | None,
) -> None:
    """Send the state of the open interviews: once a week, on Monday or the first day after it, in waking hours."""
    candidate = ledger.config.candidate
    if not ledger.config.notifications.digest.weekly:
        return
    if not WakingHours(candidate.time_zone, candidate.hours).contains(now):
        return
    local_day = now.astimezone(candidate.time_zone).date()
    week = f"{local_day - timedelta(days=local_day.weekday()):%Y-%m-%d}"
    if ledger.store.get_value(_WEEK_KEY) == week:
        return
    if not was_notified(ledger, f"week/{week}"):  # there may have been a crash between the mail and the mark
        _write_digest(ledger, make_plans(), week, now, draw_picture)
    ledger.store.set_value(_WEEK_KEY, week)


def _write_digest(
    ledger: Ledger,
    plans: Sequence[InterviewPlan],
    week: str,
    now: datetime,
    draw_picture: PictureDrawer | None,
) -> None:
    conditions = gather_conditions(ledger, read_last_receipt(ledger.store))
    open_plans = {
        plan.interview: plan
        for plan in foresee(now, ledger.config, ledger.history, conditions, plans)
        if plan.status.state is not InterviewState.CLOSED
    }
    interviews = [i for i in ledger.config.interviews if i.id in open_plans]
    if not interviews:
        return
    errands = list_errands(build_notice_health(ledger, plans, now), ledger.words)
    weeks = [describe_interview(ledger, i, open_plans[i.id], errands, now) for i in interviews]
    common = [errand.sentence for errand in errands if errand.interview not in ledger.config.interview_ids]
    notice = describe_week(ledger.words, weeks, common, week)
    labels = [name_interview(one) for one in weeks]
    svgs = [draw_svg(ledger, i, open_plans[i.id], now) for i in interviews[:MAX_PICTURES]]
    pictures = tuple(_draw_pictures(ledger, svgs, labels, draw_picture)) if ledger.config.live else ()
    notify(ledger, notice, now, pictures=pictures)


def describe_interview(
    ledger: Ledger, interview: Interview, plan: InterviewPlan, errands: Sequence[Errand], now: datetime
) -> InterviewWeek:
    """Return what happened to an interview in the last seven days, what comes in the next seven, and what waits."""
    words = ledger.words
    record = ledger.record_of(interview)
    facts = [fact for fact in facts_of(record) if isinstance(fact, _TOLD_FACTS)]
    names = collect_names(ledger.config.interviews, facts)
    texts = describe_facts(facts, names, words)
    past_sentences = [(text.sentence, getattr(text.fact, "received", text.fact.at)) for text in texts]
    past = [phrase_past(words, sentence, at) for sentence, at in past_sentences if now - WEEK <= at <= now]
    coming = [phrase_move(words, move) for move in plan.moves if _is_coming(move, now)]
    if now < interview.start_time < now + WEEK:
        coming.insert(0, phrase_interview(words, interview.start_time))
    waiting = tuple(errand.sentence for errand in errands if errand.interview == interview.id)
    return InterviewWeek(
        interview.company, name_position(interview.position), tuple(past), tuple(coming), waiting
    )


def _is_coming(move: Move, now: datetime) -> bool:
    return move.due < now + WEEK and move.verb not in (Verb.MISS, Verb.DROP)


def draw_svg(ledger: Ledger, interview: Interview, plan: InterviewPlan, now: datetime) -> str:
    """Return a picture of the interview's timeline, as the page shows it."""
    record = ledger.record_of(interview)
    timeline = build_timeline(ledger.config, record, plan, now)
    return render_svg(draw_timeline(timeline, ledger.words), ledger.words)


def _draw_pictures(
    ledger: Ledger, svgs: Sequence[str], labels: Sequence[str], draw_picture: PictureDrawer | None
) -> Iterator[InlinePicture]:
    """Yield the pictures that can be made. Without one, the text has the same content."""
    for number, (svg, label) in enumerate(zip(svgs, labels, strict=False)):
        if draw_picture is None:
            return
        try:
            data = draw_picture(svg, ledger.config)
        except FollowupdError as fault:
            log.warning("the weekly digest goes without a picture: %s", fault, extra={"kind": "notice"})
            return
        yield InlinePicture(FIRST_INTERVIEW + number, label, data)
