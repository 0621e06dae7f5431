"""One sentence for each thing that the candidate has to do or to decide, in their language. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.writing.language.reasons import explain
from followupd.writing.notices.notices import Notice, harmless_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from followupd.writing.language.words import Words

_MAX_LINE = 300  # characters


def format_near_moment(words: Words, moment: datetime, now: datetime) -> str:
    """Return a moment as the candidate reads it: only the hour if it is today, else the day with its weekday."""
    local, today = moment.astimezone(words.zone), now.astimezone(words.zone).date()
    if local.date() == today:
        return words.translate("today, %(time)s", time=f"{local:%H:%M}")
    return f"{words.format_weekday(local.date())}, {local:%H:%M}"


def phrase_call(words: Words, name: str, company: str, number: str, end: str) -> str:
    """Return the sentence on a call to make; `end`: the latest moment."""
    return words.translate(
        "Call %(name)s (%(company)s), %(number)s, by %(moment)s",
        name=name,
        company=company,
        number=number or words.translate("number not known"),
        moment=end,
    )


def phrase_letter(words: Words, name: str, company: str) -> str:
    """Return the sentence on a letter to post."""
    return words.translate(
        "Print, sign and post the letter to %(name)s (%(company)s)", name=name, company=company
    )


def phrase_coming_sheet(words: Words, name: str, company: str, at: datetime, *, is_call: bool) -> str:
    """Return the sentence on a call or a letter whose sheet comes later today."""
    values = {"name": name, "company": company, "time": f"{at.astimezone(words.zone):%H:%M}"}
    if is_call:
        return words.translate("Call %(name)s (%(company)s): the sheet comes by mail at %(time)s", **values)
    return words.translate("Post a letter to %(name)s (%(company)s): it comes by mail at %(time)s", **values)


def phrase_approval(words: Words, label: str, end: str) -> str:
    """Return the sentence on a mail that waits for an approval."""
    return words.translate(
        "%(label)s waits for your approval; without it, it is not sent. The last moment: %(moment)s",
        label=label,
        moment=end,
    )


def phrase_answer(words: Words, company: str, sender: str, day: date | None, *, is_unanswered: bool) -> str:
    """Return the sentence on an interview that an answer of the company has stopped."""
    if day is None:
        return words.translate("%(company)s answered: does the follow-up go on?", company=company)
    sentence = words.translate(
        "%(company)s answered on %(day)s (%(sender)s): does the follow-up go on?",
        company=company,
        day=words.format_day(day),
        sender=harmless_line(sender),
    )
    advice = words.translate("You have not answered them yet.")
    return f"{sentence} {advice}" if is_unanswered else sentence


def phrase_doubt(words: Words, company: str, sender: str, day: date | None) -> str:
    """Return the question whether a mail is an answer of the company."""
    if day is None:
        return words.translate("Has %(company)s answered?", company=company)
    return words.translate(
        "Is the mail of %(sender)s of %(day)s an answer of %(company)s?",
        company=company,
        day=words.format_day(day),
        sender=harmless_line(sender),
    )


def phrase_absence(words: Words, name: str, company: str, day: date | None) -> str:
    """Return the question whether a person is away, if a note without proof reports it; `day`: until when."""
    if day is None:
        return words.translate(
            "Is %(name)s (%(company)s) away? A note says so that nothing proves; reminders to them wait",
            name=name,
            company=company,
        )
    return words.translate(
        "Is %(name)s (%(company)s) away until %(day)s? A note says so that nothing proves; reminders to them wait",
        name=name,
        company=company,
        day=words.format_day(day),
    )


def phrase_pause(words: Words, company: str, why: str) -> str:
    """Return the sentence on an interview that is paused without an end."""
    reason = explain(words, why)
    return words.translate("%(company)s is paused: %(why)s", company=company, why=harmless_line(reason))


def phrase_global_pause(words: Words, day: date) -> str:
    """Return the sentence that everything is paused without an end."""
    return words.translate("Everything is paused since %(day)s", day=words.format_day(day))


def phrase_debrief(words: Words, company: str) -> str:
    """Return the sentence on an interview without a debrief."""
    return words.translate("Say what was spoken about at %(company)s, while you remember it", company=company)


def phrase_passed_promise(words: Words, company: str, day: date) -> str:
    """Return the sentence on a company that let the promised day of its decision pass."""
    return words.translate(
        "%(company)s wanted to decide by %(day)s and has not written",
        company=company,
        day=words.format_day(day),
    )


def describe_morning(words: Words, errands: Sequence[tuple[str, str]], day: str) -> Notice:
    """Return the notice on what is to do today: a sentence and a command for each thing."""
    lines = []
    for sentence, command in errands:
        lines += [f"- {harmless_line(sentence, _MAX_LINE)}", *([f"    {command}"] if command else [])]
    body = [
        words.translate("This waits for you today:"),
        "",
        *lines,
        "",
        words.translate("To see it again: %(command)s", command="followupd"),
    ]
    subject = words.translate_count(
        "Today: %(count)d thing to do: %(first)s",
        "Today: %(count)d things to do: %(first)s",
        len(errands),
        first=harmless_line(errands[0][0], 80),
    )
    return Notice(f"today/{day}", subject, "\n".join(body))


def ask_once_more(
    words: Words, key: str, sentence: str, answers: str, command: str, days: int, *, is_last: bool
) -> Notice:
    """Return the notice that asks again for a decision that has waited for some days.

    `answers`: the commands that a reply may contain.
    """
    lines = [
        harmless_line(sentence, _MAX_LINE),
        words.translate_count(
            "This waits for you since %(count)d day. Until you decide, nothing of it goes out.",
            "This waits for you since %(count)d days. Until you decide, nothing of it goes out.",
            days,
        ),
        "",
        words.translate("Answer this mail with one word: %(words)s", words=answers),
        words.translate("Or at a terminal: %(command)s", command=command),
    ]
    if is_last:
        lines += ["", words.translate("You are not asked again; it goes on waiting.")]
    subject = words.translate("Still waiting: %(what)s", what=harmless_line(sentence, 120))
    return Notice(key, subject, "\n".join(lines), gist=command)
