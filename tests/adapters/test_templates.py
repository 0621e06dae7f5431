"""The shipped texts, as people would read them, and the shelf that finds them.

`python tests/test_templates.py` writes the golden pages anew; read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
from datetime import date
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from project_paths import DATA

from followupd.adapters.templates import TemplateFiles, TemplateOrigin, find_shipped_folder
from followupd.config.candidate import Candidate
from followupd.config.interview import Interview
from followupd.errors import TemplateFault
from followupd.writing.language.greeting import find_tone
from followupd.writing.lint.lint import Severity, lint_text
from followupd.writing.lint.lint_rules import SIMILARITY_LIMIT
from followupd.writing.lint.similarity import measure_similarity
from followupd.writing.template import render_template
from followupd.writing.template_values import LANGUAGES, EarlierMail, build_template_values

if TYPE_CHECKING:
    from collections.abc import Callable

    from followupd.writing.mail.mime import MailText

GOLDEN = DATA / "golden"
PAGES = [
    (language, tone)
    for language, tone in product(LANGUAGES, ("warm", "formal", "informal"))
    if (language, tone) != ("en", "informal")  # English says you to everybody
]
NAMES = (
    "call-script", "check-in", "check-in-2", "last-note", "letter", "promise-passed", "rejected", "no-show",
    "thank-you.helped", "thank-you.interviewer", "thank-you.met", "voicemail",
)  # fmt: skip
# What a user would have written in the file, in their own language.
FACTS = {
    "en": {
        "position": "Data Engineer",
        "facts": ["how you moved the warehouse to Kafka in six weeks", "the on-call rota that your team wrote itself", "your tip to ask about the data contracts"],
        "strengths": ["I ran a Kafka cluster of forty nodes for three years", "In my last team I introduced data contracts."],
        "keywords": ["Kafka", "data contracts", "SQL"],
        "salutation": "Dear Ms Ruiz",
    },
    "de": {
        "position": "Dateningenieurin",
        "facts": ["wie Sie das Lager in sechs Wochen auf Kafka umgestellt haben", "der Bereitschaftsplan, den Ihr Team selbst geschrieben hat", "Ihr Rat, nach den Datenverträgen zu fragen"],
        "strengths": ["Drei Jahre lang habe ich einen Kafka-Cluster mit vierzig Knoten betrieben", "In meinem letzten Team habe ich Datenverträge eingeführt."],
        "keywords": ["Kafka", "Datenverträge", "SQL"],
        "salutation": "Sehr geehrte Frau Ruiz",
    },
    "fr": {
        "position": "Ingénieure de données",
        "facts": ["la migration de l’entrepôt vers Kafka en six semaines", "le planning d’astreinte que votre équipe a écrit elle-même", "votre conseil d’interroger sur les contrats de données"],
        "strengths": ["Pendant trois ans, j’ai exploité un cluster Kafka de quarante nœuds", "Dans ma dernière équipe, j’ai introduit les contrats de données."],
        "keywords": ["Kafka", "les contrats de données", "SQL"],
        "salutation": "Madame",
    },
    "es": {
        "position": "Ingeniera de Datos",
        "facts": ["cómo pasaron el almacén a Kafka en seis semanas", "el turno de guardias que su equipo redactó por sí mismo", "su consejo de preguntar por los contratos de datos"],
        "strengths": ["Durante tres años operé un clúster de Kafka de cuarenta nodos", "En mi último equipo introduje los contratos de datos."],
        "keywords": ["Kafka", "contratos de datos", "ingesta"],
        "salutation": "Estimada señora Ruiz",
    },
}  # fmt: skip
INFORMAL_FACTS = {
    "de": ["wie ihr das Lager in sechs Wochen auf Kafka umgestellt habt", "der Bereitschaftsplan, den euer Team selbst geschrieben hat", "dein Rat, nach den Datenverträgen zu fragen"],
    "fr": ["la migration de l’entrepôt vers Kafka en six semaines", "le planning d’astreinte de l’équipe", "ton conseil d’interroger sur les contrats de données"],
    "es": ["cómo pasasteis el almacén a Kafka en seis semanas", "el turno de guardias del equipo", "tu consejo de preguntar por los contratos de datos"],
}  # fmt: skip
PEOPLE = [
    ("Ana Ruiz", "interviewer"), ("Ben Okafor", "interviewer"), ("Chloé Martin", "interviewer"),
    ("Dora Maar", "met"), ("Erik Holm", "met"), ("Fay Wong", "helped"), ("Gus Hall", "helped"),
]  # fmt: skip


def panel(language: str, tone: str, *, bare: bool, more: int = 0) -> tuple[Interview, Candidate]:
    """An interview with everything filled in, or with names and addresses only; `more` further interviewers."""
    given = FACTS[language]
    people = PEOPLE + [(f"Kim{n} Lee{n}", "interviewer") for n in range(more)]
    contacts = [
        {"name": name, "email": f"p{n}@acme.example", "role": role} for n, (name, role) in enumerate(people)
    ]
    facts = {"company": "Acme GmbH", "position": given["position"], "at": "2026-11-12 14:00", "country": "DE"}
    if not bare:
        facts_typed = INFORMAL_FACTS.get(language, given["facts"]) if tone == "informal" else given["facts"]
        for contact, fact in zip((contacts[0], contacts[2], contacts[5]), facts_typed, strict=True):
            contact["fact"] = fact
        contacts[0] |= {"salutation": given["salutation"]} if tone == "formal" else {}
        contacts[0] |= {"title": "Frau"} if (language, tone) == ("de", "warm") else {}
        facts |= {"keywords": given["keywords"], "strengths": given["strengths"], "promise": "2026-11-20"}
    contacts = [one | {"address": "informal" if tone == "informal" else "polite"} for one in contacts]
    tone = tone.replace("informal", "warm")
    about = {"id": "acme", "language": language, "tone": tone, "contacts": contacts, **facts}
    phone = None if bare else "+49 30 901820"
    return Interview.model_validate(about), Candidate(
        name="Sam Carter", zone="Europe/Berlin", country="DE", phone=phone
    )


@cache
def notes_of(
    language: str, tone: str, *, bare: bool
) -> tuple[Interview, Candidate, dict[tuple[str, str], MailText]]:
    """The panel, the candidate, and every text."""
    about = panel(language, tone, bare=bare)
    return *about, written(*about)


def written(interview: Interview, candidate: Candidate) -> dict[tuple[str, str], MailText]:
    """Every text of an interview, by template and recipient."""
    shelf, made = TemplateFiles(None), {}
    jobs = [("thank-you", one, one.role.value) for one in interview.contacts]
    jobs += [(name, interview.lead, None) for name in NAMES if not name.startswith("thank-you")]
    for name, contact, variant in jobs:
        found = shelf.find_template(name, interview.language, find_tone(interview, contact), variant)
        sent = [EarlierMail("Thank you", date(2026, 11, 12))]
        words = build_template_values(
            interview,
            contact,
            candidate,
            earlier_mails=sent,
            today=date(2026, 11, 12 if variant else 24),  # thank-yous leave on the day of the interview
            language=found.language,
            for_panel=variant is not None,
        )
        kind = f"{name}.{variant}" if variant else name
        made[kind, contact.name] = render_template(found.source, words, found.path.name)
    return made


@cache
def page(language: str, tone: str) -> str:
    """Every text in a language and tone, once with all facts and once with names only."""
    parts = []
    for bare in (False, True):
        for (kind, name), text in notes_of(language, tone, bare=bare)[2].items():
            about = f"{kind} to {name}, {'names only' if bare else 'all facts'}"
            parts.append(f"=== {about}\n\nSubject: {text.subject}\n\n{text.body}")
    return "\n".join(parts)


@pytest.mark.parametrize(("language", "tone"), PAGES)
def test_the_texts_read_as_they_did_when_they_were_last_read_by_a_person(language, tone):
    assert page(language, tone) == (GOLDEN / f"{language}.{tone}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "tone"), PAGES)
def test_every_text_is_shipped_in_every_language_and_tone(language, tone):
    there = {path.stem for path in (find_shipped_folder() / language / tone).glob("*.txt")}
    assert there == set(NAMES)


@pytest.mark.parametrize(("language", "tone", "bare"), [(*p, b) for p in PAGES for b in (True, False)])
def test_no_shipped_text_is_held_by_the_lint(language, tone, bare):
    interview, candidate, texts = notes_of(language, tone, bare=bare)
    people = {one.name: one for one in interview.contacts}
    for (kind, name), text in texts.items():
        others = {n: t for (k, n), t in texts.items() if k.startswith("thank-you") and n != name}
        neighbours = others if kind.startswith("thank-you") else {}
        faults = lint_text(
            text, kind, interview, people[name], candidate, other_companies=["Globex"], neighbours=neighbours
        )
        assert [f for f in faults if f.severity is Severity.HOLD] == []
        if not bare and name == interview.lead.name:
            assert faults == []


@pytest.mark.parametrize(("language", "tone", "bare"), [(*p, b) for p in PAGES for b in (True, False)])
def test_nine_interviewers_with_nothing_but_names_get_nine_notes_that_differ(language, tone, bare):
    texts = written(*panel(language, tone, bare=bare, more=6))
    notes = [text.body for (kind, _), text in texts.items() if kind.startswith("thank-you")]
    assert max(measure_similarity(a, b) for a, b in combinations(notes, 2)) < SIMILARITY_LIMIT


@pytest.mark.parametrize(("language", "tone"), PAGES)
def test_no_text_has_a_gap_or_a_doubled_mark_where_something_is_left_out(language, tone):
    text = page(language, tone)
    assert not re.search(r"  | [.,]|[.,]{2}|[ \t]$|\n{3}|!", text, re.MULTILINE)
    assert "'" not in text


def test_french_has_a_no_break_space_before_its_high_marks():
    for path in find_shipped_folder().glob("fr/*/*.txt"):
        head, body = path.read_text(encoding="utf-8").removeprefix("Subject:").split("\n", 1)
        assert not re.search(
            r"[^\u00a0\W][:;?!](\s|$)| [:;?!](\s|$)", head + "\n" + re.sub(r"\{%.*?%\}", "", body)
        )


# --- the shelf


def shelf_with(tmp_path: Path, **files: str) -> TemplateFiles:
    for name, text in files.items():
        place = tmp_path / name.replace("__", "/").replace("_", "-")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.with_suffix(".txt").write_text(text, encoding="utf-8")
    return TemplateFiles(tmp_path)


def test_the_users_own_text_wins_the_nearer_one_first(tmp_path):
    shelf = shelf_with(tmp_path, de__formal__check_in="1", de__check_in="2", check_in="3")
    assert shelf.read_template("check-in", "de", "formal")[0] == "1"
    assert shelf.read_template("check-in", "de", "warm")[0] == "2"
    assert shelf.read_template("check-in", "fr", "warm") == ("3", tmp_path / "check-in.txt")


def test_one_own_thank_you_serves_every_role_unless_a_role_has_its_own(tmp_path):
    shelf = shelf_with(tmp_path, thank_you="all")
    (tmp_path / "thank-you.met.txt").write_text("met")
    assert shelf.read_template("thank-you", "en", "warm", "helped")[0] == "all"
    assert shelf.read_template("thank-you", "en", "warm", "met")[0] == "met"


def test_a_reminder_needs_no_variant(tmp_path):
    found = TemplateFiles(tmp_path / "missing").find_template("check-in", "en", "formal", "interviewer")
    assert (found.path.name, found.origin) == ("check-in.txt", TemplateOrigin.SHIPPED)


def test_nobody_is_written_to_in_a_language_that_the_user_did_not_choose():
    with pytest.raises(TemplateFault) as fault:
        TemplateFiles(None).find_template("check-in", "it", "warm")
    assert str(fault.value) == (
        "no check-in is written in 'it', only in de, en, es, fr; set `language:` to one of them, or write your own in"
        " it/check-in.txt"
    )


def test_an_informal_text_is_found_before_a_warm_one_of_the_same_shelf(tmp_path):
    assert TemplateFiles(None).find_template("check-in", "de", "informal").path.parts[-2] == "informal"
    assert TemplateFiles(None).find_template("check-in", "en", "informal").path.parts[-2] == "warm"
    assert (
        shelf_with(tmp_path, de__warm__check_in="mine").read_template("check-in", "de", "informal")[0]
        == "mine"
    )


UNREADABLE_PLACES = {
    "a broken link": lambda path: path.symlink_to(path.with_name("gone")),
    "a circle of links": lambda path: path.symlink_to(path),
    "a pipe": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a folder": Path.mkdir,
}


@pytest.mark.parametrize("make", UNREADABLE_PLACES.values(), ids=UNREADABLE_PLACES)
def test_what_stands_in_the_place_of_own_words_and_cannot_be_read_sends_no_others(
    tmp_path: Path, make: Callable[[Path], object]
) -> None:
    (tmp_path / "acme").mkdir()
    make(tmp_path / "check-in.txt")
    make(tmp_path / "acme" / "check-in.ana.txt")
    files = TemplateFiles(tmp_path, interviews_folder=tmp_path)
    with pytest.raises(TemplateFault, match=r"check-in\.txt: cannot be read"):
        files.find_template("check-in", "en", "warm")
    with pytest.raises(TemplateFault, match=r"check-in\.ana\.txt: cannot be read"):
        files.find_own_text("acme", "check-in.ana.txt")


def test_an_own_text_in_that_language_is_no_fallback(tmp_path):
    found = shelf_with(tmp_path, it__check_in="Subject: Ciao\n\nCiao.").find_template(
        "check-in", "it", "warm"
    )
    assert (found.language, found.origin) == ("it", TemplateOrigin.OWN)


def test_a_word_for_word_copy_of_a_shipped_text_is_known_as_one(tmp_path):
    source = (find_shipped_folder() / "en" / "warm" / "check-in.txt").read_text(encoding="utf-8")
    assert (
        shelf_with(tmp_path, check_in=source).find_template("check-in", "en", "warm").origin
        is TemplateOrigin.COPY
    )


def test_an_unknown_name_is_answered_with_those_there_are(tmp_path):
    with pytest.raises(
        TemplateFault,
        match=r"no template is called 'chek-in'; there is call-script, call-script\.agency, check-in",
    ):
        shelf_with(tmp_path).read_template("chek-in", "en", "warm")


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a/b", "A", "", "a b", "a..b"])
def test_a_name_cannot_climb_out_of_the_shelf(name):
    with pytest.raises(TemplateFault, match="is no template's name"):
        TemplateFiles(None).read_template(name, "en", "warm")


def test_a_file_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / "check-in.txt").write_bytes(b"Subject: Gr\xfc\xdfe\n\nx")
    with pytest.raises(TemplateFault, match=r"check-in.txt: is not UTF-8 at byte 11; save it as UTF-8"):
        TemplateFiles(tmp_path).read_template("check-in", "en", "warm")


def test_a_file_without_an_end_is_named_and_not_read(tmp_path):
    with (tmp_path / "check-in.txt").open("wb") as file:
        file.truncate(1 << 38)
    with pytest.raises(TemplateFault, match=r"check-in.txt: is larger than 100,000 bytes; write less"):
        TemplateFiles(tmp_path).read_template("check-in", "en", "warm")


@pytest.mark.parametrize(("language", "tone"), PAGES)
def test_a_long_title_gives_no_subject_that_a_list_of_mails_cuts_off(language, tone):
    interview, candidate, _ = notes_of(language, tone, bare=True)
    interview = interview.model_copy(update={"position": "Referentin der Geschäftsführung für Recht"})
    values = build_template_values(
        interview, interview.lead, candidate, today=date(2026, 11, 12), for_panel=True
    )
    template = TemplateFiles(None).find_template("thank-you", language, tone, "interviewer")
    assert len(render_template(template.source, values, "thank-you").subject) <= 78


def test_names_lists_own_and_shipped(tmp_path):
    names = shelf_with(tmp_path, de__second_check="x").list_names()
    assert tuple(n for n in names if not n.endswith(".agency")) == tuple(sorted([*NAMES, "second-check"]))


@pytest.mark.parametrize(
    ("country", "closing"), [("US", "Sincerely,"), ("CA", "Sincerely,"), ("GB", "Yours sincerely,")]
)
def test_a_formal_letter_closes_as_its_country_does(country: str, closing: str) -> None:
    interview, candidate = panel("en", "formal", bare=False)
    interview = interview.model_copy(update={"country": country})
    values = build_template_values(interview, interview.lead, candidate, today=date(2026, 11, 12))
    source = TemplateFiles(None).find_template("letter", "en", "formal").source
    assert render_template(source, values, "letter").body.splitlines()[-1] == closing


if __name__ == "__main__":
    for one in PAGES:
        (GOLDEN / f"{'.'.join(one)}.txt").write_text(page(*one), encoding="utf-8")
