"""The pages of one interview: its timeline, its plan, its journal, and what an edit of its file would change."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.adapters.config_files import read_config
from followupd.adapters.workers.config_loader import load_in_worker
from followupd.engine.conditions import gather_conditions, read_last_receipt
from followupd.engine.overview.errands import list_newcomers
from followupd.engine.overview.questions import list_questions
from followupd.engine.overview.timeline import build_timeline, facts_of
from followupd.journal.contact_pauses import find_pause
from followupd.journal.undoing import find_departure, find_last_command
from followupd.planning.forecast import foresee
from followupd.planning.planner import plan
from followupd.web.chronicle import write_report
from followupd.web.visit import NotHere
from followupd.writing.timeline.timeline_drawing import describe_mark, draw_timeline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from starlette.responses import Response

    from followupd.config.interview import Interview
    from followupd.config.model import LoadResult
    from followupd.journal.record import InterviewRecord
    from followupd.journal.undoing import LastCommand
    from followupd.planning.moves import InterviewPlan, Move
    from followupd.web.desk import Desk
    from followupd.web.visit import Visit


_UNDO_OFFERED = timedelta(days=2)  # the button is for a slip; for older commands there is `followupd undo`


def show_interview(visit: Visit) -> Response:
    """Return the page of an interview."""
    desk, interview = visit.desk, visit.interview
    plans = desk.plan_interviews()
    plan = _select_plan(plans, interview)
    health = desk.build_health(plans, desk.find_daemon())
    record = desk.ledger.record_of(interview)
    timeline = build_timeline(desk.config, record, plan, desk.now)
    return visit.show_page(
        "interview.html",
        interview=interview,
        plan=plan,
        last_command=_find_undoable(record, desk.now),
        paused_people={c.key for c in interview.contacts if find_pause(record, c, desk.now)},
        promise=record.promised_date or interview.promise,
        is_over=desk.now >= interview.start_time,
        questions=[q for q in list_questions(health) if q.interview == interview.id],
        newcomers=list_newcomers(health, visit.notice_words, interview.id),
        picture=draw_timeline(timeline, visit.words),
        sentences=[describe_mark(mark, visit.words) for mark in timeline.marks],
        fault=desk.ledger.active_config.fault_by_interview.get(interview.id),
    )


def _find_undoable(record: InterviewRecord, now: datetime) -> LastCommand | None:
    """Return the user's last command if it is recent and nothing was sent because of it."""
    facts = record.history.facts
    command = find_last_command(facts, record.ids)
    if command is None or now - command.at > _UNDO_OFFERED or find_departure(facts, record.ids, command):
        return None
    return command


def find_plan(desk: Desk, interview: Interview) -> InterviewPlan:
    """Return the plan of an interview. Raises NotHere."""
    return _select_plan(desk.plan_interviews(), interview)


def _select_plan(plans: list[InterviewPlan], interview: Interview) -> InterviewPlan:
    for interview_plan in plans:
        if interview_plan.interview == interview.id:
            return interview_plan
    raise NotHere


def show_journal(visit: Visit) -> Response:
    """Return the page with what happened in an interview, in words."""
    desk, interview = visit.desk, visit.interview
    record = desk.ledger.record_of(interview)
    lines = list(write_report(facts_of(record), interview, visit.words))
    return visit.show_page("journal.html", interview=interview, lines=lines[::-1])


# --- what if?


def show_edit(visit: Visit) -> Response:
    """Return a form with the file of an interview, to try out changes; nothing is written."""
    interview = visit.interview
    path = visit.desk.paths.interviews_folder / f"{interview.id}.yaml"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        raise NotHere from None
    return visit.show_page("edit.html", interview=interview, text=text, faults=(), changes=None)


def try_edit(visit: Visit) -> Response:
    """Return how the plan would change if the file of an interview held this text."""
    desk, interview = visit.desk, visit.interview
    text = visit.form.get("text", "").replace("\r\n", "\n")
    result = _load_with(desk, interview, text)
    edited = result.config.interview_by_id.get(interview.id) if result.config else None
    if result.config is None or edited is None:
        faults = [
            f for f in result.faults if f.startswith(f"interviews/{interview.id}.yaml")
        ] or result.faults
        return visit.show_page("edit.html", 422, interview=interview, text=text, faults=faults, changes=None)
    conditions = gather_conditions(desk.ledger, read_last_receipt(desk.store))
    history = desk.ledger.history
    plans = list(plan(desk.now, result.config, history, conditions))
    foreseen_plans = foresee(desk.now, result.config, history, conditions, plans)  # as on the page
    new_moves = next(p.moves for p in foreseen_plans if p.interview == edited.id)
    changes = compare_plans(find_plan(desk, interview).moves, new_moves)
    return visit.show_page("edit.html", interview=interview, text=text, faults=(), changes=changes)


def _load_with(desk: Desk, interview: Interview, text: str) -> LoadResult:
    """Load the configuration from the files, with another text for this interview."""
    name = f"interviews/{interview.id}.yaml"

    def load_changed(main: tuple[str, str], interviews: Sequence[tuple[str, str]]) -> LoadResult:
        texts = [(file, text if file == name else old_text) for file, old_text in interviews]
        return load_in_worker(main, texts)

    return read_config(desk.paths, load_changed)


def compare_plans(
    old_moves: Sequence[Move], new_moves: Sequence[Move]
) -> list[tuple[Move | None, Move | None]]:
    """Return the touches that differ between two plans: the old and the new move of each."""
    old_by_touch = {move.touch: move for move in old_moves}
    new_by_touch = {move.touch: move for move in new_moves}
    touches = dict.fromkeys((*old_by_touch, *new_by_touch))
    pairs = [(old_by_touch.get(touch), new_by_touch.get(touch)) for touch in touches]
    return [(old, new) for old, new in pairs if _describe_plan(old) != _describe_plan(new)]


def _describe_plan(move: Move | None) -> tuple[object, ...]:
    return (move.verb, move.due, move.address, move.why) if move else ()
