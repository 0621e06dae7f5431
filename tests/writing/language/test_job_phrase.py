"""Jobs in a sentence, and places that are no job: an internship is no role, and no Stelle."""

import pytest

from followupd.writing.language.job_phrase import name_german_post, name_post, name_role


@pytest.mark.parametrize(
    ("position", "role", "post"),
    [
        ("Data Engineer", "Data Engineer role", "position of Data Engineer"),
        ("Internship in Marketing", "Internship in Marketing", "Internship in Marketing"),
        ("PhD position in physics", "PhD position in physics", "PhD position in physics"),
        ("PhD Researcher", "PhD Researcher role", "position of PhD Researcher"),
        ("Job Coach", "Job Coach role", "position of Job Coach"),
        ("Graduate Programme", "Graduate Programme", "Graduate Programme"),
    ],
)
def test_english_adds_role_only_to_a_job(position, role, post):
    assert (name_role(position), name_post(position, "en")) == (role, post)


@pytest.mark.parametrize(
    ("position", "accusative", "genitive", "with_zu"),
    [
        ("Ärztin", "die Stelle als Ärztin", "der Stelle als Ärztin", "zur Stelle als Ärztin"),
        ("Sachbearbeitung Einkauf", "die Stelle in der Sachbearbeitung Einkauf", "der Stelle in der Sachbearbeitung Einkauf", "zur Stelle in der Sachbearbeitung Einkauf"),
        ("Abteilungsleitung", "die Stelle als Abteilungsleitung", "der Stelle als Abteilungsleitung", "zur Stelle als Abteilungsleitung"),
        ("Praktikum Marketing", "das Praktikum Marketing", "des Praktikums Marketing", "zum Praktikum Marketing"),
        ("Pflichtpraktikum im Einkauf", "das Pflichtpraktikum im Einkauf", "des Pflichtpraktikums im Einkauf", "zum Pflichtpraktikum im Einkauf"),
        ("Ausbildung zum Koch", "die Ausbildung zum Koch", "der Ausbildung zum Koch", "zur Ausbildung zum Koch"),
        ("Duales Studium Informatik", "das Duale Studium Informatik", "des Dualen Studiums Informatik", "zum Dualen Studium Informatik"),
    ],
)  # fmt: skip
def test_german_gives_a_place_its_own_article(position, accusative, genitive, with_zu):
    assert name_german_post(position) == accusative
    assert name_german_post(position, "gen") == genitive
    assert name_german_post(position, "zu") == with_zu


def test_french_and_spanish_name_a_post():
    assert name_post("ingénieure de données", "fr") == "poste d’ingénieure de données"
    assert name_post("stage en marketing", "fr") == "stage en marketing"
    assert name_post("analista", "es") == "puesto de analista"
    assert name_post("Praktikum Einkauf", "de") == "Praktikum Einkauf"
