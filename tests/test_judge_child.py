"""The judge in a process of its own: the same verdicts, and a mail with which none can cope is not lost."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from judged import KNOWN, NOW, mail
from test_apart import HELLO, odd

from followupd.inbound.judge import judge, needs_body
from followupd.inbound.known import Known
from followupd.inbound.verdict import Word
from followupd.judge_child import JudgeChild
from followupd.ports import Unjudged

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.eml"))
MAIL = mail()
SNOOZE = b"From: me@me.example\r\nIn-Reply-To: <sheet@me.example>\r\n\r\nsnooze 3d\r\n"
ALONE = """
import sys
from datetime import datetime, UTC
from followupd.inbound.known import Known
from followupd.judge_child import JudgeChild
child = JudgeChild()
said = child.judge(b"From: Ana <ana@acme.example>\\n\\nThank you.\\n", Known(), datetime.now(UTC), in_sent=False)
print(said.kind, any(m.startswith("followupd.inbound.intent") for m in sys.modules))
"""


@pytest.fixture
def child() -> Iterator[JudgeChild]:
    made = JudgeChild()
    yield made
    made.rest()


def test_it_says_of_every_mail_what_the_judge_here_says(child: JudgeChild) -> None:
    for path in CORPUS:
        raw = path.read_bytes()
        head = raw.partition(b"\n\n")[0]
        for known in (KNOWN, Known()):
            assert child.needs_body(head, known) == needs_body(head, known), path.name
            assert child.judge(raw, known, NOW, in_sent=False) == judge(raw, known, NOW), path.name


def test_it_hears_the_candidates_one_word(child: JudgeChild) -> None:
    assert child.word(SNOOZE) == Word("snooze", 3, ("<sheet@me.example>",))
    assert child.word(MAIL) is None


def test_what_is_known_changes_between_two_mails(child: JudgeChild) -> None:
    assert child.judge(MAIL, KNOWN, NOW, in_sent=False).interviews == ("acme",)
    assert child.judge(MAIL, replace(KNOWN, interviews=()), NOW, in_sent=False).interviews == ()
    assert child.judge(MAIL, KNOWN, NOW, in_sent=False).interviews == ("acme",)


def test_it_takes_with_it_what_it_had_to_load() -> None:
    ended = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=True)
    assert ended.stdout == "reply False\n"


@pytest.mark.parametrize(
    "rest", ["exit 1", "cat >/dev/null", "yes '{}'", "yes nonsense", "yes +5", r"printf '\377\n'"]
)
def test_a_mail_with_which_none_can_cope_is_unjudged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rest: str
) -> None:
    odd(monkeypatch, tmp_path, f"{HELLO}; {rest}")
    child = JudgeChild(limit=1)
    with pytest.raises(Unjudged):
        child.judge(MAIL, KNOWN, NOW, in_sent=False)
    assert child.needs_body(b"", KNOWN)
    child.rest()
