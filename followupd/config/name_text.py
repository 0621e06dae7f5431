"""A name as people type it, written out: short forms in full, and without what nobody says in a greeting."""

from __future__ import annotations

import re

# The field or the kind of a doctorate, which nobody says in a greeting: Dr. med., Dr. rer. nat., Dr. h.c. mult.
DOCTORATE_FIELD = re.compile(
    r"(?<=\bdr\.)(?:[\s-]*(?:med|phil|nat|rer|pol|oec|jur|iur|theol|h\.\s?c|mult|habil|publ|sc|techn|dent|vet|agr|biol|hum"
    r"|math|soc|cult|paed|e\.\s?h)\b\.?)+",
    re.IGNORECASE,
)
_DIPLOMA = re.compile(r"\bDipl(?:om)?\.?\s?-\s?[A-Z]\w*\.?(?:\s?\(?(?:FH|BA|TU|Univ)\.?\)?)?\s+(?=\S)")
_NICKNAME = re.compile(r"\s*[(\[][^)\]]*[)\]](?=\s+[^\W\d_])")  # Robert (Bob) Miller
_LOGIN = re.compile(r"[^\W\d_]+(?:[._][^\W\d_]+)+")  # ana.ruiz, as a mailbox is called
# Given and family names that Spanish writes short.
_SPANISH_SHORT = {
    re.compile(rf"\b{short}(?=\s|$)", re.IGNORECASE): whole
    for short, whole in {
        r"M\.?(?:ª|º)\.?": "María", r"Ma\.": "María", r"Fco\.?": "Francisco", r"Fca\.?": "Francisca",
        r"Fdez\.?": "Fernández", r"Hdez\.?": "Hernández", r"G(?:za?)?lez\.?": "González", r"Mt(?:nez|ez|z)\.?": "Martínez",
        r"R(?:o?d?guez|guez)\.?": "Rodríguez", r"D(?:om)?guez\.?": "Domínguez", r"J(?:imn|mn|m)ez\.?": "Jiménez",
        r"Snchez\.?": "Sánchez",
    }.items()
}  # fmt: skip


def write_out_name(text: str) -> str:
    """Return a name with short forms in full, and without what nobody says: "Dr. med. Fco. Ruiz" is Dr. Francisco Ruiz."""
    if _LOGIN.fullmatch(text) and text == text.lower():
        return re.sub(r"[._]", " ", text)
    text = _NICKNAME.sub("", _DIPLOMA.sub("", DOCTORATE_FIELD.sub("", text)))
    text = re.sub(r"^Ma[iî]tre\b", "Me", text)  # a lawyer's title, as nameparser reads it
    for short, whole in _SPANISH_SHORT.items():
        text = short.sub(whole, text)
    return text
