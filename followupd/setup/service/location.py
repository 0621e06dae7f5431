"""The place of a service: a person's own one, or an instance of the machine's unit for a person."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from platformdirs import user_config_path

from followupd.adapters.system.paths import Paths, find_paths
from followupd.errors import FollowupdError, UsageError
from followupd.setup.service.systemctl import Systemd, require_systemd

# What the confinement hides from the service: nothing that it needs to start may be there.
HIDDEN_DIRECTORIES = {
    False: (Path("/tmp"), Path("/var/tmp")),  # noqa: S108 - named because it is hidden
    True: (Path("/tmp"), Path("/var/tmp"), Path("/home"), Path("/root"), Path("/run/user")),  # noqa: S108
}
PACKAGED_UNIT_DIRECTORY = Path("/usr/lib/systemd")


@dataclass(frozen=True)
class ServiceLocation:
    """One service. `person` is whom an instance of the machine's unit runs for; None means the user's own service."""

    person: str | None

    @cached_property
    def systemd(self) -> Systemd:
        """The service manager that runs it."""
        return Systemd(system=self.person is not None)

    @property
    def unit_file_name(self) -> str:
        """The name of the unit's file."""
        return "followupd@.service" if self.person else "followupd.service"

    @property
    def unit_name(self) -> str:
        """Its name for systemctl."""
        return f"followupd@{self.person}.service" if self.person else "followupd.service"

    @cached_property
    def unit_directory(self) -> Path:
        """The directory for units that an administrator or a user adds."""
        return Path("/etc/systemd/system") if self.person else user_config_path() / "systemd/user"

    @property
    def unit_path(self) -> Path:
        """The unit's file."""
        return self.unit_directory / self.unit_file_name

    @property
    def drop_in_directory(self) -> Path:
        """The directory of its drop-ins."""
        return self.unit_directory / f"{self.unit_file_name}.d"

    @property
    def omissions_path(self) -> Path:
        """Followupd's drop-in with the settings that this machine does not support."""
        return self.drop_in_directory / "10-machine.conf"

    @property
    def lingering_path(self) -> Path:
        """Followupd's note that it has switched lingering on."""
        return self.drop_in_directory / "20-lingering.conf"

    @property
    def packaged_path(self) -> Path:
        """The place where a system package would install the unit."""
        kind = "system" if self.person else "user"
        return PACKAGED_UNIT_DIRECTORY / kind / self.unit_file_name

    @property
    def owner_name(self) -> str:
        """The name of the user that it runs as."""
        try:
            return self.person or pwd.getpwuid(os.getuid()).pw_name
        except KeyError:  # a container may run as a user without a name
            return str(os.getuid())

    @property
    def paths(self) -> Paths:
        """The files that it reads and writes."""
        if self.person is None:
            return find_paths()
        config = Path("/etc/followupd", self.person, "config.yaml")
        return Paths(config, Path("/var/lib/followupd", self.person))

    def require_access(self) -> None:
        """Raise UsageError if the caller may not have such a service; Unreachable without a service manager."""
        require_systemd()
        if self.person is None and os.geteuid() == 0:
            raise UsageError("as root, say for whom: --system NAME")
        if self.person is not None:
            require_account(self.person)
            if os.geteuid() != 0:
                raise UsageError("only root may do that: sudo followupd service ... --system NAME")
        self.systemd.require_answer()

    def require_default_paths(self) -> None:
        """Raise FollowupdError if the state is not where the unit looks for it."""
        state = Path.home() / ".local/state/followupd"
        if self.person is None and self.paths.state != state:
            raise FollowupdError(
                f"your state lies in {self.paths.state}, the unit keeps it in {state};"
                " move it there, and unset FOLLOWUPD_STATE and XDG_STATE_HOME"
            )


def require_account(person: str) -> None:
    """Raise UsageError if a service of the machine cannot run for this person."""
    try:
        account = pwd.getpwnam(person)
    except KeyError:
        raise UsageError(f"nobody here is called {person}") from None
    if account.pw_uid == 0:
        raise UsageError("not for root: name the person whose mail it is")
