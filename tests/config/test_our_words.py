"""What the libraries say of YAML and values, in words that somebody who writes the file understands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from followupd.adapters.config_files import read_config
from followupd.adapters.system.paths import Paths
from followupd.config.loader import load_config
from followupd.config.sentences import fields_at

MAIN = """
account:
  address: sam@example.org
  imap: {host: imap.example.org, port: 993}
  smtp: {host: smtp.example.org, port: 465}
candidate: {name: Sam, zone: Europe/Berlin, country: DE}
"""
ACME = """
company: Acme
position: Engineer
at: 2026-11-12 14:00
contacts:
  - name: Ana Ruiz
    email: ana@acme.example
"""
CASES = {
    "a number where a text is wanted": (ACME + "    phone: 12345678\n", 'must be text (it is 12345678); put it in quotes: "12345678"'),
    "a colon in a strength": (ACME + "strengths:\n  - Python: 5 years\n", 'put it in quotes: "Python: 5 years"'),
    "a tone that is none": (ACME + "tone: casual\n", "'casual' is not known here; write warm or formal"),
    "a colon inside a text": (ACME + "    fact: Kafka: why not\n", 'a colon is inside a text; put the text in quotes: "Kafka: why not"'),
    "a tab": (ACME + "\tfact: x\n", "indent by spaces"),
    "a star": (ACME + "    fact: *wow\n", "a text cannot begin with *; put it in quotes"),
    "an open quote": (ACME + '    fact: "x\n', "a quote is opened here and not closed"),
    "an open bracket": (ACME + "keywords: [a, b\n", "a bracket is opened here and not closed"),
    "a list behind its key": (ACME + "keywords: - Kafka\n", 'a list begins below its key; write "- " on a line of its own'),
    "a quote within quotes": (ACME + "keywords: ['O'Brien']\n", "a bracket is opened here and not closed, or a comma is missing"),
    "text behind a quote": (ACME + "    fact: 'O'Brien'\n", "within single quotes, write a quote twice: 'O''Brien'"),
    "a second document": (ACME + "---\n" + ACME, "a line with --- begins a second document; take it out"),
    "a comma first": (ACME + "    fact: , and\n", "a text cannot begin with this character; put it in quotes"),
    "a tag": (ACME + "    fact: !wow\n", "a text cannot begin with !; put it in quotes"),
    "a text behind its bar": (ACME + "    fact: | wow\n", "text stands behind | or >; put it on the next line"),
    "a backslash": (ACME + '    fact: "\\x"\n', "use single quotes"),
    "a list as a key": (ACME + "[a, b]: x\n", "a key is one word and a colon"),
    "a bell": (ACME + "minutes: 60\a\n", "interviews/acme.yaml:8: holds an invisible character (U+0007); type the line again"),
    "words for minutes": (ACME + "minutes: 1 hour\n", "minutes: must be a whole number (it is '1 hour'); How long it took, in minutes, for example 60"),
    "no minutes": (ACME + "minutes: 0\n", "minutes: must be 5 or more (it is 0)"),
    "keywords in a row": (ACME + "keywords: Kafka, dbt\n", "keywords: must be a list (it is 'Kafka, dbt'); write [Kafka, dbt]"),
    "a keyword that is not there": (ACME + "keywords:\n  -\n", "keywords[0]: is empty; write it, or take the line out"),
    "a cadence that is a number": (ACME + "cadence: 5\n", "cadence: must be the name of a cadence, or a list of steps"),
    "a step with a wrong day": (ACME + "cadence:\n  - {id: a, channel: email, when: soon}\n", "interviews/acme.yaml:9: cadence[0].when: 'soon' says no moment"),
    "yes as a fact": (ACME + "    fact: true\n", 'must be text (it is true); put it in quotes: "true"'),
    "a key of config.yaml": (ACME + "live: true\n", "live: is no known key here; it belongs into config.yaml"),
    "a key of the sending hours": (ACME + "daily_cap: 3\n", "daily_cap: is no known key here; it belongs below sending: in config.yaml"),
    "a key of a person": (ACME + "email: a@b.example\n", "email: is no known key here; it belongs below contacts:"),
    "a key of the interview": (ACME + "    minutes: 60\n", "contacts[0].minutes: is no known key here; it belongs beside contacts:"),
    "a key in capitals": (ACME + "Minutes: 60\n", "Minutes: is no known key; did you mean minutes?"),
    "a space that nobody sees": (ACME + "\u00a0minutes: 60\n", "<U+00A0>minutes: holds an invisible character; type the key again"),
    "a colon without its space": (ACME + "language:de: x\n", "put a space behind the colon: language: de"),
    "a day that does not exist": (ACME.replace("11-12", "02-30"), "at: '2026-02-30 14:00' is not in the calendar"),
    "a key without its colon": (ACME + "    fact\nminutes: 60\n", "the colon behind a key is missing"),
    "keys that stand askew": (ACME + "   fact: x\n", "the indentation does not fit"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_told_in_our_words_with_an_example(case: str) -> None:
    text, sentence = CASES[case]
    faults = load_config(("config.yaml", MAIN), [("interviews/acme.yaml", text)]).faults
    assert any(sentence in fault for fault in faults), faults
    assert not any("should be a valid" in fault or "should match" in fault for fault in faults)


MAIN_CASES = {
    "a server on one line": ("imap: imap.example.org", "account.imap: must hold keys and values (it is 'imap.example.org'); for example {host: imap.example.org, port: 993}"),
    "an address of the web": ("imap: {host: https://imap.example.org, port: 993}", "is no host name; it looks like imap.example.org"),
    "a host with its port": ("imap: {host: imap.example.org:993}", "is no host name; it looks like imap.example.org, and the port has a key of its own"),
    "a port in words": ("imap: {host: imap.example.org, port: imaps}", "account.imap.port: must be a whole number (it is 'imaps')"),
    "a port too high": ("imap: {host: imap.example.org, port: 99993}", "account.imap.port: must be 65535 or less (it is 99993)"),
    "no spaces": ("imap: {host:imap.example.org, port:993}", "put a space behind the colon: host: imap.example.org"),
    "capitals": ("IMAP: {host: imap.example.org, port: 993}", "account.IMAP: is no known key; did you mean imap?"),
    "two sources of a secret": ("secret: {keyring: a, command: [b]}", "account.secret.command: does not go with the key beside it; keep one of"),
    "a secret on one line": ("secret: geheim", "account.secret: must hold keys and values; write {keyring: followupd}, {credential: followupd}"),
    "a program on one line": ("secret: {command: pass show}", "account.secret.command: must be a list; The program and its arguments, for example [pass, show, mail]"),
    "no program": ("secret: {command: []}", "account.secret.command: is an empty list; The program"),
}  # fmt: skip


@pytest.mark.parametrize("case", MAIN_CASES)
def test_a_fault_of_the_mailbox_is_told_with_an_example_and_without_the_secret(case: str) -> None:
    line, sentence = MAIN_CASES[case]
    old_line = "imap: {host: imap.example.org, port: 993}"
    text = MAIN.replace(old_line, line if "imap" in line.lower() else f"{old_line}\n  {line}")
    faults = load_config(("config.yaml", text)).faults
    assert any(sentence in fault for fault in faults), faults
    assert not any("geheim" in fault or "imap: is missing" in fault for fault in faults)


LIBRARY_WORDS = (
    "input should",
    "instance of",
    "constrained",
    "list[",
    "Node(",
    "unicode",
    "valid ",
    "dictionary",
)
LISTS = ("interviews", "contacts", "cadence")
ODD_VALUES = (
    "5",
    "-1",
    "1.5",
    "true",
    "x y",
    "[]",
    "[x]",
    "[[x]]",
    "{}",
    "{x: y}",
    "[{x: y}]",
    "''",
    "null",
    "[null]",
)


def list_paths(path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every key of config.yaml."""
    for name in fields_at(path):
        inner_fields = fields_at((*path, name))
        yield (*path, name)
        if inner_fields.keys() != fields_at(path).keys():
            yield from list_paths((*path, name))


