"""How the service stands: what systemd says of it, and whether its unit is the one that this version ships."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.errors import UsageError
from followupd.setup.service import unit
from followupd.setup.service.install import program, read
from followupd.setup.service.systemctl import lingers
from followupd.setup.service.unit import Standing

if TYPE_CHECKING:
    from followupd.setup.service.location import Place


@dataclass(frozen=True, slots=True)
class Report:
    """One service. `lingers` is None for a service of the machine, which needs no login anyway."""

    unit: str
    path: str
    standing: Standing
    program: str
    enabled: bool
    active: str
    substate: str
    since: str
    says: str
    result: str
    restarts: int
    lingers: bool | None
    left_out: list[str]

    @property
    def runs(self) -> bool:
        """Whether it is up."""
        return self.active == "active"


def look(place: Place) -> Report:
    """Look at a service. Raises Unreachable where no service manager answers."""
    place.manager.require()
    shown = place.manager.show(
        place.unit, "UnitFileState", "ActiveState", "SubState", "StateChangeTimestamp", "StatusText", "Result",
        "NRestarts", "FragmentPath",
    )  # fmt: skip
    left_out = read(place.left_out) or ""
    return Report(
        unit=place.unit,
        path=shown["FragmentPath"] or str(place.path),
        standing=_standing(place),
        program=unit.program_of(read(place.path) or read(place.packaged) or ""),
        enabled=shown["UnitFileState"] == "enabled",
        active=shown["ActiveState"] or "inactive",
        substate=shown["SubState"],
        since=shown["StateChangeTimestamp"],
        says=shown["StatusText"],
        result=shown["Result"],
        restarts=int(shown["NRestarts"] or 0),
        lingers=None if place.person else lingers(place.owner),
        left_out=[line.split("=")[0] for line in left_out.splitlines() if "=" in line and line[0] != "#"],
    )


def _standing(place: Place) -> Standing:
    found = read(place.path)
    try:
        text = unit.body(place.shipped, program())
    except UsageError:  # looked at from elsewhere: by `python -m followupd`
        text = unit.shipped(place.shipped)
    if found is None and unit.same_program(read(place.packaged), text):
        return Standing.CURRENT
    return unit.standing(found, unit.marked(text), unit.shipped(place.shipped), text)
