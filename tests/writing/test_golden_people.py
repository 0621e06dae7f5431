"""Every shipped text, for ten people of ten countries, as people type them: read by a person, and free of known faults.

`PYTHONPATH=tests/support python tests/writing/test_golden_people.py` writes the pages anew; read the difference.
"""

from __future__ import annotations

import re
from itertools import product

import pytest
from golden_people import (
    GOLDEN_TONES,
    PEOPLE,
    TONES,
    institution_texts,
    page_of,
    texts_for,
    thank_late_panel,
)
from project_paths import DATA

from followupd.writing.template_values import LANGUAGES

GOLDEN = DATA / "golden" / "people"
# What shows that a program wrote it, by what it is.
FAULTS = {
    "two commas": r",\s*,",
    "two full stops": r"(?<!\.)\.\.(?!\.)|\?\.|\.\?",
    "a space before a mark": r" [,.](?!\w)",
    "two spaces": r"(?<=\S)  +",
    "a mark of an advertisement": r"\([mwfdxh]/|\b[HFM]/[HFM]\b|\bm/w/d\b|Ref\.|\d+ ?%|\bCDI\b",
    "a title as a name": r"(?m)^(?:Dear|Hi|Hallo|Guten Tag|Bonjour|Hola,|Buenos días,) (?:Dr|Prof|Mr|Ms|Frau|Herr|M|Mme|Lic)\.?[,:]",
    "shouting": r"\b[A-ZÀ-Ý]{5,}\b",
    "a legal form": r"\b(?:Ltd|Inc|LLC|SARL|S\.L|S\.A|SL)\b",
    "a small letter behind a full stop": r"[a-zà-ÿ]{3}[.?] [a-zà-ÿ]",
    "a colon in a colon": r": [^.\n:]*:(?!\d)(?=[ \u00a0])",
    "nothing": r"\bNone\b|\{\{|\}\}|\[\]",
    "a word twice": r"(?i)\b(?!vous\b|nous\b|sie\b)(\w{2,}) \1\b",
    "a dative that is none (de)": r"\bMit [A-ZÄÖÜ]\w+e,",
    "a missing elision (fr)": r"\b(?:[Dd]e|[Qq]ue|[Jj]e|[Nn]e) (?:[aeiouéèêàâîôû]\w|h[oô]t)",
    "y before i (es)": r"\by (?:i|hi(?!e))\w",
    "a missing contraction (es)": r"\b(?:de|a) el\b",
    "an article that does not fit (en)": r"\ba [aeio]\w+ (?:role|engineer|interview)\b",
    "a calque": r"would please me|turning one point over|It would be my pleasure|Edwardian|reiterate my|Permit me|I should (?:have|like|be)",
    "a promise in the user's name": r"same day|am selben Tag|dans la journée|el mismo día|without delay|sans délai|umgehend",
}
COMBINATIONS = list(product(PEOPLE, GOLDEN_TONES, TONES))


@pytest.mark.parametrize("country", PEOPLE)
def test_the_texts_read_as_they_did_when_they_were_last_read_by_a_person(country):
    assert page_of(country) == (GOLDEN / f"{country}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("country", "care", "tone"), COMBINATIONS)
def test_no_text_has_a_fault_that_shows_a_program(country, care, tone):
    other_languages = {f"({one})" for one in LANGUAGES if one != PEOPLE[country][0]}
    faults = {fault: pattern for fault, pattern in FAULTS.items() if fault[-4:] not in other_languages}
    found = [
        f"{name}: {fault}: {match[0]!r} in …{text.body[max(0, match.start() - 40) : match.end() + 40]!r}…"
        for name, text in texts_for(country, care, tone)
        for fault, pattern in faults.items()
        for part in (text.subject, text.body)
        if (match := re.search(pattern, part))
    ]
    assert found == []


def test_english_is_spelt_as_both_sides_of_the_atlantic_spell_it():
    british = r"(?i)\w*(?:avour|olour|ehaviour|isation|ise\b(?<!exercise)(?<!otherwise)|programme|advert|centre|whilst|fortnight)"
    found = [
        f"{name}: {match[0]}"
        for country, tone in product(("britain", "india"), TONES)
        for name, text in texts_for(country, "careful", tone)
        if (match := re.search(british, text.body))
    ]
    assert found == []


# An employer without its article, and an internship that is called a job.
INSTITUTION_FAULTS = {
    "en": r"(?<!the )University|Internship in Marketing role|osition of Internship",
    "de": r"(?:bei|an|in|mit|zu|habe ich|und|ebenso) Universität|(?:ie|er|ur) Stelle als Praktikum|(?:der|die) Praktik|dem Universität",
    "fr": r"(?<![àl]’)(?<!à l’)Université|poste de stage|le Université",
    "es": r"(?<!la )Universidad|de Prácticas",
}


@pytest.mark.parametrize(("country", "tone"), list(product(PEOPLE, TONES)))
def test_a_university_has_its_article_and_an_internship_is_no_role(country, tone):
    pattern = INSTITUTION_FAULTS[PEOPLE[country][0]]
    found = [
        f"{name}: …{part[max(0, match.start() - 40) : match.end() + 40]!r}…"
        for name, text in institution_texts(country, tone)
        for part in (text.subject, text.body)
        if (match := re.search(pattern, part))
        and not re.match("Call to|Message for|Anruf|Nachricht|Appel|Message pour|Llamada|Mensaje", part)
    ]
    assert found == []


@pytest.mark.parametrize(("country", "care", "tone"), COMBINATIONS)
def test_every_text_has_one_kind_of_apostrophe(country, care, tone):
    for _, text in texts_for(country, care, tone):
        assert len(set(re.findall(r"(?<=\w)['’](?=\w)", text.body))) <= 1


# A word of each sentence that asks for the delay to be excused.
DELAY = {
    "en": r"delay|only now|later than|earlier|late\b",
    "de": r"erst (?:jetzt|heute)|früher|spät",
    "fr": r"tardif|plus tôt|que maintenant|\btard\b|retard",
    "es": r"retraso|scri(?:birl?t?e|to) antes|escrito hasta|tarde\b|tardías",
}
LATE_PANELS = list(product(("britain", "germany", "france", "spain"), TONES, ("interviewer", "met")))


@pytest.mark.parametrize(("country", "tone", "role"), LATE_PANELS)
def test_a_late_thank_you_excuses_its_delay_in_words_that_no_other_of_the_panel_has(country, tone, role):
    language = PEOPLE[country][0]
    texts = thank_late_panel(country, tone, role)
    excuses = [
        [one for one in re.split(r"(?<=[.?]) |\n", text.body) if re.search(DELAY[language], one)]
        for text in texts
    ]
    assert [len(some) for some in excuses] == [1, 1, 1]
    assert len({some[0] for some in excuses}) == len(texts)
    weekday = {"en": "Thursday", "de": "Donnerstag"}.get(language, "-")
    assert not [text.subject for text in texts if weekday in text.subject]
    faults = {
        pattern for fault, pattern in FAULTS.items() if fault[-4:] not in {f"({one})" for one in LANGUAGES}
    }
    assert not [match[0] for text in texts for one in faults if (match := re.search(one, text.body))]


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for one in PEOPLE:
        (GOLDEN / f"{one}.txt").write_text(page_of(one), encoding="utf-8")
