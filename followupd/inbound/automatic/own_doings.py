"""Detects notices of the user's own doings: agenda, calls, posted letters, opened mails, orders, surveys, "was viewed".

They name people and companies, but these did not write them. A notice that also asks or decides something is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.actions import Relation
from followupd.inbound.automatic.auto_reply import is_declared_generated, is_no_reply_sender
from followupd.inbound.bulk.bulk_headers import find_bulk_header
from followupd.inbound.bulk.bulk_traits import count_links
from followupd.inbound.footer import text_above_footer
from followupd.inbound.intent import detect_intent, has_decision
from followupd.inbound.names.greeting import has_named_signature
from followupd.inbound.names.mentions import company_labels, make_name_slug
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import own_doings as say
from followupd.inbound.phrases.bulk import NUMBER_OR_LINK, RATING_QUESTION, SHOP_WORDS
from followupd.inbound.phrases.hiring import CONTRACT_STEMS, HIRING_STEMS
from followupd.inbound.senders.applicant_systems import CALENDAR_SERVICES
from followupd.inbound.verdict import Intent, quote_words

if TYPE_CHECKING:
    from followupd.inbound.parsing.phrase_pattern import Searchable
    from followupd.inbound.read_mail import ReadMail

# What services report about the user's private doings.
_AT_HOME: tuple[tuple[str, Searchable], ...] = (
    ("an agenda", say.AGENDA),
    ("a call of the user's own", say.OWN_CALL),
    ("a letter of the user's own", say.LETTER_SENT),
    ("a letter of the user's own", say.LETTER_ELSEWHERE),
    ("a parcel or a letter on its way", say.CARRIED),
    ("a mail of the user's own that was opened", say.OPENED),
    ("a mail of the user's own", say.SENT_LATER),
    ("an application that was looked at", say.VIEWED),
)
_CONTRACT_WORDS = re.compile(
    r"\b(?:job offer|\w*contract|employment \w+|\w*vertrag|contrat|contrato|contratto|arbeidsovereenkomst)\b"
)
# What an employer sends to somebody who begins there.
_GIFT_WORDS = re.compile(
    r"\b(?:welcome|onboarding|relocation|starter|joining|compensation|benefits?|new hire|laptop|notebook|work equipment|willkommens?|umzugs?|einstiegs?|begrussungs?|arbeitsgerat\w*|bienvenue|bienvenida|benvenuto|boas-vindas|welkomst?|powitaln\w+|valkomst\w*|velkomst\w*)\b"
    r"|\b(?:willkommens|umzugs|begrussungs|einstiegs|welkomst)\w+"
)
_CARRIERS = (say.CARRIED, say.LETTER_ELSEWHERE)
MAX_NOTICE = 3_000  # characters: a longer text is about more than what the user did
MAX_NOTE = 300  # characters of a bank's note about a payment
MIN_SHOP_WORDS = 2
MIN_SLUG = 3  # letters
MAX_SHOP_NAME = 2  # words


def describes_own_call(text: str) -> bool:
    """Return whether a folded text is about a call that the user made."""
    return bool(say.OWN_CALL.search(text))


def detect_own_doing(read: ReadMail) -> str:
    """Return what shows that a service reports what the user did, or an empty string."""
    text = read.folded_text
    if len(read.mail.text) > MAX_NOTICE or has_decision(read.mail.text) or _is_signed_by_person(read):
        return ""
    if (opinion_words := _find_opinion_words(text)) and not _speaks_of_offer(text):
        survey = _describe_survey(text, opinion_words, is_listed=bool(find_bulk_header(read.mail.headers)))
        return survey or _describe_known_doing(read, text)
    if _asks(text) or (
        read.relation is Relation.COMPANY and detect_intent(read.answer_text) is Intent.QUESTION
    ):
        return ""
    return _describe_known_doing(read, text) or _describe_order(read)


def _describe_known_doing(read: ReadMail, text: str) -> str:
    """Return which known doing the text reports, or an empty string. A delivery with a contract is none."""
    for name, pattern in _find_candidates(read):
        hit = pattern.search(text)
        if hit and not _is_of_theirs(read, pattern, text, hit):
            return f"it tells of {name}: {quote_words(hit[0])}"
    return ""


def _is_of_theirs(read: ReadMail, pattern: Searchable, text: str, hit: re.Match[str]) -> bool:
    """Return whether an apparent doing of the user is the employer's: a contract or a welcome gift sent, a task set."""
    if pattern in _CARRIERS:
        return bool(_CONTRACT_WORDS.search(text) or _GIFT_WORDS.search(text))
    if pattern is not say.AGENDA or read.match.relay in CALENDAR_SERVICES:
        return False
    return _is_reminder(hit) and _awaits_reader(read)


