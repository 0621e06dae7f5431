"""Finds the one command that an answer means. Words that contradict each other, or are not certain, mean none. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.config.lazy_pattern import LazyPattern
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import reply_commands as phrases
from followupd.inbound.phrases import reply_grammar as grammar
from followupd.inbound.replies.reply_words import NOT_CERTAIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.inbound.verdict import ReplyCommand

# The words that each command includes: "ok, skip it" is a skip, "no, nobody picked up" a call without an answer.
_TAKES_ALONG: dict[str, set[str]] = {
    "no-show": {"no", "done", "ok", "no-answer"},
    "no-answer": {"no", "done", "ok", "yes", "snooze"},
    "voicemail": {"done", "ok", "yes", "no", "no-answer"},
    "spoke": {"done", "ok", "yes"},
    "posted": {"done", "ok", "yes"},
    "wrong-number": {"done", "no-answer", "ok"},
    "done": {"ok", "yes"},
    "skip": {"no", "no-send", "ok", "dislike"},
    "hold": {"no", "ok", "snooze", "dislike"},
    "snooze": {"no", "ok", "dislike"},
    "stop": {"no", "no-send", "ok"},
    "close": {"no", "ok", "stop", "no-answer", "skip", "spoke", "done"},
    "resume": {"ok", "yes"},
    "resend": {"ok", "yes", "no"},
    "undo": {"ok", "no", "no-send", "dislike"},
    "yes": {"ok"},
    "theirs": {"yes", "ok"},
    "answered": {"yes", "ok", "done", "theirs"},
    "not-theirs": {"no", "ok", "resume"},
    "no": {"dislike"},
    "no-send": {"no", "ok", "dislike"},
    "dislike": set(),  # alone it asks for nothing
    "ok": set(),
}
# The number of other words that may be near a command. If the command sends something, only names may.
_MAX_WORDS = {
    "yes": 0, "ok": 0, "no": 0, "resume": 0, "resend": 0, "undo": 6, "promise": 12, "day": 0, "theirs": 2, "not-theirs": 3, "stop": 6, "close": 12,
    "skip": 8, "no-send": 8, "hold": 8, "snooze": 12, "posted": 12, "done": 12, "wrong-number": 12, "no-show": 12, "answered": 6,
}  # fmt: skip
# With a day, these have another meaning.
_DAYLESS = (
    "yes",
    "ok",
    "no",
    "theirs",
    "not-theirs",
    "no-send",
    "resume",
    "resend",
    "undo",
    "skip",
)
_DEFAULT_WORDS = 60
TWO_SENSES = "they may not have chosen you, or not have answered the call"
_TWO_SENSES = LazyPattern(phrases.TWO_SENSES)
_CONTRADICTION = "it says more than one thing"
_UNCLEAR = "it says more than that"
# With these words the end of an interview is not certain. The commands are those that may be together with an end.
_UNCERTAIN = LazyPattern(
    rf"(?<![\w'-])(?:{phrases.NEGATION}|{phrases.FUTURE}|{phrases.UNSURE}|{phrases.RESERVATION}|others?|another|autres?|otr[oa]s?|candidat\w*|bewerber\w*|{phrases.OTHER_MATTERS})(?![\w'-])"
)
_ENDING_COMPANIONS = frozenset({"spoke", "no", "ok", "no-send", "skip", "theirs"})
_LASTING_OUTCOMES = ("rejected", "withdrawn", "hired")  # an offer may still be to come
_MAX_ENDING_WORDS, _MAX_REASON_WORDS, _MAX_REFUSAL_WORDS = 5, 8, 10
_NEAR_DAYS = 14
_AFFIRM = LazyPattern(grammar.AFFIRM)
_COMPANY_WORDS = LazyPattern(rf"(?<![\w'-])(?:{grammar.COMPANY_WORDS})(?![\w'-])")
_UNCERTAIN_COMPANY = LazyPattern(
    rf"(?<![\w'-])(?:{phrases.NEGATION}|{phrases.UNSURE}|{phrases.RESERVATION}|just|former|ehemalig\w*|fruher\w*|ancien\w*|antigu\w*|another|ander\w*|autre|otr[oa]|old)(?![\w'-])"
)
_REFUSALS = frozenset({"no", "no-send"})
_REFUSAL_COMPANIONS = _REFUSALS | {"spoke", "done", "answered", "dislike"}
_NO_REASON = LazyPattern(rf"(?<![\w'-])(?:{grammar.NO_REASON})(?![\w'-])")
_CORRECTION = LazyPattern(
    rf"(?<![\w'-])(?:{phrases.OTHER_WORDS}|{phrases.RESERVATION}|{phrases.UNSURE}|{grammar.CORRECTION})(?![\w'-])"
)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The one command of an answer, or the reason why there is none."""

    verb: str
    doubt: str = ""


