"""What `check` proves beside the configuration itself: every text can be written, and what is worth knowing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.adapters.templates import TemplateShelf
from followupd.errors import FollowupdError
from followupd.journal.history import History
from followupd.planning.context import Situation
from followupd.planning.planner import Verb, outlook
from followupd.planning.public_holidays import is_known
from followupd.writing.composer import draft, objections
from followupd.writing.draft import Desk
from followupd.writing.letter_pdf import pdf
from followupd.writing.lint import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.adapters.system.paths import Places
    from followupd.config.interview import Interview
    from followupd.config.model import Config


def rehearse(config: Config, where: Places, now: datetime) -> tuple[list[str], list[str]]:
    """Write every text of every interview once; return what must be mended, and what would make it better."""
    found = list(dict.fromkeys(f for i in config.interviews for f in _texts(config, i, where, now)))
    return [said for hold, said in found if hold], [said for hold, said in found if not hold]


def _texts(config: Config, interview: Interview, where: Places, now: datetime) -> Iterator[tuple[bool, str]]:
    shelf, history = TemplateShelf(where.templates), History()
    steps = {s.id: s for s in config.steps(interview)}
    people = {c.key: c for c in interview.contacts}
    # As if the interview had just ended: each step has its move.
    for move in outlook(min(now, interview.ends), config, history, Situation(), interview).moves:
        desk = Desk(
            config, history, interview, frozenset({interview.id}), people[move.touch.contact],
            steps[move.touch.step], move.due, shelf, pdf,
        )  # fmt: skip
        place = f"interviews/{interview.id}.yaml: {move.touch.step} to {move.contact}"
        try:
            faults = objections(desk, draft(desk)) if move.verb is not Verb.DROP else []
        except FollowupdError as fault:
            yield True, f"{place}: {fault}"
        else:
            yield from (
                (f.severity is Severity.HOLD, f"interviews/{interview.id}.yaml: {f.sentence}") for f in faults
            )


def notes(config: Config) -> list[str]:
    """Return what is no fault but worth knowing."""
    said = [] if config.live else ["live is false: everything is done but handing over mail"]
    for interview in config.interviews:
        country = interview.country or config.candidate.country
        if not is_known(country):
            said.append(f"{interview.id}: the holidays of {country} are not known; only weekends count")
        abroad = country[:2] != config.candidate.country[:2]
        if interview.zone == config.candidate.zone and abroad:
            said.append(
                f"{interview.id}: its zone is yours ({interview.zone}), its country is not; is that right?"
            )
    return said
