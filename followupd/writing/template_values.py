"""Makes the values for templates: names, titles, facts, dates and lists in the form of each language.

Dates and lists come from babel, in any language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from followupd.writing.language.company_name import name_company
from followupd.writing.language.greeting import find_tone, format_greeting, format_letter_greeting, speak_name
from followupd.writing.language.job_title import tidy_job_title
from followupd.writing.language.user_facts import phrase_fact
from followupd.writing.language.user_strengths import list_sentences, list_topics, write_keyword
from followupd.writing.panel import choose_keywords, choose_wording, share_strengths

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from followupd.config.candidate import Candidate
    from followupd.config.interview import Contact, Interview
    from followupd.writing.draft import SharedRole


@dataclass(frozen=True, slots=True)
class EarlierMail:
    """A mail, call or letter that this contact had already: its subject, and its local day."""

    subject: str
    day: date


# Thanks for an interview on a Friday go out on Monday. Later thanks ask to excuse the delay.
_PROMPT_DAYS = 3
_WEEK_DAYS = 6  # for an older interview, the weekday alone is not clear
LANGUAGES = ("en", "de", "fr", "es")  # templates are shipped in these


@dataclass(frozen=True, slots=True)
class Promise:
    """The day by which the company said it would decide, and how.

    It was said in a talk, in a mail of that local day, or it is not known.
    """

    day: date
    mailed_on: date | None = None
    is_spoken: bool = False


def build_template_values(
    interview: Interview,
    contact: Contact,
    candidate: Candidate,
    *,
    earlier_mails: Sequence[EarlierMail] = (),
    promise: Promise | date | None = None,
    today: date,
    language: str | None = None,
    for_panel: bool = False,
    other_roles: Sequence[SharedRole] = (),
) -> dict[str, object]:
    """Return the values for a template: strings, lists of strings, and None for what is not known.

    `language` is the template's (default: the contact's, then the interview's). `promise` has priority over the
    interview's own. `today` is the recipient's local day. `for_panel`: the mail is one of several to a panel, so it has
    only its share of strengths and keywords. `other_roles`: the other roles of a call.
    """
    language_code = language or contact.language or interview.language
    locale_name = find_locale(language_code, interview.country or "")
    earlier_values = [_mail_values(mail, locale_name) for mail in earlier_mails]
    strengths = share_strengths(interview, contact) if for_panel else interview.strengths
    return {
        "language": language_code,
        "locale": locale_name,
        "tone": find_tone(interview, contact),
        "contact": _person_values(interview, contact, language_code),
        "lead": {"name": interview.lead.spoken_name, "first": interview.lead.given_name},
        **_agency_values(interview),
        "company": interview.company,
        "employer": name_company(interview),
        "position": tidy_job_title(interview.position, language_code),
        "other_roles": [_role_values(role, language_code) for role in other_roles],
        "candidate": {"name": candidate.name, "phone": candidate.phone},
        "keywords": _write_keywords(interview, contact, language_code, for_panel=for_panel),
        "strengths": list_sentences(strengths, language_code, lambda words: join_items(words, locale_name)),
        **_time_values(interview.at, today, locale_name),
        **_promise_values(promise or interview.promise, locale_name),
        "sent": earlier_values,
        "last_mail": earlier_values[-1] if earlier_values else None,
        "wording": choose_wording(interview, contact),
    }


def _time_values(at: datetime, today: date, locale_name: str) -> dict[str, object]:
    """Return when the interview was, and what day it is.

    If the interview's weekday has come again since, its date is used instead.
    """
    days = (today - at.date()).days
    return {
        "interviewed_on": format_day(at, locale_name),
        "interviewed_weekday": (format_weekday if days < _WEEK_DAYS else format_day)(at, locale_name),
        "interviewed_at": format_clock(at, locale_name),
        "today": format_day(today, locale_name),
        "is_late": days > _PROMPT_DAYS,
    }


def _write_keywords(interview: Interview, contact: Contact, language: str, *, for_panel: bool) -> list[str]:
    keywords = choose_keywords(interview, contact) if for_panel else list_topics(interview.keywords, language)
    return [write_keyword(one, language) for one in keywords]


def _agency_values(interview: Interview) -> dict[str, object]:
    """Return the agency, whom it shall thank, and whether it shall thank everybody."""
    agency = interview.via
    return {
        "agency": agency.name if agency else None,
        "met": list(agency.met) if agency else [],
        "passes_thanks": agency is not None and not interview.people_without_agency,
    }


def _mail_values(mail: EarlierMail, locale_name: str) -> dict[str, object]:
    return {"subject": mail.subject, "on": format_day(mail.day, locale_name)}


def _role_values(role: SharedRole, language: str) -> dict[str, object]:
    return {"position": tidy_job_title(role.position, language), "spoke_with": role.spoke_with}


def _promise_values(promise: Promise | date | None, locale_name: str) -> dict[str, object]:
    """Return the promised day, whether it was named in a talk, or else the day of the mail that named it."""
    told = Promise(promise) if isinstance(promise, date) else promise
    mailed_on = told.mailed_on if told else None
    return {
        "promise": format_day(told.day, locale_name) if told else None,
        "promise_mailed_on": format_day(mailed_on, locale_name) if mailed_on else None,
        "promise_spoken": told.is_spoken if told else False,
    }


def _person_values(interview: Interview, contact: Contact, language: str) -> dict[str, object]:
    tone = find_tone(interview, contact)
    return {
        "name": contact.spoken_name,
        "first": contact.given_name,
        "last": contact.family_name,
        "title": contact.person_name.title or None,
        "greeting": format_greeting(contact, language, tone),
        "letter_greeting": format_letter_greeting(contact, language, tone),
        "addressed": speak_name(contact, language, tone),
        "fact": phrase_fact(contact.fact, language, tone) if contact.fact else None,
        "phone": contact.phone,
        "role": contact.role.value,
        "lead": contact is interview.lead,
    }


def find_locale(language: str, country: str) -> str:
    """Return the babel locale of a language and a country: en and US give November 12, en and DE 12 November."""
    from babel import Locale, UnknownLocaleError

    for name in (f"{language}_{country[:2]}", language):
        try:
            return str(Locale.parse(name))
        except (UnknownLocaleError, ValueError):
            continue
    return "en_GB"


def format_day(date_value: date, locale_name: str) -> str:
    """Return a day without its year, in the form of the locale: 12. November, 12 de noviembre."""
    from babel.dates import format_skeleton

    text: str = format_skeleton("MMMMd", date_value, locale=locale_name)
    return text.replace("1 ", "1er ", 1) if locale_name.startswith("fr") and date_value.day == 1 else text


def format_weekday(date_value: date, locale_name: str) -> str:
    """Return the name of the day."""
    from babel.dates import format_date

    return format_date(date_value, "EEEE", locale=locale_name)


def format_clock(moment: datetime, locale_name: str) -> str:
    """Return the time of day: 14:00, or 2:00 PM if the locale has that form."""
    from babel.dates import format_time

    return format_time(moment.time(), "short", locale=locale_name).replace("\u202f", " ")


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
        # Spanish y becomes e before the sound i.
        return text.removesuffix(f"y {texts[-1]}") + f"e {texts[-1]}"
    return text


def end_sentence(text: str) -> str:
    """Return the text with a full stop, unless it ends with punctuation."""
    text = str(text).rstrip()
    return text if re.search(r"[.!?…]['\"”’»)]*$", text) else text + "."


def make_sentence(text: str) -> str:
    """Return the text as a sentence: a capital at its start, a full stop at its end."""
    return capitalize_first(end_sentence(text))


def capitalize_first(text: str) -> str:
    """Return the text with a capital at its start."""
    return text[:1].upper() + text[1:]
