"""A pattern of phrases finds exactly what `re` finds, in every text."""

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.inbound import phrases
from followupd.inbound.parsing.literal_prefixes import find_prefixes, split_alternatives
from followupd.inbound.parsing.message import parse_mail
from followupd.inbound.parsing.phrase_pattern import PhrasePattern, join_patterns
from followupd.inbound.parsing.text import fold_text

MAILS = Path(__file__).parents[2] / "data" / "mails"


def list_shipped() -> list[PhrasePattern]:
    modules = [import_module(f"{phrases.__name__}.{m.name}") for m in pkgutil.iter_modules(phrases.__path__)]
    return [
        value for module in modules for value in vars(module).values() if isinstance(value, PhrasePattern)
    ]


def hits(pattern: PhrasePattern | re.Pattern[str], text: str) -> list[tuple[int, str]]:
    return [(hit.start(), hit[0]) for hit in pattern.finditer(text)]


def assert_same(pattern: PhrasePattern, text: str) -> None:
    expected = hits(re.compile(pattern.pattern, pattern.flags), text)
    first = pattern.search(text)
    assert hits(pattern, text) == expected
    assert ([(first.start(), first[0])] if first else []) == expected[:1]


SHIPPED = list_shipped()
WORDS = sorted(
    {word for pattern in SHIPPED for word in re.findall(r"\w[\w '-]{1,20}\w", pattern.pattern)} - {"b"}
)


def test_most_phrases_are_searched_by_their_letters() -> None:
    assert len(SHIPPED) > 40
    assert not any(re.compile(pattern.pattern).groups for pattern in SHIPPED)


@pytest.mark.parametrize("part", range(4))
def test_in_every_mail_of_the_project(part: int) -> None:
    for path in sorted(MAILS.rglob("*.eml"))[part::4]:
        mail = parse_mail(path.read_bytes())
        for pattern in SHIPPED:
            assert_same(pattern, fold_text(f"{mail.subject}\n{mail.text[:6000]}"))


@given(
    st.integers(0, len(SHIPPED) - 1),
    st.lists(st.sampled_from([*WORDS, " ", " ", ".", "\n", "x", "é", "1"]), max_size=30),
)
def test_in_texts_of_its_own_words(number: int, pieces: list[str]) -> None:
    assert_same(SHIPPED[number], "".join(pieces))


@pytest.mark.parametrize(
    "pattern",
    [
        r"\ban?na|anna b|nab",  # the first place goes before the order
        r"ab|abc|abcd",  # the order goes before the length
        r"\b(?:ab|cd)?ef|gh",  # a group that may be left out
        r"(?:ab)+c|d{2}e|f*g",
        r"a[bc]?d|\bx[^y]z|[]a]b|[(|)]c",
        r"\bab|(?<!a)b|^c|d$",
        r"a\.b|c\|d|e\(f|g\\h",
        r"(?:a|b(?:c|d)(?:e|)f)g",
    ],
)
@given(st.text(alphabet="abcdefgh xyz.|(\\]\n", max_size=30))
def test_in_short_texts(pattern: str, text: str) -> None:
    assert_same(PhrasePattern(pattern), text)
    assert_same(PhrasePattern(pattern, re.MULTILINE), text)


def test_a_pattern_in_any_case_is_refused() -> None:
    with pytest.raises(ValueError, match="folded"):
        PhrasePattern("a|b", re.IGNORECASE)


def test_the_beginnings_of_a_match_are_read() -> None:
    assert find_prefixes(r"\b[ck]andidat") == {"candidat", "kandidat"}
    assert find_prefixes(r"(?:on |am )?tuesday") == {"on tuesday", "am tuesday", "tuesday"}
    assert find_prefixes(r"\w+ day") == frozenset()
    assert split_alternatives(r"\b(?:one|two) days|three\|four") == [
        r"\bone days",
        r"\btwo days",
        r"three\|four",
    ]


def test_joined_patterns_match_where_any_of_them_does():
    joined = join_patterns(PhrasePattern(r"\bgood|fine"), PhrasePattern(r"\bbad\b"))
    assert [bool(joined.search(text)) for text in ("all good", "too bad", "badly", "no")] == [
        True,
        True,
        False,
        False,
    ]
    with pytest.raises(ValueError, match="unpack"):
        join_patterns(PhrasePattern("a"), PhrasePattern("b", re.MULTILINE))
