"""The state of the service: what systemd reports, and whether its unit is the one that this version ships."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.errors import UsageError
from followupd.setup.service import unit
from followupd.setup.service.install import current_executable, read_if_present
from followupd.setup.service.systemctl import is_lingering
from followupd.setup.service.unit import UnitState

if TYPE_CHECKING:
    from followupd.setup.service.location import ServiceLocation


@dataclass(frozen=True, slots=True)
class ServiceReport:
    """One service. `lingers` is None for a service of the machine, which needs no login."""

    unit: str
    path: str
    standing: UnitState
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
    def is_running(self) -> bool:
        """Whether it is running."""
        return self.active == "active"


def inspect_service(location: ServiceLocation) -> ServiceReport:
    """Return the state of a service. Raises Unreachable if no service manager answers."""
    location.systemd.require_answer()
    properties = location.systemd.read_properties(
        location.unit_name, "UnitFileState", "ActiveState", "SubState", "StateChangeTimestamp", "StatusText", "Result",
        "NRestarts", "FragmentPath",
    )  # fmt: skip
    drop_in_text = read_if_present(location.omissions_path) or ""
    return ServiceReport(
        unit=location.unit_name,
        path=properties["FragmentPath"] or str(location.unit_path),
        standing=_find_unit_state(location),
        program=unit.read_exec_start(
            read_if_present(location.unit_path) or read_if_present(location.packaged_path) or ""
        ),
        enabled=properties["UnitFileState"] == "enabled",
        active=properties["ActiveState"] or "inactive",
        substate=properties["SubState"],
        since=properties["StateChangeTimestamp"],
        says=properties["StatusText"],
        result=properties["Result"],
        restarts=int(properties["NRestarts"] or 0),
        lingers=None if location.person else is_lingering(location.owner_name),
        left_out=[line.split("=")[0] for line in drop_in_text.splitlines() if "=" in line and line[0] != "#"],
    )


def _find_unit_state(location: ServiceLocation) -> UnitState:
    current_text = read_if_present(location.unit_path)
    try:
        text = unit.render_unit(location.unit_file_name, current_executable())
    except UsageError:  # started in another way: by `python -m followupd`
        text = unit.read_shipped_unit(location.unit_file_name)
    if current_text is None and unit.has_same_program(read_if_present(location.packaged_path), text):
        return UnitState.CURRENT
    return unit.compare_unit(
        current_text, unit.add_header(text), unit.read_shipped_unit(location.unit_file_name), text
    )