def find_meaning(command: ReplyCommand, names: Iterable[str] = ()) -> Meaning:
    """Return the command that an answer means. `names`: of people and companies; they do not count as other words."""
    verb = _adapt_verb(command, _find_ending(command) or _choose_verb(command))
    if command.doubt or not verb:
        return Meaning("", command.doubt or (_CONTRADICTION if command.verbs else ""))
    doubt = _find_doubt(command, verb, names)
    return Meaning("" if doubt else verb, doubt)


def _adapt_verb(command: ReplyCommand, verb: str) -> str:
    """Return the command that a verb is with a day or an outcome beside it."""
    if verb == "resume" and command.is_promise:
        return "promise"  # "they decide on the 10th, go on then"
    if verb == "resume" and _has_day(command):
        return "hold"  # "go on in two weeks" means a pause until then
    return "close" if verb == "stop" and command.outcome else verb


def _find_ending(command: ReplyCommand) -> str:
    """Return "close" if a short and certain answer reports the end: "they went with someone else"."""
    has_day = bool(command.days or (command.day and not _is_past(command)))
    is_alone = _ENDING_COMPANIONS.issuperset(command.verbs) and not has_day
    is_short = len(command.words) <= _MAX_ENDING_WORDS
    is_plain = not _UNCERTAIN.search(" ".join(command.words))
    is_certain = is_alone and is_short and is_plain and _has_subject(command)
    return "close" if command.outcome in _LASTING_OUTCOMES and is_certain else ""


def _has_subject(command: ReplyCommand) -> bool:
    """Return whether an answer has more than one word: "refused" alone does not show who refused what."""
    return bool(command.verbs) or command.outcome == "hired" or len(_WORD.findall(command.text)) > 1


def _is_past(command: ReplyCommand) -> bool:
    """Return whether the day in an answer is not in the future: "they turned me down yesterday"."""
    return bool(command.day and command.written_on and command.day <= command.written_on)


def _is_before(command: ReplyCommand) -> bool:
    return bool(command.day and command.written_on and command.day < command.written_on)


def _find_doubt(command: ReplyCommand, verb: str, names: Iterable[str]) -> str:
    """Return what makes a command uncertain: an outcome or a day that it cannot have, or too many other words."""
    if command.outcome and verb != "close":
        return _CONTRADICTION
    is_reason = verb in ("no", "no-send", "skip") and _is_before(command)  # "no, I met him yesterday"
    if (
        verb in _DAYLESS
        and _has_day(command)
        and not (is_reason or (verb == "resume" and command.is_promise))
    ):
        return "it names a day"
    is_wordy = _count_spare_words(command, names) > _MAX_WORDS.get(verb, _DEFAULT_WORDS)
    return _UNCLEAR if is_wordy else ""


def _has_day(command: ReplyCommand) -> bool:
    return bool(command.day or command.days)


def _count_spare_words(command: ReplyCommand, names: Iterable[str]) -> int:
    """Count the words outside the command that are not names."""
    known_words = {word for name in names for word in _WORD.findall(fold_text(name))}
    return sum(1 for words in command.words if not known_words.issuperset(_WORD.findall(words)))


def _choose_verb(command: ReplyCommand) -> str:
    verbs = set(command.verbs)
    strongest = [v for v in verbs if verbs - {v} <= _TAKES_ALONG[v]]
    if strongest == ["done"] and command.is_promise:
        return "spoke"  # a candidate who made the call and knows the day of the decision has spoken with the company
    if verbs:
        return strongest[0] if len(strongest) == 1 else ""
    if command.day:
        return "promise" if command.is_promise else "day"
    return ""


