"""The page for one desk, requested as a browser does, without a browser."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import yaml
from builders import ACME, BASE
from starlette.testclient import TestClient

from followupd.adapters.system.paths import Paths
from followupd.web.app import Page
from followupd.web.desk import Desk
from followupd.web.sessions import issue_token

ORIGIN = "http://127.0.0.1:8791"
NOW = datetime(2026, 11, 12, 14, 10, tzinfo=UTC)  # ten minutes after Acme's interview


class Browser:
    """A person's files, and the opened page on them."""

    def __init__(self, directory: Path, now: datetime = NOW, **config: Any) -> None:
        self.paths = Paths(directory / "config" / "config.yaml", directory / "state")
        self.paths.interviews_folder.mkdir(parents=True)
        self.paths.config.write_text(yaml.safe_dump(BASE | {"live": True} | config))
        self.write_interview("acme", {key: value for key, value in ACME.items() if key != "id"})
        self.now = now
        self.desk = Desk(self.paths, lambda: self.now)
        self.page = Page(self.desk)
        self.client = TestClient(
            self.page.app, base_url=ORIGIN, client=("127.0.0.1", 50000), follow_redirects=False
        )
        self.folder = ""

    def write_interview(self, name: str, data: dict[str, Any]) -> None:
        (self.paths.interviews_folder / f"{name}.yaml").write_text(yaml.safe_dump(data, allow_unicode=True))

    def run(self, function: Callable[[Desk], Any]) -> Any:
        """Call a function with the desk, in the desk's own thread."""
        return self.page._thread.submit(function, self.desk).result()

    def issue_token(self) -> str:
        return self.run(lambda desk: issue_token(desk.store, self.now))

    def enter(self) -> "Browser":
        answer = self.client.get(f"/enter/{self.issue_token()}")
        assert answer.status_code == 200, answer.text
        self.folder = re.search(r"url=(/p/[0-9a-f]{32})/", answer.text)[1]
        return self

    def get(self, place: str, **more: Any) -> httpx2.Response:
        return self.client.get(self.folder + place, **more)

    @property
    def form_token(self) -> str:
        return self.fields_of("/")["form_token"]

    def fields_of(self, place: str) -> dict[str, str]:
        """Return the hidden fields in the first form of a page, which is its undo button if it has one."""
        form = re.search(r"<form.*?</form>", self.get(place).text, re.DOTALL)[0]
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))

    def post(self, place: str, data: dict[str, str] | None = None, **more: Any) -> httpx2.Response:
        headers = {"Origin": ORIGIN} | more.pop("headers", {})
        shown = self.fields_of("/") if data is None or "as_of" not in data else {}
        fields = {name: shown[name] for name in ("form_token", "as_of") if name in shown} | (data or {})
        return self.client.post(self.folder + place, data=fields, headers=headers, **more)

    def click(self, place: str, data: dict[str, str] | None = None, **more: Any) -> str:
        """Post a form and return the page that follows."""
        answer = self.post(place, data, **more)
        assert answer.status_code == 303, answer.text
        return self.client.get(answer.headers["location"]).text

    def click_undo(self, interview: str) -> str:
        """Press the button that undoes the last command."""
        place = f"/interview/{interview}"
        return self.click(f"{place}/undo", self.fields_of(place))

    def close(self) -> None:
        self.client.close()
        self.page.close()


def text_of(html: str) -> str:
    """Return the text of a page on one line, as a reader sees it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def facts_of(browser: Browser, kind: type) -> list[Any]:
    """Return the facts of a kind in the journal."""
    return [e.fact for e in browser.run(lambda desk: desk.store.read_facts()) if isinstance(e.fact, kind)]


def remember(browser: Browser, *facts: object) -> None:
    """Write facts into the journal, as the daemon does."""
    browser.run(lambda desk: [desk.store.append(fact) for fact in facts])
