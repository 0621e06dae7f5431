"""What stands before the page: whoever is not the user's own browser on this machine sees nothing and does nothing."""

import re
from datetime import timedelta

import pytest
from page_env import ORIGIN, Browser
from starlette.testclient import TestClient

from followupd.web.app import ACTIONS, VIEWS
from followupd.web.sessions import MAX_SESSIONS, end_sessions, folder_of, issue_token

PLACES = ["/", "/account", "/add", "/interview/acme", "/interview/acme/journal", "/interview/acme/edit"]


def pause_count(browser: Browser) -> int:
    return browser.run(lambda desk: sum("steered" in str(e.fact.fact) for e in desk.store.read_facts()))


# --- the way in


@pytest.mark.parametrize("place", PLACES)
def test_nobody_sees_a_page_without_the_cookie(stranger: Browser, place: str) -> None:
    for path in (place, f"/p/{'0' * 32}{place}"):
        answer = stranger.client.get(path)
        assert answer.status_code == 401
        assert "followupd web" in answer.text
        assert "acme" not in answer.text.lower()


def test_a_token_opens_the_page_once(stranger: Browser) -> None:
    token = stranger.issue_token()
    assert stranger.client.get(f"/enter/{token}").status_code == 200
    stranger.client.cookies.clear()
    again = stranger.client.get(f"/enter/{token}")
    assert again.status_code == 401
    assert "set-cookie" not in again.headers


def test_a_program_that_tries_the_link_does_not_spend_it(stranger: Browser) -> None:
    token = stranger.issue_token()
    tried = stranger.client.head(f"/enter/{token}")
    assert tried.status_code == 405
    assert "set-cookie" not in tried.headers
    assert stranger.client.get(f"/enter/{token}").status_code == 200


def test_a_token_is_good_for_five_minutes(stranger: Browser) -> None:
    token = stranger.issue_token()
    stranger.now += timedelta(minutes=6)
    assert stranger.client.get(f"/enter/{token}").status_code == 401


def test_a_wrong_token_does_not_spend_the_right_one(stranger: Browser) -> None:
    token = stranger.issue_token()
    assert stranger.client.get("/enter/wrong").status_code == 401
    assert stranger.client.get(f"/enter/{token}").status_code == 200


def test_the_cookie_is_for_no_script_for_no_other_site_and_for_no_other_port(stranger: Browser) -> None:
    answer = stranger.client.get(f"/enter/{stranger.issue_token()}")
    cookie = answer.headers["set-cookie"]
    folder = re.search(r"url=(/p/[0-9a-f]{32}/)", answer.text)[1]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    # Browsers send cookies to every port of a host: only to this folder, which no other program can know.
    assert f"Path={folder}" in cookie


def test_the_cookie_opens_no_other_folder(browser: Browser) -> None:
    [cookie] = [c.value for c in browser.client.cookies.jar]
    browser.client.cookies.clear()
    headers = {"Cookie": f"followupd={cookie}"}
    assert browser.client.get(f"{browser.folder}/", headers=headers).status_code == 200
    assert browser.client.get(f"/p/{folder_of('another')}/", headers=headers).status_code == 401
    assert browser.client.get("/", headers=headers).status_code == 401


@pytest.mark.parametrize(
    "others", ["followupd=evil; {}", "{}; followupd=evil", "{}; followupd", 'a="; {}; b=c', "=; ;; {}"]
)
def test_cookies_of_other_pages_do_not_lock_the_user_out(browser: Browser, others: str) -> None:
    [cookie] = [c.value for c in browser.client.cookies.jar]
    browser.client.cookies.clear()
    headers = {"Cookie": others.format(f"followupd={cookie}")}
    assert browser.client.get(f"{browser.folder}/", headers=headers).status_code == 200
    assert browser.client.get(f"{browser.folder}/", headers={"Cookie": "followupd=evil"}).status_code == 401


def test_a_session_ends_after_half_a_day_and_when_all_are_ended(browser: Browser) -> None:
    browser.now += timedelta(hours=11)
    assert browser.get("/").status_code == 200
    browser.now += timedelta(hours=2)
    assert browser.get("/").status_code == 401
    browser.client.cookies.clear()
    assert browser.enter().get("/").status_code == 200
    browser.run(lambda desk: end_sessions(desk.store))
    assert browser.get("/").status_code == 401


def test_a_click_closes_the_page_in_every_browser(browser: Browser) -> None:
    answer = browser.post("/leave")
    assert "followupd web" in answer.text
    assert browser.get("/").status_code == 401


