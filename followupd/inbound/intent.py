"""Finds what an answer says: a label for the notice, and the date that the company named.

Neither is ever a reason to go on with a cadence.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.inbound.dates.dates import find_dates
from followupd.inbound.parsing.phrase_pattern import matches_any
from followupd.inbound.parsing.quoting import extract_answer
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import intent as say
from followupd.inbound.sentences import split_sentences
from followupd.inbound.verdict import Intent

if TYPE_CHECKING:
    from followupd.inbound.parsing.phrase_pattern import Searchable

MAX_TEXT = 4_096
MAX_NAME = 40  # characters
_LINK = re.compile(r"https?://\S+")
_QUESTION_HEADING = re.compile(
    r"\b(?:so,? )?(?:what(?: happens|'s| is| comes)? (?:next|now)|what (?:happens|to expect)(?: \w+)?|(?:any |got |have )?(?:more )?questions|need help|wie geht(?:'s| es) (?:jetzt |nun )?weiter|was passiert (?:jetzt|nun|als nachstes)|(?:noch )?fragen|et maintenant|(?:des )?questions|y ahora que|que sigue|e adesso|e agora|hoe nu verder|wat nu|vragen|co dalej|vad hander nu|hvad sker der nu)\s?\?"
)
# Conditions in receipts, which are no news: "if you have not heard within four weeks, your application was
# unsuccessful".
_CONDITIONAL = re.compile(
    r"\b(?:(?:if|should|in case) you(?: are|'re| have| were)? not (?:\w+ )?(?:selected|successful|chosen|invited|shortlisted|considered)|(?:if|should) your (?:\w+ )?(?:application|profile) (?:is|was|has|be) not|"
    r"(?:if|should) (?:your (?:\w+ ){0,3}(?:background|profile|application|experience|qualifications|skills|resume|cv)|there(?: is|'s) a (?:\w+ )?(?:match|fit)|we (?:feel|think|find|believe|decide)|you(?: are|'re) (?:selected|shortlisted|a (?:\w+ )?(?:match|fit))|selected)|(?:falls|wenn|sofern|sollte) (?:ihr|dein)\w* (?:\w+ ){0,2}(?:profil|bewerbung|qualifikation\w*|unterlagen)|"
    r"si (?:votre|ton|tu|su) (?:profil|candidature|perfil|candidatura)|se (?:il |o )?(?:tuo|suo|seu|teu) (?:profilo|perfil)|als (?:je|uw) (?:profiel|cv|ervaring)|jesli (?:twoj|pana|pani)\w* (?:profil|aplikacja|doswiadczenie)|om din (?:profil|ansokan)|(?:if|unless|should) you (?:have not|haven't|do not|don't|not|hear|receive)(?: \w+){0,2} ?(?:hear|heard|receiv\w+|from us)?|(?:without|in the absence of) (?:an |any )?(?:answer|reply|response|news)|sans (?:reponse|nouvelles?|retour)|(?:sollten|falls|wenn) sie (?:\w+ ){0,6}(?:keine|nichts|nicht)\b|si (?:no |en )?(?:recib\w+|tiene\w*|obtien\w+)|se non ricev\w+|in assenza di|zonder (?:reactie|bericht))\b[^.!?]{0,300}"
)

# Rejections first: "unable to offer" is no offer, and a rejection may mention a next round.
_INTENT_ORDER: tuple[tuple[Intent, Searchable], ...] = (
    (Intent.REJECTION, say.REJECTION),
    (Intent.OFFER, say.OFFER),
    (Intent.NEXT_ROUND, say.NEXT_ROUND),
    (Intent.HOLDING, say.HOLDING),
    (Intent.QUESTION, say.QUESTION),
)


@lru_cache(maxsize=32)  # several judges call it for one mail
def detect_intent(text: str) -> Intent | None:
    """Return the intent of a stripped answer (at most 4 kB of it are read), or None if it has no known one."""
    statements = extract_statements(text)
    flat = " ".join(statements.split())
    lines = "\n".join(" ".join(line.split()) for line in statements.split("\n"))
    if _is_bare_stop(lines) or _asks_for_silence(flat):
        return Intent.PLEASE_STOP
    return next((label for label, pattern in _INTENT_ORDER if _has_phrase(pattern, flat, lines)), None)


def _asks_for_silence(flat: str) -> bool:
    """Return whether a text asks for no more mail, and neither names another way of contact nor promises anything."""
    request = say.PLEASE_STOP.search(flat)
    hopeful_patterns = (say.OTHER_WAY, say.OFFER, say.NEXT_ROUND, say.GOOD_NEWS)
    return bool(request) and not matches_any(hopeful_patterns, flat)


def extract_statements(text: str) -> str:
    """Return the first 4 kB of a text folded, without links, conditions, and headings that only look like questions."""
    return _CONDITIONAL.sub(" ", _QUESTION_HEADING.sub(" ", _LINK.sub(" ", fold_text(text[:MAX_TEXT]))))


def _has_phrase(pattern: Searchable, flat: str, lines: str) -> bool:
    """Search a text on one line, and also line by line if the pattern looks at the ends of lines."""
    return bool(pattern.search(flat) or (pattern.flags & re.MULTILINE and pattern.search(lines)))


def _is_bare_stop(lines: str) -> bool:
    """Return whether the whole answer is "stop", with at most a salutation and a name."""
    filled_lines = [line for line in lines.split("\n") if line]
    filled_lines = (
        filled_lines[1:] if len(filled_lines) > 1 and filled_lines[0].endswith(",") else filled_lines
    )
    return (
        bool(filled_lines)
        and bool(say.BARE_STOP.fullmatch(filled_lines[0]))
        and len(" ".join(filled_lines[1:])) < MAX_NAME
    )


def has_decision(text: str) -> bool:
    """Return whether a text, without its quotation, has a decision or the next step. A receipt has neither."""
    return detect_intent(extract_answer(text)) in (Intent.REJECTION, Intent.OFFER, Intent.NEXT_ROUND)


def is_about_hiring(text: str) -> bool:
    """Return whether a folded text mentions an application, a candidate or an interview."""
    return bool(say.HIRING_WORDS.search(text[:6000]))


_DEADLINE_BEFORE = re.compile(
    r"(?:\b(?:by|until|before|no later than|not later than|on|around|bis(?: zum| spatestens)?|spatestens(?: am| bis)?|am|avant|d'ici|au plus tard|le|antes del?|hasta|para el|a mas tardar|el|entro(?: e non oltre)?|prima del|il|ate|antes de|voor|tegen|uiterlijk|op|do|przed|najpozniej|senast|innan|senest|inden|pa|vid|den|до|к)\b|截至|在|于)[\s:]*(?:the |end of (?:day )?|close of business (?:on )?|zum |den |dem |le |el |il |o |dia |dnia |spatestens )*$",
)
_DEADLINE_AFTER = re.compile(r"^\s?(?:\([^)]{1,4}\))?\s?(?:までに|まで|之前|以前|前|까지)")
_PROMISE_WORDS = re.compile(
    r"decid|decision|let you know|get back|come back to|hear|update|touch|contact|answer|respond|reply|feedback|inform|news|offer|result|"
    r"entscheid|melden|ruckmeld|bescheid|antwort|decision|reponse|retour|reviendr|recontact|tiendr|respuesta|responder|decisi|avisar|inform|contact|"
    r"risposta|sapere|decisione|resposta|retorn|beslis|weten|antwoord|laten|decyzj|odpowied|odezw|znac|besked|besvar|svar|beslut|avgor|afgor|решени|сообщ|ответ|連絡|回答|ご返事|结果|通知|答复|回复|联系|연락|결과",
)
_END_OF_WEEK = re.compile(
    r"\b(?:end of (?:the|this) week|ende (?:der|dieser) woche|fin de (?:la|cette) semaine|fin de (?:la|esta) semana|fine (?:della )?settimana|fim da semana|eind van de(?:ze)? week|koniec tygodnia|slutet av veckan|slutningen af ugen)\b"
)
_END_OF_NEXT_WEEK = re.compile(
    r"\b(?:end of next week|ende (?:der )?nachste[rn]? woche|fin de la semaine prochaine|fin(?:ales)? de la (?:proxima semana|semana que viene)|fine (?:della )?prossima settimana|eind volgende week)\b"
)


def find_promise(text: str, today: date) -> date | None:
    """Return the one date by which a stripped answer promises news, counted from `today`; None if it is in doubt."""
    promised_days = {
        day
        for sentence in split_sentences(text[:4096])
        if _PROMISE_WORDS.search(sentence)
        for day in _find_deadlines(sentence, today)
    }
    return promised_days.pop() if len(promised_days) == 1 else None


def names_future_day(text: str, today: date) -> bool:
    """Return whether an answer names any future day, whatever is to happen then."""
    return any(
        mention.day and mention.day > today
        for sentence in split_sentences(text[:4096])
        for mention in find_dates(sentence[:1000], today)
    )


def _find_deadlines(sentence: str, today: date) -> set[date]:
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    if _END_OF_NEXT_WEEK.search(sentence):
        return {today + timedelta(days=11 - today.weekday())}
    if _END_OF_WEEK.search(sentence):
        return {friday}
    return {
        mention.day
        for mention in find_dates(sentence[:1000], today)
        if mention.day
        and not mention.is_range
        and (
            _DEADLINE_BEFORE.search(sentence[: mention.start])
            or _DEADLINE_AFTER.match(sentence[mention.end :])
        )
    }
