"""Build as for a release, find the Pythons of this machine, and install where the source tree is not in sight."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from uv import find_uv_bin

ROOT = Path(__file__).resolve().parents[2]
# No interpreter is fetched: what is tested is what is here.
UV = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_NO_CONFIG": "1"}


def uv(*words: str | Path) -> None:
    """Call uv; it shows what it says when it fails."""
    done = subprocess.run([find_uv_bin(), *words], env=UV, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def interpreters() -> dict[str, str]:
    """Return a Python of each minor version from 3.11 on: on the PATH, from pyenv, from uv."""
    named = [shutil.which(f"python3.{minor}") for minor in range(11, 30)]
    kept = (".pyenv/versions/*/bin/python3", ".local/share/uv/python/*/bin/python3")
    stored = [str(path) for place in kept for path in sorted(Path.home().glob(place))]
    found = {}
    for path in [sys.executable, *filter(None, named), *stored]:
        said = subprocess.run(
            [path, "-c", "import sys; print('%d.%d' % sys.version_info[:2], sys.version_info[3])"],
            capture_output=True, text=True, check=False,
        ).stdout.split()  # fmt: skip
        if said and said[1] == "final" and tuple(map(int, said[0].split("."))) >= (3, 11):
            found.setdefault(said[0], path)
    return dict(sorted(found.items(), key=lambda entry: int(entry[0].partition(".")[2])))


PYTHONS = interpreters()


class Installed:
    """An empty virtual environment, the wheel in it, and a home; the source tree is not in sight."""

    def __init__(self, directory: Path, python: str) -> None:
        self.home = directory / "home"
        self.home.mkdir(parents=True)
        self.venv = directory / "venv"
        self.python = self.venv / "bin" / "python"
        uv("venv", "--quiet", "--no-project", "--python", python, self.venv)

    def install(self, *words: str | Path) -> None:
        """Install into it."""
        uv("pip", "install", "--quiet", "--python", self.python, *words)

    def run(self, *words: str | Path, status: int = 0) -> str:
        """Run a program of the environment in the home; return what it says on stdout."""
        done = self.call(*words)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    def call(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment in the home, with nothing of this process in its environment."""
        environment = {"HOME": str(self.home), "PATH": f"{self.venv}/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
        return subprocess.run(
            words, cwd=self.home, env=environment, capture_output=True, text=True, check=False
        )
