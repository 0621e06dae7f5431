"""How a mail greets: by what is known of its reader, and by no guess."""

from __future__ import annotations

import pytest

from followupd.config.interview import Contact, Interview
from followupd.writing.language.greeting import find_tone, format_greeting, format_letter_greeting, speak_name


def contact(name: str = "Ana Ruiz", **more: str) -> Contact:
    return Contact.model_validate({"name": name, "email": "ana@acme.example", **more})


@pytest.mark.parametrize(
    ("language", "tone", "more", "said"),
    [
        ("en", "warm", {}, "Dear Ana,"),
        ("en", "formal", {}, "Dear Ana Ruiz,"),
        ("en", "informal", {}, "Hi Ana,"),
        ("en", "warm", {"title": "Dr."}, "Dear Dr. Ruiz,"),
        ("en", "warm", {"title": "Ms"}, "Dear Ms Ruiz,"),
        ("en", "formal", {"title": "Frau Dr."}, "Dear Dr. Ruiz,"),
        ("en", "formal", {"title": "Head of Data"}, "Dear Ana Ruiz,"),
        (
            "de",
            "warm",
            {},
            "Guten Tag Ana Ruiz,",
        ),  # "Hallo Ana" would be du, "Hallo Ana Ruiz" is a newsletter's
        ("de", "warm", {"title": "Frau"}, "Hallo Frau Ruiz,"),
        ("de", "informal", {"title": "Frau"}, "Hallo Ana,"),
        ("de", "formal", {"title": "Frau Dr."}, "Sehr geehrte Frau Dr. Ruiz,"),
        ("de", "formal", {"title": "Herr"}, "Sehr geehrter Herr Ruiz,"),
        ("de", "formal", {"title": "Prof. Dr. med."}, "Guten Tag Prof. Dr. Ruiz,"),
        ("fr", "warm", {}, "Bonjour Ana,"),
        ("fr", "warm", {"title": "Mme"}, "Bonjour Madame Ruiz,"),
        ("fr", "formal", {"title": "M."}, "Bonjour Monsieur Ruiz,"),
        ("fr", "warm", {"title": "Me"}, "Bonjour Maître Ruiz,"),
        ("es", "warm", {}, "Hola, Ana:"),
        ("es", "formal", {"title": "Sra."}, "Estimada señora Ruiz:"),
        ("es", "formal", {"title": "Dra."}, "Estimada Dra. Ruiz:"),
        ("es", "formal", {"title": "Dr."}, "Buenos días, Dr. Ruiz:"),  # whose gender nobody knows
        ("es", "formal", {"salutation": "Estimada señora Ruiz"}, "Estimada señora Ruiz:"),
        ("de", "warm", {"salutation": "Liebe Ana!"}, "Liebe Ana,"),
        ("it", "warm", {}, "Ana Ruiz,"),
    ],
)
def test_a_greeting_guesses_nobodys_gender_and_ends_as_the_language_ends_it(language, tone, more, said):
    assert format_greeting(contact(**more), language, tone) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Dr. Ana Ruiz", "Dear Dr. Ruiz,"), ("Prof. Dr. med. Karl-Heinz von der Heide", "Dear Prof. von der Heide,"), ("Smith, Jane", "Dear Jane,"),
        ("Ruiz, Ana, Dr.", "Dear Dr. Ruiz,"), ("Mr Tom Baker", "Dear Mr Baker,"), ("TANAKA Misaki", "Dear Misaki,"), ("TOM BAKER", "Dear Tom,"),
        ("Mrs. Jane Smith", "Dear Mrs. Smith,"), ("hr. dr. schneider", "Dear Dr. Schneider,"),
        ("Nguyễn Thị Minh Khai", "Dear Khai,"), ("María José García López", "Dear María José,"), ("Li Wei", "Dear Li Wei,"), ("田中美咲", "Dear 田中美咲,"),
        ("J. Smith", "Dear J. Smith,"), ("Kovács István", "Dear István,"), ("Kim Min-jun", "Dear Min-jun,"),
    ],
)  # fmt: skip
def test_names_from_all_over_the_world_are_greeted_as_their_bearers_are(name, said):
    assert format_greeting(contact(name), "en", "warm") == said


def test_a_spanish_dna_is_a_lady() -> None:
    for name in ("Dña. Pilar Ruiz", "Sra. Pilar Ruiz"):
        assert format_greeting(contact(name), "es", "formal") == "Estimada señora Ruiz:"


