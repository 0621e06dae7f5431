"""What outweighs a machine's header: a decision, an offer, an invitation, a question, or a forwarded message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.actions import Nature, Proof, Relation
from followupd.inbound.automatic.only_receipt import says_only_receipt
from followupd.inbound.automatic.own_doings import is_shown_as_company
from followupd.inbound.bulk.bulk import is_advertising, is_forwarded_by_network, is_handwritten
from followupd.inbound.bulk.bulk_headers import has_only_service_headers
from followupd.inbound.bulk.bulk_traits import SHORT_TEXT, VERY_MANY_LINKS, count_links
from followupd.inbound.footer import text_above_footer
from followupd.inbound.intent import detect_intent, extract_statements, has_decision, is_about_hiring
from followupd.inbound.matching.match_names import is_requisition_in
from followupd.inbound.names.greeting import has_named_greeting, has_named_signature
from followupd.inbound.names.mentions import company_domains, company_name_forms
from followupd.inbound.names.name_forms import compile_name, compile_person, plain_text
from followupd.inbound.parsing.phrase_pattern import matches_any
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import bulk as bulk_words
from followupd.inbound.phrases.hiring import (
    CONTRACT_STEMS,
    HIRING_STEMS,
    MESSAGE_STEMS,
    QUARANTINE_STEMS,
    SERVICE_STEMS,
    SHARED_FILE,
)
from followupd.inbound.senders.applicant_systems import find_relay
from followupd.inbound.senders.spelt_addresses import is_domain_spelt
from followupd.inbound.verdict import Intent

if TYPE_CHECKING:
    from followupd.inbound.names.name_pattern import NamePattern
    from followupd.inbound.read_mail import ReadMail

_LETTER = re.compile(r"[^\W\d_]")
MAX_LETTER_LINKS = 2  # the company's own page, and the link to unsubscribe
_QUESTION_MARK = re.compile(r"[?？؟](?:\s|$|[\"'”»」])")
_BRAKING_INTENTS = (Intent.REJECTION, Intent.OFFER, Intent.NEXT_ROUND, Intent.QUESTION)


def is_overruled(read: ReadMail, nature: Nature) -> bool:
    """Return whether the text of a mail outweighs the header that shows a machine or a list."""
    if read.relation is Relation.ALONE:
        return nature is Nature.BULK and _is_personal_alone(read)
    if has_decision(read.mail.text):
        return True
    if nature in (Nature.ACKNOWLEDGEMENT, Nature.AUTOMATIC):
        return asks_reader(read) or carries_message(read) or _says_more_than_receipt(read, nature)
    if nature is Nature.BULK:
        return _is_word_to_the_user(read)
    return False


def _says_more_than_receipt(read: ReadMail, nature: Nature) -> bool:
    """Return whether a system's confirmation also says something else: a stage, a day, a task.

    A person may write anything into the automatic reply of their mailbox. That is no answer, so it does not count.
    """
    is_answering = "auto-replied" in read.mail.headers.get_first("auto-submitted").lower()
    if nature is not Nature.ACKNOWLEDGEMENT or (is_answering and not read.match.relay):
        return False
    return not says_only_receipt(text_above_footer(read.mail))


def speaks_of_contract(read: ReadMail) -> bool:
    """Return whether the subject or the text above the footer mentions a contract or signing."""
    return bool(
        CONTRACT_STEMS.search(fold_text(f"{read.mail.subject}\n{text_above_footer(read.mail)[:4000]}"))
    )


def asks_reader(read: ReadMail) -> bool:
    """Return whether the text asks something; the footer, links and headings are ignored."""
    text = extract_statements(text_above_footer(read.mail))
    return bool(_QUESTION_MARK.search(text)) or detect_intent(text) is Intent.QUESTION


def carries_message(read: ReadMail) -> bool:
    """Return whether a service forwards, or announces, what a contact or somebody at the company wrote."""
    if is_forwarded_by_network(read.mail):
        return True
    text = fold_text(f"{read.head}\n{read.body[:4000]}")
    if not any(
        stems.search(text) for stems in (MESSAGE_STEMS, CONTRACT_STEMS, SHARED_FILE, QUARANTINE_STEMS)
    ):
        return False
    return _names_company_domain(read) or _quotes_contact(read) or _is_company_message(read)


def weigh_header(read: ReadMail, nature: Nature) -> Proof:
    """Return what a header proves; in a mail about an interview the text may outweigh it."""
    return Proof.OVERRULED if read.is_related and is_overruled(read, nature) else Proof.HEADER


def _is_company_message(read: ReadMail) -> bool:
    """Return whether the subject announces a message, and names the company that wrote it."""
    has_message = MESSAGE_STEMS.search(fold_text(read.mail.subject)) is not None
    return has_message and not _is_mass_mail(read) and bool(_find_companies_in_subject(read))


def _is_company_the_subject(read: ReadMail) -> bool:
    """Return whether the subject is the company's name and nothing else."""
    subject = plain_text(read.mail.subject)
    hits = _find_companies_in_subject(read)
    return any(not _LETTER.search(subject[: hit.start()] + subject[hit.end() :]) for hit in hits)