@pytest.mark.parametrize("path", [*list_paths()], ids=lambda path: ".".join(map(str, path)))
def test_no_wrong_value_of_any_key_is_told_in_the_words_of_a_library(path: tuple[str, ...]) -> None:
    for value in ODD_VALUES:
        text = f"{{{path[-1]}: {value}}}"
        for key in reversed(path[:-1]):
            entry = f"[{text}]" if key in LISTS else text
            text = f"{{{key}: {f'{{x: [{text}]}}' if key == 'cadences' else entry}}}"
        for fault in load_config(("config.yaml", text)).faults:
            assert not any(word in fault for word in LIBRARY_WORDS), fault
            assert fault.startswith("config.yaml:1: "), fault
            assert any(remedy in fault for remedy in ("; ", "must", "write ", "is not one of")), fault


def test_a_broken_text_has_no_second_fault_that_follows_from_the_first() -> None:
    (fault,) = load_config(("config.yaml", MAIN + "live: true: x\n")).faults
    assert fault.startswith("config.yaml:7: a colon is inside a text")


OPEN_TEXTS = ("keywords: [a, b\nminutes: 60\n", 'position: "x\nminutes: 60\n', "minutes;60\ntone: warm\n")


@pytest.mark.parametrize("text", OPEN_TEXTS)
def test_what_is_not_closed_is_told_at_the_line_where_it_begins(text: str) -> None:
    (fault,) = load_config(("config.yaml", MAIN), [("interviews/acme.yaml", ACME + text)]).faults
    assert fault.startswith(f"interviews/acme.yaml:{ACME.count(chr(10)) + 1}: ")


def test_no_key_controls_the_terminal() -> None:
    (fault,) = load_config(("config.yaml", MAIN + '"\\e[31mred": x\n')).faults
    assert fault.startswith("config.yaml:7: <U+001B>[31mred: holds an invisible character")


def test_a_file_with_another_name_is_to_be_renamed() -> None:
    (fault,) = load_config(("config.yaml", MAIN), [("interviews/Müller.yaml", ACME)]).faults
    assert "'Müller' is no name for an interview" in fault
    assert "rename the file, for example muller.yaml" in fault


@pytest.mark.parametrize(("encoding", "name"), [("latin-1", "latin1"), ("utf-16", "utf-16")])
def test_a_file_that_is_not_utf_8_says_how(tmp_path: Path, encoding: str, name: str) -> None:
    (tmp_path / "config.yaml").write_text(MAIN)
    (tmp_path / "interviews").mkdir()
    (tmp_path / "interviews" / "acme.yaml").write_bytes(ACME.replace("Acme", "M\u00fcller").encode(encoding))
    faults = read_config(Paths(tmp_path / "config.yaml", tmp_path)).faults
    assert any("it is not UTF-8 text" in f and f"iconv -f {name} -t utf-8" in f for f in faults)
