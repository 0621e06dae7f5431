"""Everything that one draft is made from."""

from pathlib import Path

from builders import ACME, config, taken, thanked, utc

from followupd.adapters.templates import TemplateFiles
from followupd.adapters.workers.composer import load_and_typeset
from followupd.config.interview import PostalAddress
from followupd.journal.history import History
from followupd.writing.draft import DraftRequest

HOME = {"lines": ["1 Elm Street", "10115 Berlin"]}
NOW = utc("24 12:00")


def desk(step_id: str, own: Path | None = None) -> DraftRequest:
    contacts = [{**ACME["contacts"][0], "post": HOME}, *ACME["contacts"][1:]]
    made = config(ACME | {"contacts": contacts})
    me = made.candidate.model_copy(update={"post": PostalAddress.model_validate(HOME)})
    made = made.model_copy(update={"candidate": me})
    history = History([*thanked(), taken("17 10:00", "call", subject="")])
    interview = made.interviews[0]
    step = made.find_step(interview, step_id)
    assert step
    return DraftRequest(
        made,
        history.record_of(interview, made),
        interview.lead,
        step,
        utc("24 10:00"),
        TemplateFiles(own),
        load_and_typeset,
    )
