"""A pipe or a device in place of a file that the user names: it is refused at once, and nothing waits for it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from followupd.cli.main import app
from followupd.errors import UsageError
from followupd.setup.importers.interview_sources import CandidateHome
from followupd.setup.importers.invitation import read_invitation
from followupd.setup.importers.invitation_mail import read_mail_invitation
from followupd.setup.importers.job_advert import read_advert
from followupd.setup.importers.tracker_table import read_table
from followupd.setup.importers.vcard import read_cards

READERS: list[Callable[[Path], object]] = [
    read_advert,
    read_cards,
    read_invitation,
    read_mail_invitation,
    lambda path: read_table(path, CandidateHome()),
]


@pytest.fixture(params=["pipe", "device"])
def odd(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "device":
        return Path("/dev/zero")
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


@pytest.mark.parametrize("reader", READERS)
def test_what_is_no_file_is_refused(reader: Callable[[Path], object], odd: Path) -> None:
    with pytest.raises(UsageError, match=r"is no file|it is a pipe or a device"):
        reader(odd)


def test_classify_refuses_what_is_no_file(odd: Path) -> None:
    ended = CliRunner().invoke(app, ["classify", str(odd)])
    assert ended.exit_code == 1
    assert "it is a pipe or a device, and no file" in ended.output


def test_classify_reads_a_pipe_of_the_shells() -> None:
    reading, writing = os.pipe()
    os.write(
        writing, b"From: ana@acme.example\r\nTo: sam@sample.example\r\nSubject: Hello\r\n\r\nWe decided.\r\n"
    )
    os.close(writing)
    try:
        ended = CliRunner().invoke(app, ["classify", f"/dev/fd/{reading}"])
    finally:
        os.close(reading)
    assert ended.exit_code == 0
    assert "reply, stop" in ended.output


def test_the_name_of_a_file_commands_no_terminal(tmp_path: Path) -> None:
    file = tmp_path / "a\n\x1b[2J.eml"
    file.write_bytes(b"From: ana@acme.example\r\nSubject: Hello\r\n\r\nWe decided.\r\n")
    ended = CliRunner().invoke(app, ["classify", str(file)])
    (line,) = ended.output.splitlines()
    assert "\x1b" not in line
