"""Names in the forms in which people and mail programs write them: umlauts, particles, other letters, generic words."""

from datetime import UTC, datetime

import pytest
from classify_cases import NOW

from followupd.inbound.classifier import classify_mail
from followupd.inbound.matching.watchlist import WatchedContact, WatchedInterview, Watchlist
from followupd.inbound.names.romanised import romanise_names
from followupd.inbound.verdict import Action


def action_for(company, name, address, sender, text):
    """Judge a mail of a stranger, where this company and this person are known."""
    person = WatchedContact("p", name, (address,))
    interview = WatchedInterview("x", company, "?", datetime(2026, 11, 10, tzinfo=UTC), (person,))
    raw = f"From: {sender}\nSubject: ?\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
    return classify_mail(raw, Watchlist(frozenset({"me@me.example"}), (interview,)), NOW).action


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Jörg Schröder", "Joerg Schroeder"),
        ("Joerg Schroeder", "Jörg Schröder"),
        ("Søren Ågård", "Soeren Aagaard"),
        ("Mette Kjær", "Mette Kjaer"),
        ("Zoë Müller-Lüdenscheidt", "Zoe Mueller-Luedenscheidt"),
        ("Anne-Marie de la Fontaine", "A.-M. de la Fontaine"),
        ("Piet van den Broek", "P. van den Broek"),
        ("鈴木 一郎", "Ichiro Suzuki"),
        ("박 서준", "Suzuki Ichiro"),
        ("Сергей Жуков", "Sergei Zhukov"),
        ("Юлія Шевченко", "Yuliya Shevchenko"),
    ],
)
def test_a_contact_is_known_in_other_letters(name, shown):
    found = action_for("Corp", name, "ichiro.suzuki@corp.example", f"{shown} <x@private.example>", "Hi")
    assert found is Action.PAUSE


@pytest.mark.parametrize(
    ("company", "text"),
    [
        ("Röhrich & Söhne KG", "Die Roehrich und Soehne laden Sie ein."),
        ("Groupe Bois Clair SAS", "L'équipe de Bois Clair vous attend."),
        ("The Quiet Harbour Ltd", "Quiet Harbour would like to see you."),
    ],
)
def test_a_company_is_known_in_other_letters_and_without_generic_words(company, text):
    assert action_for(company, "Kim Ott", "k@corp.example", "x@y.example", text) is Action.PAUSE


def test_no_other_word_is_taken_for_a_name():
    assert (
        action_for("Groupe Clair", "Kim Ott", "k@corp.example", "x@y.example", "Un ciel clair.")
        is Action.NONE
    )
    assert action_for("Corp", "山田", "info.desk@corp.example", "Desk <d@desk.example>", "Hi") is Action.NONE


@pytest.mark.parametrize(
    ("shown", "action"),
    [
        ("Lei Li", Action.PAUSE),
        ("Li Lei", Action.PAUSE),
        ("Lei Lin", Action.NONE),
        ("Lilei Shop", Action.NONE),
    ],
)
def test_an_author_whose_names_joined_are_a_contacts_address_is_the_contact(shown, action):
    sender = f"{shown} <lei88@private.example>"
    assert action_for("Corp", "李雷", "lilei@corp.example", sender, "Free tomorrow?") is action


def test_only_names_in_another_script_are_romanised():
    assert romanise_names("Ana Roe", ("first.last@corp.example",)) == ()
    assert romanise_names("李雷", ("lilei@corp.example", "lei.li@corp.example")) == ()
    assert romanise_names("Иван Щукин", ()) == ("ivan shchukin", "iwan schtschukin")


@pytest.mark.parametrize(
    ("name", "shown", "action"),
    [
        ("박서준", "서준 박", Action.PAUSE),
        ("박서준", "박 서 준", Action.PAUSE),
        ("박서준", "서준 박사", Action.NONE),
        ("박서준", "서준박", Action.NONE),
        ("Ida Kruse", "Kruse I.", Action.PAUSE),
        ("Ida Kruse", "Ida “Mia” Kruse", Action.PAUSE),
        ("Ida Kruse", '"Ida \\"Mia\\" Kruse"', Action.PAUSE),
        ("Ida Kruse", "Ida (Mia) Kruse", Action.PAUSE),
        ("Ida Kruse", "Kruse, I.", Action.PAUSE),
        ("Ida Kruse", "Kruse", Action.NONE),
        ("Ida Kruse", "Kruse Inn", Action.NONE),
        ("Ida Kruse", "Kruse O.", Action.NONE),
    ],
)
def test_the_family_name_may_stand_first_or_last(name, shown, action):
    assert action_for("Corp", name, "desk@corp.example", f"{shown} <x@private.example>", "Hi") is action


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Aino Lindholm", "Aino Lindholmilta terveisiä."),
        ("Aino Lindholm", "Aino Lindholmista kuuluu hyvää."),
        ("Márta Kovács", "Kovács Mártától jött."),
        ("Jana Novák", "Novák Janě zavolejte."),
    ],
)
def test_both_names_may_be_inflected_in_either_order(name, text):
    assert action_for("Corp", name, "desk@corp.example", "x@private.example", text) is Action.PAUSE


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Kruse von der Hansen", Action.PAUSE),
        ("Mme Kruse (Hansen) vous rappelle", Action.PAUSE),
        ("Kruse Inn", Action.NONE),
        ("Hansen Inn", Action.NONE),
    ],
)
def test_a_family_name_counts_beside_the_companys_short_name(text, action):
    assert action_for("Hansen Optik", "Ida Kruse", "i@h.example", "x@private.example", text) is action


def test_a_company_named_after_a_contact_is_not_named_twice_by_one_word():
    assert action_for("Hansen Optik", "Ida Hansen", "i@h.example", "x@p.example", "Dr. Hansen") is Action.NONE


@pytest.mark.parametrize(
    "text",
    [
        "La dott.ssa Kruse ha chiamato per il colloquio.",
        "Doamna Kruse a sunat despre interviu.",
        "A Dra. Kruse ligou por causa da entrevista.",
        "Ms Kruse would like your references.",
    ],
)
def test_a_title_in_front_of_the_family_name_names_the_contact(text):
    assert action_for("Corp", "Ida Kruse", "i@corp.example", "x@private.example", text) is Action.PAUSE


@pytest.mark.parametrize(
    ("subject", "action"), [("Hansen", Action.PAUSE), ("Hansen Markt", Action.NONE), ("Hi", Action.NONE)]
)
def test_a_subject_that_is_only_the_short_name_names_the_company(subject, action):
    interview = WatchedInterview(
        "x", "Hansen Optik", "?", datetime(2026, 11, 10, tzinfo=UTC), (), (), ("h.example",)
    )
    raw = f"From: t@x.example\nTo: Sam <me@me.example>\nSubject: {subject}\n\nHi Sam, Hansen has an idea.\n"
    known = Watchlist(frozenset({"me@me.example"}), (interview,))
    assert classify_mail(raw.encode(), known, NOW).action is action
