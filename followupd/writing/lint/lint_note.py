"""A mail together with everything to which the rules of the lint compare it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from followupd.writing.language.company_name import name_company, speak_company
from followupd.writing.language.employer_name import list_employer_forms
from followupd.writing.language.greeting import find_tone
from followupd.writing.lint.similarity import normalize_text
from followupd.writing.panel import share_strengths
from followupd.writing.template import NO_RULES, TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from followupd.config.candidate import Candidate
    from followupd.config.interview import Contact, Interview
    from followupd.writing.mail.mime import MailText

_OWN_SCRIPTS = frozenset({"call-script", "voicemail"})  # spoken by the candidate, and read by nobody else
_COLON_SPLIT = re.compile(r"(?<=[.!?])\s+|\n+")
# A closing, which is alike in any two letters.
_CLOSING = re.compile(r"\bsalutations\b|\bgr[üu](?:ß|ss)en?\b|\bregards\b|\bsaludos?\b")
SHORTEST_SENTENCE = 5  # Words. Shorter ones, such as "Best regards", may be in every mail.
_WORD = re.compile(r"\w*[^\W\d_]\w*")


@dataclass(frozen=True)
class Note:
    """A text with everything to which the rules compare it.

    `other_companies`: of the other interviews; `neighbours`: texts by recipient's name.
    """

    text: MailText
    kind: str
    interview: Interview
    contact: Contact
    candidate: Candidate
    other_companies: Sequence[str]
    neighbours: Mapping[str, MailText]
    language: str
    files: tuple[str, ...] = ()  # the names of the attachments
    has_own_words: bool = False  # the candidate wrote it, so no template prints values from the file

    @cached_property
    def full_text(self) -> str:
        """Subject and body in the form in which texts are compared."""
        return normalize_text(f"{self.text.subject}\n{self.text.body}")

    @cached_property
    def first_line(self) -> str:
        """The first line of the body."""
        return normalize_text(self.text.body.strip().split("\n", 1)[0])

    @cached_property
    def needed_parts(self) -> frozenset[str]:
        """The parts that a note of this kind needs."""
        by_role = f"{self.kind}.{self.contact.role.value}"
        return TEMPLATES.get(self.kind, TEMPLATES.get(by_role, NO_RULES)).parts

    @property
    def is_own_script(self) -> bool:
        """Whether the text is only a script for the candidate."""
        return self.kind in _OWN_SCRIPTS

    @property
    def tone(self) -> str:
        """The tone in which the reader is addressed: informal, warm or formal."""
        return find_tone(self.interview, self.contact)

    @property
    def strengths(self) -> list[str]:
        """The strengths for this reader; in a panel, each strength goes to one person."""
        is_for_panel = self.kind.startswith("thank-you")
        return (
            share_strengths(self.interview, self.contact) if is_for_panel else list(self.interview.strengths)
        )

    @property
    def company_names(self) -> list[str]:
        """The names of the interview's company."""
        interview = self.interview
        spoken_names = (name_company(interview), speak_company(interview.company))
        forms = (form for name in spoken_names for form in list_employer_forms(name, self.language))
        return list(dict.fromkeys((interview.company, *spoken_names, *interview.aliases, *forms)))

    @cached_property
    def sentences(self) -> frozenset[str]:
        """The sentences of the body, in the form in which texts are compared."""
        return list_sentences_of(self.text.body)

    def has_pattern(self, pattern: str) -> bool:
        """Return whether the pattern occurs in the body. The subject does not count."""
        return bool(re.search(pattern, normalize_text(self.text.body)))


def contains_name(text: str, name: str) -> bool:
    """Return whether a text contains a name as a separate word. The text is in the form for comparison."""
    return bool(re.search(rf"(?<!\w){re.escape(normalize_text(name))}(?!\w)", text))


def first_match(patterns: Iterable[str], text: str) -> str | None:
    """Return the text that the first matching pattern finds, or None."""
    matches = (re.search(pattern, text) for pattern in patterns)
    return next((match[0] for match in matches if match), None)


@lru_cache(maxsize=64)
def list_sentences_of(body: str) -> frozenset[str]:
    """Return the sentences of a body that are long enough to be recognised."""
    sentences = (normalize_text(one).strip() for one in _COLON_SPLIT.split(body))
    return frozenset(
        one for one in sentences if len(_WORD.findall(one)) >= SHORTEST_SENTENCE and not _CLOSING.search(one)
    )


def uses_words_of(note: Note, sentence: str) -> bool:
    """Return whether at least half of a sentence's long words are in the mail.

    Not all need to be, since templates inflect what they quote.
    """
    long_words = re.findall(r"\w{4,}", normalize_text(sentence)) or [normalize_text(sentence)]
    return sum(word in note.full_text for word in long_words) * 2 >= len(long_words)
