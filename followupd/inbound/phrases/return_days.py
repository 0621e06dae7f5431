"""The words with which a note of absence names the first day back, folded (see `fold_text`)."""

from __future__ import annotations

import re

from followupd.config.lazy_pattern import LazyPattern
from followupd.inbound.parsing.phrase_pattern import PhrasePattern

RETURN_WORDS = PhrasePattern(
    r"\bback\b|\bnext (?:in|at) (?:the |my )?(?:office|work|desk)\b|\breturn(?:s|ing)?\b|\breopen\w*|\bresum(?:e|ing)\b|\b(?:available|reachable|in the office) again\b|"
    r"\bzuruck\w*|\bwieder\b|\bruckkehr\b|\bretour\b|\breviens|\breviendrai|\breprise\b|\breprend(?:s|ra|rai)?\b|\brouvr\w+|\b(?:de|a) nouveau\b|\brentrerai|\brentre le\b|"
    r"\bregres\w+|\breanud\w+|\bvuelvo\b|\bvolvere\b|\bvuelta\b|\b(?:re)?incorpor\w+|\bretom\w+|\btorno\b|\btornero\b|\brientr\w+|\britorn\w+|\b(?:di nuovo|nuovamente)\b|\briapr\w+|"
    r"\bretorn\w+|\bvolt(?:o|arei|a)\b|\bterug\w*|\bheropen\w*|\bweer\b|\bwracam\b|\bwroce\b|\bpowr\w+|\bponownie\b|\btillbaka\b|\bater\b|\batervand\w*|\btilbage\b|\btilbake\b|\bigen\b|\bretur\b|"
    r"\bpalaan\b|\btakaisin\b|\bjalleen\b|\bvrat\w+|\bzpet\b|\bopet\b|\bdon(?:ecegim|us\w*|uyorum)\b|\btekrar\b|\bujra\b|\bvissza(?:ter|jov)\w*|\bвернусь\b|\bвозвра\w+|\bвыиду\b|\bснова\b|"
    r"\bofiste (?:olaca|bulun)\w*|以降(?:に|、)?[^。]{0,12}(?:返信|連絡|対応|確認|出社)|復帰|戻り|戻る|出社|出勤|業務(?:を)?再開|通常(?:通り|どおり)?(?:に|の)?(?:勤務|業務|出勤)|返回|回来|回來|上班|恢复|复工|복귀|출근|돌아|정상 ?근무|근무(?:합|예정)",
)
UNTIL = LazyPattern(
    r"(?:\b(?:until|till?|'til|up to|bis(?: zum)?|hasta|[fs]ino (?:al?|a)|ate|tot|do(?: dnia)?|till|til|до|sampai|az)\b|直到|至|到)[\s:]*(?:about |approximately |ca\.? |\d{1,2}(?::\d\d)? ?(?:am|pm|h|uhr),? |on |zum |den |dem |der |the |el |il |le |o |dia |dnia |end of |(?:morning|start|beginning) of |and including |d\.\s?)*$"
)
INCLUSIVE_UNTIL = LazyPattern(
    r"(?:\b(?:through|thru|up to and including|until and including|jusqu'(?:au|a|en)|bis (?:einschl\w*\.?|inkl\w*\.?|und mit)|letzter (?:urlaubs|ferien|abwesenheits)?tag(?: ist(?: der)?)?|last day of (?:my |the )?(?:\w+ )?(?:vacation|leave|holidays?|pto|absence) (?:is|will be)|dernier jour de (?:conges?|vacances) (?:est|sera)|ultimo dia de (?:vacaciones|ferias) (?:es|sera|e)|ultimo giorno di ferie (?:e|sara)|laatste (?:vakantie|verlof)dag is|tot en met|t/m|till och med|t\.?o\.?m\.?|til og med|hasta el (?:final )?inclu\w*|по|fino a tutto|vcetne|wlacznie do)\b\.?)[\s:]*(?:zum |den |dem |der |the |le |el |il |dag )*(?:and including )?$"
)
INCLUSIVE_AFTER = LazyPattern(
    r"^[\s,(]*(?:in[ck]l\b|inclusiv?\w*|inklusiv\w*|einschl\w*|inbegriffen|inclus\w*|incluid\w*|compres[oi]|wlacznie|included|vcetne|dahil|включительно|включително|включно|ukljucivo|zakljucno|bezarolag)"
)
UNTIL_AFTER = LazyPattern(
    r"^\s?(?:\([^)]{1,4}\))?\s?(?:まで|까지|(?:'?\w{0,4} )?(?:gunu(?:ne)? )?(?:'?(?:y?[ae]))?\s?kadar|asti|saakka|-?[ae]?ig\b)"
)
AFTER = LazyPattern(
    r"\b(?:after|nach dem|apres le|lendemain du|(?:after|apres|despues|depois|dopo|nach|na|po|efter) (?:\w+ ){0,2}(?:feriado|holiday|feiertag|ferie|festivo|festa|feestdag|swiecie)(?: \w+){0,2}|dagen efter(?: den)?|dag na|dzien po|den po|despues del|dopo il|depois de|(?:terug|weer|pas|direct|kantoor) na)\s*$"
)
RANGE = LazyPattern(
    r"^[\s,(]*(?:\([^)]{1,4}\))?\s*(?:-|–|—|~|〜|to|until|till|bis(?: zum| einschl\w*)?|au|al|hasta(?: el)?|a|ao|ate(?: o)?|t/m|tot(?: en met)?|do|til(?: og med)?|till(?: och med)?|kadar|から|至|到|부터|до|по|and|et|and through|through)[\s(]*(?:including |d\.? |den |dem |zum |the |el |il |le |dnia )*$"
)
# A time of day: the writer works for the rest of that day.
HOUR_OF_DAY = LazyPattern(r"\dt(?:0[1-9]|1\d):?\d\d|\d (?:0[1-9]|1\d):\d\d")
AND = LazyPattern(r"^[\s,(]*(?:and|et)\s+(?!through)")
BETWEEN = LazyPattern(r"\b(?:between|entre)\s+(?:the |le )?$")
EXCLUSIVE_RANGE = LazyPattern(r"until|hasta|\btot\b(?! en met)")
# "From Monday I am in the office": at work from then on, unless something denies it.
START_WORDS = r"\b(?:ab|from|as of|starting|des|a partir d(?:el?|u|a|o)|desde|dal?|vanaf|od|fran(?: och med)?|fra(?: og med)?)"
ARTICLES = r"\s+(?:on |the |dem |den |le |el |il |dnia |d\.\s?)*$"
AT_WORK = r"\b(?:erreichbar|verfugbar|im (?:buro|haus|dienst)|available|reachable|in the office|at (?:my|the) desk|disponibles?|joignable|localizable|in ufficio|reperibile|disponivel|contactavel|bereikbaar|aanwezig|op kantoor|dostepn\w+|w (?:biurze|pracy)|pa (?:kontoret|plats)|nabar)\b"
AT_WORK_PATTERN = LazyPattern(AT_WORK)
FROM = LazyPattern(START_WORDS + ARTICLES)
WORK_AFTER = LazyPattern(r"[^,.!?]{0,40}?" + AT_WORK + r"[^,.!?]{0,20}")
WORK_FROM = LazyPattern(AT_WORK + r"\s+(?:again |wieder )?" + START_WORDS + ARTICLES)
DENIAL = LazyPattern(
    r"\b(?:not|n't|nicht|kein\w*|nur|only|pas|ne|no|non|nao|niet|geen|nie|inte|ikke|un)\b|n't\b"
)
# On the day before such a word, something begins.
FROM_AFTER = LazyPattern(r"^\s?(?:[(（].[)）])?\s?(?:より|から|起|开始|開始|부터|-?[aeo]?t[oe]l\b)")
WEEK_OF = LazyPattern(
    r"\b(?:week (?:of|commencing|beginning|starting)|w/c|woche (?:vom|ab)|semaine du|semana del|settimana del|week van)\s+(?:the |dem )?$"
)
ANY_UNTIL = LazyPattern(rf"(?:{UNTIL.pattern}|{INCLUSIVE_UNTIL.pattern})")
# "Not in the office before the 1st": back on the 1st, if it is about being there or answering.
BEFORE = LazyPattern(
    r"(?:\b(?:before|vor|erst|avant|antes d[eo]l?|prima d[ei]l?|voor|forran|fore|przed|wczesniej niz|ennen|ikke\b[^.!?]{0,60}\bfor)\b)[\s:]*(?:on |am |ab |dem |den |der |the |le |el |il |dia |dnia |d\.\s?)*$"
)
PRESENCE = LazyPattern(
    AT_WORK
    + r"|\b(?:reply|replies|respond|answer|read|reach me|get back|be (?:in|back)|beantwort\w*|antwort\w*|lese\w*|repond\w*|lire|responder\w*|leer|rispond\w*|leggere|beantwoord\w*|lezen|svar\w*|laese|lese|odpowi\w+|przeczyt\w+|au bureau|en la oficina|no escritorio|w biurze)\b"
)
MORNING = LazyPattern(
    r"^\s*,?\s*(?:in the )?(?:morning|am\b|matin|fruh\b|morgens|manana\b|mattina|de manha|ochtend|rano\b|noon|midday|mittags?\b|midi\b)"
)
# Somebody else is away, or comes back: "my colleague is back on …".
SOMEBODY_ELSE = PhrasePattern(
    r"\bwho (?:is|are|will|returns?)\b|^(?!(?:office|company|school|return|there|this|that|it|which|everything|everybody)\b)[a-z]{2,20} (?:is|will be) (?:in|available|reachable|back|around|at|here|there)\b|"
    r"^[a-z]{2,20} \((?:back|returning|available|again|wieder|zuruck|de retour|ab|from)\b|\b(?:join|meet|visit) us\b|\bsee you (?:at|there|on)\b|\bsave the date\b|\b(?:besuchen|treffen) sie uns\b|\bretrouvez-nous\b|\b(?:visitenos|encuentrenos|venite a trovarci|bezoek ons|odwiedz nas)\b|"
    r"\b(?:he|she|they)(?: is| are| will|'s|'ll|'re| returns?| comes?)\b|\b(?:colleague|kolleg\w+|collegue|coll?ega\w*|companer\w+|kollega\w*|kolega|kolezank\w+|assistant|stellvertret\w+|vertretung|team)\b|"
    r"\b(?:er|sie) (?:ist|kehrt|kommt)\b|\b(?:il|elle) (?:est|sera|revient|rentre)\b|\b(?:hij|zij|ze) is\b|\b(?:han|hon|hun) (?:ar|er)\b|коллега|同僚|同事|동료",
)
FIRST_PERSON = LazyPattern(
    r"\b(?:i|i'm|i'll|ich|bin|je|j'\w+|estoy|estare|yo|sono|saro|estou|estarei|ik|jestem|bede|jag|jeg|olen|jsem|я|we|wir|nous)\b|不在|休暇|休假|휴가"
)
# The end is open: any day in the note is about somebody else.
OPEN_END = PhrasePattern(
    r"\buntil further notice|\bno (?:fixed|set|known|firm) (?:return )?date|\breturn date (?:is )?(?:unknown|not (?:yet )?known|open)|\bindefinite(?:ly)?\b|\bbis auf weiteres|\bauf unbestimmte|\bjusqu'a nouvel|\bduree indeterminee|\bhasta nuevo aviso|\btiempo indefinido|\bfino a nuovo|\bate novo aviso|\btempo indeterminado|\btot nader|\bonbepaalde tijd|\bdo odwolania|\btills vidare|\b(?:ind|inn)til videre|\btoistaiseksi|当面の間|另行通知"
)
OR = LazyPattern(
    r"^\s*,?\s*(?:or|oder|ou|o|of|lub|albo|eller|tai|nebo|veya|или|或者?|または|또는)\s+(?:on |the |am |le |el |maybe |possibly )*$"
)
OR_NUMBER = LazyPattern(r"\s+(?:or|oder|ou|o|of|lub|eller|tai)\s+(?:the )?\d")
# A span that is only estimated.
OR_SO = LazyPattern(
    r"\s+(?:or (?:so|more|longer)|oder (?:so|langer|mehr)|ou plus|o (?:asi|mas)|o piu|ou mais|of (?:zo|langer|meer)|lub (?:wiecej|dluzej)|eller (?:sa|mer|mere|langre|laengere|lenger))\b"
)
FOR = LazyPattern(
    r"\b(?:for|fur|pour|pendant|por|durante|per|voor|gedurende|przez|na|i|under|de|mot|на|en)\s+$"
)
AWAY_WORDS = LazyPattern(
    r"\b(?:away|out|leave|vacation|holiday|abwesend|urlaub|absente?|vacances|conges?|ausente|fuera|vacaciones|assente|ferie|ferias|fora|"
    r"afwezig|vakantie|verlof|nieobecn\w+|urlop\w*|borta|ledig|semester|fravaerende|poissa|lomalla|dovolen\w+|izin\w*|отпуск\w*)\b"
)
IN = LazyPattern(r"\b(?:in|en|dans|fra|tra|em|dentro de|over|za|om|через|after)\s+$")
ABBREVIATION = LazyPattern(
    r"\b(v|vk|kw|t\.o\.m|f\.o\.m|fr\.o\.m|d|m\.m|jan|feb|febr|mar|apr|jun|jul|aug|sept?|oct|okt|nov|dec|dez|dic|janv|fevr|avr|juil|ene|abr|ago|gen|inkl|incl|einschl|ca|approx|mr|mrs|ms|dr|no|nr|tel|mon|tues?|wed|thurs?|thu|fri|sat|sun)\.(?=\s)",
    re.IGNORECASE,
)
SENTENCE_END = LazyPattern(
    r"(?<=[^\d\s])\.\s+|(?<=\d{4})\.\s+|(?<=\d)\.\s+(?=[A-ZÄÖÜÀ-Þ])(?!(?i:jan|jän|f[eé]b|m[aä]r|apr|ma[ijy]|jun|jul|aug|sep|o[kc]t|nov|de[czs]|uhr))|[!?。！？;]\s*|\n\s*\n|\n(?=\s*[-*•])|\s\|\s"
)

