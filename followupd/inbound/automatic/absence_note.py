"""Recognises notes of absence without a header that proves it: by the subject, or by the text alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.intent import has_decision, is_about_hiring
from followupd.inbound.names.greeting import (
    cut_at_close,
    cut_at_name,
    has_named_greeting,
    has_named_signature,
)
from followupd.inbound.parsing.phrase_pattern import matches_any
from followupd.inbound.parsing.quoting import extract_answer
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import auto_reply as say
from followupd.inbound.phrases.intent import GOOD_NEWS
from followupd.inbound.phrases.return_days import ANY_UNTIL, AWAY_WORDS, UNTIL_AFTER
from followupd.inbound.verdict import quote_words

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import ParsedMail

MAX_NOTE = 1_200  # characters: a longer text is no note of absence
MAX_BARE_NOTE = 240  # characters of a note that gives a day and nothing else
_NUMBER = re.compile(r"\d[\d./-]*")


def find_subject_evidence(mail: ParsedMail) -> str:
    """Return the quoted subject if an autoresponder wrote it, else an empty string."""
    subject = re.sub(r"^\s*(?:\[[\w .#:-]{1,40}\]\s*)?(?=\S)", "", fold_text(mail.subject))
    whole_subject = fold_text(mail.subject)
    reply_prefix = re.match(r"\s*(?:re|aw|sv|vs|antw|odp|ynt|回复|答复|fwd?|wg)\s*[:：]", subject)
    # A mail about leave that greets the reader by name was not written by a robot.
    if reply_prefix or has_named_greeting(mail):
        return ""
    title = say.AUTO_SUBJECT.match(subject) or say.AUTO_SUBJECT.match(whole_subject)
    if title and (say.MACHINE_SUBJECT.search(title[0]) or _is_absence_note(mail, title[0])):
        return f"its subject {quote_words(mail.subject)}"
    if say.SUBJECT_WITHIN.search(whole_subject) and _has_no_quotation(mail):
        return f"its subject {quote_words(mail.subject)}"
    return ""


def is_machine_written(mail: ParsedMail) -> bool:
    """Return whether the subject, or the text below it, shows that a machine wrote a note of absence.

    A subject of absence alone proves nothing: people also write about their leave.
    """
    subject = fold_text(mail.subject)
    machine_title = (
        say.MACHINE_SUBJECT.search(subject)
        or say.SUBJECT_WITHIN.search(subject)
        or say.PROGRAM_SUBJECT.match(subject)
    )
    return bool(machine_title or find_machine_words(mail))


def _is_absence_note(mail: ParsedMail, title: str) -> bool:
    """Return whether a mail with such a subject is a note of absence.

    People use such subjects as well, but then their mail asks or says more.
    """
    text = fold_text(mail.text[:6000])
    opening = opening_text(text)
    if find_machine_words(mail):
        return True
    if _is_personal(opening, is_titled=True) or has_decision(mail.text):
        return False
    patterns = (say.ABSENCE, say.DEPARTURE, say.ACKNOWLEDGEMENT, say.MACHINE_WORDS)
    # "Auto:" is also German for a car, and a subject of one word may be by anybody.
    is_bare_word = title.strip("[( :").isalpha() or title.strip("[( ").startswith("auto")
    return matches_any(patterns, text) or not is_bare_word or mail.headers.has("in-reply-to")


def _has_no_quotation(mail: ParsedMail) -> bool:
    """Return whether the text has neither a quotation nor a question. Notes of absence have none."""
    text = mail.text[:4000]
    return "\n>" not in text and "?" not in text.partition("\n-- ")[0][:600]


def find_text_evidence(mail: ParsedMail) -> str:
    """Return why the text alone shows a note of absence, or an empty string. Outlook's rules send no header.

    It is strict, since a person may be on holiday and still answer.
    """
    text = fold_text(mail.text[:6000])
    opening = opening_text(text)
    # A note of absence begins with the absence, names what to do meanwhile, and says nothing else.
    if _is_personal(opening):
        return ""
    if machine_phrase := _find_announcement(mail, opening):
        return f"the words {quote_words(machine_phrase)}"
    if has_named_greeting(mail) or len(opening) >= MAX_NOTE:
        return ""  # a rule that answers everybody does not know the reader's name
    if absence := find_bare_absence(opening):
        return f"the words {quote_words(absence[0])} and nothing but a note of absence"
    departure = say.ABSENCE_DETAILS.search(opening) and say.DEPARTURE.search(opening[:500])
    return f"the words {quote_words(departure[0])}" if departure else ""


def find_bare_absence(opening: str) -> re.Match[str] | None:
    """Find the words of absence in a note that also names what to do meanwhile, or that is short and names a day."""
    is_short = len(opening) < MAX_BARE_NOTE
    if say.ABSENCE_DETAILS.search(opening) or (is_short and _NUMBER.search(opening)):
        absence = say.ABSENCE.search(opening[:500])
        return absence or (AWAY_WORDS.search(opening) if is_short and _gives_last_day(opening) else None)
    return None


def _gives_last_day(opening: str) -> bool:
    """Return whether a word for "until" is before a number, or behind it."""
    return any(
        ANY_UNTIL.search(opening[: number.start()]) or UNTIL_AFTER.match(opening[number.end() :])
        for number in _NUMBER.finditer(opening)
    )


def find_machine_words(mail: ParsedMail, *, without_close: bool = True) -> re.Match[str] | None:
    """Find the words with which a machine describes itself.

    The quotation, and all below the author's name or a close, are left out. A gateway adds its own words there, such as
    "do not reply to this" or "automatically scanned".
    """
    own_text = cut_at_name(mail, extract_answer(mail.text))
    return say.MACHINE_WORDS.search(fold_text((cut_at_close(own_text) if without_close else own_text)[:6000]))


def _is_personal(opening: str, *, is_titled: bool = False) -> bool:
    """Return whether a person wrote the text: it asks something, is about the application, or has news."""
    is_question = re.search(r"[?？؟]", opening)
    is_own_word = say.PERSONAL_WORDS.search(opening) or GOOD_NEWS.search(opening)
    return bool(is_question or is_own_word or (not is_titled and is_about_hiring(opening)))


def _find_announcement(mail: ParsedMail, opening: str) -> str:
    """Return the words with which a machine announces an absence or a receipt, or only thanks."""
    acknowledgement = say.ACKNOWLEDGEMENT.search(opening)
    if acknowledgement and _is_ticket_receipt(mail, opening):
        return acknowledgement[0]
    announcement = acknowledgement or say.ABSENCE.search(opening[:500]) or say.DEPARTURE.search(opening[:500])
    if not announcement and (has_named_greeting(mail) or not say.THANKS.search(opening[:300])):
        return ""
    machine_words = find_machine_words(mail, without_close=not acknowledgement)
    # People who change their address also write "do not reply to this address".
    return (
        machine_words[0]
        if machine_words and (announcement or not machine_words[0].startswith(("do not", "please not")))
        else ""
    )


def _is_ticket_receipt(mail: ParsedMail, opening: str) -> bool:
    is_signed = has_named_signature(mail) or say.FIRST_PERSON.search(opening)
    return bool(say.TICKET_NUMBER.search(opening)) and not is_signed


def opening_text(text: str) -> str:
    """Return the text above a quotation or a footer."""
    cut = re.search(
        r"^(?:>|-- ?$|_{5,}|-{5,}|\*{5,}|von: |from: |de : |le .{0,80} a ecrit|on .{0,80} wrote:|am .{0,80} schrieb)",
        text,
        re.MULTILINE,
    )
    return " ".join((text[: cut.start()] if cut else text)[:3000].split())
