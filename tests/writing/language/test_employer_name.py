"""Employers that have an article: universities, cities, ministries, banks; found when mails to them were read aloud."""

import pytest

from followupd.writing.language.employer_name import (
    approach_employer,
    give_employer,
    list_employer_forms,
    locate_employer,
    name_employer,
    own_employer,
)


@pytest.mark.parametrize(
    ("employer", "place", "thing", "dative"),
    [
        ("Acme", "bei Acme", "Acme", "Acme"),
        ("adidas", "bei adidas", "adidas", "adidas"),
        ("Universität Leipzig", "bei der Universität Leipzig", "die Universität Leipzig", "der Universität Leipzig"),
        ("Technische Universität München", "bei der Technischen Universität München", "die Technische Universität München", "der Technischen Universität München"),
        ("TU Dresden", "bei der TU Dresden", "die TU Dresden", "der TU Dresden"),
        ("Deutsche Bank", "bei der Deutschen Bank", "die Deutsche Bank", "der Deutschen Bank"),
        ("Deutsches Rotes Kreuz", "beim Deutschen Roten Kreuz", "das Deutsche Rote Kreuz", "dem Deutschen Roten Kreuz"),
        ("Stadtwerke Kiel", "bei den Stadtwerken Kiel", "die Stadtwerke Kiel", "den Stadtwerken Kiel"),
        ("Carlsen Verlag", "beim Carlsen Verlag", "den Carlsen Verlag", "dem Carlsen Verlag"),
        ("Berliner Sparkasse", "bei der Berliner Sparkasse", "die Berliner Sparkasse", "der Berliner Sparkasse"),
        ("Die Zeit", "bei der Zeit", "die Zeit", "der Zeit"),
        ("Der Grüne Punkt", "beim Grünen Punkt", "den Grünen Punkt", "dem Grünen Punkt"),
        ("Die Bayerische", "bei der Bayerischen", "die Bayerische", "der Bayerischen"),
        ("Otto Group", "bei der Otto Group", "die Otto Group", "der Otto Group"),
        ("Foundation Medicine", "bei Foundation Medicine", "Foundation Medicine", "Foundation Medicine"),
        ("Land Rover", "bei Land Rover", "Land Rover", "Land Rover"),
        ("Der Spiegel", "beim Spiegel", "den Spiegel", "dem Spiegel"),
        ("Müller Handels GmbH & Co. KG", "bei der Müller Handels GmbH & Co. KG", "die Müller Handels GmbH & Co. KG", "der Müller Handels GmbH & Co. KG"),
        ("Schön Klinik Service", "bei Schön Klinik Service", "Schön Klinik Service", "Schön Klinik Service"),
    ],
)  # fmt: skip
def test_german_gives_an_employer_its_article_and_case(employer, place, thing, dative):
    assert locate_employer(employer, "de") == place
    assert name_employer(employer, "de") == thing
    assert give_employer(employer, "de") == dative


@pytest.mark.parametrize(
    ("employer", "place", "thing", "owner"),
    [
        ("Acme", "chez Acme", "Acme", "d’Acme"),
        ("Dupont", "chez Dupont", "Dupont", "de Dupont"),
        ("Université de Lyon", "à l’Université de Lyon", "l’Université de Lyon", "de l’Université de Lyon"),
        ("Ministère de la Culture", "au Ministère de la Culture", "le Ministère de la Culture", "du Ministère de la Culture"),
        ("Mairie de Nantes", "à la Mairie de Nantes", "la Mairie de Nantes", "de la Mairie de Nantes"),
        ("Hôpital Necker", "à l’Hôpital Necker", "l’Hôpital Necker", "de l’Hôpital Necker"),
        ("Éditions Gallimard", "aux Éditions Gallimard", "les Éditions Gallimard", "des Éditions Gallimard"),
        ("CNRS", "au CNRS", "le CNRS", "du CNRS"),
    ],
)  # fmt: skip
def test_french_says_where_it_is(employer, place, thing, owner):
    assert locate_employer(employer, "fr") == place
    assert name_employer(employer, "fr") == thing
    assert own_employer(employer, "fr") == owner


@pytest.mark.parametrize(
    ("employer", "place", "owner"),
    [
        ("Ejemplo", "en Ejemplo", "de Ejemplo"),
        ("El Corte Inglés", "en El Corte Inglés", "de El Corte Inglés"),
        ("Mercado Libre", "en Mercado Libre", "de Mercado Libre"),
        ("Mercado de San Miguel", "en el Mercado de San Miguel", "del Mercado de San Miguel"),
        ("Universidad de Sevilla", "en la Universidad de Sevilla", "de la Universidad de Sevilla"),
        ("Ayuntamiento de Madrid", "en el Ayuntamiento de Madrid", "del Ayuntamiento de Madrid"),
    ],
)
def test_spanish_contracts_its_article(employer, place, owner):
    assert locate_employer(employer, "es") == place
    assert own_employer(employer, "es") == owner


@pytest.mark.parametrize(
    ("employer", "place"),
    [
        ("Acme", "at Acme"),
        ("University of Leeds", "at the University of Leeds"),
        ("Leeds City Council", "at Leeds City Council"),
        ("Ministry of Justice", "at the Ministry of Justice"),
        ("Bank of America", "at Bank of America"),
        ("Bank of England", "at the Bank of England"),
        ("Alan Turing Institute", "at the Alan Turing Institute"),
        ("The Body Shop", "at The Body Shop"),
        ("Town of Banff", "at the Town of Banff"),
    ],
)
def test_english_says_the_where_people_do(employer, place):
    assert locate_employer(employer, "en") == place
    assert own_employer(employer, "en") == place.replace("at ", "of ", 1)


def test_a_text_that_has_another_case_names_the_employer():
    assert "der Deutschen Bank" in list_employer_forms("Deutsche Bank", "de")
    assert list(list_employer_forms("Acme", "en")) == []


@pytest.mark.parametrize(
    ("employer", "language", "place"),
    [
        ("Bäckerei Kornblum", "de", "bei der Bäckerei Kornblum"), ("Fahrradladen Speiche", "de", "beim Fahrradladen Speiche"),
        ("Kita Regenbogen", "de", "bei der Kita Regenbogen"), ("Malerbetrieb Pinsel & Söhne", "de", "beim Malerbetrieb Pinsel & Söhne"),
        ("Hotel Adlon", "de", "beim Hotel Adlon"), ("Bauhaus", "de", "bei Bauhaus"), ("Media Markt", "de", "bei Media Markt"),
        ("Ferme des Ormes", "fr", "à la Ferme des Ormes"), ("Opéra de Lyon", "fr", "à l’Opéra de Lyon"), ("Hôtel du Lac", "fr", "à l’Hôtel du Lac"),
        ("Atelier Mireille", "fr", "à l’Atelier Mireille"), ("Taller Hnos. Quispe", "es", "en el Taller Hnos. Quispe"), ("Panadería Luz", "es", "en la Panadería Luz"),
    ],
)  # fmt: skip
def test_a_shop_or_a_workshop_has_its_article(employer, language, place):
    assert locate_employer(employer, language) == place


def test_german_contracts_an_before_its_article():
    assert approach_employer("Verlag am Strom", "de") == "am Verlag am Strom"
    assert approach_employer("Bäckerei Kornblum", "de") == "an der Bäckerei Kornblum"
    assert approach_employer("Acme", "de") == "an Acme"
    assert approach_employer("Universidad de Sevilla", "es") == "la Universidad de Sevilla"
    assert "Bayerischen Rundfunk" in list_employer_forms("Bayerischer Rundfunk", "de")
