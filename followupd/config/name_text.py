"""Cleans names as people type them: short forms are written out, and parts that no greeting has are removed."""

from __future__ import annotations

import re

from followupd.config.lazy_pattern import LazyPattern
from followupd.config.plain_text import PICTURE_RANGES

# The field or kind of a doctorate, which is in no greeting: Dr. med., Dr. rer. nat., Dr. h.c. mult.
DOCTORATE_FIELD = LazyPattern(
    r"(?:(?<=\bdr\.)|(?<=\bdr)(?=\s))(?:[\s-]*(?:med|phil|nat|rer|pol|oec|jur|iur|theol|h\.\s?c|mult|habil|publ|sc|techn|dent|vet|agr|biol|hum"
    r"|math|soc|cult|paed|e\.\s?h)\b\.?)+",
    re.IGNORECASE,
)
# Madame la Dre Anne Roy, M. le Professeur Blanc: the second title has an article.
_FRENCH_TITLES = LazyPattern(
    r"^(mme|madame|mlle|m\.|monsieur) l[ea] (?:(?P<doctor>dre?\b\.?|docteure?\b)|(?:prof\b\.?|professeure?\b)) ?",
    re.IGNORECASE,
)
_DIPLOMA = LazyPattern(r"\bDipl(?:om)?\.?\s?-\s?[A-Z]\w*\.?(?:\s?\(?(?:FH|BA|TU|Univ)\.?\)?)?\s+(?=\S)")
_NICKNAME = LazyPattern(r"\s*[(\[][^)\]]*[)\]](?=\s+[^\W\d_])")  # Robert (Bob) Miller
_LOGIN = LazyPattern(r"[^\W\d_]+(?:[._][^\W\d_]+)+")  # ana.ruiz, the name of a mailbox
# Additions to a name on a screen: pictures, an address, a telephone number, pronouns.
_PICTURES = LazyPattern(rf"[{PICTURE_RANGES}\u200d]+")
_CONTACT_DATA = LazyPattern(
    r"\s*[<(]?\b[\w.+-]+@[\w.-]+>?|\s+(?:tel\.?\s*)?\+?\(?\d[\d\s()/.–-]{4,}$", re.IGNORECASE
)
_PRONOUNS = LazyPattern(
    r"\s+[(\[]?(?:she|he|they|ze|sie|er|elle|il|iel|ella|él|elle)(?:/\w+){1,2}[)\]]?$", re.IGNORECASE
)
_DEPARTMENT = LazyPattern(r"\s+(?:(?:from|at|bei|aus)\s.*|HR|CEO|CTO|CFO|COO|CIO|VP)$")
# Honours and degrees that nameparser takes as a family name.
_DEGREES = LazyPattern(
    r"(?:,?\s+(?:FRS|FREng|FBA|FRCP|FRCS|OBE|MBE|CBE|KBE|DBE|HSG|ETH|MHBA|LL\.?\s?[MB]\.?|[MB]\.\s?(?:Sc|A|Eng|Ed)\.?|MSc|BSc|MEng|BEng))+$"
    r"|,\s*lic\.?\s+(?:oec|iur|phil|theol|rer)\b.*$"
)
_SPANISH_GIVEN = r"(?:antonio|jos[eé]|juan|luis|manuel|francisco|carlos|miguel|pedro|rafael|javier|fernando|carmen|pilar|dolores|teresa|luisa|isabel|guadalupe|elena)\b"
_ELDER = LazyPattern(r"\s+(?:senior|sen\.|jun\.)$", re.IGNORECASE)  # nameparser reads junior, sr. and jr.
_HONORIFIC = LazyPattern(r"\s+(?:ji|ma['’]am|madam|sir)$", re.IGNORECASE)
_JAPANESE_HONORIFIC = LazyPattern(r"(?<=\w)\s+(san|sama|sensei)$")
_TWO_SCRIPTS = LazyPattern(
    r"^([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\s]+)[(\[]([A-Za-zÀ-ɏ][^()\[\]]*)[)\]]$"
)
_SECOND_SCRIPT = LazyPattern(r"(?<=[A-Za-zÀ-ɏ])\s+[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\s]+$")
# An office before a name: Oberarzt Dr. Klein, StB Anna Berg, Pan Tomasz Nowak. RA, OA and DI count only in capitals,
# since "di" is a particle.
_OFFICE = LazyPattern(
    r"^((?:Frau|Herrn?|Fr\.|Hr\.)\s+)?(?:(?:OA|OÄ|CA|CÄ|LOA|RA|RAin|RÄin|StB|WP(?:/StB)?|DI|HR|CPA|a?o\.(?=\s*Univ)|(?i:(?:ober|chef|assistenz)(?:arzt|ärztin)"
    r"|steuerberater(?:in)?|rechtsanw[aä]lt(?:in)?|notar(?:in)?|(?:ober)?bürgermeister(?:in)?|(?:ministerial|regierungs|studien|oberstudien)\w+"
    r"|\w*(?:leitung|leiter(?:in)?)|cadre de santé|shift (?:mgr|manager|lead)\.?|loop:|recruiter(?:in)?:?|pani?(?=\s+\S+\s+\S*(?:[ąćęłńśźż]|(?:sk[ia]|[aei]k|icz)\b))|shri|smt\.?|er\.|adv\.))\s+)+(?=\S)"
)
# Given and family names that have a short form in Spanish.
_SPANISH_SHORT = {
    LazyPattern(rf"\b{short}(?=\s|$)", re.IGNORECASE): whole
    for short, whole in {
        r"M\.?(?:ª|º)\.?": "María", r"Ma\.": "María", r"Fco\.?": "Francisco", r"Fca\.?": "Francisca",
        r"Fdez\.?": "Fernández", r"Hdez\.?": "Hernández", r"G(?:za?)?lez\.?": "González", r"Mt(?:nez|ez|z)\.?": "Martínez",
        r"R(?:o?d?guez|guez)\.?": "Rodríguez", r"D(?:om)?guez\.?": "Domínguez", r"J(?:imn|mn|m)ez\.?": "Jiménez",
        r"Snchez\.?": "Sánchez",
    }.items()
}  # fmt: skip


