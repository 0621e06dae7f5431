"""The catalogues: python tests/tools/catalogues.py brings them up to date; --check says what is missing.

The messages come from the sources of the page, and of the mails to the candidate. What a catalogue has already stays.
"""

import argparse
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "followupd" / "web"
MAILS = ROOT / "followupd" / "writing"
FOLDER = ROOT / "followupd" / "writing" / "locale"
METHODS = [("pages/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"pages/**.html": {"trimmed": "true", "silent": "false", "encoding": "utf-8"}}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "translate": None,
    "mark_message": None,
    "translate_count": (1, 2),
}


def collect_messages() -> Catalog:
    """Return what the page and the mails to the candidate say, with the places where they say it."""
    catalogue = Catalog(project="followupd", charset="utf-8")
    for folder in (PAGE, MAILS):
        found = extract_from_dir(folder, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS)
        for name, _, message, _, _ in sorted(found, key=lambda item: (item[0], item[1])):
            catalogue.add(message, locations=[(name, 0)])
    return catalogue


def read_catalogue(path: Path) -> Catalog:
    """Return a catalogue; an empty one, if there is none yet."""
    if not path.exists():
        return Catalog(locale=path.stem, project="followupd", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def list_gaps(messages: Catalog, catalogue: Catalog) -> list[str]:
    """Return the messages that a catalogue lacks, has too many, or translates with other blanks."""
    wanted = {message.id for message in messages if message.id}
    known = {message.id: message for message in catalogue if message.id}
    lacking = [str(i) for i in wanted if i not in known or not all(_strings(known[i].string))]
    idle = [f"no longer said: {i}" for i in known if i not in wanted]
    return sorted([*lacking, *idle])


def _strings(string: object) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (str(string),)


def update(path: Path, messages: Catalog) -> None:
    """Write a catalogue with every message in the order of the sources."""
    old = read_catalogue(path)
    new = Catalog(locale=path.stem, project="followupd", charset="utf-8", fuzzy=False)
    for message in messages:
        if message.id:
            known = old.get(message.id)
            files = list(dict.fromkeys(message.locations))
            new.add(message.id, known.string if known else None, locations=files)
    with path.open("wb") as file:
        write_po(file, new, width=110, omit_header=True, include_lineno=False)


def main() -> int:
    """Update all catalogues, or say what they lack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    messages, gaps = collect_messages(), 0
    for path in sorted(FOLDER.glob("*.po")):
        if not check:
            update(path, messages)
        for gap in list_gaps(messages, read_catalogue(path)):
            gaps += 1
            sys.stdout.write(f"{path.stem}: {gap}\n")
    return 1 if gaps else 0


if __name__ == "__main__":
    sys.exit(main())
