"""A note beside all that it is compared to, and what to look for in it.

Each look returns the sentence that tells what is wrong, or None. How hard it brakes is the affair of `lint`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from followupd.config.interview import Contact, Interview, company_key
from followupd.writing import lint_words as words
from followupd.writing.similarity import likeness, plain
from followupd.writing.template_values import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from followupd.config.model import Candidate
    from followupd.writing.mime import Text

LIKENESS = 0.7  # share of three-word runs in common: from here on, two colleagues see one note
SHORTEST, LONGEST, LONGEST_LETTER = 20, 250, 400  # words
SUBJECT_LENGTH = 78  # characters; phones show about half
_PERSONAL = frozenset({"call-script", "voicemail"})  # said by the candidate, read by nobody else
# What a note of each kind must have in it. The thank-you to the lead also asks whether one may phone.
_PARTS: Mapping[str, frozenset[str]] = {
    "thank-you.interviewer": frozenset({"thanks", "interest", "fact", "skill", "keywords", "phone"}),
    "thank-you.met": frozenset({"thanks", "interest", "fact"}),
    "thank-you.helped": frozenset({"thanks"}),
    "check-in": frozenset({"interest"}),
    "check-in-2": frozenset({"interest"}),
    "promise-passed": frozenset({"interest"}),
    "last-note": frozenset({"thanks", "interest"}),
    "rejected": frozenset({"thanks"}),
    "letter": frozenset({"interest", "skill", "keywords"}),
}


@dataclass(frozen=True)
class Note:
    """A text with all that the rules compare it to. `others`: companies; `neighbours`: texts by recipient's name."""

    text: Text
    kind: str
    interview: Interview
    contact: Contact
    candidate: Candidate
    others: Sequence[str]
    neighbours: Mapping[str, Text]
    language: str

    @cached_property
    def whole(self) -> str:
        """Subject and body in the form that texts are compared in."""
        return plain(f"{self.text.subject}\n{self.text.body}")

    @cached_property
    def greeting(self) -> str:
        """The first line of the body."""
        return plain(self.text.body.strip().split("\n", 1)[0])

    @cached_property
    def parts(self) -> frozenset[str]:
        """The parts that a note of this kind needs."""
        by_role = f"{self.kind}.{self.contact.role.value}"
        return _PARTS.get(self.kind, _PARTS.get(by_role, frozenset()))

    @property
    def personal(self) -> bool:
        """Whether it is only the candidate's own script."""
        return self.kind in _PERSONAL

    def has(self, pattern: str) -> bool:
        """Whether the pattern occurs in the body: a subject thanks nobody."""
        return bool(re.search(pattern, plain(self.text.body)))


def _says(text: str, name: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(plain(name))}(?!\w)", text))


def _quoted(patterns: Iterable[str], text: str) -> str | None:
    found = (re.search(pattern, text) for pattern in patterns)
    return next((match[0] for match in found if match), None)


# --- what must never leave


def empty(note: Note) -> str | None:
    """No subject, or no words."""
    if re.search(r"\w", note.text.subject) and re.search(r"\w", note.text.body):
        return None
    return "has no subject or no words; write both"


def leftover(note: Note) -> str | None:
    """Marks that a template or a program left behind."""
    said = _quoted(words.LEFTOVER, f"{note.text.subject}\n{note.text.body}")
    return f"still holds {said!r}; fill it in, or take it out" if said else None


def sample(note: Note) -> str | None:
    """Text that was meant to be replaced."""
    said = _quoted(words.SAMPLE, note.whole)
    return f"holds the sample text {said!r}; write your own words there" if said else None


def name(note: Note) -> str | None:
    """The reader's name, or the salutation the user gave, in the first two paragraphs."""
    person = note.contact
    named = [person.name, person.first, person.last, *([person.salutation] if person.salutation else [])]
    opening = plain(" ".join(note.text.body.split("\n\n", 2)[:2]))
    if note.personal or any(_says(opening, one.rstrip(" ,!:;.")) for one in named):
        return None
    return "does not greet them by name; begin with {{ contact.greeting }}"


def other_name(note: Note) -> str | None:
    """The name of another person of this interview in the greeting."""
    own = {plain(one) for one in (*note.contact.name.split(), note.contact.first, note.contact.last)}
    for other in note.interview.contacts:
        names = (other.name, other.first, other.last)
        said = next((one for one in names if plain(one) not in own and _says(note.greeting, one)), None)
        if other.key != note.contact.key and said and not note.contact.salutation and not note.personal:
            return f"greets {said}; write one note to each person"
    return None


def _own_companies(note: Note) -> list[str]:
    named = note.interview
    return [named.company, spoken(named.company), *named.aliases]


def company(note: Note) -> str | None:
    """The company, with or without its legal form, or one of its aliases."""
    if note.personal or any(_says(note.whole, one) for one in _own_companies(note)):
        return None
    return f"never names {note.interview.company}; say which company you mean with {{{{ employer }}}}"


