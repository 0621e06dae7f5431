"""Where things lie: the configuration, the interviews, the user's templates, the state."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from platformdirs import PlatformDirs

PACKAGE = Path(__file__).resolve().parents[2]  # the folder of the package, wherever it is installed


@dataclass(frozen=True, slots=True)
class Places:
    """The files of one person."""

    config: Path  # config.yaml
    state: Path  # directory of the store, 0700

    @property
    def interviews(self) -> Path:
        """The folder of interview files."""
        return self.config.parent / "interviews"

    @property
    def templates(self) -> Path:
        """The folder of the user's own templates."""
        return self.config.parent / "templates"

    @property
    def relays(self) -> Path:
        """The user's own table of applicant-tracking systems."""
        return self.config.parent / "relays.yaml"

    @property
    def store(self) -> Path:
        """The journal and the outbox."""
        return self.state / "followupd.sqlite3"

    @property
    def hold(self) -> Path:
        """While this file is there, nothing is sent."""
        return self.state / "HOLD"


def places(config: Path | None = None, state: Path | None = None) -> Places:
    """Return the places: as told, else as systemd says, else as the desktop does (XDG base directories)."""
    told_config = _first(os.environ.get("CONFIGURATION_DIRECTORY"))
    told_state = _first(os.environ.get("FOLLOWUPD_STATE") or os.environ.get("STATE_DIRECTORY"))
    config = config or (told_config or _desktop().user_config_path) / "config.yaml"
    state = state or told_state or _desktop().user_state_path
    return Places(config.absolute(), state.absolute())


def _first(said: str | None) -> Path | None:
    return Path(said.split(":")[0]) if said else None


def _desktop() -> PlatformDirs:
    from platformdirs import PlatformDirs

    return PlatformDirs("followupd")
