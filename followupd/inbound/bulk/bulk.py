"""Detects mail to many: lists, newsletters, notifications, advertising.

A header decides if there is one. Otherwise traits are weighed; a mail that answers another one is from a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.automatic.auto_reply import NO_REPLY_ADDRESS, is_declared_generated, is_no_reply_sender
from followupd.inbound.bulk.bulk_headers import find_bulk_header, is_in_thread
from followupd.inbound.bulk.bulk_traits import find_traits, is_robot_address, unquoted_text
from followupd.inbound.intent import has_decision, is_about_hiring
from followupd.inbound.names.greeting import has_named_greeting, has_named_signature
from followupd.inbound.parsing.addresses import (
    author_address,
    display_name,
    find_addresses,
)
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import bulk as say
from followupd.inbound.phrases.auto_reply import APPLICATION_THANKS, HELP_DESK
from followupd.inbound.senders.applicant_systems import find_relay
from followupd.inbound.verdict import quote_words

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import MailHeaders, ParsedMail

LETTER_LENGTH = 1_500  # characters


def detect_bulk(mail: ParsedMail) -> str:
    """Return what shows that the mail was sent to many, or an empty string."""
    # Seen in practice: people answer on lists and through ticket systems, so that their mail has every list header.
    if is_in_thread(mail.headers):
        return ""
    if list_header := find_bulk_header(mail.headers):
        return list_header
    if say.ANSWER_SUBJECT.match(mail.subject):
        return ""
    return (
        _find_feed_evidence(mail)
        or find_notice_evidence(mail)
        or _find_unrelated_evidence(mail)
        or find_traits(mail)
    )


def _find_feed_evidence(mail: ParsedMail) -> str:
    return "its text is an entry of a feed" if say.FEED_ENTRY.match(mail.text) else ""


def is_advertising(mail: ParsedMail) -> bool:
    """Return whether the words are typical of mail to many (news, jobs, a shop), regardless of the headers."""
    if say.NEWS_SENDER.search(author_address(mail.headers)):
        return True
    text = fold_text(f"{mail.subject}\n{mail.text[:20_000]}")
    has_mass_mail_headers = mail.headers.has(*say.MASS_MAIL_HEADERS) and not is_about_hiring(text)
    signs = (
        say.UNSUBSCRIBE.search(text),
        say.NEWS_SUBJECT.search(mail.subject),
        say.VACANCY_NEWS.search(text),
        has_mass_mail_headers,
    )
    return sum(map(bool, signs)) > 1 or len({hit[0][:12] for hit in say.SALES_WORDS.finditer(text)}) > 1


def find_notice_evidence(mail: ParsedMail) -> str:
    """Return what shows a robot's notice without a decision, from any service: about an account, a code, a survey."""
    if has_decision(mail.text) or is_forwarded_by_network(mail):
        return ""
    text, is_by_robot = _find_opening(mail), _is_from_robot(mail.headers)
    if is_by_robot and _offers_jobs(mail, text):
        return "a robot's sender and a subject that offers jobs"
    if account_words := _find_account_words(text, is_by_robot=is_by_robot):
        return f"a robot's words {quote_words(account_words)}"
    return "a survey of candidates" if _is_survey(mail, text, is_by_robot=is_by_robot) else ""


def _find_opening(mail: ParsedMail) -> str:
    """Return the subject and the beginning of the unquoted text, folded."""
    return fold_text(f"{mail.subject}\n{unquoted_text(mail)[:6000]}")


def _offers_jobs(mail: ParsedMail, text: str) -> bool:
    """Return whether the subject offers jobs, and the text neither asks anything nor is signed by name."""
    has_vacancies = say.VACANCY_NEWS.search(fold_text(mail.subject))
    return bool(has_vacancies) and not (has_named_signature(mail) or "?" in text)


def _find_account_words(text: str, *, is_by_robot: bool) -> str:
    """Return the words of a notice about an account or a service, if a robot sent it or the text itself says so."""
    if not is_by_robot and not say.NOT_REQUESTED.search(text):
        return ""
    hit = say.ACCOUNT_NOTICE.search(text) or (is_by_robot and say.MONITORING_NOTICE.search(text))
    return hit[0] if hit else ""


def _is_survey(mail: ParsedMail, text: str, *, is_by_robot: bool) -> bool:
    """Return whether a program asks for an opinion."""
    asks_opinion = say.RATING_QUESTION.search(text) or (
        say.SURVEY.search(text) and say.OPINION_REQUEST.search(text)
    )
    if not asks_opinion or is_by_robot:
        return bool(asks_opinion)
    return bool(say.ANONYMOUS.search(text)) and not has_named_signature(mail)


def _find_unrelated_evidence(mail: ParsedMail) -> str:
    """Return what shows that a program wrote about something other than hiring, and answers no mail."""
    text = _find_opening(mail)
    if _may_concern_hiring(mail, text):
        return ""
    if is_no_reply_sender(mail.headers) and not _is_answerable(mail.headers):
        return f"the sender {author_address(mail.headers)} only sends, and no word is of hiring"
    if is_declared_generated(mail.headers) and not HELP_DESK.search(text):
        return "Auto-Submitted, an answer to nothing, and no word is of hiring"
    return "the words of a shop or a carrier" if _is_shop_mail(mail, text) else ""


def _may_concern_hiring(mail: ParsedMail, text: str) -> bool:
    """Return whether the sender, the words or the route of a mail may concern hiring."""
    if find_relay(author_address(mail.headers), {}) or is_about_hiring(text):
        return True
    hiring_sender = say.HIRING_SENDER.search(fold_text(f"{display_name(mail.headers)}\n{mail.subject}"))
    if APPLICATION_THANKS.search(text) or (hiring_sender and not say.VACANCY_NEWS.search(text)):
        return True
    return is_forwarded_by_network(mail) or has_decision(mail.text)


def _is_shop_mail(mail: ParsedMail, text: str) -> bool:
    shop_words = {hit[0] for hit in say.SHOP_WORDS.finditer(text)}
    has_details = len(shop_words) > 1 and say.NUMBER_OR_LINK.search(text)
    return bool(has_details) and not has_named_signature(mail)


def _is_answerable(headers: MailHeaders) -> bool:
    """Return whether answers to a no-reply sender go to another address, so that a person may be behind it."""
    reply_addresses = find_addresses(headers.get_first("reply-to"))
    has_nameless_reply = bool(headers.get_first("reply-to").strip()) and not reply_addresses
    return has_nameless_reply or any(
        other != author_address(headers) and not NO_REPLY_ADDRESS.match(other) for other in reply_addresses
    )


def _is_from_robot(headers: MailHeaders) -> bool:
    is_declared = is_no_reply_sender(headers) or is_declared_generated(headers)
    return (
        is_declared
        or bool(find_relay(author_address(headers), {}))
        or is_robot_address(author_address(headers))
    )


def is_handwritten(mail: ParsedMail) -> bool:
    """Return whether a short mail greets its reader by name, is signed by name, and has one link at most."""
    is_short = len(mail.text) < LETTER_LENGTH and len(say.LINK.findall(mail.all_text[:60_000])) <= 1
    return is_short and has_named_greeting(mail) and has_named_signature(mail) and not is_advertising(mail)


def is_forwarded_by_network(mail: ParsedMail) -> bool:
    """Return whether a social network forwards what one person wrote to another."""
    sender = author_address(mail.headers).partition("@")[0]
    return bool(
        say.NETWORK_SENDER.search(sender)
        or say.NETWORK_MESSAGE.search(fold_text(f"{mail.subject}\n{mail.text[:2000]}"))
    )
