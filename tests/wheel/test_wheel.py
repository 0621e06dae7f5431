"""What is released: complete, the same from the sdist, and all that it needs to work on every Python of this machine."""

import re
import shutil
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from distribution import PYTHONS, ROOT, UV, Installed, uv

README = (ROOT / "README.md").read_text()
CONFIG, INTERVIEW = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)[:2]
POST = "post: {lines: [Hauptstrasse 1, 10115 Berlin]}"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
# Pure code and the libraries it leans on: fast, and no server needed.
CORE = (
    "adapters/store/sqlite adapters/templates adapters/workers/public_holidays config/cadence"
    " config/loader config/validation engine/safety/clock_guard inbound/classifier"
    " inbound/classifier_invitations inbound/classifier_lists inbound/classifier_machines"
    " inbound/corpus inbound/dates/dates inbound/invitation inbound/parsing/text journal/states"
    " planning/business_days planning/planner planning/postal_days planning/public_holidays"
    " planning/simulation setup/importers/card_photos setup/importers/invitation"
    " setup/importers/invitation_hours setup/importers/postal_address config/person_name"
    " setup/importers/vcard writing/sheets/calendar_event writing/sheets/call_sheet writing/letters/letter_pdf"
    " writing/letters/letter_window writing/lint/lint writing/mail/mime writing/template"
)
TOOLS = ("hypothesis", "pytest", "pytest-timeout", "trustme")


def names(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_the_wheel_holds_what_lies_beside_the_package(wheel: Path) -> None:
    held = names(wheel)
    for folder, inside in (("templates", "followupd/templates"), ("systemd", "followupd/systemd")):
        for path in (p for p in (ROOT / folder).rglob("*") if p.is_file()):
            assert held[f"{inside}/{path.relative_to(ROOT / folder)}"] == path.read_bytes()
    assert held["followupd/config.example.yaml"] == (ROOT / "config.example.yaml").read_bytes()
    assert "followupd/py.typed" in held
    shared = f"followupd-{PROJECT['version']}.data/data/share/man"
    assert held[f"{shared}/man1/followupd.1"] == (ROOT / "man/followupd.1").read_bytes()
    assert held[f"{shared}/man5/followupd.yaml.5"] == (ROOT / "man/followupd.yaml.5").read_bytes()


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in names(wheel)}
    version = PROJECT["version"]
    assert tops == {"followupd", f"followupd-{version}.data", f"followupd-{version}.dist-info"}


def test_the_wheel_from_the_sdist_is_the_wheel_from_the_tree(wheel: Path, tmp_path: Path) -> None:
    uv("build", "--quiet", "--wheel", "--out-dir", tmp_path, ROOT)
    (direct,) = tmp_path.glob("*.whl")
    assert names(direct) == names(wheel)


def test_the_sdist_holds_the_source_and_its_tests_and_nothing_that_was_made(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as file:
        held = {name.partition("/")[2] for name in file.getnames()}
    assert {"README.md", "LICENSE", "CHANGELOG.md", "Makefile", "pyproject.toml", "tests/conftest.py"} <= held
    assert {"CONTRIBUTING.md", "docs/architecture.md", "docs/decisions/README.md"} <= held
    assert [n for n in held if re.search(r"(^|/)(\.venv|\.cache|__pycache__|dist|build)/", n)] == []


def test_every_python_that_is_promised_was_tried_where_it_is_here() -> None:
    promised = {c.rpartition(" ")[2] for c in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", c)}
    assert set(PYTHONS) <= promised, "a newer Python is here: run these tests, then name it in pyproject.toml"


def test_it_runs_from_the_wheel_alone(installed: Installed) -> None:
    home = installed.home / ".config" / "followupd"
    (home / "interviews").mkdir(parents=True)
    (home / "config.yaml").write_text(CONFIG.replace("country: DE}", f"country: DE, {POST}}}"))
    (home / "interviews" / "acme.yaml").write_text(INTERVIEW.replace("fact: your", f"{POST}, fact: your"))
    where = installed.run("python", "-c", "import followupd; print(followupd.__file__)")
    assert where.startswith(str(installed.venv))
    assert "followupd" in installed.run("followupd", "--help")
    assert "The configuration is good." in installed.call("followupd", "check").stderr
    assert installed.run("followupd", "plan").count("thank-you") == 3
    assert "Dear Ana," in installed.run("followupd", "preview", "acme", "thank-you")
    assert installed.run("followupd", "preview", "acme", "letter", "--pdf", "letter.pdf")
    assert (installed.home / "letter.pdf").read_bytes().startswith(b"%PDF-")
    shutil.copy(ROOT / "tests/data/mails/reply.rejection.fr.eml", installed.home / "mail.eml")
    assert '"kind": "reply"' in installed.run("followupd", "classify", "--json", "mail.eml")
    assert installed.run("man", "--where", "followupd").startswith(str(installed.venv))
    assert installed.run("man", "--where", "followupd.yaml").startswith(str(installed.venv))


def test_the_demo_says_which_extra_it_needs_and_runs_with_it(installed: Installed, wheel: Path) -> None:
    assert "bin/pip install aiosmtpd pymap" in installed.call("followupd", "demo").stderr
    installed.install(f"followupd[demo] @ {wheel.as_uri()}")
    assert "Ana" in installed.run("followupd", "demo")


def core_tests(installed: Installed) -> None:
    """Run the fast tests of the core against what is installed."""
    installed.install(*TOOLS)
    tree = installed.home / "tree"
    shutil.copytree(ROOT / "tests", tree / "tests", ignore=shutil.ignore_patterns("__pycache__", "wheel"))
    for name in ("pyproject.toml", "config.example.yaml", "templates"):
        (tree / name).symlink_to(ROOT / name)
    files = [
        f"{tree}/tests/{folder}/test_{name}.py"
        for folder, _, name in (c.rpartition("/") for c in CORE.split())
    ]
    # What old libraries say about newer ones is no fault of ours.
    options = ("-q", "-p", "no:cacheprovider", "-o", "filterwarnings=default", f"--rootdir={tree}")
    installed.run("python", "-m", "pytest", *options, *files)


@pytest.mark.timeout(600)
def test_the_core_holds_on_this_python(installed: Installed, wheel: Path) -> None:
    installed.install(f"followupd[cards,demo,oauth] @ {wheel.as_uri()}")
    core_tests(installed)


@pytest.mark.timeout(600)
def test_the_core_holds_on_the_lowest_libraries_that_are_promised(wheel: Path, tmp_path: Path) -> None:
    lowest = Installed(tmp_path, next(iter(PYTHONS.values())))
    lowest.install("--resolution", "lowest-direct", f"followupd[cards,demo,oauth] @ {wheel.as_uri()}")
    assert "followupd" in lowest.run("followupd", "--help")
    core_tests(lowest)
    assert "Ana" in lowest.run("followupd", "demo")


def test_uv_tool_install_puts_the_command_in_place(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(UV, "UV_TOOL_DIR", str(tmp_path / "tools"))
    monkeypatch.setitem(UV, "UV_TOOL_BIN_DIR", str(tmp_path / "bin"))
    uv("tool", "install", "--quiet", wheel)
    assert (tmp_path / "bin" / "followupd").exists()
