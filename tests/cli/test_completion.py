"""Completion in the shells themselves: bash, zsh, fish, each with the script that followupd prints for it."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
SHELLS = ("bash", "zsh", "fish")
CONFIG = """\
account:
  address: sam@example.org
  imap: {host: imap.example.org, port: 993}
  smtp: {host: smtp.example.org, port: 465}
candidate: {name: Sam Carter, zone: Europe/Berlin, country: DE}
"""
INTERVIEW = """\
company: Acme GmbH
position: Data Engineer
at: 2026-11-24 14:00
contacts: [{name: Ana Ruiz, email: ana.ruiz@acme.example}]
"""
# What each shell does when TAB is pressed after $WORDS, as far as it can be asked without a terminal.
TAB = {
    "bash": 'source "$SCRIPT"; COMP_WORDS=($WORDS); [[ $WORDS == *" " ]] && COMP_WORDS+=(""); '
    "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _followupd_completion followupd; "
    'printf "%s\\n" "${COMPREPLY[@]}"',
    "zsh": 'compdef() { :; }; _arguments() { print -l -- "$@"; }; _describe() { :; }; source "$SCRIPT"; '
    'words=(${=WORDS}); [[ $WORDS == *" " ]] && words+=(""); CURRENT=${#words}; _followupd_completion',
    "fish": 'source "$SCRIPT"; complete -C "$WORDS"',
}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "config.yaml").write_text(CONFIG)
    (tmp_path / "interviews").mkdir()
    (tmp_path / "interviews" / "acme.yaml").write_text(INTERVIEW)
    (tmp_path / "interviews" / "globex.yaml").write_text(
        INTERVIEW.replace("Acme", "Globex").replace("acme", "globex").replace("24 14", "25 14")
    )
    return {
        "HOME": str(tmp_path),
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "FOLLOWUPD_CONFIG": str(tmp_path / "config.yaml"),
        "FOLLOWUPD_STATE": str(tmp_path / "state"),
        "LANG": "C.UTF-8",
    }


def shell(name: str, code: str, environment: dict[str, str]) -> str:
    program = shutil.which(name)
    assert program, f"{name} is not installed; `sh tests/tools/setup-debian.sh` installs what the tests need"
    said = subprocess.run([program, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert said.stderr == ""
    return said.stdout


@cache
def script(name: str) -> str:
    """What `followupd --show-completion` prints in that shell."""
    return shell(
        name, "followupd --show-completion; true", {"PATH": f"{BIN}:{os.environ['PATH']}", "LANG": "C.UTF-8"}
    )


def pressed(name: str, words: str, environment: dict[str, str]) -> str:
    file = Path(environment["HOME"]) / f"completion.{name}"
    file.write_text(script(name))
    return shell(name, TAB[name], environment | {"SCRIPT": str(file), "WORDS": words})


@pytest.mark.parametrize("name", SHELLS)
def test_each_shell_can_read_its_script(name: str, environment: dict[str, str]) -> None:
    file = Path(environment["HOME"]) / f"completion.{name}"
    file.write_text(script(name))
    assert "followupd" in script(name)
    shell(name, f"{name} -n {file}", environment)


@pytest.mark.parametrize("name", SHELLS)
def test_a_command_is_completed(name: str, environment: dict[str, str]) -> None:
    found = pressed(name, "followupd pl", environment)
    assert "plan" in found
    assert "preview" not in found


@pytest.mark.parametrize(
    ("name", "command"),
    [("bash", "plan"), ("bash", "pause"), ("bash", "log"), ("zsh", "why"), ("fish", "preview")],
)
def test_an_interview_is_completed(name: str, command: str, environment: dict[str, str]) -> None:
    found = pressed(name, f"followupd {command} a", environment)
    assert "acme" in found
    assert "globex" not in found


def test_a_step_is_completed(environment: dict[str, str]) -> None:
    assert pressed("bash", "followupd preview acme th", environment).split() == ["thank-you"]


@pytest.mark.parametrize("name", SHELLS)
def test_an_option_is_completed(name: str, environment: dict[str, str]) -> None:
    assert "--json" in pressed(name, "followupd plan --js", environment)


def test_a_broken_configuration_completes_nothing_and_says_nothing(environment: dict[str, str]) -> None:
    Path(environment["FOLLOWUPD_CONFIG"]).write_text("live: [")
    assert pressed("bash", "followupd plan a", environment).split() == []
    assert not Path(environment["FOLLOWUPD_STATE"]).exists()
