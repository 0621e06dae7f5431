"""The catalogues: every word of the page in every language, with the same blanks."""

import ast
import re

import catalogues
import pytest

from followupd.adapters.catalogues import FOLDER, list_languages, load_catalogue

MESSAGES = catalogues.collect_messages()
LANGUAGES = list_languages()[1:]


def blanks(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)\w", text))


def test_no_message_hides_inside_an_f_string_where_nobody_collects_it() -> None:
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in catalogues.MAILS.glob("*.py")
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Attribute) and call.attr in ("translate", "translate_count")
    ]
    assert hidden == []


def test_there_are_four_languages() -> None:
    assert list_languages() == ("en", "de", "es", "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_and_none_is_left_over(language: str) -> None:
    catalogue = catalogues.read_catalogue(FOLDER / f"{language}.po")
    assert catalogues.list_gaps(MESSAGES, catalogue) == [], "please run: python tests/tools/catalogues.py"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_translation_has_the_blanks_of_its_message(language: str) -> None:
    catalogue = catalogues.read_catalogue(FOLDER / f"{language}.po")
    for message in catalogue:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for string in strings:
            assert blanks(string) == blanks(ids[-1]), string
            assert "<" not in string
            assert "{{" not in string


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_counts_as_its_language_does(language: str) -> None:
    message = ("Closed. %(count)d step is dropped.", "Closed. %(count)d steps are dropped.")
    catalogue = load_catalogue(language)
    assert catalogue.ngettext(*message, 1) != catalogue.ngettext(*message, 2) != message[1]


def test_a_language_without_a_catalogue_speaks_as_the_source() -> None:
    for language in ("en", "xx", "../../de", ""):
        assert load_catalogue(language).gettext("Today") == "Today"