def test_some_browsers_may_look_at_one_time_and_the_oldest_goes_first(browser: Browser) -> None:
    first = next((c.name, c.value, browser.folder) for c in browser.client.cookies.jar)
    for number in range(MAX_SESSIONS):
        headers = {"Cookie": f"{first[0]}={first[1]}"}
        browser.client.cookies.clear()
        assert browser.client.get(f"{first[2]}/", headers=headers).status_code == 200, number
        browser.enter()
    browser.client.cookies.clear()
    assert browser.client.get(f"{first[2]}/", headers=headers).status_code == 401


def test_the_store_holds_neither_token_nor_cookie(browser: Browser) -> None:
    [cookie] = [c.value for c in browser.client.cookies.jar]
    token = browser.run(lambda desk: issue_token(desk.store, browser.now))
    browser.run(lambda desk: desk.close())
    for file in browser.paths.state.iterdir():
        data = file.read_bytes()
        assert cookie.encode() not in data
        assert token.encode() not in data


# --- whose request


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8791", "127.0.0.1", "127.0.0.1:80", "localhost", "[::1]:8791", "127.0.0.1:8791.evil.example", ""],
)  # fmt: skip
def test_another_name_for_this_machine_is_refused(browser: Browser, host: str) -> None:
    """DNS rebinding: a page of a stranger's whose name leads here later."""
    answer = browser.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "acme" not in answer.text.lower()


