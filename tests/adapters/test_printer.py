"""The print command: argv as written, a file that is its owner's alone and gone afterwards, and an end to waiting."""

import json
import sys
from pathlib import Path

import pytest
from builders import config
from pydantic import ValidationError

from followupd.adapters.printer import CommandPrinter

RECORD = (
    "import json, os, sys; file = sys.argv[-1]; "
    "print(json.dumps([sys.argv[1:-1], file, oct(os.stat(file).st_mode & 0o777), open(file, 'rb').read().decode()]),"
    " file=open(sys.argv[1], 'w'))"
)


def program(text: str, *more: str) -> list[str]:
    return [sys.executable, "-c", text, *more]


def test_the_program_gets_its_arguments_as_written_and_the_pdf_in_a_file_that_is_gone_afterwards(
    tmp_path: Path,
) -> None:
    note = tmp_path / "note"
    argv = program(RECORD, str(note), "-o", "media=A4; rm $HOME", "{file}")
    assert CommandPrinter()(argv, b"%PDF-1.7 words") is None
    arguments, file, mode, words = json.loads(note.read_text())
    assert arguments == [str(note), "-o", "media=A4; rm $HOME"]
    assert (mode, words) == ("0o600", "%PDF-1.7 words")
    assert not Path(file).exists()


def test_of_a_program_that_fails_the_last_line_is_told_and_no_more() -> None:
    argv = program(
        "import sys; print('page one', flush=True); print('no such\\x1b printer', file=sys.stderr); sys.exit(3)",
        "{file}",
    )
    why = CommandPrinter()(argv, b"%PDF")
    assert why == f"{sys.executable} ended with status 3: no such  printer"


def test_a_program_that_does_not_end_is_ended() -> None:
    why = CommandPrinter(limit=0.3)(program("import time; time.sleep(60)", "{file}"), b"%PDF")
    assert why == f"{sys.executable} did not end within 0.3 s"


def test_a_program_that_is_not_there_is_named() -> None:
    assert (
        CommandPrinter()(["no-such-lp", "{file}"], b"%PDF")
        == "cannot run no-such-lp: No such file or directory"
    )


def test_a_command_that_does_not_name_the_file_is_a_fault() -> None:
    with pytest.raises(ValidationError, match="does not say where the PDF goes"):
        config(letters={"print_command": ["lp"]})
