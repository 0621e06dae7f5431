"""The words that templates are filled with: greetings, dates and lists as each language writes them.

Dates and lists come from babel, in any language. Greetings are kept in four; elsewhere the bare name greets, which
no language gets wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.config.interview import Contact, Interview, company_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from followupd.config.model import Candidate


@dataclass(frozen=True, slots=True)
class Earlier:
    """A mail, call or letter that this contact already had: what it was about, and its local day."""

    subject: str
    on: date


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
_OTHER = dict.fromkeys(("warm", "formal", "titled"), "{name},")
# "Dr. Ruiz" is how one greets; "Head of Data Ruiz" is not.
_ACADEMIC = re.compile(r"(?:(?:dr|dra|prof|professor|profesor|profesora|pr)\.?(?:in|a)?\s*)+", re.IGNORECASE)
# What nobody says aloud. Longer than a legal form and shorter than company_key: "Bain & Company" is its name.
_UNSPOKEN = re.compile(
    r"[\s,]+(?:gmbh(?: & co\.? kg)?|ag|se|ltd\.?|limited|llc|llp|inc\.?|corp\.?|plc|pty\.?(?: ltd\.?)?"
    r"|s\.?a\.?r\.?l\.?|s\.?a\.?s\.?|s\.a\.|s\.?r\.?l\.?|s\.l\.(?:u\.)?|b\.?v\.?|n\.v\.)$",
    re.IGNORECASE,
)


def context(
    interview: Interview,
    contact: Contact,
    candidate: Candidate,
    *,
    sent: Sequence[Earlier] = (),
    promise: date | None = None,
    today: date,
    language: str | None = None,
) -> dict[str, object]:
    """Return the words for a template: strings, lists of strings, and None where nothing is known.

    `language` is the one the template is written in (default: the contact's, then the interview's); `promise` beats
    the interview's own; `today` is the recipient's local day.
    """
    tongue = language or contact.language or interview.language
    where = locale(tongue, interview.country or "")
    earlier = [{"subject": one.subject, "on": day(one.on, where)} for one in sent]
    promised = promise or interview.promise
    return {
        "language": tongue,
        "locale": where,
        "tone": interview.tone,
        "contact": _person(interview, contact, tongue),
        "lead": {"name": interview.lead.name, "first": interview.lead.first},
        "company": interview.company,
        "employer": spoken(interview.company),
        "position": interview.position,
        "candidate": {"name": candidate.name, "phone": candidate.phone},
        "keywords": list(interview.keywords),
        "strengths": list(interview.strengths),
        "interviewed_on": day(interview.at, where),
        "interviewed_weekday": weekday(interview.at, where),
        "interviewed_at": clock(interview.at, where),
        "today": day(today, where),
        "promise": day(promised, where) if promised else None,
        "sent": earlier,
        "last_mail": earlier[-1] if earlier else None,
        "wording": wording(interview, contact),
    }


def _person(interview: Interview, contact: Contact, language: str) -> dict[str, object]:
    return {
        "name": contact.name,
        "first": contact.first,
        "last": contact.last,
        "title": contact.title,
        "greeting": greeting(contact, language, interview.tone),
        "fact": contact.fact,
        "phone": contact.phone,
        "role": contact.role.value,
        "lead": contact is interview.lead,
    }


def greeting(contact: Contact, language: str, tone: str) -> str:
    """Return the first line of a mail with its comma or colon; it guesses nobody's gender."""
    patterns = _GREETINGS.get(language, _OTHER)
    if contact.salutation:
        return contact.salutation.rstrip(" ,!:;.") + patterns["warm"][-1]
    titled = contact.title and _ACADEMIC.fullmatch(contact.title)
    names = {"first": contact.first, "last": contact.last, "name": contact.name, "title": contact.title}
    return patterns["titled" if titled else tone].format(**names)


def wording(interview: Interview, contact: Contact) -> dict[str, int]:
    """Return which of three openings, middles and closings this person's note uses, each 1 to 3.

    Colleagues lay notes side by side. An orthogonal array (nine rows, three columns) gives nine people of one role
    notes of which no two share more than one part; the lead has 1, 1, 1.
    """
    peers = [one for one in interview.contacts if one.role is contact.role]
    peers.sort(key=lambda one: one is not interview.lead)
    row, column = divmod(peers.index(contact), 3)
    return {"opening": column + 1, "middle": (column + row) % 3 + 1, "closing": (column + 2 * row) % 3 + 1}


def locale(language: str, country: str) -> str:
    """Return the babel locale of a language as the country writes it: en and US give November 12, en and DE 12 November."""
    from babel import Locale, UnknownLocaleError

    for name in (f"{language}_{country[:2]}", language):
        try:
            return str(Locale.parse(name))
        except (UnknownLocaleError, ValueError):
            continue
    return "en_GB"


def day(when: date, where: str) -> str:
    """Return a day without its year as people of the locale say it: 12. November, 12 de noviembre."""
    from babel.dates import format_skeleton

    said: str = format_skeleton("MMMMd", when, locale=where)
    return said.replace("1 ", "1er ", 1) if where.startswith("fr") and when.day == 1 else said


def weekday(when: date, where: str) -> str:
    """Return the name of the day."""
    from babel.dates import format_date

    return format_date(when, "EEEE", locale=where)


def clock(when: datetime, where: str) -> str:
    """Return the time of day: 14:00, or 2:00 PM where that is how it is said."""
    from babel.dates import format_time

    return format_time(when.time(), "short", locale=where).replace("\u202f", " ")


def spoken(company: str) -> str:
    """Return a company's name as people say it: without its legal form, case kept."""
    bare = _UNSPOKEN.sub("", company)
    return bare if bare and company_key(bare) == company_key(company) else company


def listed(items: Iterable[str], where: str) -> str:
    """Return `a, b and c` in the locale; an empty list gives an empty string."""
    from babel.lists import format_list

    given = list(items)
    said: str = format_list(given, locale=where) if given else ""
    if where.startswith("es") and len(given) > 1 and re.match(r"(?:i|hi(?!e))", given[-1], re.IGNORECASE):
        return said.removesuffix(f"y {given[-1]}") + f"e {given[-1]}"  # y before the sound i
    return said


def ended(text: str) -> str:
    """Return the text with a full stop, unless it has an end of its own."""
    text = str(text).rstrip()
    return text if re.search(r"[.!?…]['\"”’»)]*$", text) else text + "."


def sentence(text: str) -> str:
    """Return the text as a sentence: a capital first, a full stop last."""
    text = ended(text)
    return text[:1].upper() + text[1:]


def french_de(text: str) -> str:
    """Return `de` and the text as French joins them: d'ingénieur, de data engineer."""
    return f"d’{text}" if re.match(r"[aeiouyàâéèêëîïôöùûü]", text, re.IGNORECASE) else f"de {text}"
