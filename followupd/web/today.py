"""The first page: what needs an answer, what comes next, what is held, and the state of everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.engine.overview.errands import list_beside_questions
from followupd.engine.overview.questions import list_questions
from followupd.engine.scanning.folder_memory import read_folder_lists
from followupd.journal.states import InterviewState
from followupd.planning.moves import Verb, select_moves

if TYPE_CHECKING:
    from starlette.responses import Response

    from followupd.config.interview import Interview
    from followupd.planning.moves import InterviewPlan
    from followupd.web.visit import Visit

MAX_NEXT = 12  # that the first page lists


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """One interview in the list."""

    interview: Interview
    plan: InterviewPlan


def show_today(visit: Visit) -> Response:
    """Return the first page."""
    desk = visit.desk
    plans, daemon = desk.plan_interviews(), desk.find_daemon()
    health = desk.build_health(plans, daemon)
    interviews = {interview.id: interview for interview in desk.config.interviews}
    upcoming = select_moves(plans, Verb.WAIT, Verb.SEND, Verb.REHEARSE)
    rows = [InterviewRow(interviews[p.interview], p) for p in plans if p.interview in interviews]
    rows.sort(key=lambda row: row.plan.status.state is InterviewState.CLOSED)  # closed ones come last
    return visit.show_page(
        "today.html",
        interviews=interviews,
        questions=list_questions(health),
        errands=list_beside_questions(health, visit.notice_words),
        upcoming=upcoming[:MAX_NEXT],
        more_count=max(len(upcoming) - MAX_NEXT, 0),
        holds=health.grouped_holds,
        rows=rows,
        health=health,
        daemon=daemon,
        is_live=desk.config.live,
    )


def show_account(visit: Visit) -> Response:
    """Return the page with the state of account, mailbox and daemon."""
    desk = visit.desk
    daemon = desk.find_daemon()
    health = desk.build_health(desk.plan_interviews(), daemon)
    alarms = list(health.list_alarms(daemon.since if daemon else None, desk.why_foreign()))
    folders, skipped, skipped_count = read_folder_lists(desk.store)
    return visit.show_page(
        "account.html",
        health=health,
        daemon=daemon,
        alarms=alarms,
        folders=folders,
        skipped=skipped,
        more_skipped=skipped_count - len(skipped),
        config=desk.config,
    )
