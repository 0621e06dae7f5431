"""Makes a letter as a PDF, ready to print, fold and put into a window envelope.

The layouts are typst files in `templates/letter`. The text is passed as data, so that nothing in a name or a text can
become markup. The PDF is PDF/A-2b. Its rules refuse a character that no font has. So a letter with blank boxes in place
of a name is detected.
"""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import dataclass
from datetime import UTC, datetime, time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from followupd.errors import ConfigError
from followupd.writing.letters.letter_fonts import (
    explain_missing_font,
    find_families,
    list_far_characters,
    uses_unfit_font,
)

if TYPE_CHECKING:
    from datetime import date

    from typst import TypstError

    from followupd.config.interview import Contact, PostalAddress

Layout = Literal["din5008", "right", "us10"]
# Countries where printers have the paper size Letter (Unicode CLDR, paper sizes).
_LETTER_PAPER = frozenset(
    {"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}
)
# Countries where envelopes have the window on the right.
_RIGHT_WINDOW = frozenset({"BE", "CH", "ES", "FR", "IT", "LI", "LU", "MC", "PT"})


@dataclass(frozen=True, slots=True)
class Letter:
    """The content of the page. Every text is plain: a line, or a paragraph whose line feeds are kept."""

    sender: tuple[str, ...]  # name, street, town: for letterhead and return line
    recipient: tuple[str, ...]  # the lines in the window, see `build_recipient`
    day: date
    language: str  # two letters, for date and hyphenation
    country: str  # the sender's, DE or DE-BY, for the form of the date
    subject: str
    body: tuple[str, ...]  # paragraphs, the greeting first
    closing: str  # "Yours sincerely,"
    signature: str  # the name below the space for a signature
    contact_lines: tuple[str, ...] = ()  # telephone, e-mail: below the letterhead


_PERSON_FIRST = frozenset({"GB", "IE", "US", "CA", "AU", "NZ", "ZA", "IN", "SG", "HK"})
_WINDOW_COLUMNS = 44  # the most characters on one line of an address
_NARROW_COLUMNS = 34  # in the Swiss window


def layout_for(country: str) -> Layout:
    """Return the layout for the country of the person who prints (DE, US-CA), with its paper and its envelopes."""
    nation = country.partition("-")[0]
    if nation in _LETTER_PAPER:
        return "us10"
    return "right" if nation in _RIGHT_WINDOW else "din5008"


def build_recipient(
    contact: Contact, company: str, post: PostalAddress, from_country: str, layout: Layout, language: str = ""
) -> tuple[str, ...]:
    """Return the lines in the window: person and company in the country's order, the address, the country if abroad.

    The country is last, in capitals, in a language of the country in which the letter is posted (UPU S42). That is the
    language of the letter, if it is one of these.
    """
    title = contact.person_name.title
    if language == "de":  # in German, an address is in the accusative
        title = re.sub(r"^(?:Herr|Hr\.?)(?= |$)", "Herrn", title)
    person = f"{title} {contact.spoken_name}" if title else contact.spoken_name
    to_nation = (post.country or from_country).partition("-")[0]
    is_person_first = layout == "us10" or to_nation in _PERSON_FIRST
    pair = (person, company) if is_person_first else (company, person)
    columns = _NARROW_COLUMNS if layout == "right" else _WINDOW_COLUMNS
    names = [
        line
        for name in pair
        for line in textwrap.wrap(name, columns, break_long_words=False, break_on_hyphens=False)
    ]
    return (*names, *post.lines, *_country_line(post.country or from_country, from_country, language))


def _country_line(to_country: str, from_country: str, language: str) -> tuple[str, ...]:
    from babel import Locale
    from babel.languages import get_official_languages

    to_nation, from_nation = to_country.partition("-")[0], from_country.partition("-")[0]
    if to_nation == from_nation:
        return ()
    languages = get_official_languages(from_nation) or ("en",)
    names = Locale.parse(language if language in languages else languages[0]).territories
    return (names.get(to_nation, to_nation).upper(),)


def long_date(day: date, language: str, country: str) -> str:
    """Return the date in the form of the language and the country: 12 November 2026, 12. November 2026."""
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    for name in (f"{language}_{country.partition('-')[0]}", language):
        try:
            return str(format_date(day, "long", locale=Locale.parse(name)))
        except (UnknownLocaleError, ValueError):
            continue
    return str(format_date(day, "long", locale="en_GB"))


def typeset_letter(
    letter: Letter, layout: Layout, *, layouts: Path | None = None, guides: bool = False
) -> bytes:
    """Typeset a letter: one page, PDF/A-2b, the same bytes for the same letter and fonts.

    `layouts` is a folder of own layouts; `guides` draws the window, to compare it with an envelope. The fonts that come
    with typst are tried first, so that a letter looks the same everywhere. Fonts of the system are used for a script
    that those lack, or have only in a font for code or formulas.

    Raises ConfigError with a sentence for each fault: characters that no font has, an address wider or longer than the
    window, more than one page, a layout that does not compile.
    """
    source = _find_layout(layouts or _shipped_layouts(), layout)
    if far_characters := list_far_characters(letter):
        return _typeset_far_script(letter, source, far_characters, guides=guides)
    try:
        return _compile_pdf(letter, source, guides=guides, system_fonts=False)
    except _GlyphsMissing:
        return _typeset_with_system_fonts(letter, source, guides=guides)


def count_pages(pdf: bytes) -> int:
    """Return the number of pages of a PDF from `typeset_letter`.

    Typst writes one page object for each page, uncompressed.
    """
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


class _GlyphsMissing(Exception):
    """Some characters could not be shown."""

    def __init__(self, characters: str) -> None:
        super().__init__(characters)
        self.characters = characters


def _find_layout(folder: Path, layout: Layout) -> Path:
    source = folder / f"{layout}.typ"
    if not source.is_file():
        raise ConfigError([f"there is no layout {layout}.typ in {folder}"])
    for file in sorted(folder.glob("*.typ")):
        # typst would download it, in the middle of a pass of the daemon.
        if re.search(r'"@[\w-]+/', file.read_text(encoding="utf-8")):
            raise ConfigError([f"{file} imports a package; copy what you need of it beside the layout"])
    return source


def _typeset_with_system_fonts(letter: Letter, source: Path, *, guides: bool, families: str = "") -> bytes:
    try:
        return _compile_pdf(letter, source, guides=guides, system_fonts=True, families=families)
    except _GlyphsMissing as missing:
        raise ConfigError([explain_missing_font(missing.characters)]) from None


def _typeset_far_script(letter: Letter, source: Path, characters: str, *, guides: bool) -> bytes:
    """Typeset a letter with Arabic, Chinese or another such script in fonts that are made for text in it."""
    families = json.dumps(find_families())
    data = _typeset_with_system_fonts(letter, source, guides=guides, families=families)
    if uses_unfit_font(data):
        raise ConfigError([explain_missing_font(characters)])
    return data


def _compile_pdf(
    letter: Letter, source: Path, *, guides: bool, system_fonts: bool, families: str = ""
) -> bytes:
    import typst

    inputs = {"letter": _dump_letter(letter), "guides": "yes" if guides else ""}
    try:
        document = typst.compile(
            source,
            root=source.parent,
            ignore_system_fonts=not system_fonts,
            sys_inputs={**inputs, "families": families} if families else inputs,
            format="pdf",
            pdf_standards=["a-2b"],
            timestamp=datetime.combine(letter.day, time(12), UTC),
        )
    except typst.TypstError as fault:
        raise _explain_fault(fault, source) from None
    if not isinstance(document, bytes):
        raise TypeError("typst returned no PDF")
    return document


def _dump_letter(letter: Letter) -> str:
    region = letter.country.partition("-")[0]
    return json.dumps(
        {
            "sender": letter.sender,
            "recipient": letter.recipient,
            "day": {"year": letter.day.year, "month": letter.day.month, "day": letter.day.day},
            "date": long_date(letter.day, letter.language, region),
            "language": letter.language,
            "region": region.lower(),
            "subject": letter.subject,
            "body": letter.body,
            "closing": letter.closing,
            "signature": letter.signature,
            "reach": letter.contact_lines,
        },
        ensure_ascii=False,
    )


def _explain_fault(fault: TypstError, source: Path) -> Exception:
    """Return the exception for a compiler's fault, with a message for the writer of the letter."""
    missing_texts = re.findall(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed', fault.diagnostic)
    if missing_texts:
        return _GlyphsMissing("".join(dict.fromkeys(_undo_escapes("".join(missing_texts)))))
    layout_fault = re.search(r"assertion failed: letter: ([^\x00]*)", fault.message)
    if layout_fault:
        return ConfigError(layout_fault[1].splitlines())
    return ConfigError([f"{source}: {fault.diagnostic.strip()}"])


def _undo_escapes(text: str) -> str:
    """Undo the escapes in a string that the compiler, a Rust program, prints."""
    decoded_text = re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), text)
    return re.sub(r"\\(.)", r"\1", decoded_text)


def _shipped_layouts() -> Path:
    """Return the folder of the shipped layouts: inside the wheel, or at the top of the source tree."""
    folder = Path(str(resources.files("followupd"))) / "templates" / "letter"
    return folder if folder.is_dir() else folder.parents[2] / "templates" / "letter"
