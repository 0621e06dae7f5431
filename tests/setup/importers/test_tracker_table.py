"""The tables of other trackers: columns by their names, dates in the usual forms, and a reason for each row left out."""

from pathlib import Path

import pytest
import yaml

from followupd.errors import UsageError
from followupd.setup.importers.interview_sources import CandidateHome
from followupd.setup.importers.tracker_table import parse_table, read_table

HOME = CandidateHome("Europe/Berlin", "DE")
TABLES = {
    "huntr": "Title,Company,Interview Date,Contact,Contact Email\n"
    "Data Engineer,Acme GmbH,2026-11-12 14:00,Ana Ruiz,ana@acme.example\n",
    "teal": "Job Position,Company,Status,Interviewed,Hiring Manager,Email\n"
    'Data Engineer,Acme GmbH,Interviewing,"Nov 12, 2026 2:00 PM",Ana Ruiz,ana@acme.example\n',
    "notion": "\ufeffCompany;Role;Interview;Contact;E-Mail\nAcme GmbH;Data Engineer;12.11.2026 14:00;Ana Ruiz;ana@acme.example\n",
    "career-ops": "company\trole\tinterview_at\trecruiter\trecruiter_email\n"
    "Acme GmbH\tData Engineer\t2026-11-12T14:00:00Z\tAna Ruiz\tana@acme.example\n",
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_of_trackers_become_interviews_that_nobody_has_confirmed(name: str) -> None:
    (row,) = parse_table(TABLES[name].removeprefix("\ufeff"), HOME)
    data = yaml.safe_load(row.text)
    assert (row.id, row.why_not) == ("acme-data-engineer", "")
    assert (data["company"], data["position"]) == ("Acme GmbH", "Data Engineer")
    assert str(data["at"]).startswith("2026-11-12 14:00")
    assert data["contacts"][0]["confirmed"] is False


def test_a_row_that_says_too_little_is_shown_with_the_reason() -> None:
    rows = parse_table("Company,Role,Interview\nAcme,Engineer,2026-11-12\n,,\nBeta,,\n", HOME)
    assert [row.why_not for row in rows] == [
        "not taken: the interview's date and time, a contact's e-mail address missing",
        "not taken: role, the interview's date and time, a contact's e-mail address missing",
    ]


def test_the_same_row_twice_is_taken_once() -> None:
    table = TABLES["huntr"] + TABLES["huntr"].splitlines()[1] + "\n"
    assert [bool(row.text) for row in parse_table(table, HOME)] == [True, False]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", '"'])
def test_what_is_no_such_table_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="name them Company and Role"):
        parse_table(text, HOME)


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\ufeff", "\u2060", "\u00ad", "\U000e0041"])
def test_what_hides_in_a_name_or_turns_it_is_left_out(hidden: str) -> None:
    table = f"Company,Role,Interview Date,Contact,Email\nAc{hidden}me,En{hidden}gineer,2026-11-12 14:00,A{hidden}na,ana@acme.example\n"
    (row,) = parse_table(table, HOME)
    assert (row.company, row.position) == ("Acme", "Engineer")
    assert hidden not in row.text
    assert yaml.safe_load(row.text)["contacts"][0]["name"] == "Ana"


def test_the_joiners_of_persian_and_hindi_stay() -> None:
    (row,) = parse_table("Company,Role\n\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645,Engineer\n", HOME)
    assert "\u200c" in row.company


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_name_keeps_its_letters_however_the_table_was_saved(encoding: str, tmp_path: Path) -> None:
    text = "Company,Role,Interview date,Contact,Email\nMüller,Analyst,2026-12-20 10:00,Jörg Ölz,joerg@mueller.example\n"
    file = tmp_path / "table.csv"
    file.write_bytes(text.encode(encoding))
    (row,) = read_table(file, CandidateHome("Europe/Berlin", "DE"))
    assert row.company == "Müller"
    assert "Jörg Ölz" in row.text