def write_out_name(text: str) -> str:
    """Return a name with short forms in full, and without parts that nobody says.

    "Dr. med. Fco. Ruiz" becomes Dr. Francisco Ruiz.
    """
    text = re.sub(r"^([\w.+-]+)@[\w.-]+$", r"\1", text.strip()) if "@" in text else text
    if _LOGIN.fullmatch(text) and text == text.lower():
        return re.sub(r"[._]", " ", text)
    text = _strip_additions(text)
    text = _NICKNAME.sub("", _DIPLOMA.sub("", DOCTORATE_FIELD.sub("", text)))
    text = re.sub(r"^Ma[iî]tre\b", "Me", text)  # a lawyer's title, in the form for nameparser
    text = _FRENCH_TITLES.sub(lambda match: f"{match[1]} {'Dr' if match['doctor'] else 'Prof.'} ", text)
    for short, whole in _SPANISH_SHORT.items():
        text = short.sub(whole, text)
    return text


def _strip_additions(text: str) -> str:
    """Return a name without its additions on a screen; of a name in two scripts, the Latin one."""
    if both := _TWO_SCRIPTS.match(text.strip()):
        text = both[2]
    bare_text = _CONTACT_DATA.sub("", _PICTURES.sub("", text)).strip()
    for pattern in (_PRONOUNS, _DEPARTMENT, _DEGREES, _ELDER, _HONORIFIC, _SECOND_SCRIPT):
        bare_text = pattern.sub("", bare_text)
    bare_text = _JAPANESE_HONORIFIC.sub(r"-\1", bare_text)
    bare_text = re.sub(r"^Doña\s+", "Sra. ", bare_text, flags=re.IGNORECASE)
    bare_text = re.sub(rf"^Don\s+(?={_SPANISH_GIVEN})", "Sr. ", bare_text, flags=re.IGNORECASE)
    bare_text = re.sub(rf"^Ma\s+(?=(?i:{_SPANISH_GIVEN}))", "María ", bare_text)
    return re.sub(r"\b(?:Univ\.?-\s?Prof\.|Professorin\b)", "Prof.", bare_text) or text


def split_office(text: str) -> tuple[str, bool]:
    """Return a name without the office before it, and whether there was one: "Oberarzt Dr. Klein" becomes Dr. Klein."""
    name = _OFFICE.sub(lambda match: match[1] or "", text)
    return name, name != text
