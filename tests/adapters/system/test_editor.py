"""The user's editor, as $VISUAL and $EDITOR name it."""

from __future__ import annotations

import pytest

from followupd.adapters.system.editor import edit_text
from followupd.errors import UsageError


def use_editor(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", command)


def test_what_the_editor_saves_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    use_editor(monkeypatch, "sh -c 'sleep 0.02; echo ü more >> \"$0\"'")
    assert edit_text("old\n", extension=".txt") == "old\nü more\n"


def test_what_is_not_saved_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    use_editor(monkeypatch, "true")
    assert edit_text("old\n", extension=".txt") is None


@pytest.mark.parametrize(
    ("command", "why"),
    [("no-such-editor", "there is no editor"), ("false", "ended with status 1"), ("vi 'x", "does not start")],
)
def test_an_editor_that_fails_is_named(monkeypatch: pytest.MonkeyPatch, command: str, why: str) -> None:
    use_editor(monkeypatch, command)
    with pytest.raises(UsageError, match=why):
        edit_text("old\n", extension=".txt")