def _find_companies_in_subject(read: ReadMail) -> list[re.Match[str]]:
    subject = plain_text(read.mail.subject)
    names = (name for interview in read.match.interviews for name in company_name_forms(interview))
    return [hit for pattern in filter(None, map(compile_name, names)) for hit in pattern.finditer(subject)]


def _names_company_domain(read: ReadMail) -> bool:
    domains = (domain for interview in read.match.interviews for domain in company_domains(interview))
    return any(is_domain_spelt(domain, (read.spelt_text,)) for domain in domains)


def _quotes_contact(read: ReadMail) -> bool:
    """Return whether a mail names a contact as the writer, or has the contact's name in front of a text."""
    patterns = _compile_contacts(read)
    is_introduced = any(_introduces_words(pattern, read.body[:4000]) for pattern in patterns)
    return is_introduced or _is_sender_or_subject(read, patterns)


def _is_sender_or_subject(read: ReadMail, patterns: list[NamePattern]) -> bool:
    """Return whether a service names a contact as sender or in the subject, and mentions a message or a file."""
    subject = fold_text(read.mail.subject)
    is_message = MESSAGE_STEMS.search(subject) or CONTRACT_STEMS.search(subject)
    is_shared = SHARED_FILE.search(fold_text(f"{read.mail.subject}\n{read.mail.text[:1000]}"))
    names = plain_text(f"{read.shown_name}\n{read.mail.subject}")
    return bool(is_message or is_shared) and matches_any(patterns, names)


def _introduces_words(pattern: NamePattern, text: str) -> bool:
    """Return whether a name is in front of the person's own text: "Ana Roe: can we talk?"."""
    return any(
        re.match(r"[^\n:：]{0,80}[:：]\s*\S", text[hit.end() : hit.end() + 120])
        for hit in pattern.finditer(text)
    )


def _is_word_to_the_user(read: ReadMail) -> bool:
    """Return whether a mail with the headers of a list is nevertheless written to the candidate.

    Gateways, job boards and systems that write for employers put list headers on answers and on decisions.
    """
    if carries_message(read):
        return True
    if read.relation is Relation.CONTACT_NAMED and _is_shown_as_author(read):
        return asks_reader(read) and not _is_mass_mail(read)
    if read.relation is Relation.COMPANY:
        is_news = bool(bulk_words.NEWS_SENDER.search(read.author)) or _is_list_mail_of_company(read)
        return _is_letter(read) if is_news else not _reads_like_news(read) or asks_reader(read)
    if read.match.our_ids:
        return True
    return (_is_about_the_user(read) and not _is_vacancy_news(read)) or _may_be_to_one(read)


def _is_list_mail_of_company(read: ReadMail) -> bool:
    """Return whether the company itself is the author, of a text with all signs of mail to many and none of a letter.

    It has the headers of a list and a way to unsubscribe, and it neither asks something nor is about hiring.
    """
    if has_only_service_headers(read.mail.headers) or not is_shown_as_company(read):
        return False
    if not bulk_words.LEAVE_LINK.search(fold_text(read.mail.text[-4000:])):
        return False
    return not (has_named_signature(read.mail) or _is_about_the_user(read) or asks_reader(read))


