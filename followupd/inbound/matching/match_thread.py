"""Matches a mail by the sent mails: it names their Message-IDs, quotes their sentences, or answers their subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.actions import Relation
from followupd.inbound.matching.match import Match
from followupd.inbound.matching.sent_index import sent_index_of
from followupd.inbound.names.mentions import (
    ID_FIELDS,
    find_our_id,
    has_address,
    is_same_company,
    subject_core,
)
from followupd.inbound.parsing.addresses import find_message_ids
from followupd.inbound.parsing.message import format_header_name
from followupd.inbound.parsing.quoting import running_text
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.verdict import quote_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.inbound.matching.watchlist import SentMail, WatchedContact, WatchedInterview, Watchlist
    from followupd.inbound.parsing.message import ParsedMail
    from followupd.inbound.read_mail import ReadMail

MIN_SUBJECT = 8  # characters: anything shorter is too common


def match_thread(
    read: ReadMail, running_interviews: tuple[WatchedInterview, ...], people: tuple[str, ...]
) -> Match | None:
    """Match a mail that names a sent mail, in its headers or in a mail that it returns or carries."""
    watchlist = read.watchlist
    our_ids, place = find_mentioned_ids(read.mail, watchlist)
    if not our_ids:
        return None
    thread_ids = {watchlist.sent_mails[key].interview for key in our_ids}
    # The dates are ignored: the clock may have been ahead when the mail was sent.
    thread_interviews = [interview for interview in watchlist.interviews if interview.id in thread_ids]
    if not thread_interviews:
        return None
    sent_mail = watchlist.sent_mails[our_ids[0]]
    why = f"{place} is our mail {quote_words(sent_mail.subject)} of {sent_mail.sent_at.day} {sent_mail.sent_at:%b}"
    thread_interviews.sort(key=lambda interview: interview.id != sent_mail.interview)
    siblings = _find_siblings(thread_interviews, running_interviews, sent_mail)
    writer = _find_writer(thread_interviews, people)
    interviews = (*thread_interviews, *siblings)
    return Match(Relation.THREAD, interviews, writer, our_ids, why, thread_contact=sent_mail.contact)


def _find_writer(thread_interviews: list[WatchedInterview], people: tuple[str, ...]) -> WatchedContact | None:
    writers = (
        person
        for interview in thread_interviews
        for person in interview.contacts
        if has_address(person, people)
    )
    return next(writers, None)


def _find_siblings(
    thread_interviews: list[WatchedInterview],
    running_interviews: tuple[WatchedInterview, ...],
    sent_mail: SentMail,
) -> list[WatchedInterview]:
    """Return the other open interviews with the employer, unless the thread is with a helper."""
    own_interview = thread_interviews[0]
    if any(person.id == sent_mail.contact and person.is_helper for person in own_interview.contacts):
        return []
    return [
        interview
        for interview in running_interviews
        if interview not in thread_interviews
        and not interview.is_closed
        and is_same_company(interview, own_interview)
    ]


def find_mentioned_ids(mail: ParsedMail, watchlist: Watchlist) -> tuple[tuple[str, ...], str]:
    """Return the Message-IDs of sent mails that a mail names, and where: in thread headers, or in a carried mail."""
    if not watchlist.sent_mails:
        return (), ""
    for name in ID_FIELDS:
        header_ids = [key for value in mail.headers.get_all(name) for key in _find_our_ids(value, watchlist)]
        if header_ids:
            return tuple(dict.fromkeys(header_ids)), format_header_name(name)
    carried_ids = _select_our_ids(find_message_ids(mail.all_text), watchlist)
    return tuple(dict.fromkeys(carried_ids)), "the mail that it returns or carries"


def _find_our_ids(value: str, watchlist: Watchlist) -> list[str]:
    # Seen in practice: ids without brackets, separated by commas, or with one bracket missing.
    loose_ids = [word.strip("<>,;\"'") for word in value.split()]
    return _select_our_ids((*find_message_ids(value), *loose_ids), watchlist)


def _select_our_ids(written_ids: Iterable[str], watchlist: Watchlist) -> list[str]:
    return list(filter(None, (find_our_id(written_id, watchlist) for written_id in written_ids)))


def match_our_words(read: ReadMail, running_interviews: tuple[WatchedInterview, ...]) -> Match | None:
    """Match a mail without thread headers: it quotes sentences of a sent mail, or answers its subject."""
    if not read.watchlist.sent_mails:
        return None
    interviews_by_id = {interview.id: interview for interview in running_interviews}
    index = sent_index_of(read.watchlist)
    for key, sent_mail in index.find_quoted(running_text(read.mail.text)):
        if sent_mail.interview in interviews_by_id:
            why = f"it quotes our mail {quote_words(sent_mail.subject)}"
            interviews = (interviews_by_id[sent_mail.interview],)
            return Match(Relation.COMPANY, interviews, None, (key,), why, thread_contact=sent_mail.contact)
    for key, sent_mail in index.find_by_subject(_find_answered_subjects(read.mail)):
        if sent_mail.interview in interviews_by_id:
            why = f"it answers a subject of ours, {quote_words(sent_mail.subject)}"
            return Match(Relation.NAMED, (interviews_by_id[sent_mail.interview],), None, (key,), why)
    return None


def _find_answered_subjects(mail: ParsedMail) -> set[str]:
    """Return the folded subjects that the mail says it answers: "Re: …", and Exchange's Thread-Topic."""
    core = subject_core(mail.subject)
    own_subjects = {core} if core != fold_text(mail.subject).strip() else set()
    return {
        core
        for core in own_subjects | {subject_core(mail.headers.get_decoded("thread-topic"))}
        if len(core) >= MIN_SUBJECT
    }
