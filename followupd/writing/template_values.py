"""The words that templates are filled with: greetings, dates and lists as each language writes them.

Dates and lists come from babel, in any language. Greetings are kept in four; elsewhere the bare name greets, which
no language gets wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.config.interview import Contact, Interview, make_company_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from followupd.config.model import Candidate


@dataclass(frozen=True, slots=True)
class EarlierMail:
    """A mail, call or letter that this contact already had: what it was about, and its local day."""

    subject: str
    day: date


# Greetings that fit whoever reads them: none of these guesses a gender. `salutation` is for what knows better.
_GREETINGS = {
    "en": {"warm": "Dear {first},", "formal": "Dear {name},", "titled": "Dear {title} {last},"},
    "de": {"warm": "Hallo {name},", "formal": "Guten Tag {name},", "titled": "Guten Tag {title} {last},"},
    "fr": {"warm": "Bonjour {first},", "formal": "Bonjour {name},", "titled": "Bonjour {title} {last},"},
    "es": {
        "warm": "Hola, {first}:",
        "formal": "Buenos días, {name}:",
        "titled": "Buenos días, {title} {last}:",
    },
}
LANGUAGES = tuple(_GREETINGS)  # those that templates are shipped in
_BARE_GREETINGS = dict.fromkeys(("warm", "formal", "titled"), "{name},")
# "Dr. Ruiz" is how one greets; "Head of Data Ruiz" is not.
_ACADEMIC_TITLE = re.compile(
    r"(?:(?:dr|dra|prof|professor|profesor|profesora|pr)\.?(?:in|a)?\s*)+", re.IGNORECASE
)
# What nobody says aloud. Longer than a legal form and shorter than company_key: "Bain & Company" is its name.
_LEGAL_FORM = re.compile(
    r"[\s,]+(?:gmbh(?: & co\.? kg)?|ag|se|ltd\.?|limited|llc|llp|inc\.?|corp\.?|plc|pty\.?(?: ltd\.?)?"
    r"|s\.?a\.?r\.?l\.?|s\.?a\.?s\.?|s\.a\.|s\.?r\.?l\.?|s\.l\.(?:u\.)?|b\.?v\.?|n\.v\.)$",
    re.IGNORECASE,
)


def build_template_values(
    interview: Interview,
    contact: Contact,
    candidate: Candidate,
    *,
    earlier_mails: Sequence[EarlierMail] = (),
    promise: date | None = None,
    today: date,
    language: str | None = None,
) -> dict[str, object]:
    """Return the words for a template: strings, lists of strings, and None where nothing is known.

    `language` is the one the template is written in (default: the contact's, then the interview's); `promise` beats
    the interview's own; `today` is the recipient's local day.
    """
    language_code = language or contact.language or interview.language
    locale_name = find_locale(language_code, interview.country or "")
    earlier_values = [
        {"subject": one.subject, "on": format_day(one.day, locale_name)} for one in earlier_mails
    ]
    promise_date = promise or interview.promise
    return {
        "language": language_code,
        "locale": locale_name,
        "tone": interview.tone,
        "contact": _person_values(interview, contact, language_code),
        "lead": {"name": interview.lead.name, "first": interview.lead.given_name},
        "company": interview.company,
        "employer": strip_legal_form(interview.company),
        "position": interview.position,
        "candidate": {"name": candidate.name, "phone": candidate.phone},
        "keywords": list(interview.keywords),
        "strengths": list(interview.strengths),
        "interviewed_on": format_day(interview.at, locale_name),
        "interviewed_weekday": format_weekday(interview.at, locale_name),
        "interviewed_at": format_clock(interview.at, locale_name),
        "today": format_day(today, locale_name),
        "promise": format_day(promise_date, locale_name) if promise_date else None,
        "sent": earlier_values,
        "last_mail": earlier_values[-1] if earlier_values else None,
        "wording": choose_wording(interview, contact),
    }


def _person_values(interview: Interview, contact: Contact, language: str) -> dict[str, object]:
    return {
        "name": contact.name,
        "first": contact.given_name,
        "last": contact.family_name,
        "title": contact.title,
        "greeting": format_greeting(contact, language, interview.tone),
        "fact": contact.fact,
        "phone": contact.phone,
        "role": contact.role.value,
        "lead": contact is interview.lead,
    }


def format_greeting(contact: Contact, language: str, tone: str) -> str:
    """Return the first line of a mail with its comma or colon; it guesses nobody's gender."""
    patterns = _GREETINGS.get(language, _BARE_GREETINGS)
    if contact.salutation:
        return contact.salutation.rstrip(" ,!:;.") + patterns["warm"][-1]
    is_academic = contact.title and _ACADEMIC_TITLE.fullmatch(contact.title)
    names = {
        "first": contact.given_name,
        "last": contact.family_name,
        "name": contact.name,
        "title": contact.title,
    }
    return patterns["titled" if is_academic else tone].format(**names)