def _may_be_to_one(read: ReadMail) -> bool:
    """Return whether a mail with list headers may be to one person.

    It may if it has the vacancy's number, a greeting by name, or few links. A way to unsubscribe alone does not show
    mail to many, but very many links do, as in news and job alerts. A mail with all headers of a list may be to one
    person if it has no link and its subject is only the company's name, in any language.
    """
    if _is_mass_mail(read):
        return False
    if _names_requisition(read) or has_named_greeting(read.mail):
        return True
    if bulk_words.LEAVE_LINK.search(fold_text(read.mail.text[-4000:])):
        return False  # a program that writes only once does not offer to unsubscribe
    links = count_links(read.mail)
    if not has_only_service_headers(read.mail.headers):
        return not links and read.relation is Relation.NAMED and _is_company_the_subject(read)
    if links >= VERY_MANY_LINKS:
        return False
    text = fold_text(f"{read.mail.subject}\n{text_above_footer(read.mail)[:4000]}")
    # A network often names a contact who wrote nothing. So a person's name counts only with a service's words.
    return read.relation is Relation.NAMED or bool(SERVICE_STEMS.search(text))


def _names_requisition(read: ReadMail) -> bool:
    text = f"{read.head}\n{read.body}"
    return any(is_requisition_in(interview.requisition, text) for interview in read.match.interviews)


def _is_shown_as_author(read: ReadMail) -> bool:
    """Return whether the mail shows a contact's name as its author's, regardless of the address."""
    return matches_any(_compile_contacts(read), read.shown_name)


def _compile_contacts(read: ReadMail) -> list[NamePattern]:
    names = (person.name for interview in read.match.interviews for person in interview.contacts)
    return list(filter(None, map(compile_person, names)))


def _is_personal_alone(read: ReadMail) -> bool:
    """Return whether such a mail is personal, if it is judged by itself, as addressed to the user."""
    is_decisive = has_decision(read.mail.text)
    if find_relay(read.author, read.watchlist.relays):
        return is_decisive or not is_advertising(read.mail)
    # Seen in practice: a network forwards a recruiter's own words with its list headers.
    is_forwarded = is_forwarded_by_network(read.mail) or is_handwritten(read.mail)
    is_decision = is_decisive and is_about_hiring(fold_text(f"{read.mail.subject}\n{read.mail.text[:6000]}"))
    return (is_forwarded or is_decision) and not is_advertising(read.mail)


def _is_mass_mail(read: ReadMail) -> bool:
    """Return whether the sender's address is typical of news, or the text reads like news."""
    return bool(bulk_words.NEWS_SENDER.search(read.author)) or _reads_like_news(read)


def _reads_like_news(read: ReadMail) -> bool:
    """Return whether the text above the footer is advertising or news."""
    above = fold_text(f"{read.mail.subject}\n{text_above_footer(read.mail)}")
    is_sold = len({hit[0][:12] for hit in bulk_words.SALES_WORDS.finditer(above)}) > 1
    is_news = bool(bulk_words.NEWS_SUBJECT.search(read.mail.subject))
    return is_sold or is_news or bool(bulk_words.VACANCY_NEWS.search(above))


def _is_letter(read: ReadMail) -> bool:
    """Return whether a short text greets the user by name and has few links, regardless of the sender's address."""
    is_short = len(text_above_footer(read.mail)) < SHORT_TEXT and count_links(read.mail) <= MAX_LETTER_LINKS
    return is_short and has_named_greeting(read.mail) and not _reads_like_news(read)


def _is_about_the_user(read: ReadMail) -> bool:
    """Return whether the text is about hiring, or about a contract."""
    text = fold_text(f"{read.mail.subject}\n{text_above_footer(read.mail)[:6000]}")
    return bool(HIRING_STEMS.search(text) or CONTRACT_STEMS.search(text)) or is_about_hiring(text)


def _is_vacancy_news(read: ReadMail) -> bool:
    text = fold_text(f"{read.mail.subject}\n{text_above_footer(read.mail)}")
    return bool(bulk_words.VACANCY_NEWS.search(text)) or bool(bulk_words.NEWS_SENDER.search(read.author))
