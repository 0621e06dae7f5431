"""Ten people from ten countries, as careful, hurried and sloppy users type them, and every shipped text for them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from followupd.adapters.templates import TemplateFiles
from followupd.config.candidate import Candidate
from followupd.config.interview import Interview
from followupd.writing.language.greeting import find_tone
from followupd.writing.template import render_template
from followupd.writing.template_values import EarlierMail, Promise, build_template_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.writing.mail.mime import MailText

TONES = ("warm", "formal", "informal")
TEMPLATE_NAMES = (
    "thank-you.interviewer", "thank-you.met", "thank-you.helped", "check-in", "check-in-2", "promise-passed", "last-note",
    "rejected", "no-show", "letter", "call-script", "voicemail",
)  # fmt: skip
CANDIDATE = Candidate(name="Sam Carter", zone="Europe/Berlin", country="DE", phone="+49 30 901820")
TODAY = date(2026, 11, 24)
INTERVIEW_DAY = date(2026, 11, 12)
PROMISES = {
    "careful": Promise(date(2026, 11, 20), is_spoken=True),
    "hurried": Promise(date(2026, 11, 20), mailed_on=date(2026, 11, 16)),
    "sloppy": Promise(date(2026, 11, 20)),
}


@dataclass(frozen=True)
class Input:
    """What one user typed about an interview and about a person met there."""

    company: str
    position: str
    fact: str
    strengths: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)


# By language, then by the way of typing: careful, hurried or sloppy.
INPUTS = {
    "en": {
        "careful": Input("Acme Ltd.", "Data Engineer", "how you moved the warehouse to Kafka in six weeks", ["I ran a Kafka cluster of forty nodes for three years."], ["Kafka", "data contracts", "SQL"]),
        "hurried": Input("Globex, Inc.", "Senior Backend Engineer (m/f/x)", "we talked about Kafka", ["Python, SQL", "5+ years Java"], ["Kafka, SQL"]),
        "sloppy": Input("Initech LLC", "EXPORT MANAGER - Ref. 4711", "Your nightly loads.", ["team player"], []),
    },
    "de": {
        "careful": Input("Acme GmbH", "Dateningenieurin", "wie Sie das Lager auf Kafka umgestellt haben", ["Drei Jahre lang habe ich einen Kafka-Cluster betrieben."], ["Kafka", "Datenverträge", "agiles Arbeiten"]),
        "hurried": Input("Müller Handels GmbH & Co. KG", "Senior Entwickler (m/w/d)", "Wir haben über Kafka gesprochen.", ["Teamfähigkeit, Java", "5 Jahre SQL"], ["Datenströme, Rufbereitschaft"]),
        "sloppy": Input("Schmidt & Söhne KG", "LEITER EINKAUF 100 %", "Segeln", ["teamfähig"], []),
    },
    "fr": {
        "careful": Input("Acme S.A.S.", "Ingénieure de données", "la migration de l’entrepôt vers Kafka", ["Pendant trois ans, j’ai exploité un cluster Kafka."], ["Kafka", "les contrats de données", "SQL"]),
        "hurried": Input("Dupont SA", "Chef de projet (H/F) - CDI", "nous avons parlé de l'astreinte", ["gestion de projet, SQL"], ["gestion de projet", "agilité"]),
        "sloppy": Input("L'Atelier SARL", "hôtesse d'accueil", "Que vous faites de la voile.", ["rigoureuse"], []),
    },
    "es": {
        "careful": Input("Acme S.L.", "Ingeniera de Datos", "cómo pasaron el almacén a Kafka", ["Durante tres años operé un clúster de Kafka."], ["Kafka", "contratos de datos", "ingesta"]),
        "hurried": Input("Ejemplo SL", "Jefe de Proyecto (H/M)", "hablamos del equipo", ["trabajo en equipo, SQL"], ["gestión de proyectos, integración"]),
        "sloppy": Input("Ejemplo S.A. de C.V.", "ANALISTA DE VENTAS", "Su consejo.", ["proactiva"], []),
    },
}  # fmt: skip
PEOPLE = {
    "britain": ("en", {"careful": {"name": "Tom Baker"}, "hurried": {"name": "TOM BAKER"}, "sloppy": {"name": "Baker, Tom (Initech)"}}),
    "india": ("en", {"careful": {"name": "Priya Raghunathan"}, "hurried": {"name": "Ms Priya Raghunathan, PMP"}, "sloppy": {"name": "priya raghunathan"}}),
    "japan": ("en", {"careful": {"name": "Misaki Tanaka"}, "hurried": {"name": "TANAKA Misaki"}, "sloppy": {"name": "Tanaka, Misaki, Dr."}}),
    "vietnam": ("en", {"careful": {"name": "Nguyễn Thị Minh Khai"}, "hurried": {"name": "Nguyen Thi Minh Khai"}, "sloppy": {"name": "NGUYEN THI MINH KHAI"}}),
    "germany": ("de", {"careful": {"name": "Petra Klein", "title": "Frau"}, "hurried": {"name": "Dr. Klein, Petra", "title": "Frau Dr."}, "sloppy": {"name": "Klein Petra"}}),
    "hungary": ("de", {"careful": {"name": "István Kovács", "title": "Herr"}, "hurried": {"name": "Kovács István"}, "sloppy": {"name": "KOVÁCS István"}}),
    "france": ("fr", {"careful": {"name": "Anaïs Lefèvre-Bœuf"}, "hurried": {"name": "Mme Anaïs Lefèvre-Bœuf"}, "sloppy": {"name": "LEFÈVRE-BŒUF Anaïs"}}),
    "belgium": ("fr", {"careful": {"name": "Jean-Pierre Dupont"}, "hurried": {"name": "Jean-Pierre Dupont", "title": "M."}, "sloppy": {"name": "DUPONT Jean-Pierre"}}),
    "spain": ("es", {"careful": {"name": "María José García López"}, "hurried": {"name": "Sra. María José García López"}, "sloppy": {"name": "García López, María José"}}),
    "mexico": ("es", {"careful": {"name": "José Luis Hernández"}, "hurried": {"name": "Lic. José Luis Hernández"}, "sloppy": {"name": "JOSÉ LUIS HERNÁNDEZ"}}),
}  # fmt: skip
GOLDEN_TONES = {"careful": "warm", "hurried": "formal", "sloppy": "informal"}


def texts_for(
    country: str, care: str, tone: str, typed: Input | None = None
) -> Iterator[tuple[str, MailText]]:
    """Yield every shipped text for a person, with its template's name. `typed` replaces the input in INPUTS."""
    language, persons = PEOPLE[country]
    typed = typed or INPUTS[language][care]
    shelf = TemplateFiles(None)
    for name in TEMPLATE_NAMES:
        step, _, role = name.partition(".")
        person = {
            **persons[care],
            "email": "they@acme.example",
            "role": role or "interviewer",
            "fact": typed.fact,
        }
        person["address"] = "informal" if tone == "informal" else "polite"
        others = [{"name": "Ben Okafor", "email": "ben@acme.example"}] if role in ("met", "helped") else []
        facts = {
            "id": "acme", "company": typed.company, "position": typed.position, "at": "2026-11-12 14:00",
            "country": "DE", "language": language, "tone": tone.replace("informal", "warm"),
            "contacts": [person, *others], "strengths": typed.strengths, "keywords": typed.keywords,
        }  # fmt: skip
        interview = Interview.model_validate(facts)
        contact = interview.contacts[0]
        found = shelf.find_template(step, language, find_tone(interview, contact), role or None)
        values = build_template_values(
            interview, contact, CANDIDATE, earlier_mails=[EarlierMail("Thank you", date(2026, 11, 12))],
            promise=PROMISES[care], today=INTERVIEW_DAY if role else TODAY, for_panel=bool(role),
        )  # fmt: skip
        yield name, render_template(found.source, values, name)


