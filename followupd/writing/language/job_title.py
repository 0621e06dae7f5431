"""Makes the title of a role as people say it, without the additions of advertisements and without capitals."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.config.lazy_pattern import LazyPattern
from followupd.config.name_order import fold_name, word_set
from followupd.config.plain_text import PICTURE_RANGES

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARK = r"(?:all genders?|alle geschlechter|gn|divers|[mwfdxhgviae*](?:\s?[/|,.]\s?[mwfdxhgvia*]){1,3})"
_TERMS = (
    r"remote|hybrid|home[ -]?office|vollzeit|teilzeit|full[ -]?time|part[ -]?time|(?:un)?befristet|permanent|cdi|cdd"
    r"|temps (?:plein|partiel)|(?:media )?jornada(?: (?:completa|parcial))?|indefinido|ab sofort|asap|remoto|presencial"
    r"|(?:\d+[ -]months? )?(?:ftc|fixed[ -]term)|(?:fall|spring|summer|autumn|winter) (?:intake )?20\d\d(?: intake)?"
    r"|stage(?: de)? \d+ mois|prácticas \d+ meses|band \d[a-d]?|alternance|weekends|immediate joiner|ft|pt|term \d(?: 20\d\d)?|immediate start|b2b|minijob"
)
_REFERENCE = (
    r"(?:ref(?:erenz(?:nummer)?|erence|erencia|\.)?|r[ée]f(?:[ée]rence|\.)?|kennziffer|kennz\.|job[ -]?id|req(?:uisition|\.)?"
    r"|stellen-?(?:nr|id)\.?|vacancy|id|nr|no|n°|#)(?:[\s.-]*(?:nr|no|n°|number|nummer)\.?)?[\s:.#-]*(?=[\w/-]*\d)[\w/.-]+"
)
_GRADE = r"(?:tv-?\s?[löd]{1,2}d?\s?)?(?:eg?|a|b|w|r|entgeltgruppe|besoldungsgruppe|grade|cat(?:[ée]gorie|\.)|grupo)\s?(?:\d{1,2}[a-c]?|[abc]\d?)"
_PERCENT = r"\d{2,3}\s?(?:[-–]\s?\d{2,3}\s?)?%"
_AMOUNT = r"(?:[£€$]\s?\d[\d.,]*\s?k?|\d[\d.,]*\s?k)"
_MONEY = rf"(?:\d[\d.,]*\s?[-–]\s?)?{_AMOUNT}(?:\s?[-–]\s?{_AMOUNT})?(?:\s?(?:eur|usd|gbp|chf|pln|[€£$]))?(?:\s?(?:/|per|an|a|pro|par|por)\s?(?:h|hr|hour|year|yr|std|stunde|jahr|heure|an|hora|año)\b\.?|\s?p\.?\s?a\b\.?)?"
_BARE_GRADE = r"(?:eg\s?\d{1,2}[a-c]?(?:\s?tv-?\s?[a-zöä]+)?|tv-?[löd]\w*\s?(?:eg?\s?)?\d{1,2}|cat(?:[ée]gorie|\.)\s?[abc])"
_DETAIL = rf"(?:{_TERMS}|{_PERCENT}|{_REFERENCE}|{_GRADE}|{_MONEY})"
# Each in brackets or after a dash; marks of gender and percentages also without.
_BRACKETED = LazyPattern(
    rf"\s*[(\[{{]\s*(?:{_MARK}|{_DETAIL}(?:\s*[,/|]\s*{_DETAIL})*)\s*[)\]}}]",
    re.IGNORECASE,
)
_TRAILING = LazyPattern(
    rf"\s*(?:[-–—,|/:;]\s*(?:{_TERMS}|{_REFERENCE}|{_PERCENT}|{_MARK}|{_MONEY}|(?:grade|band|level)\s?\d+)"
    rf"|\s(?:{_REFERENCE}|{_PERCENT}|{_MARK}|{_MONEY}|{_BARE_GRADE}|ab sofort|remoto|@\s.+|\d\d?\s?(?:h|std\.?|stunden|hours?)(?:\s?/\s?\w+)?))[\s!]*$",
    re.IGNORECASE,
)
_TERM_PHRASE = rf"(?:in|en|à|a|auf|as)\s(?:{_TERMS})"
_PLACE = r"[^\W\d_][\w .’'-]{1,30}"
_TRAILING_PLACE = LazyPattern(
    rf"\s*(?:\s[-–—|]\s|[,|]\s*)(?:(?:{_TERMS})\s*(?:[/,|&+(]|\s[-–—]\s)\s*{_PLACE}\)?|{_PLACE}\s*[/,|&+(]\s*(?:{_TERMS})\)?)\s*$|\s{_TERM_PHRASE}\s*$",
    re.IGNORECASE,
)
_OPEN_LEVEL = LazyPattern(
    r"^[(\[]\s*(?:junior|senior|lead|principal|mid[ -]?level|working student)[\s/|,-]*(?:senior|lead)?\s*[)\]]\s*",
    re.IGNORECASE,
)
_LONGEST_ACRONYM = 4  # letters in capitals that are not shouting: SAP, DBA, HTML
_SHOUTED_RUN = 6  # capitals: a word with this number in a mixed title is shouted; SAP and HTML5 are not
_LONG_WORD = 5  # letters: a title in capitals with a word of this length is shouted
# "SACHBEARBEITER/IN" and "TECHNIKER:IN" are one word, and so is each part of "SAP-BERATER".
_SHOUTED_WORD = LazyPattern(
    rf"(?<![^\W\d_])[^\W\d_a-zà-ÿ]{{{_SHOUTED_RUN},}}(?:[/:*_]-?IN(?:NEN)?)?(?![^\W\d_])"
)
# Short forms of words in a title in capitals: "ING. DE PROCESOS JR".
_SHORT_FORM = LazyPattern(r"(?:JR|SR|[^\W\d_a-zà-ÿ]{3,}(?=\.))\.?")
_PICTURES = LazyPattern(rf"\s*[{PICTURE_RANGES}\u200d]+")
_PARTS = LazyPattern(r"[^\W\d_]+(?:[/:*_]-?IN(?:NEN)?)?(?![^\W\d_])")
_SMALL_WORDS = word_set(
    "of and for in de du des la le les el los las y e et der die das und für im am à au aux en"
)
# Titles that French and Spanish write in small letters in a sentence. Foreign ones ("Data Engineer") keep their
# capitals.
_FRENCH_JOBS = (
    "chef", "ingenieur", "responsable", "direct", "developp", "charge", "assist", "techni", "gestionnaire", "comptable",
    "consultant", "commercial", "hote", "vende", "infirm", "architecte", "analyste", "conseill", "secretaire", "juriste",
    "acheteu", "coordinat", "administrat", "controleu", "redact", "graphiste", "professeur", "enseignant", "stagiaire",
    "maitre", "maitresse", "stage", "alternan", "apprenti", "economiste", "statisticien", "chercheu", "doctorant", "psycholog",
    "educat", "aide", "attache", "delegue", "auditeu", "auditrice", "journaliste", "bibliothecaire", "chauffeu", "conduct",
    "electric", "mecanic", "menuisier", "serveu", "caissi", "receptionniste", "opticien", "kinesi", "dentiste", "biologiste",
    "chimiste", "avocat", "agent", "employe", "formateur", "formatrice", "animat", "traduct", "cuisinier", "medecin", "pharmacien",
)  # fmt: skip
_SPANISH_JOBS = (
    "ingenier", "desarrollador", "jefe", "jefa", "responsable", "director", "gerente", "tecnic", "administrativ",
    "analista", "consultor", "comercial", "contable", "asistente", "auxiliar", "profesor", "enfermer", "arquitect",
    "programador", "coordinador", "disenador", "abogad", "vendedor", "investigador", "cientific", "recepcionista",
    "economista", "practicas", "beca", "psicolog", "educador", "maestr", "medic", "farmaceutic", "periodista", "redactor",
    "electricista", "mecanic", "conductor", "dependient", "cajer", "secretari", "gestor", "auditor", "biolog", "quimic",
    "fisioterapeuta", "estadistic", "geolog", "supervisor", "monitor", "cuidador", "encargad", "especialista", "operari", "camarer", "cociner", "traductor",
)  # fmt: skip
# Endings of jobs that are in no table: Boulanger, Couturière; Higienista, Correctora.
_JOB_ENDINGS = {
    "fr": LazyPattern(
        r"(?:\w+(?:eur|euse|rice|iere?|iste|ienn?e?|aire|logue)|boulangere?|bouchere?|bergere?|horlogere?|agent)s?"
    ),
    "es": LazyPattern(
        r"(?:\w+(?:ista|[dt]ora?|[cs]ora|[eo]ro|[eo]ra|ari[oa]|ogo|oga|ante)|docente|agente|chofer|interprete)"
    ),
}
_ENGLISH_WORDS = word_set(
    "engineer manager developer designer analyst data product software head lead officer success sales business account scientist"
    " specialist owner ops of and senior junior director administrator operator marketing research support customer"
)
# Products that keep their capitals in a title: Programador Unity, Développeur Java.
_PRODUCTS = word_set(
    "unity unreal java javascript typescript python ruby rust kotlin swift scala perl golang angular react symfony django laravel"
    " spring drupal magento wordpress shopify prestashop oracle salesforce dynamics azure kafka docker kubernetes terraform linux"
    " windows android tableau snowflake databricks hadoop spark excel photoshop autocad catia revit sage cegid odoo navision"
    " servicenow sharepoint jira figma blender"
)
# The ending for the other gender in a title in capitals: CAMARERO/A, CONFIRMÉ(E), INGÉNIEUR·E, LEITENDE:R.
_SHOUTED_ENDING = LazyPattern(
    r"(?<=[a-zà-ÿ][/(:*_·])(?:AS?|OS?|ES?|RS?|NE|TE|VE|EUSE|Euse|TRICE|Trice|RA|FE)\b"
)
_FRENCH_ARTICLE = LazyPattern(r"^(?:(?:les?|la|des|du|de la)\s+|(?:de )?l[’'])", re.IGNORECASE)
# Beginnings with a mute h, before which French elides. In other words, and in English ones, it does not.
_MUTE_H = (
    "hote", "horloger", "hydraul", "hygien", "hemato", "histor", "hospital", "helico", "huissier", "heberge", "homolog",
    "homme", "herbor", "hypno", "habil", "harmon", "hypoth", "hyper", "hybrid", "hydro", "human", "humid", "honor", "honnet",
    "horair", "heritage", "hemo", "hepat", "hetero", "homeo", "huil", "humeur", "humour", "hostel", "heure", "habit", "herb",
    "hospice", "hopita", "hotel", "halter", "helio",
)  # fmt: skip


@lru_cache(maxsize=1024)
def tidy_job_title(title: str, language: str) -> str:
    """Return a title without marks of gender, reference, hours and percentages, and without shouting."""
    text = _OPEN_LEVEL.sub("", _BRACKETED.sub("", _PICTURES.sub("", title).rstrip(" !")))
    while (shorter := _TRAILING_PLACE.sub("", _TRAILING.sub("", text))) and shorter != text:
        text = shorter
    text = re.sub(r"(?<=\w)\s+\|\s.*$", "", text)  # a place or a team: "Data Analyst | Berlin"
    text = " ".join(text.split()).strip(" ,;:-–—|/") or title
    if is_shouted(text):
        text = _SHOUTED_ENDING.sub(lambda match: match[0].lower(), " ".join(map(_lower_word, text.split())))
        text = text[:1].upper() + text[1:]
    else:
        text = _SHOUTED_WORD.sub(lambda match: match[0].capitalize(), text)
    if language == "de" and text == text.lower():
        return text[:1].upper() + text[1:]
    return _lower_title(text) if _is_native_job(fold_name(text), language) else text


def name_position(title: str) -> str:
    """Return a title for the user to read: without an advertisement's additions, and with its capital."""
    return tidy_job_title(title, "")


