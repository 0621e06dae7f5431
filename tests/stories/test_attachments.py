"""Files that go along, on real servers: the recipient reads them whole, and an approval is for just these files."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from daemon_stage import Stage, text_of
from document_files import PDF, office_file
from mailhost import ANA, SAM

from followupd.engine import commands
from followupd.journal.facts import Touch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailhost import MailHost

    from followupd.planning.moves import Move

CV = PDF + os.urandom(4_900_000)
CERTIFICATES = office_file("word")
CADENCE = [
    {"id": "thank-you", "channel": "email", "to": "everyone", "when": "1 hour after interview"},
    {
        "id": "check-in",
        "channel": "email",
        "when": "7 days after interview",
        "attachments": ["documents/Lebenslauf Größe 1.pdf", "certificates.docx"],
    },
]
WORDS = """Subject: {{ position }} at {{ company }}

Dear {{ contact.first }},

Thank you once more for the conversation about the {{ position }} role at {{ company }}. I attach my CV and my
certificates. I would love to hear how things stand.

Best regards,
{{ candidate.name }}
"""


@pytest.fixture
def stage(mailhost: MailHost, tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(mailhost, tmp_path, cadences={"default": CADENCE})
    folder = stage.places.config.parent
    (folder / "documents").mkdir()
    (folder / "templates").mkdir()
    (folder / "templates" / "check-in.txt").write_text(WORDS)
    (folder / "documents" / "Lebenslauf Größe 1.pdf").write_bytes(CV)
    (folder / "certificates.docx").write_bytes(CERTIFICATES)
    stage.write_interview()
    stage.start()
    yield stage
    stage.stop()


def due(stage: Stage, step: str) -> Move:
    for move in stage.play():
        if move.touch.step == step:
            return move
    pytest.fail(f"{step} never fell due")


def test_the_recipient_reads_each_file_whole(stage: Stage) -> None:
    due(stage, "check-in")
    mail = stage.followups(ANA.address)[-1]
    assert "I attach my CV" in text_of(mail)
    cv, certificates = mail.iter_attachments()
    assert (cv.get_filename(), cv.get_content_type()) == ("Lebenslauf Größe 1.pdf", "application/pdf")
    assert hashlib.sha256(cv.get_content()).digest() == hashlib.sha256(CV).digest()
    assert certificates.get_filename() == "certificates.docx"
    assert certificates.get_content() == CERTIFICATES


def test_the_copy_in_sent_is_whole_and_nobody_takes_it_for_an_answer(stage: Stage) -> None:
    due(stage, "check-in")
    for seconds in (30, 130, 20):
        stage.clock.wait(None, seconds)  # type: ignore[arg-type]
        stage.look()
    copies = stage.mailhost.dovecot.messages(SAM.address, "Sent")
    assert any(len(raw) > len(CV) for raw in copies)
    assert not [m for m in stage.notices() if "wrote to" in m["Subject"]]


def test_a_file_that_is_gone_holds_the_mail_and_the_user_is_told(stage: Stage) -> None:
    (stage.places.config.parent / "certificates.docx").unlink()
    due(stage, "check-in")
    assert len(stage.followups(ANA.address)) == 1  # the thank-you
    assert any("certificates.docx is not there" in text_of(m) for m in stage.notices())
    (stage.places.config.parent / "certificates.docx").write_bytes(CERTIFICATES)
    stage.clock.wait(None, 600)  # type: ignore[arg-type]
    stage.look()
    assert len(stage.followups(ANA.address)) == 2


def test_an_approval_is_for_just_these_files(stage: Stage) -> None:
    stage.write_config(sending={"approve": "all"})
    stage.clock.instant = datetime(2026, 11, 20, 12, tzinfo=UTC)
    stage.look()
    shown = next(m for m in stage.notices() if "With it:" in text_of(m))
    assert "With it: Lebenslauf Größe 1.pdf (4.9 MB), certificates.docx (1 kB)" in text_of(shown)
    digest = re.search(r"--seen (\w+)", text_of(shown))
    assert digest
    (stage.places.config.parent / "certificates.docx").write_bytes(office_file("word", extra_xml="<x/>"))
    assert stage.daemon
    touch = Touch("acme", "check-in", "ana-alvarez")
    commands.approve_touch(stage.daemon._ledger, touch, digest[1], stage.clock.now(), force=True)
    stage.look()
    assert stage.followups(ANA.address) == []
    (stage.places.config.parent / "certificates.docx").write_bytes(CERTIFICATES)
    stage.clock.wait(None, 600)  # type: ignore[arg-type]
    stage.look()
    assert len(stage.followups(ANA.address)) == 1
