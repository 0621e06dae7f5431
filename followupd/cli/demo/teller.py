"""Prints the story, in colour on a terminal, as plain text anywhere else."""

from __future__ import annotations

import re
import sys
import textwrap
import time
from io import TextIOWrapper
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from email.message import EmailMessage

    from rich.console import RenderableType

MAX_WIDTH = 112  # the tables of the commands
TEXT_WIDTH = 88  # running text
SCENE_PAUSE = 0.5  # seconds between two scenes, if a person is watching


class Teller:
    """Prints everything in the demo."""

    def __init__(self) -> None:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # a locale may lack a character
        self._width = min(Console().width, MAX_WIDTH)
        self._console = Console(width=self._width, highlight=False, soft_wrap=True)

    def begin_part(self, text: str) -> None:
        """Begin a part."""
        self._print_lines("", Text(text, "bold"))

    def begin_scene(self, when: datetime, title: str) -> None:
        """Begin a scene at a moment of the story."""
        if self._console.is_terminal:
            time.sleep(SCENE_PAUSE)
        self._print_lines("", Text.assemble((f"{when:%a %-d %b, %H:%M}", "bold cyan"), "  ", (title, "bold")))

    def print_text(self, *paragraphs: str) -> None:
        """Print text of the narrator."""
        for number, text in enumerate(paragraphs):
            self._print_lines(*[""] * bool(number), *(f"  {line}" for line in self._wrap_text(text, 2)))

    def quote_text(self, text: str, style: str = "") -> None:
        """Print what a person or followupd wrote: a file, a mail, a notice."""
        for line in text.rstrip().splitlines():
            indent = line[: len(line) - len(line.lstrip())]
            self._print_quoted(
                *(indent + part for part in self._wrap_text(line.strip(), 4 + len(indent)) or [""]),
                style=style,
            )

    def show_mail(self, message: EmailMessage, first: int = 0, last: int | None = None) -> None:
        """Print a mail: its subject, its paragraphs from `first` up to `last`, the names of its attachments."""
        body = message.get_body(("plain",))
        lines = str(body.get_content()).strip().splitlines() if body else []
        paragraphs = "\n".join(lines).split("\n\n")
        more = " …" if last is not None and last < len(paragraphs) else ""
        self.quote_text(f"Subject: {' '.join(str(message['Subject']).split())}", "bold")
        self.quote_text(("\n" if last else "\n\n").join(paragraphs[first:last]) + more)
        for file in message.iter_attachments():
            self.quote_text(f"[attached: {file.get_filename()}]", "dim")

    def show_command(self, line: str, output: str, *, table: bool = False) -> None:
        """Print a command and its output; of a table, only the columns that fit on the terminal."""
        self._print_lines(Text.assemble("  ", ("$ ", "dim"), (line, "green")))
        width = self._width - 4
        if table:
            self._print_quoted(*_fit_columns(output.rstrip().splitlines(), width))
        else:
            self.quote_text(output)

    def show_choices(self, lines: Iterable[tuple[str, str]]) -> None:
        """Print names, each with its purpose."""
        lines = list(lines)
        name_width = max(len(name) for name, _ in lines)
        for name, text in lines:
            first, *more = self._wrap_text(text, name_width + 4)
            self._print_lines(Text.assemble("  ", (name.ljust(name_width), "green"), "  ", first))
            self._print_lines(*(" " * (name_width + 4) + line for line in more))

    def _print_quoted(self, *lines: str, style: str = "") -> None:
        for line in lines:
            self._print_lines(Text.assemble(("  │", "dim"), (f" {line}".rstrip(), style)))

    def _print_lines(self, *lines: RenderableType) -> None:
        for line in lines:
            self._console.print(line, markup=False)

    def _wrap_text(self, text: str, indent: int) -> list[str]:
        width = min(self._width, TEXT_WIDTH) - indent
        return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _fit_columns(rows: list[str], width: int) -> list[str]:
    """Return the rows of a table with as many whole columns as fit; a column begins below its title."""
    if not rows or max(map(len, rows)) <= width:
        return rows
    fitting_rows: list[str] = []
    for title in re.finditer(r"(?<=  )\S", rows[0]):
        cut_rows = [row[: title.start()].rstrip() for row in rows]
        if max(map(len, cut_rows)) <= width:
            fitting_rows = cut_rows
    return fitting_rows or [""] * len(rows)
