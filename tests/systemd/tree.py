"""A Debian as small as a service needs it, built once: python tests/systemd/tree.py

It and the wheels that are installed into it lie under .cache; what a run changes in the tree goes with that run.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "systemd"
SUITE = os.environ.get("SUITE", "bookworm")
MIRROR = os.environ.get("MIRROR", "http://deb.debian.org/debian")
PACKAGES = (
    "systemd", "systemd-sysv", "dbus", "dbus-user-session", "libpam-systemd", "procps",
    "python3", "python3-venv", "pipx", "gnome-keyring", "polkitd",
)  # fmt: skip
INSTALLERS = ("pip", "setuptools", "wheel")  # which pipx wants to renew at its first use


def run(*words: str | Path) -> None:
    """Run a program; what it says is shown if it fails."""
    done = subprocess.run(
        [str(w) for w in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        message = f"{' '.join(map(str, words))} ended with {done.returncode}:\n{done.stdout[-4000:]}"
        raise RuntimeError(message)


def tree() -> Path:
    """Return where the tree is."""
    key = hashlib.sha256(" ".join((SUITE, *PACKAGES)).encode()).hexdigest()[:12]
    return CACHE / f"{SUITE}-{key}"


def wheels() -> Path:
    """Return where the wheels for its Python are."""
    return CACHE / f"wheels-{python()}"


def python() -> str:
    """Return the version of its Python."""
    return (tree() / "usr/bin/python3").readlink().name.removeprefix("python")


def build_tree() -> None:
    """Build the tree if there is none of these packages."""
    if tree().exists():
        return
    sys.stdout.write(f"Building a Debian {SUITE} in {tree()}\n")
    sys.stdout.flush()
    making = CACHE / f"{tree().name}.making"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    run("debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}", SUITE, making, MIRROR)
    for package in (making / "var/cache/apt/archives").glob("*.deb"):
        package.unlink()
    making.rename(tree())


def build_wheels() -> None:
    """Build this repository's wheel, and fetch all it leans on."""
    place = wheels()
    place.mkdir(parents=True, exist_ok=True)
    for old in place.glob("followupd-*"):
        old.unlink()
    run(sys.executable, "-m", "build", "--outdir", place, ROOT)
    (ours,) = place.glob("followupd-*.whl")
    only = ("--only-binary=:all:", "--python-version", python(), "--find-links", place, "--dest", place)
    run(sys.executable, "-m", "pip", "download", "--quiet", *only, f"{ours}[web]", *INSTALLERS)


if __name__ == "__main__":
    build_tree()
    build_wheels()