def other_company(note: Note) -> str | None:
    """Another company of the user's, as it writes itself."""
    own = {company_key(one) for one in _own_companies(note)}
    text = f"{note.text.subject}\n{note.text.body}"
    for one in sorted(_own_companies(note), key=len, reverse=True):
        text = text.replace(one, "")  # Acme Robotics is not Acme
    for other in note.others:
        # As it is written: "Target" is a company, "target" is not.
        pattern = rf"(?<!\w){re.escape(spoken(other))}(?!\w)"
        if company_key(other) not in own and re.search(pattern, text):
            return (
                f"names {other}, another company of yours, but goes to {note.interview.company}; take it out"
            )
    return None


def reproach(note: Note) -> str | None:
    """A phrase that blames them for their silence."""
    said = _quoted(words.REPROACH, note.whole)
    return f"reads as a reproach: {said!r}; ask how things stand instead" if said else None


def alike(note: Note) -> str | None:
    """The nearest of the notes to other people of this interview."""
    shares = [(likeness(note.text.body, text.body), name) for name, text in note.neighbours.items()]
    share, name = max(shares, default=(0.0, ""))
    if share < LIKENESS or note.personal:
        return None
    return f"is {share:.0%} the same as the note to {name} (limit {LIKENESS:.0%}); give each a `fact` of its own, or a template"


def short(note: Note) -> str | None:
    """Too few words to be a note."""
    count = len(note.text.body.split())
    return f"has {count} words; a note needs at least {SHORTEST}" if count < SHORTEST else None


# --- what a note should have


def by_words(part: str, lists: Mapping[str, str], sentence: str) -> Callable[[Note], str | None]:
    """Return the look of a part that is known by its words, in the languages that have some."""

    def seek(note: Note) -> str | None:
        pattern = lists.get(note.language)
        return sentence if part in note.parts and pattern and not note.has(pattern) else None

    return seek


def phone(note: Note) -> str | None:
    """A question with a word for phoning, in the thank-you to the lead."""
    pattern = words.PHONE.get(note.language)
    asked = re.findall(r"[^.!?\n]*\?", note.whole)
    if "phone" not in note.parts or not pattern or note.contact.key != note.interview.lead.key:
        return None
    if any(re.search(pattern, question) for question in asked):
        return None
    return "does not ask whether you may phone; ask it as a question"


def _uses(note: Note, sentence: str) -> bool:
    """Whether at least half of a sentence's telling words stand in the note: templates bend what they quote."""
    telling = re.findall(r"\w{4,}", plain(sentence)) or [plain(sentence)]
    return sum(word in note.whole for word in telling) * 2 >= len(telling)


def fact(note: Note) -> str | None:
    """The fact that was given for this person."""
    fact = note.contact.fact
    if "fact" not in note.parts or not fact or _uses(note, fact):
        return None
    return f"leaves out what you spoke about ({fact}); print {{{{ contact.fact }}}}"


def fact_unknown(note: Note) -> str | None:
    """No fact was given."""
    if "fact" not in note.parts or note.contact.fact:
        return None
    return f"tells nothing of your conversation; give {note.contact.first} a `fact` in the interview's file"


def skill(note: Note) -> str | None:
    """One of the strengths, and the role beside it."""
    strengths = note.interview.strengths
    if "skill" not in note.parts or not strengths:
        return None
    tied = _says(note.whole, note.interview.position) or note.has(words.ROLE)
    if tied and any(_uses(note, one) for one in strengths):
        return None
    return "ties none of your `strengths` to the role; name the role, and print {{ strengths[0] | sentence }}"


def skill_unknown(note: Note) -> str | None:
    """No strengths were given."""
    if "skill" not in note.parts or note.interview.strengths:
        return None
    return "does not say how your skills fit the role; give `strengths` in the interview's file"


def keywords(note: Note) -> str | None:
    """Two of the keywords, or the only one."""
    given = note.interview.keywords
    used = sum(plain(one) in note.whole for one in given)
    if "keywords" not in note.parts or used >= min(2, len(given)):
        return None
    return f"uses {used} of the role's keywords ({', '.join(given)}); print {{{{ keywords | listed }}}}"


def keywords_unknown(note: Note) -> str | None:
    """No keywords were given."""
    if "keywords" not in note.parts or note.interview.keywords:
        return None
    return "uses no keywords of the role; give `keywords` in the interview's file"


def long(note: Note) -> str | None:
    """Too many words to be read."""
    count, limit = len(note.text.body.split()), LONGEST_LETTER if note.kind == "letter" else LONGEST
    return f"has {count} words; more than {limit} are seldom read" if count > limit else None


def subject(note: Note) -> str | None:
    """Too many characters for a list of mails."""
    count = len(note.text.subject)
    return (
        f"has a subject of {count} characters; keep to {SUBJECT_LENGTH}" if count > SUBJECT_LENGTH else None
    )


def signature(note: Note) -> str | None:
    """The candidate's name in the last four lines."""
    end = plain("\n".join(note.text.body.strip().split("\n")[-4:]))
    signed = any(_says(end, one) for one in note.candidate.name.split())
    if signed or note.personal or note.kind == "letter":  # the letter's layout signs
        return None
    return f"is not signed; end with {note.candidate.name}"


def salutation(note: Note) -> str | None:
    """A formal greeting where the language needs Mr or Ms."""
    formal = note.interview.tone == "formal" and note.language in ("de", "fr", "es")
    if not formal or note.contact.salutation or not note.kind.startswith(("thank-you", "letter")):
        return None
    return "greets them without Mr or Ms, since nobody should guess; give them a `salutation`"
