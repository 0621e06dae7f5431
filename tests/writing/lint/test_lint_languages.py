"""The candidate reads what the lint says in their own language: every message of every rule."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest
from lint_cases import AROUND, SAM, about

from followupd.adapters.catalogues import list_languages, load_words
from followupd.writing.language.reasons import explain
from followupd.writing.lint.lint import RULES, lint_text
from followupd.writing.lint.lint_messages import MESSAGES, SNIPPETS
from followupd.writing.mail.mime import MailText

LANGUAGES = list_languages()[1:]
BERLIN = ZoneInfo("Europe/Berlin")
LABEL = "thank-you.interviewer to Ana Ruiz"
LABELS = {"de": "Dank an Ana Ruiz", "fr": "remerciement à Ana Ruiz", "es": "agradecimiento a Ana Ruiz"}
VALUES = {
    "count": "7",
    "share": "85%",
    "limit": "70%",
    "name": "Ben Okafor",
    "company": "Acme",
    "quote": "'one; two'",
}


def fill(name: str, message: str, label: str) -> str:
    """A message with something in each of its blanks."""
    blanks = re.findall(r"%\((\w+)\)s", message)
    values = {blank: VALUES.get(blank, f"some {blank}") for blank in blanks}
    return message % (values | {"label": label, "snippet": SNIPPETS.get(name)})


def sentences_of(rule) -> list[str]:
    """What the lint says of the example of a rule."""
    around = {"interview": about(), "subject": "Thank you"} | AROUND.get(rule.id, {})
    interview, subject = around.pop("interview"), around.pop("subject")
    text = MailText(subject, rule.example)
    faults = lint_text(
        text,
        "thank-you.interviewer",
        interview,
        interview.lead,
        SAM,
        other_companies=("Globex Inc.",),
        **around,
    )
    return [fault.sentence for fault in faults]


def test_every_rule_has_its_messages_and_no_message_is_without_its_rule() -> None:
    assert {name.partition("/")[0] for name in MESSAGES} == {rule.id for rule in RULES}
    assert set(SNIPPETS) == {name for name, message in MESSAGES.items() if "%(snippet)s" in message}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_of_the_lint_is_in_the_language(name: str, language: str) -> None:
    words, message = load_words(language, BERLIN), MESSAGES[name]
    translated = words.messages[message][0]
    assert translated != message
    assert explain(words, fill(name, message, LABEL)) == fill(name, translated, LABELS[language])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_is_said_of_the_example_of_every_rule_is_in_the_language(rule, language: str) -> None:
    words, sentences = load_words(language, BERLIN), sentences_of(rule)
    translated = [explain(words, sentence) for sentence in sentences]
    assert translated
    assert not set(translated) & set(sentences)
    starts = re.compile(rf"{re.escape(LABELS[language])} ?: ")
    assert all(starts.match(one.replace("ANA RUIZ", "Ana Ruiz")) for one in translated)
    # As the plan and an error have them: one behind the other.
    assert explain(words, "; ".join([*sentences, "it was paused"])) == words.join_clauses(
        [*translated, explain(words, "it was paused")]
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_in_english_a_sentence_stays_as_check_prints_it(rule) -> None:
    joined = "; ".join(sentences_of(rule))
    assert explain(load_words("en", BERLIN), joined) == joined
