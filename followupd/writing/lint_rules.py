"""A note beside all that it is compared to, and what to look for in it.

Each look returns the sentence that tells what is wrong, or None. How hard it brakes is the affair of `lint`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from followupd.config.interview import Contact, Interview, make_company_key
from followupd.writing import lint_words as words
from followupd.writing.similarity import measure_similarity, normalize_text
from followupd.writing.template import NO_RULES, TEMPLATES
from followupd.writing.template_values import strip_legal_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from followupd.config.model import Candidate
    from followupd.writing.mime import MailText

SIMILARITY_LIMIT = 0.7  # share of three-word runs in common: from here on, two colleagues see one note
SHORTEST, LONGEST, LONGEST_LETTER = 20, 250, 400  # words
SUBJECT_LENGTH = 78  # characters; phones show about half
_OWN_SCRIPTS = frozenset({"call-script", "voicemail"})  # said by the candidate, read by nobody else


@dataclass(frozen=True)
class Note:
    """A text with all that the rules compare it to. `others`: companies; `neighbours`: texts by recipient's name."""

    text: MailText
    kind: str
    interview: Interview
    contact: Contact
    candidate: Candidate
    other_companies: Sequence[str]
    neighbours: Mapping[str, MailText]
    language: str

    @cached_property
    def full_text(self) -> str:
        """Subject and body in the form that texts are compared in."""
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
        """Whether it is only the candidate's own script."""
        return self.kind in _OWN_SCRIPTS

    def has_pattern(self, pattern: str) -> bool:
        """Whether the pattern occurs in the body: a subject thanks nobody."""
        return bool(re.search(pattern, normalize_text(self.text.body)))


def _contains_name(text: str, name: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(normalize_text(name))}(?!\w)", text))


def _first_match(patterns: Iterable[str], text: str) -> str | None:
    matches = (re.search(pattern, text) for pattern in patterns)
    return next((match[0] for match in matches if match), None)


# --- what must never leave


def check_empty(note: Note) -> str | None:
    """No subject, or no words."""
    if re.search(r"\w", note.text.subject) and re.search(r"\w", note.text.body):
        return None
    return "has no subject or no words; write both"


def check_leftover(note: Note) -> str | None:
    """Marks that a template or a program left behind."""
    quote = _first_match(words.LEFTOVER, f"{note.text.subject}\n{note.text.body}")
    return f"still holds {quote!r}; fill it in, or take it out" if quote else None


def check_sample(note: Note) -> str | None:
    """Text that was meant to be replaced."""
    quote = _first_match(words.SAMPLE, note.full_text)
    return f"holds the sample text {quote!r}; write your own words there" if quote else None


def check_name(note: Note) -> str | None:
    """The reader's name, or the salutation the user gave, in the first two paragraphs."""
    person = note.contact
    names = [
        person.name,
        person.given_name,
        person.family_name,
        *([person.salutation] if person.salutation else []),
    ]
    opening = normalize_text(" ".join(note.text.body.split("\n\n", 2)[:2]))
    if note.is_own_script or any(_contains_name(opening, one.rstrip(" ,!:;.")) for one in names):
        return None
    return "does not greet them by name; begin with {{ contact.greeting }}"


def check_other_name(note: Note) -> str | None:
    """The name of another person of this interview in the greeting."""
    own_names = {
        normalize_text(one)
        for one in (*note.contact.name.split(), note.contact.given_name, note.contact.family_name)
    }
    for other in note.interview.contacts:
        names = (other.name, other.given_name, other.family_name)
        wrong_name = next(
            (
                one
                for one in names
                if normalize_text(one) not in own_names and _contains_name(note.first_line, one)
            ),
            None,
        )
        if (
            other.key != note.contact.key
            and wrong_name
            and not note.contact.salutation
            and not note.is_own_script
        ):
            return f"greets {wrong_name}; write one note to each person"
    return None


def _own_company_names(note: Note) -> list[str]:
    interview = note.interview
    return [interview.company, strip_legal_form(interview.company), *interview.aliases]


def check_company(note: Note) -> str | None:
    """The company, with or without its legal form, or one of its aliases."""
    if note.is_own_script or any(_contains_name(note.full_text, one) for one in _own_company_names(note)):
        return None
    return f"never names {note.interview.company}; say which company you mean with {{{{ employer }}}}"


def check_other_company(note: Note) -> str | None:
    """Another company of the user's, as it writes itself."""
    own_keys = {make_company_key(one) for one in _own_company_names(note)}
    text = f"{note.text.subject}\n{note.text.body}"
    for one in sorted(_own_company_names(note), key=len, reverse=True):
        text = text.replace(one, "")  # Acme Robotics is not Acme
    for other in note.other_companies:
        # As it is written: "Target" is a company, "target" is not.
        pattern = rf"(?<!\w){re.escape(strip_legal_form(other))}(?!\w)"
        if make_company_key(other) not in own_keys and re.search(pattern, text):
            return (
                f"names {other}, another company of yours, but goes to {note.interview.company}; take it out"
            )
    return None


def check_reproach(note: Note) -> str | None:
    """A phrase that blames them for their silence."""
    quote = _first_match(words.REPROACH, note.full_text)
    return f"reads as a reproach: {quote!r}; ask how things stand instead" if quote else None


