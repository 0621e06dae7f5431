"""The mail that asks what was talked about, and the one that confirms the answer. Pure.

This module has every text about a debrief that the candidate reads.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from followupd.writing.language.job_title import name_position
from followupd.writing.notices.notices import Notice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from followupd.config.interview import Interview
    from followupd.writing.language.words import Words


def ask_about_interview(words: Words, interview: Interview, number: int) -> Notice:
    """Return the notice that asks who was there, what was talked about with each, and whether a day was named."""
    subject = words.translate(
        "How was it? %(company)s, %(position)s",
        company=interview.company,
        position=name_position(interview.position),
    )
    if number > 1:
        subject = words.translate("Once more: %(subject)s", subject=subject)
    return Notice(
        f"debrief/{interview.id}/{interview.end_time:%Y%m%d%H%M}/{number}",
        subject,
        "\n\n".join(_question_parts(words, interview, number)),
        words.translate("Who was there, one line about each, and did they name a day? Answer the mail."),
        words.translate("one line about each person makes the notes yours"),
    )


def _question_parts(words: Words, interview: Interview, number: int) -> list[str]:
    again = words.translate(
        "You have not answered yet. Without an answer, a note of which nothing special is known waits for your word."
    )
    return [
        *([again] if number > 1 else []),
        words.translate(
            "Your interview with %(company)s is over. Answer this mail in your own words, while you remember:",
            company=interview.company,
        ),
        words.translate(
            "1. Who was there? One line about each: what you talked about. Of somebody who did not come, write: was not there."
        ),
        "\n\n".join(f"{contact.shown_name}:" for contact in interview.people_without_agency),
        words.translate("2. Did somebody else come? Write for example: Carla Diaz came too."),
        words.translate("3. Did they name a day? Write for example: they decide by 4 December."),
        words.translate("Each note is then written with that, and shown to you before it leaves."),
        words.translate("At a terminal: %(command)s", command=f"followupd debrief {interview.id}"),
    ]


def tell_debrief(
    words: Words,
    facts: Sequence[tuple[str, str]],
    absent: Sequence[str],
    others: Mapping[str, str],
    promise: date | None,
    interview: str,
) -> str:
    """Return a text about what was understood from an answer. `others`: by name, what was told of each."""
    lines = [f"{name}: {text}" for name, text in facts]
    lines += [words.translate("%(name)s was not there, and gets no mail", name=name) for name in absent]
    lines += [ask_for_address(words, name, interview, fact) for name, fact in others.items()]
    if promise:
        day = words.format_weekday(promise)
        lines.append(words.translate("they decide by %(day)s, and nothing reminds them before", day=day))
    ending = [words.translate("The notes are written with that, and shown to you.")] if facts else []
    told = "\n".join(f"- {line}" for line in lines)
    return "\n\n".join([words.translate("your debrief is noted"), told, *ending])


def ask_for_address(words: Words, name: str, interview: str, fact: str = "") -> str:
    """Ask for the address of a further person who came and is in no file, with the line to write.

    `fact`: what was told of this person; the line keeps it, since no contact can have it yet.
    """
    told = f", fact: {json.dumps(fact, ensure_ascii=False)}" if fact else ""
    return words.translate(
        "%(name)s came too, and gets nothing yet. Write this line, with the address, below contacts: in %(file)s: %(line)s",
        name=name,
        file=f"interviews/{interview}.yaml",
        line=f'- {{name: {name}, email: "", role: met{told}}}',
    )
