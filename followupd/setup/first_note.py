"""Writes the thank-you to the lead, as it would be sent; `add` shows it after the last question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.adapters.config_files import read_config
from followupd.adapters.templates import TemplateFiles
from followupd.adapters.workers.composer import ComposerWorker, load_and_typeset
from followupd.errors import FollowupdError
from followupd.journal.history import History
from followupd.planning.context import Conditions
from followupd.planning.planner import plan_interview
from followupd.writing.draft import DraftRequest

if TYPE_CHECKING:
    from followupd.adapters.system.paths import Paths
    from followupd.config.model import Config
    from followupd.planning.moves import Move


def write_first_note(paths: Paths, interview_id: str) -> str:
    """Return the text of the first mail to the lead; empty if it cannot be written, which `check` explains."""
    config = read_config(paths).config
    move = _find_first_mail(config, interview_id) if config else None
    if config is None or move is None:
        return ""
    interview = config.interview_by_id[interview_id]
    step = next(s for s in config.steps_of(interview) if s.id == move.touch.step)
    request = DraftRequest(
        config, History().record_of(interview, config), interview.lead, step, move.due,
        TemplateFiles(paths.templates_folder), load_and_typeset,
    )  # fmt: skip
    composer = ComposerWorker()
    try:
        return composer.compose_touch(request, move.due).current_draft.text.body.strip()
    except FollowupdError:
        return ""
    finally:
        composer.stop()


def _find_first_mail(config: Config, interview_id: str) -> Move | None:
    """Return the first move for the lead, as if the interview had just ended."""
    interview = config.interview_by_id.get(interview_id)
    if interview is None:
        return None
    plan = plan_interview(interview.end_time, config, History(), Conditions(), interview)
    return next((m for m in plan.moves if m.touch.contact == interview.lead.key), None)