def check_alike(note: Note) -> str | None:
    """The nearest of the notes to other people of this interview."""
    shares = [(measure_similarity(note.text.body, text.body), name) for name, text in note.neighbours.items()]
    share, name = max(shares, default=(0.0, ""))
    if share < SIMILARITY_LIMIT or note.is_own_script:
        return None
    return f"is {share:.0%} the same as the note to {name} (limit {SIMILARITY_LIMIT:.0%}); give each a `fact` of its own, or a template"


def check_short(note: Note) -> str | None:
    """Too few words to be a note."""
    count = len(note.text.body.split())
    return f"has {count} words; a note needs at least {SHORTEST}" if count < SHORTEST else None


# --- what a note should have


def build_word_check(part: str, patterns: Mapping[str, str], sentence: str) -> Callable[[Note], str | None]:
    """Return the look of a part that is known by its words, in the languages that have some."""

    def find_missing(note: Note) -> str | None:
        pattern = patterns.get(note.language)
        return sentence if part in note.needed_parts and pattern and not note.has_pattern(pattern) else None

    return find_missing


def check_phone(note: Note) -> str | None:
    """A question with a word for phoning, in the thank-you to the lead."""
    pattern = words.PHONE.get(note.language)
    questions = re.findall(r"[^.!?\n]*\?", note.full_text)
    if "phone" not in note.needed_parts or not pattern or note.contact.key != note.interview.lead.key:
        return None
    if any(re.search(pattern, question) for question in questions):
        return None
    return "does not ask whether you may phone; ask it as a question"


def _uses_words_of(note: Note, sentence: str) -> bool:
    """Whether at least half of a sentence's telling words stand in the note: templates bend what they quote."""
    long_words = re.findall(r"\w{4,}", normalize_text(sentence)) or [normalize_text(sentence)]
    return sum(word in note.full_text for word in long_words) * 2 >= len(long_words)


def check_fact(note: Note) -> str | None:
    """The fact that was given for this person."""
    fact = note.contact.fact
    if "fact" not in note.needed_parts or not fact or _uses_words_of(note, fact):
        return None
    return f"leaves out what you spoke about ({fact}); print {{{{ contact.fact }}}}"


def advise_fact(note: Note) -> str | None:
    """No fact was given."""
    if "fact" not in note.needed_parts or note.contact.fact:
        return None
    return (
        f"tells nothing of your conversation; give {note.contact.given_name} a `fact` in the interview's file"
    )


def check_skill(note: Note) -> str | None:
    """One of the strengths, and the role beside it."""
    strengths = note.interview.strengths
    if "skill" not in note.needed_parts or not strengths:
        return None
    names_role = _contains_name(note.full_text, note.interview.position) or note.has_pattern(words.ROLE)
    if names_role and any(_uses_words_of(note, one) for one in strengths):
        return None
    return "ties none of your `strengths` to the role; name the role, and print {{ strengths[0] | sentence }}"


def advise_skill(note: Note) -> str | None:
    """No strengths were given."""
    if "skill" not in note.needed_parts or note.interview.strengths:
        return None
    return "does not say how your skills fit the role; give `strengths` in the interview's file"


def check_keywords(note: Note) -> str | None:
    """Two of the keywords, or the only one."""
    role_keywords = note.interview.keywords
    use_count = sum(normalize_text(one) in note.full_text for one in role_keywords)
    if "keywords" not in note.needed_parts or use_count >= min(2, len(role_keywords)):
        return None
    return f"uses {use_count} of the role's keywords ({', '.join(role_keywords)}); print {{{{ keywords | listed }}}}"


def advise_keywords(note: Note) -> str | None:
    """No keywords were given."""
    if "keywords" not in note.needed_parts or note.interview.keywords:
        return None
    return "uses no keywords of the role; give `keywords` in the interview's file"


def check_long(note: Note) -> str | None:
    """Too many words to be read."""
    count, limit = len(note.text.body.split()), LONGEST_LETTER if note.kind == "letter" else LONGEST
    return f"has {count} words; more than {limit} are seldom read" if count > limit else None


def check_subject(note: Note) -> str | None:
    """Too many characters for a list of mails."""
    count = len(note.text.subject)
    return (
        f"has a subject of {count} characters; keep to {SUBJECT_LENGTH}" if count > SUBJECT_LENGTH else None
    )


def check_signature(note: Note) -> str | None:
    """The candidate's name in the last four lines."""
    last_lines = normalize_text("\n".join(note.text.body.strip().split("\n")[-4:]))
    is_signed = any(_contains_name(last_lines, one) for one in note.candidate.name.split())
    if is_signed or note.is_own_script or note.kind == "letter":  # the letter's layout signs
        return None
    return f"is not signed; end with {note.candidate.name}"


def check_salutation(note: Note) -> str | None:
    """A formal greeting where the language needs Mr or Ms."""
    is_formal = note.interview.tone == "formal" and note.language in ("de", "fr", "es")
    if not is_formal or note.contact.salutation or not note.kind.startswith(("thank-you", "letter")):
        return None
    return "greets them without Mr or Ms, since nobody should guess; give them a `salutation`"
