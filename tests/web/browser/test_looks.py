"""How the page looks and sounds: in both lights, on a phone, on paper, to a screen reader."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_pilot import (
    DESKTOP,
    PHONE,
    enter_frame,
    enter_page,
    open_chromium,
    print_pdf,
    set_view,
    take_picture,
)
from page_server import serve_page
from page_story import NOW, open_story
from project_paths import ROOT
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

AXE = ROOT / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = {
    "today": "/",
    "interview": "/interview/acme",
    "call": "/interview/globex",
    "doubt": "/interview/initech",
    "mail": "/interview/acme/step/last-note/ana-ruiz",
    "letter": "/interview/acme/step/letter/ana-ruiz",
    "journal": "/interview/acme/journal",
    "edit": "/interview/acme/edit",
    "close": "/interview/globex/close",
    "add": "/add",
    "account": "/account",
    "fault": "/interview/nobody",
}
VIEWS = {
    "light": (DESKTOP, False),
    "dark": (DESKTOP, True),
    "phone": (PHONE, False),
    "phone-dark": (PHONE, True),
}
CHECK = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(
  found => done(JSON.stringify(found.violations.map(v => [v.id, v.help, v.nodes.map(n => n.html.slice(0, 200))]))));
"""


@pytest.fixture(scope="module")
def page(chromium: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Chrome, str]]:
    """The browser on the page of the story, and what its links begin with."""
    story = open_story(tmp_path_factory.mktemp("story"))
    story.close()
    with serve_page(story.paths, lambda: NOW) as issue_address:
        yield chromium, enter_page(chromium, issue_address())


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_without_a_barrier(
    page: tuple[Chrome, str], pictures: Path, name: str, view: str
) -> None:
    driver, base = page
    size, dark = VIEWS[view]
    set_view(driver, size, dark=dark)
    driver.get(base + PAGES[name])
    for details in driver.find_elements(By.CSS_SELECTOR, "details:not([open]) > summary"):
        details.click()
    driver.execute_script(AXE.read_text())
    violations = json.loads(driver.execute_async_script(CHECK))
    assert violations == []
    width = driver.execute_script("return document.documentElement.scrollWidth")
    assert width <= size[0], "the page is wider than the screen"
    small = driver.execute_script(
        "return [...document.querySelectorAll('main button, main a.button, main summary')].map(e => [e.textContent,"
        " e.getBoundingClientRect().height]).filter(pair => pair[1] < 24)"
    )
    assert small == [], "too small for a finger"
    for frame in driver.find_elements(By.CSS_SELECTOR, "iframe"):  # each loads when it comes into sight
        enter_frame(driver, f"iframe.{frame.get_attribute('class')}")
        driver.switch_to.default_content()
    (pictures / f"{name}.{view}.png").write_bytes(take_picture(driver))


@pytest.mark.parametrize("name", PAGES)
def test_each_page_prints(page: tuple[Chrome, str], pictures: Path, name: str) -> None:
    driver, base = page
    set_view(driver, DESKTOP)
    driver.get(base + PAGES[name])
    pdf = print_pdf(driver)
    assert pdf.startswith(b"%PDF")
    (pictures / f"{name}.print.pdf").write_bytes(pdf)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    bare_headings = driver.execute_script(
        "return [...document.querySelectorAll('main section h2')].filter(h => h.getClientRects().length &&"
        " h.closest('section').innerText.trim() === h.innerText.trim()).map(h => h.textContent)"
    )
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert bare_headings == [], "a heading without anything below it"


def test_nothing_is_blocked_or_missing(page: tuple[Chrome, str]) -> None:
    """The policy forbids scripts and styles of a page's own: none of ours may have any."""
    driver, base = page
    driver.get_log("browser")
    for name, place in PAGES.items():
        if name != "fault":
            driver.get(base + place)
    assert [entry["message"] for entry in driver.get_log("browser")] == []


def test_a_mail_in_its_frame_is_styled_and_can_do_nothing(page: tuple[Chrome, str]) -> None:
    driver, base = page
    set_view(driver, DESKTOP)
    driver.get(base + PAGES["mail"])
    assert round(driver.find_element(By.CSS_SELECTOR, "iframe.narrow").size["width"]) == 360
    enter_frame(driver, "iframe.narrow")
    try:
        assert "Dear Ana," in driver.find_element(By.CSS_SELECTOR, ".text").text
        assert (
            driver.find_element(By.CSS_SELECTOR, ".text").value_of_css_property("white-space-collapse")
            == "preserve"
        )
    finally:
        driver.switch_to.default_content()
    enter_frame(driver, "iframe.wide")
    width = driver.execute_script("return window.innerWidth")
    driver.switch_to.default_content()
    assert width == 1200


