"""A worker process that tries: it can write no file, open no connection, start nothing, and touch no other process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from followupd.adapters.workers.jail import confine_process

HEAD = """
import json, os, resource, socket, subprocess, sys, threading, mmap, signal, ctypes
from pathlib import Path
from followupd.adapters.workers.jail import confine_process
victim, folder = int(sys.argv[1]), Path(sys.argv[2])
pair = socket.socketpair()
opened = os.open(folder / "old", os.O_RDONLY)
assert confine_process(may_read_files={may_read})
done = {{}}
def attempt(name, action):
    try:
        action()
        done[name] = "done"
    except OSError as error:
        done[name] = type(error).__name__
"""
ATTEMPTS = {
    "write a file": "(folder / 'new').write_text('x')",
    "append to a file": "open(folder / 'old', 'a')",
    "truncate a file": "os.truncate(folder / 'old', 0)",
    "remove a file": "(folder / 'old').unlink()",
    "rename a file": "(folder / 'old').rename(folder / 'other')",
    "make a folder": "(folder / 'folder').mkdir()",
    "make a link": "(folder / 'link').symlink_to('/')",
    "change a mode": "(folder / 'old').chmod(0o777)",
    "change a mode of an open file": "os.fchmod(opened, 0o777)",
    "connect": "socket.create_connection(('127.0.0.1', 9))",
    "a local socket": "socket.socket(socket.AF_UNIX)",
    "a pair of sockets": "socket.socketpair()",
    "run a program": "subprocess.run(['/bin/true'])",
    "replace itself": "os.execv('/bin/true', ['true'])",
    "fork": "os.fork() or os._exit(0)",
    "kill another process": "os.kill(victim, signal.SIGTERM)",
    "limit another process": "resource.prlimit(victim, resource.RLIMIT_NOFILE, (1, 1))",
    "memory as a file": "os.memfd_create('x')",
    "another namespace": "os.unshare(0) if hasattr(os, 'unshare') else (_ for _ in ()).throw(PermissionError())",
}
READ = {"read a file": "(folder / 'old').read_text()"}
NEEDED = {
    "a thread": "threading.Thread(target=lambda: None).start()",
    "memory": "bytearray(30_000_000)",
    "map memory": "mmap.mmap(-1, 1 << 20)",
    "random bytes": "os.urandom(8)",
    "its own limit": "resource.setrlimit(resource.RLIMIT_CPU, (100, 100))",
    "talk to the daemon": "(pair[0].sendall(b'x'), pair[1].recv(1))",
}


def try_all(folder: Path, *, may_read: bool) -> dict[str, str]:
    """Return what became of each attempt, in a process of its own."""
    (folder / "old").write_text("old")
    attempts = {**ATTEMPTS, **READ, **NEEDED}
    lines = [f"attempt({name!r}, lambda: {code})" for name, code in attempts.items()]
    script = "\n".join([HEAD.format(may_read=may_read), *lines, "print(json.dumps(done))"])
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as victim:
        words = [sys.executable, "-c", script, str(victim.pid), str(folder)]
        result = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
        assert victim.poll() is None
        victim.communicate(b"\n")
    assert result.returncode == 0, result.stderr
    return dict(json.loads(result.stdout))


def is_confinable() -> bool:
    """Tell whether this kernel takes the filter: asked of a process that ends."""
    code = "from followupd.adapters.workers.jail import confine_process as c; raise SystemExit(not c(may_read_files=True))"
    return subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


pytestmark = pytest.mark.skipif(not is_confinable(), reason="this kernel takes no filter from this process")


@pytest.mark.parametrize("may_read", [True, False])
def test_a_worker_that_tries_gets_nowhere(tmp_path: Path, may_read: bool) -> None:
    outcome = try_all(tmp_path, may_read=may_read)
    assert {name: outcome[name] for name in ATTEMPTS} == dict.fromkeys(ATTEMPTS, "PermissionError")
    assert {name: outcome[name] for name in NEEDED} == dict.fromkeys(NEEDED, "done")
    assert outcome["read a file"] == ("done" if may_read else "PermissionError")
    assert (tmp_path / "old").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_another_machine_keeps_the_limits_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.uname()
    monkeypatch.setattr(os, "uname", lambda: os.uname_result((*real[:4], "sparc")))
    assert confine_process(may_read_files=True) is False
