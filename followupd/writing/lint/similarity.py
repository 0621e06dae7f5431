"""Measures how alike two texts are, and normalises texts for a comparison."""

from __future__ import annotations

import re
import unicodedata


def measure_similarity(one: str, other: str) -> float:
    """Return how much of the shorter body is also in the other one: 0.0 to 1.0, by runs of three words.

    Greeting and signature are left out, since they are alike in any two letters.
    """
    first, second = _word_runs(one), _word_runs(other)
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def _word_runs(body: str) -> set[tuple[str, ...]]:
    paragraphs = re.split(r"\n\s*\n", body.strip())
    middle = paragraphs[1:-1] or paragraphs
    words = re.findall(r"\w+", normalize_text(" ".join(middle)))
    return set(zip(words, words[1:], words[2:], strict=False))


def normalize_text(text: str) -> str:
    """Return the text in the form for comparisons.

    Letters are composed and small, apostrophes straight, and spaces on a line single.
    """
    small_letters = unicodedata.normalize("NFC", text).casefold().replace("’", "'")
    return re.sub(r"[^\S\n]+", " ", small_letters)
