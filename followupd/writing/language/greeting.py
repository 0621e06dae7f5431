"""Makes the greeting of a mail, in each language, warm or formal, without a guess at anyone's gender.

A `salutation` has priority. A courtesy (Frau, Ms) and a doctorate are used if they are known, from the file or from a
card. Otherwise English, French and Spanish greet by the given name. German with "Sie" greets by the whole name, because
"Hallo Petra" belongs to "du".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from followupd.config.interview import ContactRole
from followupd.config.name_order import word_set
from followupd.config.person_name import parse_person_name, split_titles

if TYPE_CHECKING:
    from followupd.config.interview import Contact, Interview
    from followupd.config.person_name import PersonName

_WOMAN = word_set("frau fr mrs ms miss madame mme mlle señora srta sra doña dña")
_MAN = word_set("herr herrn hr mr monsieur m señor sr don")
_DOCTOR = re.compile(
    r"(?:prof|professor|professorin|profesor|profesora|pr|dr|dra|dre|docteure?|professeure?)\b\.?",
    re.IGNORECASE,
)
_PROFESSOR = re.compile(r"pr", re.IGNORECASE)
# The courtesies before the family name: for a woman, for a man.
_COURTESIES = {
    "en": ("Ms", "Mr"),
    "de": ("Frau", "Herr"),
    "fr": ("Madame", "Monsieur"),
    "es": ("señora", "señor"),
}
_ENGLISH_COURTESY = re.compile(
    r"(?:mrs?|ms|mx)\.?", re.IGNORECASE
)  # As they are written there: Mr. in the United States.
# Courtesies that are an initial or a given name in other languages.
_UNREAD_COURTESIES = {"fr": r"(M\.|Pr\.?)\s+(?=\S)", "es": r"([Dd]on|D\.)\s+(?=\S)"}
# Other titles that are used in a greeting: in Spanish America, and in Austria beside Frau or Herr.
_DEGREES = {
    "es": re.compile(r"(?:lic|lcd[oa]|ing|arq|mtr[oa]|abg|abog|econ|psic)\.", re.IGNORECASE),
    "de": re.compile(r"(?:mag|di|ing)\b\.?", re.IGNORECASE),
}
_FRENCH_DOCTORS = {"dr": "Docteur", "dre": "Docteure", "pr": "Professeur", "prof": "Professeur"}
_OPENINGS = {
    "en": {"warm": "Dear ", "formal": "Dear ", "informal": "Hi "},
    "de": {"warm": "Guten Tag ", "formal": "Guten Tag ", "informal": "Hallo "},
    "fr": {"warm": "Bonjour ", "formal": "Bonjour ", "informal": "Bonjour "},
    "es": {"warm": "Hola, ", "formal": "Buenos días, ", "informal": "Hola, "},
}
_TO_WOMEN = {
    "de": {"warm": "Hallo ", "formal": "Sehr geehrte "},
    "es": {"warm": "Hola, ", "formal": "Estimada "},
}
_TO_MEN = {
    "de": {"warm": "Hallo ", "formal": "Sehr geehrter "},
    "es": {"warm": "Hola, ", "formal": "Estimado "},
}
OPENING_WORDS = re.compile(
    r"(?:dear|hi|hello|hallo|guten tag|guten morgen|sehr geehrter?|lieber?|bonjour|chère|cher|hola,?|estimad[oa]|querid[oa]"
    r"|buenos días,?|a la atención de)\s+",
    re.IGNORECASE,
)
# Formal letters to somebody whose gender is not known.
_LETTERS_TO_ANYBODY = {"fr": "Madame, Monsieur,", "es": "A la atención de {name}:"}
ENDINGS = {"es": ":"}  # in other languages: a comma


@dataclass(frozen=True, slots=True)
class Address:
    """How one person is addressed in a language: the known courtesy and doctorate, and the gender that they show."""

    courtesy: str
    doctorate: str
    gender: str  # f, m, or empty


def is_informal(interview: Interview, contact: Contact) -> bool:
    """Return whether a person is addressed with du, tu or tú: as the file says, else for a helper, mostly a friend."""
    if contact.address:
        return contact.address == "informal"
    is_friend = contact.role is ContactRole.HELPED and interview.tone == "warm"
    return is_friend and not contact.salutation and not contact.person_name.title


def find_tone(interview: Interview, contact: Contact) -> str:
    """Return the tone in which a mail to a person is written: informal, warm or formal."""
    return "informal" if is_informal(interview, contact) else interview.tone


def format_greeting(contact: Contact, language: str, tone: str) -> str:
    """Return the first line of a mail with its comma or colon."""
    ending = ENDINGS.get(language, ",")
    if contact.salutation:
        return contact.salutation.rstrip(" ,!:;.") + ending
    if language not in _OPENINGS:
        return f"{contact.spoken_name},"  # that is correct in every language
    return f"{_find_opening(contact, language, tone)}{address_by_name(contact, language, tone)}{ending}"


def format_letter_greeting(contact: Contact, language: str, tone: str) -> str:
    """Return the first line of a posted letter: none begins with "Bonjour", "Hallo" or "Hola", as a mail does."""
    greeting = format_greeting(contact, language, tone)
    if contact.salutation or tone == "informal":
        return greeting
    if titled_name := _name_with_title(read_name(contact, language), language):
        return f"{titled_name}," if language == "fr" else format_greeting(contact, language, "formal")
    is_plain = tone == "formal" and language in _LETTERS_TO_ANYBODY
    return _LETTERS_TO_ANYBODY[language].format(name=contact.spoken_name) if is_plain else greeting


def speak_name(contact: Contact, language: str, tone: str) -> str:
    """Return the name as it is said on the telephone: the greeting without its first words."""
    if contact.salutation:
        return OPENING_WORDS.sub("", contact.salutation.rstrip(" ,!:;."), count=1)
    return address_by_name(contact, language, tone)


def address_by_name(contact: Contact, language: str, tone: str) -> str:
    """Return the name in a greeting: "Ana", "Dr. Ruiz", "Frau Dr. Ruiz", or the whole name."""
    name = read_name(contact, language)
    is_by_given_name = tone == "informal" or (tone == "warm" and language != "de")
    titled_name = "" if tone == "informal" else _name_with_title(name, language)
    return titled_name or (name.given_name if is_by_given_name else "") or name.full_name


def read_name(contact: Contact, language: str) -> PersonName:
    """Return the name as the language reads it: "M. Paul Hue" is Monsieur Hue, "Don Wilber Quispe" is señor Quispe."""
    match = re.match(_UNREAD_COURTESIES.get(language, r"(?!)"), contact.name)
    name = contact.person_name
    if match is not None:
        rest = parse_person_name(contact.name[match.end() :])
        title = contact.title or ("Sr." if language == "es" else match[1])
        name = replace(rest, family_name=rest.family_name or rest.full_name, title=title)
    return _keep_both_families(name) if language == "es" and not contact.last_name else name


def _keep_both_families(name: PersonName) -> PersonName:
    """Return a Spanish name with both of its family names.

    Begoña Etxeberria Larrañaga is never señora Larrañaga.
    """
    after_given = name.full_name.removeprefix(name.given_name).strip()
    is_usual_order = (
        name.given_name and after_given != name.full_name and after_given.endswith(name.family_name)
    )
    return replace(name, family_name=after_given) if name.family_name and is_usual_order else name


def _name_with_title(name: PersonName, language: str) -> str:
    """Return "Frau Dr. Ruiz"; empty without a title or a family name.

    Only German has both Frau and the doctorate.
    """
    if language == "fr" and name.title == "Me" and name.family_name:
        return f"Maître {name.family_name}"
    address = _read_title(name.title, language)
    courtesy = address.courtesy if language == "de" or not address.doctorate else ""
    title = f"{courtesy} {address.doctorate}".strip()
    return f"{title} {name.family_name}" if title and name.family_name else ""


def _find_opening(contact: Contact, language: str, tone: str) -> str:
    name = read_name(contact, language)
    gender = _read_title(name.title, language).gender if name.family_name else ""
    table = {"f": _TO_WOMEN, "m": _TO_MEN}.get(gender, {})
    gendered_opening = table.get(language, {}).get(tone)  # there is none in the informal tone
    return gendered_opening or _OPENINGS[language][tone]


def _read_title(title: str, language: str) -> Address:
    """Return how a person is addressed, as their title shows it."""
    courtesy, rest = split_titles(title)
    doctorate = _find_doctorate(rest, language) or _find_degree(courtesy, rest, language)
    gender = _find_gender(courtesy or title, doctorate, language)
    woman, man = _COURTESIES.get(language, ("", ""))
    is_courteous = bool(courtesy) or title.strip() == "M."
    own_courtesy = courtesy.capitalize() if language == "en" and _ENGLISH_COURTESY.fullmatch(courtesy) else ""
    usual_courtesy = {"f": woman, "m": man}.get(gender, "") if is_courteous else ""
    return Address(own_courtesy or usual_courtesy, doctorate, gender)


def _find_doctorate(titles: str, language: str) -> str:
    """Return the doctorate or chair among titles, without its field. German has "Prof. Dr.", others only the first."""
    words = [match[0] for match in map(_DOCTOR.match, titles.split()) if match]
    if language == "fr" and words:  # French has no short form in a greeting
        return _FRENCH_DOCTORS.get(words[0].casefold().rstrip("."), words[0].capitalize())
    count = 2 if language == "de" and words and _PROFESSOR.match(words[0]) else 1
    return " ".join(word[:1].upper() + word[1:] for word in words[:count])


def _find_degree(courtesy: str, titles: str, language: str) -> str:
    """Return the degree that is used if there is no doctorate: Lic. Treviño, Frau Mag. Moser."""
    pattern = _DEGREES.get(language)
    words = titles.split() if pattern and (courtesy or language != "de") else ()
    degree = next((word for word in words if pattern and pattern.fullmatch(word)), "")
    return degree.capitalize() if degree.endswith(".") else degree  # LIC. RAÚL ORTIZ; but DI Gruber


def _find_gender(courtesy: str, doctorate: str, language: str) -> str:
    """Return f or m from a courtesy, or from a Spanish Dra.; else an empty text, since no gender is guessed."""
    key = courtesy.casefold().rstrip(".")
    if key in _WOMAN or (language == "es" and doctorate.casefold().startswith(("dra", "profesora"))):
        return "f"
    return "m" if key in _MAN else ""
