"""How much of a unit's confinement this machine can do: tried out, with the very text of the unit.

A container, a hardened kernel or AppArmor may forbid user namespaces, on which a service of a user needs to rest to be
confined at all; then systemd refuses to start it. A service that does not start helps nobody: what the machine forbids
is left out, by a drop-in that says so.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from followupd.adapters.workers import process
from followupd.errors import FollowupdError
from followupd.setup.service.systemctl import runtime

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from followupd.setup.service.systemctl import Manager

PROBE = "followupd-probe"
# What the probe must not have: it runs once, beside the real one, and proves the confinement alone.
_LIFE = (
    "Type", "NotifyAccess", "ExecStart", "ExecReload", "WatchdogSec", "Restart", "RestartSec",
    "RestartPreventExitStatus", "TimeoutStopSec", "LoadCredentialEncrypted",
)  # fmt: skip
# Settings, and what each is where nothing is confined. All of these need namespaces.
_OWN_USERS = {"PrivateUsers": "no"}
_NAMESPACES = _OWN_USERS | {
    "CapabilityBoundingSet": "~",
    "PrivateMounts": "no",
    "ProtectSystem": "no",
    "ProtectHome": "no",
    "ReadWritePaths": "",
    "ReadOnlyPaths": "",
    "InaccessiblePaths": "",
    "PrivateTmp": "no",
    "PrivateDevices": "no",
    "PrivateIPC": "no",
    "ProtectProc": "default",
    "ProcSubset": "all",
    "ProtectClock": "no",
    "ProtectControlGroups": "no",
    "ProtectHostname": "no",
    "ProtectKernelLogs": "no",
    "ProtectKernelModules": "no",
    "ProtectKernelTunables": "no",
}
# And these a filter of system calls.
_FILTERS = {
    "RestrictRealtime": "no",
    "RestrictSUIDSGID": "no",
    "LockPersonality": "no",
    "MemoryDenyWriteExecute": "no",
    "RestrictNamespaces": "no",
    "SystemCallArchitectures": "",
    "SystemCallFilter": "",
    "RestrictAddressFamilies": "",
}


def allowances(*, system: bool) -> Sequence[dict[str, str]]:
    """Return what to leave out, tried in this order: nothing first."""
    everything = _NAMESPACES | _FILTERS
    # The machine's own manager confines without a user namespace as well; that of a user does not.
    return ({}, _OWN_USERS, _NAMESPACES, everything) if system else ({}, _NAMESPACES, everything)


def probed(manager: Manager, unit: str, instance: str) -> dict[str, str]:
    """Return what has to be left out of a unit (its text) for followupd to start; {} where nothing.

    `instance`: the person of a unit for many, else "". Raises FollowupdError where it starts by no means.
    """
    said = ""
    for left_out in allowances(system=manager.system):
        with _probe(manager, _text(unit, left_out), instance) as name:
            done = manager.ctl("start", name, timeout=120)
            if not done.status:
                return {key: value for key, value in left_out.items() if f"\n{key}=" in unit}
            shown = manager.show(name, "Result", "ExecMainStatus")
            said = f"{shown['Result']}, status {shown['ExecMainStatus']}"
    raise FollowupdError(
        f"followupd cannot be started as a service here ({said}); see the journal of {PROBE}"
    )


def _text(unit: str, left_out: dict[str, str]) -> str:
    service = unit.split("\n[Service]\n", 1)[1].split("\n[Install]\n", 1)[0]
    kept = [line for line in service.splitlines() if line.split("=")[0] not in _LIFE]
    # All that the daemon loads: a filter or a path may be in the way of any of it.
    start = "ExecStart=" + " ".join(
        f'"{_escaped(word)}"' for word in process.python("followupd.daemon.daemon")
    )
    resets = [f"{key}={value}" for key, value in left_out.items()]
    return "\n".join(["[Service]", "Type=oneshot", start, *kept, *resets, ""])


def _escaped(path: str) -> str:
    return re.sub(r'(["\\])', r"\\\1", path).replace("%", "%%").replace("$", "$$")


@contextmanager
def _probe(manager: Manager, text: str, instance: str) -> Iterator[str]:
    """Have that unit known to systemd for a moment, in a place that does not outlive the session."""
    path = runtime(system=manager.system) / (f"{PROBE}@.service" if instance else f"{PROBE}.service")
    name = f"{PROBE}@{instance}.service" if instance else path.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    try:
        manager.must("daemon-reload")
        yield name
    finally:
        with suppress(FollowupdError):
            manager.ctl("reset-failed", name)
        path.unlink()
        manager.ctl("daemon-reload")


def drop_in(left_out: dict[str, str]) -> str:
    """Return the drop-in that leaves these out."""
    reason = (
        "# This machine does not let followupd start with what is left out here (tried out when it was installed).\n"
        "# The usual reason: user namespaces are forbidden, by the kernel, by AppArmor, or by a container around it.\n"
        "# `followupd service install` tries again.\n"
    )
    return "\n".join([f"{reason}[Service]", *(f"{key}={value}" for key, value in left_out.items()), ""])
