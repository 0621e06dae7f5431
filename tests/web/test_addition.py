"""A new interview by what is dropped: read in the worker, written once, never over another file."""

import re
from pathlib import Path

import pytest
from card_files import VCARD, qr
from page_env import Browser, text_of
from project_paths import TESTS

DATA = TESTS / "data"
TYPED = {
    "company": "Globex Ltd",
    "position": "Analyst",
    "at": "2026-11-11T10:00",
    "name": "Pia Stern",
    "email": "pia@globex.example",
}


def drop(browser: Browser, fields: dict[str, str], *paths: Path):
    files = [("files", (path.name, path.read_bytes(), "application/octet-stream")) for path in paths]
    return browser.post("/add", fields, files=files or {"files": ("", b"", "application/octet-stream")})


def test_an_interview_is_typed(browser: Browser) -> None:
    answer = drop(browser, TYPED)
    assert answer.status_code == 303, text_of(answer.text)
    assert answer.headers["location"].endswith("/interview/globex-analyst")
    path = browser.paths.interviews_folder / "globex-analyst.yaml"
    assert path.stat().st_mode & 0o777 == 0o600
    page = text_of(browser.client.get(answer.headers["location"]).text)
    assert "The interview is added." in page
    assert "Globex Ltd" in page
    assert "Pia Stern" in page
    assert browser.run(lambda desk: desk.ledger.store.get_value("begun/typed/globex-analyst")) == "yes"


AGENCY = {"agency": "Rocket Recruiting", "agent": "Rita Reck", "agent_email": "rita@rocket.example"}


def test_an_agency_is_typed_and_named_on_the_page(browser: Browser) -> None:
    answer = drop(browser, TYPED | AGENCY)
    assert answer.status_code == 303, text_of(answer.text)
    page = text_of(browser.client.get(answer.headers["location"]).text)
    assert "Through an agency: Rocket Recruiting" in page
    assert "Rita Reck" in page
    assert "Pia Stern" in page


def test_who_has_no_address_is_thanked_through_the_agency(browser: Browser) -> None:
    answer = drop(browser, TYPED | AGENCY | {"email": ""})
    assert answer.status_code == 303, text_of(answer.text)
    page = text_of(browser.client.get(answer.headers["location"]).text)
    assert "It is asked to thank Pia Stern" in page


@pytest.mark.parametrize("missing", AGENCY)
def test_half_an_agency_is_asked_about_and_what_was_typed_stays(browser: Browser, missing: str) -> None:
    answer = drop(browser, TYPED | AGENCY | {missing: ""})
    assert answer.status_code == 422
    assert "An agency has a name, and somebody there" in text_of(answer.text)
    assert all(f'value="{value}"' in answer.text for name, value in AGENCY.items() if name != missing)
    assert not list(browser.paths.interviews_folder.glob("globex*"))


def test_no_file_is_ever_overwritten(browser: Browser) -> None:
    path = browser.paths.interviews_folder / "globex-analyst.yaml"
    drop(browser, TYPED)
    before = path.read_text()
    answer = drop(browser, TYPED | {"name": "Another One"})
    assert answer.status_code == 422
    assert "There is an interview globex-analyst already" in answer.text
    assert path.read_text() == before


def test_what_is_missing_is_asked_for_and_what_is_known_stays(browser: Browser) -> None:
    answer = drop(browser, {"company": "Globex Ltd"}, DATA / "cards" / "google.vcf")
    assert answer.status_code == 422
    text = text_of(answer.text)
    assert "still missing: position, at" in text.lower()
    assert 'value="Globex Ltd"' in answer.text


@pytest.mark.parametrize("name", ["google.ics", "outlook.ics", "apple.ics"])
def test_an_invitation_is_dropped(browser: Browser, name: str) -> None:
    answer = drop(browser, {"position": "Analyst", "company": "Dropped Ltd"}, DATA / "invitations" / name)
    assert answer.status_code == 303, text_of(answer.text)
    assert "uid:" in next(browser.paths.interviews_folder.glob("dropped*")).read_text()


def test_who_was_only_invited_is_not_confirmed_by_the_form_that_names_them(browser: Browser) -> None:
    answer = drop(browser, {"company": "Dropped Ltd"}, DATA / "invitations" / "google.ics")
    assert answer.status_code == 422
    fields = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', answer.text))
    shown = {name: fields[name] for name in ("company", "at", "name", "email", "invited")}
    assert shown["email"] == shown["invited"] != ""
    answer = drop(browser, shown | {"position": "Analyst"})
    assert answer.status_code == 303, text_of(answer.text)
    written = next(browser.paths.interviews_folder.glob("dropped*")).read_text()
    assert written.count("confirmed: false") == 1


def test_a_card_is_dropped_beside_what_is_typed(browser: Browser) -> None:
    fields = {"company": "Carded AG", "position": "Analyst", "at": "2026-11-11T10:00"}
    answer = drop(browser, fields, DATA / "cards" / "ios.vcf")
    assert answer.status_code == 303, text_of(answer.text)


def test_the_photograph_of_a_card_is_dropped(browser: Browser, tmp_path: Path) -> None:
    fields = {"company": "Carded AG", "position": "Analyst", "at": "2026-11-11T10:00"}
    answer = drop(browser, fields, qr(tmp_path, VCARD))
    assert answer.status_code == 303, text_of(answer.text)
    assert "Ana Ruíz" in next(browser.paths.interviews_folder.glob("carded*")).read_text()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("evil.html", b"<script>"),
        ("card.vcf", b"\xff\xfe nothing"),
        ("photo.png", b"\x89PNG\r\n\x1a\nbroken"),
        ("../../etc/passwd.ics", b"BEGIN:VCALENDAR"),
        ("x" * 300 + ".ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_written(browser: Browser, name: str, data: bytes) -> None:
    answer = browser.post("/add", TYPED, files={"files": (name, data, "application/octet-stream")})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "followupd-" not in answer.text.split('role="alert"')[1][:300]  # no path of ours
    assert [p.name for p in browser.paths.interviews_folder.iterdir()] == ["acme.yaml"]


@pytest.mark.parametrize(
    "changes",
    [{"email": "sam@candidate.example"}, {"email": "nonsense"}, {"at": "soon"}, {"company": "a\x00b\x1b[2J"}],
)
def test_what_is_wrong_is_said(browser: Browser, changes: dict[str, str]) -> None:
    answer = drop(browser, TYPED | changes)
    if answer.status_code == 303:  # what commands a terminal is taken out, as `add` does
        assert "\x1b" not in next(browser.paths.interviews_folder.glob("a*analyst*")).read_text()
        return
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
