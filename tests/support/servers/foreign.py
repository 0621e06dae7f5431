"""A machine for a mail server that Debian does not install together with Postfix: a folder that it sees as `/`.

Its packages are fetched with apt and unpacked, never installed. Libraries of this system are copied into it.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from server_sandbox import Premises, require, require_root

# The unpacked packages are kept as long as the virtual environment.
UNPACKED = Path(sys.prefix) / "debian"
FROM_HERE = ("sh", "cat")
MERGED = ("bin", "sbin", "lib", "lib64")
LIBRARY = re.compile(r"(?:=> )?(/\S+) \(0x")


class Machine:
    """A folder that its programs see as `/`; the network is that of the real machine."""

    def __init__(self, premises: Premises, name: str, *packages: str, users: tuple[str, ...] = ()) -> None:
        require_root()
        self._premises, self.name = premises, name
        self.root = premises.path / name
        shutil.copytree(_unpacked(packages), self.root, symlinks=True)
        self._people(("root", *users))
        for folder in ("tmp", "run", "var/run", "var/lock", "var/spool", "var/log"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        for device in ("null", "urandom"):
            self._device(device)

    def write(self, path: str, text: str, owner: str = "root", mode: int = 0o644) -> None:
        """Write a file; `owner` is a user of the machine."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        self.give(path, owner, mode)

    def give(self, path: str, owner: str, mode: int = 0o755) -> None:
        """Give a file, or a folder that may not exist yet, to a user of the machine."""
        file = self.root / path
        if not file.exists():
            file.mkdir(parents=True)
        os.chown(file, self._ids[owner], self._ids[owner])
        file.chmod(mode)

    def command(self, *words: str, user: str = "root") -> list[str]:
        """Return the command line that runs a program in the machine."""
        number = self._ids[user]
        return [require("chroot"), f"--userspec={number}:{number}", str(self.root), *words]

    def run(self, *words: str, user: str = "root", feed: bytes = b"") -> str:
        """Run a program to its end and return its output."""
        done = subprocess.run(
            self.command(*words, user=user), input=feed, capture_output=True, timeout=120, check=False
        )
        said = (done.stdout + done.stderr).decode(errors="replace")
        assert done.returncode == 0, f"{words}: {done.returncode}: {said}"
        return said

    def spawn(self, *words: str) -> None:
        """Start a server."""
        self._premises.spawn(self.name, self.command(*words))

    def runs(self) -> bool:
        """Return whether the server runs."""
        return self._premises.runs(self.name)

    def said(self) -> str:
        """Return the output of the server."""
        return self._premises.said(self.name)

    def end(self) -> None:
        """Stop the server."""
        self._premises.end(self.name)

    def _people(self, users: tuple[str, ...]) -> None:
        # Numbers that no system assigns by itself.
        self._ids = {name: number and 61900 + number for number, name in enumerate(users)}
        passwd = "".join(f"{name}:x:{n}:{n}:{name}:/home/{name}:/bin/sh\n" for name, n in self._ids.items())
        group = "".join(f"{name}:x:{n}:\n" for name, n in self._ids.items())
        for path, text in (
            ("etc/passwd", passwd),
            ("etc/group", group),
            ("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n"),
            ("etc/hosts", "127.0.0.1 localhost\n"),
            ("etc/resolv.conf", ""),
        ):
            self.write(path, text)
        for name in users:
            self.give(f"home/{name}", name)

    def _device(self, name: str) -> None:
        file = self.root / "dev" / name
        file.parent.mkdir(exist_ok=True)
        status = Path("/dev", name).stat()
        os.mknod(file, status.st_mode, status.st_rdev)
        file.chmod(0o666)


def _unpacked(packages: tuple[str, ...]) -> Path:
    """Return a folder with the packages and every library that they need."""
    folder = UNPACKED / "+".join(packages)
    if not folder.exists():
        UNPACKED.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=UNPACKED) as place:
            root = Path(place) / "root"
            _unpack(packages, Path(place), root)
            _complete(root)
            try:
                root.rename(folder)
            except OSError:  # another worker of this run was faster
                if not folder.is_dir():
                    raise
    return folder


def _unpack(packages: tuple[str, ...], place: Path, root: Path) -> None:
    for name in MERGED:
        (root / "usr" / name).mkdir(parents=True)
        (root / name).symlink_to(f"usr/{name}")
    _apt(["download", *_missing(packages)], place)
    for file in sorted(place.glob("*.deb")):
        subprocess.run([require("dpkg-deb"), "--extract", file, root], check=True, timeout=120)


def _missing(packages: tuple[str, ...]) -> list[str]:
    """Return what apt would install: the packages, and everything that they need and this system does not have."""
    words = ["install", "--simulate", "--no-install-recommends", *packages]
    said = _apt(words, Path("/"))
    return re.findall(r"^Inst (\S+)", said, re.MULTILINE)


def _apt(words: list[str], place: Path) -> str:
    """Run apt-get; if it fails, update the package lists once and try again."""
    apt = require("apt-get")
    for last in (False, True):
        done = subprocess.run(
            [apt, *words], capture_output=True, text=True, cwd=place, timeout=300, check=False
        )
        if done.returncode == 0:
            return done.stdout
        if last:
            message = f"apt-get {' '.join(words)} failed: the tests need these packages\n{done.stderr}"
            raise RuntimeError(message)
        subprocess.run([apt, "update", "--quiet"], capture_output=True, timeout=300, check=False)
    raise AssertionError


def _complete(root: Path) -> None:
    """Copy the used programs of this system, and every library that a program needs."""
    for name in FROM_HERE:
        shutil.copy(require(name), root / "usr/bin" / name)
    for program in [*(root / "usr/bin").iterdir(), *(root / "usr/sbin").iterdir(), *_modules(root)]:
        if program.is_file() and not program.is_symlink() and program.read_bytes()[:4] == b"\x7fELF":
            for library in _libraries(root, program):
                _copy(library, root)


def _modules(root: Path) -> list[Path]:
    return [file for file in (root / "usr/lib").rglob("*") if file.is_file() and os.access(file, os.X_OK)]


def _libraries(root: Path, program: Path) -> list[str]:
    own = {str(file.parent) for file in (root / "usr/lib").rglob("*.so*")}
    env = os.environ | {"LD_LIBRARY_PATH": ":".join(sorted(own))}
    said = subprocess.run(
        [require("ldd"), program], capture_output=True, text=True, env=env, timeout=120, check=False
    ).stdout
    assert "not found" not in said, f"{program.name} lacks a library:\n{said}"
    return LIBRARY.findall(said)


def _copy(library: str, root: Path) -> None:
    if not library.startswith(str(root)):
        target = root / library.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, target)
