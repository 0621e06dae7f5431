"""What may go along with a mail: known by its bytes, never by its name alone."""

import pytest
from document_files import PDF, PNG, office_file, old_office_file, zipped

from followupd.config.attachments import MEDIA_TYPES, check_path
from followupd.writing.mail.attached_files import (
    MAX_TOTAL_BYTES,
    AttachedFile,
    AttachmentFault,
    check_together,
    describe_file,
)

GOOD = {
    "cv.pdf": PDF,
    "photo.png": PNG,
    "photo.jpg": b"\xff\xd8\xff\xe0" + bytes(20),
    "photo.JPEG": b"\xff\xd8\xff\xe1" + bytes(20),
    "scan.tiff": b"II*\0" + bytes(20),
    "scan.tif": b"MM\0*" + bytes(20),
    "logo.gif": b"GIF89a" + bytes(20),
    "photo.webp": b"RIFF\x24\0\0\0WEBPVP8 ",
    "cv.docx": office_file("word"),
    "table.xlsx": office_file("xl"),
    "talk.pptx": office_file("ppt"),
    "cv.odt": zipped(mimetype="application/vnd.oasis.opendocument.text", content_xml="<x/>"),
    "table.ods": zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "talk.odp": zipped(mimetype="application/vnd.oasis.opendocument.presentation"),
    "cv.doc": old_office_file("WordDocument"),
    "table.xls": old_office_file("Workbook"),
    "talk.ppt": old_office_file("PowerPoint Document"),
    "cv.rtf": b"{\\rtf1 Hello}",
    "cv.txt": "Größe: 5 €\n".encode(),
    "list.csv": b"a;b\n1;2\n",
    "cv.md": b"# CV\n",
}


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_is_known_by_its_bytes(name: str) -> None:
    file = describe_file(f"documents/{name}", GOOD[name])
    assert (file.name, file.size) == (name, len(GOOD[name]))
    assert file.type == MEDIA_TYPES[name.rpartition(".")[2].lower()]


def test_every_kind_that_may_be_named_has_an_example_here() -> None:
    assert {name.rpartition(".")[2].lower() for name in GOOD} == set(MEDIA_TYPES)


@pytest.mark.parametrize("data_name", GOOD)
@pytest.mark.parametrize("name", ["cv.pdf", "photo.png", "cv.docx", "cv.odt", "cv.txt"])
def test_a_name_that_promises_another_kind_is_an_error(name: str, data_name: str) -> None:
    if MEDIA_TYPES[name.rpartition(".")[2]] == MEDIA_TYPES[data_name.rpartition(".")[2].lower()]:
        return
    if name.endswith(".txt") and data_name.endswith((".csv", ".md")):
        return  # plain text is what its name says
    with pytest.raises(AttachmentFault, match=r"right ending|no document"):
        describe_file(name, GOOD[data_name])


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("cv.pdf", b"", "empty"),
        ("cv.pdf", b"MZ\x90\0\3\0", "no document"),
        ("cv.txt", b"\x7fELF\2\1\1\0", "no document"),
        ("cv.txt", b"#!/bin/sh\nrm -rf /\n", "no document"),
        ("cv.txt", b"<html><script>x()</script></html>", "no document"),
        ("cv.txt", b"<?xml version='1.0'?><svg/>", "no document"),
        ("cv.txt", "Größe".encode("latin-1"), "no document"),
        ("cv.docx", office_file("word", vbaProject_bin="x"), "macros"),
        ("cv.doc", old_office_file("WordDocument") + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
        ("cv.doc", old_office_file("Installer"), "no document"),
        ("cv.docx", b"PK\x03\x04 half a file", "damaged"),
        ("cv.docx", zipped(evil_exe="MZ"), "right ending"),
    ],
)
def test_programs_pages_and_damaged_files_do_not_go_along(name: str, data: bytes, why: str) -> None:
    with pytest.raises(AttachmentFault, match=why):
        describe_file(name, data)


def test_all_files_of_a_mail_have_five_megabytes_together() -> None:
    half = AttachedFile("a.pdf", "application/pdf", MAX_TOTAL_BYTES // 2, "")
    other = AttachedFile("b.pdf", "application/pdf", MAX_TOTAL_BYTES // 2, "")
    check_together([half, other])
    third = AttachedFile("c.pdf", "application/pdf", 1, "")
    with pytest.raises(AttachmentFault, match=r"a\.pdf \(2\.5 MB\).*together 5\.0 MB"):
        check_together([half, other, third])


def test_two_files_of_one_name_are_an_error() -> None:
    files = [AttachedFile(f"{folder}/cv.pdf", "application/pdf", 9, "") for folder in "ab"]
    with pytest.raises(AttachmentFault, match=r"two files are called cv\.pdf"):
        check_together(files)


@pytest.mark.parametrize("path", ["/etc/passwd.txt", "~/cv.pdf", "../cv.pdf", "a/../../cv.pdf", "C:\\cv.pdf"])
def test_a_file_lies_beside_the_configuration(path: str) -> None:
    with pytest.raises(ValueError, match=r"folder of config\.yaml"):
        check_path(path)


@pytest.mark.parametrize("path", ["cv.exe", "cv", "cv.html", "cv.zip", "cv.pdf.js", "cv.svg", "cv.docm"])
def test_a_name_that_is_no_document_is_refused_at_once(path: str) -> None:
    with pytest.raises(ValueError, match="no kind of file"):
        check_path(path)
