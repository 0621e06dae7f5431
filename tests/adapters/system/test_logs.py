"""Log lines: for a person, for a program, and for systemd's journal, whose protocol is spoken to a real socket."""

import json
import logging
import os
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from followupd.adapters.system import logs

EXTRA = {"interview": "acme", "touch": "acme/thank-you/ana@acme.example", "kind": "sent"}
SAY = """
import logging
from followupd.adapters.system import logs
logs.start_logging({form!r}).warning("%s sent", "it", extra={extra!r})
"""


def said(form: str, err: Path, **environment: str) -> str:
    """What a process of its own says on a stderr that goes to this file."""
    with err.open("w") as out:
        words = [sys.executable, "-c", SAY.format(form=form, extra=EXTRA)]
        subprocess.run(words, stderr=out, env=os.environ | environment, check=True)
    return err.read_text()


def test_a_person_reads_a_line_with_its_time(tmp_path: Path) -> None:
    line = said("text", tmp_path / "err")
    assert line.endswith(" it sent\n")
    assert line[:2] == "20"


def test_a_program_reads_an_object_with_its_fields(tmp_path: Path) -> None:
    line = json.loads(said("json", tmp_path / "err"))
    assert line.pop("at")
    assert line == {"level": "warning", "message": "it sent", **EXTRA}


@pytest.mark.parametrize("inherited", ["1:2", "nonsense", ""])
def test_a_terminal_that_was_started_by_systemd_is_not_taken_for_the_journal(
    inherited: str, tmp_path: Path
) -> None:
    assert said("text", tmp_path / "err", JOURNAL_STREAM=inherited)[:2] == "20"


def test_where_the_journal_does_not_listen_the_line_carries_its_priority(tmp_path: Path) -> None:
    err = tmp_path / "err"
    err.touch()
    where = f"{err.stat().st_dev}:{err.stat().st_ino}"
    # A file takes the place of the journal's stream; behind the other socket nobody listens.
    with err.open("w") as out:
        words = ["from followupd.adapters.system import logs", "from logging_journald import JournaldTransport as Wire",
                 f"Wire.SOCKET_PATH = {str(tmp_path / 'nobody')!r}",
                 "logs.start_logging('text').warning('one\\ntwo')"]  # fmt: skip
        subprocess.run(
            [sys.executable, "-c", "\n".join(words)],
            stderr=out,
            env=os.environ | {"JOURNAL_STREAM": where},
            check=True,
        )
    assert err.read_text() == "<4>one\n<4>two\n"


HOSTILE = "Ana\x1b]0;owned\x07\x9b2J \u202egpj.exe\u2028\x85<0>forged\r\ud800"


@pytest.mark.parametrize("formatter", [logs._TextFormatter(journal=False), logs._TextFormatter(journal=True), logs._JsonFormatter()])  # fmt: skip
def test_nothing_that_a_file_or_a_server_says_commands_a_terminal(formatter: logging.Formatter) -> None:
    record = logging.LogRecord("followupd", logging.INFO, __file__, 1, "%s\nwrote", (HOSTILE,), None)
    vars(record).update(interview=HOSTILE)
    text = formatter.format(record)
    assert text.replace("\n", "").isprintable()
    assert len(text.splitlines()) == text.count("\n") + 1
    text.encode("utf-8")


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "journal"))
        listening.settimeout(5)
        yield listening


def entry(raw: bytes) -> dict[str, str]:
    """Read an entry as journald does: NAME=value, or NAME, its length in 64 bits, and the value."""
    fields = {}
    while raw:
        line, _, raw = raw.partition(b"\n")
        name, short, value = line.partition(b"=")
        if not short:
            (length,) = struct.unpack_from("<Q", raw)
            value, raw = raw[8 : 8 + length], raw[9 + length :]
        fields[name.decode()] = value.decode()
    return fields


def written(record: logging.LogRecord, journal: socket.socket) -> dict[str, str]:
    with closing(logs.JournalHandler(journal.getsockname())) as handler:
        handler.emit(record)
    return entry(journal.recv(65536))


@pytest.mark.parametrize(
    ("level", "priority"),
    [
        (logging.CRITICAL, "2"),
        (logging.ERROR, "3"),
        (logging.WARNING, "4"),
        (logging.INFO, "6"),
        (logging.DEBUG, "7"),
    ],
)
def test_an_entry_has_its_fields_and_its_priority(journal: socket.socket, level: int, priority: str) -> None:
    record = logging.LogRecord("followupd", level, __file__, 1, "%s sent", ("it",), None)
    vars(record).update(EXTRA)
    assert written(record, journal) == {
        "MESSAGE": "it sent",
        "PRIORITY": priority,
        "SYSLOG_IDENTIFIER": "followupd",
        "INTERVIEW": "acme",
        "TOUCH": "acme/thank-you/ana@acme.example",
        "KIND": "sent",
    }


def test_an_entry_takes_no_field_and_no_command_from_hostile_words(journal: socket.socket) -> None:
    words = f"{HOSTILE}\nPRIORITY=0\nCODE_FILE=evil"
    record = logging.LogRecord("followupd", logging.INFO, __file__, 1, "%s wrote", (words,), None)
    vars(record).update(EXTRA | {"interview": words})
    fields = written(record, journal)
    assert set(fields) == {"MESSAGE", "PRIORITY", "SYSLOG_IDENTIFIER", "INTERVIEW", "TOUCH", "KIND"}
    assert fields["PRIORITY"] == "6"
    assert fields["INTERVIEW"].isprintable()
    assert fields["MESSAGE"].replace("\n", "").isprintable()


def test_a_bug_is_one_entry_that_shows_where_and_not_what(journal: socket.socket) -> None:
    mail = "what was written"
    try:
        int(mail)
    except ValueError:
        record = logging.LogRecord("followupd", logging.ERROR, __file__, 1, "it failed", (), sys.exc_info())
    message = written(record, journal)["MESSAGE"]
    assert message.startswith("it failed\n")
    assert message.endswith("builtins.ValueError")
    assert mail not in message
