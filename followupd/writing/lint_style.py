"""What would make a note better: its length, its signature, how it greets, and what the user typed.

Each check returns the sentence that says what is wrong, or None. How hard it brakes is said in `lint`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.writing.company_name import name_company
from followupd.writing.greeting import speak_name
from followupd.writing.job_title import is_shouted, tidy_job_title
from followupd.writing.lint_note import contains_name, list_sentences_of
from followupd.writing.similarity import normalize_text
from followupd.writing.user_facts import explain_fact
from followupd.writing.user_strengths import explain_strength

if TYPE_CHECKING:
    from followupd.writing.lint_note import Note

LONGEST, LONGEST_LETTER = 250, 400  # words
SUBJECT_LENGTH = 78  # characters, "Re: " not counted; phones show about half
_BOTH_GENDERS = re.compile(
    r"[:*_]in(?:nen)?\b|/-?in(?:nen)?\b|[·.]e\b|\(e\)|\b\w+(?:[oa]/[oa]|r/a)\b|\(a\)|\bo/a\b", re.IGNORECASE
)
_LEGAL_FORM = re.compile(r"\b(?:g?GmbH|mbH|KG|AG|OHG|Ltd|Inc|LLC|SARL|Kft|B\.V)\b")
# German with "Sie" needs Frau or Herr; in formal mails, French and Spanish need theirs.
_NEEDS_COURTESY = {"de": ("warm", "formal"), "fr": ("formal",), "es": ("formal",)}
_COURTESY_EXAMPLES = {"de": "Frau", "fr": "Madame", "es": "Sra."}


def check_long(note: Note) -> str | None:
    """Too many words to be read."""
    count, limit = len(note.text.body.split()), LONGEST_LETTER if note.kind == "letter" else LONGEST
    return f"has {count} words; more than {limit} are seldom read" if count > limit else None


def check_subject(note: Note) -> str | None:
    """Too many characters for a list of mails."""
    count = len(note.text.subject.removeprefix("Re: "))
    return (
        f"has a subject of {count} characters; keep to {SUBJECT_LENGTH}" if count > SUBJECT_LENGTH else None
    )


def check_signature(note: Note) -> str | None:
    """The candidate's name in the last four lines."""
    last_lines = normalize_text("\n".join(note.text.body.strip().split("\n")[-4:]))
    is_signed = any(contains_name(last_lines, one) for one in note.candidate.name.split())
    if is_signed or note.is_own_script or note.kind == "letter":  # the letter's layout signs
        return None
    return f"is not signed; end with {note.candidate.name}"


def check_salutation(note: Note) -> str | None:
    """A greeting where the language needs Mr or Ms, which nobody should guess."""
    needs_courtesy = note.tone in _NEEDS_COURTESY.get(note.language, ())
    spoken_name = speak_name(note.contact, note.language, note.tone)
    if not needs_courtesy or note.contact.salutation or spoken_name != note.contact.spoken_name:
        return None
    if not note.kind.startswith(("thank-you", "letter")):
        return None
    hint = " (or `address: informal` for du)" if note.language == "de" else ""
    return (
        f"greets them without Mr or Ms, since nobody should guess; give them a `title`, such as"
        f" {_COURTESY_EXAMPLES[note.language]}, or a `salutation`{hint}"
    )


def check_fact_form(note: Note) -> str | None:
    """A fact that no template can quote well."""
    is_used = "fact" in note.needed_parts or note.kind.startswith("thank-you")
    if not note.contact.fact or not is_used:
        return None
    return explain_fact(note.contact.fact, note.language)


def check_strength_form(note: Note) -> str | None:
    """A strength that is no sentence."""
    if "skill" not in note.needed_parts:
        return None
    explanations = (explain_strength(one, note.language) for one in note.strengths)
    return next(filter(None, explanations), None)


def check_role_title(note: Note) -> str | None:
    """A title of the role that no person says like that."""
    position = note.interview.position
    spoken_title = tidy_job_title(position, note.language)
    if _BOTH_GENDERS.search(spoken_title):
        return f"calls the role {spoken_title!r}; write the form that is yours under `position:`"
    if is_shouted(position):
        return f"has a `position:` in capitals, and calls it {spoken_title!r}; write it as you say it"
    return None


def check_company_name(note: Note) -> str | None:
    """A company's name with its legal form, where half a name would be left without it."""
    spoken_name = name_company(note.interview)
    if note.interview.called or not _LEGAL_FORM.search(spoken_name):
        return None
    return f"calls them {spoken_name!r}; write under `called:` how people say it"


def check_capitals(note: Note) -> str | None:
    """A name in capitals."""
    name = note.contact.name
    if name != name.upper() or name == name.lower():
        return None
    return f"has a `name:` in capitals, and says {note.contact.spoken_name!r}; write it as they do"


def check_shared_sentence(note: Note) -> str | None:
    """A sentence that stands in the note to a colleague, too."""
    for name, text in note.neighbours.items():
        if shared_sentences := note.sentences & list_sentences_of(text.body):
            return (
                f"shares a sentence with the note to {name}: {min(shared_sentences)!r}; give each their own"
            )
    return None
