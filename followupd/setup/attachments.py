"""Checks the files that are attached to mails, for `check`: each error is reported with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.adapters.attachment_files import AttachmentFiles
from followupd.adapters.config_files import read_sources
from followupd.config.attachments import check_path
from followupd.engine.sending.attaching import list_attachments
from followupd.writing.mail.attached_files import AttachedFile, AttachmentFault, describe_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.adapters.system.paths import Paths
    from followupd.config.cadence import Step
    from followupd.config.interview import Contact
    from followupd.config.yaml_source import KeyPath

_KEY = "attachments"


def check_attachments(paths: Paths) -> list[str]:
    """Check each file that the configuration names; return every error as file:line: path: sentence."""
    read_file = AttachmentFiles(paths.config.parent)
    faults: list[str] = []
    for source in read_sources(paths):
        source.faults.clear()  # the faults of the text are reported elsewhere
        for key_path, file_name in _find_names(source.data):
            try:
                describe_file(check_path(file_name), read_file(file_name))
            except ValueError:
                continue  # reported with the errors of other values
            except AttachmentFault as fault:
                source.add_fault(key_path, str(fault))
        faults += source.faults
    return faults


def find_readable_files(paths: Paths, step: Step, contact: Contact) -> tuple[AttachedFile, ...]:
    """Return the files of a mail. For a file with an error return its name only: the error is reported elsewhere."""
    read_file = AttachmentFiles(paths.config.parent)
    return tuple(_describe_or_name(read_file, name) for name in list_attachments(step, contact))


def _describe_or_name(read_file: AttachmentFiles, name: str) -> AttachedFile:
    try:
        return describe_file(name, read_file(name))
    except AttachmentFault:
        return AttachedFile(name, "", 0, "")


def _find_names(data: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield the name of each file, with its path of keys."""
    match data:
        case dict():
            for key, value in data.items():
                yield from _find_names(value, (*path, key))
        case list() if path and path[-1] == _KEY:
            yield from (((*path, n), name) for n, name in enumerate(data) if isinstance(name, str))
        case list():
            for n, value in enumerate(data):
                yield from _find_names(value, (*path, n))
