"""What a template becomes, and what it is refused for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from followupd.config.candidate import Candidate
from followupd.config.interview import Interview
from followupd.errors import TemplateFault
from followupd.writing.mail.mime import MailText
from followupd.writing.template import SIZE_LIMIT, render_template
from followupd.writing.template_values import (
    EarlierMail,
    Promise,
    build_template_values,
    end_sentence,
    format_clock,
    format_day,
    join_items,
)

CANDIDATE = Candidate(name="Sam Carter", zone="Europe/Berlin", country="DE", phone="+49 30 901820")


def interview(**more) -> Interview:
    contacts = more.pop("contacts", [{"name": "Ana Ruiz", "email": "ana@acme.example"}])
    facts = {
        "company": "Acme GmbH",
        "position": "Data Engineer",
        "at": "2026-11-12 14:00",
        "zone": "Europe/Berlin",
    }
    return Interview.model_validate({"id": "acme", "country": "DE", "contacts": contacts, **facts, **more})


def words(**more) -> dict[str, object]:
    about = interview(**more)
    return build_template_values(about, about.lead, CANDIDATE, today=date(2026, 11, 13))


def test_the_first_line_is_the_subject_and_the_rest_is_the_body():
    text = render_template(
        "Subject: About {{ position }}\n\n{{ contact.greeting }}\n\nHello.\n", words(), "t"
    )
    assert text == MailText("About Data Engineer", "Dear Ana,\n\nHello.\n")


def test_line_ends_of_windows_and_a_byte_order_mark_are_no_fault():
    assert render_template("\ufeffSubject: Hi\r\n\r\nBody\r\n", {}, "t") == MailText("Hi", "Body\n")


def test_gaps_left_by_absent_parts_close_to_one_line():
    source = (
        "Subject: Hi\n\nOne.\n{% if contact.fact %}\n\n{{ contact.fact }}\n{% endif %}\n\n\n\nTwo.   \n\n\n"
    )
    assert render_template(source, words(), "t").body == "One.\n\nTwo.\n"


def test_a_reply_keeps_the_subject_of_its_thread_with_one_re():
    assert MailText("Mine", "b").as_reply("RE: re: Thank you").subject == "Re: Thank you"


FAULTS = [
    ("Hello\n\nBody", "t:1: is no subject; the first line reads 'Subject: Thank you for your time'"),
    ("Subject:\n\nBody", "t:1: is no subject"),
    ("Subject: Hi\nBody", "t:2: is not blank"),
    ("Subject: Hi", "t:2: is not blank"),
    ("Subject: Hi\n\n", "t:3: the body is empty"),
    ("Subject: Hi\n\na\n{{ compny }}", "t:4: no value is called 'compny'; did you mean 'company'?"),
    ("Subject: Hi\n\n{{ contact.frist }}", "t:3: no value is called 'frist'; did you mean 'first'?"),
    (
        "Subject: Hi\n\n{% if qqqqq %}a{% endif %}",
        "t:3: no value is called 'qqqqq'; there is agency, candidate, company",
    ),
    ("Subject: Hi\n\na\n\n{{ contact.fact }}", "t:5: has no value here; put {% if … %} around it"),
    ("Subject: {{ contact.fact }}\n\nBody", "t:1: has no value here"),
    ("Subject: Hi\n\n{{ none }}", "t:3: has no value here"),
    ("Subject: Hi\n\n{{ '  ' }}", "t:3: prints an empty value"),
    ("Subject: Hi\n\n{{ keywords | listed }}", "t:3: prints an empty value"),
    ("Subject: Hi\n\n{{ keywords }}", "t:3: prints a list, not words; join a list with '| listed'"),
    ("Subject: Hi\n\n{{ contact.lead }}", "t:3: prints a bool"),
    ("Subject: Hi\n\n{{ contact.items }}", "t:3: prints a builtin_function_or_method"),
    ("Subject: Hi\n\na {{ 'b' ~ contact.fact }}", "t: says 'None' where a value is missing"),
    ("Subject: Hi\n\na\n{% if %}", "t:4: expected an expression"),
    ("Subject: Hi\n\n{{ position", "t:3: unexpected end of template"),
    ("Subject: Hi\n\na\n{% endfor %}", "t:4: encountered unknown tag 'endfor'"),
    ("Subject: Hi\n\n{{ position.__class__ }}", "t:3: reaches for what a template may not touch"),
    (
        "Subject: Hi\n\n{{ '{0.__class__}'.format(position) }}",
        "t:3: reaches for what a template may not touch",
    ),
    ("Subject: Hi\n\n{{ keywords.append('x') }}", "t:3: reaches for what a template may not touch"),
    ("Subject: Hi\n\n{% for i in range(999999) %}{% endfor %}", "t:3: cannot be computed"),
    ("Subject: Hi\n\n{{ 9 ** 9 ** 9 }}", "t:3: computes with '**'"),
    ("Subject: Hi\n\n{{ 'a' * 999999999 }}", "t:3: computes with '*'"),
    ("Subject: Hi\n\n{{ 1 / 0 }}", "t:3: cannot be computed (division by zero); check the expression"),
    ("Subject: Hi\n\n{{ 1 + 'a' }}", "t:3: cannot be computed"),
    ("Subject: Hi\n\n{% include 'other' %}", "t:3: includes another file; a template is one file"),
    ("Subject: Hi\n\n{% for i in range(9999) %}\nA line of text.\n{% endfor %}", "t: fills more than 100000"),
    (
        "Subject: Hi\n\n{% for i in range(9) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
        "t: fills more than 100000",
    ),
    ("Subject: Hi\n\n" + "x" * SIZE_LIMIT, "t: is longer than 100000 characters"),
    ("Subject: {{ 'a\nb' }}\n\nBody", "t:2: is not blank"),
    ("Subject: {{ 'a\\nb' }}\n\nBody", "t:1: the subject holds a line break or control character"),
    ("Subject: a\x07b\n\nBody", "t:1: the subject holds a line break or control character"),
    ("Subject: a\u2028b\n\nBody", "t:1: the subject holds a line break or control character"),
    ("Subject: " + "x" * 201 + "\n\nBody", "t:1: the subject has 201 characters; give it 1 to 200"),
    ("Subject: =?utf-8?q?x?=\n\nBody", "t:1: the subject holds '=?', which mail programs decode"),
    ("Subject: Hi\n\na\x00b", "t: holds the control character '\\x00'"),
    ("Subject: a\u202eb\n\nBody", "t:1: the subject holds a line break or control character"),
    ("Subject: Hi\n\na\u202eb", "t: holds the control character '\\u202e'"),
    ("Subject: Hi\n\na\udcffb", "t: holds the control character '\\udcff'"),
    ("Subject: Hi\n\n{{ '{{ name }}' }}", "t: still shows '{{' when filled in"),
]


@pytest.mark.parametrize(("source", "sentence"), FAULTS, ids=range(len(FAULTS)))
def test_a_template_that_cannot_become_a_mail_is_refused_with_its_line_and_what_would_be_right(
    source, sentence
):
    with pytest.raises(TemplateFault) as fault:
        render_template(source, words(), "t")
    assert sentence in str(fault.value)
    assert fault.value.exit_status == 78


def test_none_of_us_is_english_and_not_a_missing_value():
    assert render_template("Subject: Hi\n\nNone of us knew.", {}, "t").body == "None of us knew.\n"


@given(st.text(), st.text())
@example("a\n\nBcc: evil@example.com", "b")
@example("{{ 7 * 7 }}", "{% if %}")
@example("None", "\u2029")
def test_whatever_a_value_holds_the_subject_stays_one_line_and_nothing_is_left_over(company, fact):
    try:
        text = render_template(
            "Subject: At {{ company }}\n\nHi.\n\n{{ fact }}", {"company": company, "fact": fact}, "t"
        )
    except TemplateFault:
        return
    assert len(text.subject.splitlines()) == 1
    assert text.body.startswith("Hi.\n")
    assert not any(mark in text.subject + text.body for mark in ("{{", "{%", "\r", "\x00"))
    text.body.encode("utf-8")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("en_US", "November 1"), ("en_GB", "1 November"), ("en_DE", "1 November"), ("de_DE", "1. November"),
        ("fr_FR", "1er novembre"), ("es_ES", "1 de noviembre"), ("it_IT", "1 novembre"),
    ],
)  # fmt: skip
def test_a_day_is_said_as_the_people_there_say_it(where, said):
    assert format_day(date(2026, 11, 1), where) == said


def test_only_the_first_of_a_month_is_premier_in_french():
    assert format_day(date(2026, 11, 21), "fr") == "21 novembre"
    assert format_day(date(2026, 11, 11), "fr") == "11 novembre"


def test_the_time_of_day_has_no_narrow_spaces():
    assert format_clock(interview().at, "en_US") == "2:00 PM"


@pytest.mark.parametrize(
    ("items", "where", "said"),
    [
        (["a"], "en_GB", "a"), ([], "en_GB", ""), (["a", "b", "c"], "en_GB", "a, b and c"),
        (["a", "b", "c"], "en_US", "a, b, and c"), (["a", "b"], "de_DE", "a und b"), (["a", "b"], "fr_FR", "a et b"),
        (["datos", "ingesta"], "es_ES", "datos e ingesta"), (["a", "hielo"], "es_ES", "a y hielo"),
        (["a", "historia"], "es_ES", "a e historia"), (["a", "b"], "it_IT", "a e b"),
    ],
)  # fmt: skip
def test_a_list_is_joined_as_the_language_joins_it(items, where, said):
    assert join_items(items, where) == said


def test_sentences_end_once():
    assert [end_sentence(s) for s in ("So it is", "Is it?", "He said “no.”", "Yes…")] == [
        "So it is.", "Is it?", "He said “no.”", "Yes…",
    ]  # fmt: skip


def test_the_words_know_the_earlier_mails_and_the_promise():
    about = interview(language="fr", promise="2026-11-20")
    given_words = build_template_values(
        about,
        about.lead,
        CANDIDATE,
        earlier_mails=[EarlierMail("Merci", date(2026, 11, 12))],
        today=date(2026, 11, 24),
    )
    assert given_words["last_mail"] == {"subject": "Merci", "on": "12 novembre"}
    assert given_words["promise"] == "20 novembre"
    assert given_words["interviewed_on"] == "12 novembre"
    assert given_words["interviewed_weekday"] == "12 novembre"  # two Thursdays have come since
    assert given_words["is_late"] is True


def test_a_day_is_named_by_its_weekday_within_the_week():
    about = interview(language="fr")
    given_words = build_template_values(about, about.lead, CANDIDATE, today=date(2026, 11, 16))
    assert given_words["interviewed_weekday"] == "jeudi"
    assert given_words["is_late"] is True
    prompt_words = build_template_values(about, about.lead, CANDIDATE, today=date(2026, 11, 15))
    assert prompt_words["is_late"] is False


def test_a_promise_given_later_beats_the_one_in_the_file():
    about = interview(promise="2026-11-20")
    said = build_template_values(
        about, about.lead, CANDIDATE, promise=date(2026, 11, 27), today=date(2026, 11, 24)
    )
    assert said["promise"] == "27 November"


def test_a_promise_is_told_with_the_day_of_the_mail_that_made_it_or_as_spoken():
    about = interview()

    def told(promise: Promise) -> tuple[object, object]:
        values = build_template_values(
            about, about.lead, CANDIDATE, promise=promise, today=date(2026, 11, 24)
        )
        return values["promise_mailed_on"], values["promise_spoken"]

    assert told(Promise(date(2026, 11, 20), mailed_on=date(2026, 11, 13))) == ("13 November", False)
    assert told(Promise(date(2026, 11, 20), is_spoken=True)) == (None, True)
    assert told(Promise(date(2026, 11, 20))) == (None, False)


def test_the_language_of_the_template_beats_that_of_the_contact():
    about = interview(language="it")
    said = build_template_values(about, about.lead, CANDIDATE, today=date(2026, 11, 24), language="en")
    assert said["contact"]["greeting"] == "Dear Ana,"
    assert said["interviewed_on"] == "12 November"


@pytest.mark.parametrize("expression", ["lipsum(n=99999999)", "cycler(1, 2)", "joiner()"])
def test_a_template_has_no_function_that_a_mail_does_not_need(expression: str) -> None:
    """lipsum() would write for minutes before anything is printed."""
    with pytest.raises(TemplateFault, match="no value is called"):
        render_template(f"Subject: x\n\n{{{{ {expression} }}}}\n", {}, "x.txt")


def test_a_german_mail_to_switzerland_has_no_sharp_s():
    about = interview(language="de", country="CH")
    words = build_template_values(about, about.lead, CANDIDATE, today=date(2026, 11, 12))
    text = render_template(
        "Subject: Große Pläne\n\nMit freundlichen Grüßen\n{{ candidate.name }}", words, "x"
    )
    assert text == MailText("Grosse Pläne", f"Mit freundlichen Grüssen\n{CANDIDATE.name}\n")
