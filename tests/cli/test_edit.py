"""`followupd edit`: the user's own editor; what is wrong is not kept."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from command_env import Desk

if TYPE_CHECKING:
    from pathlib import Path

WORDS = (
    "Subject: Thank you for the talk, Ana\n\nDear Ana,\n\nThank you for your time today. I would like to work as a Data"
    " Engineer with Acme: what you told me about the nightly loads fits what I have built, and streaming is what I do"
    " best. May I phone you during the week to hear how things stand?\n\nKind regards\nSam Sample\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that saves what stands in a file; returns that file."""
    words = tmp_path / "words"
    program = tmp_path / "editor"
    program.write_text(
        f'#!/bin/sh\ncp "$1" "{tmp_path}/shown"\ncat "{words}" > "$1"\nsleep 0.01\ntouch -d "+5 seconds" "$1"\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("EDITOR", str(program))
    monkeypatch.delenv("VISUAL", raising=False)
    return words


def test_the_words_of_a_mail_are_shown_checked_and_kept(desk: Desk, editor: Path) -> None:
    editor.write_text(WORDS)
    told = desk("edit", "acme", "thank-you", "--contact", "ana").stderr
    assert "acme/thank-you.ana-ruiz.txt" in told
    shown = (editor.parent / "shown").read_text()
    assert shown.startswith("Subject: ")
    assert "Sam Sample" in shown
    assert "streaming is what I do best" in " ".join(desk("preview", "acme", "thank-you").stdout.split())


def test_words_that_the_lint_holds_are_not_kept(desk: Desk, editor: Path) -> None:
    editor.write_text("Subject: Hello\n\nDear [NAME],\n\nthanks.\n")
    refused = desk("edit", "acme", "thank-you", "--contact", "ana", status=64)
    assert "the old words are kept" in refused.stderr
    assert "[NAME]" not in desk("preview", "acme", "thank-you").stdout
    assert "Saved" in desk("edit", "acme", "thank-you", "--contact", "ana", "--force").stderr


def test_the_file_of_an_interview_is_checked_before_it_is_kept(desk: Desk, editor: Path) -> None:
    editor.write_text("company: Acme\nposition: [\n")
    refused = desk("edit", "acme", status=78)
    assert refused.stderr.count("acme.yaml:") == 1  # each error once
    assert refused.stderr.rstrip().endswith("the old file is kept")
    shown = (editor.parent / "shown").read_text()
    editor.write_text(shown.replace("Acme GmbH", "Acme SE"))
    assert "Saved: acme.yaml" in desk("edit", "acme").stderr
    assert (
        "Acme SE" in (editor.parent / "shown").read_text()
        or "Acme SE" in desk("preview", "acme", "call").stdout
    )


def test_nothing_is_open_where_the_step_is_no_mail(desk: Desk, editor: Path) -> None:
    editor.write_text(WORDS)
    assert "no open mail 'call'" in desk("edit", "acme", "call", status=64).stderr


def test_saving_nothing_changes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)
    assert "Nothing was changed" in desk("edit", "acme").stderr
