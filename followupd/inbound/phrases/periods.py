"""Weeks, months and years as people name them in an answer: English, German, French, Spanish. Texts are folded."""

from __future__ import annotations

from followupd.inbound.phrases.months import MONTHS, WEEKDAYS
from followupd.inbound.phrases.reply_commands import SPAN_NUMBERS, SPAN_UNITS

# Before the end of a pause.
UNTIL = (
    r"(?:until|til{1,2}|from|(?:not |nothing )?before|bis(?: (?:zum|zu|zur|in|im|in den|ins))?|ab(?: dem)?|(?:nicht |nichts )?vor(?: dem)?|"
    r"jusqu'(?:au|aux|a|en)(?: la| l')?|a partir d[eu']|(?:pas |rien )?avant|hasta|a partir del?|desde|(?:no |nada )?antes del?)"
)
ARTICLE = r"(?:(?:the|dem|den|der|die|das|le|la|l'|el|debut|start of|in|mes de|mois de) ?)?"
INSIDE = r"(?:in|im|en|au mois de?|en el mes de)"
_BEGINNING = r"(?:(?:early|(?:the )?(?:beginning|start) of|anfang|debut|(?:le )?debut|(?:a )?(?:principios|inicios|comienzos) de)[ -])?"
_NAMES = "|".join(sorted((name for name in MONTHS if name.isascii()), key=len, reverse=True))
_DAYS = "|".join(sorted((name for name in WEEKDAYS if name.isascii()), key=len, reverse=True))
MONTH = rf"{_BEGINNING}(?P<month>{_NAMES})(?:,? (?:de )?(?P<year>20\d\d))?(?!\w)(?!\.? ?\d)(?! (?:week|meeting|interview)|woche)"
NEXT_MONTH = r"(?:next month|(?:nachste[nmrs]?|kommende[nmrs]?) monats?|mois prochain|(?:proximo mes|mes que viene|mes proximo))(?!\w)"
NEXT_YEAR = r"(?:next year|(?:nachste[nmrs]?|kommende[nmrs]?) jahr(?:es)?|annee prochaine|l'an prochain|(?:proximo ano|ano que viene))(?!\w)"
WEEKEND = r"(?:weekend|week-end|wochenende|fin de semana|finde)(?!\w)"
AFTER_WEEKEND = r"(?:after (?:the |this )?weekend|nach (?:dem )?wochenende|apres (?:le |ce )?week-?end|(?:despues del|tras el) (?:fin de semana|finde))(?!\w)"
END_OF_MONTH = r"(?:(?:the )?end of next month|ende (?:nachsten|kommenden) monats|fin (?:du )?mois prochain|(?:a )?fin(?:al(?:es)?|es)? del? (?:proximo mes|mes que viene))(?!\w)"
END_OF_YEAR = r"(?:(?:the )?end of (?:the |this )?year|year'?s? end|(?:zum )?jahresende|ende (?:des|dieses) jahres|(?:la )?fin (?:de l'|d'|de cette )annee|(?:a )?fin(?:al(?:es)?|es)? (?:de|del) ano)(?!\w)"
NUMBERED_WEEK = r"(?:(?:calendar )?week|(?:kalender)?woche|kw|(?:la )?semaine|(?:la )?semana) ?(?:no\.? |nr\.? |numero )?(?P<week>\d{1,2})(?!\w|[.:/]\d)"
_NEXT = r"(?:next week|(?:der |die )?(?:nachste[rn]?|kommende[rn]?) woche|(?:la )?semaine prochaine|(?:la )?(?:proxima semana|semana que viene|semana proxima))"
_JOINT = r",? (?:on |am |le |el )?"
NEXT_WEEK = rf"{_NEXT}(?!\w)"
DAY_OF_NEXT_WEEK = (
    rf"(?:(?P<first>{_DAYS})(?:,? (?:of |in |de |del )?){_NEXT}|{_NEXT}{_JOINT}(?P<last>{_DAYS}))(?!\w)"
)
MIDDLE_OF_WEEK = (
    rf"(?:(?:the )?(?:middle of|mid)|mitte|(?:le )?milieu (?:de )?|mi|(?:a )?mediados de)[ -]{_NEXT}(?!\w)"
)
WEEK_AFTER_NEXT = r"(?:(?:the )?week after next|ubernachste[rn]? woche|(?:la )?semaine d'apres la prochaine|(?:la )?semana siguiente a la proxima)(?!\w)"
# The weekday after the coming one: "Friday week", "Freitag in einer Woche", "vendredi en huit".
_IN_A_WEEK = r"(?:week|in a week(?:'?s time)?|in (?:einer woche|8 tagen|acht tagen)|en huit|dans (?:une semaine|8 jours|huit jours)|en ocho dias|dentro de una semana)"
DAY_IN_A_WEEK = rf"(?:a week (?:on|from|next) (?P<first>{_DAYS})|(?P<last>{_DAYS}),? {_IN_A_WEEK})(?!\w)"
# How long the company still takes.
AHEAD = rf"(?:in|within|inside|innerhalb(?: von| der nachsten)?|binnen|dans(?: les)?|d'ici|sous|en|dentro de)(?: the next)? (?P<number>\d{{1,2}}|{'|'.join(SPAN_NUMBERS)})(?: of)? (?P<unit>{'|'.join(sorted(SPAN_UNITS, key=len, reverse=True))})(?!\w)"
# The end of a pause that has no day, and needs none: "until I say so", "bis auf Weiteres".
OPEN_END = (
    r"(?:that|this|i|i'm|you|we|they|she|he|it|further notice|notice|then|ich|du|wir|sie|er|es|man|auf weiteres|dahin|dann|weiteres|"
    r"ce que|qu'\w+|que|nouvel ordre|nouvel avis|alors|nuevo aviso|entonces|yo|ellos|ella)(?!\w)"
)
