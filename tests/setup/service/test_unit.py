"""`followupd service` as far as it goes without systemd: which program, what unit, whose file. See tests/systemd."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from followupd.errors import UsageError
from followupd.setup.service import sandbox, unit
from followupd.setup.service.executable import Executable, find_executable
from followupd.setup.service.unit import UnitState


def install(prefix: Path, *marks: str) -> Path:
    """Lay out an installation as its installer does."""
    (prefix / "bin").mkdir(parents=True)
    for name in ("followupd", "python3"):
        (prefix / "bin" / name).write_text("#!/bin/sh\n")
        (prefix / "bin" / name).chmod(0o755)
    for mark in marks:
        (prefix / mark).write_text("")
    return prefix


WAYS = {
    "pipx": (".local/share/pipx/venvs/followupd", ("pyvenv.cfg", "pipx_metadata.json")),
    "uv tool": (".local/share/uv/tools/followupd", ("pyvenv.cfg", "uv-receipt.toml")),
    "virtual environment": ("venv", ("pyvenv.cfg",)),
    "pip": ("usr/local", ()),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_link_on_the_path_leads_to_the_program_itself(way: str, tmp_path: Path) -> None:
    place, marks = WAYS[way]
    prefix = install(tmp_path / place, *marks)
    link = tmp_path / ".local/bin/followupd"
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(prefix / "bin/followupd")
    found = find_executable(str(link), prefix / "bin/python3", prefix)
    assert (found.path, found.install_method) == (prefix / "bin/followupd", way)


def test_debians_program_is_taken_where_it_lies() -> None:
    # Any program of the system's stands for it: Debian's followupd would be /usr/bin/followupd.
    assert (
        Executable(Path("/usr/bin/followupd"), Path("/usr/bin/python3"), "system package").exec_start
        == "/usr/bin/followupd"
    )


def test_called_by_name_it_is_found_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prefix = install(tmp_path / "venv", "pyvenv.cfg")
    monkeypatch.setenv("PATH", f"{prefix}/bin:{os.environ['PATH']}")
    assert find_executable("followupd", Path("/usr/bin/python3"), prefix).path == prefix / "bin/followupd"


def test_called_as_a_module_the_program_beside_the_interpreter_is_meant(tmp_path: Path) -> None:
    prefix = install(tmp_path / "venv", "pyvenv.cfg")
    called = "/elsewhere/followupd/__main__.py"
    assert find_executable(called, prefix / "bin/python3", prefix).path == prefix / "bin/followupd"


def test_where_nothing_can_be_started_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no program that a service could start"):
        find_executable("/elsewhere/__main__.py", tmp_path / "python3", tmp_path)


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/opt/followupd/bin/followupd", "/opt/followupd/bin/followupd"),
        ("/opt/100%/followupd", "/opt/100%%/followupd"),
        ("/opt/my programs/$x/followupd", '"/opt/my programs/$$x/followupd"'),
    ],
)
def test_the_path_is_written_as_systemd_reads_it(path: str, written: str) -> None:
    assert Executable(Path(path), Path("/usr/bin/python3"), "pip").exec_start == written


def test_what_lies_where_the_service_cannot_see_is_named(tmp_path: Path) -> None:
    program = Executable(tmp_path / "followupd", Path("/usr/bin/python3"), "pip", Path("/opt/x"))
    assert program.find_part_within([tmp_path]) == tmp_path / "followupd"
    assert program.find_part_within([Path("/opt")]) == Path("/opt/x")
    assert program.find_part_within([Path("/home")]) is None


PROGRAM = Executable(Path("/opt/my programs/followupd"), Path("/opt/my programs/python3"), "pip")
UNITS = ("followupd.service", "followupd@.service")


@pytest.mark.parametrize("name", UNITS)
def test_the_unit_is_the_shipped_one_but_for_the_program(name: str) -> None:
    shipped, ours = unit.read_shipped_unit(name).splitlines(), unit.render_unit(name, PROGRAM).splitlines()
    changed = [new for old, new in zip(shipped, ours, strict=True) if old != new]
    assert changed == ['ExecStart="/opt/my programs/followupd" run']
    assert unit.read_exec_start("\n".join(ours)) == '"/opt/my programs/followupd"'


def test_a_file_is_ours_until_it_is_edited() -> None:
    wanted = unit.add_header(unit.render_unit("followupd.service", PROGRAM))
    other = Executable(Path("/usr/bin/followupd"), Path("/usr/bin/python3"), "pip")
    earlier = unit.add_header(unit.render_unit("followupd.service", other))
    copied = unit.read_shipped_unit("followupd.service")
    assert unit.compare_unit(None, wanted) is UnitState.MISSING
    assert unit.compare_unit(wanted, wanted) is UnitState.CURRENT
    assert unit.compare_unit(earlier, wanted) is UnitState.OLDER
    assert unit.compare_unit(copied, wanted, copied) is UnitState.OLDER
    assert unit.compare_unit(copied, wanted) is UnitState.EDITED
    assert unit.compare_unit(wanted + "# mine\n", wanted) is UnitState.EDITED
    assert unit.compare_unit("", wanted) is UnitState.EDITED


def test_the_difference_shows_what_would_be_lost() -> None:
    shown = unit.diff_units("a\nmine\n", "a\nours\n", Path("/x/followupd.service"))
    assert "-mine" in shown
    assert "+ours" in shown


@pytest.mark.parametrize("name", UNITS)
def test_every_setting_that_confines_can_be_left_out(name: str) -> None:
    """A confinement that no allowance knows would keep followupd from starting where it is forbidden."""
    confining = re.compile(r"(Private|Protect|Restrict|SystemCall|Lock|MemoryDeny|Inaccessible|Read\w+Paths)")
    settings = {
        line.split("=")[0] for line in unit.read_shipped_unit(name).splitlines() if confining.match(line)
    }
    last = sandbox.list_omissions(system="@" in name)[-1]
    assert settings - {*last} == {"SystemCallErrorNumber"}


def test_where_the_kernels_log_is_hidden_already_nothing_but_its_setting_is_left_out() -> None:
    """A container must not cost the session's unit the rest of its confinement."""
    assert sandbox.list_omissions(system=False)[:2] == ({}, {"ProtectKernelLogs": "no"})
    sizes = [len(omissions) for omissions in sandbox.list_omissions(system=False)]
    assert sizes == sorted(sizes)


def test_a_drop_in_says_why_and_resets_what_it_names() -> None:
    text = sandbox.render_drop_in({"PrivateUsers": "no", "ReadWritePaths": ""})
    assert text.startswith("# This machine does not let followupd start")
    assert text.endswith("[Service]\nPrivateUsers=no\nReadWritePaths=\n")


@pytest.mark.parametrize("verb", ["install", "uninstall", "status"])
def test_without_systemd_it_says_so_and_ends_in_69(verb: str, tmp_path: Path) -> None:
    # No systemctl on the path: nothing of the machine's own systemd is touched, if there is one.
    done = subprocess.run(
        [sys.executable, "-m", "followupd", "service", verb, "--system", "nobody"],
        env={"PATH": str(tmp_path), "HOME": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "keep `followupd run` running by other means" in done.stderr
    assert (done.stdout, done.returncode) == ("", 69)
