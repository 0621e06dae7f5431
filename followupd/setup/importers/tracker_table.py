"""Turns another tracker's table into interviews: columns are found by their names, dates in the usual forms.

Huntr, Teal, Notion and most others export CSV with a company, a role, a status and dates; contacts are rare. A missing
value is not guessed: such a row is shown with the reason, and no file is written for it.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from followupd.adapters.system.files import read_file
from followupd.errors import UsageError
from followupd.setup.importers.interview_file import build_interview_file
from followupd.setup.importers.interview_sources import CandidateHome, TypedAnswers, merge_sources
from followupd.setup.importers.people import Person
from followupd.setup.importers.records import clean_line, parse_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MAX_TABLE_BYTES = 5_000_000  # bytes
MAX_ROWS = 2000
_COLUMNS = {
    "company": ("company", "company name", "employer", "organization", "firma", "unternehmen", "entreprise", "empresa"),
    "position": ("role", "position", "job title", "title", "job", "job position", "stelle", "poste", "puesto", "name"),
    "at": ("interview date", "interview", "date of interview", "interviewed", "interview at", "next interview",
           "datum des gesprächs", "gespräch", "entretien", "entrevista"),
    "name": ("contact", "contact name", "interviewer", "recruiter", "hiring manager", "ansprechpartner", "contacts"),
    "email": ("contact email", "email", "e-mail", "contact e-mail", "interviewer email", "recruiter email"),
    "requisition": ("job id", "requisition", "req id", "reference", "kennziffer"),
}  # fmt: skip
_DATE_FORMS = (
    "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M",
    "%B %d, %Y %I:%M %p", "%b %d, %Y %I:%M %p", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M",
)  # fmt: skip
_ZONE_SUFFIX = re.compile(r"(?:\.\d+)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}|\([A-Z+\-\d:]{2,9}\))$")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: the file that it becomes, or the reason why not."""

    line: int
    company: str = ""
    position: str = ""
    id: str = ""
    text: str = ""
    why_not: str = ""


def read_table(path: Path, home: CandidateHome) -> list[TableRow]:
    """Return the rows of a CSV file. Raises UsageError, which names the file."""
    try:
        data = read_file(path, MAX_TABLE_BYTES)
    except OSError as fault:
        raise UsageError(f"{path}: cannot be read: {fault.strerror}") from fault
    text = _decode_table(data)
    if len(data) > MAX_TABLE_BYTES or "\0" in text:
        raise UsageError(f"{path}: is no table; export it as CSV, for example applications.csv")
    return parse_table(text, home, str(path))


def _decode_table(data: bytes) -> str:
    """Return the text of a table, in UTF-8 or in a charset of spreadsheets on Windows, so that no letter is lost."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def parse_table(text: str, home: CandidateHome, source: str = "the table") -> list[TableRow]:
    """Return the rows of a table with a header. Raises UsageError if there are no columns for company and role."""
    try:
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))[: MAX_ROWS + 1]
    except csv.Error as fault:
        raise UsageError(f"{source}: is no table: {fault}; export it as CSV") from fault
    columns = _find_columns(rows[0] if rows else [])
    if not {"company", "position"} <= set(columns):
        raise UsageError(
            f"{source}: has no columns for company and role; name them Company and Role in its first line"
        )
    return list(_build_rows(rows[1:], columns, home))


def _find_columns(head: list[str]) -> dict[str, int]:
    names = [" ".join(cell.lower().replace("_", " ").split()) for cell in head]
    columns: dict[str, int] = {}
    for key, known_names in _COLUMNS.items():
        matches = [name for name in known_names if name in names]
        if matches:
            columns[key] = names.index(matches[0])
    return columns


def _build_rows(rows: list[list[str]], columns: Mapping[str, int], home: CandidateHome) -> Iterator[TableRow]:
    taken_ids: set[str] = set()
    for line, cells in enumerate(rows, 2):
        values = {key: clean_line(cells[n]) if n < len(cells) else "" for key, n in columns.items()}
        if not any(values.values()):
            continue
        row = _build_row(line, values, home)
        if row.id and row.id in taken_ids:
            row = TableRow(
                line, row.company, row.position, why_not="a row above it has the same company and role"
            )
        taken_ids.add(row.id)
        yield row


def _build_row(line: int, values: Mapping[str, str], home: CandidateHome) -> TableRow:
    company, position = values.get("company", ""), values.get("position", "")
    at = _parse_date(values.get("at", ""))
    email = parse_address(values.get("email", ""))
    missing = [
        name
        for name, value in (("company", company), ("role", position), ("the interview's date and time", at),
                            ("a contact's e-mail address", email))
        if not value
    ]  # fmt: skip
    if missing:
        return TableRow(line, company, position, why_not=f"not taken: {', '.join(missing)} missing")
    person = Person(name=values.get("name") or email.partition("@")[0], email=email, is_confirmed=False)
    answers = TypedAnswers(
        company=company, position=position, at=at, people=(person,), requisition=values.get("requisition", "")
    )
    try:
        interview_file = build_interview_file(merge_sources(answers, home=home), home=home)
    except UsageError as fault:
        return TableRow(line, company, position, why_not=f"not taken: {fault}")
    return TableRow(line, company, position, interview_file.id, interview_file.text)


def _parse_date(text: str) -> datetime | None:
    """Return a local date with its time; None for a day without a time, since the plan needs the interview's end."""
    plain_text = _ZONE_SUFFIX.sub("", text).strip()
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(plain_text, form)  # noqa: DTZ007 - the zone is that of the interview
        except ValueError:
            continue
    return None
