"""The judge in a process of its own: the same verdicts, and a mail with which none can cope is not lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from classify_cases import KNOWN, NOW, mail
from project_paths import DATA
from worker_processes import HELLO, children, odd

from followupd.adapters.workers import classifier as classifier_worker
from followupd.adapters.workers.classifier import ClassifierWorker
from followupd.adapters.workers.process import OverLimit, WorkerProcess
from followupd.engine.ports import Unclassifiable
from followupd.errors import Unreachable
from followupd.inbound.classifier import classify_mail, needs_body
from followupd.inbound.matching.watchlist import Watchlist
from followupd.inbound.verdict import Kind, ReplyCommand

CORPUS = sorted((DATA / "mails").glob("*.eml"))
MAIL = mail()
SNOOZE = b"From: me@me.example\r\nIn-Reply-To: <sheet@me.example>\r\n\r\nsnooze 3d\r\n"
ALONE = """
import sys
from datetime import datetime, UTC
from followupd.inbound.matching.watchlist import Watchlist
from followupd.adapters.workers import classifier as classifier_worker
from followupd.adapters.workers.classifier import ClassifierWorker
child = ClassifierWorker()
said = child.classify(b"From: Ana <ana@acme.example>\\n\\nThank you.\\n", Watchlist(), datetime.now(UTC), in_sent=False)
print(said.kind, any(m.startswith("followupd.inbound.intent") for m in sys.modules))
"""


@pytest.fixture
def child() -> Iterator[ClassifierWorker]:
    made = ClassifierWorker()
    yield made
    made.stop()


def test_it_says_of_every_mail_what_the_judge_here_says(child: ClassifierWorker) -> None:
    for path in CORPUS:
        raw = path.read_bytes()
        head = raw.partition(b"\n\n")[0]
        for known in (KNOWN, Watchlist()):
            assert child.need_bodies([head], known) == [needs_body(head, known)], path.name
            assert child.classify(raw, known, NOW, in_sent=False) == classify_mail(raw, known, NOW), path.name


def test_it_reads_addresses_in_any_alphabet(child: ClassifierWorker) -> None:
    raw = "From: Ana <ana@müller-straße.example>\nTo: sam@bücher.example\n\nHello.\n".encode()
    assert child.classify(raw, KNOWN, NOW, in_sent=False).kind is Kind.UNRELATED


def test_it_hears_the_candidates_one_word(child: ClassifierWorker) -> None:
    command = child.parse_reply_command(SNOOZE)
    assert isinstance(command, ReplyCommand)
    assert (command.verbs, command.days, command.about) == (("snooze",), 3, ("<sheet@me.example>",))
    assert child.parse_reply_command(MAIL) is None


def test_what_is_known_changes_between_two_mails(child: ClassifierWorker) -> None:
    assert child.classify(MAIL, KNOWN, NOW, in_sent=False).interviews == ("acme",)
    assert child.classify(MAIL, replace(KNOWN, interviews=()), NOW, in_sent=False).interviews == ()
    assert child.classify(MAIL, KNOWN, NOW, in_sent=False).interviews == ("acme",)


def test_it_takes_with_it_what_it_had_to_load() -> None:
    ended = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=True)
    assert ended.stdout == "reply False\n"


POSED = """
import json, pickle, sys
from followupd.adapters.workers.process import PROGRAM_STAMP
print(json.dumps(PROGRAM_STAMP), flush=True)
while True:
    what, *question = pickle.load(sys.stdin.buffer)
    if what == "ask":
        print(ANSWER if question[0] == "judge" else "+null", flush=True)
