"""Which language the page speaks, and how it writes its days."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from page_env import Browser, text_of

from followupd.web.language import Words, choose_language
from followupd.web.visit import _make_environment

MOMENT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
PLACES = [
    "/", "/account", "/add", "/interview/acme", "/interview/acme/journal", "/interview/acme/edit", "/interview/globex/close",
    "/interview/acme/step/last-note/ana-ruiz", "/interview/initech", "/interview/nobody",
]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "header", "language"),
    [
        (None, "", "en"),
        (None, "de", "de"),
        (None, "de-AT,de;q=0.9,en;q=0.8", "de"),
        (None, "fr;q=0.5, es;q=0.9", "es"),
        (None, "pt, it;q=0.9, fr;q=0.1", "fr"),
        (None, "de;q=0, fr", "fr"),
        (None, "*", "en"),
        (None, "zz;q=x, ;;;, =,", "en"),
        (None, "x" * 10_000, "en"),
        ("fr", "de", "fr"),
        ("pt", "de", "de"),
    ],
)
def test_the_language_is_the_candidates_else_the_browsers(
    wanted: str | None, header: str, language: str
) -> None:
    assert choose_language(wanted, header) == language


@pytest.mark.parametrize(
    ("language", "moment", "day"),
    [
        ("en", "Tue 1 Dec 2026, 10:30", "Tuesday 1 December 2026"),
        ("de", "Di., 1. Dez. 2026, 10:30", "Dienstag, 1. Dezember 2026"),
        ("fr", "mar. 1 déc. 2026, 10:30", "mardi 1 décembre 2026"),
        ("es", "mar, 1 dic 2026, 10:30", "martes, 1 de diciembre de 2026"),
    ],
)
def test_days_are_written_as_the_language_does_in_the_users_zone(
    language: str, moment: str, day: str
) -> None:
    words = Words(language, ZoneInfo("Europe/Berlin"))
    assert words.format_moment(MOMENT) == moment
    assert words.format_day(MOMENT.date()) == day


@pytest.mark.parametrize(("language", "today"), [("de", "Heute"), ("fr", "Aujourd’hui"), ("es", "Hoy")])
def test_each_page_speaks_the_language(story: Browser, language: str, today: str) -> None:
    headers = {"Accept-Language": language}
    for place in PLACES:
        page = story.get(place, headers=headers).text
        assert f'<html lang="{language}">' in page
        assert today in text_of(page)
        assert "Waits for you" not in page
        assert "The service" not in page


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_the_sentences_of_the_planner_are_in_the_language(story: Browser, language: str) -> None:
    page = story.get("/interview/acme", headers={"Accept-Language": language}).text
    assert '<span lang="en">' not in page
    assert "it goes out only with your approval" not in page


def test_a_sentence_that_no_catalogue_has_says_that_it_is_english() -> None:
    macro = _make_environment("de").get_template("parts.html").module.as_written
    assert macro("disk or database is full", "de") == '<span lang="en">Disk or database is full</span>'
    assert macro("it was paused", "de") == "<span>Es war angehalten</span>"
    assert macro("disk or database is full", "en") == "<span>Disk or database is full</span>"


@pytest.mark.parametrize(
    ("language", "remark", "leftover"),
    [
        (
            "de",
            "Dank an Ana Ruiz: es fehlt, wie Ihre Fähigkeiten zur Stelle passen;",
            "'TODO' steht noch darin",
        ),
        (
            "fr",
            "Remerciement à Ana Ruiz : le message ne dit pas en quoi vos compétences",
            "il y reste 'TODO'",
        ),
        ("es", "Agradecimiento a Ana Ruiz: no dice cómo encajan sus capacidades", "todavía contiene 'TODO'"),
    ],
)
def test_the_remarks_of_the_lint_are_in_the_language(
    browser: Browser, language: str, remark: str, leftover: str
) -> None:
    place, headers = "/interview/acme/step/thank-you/ana-ruiz", {"Accept-Language": language}
    page = browser.get(place, headers=headers).text
    assert remark in text_of(page)
    assert '<span lang="en">' not in page
    read = re.search(r'name="read" value="(\w+)"', page)[1]
    words = {"text": "Subject: Hello\n\nDear Ana,\n\nTODO", "read": read}
    refused = browser.post(f"{place}/words", words, headers=headers)
    assert refused.status_code == 422
    assert leftover in text_of(refused.text)
