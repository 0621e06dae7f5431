"""The first day back, from a note of absence.

"Until X" is back on X; "through X" is the day after; an explicit return outweighs both. Whatever leaves a doubt
(two dates, a day that does not exist, 10/11) gives none: a wrong date is worse than a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from followupd.inbound.dates import DURATION, Found, Order, after, dates, order_shown
from followupd.inbound.greeting import above_close
from followupd.inbound.parsing.text import folded
from followupd.inbound.phrases.auto_reply import ABSENT

MAX_TEXT = 6_000

_BACK = re.compile(
    r"\bback\b|\bnext (?:in|at) (?:the |my )?(?:office|work|desk)\b|\breturn(?:s|ing)?\b|\breopen\w*|\bresum(?:e|ing)\b|\b(?:available|reachable|in the office) again\b|"
    r"\bzuruck\w*|\bwieder\b|\bruckkehr\b|\bretour\b|\breviens|\breviendrai|\breprise\b|\breprend(?:s|ra|rai)?\b|\brouvr\w+|\b(?:de|a) nouveau\b|\brentrerai|\brentre le\b|"
    r"\bregres\w+|\breanud\w+|\bvuelvo\b|\bvolvere\b|\bvuelta\b|\b(?:re)?incorpor\w+|\bretom\w+|\btorno\b|\btornero\b|\brientr\w+|\britorn\w+|\b(?:di nuovo|nuovamente)\b|\briapr\w+|"
    r"\bretorn\w+|\bvolt(?:o|arei|a)\b|\bterug\w*|\bheropen\w*|\bweer\b|\bwracam\b|\bwroce\b|\bpowr\w+|\bponownie\b|\btillbaka\b|\bater\b|\batervand\w*|\btilbage\b|\btilbake\b|\bigen\b|\bretur\b|"
    r"\bpalaan\b|\btakaisin\b|\bjalleen\b|\bvrat\w+|\bzpet\b|\bopet\b|\bdon(?:ecegim|us\w*|uyorum)\b|\btekrar\b|\bвернусь\b|\bвозвра\w+|\bвыиду\b|\bснова\b|"
    r"\bofiste (?:olaca|bulun)\w*|以降(?:に|、)?[^。]{0,12}(?:返信|連絡|対応|確認|出社)|復帰|戻り|戻る|出社|出勤|業務(?:を)?再開|返回|回来|回來|上班|恢复|复工|복귀|출근|돌아|정상 ?근무|근무(?:합|예정)",
)
_UNTIL = re.compile(
    r"(?:\b(?:until|till?|'til|up to|bis(?: zum)?|hasta|[fs]ino (?:al?|a)|ate|tot|do(?: dnia)?|till|til|до|sampai|az)\b|直到|至|到)[\s:]*(?:about |approximately |ca\.? |\d{1,2}(?::\d\d)? ?(?:am|pm|h|uhr),? |on |zum |den |dem |der |the |el |il |le |o |dia |dnia |end of |(?:morning|start|beginning) of |and including |d\.\s?)*$"
)
_INCLUSIVE_UNTIL = re.compile(
    r"(?:\b(?:through|thru|up to and including|until and including|jusqu'(?:au|a|en)|bis (?:einschl\w*\.?|inkl\w*\.?|und mit)|letzter (?:urlaubs|ferien|abwesenheits)?tag(?: ist(?: der)?)?|tot en met|t/m|till och med|t\.?o\.?m\.?|til og med|hasta el (?:final )?inclu\w*|по|fino a tutto|vcetne|wlacznie do)\b\.?)[\s:]*(?:zum |den |dem |der |the |le |el |il |dag )*(?:and including )?$"
)
_INCLUSIVE_AFTER = re.compile(
    r"^[\s,(]*(?:in[ck]l\b|inclusiv?\w*|inklusiv\w*|einschl\w*|inbegriffen|inclus\w*|incluid\w*|compres[oi]|wlacznie|included|vcetne|dahil|включительно)"
)
_UNTIL_AFTER = re.compile(r"^\s?(?:\([^)]{1,4}\))?\s?(?:まで|까지|(?:'?(?:y?[ae]))?\s?kadar|asti|saakka)")
_AFTER = re.compile(
    r"\b(?:after|nach dem|apres le|despues del|dopo il|depois de|(?:terug|weer|pas|direct|kantoor) na)\s*$"
)
_RANGE = re.compile(
    r"^[\s,(]*(?:\([^)]{1,4}\))?\s*(?:-|–|—|~|〜|to|until|till|bis(?: zum| einschl\w*)?|au|al|hasta(?: el)?|a|ao|ate(?: o)?|t/m|tot(?: en met)?|do|til(?: og med)?|till(?: och med)?|kadar|から|至|到|부터|до|по|and|et|and through|through)[\s(]*(?:including |d\.? |den |dem |zum |the |el |il |le |dnia )*$"
)
_AND = re.compile(r"^[\s,(]*(?:and|et)\s+(?!through)")
_BETWEEN = re.compile(r"\b(?:between|entre)\s+(?:the |le )?$")
_EXCLUSIVE_RANGE = re.compile(r"until|hasta|\btot\b(?! en met)")
# "From Monday I am in the office": at work from then on, where nothing denies it.
_STARTS = (
    r"\b(?:ab|from|as of|starting|des|a partir d[eu]|desde|dal|vanaf|od|fran(?: och med)?|fra(?: og med)?)"
)
_ARTICLES = r"\s+(?:on |the |dem |den |le |el |il |dnia |d\.\s?)*$"
_AT_WORK = r"\b(?:erreichbar|verfugbar|im (?:buro|haus|dienst)|available|reachable|in the office|at (?:my|the) desk|disponibles?|joignable|localizable|in ufficio|reperibile|disponivel|contactavel|bereikbaar|aanwezig|op kantoor|dostepn\w+|w (?:biurze|pracy)|pa (?:kontoret|plats)|nabar)\b"
_FROM = re.compile(_STARTS + _ARTICLES)
_WORKS = re.compile(r"[^,.!?]{0,40}?" + _AT_WORK + r"[^,.!?]{0,20}")
_WORKS_FROM = re.compile(_AT_WORK + r"\s+(?:again |wieder )?" + _STARTS + _ARTICLES)
_DENIED = re.compile(
    r"\b(?:not|n't|nicht|kein\w*|nur|only|pas|ne|no|non|nao|niet|geen|nie|inte|ikke|un)\b|n't\b"
)
_WEEK_OF = re.compile(
    r"\b(?:week (?:of|commencing|beginning|starting)|w/c|woche (?:vom|ab)|semaine du|semana del|settimana del|week van)\s+(?:the |dem )?$"
)
_ANY_UNTIL = re.compile(rf"(?:{_UNTIL.pattern}|{_INCLUSIVE_UNTIL.pattern})")
# "Not in the office before the 1st": back on the 1st, where it is said of being there, or of answering.
_BEFORE = re.compile(
    r"(?:\b(?:before|vor|erst|avant|antes d[eo]l?|prima d[ei]l?|voor|forran|fore|przed|wczesniej niz|ennen|ikke\b[^.!?]{0,60}\bfor)\b)[\s:]*(?:on |am |ab |dem |den |der |the |le |el |il |dia |dnia |d\.\s?)*$"
)
_THERE = re.compile(
    _AT_WORK
    + r"|\b(?:reply|replies|respond|answer|read|reach me|get back|be (?:in|back)|beantwort\w*|antwort\w*|lese\w*|repond\w*|lire|responder\w*|leer|rispond\w*|leggere|beantwoord\w*|lezen|svar\w*|laese|lese|odpowi\w+|przeczyt\w+|au bureau|en la oficina|no escritorio|w biurze)\b"
)
_MORNING = re.compile(
    r"^\s*,?\s*(?:in the )?(?:morning|am\b|matin|fruh\b|morgens|manana\b|mattina|de manha|ochtend|rano\b|noon|midday|mittags?\b|midi\b)"
)
# Somebody else is away, or comes back: "my colleague is back on …".
_ANOTHER = re.compile(
    r"\bwho (?:is|are|will|returns?)\b|^(?!(?:office|company|school|return|there|this|that|it|which|everything|everybody)\b)[a-z]{2,20} (?:is|will be) (?:in|available|reachable|back|around|at|here|there)\b|"
    r"^[a-z]{2,20} \((?:back|returning|available|again|wieder|zuruck|de retour|ab|from)\b|\b(?:join|meet|visit) us\b|\bsee you (?:at|there|on)\b|\bsave the date\b|\b(?:besuchen|treffen) sie uns\b|\bretrouvez-nous\b|\b(?:visitenos|encuentrenos|venite a trovarci|bezoek ons|odwiedz nas)\b|"
    r"\b(?:he|she|they)(?: is| are| will|'s|'ll|'re| returns?| comes?)\b|\b(?:colleague|kolleg\w+|collegue|coll?ega\w*|companer\w+|kollega\w*|kolega|kolezank\w+|assistant|stellvertret\w+|vertretung|team)\b|"
    r"\b(?:er|sie) (?:ist|kehrt|kommt)\b|\b(?:il|elle) (?:est|sera|revient|rentre)\b|\b(?:hij|zij|ze) is\b|\b(?:han|hon|hun) (?:ar|er)\b|коллега|同僚|同事|동료",
)
_MYSELF = re.compile(
    r"\b(?:i|i'm|i'll|ich|bin|je|j'\w+|estoy|estare|yo|sono|saro|estou|estarei|ik|jestem|bede|jag|jeg|olen|jsem|я|we|wir|nous)\b|不在|休暇|休假|휴가"
)
# Nobody knows until when: whatever day the note names is another's.
_OPEN_END = re.compile(
    r"\buntil further notice|\bno (?:fixed|set|known|firm) (?:return )?date|\breturn date (?:is )?(?:unknown|not (?:yet )?known|open)|\bindefinite(?:ly)?\b|\bbis auf weiteres|\bauf unbestimmte|\bjusqu'a nouvel|\bduree indeterminee|\bhasta nuevo aviso|\btiempo indefinido|\bfino a nuovo|\bate novo aviso|\btempo indeterminado|\btot nader|\bonbepaalde tijd|\bdo odwolania|\btills vidare|\b(?:ind|inn)til videre|\btoistaiseksi|当面の間|另行通知"
)
_INCLUDED = timedelta(days=1)  # the day named with "jusqu'au" may be that of the return all the same
_OR = re.compile(
    r"^\s*,?\s*(?:or|oder|ou|o|of|lub|albo|eller|tai|nebo|veya|или|或者?|または|또는)\s+(?:on |the |am |le |el |maybe |possibly )*$"
)
_OR_NUMBER = re.compile(r"\s+(?:or|oder|ou|o|of|lub|eller|tai)\s+(?:the )?\d")
_FOR = re.compile(
    r"\b(?:for|fur|pour|pendant|por|durante|per|voor|gedurende|przez|na|i|under|de|mot|на|en)\s+$"
)
_AWAY = re.compile(
    r"\b(?:away|out|leave|vacation|holiday|abwesend|urlaub|absente?|vacances|conges?|ausente|fuera|vacaciones|assente|ferie|ferias|fora|"
    r"afwezig|vakantie|verlof|nieobecn\w+|urlop\w*|borta|ledig|semester|fravaerende|poissa|lomalla|dovolen\w+|izin\w*|отпуск\w*)\b"
)
_IN = re.compile(r"\b(?:in|en|dans|fra|tra|em|dentro de|over|za|om|через|after)\s+$")
_ABBREVIATED = re.compile(
    r"\b(t\.o\.m|f\.o\.m|fr\.o\.m|d|m\.m|jan|feb|febr|mar|apr|jun|jul|aug|sept?|oct|okt|nov|dec|dez|dic|janv|fevr|avr|juil|ene|abr|ago|gen|inkl|incl|einschl|ca|approx|mr|mrs|ms|dr|no|nr|tel|mon|tues?|wed|thurs?|thu|fri|sat|sun)\.(?=\s)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"(?<=[^\d\s])\.\s+|(?<=\d{4})\.\s+|(?<=\d)\.\s+(?=[A-ZÄÖÜÀ-Þ])(?!(?i:jan|jän|f[eé]b|m[aä]r|apr|ma[ijy]|jun|jul|aug|sep|o[kc]t|nov|de[czs]|uhr))|[!?。！？;]\s*|\n\s*\n|\n(?=\s*[-*•])|\s\|\s"
)


@dataclass(frozen=True, slots=True)
class _Told:
    """A day that a sentence gives: explicitly of the return or as the end of the absence; None where it is in doubt."""

    back: bool
    day: date | None


def first_day_back(text: str, today: date) -> date | None:
    """Return the first day back that a note gives, as written or counted from `today` (the writer's date); else None."""
    text = above_close(text[:MAX_TEXT])
    if _OPEN_END.search(folded(text)):
        return None
    order = order_shown(text)
    told = [one for sentence in _own(sentences(text)) for one in _read(sentence, today, order)]
    returns, ends = [one.day for one in told if one.back], [one.day for one in told if not one.back]
    for days in (returns, ends):
        if days:
            single = days[0] if len(set(days)) == 1 else None
            known = [day for day in ends if day and days is returns]
            return single if single and all(day - _INCLUDED <= single for day in known) else None
    return None


def sentences(text: str) -> list[str]:
    """Cut a text into folded sentences, at most 200, without falling for the dots of dates and abbreviations."""
    plain = _ABBREVIATED.sub(r"\1", text.replace("\r", ""))
    return [" ".join(folded(piece).split()) for piece in _SENTENCE.split(plain)[:200] if piece.strip()]


def _own(told: list[str]) -> list[str]:
    """Leave out what a note says of somebody else, where its writer speaks for themselves beside it."""
    others = [sentence for sentence in told if _ANOTHER.search(sentence) and not _MYSELF.search(sentence)]
    mine = [sentence for sentence in told if sentence not in others]
    return mine if any(_MYSELF.search(sentence) or ABSENT.search(sentence) for sentence in mine) else told


def _read(sentence: str, today: date, order: Order) -> list[_Told]:
    sentence = sentence[:1000]
    found = dates(sentence, today, order)
    told: list[_Told] = []
    end = index = 0
    while index < len(found):
        one, following = found[index], found[index + 1] if index + 1 < len(found) else None
        before = sentence[end : one.start]
        between = sentence[one.end : following.start] if following else ""
        if following and _ranges(before, between) and not (_BACK.search(before) and not following.day):
            told.append(_Told(back=False, day=_range_end(sentence, between, one, following)))
            end, index = following.end, index + 2
            continue
        # A return told between two dates belongs to the second: "from the 12th, and will not return until the 26th".
        after_text = "" if following and _BACK.search(between) else (between or sentence[one.end :])
        told += _bound(before, one, after_text)
        if (following and _OR.match(between)) or _OR_NUMBER.match(sentence, one.end):
            told.append(_Told(back=True, day=None))
        end, index = one.end, index + 1
    return told or _span(sentence, today)


def _ranges(before: str, between: str) -> bool:
    """Say whether two dates are the ends of a range; "and" makes one only after "between"."""
    return bool(_RANGE.match(between)) and (not _AND.match(between) or bool(_BETWEEN.search(before)))


def _range_end(sentence: str, between: str, first: Found, last: Found) -> date | None:
    if last.day is None or (first.day and first.day > last.day):
        return None  # "Monday through Friday" of another week: the days do not fit together
    exclusive = _EXCLUSIVE_RANGE.search(between) and not _INCLUSIVE_AFTER.match(sentence[last.end :])
    return last.day + timedelta(days=0 if exclusive else 1)


def _bound(before: str, one: Found, after_text: str) -> list[_Told]:
    """Bind a date to the word that gives it its meaning: the one before it, else the one after it."""
    if _WEEK_OF.search(before):
        return [_Told(back=True, day=None)]
    next_day = one.day + timedelta(days=1) if one.day else None
    to_morning = _MORNING.match(after_text) and _ANY_UNTIL.search(before)
    if to_morning or (_BEFORE.search(before) and _not_there(f"{before} {after_text}")):
        return [_Told(back=False, day=one.day)]
    if one.ranged or _INCLUSIVE_UNTIL.search(before) or (_UNTIL_AFTER.match(after_text)):
        return [_Told(back=False, day=next_day)]
    if _UNTIL.search(before):
        back = bool(re.search(r"\bnot (?:be )?(?:back|return|in)\b", before))
        return [_Told(back=back, day=next_day if _INCLUSIVE_AFTER.match(after_text) else one.day)]
    if _BACK.search(before):
        return [_Told(back=True, day=next_day if _AFTER.search(before) else one.day)]
    back_then = _BACK.search(after_text) or _works(before, after_text)
    return [_Told(back=True, day=one.day)] if back_then else []


def _not_there(text: str) -> bool:
    """Say whether the writer denies to be there, or to answer."""
    denied = _DENIED.search(text) or re.search(r"\berst\b", text)
    return bool(denied and _MYSELF.search(text) and _THERE.search(text))


def _works(before: str, after_text: str) -> bool:
    """Say whether the writer is at work from the date on that stands between the two texts."""
    ahead = _WORKS.match(after_text) if _FROM.search(before) else None
    told = ahead[0] if ahead else before[-60:] if _WORKS_FROM.search(before) else ""
    return bool(told) and not (_DENIED.search(told) or _AWAY.search(told))


def _span(sentence: str, today: date) -> list[_Told]:
    """Read "for two weeks" and "back in three days", counted from today."""
    for match in DURATION.finditer(sentence):
        before = sentence[: match.start()]
        if _IN.search(before) and _BACK.search(sentence):
            return [_Told(back=True, day=after(today, match[1], match[2]))]
        if _FOR.search(before) and (ABSENT.search(sentence) or _AWAY.search(sentence)):
            return [_Told(back=False, day=after(today, match[1], match[2]))]
    return []