"""


@pytest.mark.parametrize(
    "answer", ["", "nonsense", "+5", "+{}", "+[[[[", '-"it is wrong"', "-nonsense", "!KeyError"]
)
def test_a_mail_with_which_none_can_cope_is_unjudged_while_others_are_judged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: str
) -> None:
    posed = tmp_path / "posed.py"
    posed.write_text(POSED.replace("ANSWER", repr(answer)))
    odd(monkeypatch, tmp_path, f"exec {sys.executable} {posed}")
    child = ClassifierWorker()
    with pytest.raises(Unclassifiable):
        child.classify(MAIL, KNOWN, NOW, in_sent=False)
    assert child.need_bodies([b""], KNOWN) == [True]
    assert child.parse_reply_command(MAIL) is None
    child.stop()


@pytest.mark.parametrize("rest", ["exit 1", "cat >/dev/null"])
def test_where_no_mail_can_be_judged_the_mailbox_counts_as_not_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rest: str
) -> None:
    odd(monkeypatch, tmp_path, f"{HELLO}; {rest}")
    child = ClassifierWorker(limit=1)
    with pytest.raises(Unreachable, match="incoming mail cannot be judged"):
        child.classify(MAIL, KNOWN, NOW, in_sent=False)
    with pytest.raises(Unreachable, match="incoming mail cannot be judged"):
        child.need_bodies([b""], KNOWN)


def test_many_headers_are_one_question_each_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    questions: list[int] = []
    ask = WorkerProcess.ask

    def count(worker: WorkerProcess, *question: object, context: object = None) -> bytes:
        questions.append(len(question) - 1)
        return ask(worker, *question, context=context)

    monkeypatch.setattr(WorkerProcess, "ask", count)
    child = ClassifierWorker()
    heads = [MAIL.replace(b"Subject: ", b"Subject: %d " % n) for n in range(220)]
    assert child.need_bodies(heads, KNOWN) == [needs_body(head, KNOWN) for head in heads]
    assert questions == [100, 100, 20]
    child.stop()


def test_headers_that_have_no_answer_together_are_asked_about_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ask = WorkerProcess.ask

    def refuse_many(worker: WorkerProcess, *question: object, context: object = None) -> bytes:
        if question[0] == "need_bodies" and len(question) > 2:
            raise OverLimit
        return ask(worker, *question, context=context)

    monkeypatch.setattr(WorkerProcess, "ask", refuse_many)
    child = ClassifierWorker()
    heads = [MAIL, b"Precedence: bulk\nList-Id: <x.example>\nFrom: a@x.example\n\n"]
    assert child.need_bodies(heads, KNOWN) == [needs_body(head, KNOWN) for head in heads]
    child.stop()


def test_a_judge_that_was_started_ahead_judges_and_is_ended_if_no_mail_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    child = ClassifierWorker()
    child.start_ahead()
    (pid,) = children()
    child.end_look()
    assert child.need_bodies([MAIL], KNOWN) == [needs_body(MAIL, KNOWN)]
    assert children() == {pid}
    monkeypatch.setattr("followupd.adapters.workers.classifier.WARM_SECONDS", 0)
    child.start_ahead()
    child.end_look()
    assert children() == set()


def test_a_judge_waits_a_short_while_for_the_next_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    child = ClassifierWorker()
    child.need_bodies([MAIL], KNOWN)
    (pid,) = children()
    child.end_look()
    child.need_bodies([MAIL], KNOWN)
    assert list(children()) == [pid]
    monkeypatch.setattr("followupd.adapters.workers.classifier.WARM_SECONDS", 0)
    child.end_look()
    assert not list(children())


def test_a_judge_that_is_killed_over_a_mail_judges_the_next_one() -> None:
    child = ClassifierWorker()
    assert child.need_bodies([MAIL], KNOWN) == [True]
    for pid in children():
        os.kill(pid, signal.SIGKILL)
    assert child.classify(MAIL, KNOWN, NOW, in_sent=False) == classify_mail(MAIL, KNOWN, NOW)
    child.stop()


HALF_A_SURROGATE = (
    b"From: MAILER-DAEMON@x.example\nTo: me@me.example\nSubject: Undelivered\nMIME-Version: 1.0\n"
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nfailed\n--b\n"
    b"Content-Type: message/delivery-status; charset=utf-7\n\nReporting-MTA: dns; x.example\n\n"
    b"Final-Recipient: rfc822; a+2AA-b@x.example\nAction: failed\nStatus: 5.1.1\n\n--b--\n"
)


@pytest.mark.parametrize(
    "raw",
    [
        HALF_A_SURROGATE,
        b"From: =?utf-7?q?a+2AA-b?= <a@b.example>\nSubject: =?utf-7?q?+2AA-?=\nMessage-ID: <\xed\xa0\x80@b>\n\nhello\n",
        b"From: a@b.example\nContent-Type: text/plain; charset=utf-7\n\n+2AA-\n",
        b"From: a@b.example\nSubject: \xed\xa0\x80\nMessage-ID: <\x9b31m\xe2\x80\xae@b>\n\nhello\n",
    ],
)
def test_its_answer_can_be_read_whatever_a_stranger_writes(child: ClassifierWorker, raw: bytes) -> None:
    for known in (KNOWN, Watchlist()):
        verdict = child.classify(raw, known, NOW, in_sent=False)
        assert verdict == classify_mail(raw, known, NOW)
        said = f"{verdict.sender}{verdict.subject}{verdict.why}{verdict.message_id}"
        assert said.isprintable()
        said.encode()
        assert verdict.failed_address is None or verdict.failed_address.isascii()


BUSY = """
import resource, time
from followupd.adapters.workers import serving
asked = open(__file__ + ".asked", "a")  # while it may still write
def answer(context, name, *question):
    if name == "judge":
        print(resource.getrlimit(resource.RLIMIT_CPU)[0] - int(time.process_time()) - 1, file=asked, flush=True)
        while True: pass
    return b"null"
