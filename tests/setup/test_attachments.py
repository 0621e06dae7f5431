"""What `check` says of files that go along: every error with its line."""

from datetime import UTC, datetime
from pathlib import Path

import yaml
from builders import ACME, BASE
from document_files import PDF, PNG

from followupd.adapters.config_files import read_config
from followupd.adapters.system.paths import Paths
from followupd.setup.check import check_texts

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
WRONG_KIND = "cv.pdf is in truth image/png; give it the right ending, or export it as PDF"
MISSING = "certificates.pdf is not there; put it into"
CADENCE = """
cadences:
  default:
    - id: check-in
      channel: email
      when: 7 days after interview
      attachments: [cv.pdf, photo.png]
"""
INTERVIEW = yaml.safe_dump({k: v for k, v in ACME.items() if k not in ("id", "contacts")})
PEOPLE = """
contacts:
  - name: Ana Ruiz
    email: ana@acme.example
    attachments:
      - certificates.pdf
"""


def written(folder: Path) -> Paths:
    (folder / "interviews").mkdir()
    (folder / "config.yaml").write_text(yaml.safe_dump(BASE) + CADENCE)
    (folder / "interviews" / "acme.yaml").write_text(INTERVIEW + PEOPLE)
    return Paths(folder / "config.yaml", folder / "state")


def faults(paths: Paths) -> list[str]:
    loaded = read_config(paths)
    assert loaded.faults == ()
    assert loaded.config
    return check_texts(loaded.config, paths, NOW)[0]


def line_of(path: Path, text: str) -> int:
    return next(n for n, line in enumerate(path.read_text().splitlines(), 1) if text in line)


def test_a_missing_file_and_one_of_another_kind_are_told_with_their_lines(tmp_path: Path) -> None:
    paths = written(tmp_path)
    (tmp_path / "cv.pdf").write_bytes(PNG)
    (tmp_path / "photo.png").write_bytes(PNG)
    line, own_line = (
        line_of(paths.config, "photo.png"),
        line_of(tmp_path / "interviews" / "acme.yaml", "certificates"),
    )
    assert faults(paths) == [
        f"config.yaml:{line}: cadences.default[0].attachments[0]: {WRONG_KIND}",
        f"interviews/acme.yaml:{own_line}: contacts[0].attachments[0]: {MISSING} {tmp_path}",
    ]


def test_good_files_are_no_error_and_too_many_bytes_are(tmp_path: Path) -> None:
    paths = written(tmp_path)
    (tmp_path / "cv.pdf").write_bytes(PDF)
    (tmp_path / "certificates.pdf").write_bytes(PDF)
    (tmp_path / "photo.png").write_bytes(PNG)
    assert faults(paths) == []
    (tmp_path / "photo.png").write_bytes(PNG + bytes(4_000_000))
    (tmp_path / "cv.pdf").write_bytes(PDF + bytes(4_000_000))
    (fault,) = faults(paths)
    assert "check-in to Ana Ruiz: cv.pdf (4.0 MB), photo.png (4.0 MB): together 8.0 MB" in fault


def test_a_name_that_may_not_be_is_told_once_and_with_its_line(tmp_path: Path) -> None:
    paths = written(tmp_path)
    paths.config.write_text(paths.config.read_text().replace("cv.pdf", "../cv.exe"))
    (fault,) = read_config(paths).faults
    assert fault.startswith(
        f"config.yaml:{line_of(paths.config, 'cv.exe')}: cadences.default[0].attachments[0]:"
    )
    assert "folder of config.yaml" in fault
