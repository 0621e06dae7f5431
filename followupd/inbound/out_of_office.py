"""The first day back, from a note of absence.

"Until X" is back on X; "through X" is the day after; an explicit return outweighs both. Whatever leaves a doubt
(two dates, a day that does not exist, 10/11) gives none: a wrong date is worse than a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from followupd.inbound.dates import DURATION, DateMention, DateOrder, add_span, find_dates, infer_order
from followupd.inbound.greeting import cut_at_close
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases.auto_reply import ABSENCE

MAX_TEXT = 6_000

_RETURN_WORDS = re.compile(
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
_START_WORDS = (
    r"\b(?:ab|from|as of|starting|des|a partir d[eu]|desde|dal|vanaf|od|fran(?: och med)?|fra(?: og med)?)"
)
_ARTICLES = r"\s+(?:on |the |dem |den |le |el |il |dnia |d\.\s?)*$"
_AT_WORK = r"\b(?:erreichbar|verfugbar|im (?:buro|haus|dienst)|available|reachable|in the office|at (?:my|the) desk|disponibles?|joignable|localizable|in ufficio|reperibile|disponivel|contactavel|bereikbaar|aanwezig|op kantoor|dostepn\w+|w (?:biurze|pracy)|pa (?:kontoret|plats)|nabar)\b"
_FROM = re.compile(_START_WORDS + _ARTICLES)
_WORK_AFTER = re.compile(r"[^,.!?]{0,40}?" + _AT_WORK + r"[^,.!?]{0,20}")
_WORK_FROM = re.compile(_AT_WORK + r"\s+(?:again |wieder )?" + _START_WORDS + _ARTICLES)
_DENIAL = re.compile(
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
_PRESENCE = re.compile(
    _AT_WORK
    + r"|\b(?:reply|replies|respond|answer|read|reach me|get back|be (?:in|back)|beantwort\w*|antwort\w*|lese\w*|repond\w*|lire|responder\w*|leer|rispond\w*|leggere|beantwoord\w*|lezen|svar\w*|laese|lese|odpowi\w+|przeczyt\w+|au bureau|en la oficina|no escritorio|w biurze)\b"
)
_MORNING = re.compile(
    r"^\s*,?\s*(?:in the )?(?:morning|am\b|matin|fruh\b|morgens|manana\b|mattina|de manha|ochtend|rano\b|noon|midday|mittags?\b|midi\b)"
)
# Somebody else is away, or comes back: "my colleague is back on …".
_SOMEBODY_ELSE = re.compile(
    r"\bwho (?:is|are|will|returns?)\b|^(?!(?:office|company|school|return|there|this|that|it|which|everything|everybody)\b)[a-z]{2,20} (?:is|will be) (?:in|available|reachable|back|around|at|here|there)\b|"
    r"^[a-z]{2,20} \((?:back|returning|available|again|wieder|zuruck|de retour|ab|from)\b|\b(?:join|meet|visit) us\b|\bsee you (?:at|there|on)\b|\bsave the date\b|\b(?:besuchen|treffen) sie uns\b|\bretrouvez-nous\b|\b(?:visitenos|encuentrenos|venite a trovarci|bezoek ons|odwiedz nas)\b|"
    r"\b(?:he|she|they)(?: is| are| will|'s|'ll|'re| returns?| comes?)\b|\b(?:colleague|kolleg\w+|collegue|coll?ega\w*|companer\w+|kollega\w*|kolega|kolezank\w+|assistant|stellvertret\w+|vertretung|team)\b|"
    r"\b(?:er|sie) (?:ist|kehrt|kommt)\b|\b(?:il|elle) (?:est|sera|revient|rentre)\b|\b(?:hij|zij|ze) is\b|\b(?:han|hon|hun) (?:ar|er)\b|коллега|同僚|同事|동료",
)
_FIRST_PERSON = re.compile(
    r"\b(?:i|i'm|i'll|ich|bin|je|j'\w+|estoy|estare|yo|sono|saro|estou|estarei|ik|jestem|bede|jag|jeg|olen|jsem|я|we|wir|nous)\b|不在|休暇|休假|휴가"
)
# Nobody knows until when: whatever day the note names is another's.
_OPEN_END = re.compile(
    r"\buntil further notice|\bno (?:fixed|set|known|firm) (?:return )?date|\breturn date (?:is )?(?:unknown|not (?:yet )?known|open)|\bindefinite(?:ly)?\b|\bbis auf weiteres|\bauf unbestimmte|\bjusqu'a nouvel|\bduree indeterminee|\bhasta nuevo aviso|\btiempo indefinido|\bfino a nuovo|\bate novo aviso|\btempo indeterminado|\btot nader|\bonbepaalde tijd|\bdo odwolania|\btills vidare|\b(?:ind|inn)til videre|\btoistaiseksi|当面の間|另行通知"
)
_INCLUSIVE_DAY = timedelta(days=1)  # the day named with "jusqu'au" may be that of the return all the same
_OR = re.compile(
    r"^\s*,?\s*(?:or|oder|ou|o|of|lub|albo|eller|tai|nebo|veya|или|或者?|または|또는)\s+(?:on |the |am |le |el |maybe |possibly )*$"
)
_OR_NUMBER = re.compile(r"\s+(?:or|oder|ou|o|of|lub|eller|tai)\s+(?:the )?\d")
_FOR = re.compile(
    r"\b(?:for|fur|pour|pendant|por|durante|per|voor|gedurende|przez|na|i|under|de|mot|на|en)\s+$"
)
_AWAY_WORDS = re.compile(
    r"\b(?:away|out|leave|vacation|holiday|abwesend|urlaub|absente?|vacances|conges?|ausente|fuera|vacaciones|assente|ferie|ferias|fora|"
    r"afwezig|vakantie|verlof|nieobecn\w+|urlop\w*|borta|ledig|semester|fravaerende|poissa|lomalla|dovolen\w+|izin\w*|отпуск\w*)\b"
)
_IN = re.compile(r"\b(?:in|en|dans|fra|tra|em|dentro de|over|za|om|через|after)\s+$")
_ABBREVIATION = re.compile(
    r"\b(t\.o\.m|f\.o\.m|fr\.o\.m|d|m\.m|jan|feb|febr|mar|apr|jun|jul|aug|sept?|oct|okt|nov|dec|dez|dic|janv|fevr|avr|juil|ene|abr|ago|gen|inkl|incl|einschl|ca|approx|mr|mrs|ms|dr|no|nr|tel|mon|tues?|wed|thurs?|thu|fri|sat|sun)\.(?=\s)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(
    r"(?<=[^\d\s])\.\s+|(?<=\d{4})\.\s+|(?<=\d)\.\s+(?=[A-ZÄÖÜÀ-Þ])(?!(?i:jan|jän|f[eé]b|m[aä]r|apr|ma[ijy]|jun|jul|aug|sep|o[kc]t|nov|de[czs]|uhr))|[!?。！？;]\s*|\n\s*\n|\n(?=\s*[-*•])|\s\|\s"
)


@dataclass(frozen=True, slots=True)
class _DayStatement:
    """A day that a sentence gives: explicitly of the return or as the end of the absence; None where it is in doubt."""

    is_return: bool
    day: date | None


def find_return_day(text: str, today: date) -> date | None:
    """Return the first day back that a note gives, as written or counted from `today` (the writer's date); else None."""
    text = cut_at_close(text[:MAX_TEXT])
    if _OPEN_END.search(fold_text(text)):
        return None
    order = infer_order(text)
    statements = [
        statement
        for sentence in _keep_own_sentences(split_sentences(text))
        for statement in _read_sentence(sentence, today, order)
    ]
    returns, ends = (
        [statement.day for statement in statements if statement.is_return],
        [statement.day for statement in statements if not statement.is_return],
    )
    for days in (returns, ends):
        if days:
            single_day = days[0] if len(set(days)) == 1 else None
            end_days = [day for day in ends if day and days is returns]
            return (
                single_day
                if single_day and all(day - _INCLUSIVE_DAY <= single_day for day in end_days)
                else None
            )
    return None


def split_sentences(text: str) -> list[str]:
    """Cut a text into folded sentences, at most 200, without falling for the dots of dates and abbreviations."""
    plain = _ABBREVIATION.sub(r"\1", text.replace("\r", ""))
    return [" ".join(fold_text(piece).split()) for piece in _SENTENCE_END.split(plain)[:200] if piece.strip()]


def _keep_own_sentences(all_sentences: list[str]) -> list[str]:
    """Leave out what a note says of somebody else, where its writer speaks for themselves beside it."""
    other_sentences = [
        sentence
        for sentence in all_sentences
        if _SOMEBODY_ELSE.search(sentence) and not _FIRST_PERSON.search(sentence)
    ]
    own_sentences = [sentence for sentence in all_sentences if sentence not in other_sentences]
    return (
        own_sentences
        if any(_FIRST_PERSON.search(sentence) or ABSENCE.search(sentence) for sentence in own_sentences)
        else all_sentences
    )


def _read_sentence(sentence: str, today: date, order: DateOrder) -> list[_DayStatement]:
    sentence = sentence[:1000]
    mentions = find_dates(sentence, today, order)
    statements: list[_DayStatement] = []
    end = index = 0
    while index < len(mentions):
        mention, next_mention = mentions[index], mentions[index + 1] if index + 1 < len(mentions) else None
        text_before = sentence[end : mention.start]
        text_between = sentence[mention.end : next_mention.start] if next_mention else ""
        if (
            next_mention
            and _is_range(text_before, text_between)
            and not (_RETURN_WORDS.search(text_before) and not next_mention.day)
        ):
            statements.append(
                _DayStatement(
                    is_return=False, day=_find_range_end(sentence, text_between, mention, next_mention)
                )
            )
            end, index = next_mention.end, index + 2
            continue
        # A return told between two dates belongs to the second: "from the 12th, and will not return until the 26th".
        after_text = (
            ""
            if next_mention and _RETURN_WORDS.search(text_between)
            else (text_between or sentence[mention.end :])
        )
        statements += _bind_date(text_before, mention, after_text)
        if (next_mention and _OR.match(text_between)) or _OR_NUMBER.match(sentence, mention.end):
            statements.append(_DayStatement(is_return=True, day=None))
        end, index = mention.end, index + 1
    return statements or _read_duration(sentence, today)


def _is_range(text_before: str, text_between: str) -> bool:
    """Say whether two dates are the ends of a range; "and" makes one only after "between"."""
    return bool(_RANGE.match(text_between)) and (
        not _AND.match(text_between) or bool(_BETWEEN.search(text_before))
    )


def _find_range_end(sentence: str, text_between: str, first: DateMention, last: DateMention) -> date | None:
    if last.day is None or (first.day and first.day > last.day):
        return None  # "Monday through Friday" of another week: the days do not fit together
    is_exclusive = _EXCLUSIVE_RANGE.search(text_between) and not _INCLUSIVE_AFTER.match(sentence[last.end :])
    return last.day + timedelta(days=0 if is_exclusive else 1)


def _bind_date(text_before: str, mention: DateMention, after_text: str) -> list[_DayStatement]:
    """Bind a date to the word that gives it its meaning: the one before it, else the one after it."""
    if _WEEK_OF.search(text_before):
        return [_DayStatement(is_return=True, day=None)]
    next_day = mention.day + timedelta(days=1) if mention.day else None
    is_until_morning = _MORNING.match(after_text) and _ANY_UNTIL.search(text_before)
    if is_until_morning or (_BEFORE.search(text_before) and _denies_presence(f"{text_before} {after_text}")):
        return [_DayStatement(is_return=False, day=mention.day)]
    if mention.is_range or _INCLUSIVE_UNTIL.search(text_before) or (_UNTIL_AFTER.match(after_text)):
        return [_DayStatement(is_return=False, day=next_day)]
    if _UNTIL.search(text_before):
        is_return = bool(re.search(r"\bnot (?:be )?(?:back|return|in)\b", text_before))
        return [
            _DayStatement(
                is_return=is_return, day=next_day if _INCLUSIVE_AFTER.match(after_text) else mention.day
            )
        ]
    if _RETURN_WORDS.search(text_before):
        return [_DayStatement(is_return=True, day=next_day if _AFTER.search(text_before) else mention.day)]
    is_return_after = _RETURN_WORDS.search(after_text) or _is_at_work(text_before, after_text)
    return [_DayStatement(is_return=True, day=mention.day)] if is_return_after else []


def _denies_presence(text: str) -> bool:
    """Say whether the writer denies to be there, or to answer."""
    denial = _DENIAL.search(text) or re.search(r"\berst\b", text)
    return bool(denial and _FIRST_PERSON.search(text) and _PRESENCE.search(text))


def _is_at_work(text_before: str, after_text: str) -> bool:
    """Say whether the writer is at work from the date on that stands between the two texts."""
    clause_after = _WORK_AFTER.match(after_text) if _FROM.search(text_before) else None
    work_clause = (
        clause_after[0] if clause_after else text_before[-60:] if _WORK_FROM.search(text_before) else ""
    )
    return bool(work_clause) and not (_DENIAL.search(work_clause) or _AWAY_WORDS.search(work_clause))


def _read_duration(sentence: str, today: date) -> list[_DayStatement]:
    """Read "for two weeks" and "back in three days", counted from today."""
    for match in DURATION.finditer(sentence):
        text_before = sentence[: match.start()]
        if _IN.search(text_before) and _RETURN_WORDS.search(sentence):
            return [_DayStatement(is_return=True, day=add_span(today, match[1], match[2]))]
        if _FOR.search(text_before) and (ABSENCE.search(sentence) or _AWAY_WORDS.search(sentence)):
            return [_DayStatement(is_return=False, day=add_span(today, match[1], match[2]))]
    return []
