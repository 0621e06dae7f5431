"""Installs and removes the service: each step is printed, and no file of the user's is overwritten."""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.adapters.system import files
from followupd.errors import FollowupdError, UsageError
from followupd.setup.service import sandbox, unit
from followupd.setup.service.executable import Executable, find_executable
from followupd.setup.service.location import HIDDEN_DIRECTORIES
from followupd.setup.service.systemctl import is_lingering, set_lingering
from followupd.setup.service.unit import UnitState

if TYPE_CHECKING:
    from collections.abc import Callable

    from followupd.setup.service.location import ServiceLocation

_LINGERING_NOTE = "# `followupd service install --linger` switched lingering on; `followupd service uninstall` switches it off.\n"


def current_executable() -> Executable:
    """Return the followupd that is running. Raises UsageError if a service could not start it."""
    return find_executable(sys.argv[0], Path(sys.executable), Path(sys.prefix))


@dataclass
class Installer:
    """Installs and removes one service.

    `tell` is called after each step; with `force` it overwrites files that are not followupd's.
    """

    location: ServiceLocation
    tell: Callable[[str], None]
    force: bool = False
    _has_changes: bool = field(default=False, init=False)

    # --- installation

    def install(self, executable: Executable) -> None:
        """Write, enable and start the service.

        Raises FollowupdError if something prevents that; then nothing was changed.
        """
        location = self.location
        location.require_access()
        location.require_default_paths()
        if hidden_part := executable.find_part_within(HIDDEN_DIRECTORIES[location.person is not None]):
            raise UsageError(
                f"{hidden_part} is hidden from the service by its confinement;"
                f" install followupd elsewhere{', for example into /opt/followupd' if location.person else ''}"
            )
        text = unit.render_unit(location.unit_file_name, executable)
        self._require_unedited(
            location.unit_path, unit.add_header(text), unit.read_shipped_unit(location.unit_file_name), text
        )
        self._make_directories()
        omissions = sandbox.find_omissions(location.systemd, text, location.person or "")
        drop_in_text = unit.add_header(sandbox.render_drop_in(omissions)) if omissions else None
        if drop_in_text:
            self._require_unedited(location.omissions_path, drop_in_text)
        if not self.location.unit_path.exists() and unit.has_same_program(
            read_if_present(self.location.packaged_path), text
        ):
            self.tell(f"{location.packaged_path} is there already, from the system's packages")
        else:
            self._write_file(location.unit_path, unit.add_header(text))
        self._write_drop_in(drop_in_text, omissions)
        if self._has_changes:
            self.tell(location.systemd.require_success("daemon-reload"))
        self._start_service()

    def _require_unedited(self, path: Path, expected_text: str, *shipped_texts: str) -> None:
        """Raise FollowupdError if the file exists and followupd did not write it."""
        if path.is_symlink() and not self.force:
            raise FollowupdError(
                f"{path} is a link, to {path.readlink()}; --force puts the unit in its place"
            )
        current_text = read_if_present(path)
        if (
            unit.compare_unit(current_text, expected_text, *shipped_texts) is UnitState.EDITED
            and not self.force
        ):
            raise FollowupdError(
                f"{path} is not as followupd wrote it; --force overwrites it"
                f" (settings of your own belong into a drop-in: systemctl edit)\n"
                f"{unit.diff_units(current_text or '', expected_text, path)}"
            )

    def _make_directories(self) -> None:
        """Make the directories that the confinement of the service needs."""
        if self.location.person is None:
            self.location.paths.state.mkdir(mode=0o700, parents=True, exist_ok=True)
            return
        directory = self.location.paths.config.parent
        if not directory.is_dir():
            directory.mkdir(mode=0o700, parents=True)
            directory.parent.chmod(0o755)  # the mode of parents depends on the caller's umask
            shutil.chown(directory, self.location.person)
            self.tell(f"made {directory}, for {self.location.person} alone")

    def _write_drop_in(self, drop_in_text: str | None, omissions: dict[str, str]) -> None:
        if drop_in_text:
            self._write_file(self.location.omissions_path, drop_in_text)
            self.tell(f"this machine forbids {', '.join(omissions)}: followupd runs without")
        else:
            self._remove_file(self.location.omissions_path)

    def _write_file(self, path: Path, text: str) -> None:
        current_text = read_if_present(path)
        if current_text == text:
            self.tell(f"{path} is as it should be")
            return
        path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        # Renamed into place: systemd never reads half a unit, and a link is replaced instead of followed.
        files.replace_file(path, text.encode(), mode=0o644, durable=True)
        path.chmod(0o644)  # regardless of the caller's umask
        self._has_changes = True
        self.tell(f"{'wrote' if current_text is None else 'renewed'} {path}")

    def _start_service(self) -> None:
        location = self.location
        is_running = (
            location.systemd.read_properties(location.unit_name, "ActiveState")["ActiveState"] == "active"
        )
        self.tell(location.systemd.require_success("enable", location.unit_name))
        config = location.paths.config
        if not config.exists():
            self.tell(f"not started: there is no {config} yet. Then: {self._manual_command('start')}")
            return
        try:
            if is_running and self._has_changes:
                self.tell(location.systemd.require_success("restart", location.unit_name))
            else:
                self.tell(location.systemd.require_success("start", location.unit_name))
        except FollowupdError as fault:
            raise FollowupdError(
                f"it is in place, but does not start: {fault}\n{self._manual_command('status')}"
            ) from None

    def _manual_command(self, verb: str) -> str:
        return " ".join(("systemctl", *self.location.systemd.scope_options, verb, self.location.unit_name))

    def enable_lingering(self) -> None:
        """Let the service run from boot on, without a login; a note makes `uninstall` undo this."""
        if is_lingering(self.location.owner_name):
            return
        self.tell(set_lingering(self.location.owner_name, on=True))
        self._write_file(self.location.lingering_path, unit.add_header(_LINGERING_NOTE))
        self.location.systemd.require_success("daemon-reload")

    # --- removal

    def uninstall(self) -> None:
        """Stop the service, and remove what `install` wrote. Raises FollowupdError if the unit was edited."""
        location = self.location
        location.require_access()
        other_users = self._find_other_users()
        if not other_users:
            self._refuse_removal()
        if self._is_loaded():
            self.tell(location.systemd.require_success("disable", "--now", location.unit_name))
        if other_users:
            self.tell(f"the unit stays, for {', '.join(other_users)}")
        else:
            self._remove_files()
        if location.person:
            with suppress(OSError):  # not empty: the files are the person's
                location.paths.config.parent.rmdir()
                self.tell(f"removed {location.paths.config.parent}, which was empty")
        self.tell("configuration, journal and secret stay as they are")

    def _is_loaded(self) -> bool:
        return self.location.systemd.read_properties(self.location.unit_name, "LoadState")[
            "LoadState"
        ] not in ("not-found", "")

    def _refuse_removal(self) -> None:
        path = self.location.unit_path
        current_text = read_if_present(path)
        is_ours = current_text in (None, unit.read_shipped_unit(path.name)) or unit.is_unedited(
            current_text or ""
        )
        if not is_ours and not self.force:
            raise FollowupdError(f"{path} was edited, or is not followupd's; --force removes it")

    def _remove_files(self) -> None:
        if self.location.lingering_path.exists():
            self.tell(set_lingering(self.location.owner_name, on=False))
        for path in (self.location.lingering_path, self.location.omissions_path):
            self._remove_file(path)
        self._remove_file(self.location.unit_path, always=True)
        with suppress(OSError):  # the user's own drop-ins stay
            self.location.drop_in_directory.rmdir()
        if self._has_changes:
            self.tell(self.location.systemd.require_success("daemon-reload"))

    def _remove_file(self, path: Path, *, always: bool = False) -> None:
        """Remove a file that followupd wrote; with `always`, any file, since the caller has checked it."""
        current_text = read_if_present(path)
        if current_text is None or not (always or self.force or unit.is_unedited(current_text)):
            return
        path.unlink()
        self._has_changes = True
        self.tell(f"removed {path}")

    def _find_other_users(self) -> list[str]:
        """Return the other people for whom the machine's unit is enabled or runs."""
        if self.location.person is None:
            return []
        enabled_units = {p.name for p in self.location.unit_directory.glob("*.wants/followupd@*.service")}
        listing = self.location.systemd.run_systemctl(
            "list-units", "--plain", "--no-legend", "--state=active", "followupd@*"
        )
        running_units = {
            line.split()[0] for line in listing.output.splitlines() if line.startswith("followupd@")
        }
        return sorted(
            n.split("@")[1].removesuffix(".service")
            for n in (enabled_units | running_units) - {self.location.unit_name}
        )


def read_if_present(path: Path) -> str | None:
    """Return the text of a file, or None if there is no file."""
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError):
        return None
