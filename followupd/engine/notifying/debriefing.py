"""Asks the candidate after each interview what was talked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.engine.notifying.notifier import notify
from followupd.planning.debrief_prompts import find_debrief_prompt
from followupd.writing.notices.debrief_notices import ask_about_interview

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger


def ask_about_interviews(ledger: Ledger, now: datetime) -> None:
    """Ask once when an interview has ended, and again the next morning if the candidate did not answer."""
    for interview in ledger.config.interviews:
        record = ledger.record_of(interview)
        if number := find_debrief_prompt(now, ledger.config, record):
            notify(ledger, ask_about_interview(ledger.words, interview, number), now)
