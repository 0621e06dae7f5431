"""Describes what was done by the candidate's command, in half a sentence, for the confirming mail. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.writing.language.reasons import explain
from followupd.writing.language.words import mark_message, translate_name

if TYPE_CHECKING:
    from datetime import date

    from followupd.writing.language.words import Words


def tell_pause(words: Words, company: str, until: date | None) -> str:
    """Return the words for a paused interview."""
    if until:
        day = words.format_weekday(until)
        return words.translate(
            "the follow-up for %(company)s is paused until %(day)s", company=company, day=day
        )
    return words.translate("the follow-up for %(company)s is paused until you answer resume", company=company)


def tell_contact_pause(words: Words, name: str, company: str, until: date | None) -> str:
    """Return the words for a paused person."""
    if until:
        return words.translate(
            "%(name)s (%(company)s) is paused until %(day)s; the others go on",
            name=name,
            company=company,
            day=words.format_weekday(until),
        )
    return words.translate(
        "%(name)s (%(company)s) is paused until you answer: resume %(name)s. The others go on",
        name=name,
        company=company,
    )


def ask_for_end(words: Words, sentence: str) -> str:
    """Return the words for a pause whose end was not understood."""
    question = words.translate("Until when is not clear. To set the day, answer: hold until 4 December")
    return f"{sentence}. {question}"


def tell_contact_resume(words: Words, name: str, company: str) -> str:
    """Return the words for a person who gets mail again."""
    return words.translate("%(name)s (%(company)s) is not paused any more", name=name, company=company)


def tell_resume(words: Words, company: str, promise: date | None) -> str:
    """Return the words for an interview that goes on."""
    if promise:
        return words.translate(
            "the follow-up for %(company)s goes on; nothing reminds them before %(day)s",
            company=company,
            day=words.format_weekday(promise),
        )
    return words.translate("the follow-up for %(company)s goes on", company=company)


def tell_stillness(words: Words, company: str) -> str:
    """Return the words for interviews that began before the database was made, and for which nothing is sent."""
    return words.translate("nothing goes out for %(company)s until you resume", company=company)


def tell_absence(words: Words, company: str) -> str:
    """Return the words for an out-of-office note that was confirmed."""
    return words.translate("reminders to who is away wait, at %(company)s", company=company)


def tell_presence(words: Words, company: str) -> str:
    """Return the words for an out-of-office note that is not true."""
    return words.translate(
        "nobody counts as away at %(company)s any more; the follow-up goes on", company=company
    )


_ENDINGS = {
    "rejected": mark_message("rejected"),
    "offer": mark_message("offer"),
    "withdrawn": mark_message("withdrawn"),
    "no-answer": mark_message("no-answer"),
}


def tell_close(words: Words, company: str, outcome: str) -> str:
    """Return the words for a closed interview."""
    if outcome:
        return words.translate(
            "the follow-up for %(company)s is closed (%(outcome)s); nothing more goes out",
            company=company,
            outcome=translate_name(words, _ENDINGS, outcome),
        )
    return words.translate("the follow-up for %(company)s is closed; nothing more goes out", company=company)


def tell_skip(words: Words, step: str, name: str, company: str) -> str:
    """Return the words for a skipped step."""
    return words.translate("%(label)s is left out", label=words.label_touch(step, name, company))


def tell_approval(words: Words, step: str, name: str, company: str) -> str:
    """Return the words for an approved text."""
    label = words.label_touch(step, name, company)
    return words.translate("%(label)s goes out in these words, if nothing else holds it", label=label)


_OUTCOMES = {
    "spoke": mark_message("you spoke with %(name)s, %(company)s"),
    "voicemail": mark_message("you left %(name)s a message, %(company)s"),
    "no-answer": mark_message(
        "%(name)s did not pick up, %(company)s; the sheet comes again on the next working day"
    ),
    "no-show": mark_message("%(name)s, %(company)s, did not phone as promised; a mail says so today"),
    "wrong-number": mark_message(
        "the number of %(name)s is wrong, %(company)s; correct it in the interview's file"
    ),
    "posted": mark_message("the letter to %(name)s is in the post, %(company)s"),
    "done": mark_message("it is done (%(name)s, %(company)s)"),
    "skipped": mark_message("nothing more is asked about this step (%(name)s, %(company)s)"),
}


def tell_outcome(words: Words, outcome: str, name: str, company: str, promise: date | None) -> str:
    """Return the words for the outcome of a call or a letter."""
    sentence = words.translate(_OUTCOMES[outcome], name=name, company=company)
    if outcome != "spoke":
        return sentence
    if promise:
        day = words.format_weekday(promise)
        ending = words.translate("they decide by %(day)s, and nothing reminds them before", day=day)
        return words.join_clauses((sentence, ending))
    question = words.translate(
        "When do they decide? Answer with the day, or resume, or close. Until then nothing goes out"
    )
    return f"{sentence}. {question}"


def tell_snooze(words: Words, name: str, days: int) -> str:
    """Return the words on when a sheet comes again."""
    return words.translate_count(
        "you are asked about %(name)s again in %(count)d day",
        "you are asked about %(name)s again in %(count)d days",
        days,
        name=name,
    )


def tell_doubt(words: Words, company: str, why_held: str, *, is_answer: bool) -> str:
    """Return the words for the decision about a mail in doubt."""
    if is_answer:
        return words.translate(
            "it is an answer of %(company)s; nothing goes out until you resume", company=company
        )
    if why_held:
        return words.translate(
            "that mail does not hold %(company)s any more; something else does: %(why)s",
            company=company,
            why=explain(words, why_held),
        )
    return words.translate("it is no answer of %(company)s; the follow-up goes on", company=company)


def tell_own_answer(words: Words, company: str) -> str:
    """Return the words for an answer that the candidate gave the company. It resumes nothing."""
    return words.translate(
        "you have answered %(company)s; nothing goes out until you answer: resume, or close", company=company
    )


def tell_resolved(words: Words, name: str, *, resend: bool) -> str:
    """Return the words for the decision about a mail with unknown outcome."""
    if resend:
        return words.translate("the mail to %(name)s is sent again when its window opens", name=name)
    return words.translate("the mail to %(name)s counts as sent", name=name)


def tell_open_again(words: Words, step: str, name: str, company: str) -> str:
    """Return the words for a reopened step."""
    label = words.label_touch(step, name, company)
    return words.translate("%(label)s is open again, and is taken late if nothing else holds it", label=label)


_COMMANDS = {
    "done": mark_message("what you reported"),
    "skip": mark_message("the skip"),
    "close": mark_message("the close"),
    "pause": mark_message("the pause"),
    "resume": mark_message("the resume"),
    "approve": mark_message("the approval"),
    "answer": mark_message("your word about that mail"),
    "debrief": mark_message("your debrief"),
    "started": mark_message("that you had thanked them before"),
}


def tell_undo(words: Words, what: str, company: str) -> str:
    """Return the words for an undone command."""
    deed = words.translate(_COMMANDS.get(what, what))
    return words.translate("%(deed)s for %(company)s is taken back", deed=deed, company=company)
