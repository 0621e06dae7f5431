"""Small documents of each kind that may be attached to a mail."""

import zipfile
from io import BytesIO

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def zipped(**entries: str) -> bytes:
    """Return a ZIP file; in a name, a double underscore means a slash, a single one a dot."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return target.getvalue()


def office_file(folder: str, **more: str) -> bytes:
    """Return an office file whose main part is in `folder`: word, xl or ppt."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/document.xml", "<document/>")
        for name, text in more.items():
            archive.writestr(f"{folder}/{name.replace('_', '.')}", text)
    return target.getvalue()


def old_office_file(stream: str) -> bytes:
    """Return an office file in the format before 2007."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64) + stream.encode("utf-16-le") + bytes(64)
