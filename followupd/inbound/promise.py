"""The date that a company gives ("we decide by the 14th"), read from the words of an answer. The user confirms it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from followupd.inbound.dates import dates
from followupd.inbound.out_of_office import sentences

_BY = re.compile(
    r"(?:\b(?:by|until|before|no later than|not later than|on|around|bis(?: zum| spatestens)?|spatestens(?: am| bis)?|am|avant|d'ici|au plus tard|le|antes del?|hasta|para el|a mas tardar|el|entro(?: e non oltre)?|prima del|il|ate|antes de|voor|tegen|uiterlijk|op|do|przed|najpozniej|senast|innan|senest|inden|pa|vid|den|до|к)\b|截至|在|于)[\s:]*(?:the |end of (?:day )?|close of business (?:on )?|zum |den |dem |le |el |il |o |dia |dnia |spatestens )*$",
)
_BY_AFTER = re.compile(r"^\s?(?:\([^)]{1,4}\))?\s?(?:までに|まで|之前|以前|前|까지)")
_PROMISES = re.compile(
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


def promised(text: str, today: date) -> date | None:
    """Return the one date by which a stripped answer promises news, counted from `today`; None where in doubt."""
    told = {
        day
        for sentence in sentences(text[:4096])
        if _PROMISES.search(sentence)
        for day in _days(sentence, today)
    }
    return told.pop() if len(told) == 1 else None


def names_a_day(text: str, today: date) -> bool:
    """Say whether an answer names any day to come, whatever shall happen then."""
    return any(
        one.day and one.day > today for told in sentences(text[:4096]) for one in dates(told[:1000], today)
    )


def _days(sentence: str, today: date) -> set[date]:
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    if _END_OF_NEXT_WEEK.search(sentence):
        return {today + timedelta(days=11 - today.weekday())}
    if _END_OF_WEEK.search(sentence):
        return {friday}
    return {
        one.day
        for one in dates(sentence[:1000], today)
        if one.day
        and not one.ranged
        and (_BY.search(sentence[: one.start]) or _BY_AFTER.match(sentence[one.end :]))
    }
