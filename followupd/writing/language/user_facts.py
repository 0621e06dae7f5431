"""Puts what the user typed as `fact:` into the form after a colon: "your nightly loads", "how you sail".

People write a topic, a clause or a sentence, with or without a capital or a full stop. Each is put into one form, and
the lint names a fact that fits none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from followupd.config.name_order import word_set
from followupd.writing.language.job_title import is_shouted
from followupd.writing.language.user_strengths import write_keyword

_LONGEST_TOPIC = 3  # words of a bare topic: "data quality"


# "referred me internally": what a person did, without its subject.
_ENGLISH_DEED = re.compile(
    r"^(?:referred|introduced|recommended|coached|prepared|helped|encouraged|warned|forwarded|gave|told|showed|sent|put|got"
    r"|passed|mentioned|reviewed|checked|explained)(?= (?:me|my)\b)",
    re.IGNORECASE,
)
# "me dijo que abren", "vous m’avez expliqué comment": only the reported part is used.
_SPANISH_REPORT = re.compile(
    r"^(?:usted |tú )?me (?:dij|cont|coment|explic)(?:o|ó|iste|aste|aron|eron) ((?:que|cómo|lo que|por qué) )",
    re.IGNORECASE,
)
_FRENCH_REPORT = re.compile(
    r"^(?:vous m[’']avez|tu m[’']as) (?:dit|expliqué|raconté|parlé) ((?:comment|pourquoi|que) |qu[’'])",
    re.IGNORECASE,
)
_GERMAN_THEIRS = re.compile(
    r"(^|\b(?:bei|mit|von|zu|für) )(ihnen\b|ihre[nmrs]?\b(?= \S)|ihr\b(?= [A-ZÄÖÜ]))"
)  # "bei ihnen", if it means the reader
_OWN = re.compile(r"(?:my|mein\w*|mon|ma|mes|mis?)\b", re.IGNORECASE)
# The candidate's own thing; after a preposition, German would need a case.
_OWN_THING = re.compile(r"(?:my|meine|mon|ma|mes|mis?)(?: [\w-]+){1,3}", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-–—•*·>+]+|\d{1,2}[.)])\s+")  # of a list in a chat
# "wie sie das Lager umgestellt haben": the reader, in the polite plural.
_GERMAN_READER = re.compile(r"\b([Ww]ie|[Dd]ass|[Ww]as|[Ww]arum|[Ww]o|[Ww]ann|[Oo]b) sie\b(?=.*en$)")


@dataclass(frozen=True, slots=True)
class FactForms:
    """The forms of facts in one language.

    These are a topic's frame, how people report a talk, and the words that are no names.
    """

    talk: str  # "our conversation about {}": if the topic is the candidate's own
    topic: str  # "what you told me about {}"
    topic_to_friend: str  # the same with du, tu, tú
    report: re.Pattern[str]  # "we talked about (…)"
    small: frozenset[str]  # words with which a fact begins in small letters
    determiners: re.Pattern[str]  # words with which a phrase begins if it is no bare topic
    third_person: re.Pattern[str]  # a fact that is about the reader, not addressed to them
    example: str


FACT_FORMS = {
    "en": FactForms(
        "our conversation about {}",
        "what you told me about {}",
        "what you told me about {}",
        re.compile(
            r"(?:(?:that )?we (?:also )?|i )?(?:talked|spoke|chatted|discussed|talk|conversation|discussion|chat)(?: (?:with|to) (?:you|him|her|them|\w+))?(?: about| abt\.?| on| over| re:?)? (?P<topic>.+)"
            r"|(?:about|abt\.?) (?P<bare>.+)",
            re.IGNORECASE,
        ),
        word_set("you your yours we our the a an how that what why when where who this these those my his her their its it in on at"),
        re.compile(
            r"(?:you|your|we|our|the|a|an|how|that|what|why|when|where|who|which|this|these|those|my|his|her|their|its|it|i|he|she|they|(?:in|on|at)(?!-)|\w+ing)\b",
            re.IGNORECASE,
        ),
        re.compile(r"(?:he|she|they|his|him|hers?|theirs?|them)\b|(?:likes?|liked|loves?|loved|said|told|plays|owns|wants?|\w{3,}ed (?:the|that|my|a|his|her|their))\b", re.IGNORECASE),
        "how you moved the warehouse to Kafka",
    ),
    "de": FactForms(
        "unser Gespräch über {}",
        "was Sie mir über {} erzählt haben",
        "was du mir über {} erzählt hast",
        re.compile(
            r"(?:(?:dass )?(?:wir )?(?:haben|hatten|sprachen|redeten|diskutierten) |ich habe )?(?:uns )?(?:viel |lange |auch )?über (?P<topic>.+?)(?: (?:gesprochen|geredet|diskutiert|unterhalten|ausgetauscht)(?: haben)?)?"
            r"|(?:gespräch|austausch|diskussion) über (?P<bare>.+)",
            re.IGNORECASE,
        ),
        word_set(
            "wie dass wir unser unsere unseren der die das den dem ein eine einen was warum wann wo wer welche dieser diese dieses"
            " dein deine deinen euer eure du ihr's mein meine am im beim"
        ),
        re.compile(
            r"(?:wie|dass|wir|unser\w*|der|die|das|den|dem|ein\w*|was|warum|wann|wo|wer|welch\w*|diese\w*|dein\w*|eu(?:er|re)\w*|du|ihr\w*|sie|mein\w*|am|im|beim|ich|es)\b",
            re.IGNORECASE,
        ),
        re.compile(r"(?:er|seine?[mnrs]?|ihm|ihn)\b|(?:sie )?(?:hat|ist|segelt|spielt|mag|will|plant|sucht|geht|fährt|kommt|sagte|meinte|wohnt|arbeitet)\b", re.IGNORECASE),
        "wie Sie das Lager auf Kafka umgestellt haben",
    ),
    "fr": FactForms(
        "notre échange sur {}",
        "ce que vous m’avez dit sur {}",
        "ce que tu m’as dit sur {}",
        re.compile(
            r"(?:(?:que )?(?:nous avons|on a) (?:aussi )?)?(?:parlé|discuté|échangé) (?P<link>de l[’']|de la |du |des |d[’']|de |sur )(?P<topic>.+)",
            re.IGNORECASE,
        ),
        word_set("vous votre vos nous notre nos le la les un une des comment que ce qui pourquoi quand où tu ton ta tes on mon ma mes l’ l'"),
        re.compile(
            r"(?:vous|votre|vos|nous|notre|nos|le|la|les|un|une|des|du|comment|que|ce|qui|pourquoi|quand|où|tu|ton|ta|tes|on|mon|ma|mes|je)\b|[ldcjnmtsq]u?[’']",
            re.IGNORECASE,
        ),
        re.compile(r"(?:ils?|elles?|lui|son|sa|ses)\b|(?:a|est|va|aime|veut|cherche|habite) (?!l[’']|la\b)\w", re.IGNORECASE),
        "la façon dont vous avez migré l’entrepôt vers Kafka",
    ),
    "es": FactForms(
        "nuestra conversación sobre {}",
        "lo que me contó sobre {}",
        "lo que me contaste sobre {}",
        re.compile(
            r"(?:que )?(?:nosotros )?(?:hablamos|hemos hablado|conversamos|charlamos)(?: también)? (?P<link>del |de |sobre |acerca de )(?P<topic>.+)",
            re.IGNORECASE,
        ),
        word_set("usted ustedes su sus nosotros nuestro nuestra el la los las un una cómo como que lo por cuando donde tu tus mi mis tú vuestro vuestra vuestros vuestras"),
        re.compile(
            r"(?:usted|ustedes|sus?|nosotros|nuestr\w*|vuestr\w*|el|la|los|las|un|una|cómo|como|que|lo|por|cuando|donde|tus?|mis?|tú|yo|me|al|en)\b",
            re.IGNORECASE,
        ),
        re.compile(r"(?:él|ella|ellos|ellas)\b|(?:le (?:gusta|encanta|interesa)|dijo|quiere|busca|tiene|es de|vive)\b", re.IGNORECASE),
        "cómo pasaron el almacén a Kafka",
    ),
}  # fmt: skip
_LINKS = {"du ": "le ", "des ": "les ", "de la ": "la ", "de l’": "l’", "de l'": "l'", "del ": "el "}


@lru_cache(maxsize=1024)
def phrase_fact(fact: str, language: str, tone: str = "warm") -> str:
    """Return a fact as it follows a colon: capitals only in names, no full stop, a bare topic with its frame."""
    text = re.sub(r"(?<![.])[.!]+$", "", " ".join(_BULLET.sub("", fact).split()))
    forms = FACT_FORMS.get(language)
    if forms is None or not text:
        return text or fact
    if is_shouted(text) and language != "de":  # the capitals of German nouns cannot be guessed
        text = text.lower()
    if _OWN_THING.fullmatch(text):
        return forms.talk.format(_lower_start(text, forms))
    if topic := find_topic(text, forms):
        topic = write_keyword(topic, language)
        frame = forms.topic_to_friend if tone == "informal" else forms.topic
        return (forms.talk if _OWN.match(topic) else frame).format(topic)
    return _lower_start(_address_reader(text, language, tone), forms)


def _address_reader(text: str, language: str, tone: str) -> str:
    """Return a clause in the form that addresses its reader: "You sail" becomes "that you sail"."""
    match language:
        case "en":
            text = re.sub(r"^[Yy]ou (?=\w)", "that you ", text)
            text = _ENGLISH_DEED.sub(lambda match: f"that you {match[0].lower()}", text)
            return re.sub(r"^[A-Z](?=[a-z]+ing [a-z])", lambda m: m[0].lower(), text)
        case "es":
            return _SPANISH_REPORT.sub(r"\1", text)
        case "fr":
            text = _FRENCH_REPORT.sub(r"\1", text)
            text = re.sub(r"^([Qq]u(?:e |['’]))(?=\w)", lambda match: f"le fait {match[0].lower()}", text)
            return re.sub(r"^(?:[Vv]ous|[Tt]u) (?=\w)", lambda match: f"le fait que {match[0].lower()}", text)
        case "de" if tone != "informal":
            text = _GERMAN_READER.sub(lambda match: f"{match[1]} Sie", text)
            return _GERMAN_THEIRS.sub(lambda match: f"{match[1]}{match[2].capitalize()}", text)
    return text


def find_topic(text: str, forms: FactForms) -> str:
    """Return the topic of a talk: from a sentence about the talk, or as bare words; else an empty text."""
    if match := forms.report.fullmatch(text):
        parts = match.groupdict()
        article = _LINKS.get((parts.get("link") or "").casefold(), "")
        return _lower_start(f"{article}{parts.get('topic') or parts.get('bare')}", forms)
    return text if _is_bare_topic(text, forms) else ""


def _is_bare_topic(text: str, forms: FactForms) -> bool:
    other_patterns = (forms.determiners, forms.third_person, _ENGLISH_DEED)
    return len(text.split()) <= _LONGEST_TOPIC and not any(one.match(text) for one in other_patterns)


def _lower_start(text: str, forms: FactForms) -> str:
    first_word = re.split(r"[\s’']", text, maxsplit=1)[0].casefold()
    is_article = bool(re.match(r"[LDCQ][’']", text))
    return text[:1].lower() + text[1:] if first_word in forms.small or is_article else text
