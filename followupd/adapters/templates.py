"""Finds templates: in the user's own folder first, then among those that followupd ships.

A template of the user always wins over a shipped one, even if the user's own template is less specific.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from followupd.adapters.system.files import read_file
from followupd.adapters.system.paths import PACKAGE
from followupd.adapters.system.text_files import read_text_file
from followupd.errors import TemplateFault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FALLBACK_TONES = {
    "informal": "warm"
}  # English has only one word for "you". And a user who wrote a warm text wrote it for friends too.
# A name comes from the configuration and becomes a path, so it must not lead out of the folder.
MAX_TEMPLATE_BYTES = 100_000
_TEMPLATE_NAME = re.compile(r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)?")


class TemplateOrigin(StrEnum):
    """Who wrote the text of a template."""

    OWN = "own"
    COPY = "copy"  # the user's file, but with the same text as a shipped one
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class FoundTemplate:
    """A template's text, its path, and the language it is written in."""

    source: str
    path: Path
    language: str
    origin: TemplateOrigin


def find_shipped_folder() -> Path:
    """Return the folder of the shipped templates: in the package if installed, else at the top of the checkout."""
    installed_folder = PACKAGE / "templates"
    return installed_folder if installed_folder.is_dir() else PACKAGE.parent / "templates"


class TemplateFiles:
    """Finds templates by name, language and tone, the user's own (`own_folder` may be None or missing) before shipped ones."""

    def __init__(
        self,
        own_folder: Path | None,
        *,
        shipped_folder: Path | None = None,
        interviews_folder: Path | None = None,
    ) -> None:
        self.own_folder = own_folder
        self.interviews_folder = interviews_folder
        self.shipped_folder = shipped_folder or find_shipped_folder()

    def read_template(
        self, name: str, language: str, tone: str, variant: str | None = None
    ) -> tuple[str, Path]:
        """Return a template's source and path. See `find_template`, which also returns the language."""
        template = self.find_template(name, language, tone, variant)
        return template.source, template.path

    def find_template(self, name: str, language: str, tone: str, variant: str | None = None) -> FoundTemplate:
        """Return the nearest template: `NAME.VARIANT` before `NAME`, own before shipped, the tone before a near one.

        The user's own templates may be LANGUAGE/TONE/NAME.txt, LANGUAGE/NAME.txt or NAME.txt. Raises TemplateFault,
        also if the template exists in other languages only: no mail is written in a language that the user did not
        choose.
        """
        stems = [f"{name}.{variant}", name] if variant else [name]
        for stem in stems:
            if not _TEMPLATE_NAME.fullmatch(stem):
                raise TemplateFault(
                    f"{stem!r} is no template's name; small letters, digits and dashes: check-in"
                )
        tones = [tone, *([FALLBACK_TONES[tone]] if tone in FALLBACK_TONES else [])]
        for path, origin in self._list_paths(stems, language, tones):
            if _stands_there(path):
                return self._load_template(path, origin, language)
        if languages := self._find_languages(stems):
            raise TemplateFault(
                f"no {name} is written in {language!r}, only in {', '.join(languages)}; set `language:` to one of"
                f" them, or write your own in {language}/{name}.txt"
            )
        raise TemplateFault(f"no template is called {name!r}; there is {', '.join(self.list_names())}")

    def find_own_text(self, interview: str, name: str) -> str | None:
        """Return the text that the user wrote for one mail, from a file in the interview's folder, or None.

        Raises TemplateFault if the file is there and cannot be sent.
        """
        if self.interviews_folder is None:
            return None
        path = self.interviews_folder / interview / name
        return read_text_file(path) if _stands_there(path) else None

    def _list_paths(
        self, stems: list[str], language: str, tones: list[str]
    ) -> Iterator[tuple[Path, TemplateOrigin]]:
        if self.own_folder:
            folders = [*(self.own_folder / language / tone for tone in tones), self.own_folder / language]
            for stem in stems:
                for folder in (*folders, self.own_folder):
                    yield folder / f"{stem}.txt", TemplateOrigin.OWN
        for stem in stems:
            for folder in (
                *(self.shipped_folder / language / tone for tone in tones),
                self.shipped_folder / language,
            ):
                yield folder / f"{stem}.txt", TemplateOrigin.SHIPPED

    def _find_languages(self, stems: list[str]) -> list[str]:
        """Return the languages in which one of the templates is written."""
        folders = (self.shipped_folder, *([self.own_folder] if self.own_folder else []))
        paths = (path for folder in folders for path in folder.glob("??/**/*.txt") if path.stem in stems)
        return sorted({_find_language(path, folders) for path in paths})

    def _load_template(self, path: Path, origin: TemplateOrigin, language: str) -> FoundTemplate:
        source = _read_source(path)
        if origin is TemplateOrigin.OWN and source in self._shipped_sources:
            origin = TemplateOrigin.COPY
        return FoundTemplate(source, path, language, origin)

    @cached_property
    def _shipped_sources(self) -> frozenset[str]:
        return frozenset(_read_source(path) for path in self.shipped_folder.glob("??/**/*.txt"))

    def list_names(self) -> tuple[str, ...]:
        """Return the names of all templates, own and shipped, in alphabetical order."""
        own_files = self.own_folder.rglob("*.txt") if self.own_folder and self.own_folder.is_dir() else ()
        return tuple(sorted({path.stem for path in (*self.shipped_folder.glob("??/**/*.txt"), *own_files)}))


def _stands_there(path: Path) -> bool:
    """Return whether there is something, readable or not: in place of the user's own words no others are sent."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _find_language(path: Path, folders: tuple[Path, ...]) -> str:
    folder = next(folder for folder in folders if path.is_relative_to(folder))
    return path.relative_to(folder).parts[0]


def _read_source(path: Path) -> str:
    try:
        data = read_file(path, MAX_TEMPLATE_BYTES)
        if len(data) > MAX_TEMPLATE_BYTES:
            raise TemplateFault(f"{path}: is larger than {MAX_TEMPLATE_BYTES:,} bytes; write less")
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")  # as in text mode
    except UnicodeDecodeError as error:
        raise TemplateFault(f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except OSError as error:
        raise TemplateFault(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
