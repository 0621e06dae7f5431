"""A file is whole or not there, and nothing is left beside it."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from followupd.adapters.system import files


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_is_replaced_as_a_whole_with_the_mode_asked_for(tmp_path: Path, durable: bool) -> None:
    for said in (b"one", b"two"):
        files.replace_file(tmp_path / "file", said, mode=0o600, durable=durable)
        assert (tmp_path / "file").read_bytes() == said
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_what_cannot_be_put_in_its_place_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    with pytest.raises(OSError, match="directory"):
        files.replace_file(tmp_path / "file", b"one", mode=0o600, durable=True)
    with pytest.raises(FileNotFoundError):
        files.replace_file(tmp_path / "no" / "file", b"one", mode=0o600, durable=True)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_who_reads_it_meanwhile_never_sees_half_of_it(tmp_path: Path) -> None:
    writes = (
        "import sys; from pathlib import Path; from followupd.adapters.system import files\n"
        "for n in range(2000): files.replace_file(Path(sys.argv[1]), bytes([48 + n % 10]) * 50000, mode=0o600, durable=False)"
    )
    file = tmp_path / "file"
    file.write_bytes(b"0" * 50000)
    with subprocess.Popen([sys.executable, "-c", writes, str(file)], env=os.environ) as writer:
        while writer.poll() is None:
            seen = file.read_bytes()
            assert (len(seen), len(set(seen))) == (50000, 1)
    assert writer.returncode == 0
