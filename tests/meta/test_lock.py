"""The locks name what pyproject.toml asks for: each package with a version that fits, and with hashes."""

import re
import tomllib
from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from project_paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = {
    "default": (),
    "service": ("calendar", "cards", "oauth", "push", "web"),
    "dev": ("calendar", "cards", "demo", "oauth", "push", "web", "dev"),
}
ENTRY = re.compile(
    r"(?m)^([A-Za-z0-9._-]+)==([^\s;]+)(?: ; [^\\\n]+)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$"
)
# Below these, errors are known that outsiders can use.
SAFE_FLOORS = {
    "authlib": "1.6.5", "cryptography": "44.0.1", "requests": "2.32.4", "urllib3": "2.6", "jinja2": "3.1.6",
    "pillow": "11.3", "idna": "3.7", "dnspython": "2.6.1", "h11": "0.16", "starlette": "0.47.2",
}  # fmt: skip


def locked(name: str) -> dict[str, str]:
    """Return the versions that a lock names."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    entries = list(ENTRY.finditer(text))
    assert sum(len(entry[0].splitlines()) for entry in entries) == len(text.splitlines()), (
        "something else stands there"
    )
    return {canonicalize_name(entry[1]): entry[2] for entry in entries}


def wanted(name: str) -> Iterator[Requirement]:
    """Yield what pyproject.toml asks for."""
    texts = list(PROJECT["dependencies"])
    for extra in EXTRAS[name]:
        texts += PROJECT["optional-dependencies"][extra]
    return (requirement for text in texts if (requirement := Requirement(text)).name != "followupd")


@pytest.mark.parametrize("name", EXTRAS)
def test_a_lock_has_a_fitting_version_of_each_dependency(name: str) -> None:
    versions = locked(name)
    misfits = [
        str(r) for r in wanted(name) if not r.specifier.contains(versions.get(canonicalize_name(r.name), "0"))
    ]
    assert misfits == [], "after a change of dependencies: make lock"


@pytest.mark.parametrize("name", EXTRAS)
def test_no_locked_version_has_a_known_error(name: str) -> None:
    versions = locked(name)
    old = {n for n, floor in SAFE_FLOORS.items() if n in versions and Version(versions[n]) < Version(floor)}
    assert old == set()


def test_what_pyproject_allows_has_no_known_error_either() -> None:
    for requirement in wanted("service"):
        floor = SAFE_FLOORS.get(canonicalize_name(requirement.name))
        if floor:
            allowed = [spec.version for spec in requirement.specifier if spec.operator == ">="]
            assert allowed, f"{requirement.name} has no floor"
            assert Version(allowed[0]) >= Version(floor), requirement.name


def test_a_larger_lock_names_the_same_versions_as_a_smaller_one() -> None:
    default, service, dev = (locked(name).items() for name in EXTRAS)
    assert default <= service <= dev


def test_a_lock_names_no_index() -> None:
    for path in (ROOT / "requirements").iterdir():
        assert "://" not in path.read_text()


def test_ci_installs_from_the_lock() -> None:
    assert "export LOCKED=yes" in (ROOT / ".ci" / "run").read_text()
    assert (
        "--require-hashes -r requirements/dev.txt" in (ROOT / "tests" / "tools" / "setup-venv.sh").read_text()
    )
