"""Put the service in place and take it away again: each step told, nothing of yours overwritten."""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.errors import FollowupdError, UsageError
from followupd.setup.service import sandbox, unit
from followupd.setup.service.executable import Program, find
from followupd.setup.service.location import HIDDEN
from followupd.setup.service.systemctl import linger, lingers
from followupd.setup.service.unit import Standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from followupd.setup.service.location import Place

_LINGERING = "# `followupd service install --linger` switched lingering on; `followupd service uninstall` switches it off.\n"


def program() -> Program:
    """Return the followupd that is running. Raises UsageError where a service could not start it."""
    return find(sys.argv[0], Path(sys.executable), Path(sys.prefix))


@dataclass
class Installer:
    """Does it for one service. `tell` hears each thing that was done; `force` overwrites what is not ours."""

    place: Place
    tell: Callable[[str], None]
    force: bool = False
    _changed: bool = field(default=False, init=False)

    # --- in

    def install(self, started: Program) -> None:
        """Write, enable and start it. Raises FollowupdError with what is in the way; then nothing was changed."""
        place = self.place
        place.require()
        place.require_default_places()
        if hidden := started.within(HIDDEN[place.person is not None]):
            raise UsageError(
                f"{hidden} is hidden from the service by its confinement;"
                f" install followupd elsewhere{', for example into /opt/followupd' if place.person else ''}"
            )
        text = unit.body(place.shipped, started)
        self._refuse(place.path, unit.marked(text), unit.shipped(place.shipped), text)
        self._make_directories()
        left_out = sandbox.probed(place.manager, text, place.person or "")
        wanted = unit.marked(sandbox.drop_in(left_out)) if left_out else None
        if wanted:
            self._refuse(place.left_out, wanted)
        if not self.place.path.exists() and unit.same_program(read(self.place.packaged), text):
            self.tell(f"{place.packaged} is there already, from the system's packages")
        else:
            self._write(place.path, unit.marked(text))
        self._leave_out(wanted, left_out)
        if self._changed:
            self.tell(place.manager.must("daemon-reload"))
        self._start()

    def _refuse(self, path: Path, wanted: str, *copies: str) -> None:
        """Raise FollowupdError where a file is there that followupd did not write."""
        if path.is_symlink() and not self.force:
            raise FollowupdError(
                f"{path} is a link, to {path.readlink()}; --force puts the unit in its place"
            )
        found = read(path)
        if unit.standing(found, wanted, *copies) is Standing.EDITED and not self.force:
            raise FollowupdError(
                f"{path} is not as followupd wrote it; --force overwrites it"
                f" (settings of your own belong into a drop-in: systemctl edit)\n"
                f"{unit.difference(found or '', wanted, path)}"
            )

    def _make_directories(self) -> None:
        """What the confinement binds must be there."""
        if self.place.person is None:
            self.place.places.state.mkdir(mode=0o700, parents=True, exist_ok=True)
            return
        directory = self.place.places.config.parent
        if not directory.is_dir():
            directory.mkdir(mode=0o700, parents=True)
            directory.parent.chmod(0o755)  # parents come with the mask of whoever calls
            shutil.chown(directory, self.place.person)
            self.tell(f"made {directory}, for {self.place.person} alone")

    def _leave_out(self, wanted: str | None, left_out: dict[str, str]) -> None:
        if wanted:
            self._write(self.place.left_out, wanted)
            self.tell(f"this machine forbids {', '.join(left_out)}: followupd runs without")
        else:
            self._remove(self.place.left_out)

    def _write(self, path: Path, text: str) -> None:
        found = read(path)
        if found == text:
            self.tell(f"{path} is as it should be")
            return
        path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        # Renamed into place: systemd never reads half a unit, and a link is replaced, not followed.
        fresh = path.with_name(f".{path.name}.new")
        fresh.write_text(text, encoding="utf-8")
        fresh.chmod(0o644)
        fresh.replace(path)
        self._changed = True
        self.tell(f"{'wrote' if found is None else 'renewed'} {path}")

    def _start(self) -> None:
        place = self.place
        running = place.manager.show(place.unit, "ActiveState")["ActiveState"] == "active"
        self.tell(place.manager.must("enable", place.unit))
        config = place.places.config
        if not config.exists():
            self.tell(f"not started: there is no {config} yet. Then: {self._by_hand('start')}")
            return
        try:
            if running and self._changed:
                self.tell(place.manager.must("restart", place.unit))
            else:
                self.tell(place.manager.must("start", place.unit))
        except FollowupdError as fault:
            raise FollowupdError(
                f"it is in place, but does not start: {fault}\n{self._by_hand('status')}"
            ) from None

    def _by_hand(self, verb: str) -> str:
        return " ".join(("systemctl", *self.place.manager.scope, verb, self.place.unit))

    def linger(self) -> None:
        """Have it run from boot on, without a login; remembered, so that `uninstall` undoes it."""
        if lingers(self.place.owner):
            return
        self.tell(linger(self.place.owner, on=True))
        self._write(self.place.lingering, unit.marked(_LINGERING))
        self.place.manager.must("daemon-reload")

    # --- out

    def uninstall(self) -> None:
        """Stop it, and remove what `install` wrote. Raises FollowupdError where a file is no longer as it was written."""
        place = self.place
        place.require()
        shared = self._others()
        if not shared:
            self._refuse_removal()
        if self._loaded():
            self.tell(place.manager.must("disable", "--now", place.unit))
        if shared:
            self.tell(f"the unit stays, for {', '.join(shared)}")
        else:
            self._remove_files()
        if place.person:
            with suppress(OSError):  # not empty: it is theirs
                place.places.config.parent.rmdir()
                self.tell(f"removed {place.places.config.parent}, which was empty")
        self.tell("configuration, journal and secret stay as they are")

    def _loaded(self) -> bool:
        return self.place.manager.show(self.place.unit, "LoadState")["LoadState"] not in ("not-found", "")

    def _refuse_removal(self) -> None:
        path = self.place.path
        found = read(path)
        ours = found in (None, unit.shipped(path.name)) or unit.untouched(found or "")
        if not ours and not self.force:
            raise FollowupdError(f"{path} was edited, or is not followupd's; --force removes it")

    def _remove_files(self) -> None:
        if self.place.lingering.exists():
            self.tell(linger(self.place.owner, on=False))
        for path in (self.place.lingering, self.place.left_out):
            self._remove(path)
        self._remove(self.place.path, whole=True)
        with suppress(OSError):  # drop-ins of yours stay
            self.place.drop_ins.rmdir()
        if self._changed:
            self.tell(self.place.manager.must("daemon-reload"))

    def _remove(self, path: Path, *, whole: bool = False) -> None:
        """Remove a file of ours; `whole`: whatever it is, that was looked at before."""
        found = read(path)
        if found is None or not (whole or self.force or unit.untouched(found)):
            return
        path.unlink()
        self._changed = True
        self.tell(f"removed {path}")

    def _others(self) -> list[str]:
        """Return for whom else the unit of the machine is there."""
        if self.place.person is None:
            return []
        enabled = {p.name for p in self.place.directory.glob("*.wants/followupd@*.service")}
        listed = self.place.manager.ctl(
            "list-units", "--plain", "--no-legend", "--state=active", "followupd@*"
        )
        running = {line.split()[0] for line in listed.said.splitlines() if line.startswith("followupd@")}
        return sorted(
            n.split("@")[1].removesuffix(".service") for n in (enabled | running) - {self.place.unit}
        )


def read(path: Path) -> str | None:
    """Return what a file says; None where there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError):
        return None
