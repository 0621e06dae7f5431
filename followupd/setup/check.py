"""What `check` proves beside the configuration itself: every text can be written, and what is worth knowing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.adapters.templates import TemplateFiles
from followupd.errors import FollowupdError
from followupd.journal.history import History
from followupd.planning.context import Conditions
from followupd.planning.planner import Verb, plan_interview
from followupd.planning.public_holidays import is_known_country
from followupd.writing.composer import lint_draft, write_draft
from followupd.writing.draft import DraftRequest
from followupd.writing.letter_pdf import typeset_letter
from followupd.writing.lint import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.adapters.system.paths import Paths
    from followupd.config.interview import Interview
    from followupd.config.model import Config


def check_texts(config: Config, paths: Paths, now: datetime) -> tuple[list[str], list[str]]:
    """Write every text of every interview once; return what must be mended, and what would make it better."""
    findings = list(
        dict.fromkeys(f for i in config.interviews for f in _check_interview(config, i, paths, now))
    )
    return [sentence for is_fault, sentence in findings if is_fault], [
        sentence for is_fault, sentence in findings if not is_fault
    ]


def _check_interview(
    config: Config, interview: Interview, paths: Paths, now: datetime
) -> Iterator[tuple[bool, str]]:
    template_source, history = TemplateFiles(paths.templates_folder), History()
    steps = {s.id: s for s in config.steps_of(interview)}
    contacts = {c.key: c for c in interview.contacts}
    # As if the interview had just ended: each step has its move.
    for move in plan_interview(min(now, interview.end_time), config, history, Conditions(), interview).moves:
        request = DraftRequest(
            config, history.record_of(interview, config), contacts[move.touch.contact],
            steps[move.touch.step], move.due, template_source, typeset_letter,
        )  # fmt: skip
        location = f"interviews/{interview.id}.yaml: {move.touch.step} to {move.contact_name}"
        try:
            faults = lint_draft(request, write_draft(request)) if move.verb is not Verb.DROP else []
        except FollowupdError as fault:
            yield True, f"{location}: {fault}"
        else:
            yield from (
                (f.severity is Severity.HOLD, f"interviews/{interview.id}.yaml: {f.sentence}") for f in faults
            )


def collect_notes(config: Config) -> list[str]:
    """Return what is no fault but worth knowing."""
    notes = [] if config.live else ["live is false: everything is done but handing over mail"]
    for interview in config.interviews:
        country = interview.country or config.candidate.country
        if not is_known_country(country):
            notes.append(f"{interview.id}: the holidays of {country} are not known; only weekends count")
        is_abroad = country[:2] != config.candidate.country[:2]
        if interview.zone == config.candidate.zone and is_abroad:
            notes.append(
                f"{interview.id}: its zone is yours ({interview.zone}), its country is not; is that right?"
            )
    return notes
