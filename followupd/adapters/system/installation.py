"""Finds how this followupd was installed, and the command that adds a part of it in the same way."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

PACKAGE_PREFIX = "/opt/followupd"  # where the Debian package has its interpreter
_EXTRA = re.compile(r";.*extra\s*==\s*['\"]([\w-]+)['\"]")


def list_extra_libraries(extra: str) -> list[str]:
    """Return the libraries of an extra, each with its version bounds."""
    try:
        requirements = metadata.requires("followupd") or []
    except metadata.PackageNotFoundError:
        return []
    matches = [(requirement, _EXTRA.search(requirement)) for requirement in requirements]
    return [
        requirement.partition(";")[0].strip() for requirement, match in matches if match and match[1] == extra
    ]


def describe_extra_install(extra: str, prefix: str = sys.prefix) -> str:
    """Return the command that installs an extra by pipx, uv or pip, whichever installed followupd itself."""
    libraries = [re.split(r"[<>=~!\[ ]", library)[0] for library in list_extra_libraries(extra)]
    names = " ".join(libraries) or f"'followupd[{extra}]'"
    if (Path(prefix) / "pipx_metadata.json").exists():
        return f"pipx inject followupd {names}"
    if (Path(prefix) / "uv-receipt.toml").exists():
        return f"uv tool install --with {','.join(libraries)} {_read_uv_source(Path(prefix))}"
    if prefix == PACKAGE_PREFIX:
        return f"sudo {prefix}/bin/pip install {names}"
    return f"{prefix}/bin/pip install {names}"


def _read_uv_source(prefix: Path) -> str:
    """Return the source from which uv installed followupd: a folder, a URL, or its name."""
    try:
        requirements = tomllib.loads((prefix / "uv-receipt.toml").read_text())["tool"]["requirements"]
        own = next(r for r in requirements if r["name"] == "followupd")
    except (OSError, KeyError, StopIteration, tomllib.TOMLDecodeError):
        return "followupd"
    return str(own.get("directory") or own.get("url") or "followupd")


def find_man_page(prefix: str = sys.prefix) -> Path | None:
    """Return the manual page of this installation, or None."""
    page = Path(prefix) / "share" / "man" / "man1" / "followupd.1"
    return page if page.exists() else None
