"""Checks of the lint on what would make a mail better: length, signature, greeting, and the user's own input.

Each check returns the remark about the fault, or None. The row in `lint` decides whether it holds the mail or only
advises.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.writing.language.company_name import name_company
from followupd.writing.language.greeting import speak_name
from followupd.writing.language.job_title import is_shouted, tidy_job_title
from followupd.writing.language.user_strengths import explain_strength, list_keywords, names_quality
from followupd.writing.lint.fact_remarks import explain_fact
from followupd.writing.lint.lint_messages import make_remark
from followupd.writing.lint.lint_note import contains_name, list_sentences_of
from followupd.writing.lint.similarity import normalize_text

if TYPE_CHECKING:
    from followupd.writing.lint.lint_messages import Remark
    from followupd.writing.lint.lint_note import Note

LONGEST, LONGEST_LETTER = 250, 400  # words
SUBJECT_LENGTH = 78  # characters, without "Re: "; phones show about half
# Entwickler:in, développeur·euse, chef(fe), enfermera/o, Angestellte/r, Filialleiter/Filialleiterin.
_BOTH_GENDERS = re.compile(
    r"[:*_]in(?:nen)?\b|/-?in(?:nen)?\b|(?<=\w)[·.](?:e|euse|trice|rice|ne|ère|ière|fe|te|ve)s?\b"
    r"|\((?:e|a|fe|ne|te|ve|euse|trice|rice|ère|in|ra)\)|\b\w+(?:[oa]/[oa]|r/a|e[/:*_]r|e/-r)\b|\bo/a\b|\b(\w{4,})\w*\s?/\s?\1\w*|/-?(?:frau|mann)\b|\w+\s?/\s?\w+(?:in|euse|trice)\b",
    re.IGNORECASE,
)
# Only an advertisement has these in a title: a team after a dash, an offer, money, a year.
_ADVERTISED = re.compile(r"\s[-–—|]+\s|[!|€£$#:]|\(|\b20\d\d\b|\b(?:mgr|sr|jr)\b\.?", re.IGNORECASE)
_LONGEST_TITLE = 60  # characters
_LONGEST_KEYWORD = 5  # words
_CLAUSE = re.compile(
    r"[.!?]$|\b(?:i(?:['’]m)?|we|you|ich|wir|sie|je|nous|vous|yo|nosotros)\b(?![-/])|\b[jmt][’']",
    re.IGNORECASE,
)
_KEYWORD_EXAMPLES = {
    "en": "data quality",
    "de": "Datenqualität",
    "fr": "qualité des données",
    "es": "calidad de datos",
}
_LEGAL_FORM = re.compile(
    r"\b(?:g?GmbH|mbH|KG|AG|OHG|Aktiengesellschaft|Ltd|Limited|Inc|LLC|SARL|Kft|B\.V|de C\.V|S\.A|S\.L|z o\.\s?o)\b"
)
# German with "Sie" needs Frau or Herr; formal mails in French and Spanish need their forms.
_NEEDS_COURTESY = {"de": ("warm", "formal"), "fr": ("formal",), "es": ("formal",)}
_TELLS_STRENGTHS = ("thank-you.agency", "check-in-2")  # beside the templates that need one
_COURTESY_EXAMPLES = {"de": "Frau", "fr": "Madame", "es": "Sra."}


def check_long(note: Note) -> Remark | None:
    """Return a remark if the mail has too many words to be read."""
    count, limit = len(note.text.body.split()), LONGEST_LETTER if note.kind == "letter" else LONGEST
    return make_remark("long", count=count, limit=limit) if count > limit else None


def check_subject(note: Note) -> Remark | None:
    """Return a remark if the subject has too many characters for a list of mails."""
    count = len(note.text.subject.removeprefix("Re: "))
    return make_remark("subject", count=count, limit=SUBJECT_LENGTH) if count > SUBJECT_LENGTH else None


def check_signature(note: Note) -> Remark | None:
    """Return a remark if the last four lines do not have the candidate's name."""
    last_lines = normalize_text("\n".join(note.text.body.strip().split("\n")[-4:]))
    is_signed = any(contains_name(last_lines, one) for one in note.candidate.name.split())
    if is_signed or note.is_own_script or note.kind == "letter":  # the letter's layout has the signature
        return None
    return make_remark("signature", name=note.candidate.name)