# A person who works part-time is not away: a weekday in such a sentence is no day of return.
PART_TIME = PhrasePattern(
    r"\b(?:only|usually|normally|generally|always|do not|don't|never) (?:\w+ ){0,3}(?:work|in(?: the office)?|available|at my desk|reachable|here) (?:on |from )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bwork(?:ing)? (?:\w+ ){0,3}(?:part[- ]time|days a week|mornings|afternoons)\b|\bpart[- ]?time\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b|\b(?:every|each) (?:mon|tues|wednes|thurs|fri)day\b|\bnon[- ]?working days?\b|\bmy (?:working|office|usual|normal) (?:days|hours)\b|\b(?:office|opening|business|working) hours\b|\bper week\b|\bi work (?:from )?(?:mon|tues|wednes|thurs|fri)day\b|"
    r"\b(?:mon|diens|donners|frei|sams|sonn)tags\b|\bmittwochs\b|\bteilzeit\w*|\barbeit(?:e|en) (?:\w+ )?(?:nur|immer|jeweils|von|in der regel|grundsatzlich)\b|\bnur (?:\w+ ){0,2}(?:montag|dienstag|mittwoch|donnerstag|freitag)\b|\barbeitstage\w*|\barbeite (?:\w+ )?(?:montag|dienstag|mittwoch|donnerstag|freitag)\b|\b(?:jede|every|each) w(?:oche|eek)\b|\bjeden? (?:montag|dienstag|mittwoch|donnerstag|freitag)\b|\b(?:buro|sprech|arbeits|offnungs)zeiten\b|\bpro woche\b|\bfreien? tage?\b|"
    r"\btemps partiel\b|\bne travaille (?:pas|que|jamais) (?:les? |du )|\btravaille (?:uniquement|seulement|du|les?)\b|\b(?:lundis|mardis|mercredis|jeudis|vendredis)\b|\b(?:chaque|tous les) (?:lundi|mardi|mercredi|jeudi|vendredi)|\bpar semaine\b|\bhoraires\b|"
    r"\b(?:tiempo parcial|media jornada|jornada reducida)\b|\b(?:no )?trabajo (?:solo |unicamente )?(?:los|de|el)\b|\b(?:todos|cada) (?:los )?(?:lunes|martes|miercoles|jueves|viernes)\b|\blos (?:lunes|martes|miercoles|jueves|viernes)\b|\ba la semana\b|\bhorario\w*|\btempo parziale\b|\b(?:non )?lavoro (?:solo |soltanto )?(?:il|dal|di|ogni)\b|\b(?:ogni|tutti i) (?:lunedi|martedi|mercoledi|giovedi|venerdi)\b|\balla settimana\b|\borari[oi]?\b|"
    r"\b(?:tempo parcial|meio periodo|part-time)\b|\b(?:nao )?trabalho (?:so |apenas )?(?:as|de|na|nas)\b|\b(?:todas as|cada) (?:segunda|terca|quarta|quinta|sexta)|\bas (?:segundas|tercas|quartas|quintas|sextas)\b|\b(?:parttime|deeltijd)\b|\bwerk(?: ik)? (?:niet|alleen|enkel|altijd|van)\b|\bwerkdagen\b|\b(?:elke|iedere) (?:maandag|dinsdag|woensdag|donderdag|vrijdag)\b|\b(?:maan|dins|woens|donder|vrij)dagen\b|\bper week\b|"
    r"\b(?:nie )?pracuje (?:tylko |jedynie )?(?:w|od)\b|\bw (?:poniedzialki|wtorki|srody|czwartki|piatki)\b|\b(?:niepelny|czesc) etat\w*|\bgodziny pracy\b|\bdeltid\b|\b(?:arbetar|arbejder|jobber) (?:inte|ej|bara|endast|ikke|kun|bare)\b|\b(?:man|tis|tirs|ons|tors|fre)da(?:gar|ge|ger)(?:na|ne)?\b|\b(?:varje|hver) (?:mandag|tisdag|tirsdag|onsdag|torsdag|fredag)\b|"
    r"\bosa-aika\w*|\b(?:maanantai|tiistai|keskiviikko|torstai|perjantai)sin\b|\b(?:castecny|zkraceny|skrateny) uvaz\w+|\bnepracuji (?:v|ve|kazd)|\bkazd\w+ (?:pondeli|utery|stredu|ctvrtek|patek)\b|\byari zamanli\b|\b(?:pazartesi|sali|carsamba|persembe|cuma)(?:leri|lari)\b|\bнеполн\w+ (?:рабоч|день|занят|недел)|\bпо (?:понедельник|вторник|сред|четверг|пятниц)\w*ам\b|\bчасткова зайнятість|\bщо(?:понеділка|п'ятниці)|毎週|時短|非常勤|勤務日|兼职|每周|每週|매주|근무일"
)
# Work elsewhere is no absence.
AT_WORK_ELSEWHERE = PhrasePattern(
    r"\b(?:work\w*|reachable|available) (?:from home|remotely|off-?site)\b|\bhome ?office\b|\bmobil\w* arbeit\w*|\bteletravail\b|\bteletrabajo\b|\bteletrabalho\b|\bsmart working\b|\btelelavoro\b|\bthuiswerk\w*|\bwerk(?: ik)? (?:van)?(?:uit)? ?thuis\b|\bzdaln\w+|\bpracy z domu\b|\bhemifran\b|\bhjemmefra\b|\betatyo\w*|\bудален\w+|在宅勤務|テレワーク|在家办公|재택"
)
# The company's days of closing: they do not say when the writer is back.
CLOSING = PhrasePattern(
    r"\b(?:our|the|all) (?:\w+ )?(?:offices?|company|business|site|shop|firm|plant|school)\b[^.!?]{0,40}\bclos(?:ed|es|ing)\b|\bwe (?:are|will be) closed\b|\bcompany (?:holidays?|shutdown)\b|\bbetriebs(?:ferien|urlaub|ruhe)\b|\b(?:buro|firma|unternehmen|praxis|betrieb)\b[^.!?]{0,40}\bgeschlossen\b|\b(?:bureaux?|entreprise|societe|agence|etablissement)\b[^.!?]{0,40}\bferme\w*|\b(?:oficinas?|empresa)\b[^.!?]{0,40}\bcerrad\w+|\b(?:uffici?o?|azienda|sede)\b[^.!?]{0,40}\bchius\w+|\b(?:escritorio|empresa)\b[^.!?]{0,40}\b(?:fechad|encerrad)\w+|\b(?:kantoor|bedrijf)\b[^.!?]{0,40}\bgesloten\b|\b(?:biuro|firma)\b[^.!?]{0,40}\b(?:zamkniet|nieczynn)\w+|\b(?:kontoret|foretaget|virksomheden|firmaet)\b[^.!?]{0,40}\b(?:stangt|lukket|stengt)\b|\btoimisto\b[^.!?]{0,30}\bsuljettu\b|全社休業|年末年始休業|放假通知"
)
# An absence that is not the present one.
ALSO = LazyPattern(
    r"\b(?:also|again|additionally|furthermore|as well|another|later) (?:\w+ ){0,3}(?:be )?(?:away|out|off|on (?:leave|vacation|holiday)|absent|travell?ing|unavailable)\b|\b(?:away|out|off|absent|unavailable) (?:again|also|as well|too)\b|\b(?:ausserdem|ebenfalls|zudem|erneut|auch) (?:\w+ ){0,4}(?:abwesend|urlaub|nicht)\b|\b(?:egalement|aussi|de nouveau|ensuite) (?:\w+ ){0,3}(?:absente?|en conge\w*|vacances)\b|\btambien (?:\w+ ){0,3}(?:fuera|ausente|vacaciones)\b|\b(?:anche|inoltre) (?:\w+ ){0,3}(?:assente|ferie|fuori)\b|\btambem (?:\w+ ){0,3}(?:fora|ausente|ferias)\b|\book (?:\w+ ){0,4}(?:afwezig|vakantie|vrij)\b|\b(?:rowniez|takze|ponownie) (?:\w+ ){0,3}(?:nieobecn|urlop)\w*|\b(?:ocksa|ogsa) (?:\w+ ){0,3}(?:borta|ledig|semester|vaek|ferie|borte)\b"
)
MAYBE = LazyPattern(
    r"\b(?:maybe|perhaps|possibly|might|vielleicht|eventuell|evtl|moglicherweise|gegebenenfalls|ggf|peut-etre|quiza|quizas|tal vez|a lo mejor|forse|magari|talvez|possivelmente|misschien|wellicht|byc moze|kanske|eventuellt|maske|muligvis|kanskje|muligens|ehka|mahdollisesti|belki|возможно|может быть|можливо)\b|もしかする|たぶん|かもしれ|也许|아마"
)
# An absence that is over, or of which only the beginning is named.
PAST = LazyPattern(
    r"\b(?:have|has|had|'ve) been\b|\bi was\b|\bsince\b|\b(?:war ich|ich war|bin seit|seit|gewesen)\b|\b(?:j'etais|j'ai ete|depuis|estuve|he estado|llevo|desde hace|sono stat[oa]|ero|estive|fui|ha(?: \w+)? geweest|was ik|ik was|sinds|bylem|bylam|od (?:dwoch|trzech|tygodnia)|har varit|var jag|har vaeret|har vaert|var jeg|olin|byl[a]? jsem|izindeydim|был[аи]?|был)\b"
)
# The day itself still belongs to the absence.
LATE_ON_DAY = LazyPattern(
    r"^\s*,?\s*(?:at |um |a |om |kl\.? )?(?:23[:.h]59|24[:.h]00|midnight|mitternacht|minuit|medianoche|mezzanotte|meia-noite|middernacht)|"
    r"^\s*,?\s*(?:in the |the |am |dans l\w |por la |en la |de la |nel |a |da |i )?(?:evening|night|afternoon|abend|nachmittag|soiree|soir|apres-midi|tarde|noche|sera|pomeriggio|noite|avond|middag|namiddag|wieczor\w*|poludniu|kvall\w*|eftermiddag|aften|kveld|ettermiddag|ilta\w*|vecer\w*|odpoledne|aksam\w*|вечер\w*)\b"
)
START = LazyPattern(START_WORDS.replace("starting", "starting|beginning|commencing|as from") + ARTICLES)
SIGNATURE = LazyPattern(r"^(?:-- ?|_{5,}|-{5,}|={5,}|\*{5,})\s*$", re.MULTILINE)
RATE = LazyPattern(
    r"\s*(?:a|per|each|every|pro|par|por|alla|w|i|om) (?:week|woche|semaine|semana|settimana|tygodniu|veckan|ugen|uken)\b"
)
