"""What people type for their country and their time zone, and what is made of it."""

import pytest

from followupd.setup.guesses import detect_language, guess_language, guess_zone, parse_country, parse_zone


@pytest.mark.parametrize(
    ("text", "code"),
    [("DE", "DE"), ("de", "DE"), ("Germany", "DE"), ("germany ", "DE"), ("Deutschland", "DE"), ("Allemagne", "DE"),
     ("de-by", "DE-BY"), ("UK", "GB"), ("USA", "US"), ("España", "ES"), ("united states", "US")],
)  # fmt: skip
def test_a_country_is_understood_in_many_ways(text: str, code: str) -> None:
    assert parse_country(text) == code


@pytest.mark.parametrize("text", ["Germania-land", "x", "49", "Europe"])
def test_what_is_no_country_is_told_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="for example Germany, DE"):
        parse_country(text)


@pytest.mark.parametrize(
    ("text", "zone"),
    [("Europe/Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"), ("Berlin", "Europe/Berlin"),
     ("DE", "Europe/Berlin"), ("Germany", "Europe/Berlin"), ("new york", "America/New_York"), ("France", "Europe/Paris")],
)  # fmt: skip
def test_a_zone_is_understood_by_city_and_country(text: str, zone: str) -> None:
    assert parse_zone(text) == zone


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("USA", "has several time zones; name one, for example America/New_York"),
     ("Europe/Berlim", "did you mean Europe/Berlin"), ("midnight", "for example Europe/Berlin")],
)  # fmt: skip
def test_what_is_no_zone_is_told_with_an_example(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        parse_zone(text)


def test_a_country_gives_zone_and_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    shipped = ("de", "en", "es", "fr")
    assert guess_zone("DE-BY") == "Europe/Berlin"
    assert guess_zone("FR") == "Europe/Paris"
    assert [guess_language(c, shipped) for c in ("DE", "AT", "FR", "MX", "IT", "US", None)] == [
        "de", "de", "fr", "es", "en", "en", "en",
    ]  # fmt: skip


def test_where_a_country_has_several_languages_that_of_the_machine_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_CH.UTF-8")
    assert guess_language("CH", ("de", "en", "es", "fr")) == "fr"


@pytest.mark.parametrize(
    ("setting", "language"), [("de_DE.UTF-8", "de"), ("fr", "fr"), ("C.UTF-8", ""), ("pt_BR", ""), ("", "")]
)
def test_the_language_to_read_in_is_that_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, setting: str, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", setting)
    monkeypatch.setenv("LANG", "")
    assert detect_language(("de", "en", "es", "fr")) == language
