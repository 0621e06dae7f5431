"""What the page shows: the same as the commands, from the same functions."""

import re
from datetime import timedelta

from builders import ACME, received, thanked, utc
from page_env import Browser, remember, text_of

from followupd.adapters.system.lock import DaemonLock
from followupd.engine.scanning.scan_progress import ScanProgress, store_progress
from followupd.engine.scanning.watching import make_watch_digest
from followupd.journal.command_facts import Debriefed
from followupd.journal.fact_json import dump_receipt
from followupd.journal.facts import Receipt, Settled, Steered, Touch


def test_today_says_that_nothing_waits_and_what_comes_next(browser: Browser) -> None:
    remember(browser, Debriefed(browser.now, "acme", present=("ana-ruiz",)))  # else it is asked about
    text = text_of(browser.get("/").text)
    assert "Nothing waits for you" in text
    assert "The service does not run" in text
    assert text.count("Thank-you by mail") == 3
    assert "Acme GmbH Data Engineer running" in text


def test_it_goes_on_by_itself_only_if_the_service_runs_for_an_interview(browser: Browser) -> None:
    remember(browser, Debriefed(browser.now, "acme", present=("ana-ruiz",)))
    sentence = "It goes on by itself"
    assert sentence not in browser.get("/").text
    lock = DaemonLock(browser.paths.state)
    try:
        assert sentence in browser.get("/").text
        (browser.paths.interviews_folder / "acme.yaml").unlink()
        assert sentence not in browser.get("/").text
    finally:
        lock.release()


def test_closed_interviews_come_last(browser: Browser) -> None:
    other = {"company": "Zeta Ltd", "contacts": [{"name": "Zoe Zimmer", "email": "zoe@zeta.example"}]}
    browser.write_interview("zeta", {key: v for key, v in ACME.items() if key != "id"} | other)
    assert re.search(r"Acme GmbH.*Zeta Ltd", text_of(browser.get("/").text).rpartition("Your interviews")[2])
    remember(browser, Steered(browser.now, "acme", "close"))
    assert re.search(r"Zeta Ltd.*Acme GmbH", text_of(browser.get("/").text).rpartition("Your interviews")[2])


def test_a_person_and_a_role_are_shown_as_people_say_them(browser: Browser) -> None:
    advert = {"company": "Zeta Ltd", "position": "TONTECHNIKER:IN (m/w/d)"}
    contacts = [{"name": "Oyelaran, Folasade, Dr.", "email": "f@zeta.example"}]
    browser.write_interview(
        "zeta", {key: v for key, v in ACME.items() if key != "id"} | advert | {"contacts": contacts}
    )
    for page in ("/", "/interview/zeta"):
        text = text_of(browser.get(page).text)
        assert "Tontechniker:in" in text
        assert "Folasade Oyelaran" in text
        assert "(m/w/d)" not in text
        assert "Oyelaran, Folasade" not in text


def test_what_will_not_go_out_is_missed_only_after_its_day(browser: Browser) -> None:
    browser.now = utc("12 15:00")
    remember(
        browser, Settled(browser.now, Touch("acme", "check-in", "ana-ruiz"), "skipped", "skipped by you")
    )
    skip_letter = Settled(browser.now, Touch("acme", "letter", "ana-ruiz"), "skipped", "skipped by you")
    skip_thanks = Settled(browser.now, Touch("acme", "thank-you", "ana-ruiz"), "skipped", "skipped by you")
    remember(browser, skip_letter, skip_thanks)
    text = text_of(browser.get("/interview/acme").text)
    assert re.search(r"Last note by mail · Ana Ruiz will be missed", text)
    browser.now = utc("20 09:00")
    browser.enter()  # that is another session
    text = text_of(browser.get("/interview/acme").text)
    assert re.search(r"Thank-you by mail · Ben Brandt missed", text)


def test_what_is_held_names_the_company(browser: Browser) -> None:
    people = [person | {"confirmed": False} for person in ACME["contacts"]]
    browser.write_interview("acme", {key: v for key, v in ACME.items() if key != "id"} | {"contacts": people})
    browser.now = utc("12 16:00")
    held = re.search(r'aria-labelledby="held".*?</section>', browser.get("/").text, re.DOTALL)
    assert held
    assert "/interview/acme" in held[0]
    assert "Acme GmbH" in text_of(held[0])


def test_a_long_look_shows_how_far_it_has_come(browser: Browser) -> None:
    browser.run(lambda desk: store_progress(desk.store, ScanProgress("INBOX", 1200, 98_800)))
    sentence = "Being read now: 1,200 of 100,000 messages of INBOX"
    assert sentence not in browser.get("/").text  # left by a daemon that was killed
    lock = DaemonLock(browser.paths.state)
    try:
        assert sentence in text_of(browser.get("/").text)
        assert sentence in text_of(browser.get("/account").text)
        browser.run(lambda desk: store_progress(desk.store, None))
        assert "Being read now" not in browser.get("/").text
    finally:
        lock.release()


