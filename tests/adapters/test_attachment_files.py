"""Files beside the configuration: read whole, or an error that names them."""

import os
from pathlib import Path

import pytest
from document_files import PDF

from followupd.adapters.attachment_files import AttachmentFiles
from followupd.writing.mail.attached_files import MAX_TOTAL_BYTES, AttachmentFault


def test_a_file_is_read_whole_and_by_a_link_too(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "cv.pdf").write_bytes(PDF)
    (tmp_path / "link.pdf").symlink_to(tmp_path / "documents" / "cv.pdf")
    read_file = AttachmentFiles(tmp_path)
    assert read_file("documents/cv.pdf") == read_file("link.pdf") == PDF


def test_what_is_no_file_is_an_error_and_nobody_waits_for_it(tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    os.mkfifo(tmp_path / "pipe.pdf")
    for name in ("folder.pdf", "pipe.pdf"):
        with pytest.raises(AttachmentFault, match=f"{name} (is no file|cannot be read)"):
            AttachmentFiles(tmp_path)(name)


def test_a_folder_that_is_named_again_and_again_takes_no_descriptor(tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - it is no folder of files
    for _ in range(5):
        with pytest.raises(AttachmentFault):
            AttachmentFiles(tmp_path)("folder.pdf")
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_a_missing_file_says_where_it_should_be(tmp_path: Path) -> None:
    with pytest.raises(AttachmentFault, match=rf"cv\.pdf is not there; put it into {tmp_path}"):
        AttachmentFiles(tmp_path)("cv.pdf")


def test_a_large_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "film.pdf").open("wb") as file:
        file.truncate(20 * MAX_TOTAL_BYTES)
    with pytest.raises(AttachmentFault, match=r"film\.pdf has 100\.0 MB; a mail carries 5 MB"):
        AttachmentFiles(tmp_path)("film.pdf")
