"""The user's own table of applicant systems."""

from pathlib import Path

from followupd.adapters.relays_file import read_relays


def test_the_table_is_read_and_a_broken_or_absent_one_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "relays.yaml"
    assert read_relays(path) == {}
    path.write_text("Jobs.example: Jobs\n")
    assert read_relays(path) == {"jobs.example": "Jobs"}
    path.write_text("- no table\n")
    assert read_relays(path) == {}
