"""sd_notify over a real socket."""

import socket
import time
from pathlib import Path

import pytest

from followupd.adapters.system import sd_notify


def test_without_a_service_manager_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert not sd_notify.notify_systemd("READY=1")


@pytest.mark.parametrize("abstract", [False, True])
def test_state_reaches_the_service_manager_one_line_each(
    abstract: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"@followupd-test-{tmp_path.name}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(name.replace("@", "\0") if abstract else name)
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        assert sd_notify.notify_systemd("READY=1", "STATUS=all\nwell")
        assert manager.recv(4096) == b"READY=1\nSTATUS=all well"


def test_a_manager_that_is_gone_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    assert not sd_notify.notify_systemd("READY=1")


def test_a_manager_that_does_not_listen_costs_no_processor_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        began = time.thread_time()
        while sd_notify.notify_systemd("WATCHDOG=1"):
            pass
        assert time.thread_time() - began < 0.1