def thank_late_panel(country: str, tone: str, role: str) -> list[MailText]:
    """Return the thank-yous to three people with the same role, six days after the interview."""
    language, persons = PEOPLE[country]
    names = [persons["careful"], {"name": "Ben Okafor"}, {"name": "Cleo Chen"}]
    address = "informal" if tone == "informal" else "polite"
    people = [
        {**one, "email": f"p{n}@acme.example", "role": role, "address": address}
        for n, one in enumerate(names)
    ]
    lead = {"name": "Dan Ellis", "email": "dan@acme.example", "lead": True}
    facts = {
        "id": "acme", "company": "Acme GmbH", "position": "Data Engineer", "at": "2026-11-12 14:00", "country": "DE",
        "language": language, "tone": tone.replace("informal", "warm"),
        "contacts": people if role == "interviewer" else [*people, lead],
    }  # fmt: skip
    interview = Interview.model_validate(facts)
    tone_name = find_tone(interview, interview.contacts[0])
    source = TemplateFiles(None).find_template("thank-you", language, tone_name, role).source
    today = INTERVIEW_DAY + timedelta(days=6)
    values = [
        build_template_values(interview, contact, CANDIDATE, today=today, for_panel=True)
        for contact in interview.contacts[: len(names)]
    ]
    return [render_template(source, one, "thank-you") for one in values]


# Employers whose name has an article, and positions that are no job.
INSTITUTIONS = {
    "en": ("University of Leeds", "Internship in Marketing"),
    "de": ("Universität Leipzig", "Praktikum Marketing"),
    "fr": ("Université de Lyon", "Stage en marketing"),
    "es": ("Universidad de Sevilla", "Prácticas en marketing"),
}


def institution_texts(country: str, tone: str) -> Iterator[tuple[str, MailText]]:
    """Yield every shipped text for a person at a university that offers an internship."""
    language = PEOPLE[country][0]
    company, position = INSTITUTIONS[language]
    typed = replace(INPUTS[language]["careful"], company=company, position=position)
    yield from texts_for(country, "careful", tone, typed)


def page_of(country: str) -> str:
    """Return the golden page of a person: every text, with a different tone for each way of typing."""
    parts = []
    for care, tone in GOLDEN_TONES.items():
        for name, text in texts_for(country, care, tone):
            parts.append(f"=== {name}, {care}, {tone}\n\nSubject: {text.subject}\n\n{text.body}")
    return "\n".join(parts)
