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


@pytest.mark.parametrize("write", ["replace", "create"])
def test_nothing_that_others_prepared_beside_it_is_followed_or_waited_for(
    tmp_path: Path, write: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of a textfile collector may be open to others: a link there would lead to a file of ours."""
    precious = tmp_path / "config.yaml"
    precious.write_bytes(b"live: false")
    names = iter(["link", "pipe", "free"])
    monkeypatch.setattr(files.secrets, "token_hex", lambda _: next(names))
    (tmp_path / ".file.link").symlink_to(precious)
    os.mkfifo(tmp_path / ".file.pipe")
    for _ in range(2):
        with pytest.raises(FileExistsError):
            write_once(write, tmp_path / "file", b"numbers")
    write_once(write, tmp_path / "file", b"numbers")
    assert precious.read_bytes() == b"live: false"
    assert (tmp_path / "file").read_bytes() == b"numbers"


def test_the_name_beside_it_is_another_one_each_time(tmp_path: Path) -> None:
    for name in (f".file.{os.getpid()}", ".file.new"):
        (tmp_path / name).mkdir()
    files.replace_file(tmp_path / "file", b"one", mode=0o600, durable=False)
    assert (tmp_path / "file").read_bytes() == b"one"


def write_once(write: str, path: Path, data: bytes) -> None:
    if write == "create":
        files.create_file(path, data, mode=0o600)
    else:
        files.replace_file(path, data, mode=0o600, durable=True)


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    files.create_file(tmp_path / "file", b"one", mode=0o600)
    with pytest.raises(FileExistsError):
        files.create_file(tmp_path / "file", b"two", mode=0o600)
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError):
        files.create_file(tmp_path / "link", b"two", mode=0o600)
    assert (tmp_path / "file").read_bytes() == b"one"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "link"]


def test_a_full_disk_leaves_no_new_file_at_all(tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys; from pathlib import Path; from followupd.adapters.system import files\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "try: files.create_file(Path(sys.argv[1]), b'words', mode=0o600)\n"
        "except OSError as error: print(error.strerror)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "file")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "File too large"
    assert list(tmp_path.iterdir()) == []
