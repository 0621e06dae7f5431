"""A candidate's store that is copied, and restored later."""

import shutil
from datetime import timedelta
from pathlib import Path

from daemon_stage import Stage
from mailhost import ANA, BEN, CLEO, HAL
from typer.testing import CliRunner

from followupd.adapters.store import checkpoint
from followupd.cli.main import app
from followupd.cli.session import current_clock
from followupd.journal.history import History

PANEL = (ANA, BEN, CLEO, HAL)


def say(stage: Stage, *words: str, status: int = 0) -> str:
    """Run followupd beside the daemon, as the candidate does, and return its output."""
    env = {"FOLLOWUPD_STATE": str(stage.places.state), "FOLLOWUPD_CONFIG": str(stage.places.config)}
    before = current_clock.set(stage.clock.now)
    try:
        done = CliRunner().invoke(app, [*words], env=env)
    finally:
        current_clock.reset(before)
    assert done.exit_code == status, done.output
    return done.output


def heard(stage: Stage) -> list[int]:
    return [len(stage.followups(p.address)) for p in PANEL]


def history(stage: Stage) -> History:
    assert stage.daemon
    return stage.daemon._ledger.history


def file_copies(stage: Stage) -> None:
    """Let time pass, so that followupd files the copies that the provider has not filed."""
    for seconds in (30, 130):
        stage.clock.instant += timedelta(seconds=seconds)
        stage.look()


def pass_days(stage: Stage, days: int) -> None:
    for _ in range(days * 2):
        stage.clock.instant += timedelta(hours=12)
        stage.look()


def put_back(stage: Stage, backup: Path) -> None:
    """Restore a backup as docs/how-to/backup.md says: stop, copy, start."""
    stage.stop()
    for beside in stage.places.state.glob("followupd.sqlite3-*"):
        beside.unlink()
    shutil.copy(backup, stage.places.store_file)
    stage.start()


def snapshot(stage: Stage, kept: Path) -> None:
    """Copy what a snapshot of the disk holds: the store, and the mark beside it."""
    stage.stop()
    for file in (stage.places.store_file, checkpoint.checkpoint_path(stage.places.store_file)):
        shutil.copy(file, kept / file.name)
    stage.start()


def put_snapshot_back(stage: Stage, kept: Path) -> None:
    """Restore a snapshot of the disk: the same machine, the same inodes, the mark of that day."""
    stage.stop()
    left = checkpoint.checkpoint_path(stage.places.store_file)
    shutil.copy(kept / left.name, left)
    put_back(stage, kept / stage.places.store_file.name)
