"""What `check` proves beside the configuration itself: every text can be written, and what is worth knowing."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING

from followupd.adapters.templates import TemplateFiles
from followupd.adapters.workers.composer import ComposerWorker, load_and_typeset
from followupd.errors import FollowupdError
from followupd.journal.history import History
from followupd.planning.context import Conditions
from followupd.planning.planner import Verb, plan_interview
from followupd.planning.public_holidays import is_known_country
from followupd.setup.importers.records import describe_odd_name
from followupd.writing.draft import DraftRequest
from followupd.writing.lint import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.adapters.system.paths import Paths
    from followupd.config.interview import Interview
    from followupd.config.model import Config


def check_texts(config: Config, paths: Paths, now: datetime) -> tuple[list[str], list[str]]:
    """Write every text of every interview once; return what must be mended, and what would make it better."""
    composer = ComposerWorker()
    try:
        texts = (_check_interview(config, i, paths, now, composer) for i in config.interviews)
        findings = list(dict.fromkeys(chain.from_iterable(texts)))
    finally:
        composer.stop()
    return [sentence for is_fault, sentence in findings if is_fault], [
        sentence for is_fault, sentence in findings if not is_fault
    ]


def _check_interview(
    config: Config, interview: Interview, paths: Paths, now: datetime, composer: ComposerWorker
) -> Iterator[tuple[bool, str]]:
    template_source, history = TemplateFiles(paths.templates_folder), History()
    steps = {s.id: s for s in config.steps_of(interview)}
    contacts = {c.key: c for c in interview.contacts}
    # As if the interview had just ended: each step has its move.
    for move in plan_interview(min(now, interview.end_time), config, history, Conditions(), interview).moves:
        request = DraftRequest(
            config, history.record_of(interview, config), contacts[move.touch.contact],
            steps[move.touch.step], move.due, template_source, load_and_typeset,
        )  # fmt: skip
        location = f"interviews/{interview.id}.yaml: {move.touch.step} to {move.contact_name}"
        try:
            faults = composer.lint_touch(request) if move.verb is not Verb.DROP else []
        except FollowupdError as fault:
            yield True, f"{location}: {fault}"
        else:
            yield from (
                (f.severity is Severity.HOLD, f"interviews/{interview.id}.yaml: {f.sentence}") for f in faults
            )


def collect_notes(config: Config, paths: Paths) -> list[str]:
    """Return what is no error but worth knowing."""
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
        names = (interview.company, *(contact.name for contact in interview.contacts))
        notes += [f"{interview.id}: {remark}" for name in names if (remark := describe_odd_name(name))]
    return [*notes, *_describe_unread_folders(paths)]


def _describe_unread_folders(paths: Paths) -> Iterator[str]:
    """Tell of interviews that lie one level too deep."""
    with suppress(OSError):
        for folder in sorted(path for path in paths.interviews_folder.iterdir() if path.is_dir()):
            if not folder.name.startswith(".") and any(folder.glob("*.yaml")):
                yield f"interviews/{folder.name}: its files are not read; an interview lies in interviews/ itself"
