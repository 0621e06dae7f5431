"""What the text of a job advert proposes: keywords by counting, the title, the number of the vacancy."""

from pathlib import Path

import pytest

from followupd.errors import UsageError
from followupd.setup.importers.job_advert import parse_advert, read_advert

ENGLISH = """Data Engineer (m/f/d)
Acme builds pipelines. Job ID: R-7001

Your profile:
- 5 years of experience with Kafka and SQL
- Python, Airflow and Kafka in production
- You like to work in a team

We offer a great team and benefits.
"""
GERMAN = """Buchhalter (m/w/d)
Kennziffer: 2026-117
Anforderungen
• Abgeschlossene Ausbildung, sicher in DATEV und Excel
• Erfahrung mit Jahresabschluss nach HGB
• DATEV, Teamgeist
"""


def test_keywords_title_and_number_are_proposed() -> None:
    advert = parse_advert(ENGLISH)
    assert (advert.title, advert.requisition) == ("Data Engineer", "R-7001")
    assert set(advert.keywords[:4]) == {"Kafka", "SQL", "Airflow", "Python"}
    assert not {"team", "benefits", "experience"} & {k.lower() for k in advert.keywords}


def test_a_german_advert_is_read_too() -> None:
    advert = parse_advert(GERMAN)
    assert (advert.title, advert.requisition) == ("Buchhalter", "2026-117")
    assert {"DATEV", "HGB"} <= set(advert.keywords)


def test_markup_is_left_out() -> None:
    assert "script" not in parse_advert("<p>Tester</p><script>var XYZ1=2</script><li>Knows SQL</li>").keywords


@pytest.mark.parametrize("text", ["", "\n\n", "????", "a" * 100_000, "- " * 10_000])
def test_an_advert_that_says_nothing_proposes_nothing(text: str) -> None:
    assert parse_advert(text).keywords == ()


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "advert.pdf").write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(UsageError, match="copy the advert's text into a file"):
        read_advert(tmp_path / "advert.pdf")
    with pytest.raises(UsageError, match="cannot be read"):
        read_advert(tmp_path / "none.txt")
