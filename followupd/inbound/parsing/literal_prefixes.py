"""Finds the letters with which a match of a regular expression can begin. It is used for the patterns of `phrases`.

Only a part of the language is understood. If anything else is found, no beginning is returned.
"""

from __future__ import annotations

import re

MIN_LETTERS = 3  # with fewer letters, a following group or class is added
MAX_PREFIXES = 64  # of one alternative: to search for more takes too long
_BOUNDARY = r"\b"
_GROUP = "(?:"
_ANY_NUMBER = ("*", "{")
_CLASS = r"\[\^?\]?(?:\\.|[^\]\\])*\]"
_MARK = re.compile(rf"\\.|{_CLASS}|[()|]", re.DOTALL)
_LETTERS = re.compile(r"(?:[^\\^$.*+?{}\[\]|()]|\\[^\w\s])+")
_LAST_LETTER = re.compile(r"\\?.\Z", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_LISTED_CLASS = re.compile(r"\[([^\\\]^-]+)\]")


def split_alternatives(source: str) -> list[str]:
    """Split a regular expression into its alternatives; a group at the beginning of one is split as well."""
    alternatives = []
    for piece in _split_at_bars(source):
        boundary = _BOUNDARY if piece.startswith(_BOUNDARY) else ""
        rest = piece.removeprefix(_BOUNDARY)
        end = _end_of_group(rest) if rest.startswith(_GROUP) else 0
        if end and rest[end : end + 1] not in ("?", "*", "+", "{"):
            alternatives += [boundary + choice + rest[end:] for choice in _split_at_bars(rest[3 : end - 1])]
        else:
            alternatives.append(piece)
    return alternatives


def find_prefixes(alternative: str) -> frozenset[str]:
    """Return texts so that every match begins with one of them; none if they are not known."""
    prefixes = _read_prefixes("", alternative.removeprefix(_BOUNDARY).removeprefix("^"))
    return frozenset(prefixes) if all(prefixes) and len(prefixes) <= MAX_PREFIXES else frozenset()


def begins_word(alternative: str) -> bool:
    """Return whether a match can only begin at a word boundary."""
    return alternative.startswith(_BOUNDARY)


def _split_at_bars(source: str) -> list[str]:
    """Split a source at the bars outside of groups and classes."""
    pieces, start, depth = [], 0, 0
    for mark in _MARK.finditer(source):
        depth += {"(": 1, ")": -1}.get(mark[0], 0)
        if mark[0] == "|" and not depth:
            pieces.append(source[start : mark.start()])
            start = mark.end()
    return [*pieces, source[start:]]


def _end_of_group(source: str) -> int:
    """Return the end of the group at the beginning of the source."""
    depth = 0
    for mark in _MARK.finditer(source):
        depth += {"(": 1, ")": -1}.get(mark[0], 0)
        if not depth:
            return mark.end()
    return len(source)


def _read_prefixes(letters: str, source: str) -> set[str]:
    """Return the beginnings of a match: `letters` are known already, and `source` follows them."""
    run = _LETTERS.match(source)
    if run:
        taken, rest = run[0], source[run.end() :]
        if rest[:1] in ("?", *_ANY_NUMBER):
            return {letters + _plain(_LAST_LETTER.sub("", taken))}
        letters += _plain(taken)
        source = "" if rest[:1] == "+" else rest
    if len(letters) >= MIN_LETTERS:
        return {letters}
    if source.startswith(_GROUP):
        end = _end_of_group(source)
        return _read_choices(letters, _split_at_bars(source[3 : end - 1]), source[end:])
    if listed_class := _LISTED_CLASS.match(source):
        choices = [re.escape(char) for char in listed_class[1]]
        return _read_choices(letters, choices, source[listed_class.end() :])
    return {letters}


def _plain(source: str) -> str:
    return _ESCAPE.sub(r"\1", source)


def _read_choices(letters: str, choices: list[str], rest: str) -> set[str]:
    """Return the beginnings with each choice, and without one if it is optional."""
    mark = rest[:1]
    if mark in _ANY_NUMBER:
        return {letters}
    behind = "" if mark == "+" else rest.removeprefix("?")
    beginnings = _read_prefixes(letters, behind) if mark == "?" else set()
    for choice in choices:
        beginnings |= _read_prefixes(letters, choice + behind)
        if len(beginnings) > MAX_PREFIXES:
            return {""}
    return beginnings
