"""The calendar on the page: the entries that `calendar:` publishes, for the browser that has the key and for nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar

from followupd.engine.overview.agenda import list_agenda

if TYPE_CHECKING:
    from page_env import Browser

PLACE = "/calendar.ics"


def test_the_page_gives_what_is_to_come_as_a_calendar(story: Browser) -> None:
    answer = story.get(PLACE)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    entries = story.run(
        lambda desk: list_agenda(
            desk.config, desk.ledger.history, desk.plan_interviews(), desk.now, desk.ledger.words
        )
    )
    assert [str(event["summary"]) for event in events] == [entry.title for entry in entries]
    assert events
    assert b"http" not in answer.content.lower()  # nothing in it leads outside


def test_an_entry_keeps_its_name_when_it_is_fetched_again(story: Browser) -> None:
    first = [str(event["uid"]) for event in Calendar.from_ical(story.get(PLACE).content).walk("VEVENT")]
    story.now += timedelta(minutes=10)
    second = [str(event["uid"]) for event in Calendar.from_ical(story.get(PLACE).content).walk("VEVENT")]
    assert first == second


def test_who_has_not_entered_gets_no_calendar(stranger: Browser) -> None:
    assert stranger.get(PLACE).status_code in (401, 404)


def test_without_the_cookie_there_is_no_calendar(browser: Browser) -> None:
    assert browser.get(PLACE).status_code == 200
    browser.client.cookies.clear()
    assert browser.get(PLACE).status_code == 401
    assert b"VCALENDAR" not in browser.get(PLACE).content


def test_the_first_page_leads_to_it(story: Browser) -> None:
    assert f'href="{story.folder}{PLACE}"' in story.get("/").text
