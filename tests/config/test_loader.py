"""From YAML text to a configuration, or to every fault in it at once."""

import json
from typing import Any

import pytest
import yaml
from builders import ACME, BASE
from project_paths import ROOT
from pydantic import BaseModel

from followupd.config.interview import MAX_PEOPLE, Interview
from followupd.config.loader import load_config
from followupd.config.model import Config
from followupd.config.yaml_source import parse_yaml

EXAMPLE = ROOT / "config.example.yaml"
INTERVIEW = {k: v for k, v in ACME.items() if k != "id"}


def written(data: Any) -> str:
    return yaml.safe_dump(data, sort_keys=False)


def faults(main: str, **interviews: str) -> list[str]:
    return list(
        load_config(
            ("config.yaml", main), [(f"interviews/{n}.yaml", t) for n, t in interviews.items()]
        ).faults
    )


def test_the_example_is_a_good_configuration() -> None:
    loaded = load_config(("config.example.yaml", EXAMPLE.read_text()))
    assert loaded.faults == ()
    assert loaded.config is not None
    assert not loaded.config.live


def test_the_example_names_every_field() -> None:
    text = EXAMPLE.read_text()
    missing = [name for name in _field_names(Config, set()) if f"{name}:" not in text]
    assert missing == []


def _field_names(model: type[BaseModel], done: set[type[BaseModel]]) -> set[str]:
    done.add(model)
    names = set(model.model_fields)
    for info in model.model_fields.values():
        for inner in _models(info.annotation):
            if inner not in done:
                names |= _field_names(inner, done)
    return names


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for inner in getattr(annotation, "__args__", ()) for m in _models(inner)]


def test_the_schema_describes_every_field() -> None:
    schema = json.loads(json.dumps(Config.model_json_schema()))
    silent = [
        f"{name}.{key}"
        for name, part in {"Config": schema, **schema["$defs"]}.items()
        for key, value in part.get("properties", {}).items()
        if not (value.get("description") or "$ref" in value)
    ]
    assert silent == []


def test_every_fault_is_named_at_once_with_its_line_and_what_would_be_right() -> None:
    main = """live: true
acount: 3
account:
  address: sam@example
  password: hunter2
  imap: {host: imap.example.org, port: 993, tls: none}
  smtp:
    host: smtp.example.org
    prot: 465
    port: 465
    port: 466
candidate: {name: Sam, zone: Europe/Berln, country: Germany}
"""
    acme = """company: Acme
position: X
at: 2026-13-40 14:00
contacts:
  - name: Ana
    emial: ana@acme.example
"""
    found = faults(main, acme=acme)
    assert [f.split(": ")[0] + " " + f.split(": ")[1] for f in sorted(found)] == [
        "config.yaml:11 account.smtp.port",
        "config.yaml:12 candidate.country",
        "config.yaml:12 candidate.zone",
        "config.yaml:2 acount",
        "config.yaml:4 account.address",
        "config.yaml:5 account.password",
        "config.yaml:6 account.imap",
        "config.yaml:9 account.smtp.prot",
        "interviews/acme.yaml:3 at",
        "interviews/acme.yaml:6 contacts[0].emial",
    ]
    said = "\n".join(found)
    for remedy in ("did you mean account?", "followupd login", "did you mean Europe/Berlin?", "did you mean port?",
                   "is not in the calendar", "keep one of them", "name@company.example", "DE or DE-BY", "did you mean email?"):  # fmt: skip
        assert remedy in said


def test_a_fault_between_steps_or_a_key_that_stands_twice_hides_no_other_fault() -> None:
    main = (
        written(BASE)
        + """
sending: {daily_cap: -1}
cadences:
  calm:
    - {id: write, channel: email, when: 5 days after interview}
    - {id: again, channel: email, when: 2 days after previous}
"""
    )
    own = [
        {"id": "phone", "channel": "phone", "when": "2 days after interview"},
        {"id": "write", "channel": "email", "when": "3 days after interview"},
    ]
    acme = "company: Old name\n" + written(INTERVIEW | {"at": "tomorrow", "cadence": own})
    found = faults(main, acme=acme)
    assert sorted(f.split(": ")[1] for f in found) == [
        "at",
        "cadence[1].when",
        "cadences.calm[1].channel",
        "cadences.calm[1].when",
        "company",
        "sending.daily_cap",
    ]


def test_no_secret_is_repeated_in_a_fault() -> None:
    assert "hunter2" not in "\n".join(faults("account:\n  password: hunter2\n"))


@pytest.mark.parametrize(
    "text",
    [
        "a: [1,",
        "a: b: c",
        "\t- x",
        "- 1\n- 2",
        "just words",
        "a: !!python/object:os.system x",
        "&a [*a]",
        "\x00",
    ],
)
def test_what_is_no_yaml_or_no_mapping_is_one_clear_fault(text: str) -> None:
    found = faults(text)
    assert found
    assert all(f.startswith("config.yaml") for f in found)


