"""The company's name as people use it in a sentence."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.inbound.names.legal_forms import strip_legal_form

if TYPE_CHECKING:
    from followupd.config.interview import Interview

# Remains of a name without its legal form that are no name: "Müller Handels", "Schmidt &", "The Boring".
_HALF_NAME = re.compile(
    r"(?:handels|vertriebs|verwaltungs|beteiligungs|betriebs|dienstleistungs|entwicklungs|produktions|besitz"
    r"|vermögens|beratungs|verlags|fertigungs|\w+(?:ungs|schafts|heits|ions))"
    r"|&|and|und|et|y|of|de",
    re.IGNORECASE,
)
_FRONT_FORM = re.compile(r"^(?:A/S|ASBL|AISBL|VZW|SARL|EURL|SCOP) (?=\w)")  # others begin names, as AS Roma
_NAME_WORD = re.compile(r"\b(?:company|companies)\b", re.IGNORECASE)
# Additions of a register after a name: "Hôpital Saint-Louis (AP-HP)", "Acme AG, Duisburg".
_BRACKET = re.compile(r"\s*\(([^()]*)\)\s*$")
_SEAT = re.compile(r",\s*[^\W\d_][^,()]*$")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_MIN_NAME = 2  # letters


def name_company(interview: Interview) -> str:
    """Return the usual name of an interview's company: its `called`, or its name without the legal form."""
    return interview.called or speak_company(interview.company)


@lru_cache(maxsize=1024)
def speak_company(company: str) -> str:
    """Return a company's name without its legal form and without a register's additions.

    If the rest is no name, return the whole name.
    """
    name = _FRONT_FORM.sub("", _cut_addition(" ".join(company.split())))
    bare_name = strip_legal_form(name)
    last_word = bare_name.split()[-1] if bare_name.split() else ""
    is_cut_in_front = bare_name.isascii() and not name.startswith(bare_name[:1])  # AS Roma
    is_half = len(bare_name) < _MIN_NAME or _HALF_NAME.fullmatch(last_word) or is_cut_in_front
    removed_part = name.removeprefix(bare_name) if name.startswith(bare_name) else ""
    if is_half or _NAME_WORD.search(removed_part) or removed_part.lstrip(" ,").startswith("&"):
        return _cut_plain_form(name)
    return re.sub(r"\s*\([^()]*$", "", bare_name) or bare_name  # Acme (UK) Ltd


def _cut_addition(name: str) -> str:
    """Return a name without a bracket or a town after it.

    Of a name in another script, return the bracket if that is Latin.
    """
    if match := _BRACKET.search(name):
        before = name[: match.start()].strip()
        if _LATIN.search(match[1]) and before and not _LATIN.search(before):
            return match[1].strip()
        name = before or name
    seat = _SEAT.search(name)
    before = name[: seat.start()] if seat else name
    is_seat = seat and strip_legal_form(before) != before and strip_legal_form(name) == name
    return before if is_seat else name


def _cut_plain_form(company: str) -> str:
    """Return "Goldman Sachs & Co." for "Goldman Sachs & Co. LLC". A name stays whole if the rest would be no name."""
    bare_name = re.sub(r"[\s,]+(?:llc|llp|lp|inc\.?|ltd\.?|limited|plc)$", "", company, flags=re.IGNORECASE)
    return bare_name if bare_name and not _HALF_NAME.fullmatch(bare_name.split()[-1]) else company
