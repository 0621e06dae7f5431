"""Weighs the traits of mail to many that has no such header. Signs of a personal mail count against them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.intent import is_about_hiring
from followupd.inbound.names.greeting import (
    cut_at_close,
    has_named_greeting,
    has_named_signature,
    has_signed_close,
)
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

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import MailHeaders, ParsedMail

BULK_WEIGHT = 3
MANY_LINKS, VERY_MANY_LINKS = 4, 10
CROWD_SIZE = 8
_LINKED_PICTURE = re.compile(rb"<img[^>]{1,300}http")
SHORT_TEXT = 600  # characters
PITCH_RANGE = 12_000  # characters at the beginning in which advertising names its offer


def find_traits(mail: ParsedMail) -> str:
    """Return the traits of mail to many, if they weigh more than the signs of a personal mail."""
    traits = [(name, weight) for name, weight, is_evident in _weigh_traits(mail) if is_evident]
    if all("subject" in name for name, _ in traits):  # a subject alone shows nothing
        return ""
    telling_weight = sum(weight for name, weight in traits if name in say.TELLING_TRAITS)
    total_weight = sum(weight for _, weight in traits)
    if telling_weight <= 1 or total_weight < BULK_WEIGHT + _weigh_personal_signs(mail):
        return ""
    return "its traits: " + ", ".join(name for name, _ in traits)


def _weigh_traits(mail: ParsedMail) -> list[tuple[str, int, bool]]:
    """Return the traits of mail to many: name, weight, and whether this mail has it."""
    sender, subject = author_address(mail.headers), mail.subject
    letter = _letter_text(mail)
    text = fold_text(_above_signature(letter))
    matches = (*say.SALES_WORDS.finditer(text), *say.PITCH_WORDS.finditer(text[:PITCH_RANGE]))
    sales_words = {hit[0][:12] for hit in matches}
    gaudy_words = {hit[0][:8] for hit in say.GAUDY_WORDS.finditer(fold_text(subject) + " " + text)}
    links = count_links(mail)
    prices = {hit[0] for hit in say.PRICE.finditer(text)}
    return [
        ("a way to unsubscribe", 2, bool(say.UNSUBSCRIBE.search(text))),
        ("words of advertising", min(6, len(sales_words)), bool(sales_words)),
        ("gaudy words", min(3, len(gaudy_words)), bool(gaudy_words)),
        ("a robot's sender", 2, is_robot_address(sender)),
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


def count_links(mail: ParsedMail) -> int:
    """Return how many links the text has, or the HTML if it has more."""
    return max(len(say.LINK.findall(mail.all_text[:60_000])), _html_markup(mail).count(b"<a "))


def _weigh_personal_signs(mail: ParsedMail) -> int:
    """Weigh the signs of a personal mail: a quotation, words of hiring, a salutation and a close."""
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


def _letter_text(mail: ParsedMail) -> str:
    """Return a personal letter without what is below its close; for any other mail the whole text."""
    text = unquoted_text(mail)
    text_above = cut_at_close(text)
    is_personal_letter = has_named_greeting(mail) or (
        has_signed_close(mail)
        and (len(text_above) < SHORT_TEXT or say.SALUTATION.search(fold_text(text_above)))
    )
    return text_above if is_personal_letter else text


def unquoted_text(mail: ParsedMail) -> str:
    """Return the text above the quotation, which somebody else wrote."""
    text = mail.text[:30_000]
    quotation = say.QUOTATION.search(text)
    text_above = text[: quotation.start()] if quotation else ""
    return text_above if text_above.strip() else text


def _above_signature(text: str) -> str:
    """Cut the signature. Companies put links, legal notes and ways to unsubscribe below a person's few words."""
    text_above, _, text_below = text.partition("\n--\n" if "\n--\n" in text else "\n-- \n")
    return text_above if text_below.strip() and text_above.strip() else text


def is_robot_address(sender: str) -> bool:
    """Return whether programs write from this address, judged by its domain or its name."""
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
    """Return whether the mail consists of a remote picture with a link, and has no text."""
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
