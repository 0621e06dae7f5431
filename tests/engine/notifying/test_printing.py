"""The letter on paper, end to end: once, with the PDF that was mailed; after a crash or a failure told, not repeated."""

import sys
from copy import deepcopy
from pathlib import Path

from daemon_stage import PANEL, Stage, text_of

from followupd.engine.overview.status import describe_letters
from followupd.journal.facts import Printed, Taken, Touch
from followupd.journal.states import InterviewState

LETTER = Touch("acme", "letter", "ana-alvarez")


def on_paper(stage: Stage, tmp_path: Path, text: str = "") -> Path:
    """Have a letter with addresses, and a printer that keeps what it gets."""
    tray = tmp_path / "tray"
    tray.mkdir()
    keep = f"import pathlib, sys; f = pathlib.Path(sys.argv[1]); (pathlib.Path({str(tray)!r}) / f.name).write_bytes(f.read_bytes()); {text}"
    panel = deepcopy(PANEL["contacts"])
    assert isinstance(panel, list)
    panel[0]["post"] = {"lines": ["Musterstraße 1", "10115 Berlin"]}
    stage.write_interview(contacts=panel)
    home = {**stage.config["candidate"], "post": {"lines": ["Hauptstraße 2", "10827 Berlin"]}}  # type: ignore[dict-item]
    stage.write_config(candidate=home, letters={"print_command": [sys.executable, "-c", keep, "{file}"]})
    stage.look()
    return tray


def outcomes(stage: Stage) -> list[str]:
    assert stage.daemon
    return [f.outcome for f in stage.daemon._ledger.history.facts if isinstance(f, Printed)]


def test_the_letter_is_printed_once_as_it_was_mailed(stage: Stage, tmp_path: Path) -> None:
    tray = on_paper(stage, tmp_path)
    stage.advance_by(7)
    stage.look()
    stage.restart()
    stage.look()
    assert outcomes(stage) == ["begun", "printed"]
    (paper,) = tray.iterdir()
    sheet = next(m for m in stage.notices() if m["Subject"].startswith("Post the letter"))
    (attached,) = sheet.iter_attachments()
    assert paper.read_bytes() == attached.get_content()


def test_a_printer_that_fails_is_told_once_and_holds_nothing(stage: Stage, tmp_path: Path) -> None:
    tray = on_paper(stage, tmp_path, "sys.exit('out of paper')")
    stage.advance_by(7)
    stage.look()
    assert outcomes(stage) == ["begun", "failed"]
    assert len(list(tray.iterdir())) == 1
    (told,) = [m for m in stage.notices() if m["Subject"].startswith("Not printed")]
    assert "status 1: out of paper" in text_of(told)
    assert stage.daemon
    assert (
        "not printed"
        in describe_letters(stage.daemon._ledger.config, stage.daemon._ledger.history, stage.clock.now())[0]
    )
    assert stage.look()[0].status.state is InterviewState.ACTIVE
    assert stage.next_due()


def test_a_letter_at_which_followupd_was_stopped_is_told_and_not_printed_twice(
    stage: Stage, tmp_path: Path
) -> None:
    stage.advance_by(7)  # without addresses there is nothing to print
    assert outcomes(stage) == []
    assert stage.daemon
    stage.daemon._ledger.append(Printed(stage.clock.now(), LETTER, "begun", "Ana Alvarez"))
    tray = on_paper(stage, tmp_path)
    stage.restart()
    stage.look()
    assert outcomes(stage) == ["begun", "failed"]
    assert list(tray.iterdir()) == []
    assert any("it may lie in the printer" in text_of(m) for m in stage.notices())


def test_a_print_command_that_comes_later_prints_no_old_letters(stage: Stage, tmp_path: Path) -> None:
    tray = on_paper(stage, tmp_path)
    command = stage.config["letters"]
    stage.write_config(letters={})
    stage.advance_by(7)
    assert stage.daemon
    assert any(isinstance(f, Taken) and f.touch == LETTER for f in stage.daemon._ledger.history.facts)
    stage.clock.wait(None, 2 * 86400)  # type: ignore[arg-type]
    stage.write_config(letters=command)
    stage.look()
    assert outcomes(stage) == []
    assert list(tray.iterdir()) == []
