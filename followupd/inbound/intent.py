"""What an answer says: a label for the notice, and the date that the company gave. Never a reason to go on."""

from __future__ import annotations

import re
from datetime import date, timedelta

from followupd.inbound.dates import dates
from followupd.inbound.out_of_office import sentences
from followupd.inbound.parsing.quoting import answer
from followupd.inbound.parsing.text import folded
from followupd.inbound.phrases import intent as say
from followupd.inbound.verdict import Intent

MAX_TEXT = 4_096
A_NAME = 40  # characters
_LINK = re.compile(r"https?://\S+")
_HEADING = re.compile(
    r"\b(?:so,? )?(?:what(?: happens|'s| is| comes)? (?:next|now)|what (?:happens|to expect)(?: \w+)?|(?:any |got |have )?(?:more )?questions|need help|wie geht(?:'s| es) (?:jetzt |nun )?weiter|was passiert (?:jetzt|nun|als nachstes)|(?:noch )?fragen|et maintenant|(?:des )?questions|y ahora que|que sigue|e adesso|e agora|hoe nu verder|wat nu|vragen|co dalej|vad hander nu|hvad sker der nu)\s?\?"
)
# What a receipt says of no answer at all: "if you have not heard within four weeks, your application was unsuccessful".
_SILENCE = re.compile(
    r"\b(?:(?:if|should|in case) you(?: are|'re| have| were)? not (?:\w+ )?(?:selected|successful|chosen|invited|shortlisted|considered)|(?:if|should) your (?:\w+ )?(?:application|profile) (?:is|was|has|be) not|"
    r"(?:if|should) (?:your (?:\w+ ){0,3}(?:background|profile|application|experience|qualifications|skills|resume|cv)|there(?: is|'s) a (?:\w+ )?(?:match|fit)|we (?:feel|think|find|believe|decide)|you(?: are|'re) (?:selected|shortlisted|a (?:\w+ )?(?:match|fit))|selected)|(?:falls|wenn|sofern|sollte) (?:ihr|dein)\w* (?:\w+ ){0,2}(?:profil|bewerbung|qualifikation\w*|unterlagen)|"
    r"si (?:votre|ton|tu|su) (?:profil|candidature|perfil|candidatura)|se (?:il |o )?(?:tuo|suo|seu|teu) (?:profilo|perfil)|als (?:je|uw) (?:profiel|cv|ervaring)|jesli (?:twoj|pana|pani)\w* (?:profil|aplikacja|doswiadczenie)|om din (?:profil|ansokan)|(?:if|unless|should) you (?:have not|haven't|do not|don't|not|hear|receive)(?: \w+){0,2} ?(?:hear|heard|receiv\w+|from us)?|(?:without|in the absence of) (?:an |any )?(?:answer|reply|response|news)|sans (?:reponse|nouvelles?|retour)|(?:sollten|falls|wenn) sie (?:\w+ ){0,6}(?:keine|nichts|nicht)\b|si (?:no |en )?(?:recib\w+|tiene\w*|obtien\w+)|se non ricev\w+|in assenza di|zonder (?:reactie|bericht))\b[^.!?]{0,300}"
)

# Refusals first: "unable to offer" is no offer, and a rejection invites nobody to a next round.
_ORDER: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (Intent.PLEASE_STOP, say.PLEASE_STOP),
    (Intent.REJECTION, say.REJECTION),
    (Intent.OFFER, say.OFFER),
    (Intent.NEXT_ROUND, say.NEXT_ROUND),
    (Intent.HOLDING, say.HOLDING),
    (Intent.QUESTION, say.QUESTION),
)


def intent(text: str) -> Intent | None:
    """Return what a stripped answer says (at most 4 kB of it are read), or None where it says nothing known."""
    told = said(text)
    flat = " ".join(told.split())
    lines = "\n".join(" ".join(line.split()) for line in told.split("\n"))
    if _bare_stop(lines):
        return Intent.PLEASE_STOP
    return next((label for label, pattern in _ORDER if _says(pattern, flat, lines)), None)


def said(text: str) -> str:
    """Return the first 4 kB of a text folded, without links, headings that only look like questions, and what holds only if."""
    return _SILENCE.sub(" ", _HEADING.sub(" ", _LINK.sub(" ", folded(text[:MAX_TEXT]))))


def _says(pattern: re.Pattern[str], flat: str, lines: str) -> bool:
    """Search a text on one line; its lines as well where the pattern looks at their ends."""
    return bool(pattern.search(flat) or (pattern.flags & re.MULTILINE and pattern.search(lines)))


def _bare_stop(lines: str) -> bool:
    """Say whether the whole answer is "stop", with at most a salutation and a name."""
    said = [line for line in lines.split("\n") if line]
    said = said[1:] if len(said) > 1 and said[0].endswith(",") else said
    return bool(said) and bool(say.BARE_STOP.fullmatch(said[0])) and len(" ".join(said[1:])) < A_NAME


def decided(text: str) -> bool:
    """Say whether a text, stripped of its quotation here, tells a decision or the next step: nobody's receipt says so."""
    return intent(answer(text)) in (Intent.REJECTION, Intent.OFFER, Intent.NEXT_ROUND)


def about_hiring(text: str) -> bool:
    """Say whether a folded text speaks of an application, a candidate or an interview."""
    return bool(say.HIRING.search(text[:6000]))


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
