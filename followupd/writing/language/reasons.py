"""Translates reasons into the candidate's language: the English reasons of planner, judge and lint. Pure.

The journal keeps a reason as an English sentence. The sentence is recognised by its pattern, and the values in its
blanks are kept; days are written in the form of the language. A reason without a pattern stays English.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from followupd.writing.language.words import SOURCE_LANGUAGE, mark_message, name_step
from followupd.writing.lint.lint_messages import MESSAGES as LINT_MESSAGES
from followupd.writing.notices.reply_reasons import REPLY_REASONS

if TYPE_CHECKING:
    from followupd.writing.language.words import Words

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAY = rf"\d{{1,2}} (?:{'|'.join(_MONTHS)})"
_ONE_PART = "[^;]{1,200}?"  # otherwise it would include the reason before or behind it
# The pattern of a blank, by its name; any other blank may contain any text.
_BLANKS = {
    "day": _DAY,
    "first_day": _DAY,
    "last_day": _DAY,
    "mailed": r"\d{1,2} [A-Z][a-z]{2}",
    "moment": rf"\w{{3}} {_DAY} \d\d:\d\d \S{{1,12}}",
    "number": r"\d{1,4}",
    "post_day": rf"\w{{3}} {_DAY}",
    "arrival_day": rf"\w{{3}} {_DAY}",
    "channel": "email|phone|post",
    **dict.fromkeys(("name", "address", "company", "relay", "role", "status", "what"), _ONE_PART),
    "subject": "“.{0,300}?”|[^;“]{1,200}?",
    "label": r"[\w.-]+ to [^;]{1,120}?",
    "snippet": r"\{\{ [^{}]{1,60} \}\}",
    "count": r"\d{1,6}",
    "share": r"\d{1,3}%",
    "limit": r"\d{1,6}%?",
}
_WITH_WEEKDAY = ("post_day", "arrival_day")
_MOST_PARTS = 4  # of one sentence, since its blanks may contain semicolons too
_BLANK = re.compile(r"%\((\w+)\)s")
_PATTERNS = (
    # Of the planner.
    mark_message("due on %(moment)s"),
    mark_message("due since %(moment)s"),
    mark_message("its latest moment was %(moment)s"),
    mark_message("you did not approve it before %(moment)s"),
    mark_message(
        "%(address)s is a mailbox of a department or a room; if %(name)s reads it, write confirmed: true in %(file)s"
    ),
    mark_message("outside the sending window of the recipient"),
    mark_message("they said they would decide by %(day)s"),
    mark_message("%(name)s is away until %(day)s"),
    mark_message("%(name)s is away without saying until when"),
    mark_message("%(name)s was away and named no day of return"),
    mark_message("it goes out only with your approval: %(command)s"),
    mark_message("you wrote to %(name)s yourself on %(day)s"),
    mark_message("the server put it off"),
    mark_message("it was paused"),
    mark_message("you paused %(name)s on %(day)s"),
    mark_message("%(name)s was paused"),
    mark_message("you are away on %(day)s"),
    mark_message("you are away from %(first_day)s to %(last_day)s"),
    mark_message("one reminder a week"),
    mark_message("the last attempt failed inside followupd; see the log"),
    mark_message("the mailbox has not been read yet"),
    mark_message("the mailbox has not been read for what the configuration says now"),
    mark_message("the configuration is in doubt: %(fault)s"),
    # Of a draft in the Drafts folder.
    mark_message("it is to lie in your Drafts folder first"),
    mark_message("it lies in your Drafts folder, for you to read"),
    mark_message("its draft is not in your Drafts folder any more"),
    mark_message("you changed its draft just now, and may still be writing"),
    mark_message("mend the draft in your Drafts folder, or delete it"),
    mark_message("in your Drafts since %(moment)s"),
    mark_message("in your Drafts, as you edited it, since %(moment)s"),
    mark_message("in your Drafts from %(moment)s"),
    mark_message("it leaves only with your word: change the draft, or answer the mail that asks"),
    mark_message("%(number)s drafts in your Drafts folder fit this mail"),
    mark_message("it has copies, to %(addresses)s"),
    mark_message("followupd writes to one person only"),
    mark_message("it is to %(addresses)s, and not to %(address)s"),
    mark_message("it is to nobody, and not to %(address)s"),
    mark_message("its attachments are not those that your configuration names"),
    mark_message("it has no text"),
    mark_message("it has no subject"),
    mark_message("it cannot be read"),
    mark_message("you have changed the draft of %(step)s in your Drafts folder; write your text there"),
    mark_message("paused on %(day)s by you"),
    mark_message("paused on %(day)s: %(reason)s"),
    mark_message("closed on %(day)s by you"),
    mark_message("closed on %(day)s: %(reason)s"),
    mark_message("everything is paused since %(day)s"),
    mark_message("everything is paused since %(day)s: %(reason)s"),
    mark_message("they answered, and you paused it"),
    mark_message("%(sender)s wrote on %(day)s: %(reason)s"),
    mark_message("you said on %(day)s that the mail from %(sender)s is their answer"),
    mark_message("you spoke with them on %(day)s; what did they say?"),
    mark_message("%(address)s was refused: %(answer)s"),
    mark_message("mail to %(address)s came back: %(reason)s"),
    mark_message("%(name)s is no longer there: %(reason)s"),
    mark_message("%(name)s asked not to be written to; resume to write all the same"),
    mark_message(
        "was %(name)s there? They were taken from an invitation; write confirmed: true in %(file)s, or remove them"
    ),
    mark_message("%(country)s has several time zones; write theirs as zone: into %(file)s"),
    mark_message("%(step)s to %(name)s was on %(day)s"),
    mark_message("%(step)s to %(name)s arrives about %(day)s"),
    mark_message("%(step)s, %(outcome)s, was on %(day)s"),
    mark_message("%(step)s, %(outcome)s, arrives about %(day)s"),
    mark_message("a mail of your own was on %(day)s"),
    mark_message("after %(step)s, one reminder a week"),
    mark_message("one call, with that of %(interview)s"),
    mark_message("post it by %(post_day)s, to arrive about %(arrival_day)s"),
    mark_message("the last reminder (%(step)s to %(name)s) was by %(channel)s too"),
    mark_message("the last reminder (%(step)s, %(outcome)s,) was by %(channel)s too"),
    mark_message("the last reminder (a mail of your own) was by %(channel)s too"),
    mark_message("it would be the first mail that %(name)s gets: a farewell alone"),
    mark_message("live is false: it would go out now"),
    mark_message("set live: true to send"),
    mark_message("%(number)s mails went out today, the cap is %(limit)s"),
    mark_message("another mail to %(company)s was sent on %(moment)s"),
    mark_message("by the end of that it is too late"),
    mark_message("it goes out only if another kind of reminder comes in between"),
    # Of the text of a mail.
    mark_message("its words are others than those that you approved"),
    mark_message("you answered no, or in other words, after its time was over"),
    mark_message(
        "its words were not checked yet; if anything about them is unsure, it goes out only with your approval: %(command)s"
    ),
    mark_message("%(address)s is a mailbox of a department, and perhaps of nobody you met"),
    mark_message("what you and %(name)s talked about is from your answer: “%(topic)s”"),
    mark_message("you write %(name)s, and their own mail says %(other)s; which is right?"),
    mark_message("it says nothing that only you and %(name)s talked about"),
    mark_message("you wrote it in an answer by mail, and have not seen it as it leaves"),
    mark_message("you changed its draft, and sent other words by mail as well"),
    mark_message("you may have changed its draft before they answered, or before a pause"),
    mark_message("the mail is empty"),
    mark_message("it began before the database was made: nobody can say what was sent or answered then"),
    mark_message("no note of absence about %(interview)s is in doubt"),
    mark_message("another note of absence about %(interview)s came in; read that mail first"),
    mark_message("%(faults)s. Mend it, or say --force to let it pass this once"),
    mark_message(
        "the text must not leave like this: %(faults)s. Mend it, or let it pass this once: %(command)s"
    ),
    mark_message("the words are not those that you approved; read them again: %(command)s"),
    # Of the judge.
    mark_message("it quotes our mail %(subject)s"),
    mark_message("it answers a subject of ours, %(subject)s"),
    mark_message("it changes the interview's own invitation"),
    mark_message("it comes from the telephone number of %(name)s"),
    mark_message("it comes from %(address)s, the domain of %(company)s"),
    mark_message("it comes from %(address)s, a domain with the name of %(company)s"),
    mark_message("it comes through %(relay)s and names %(what)s"),
    mark_message("it comes from %(name)s"),
    mark_message("it names %(name)s, from an unknown address"),
    mark_message("it names %(what)s"),
    mark_message("%(name)s signed it, from an unknown address"),
    mark_message("it may concern several interviews"),
    mark_message("it seems to be about %(role)s"),
    mark_message("the interview is closed"),
    mark_message("it names another role, and may concern this one"),
    mark_message("it refers to %(name)s meanwhile"),
    mark_message("it names a day more than 90 days away"),
    mark_message("a person wrote it: no sign of a machine"),
    mark_message("it concerns no interview that followupd knows"),
    mark_message("an applicant-tracking system confirms that something arrived"),
    mark_message("the delivery report says final failure %(status)s"),
    mark_message("the delivery report says still being tried %(status)s"),
    mark_message("%(evidence)s and its words say it could not be delivered"),
    mark_message("%(evidence)s and its words say it is still being tried"),
    mark_message("a calendar invitation %(subject)s"),
    # Of an interview that may be another one.
    mark_message("its file has that name"),
    mark_message("both had the same date, and the same people or company"),
    mark_message("its people were thanked under that name after it began"),
    # Of failures.
    mark_message("followupd was stopped in that moment"),
    mark_message("followupd was stopped while it was printed; it may lie in the printer"),
)
# The judge names the header that proves it; the candidate reads its meaning.
_PLAIN = {
    "%(header)s is our mail %(subject)s of %(mailed)s": mark_message(
        "it answers your mail %(subject)s of %(mailed)s"
    ),
    "%(header)s is our mail %(subject)s": mark_message("it answers your mail %(subject)s"),
}


def explain(words: Words, reason: str) -> str:
    """Return an English reason in the language of the candidate, part by part; an unknown part stays as it is."""
    if (sentence := _translate(words, reason)) is not None:
        return sentence
    parts, sentences = reason.split("; "), list[str]()
    while parts:
        count, sentence = _translate_first(words, parts)
        sentences.append(sentence)
        del parts[:count]
    return words.join_clauses(sentences)


def _translate_first(words: Words, parts: list[str]) -> tuple[int, str]:
    """Return the first sentence of the parts, and the number of its parts.

    A sentence of the lint may contain a semicolon, so that it has several parts.
    """
    for count in range(1, min(len(parts), _MOST_PARTS) + 1):
        if (sentence := _translate(words, "; ".join(parts[:count]))) is not None:
            return count, sentence
    return 1, parts[0]


def _translate(words: Words, reason: str) -> str | None:
    for pattern, message in _compile_patterns():
        if match := pattern.fullmatch(reason):
            return words.translate(
                message, **{name: _write_value(words, name, text) for name, text in match.groupdict().items()}
            )
    return None


def _write_value(words: Words, name: str, text: str) -> str:
    """Return the value of a blank, in the form of the language."""
    match name:
        case "day" | "first_day" | "last_day" | "mailed" | "post_day" | "arrival_day":
            return _write_day(words, text.partition(" ")[2] if name in _WITH_WEEKDAY else text)
        case "channel":
            return words.translate(text)
        case "moment":
            _, day, month, time, zone = text.split()
            return f"{_write_day(words, f'{day} {month}')}, {time} {zone}"
        case "label":
            return _write_label(words, text)
        case "evidence" | "reason" | "faults":
            return explain(words, text)
        case _:
            return words.quote(text[1:-1]) if re.fullmatch("“[^“”]*”", text) else text


def _write_label(words: Words, text: str) -> str:
    """Return the label of the mail that the lint read: template and person.

    In English it stays as `check` prints it.
    """
    template, _, name = text.partition(" to ")
    if words.language == SOURCE_LANGUAGE:
        return text
    return words.translate(
        "%(step)s to %(name)s", step=name_step(words, template.partition(".")[0]), name=name
    )


def _write_day(words: Words, text: str) -> str:
    day, _, month = text.partition(" ")
    return words.format_short_day(
        int(day), next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(month))
    )


@cache
def _compile_patterns() -> list[tuple[re.Pattern[str], str]]:
    """Return each pattern with its message.

    The most specific ones come first, so that no blank contains the words of another pattern.
    """
    messages = {
        message: message for message in (*_PATTERNS, *REPLY_REASONS, *LINT_MESSAGES.values())
    } | _PLAIN
    exact_first = sorted(messages, key=lambda pattern: -len(_BLANK.sub("", pattern)))
    return [(_compile(pattern), messages[pattern]) for pattern in exact_first]


def _compile(message: str) -> re.Pattern[str]:
    pieces = _BLANK.split(message)
    texts = [
        f"(?P<{piece}>{_BLANKS.get(piece, '.{1,500}?')})" if number % 2 else re.escape(piece)
        for number, piece in enumerate(pieces)
    ]
    return re.compile("".join(texts))
