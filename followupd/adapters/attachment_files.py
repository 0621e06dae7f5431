"""Reads the files that are attached to mails: they lie beside the configuration, and their size is limited."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from followupd.writing.mail.attached_files import MAX_TOTAL_BYTES, AttachmentFault

if TYPE_CHECKING:
    from pathlib import Path


class AttachmentFiles:
    """Reads the attachments that the configuration names."""

    def __init__(self, folder: Path) -> None:
        """Set the folder in which the files lie: the folder of config.yaml."""
        self._folder = folder

    def __call__(self, path: str) -> bytes:
        """Return the bytes of a file. Raises AttachmentFault with a sentence that says how to correct it."""
        try:
            # O_NONBLOCK: opening a pipe would wait for a writer.
            descriptor = os.open(self._folder / path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            try:
                facts = os.fstat(descriptor)
                if not stat.S_ISREG(facts.st_mode):  # for a folder os.fdopen would raise a less clear error
                    raise AttachmentFault(f"{path} is no file; name a document, for example cv.pdf")
                with os.fdopen(descriptor, "rb", closefd=False) as file:
                    data = file.read(MAX_TOTAL_BYTES + 1)
            finally:
                os.close(descriptor)
        except FileNotFoundError as error:
            raise AttachmentFault(f"{path} is not there; put it into {self._folder}") from error
        except OSError as error:
            raise AttachmentFault(
                f"{path} cannot be read ({error.strerror}); check its permissions"
            ) from error
        if len(data) > MAX_TOTAL_BYTES:
            raise AttachmentFault(
                f"{path} has {facts.st_size / 1e6:.1f} MB; a mail carries {MAX_TOTAL_BYTES / 1e6:.0f} MB at most"
            )
        return data