def check_salutation(note: Note) -> Remark | None:
    """Return a remark if the greeting needs Mr or Ms in this language, which followupd should not guess."""
    needs_courtesy = note.tone in _NEEDS_COURTESY.get(note.language, ())
    spoken_name = speak_name(note.contact, note.language, note.tone)
    if not needs_courtesy or note.contact.salutation or spoken_name != note.contact.spoken_name:
        return None
    if not note.kind.startswith(("thank-you", "letter")):
        return None
    name = "salutation/informal" if note.language == "de" else "salutation"
    return make_remark(name, title=_COURTESY_EXAMPLES[note.language])


def check_fact_form(note: Note) -> Remark | None:
    """Return a remark on a fact that no template can quote well."""
    is_used = "fact" in note.needed_parts or note.kind.startswith("thank-you")
    if not note.contact.fact or not is_used:
        return None
    return explain_fact(note.contact.fact, note.language)


def check_strength_form(note: Note) -> Remark | None:
    """Return a remark on a strength that is no sentence."""
    if "skill" not in note.needed_parts and note.kind not in _TELLS_STRENGTHS:
        return None
    explanations = (explain_strength(one, note.language) for one in note.strengths)
    return next(filter(None, explanations), None)


def check_keyword_form(note: Note) -> Remark | None:
    """Return a remark on a keyword that is a sentence or a quality, or has no capital in German."""
    example = _KEYWORD_EXAMPLES.get(note.language)
    if "keywords" not in note.needed_parts or not example:
        return None
    odd_keywords = (
        one for one in list_keywords(note.interview.keywords) if _is_odd_keyword(one, note.language)
    )
    keyword = next(odd_keywords, None)
    return make_remark("keyword-form", quote=repr(keyword), example=repr(example)) if keyword else None


def _is_odd_keyword(keyword: str, language: str) -> bool:
    is_long = len(keyword.split()) > _LONGEST_KEYWORD
    is_uncased = language == "de" and keyword == keyword.lower() and " " in keyword
    return is_long or is_uncased or names_quality(keyword, language) or bool(_CLAUSE.search(keyword))


def check_role_title(note: Note) -> Remark | None:
    """Return a remark on a title of the role that nobody would say."""
    position = note.interview.position
    spoken_title = tidy_job_title(position, note.language)
    if _BOTH_GENDERS.search(spoken_title):
        return make_remark("role-title", quote=repr(spoken_title))
    if is_shouted(position):
        return make_remark("role-title/capitals", quote=repr(spoken_title))
    if _ADVERTISED.search(spoken_title) or len(spoken_title) > _LONGEST_TITLE:
        return make_remark("role-title/advert", quote=repr(spoken_title))
    return None


def check_company_name(note: Note) -> Remark | None:
    """Return a remark on a company's name in capitals, without any capital, or with its legal form.

    The legal form is left if the rest would be no name.
    """
    spoken_name = name_company(note.interview)
    is_cased = not (is_shouted(spoken_name) or spoken_name == spoken_name.lower() != spoken_name.upper())
    if note.interview.called or (is_cased and not _LEGAL_FORM.search(spoken_name)):
        return None
    return make_remark("company-name", quote=repr(spoken_name))


def check_capitals(note: Note) -> Remark | None:
    """Return a remark on a name in capitals."""
    name = note.contact.name
    if name != name.upper() or name == name.lower():
        return None
    return make_remark("name-capitals", quote=repr(note.contact.spoken_name))


def check_shared_sentence(note: Note) -> Remark | None:
    """Return a remark on a sentence that is also in the mail to a colleague."""
    for name, text in note.neighbours.items():
        if shared_sentences := note.sentences & list_sentences_of(text.body):
            return make_remark("shared-sentence", name=name, quote=repr(min(shared_sentences)))
    return None
