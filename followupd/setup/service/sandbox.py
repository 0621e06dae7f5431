"""Finds out how much of a unit's sandbox this machine supports, by a trial with the exact text of the unit.

systemd needs user namespaces to confine a user's service. A container, a hardened kernel or AppArmor may forbid them.
Then systemd refuses to start the service at all. So a drop-in switches off what the machine forbids, and says so.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from followupd.adapters.workers import process
from followupd.errors import FollowupdError
from followupd.setup.service.systemctl import runtime_directory

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from followupd.setup.service.systemctl import Systemd

PROBE_UNIT = "followupd-probe"
# Settings that the probe must not have: it runs once, beside the real service, and tests only the confinement.
_LIFECYCLE_SETTINGS = (
    "Type", "NotifyAccess", "ExecStart", "ExecReload", "WatchdogSec", "Restart", "RestartSec",
    "RestartPreventExitStatus", "TimeoutStopSec", "LoadCredentialEncrypted",
)  # fmt: skip
# Settings that need namespaces, each with its value for no confinement. A container may already hide the kernel's log
# by a file on which nothing can be mounted (seen in practice: systemd-nspawn).
_KERNEL_LOG_SETTINGS = {"ProtectKernelLogs": "no"}
_USER_NAMESPACE_SETTINGS = {"PrivateUsers": "no"}
_NAMESPACE_SETTINGS = (
    _USER_NAMESPACE_SETTINGS
    | _KERNEL_LOG_SETTINGS
    | {
        "CapabilityBoundingSet": "~",
        "PrivateNetwork": "no",
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
        "ProtectKernelModules": "no",
        "ProtectKernelTunables": "no",
    }
)
# Settings that need a filter of system calls.
_FILTER_SETTINGS = {
    "RestrictRealtime": "no",
    "RestrictSUIDSGID": "no",
    "LockPersonality": "no",
    "MemoryDenyWriteExecute": "no",
    "RestrictNamespaces": "no",
    "SystemCallArchitectures": "",
    "SystemCallFilter": "",
    "RestrictAddressFamilies": "",
}


def list_omissions(*, system: bool) -> Sequence[dict[str, str]]:
    """Return the sets of settings to leave out, in the order in which they are tried; the first set is empty."""
    all_settings = _NAMESPACE_SETTINGS | _FILTER_SETTINGS
    # The machine's service manager can confine without a user namespace too; a user's manager cannot.
    return (
        ({}, _USER_NAMESPACE_SETTINGS, _NAMESPACE_SETTINGS, all_settings)
        if system
        else ({}, _KERNEL_LOG_SETTINGS, _NAMESPACE_SETTINGS, all_settings)
    )


def find_omissions(systemd: Systemd, unit_text: str, instance: str) -> dict[str, str]:
    """Return the settings that must be left out of a unit so that followupd starts; {} if none.

    `unit_text` is the unit's text. `instance` is the person of a unit for many people, else "". Raises FollowupdError
    if followupd does not start in any way.
    """
    failure = ""
    for omissions in list_omissions(system=systemd.system):
        with _install_probe(systemd, _render_probe(unit_text, omissions), instance) as name:
            result = systemd.run_systemctl("start", name, timeout=120)
            if not result.exit_status:
                return {key: value for key, value in omissions.items() if f"\n{key}=" in unit_text}
            properties = systemd.read_properties(name, "Result", "ExecMainStatus")
            failure = f"{properties['Result']}, status {properties['ExecMainStatus']}"
    raise FollowupdError(
        f"followupd cannot be started as a service here ({failure}); see the journal of {PROBE_UNIT}"
    )


def _render_probe(unit_text: str, omissions: dict[str, str]) -> str:
    service = unit_text.split("\n[Service]\n", 1)[1].split("\n[Install]\n", 1)[0]
    kept_lines = [line for line in service.splitlines() if line.split("=")[0] not in _LIFECYCLE_SETTINGS]
    # The probe loads all that the daemon loads, since a filter or a path may prevent any of it.
    exec_start = "ExecStart=" + " ".join(
        f'"{_escape_word(word)}"' for word in process.interpreter_command("followupd.daemon.daemon")
    )
    resets = [f"{key}={value}" for key, value in omissions.items()]
    return "\n".join(["[Service]", "Type=oneshot", exec_start, *kept_lines, *resets, ""])


def _escape_word(path: str) -> str:
    return re.sub(r'(["\\])', r"\\\1", path).replace("%", "%%").replace("$", "$$")


@contextmanager
def _install_probe(systemd: Systemd, text: str, instance: str) -> Iterator[str]:
    """Add the unit to systemd for a moment, in a directory that does not outlive the session."""
    path = runtime_directory(system=systemd.system) / (
        f"{PROBE_UNIT}@.service" if instance else f"{PROBE_UNIT}.service"
    )
    name = f"{PROBE_UNIT}@{instance}.service" if instance else path.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    try:
        systemd.require_success("daemon-reload")
        yield name
    finally:
        with suppress(FollowupdError):
            systemd.run_systemctl("reset-failed", name)
        path.unlink()
        systemd.run_systemctl("daemon-reload")


def render_drop_in(omissions: dict[str, str]) -> str:
    """Return the drop-in that switches these settings off."""
    reason = (
        "# This machine does not let followupd start with what is left out here (tried out when it was installed).\n"
        "# The usual reason: user namespaces are forbidden, by the kernel, by AppArmor, or by a container around it.\n"
        "# `followupd service install` tries again.\n"
    )
    return "\n".join([f"{reason}[Service]", *(f"{key}={value}" for key, value in omissions.items()), ""])