serving.serve_questions(answer)
"""


def test_a_mail_that_takes_too_much_processor_time_is_given_up_at_once_and_each_look_has_a_budget(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    busy = tmp_path / "busy.py"
    busy.write_text(BUSY)
    odd(monkeypatch, tmp_path, f"exec {sys.executable} {busy}")
    monkeypatch.setattr(classifier_worker, "CPU_SECONDS", 2)
    monkeypatch.setattr(classifier_worker, "LOOK_SECONDS", 2)
    monkeypatch.setattr(classifier_worker, "REDUCED_CPU_SECONDS", 1)
    child = ClassifierWorker(limit=250)  # a busy machine gives it little of the processor
    for _ in range(2):
        with pytest.raises(Unclassifiable):
            child.classify(MAIL, KNOWN, NOW, in_sent=False)
    # Each was asked about once, and not again and again; these are the seconds that it was given.
    assert Path(f"{busy}.asked").read_text().split() == ["2", "1"]
    assert child.parse_reply_command(MAIL) is None
    child.stop()
    assert child._worker.cpu_seconds == 2


def test_the_worker_that_reads_mail_is_one_that_can_open_nothing(child: ClassifierWorker) -> None:
    child.classify(MAIL, KNOWN, NOW, in_sent=False)
    (pid,) = children()
    limits = Path(f"/proc/{pid}/limits").read_text()
    for name in ("Max open files", "Max processes", "Max file size"):
        (line,) = [line for line in limits.splitlines() if line.startswith(name)]
        assert line.removeprefix(name).split()[:2] == ["0", "0"], line
    assert "NoNewPrivs:\t1" in Path(f"/proc/{pid}/status").read_text()


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Berlin",
        "W. Europe Standard Time",
        "Nowhere/Nothing",
        "Antarctica/Troll",
        "localtime",
        "/x/y/Asia/Tokyo",
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "x-klingon", "gb18030", "utf-7"])
def test_it_needs_nothing_more_for_odd_zones_and_charsets(
    child: ClassifierWorker, zone: str, charset: str
) -> None:
    raw = (
        f"From: Ana <ana.roe@acme.example>\nSubject: =?{charset}?q?x?=\nContent-Type: text/calendar; method=REQUEST;"
        f' charset={charset}\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:talk-1@acme\nDTSTART;TZID="{zone}":20261212T090000\n'
        "END:VEVENT\nEND:VCALENDAR\n"
    ).encode()
    assert child.classify(raw, KNOWN, NOW, in_sent=False) == classify_mail(raw, KNOWN, NOW)
