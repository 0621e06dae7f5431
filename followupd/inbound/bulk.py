"""Mail to many: lists, newsletters, notifications, advertising.

Headers decide where they speak. Where they are silent, traits add up; a mail that answers something is a person's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.applicant_systems import find_relay
from followupd.inbound.auto_reply import NO_REPLY_ADDRESS, is_declared_generated, is_no_reply_sender
from followupd.inbound.bulk_headers import find_bulk_header, is_in_thread
from followupd.inbound.greeting import cut_at_close, has_named_greeting, has_named_signature, has_signed_close
from followupd.inbound.intent import has_decision, is_about_hiring
from followupd.inbound.parsing.addresses import (
    author_address,
    display_name,
    domain_of,
    find_addresses,
    find_message_ids,
    is_freemail,
    registrable_domain,
)
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import bulk as say
from followupd.inbound.phrases.auto_reply import APPLICATION_THANKS, HELP_DESK
from followupd.inbound.verdict import quote_words

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import MailHeaders, ParsedMail

BULK_WEIGHT = 3

MANY_LINKS, VERY_MANY_LINKS = 4, 10
CROWD_SIZE = 8
_LINKED_PICTURE = re.compile(rb"<img[^>]{1,300}http")
SHORT_TEXT, LETTER_LENGTH = 600, 1_500  # characters
PITCH_RANGE = 12_000  # characters within which advertising comes to the point


def detect_bulk(mail: ParsedMail) -> str:
    """Return what shows that the mail went to many, or an empty string."""
    # Seen in practice: people answer on lists and through ticket systems, with every list header on their mail.
    if is_in_thread(mail.headers):
        return ""
    if list_header := find_bulk_header(mail.headers):
        return list_header
    if say.ANSWER_SUBJECT.match(mail.subject):
        return ""
    if say.FEED_ENTRY.match(mail.text):
        return "its text is an entry of a feed"
    if notice_evidence := is_notification(mail) or _find_unrelated_evidence(mail):
        return notice_evidence
    traits = [(name, weight) for name, weight, is_evident in _weigh_traits(mail) if is_evident]
    telling_weight = sum(weight for name, weight in traits if name in say.TELLING_TRAITS)
    total_weight = sum(weight for _, weight in traits)
    has_other_traits = any("subject" not in name for name, _ in traits)  # a subject alone shows nothing
    is_evident = (
        has_other_traits and telling_weight > 1 and total_weight >= BULK_WEIGHT + _weigh_personal_signs(mail)
    )
    return "its traits: " + ", ".join(name for name, _ in traits) if is_evident else ""


def _weigh_personal_signs(mail: ParsedMail) -> int:
    """Weigh what speaks for a person: a quotation, words of hiring, a salutation and a close."""
    text = fold_text(mail.text[:20_000])
    salutation = say.SALUTATION.search(text) and not say.GROUP_SALUTATION.search(text)
    courtesy_weight = bool(salutation) + bool(say.CLOSING_WORDS.search(text))
    name_weight = (
        3 * (has_named_greeting(mail) and not _is_sent_to_lists(mail.headers))
        + 2 * has_named_signature(mail)
        + 3 * bool(say.ACQUAINTANCE.search(text))
    )
    return (
        2 * bool(say.QUOTATION.search(mail.text[:20_000]))
        + 3 * is_about_hiring(text)
        + courtesy_weight
        + name_weight
    )


def is_advertising(mail: ParsedMail) -> bool:
    """Say whether the words are those of mail to many: news, jobs on offer, a shop; whatever the headers say."""
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


def is_notification(mail: ParsedMail) -> str:
    """Return what shows a robot's notice that decides nothing, whoever it writes for: an account, a code, a survey."""
    if has_decision(mail.text) or is_forwarded_by_network(mail):
        return ""
    text, by_robot = fold_text(f"{mail.subject}\n{_unquoted_text(mail)[:6000]}"), _is_from_robot(mail.headers)
    hit = say.ACCOUNT_NOTICE.search(text) or (by_robot and say.MONITORING_NOTICE.search(text))
    if (
        by_robot
        and say.VACANCY_NEWS.search(fold_text(mail.subject))
        and not (has_named_signature(mail) or "?" in text)
    ):
        return "a robot's sender and a subject that offers jobs"
    if hit and (by_robot or say.NOT_REQUESTED.search(text)):
        return f"a robot's words {quote_words(hit[0])}"
    asks_opinion = say.RATING_QUESTION.search(text) or (
        say.SURVEY.search(text) and say.OPINION_REQUEST.search(text)
    )
    if asks_opinion and (by_robot or (say.ANONYMOUS.search(text) and not has_named_signature(mail))):
        return "a survey of candidates"
    return ""


