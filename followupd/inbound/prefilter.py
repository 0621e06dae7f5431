"""Decides which mails are read as a whole.

They are all mails without a header of mail to many, and those with one that may concern an interview. A mail to many is
also read if it was sent to the user alone, by name, since such headers may be wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.automatic.auto_reply import find_auto_reply_header, is_declared_generated
from followupd.inbound.automatic.bounce import looks_like_notice
from followupd.inbound.bulk.bulk import is_advertising
from followupd.inbound.bulk.bulk_headers import find_bulk_header, has_only_service_headers
from followupd.inbound.bulk.bulk_traits import MANY_LINKS, count_links
from followupd.inbound.intent import detect_intent
from followupd.inbound.names.greeting import has_named_greeting, has_named_signature
from followupd.inbound.parsing.addresses import find_addresses, mailbox_key
from followupd.inbound.parsing.phrase_pattern import join_patterns, matches_any
from followupd.inbound.parsing.text import decode_words, fold_text
from followupd.inbound.phrases import hiring as say
from followupd.inbound.phrases.bulk import LEAVE_LINK, VACANCY_NEWS

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import MailHeaders
    from followupd.inbound.read_mail import ReadMail

_PERSONAL_STEMS = join_patterns(
    say.HIRING_STEMS,
    say.CONTRACT_STEMS,
    say.MESSAGE_STEMS,
    say.CALL_STEMS,
    say.SERVICE_STEMS,
)


def is_body_relevant(read: ReadMail) -> bool:
    """Return, from the header block alone, whether the text of an unrelated mail may name an interview.

    A job board or a network sends a person's message with its list headers, and the subject says so.
    """
    headers = read.mail.headers
    if not find_bulk_header(headers) or has_only_service_headers(headers):
        return True
    if _may_be_notice(headers) or not read.author:
        return True
    head = fold_text(read.head)
    return bool(_PERSONAL_STEMS.search(head))


def is_addressed_by_name(read: ReadMail) -> bool:
    """Return whether the header block has the user as its only addressee, with a name."""
    to_value = decode_words(read.mail.headers.get_first("to"))
    addresses = find_addresses(to_value)
    own_keys = {mailbox_key(address) for address in read.watchlist.own_addresses}
    name = to_value.partition("<")[0].strip(" \"'")
    return len(addresses) == 1 and mailbox_key(addresses[0]) in own_keys and bool(name) and "@" not in name


def is_letter_to_user(read: ReadMail) -> bool:
    """Return whether a mail with the headers of a list is a letter to the user.

    It greets the user by name, and has no links, is signed by name, or asks or decides something. News also greet by
    name, but always have links.
    """
    mail = read.mail
    if not is_addressed_by_name(read) or not has_named_greeting(mail) or is_advertising(mail):
        return False
    if _is_news(read):
        return False
    if not count_links(mail) or has_named_signature(mail):
        return True
    return detect_intent(read.answer_text) is not None or _is_about_hiring_or_contract(read.folded_text)


def _is_news(read: ReadMail) -> bool:
    """Return whether a mail offers jobs, has a link to unsubscribe, or has many links."""
    if count_links(read.mail) >= MANY_LINKS or VACANCY_NEWS.search(read.folded_text):
        return True
    return bool(LEAVE_LINK.search(fold_text(read.mail.text[-4000:])))


def _is_about_hiring_or_contract(text: str) -> bool:
    """Return whether a folded text has a stem for hiring or for a contract."""
    return matches_any((say.HIRING_STEMS, say.CONTRACT_STEMS), text)


def _may_be_notice(headers: MailHeaders) -> bool:
    """Return whether a mail may be a report, an automatic answer, an event or a forward: they have such headers too."""
    kind = headers.get_first("content-type").lower()
    return (
        any(word in kind for word in ("calendar", "report", "rfc822"))
        or looks_like_notice(headers)
        or bool(find_auto_reply_header(headers))
        or is_declared_generated(headers)
    )
