"""What a click does: the commands of the engine, and only with what was on the screen."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from builders import received, steered, taken, thanked
from page_env import Browser, facts_of, remember, text_of

from followupd.inbound.verdict import Action, Kind
from followupd.journal.command_facts import ContactSteered, Instructed
from followupd.journal.facts import Approved, Clarified, Done, Reopened, Settled, Steered, Taken

MAIL = "/interview/acme/step/thank-you/ana-ruiz"


def seen_digest(browser: Browser, place: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', browser.get(place).text)[1]


@pytest.fixture
def careful(tmp_path: Path) -> Browser:
    """The page of somebody who wants to approve every mail, when the thank-you to Ana is due."""
    browser = Browser(tmp_path, datetime(2026, 11, 12, 15, 40, tzinfo=UTC), sending={"approve": "all"})
    yield browser.enter()
    browser.close()


# --- approve


def test_a_mail_is_approved_in_the_words_that_were_on_the_screen(careful: Browser) -> None:
    assert "Thank-you to Ana Ruiz waits for your approval" in text_of(careful.get("/").text)
    digest = seen_digest(careful, MAIL)
    page = careful.click(f"{MAIL}/approve", {"seen": digest})
    assert "Approved: Thank-you to Ana Ruiz." in text_of(page)
    [fact] = facts_of(careful, Approved)
    assert (fact.touch.contact, fact.digest, fact.force) == ("ana-ruiz", digest, False)


def test_words_that_have_changed_meanwhile_are_not_approved(careful: Browser) -> None:
    digest = seen_digest(careful, MAIL)
    text = (careful.paths.interviews_folder / "acme.yaml").read_text()
    (careful.paths.interviews_folder / "acme.yaml").write_text(
        text.replace("Data Engineer", "Data Scientist")
    )
    answer = careful.post(f"{MAIL}/approve", {"seen": digest})
    assert answer.status_code == 409
    assert "The words have changed since you read them." in answer.text
    assert careful.post(f"{MAIL}/approve", {"seen": ""}).status_code == 409
    assert careful.post(f"{MAIL}/approve").status_code == 409
    assert facts_of(careful, Approved) == []


def test_a_mail_that_needs_no_approval_gets_none(browser: Browser) -> None:
    answer = browser.post(f"{MAIL}/approve", {"seen": "x"})
    assert answer.status_code == 409
    assert "seen" not in browser.get(MAIL).text


def test_a_mail_that_the_lint_holds_passes_only_by_a_tick_of_its_own(careful: Browser) -> None:
    folder = careful.paths.templates_folder / "en" / "warm"
    folder.mkdir(parents=True)
    (folder / "thank-you.interviewer.txt").write_text(
        "Subject: Thank you\n\nDear Ana,\n\nTODO write this\n\nSam Sample\n"
    )
    page = careful.get(MAIL).text
    assert "holds it" in page
    digest = seen_digest(careful, MAIL)
    assert careful.post(f"{MAIL}/approve", {"seen": digest}).status_code == 409
    careful.click(f"{MAIL}/approve", {"seen": digest, "force": "yes"})
    [fact] = facts_of(careful, Approved)
    assert fact.force


# --- brake and go on


def test_pause_and_resume_of_one(browser: Browser) -> None:
    page = browser.click("/interview/acme/pause")
    assert "Paused until you resume it." in page
    assert ">Resume<" in page
    page = browser.click("/interview/acme/resume", {"promise": "2026-12-04"})
    assert "Resumed." in page
    assert "they decide by Friday 4 December 2026" in text_of(page)
    pause, resume = facts_of(browser, Steered)
    assert (pause.interview, pause.command, pause.until) == ("acme", "pause", None)
    assert (resume.command, resume.promise) == ("resume", date(2026, 12, 4))


def test_a_pause_ends_at_midnight_where_the_user_lives(browser: Browser) -> None:
    page = browser.click("/interview/acme/pause", {"until": "2026-12-01"})
    assert "Paused until Tuesday 1 December 2026." in page
    [pause] = facts_of(browser, Steered)
    assert pause.until == datetime(2026, 11, 30, 23, tzinfo=UTC)


def test_everything_is_paused_and_resumed(browser: Browser) -> None:
    assert "Everything is paused" in browser.click("/pause")
    assert "Everything is paused all the same." in browser.click("/interview/acme/resume")
    assert "Everything is paused" not in browser.click("/resume")
    assert [(f.interview, f.command) for f in facts_of(browser, Steered)] == [
        ("*", "pause"), ("acme", "resume"), ("*", "resume"),
    ]  # fmt: skip


@pytest.mark.parametrize("day", ["2026-11-01", "yesterday", "9999-12-31", "2026-13-01", "0001-01-01"])
def test_a_day_that_cannot_be_is_refused(browser: Browser, day: str) -> None:
    assert browser.post("/interview/acme/pause", {"until": day}).status_code == 409
    assert browser.post("/interview/acme/resume", {"promise": day}).status_code == 409
    assert facts_of(browser, Steered) == []


def test_close_asks_first_and_lists_what_is_dropped(browser: Browser) -> None:
    page = text_of(browser.get("/interview/acme/close").text)
    assert "Close Acme GmbH for good?" in page
    assert "Last note by mail · Ana Ruiz" in page
    assert facts_of(browser, Steered) == []
    page = browser.click("/interview/acme/close", {"outcome": "offer"})
    assert "Closed. 7 steps are dropped." in page
    [close] = facts_of(browser, Steered)
    assert (close.command, close.why) == ("close", "offer")
    assert browser.post("/interview/acme/resume").status_code == 409
    assert browser.post("/interview/acme/close", {"outcome": "<b>"}).status_code == 409


def test_after_a_rejection_the_note_of_thanks_waits(browser: Browser) -> None:
    remember(browser, *thanked())
    browser.now = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
    browser.enter()
    browser.click("/interview/acme/close", {"outcome": "rejected"})
    text = text_of(browser.get("/").text)
    assert "Thanks after a rejection to Ana Ruiz waits for your approval" in text


# --- steps


def test_a_step_is_left_out(browser: Browser) -> None:
    page = browser.click("/interview/acme/step/letter/ana-ruiz/skip")
    assert "Left out: Letter to Ana Ruiz." in text_of(page)
    [fact] = facts_of(browser, Settled)
    assert (fact.touch.step, fact.outcome) == ("letter", "skipped")
    assert browser.post("/interview/acme/step/letter/ana-ruiz/skip").status_code == 409


def test_a_thank_you_is_left_out_for_one_person_alone(browser: Browser) -> None:
    browser.click("/interview/acme/step/thank-you/ben-brandt/skip")
    assert [f.touch.contact for f in facts_of(browser, Settled)] == ["ben-brandt"]
    assert browser.post("/interview/acme/step/thank-you/nobody/skip").status_code == 409


def test_the_last_word_is_taken_back_as_long_as_nothing_left(browser: Browser) -> None:
    assert "Take back" not in browser.get("/interview/acme").text
    page = browser.click("/interview/acme/step/letter/ana-ruiz/skip")
    assert "Take back: the step left out" in page
    fields = browser.fields_of("/interview/acme")
    browser.now += timedelta(days=3)
    browser.enter()
    assert "Take back" not in browser.get("/interview/acme").text  # the button is for a slip
    fields["form_token"] = browser.form_token  # of the session of this day
    page = browser.click("/interview/acme/undo", fields)
    assert "Taken back: the step left out." in page
    assert "Letter</strong> by post" in page
    browser.click("/interview/acme/close", {"outcome": "offer"})
    assert "Acme GmbH running" in text_of(browser.click_undo("acme"))
    assert browser.post("/interview/acme/undo", fields).status_code == 409
    assert "You took back what you had said." in browser.get("/interview/acme/journal").text


def test_what_has_left_on_a_word_is_not_taken_back(careful: Browser) -> None:
    careful.click(f"{MAIL}/approve", {"seen": seen_digest(careful, MAIL)})
    assert "Take back: the approval" in careful.get("/interview/acme").text
    fields = careful.fields_of("/interview/acme")
    remember(careful, taken("12 15:41", "thank-you"))
    assert "Take back" not in careful.get("/interview/acme").text
    assert careful.post("/interview/acme/undo", fields).status_code == 409


def test_what_came_of_a_call_is_noted_with_note_and_promise(story: Browser) -> None:
    fields = {"outcome": "spoke", "note": "They are\r\nthree in the round", "promise": "2026-12-11"}
    page = text_of(story.click("/interview/globex/done/call", fields))
    assert "Noted: Call: We spoke." in page
    assert "Globex Ltd paused" not in page  # they named a day: it needs no second word
    done = facts_of(story, Done)[-1]
    assert (done.outcome, done.note, done.promise) == (
        "spoke",
        "They are three in the round",
        date(2026, 12, 11),
    )


def test_a_second_click_is_no_second_try_of_a_call(story: Browser) -> None:
    shown = story.fields_of("/interview/globex")
    before = len(facts_of(story, Done))
    for _ in range(2):
        fields = {"as_of": shown["as_of"], "form_token": shown["form_token"], "outcome": "no-answer"}
        assert "Noted: Call:" in story.click("/interview/globex/done/call", fields)
    assert len(facts_of(story, Done)) == before + 1
    answer = story.post("/interview/globex/done/call", fields | {"outcome": "voicemail"})
    assert answer.status_code == 409
    assert "An outcome was noted after this page was shown." in answer.text


def test_a_call_that_was_made_before_its_time_counts(browser: Browser) -> None:
    remember(browser, *thanked())
    browser.click("/interview/acme/done/call", {"outcome": "voicemail"})
    assert [f.how for f in facts_of(browser, Taken) if f.touch.step == "call"] == ["user"]


@pytest.mark.parametrize(
    ("step", "outcome"),
    [("call", "posted"), ("call", ""), ("thank-you", "spoke"), ("none", "spoke"), ("call", "done")],
)
def test_an_outcome_that_does_not_fit_is_refused(browser: Browser, step: str, outcome: str) -> None:
    assert browser.post(f"/interview/acme/done/{step}", {"outcome": outcome}).status_code == 409
    assert facts_of(browser, Done) == []


@pytest.mark.parametrize(("decision", "kind"), [("sent", Taken), ("resend", Reopened)])
def test_a_mail_in_doubt_is_decided(story: Browser, decision: str, kind: type) -> None:
    place = "/interview/initech/step/thank-you/lea-martin/resolve"
    lost_at = story.get("/").text.partition('name="lost_at" value="')[2].partition('"')[0]
    assert story.post(place, {"decision": "perhaps"}).status_code == 404
    story.click(place, {"decision": decision, "lost_at": lost_at})
    assert facts_of(story, kind)[-1].touch.interview == "initech"
    assert "arrive?" not in story.get("/").text
    assert story.post(place, {"decision": decision, "lost_at": lost_at}).status_code == 409


def test_a_stale_form_sends_no_later_attempt_again(story: Browser) -> None:
    place = "/interview/initech/step/thank-you/lea-martin/resolve"
    assert story.post(place, {"decision": "resend", "lost_at": "20260101000000"}).status_code == 409
    assert story.post(place, {"decision": "resend"}).status_code == 409
    assert not facts_of(story, Reopened)


def test_an_answer_is_lifted_only_by_a_click(browser: Browser) -> None:
    remember(browser, *thanked(), received("12 14:05"))
    assert "They answered" in browser.get("/interview/acme").text
    browser.click("/interview/acme/resume")
    assert "They answered" not in browser.get("/interview/acme").text


@pytest.mark.parametrize(("decision", "state"), [("yes", "answered"), ("no", "running")])
def test_a_mail_in_doubt_is_their_answer_or_not(browser: Browser, decision: str, state: str) -> None:
    remember(
        browser, *thanked(), received("12 14:05", "who@elsewhere.example", Action.PAUSE, why="it names Acme")
    )
    assert "Is it their answer?" in browser.get("/").text
    assert browser.post("/interview/acme/answer", {"decision": "perhaps"}).status_code == 404
    page = text_of(browser.click("/interview/acme/answer", {"decision": decision}))
    assert f"Acme GmbH {state}" in page
    assert [f.is_answer for f in facts_of(browser, Clarified)] == [decision == "yes"]
    assert "the mail of who@elsewhere.example is" in text_of(browser.get("/interview/acme/journal").text)


@pytest.mark.parametrize(
    ("decision", "sentence", "kinds"),
    [
        ("yes", "Noted: they are away. Reminders to them wait.", [Instructed]),
        ("no", "Noted: they are not away. The follow-up goes on.", [Steered]),
    ],
)
def test_a_note_of_absence_that_nothing_proves_is_true_or_not(
    browser: Browser, decision: str, sentence: str, kinds: list[type]
) -> None:
    remember(
        browser,
        *thanked(),
        received("12 14:05", action=Action.HOLD, kind=Kind.AUTO_REPLY, return_date=date(2026, 11, 25)),
    )
    assert "Is Ana Ruiz away until Wednesday 25 November 2026?" in text_of(browser.get("/").text)
    german = text_of(browser.get("/interview/acme", headers={"Accept-Language": "de"}).text)
    assert "Ist Ana Ruiz bis Mittwoch, 25. November 2026 abwesend?" in german
    assert "Ja, abwesend" in german
    assert browser.post("/interview/acme/absence", {"decision": "perhaps"}).status_code == 404
    page = text_of(browser.click("/interview/acme/absence", {"decision": decision}))
    assert sentence in page
    assert [type(fact) for fact in facts_of(browser, Instructed | Steered)] == kinds
    assert "Is Ana Ruiz away" not in text_of(browser.get("/").text)


def test_a_no_to_an_absence_is_for_the_notes_that_the_page_showed(browser: Browser) -> None:
    away = received("12 14:05", action=Action.HOLD, kind=Kind.AUTO_REPLY)
    remember(browser, *thanked(), away)
    shown = browser.fields_of("/")
    remember(browser, received("12 14:06", "ben@acme.example", Action.HOLD, kind=Kind.AUTO_REPLY, uid=2))
    answer = browser.post("/interview/acme/absence", {**shown, "decision": "no"})
    assert answer.status_code == 409
    assert not facts_of(browser, Steered)


def test_what_is_told_is_told_once(browser: Browser) -> None:
    assert "Paused until you resume it." in browser.click("/interview/acme/pause")
    assert "Paused until you resume it." not in browser.get("/interview/acme").text


def test_an_interview_that_is_not_there_can_do_nothing(browser: Browser) -> None:
    for place in (
        "/interview/x/pause",
        "/interview/x/close",
        "/interview/x/skip/call",
        "/interview/x/done/call",
    ):
        assert browser.post(place).status_code == 404
    assert facts_of(browser, Steered) == []


def test_two_clicks_on_skip_leave_out_one_step(browser: Browser) -> None:
    remember(browser, *thanked(), taken("17 09:10", "call", how="sheet"), steered("17 09:20", "resume"))
    browser.post("/interview/acme/step/check-in/ana-ruiz/skip")
    browser.post("/interview/acme/step/check-in/ana-ruiz/skip")
    assert [f.touch.step for f in facts_of(browser, Settled)] == ["check-in"]


# --- a page that stood open for a while


RELEASES = {
    "/interview/acme/resume": {},
    "/interview/acme/person/ben-brandt/resume": {},
    "/interview/acme/answer": {"decision": "no"},
    "/interview/acme/undo": {"said_at": "2026-11-12T14:06:00+00:00"},
}


@pytest.mark.parametrize("place", RELEASES)
@pytest.mark.parametrize("action", [Action.STOP, Action.PAUSE])
def test_a_click_on_an_old_page_does_not_let_go_what_braked_since(
    browser: Browser, place: str, action: Action
) -> None:
    doubt = received("12 14:05", "who@elsewhere.example", Action.PAUSE, why="it names Acme")
    remember(browser, *thanked(), doubt, steered("12 14:06", "pause"))
    fields = browser.fields_of("/") | RELEASES[place]
    remember(browser, received("12 14:07", "hr@acme.example", action, uid=7))
    answer = browser.post(place, fields)
    assert answer.status_code == 409
    assert "hr@acme.example wrote after this page was shown." in answer.text
    assert "Acme GmbH running" not in text_of(browser.get("/interview/acme").text)
    browser.click(place, browser.fields_of("/") | RELEASES[place])  # whoever has seen it decides


def test_yes_to_a_doubt_brakes_and_counts_from_any_page(browser: Browser) -> None:
    remember(browser, *thanked(), received("12 14:05", "who@elsewhere.example", Action.PAUSE))
    fields = browser.fields_of("/") | {"decision": "yes"}
    remember(browser, received("12 14:07", "hr@acme.example", uid=7))
    assert "Acme GmbH answered" in text_of(browser.click("/interview/acme/answer", fields))


def test_a_click_on_an_old_page_does_not_end_the_daemons_own_pause(browser: Browser) -> None:
    browser.click("/pause")
    fields = browser.fields_of("/")
    why = "a folder of the mailbox is not there any more"
    remember(browser, Steered(datetime(2026, 11, 12, 14, 9, tzinfo=UTC), "*", "pause", why=why))
    assert browser.post("/resume", fields).status_code == 409
    assert "Everything is paused" in browser.get("/").text
    assert "Everything is paused" not in browser.click("/resume")


@pytest.mark.parametrize("as_of", ["", "-1", "1e3", "x", "9" * 5000, "\u0663"])
def test_a_form_that_does_not_say_what_it_showed_lets_nothing_go(browser: Browser, as_of: str) -> None:
    browser.click("/interview/acme/pause")
    fields = browser.fields_of("/") | {"as_of": as_of}
    assert browser.post("/interview/acme/resume", fields).status_code == 409


def test_two_clicks_on_take_back_take_back_one_word(browser: Browser) -> None:
    browser.click("/interview/acme/pause")
    browser.now += timedelta(minutes=1)
    browser.click("/interview/acme/step/letter/ana-ruiz/skip")
    fields = browser.fields_of("/interview/acme")
    browser.click("/interview/acme/undo", fields)
    assert browser.post("/interview/acme/undo", fields).status_code == 409
    assert "Acme GmbH paused" in text_of(browser.get("/interview/acme").text)
    for said_at in ("", "yesterday", "2026-11-12T14:10:00"):
        assert browser.post("/interview/acme/undo", fields | {"said_at": said_at}).status_code == 409


def test_one_person_is_paused_and_resumed(browser: Browser) -> None:
    page = browser.click("/interview/acme/person/ben-brandt/pause")
    assert "Ben Brandt is paused." in page
    assert "Resume Ben Brandt" in browser.get("/interview/acme").text
    assert "Ben Brandt is not paused any more." in browser.click("/interview/acme/person/ben-brandt/resume")
    words = [(f.contact, f.command) for f in facts_of(browser, ContactSteered)]
    assert words == [("ben-brandt", "pause"), ("ben-brandt", "resume")]
    assert browser.post("/interview/acme/person/nobody/pause").status_code == 404
    assert "You paused Ben Brandt." in text_of(browser.get("/interview/acme/journal").text)


def test_no_mail_is_approved_on_a_page_that_they_wrote_after(careful: Browser) -> None:
    fields = {"seen": seen_digest(careful, MAIL), "as_of": careful.fields_of("/")["as_of"]}
    remember(careful, received("12 15:35"))
    fields["form_token"] = careful.form_token
    answer = careful.post(f"{MAIL}/approve", fields)
    assert answer.status_code == 409
    assert "wrote after this page was shown." in answer.text
    assert facts_of(careful, Approved) == []


def test_no_mail_is_sent_again_by_a_page_that_they_wrote_after(story: Browser) -> None:
    page = story.get("/").text
    fields = {
        "decision": "resend",
        "lost_at": page.partition('name="lost_at" value="')[2].partition('"')[0],
        "as_of": story.fields_of("/")["as_of"],
        "form_token": story.form_token,
    }
    remember(story, received("24 09:00", "lea.martin@initech.example", interviews=("initech",)))
    answer = story.post("/interview/initech/step/thank-you/lea-martin/resolve", fields)
    assert answer.status_code == 409
    assert "wrote after this page was shown." in answer.text
    assert not facts_of(story, Reopened)


def test_a_click_about_a_call_lets_no_mail_go_after_they_wrote(browser: Browser) -> None:
    remember(browser, *thanked())
    shown = browser.fields_of("/interview/acme")
    remember(browser, received("12 15:35"))
    fields = {"as_of": shown["as_of"], "form_token": shown["form_token"], "outcome": "no-show"}
    answer = browser.post("/interview/acme/done/call", fields)
    assert answer.status_code == 409
    assert "wrote after this page was shown." in answer.text
    assert facts_of(browser, Done) == []


def test_a_call_that_they_did_not_make_is_reported_on_the_page(browser: Browser) -> None:
    browser.click("/interview/acme/done/call", {"outcome": "no-show"})
    [fact] = facts_of(browser, Done)
    assert (fact.touch.step, fact.outcome) == ("no-show", "no-show")
    assert "Mail about the call they did not make" in text_of(browser.get("/interview/acme").text)
