"""The paths of the configuration, the interviews, the user's templates, and the state."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from platformdirs import PlatformDirs

PACKAGE = Path(__file__).resolve().parents[2]  # the folder of the package, wherever it is installed


@dataclass(frozen=True, slots=True)
class Paths:
    """The files of one person."""

    config: Path  # config.yaml
    state: Path  # directory of the store, 0700

    @property
    def interviews_folder(self) -> Path:
        """The folder of interview files."""
        return self.config.parent / "interviews"

    @property
    def templates_folder(self) -> Path:
        """The folder of the user's own templates."""
        return self.config.parent / "templates"

    @property
    def relays_file(self) -> Path:
        """The user's own table of applicant-tracking systems."""
        return self.config.parent / "relays.yaml"

    @property
    def store_file(self) -> Path:
        """The journal and the outbox."""
        return self.state / "followupd.sqlite3"

    @property
    def hold_file(self) -> Path:
        """While this file is there, nothing is sent."""
        return self.state / "HOLD"


def find_paths(config: Path | None = None, state: Path | None = None) -> Paths:
    """Return the paths: from the arguments, else from the environment, else the XDG base directories.

    systemd sets the variables of the environment for a service.
    """
    config_folder = _first_path(os.environ.get("CONFIGURATION_DIRECTORY"))
    state_folder = _first_path(os.environ.get("FOLLOWUPD_STATE") or os.environ.get("STATE_DIRECTORY"))
    config = config or (config_folder or _desktop_dirs().user_config_path) / "config.yaml"
    state = state or state_folder or _desktop_dirs().user_state_path
    return Paths(config.absolute(), state.absolute())


def _first_path(variable: str | None) -> Path | None:
    return Path(variable.split(":")[0]) if variable else None


def _desktop_dirs() -> PlatformDirs:
    from platformdirs import PlatformDirs

    return PlatformDirs("followupd")
