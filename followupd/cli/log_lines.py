"""The lines of `followupd log`: time, event, interview, and reason."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from followupd.config.interview import EVERY
from followupd.writing.language.journal_sentences import collect_names, describe_facts
from followupd.writing.language.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from followupd.config.model import Config
    from followupd.journal.facts import Fact


def write_lines(facts: Sequence[Fact], config: Config, zone: ZoneInfo) -> Iterator[str]:
    """Yield the line of each fact."""
    names = collect_names(config.interviews, facts)
    for text in describe_facts(facts, names, Words(zone=zone)):
        ids = ", ".join(i for i in find_interview_ids(text.fact) if i != EVERY)
        parts = [text.sentence, f" ({ids})" if ids else "", f": {text.detail}" if text.detail else ""]
        yield f"{_format_moment(text.fact.at, zone)}  {''.join(parts)}"


def find_interview_ids(fact: Fact) -> tuple[str, ...]:
    """Return the ids of the interviews that a fact concerns."""
    place = getattr(fact, "touch", fact)
    return getattr(place, "interviews", None) or tuple(filter(None, [getattr(place, "interview", "")]))


def _format_moment(moment: datetime, zone: ZoneInfo) -> str:
    local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone)
    return f"{local:%-d %b %Y %H:%M}".rjust(17)