def test_norway_is_a_country_and_half_past_two_a_time() -> None:
    source = parse_yaml("x", "country: NO\nat: 14:30\non: yes\n")
    assert source.data == {"country": "NO", "at": "14:30", "on": "yes"}


def test_a_broken_interview_leaves_the_others_usable() -> None:
    loaded = load_config(
        ("config.yaml", written(BASE)),
        [("interviews/acme.yaml", written(INTERVIEW)), ("interviews/beta.yaml", "company: Beta\n")],
    )
    assert loaded.config is not None
    assert [i.id for i in loaded.config.interviews] == ["acme"]
    assert list(loaded.fault_by_interview) == ["beta"]


def test_an_interview_is_in_the_candidates_zone_and_country_unless_it_says_otherwise() -> None:
    plain = {k: v for k, v in INTERVIEW.items() if k not in ("zone", "country")}
    config = load_config(("config.yaml", written(BASE)), [("interviews/acme.yaml", written(plain))]).config
    assert config is not None
    assert (config.interviews[0].zone, config.interviews[0].country) == ("Europe/Berlin", "DE-BE")


def test_a_file_and_its_id_must_not_disagree() -> None:
    assert "leave the key out" in faults(written(BASE), acme=written(INTERVIEW | {"id": "beta"}))[0]


def test_an_interview_must_not_stand_in_two_places() -> None:
    both = written(BASE | {"interviews": [ACME]})
    assert "keep one of them" in faults(both, acme=written(INTERVIEW))[0]


def test_a_key_with_nothing_under_it_says_nothing() -> None:
    assert faults(written(BASE) + "notifications:\n") == []


@pytest.mark.parametrize("number", ["12345", "ask at the desk 1234567", "1234567890123456"])
def test_a_number_that_no_notice_could_name_is_a_fault(number: str) -> None:
    contacts = [{**INTERVIEW["contacts"][0], "phones": ["+49 170 1234567", number]}]
    (fault,) = faults(written(BASE), acme=written(INTERVIEW | {"contacts": contacts}))
    assert "contacts[0].phones[1]" in fault
    assert "is no telephone number; write it with its country, as +49 30 901820" in fault


def test_an_empty_line_is_no_value() -> None:
    assert "is empty" in faults(written(BASE), acme=written(INTERVIEW | {"company": " "}))[0]


@pytest.mark.parametrize("name", ["Ana\nBcc: x@y.example", "=?utf-8?q?a@evil.example=2C?=", "Ana\u2028Ruiz"])
def test_a_name_cannot_carry_a_header(name: str) -> None:
    contacts = [{"name": name, "email": "ana@acme.example"}]
    assert "contacts[0].name" in faults(written(BASE), acme=written(INTERVIEW | {"contacts": contacts}))[0]


@pytest.mark.parametrize("escape", [r"\e", r"\x9b", r"\ud800"])
def test_a_name_cannot_command_a_terminal_and_is_whole(escape: str) -> None:
    text = written(INTERVIEW).replace("Ana Ruiz", f'"Ana{escape} Ruiz"')
    assert "control character" in faults(written(BASE), acme=text)[0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "hunter2"},
        {"secret": ["hunter2"]},
        {"secret": {"command": "hunter2"}},
        {"secret": {"keyring": ["hunter2"]}},
        {"auth": "hunter2"},
    ],
)
def test_a_secret_in_the_wrong_place_is_not_quoted(wrong: dict[str, Any]) -> None:
    (fault,) = faults(written(BASE | {"account": BASE["account"] | wrong}))
    assert f"account.{next(iter(wrong))}" in fault
    assert "hunter2" not in fault


def test_a_weekend_of_seven_days_leaves_none_to_send_on() -> None:
    week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    (fault,) = faults(written(BASE | {"sending": {"weekend": week}}))
    assert fault.endswith("sending.weekend: leaves no day to send on; leave out those on which people work")


def test_the_interviews_schema_is_the_models() -> None:
    assert set(Interview.model_json_schema()["properties"]) == set(Interview.model_fields)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("!!bool x", "bool"),
        ("!!timestamp x", "timestamp"),
        ("!!int ''", "int"),
        ("!!float ''", "float"),
        ("!!int x", "int"),
    ],
)
def test_a_value_that_its_tag_does_not_fit_is_a_fault_with_its_line(value: str, kind: str) -> None:
    found = faults(written(BASE), acme=f"company: Acme\nposition: {value}\n")
    assert f"cannot be read as {kind}; write it in quotes" in found[0]
    assert found[0].startswith("interviews/acme.yaml:2: position: ")