def choose_wording(interview: Interview, contact: Contact) -> dict[str, int]:
    """Return which of three openings, middles and closings this person's note uses, each 1 to 3.

    Colleagues lay notes side by side. An orthogonal array (nine rows, three columns) gives nine people of one role
    notes of which no two share more than one part; the lead has 1, 1, 1.
    """
    peers = [one for one in interview.contacts if one.role is contact.role]
    peers.sort(key=lambda one: one is not interview.lead)
    row, column = divmod(peers.index(contact), 3)
    return {"opening": column + 1, "middle": (column + row) % 3 + 1, "closing": (column + 2 * row) % 3 + 1}


def find_locale(language: str, country: str) -> str:
    """Return the babel locale of a language as the country writes it: en and US give November 12, en and DE 12 November."""
    from babel import Locale, UnknownLocaleError

    for name in (f"{language}_{country[:2]}", language):
        try:
            return str(Locale.parse(name))
        except (UnknownLocaleError, ValueError):
            continue
    return "en_GB"


def format_day(date_value: date, locale_name: str) -> str:
    """Return a day without its year as people of the locale say it: 12. November, 12 de noviembre."""
    from babel.dates import format_skeleton

    text: str = format_skeleton("MMMMd", date_value, locale=locale_name)
    return text.replace("1 ", "1er ", 1) if locale_name.startswith("fr") and date_value.day == 1 else text


def format_weekday(date_value: date, locale_name: str) -> str:
    """Return the name of the day."""
    from babel.dates import format_date

    return format_date(date_value, "EEEE", locale=locale_name)


def format_clock(moment: datetime, locale_name: str) -> str:
    """Return the time of day: 14:00, or 2:00 PM where that is how it is said."""
    from babel.dates import format_time

    return format_time(moment.time(), "short", locale=locale_name).replace("\u202f", " ")


def strip_legal_form(company: str) -> str:
    """Return a company's name as people say it: without its legal form, case kept."""
    bare_name = _LEGAL_FORM.sub("", company)
    return bare_name if bare_name and make_company_key(bare_name) == make_company_key(company) else company


def join_items(items: Iterable[str], locale_name: str) -> str:
    """Return `a, b and c` in the locale; an empty list gives an empty string."""
    from babel.lists import format_list

    texts = list(items)
    text: str = format_list(texts, locale=locale_name) if texts else ""
    if (
        locale_name.startswith("es")
        and len(texts) > 1
        and re.match(r"(?:i|hi(?!e))", texts[-1], re.IGNORECASE)
    ):
        return text.removesuffix(f"y {texts[-1]}") + f"e {texts[-1]}"  # y before the sound i
    return text


def end_sentence(text: str) -> str:
    """Return the text with a full stop, unless it has an end of its own."""
    text = str(text).rstrip()
    return text if re.search(r"[.!?…]['\"”’»)]*$", text) else text + "."


def make_sentence(text: str) -> str:
    """Return the text as a sentence: a capital first, a full stop last."""
    text = end_sentence(text)
    return text[:1].upper() + text[1:]


def french_de(text: str) -> str:
    """Return `de` and the text as French joins them: d'ingénieur, de data engineer."""
    return f"d’{text}" if re.match(r"[aeiouyàâéèêëîïôöùûü]", text, re.IGNORECASE) else f"de {text}"