@pytest.mark.parametrize(
    ("language", "tone", "name", "title", "said"),
    [
        # Both family names of a Spanish name; what is said before a name; degrees that one says in a country.
        ("es", "warm", "Begoña Etxeberria Larrañaga", "Sra.", "Hola, señora Etxeberria Larrañaga:"),
        ("es", "formal", "D. Ricardo Sáenz de Tejada", "Sr.", "Estimado señor Sáenz de Tejada:"),
        ("es", "formal", "Dra. Ana de la Fuente Gil", None, "Estimada Dra. de la Fuente Gil:"),
        ("es", "formal", "John Smith", "Mr", "Estimado señor Smith:"),
        ("es", "warm", "Don Wilber Quispe", None, "Hola, señor Quispe:"),
        ("es", "warm", "María del Carmen Ruiz Soto", None, "Hola, María del Carmen:"),
        ("es", "formal", "Lic. José Ángel Treviño Garza", None, "Buenos días, Lic. Treviño Garza:"),
        ("es", "formal", "Ing. Guadalupe Montes de Oca", "Ing.", "Buenos días, Ing. Montes de Oca:"),
        ("es", "informal", "Tía Lola", None, "Hola, Tía Lola:"),
        ("de", "warm", "Mag. Leopold Hofstätter", "Herr Mag.", "Hallo Herr Mag. Hofstätter,"),
        ("de", "formal", "DI Katharina Moser, MSc", "Frau DI", "Sehr geehrte Frau DI Moser,"),
        ("es", "formal", "LIC. RAÚL ORTIZ", None, "Buenos días, Lic. Ortiz:"),
        ("es", "warm", "Dra. Luz Marina Restrepo", None, "Hola, Dra. Restrepo:"),
        # The file gives the courtesy, and the name has the doctorate.
        ("de", "formal", "Dr. Eva Huber", "Frau", "Sehr geehrte Frau Dr. Huber,"),
        ("de", "warm", "Mag. Dr. Eva Huber", "Frau", "Hallo Frau Dr. Huber,"),
        ("de", "formal", "Frau Dr. Eva Huber", "Frau", "Sehr geehrte Frau Dr. Huber,"),
        ("en", "formal", "Dr. Eva Huber", "Ms", "Dear Dr. Huber,"),
        ("de", "formal", "Mag. Eva Stern", None, "Guten Tag Eva Stern,"),
        ("de", "warm", "Herr Pinsel senior", None, "Hallo Herr Pinsel,"),
        ("de", "informal", "Tante Gerda", None, "Hallo Tante Gerda,"),
        ("fr", "warm", "Dr Jean-Daniel Corminboeuf", None, "Bonjour Docteur Corminboeuf,"),
        ("fr", "formal", "Pr Anne Hue", None, "Bonjour Professeur Hue,"),
        ("fr", "formal", "LE GALL Erwan", "M.", "Bonjour Monsieur Le Gall,"),
        ("en", "warm", "Big Mike", None, "Dear Big Mike,"),
        ("en", "warm", "Uncle Rob Miller", None, "Dear Uncle Rob,"),
    ],
)  # fmt: skip
def test_a_greeting_says_a_name_as_its_country_does(language, tone, name, title, said):
    more = {"title": title} if title else {}
    assert format_greeting(contact(name, **more), language, tone) == said


def test_a_french_m_in_front_is_monsieur_and_no_initial() -> None:
    assert format_greeting(contact("M. Paul Hue"), "fr", "formal") == "Bonjour Monsieur Hue,"
    assert format_greeting(contact("M. Hue"), "fr", "warm") == "Bonjour Monsieur Hue,"
    assert format_greeting(contact("M. Night Shyamalan"), "en", "warm") == "Dear Night,"


@pytest.mark.parametrize(
    ("language", "tone", "more", "greeting"),
    [
        ("fr", "formal", {}, "Madame, Monsieur,"),
        ("fr", "formal", {"title": "M."}, "Monsieur Ruiz,"),
        ("fr", "warm", {"title": "Mme"}, "Madame Ruiz,"),
        ("fr", "warm", {"title": "Dr"}, "Docteur Ruiz,"),
        ("fr", "warm", {}, "Bonjour Ana,"),
        ("fr", "informal", {"title": "M."}, "Bonjour Ana,"),
        ("fr", "formal", {"salutation": "Chère Madame,"}, "Chère Madame,"),
        ("es", "formal", {}, "A la atención de Ana Ruiz:"),
        ("es", "formal", {"title": "Sra."}, "Estimada señora Ruiz:"),
        ("en", "formal", {}, "Dear Ana Ruiz,"),
        ("de", "formal", {"title": "Frau"}, "Sehr geehrte Frau Ruiz,"),
        ("de", "warm", {"title": "Herr"}, "Sehr geehrter Herr Ruiz,"),
        ("es", "warm", {"title": "Sra."}, "Estimada señora Ruiz:"),
        ("es", "warm", {}, "Hola, Ana:"),
    ],
)
def test_a_posted_letter_greets_as_letters_do(language, tone, more, greeting):
    assert format_letter_greeting(contact(**more), language, tone) == greeting


def test_the_telephone_says_the_name_that_the_mail_says():
    assert speak_name(contact("Dr. Ana Ruiz"), "en", "warm") == "Dr. Ruiz"
    assert speak_name(contact(title="Frau"), "de", "warm") == "Frau Ruiz"
    assert speak_name(contact(salutation="Sehr geehrte Frau Ruiz,"), "de", "formal") == "Frau Ruiz"


@pytest.mark.parametrize(
    ("more", "tone", "expected"),
    [
        ({}, "warm", "warm"), ({"role": "helped"}, "warm", "informal"), ({"role": "helped"}, "formal", "formal"),
        ({"role": "helped", "title": "Dr."}, "warm", "warm"), ({"role": "helped", "salutation": "Dear Sir"}, "warm", "warm"),
        ({"role": "helped", "address": "polite"}, "warm", "warm"), ({"address": "informal"}, "formal", "informal"),
    ],
)  # fmt: skip
def test_who_helped_is_a_friend_unless_something_says_otherwise(more, tone, expected):
    people = [
        {"name": "Ben Okafor", "email": "ben@acme.example"},
        {"name": "Ana Ruiz", "email": "ana@acme.example", **more},
    ]
    interview = Interview.model_validate(
        {
            "id": "acme",
            "company": "Acme",
            "position": "Engineer",
            "at": "2026-11-12 14:00",
            "tone": tone,
            "contacts": people,
        }
    )
    assert find_tone(interview, interview.contacts[1]) == expected
