"""What a template becomes, and what it is refused for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from followupd.config.interview import Interview
from followupd.config.model import Candidate
from followupd.errors import TemplateFault
from followupd.writing.mime import MailText
from followupd.writing.template import SIZE_LIMIT, render_template
from followupd.writing.template_values import (
    EarlierMail,
    build_template_values,
    choose_wording,
    end_sentence,
    format_clock,
    format_day,
    format_greeting,
    french_de,
    join_items,
    strip_legal_form,
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
        "t:3: no value is called 'qqqqq'; there is candidate, company",
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
    ("language", "tone", "more", "said"),
    [
        ("en", "warm", {}, "Dear Ana,"),
        ("en", "formal", {}, "Dear Ana Ruiz,"),
        ("en", "warm", {"title": "Dr."}, "Dear Dr. Ruiz,"),
        ("en", "formal", {"title": "Head of Data"}, "Dear Ana Ruiz,"),
        ("de", "warm", {}, "Hallo Ana Ruiz,"),
        ("de", "formal", {"title": "Prof. Dr."}, "Guten Tag Prof. Dr. Ruiz,"),
        ("fr", "warm", {}, "Bonjour Ana,"),
        ("es", "warm", {}, "Hola, Ana:"),
        ("es", "formal", {"salutation": "Estimada señora Ruiz"}, "Estimada señora Ruiz:"),
        ("de", "warm", {"salutation": "Liebe Ana!"}, "Liebe Ana,"),
        ("it", "warm", {}, "Ana Ruiz,"),
    ],
)
def test_a_greeting_guesses_nobodys_gender_and_ends_as_the_language_ends_it(language, tone, more, said):
    about = interview(tone=tone, contacts=[{"name": "Ana Ruiz", "email": "a@acme.example", **more}])
    assert format_greeting(about.lead, language, tone) == said


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


def test_french_de_elides_before_a_vowel():
    assert french_de("Ingénieure") == "d’Ingénieure"
    assert french_de("Data Engineer") == "de Data Engineer"


@pytest.mark.parametrize(
    ("company", "said"),
    [
        ("Acme GmbH", "Acme"), ("Acme GmbH & Co. KG", "Acme"), ("Globex, Inc.", "Globex"), ("Bain & Company", "Bain & Company"),
        ("The Boring Company", "The Boring Company"), ("AG", "AG"), ("Société Générale S.A.", "Société Générale"),
    ],
)  # fmt: skip
def test_a_company_is_called_what_people_call_it(company, said):
    assert strip_legal_form(company) == said


def test_no_two_of_nine_colleagues_share_more_than_one_part_of_the_wording():
    people = [{"name": f"P{n} Q{n}", "email": f"p{n}@acme.example"} for n in range(9)]
    about = interview(contacts=people)
    parts = [tuple(choose_wording(about, one).values()) for one in about.contacts]
    shared = [sum(map(int.__eq__, a, b)) for n, a in enumerate(parts) for b in parts[:n]]
    assert max(shared) == 1


def test_the_lead_has_the_first_wording_wherever_they_stand_in_the_file():
    about = interview(
        contacts=[
            {"name": "Ben O", "email": "b@x.example"},
            {"name": "Ana R", "email": "a@x.example", "lead": True},
        ]
    )
    assert choose_wording(about, about.lead) == {"opening": 1, "middle": 1, "closing": 1}


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
    assert given_words["interviewed_weekday"] == "jeudi"


def test_a_promise_given_later_beats_the_one_in_the_file():
    about = interview(promise="2026-11-20")
    said = build_template_values(
        about, about.lead, CANDIDATE, promise=date(2026, 11, 27), today=date(2026, 11, 24)
    )
    assert said["promise"] == "27 November"


def test_the_language_of_the_template_beats_that_of_the_contact():
    about = interview(language="it")
    said = build_template_values(about, about.lead, CANDIDATE, today=date(2026, 11, 24), language="en")
    assert said["contact"]["greeting"] == "Dear Ana,"
    assert said["interviewed_on"] == "12 November"
