"""German articles and endings for names and titles whose noun has a gender: die Stadt Köln, der Deutschen Bank."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.config.name_order import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

ARTICLES = {
    "acc": {"f": "die", "n": "das", "m": "den", "pl": "die"},
    "dat": {"f": "der", "n": "dem", "m": "dem", "pl": "den"},
    "gen": {"f": "der", "n": "des", "m": "des", "pl": "der"},
}
# Nouns in names of employers, as whole words or as the end of a word.
_EMPLOYERS = {
    "f": "universität universitätsmedizin hochschule uni stadt gemeinde agentur charité klinik sparkasse krankenkasse kasse"
    " bank bahn post telekom stiftung gesellschaft verwaltung behörde kanzlei praxis apotheke kirche diakonie caritas"
    " kammer akademie versicherung genossenschaft gruppe schule zeitung feuerwehr polizei"
    " bundeswehr oper kita kindertagesstätte werkstatt fabrik manufaktur galerie bibliothek spedition reederei redaktion"
    " tankstelle tu fu fh lmu rwth eth",
    "n": "ministerium amt institut klinikum krankenhaus museum theater zentrum studierendenwerk studentenwerk hilfswerk"
    " jugendwerk kreuz archiv orchester konservatorium gymnasium hotel restaurant café autohaus möbelhaus gasthaus wirtshaus"
    " kaufhaus ärztehaus weingut landgut pflegeheim seniorenheim altenheim kinderheim studio atelier büro labor kino"
    " startup start-up",
    "m": "verein verband bund verlag landkreis kreis freistaat konzern bezirk senat bundestag landtag rundfunk"
    " betrieb laden kindergarten hort gasthof bauernhof biohof salon supermarkt baumarkt pflegedienst zirkus zoo flughafen",
    "pl": "stadtwerke verkehrsbetriebe kliniken werkstätten krankenhäuser bäderbetriebe wasserbetriebe",
}
# "Halbstadt" is a place, and "Mausoleum" is not a zoo.
_WHOLE_WORDS = word_set("uni stadt post kreis bank bund oper zoo kita hort tu fu fh lmu rwth eth")
_CRAFT = re.compile(r"\w{3,}erei")  # Bäckerei, Druckerei: all of these are feminine
_LAST_WORDS = {
    "f": "group holding foundation"
}  # English words. At the beginning they belong to another name, "Foundation Medicine".
_LEGAL_FORMS = {
    "f": re.compile(r"\b(?:g?GmbH|AG|KG|OHG|UG|eG|KGaA|mbH)$"),
    "m": re.compile(r"\be\.\s?V\.$"),
}
_ADJECTIVE = re.compile(
    r"(\w*(?:isch|lich|deutsch)|frei|neu|alt|erst|rot|grün|dual|international|hoh)(e|es|er)", re.IGNORECASE
)
_WRITTEN_ARTICLES = ("Die", "Das", "Der", "die", "das", "der")
_ARTICLE = {"die": "f", "das": "n", "der": "m"}


@dataclass(frozen=True, slots=True)
class Head:
    """The noun that decides the gender.

    `place` is its place among the words. `has_article`: an article stands before the words.
    """

    place: int
    gender: str
    has_article: bool = False


def find_head(words: Sequence[str]) -> Head | None:
    """Return the noun that gives an employer's name its article; None if the name has none."""
    if not words:
        return None
    noun_place = next(
        (
            n
            for n, word in enumerate(words)
            if word not in _WRITTEN_ARTICLES and not _ADJECTIVE.fullmatch(word)
        ),
        len(words),
    )
    if words[0] in _WRITTEN_ARTICLES and len(words) > 1:
        return Head(noun_place, _ARTICLE[words[0].lower()], has_article=True)
    if gender := _find_legal_gender(words):
        return Head(len(words) - 1, gender)
    return _find_noun(words, noun_place)


def _find_noun(words: Sequence[str], first: int) -> Head | None:
    """Return the noun of an employer's name: its first noun, or its last word."""
    last = len(words) - 1
    for place in dict.fromkeys((min(first, last), last)):
        if gender := find_gender(words[place], _EMPLOYERS):
            return Head(place, gender)
    gender = find_gender(words[last], _LAST_WORDS) if last else ""
    return Head(last, gender) if gender else None


def _find_legal_gender(words: Sequence[str]) -> str:
    """Return the gender of the legal form at the end of a name: die Müller GmbH & Co. KG, der Sportverein e. V."""
    genders = (gender for gender, form in _LEGAL_FORMS.items() if form.search(" ".join(words)))
    return next(genders, "") if len(words) > 1 else ""


def find_gender(word: str, nouns: dict[str, str]) -> str:
    """Return the gender of a noun, or of a compound that ends with one; empty if it is not known."""
    plain_word = word.lower().strip(",.()").rpartition("-")[2]
    for gender, names in nouns.items():
        for name in names.split():
            is_end = (
                name not in _WHOLE_WORDS and plain_word.endswith(name) and len(plain_word) > len(name) + 2
            )
            if plain_word == name or is_end or (name == "bank" and plain_word.endswith("bank")):
                return gender
    return "f" if nouns is _EMPLOYERS and _CRAFT.fullmatch(plain_word) else ""


def decline_words(words: Sequence[str], head: Head, case: str) -> str:
    """Return the words in a case.

    Adjectives before the noun change, and the noun itself changes in the dative plural and the genitive.
    """
    declined_words = [
        _decline_adjective(word, head.gender, case) if place < head.place else word
        for place, word in enumerate(words)
    ]
    if head.place == len(words):  # an adjective alone: die Bayerische
        return " ".join(declined_words[1:])
    noun = words[head.place]
    if case == "dat" and head.gender == "pl" and not noun.endswith("n"):
        declined_words[head.place] = f"{noun}n"
    if case == "gen" and head.gender in ("n", "m"):
        declined_words[head.place] = f"{noun}s"
    return " ".join(declined_words[1:] if head.has_article else declined_words)


def _decline_adjective(word: str, gender: str, case: str) -> str:
    match = _ADJECTIVE.fullmatch(word)
    if not match:
        return word
    is_weak_e = case == "acc" and gender in ("f", "n")
    return f"{match[1]}{'e' if is_weak_e else 'en'}"
