"""What the libraries say of YAML and values, in words that somebody who writes the file understands."""

from pathlib import Path

import pytest

from followupd.adapters.config_files import read_config
from followupd.adapters.system.paths import Paths
from followupd.config.loader import load_config

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
    "an open quote": (ACME + '    fact: "x\n', "a quote is opened and not closed"),
    "an open bracket": (ACME + "keywords: [a, b\n", "a bracket is opened and not closed"),
    "a key without its colon": (ACME + "    fact\nminutes: 60\n", "the colon behind a key is missing"),
    "keys that stand askew": (ACME + "   fact: x\n", "the indentation does not fit"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_told_in_our_words_with_an_example(case: str) -> None:
    text, sentence = CASES[case]
    faults = load_config(("config.yaml", MAIN), [("interviews/acme.yaml", text)]).faults
    assert any(sentence in fault for fault in faults), faults
    assert not any("should be a valid" in fault or "should match" in fault for fault in faults)


def test_a_file_with_another_name_is_to_be_renamed() -> None:
    (fault,) = load_config(("config.yaml", MAIN), [("interviews/Müller.yaml", ACME)]).faults
    assert "'Müller' is no name for an interview" in fault
    assert "rename the file, for example muller.yaml" in fault


def test_a_file_that_is_not_utf_8_says_how(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(MAIN)
    (tmp_path / "interviews").mkdir()
    (tmp_path / "interviews" / "acme.yaml").write_bytes(ACME.replace("Acme", "M\u00fcller").encode("latin-1"))
    faults = read_config(Paths(tmp_path / "config.yaml", tmp_path)).faults
    assert any("it is not UTF-8 text" in f and "iconv -f latin1 -t utf-8" in f for f in faults)
