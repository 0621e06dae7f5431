"""A person's files, and the followupd command on them."""

import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from builders import ACME, BASE
from fork_server import followupd

from followupd.adapters.store.sqlite import SqliteStore


class Desk:
    """A person's files, and the followupd command on them."""

    def __init__(self, directory: Path) -> None:
        self.config = directory / "config" / "config.yaml"
        self.state = directory / "state"
        (self.config.parent / "interviews").mkdir(parents=True)
        self.write(live=False)
        # The interview ended ten minutes ago, so nothing has happened yet.
        start = datetime.now(UTC) - timedelta(minutes=70)
        acme = {k: v for k, v in ACME.items() if k != "id"} | {"at": f"{start:%Y-%m-%d %H:%M}", "zone": "UTC"}
        self.interview("acme", acme)

    def write(self, **changes: Any) -> None:
        self.config.write_text(yaml.safe_dump(BASE | changes))

    def interview(self, name: str, data: Any) -> None:
        (self.config.parent / "interviews" / f"{name}.yaml").write_text(yaml.safe_dump(data))

    def __call__(self, *words: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        return self._run(words, status)

    def at_terminal(self, *words: str, typed: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        """Run the command at a terminal, with this text typed."""
        ours, theirs = pty.openpty()
        try:
            os.write(ours, typed.encode())
            return self._run(words, status, stdin=theirs)
        finally:
            os.close(ours)
            os.close(theirs)

    def _run(
        self, words: Sequence[str], status: int, stdin: int | None = None
    ) -> subprocess.CompletedProcess[str]:
        env = {k: v for k, v in os.environ.items() if not k.startswith("FOLLOWUPD")}
        env |= {"FOLLOWUPD_STATE": str(self.state), "FOLLOWUPD_CONFIG": str(self.config), "NO_COLOR": "1"}
        if stdin is None:
            ended = followupd([*words], env)
        else:
            command = [sys.executable, "-m", "followupd", *words]
            ended = subprocess.run(
                command, env=env, stdin=stdin, capture_output=True, text=True, check=False, timeout=120
            )
        assert ended.returncode == status, ended.stderr + ended.stdout
        assert "Traceback" not in ended.stderr
        return ended

    def store(self) -> SqliteStore:
        return SqliteStore(self.state / "followupd.sqlite3")
