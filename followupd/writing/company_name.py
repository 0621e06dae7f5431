"""The company's name as people say it in a sentence."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.inbound.legal_forms import strip_legal_form

if TYPE_CHECKING:
    from followupd.config.interview import Interview

# What a legal form leaves behind that is no name: "Müller Handels", "Schmidt &", "The Boring".
_HALF_NAME = re.compile(
    r"(?:handels|vertriebs|verwaltungs|beteiligungs|betriebs|dienstleistungs|entwicklungs|produktions|besitz"
    r"|vermögens|beratungs|verlags|fertigungs|\w+(?:ungs|schafts|heits|ions))"
    r"|&|and|und|et|y|of|de",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"\b(?:company|companies)\b", re.IGNORECASE)
_MIN_NAME = 2  # letters


def name_company(interview: Interview) -> str:
    """Return what people call an interview's company: its `called`, or its name without the legal form."""
    return interview.called or speak_company(interview.company)


@lru_cache(maxsize=1024)
def speak_company(company: str) -> str:
    """Return a company's name without its legal form; the whole name where the rest is none."""
    company = " ".join(company.split())
    bare_name = strip_legal_form(company)
    last_word = bare_name.split()[-1] if bare_name.split() else ""
    is_cut_in_front = bare_name.isascii() and not company.startswith(bare_name[:1])  # AS Roma
    is_half = len(bare_name) < _MIN_NAME or _HALF_NAME.fullmatch(last_word) or is_cut_in_front
    removed_part = company.removeprefix(bare_name) if company.startswith(bare_name) else ""
    if is_half or _NAME_WORD.search(removed_part) or removed_part.lstrip(" ,").startswith("&"):
        return _cut_plain_form(company)
    return bare_name


def _cut_plain_form(company: str) -> str:
    """Return "Goldman Sachs & Co." of "Goldman Sachs & Co. LLC"; a name that would be half of one stays whole."""
    bare_name = re.sub(r"[\s,]+(?:llc|llp|lp|inc\.?|ltd\.?|limited|plc)$", "", company, flags=re.IGNORECASE)
    return bare_name if bare_name and not _HALF_NAME.fullmatch(bare_name.split()[-1]) else company
