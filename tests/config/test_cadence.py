"""Steps, and the words for when they fall due."""

import pytest

from followupd.config.cadence import Anchor, Channel, Span, Unit, parse_span, parse_when, playbook_steps


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("1 hour", Span(1, Unit.HOURS)),
        ("24 hours", Span(24, Unit.HOURS)),
        ("5 days", Span(5, Unit.DAYS)),
        ("2 weeks", Span(14, Unit.DAYS)),
        ("1 business day", Span(1, Unit.BUSINESS_DAYS)),
    ],
)
def test_a_span_is_read_as_it_is_said(text: str, span: Span) -> None:
    assert parse_span(text) == span


@pytest.mark.parametrize(
    "text", ["", "5", "days", "-1 days", "5 fortnights", "1.5 days", "5 days ago", "5  days"]
)
def test_what_is_no_span_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="for example"):
        parse_span(text)


def test_a_moment_names_what_it_counts_from() -> None:
    when = parse_when("7 days after previous")
    assert (when.span, when.anchor) == (Span(7, Unit.DAYS), Anchor.PREVIOUS)
    assert str(when) == "7 days after previous"
    with pytest.raises(ValueError, match="after interview"):
        parse_when("7 days")


def test_the_playbook_alternates_and_leaves_a_week_between_reminders() -> None:
    steps = playbook_steps()
    reminders = [s for s in steps if s.is_reminder]
    assert [s.channel for s in reminders] == [Channel.PHONE, Channel.EMAIL, Channel.POST, Channel.EMAIL]
    assert [str(s.when) for s in reminders] == ["5 days after interview", *["7 days after previous"] * 3]
    assert [s.id for s in steps if not s.is_reminder] == ["thank-you"]
