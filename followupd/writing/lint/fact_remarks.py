"""Remarks on a fact that the user typed and that does not read well, with an example of one that does.

In a mail to the person, the fact follows a colon. There, a topic with its article reads well, and so does a clause that
speaks to the person. Any other fact gets a remark, and then the mail is shown before it is sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from followupd.config.name_order import fold_name, word_set
from followupd.config.plain_text import PICTURE_RANGES
from followupd.writing.language.job_title import is_shouted
from followupd.writing.language.user_facts import FACT_FORMS, FactForms, find_topic
from followupd.writing.lint.lint_messages import Remark, make_remark

_ARTICLES = {"fr": "le, la or les", "es": "el, la or los"}  # "sur passage à Kafka" is not correct French
_MOST_WORDS = 35  # a longer fact does not read as one
# With fewer words of another language, a fact is no foreign text but may quote, as in "that you sail".
_FEW_WORDS = 2
_LINK = re.compile(r"https?://|www\.|\b[\w.+-]+@[\w-]+\.\w", re.IGNORECASE)
_CHAT = re.compile(
    r"\b(?:lol|ppl|abt|lmao|haha\w*|hihi|jaja\w*|mdr|omg|wtf|pls|plz|thx|btw|asap|gonna|wanna|super süß|geil|krass|cool|nice|awesome"
    r"|great chat|good vibes?|sympa|chévere|padre|guay)\b|[!?]{2,}|[:;]-?[)(DP]"
    rf"|[{PICTURE_RANGES}]|\w \+ \w|^\s*[-•*].*\s[-•*]\s|\bw/",
    re.IGNORECASE,
)
# Nobody gives thanks for these: pay, notice, working time, looks, a weak point, a person's private plans.
_MONEY = re.compile(
    r"\b(?:salary|salaries|wages?|pay(?:check)?|bonus(?:es)?|compensation|benefits|notice period|overtime|gehalt\w*|lohn|vergütung"
    r"|verdienst|urlaubs\w+|überstunden|feierabend|kündigungsfrist|salaire|rémunération|prime|congés|rtt|préavis|sueldo|salario"
    r"|paga|vacaciones|horas extra|your (?:\w+ )?(?:accent|laugh|smile|eyes|hair)|tired|hungover|my (?:\w+ )?(?:gap|weakness|failure)|(?:ihr|dein) (?:lachen|lächeln)"
    r"|augen|meine (?:schwäche|lücke)|(?:votre|ton) (?:rire|sourire|accent)|yeux|(?:su|tu) (?:risa|sonrisa|acento)|ojos|working hours|arbeitszeit\w*|horarios?|horaires"
    r"|retir(?:es?|ing|ement)|pregnan\w+|divorc\w+|rumou?rs?|lay-?offs?|laid off|confidential|ruhestand|rente|schwanger\w*|scheidung"
    r"|entlassung\w*|vertraulich\w*|retraite|enceinte|licenciements?|confidentiel\w*|jubila\w*|embaraz\w+|despidos?|confidencial\w*)\b",
    re.IGNORECASE,
)
# Small words of each language, which show the language of a fact. A word that two languages share shows neither.
_LANGUAGE_WORDS = {
    "en": word_set("the that this your you we they is are was were with about from and how what why my our he she his her their of at one"),
    "de": word_set("der die das und ich sie wir ihr ist sind war waren mit über für dass nicht ein eine einen wie auch ihre haben hat im beim von zu auf"),
    "fr": word_set("le la les des du de en une vous nous votre vos est sont avec pour que qui et dans au aux sur notre mon ma mes je c’est c'est"),
    "es": word_set("el la los las del de en una usted ustedes su sus es son con para que y en al por nuestro mi lo como cómo hablamos"),
}  # fmt: skip
_FOLDED_WORDS = {code: frozenset(map(fold_name, table)) for code, table in _LANGUAGE_WORDS.items()}
# A person who is not the reader, after a first clause: "grippers and he said they'd be hiring".
_THIRD_PERSON = {
    "en": re.compile(r"(?:\b(?:and|that|but|because)|,) (?:he|she|they)\b"),
    "de": re.compile(r"\b(?:und|dass|aber|weil|wie|was|warum) (?:er\b|sie\b(?!.*en[.!]?$))"),
    "fr": re.compile(
        r"\b(?:et|mais|car) (?:il|elle|ils|elles)\b(?! y a| n[’']y a| faut)|\bqu[’'](?:il|elle)s?\b(?! y a| n[’']y a| faut)"
    ),
    "es": re.compile(r"\b(?:y|pero|que) (?:él|ella|ellos|ellas)\b"),
}
_GERMAN_UNCASED = re.compile(
    r"(?:(?:der|die|das|eine?|eure?|ihre?|deine?|unsere?|meine?)|.*\büber (?:die|das|den))\s[a-zäöüß]{3,}",
    re.IGNORECASE,
)
_OTHER_SCRIPT = re.compile(r"[^\W\d_A-Za-zÀ-ɏḀ-ỿ]{2,}")


@dataclass(frozen=True, slots=True)
class SentenceMarks:
    """Patterns by which one language shows that a fact is a sentence of its own, or no topic at all."""

    own_sentence: re.Pattern[str]  # a subject that is not the reader, or a verb without a subject
    comment: re.Pattern[str]  # an opinion or an action in place of a topic: "nice", "OP gesehen"


_MARKS = {
    "en": SentenceMarks(
        re.compile(r"(?:i|we|it|there|they|everybody|everyone|nobody)\b(?! (?:talked|spoke|discussed|chatted))|(?:how|what|why|that|where) (?:he|she|they)\b|(?:the|your|our|my|this) (?:[\w-]+ ){1,2}(?:is|are|was|were|has|have|had|seems?|looks?)\b|\w+[^,]*\b(?:he|she) (?:said|told|is|was|had)\b", re.IGNORECASE),
        re.compile(r"(?:very |so |really |super )?(?:nice|good|great|friendly|fun|funny|ok|okay|fine|interesting|helpful|classified|boring|kind|bad|awkward|impressed|happy)\b", re.IGNORECASE),
    ),
    "de": SentenceMarks(
        re.compile(
            r"(?:ich|wir|es|er|man|kenne|kannte|bin|war|habe|hatte)\b|ihr (?-i:[a-zäöüß]+t)\b|(?:wie|was|warum|dass|wo) er\b|(?:der|die|das|diese[rs]?|ihre?|unsere?|meine?) [^,]*\b(?:ist|sind|war|waren|hat|haben|hatte|hatten|wird|werden|kann|können|macht|machen|gibt)\b",
            re.IGNORECASE,
        ),
        re.compile(
            r"(?:sehr |echt |total |super )?(?:nett|gut|toll|freundlich|lustig|okay?|interessant|spannend|super|schön|angenehm|sympathisch|entspannt|locker|geheim)\w{0,2}\b"
            r"|(?:\S+ ){0,2}(?:ge\w{2,}(?:t|en)|\w+ge\w{3,}(?:t|en)|\w+iert|empfangen|besprochen|erzählt|verstanden)(?: worden)?$"
        ),
    ),
    "fr": SentenceMarks(
        re.compile(r"(?:je|j[’']|on|il|ils|elle|elles|c[’']est|m[’']a|m[’']ont|nous)\b|(?:comment|pourquoi|ce qu[’']|la façon dont) ?(?:il|elle)s?\b|(?:l[’']|(?:le|la|les|votre|vos|notre|nos|mon|ma|mes) )(?:[\w-]+ ){1,2}(?:est|sont|était|étaient|a|ont)\b", re.IGNORECASE),
        re.compile(r"(?:très |super |trop )?(?:sympa\w*|gentil\w*|bien|agréable|drôle|intéressant\w*|cordial\w*|bon accueil|impressionné\w*)\b", re.IGNORECASE),
    ),
    "es": SentenceMarks(
        re.compile(r"(?:yo|me|nos|él|ella|hay|conocí|vi|fue|era|es|está|son|(?!habl|convers|charl)\w+(?:amos|imos))\b|(?:el|la|los|las|sus?|mis?|nuestr[oa]s?) (?:\w+ ){1,2}(?:es|son|está|están|era|eran|fue|tiene|tienen)\b", re.IGNORECASE),
        re.compile(r"(?:muy |bastante )?(?:amable|simpátic[oa]|majo|maja|bien|agradable|interesante|buen\w*|diverti\w+)\b", re.IGNORECASE),
    ),
}  # fmt: skip
# German topics need an article: "über Büro" is wrong. A plural, a name, or a noun without a plural needs none.
_GERMAN_BARE = re.compile(r".*(?:en|eln|ern|ung|heit|keit|tion|ität|ismus|ik|ie|schaft|s|\d|[A-Z])$")
_ENGLISH_BARE = re.compile(
    r".*(?:s|ing|ion|ity|ness|ment|ance|ence|ship|ism|ics|age|ure|logy|cy|dom|data|software|work|time|code|design|research|\d)$"
)


def explain_fact(fact: str, language: str) -> Remark | None:
    """Return a remark on a fact that does not read well, with an example; None if it reads well."""
    forms = FACT_FORMS.get(language)
    if forms is None:
        return None
    values = {"quote": repr(fact), "example": forms.example}
    if name := _find_form_fault(fact, language, forms):
        if name == "article":
            values["articles"] = _ARTICLES.get(
                language, "the, a or your" if language == "en" else "der, die or das"
            )
        return make_remark(f"fact-form/{name}", **values)
    return None


def _find_form_fault(fact: str, language: str, forms: FactForms) -> str:
    """Return the name of the fault in a fact; empty if it reads well."""
    if forms.third_person.match(fact):
        return "about"
    if name := _find_manner(fact, language):
        return name
    checks = {
        "about": _THIRD_PERSON[language].search(fact),
        "article": _lacks_article(fact, language, forms),
        "small": language == "de" and fact == fact.lower() and _GERMAN_UNCASED.match(fact),
        "long": re.search(r"[.!?]\s+\S", fact.strip()) or len(fact.split()) > _MOST_WORDS,
    }
    return next((name for name, is_found in checks.items() if is_found), "")


def _find_manner(fact: str, language: str) -> str:
    """Return the fault in the manner of a fact: its language, its tone, or that it is a sentence."""
    marks = _MARKS[language]
    topic = find_topic(fact, FACT_FORMS[language])
    is_report = bool(topic) and topic != fact
    checks = {
        "language": _is_foreign(fact, language),
        "link": _LINK.search(fact),
        "capitals": is_shouted(fact),
        "chat": _CHAT.search(fact) or _MONEY.search(fact),
        "sentence": "?" in fact
        or (not is_report and (marks.comment.match(fact) or marks.own_sentence.match(fact))),
    }
    return next((name for name, is_found in checks.items() if is_found), "")


def _is_foreign(fact: str, language: str) -> bool:
    """Return whether a fact is in another language or script than the mail."""
    if _OTHER_SCRIPT.search(fact):
        return True
    words = [fold_name(word) for word in re.findall(r"[\w’']+", fact)]
    own_words = _FOLDED_WORDS[language]
    own_count = _count_words(words, own_words)
    other_count = max(
        _count_words(words, table - own_words) for code, table in _FOLDED_WORDS.items() if code != language
    )
    return other_count >= _FEW_WORDS and other_count > own_count


def _count_words(words: list[str], table: frozenset[str]) -> int:
    return sum(word in table for word in words)


def _lacks_german_article(text: str, topic: str) -> bool:
    if not topic:
        return text[:1].isupper()
    is_small = text == text.lower()
    return is_small or (text[:1].isupper() and not _GERMAN_BARE.match(text))


def _lacks_article(fact: str, language: str, forms: FactForms) -> bool:
    """Return whether a topic needs an article that followupd cannot guess."""
    text = fact.strip().rstrip(".!")
    topic = find_topic(text, forms)
    if forms.determiners.match(text) or topic not in ("", text):
        return False
    if language == "de":
        return _lacks_german_article(text, topic)
    is_whole_phrase = not topic and text[:1].islower()
    if language == "en":
        return is_whole_phrase or (
            text[:1].islower() and text.split()[-1].islower() and not _ENGLISH_BARE.match(text)
        )
    return text[:1].islower()
