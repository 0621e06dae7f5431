"""Tables of how people write their strengths in each language, and of the sentences that a mail makes from them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class StrengthForms:
    """The forms of strengths in one language."""

    sentence: re.Pattern[str]  # shows that a text is a sentence about oneself
    clipped: re.Pattern[str]  # a sentence without its subject: "Built pipelines"
    subject: str
    quality: re.Pattern[str]  # a quality of a person: "team player", "teamfähig"
    quality_frame: str
    nouns_frame: str
    years: re.Pattern[str]  # "5+ years Java"
    years_frame: str
    years_link: str  # if none is typed: with Java
    describing: re.Pattern[str]  # a first word that has a small letter inside a sentence: "Good", "Schnelle"
    example: str
    languages: re.Pattern[str]  # languages that a person speaks: "English, Swedish B2"
    speaks_frame: str
    noun_frame: str = ""  # for one noun, if it differs
    # A small first word of the second half of a sentence: YAML divides a list in brackets at each comma.
    half: re.Pattern[str] = _NEVER


def _match_languages(names: str) -> re.Pattern[str]:
    """Return a pattern for the name of a language with its level: inglés B2, English (C1), fließend Spanisch."""
    return re.compile(
        rf"(?:(?:fluent|fließend(?:es)?|gut(?:es)?|sehr gut(?:es)?)\s)?(?P<name>{names})(?:\s?\(?(?P<level>[ABC][12])\)?|\s(?:fluently|fließend|courant|fluido))?",
        re.IGNORECASE,
    )


# Numbers as words: "Zwölf Jahre Pflege".
_NUMBERS = {
    "en": "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty",
    "de": "zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|fünfzehn|zwanzig|dreißig",
    "fr": "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente",
    "es": "dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta",
}
# Trained professions: Verwaltungsfachangestellter, Köchin, IT-Techniker.
_GERMAN_TRADES = (
    r"angestellte[rn]?|kaufmann|kauffrau|fachkraft|fachmann|fachfrau|techniker(?:in)?|meister(?:in)?|mechaniker(?:in)?|mechatroniker(?:in)?"
    r"|elektriker(?:in)?|elektroniker(?:in)?|ingenieur(?:in)?|pfleger(?:in)?|schwester|lehrer(?:in)?|verkäufer(?:in)?|fachwirt(?:in)?"
    r"|betriebswirt(?:in)?|erzieher(?:in)?|tischler(?:in)?|schlosser(?:in)?|informatiker(?:in)?|assistent(?:in)?|helfer(?:in)?|koch|köchin"
)
_PERSON = r"(?:player|learner|starter|worker|thinker|communicator|solver|leader|organi[sz]er|listener|speaker|writer|riser|all-?rounder|person)"
FORMS = {
    "en": StrengthForms(
        re.compile(r"\b(?:I|I[’'](?:ve|m|d|ll)|my|me)\b|^(?:my|in my|as a)\b", re.IGNORECASE),
        re.compile(
            r"(?!(?:experienced|skilled|advanced|motivated|certified|dedicated|organi[sz]ed|trusted|related|distributed|embedded|applied)\b)"
            r"(?:\w{3,}ed|built|led|ran|wrote|made|taught|won|grew|kept|sold|cut|set up|brought|took|held|drove|oversaw"
            r"|can|have|know|speak|like|love)\s+(?!for\b|by\b|skills?\b)\S",
            re.IGNORECASE,
        ),
        "I {}",
        re.compile(
            rf"(?:(?P<person>(?:[\w-]+ )?(?:[\w-]+[ -])?{_PERSON})|(?:very )?(?:(?:detail|customer|people|results?|goal|solutions?|service|safety|deadline|team)[- ](?:oriented|driven|focus(?:s)?ed|minded|conscious)|open-minded|detail-oriented|motivated|organi[sz]ed|reliable|flexible|creative|proactive|analytical"
            r"|curious|punctual|friendly|patient|polite|calm(?: under pressure)?|dedicated|communicative|hard-?working|hands-on|pragmatic|resilient|quick|fit|honest|loyal|energetic|enthusiastic|adaptable|responsible|thorough|methodical|meticulous|tidy|ambitious|self-motivated|trustworthy|conscientious|outgoing|confident|empathetic|versatile|dependable|precise|\w+ certified)|(?:very )?(?:experienced|skilled|fluent"
            r"|certified|good|strong|able|familiar|passionate|interested|comfortable)\s(?:with|at|in|to|about|on|by|as)\b.*)",
            re.IGNORECASE,
        ),
        "I am {}",
        "I would bring {}",
        re.compile(rf"(?P<n>\d+|{_NUMBERS['en']})\s?(?P<plus>\+?)\s?(?:years?|yrs?\.?)(?: of)?(?: exp(?:erience|\.)?)?(?: (?P<link>with|in|as)| of)?(?: (?P<what>.+))?", re.IGNORECASE),
        "{n} years of experience",
        "with",
        re.compile(r"(?:communication|attention|problem|good|strong|excellent|quick|great|solid|deep|broad|proven|advanced|basic|team|time|project|customer|people|leadership|knowledge|native|fluent|analytical|organi[sz]ational)\b", re.IGNORECASE),
        "I have run a Kafka cluster for three years.",
        _match_languages("english|german|french|spanish|italian|dutch|portuguese|polish|swedish|norwegian|danish|finnish|greek|turkish|arabic|mandarin|chinese|japanese|korean|russian|ukrainian|hindi|urdu|welsh|irish|czech|hungarian|romanian"),
        "I speak {}",
        half=re.compile(r"(?:which|who|that|and|but|so|because|where|while)\s"),
    ),
    "de": StrengthForms(
        re.compile(r"\b(?:ich|mein\w*|mich|mir)\b", re.IGNORECASE),
        re.compile(r"(?:bin|habe|kann|spreche|arbeite|kenne|beherrsche|lerne|mag|leite|leitete|führe|baute)\s\S", re.IGNORECASE),
        "Ich {}",
        re.compile(
            rf"(?:ausgebildete[rs]?|gelernte[rs]?|geprüfte[rs]?|examinierte[rs]?|zertifizierte[rs]?|staatlich \w+) [A-ZÄÖÜ]\S+|(?P<noun>Team-?player(?:in)?|[\w-]*(?:{_GERMAN_TRADES}))|(?:(?:sehr )?(?:diskret|schnell|loyal|fit|ausdauernd|überzeugend|verschwiegen|erfahren|geschickt|präzise|kreativ|proaktiv|aktiv|kommunikativ|innovativ|offen|gelassen|genau|nett|treu|clever)|(?:sehr )?[\w-]*(?:fähig|willig|fertig|freudig|stark|bewusst|orientiert|motiviert|iert|sam|lich|isch|bar|voll|ibel|ig|(?<!sc)haft|(?<!be)reich|bereit|schwindelfrei|sicher)(?:(?:,| und| &) ?(?=\w))?)+",
            re.IGNORECASE,
        ),
        "Ich bin {}",
        "Mitbringen würde ich {}",
        re.compile(
            rf"(?P<n>\d+|{_NUMBERS['de']})\s?(?P<plus>\+?)\s?(?:jahre?n?|j\.)(?: (?:berufs)?erfahrung)?(?: (?P<link>mit|in der|im|in|als|bei))?(?: (?P<what>.+))?",
            re.IGNORECASE,
        ),
        "{n} Jahre Erfahrung",
        "mit",
        re.compile(
            r"(?:sehr )?(?:gut|schnell|hoh|stark|ausgeprägt|selbst?ständig|strukturiert|analytisch|sicher|fundiert|breit|langjährig|eigenverantwortlich"
            r"|kommunikativ|offen|freundlich|lösungsorientiert|fließend|verhandlungssicher|technisch|sozial|interkulturell|agil|praktisch|umfassend|solid"
            r"|tief|groß|viel|neu)(?:e[nrsm]?)?\b",
            re.IGNORECASE,
        ),
        "Drei Jahre lang habe ich einen Kafka-Cluster betrieben.",
        _match_languages("(?:Deutsch|Englisch|Französisch|Spanisch|Italienisch|Niederländisch|Portugiesisch|Polnisch|Schwedisch|Norwegisch|Dänisch|Finnisch|Griechisch|Türkisch|Arabisch|Chinesisch|Japanisch|Koreanisch|Russisch|Ukrainisch|Tschechisch|Ungarisch|Rumänisch)(?:kenntnisse)?"),
        "Ich spreche {}",
        half=re.compile(
            r"(?:und|aber|sondern|weil|dass|damit|sodass|wobei|wodurch|(?:die|der|das|den|dem)\s(?=.*[.!]$))\s?"
        ),
    ),
    "fr": StrengthForms(
        re.compile(r"\b(?:je|mon|ma|mes|me|moi)\b|\b[jm][’']", re.IGNORECASE),
        _NEVER,
        "{}",
        re.compile(
            r"(?:(?:rigoureu(?:x|se)|autonome|motivée?|polyvalente?|organisée?|curieu(?:x|se)|dynamique|créati(?:f|ve)|réacti(?:f|ve)|ponctuel(?:le)?"
            r"|sérieu(?:x|se)|sociable|fiable|flexible|patiente?|minutieu(?:x|se)|appliquée?|volontaire|souriante?|discr(?:et|ète)|calme|attenti(?:f|ve)"
            r"|honnête|énergique|dévouée?|consciencieu(?:x|se)|impliquée?|loyale?|méthodique|efficace|enthousiaste|bienveillante?|empathique|disponible|pédagogue|passionnée?(?: (?:de|par|d[’']) ?[\w ’'-]+)?|à l[’']aise [\w ’'-]+)(?:(?:,| et) ?(?=\w))?)+",
            re.IGNORECASE,
        ),
        "Je suis {}",
        "Mes points forts\u00a0: {}",
        re.compile(
            rf"(?P<n>\d+|{_NUMBERS['fr']})\s?(?P<plus>\+?)\s?ans?(?: d[’']exp[ée]rience)?(?: (?P<link>en|dans|avec|comme)| de)?(?: (?P<what>.+))?",
            re.IGNORECASE,
        ),
        "{n} ans d’expérience",
        "en",
        re.compile(r"(?:bon(?:ne)?s?|excellente?s?|grande?s?|forte?s?|solides?|très|parfaite?)\b", re.IGNORECASE),
        "Pendant trois ans, j’ai exploité un cluster Kafka.",
        _match_languages("français|anglais|allemand|espagnol|italien|néerlandais|portugais|polonais|suédois|grec|turc|arabe|mandarin|chinois|japonais|coréen|russe|ukrainien|breton|catalan|roumain"),
        "Je parle {}",
        "Mon point fort\u00a0: {}",
        half=re.compile(r"(?:qui|que|dont|et|mais|car|où|ce qui|ce que|parce que)\s"),
    ),
    "es": StrengthForms(
        re.compile(
            r"\b(?:yo|mi|mis|me|he|tengo|soy|sé|llevo|trabajo (?:con|como|desde)|hablo|puedo|domino|manejo(?! de\b)|conozco|dirijo|lidero|he|estoy|fui|tuve|hice|\w{2,}[éí])\b|^(?:leo|escribo|corrijo|cocino|atiendo|gestiono|monto|redacto|vendo|coordino|enseño|aprendo|diseño(?! de\b)|arreglo|cuido|conduzco|traduzco)\s",
            re.IGNORECASE,
        ),
        _NEVER,
        "{}",
        re.compile(
            r"(?:(?:(?:proactiv|organizad|motivad|creativ|dinámic|resolutiv|comprometid|autónom|trabajador|analític|simpátic|ordenad|cercan|empátic|educad|metódic|apasionad|prolij|honest|honrad|perfeccionist|meticulos|cuidados|curios|rápid|tranquil|extrovertid|detallist)[oa](?: (?:de|por) [\w ]+)?|trabajadora?|amable|paciente|sociable|responsable|puntual|polivalente|flexible|perseverante|eficiente|versátil|entusiasta)"
            r"(?:(?:,| y| e) ?(?=\w))?)+",
            re.IGNORECASE,
        ),
        "Soy {}",
        "Mis puntos fuertes: {}",
        re.compile(
            rf"(?P<n>\d+|{_NUMBERS['es']})\s?(?P<plus>\+?)\s?años?(?: de experiencia)?(?: (?P<link>en|con|como)| de)?(?: (?P<what>.+))?",
            re.IGNORECASE,
        ),
        "{n} años de experiencia",
        "con",
        re.compile(r"(?:buen[oa]?s?|excelentes?|gran(?:des)?|sólid[oa]s?|muy|alt[oa])\b", re.IGNORECASE),
        "Durante tres años operé un clúster de Kafka.",
        _match_languages("español|inglés|alemán|francés|italiano|neerlandés|holandés|portugués|polaco|sueco|griego|turco|árabe|mandarín|chino|japonés|coreano|ruso|ucraniano|catalán|euskera|gallego|valenciano|rumano"),
        "Hablo {}",
        "Mi punto fuerte: {}",
        half=re.compile(r"(?:que|quien|quienes|y|pero|porque|donde|lo que|lo cual)\s"),
    ),
}  # fmt: skip
MORE_THAN = {"en": "more than ", "de": "mehr als ", "fr": "plus de ", "es": "más de "}
