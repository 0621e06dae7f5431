"""Finds in a job advert the words that it repeats and lists, its title and its number, by counting words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from followupd.adapters.system.files import read_file
from followupd.errors import UsageError
from followupd.inbound.parsing.text import html_to_text
from followupd.setup.importers.records import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_ADVERT_BYTES = 300_000  # bytes; no advert is longer
MAX_KEYWORDS = 6
_TOKEN = re.compile(r"[^\W\d_][\w+#.-]*[\w+#]|[A-Z]\b")
_LIST_LINE = re.compile(r"\s*(?:[-*•·–▪●✓]|\d{1,2}[.)])\s+")
# A word that does not look like normal text: SQL, Kafka2, C++, TypeScript.
_TECHNICAL = re.compile(r"[A-Z]{2,}[a-z]?|.*[+#\d].*|[A-Z]?[a-z]+[A-Z]\w*|.*\w\.\w.*")
_REFERENCE = re.compile(
    r"\b(?:ref(?:erence|erenz|\.)?|réf(?:érence|\.)?|job|requisition|req\.?|vacancy|kennziffer|stellen-?(?:id|nr|nummer)|posting)"
    r"[ -]*(?:id|no|nr|number|nummer|code|n°|#)?[.:# ]+\s*(?P<id>(?=[\w/-]*\d)[A-Za-z]{0,5}[\w/-]{2,20})",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\s*[(\[]?\b(?:[mwfdhx]|div)(?:\s*[/|*]\s*(?:[mwfdhx]|div))+\b[)\]]?", re.IGNORECASE)
_MAX_TITLE = 80  # characters
_SECTION_NAME = re.compile(
    r".*(?:requirement|profile?|qualifi|anforderung|bringen|skills|you (?:have|bring)|compétence|recherch|requisito|perfil).*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class JobAdvert:
    """What an advert suggests; the user is asked about each value."""

    title: str = ""
    requisition: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _WeighedLine:
    """One line of an advert without its list mark, and how much its words count."""

    text: str
    weight: int
    is_entry: bool  # an entry of a list


def read_advert(path: Path) -> JobAdvert:
    """Return what the text of an advert suggests. Raises UsageError, which names the file."""
    if str(path).startswith(("http:/", "https:/")):
        raise UsageError(
            f"{path}: is an address of the web; copy the advert's text into a file, for example advert.txt"
        )
    try:
        data = read_file(path, MAX_ADVERT_BYTES)
    except OSError as fault:
        raise UsageError(f"{path}: cannot be read: {fault.strerror}") from fault
    if not data.strip():
        raise UsageError(f"{path}: is empty; copy the advert's text into it")
    if len(data) > MAX_ADVERT_BYTES:
        raise UsageError(
            f"{path}: is larger than {MAX_ADVERT_BYTES:,} bytes; copy only the advert's text into a file"
        )
    if b"\0" in data or data.startswith(b"%PDF"):
        raise UsageError(f"{path}: is no text; copy the advert's text into a file, for example advert.txt")
    return parse_advert(data.decode("utf-8", "replace"))


def parse_advert(text: str) -> JobAdvert:
    """Return title, number and the most important words."""
    plain_text = html_to_text(text) if "</" in text else text
    reference = _REFERENCE.search(plain_text)
    lines = [line for line in _REFERENCE.sub("", plain_text).splitlines() if line.strip()]
    return JobAdvert(
        title=_find_title(lines),
        requisition=clean_line(reference["id"]) if reference else "",
        keywords=_rank_words(lines),
    )


def _find_title(lines: list[str]) -> str:
    title = clean_line(_SUFFIX.sub("", lines[0])) if lines else ""
    return title if 0 < len(title) <= _MAX_TITLE and not title.endswith((".", ":", "!", "?")) else ""


def _rank_words(lines: list[str]) -> tuple[str, ...]:
    """Return the best words: technical ones, and those in lists below a heading like "Your profile"."""
    scores: Counter[str] = Counter()
    spellings: dict[str, str] = {}
    for line in _weigh_lines(lines):
        for word in _list_candidates(line):
            key = word.casefold()
            spellings.setdefault(key, word)
            scores[key] += line.weight * (3 if _TECHNICAL.fullmatch(word) else 1)
    title_words = {word.casefold() for word in _TOKEN.findall(lines[0])} if lines else set()
    ranked_keys = [key for key, _ in scores.most_common() if key not in title_words]
    return tuple(spellings[key] for key in ranked_keys[:MAX_KEYWORDS])


def _weigh_lines(lines: list[str]) -> Iterator[_WeighedLine]:
    """Yield each line with its weight: an entry of a list, and a line below such a heading, weighs more."""
    is_wanted_section = False
    for line in lines:
        is_entry = bool(_LIST_LINE.match(line))
        if not is_entry:
            is_wanted_section = bool(_SECTION_NAME.fullmatch(line))
        weight = (2 if is_entry else 1) + (2 if is_wanted_section else 0)
        yield _WeighedLine(_LIST_LINE.sub("", line), weight, is_entry)


def _list_candidates(line: _WeighedLine) -> Iterator[str]:
    """Yield the words of a line that may name a skill."""
    common_words = _load_common_words()
    for position, word in enumerate(_TOKEN.findall(line.text)):
        is_common = word.casefold() in common_words
        if not is_common and _stands_out(word, may_be_first=position > 0 or line.is_entry):
            yield word


def _stands_out(word: str, *, may_be_first: bool) -> bool:
    """Return whether a word may name a skill: it is technical, or has a capital letter inside a sentence."""
    return bool(_TECHNICAL.fullmatch(word)) or (word[0].isupper() and may_be_first)


@cache
def _load_common_words() -> frozenset[str]:
    text = resources.files("followupd.setup.importers").joinpath("advert_words.txt").read_text("utf-8")
    return frozenset(text.partition("\n")[2].split())
