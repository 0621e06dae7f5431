"""Built as for a release, and installed from the wheel alone, once for each Python of this machine."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from distribution import PYTHONS, ROOT, Installed, uv


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the sdist, and the wheel that was made from it."""
    directory = tmp_path_factory.mktemp("dist")
    uv("build", "--quiet", "--out-dir", directory, ROOT)
    return directory


@pytest.fixture(scope="session")
def wheel(built: Path) -> Path:
    (wheel,) = built.glob("*.whl")
    return wheel


@pytest.fixture(scope="session", params=PYTHONS.values(), ids=PYTHONS)
def installed(
    request: pytest.FixtureRequest, wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installed]:
    """The wheel in an empty environment of one Python, without extras."""
    made = Installed(tmp_path_factory.mktemp("installed"), request.param)
    made.install(wheel)
    yield made
    shutil.rmtree(made.venv)
