from collections.abc import Iterator
from pathlib import Path

import pytest
from page_env import Browser
from page_story import open_story


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    """The page of somebody whose interview ended ten minutes ago, opened in their browser."""
    browser = Browser(tmp_path)
    yield browser.enter()
    browser.close()


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Browser]:
    """The same page, which nobody has opened yet."""
    browser = Browser(tmp_path)
    yield browser
    browser.close()


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Browser]:
    """The page of somebody in the middle of three follow-ups."""
    browser = open_story(tmp_path)
    yield browser.enter()
    browser.close()
