"""What is written about followupd is true: README, the map, the example."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
import reference
import yaml
from project_paths import ROOT
from typer.main import get_command

import followupd
from followupd.cli.main import app
from followupd.config.loader import load_config
from followupd.journal.draft_states import DRAFT_TABLE
from followupd.journal.states import INTERVIEW_TABLE, TOUCH_TABLE, draw_diagram
from followupd.writing.lint.lint import RULES

README = (ROOT / "README.md").read_text()
REFERENCE = ROOT / "docs" / "reference"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


@pytest.mark.parametrize(
    "table", [INTERVIEW_TABLE, TOUCH_TABLE, DRAFT_TABLE], ids=["interview", "touch", "draft"]
)
def test_the_state_picture_is_the_table(table: dict) -> None:
    assert f"```mermaid\n{draw_diagram(table)}\n```" in (REFERENCE / "states.md").read_text()


@pytest.mark.parametrize("command", sorted(get_command(app).commands))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert re.search(rf"`(?:followupd )?{command}\b", README)


def test_every_dependency_has_its_reason() -> None:
    extras = [d for extra in PROJECT["optional-dependencies"].values() for d in extra]
    names = {re.split(r"[<>=\[ ]", d)[0].lower() for d in [*PROJECT["dependencies"], *extras]} - {"followupd"}
    table = (ROOT / "docs" / "design" / "dependencies.md").read_text().split("|---|---|")[1]
    assert sorted(n for n in names if n not in table) == []


def test_the_yaml_of_the_first_screen_is_a_good_configuration() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    loaded = load_config(("config.yaml", blocks[0]), [("interviews/acme.yaml", blocks[1])])
    assert loaded.faults == ()
    assert loaded.config is not None
    assert len(yaml.safe_load(blocks[0])) + len(yaml.safe_load(blocks[1])) <= 15


def test_the_two_commands_stand_on_the_first_screen() -> None:
    first_screen = "\n".join(README.splitlines()[:25])
    assert "make demo" in first_screen
    assert "make test" in first_screen


def test_every_rule_of_the_lint_is_explained() -> None:
    table = (REFERENCE / "lint.md").read_text()
    assert [r.id for r in RULES if f"| {r.id} | {r.severity} | {r.why} |" not in table] == []
    assert table.count("\n| ") == len(RULES) + 1  # and its head: no rule that was removed


@pytest.mark.parametrize("name", reference.FILES)
def test_the_reference_is_up_to_date(name: str) -> None:
    assert (REFERENCE / name).read_text() == reference.FILES[name](), "please run: make man"


def test_the_readme_stays_short() -> None:
    assert len(README.splitlines()) <= 150


def test_every_page_is_linked_from_the_readme_or_a_page_of_it() -> None:
    start_page = (ROOT / "docs" / "index.md").read_text()
    pages = [
        path.relative_to(ROOT) for path in (ROOT / "docs").rglob("*.md") if path.parent.name != "decisions"
    ]
    missing = [
        str(page)
        for page in pages
        if f"({page})" not in README and f"({page.relative_to('docs')})" not in start_page
    ]
    assert [page for page in missing if page != "docs/index.md"] == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda p: p.name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:)([^)#]+)[^)]*\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_is_on_the_site() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text()
    pages = [p.relative_to(ROOT / "docs") for p in (ROOT / "docs").rglob("*.md")]
    assert [str(p) for p in pages if p.parent.name != "decisions" and f": {p}" not in navigation] == []


def test_every_file_that_the_readme_names_is_there() -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_map_is_the_first_sentence_of_each_folder_in_the_order_of_the_contract() -> None:
    package = Path(followupd.__file__).parent
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0][
        "layers"
    ]
    folders = [f for layer in reversed(layers) for f in layer.split(" | ") if (package / f).is_dir()]
    docstrings = {f: ast.get_docstring(ast.parse((package / f / "__init__.py").read_text())) for f in folders}
    lines = [
        line.split(maxsplit=1) for line in (followupd.__doc__ or "").splitlines() if line.startswith("    ")
    ]
    assert lines[0][0] == "errors"
    assert lines[1:] == [[f, docstrings[f]] for f in folders]


def test_the_changelog_knows_this_version() -> None:
    assert (
        "## Unreleased" in (ROOT / "CHANGELOG.md").read_text()
        or PROJECT["version"] in (ROOT / "CHANGELOG.md").read_text()
    )