def test_more_people_than_any_panel_has_are_a_fault() -> None:
    """Each mail is compared with all others: thousands of people would keep every command waiting for minutes."""
    people = [{"name": f"Ana Ruiz {n}", "email": f"ana{n}@acme.example"} for n in range(MAX_PEOPLE + 1)]
    (sentence,) = faults(written(BASE), acme=written(INTERVIEW | {"contacts": people}))
    assert "contacts: holds 51 entries, and 50 are the most; Everyone you met" in sentence
    assert faults(written(BASE), acme=written(INTERVIEW | {"contacts": people[:-1]})) == []


@pytest.mark.parametrize("wrong", [{"country": "A" * 100_000}, {"B" * 900: 1}, {"at": "9" * 5000}])
def test_an_error_quotes_no_pages(wrong: dict[str, Any]) -> None:
    (sentence,) = faults(written(BASE), acme=written(INTERVIEW | wrong))
    assert len(sentence) < 1400


def test_a_number_longer_than_any_is_a_fault_with_its_line() -> None:
    found = faults(written(BASE), acme=f"company: Acme\nminutes: {'9' * 5000}\n")
    assert found[0].startswith("interviews/acme.yaml:2: minutes: ")
    assert len(found[0]) < 200


@pytest.mark.parametrize("listed", ["5", "true", "acme", "{acme: {company: Acme}}"])
def test_interviews_that_are_no_list_are_one_fault(listed: str) -> None:
    found = faults(f"{written(BASE)}interviews: {listed}\n", acme=written(INTERVIEW))
    assert found == [
        f"config.yaml:{written(BASE).count(chr(10)) + 1}: interviews: is no list; write each interview as a file, interviews/acme.yaml"
    ]


@pytest.mark.parametrize("key", ["at", "promise"])
@pytest.mark.parametrize("year", ["0001", "1850", "2200", "9999"])
def test_a_day_in_a_year_far_away_is_a_fault_with_its_line(key: str, year: str) -> None:
    day = f"{year}-12-31" + (" 23:59" if key == "at" else "")
    found = faults(written(BASE), acme=written(INTERVIEW | {key: day}), beta=written(INTERVIEW | {key: day}))
    assert f"{key}: {year}-12-31 is far away; is the year right?" in found[0]
    assert found[0].startswith("interviews/acme.yaml:")


def test_half_of_a_text_behind_a_comma_is_no_key_that_vanishes() -> None:
    text = """company: Halden Optics GmbH
position: Engineer
at: 2026-11-10 14:00
contacts:
  - {name: Marta Lindqvist, email: marta@halden.example, fact: the tour, the lab and your dog}
"""
    (fault,) = faults(written(BASE), halden=text)
    assert fault.startswith(
        "interviews/halden.yaml:5: contacts[0].the lab and your dog: is no known key; known are"
    )
    assert fault.endswith("; if it belongs to the text before it, write that in quotes")


def test_an_unknown_key_without_a_value_is_told_and_a_known_one_says_nothing() -> None:
    main = written(BASE) + "notifications:\nnotificatoins:\n"
    (fault,) = faults(main)
    assert fault.endswith("notificatoins: is no known key; did you mean notifications?")


@pytest.mark.parametrize(
    ("character", "code"), [("\u200b", "U+200B"), ("\u00ad", "U+00AD"), ("\u202e", "U+202E")]
)
def test_an_invisible_character_in_an_address_is_named(character: str, code: str) -> None:
    contact = {"name": "Marta Lindqvist", "email": f"marta.lind{character}qvist@halden.example"}
    (fault,) = faults(
        written(BASE), acme=yaml.safe_dump({**INTERVIEW, "contacts": [contact]}, allow_unicode=True)
    )
    assert f"contacts[0].email: holds an invisible character ({code}) behind 'marta.lind'" in fault


@pytest.mark.parametrize(
    ("address", "scripts"),
    [("m\u0430rta@halden.example", "Cyrillic and Latin"), ("marta@h\u03b1lden.example", "Greek and Latin")],
)
def test_a_letter_of_another_script_that_looks_alike_is_named(address: str, scripts: str) -> None:
    contact = {"name": "Marta Lindqvist", "email": address}
    (fault,) = faults(
        written(BASE), acme=yaml.safe_dump({**INTERVIEW, "contacts": [contact]}, allow_unicode=True)
    )
    assert f"mixes {scripts} letters that look alike; type the address again" in fault


def test_a_misspelt_key_is_one_fault_and_not_also_a_missing_one() -> None:
    contact = {"name": "Ana Ruiz", "emial": "ana@acme.example"}
    (fault,) = faults(written(BASE), acme=written(INTERVIEW | {"contacts": [contact]}))
    assert fault.endswith("emial: is no known key; did you mean email?")