def _find_unrelated_evidence(mail: ParsedMail) -> str:
    """Return what shows that a program wrote of something else than hiring, in answer to nothing."""
    text = fold_text(f"{mail.subject}\n{_unquoted_text(mail)[:6000]}")
    if (
        find_relay(author_address(mail.headers), {})
        or is_about_hiring(text)
        or APPLICATION_THANKS.search(text)
    ):
        return ""
    hiring_sender = say.HIRING_SENDER.search(fold_text(f"{display_name(mail.headers)}\n{mail.subject}"))
    if hiring_sender and not say.VACANCY_NEWS.search(text):
        return ""
    if is_forwarded_by_network(mail) or has_decision(mail.text):
        return ""
    if is_no_reply_sender(mail.headers) and not _is_answerable(mail.headers):
        return f"the sender {author_address(mail.headers)} only sends, and no word is of hiring"
    if is_declared_generated(mail.headers) and not HELP_DESK.search(text):
        return "Auto-Submitted, an answer to nothing, and no word is of hiring"
    is_shop_mail = len({hit[0] for hit in say.SHOP_WORDS.finditer(text)}) > 1 and say.NUMBER_OR_LINK.search(
        text
    )
    return "the words of a shop or a carrier" if is_shop_mail and not has_named_signature(mail) else ""


def _is_answerable(headers: MailHeaders) -> bool:
    """Say whether a sender that nobody reads stands for somebody: the answers go elsewhere."""
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
        or _is_robot_address(author_address(headers))
    )


def is_handwritten(mail: ParsedMail) -> bool:
    """Say whether a short mail greets its reader and is signed by its author, both by name, and leads nowhere."""
    is_short = len(mail.text) < LETTER_LENGTH and len(say.LINK.findall(mail.all_text[:60_000])) <= 1
    return is_short and has_named_greeting(mail) and has_named_signature(mail) and not is_advertising(mail)


def is_forwarded_by_network(mail: ParsedMail) -> bool:
    """Say whether a network passes on what one person wrote to another."""
    sender = author_address(mail.headers).partition("@")[0]
    return bool(
        say.NETWORK_SENDER.search(sender)
        or say.NETWORK_MESSAGE.search(fold_text(f"{mail.subject}\n{mail.text[:2000]}"))
    )


def _weigh_traits(mail: ParsedMail) -> list[tuple[str, int, bool]]:
    """Return the traits of mail to many: name, weight, and whether this mail shows it."""
    sender, subject = author_address(mail.headers), mail.subject
    letter = _letter_text(mail)
    text = fold_text(_above_signature(letter))
    matches = (*say.SALES_WORDS.finditer(text), *say.PITCH_WORDS.finditer(text[:PITCH_RANGE]))
    sales_words = {hit[0][:12] for hit in matches}
    gaudy_words = {hit[0][:8] for hit in say.GAUDY_WORDS.finditer(fold_text(subject) + " " + text)}
    links = max(len(say.LINK.findall(mail.all_text[:60_000])), _html_markup(mail).count(b"<a "))
    prices = {hit[0] for hit in say.PRICE.finditer(text)}
    return [
        ("a way to unsubscribe", 2, bool(say.UNSUBSCRIBE.search(text))),
        ("words of advertising", min(6, len(sales_words)), bool(sales_words)),
        ("gaudy words", min(3, len(gaudy_words)), bool(gaudy_words)),
        ("a robot's sender", 2, _is_robot_address(sender)),
        ("prices", min(2, len(prices)), bool(prices)),
        ("addressed to a kind of people", 2, bool(say.GROUP_SALUTATION.search(text))),
        ("addressed to a list", 2, _is_sent_to_lists(mail.headers)),
        ("a link to follow", 1, bool(say.CALL_TO_ACTION.search(text))),
        ("a linked picture and no text", 3, _is_picture_only(mail)),
        ("a newsletter's subject", 2, bool(say.NEWS_SUBJECT.search(subject))),
        ("a loud subject", 1, bool(say.LOUD_SUBJECT.search(subject) or say.CAPITALS.search(subject))),
        ("HTML only", 1, not mail.of_type("text/plain") and bool(mail.of_type("text/html"))),
        ("many links", 1 + (links >= VERY_MANY_LINKS), links >= MANY_LINKS),
        ("addressed to nobody or to many", 1, _is_unaddressed(mail.headers)),
        ("an odd sender", 1, _has_odd_sender(mail.headers, sender)),
    ]


