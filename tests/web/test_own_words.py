"""On the page: what was spoken about after an interview, and a mail in the candidate's own words."""

from __future__ import annotations

import re
from datetime import date

import pytest
from page_env import Browser, facts_of, text_of

from followupd.journal.command_facts import Debriefed

MAIL = "/interview/acme/step/thank-you/ana-ruiz"
WORDS = (
    "Subject: Thank you, Ana\n\nDear Ana,\n\nThank you for your time today. I would like to work as a Data Engineer with Acme:"
    " what you told me about the nightly loads fits what I have built, and streaming is what I do best. May I phone you"
    " during the week to hear how things stand?\n\nKind regards\nSam Sample\n"
)


def read_digest(browser: Browser) -> str:
    found = re.search(r'name="read" value="(\w+)"', browser.get(MAIL).text)
    assert found
    return found[1]


def test_what_was_spoken_about_is_told_and_said_back(browser: Browser) -> None:
    shown = browser.get("/interview/acme").text
    assert "Ana Ruiz: \nBen Brandt: \nHal Hart: \n" in shown.replace("\r\n", "\n")
    told = "Ana Ruiz: the move to Kafka\r\nBen Brandt: was not there\r\nHal Hart: \r\n"
    page = text_of(browser.click("/interview/acme/debrief", {"text": told, "promise": "2026-12-04"}))
    assert "Your debrief is noted; Ana Ruiz: the move to Kafka; Ben Brandt was not there" in page
    [fact] = facts_of(browser, Debriefed)
    assert (fact.facts, fact.absent) == ((("ana-ruiz", "the move to Kafka"),), ("ben-brandt",))
    assert fact.promise == date(2026, 12, 4)
    assert "the move to Kafka" in browser.get(MAIL).text


def test_the_first_page_asks_what_was_spoken_about_until_it_is_told(browser: Browser) -> None:
    question = "Say what was spoken about at Acme GmbH"
    assert question in text_of(browser.get("/").text)
    browser.click("/interview/acme/debrief", {"text": "Ana Ruiz: the move to Kafka", "promise": ""})
    assert question not in text_of(browser.get("/").text)


def test_who_came_too_stands_on_the_page_with_the_line_to_write(browser: Browser) -> None:
    browser.click("/interview/acme/debrief", {"text": "Carla Diaz came too.", "promise": ""})
    line = '- {name: Carla Diaz, email: "", role: met}'
    assert line in text_of(browser.get("/interview/acme").text)
    assert line in text_of(browser.get("/").text)


def test_what_says_nothing_of_anybody_is_refused(browser: Browser) -> None:
    answer = browser.post("/interview/acme/debrief", {"text": "It went well."})
    assert answer.status_code == 409
    assert "othing was understood" in answer.text
    assert facts_of(browser, Debriefed) == []


def test_a_mail_is_written_on_the_page_and_is_the_mail_then(browser: Browser) -> None:
    page = browser.click(f"{MAIL}/words", {"text": WORDS.replace("\n", "\r\n"), "read": read_digest(browser)})
    assert "Kept as interviews/acme/thank-you.ana-ruiz.txt" in text_of(page)
    assert (browser.paths.interviews_folder / "acme" / "thank-you.ana-ruiz.txt").read_text() == WORDS
    assert "streaming is what I do best" in browser.get(MAIL).text


def test_words_that_must_not_leave_are_shown_again_and_not_kept(browser: Browser) -> None:
    text = "Dear [NAME],\n\nthanks.\n"
    answer = browser.post(f"{MAIL}/words", {"text": text, "read": read_digest(browser)})
    assert answer.status_code == 422
    assert "so it was not kept" in answer.text
    assert "Dear [NAME]" in answer.text
    assert not (browser.paths.interviews_folder / "acme").exists()


@pytest.mark.parametrize("read", ["", "0" * 10])
def test_words_for_a_mail_that_has_changed_meanwhile_are_not_kept(browser: Browser, read: str) -> None:
    answer = browser.post(f"{MAIL}/words", {"text": WORDS, "read": read})
    assert answer.status_code == 409
    assert not (browser.paths.interviews_folder / "acme").exists()


def test_a_call_has_no_words_to_write(browser: Browser) -> None:
    assert "/words" not in browser.get("/interview/acme/step/call/ana-ruiz").text
    answer = browser.post("/interview/acme/step/call/ana-ruiz/words", {"text": WORDS, "read": "x"})
    assert answer.status_code == 404
