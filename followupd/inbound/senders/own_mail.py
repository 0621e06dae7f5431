"""Recognises the candidate's own mail, written on any device. It is never a reply, in any folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.matching.watch_index import index_of
from followupd.inbound.names.mentions import company_domains, has_address
from followupd.inbound.parsing.addresses import (
    author_address,
    mailbox_key,
    named_authors,
    recipient_addresses,
    registrable_domains_of,
)
from followupd.inbound.verdict import Action, Kind, Verdict

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.inbound.matching.watchlist import SentMail, WatchedContact, WatchedInterview, Watchlist
    from followupd.inbound.parsing.message import MailHeaders, ParsedMail

# RFC 5321 §4.4, RFC 3848: a hop by SMTP without a login. The candidate's own submission is ESMTPA or ESMTPSA.
_DELIVERED = re.compile(r"^\s*from\b.*\bwith\s+(?:UTF8)?E?SMTPS?\b", re.IGNORECASE | re.DOTALL)
_OWN_ID = re.compile(r"<(?:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|fu\.([a-z2-7]{26}))@[!-;=?-~]+>")


def judge_own_mail(
    mail: ParsedMail, watchlist: Watchlist, received: datetime, *, in_sent: bool
) -> Verdict | None:
    """Return the verdict on a mail that the candidate wrote, or None. A display name alone is no evidence."""
    why = _find_own_evidence(mail, watchlist, in_sent=in_sent)
    if not why:
        return None
    to = recipient_addresses(mail.headers)
    running_interviews = tuple(
        interview for interview in index_of(watchlist).find_by_address(to) if interview.starts_at <= received
    )
    people = [
        (interview, person)
        for interview in running_interviews
        for person in interview.contacts
        if has_address(person, to)
    ]
    copied_id = _find_copied_id(mail, watchlist, in_sent=in_sent)
    token = parse_token(_find_marked_id(copied_id, watchlist) or mail.headers.get_first("message-id"))
    sent_mail = watchlist.sent_mails.get(watchlist.tokens.get(token, ""))
    return Verdict(
        Kind.UNRELATED,
        Action.NONE,
        why,
        _find_concerned_ids(running_interviews, people, to, sent_mail),
        people[0][1].id if people else (sent_mail.contact if sent_mail else None),
        (watchlist.tokens[token],) if token in watchlist.tokens else (),
        is_own=True,
        is_copy=bool(copied_id),
        is_delivered=was_delivered(mail.headers),
        token=token or None,
        recipients=to,
    )


def was_delivered(headers: MailHeaders) -> bool:
    """Return whether a mail server delivered a mail. Then its place in Sent proves nothing.

    Seen in practice: some servers file mail for name+Sent@ into Sent, whoever sent it. People also keep answers there.
    """
    return any(_DELIVERED.match(hop) for hop in headers.get_all("received"))


def parse_token(message_id: str) -> str:
    """Return the mark in the Message-ID of a sent mail, in today's form or the former one; empty if it has neither."""
    id_match = _OWN_ID.fullmatch(message_id.strip())
    return (id_match[1] or id_match[2]) if id_match else ""


def _find_copied_id(mail: ParsedMail, watchlist: Watchlist, *, in_sent: bool) -> str:
    """Return the id of the sent mail that this one is a copy of, by its id and its text; empty if it is none.

    The id alone is no proof, since every recipient has it. In Sent the text alone is enough, since some providers store
    a mail with an id of their own.
    """
    words = mail.text.split()
    own_id = mail.headers.get_first("message-id").strip()
    if _has_words(watchlist.sent_mails.get(own_id), words):
        return own_id
    if not in_sent or not words:
        return ""
    subject = " ".join(mail.subject.split())
    known_ids = (
        known_id
        for known_id, sent_mail in watchlist.sent_mails.items()
        if " ".join(sent_mail.subject.split()) in ("", subject) and _has_words(sent_mail, words)
    )
    return next((known_id for known_id in known_ids if parse_token(known_id)), "")


def _find_marked_id(copied_id: str, watchlist: Watchlist) -> str:
    """Return the id with followupd's mark, if the provider gave the mail another id."""
    sent_mail = watchlist.sent_mails.get(copied_id)
    if sent_mail is None or parse_token(copied_id):
        return copied_id
    own_ids = (known_id for known_id, other in watchlist.sent_mails.items() if other == sent_mail)
    return next((own_id for own_id in own_ids if parse_token(own_id)), copied_id)


def _has_words(sent_mail: SentMail | None, words: list[str]) -> bool:
    return sent_mail is not None and bool(sent_mail.text) and sent_mail.text.split() == words


def _find_own_evidence(mail: ParsedMail, watchlist: Watchlist, *, in_sent: bool) -> str:
    """Return why a mail is the candidate's own. Its id is no evidence, since every recipient of the mail has it."""
    own_keys = {mailbox_key(address) for address in watchlist.own_addresses}
    author = author_address(mail.headers)
    has_own_author = mailbox_key(author) in own_keys
    if has_own_author and all(mailbox_key(other) in own_keys for other in named_authors(mail.headers)):
        return "the candidate wrote it"
    # A mail from a contact is not the candidate's, in any folder and with any quotation.
    if any(
        has_address(person, (author,))
        for interview in index_of(watchlist).find_by_address((author,))
        for person in interview.contacts
    ):
        return ""
    return "it lies in Sent" if in_sent else ""


def _find_concerned_ids(
    running_interviews: tuple[WatchedInterview, ...],
    people: list[tuple[WatchedInterview, WatchedContact]],
    to: tuple[str, ...],
    sent_mail: SentMail | None,
) -> tuple[str, ...]:
    """Return the interviews to whose people or company it was sent, else the one to which its token belongs."""
    domains = registrable_domains_of(to)
    interview_ids = [interview.id for interview, _ in people] + [
        interview.id for interview in running_interviews if company_domains(interview) & domains
    ]
    return tuple(dict.fromkeys(interview_ids)) or ((sent_mail.interview,) if sent_mail else ())
