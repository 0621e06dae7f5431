"""Finds the commands in a short answer: each phrase is matched once, in the order of the table. The rest counts too."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from followupd.config.lazy_pattern import LazyPattern
from followupd.inbound.phrases import reply_commands as phrases
from followupd.inbound.phrases import reply_grammar as grammar


def _compile(pattern: str) -> LazyPattern:
    return LazyPattern(rf"(?<![\w'-])(?:{pattern})(?![\w'-])")


# A request in the form of a question. It counts if it ends or postpones something.
_REQUEST = (
    r"(?:(?:can|could|would|will) you |kannst du |konnen sie |peux[- ]tu |tu peux |pouvez[- ]vous |puedes |podrias )"
    r"(?:(?:it|this|please|das|es|bitte|lo|le|la) )*"
)
_QUIET_VERBS = ("close", "stop", "skip", "hold", "snooze")
_NEVER_NEGATED = ("no-show", "no-answer", "no", "no-send", "not-theirs", "dislike")
_TABLE = tuple(
    (verb, _compile(rf"(?:{_REQUEST})?(?:{pattern})" if verb in _QUIET_VERBS else pattern))
    for verb, pattern in (
        ("", phrases.IDIOMS),
        ("undo", phrases.UNDO),
        ("dislike", grammar.DISLIKE),
        ("wrong-number", grammar.DEAD_NUMBER),
        ("skip", grammar.NOT_AT_ALL),
        ("not-theirs", phrases.NOT_THEIRS),
        ("theirs", phrases.THEIRS),
        ("no-show", phrases.NO_SHOW),
        ("no-answer", phrases.NO_ANSWER),
        ("posted", phrases.IN_THE_BOX),
        ("voicemail", phrases.VOICEMAIL),
        ("wrong-number", phrases.WRONG_NUMBER),
        ("resend", phrases.RESEND),
        ("snooze", phrases.NOT_YET_SENDING),
        ("no-send", phrases.REFUSE_SENDING),
        ("close", phrases.CLOSE),
        ("stop", phrases.STOP),
        ("snooze", phrases.SNOOZE),
        ("hold", phrases.HOLD),
        ("skip", phrases.SKIP),
        ("resume", phrases.RESUME),
        ("answered", phrases.ANSWERED),
        ("no-send", phrases.ALREADY_WRITTEN),
        ("spoke", phrases.SPOKE),
        ("posted", phrases.POSTED),
        ("done", phrases.DONE),
        ("yes", phrases.YES),
    )
)
_OUTCOMES = tuple((outcome, _compile(pattern)) for outcome, pattern in phrases.CLOSE_OUTCOMES.items())
_OKAY = _compile(phrases.OKAY)
_WHOLE_CLAUSES = tuple(
    (verb, _compile(pattern))
    for verb, pattern in (
        ("snooze", phrases.NOT_NOW_ALONE),
        ("no-send", phrases.NO_SEND_ALONE),
        ("no-answer", phrases.NO_ANSWER_ALONE),
        ("not-theirs", phrases.NOTICE_ALONE),
        ("no", phrases.NO_ALONE),
        ("stop", phrases.STOP_ALONE),
    )
)
_CLAUSES = (("yes", _compile(phrases.YES_ALONE)), ("ok", _OKAY))
# "sí" without its accent means "if" when the sentence goes on.
_CONDITION = _compile(
    r"si(?= (?!(?:por|porfa|favor|gracias|muchas|claro|please|merci|senor|senora|lo|la|el|que)\b)[^\W\d_])"
)
_NEGATION, _UNSURE = _compile(phrases.NEGATION), _compile(phrases.UNSURE)
_DEPUTY, _OTHER_ANSWERED = _compile(phrases.DEPUTY), _compile(grammar.OTHER_ANSWERED)
_RESERVATION, _FUTURE = _compile(phrases.RESERVATION), _compile(phrases.FUTURE)
_OTHER_WORDS = _compile(phrases.OTHER_WORDS)
_DENIED = LazyPattern(r"(?<!\w)(?:(?:not|\w+n't|nicht|pas|kein\w*|nunca) \||no \|(?:es|son|solo) )")
_AGAIN = LazyPattern(phrases.AGAIN_ANSWER)
_OUR_WORDS = LazyPattern(phrases.OUR_WORDS)
_WORD = re.compile(r"[^\W_][\w'’-]*")
_CLAUSE_MARK = LazyPattern(r" (?:[.,?]|and|und|et|y)(?= |$)")
_PAST_VERBS = ("posted", "done", "voicemail", "no-answer")
NOT_CERTAIN = "it is not certain"
_NEGATED = "it holds a “not”"
_GAP = "\0"  # the text here was understood


@dataclass(slots=True)
class FoundWords:
    """The commands and other words in a folded answer."""

    verbs: list[str] = field(default_factory=list)
    spans: list[tuple[str, int, int]] = field(default_factory=list)
    outcome: str = ""
    words: tuple[str, ...] = ()
    doubt: str = ""


def find_words(flat: str, date_spans: tuple[tuple[int, int], ...]) -> FoundWords:
    """Find the commands in a folded line of sentences. `date_spans`: the places of its days, which are no words."""
    result = FoundWords()
    rest = flat
    for start, end in date_spans:
        rest = _blank(rest, start, end)
    letter = flat.strip(" .")
    if letter in phrases.SINGLE_LETTERS:
        rest = _take_phrase(rest, phrases.SINGLE_LETTERS[letter], _compile(letter), result)
    if _AGAIN.fullmatch(" ".join(re.findall(r"[\w'-]+", flat))):
        result.spans.append(("resend", 0, len(flat)))
        rest = _blank(rest, 0, len(flat))
    rest = _take_outcome(rest, result)
    for verb, pattern in _TABLE:
        rest = _take_phrase(rest, verb, pattern, result)
    rest = _take_short_words(rest, result)
    result.verbs = list(dict.fromkeys(verb for verb, *_ in result.spans))
    result.words = tuple(w for w in _WORD.findall(rest) if w not in phrases.COURTESY)
    result.doubt = _find_doubt(flat, rest, result)
    return result


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + _GAP * (end - start) + text[end:]


def _take_phrase(rest: str, verb: str, pattern: LazyPattern, result: FoundWords) -> str:
    while match := pattern.search(rest):
        if verb:
            result.spans.append((verb, match.start(), match.end()))
        rest = _blank(rest, match.start(), match.end())
    return rest


def _take_outcome(rest: str, result: FoundWords) -> str:
    """Remove the words for how an interview ended. "reject" alone refuses a text, and is left for later."""
    for outcome, pattern in _OUTCOMES:
        if match := pattern.search(rest):
            result.outcome = outcome if not result.outcome else "?"
            rest = _blank(rest, match.start(), match.end())
    return rest


def _take_short_words(rest: str, result: FoundWords) -> str:
    """Remove the words that have a meaning only as a whole clause: no, si, ok, para."""
    for clause in re.finditer(r"[^.,?]+", rest):
        verb = _name_short_clause(clause[0], _WHOLE_CLAUSES) if _GAP not in clause[0] else ""
        rest = _take_clause(rest, verb, clause, result)
    for clause in re.finditer(r"[^.,?\0]+", rest):
        rest = _take_clause(rest, _name_short_clause(clause[0], _CLAUSES), clause, result)
    return _take_phrase(rest, "ok", _OKAY, result)


def _name_short_clause(clause: str, table: tuple[tuple[str, LazyPattern], ...]) -> str:
    words = (w for w in _WORD.findall(clause) if w not in phrases.COURTESY or w in phrases.WORDS_OF_WEIGHT)
    text = " ".join(words)
    return next((verb for verb, pattern in table if pattern.fullmatch(text)), "")


def _take_clause(rest: str, verb: str, clause: re.Match[str], result: FoundWords) -> str:
    if not verb:
        return rest
    result.spans.append((verb, clause.start(), clause.end()))
    return _blank(rest, clause.start(), clause.end())


def _find_doubt(flat: str, rest: str, result: FoundWords) -> str:
    """Return why an answer must not be carried out: a question, a condition, a negated or a future command."""
    if _OUR_WORDS.search(flat):
        return "the quoted mail stands in it"
    if "?" in flat:
        return "it asks something"
    if "no-send" in result.verbs and _OTHER_WORDS.search(rest):
        return "it says more than that"
    if _is_about_deputy(flat, result.verbs):
        return NOT_CERTAIN
    is_yes = not {"yes", "ok"}.isdisjoint(result.verbs)
    if _UNSURE.search(rest) or (is_yes and _is_reserved(rest)):
        return NOT_CERTAIN
    doubts = (_doubt_phrase(flat, rest, *span) for span in result.spans)
    return next(filter(None, doubts), "") or _doubt_negation(rest, result.verbs, is_yes=is_yes)


def _is_about_deputy(flat: str, verbs: list[str]) -> bool:
    """Return whether somebody else answered the person's telephone."""
    return bool(("spoke" in verbs and _DEPUTY.search(flat)) or _OTHER_ANSWERED.search(flat))