def is_plain_yes(command: ReplyCommand) -> bool:
    """Return whether an answer says yes in a few words, with any reason beside it: "yes, that's the assistant".

    It is for questions after whose yes nothing goes out. It is none with a day, a condition or a negation.
    """
    verbs = set(command.verbs)
    says_yes = bool(verbs & {"yes", "theirs"}) and verbs <= {"yes", "theirs", "ok"}
    affirms = verbs <= {"yes", "theirs", "ok", "done"} and bool(
        _AFFIRM.match(fold_text(command.text).strip())
    )
    is_short = len(command.words) <= _MAX_REASON_WORDS
    return (says_yes or affirms) and is_short and not (command.doubt or command.outcome or _has_day(command))


def is_reasoned_no(command: ReplyCommand) -> bool:
    """Return whether an answer refuses a shown mail and says why: "no, it sounds too stiff".

    It is none if the candidate may want other words in the mail.
    """
    is_refusal = _REFUSALS.intersection(command.verbs) and _REFUSAL_COMPANIONS.issuperset(command.verbs)
    is_short = len(command.words) <= _MAX_REFUSAL_WORDS
    is_plain = is_short and not (command.doubt or command.outcome) and _is_past_or_dayless(command)
    text = fold_text(command.text)
    return bool(is_refusal) and is_plain and _has_reason(command, text) and not _CORRECTION.search(text)


def _is_past_or_dayless(command: ReplyCommand) -> bool:
    return not command.days and (not command.day or _is_before(command))


def _has_reason(command: ReplyCommand, text: str) -> bool:
    """Return whether a refusal has a known reason, or little beside it."""
    is_told = not {"spoke", "done", "dislike"}.isdisjoint(command.verbs)
    is_little = not command.day and len(command.words) <= _MAX_ENDING_WORDS
    return is_told or is_little or bool(_NO_REASON.search(text))


def tells_of_company(command: ReplyCommand) -> bool:
    """Return whether a short and certain answer says that somebody belongs to the company: "she does the hiring"."""
    text = fold_text(command.text)
    is_plain = {"yes", "theirs", "ok"}.issuperset(command.verbs) and len(command.words) <= _MAX_REASON_WORDS
    is_certain = not (
        command.doubt or command.outcome or _has_day(command)
    ) and not _UNCERTAIN_COMPANY.search(text)
    return is_plain and is_certain and bool(_COMPANY_WORDS.search(text))


def names_day_to_come(command: ReplyCommand) -> bool:
    """Return whether an answer is little more than a day to come: "in a meeting, tomorrow"."""
    is_near = bool(
        command.day
        and command.written_on
        and 0 < (command.day - command.written_on).days <= _NEAR_DAYS
        and not command.is_promise
    )
    is_bare = {"yes", "ok", "no"}.issuperset(command.verbs) and len(command.words) <= _MAX_ENDING_WORDS
    is_certain = not command.doubt or (command.doubt == NOT_CERTAIN and not command.verbs)  # "maybe tomorrow"
    return is_near and is_bare and is_certain and not command.outcome


def has_two_senses(command: ReplyCommand) -> bool:
    """Return whether the whole answer is a phrase that may mean a rejection, or an unanswered call."""
    return bool(_TWO_SENSES.fullmatch(fold_text(command.text).strip(" .!:(")))


def looks_like_draft(text: str) -> bool:
    """Return whether an answer is a text to be sent, not a command: it is long, or greets somebody and is not short."""
    paragraphs = [p for p in text.split("\n\n") if p.strip()]
    words = _WORD.findall(text)
    has_greeting = (
        bool(paragraphs) and paragraphs[0].rstrip().endswith((",", "!", ":")) and len(paragraphs) > 1
    )
    return len(words) >= _MIN_DRAFT_WORDS or (has_greeting and len(words) >= _MIN_GREETED_WORDS)


_MIN_DRAFT_WORDS, _MIN_GREETED_WORDS = 30, 18