def _is_native_job(folded_title: str, language: str) -> bool:
    """Return whether a title begins with a job of the language.

    The table shows it, or the ending of the first word without any English word.
    """
    jobs = {"fr": _FRENCH_JOBS, "es": _SPANISH_JOBS}.get(language)
    ending = _JOB_ENDINGS.get(language)
    if not jobs or not ending or not folded_title.strip() or " of " in folded_title:
        return False
    words = folded_title.replace("-", " ", 1).split()  # jardinier-paysagiste
    is_english = not _ENGLISH_WORDS.isdisjoint(words)
    return folded_title.startswith(jobs) or (bool(ending.fullmatch(words[0])) and not is_english)


def is_shouted(text: str) -> bool:
    """Return whether a text is written in capitals; acronyms alone do not count."""
    return text == text.upper() and text != text.lower() and _has_long_word(text)


def _has_long_word(text: str) -> bool:
    return any(len(word) >= _LONG_WORD for word in re.findall(r"[^\W\d_]+", text))


def _lower_word(word: str) -> str:
    if word.casefold() in _SMALL_WORDS:
        return word.casefold()
    if _SHORT_FORM.fullmatch(word):
        return word.capitalize()
    return _PARTS.sub(lambda part: part[0] if len(part[0]) < _LONGEST_ACRONYM else part[0].capitalize(), word)


