"""One thread in every client: our notes, their answer and our check-in; and the names of all scripts, whole."""

from __future__ import annotations

import io
import json
import mailbox
import os
import re
import subprocess
import unicodedata
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parseaddr
from typing import TYPE_CHECKING

import pexpect
import pytest
from daemon_stage import Stage
from mailhost import ANA, BEN, SAM
from server_sandbox import require

from followupd.engine import commands
from followupd.writing.mail.mime import MailText, build_mail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailhost import MailHost

NAMES = (
    "Anaïs Lefèvre-Bœuf", "Müller-Lüdenscheidt, Jörg", "Nguyễn Thị Minh Khai", "Дарья Иванова", "Ελένη Παπαδοπούλου",
    "ليلى حداد", "נועה לוי", "田中 美咲", "김 서연", "प्रिया शर्मा", "Şule Özgür", 'Robert "Bobby" Tables Jr.',
)  # fmt: skip
NEOMUTT = """
set folder = "{folder}"
unset help
set mbox_type = Maildir
set sort = threads
set strict_threads = yes
set index_format = "row %E|%t|%s|end"
set to_chars = ""
set quit = yes
"""


@pytest.fixture
def correspondence(mailhost: MailHost, tmp_path: Path) -> Iterator[list[bytes]]:
    """Ana's thank-you, her answer, the check-in that answers it; and Ben's thank-you, which is another thread."""
    stage = Stage(mailhost, tmp_path / "stage", sending={"approve": "none"})
    stage.write_interview()
    stage.start()
    stage.advance_by(4)
    thanks = stage.followups(ANA.address)[0]
    mailhost.reply_as(
        ANA,
        in_reply_to=str(thanks["Message-ID"]),
        subject=f"Re: {thanks['Subject']}",
        body="We decide soon.\n",
    )
    stage.look()
    assert stage.daemon
    commands.resume_interview(stage.daemon._ledger, "acme", stage.clock.now())
    for move in stage.play():
        if move.touch.step == "check-in":
            break
    answers = [raw for raw in mailhost.accepted(SAM.address) if b"We decide soon" in raw]
    yield [*mailhost.accepted(ANA.address), *mailhost.accepted(BEN.address), *answers]
    stage.stop()


def ids_of(mails: list[bytes]) -> list[str]:
    return [str(message_from_bytes(raw, policy=policy.default)["Message-ID"]).strip("<>") for raw in mails]


@pytest.fixture
def maildir(correspondence: list[bytes], tmp_path: Path) -> Path:
    """All of it in one folder, as it lies with somebody who archives."""
    return file_mails(correspondence, tmp_path / "mail")


def file_mails(mails: list[bytes], folder: Path) -> Path:
    folder.mkdir()
    box = mailbox.Maildir(folder / "INBOX", create=True)
    for raw in mails:
        box.add(raw.replace(b"\r\n", b"\n"))
    return folder


def test_dovecot_sees_one_thread_for_each_person(correspondence: list[bytes], mailhost: MailHost) -> None:
    for raw in correspondence:
        mailhost.dovecot.deliver(SAM.address, raw, "Archive")
    with mailhost.dovecot.session(SAM.address) as imap:
        imap.select_folder("Archive", readonly=True)
        for algorithm in ("REFERENCES", "REFS"):
            threads = imap.thread(algorithm)
            sizes = sorted(sum(1 for _ in flat(thread)) for thread in threads)
            assert sizes == [1, 3], algorithm


def flat(thread: object) -> Iterator[int]:
    """Yield the numbers of a thread, however deep it is."""
    if isinstance(thread, int):
        yield thread
    else:
        for part in thread:  # type: ignore[attr-defined]
            yield from flat(part)


def test_notmuch_sees_one_thread_for_each_person(maildir: Path, correspondence: list[bytes]) -> None:
    assert talk_to_notmuch(maildir, "count", "--output=threads", "*").strip() == "2"
    for mail_id in ids_of([raw for raw in correspondence if b"ben@acme.example" not in raw.lower()]):
        summary = json.loads(talk_to_notmuch(maildir, "search", "--format=json", f"id:{mail_id}"))
        assert [thread["total"] for thread in summary] == [3]


