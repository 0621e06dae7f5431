"""What a draft says after a mail program has saved it."""

import pytest
from draft_programs import PROGRAMS

from followupd.inbound.replies.draft_text import parse_draft, parse_marks

MARK = "0b1c2d3e-4f50-4a6b-8c7d-0123456789ab"
WORDS = (
    "Dear Ana,\n\nThank you for the talk about your nightly loads; it is rare that somebody shows a stranger the whole way"
    " from the source to the report, and says what went wrong.\n\nBest regards,\nSam Carter\n+49 30 901820\n"
)
DRAFT = (
    f"X-Draft-Id: {MARK}\r\nMessage-ID: <{MARK}@mail.example>\r\nDate: Thu, 12 Nov 2026 15:05:00 +0100\r\nMIME-Version: 1.0\r\n"
    f"To: Ana Alvarez <ana@acme.example>\r\nSubject: Thank you\r\nReferences: <{MARK}@mail.example>\r\n"
    f"From: Sam Carter <sam@mail.example>\r\nIn-Reply-To: <{MARK}@mail.example>\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n"
).encode() + WORDS.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("program", PROGRAMS)
def test_each_program_keeps_the_words_line_by_line(program: str) -> None:
    text = parse_draft(PROGRAMS[program](DRAFT, lambda words: words.replace("rare", "very rare")))
    assert text.text == WORDS.replace("rare", "very rare")
    assert (text.subject, text.to, text.copies, text.file_digests) == (
        "Thank you",
        ("ana@acme.example",),
        (),
        (),
    )


@pytest.mark.parametrize("program", sorted(set(PROGRAMS) - {"outlook"}))
def test_a_mark_is_left_in_the_references(program: str) -> None:
    head = PROGRAMS[program](DRAFT, str).partition(b"\r\n\r\n")[0]
    assert MARK in parse_marks(head).marks


def test_copies_and_files_are_seen() -> None:
    raw = DRAFT.replace(
        b"Subject:", b"Cc: eve@elsewhere.example\r\nBcc: Dan <dan@elsewhere.example>\r\nSubject:"
    )
    assert parse_draft(raw).copies == ("eve@elsewhere.example", "dan@elsewhere.example")
    attached = (
        b"To: ana@acme.example\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n"
        b"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n\r\nx\r\n--b--\r\n"
    )
    assert len(parse_draft(attached).file_digests) == 1