def _lower_title(text: str) -> str:
    """Return a title in small letters. Acronyms, names with a capital inside and products keep their capitals."""
    words = text.split()
    return " ".join(
        word.casefold() if _is_plain_word(word) and fold_name(word).strip(",.") not in _PRODUCTS else word
        for word in words
    )


def _is_plain_word(word: str) -> bool:
    """Return whether a word is an ordinary one, with small letters after its first.

    SQL, C++ and DevOps are not, and "Sr." is an abbreviation.
    """
    rest = word[1:]
    return rest == rest.casefold() and rest.upper() != rest and not word.endswith(".")


def french_de(text: str) -> str:
    """Return `de` and the text, joined as in French: d’ingénieur, d’hôtesse, de data engineer, de yogi."""
    folded_text = fold_name(text)
    is_elided = re.match(r"[aeiou]|y[^aeiou]", folded_text) or folded_text.startswith(_MUTE_H)
    return f"d’{text}" if is_elided and not folded_text.startswith(("oui", "onz", "uhlan")) else f"de {text}"


def list_matters(keywords: Sequence[str]) -> str:
    """Return keywords as the subject of work: en matière de vente, de qualité et d’audit. The nouns need no article."""
    topics = [french_de(_FRENCH_ARTICLE.sub("", keyword)) for keyword in keywords]
    start = ", ".join(topics[:-1])
    return f"en matière {f'{start} et ' if start else ''}{topics[-1]}" if topics else ""
