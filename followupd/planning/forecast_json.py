"""Converts forecasts to JSON, so that the next process need not play them again. Pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from followupd.config.cadence import Channel
from followupd.journal.facts import Touch
from followupd.planning.context import Rule
from followupd.planning.group_forecast import Fate, FinishedForecast
from followupd.planning.moves import Move, Verb
from followupd.planning.post import PostalDates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.journal.fact_index import Topic
    from followupd.planning.mail_totals import MailStep


def dump_forecast(forecast: FinishedForecast) -> list[object]:
    """Return a forecast as JSON values. Raises TypeError for a topic that cannot be converted."""
    return [
        forecast.ids,
        [_dump_fate(fate) for fate in forecast.fates],
        [moment.isoformat() for moment in forecast.moments],
        [[*place, _dump_steps(steps)] for place, steps in forecast.mail_steps.items()],
        forecast.good_until.isoformat(),
        [_dump_topic(topic) for topic in forecast.topics],
    ]


def parse_forecast(values: list[Any]) -> FinishedForecast:
    """Return the forecast from such values.

    Raises ValueError, TypeError, IndexError or KeyError if they are not valid.
    """
    ids, fates, moments, mail_steps, good_until, topics = values
    return FinishedForecast(
        tuple(ids),
        [_parse_fate(fate) for fate in fates],
        [datetime.fromisoformat(moment) for moment in moments],
        {(number, id_): _parse_steps(steps) for number, id_, steps in mail_steps},
        datetime.fromisoformat(good_until),
        [_parse_topic(*topic) for topic in topics],
    )


def _dump_steps(steps: Iterable[MailStep]) -> list[tuple[str, int | None]]:
    return [(str(day), count) for day, count in steps]


def _parse_steps(steps: list[Any]) -> tuple[MailStep, ...]:
    return tuple((date.fromisoformat(day), count) for day, count in steps)


def _dump_topic(topic: Topic) -> list[object]:
    """Return a topic as values: some are about an interview at a date."""
    kind, value = topic
    if isinstance(value, str):
        return [kind, value]
    if isinstance(value, tuple) and isinstance(value[0], datetime):
        return [kind, value[0].isoformat(), value[1]]
    raise TypeError(f"a topic of the kind {kind} cannot be written down")


def _parse_topic(kind: str, *values: str) -> Topic:
    return (kind, values[0]) if len(values) == 1 else (kind, (datetime.fromisoformat(values[0]), values[1]))


def _dump_fate(fate: Fate) -> list[object]:
    return [fate.at.isoformat(), _dump_move(fate.move), fate.last_hold and _dump_move(fate.last_hold)]


def _parse_fate(values: list[Any]) -> Fate:
    at, move, last_hold = values
    return Fate(datetime.fromisoformat(at), _parse_move(move), last_hold and _parse_move(last_hold))


def _dump_move(move: Move) -> list[object]:
    touch, dates = move.touch, move.postal_dates
    moments = (move.due, move.latest, move.lifts_at, move.free_from, move.draft_at)
    return [
        (touch.interview, touch.step, touch.contact),
        (move.channel, move.is_reminder, move.contact_name, move.address),
        (move.verb, move.rule, move.why),
        [moment and moment.isoformat() for moment in moments],
        dates and (str(dates.post_by), str(dates.arrives_on), dates.arrives_at.isoformat()),
    ]


def _parse_move(values: list[Any]) -> Move:
    touch, (channel, is_reminder, name, address), (verb, rule, why), moments, dates = values
    due, latest, lifts_at, free_from, draft_at = (text and datetime.fromisoformat(text) for text in moments)
    return Move(
        Touch(*touch), Channel(channel), is_reminder, name, address, Verb(verb), due, latest, Rule(rule), why, lifts_at,
        dates and _parse_dates(*dates), free_from, draft_at,
    )  # fmt: skip


def _parse_dates(post_by: str, arrives_on: str, arrives_at: str) -> PostalDates:
    return PostalDates(
        date.fromisoformat(post_by), date.fromisoformat(arrives_on), datetime.fromisoformat(arrives_at)
    )