def test_localhost_is_a_name_of_this_machine(browser: Browser) -> None:
    [cookie] = [c.value for c in browser.client.cookies.jar]
    answer = browser.get("/", headers={"Host": "localhost:8791", "Cookie": f"followupd={cookie}"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "address", ["192.168.1.20", "10.0.0.1", "::ffff:10.0.0.1", "2001:db8::1", "testclient"]
)
def test_another_machine_is_refused_even_with_everything_right(browser: Browser, address: str) -> None:
    client = TestClient(browser.page.app, base_url=ORIGIN, client=(address, 50000))
    client.cookies = browser.client.cookies
    answer = client.get(f"{browser.folder}/")
    assert answer.status_code == 403
    assert "Acme" not in answer.text
    client.close()


@pytest.mark.parametrize(
    "origin",
    [None, "null", "http://evil.example", "http://127.0.0.1:8792", "https://127.0.0.1:8791", "http://localhost:8791", ORIGIN + ".evil.example"],
)  # fmt: skip
def test_a_form_of_another_page_does_nothing(browser: Browser, origin: str | None) -> None:
    fields = {"form_token": browser.form_token}
    headers = {"Origin": origin} if origin else {}
    answer = browser.client.post(f"{browser.folder}/pause", data=fields, headers=headers)
    assert answer.status_code == 403
    assert pause_count(browser) == 0


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_page_asks_for_is_refused(browser: Browser, site: str) -> None:
    assert browser.get("/", headers={"Sec-Fetch-Site": site}).status_code == 403
    answer = browser.post("/pause", headers={"Sec-Fetch-Site": site, "Origin": ORIGIN})
    assert answer.status_code == 403
    assert pause_count(browser) == 0


@pytest.mark.parametrize("token", ["", "0" * 32, "ä"])
def test_a_form_without_its_own_token_does_nothing(browser: Browser, token: str) -> None:
    assert browser.post("/pause", {"form_token": token}).status_code == 403
    answer = browser.client.post(f"{browser.folder}/pause", headers={"Origin": ORIGIN})
    assert answer.status_code == 403
    assert pause_count(browser) == 0


@pytest.mark.parametrize("path", ACTIONS)
def test_no_action_is_done_by_a_link(browser: Browser, path: str) -> None:
    place = (
        path.replace("{interview}", "acme").replace("{step}", "thank-you").replace("{contact}", "ana-ruiz")
    )
    answer = browser.get(place)
    assert answer.status_code == (200 if path in VIEWS else 405)
    assert browser.run(lambda desk: desk.store.read_facts()) == []


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"])
def test_other_methods_are_refused(browser: Browser, method: str) -> None:
    answer = browser.client.request(method, f"{browser.folder}/")
    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers


# --- how much


def test_a_large_body_is_refused_whether_it_says_so_or_not(browser: Browser) -> None:
    token, place = browser.form_token, f"{browser.folder}/pause"
    headers = {"Origin": ORIGIN, "Content-Type": "application/x-www-form-urlencoded"}
    body = f"form_token={token}&until=".encode() + b"x" * 300_000
    assert browser.client.post(place, content=body, headers=headers).status_code == 413
    pieces = (body[i : i + 50_000] for i in range(0, len(body), 50_000))
    assert browser.client.post(place, content=pieces, headers=headers).status_code == 413
    assert (
        browser.client.post(place, content=b"x", headers={**headers, "Content-Length": "-1"}).status_code
        == 413
    )
    assert pause_count(browser) == 0


def test_a_photograph_may_be_larger_than_a_form_but_not_without_end(browser: Browser) -> None:
    token = browser.form_token
    for size, status in ((1_000_000, 422), (13_000_000, 413)):
        files = {"files": ("card.png", b"\x89PNG" + b"x" * size, "image/png")}
        answer = browser.client.post(
            f"{browser.folder}/add", data={"form_token": token}, files=files, headers={"Origin": ORIGIN}
        )
        assert answer.status_code == status


def test_a_form_of_too_many_fields_is_refused(browser: Browser) -> None:
    fields = {f"field{number}": "x" for number in range(100)}
    headers = {"Origin": ORIGIN}
    boundary = {"files": ("a.vcf", b"", "text/vcard")}
    answer = browser.client.post(f"{browser.folder}/add", data=fields, files=boundary, headers=headers)
    assert answer.status_code == 400


# --- what goes out with each answer


@pytest.mark.parametrize("place", [*PLACES, "/interview/acme/step/thank-you/ana-ruiz", "/nowhere"])
def test_each_answer_forbids_what_the_page_does_not_need(browser: Browser, place: str) -> None:
    headers = browser.get(place).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy  # default-src: none at all
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"


def test_refusals_bear_the_same_headers(stranger: Browser) -> None:
    headers = stranger.client.get("/").headers
    assert headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_a_mail_is_shown_in_a_frame_that_may_do_nothing(browser: Browser) -> None:
    place = "/interview/acme/step/thank-you/ana-ruiz"
    policy = browser.get(f"{place}/mail").headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow-" not in policy
    frames = re.findall(r"<iframe[^>]*>", browser.get(place).text)
    assert len(frames) == 2
    assert all(re.search(r" sandbox title=", frame) for frame in frames)


@pytest.mark.parametrize(
    "place", [*PLACES, "/interview/acme/close", "/interview/acme/step/thank-you/ana-ruiz"]
)
def test_no_page_has_a_script_a_style_of_its_own_or_anything_from_outside(
    browser: Browser, place: str
) -> None:
    text = browser.get(place).text
    assert "<script" not in text
    assert "<style" not in text
    assert not re.search(r"<[^>]*\s(?:style|on\w+)\s*=", text)
    assert not re.search(r"(?:href|src|action)=\"(?:https?:)?//", text)
    assert "javascript:" not in text


def test_the_style_and_the_icon_are_open_and_hold_nothing_of_the_user(stranger: Browser) -> None:
    for place in ("/style.css", "/icon.svg"):
        answer = stranger.client.get(place, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 200
        assert "http" not in answer.text.replace("http://www.w3.org/2000/svg", "")
    assert stranger.client.get("/../config.yaml").status_code == 401
    assert stranger.client.get("/base.html").status_code == 401


def test_what_stands_in_the_files_is_no_html(browser: Browser) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    browser.write_interview("evil", {
        "company": hostile, "position": hostile, "at": "2026-11-12 14:00",
        "contacts": [{"name": f"Eve {hostile}", "email": "eve@evil.example", "fact": hostile}],
    })  # fmt: skip
    for place in (
        "/",
        "/interview/evil",
        "/interview/evil/edit",
        "/interview/evil/close",
        "/interview/evil/journal",
    ):
        text = browser.get(place).text
        assert "<script" not in text
        assert "<img" not in text
        assert "&lt;script&gt;" in text


def test_a_bug_tells_nothing_of_what_it_had_in_hand(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_desk: object) -> None:
        raise RuntimeError("Dear Ana, a word in confidence")

    monkeypatch.setattr(type(browser.desk), "plan_interviews", fail)
    answer = browser.get("/")
    assert answer.status_code == 500
    assert "confidence" not in answer.text


def test_no_page_shows_a_password_or_where_it_is(tmp_path) -> None:
    secret = {"command": "pass show mail/tHe-SeCrEt"}
    account = {
        "address": "sam@candidate.example", "secret": secret,
        "imap": {"host": "imap.candidate.example", "port": 993}, "smtp": {"host": "smtp.candidate.example", "port": 465},
    }  # fmt: skip
    browser = Browser(tmp_path, account=account).enter()
    key = browser.run(lambda desk: desk.store.key)
    for place in [*PLACES, "/interview/acme/step/thank-you/ana-ruiz"]:
        text = browser.get(place).text
        assert "tHe-SeCrEt" not in text
        assert key.hex() not in text
    browser.close()
