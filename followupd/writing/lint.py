"""What a good note says, and what must never leave: rules over a finished text, no AI, no network.

Every rule is one row of RULES: its name, how hard it brakes, why, a text that fails it, and the function that
looks. `hold` keeps the note back, `advice` is only told; to turn one, change its row.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from followupd.writing import lint_rules as look
from followupd.writing import lint_words as words
from followupd.writing.lint_rules import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Candidate
    from followupd.writing.mime import Text


class Severity(StrEnum):
    """How hard a rule brakes."""

    HOLD = "hold"  # the note does not leave
    ADVICE = "advice"  # it leaves; `check` tells what would make it better


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a note: the rule's id, one sentence that says what would be right, and how hard it brakes."""

    rule: str
    sentence: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `look` returns the sentence that tells what is wrong, or None."""

    id: str
    severity: Severity
    why: str
    example: str  # a body that fails it
    look: Callable[[Note], str | None]


def lint(
    text: Text,
    kind: str,
    interview: Interview,
    contact: Contact,
    candidate: Candidate,
    *,
    others: Sequence[str] = (),
    neighbours: Mapping[str, Text] | None = None,
    language: str | None = None,
) -> list[Fault]:
    """Return every fault of a note, holds first.

    `kind` is the template's name; `others` the companies of the user's other interviews; `neighbours` the notes to
    other people of this panel by their name; `language` the one it is written in (default: the contact's).
    """
    tongue = language or contact.language or interview.language
    note = Note(text, kind, interview, contact, candidate, others, neighbours or {}, tongue)
    to = f"{kind} to {contact.name}"
    found = [Fault(rule.id, f"{to} {said}", rule.severity) for rule in RULES if (said := rule.look(note))]
    return sorted(found, key=lambda fault: fault.severity is not Severity.HOLD)


_TALK = (
    "Thank you for the good conversation about the Data Engineer role at Acme. I would love to work with you."
)
_PLAIN = f"Dear Ana,\n\n{_TALK}\n\nBest regards,\nSam Carter\n"


def _with(words: str) -> str:
    """Return a note that says `words` beside what is right."""
    return _PLAIN.replace(_TALK, f"{_TALK} {words}")


_H, _A = Severity.HOLD, Severity.ADVICE
RULES: tuple[Rule, ...] = (
    # What must never leave.
    Rule("empty", _H, "A mail without a subject or without words is a mistake.", "\n", look.empty),
    Rule("leftover", _H, "{{, [Name], None or TODO show that nobody read the note.", _with("[Name]"), look.leftover),
    Rule("sample", _H, "Text that was meant to be replaced is not yours.", _with("Your text here."), look.sample),
    Rule("name", _H, "A note greets its reader by name.", _PLAIN.replace("Dear Ana", "Hello"), look.name),
    Rule("other-name", _H, "Greeting a colleague instead has ended candidacies.", _PLAIN.replace("Ana", "Ben"), look.other_name),
    Rule("company", _H, "A note says which company it means.", _PLAIN.replace("Acme", "your place"), look.company),
    Rule("other-company", _H, "No note names another company you talk to.", _with("Globex is great."), look.other_company),
    Rule("reproach", _H, "Blaming them for their silence ends it, with a no.", _with("I haven't heard back."), look.reproach),
    Rule("alike", _H, "Colleagues lay their notes side by side.", _PLAIN, look.alike),
    Rule("short", _H, "A few words are no note.", "Dear Ana,\n\nThanks from Acme!\n\nSam Carter\n", look.short),
    # What a note of its kind must say; what you gave has to be in it.
    Rule("thanks", _H, "A thank-you says thank you.", _PLAIN.replace("Thank you for", "I enjoyed"),
         look.by_words("thanks", words.THANKS, "does not say thank you; say it")),
    Rule("interest", _H, "They choose among those who want to come.", _PLAIN.replace("I would love to", "You may ask me to"),
         look.by_words("interest", words.INTEREST, "shows no interest; say that you would like to do the work")),
    Rule("fact", _H, "A fact that you gave for this person belongs in the note.", _PLAIN, look.fact),
    Rule("skill", _H, "One of your strengths, tied to the role, belongs in the note.", _PLAIN, look.skill),
    Rule("keywords", _H, "The role's keywords are what they listen for.", _PLAIN, look.keywords),
    Rule("phone", _H, "The lead is asked whether you may phone during the week.", _PLAIN, look.phone),
    # What would make it better.
    Rule("fact-unknown", _A, "One fact of your conversation shows that you listened.", _PLAIN, look.fact_unknown),
    Rule("skill-unknown", _A, "A note says how your skills fit the role.", _PLAIN, look.skill_unknown),
    Rule("keywords-unknown", _A, "The role's keywords are what they listen for.", _PLAIN, look.keywords_unknown),
    Rule("long", _A, "A long note is skimmed.", _with("Let me tell you more about that. " * 40), look.long),
    Rule("subject", _A, "A long subject is cut off.", _PLAIN, look.subject),
    Rule("signature", _A, "A note is signed.", _PLAIN.replace("Sam Carter", ""), look.signature),
    Rule("salutation", _A, "Formal German, French and Spanish say Mr or Ms, which nobody should guess.", _PLAIN, look.salutation),
)  # fmt: skip
