"""A mail is compared with the interviews that it may concern, and with no other: what is found stays the same."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.inbound.classifier import classify_mail
from followupd.inbound.matching import watch_index
from followupd.inbound.matching.sent_index import sent_index_of
from followupd.inbound.matching.watch_index import index_of
from followupd.inbound.matching.watchlist import SentMail, WatchedContact, WatchedInterview, Watchlist
from followupd.inbound.names.name_forms import compile_name, compile_person, compile_short_person, plain_text
from followupd.inbound.names.phones import find_numbers
from followupd.inbound.senders.spelt_addresses import spell_words
from followupd.inbound.verdict import Action

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SYLLABLES = ("ba", "do", "fi", "gu", "la", "me", "no", "pi", "ru", "sa", "te", "vo")
WORDS = ["".join(letters).title() for letters in product(SYLLABLES, repeat=3)]


def watch(number: int, company: str = "", person: str = "", **more: object) -> WatchedInterview:
    """Return an interview of names that no other number has."""
    first, last, firm = WORDS[number], WORDS[-number - 1], WORDS[(number * 7) % len(WORDS)]
    domain = f"{firm.lower()}{number}.example"
    contact = WatchedContact(
        f"p{number}",
        person or f"{first} {last}",
        (f"{last.lower()}@{domain}",),
        phones=(f"+49 30 55{number:05d}",),
    )
    return WatchedInterview(
        **{
            "id": f"i{number}",
            "company": company or f"{firm} {last} GmbH",
            "role": f"Senior {first} Engineer",
            "starts_at": NOW - timedelta(days=9),
            "contacts": (contact,),
            "domains": (domain,),
            **more,
        }
    )


CROWD = tuple(watch(number) for number in range(400))
ONE = watch(
    1700,
    "Nordlicht Maschinenbau AG",
    "Solveig Bjerregaard",
    requisition="REQ-2210",
    domains=("nordlicht.example",),
)
KNOWN = Watchlist(frozenset({"me@home.example"}), (*CROWD[:200], ONE, *CROWD[200:]))

CONCERNED = {
    "the domain": "From: x@mail.nordlicht.example\nSubject: Hi\n\nHello.\n",
    "a subdomain of a service": "From: x@nordlicht.zendesk.com\nSubject: Hi\n\nHello.\n",
    "the address spelt by a relay": 'From: "a" <bjerregaard_at_nordlicht_example_k@relay.example>\nSubject: Hi\n\nHello.\n',
    "the person's name": "From: x@else.example\nSubject: Hi\n\nBest, Solveig Bjerregaard\n",
    "the name the other way round": "From: x@else.example\nSubject: Bjerregaard, Solveig\n\nHello.\n",
    "the family name inflected": "From: x@else.example\nSubject: Interview mit Frau Bjerregaards Team\n\nHello.\n",
    "the company's name": "From: x@else.example\nSubject: Nordlicht-Maschinenbau\n\nHello.\n",
    "the company's first word": "From: x@else.example\nSubject: Your application\n\nNordlicht would like to meet you.\n",
    "a private address": "From: nordlicht.jobs@gmail.com\nSubject: Hi\n\nHello.\n",
    "the number of the vacancy": "From: x@else.example\nSubject: Hi\n\nAbout REQ 2210.\n",
    "a telephone number": "From: x@else.example\nSubject: Missed call\n\nYou have a missed call from 030 5501700.\n",
    "the role": "From: x@else.example\nSubject: Your application as Senior Vovobas Engineer\n\nHello.\n",
}


@pytest.mark.parametrize("name", CONCERNED)
def test_the_one_concerned_is_found_among_hundreds(name: str) -> None:
    text = CONCERNED[name].replace("Vovobas", ONE.role.split()[1])
    raw = f"To: me@home.example\nDate: Mon, 30 Nov 2026 11:00:00 +0000\n{text}".encode()
    alone = classify_mail(raw, Watchlist(frozenset({"me@home.example"}), (ONE,)), NOW)
    assert alone.action in (Action.STOP, Action.PAUSE)
    assert classify_mail(raw, KNOWN, NOW) == alone


@pytest.mark.parametrize(
    ("name", "signed"),
    [("Сергей Жуков", "Sergei Zhukov"), ("鈴木 一郎", "Ichiro Suzuki"), ("Jörg Schröder", "Joerg Schroeder")],
)
def test_a_person_is_found_in_other_letters_too(name: str, signed: str) -> None:
    contact = WatchedContact("p", name, ("ichiro.suzuki@corp.example",))
    interview = replace(ONE, contacts=(contact,))
    known = Watchlist(frozenset({"me@home.example"}), (*CROWD, interview))
    raw = f"From: {signed} <x@private.example>\nTo: me@home.example\nSubject: Hi\n\nHello.\n".encode()
    assert classify_mail(raw, known, NOW).interviews == (interview.id,)


def test_a_mail_is_compared_with_few() -> None:
    index = index_of(KNOWN)
    text = plain_text(
        "Solveig Bjerregaard of Nordlicht will see the Senior Engineer at nordlicht.example, 030 5501700"
    )
    assert index.find_by_address(("a@nordlicht.example",)) == (ONE,)
    assert index.find_by_number(find_numbers("030 5501700")) == (ONE,)
    assert index.find_by_text((text,), (spell_words(text),), find_numbers(text), ()) == (ONE,)
    assert index.find_by_text(("nothing of anybody",), (), (), ()) == ()


def test_what_we_wrote_is_found_among_hundreds() -> None:
    sent = {
        f"<{n}@x>": SentMail(
            f"i{n}",
            "p",
            f"Our talk about {WORDS[n]}",
            NOW,
            f"It was good to speak of {WORDS[n]} with all of you.",
        )
        for n in range(300)
    }
    index = sent_index_of(Watchlist(interviews=CROWD, sent_mails=sent))
    quoted = f"thanks! it was good to speak of {WORDS[7]} with all of you.".lower()
    assert [key for key, _ in index.find_quoted(quoted)] == ["<7@x>"]
    assert [key for key, _ in index.find_by_subject({f"our talk about {WORDS[9]}".lower()})] == ["<9@x>"]


# A company's name of one letter is not looked for at all.
LETTERS = st.text(alphabet="aeinorstABENÄüå ß-'öéЯяи株式会社學学ア", min_size=2, max_size=24).filter(
    lambda name: len(name.strip()) > 1
)


@given(
    LETTERS,
    st.sampled_from(["{}", "the {} team", "{}s", "x{}", "{}nen {}"]),
    st.sampled_from([str, str.upper, str.lower]),
)
def test_no_text_that_names_somebody_is_passed_over(name: str, frame: str, cased: object) -> None:
    text = plain_text(cased(frame.format(name, name)))
    for pattern in (
        compile_name(name),
        compile_name(name, is_cased=True),
        compile_person(name),
        compile_short_person(name),
    ):
        expected = bool(pattern and re.search(pattern.pattern, text, re.IGNORECASE))
        assert bool(pattern and pattern.search(text)) == expected
        if expected:
            interview = watch(5, company=name, person=name)
            assert index_of(Watchlist(interviews=(interview,))).find_by_text((text,), (), (), ()) == (
                interview,
            )


@pytest.mark.parametrize(
    "text", [*CONCERNED.values(), "From: a@b.example\nSubject: Solveigh\n\nNordlichter.\n"]
)
def test_few_names_are_tried_one_by_one_and_found_as_by_the_letters_of_the_text(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = index_of(Watchlist(interviews=(*CROWD[:3], ONE)))
    tried = few.find_by_text((text,), (), (), ())
    monkeypatch.setattr(watch_index, "MAX_KEYS_TRIED", 0)
    assert few.find_by_text((text,), (), (), ()) == tried


def test_only_people_who_sound_alike_are_compared_with_a_cyrillic_name() -> None:
    anna = watch(1701, person="Anna Klein")
    index = index_of(replace(KNOWN, interviews=(*CROWD, anna)))
    assert index.find_by_sound("Анна Клейн")[-1] == anna
    assert len(index.find_by_sound("Анна Клейн")) < len(CROWD) / 10
    assert not index.find_by_sound("Jörg Müller")


def test_an_event_leads_to_the_interviews_with_its_invitation() -> None:
    invited = watch(1702, calendar_uids=("one@cal", "two@cal"))
    index = index_of(replace(KNOWN, interviews=(*CROWD, invited)))
    assert index.find_by_event(["two@cal", "other@cal"]) == (invited,)
    assert not index.find_by_event([])