def _doubt_negation(rest: str, verbs: list[str], *, is_yes: bool) -> str:
    """Return the doubt about a "not" in an answer with a yes or a voicemail. With a yes it may be anywhere."""
    is_refused = is_yes and not {"no", "no-send"}.isdisjoint(verbs)
    is_touched = (is_yes and not is_refused) or "voicemail" in verbs
    return _NEGATED if is_touched and _NEGATION.search(rest) else ""


def _is_reserved(rest: str) -> bool:
    return bool(_RESERVATION.search(rest) or _CONDITION.search(rest))


def _doubt_phrase(flat: str, rest: str, verb: str, start: int, end: int) -> str:
    """Return what revokes a phrase within its clause."""
    if verb == "not-theirs" and _DENIED.search(f"{flat[:start]}|{flat[start:end]}"):
        return _NEGATED  # "not just a newsletter", "no es publicidad"
    clause = _clause_around(flat, rest, start, end)
    if verb not in _NEVER_NEGATED and _NEGATION.search(clause):
        return _NEGATED
    return "it speaks of what is to come" if verb in _PAST_VERBS and _FUTURE.search(clause) else ""


def _clause_around(flat: str, rest: str, start: int, end: int) -> str:
    """Return the rest of the clause around a phrase that was not understood."""
    first, last = find_bounds(flat, start, end, _CLAUSE_MARK)
    return rest[first:last]


def find_bounds(flat: str, start: int, end: int, mark: LazyPattern) -> tuple[int, int]:
    """Return the beginning and the end of the stretch between two marks that surrounds a place."""
    places = [match.start() for match in mark.finditer(flat)]
    return max([0, *filter(start.__ge__, places)]), min([len(flat), *filter(end.__le__, places)])
