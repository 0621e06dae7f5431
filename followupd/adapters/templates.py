"""Where the texts lie: the user's own directory first, then the shelf that followupd ships.

The one rule: a template of the user's always wins over a shipped one, however general its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from followupd.adapters.system.paths import PACKAGE
from followupd.errors import TemplateFault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FALLBACK = "en"  # where nobody has written in the language that was asked for
# A name comes from the configuration and becomes a path: nothing in it may climb.
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)?")


class Origin(StrEnum):
    """Whose words a template holds."""

    OWN = "own"
    COPY = "copy"  # the user's file, but word for word a shipped one
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class Found:
    """A template's text and where it lies; `language` is the one it is written in, which may not be the one asked for.

    `reason` is the sentence to show when it is not, and None otherwise.
    """

    source: str
    path: Path
    language: str
    origin: Origin
    reason: str | None = None


def shipped() -> Path:
    """Return the shelf: inside the package once installed, at the top of the repository in a checkout."""
    inside = PACKAGE / "templates"
    return inside if inside.is_dir() else PACKAGE.parent / "templates"


class TemplateShelf:
    """Finds templates by name, language and tone, the user's own (`own`, may be None or missing) before shipped ones."""

    def __init__(self, own: Path | None, *, shelf: Path | None = None) -> None:
        self.own = own
        self.shelf = shelf or shipped()

    def text(self, name: str, language: str, tone: str, variant: str | None = None) -> tuple[str, Path]:
        """Return a template's source and path. See `find`, which also says in which language it is."""
        found = self.find(name, language, tone, variant)
        return found.source, found.path

    def find(self, name: str, language: str, tone: str, variant: str | None = None) -> Found:
        """Return the nearest template: `NAME.VARIANT` before `NAME`, own before shipped, the language before English.

        Own ones are looked for as LANGUAGE/TONE/NAME.txt, LANGUAGE/NAME.txt and NAME.txt. Raises TemplateFault.
        """
        stems = [f"{name}.{variant}", name] if variant else [name]
        for stem in stems:
            if not _NAME.fullmatch(stem):
                raise TemplateFault(
                    f"{stem!r} is no template's name; small letters, digits and dashes: check-in"
                )
        for spoken in dict.fromkeys((language, FALLBACK)):
            for path, origin in self._places(stems, spoken, tone):
                if path.is_file():
                    return self._found(path, origin, language, spoken)
        raise TemplateFault(f"no template is called {name!r}; there is {', '.join(self.names())}")

    def _places(self, stems: list[str], language: str, tone: str) -> Iterator[tuple[Path, Origin]]:
        if self.own:
            for stem in stems:
                for folder in (self.own / language / tone, self.own / language, self.own):
                    yield folder / f"{stem}.txt", Origin.OWN
        for stem in stems:
            yield self.shelf / language / tone / f"{stem}.txt", Origin.SHIPPED

    def _found(self, path: Path, origin: Origin, asked: str, language: str) -> Found:
        source = _read(path)
        if origin is Origin.OWN and source in self._shipped_sources:
            origin = Origin.COPY
        reason = None
        if language != asked:
            reason = f"no {path.stem} is written in {asked!r}, so it is in English; put yours in {asked}/{path.name}"
        return Found(source, path, language, origin, reason)

    @cached_property
    def _shipped_sources(self) -> frozenset[str]:
        return frozenset(_read(path) for path in self.shelf.glob("??/*/*.txt"))

    def names(self) -> tuple[str, ...]:
        """Return the names of all templates there are, own and shipped, in alphabetical order."""
        own = self.own.rglob("*.txt") if self.own and self.own.is_dir() else ()
        return tuple(sorted({path.stem for path in (*self.shelf.glob("??/*/*.txt"), *own)}))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TemplateFault(f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except OSError as error:
        raise TemplateFault(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