def talk_to_notmuch(folder: Path, *words: str) -> str:
    """Have notmuch read the folder, and answer."""
    settings = folder / "notmuch-config"
    if not settings.exists():
        settings.write_text(f"[database]\npath={folder}\n[user]\nname=Sam\nprimary_email={SAM.address}\n")
        run([require("notmuch"), f"--config={settings}", "new", "--quiet"])
    return run([require("notmuch"), f"--config={settings}", *words])


def test_neomutt_sees_one_thread_for_each_person(maildir: Path) -> None:
    rows = re.findall(r"row +(\d+)\|", look_with_neomutt(maildir))
    assert sorted(rows) == ["1", "3", "3", "3"]


def look_with_neomutt(folder: Path) -> str:
    """Return what NeoMutt shows of the folder."""
    settings = folder / "neomuttrc"
    settings.write_text(NEOMUTT.format(folder=folder))
    command = [require("neomutt"), "-n", "-R", "-F", str(settings), "-f", str(folder / "INBOX")]
    environment = {"HOME": str(folder), "PATH": os.environ["PATH"], "TERM": "xterm", "LANG": "C.UTF-8"}
    process = pexpect.spawn(
        command[0], command[1:], env=environment, dimensions=(40, 200), timeout=120, encoding="utf-8"
    )
    shown = io.StringIO()
    process.logfile_read = shown
    try:
        process.expect("Msgs:|INBOX")
        process.send("q")
        process.expect(pexpect.EOF)
    finally:
        process.close(force=True)
    return re.sub(r"\x1b[()][A-Z0-9]|\x1b\[[0-9;?]*[a-zA-Z]", "", shown.getvalue())


@pytest.fixture
def addressed(tmp_path: Path) -> Path:
    """A mail to each of them."""
    mails = [
        build_mail(
            MailText(f"Thank you, {name}", "Thank you.\n"),
            sender_name="Zoë Ödegård",
            sender="zoe@candidate.example",
            recipient_name=name,
            recipient=f"person{number}@acme.example",
            date=datetime(2026, 11, 12, 15, 0, tzinfo=UTC),
            message_id=f"<{number}@candidate.example>",
        )
        for number, name in enumerate(NAMES)
    ]
    return file_mails(mails, tmp_path / "mail")


def test_notmuch_shows_names_of_all_scripts_whole(addressed: Path) -> None:
    shown = json.loads(talk_to_notmuch(addressed, "show", "--format=json", "--body=false", "*"))
    heads = [thread[0][0]["headers"] for thread in shown]
    assert sorted(parseaddr(head["To"])[0] for head in heads) == sorted(NAMES)
    assert {head["From"] for head in heads} == {"Zoë Ödegård <zoe@candidate.example>"}


def test_nmh_shows_names_of_all_scripts_whole(addressed: Path) -> None:
    folder = addressed / "nmh"
    folder.mkdir()
    for number, path in enumerate(sorted((addressed / "INBOX" / "new").iterdir()), 1):
        (folder / str(number)).write_bytes(path.read_bytes())
    (addressed / ".mh_profile").write_text(f"Path: {addressed}\n")
    environment = {"HOME": str(addressed), "PATH": f"{os.environ['PATH']}:/usr/bin/mh", "LANG": "C.UTF-8"}
    command = ["/usr/bin/mh/scan", "+nmh", "-width", "900", "-format", "%(decode(friendly{to}))"]
    shown = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, timeout=120
    ).stdout
    # It shows the phrase as it stands in the header: with quotes, where it has some.
    names = (
        line.strip().removeprefix('"').removesuffix('"').replace('\\"', '"') for line in shown.splitlines()
    )
    assert sorted(names) == sorted(NAMES)


def test_neomutt_shows_names_of_all_scripts_whole(addressed: Path) -> None:
    shown = unicodedata.normalize("NFC", look_with_neomutt(addressed))
    assert [name for name in NAMES if f"|To {name}|" not in shown] == []


def run(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