def _letter_text(mail: ParsedMail) -> str:
    """Return a letter without what stands below its close, where somebody writes to somebody; else the whole text."""
    text = _unquoted_text(mail)
    text_above = cut_at_close(text)
    is_personal_letter = has_named_greeting(mail) or (
        has_signed_close(mail)
        and (len(text_above) < SHORT_TEXT or say.SALUTATION.search(fold_text(text_above)))
    )
    return text_above if is_personal_letter else text


def _unquoted_text(mail: ParsedMail) -> str:
    """Return the text above what is quoted below it, which is somebody else's."""
    text = mail.text[:30_000]
    quotation = say.QUOTATION.search(text)
    text_above = text[: quotation.start()] if quotation else ""
    return text_above if text_above.strip() else text


def _above_signature(text: str) -> str:
    """Cut a signature, where companies put links, rights and ways to unsubscribe under a person's few words."""
    text_above, _, text_below = text.partition("\n--\n" if "\n--\n" in text else "\n-- \n")
    return text_above if text_below.strip() and text_above.strip() else text


def _is_robot_address(sender: str) -> bool:
    local, domain = sender.partition("@")[0], domain_of(sender)
    is_robot_domain = bool(
        say.ROBOT_DOMAIN.search(domain) or say.BULK_DOMAIN.search(domain)
    ) and not is_freemail(domain)
    return is_robot_domain or bool(say.ROBOT_ADDRESS.match(local))


def _is_unaddressed(headers: MailHeaders) -> bool:
    to = [
        address
        for value in headers.get_all("to") + headers.get_all("cc")
        for address in find_addresses(value)
    ]
    is_undisclosed = "undisclosed" in headers.get_first("to").lower()
    return not to or is_undisclosed or len(to) > CROWD_SIZE or to == [author_address(headers)]


def _is_picture_only(mail: ParsedMail) -> bool:
    """Say whether the mail is a picture that lies elsewhere, with a link on it, and not a word."""
    markup = _html_markup(mail)
    return not mail.text.strip() and b"<a " in markup and bool(_LINKED_PICTURE.search(markup))


def _html_markup(mail: ParsedMail) -> bytes:
    return b"\n".join(part.content[:60_000].lower() for part in mail.of_type("text/html")[:2])


def _is_sent_to_lists(headers: MailHeaders) -> bool:
    to = [address for value in headers.get_all("to") for address in find_addresses(value)]
    return bool(to) and all(say.LIST_ADDRESS.search(address) for address in to)


def _has_odd_sender(headers: MailHeaders, sender: str) -> bool:
    local, domain = sender.partition("@")[0], domain_of(sender)
    message_ids = find_message_ids(headers.get_first("message-id"))
    is_forged = (
        is_freemail(domain)
        and bool(message_ids)
        and registrable_domain(domain_of(message_ids[0].strip("<>").lower())) != registrable_domain(domain)
    )
    reply_domains = [domain_of(address) for address in find_addresses(headers.get_first("reply-to"))]
    replies_elsewhere = any(
        registrable_domain(other) != registrable_domain(domain) for other in reply_domains
    )
    is_noisy = bool(re.search(r"\d{4,}|\d+[a-z]+\d+|[^aeiouy\W\d_]{6,}", local))
    is_nameless = not display_name(headers) and is_freemail(domain)
    return is_forged or replies_elsewhere or is_noisy or is_nameless or not sender
