"""Puts a job into a sentence: "the Data Engineer role", "die Stelle als Ärztin", "das Praktikum".

An internship and the like need no word for a job.
"""

from __future__ import annotations

import re

from followupd.config.name_order import fold_name
from followupd.writing.language.german_cases import ARTICLES, Head, decline_words, find_gender
from followupd.writing.language.job_title import french_de

_ENGLISH_NOUN = re.compile(
    r"\b(?:internship|apprenticeship|traineeship|placement|fellowship|scholarship|studentship|position|role|job|phd"
    r"|doctorate|residency|clerkship|secondment|(?:trainee|graduate|training) (?:scheme|program(?:me)?))"
    r"(?=$|\s*[,(–-]|\s+(?:in|at|for|with|on|of)\b)",
    re.IGNORECASE,
)
_GERMAN_NOUNS = {
    "f": "ausbildung umschulung stelle tätigkeit masterarbeit bachelorarbeit abschlussarbeit diplomarbeit professur promotion",
    "n": "praktikum volontariat referendariat studium programm praxissemester fsj",
}
_FRENCH_NOUN = re.compile(
    r"(?:stage|apprentissage|contrat|(?:post-?)?doctorat|volontariat|service civique|job)\b", re.IGNORECASE
)
# People hold the post "als Leitung" or "als Vertretung", but work "in der Sachbearbeitung".
_GERMAN_FIELD = re.compile(r"(?!\w*(?:leitung|vertretung)$)\w{3,}ung", re.IGNORECASE)


def name_role(position: str) -> str:
    """Return "Data Engineer role"; "Internship in Marketing" stays as it is."""
    return position if _ENGLISH_NOUN.search(position) else f"{position} role"


def name_post(position: str, language: str) -> str:
    """Return "position of Data Engineer", "poste d’ingénieure", "Stelle als Ärztin"; an internship stays as it is."""
    match language:
        case "de":
            return position if _find_german_noun(position) else _name_german_place(position)
        case "fr":
            is_noun = _FRENCH_NOUN.match(fold_name(position))
            return position if is_noun else f"poste {french_de(position)}"
        case "es":
            return f"puesto de {position}"
    return position if _ENGLISH_NOUN.search(position) else f"position of {position}"


def name_german_post(position: str, case: str = "acc") -> str:
    """Return "die Stelle als Ärztin" or "das Praktikum Marketing"; in the dative (dat), genitive (gen), or with zu."""
    head = _find_german_noun(position)
    wanted_case = "dat" if case == "zu" else case
    articles = ARTICLES[wanted_case]
    words = decline_words(position.split(), head, wanted_case) if head else _name_german_place(position)
    article = articles[head.gender if head else "f"]
    if case == "zu":
        return f"{'zur' if article == 'der' else 'zum'} {words}"
    return f"{article} {words}"


def _name_german_place(position: str) -> str:
    """Return "Stelle als Ärztin"; of a field of work, "Stelle in der Sachbearbeitung"."""
    first_word = position.partition(" ")[0]
    return f"Stelle in der {position}" if _GERMAN_FIELD.fullmatch(first_word) else f"Stelle als {position}"


def _find_german_noun(position: str) -> Head | None:
    """Return the noun of a position that is no job, also after an adjective: Praktikum, Duales Studium."""
    words = position.split()
    for place, word in enumerate(words[:2]):
        is_behind_adjective = place == 0 or re.fullmatch(r"\w+(?:es|e|er)", words[0])
        if is_behind_adjective and (gender := find_gender(word, _GERMAN_NOUNS)):
            return Head(place, gender)
    return None
