"""Keeps the parsed names of the people in the configuration, so that a command need not load the library for names.

Loading the library takes a tenth of a command's time. The file can be removed at any time. It belongs to one store, to
one version of the program and of the library; any other one is ignored.
"""

from __future__ import annotations

import hmac
import json
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.adapters.store.holiday_years import read_version
from followupd.adapters.system.files import read_file, replace_file
from followupd.adapters.workers.process import PROGRAM_STAMP
from followupd.config import kin_names, name_order, name_text, person_name
from followupd.config.person_name import PersonName

if TYPE_CHECKING:
    from followupd.adapters.system.paths import Paths
    from followupd.config.model import Config

_MAX_BYTES = 10_000_000  # bytes: tens of thousands of people
_RULES = (person_name, name_order, name_text, kin_names)  # the modules that decide how a name is parsed


class NameFile:
    """The file with the parsed names. Errors are ignored: then the names are parsed again."""

    def __init__(self, paths: Paths, key: bytes) -> None:
        """`key`: the store's own, with which the file is signed."""
        self._path, self._store_file = paths.state / "names.json", paths.store_file
        self._key = key

    def load(self) -> None:
        """Take over the names that a command has parsed."""
        with suppress(OSError, ValueError, TypeError):
            signature, _, body = read_file(self._path, _MAX_BYTES).partition(b"\n")
            if not hmac.compare_digest(signature, self._sign(body)):
                return
            stamp, names = json.loads(body)
            if stamp == _describe_parser():
                person_name.add_parsed_names({text: PersonName(*parts) for text, parts in names.items()})

    def save(self, config: Config) -> None:
        """Store the names of all people in the configuration, if one of them had to be parsed here."""
        if not person_name.has_loaded_library():
            return
        texts = sorted({contact.name for interview in config.interviews for contact in interview.contacts})
        names = {text: astuple(person_name.parse_person_name(text)) for text in texts}
        body = json.dumps([_describe_parser(), names]).encode()
        with suppress(OSError):
            replace_file(
                self._path,
                self._sign(body) + b"\n" + body,
                mode=0o600,
                durable=False,
                like=self._store_file,
            )

    def _sign(self, body: bytes) -> bytes:
        return hmac.digest(self._key, b"names\n" + body, "sha256").hex().encode()


def _describe_parser() -> list[object]:
    """Return values that differ if a name could be parsed in another way. Raises OSError."""
    stats = [Path(module.__file__).stat() for module in _RULES if module.__file__]
    return [*PROGRAM_STAMP, read_version("nameparser"), *([stat.st_mtime_ns, stat.st_size] for stat in stats)]
