"""Shows the journal of an interview on the page; each sent mail has the receipt that allowed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.journal.facts import Taken
from followupd.writing.language.journal_sentences import collect_names, describe_facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.journal.facts import Fact, Receipt
    from followupd.writing.language.words import Translator


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One event: a sentence in the user's language, and the reason as it was recorded."""

    at: datetime
    sentence: str
    detail: str = ""
    receipt: Receipt | None = None
    answer: str = ""  # of the mail server


def write_report(facts: Sequence[Fact], interview: Interview, words: Translator) -> Iterator[ReportLine]:
    """Yield what happened, oldest first. A mail has the time at which the mailbox received it."""
    for text in describe_facts(facts, collect_names([interview], facts), words):
        fact = text.fact
        moment = getattr(fact, "received", fact.at)
        receipt, answer = (fact.receipt, fact.answer) if isinstance(fact, Taken) else (None, "")
        yield ReportLine(moment, f"{text.sentence}.", text.detail, receipt, answer)
