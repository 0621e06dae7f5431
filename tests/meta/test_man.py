"""The manual pages: as the program and its model are, and as groff likes them."""

import subprocess

import pages
import pytest
from typer.main import get_command

from followupd.cli.main import app
from followupd.config.interview import Interview
from followupd.config.model import Config
from followupd.errors import ConfigError

COMMANDS = dict(pages.list_commands(get_command(app), "followupd"))


def shown(name: str) -> str:
    """The page as a reader sees it, on one endless line."""
    words = ["groff", "-man", "-ww", "-Tutf8", "-P-cbou", "-rLL=400n", str(pages.HERE / name)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return " ".join(done.stdout.split())


@pytest.fixture(scope="module")
def program() -> str:
    return shown("followupd.1")


@pytest.fixture(scope="module")
def configuration() -> str:
    return shown("followupd.yaml.5")


@pytest.mark.parametrize("name", pages.PAGES)
def test_each_page_is_up_to_date(name: str) -> None:
    assert (pages.HERE / name).read_text() == pages.PAGES[name](), "please run: make man"


@pytest.mark.parametrize("name", pages.PAGES)
def test_man_shows_each_page_without_a_warning(name: str) -> None:
    words = ["man", "--warnings", "-E", "UTF-8", "-l", str(pages.HERE / name)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert "NAME" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_with_every_option(name: str, program: str) -> None:
    command = COMMANDS[name]
    assert f"{name} " in program
    assert " ".join(command.help.split("\n\n")[0].split()) in program
    typed = [
        word for p in command.params if p.param_type_name == "option" for word in p.opts if p.name != "help"
    ]
    assert [word for word in typed if word not in program] == []


def test_every_exit_status_is_there(program: str) -> None:
    assert f"{ConfigError.exit_status} The configuration cannot be used" in program


def test_every_key_is_there_with_its_meaning(configuration: str) -> None:
    for model in (Config, Interview):
        schema = model.model_json_schema()
        for path, key, _ in pages.walk(schema, schema, ""):
            assert f"{path} (" in configuration
            assert " ".join(key.get("description", "").rstrip(".").split()) in configuration


def test_the_keys_of_lists_and_mappings_are_there(configuration: str) -> None:
    for path in (
        "contacts[].email",
        "contacts[].post.lines",
        "cadences.NAME[].when",
        "account.secret.command",
    ):
        assert f"{path} (" in configuration


def test_nothing_in_a_help_text_is_markup() -> None:
    assert pages.text(".TH 'a' \\fB -x") == "\\&.TH \\(aqa\\(aq \\efB \\-x"
