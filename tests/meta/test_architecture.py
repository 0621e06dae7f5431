"""docs/ is true: the picture is the contract, every name is in the code, every link leads somewhere."""

import ast
import pkgutil
import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from project_paths import ROOT

DOCS = ROOT / "docs"
PAGES = [ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
ARCHITECTURE = (DOCS / "architecture.md").read_text()
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0][
    "layers"
]


def first_sentence(name: str) -> str:
    """Return what the docstring of a folder, or of a module at the top, says first."""
    path = ROOT / "followupd" / name
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    docstring = ast.get_docstring(ast.parse(source.read_text())) or ""
    return re.split(r"(?<=[.:;]) |\n", docstring)[0].rstrip(".:;")


def draw_layers() -> str:
    """Return the picture of the contract: each layer with its sentence, and an arrow to the layer below it."""
    rows = [layer.split(" | ") for layer in LAYERS]
    nodes = [f'    {name}["{name}<br>{first_sentence(name)}"]' for row in rows for name in row]
    arrows = [f"    {' & '.join(upper)} --> {' & '.join(lower)}" for upper, lower in pairwise(rows)]
    return "\n".join(["flowchart TB", *nodes, *arrows])


def test_the_picture_of_the_layers_is_the_contract() -> None:
    assert f"```mermaid\n{draw_layers()}\n```" in ARCHITECTURE, draw_layers()


def test_the_table_of_folders_is_what_each_folder_says_of_itself() -> None:
    packages = sorted((ROOT / "followupd").glob("*/*/__init__.py"))
    rows = [
        f"| `{path.parent.parent.name}/{path.parent.name}` | {ast.get_docstring(ast.parse(path.read_text()))} |"
        for path in packages
    ]
    assert rows, "there are folders within the layers"
    assert "\n".join(rows) in ARCHITECTURE, "\n".join(rows)


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r"`([a-z_]+(?:\.[a-z_]+)+(?::\w+(?:\.\w+)*)?)`", ARCHITECTURE)))
)
def test_every_name_in_the_architecture_is_in_the_code(name: str) -> None:
    assert pkgutil.resolve_name(f"followupd.{name}")


def test_the_two_walks_name_functions() -> None:
    walks = ARCHITECTURE.split("## One touch")[1]
    assert len(re.findall(r"`[a-z_]+(?:\.[a-z_]+)+:\w", walks)) >= 20


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_rule_that_the_code_names_is_in_the_list() -> None:
    listed = re.findall(r"^\| (\d+) \|", (DOCS / "design" / "promise.md").read_text(), re.MULTILINE)
    assert listed == [str(number) for number in range(1, len(listed) + 1)]
    sources = [*(ROOT / "followupd").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    named = {number for path in sources for number in re.findall(r"\b[Rr]ule (\d+)\b", path.read_text())}
    assert named
    assert named <= set(listed)


def test_every_decision_is_in_the_list() -> None:
    listed = (DOCS / "decisions" / "README.md").read_text()
    pages = [path.name for path in (DOCS / "decisions").glob("*.md") if path.name != "README.md"]
    assert [page for page in pages if f"({page})" not in listed] == []


def test_every_folder_of_tests_that_contributing_names_is_there() -> None:
    named = re.findall(
        r"`(tests/[\w/.]+|templates/|planning/[\w.]+|inbound/|journal/[\w.]+)`", PAGES[0].read_text()
    )
    assert named
    places = [path if path.startswith(("tests", "templates")) else f"followupd/{path}" for path in named]
    assert [place for place in places if not (ROOT / place).exists()] == []
