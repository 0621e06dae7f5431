"""Writes the first mail to the lead, as it would be sent; `add` shows it after the last question.

That is the thank-you. For an interview that was entered late, it is what the plan begins with then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from followupd.adapters.config_files import read_config
from followupd.adapters.templates import TemplateFiles
from followupd.adapters.workers.composer import ComposerWorker, load_and_typeset
from followupd.config.cadence import Channel
from followupd.errors import FollowupdError
from followupd.journal.history import History
from followupd.planning.context import Conditions
from followupd.planning.forecast import foresee
from followupd.planning.moves import Verb
from followupd.planning.planner import plan_interview
from followupd.writing.draft import DraftRequest

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.adapters.system.paths import Paths
    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.planning.moves import Move


@dataclass(frozen=True, slots=True)
class FirstNote:
    """The first mail to the lead; its text is empty if it cannot be written, which `check` explains."""

    text: str
    due: datetime  # in the candidate's time zone
    is_thank_you: bool


def write_first_note(paths: Paths, interview_id: str, now: datetime) -> FirstNote | None:
    """Return the first mail to the lead; None if no mail will be sent, or if the files have an error."""
    config = read_config(paths).config
    interview = config.interview_by_id.get(interview_id) if config else None
    move = _find_first_mail(config, interview, now) if config and interview else None
    if config is None or interview is None or move is None:
        return None
    step = next(s for s in config.steps_of(interview) if s.id == move.touch.step)
    request = DraftRequest(
        config, _note_interview(config, interview, now).record_of(interview, config), interview.lead, step, move.due,
        TemplateFiles(paths.templates_folder), load_and_typeset,
    )  # fmt: skip
    due = move.due.astimezone(config.candidate.time_zone)
    return FirstNote(_compose_text(request, move.due), due, is_thank_you=not step.is_reminder)


def _compose_text(request: DraftRequest, due: datetime) -> str:
    composer = ComposerWorker()
    try:
        return composer.compose_touch(request, due).current_draft.text.body.strip()
    except FollowupdError:
        return ""
    finally:
        composer.stop()


def _find_first_mail(config: Config, interview: Interview, now: datetime) -> Move | None:
    """Return the first mail for the lead that is not too late already."""
    moment = max(now, interview.end_time)
    own_config = config.model_copy(update={"interviews": [interview]})
    history, conditions = _note_interview(config, interview, now), Conditions()
    plan = plan_interview(moment, own_config, history, conditions, interview)
    (foreseen_plan,) = foresee(moment, own_config, history, conditions, [plan])
    mails = (m for m in foreseen_plan.moves if m.channel is Channel.EMAIL)
    return next(
        (m for m in mails if m.touch.contact == interview.lead.key and m.verb not in (Verb.MISS, Verb.DROP)),
        None,
    )


def _note_interview(config: Config, interview: Interview, now: datetime) -> History:
    """Return a journal that knows only that the interview is entered now."""
    history = History()
    snapshot = history.record_of(interview, config).new_snapshot
    if snapshot:
        history.add(replace(snapshot, at=now))
    return history
