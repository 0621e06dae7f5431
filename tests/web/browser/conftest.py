from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_pilot import open_chromium
from selenium.webdriver import Chrome


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Debian's Chromium; JavaScript is off in our pages anyway, for their policy allows none."""
    with open_chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture
def pictures() -> Path:
    """Where the pictures of this run go, to be looked at."""
    folder = Path("build") / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