def _is_reminder(hit: re.Match[str]) -> bool:
    """Return whether the subject begins with the word for a reminder and a colon, or says that something is due."""
    return not hit.start() and (hit[0].endswith((":", "：")) or "due" in hit[0])


def _awaits_reader(read: ReadMail) -> bool:
    """Return whether a note is about hiring or a contract, and addresses the reader."""
    note = _fold_above_footer(read)
    return _is_about_employment(note) and bool(say.SECOND_PERSON.search(note))


def _fold_above_footer(read: ReadMail) -> str:
    return fold_text(f"{read.mail.subject}\n{text_above_footer(read.mail)}")


def _is_about_employment(text: str) -> bool:
    return bool(HIRING_STEMS.search(text) or CONTRACT_STEMS.search(text))


def _find_candidates(read: ReadMail) -> list[tuple[str, Searchable]]:
    """Return the doings that such a sender may report.

    The company keeps no agenda for the user, and prints no letters.
    """
    account = ("a movement on an account", say.ACCOUNT_MOVEMENT)
    if read.relation is not Relation.COMPANY:
        return [*_AT_HOME, account]
    relay = read.match.relay
    return [
        *([_AT_HOME[0]] if relay in CALENDAR_SERVICES else []),
        *([("an application that was looked at", say.VIEWED)] if relay else []),
        account,
    ]


def _is_signed_by_person(read: ReadMail) -> bool:
    """Return whether the author signs with a name that is not the company's. A shop or a bank does not."""
    return not is_shown_as_company(read) and has_named_signature(read.mail)


def is_shown_as_company(read: ReadMail, within: int = 1) -> bool:
    """Return whether the first words of the author's shown name hold the company's name.

    "Acme Shop" does; `within` two words, "Tienda Acme" does, too.
    """
    return any(
        _begins_label(make_name_slug(word), label) or label in make_name_slug(read.shown_name)
        for interview in read.match.interviews
        for label in company_labels(interview)
        for word in read.shown_name.split()[:within]
    )


def _begins_label(slug: str, label: str) -> bool:
    """Return whether a word is the beginning of the company's name, and not letters within it: "Al" in "halden"."""
    return slug == label or (len(slug) >= MIN_SLUG and label.startswith(slug))


def _find_opinion_words(text: str) -> str:
    """Return the words that ask for an opinion. A word for a survey counts if the text says that it has no effect."""
    hit = say.SURVEY_REQUEST.search(text) or RATING_QUESTION.search(text)
    hit = hit or (say.WITHOUT_EFFECT.search(text) and say.SURVEY_NOUN.search(text))
    return hit[0] if hit else ""


def _describe_survey(text: str, opinion_words: str, *, is_listed: bool) -> str:
    """Return what shows a survey, or an empty string.

    A survey goes to many: it has the headers of a list or a link, or says that the answer does not count.
    """
    is_form = is_listed or "http" in text or say.WITHOUT_EFFECT.search(text)
    return f"it asks for an opinion: {quote_words(opinion_words)}" if is_form else ""


def _describe_order(read: ReadMail) -> str:
    """Return what shows an order, a parcel or a payment; empty if the text is about hiring or a contract."""
    text = _fold_above_footer(read)
    if _is_about_employment(text) or say.ARRANGED.search(text):
        return ""
    hits = {hit[0] for hit in SHOP_WORDS.finditer(text)}
    amount = say.AMOUNT.search(text)
    is_sale = hits and amount and _may_sell(read)
    if (len(hits) >= MIN_SHOP_WORDS and NUMBER_OR_LINK.search(text)) or is_sale:
        return f"the words of a shop, a bank or a carrier: {quote_words(min(hits))}"
    return f"a robot's note of an amount: {quote_words(amount[0])}" if amount and _is_bare_note(read) else ""


def _may_sell(read: ReadMail) -> bool:
    """Return whether the sender may be a shop: not the company, or the company under its own name."""
    return read.relation is not Relation.COMPANY or is_shown_as_company(read, within=MAX_SHOP_NAME)


def _is_bare_note(read: ReadMail) -> bool:
    """Return whether a program, not the company's, wrote a short note without links."""
    headers = read.mail.headers
    is_by_program = is_declared_generated(headers) or is_no_reply_sender(headers)
    is_short = len(read.mail.text) < MAX_NOTE and not count_links(read.mail)
    return read.relation is Relation.NAMED and is_by_program and is_short


def _speaks_of_offer(text: str) -> bool:
    """Return whether the opinion is about a contract or an offer. Then it is no survey."""
    return bool(CONTRACT_STEMS.search(text) or re.search(r"\b(?:offer|angebot|offre|oferta|offerta)\b", text))


def _asks(text: str) -> bool:
    return bool(re.search(r"[?？؟;](?:\s|$)", re.sub(r"https?://\S+", " ", text)))