def test_today_lists_what_the_planner_says(story: Browser) -> None:
    plans = story.run(lambda desk: desk.plan_interviews())
    page = story.get("/").text
    for plan in plans:
        for move in plan.moves:
            if move.verb in ("wait", "send"):
                assert f"/interview/{plan.interview}/step/{move.touch.step}/{move.touch.contact}" in page


def test_each_thing_that_waits_is_a_card_with_its_buttons(story: Browser) -> None:
    text = text_of(story.get("/").text)
    assert "Phone Priya Shah" in text
    assert "Did Thank-you to Léa Martin arrive?" in text
    assert "It counts as sent" in text


def test_an_answer_and_a_pause_wait_for_you(browser: Browser) -> None:
    remember(browser, *thanked(), received("12 14:05"))
    assert "They answered" in browser.get("/").text
    assert "ana@acme.example wrote on 12 November" in text_of(browser.get("/interview/acme").text)
    remember(browser, Steered(browser.now, "acme", "resume"), Steered(browser.now, "acme", "pause"))
    assert ">Paused<" in browser.get("/").text
    remember(browser, Steered(browser.now, "*", "pause", why="on holiday"))
    assert "Everything is paused" in browser.get("/").text


def test_the_line_of_an_interview_is_a_picture_and_a_list(story: Browser) -> None:
    page = story.get("/interview/acme").text
    text = text_of(page)
    assert 'role="img"' in page
    assert page.count('class="sign taken"') == 5  # three thanks, the call's sheet, the check-in
    assert 'class="band pause"' in page
    assert 'class="band absence"' in page
    assert 'class="band decision"' in page
    assert "sent · Thank-you, Ana Ruiz · Thu 12 Nov 2026, 16:30" in text
    assert "away · ana@acme.example · Thu 19 Nov 2026, 08:50 · until 25 Nov" in text
    assert "planned · Last note, Ana Ruiz" in text


def test_the_journal_tells_what_happened_with_the_receipt_behind_each_mail(story: Browser) -> None:
    text = text_of(story.get("/interview/acme/journal").text)
    assert "Thank-you to Ana Ruiz was sent to ana@acme.example." in text
    assert "INBOX 7 4211" in text
    assert "250 2.0.0 Ok: queued as 4F2A1" in text
    assert "Call to Ana Ruiz: you left a message. Left my number" in text
    assert "You wrote to ben@acme.example yourself." in text
    assert text.index("Check-in to Ana Ruiz") < text.index("Thank-you to Ana Ruiz")


def test_a_mail_is_shown_as_it_would_leave_with_the_remarks_of_the_lint(browser: Browser) -> None:
    page = browser.get("/interview/acme/step/thank-you/ana-ruiz").text
    text = text_of(page)
    assert "To Ana Ruiz ana@acme.example" in text
    assert "Dear Ana," in text
    assert "advice" in text
    assert page.count("<iframe") == 2
    frame = browser.get("/interview/acme/step/thank-you/ana-ruiz/mail").text
    assert "Sam Sample &lt;sam@candidate.example&gt;" in frame
    assert "Dear Ana," in frame


def test_a_letter_can_be_taken_along_as_pdf(story: Browser) -> None:
    place = "/interview/acme/step/letter/ana-ruiz"
    assert f'href="{story.folder}{place}/file/letter.pdf"' in story.get(place).text
    assert story.get(f"{place}/file/letter.pdf").content.startswith(b"%PDF")


def test_what_is_not_there_is_said(browser: Browser) -> None:
    for place in (
        "/interview/nobody", "/interview/acme/step/nothing/ana-ruiz", "/interview/acme/step/thank-you/nobody",
        "/interview/acme/step/thank-you/ana-ruiz/file/secret", "/interview/nobody/journal",
    ):  # fmt: skip
        answer = browser.get(place)
        assert answer.status_code == 404
        assert "There is nothing of that name." in answer.text


def test_the_account_says_how_it_stands(browser: Browser) -> None:
    text = text_of(browser.get("/account").text)
    assert "followupd is not running" in text.lower()
    assert "sam@candidate.example" in text
    assert "live: mails leave" in text

    def look(desk) -> None:
        receipt = Receipt(browser.now - timedelta(minutes=2), make_watch_digest(desk.config), ())
        desk.store.set_value("receipt", dump_receipt(receipt))
        desk.store.set_value("troubles", '{"mailbox": "the server is gone"}')

    browser.run(look)
    text = text_of(browser.get("/account").text)
    assert "last read on Thu 12 Nov 2026, 15:08" in text
    assert "the server is gone" in text.lower()


