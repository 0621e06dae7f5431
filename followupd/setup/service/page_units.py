"""The units of the page: a socket that systemd holds, and the service that it starts on a connection."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from followupd.adapters.system import files
from followupd.errors import FollowupdError, UsageError
from followupd.setup.service import sandbox, unit
from followupd.setup.service.install import read_if_present
from followupd.setup.service.systemctl import Systemd, require_systemd
from followupd.setup.service.unit import UnitState

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from followupd.setup.service.executable import Executable
    from followupd.setup.service.location import ServiceLocation

SOCKET_UNIT, SERVICE_UNIT = "followupd-web.socket", "followupd-web.service"


class PageInstaller:
    """Installs the units of the page beside those of the person's own service, and removes them."""

    def __init__(
        self, location: ServiceLocation, tell: Callable[[str], None], *, force: bool = False
    ) -> None:
        """Store the settings. Raises UsageError for a service of the machine.

        `tell` is called after each step; with `force` it overwrites files that are not followupd's.
        """
        if location.person is not None:
            raise UsageError("the page is for the person at the machine: leave out --system")
        self._location, self._tell, self._force = location, tell, force

    @property
    def _omissions_path(self) -> Path:
        return self._location.unit_directory / f"{SERVICE_UNIT}.d" / "10-machine.conf"

    def install(self, executable: Executable) -> None:
        """Write both units, and make systemd listen.

        Raises FollowupdError; then nothing was changed.
        """
        systemd = self._location.systemd
        service_text = unit.render_unit(SERVICE_UNIT, executable)
        texts = {SERVICE_UNIT: service_text, SOCKET_UNIT: unit.read_shipped_unit(SOCKET_UNIT)}
        for name, text in texts.items():
            self._require_unedited(self._location.unit_directory / name, text, unit.read_shipped_unit(name))
        self._location.paths.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._location.paths.interviews_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        omissions = sandbox.find_omissions(systemd, service_text, "")
        for name, text in texts.items():
            self._write_file(self._location.unit_directory / name, unit.add_header(text))
        if omissions:
            self._write_file(self._omissions_path, unit.add_header(sandbox.render_drop_in(omissions)))
            self._tell(f"this machine forbids {', '.join(omissions)}: the page runs without")
        else:
            self._remove_file(self._omissions_path)
        systemd.require_success("daemon-reload")
        systemd.run_systemctl("stop", SERVICE_UNIT)  # the next request starts the new one
        self._tell(systemd.require_success("enable", "--now", SOCKET_UNIT))

    def _require_unedited(self, path: Path, text: str, shipped_text: str) -> None:
        state = unit.compare_unit(read_if_present(path), unit.add_header(text), shipped_text)
        if state is UnitState.EDITED and not self._force:
            raise FollowupdError(f"{path} is not as followupd wrote it; --force overwrites it")

    def _write_file(self, path: Path, text: str) -> None:
        path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        files.replace_file(path, text.encode(), mode=0o644, durable=True)
        path.chmod(0o644)  # regardless of the caller's umask
        self._tell(f"wrote {path}")

    def uninstall(self) -> None:
        """Close the socket, and remove what `install` wrote; edited files stay, unless `force` is set."""
        socket_path = self._location.unit_directory / SOCKET_UNIT
        if not socket_path.exists():
            return
        systemd = self._location.systemd
        self._tell(systemd.require_success("disable", "--now", SOCKET_UNIT))
        systemd.run_systemctl("stop", SERVICE_UNIT)
        for path in (socket_path, self._location.unit_directory / SERVICE_UNIT, self._omissions_path):
            self._remove_file(path)
        with suppress(OSError):  # the user's own drop-ins stay
            self._omissions_path.parent.rmdir()
        systemd.require_success("daemon-reload")

    def _remove_file(self, path: Path) -> None:
        current_text = read_if_present(path)
        if current_text is not None and (self._force or unit.is_unedited(current_text)):
            path.unlink()
            self._tell(f"removed {path}")


def find_page_port() -> int | None:
    """Return the port on which systemd listens for the person's page; None if it does not listen."""
    try:
        require_systemd()
        properties = Systemd(system=False).read_properties(SOCKET_UNIT, "ActiveState", "Listen")
    except FollowupdError:
        return None
    match = re.match(r"127\.0\.0\.1:(\d+) ", properties["Listen"])
    return int(match[1]) if match and properties["ActiveState"] == "active" else None
