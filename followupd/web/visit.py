"""One request to the page: who asks, for what, in which language; and the answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse

from followupd.adapters.catalogues import load_catalogue, load_words
from followupd.web import labels
from followupd.writing.language.job_title import name_position
from followupd.writing.language.reasons import explain
from followupd.writing.timeline.timeline_words import label_step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from followupd.config.interview import Interview
    from followupd.web.desk import Desk
    from followupd.web.language import Words
    from followupd.writing.language.words import Words as NoticeWords

PAGES_FOLDER = Path(__file__).parent / "pages"


class NotHere(Exception):
    """There is no such page."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that the user dropped."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request, and what is needed to answer it."""

    desk: Desk
    words: Words
    base: str  # the beginning of each link in the session
    form_token: str = field(repr=False)
    path: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict, repr=False)
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    @property
    def interview(self) -> Interview:
        """The interview of the path. Raises NotHere."""
        interview = self.desk.find_interview(self.path["interview"])
        if interview is None:
            raise NotHere
        return interview

    @property
    def notice_words(self) -> NoticeWords:
        """The words for notices and calendars, in the language of the page."""
        return load_words(self.words.language, self.words.zone)

    @property
    def fact_count(self) -> int:
        """The number of facts that the page shows, so that its buttons do not affect later ones."""
        return len(self.desk.ledger.history.facts)

    def field_text(self, name: str) -> str:
        """Return the text of a field, without white space around it; empty if there is none."""
        return self.form.get(name, "").strip()

    def show_page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Return a page, with the messages from the last click."""
        messages, self.desk.messages[:] = list(self.desk.messages), []
        text = (
            _make_environment(self.words.language)
            .get_template(template)
            .render(
                visit=self,
                words=self.words,
                base=self.base,
                labels=labels,
                messages=messages,
                **values,
            )
        )
        return HTMLResponse(text, status)

    def move_on(self, place: str, sentence: str = "") -> Response:
        """Return a redirect to the next page, which shows the sentence first."""
        if sentence:
            self.desk.messages.append(sentence)
        return RedirectResponse(f"{self.base}{quote(place)}", status_code=303)


def _explain_reason(reason: str, language: str) -> str:
    """Return an English reason in the language of the page, if it has a translation."""
    return explain(load_words(language, UTC), reason)


@cache
def _make_environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PAGES_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.filters["name_position"] = name_position
    environment.globals |= {"explain_reason": _explain_reason, "label_step": label_step}
    environment.install_gettext_translations(load_catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    return environment