def test_the_keyboard_reaches_everything_and_shows_where_it_is(page: tuple[Chrome, str]) -> None:
    driver, base = page
    set_view(driver, DESKTOP)
    driver.get(base + "/")
    driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    first = driver.switch_to.active_element
    assert first.text == "Go to the content"
    first.send_keys(Keys.ENTER)
    assert driver.switch_to.active_element.get_attribute("id") == "main"
    wanted = driver.execute_script(
        "return document.querySelectorAll('main a[href], main button, main summary, main input:not([type=hidden])').length"
    )
    reached = set()
    for _ in range(wanted * 2):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        element = driver.switch_to.active_element
        if element.tag_name == "body":
            break
        outline = element.value_of_css_property("outline-style")
        assert outline != "none", element.get_attribute("outerHTML")
        reached.add(element.id)
    # Of each group of choices the keyboard reaches one, and the arrows the others; what is folded is reached when it opens.
    assert len(reached) >= 20


def test_another_language_of_the_browser_is_spoken(tmp_path: Path) -> None:
    story = open_story(tmp_path / "story")
    story.close()
    with (
        serve_page(story.paths, lambda: NOW) as issue_address,
        open_chromium(tmp_path / "profile", "de") as driver,
    ):
        base = enter_page(driver, issue_address())
        assert driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == "de"
        assert driver.find_element(By.TAG_NAME, "h1").text == "Heute"
        for name, place in PAGES.items():
            set_view(driver, PHONE)
            driver.get(base + place)
            width = driver.execute_script("return document.documentElement.scrollWidth")
            assert width <= PHONE[0], name


LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsangelegenheiten"
LONG_NAME = "Maximiliane-Friederike von Hohenstaufen-Württemberg zu Sachsen-Coburg und Gotha"
ODD_FILES = {
    "long": {
        "company": f"Bundesamt für {LONG_WORD}", "position": f"Leitung der {LONG_WORD}", "at": "2026-11-27 10:00",
        "contacts": [{"name": LONG_NAME, "email": f"m@{LONG_WORD.replace('ä', 'ae').lower()}.example"}],
    },
    "foreign": {
        "company": "شركة النور للتقنية", "position": "مهندس بيانات", "at": "2026-11-26 10:00",
        "contacts": [{"name": "محمد عبد الله", "email": "m@noor.example"}, {"name": "שרה לוי", "email": "sara@noor.example"}],
    },
}  # fmt: skip
ODD_PAGES = (
    "/",
    *(f"/interview/{name}{end}" for name in ODD_FILES for end in ("", "/journal", "/edit", "/close")),
)


def test_long_words_and_names_from_right_to_left_stay_on_the_screen(chromium: Chrome, tmp_path: Path) -> None:
    story = open_story(tmp_path / "story")
    for name, data in ODD_FILES.items():
        story.write_interview(name, {"zone": "Europe/Berlin", "country": "DE-BE"} | data)
    story.close()
    with serve_page(story.paths, lambda: NOW) as issue_address:
        base = enter_page(chromium, issue_address())
        set_view(chromium, PHONE)
        for place in ODD_PAGES:
            chromium.get(base + place)
            width = chromium.execute_script("return document.documentElement.scrollWidth")
            assert width <= PHONE[0], place
        set_view(chromium, DESKTOP)
        chromium.get(f"{base}/")
        row = "//ul[@class='interviews']//a[contains(@href, 'foreign')]"
        company, position = chromium.find_elements(By.XPATH, f"{row}//bdi")
        assert company.rect["x"] < position.rect["x"], (
            "each name runs its own way, and the row runs from the left"
        )


def test_the_pictures_of_the_readme_are_made_again(tmp_path: Path) -> None:
    script = ROOT / "tests" / "tools" / "screenshots.py"
    subprocess.run([sys.executable, script, tmp_path], check=True)
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
    assert "followupd" in (tmp_path / "terminal.svg").read_text()
    assert "http" not in (tmp_path / "terminal.svg").read_text().replace("http://www.w3.org/2000/svg", "")