def test_an_edit_of_the_file_shows_what_it_would_change_and_writes_nothing(browser: Browser) -> None:
    path = browser.paths.interviews_folder / "acme.yaml"
    before = path.read_text()
    page = browser.get("/interview/acme/edit").text
    assert "ana@acme.example" in page
    edited = before.replace("2026-11-12 14:00", "2026-11-13 14:00")
    assert edited != before
    text = text_of(browser.post("/interview/acme/edit", {"text": edited}).text)
    assert "Thank-you Ana Ruiz" in text
    assert "Fri 13 Nov 2026" in text
    text = text_of(browser.post("/interview/acme/edit", {"text": before}).text)
    assert "The plan would stay as it is." in text
    assert path.read_text() == before


def test_a_broken_edit_is_named_with_its_line(browser: Browser) -> None:
    answer = browser.post("/interview/acme/edit", {"text": "company: Acme\nat: yesterday\n"})
    assert answer.status_code == 422
    assert "interviews/acme.yaml:2" in text_of(answer.text)


def test_an_edit_of_the_files_and_a_fact_of_another_process_are_seen_at_once(browser: Browser) -> None:
    assert "Nowhere AG" not in browser.get("/").text
    browser.write_interview("nowhere", {
        "company": "Nowhere AG", "position": "Cook", "at": "2026-11-12 10:00",
        "contacts": [{"name": "Uma Unger", "email": "uma@nowhere.example"}],
    })  # fmt: skip
    assert "Nowhere AG" in browser.get("/").text


def test_a_broken_configuration_is_said_and_a_broken_interview_too(browser: Browser) -> None:
    assert "Something needs you" not in browser.get("/").text
    (browser.paths.interviews_folder / "acme.yaml").write_text("company: [")
    assert "Something needs you" in browser.get("/").text
    assert "acme.yaml" in text_of(browser.get("/interview/acme").text)
    browser.paths.config.write_text("account: [")
    assert browser.get("/").status_code == 200  # the last good meaning stays


def test_a_configuration_that_was_never_good_is_said(stranger: Browser) -> None:
    stranger.paths.config.write_text("account: [")
    answer = stranger.enter().get("/")
    assert answer.status_code == 503
    assert "config.yaml" in answer.text


def test_every_field_has_a_label_and_every_page_its_landmarks(story: Browser) -> None:
    places = [
        "/", "/account", "/add", "/interview/acme", "/interview/acme/journal", "/interview/acme/edit", "/interview/globex/close",
        "/interview/acme/step/last-note/ana-ruiz",
    ]  # fmt: skip
    for place in places:
        page = story.get(place).text
        assert len(re.findall("<h1", page)) == 1
        assert len(re.findall("<main", page)) == 1
        assert 'class="skip" href="#main"' in page
        assert re.search(r"<html lang=\"en\">", page)
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), place
        fields = re.findall(r"<(?:input|textarea|select)\b[^>]*>", page)
        for field in fields:
            if 'type="hidden"' in field or 'type="radio"' in field or 'type="checkbox"' in field:
                continue
            name = re.search(r' id="([^"]+)"', field)[1]
            assert f'for="{name}"' in page, field


def test_a_call_that_waits_shows_its_number_for_a_phone_to_dial(story: Browser) -> None:
    for place in ("/", "/interview/globex"):
        assert '<a href="tel:+442079460018">+44 20 7946 0018</a>' in story.get(place).text


def test_what_is_due_is_now_and_on_no_day_of_the_past(story: Browser) -> None:
    upcoming = re.search(r'<ol class="moves">.*?</ol>', story.get("/").text, re.DOTALL)
    assert upcoming
    assert '<span class="when">now</span>' in upcoming[0]
    moments = re.findall(r'datetime="([^"]+)"', upcoming[0])
    assert moments
    assert all(moment > f"{story.now:%Y-%m-%dT%H:%MZ}" for moment in moments)


def test_the_page_of_an_interview_names_its_agency_and_whom_it_is_to_thank(browser: Browser) -> None:
    rita = {"name": "Rita Reck", "email": "rita@rocket.example"}
    via = {"name": "Rocket Recruiting", "contacts": [rita], "met": ["Dora Diaz"]}
    browser.write_interview(
        "acme", {**{k: v for k, v in ACME.items() if k not in ("id", "contacts")}, "via": via}
    )
    text = text_of(browser.get("/interview/acme").text)
    assert "Through an agency: Rocket Recruiting · It is asked to thank Dora Diaz" in text
    assert "Rita Reck , agency, gets the reminders" in text
