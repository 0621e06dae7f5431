"""The lint: rules on what a good mail contains, and what must never be sent. No AI, no network.

Every rule is one row of RULES: its name, its severity, its reason, a text that fails it, and the function that checks.
`hold` keeps the mail back, `advice` is only shown. To change a severity, edit the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from followupd.writing.lint import lint_files as about_files
from followupd.writing.lint import lint_parts as parts
from followupd.writing.lint import lint_rules as look
from followupd.writing.lint import lint_style as style
from followupd.writing.lint import lint_words as words
from followupd.writing.lint.lint_note import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from followupd.config.candidate import Candidate
    from followupd.config.interview import Contact, Interview
    from followupd.writing.lint.lint_messages import Remark
    from followupd.writing.mail.mime import MailText


class Severity(StrEnum):
    """Whether a rule holds a mail, or only advises."""

    HOLD = "hold"  # the mail is not sent
    ADVICE = "advice"  # it is sent; `check` shows what would make it better


@dataclass(frozen=True, slots=True)
class LintFault:
    """A fault of a mail: the rule's id, one sentence on how to correct it, and the severity.

    The sentence is English; `reasons.explain` translates it for the candidate.
    """

    rule: str
    sentence: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class LintRule:
    """One rule: `find_fault` returns the remark about the fault, or None."""

    id: str
    severity: Severity
    why: str
    example: str  # a body that fails it
    find_fault: Callable[[Note], Remark | None]
    is_about_file: bool = False  # it checks values that only a template prints from the file


def lint_text(
    text: MailText,
    kind: str,
    interview: Interview,
    contact: Contact,
    candidate: Candidate,
    *,
    other_companies: Sequence[str] = (),
    neighbours: Mapping[str, MailText] | None = None,
    language: str | None = None,
    files: Sequence[str] = (),
    has_own_words: bool = False,
) -> list[LintFault]:
    """Return every fault of a mail, holds first.

    `kind` is the template's name; `other_companies` are those of the user's other interviews. `neighbours` are the
    mails to other people of this panel, by name; `language` is the one of the mail (default: the contact's). `files`
    are the names of the attachments. With `has_own_words` the candidate wrote the mail, so that no template prints
    values from the file.
    """
    language_code = language or contact.language or interview.language
    note = Note(
        text,
        kind,
        interview,
        contact,
        candidate,
        other_companies,
        neighbours or {},
        language_code,
        tuple(files),
        has_own_words,
    )
    label = f"{kind} to {contact.shown_name}"
    rules = [rule for rule in RULES if not (has_own_words and rule.is_about_file)]
    remarks = [(rule, rule.find_fault(note)) for rule in rules]
    faults = [
        LintFault(rule.id, remark.write_english(label), rule.severity) for rule, remark in remarks if remark
    ]
    return sorted(faults, key=lambda fault: fault.severity is not Severity.HOLD)


_SAMPLE_TALK = (
    "Thank you for the good conversation about the Data Engineer role at Acme. I would love to work with you."
)
_SAMPLE_NOTE = f"Dear Ana,\n\n{_SAMPLE_TALK}\n\nBest regards,\nSam Carter\n"


def _sample_with(extra_words: str) -> str:
    """Return a mail that contains the extra words and is otherwise correct."""
    return _SAMPLE_NOTE.replace(_SAMPLE_TALK, f"{_SAMPLE_TALK} {extra_words}")


_HOLD, _ADVICE = Severity.HOLD, Severity.ADVICE
RULES: tuple[LintRule, ...] = (
    # What must never be sent.
    LintRule("empty", _HOLD, "A mail without a subject or without words is a mistake.", "\n", look.check_empty),
    LintRule("leftover", _HOLD, "{{, [Name], None or TODO show that nobody read the note.", _sample_with("[Name]"), look.check_leftover),
    LintRule("sample", _HOLD, "Text that was meant to be replaced is not yours.", _sample_with("Your text here."), look.check_sample),
    LintRule("name", _HOLD, "A note greets its reader by name.", _SAMPLE_NOTE.replace("Dear Ana", "Hello"), look.check_name),
    LintRule("other-name", _HOLD, "Greeting a colleague instead has ended candidacies.", _SAMPLE_NOTE.replace("Ana", "Ben"), look.check_other_name),
    LintRule("greeting", _HOLD, "A greeting of a title, in capitals, or of a family name alone shows a machine.", _SAMPLE_NOTE.replace("Dear Ana", "Dear Dr."), look.check_greeting),
    LintRule("address", _HOLD, "Nobody is Sie and du, vous and tu, usted and tú in one mail.", _SAMPLE_NOTE.replace("with you", "mit Ihnen und dir"), look.check_address),
    LintRule("company", _HOLD, "A note says which company it means.", _SAMPLE_NOTE.replace("Acme", "your place"), look.check_company),
    LintRule("other-company", _HOLD, "No note names another company you talk to.", _sample_with("Globex is great."), look.check_other_company),
    LintRule("reproach", _HOLD, "Blaming them for their silence ends it, with a no.", _sample_with("I haven't heard back."), look.check_reproach),
    LintRule("alike", _HOLD, "Colleagues lay their notes side by side.", _SAMPLE_NOTE, look.check_alike),
    LintRule("short", _HOLD, "A few words are no note.", "Dear Ana,\n\nThanks from Acme!\n\nSam Carter\n", look.check_short),
    # What a mail of its kind must contain. What the user gave must be in it.
    LintRule("thanks", _HOLD, "A thank-you says thank you.", _SAMPLE_NOTE.replace("Thank you for", "I enjoyed"),
         parts.build_word_check("thanks", words.THANKS)),
    LintRule("interest", _HOLD, "They choose among those who want to come.", _SAMPLE_NOTE.replace("I would love to", "You may ask me to"),
         parts.build_word_check("interest", words.INTEREST)),
    LintRule("fact", _HOLD, "A fact that you gave for this person belongs in the note.", _SAMPLE_NOTE, parts.check_fact),
    LintRule("skill", _HOLD, "One of your strengths, tied to the role, belongs in the note.", _SAMPLE_NOTE, parts.check_skill),
    LintRule("keywords", _HOLD, "The role's keywords are what they listen for.", _SAMPLE_NOTE, parts.check_keywords),
    LintRule("phone", _HOLD, "The lead is asked whether you may phone during the week.", _SAMPLE_NOTE, parts.check_phone),
    LintRule("attachment", _HOLD, "A file that is announced and missing is the mistake that everybody makes once.", _sample_with("My CV is attached."), about_files.check_attachment),
    # What would make it better.
    LintRule("fact-unknown", _ADVICE, "One fact of your conversation shows that you listened.", _SAMPLE_NOTE, parts.advise_fact, is_about_file=True),
    LintRule("skill-unknown", _ADVICE, "A note says how your skills fit the role.", _SAMPLE_NOTE, parts.advise_skill, is_about_file=True),
    LintRule("keywords-unknown", _ADVICE, "The role's keywords are what they listen for.", _SAMPLE_NOTE, parts.advise_keywords, is_about_file=True),
    LintRule("attachment-unsaid", _ADVICE, "A file that nobody speaks of looks like spam.", _SAMPLE_NOTE, about_files.advise_mention),
    LintRule("attachment-thanks", _ADVICE, "A thank-you is no application: a file in it asks for work.", _SAMPLE_NOTE, about_files.advise_no_file),
    LintRule("long", _ADVICE, "A long note is skimmed.", _sample_with("Let me tell you more about that. " * 40), style.check_long),
    LintRule("subject", _ADVICE, "A long subject is cut off.", _SAMPLE_NOTE, style.check_subject),
    LintRule("signature", _ADVICE, "A note is signed.", _SAMPLE_NOTE.replace("Sam Carter", ""), style.check_signature),
    LintRule("salutation", _ADVICE, "German, and formal French and Spanish, say Mr or Ms, which nobody should guess.", _SAMPLE_NOTE, style.check_salutation, is_about_file=True),
    LintRule("fact-form", _ADVICE, "A fact stands behind a colon, and speaks to its reader.", _SAMPLE_NOTE, style.check_fact_form, is_about_file=True),
    LintRule("strength-form", _ADVICE, "A sentence about what you did says more than a word from the advertisement.", _SAMPLE_NOTE, style.check_strength_form, is_about_file=True),
    LintRule("keyword-form", _ADVICE, "“Topics such as I like robots” was written by a program.", _SAMPLE_NOTE, style.check_keyword_form, is_about_file=True),
    LintRule("role-title", _ADVICE, "Nobody says Entwickler:in of themselves, or speaks in capitals.", _SAMPLE_NOTE, style.check_role_title, is_about_file=True),
    LintRule("company-name", _ADVICE, "Nobody says GmbH & Co. KG.", _SAMPLE_NOTE, style.check_company_name, is_about_file=True),
    LintRule("name-capitals", _ADVICE, "A name has the letters that its bearer gives it.", _SAMPLE_NOTE, style.check_capitals, is_about_file=True),
    LintRule("shared-sentence", _ADVICE, "Colleagues lay their notes side by side.", _SAMPLE_NOTE, style.check_shared_sentence),
)  # fmt: skip
