"""The shipped texts to an agency, as people would read them.

To write the golden pages after a wanted change: FOLLOWUPD_GOLDEN=write, then read each of them.
"""

from __future__ import annotations

import os
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from project_paths import DATA

from followupd.adapters.templates import TemplateFiles
from followupd.config.candidate import Candidate
from followupd.config.interview import Interview
from followupd.writing.language.greeting import find_tone
from followupd.writing.lint.lint import Severity, lint_text
from followupd.writing.template import render_template
from followupd.writing.template_values import LANGUAGES, build_template_values

if TYPE_CHECKING:
    from followupd.writing.mail.mime import MailText

GOLDEN = DATA / "golden" / "agency"
PAGES = [page for page in product(LANGUAGES, ("warm", "informal")) if page != ("en", "informal")]
NAMES = ("thank-you", "check-in", "check-in-2", "promise-passed", "last-note", "rejected", "call-script", "voicemail")  # fmt: skip
CANDIDATE = Candidate(name="Sam Carter", zone="Europe/Berlin", country="DE", phone="+49 30 901820")
WORDS = {
    "en": ("Data Engineer", "I ran a Kafka cluster of forty nodes for three years."),
    "de": ("Dateningenieurin", "Drei Jahre lang habe ich einen Kafka-Cluster betrieben."),
    "fr": ("Ingénieure de données", "Pendant trois ans, j’ai exploité un cluster Kafka."),
    "es": ("Ingeniera de datos", "Durante tres años llevé un clúster de Kafka."),
}


def through_agency(language: str, tone: str, *, bare: bool) -> Interview:
    """An interview of which the candidate has the agency's address alone."""
    position, strength = WORDS[language]
    rita = {"name": "Rita Reck", "email": "rita@rocket.example", "title": {"de": "Frau"}.get(language)}
    if tone == "informal":
        rita |= {"address": "informal"}
    words: dict[str, Any] = {} if bare else {"strengths": [strength], "keywords": ["Kafka", "SQL"]}
    met = [] if bare else ["Ana Ruiz", "Ben Brandt"]
    return Interview.model_validate(
        {
            "id": "acme", "company": "Acme GmbH", "position": position, "at": "2026-11-12 14:00", "country": "DE",
            "zone": "Europe/Berlin", "language": language, "tone": "formal" if tone == "formal" else "warm",
            "via": {"name": "Rocket Recruiting Ltd", "contacts": [rita], "met": met}, **words,
        }
    )  # fmt: skip


def texts_of(interview: Interview) -> dict[str, MailText]:
    """Every text to the agency, by the name of its template."""
    templates, lead = TemplateFiles(None), interview.lead
    promise = date(2026, 11, 20) if interview.keywords else None
    values = build_template_values(interview, lead, CANDIDATE, today=date(2026, 11, 24), promise=promise)
    tone = find_tone(interview, lead)
    found = {name: templates.find_template(name, interview.language, tone, "agency") for name in NAMES}
    assert {one.path.name for one in found.values()} == {f"{name}.agency.txt" for name in NAMES}
    return {name: render_template(one.source, values, one.path.name) for name, one in found.items()}


@pytest.mark.parametrize(("language", "tone"), PAGES)
def test_the_texts_read_as_they_did_when_they_were_last_read_by_a_person(language: str, tone: str) -> None:
    parts = []
    for bare in (False, True):
        for name, text in texts_of(through_agency(language, tone, bare=bare)).items():
            about = f"{name}, {'names only' if bare else 'all that can be known'}"
            parts.append(f"=== {about}\n\nSubject: {text.subject}\n\n{text.body}")
    path = GOLDEN / f"{language}.{tone}.txt"
    if os.environ.get("FOLLOWUPD_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(parts), encoding="utf-8")
    assert "\n".join(parts) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "tone"), [*PAGES, ("de", "formal"), ("fr", "formal")])
def test_the_lint_holds_none_of_them(language: str, tone: str) -> None:
    for bare in (False, True):
        interview = through_agency(language, tone, bare=bare)
        for name, text in texts_of(interview).items():
            kind = "thank-you.agency" if name == "thank-you" else name
            faults = lint_text(
                text, kind, interview, interview.lead, CANDIDATE, other_companies=[], neighbours={}
            )
            assert [fault.sentence for fault in faults if fault.severity is Severity.HOLD] == []


def test_thanks_are_passed_on_to_who_has_no_mail_of_their_own() -> None:
    named = through_agency("en", "warm", bare=False)
    assert "pass my thanks on to Ana Ruiz and Ben Brandt" in texts_of(named)["thank-you"].body
    nobody_named = through_agency("en", "warm", bare=True)
    assert "pass my thanks on to everyone I spoke with there" in texts_of(nobody_named)["thank-you"].body
    ana = {"name": "Ana Ruiz", "email": "ana@acme.example"}
    data = {**nobody_named.model_dump(mode="json", exclude_unset=True), "contacts": [ana]}
    assert "pass my thanks" not in texts_of(Interview.model_validate(data))["thank-you"].body
