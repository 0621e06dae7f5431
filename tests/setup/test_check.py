"""What `check` says beside the errors of the configuration: odd names, files that are not read, templates that explode."""

from __future__ import annotations

import resource
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import yaml
from builders import ACME, BASE

from followupd.adapters.config_files import read_config
from followupd.adapters.system.paths import Paths
from followupd.setup.check import check_texts, collect_notes

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    (tmp_path / "interviews").mkdir()
    (tmp_path / "config.yaml").write_text(
        yaml.safe_dump({k: v for k, v in BASE.items() if k != "interviews"})
    )
    return Paths(tmp_path / "config.yaml", tmp_path / "state")


def write_interview(paths: Paths, **changes: object) -> None:
    values = {k: v for k, v in {**ACME, **changes}.items() if k != "id"}
    (paths.interviews_folder / "acme.yaml").write_text(yaml.safe_dump(values, allow_unicode=True))


def notes(paths: Paths) -> list[str]:
    config = read_config(paths).config
    assert config is not None
    return collect_notes(config, paths)


def test_smart_quotes_around_a_name_are_told(paths: Paths) -> None:
    write_interview(paths, company="“Halden Optics GmbH”")
    assert any("the quotes of “Halden Optics GmbH” are part of the name" in note for note in notes(paths))


@pytest.mark.parametrize("name", ["Jo\ufffdrg Huber", "JÃ¶rg Huber", "Jörg\u200b Huber", "J=C3=B6rg Huber"])
def test_garbled_names_are_told(paths: Paths, name: str) -> None:
    write_interview(paths, contacts=[{"name": name, "email": "joerg@acme.example"}])
    assert any("write the name again" in note for note in notes(paths))


@pytest.mark.parametrize(
    "name", ["Jörg Huber", "Âmbar Ávila", "“Bo” Derek", "Núñez Ñandú", "علی\u200cرضا", "AT&T"]
)
def test_good_names_are_not(paths: Paths, name: str) -> None:
    write_interview(paths, contacts=[{"name": name, "email": "joerg@acme.example"}])
    assert not any("acme: the" in note or "again" in note for note in notes(paths))


def test_files_in_a_folder_below_are_told(paths: Paths) -> None:
    write_interview(paths)
    (paths.interviews_folder / "2026").mkdir()
    (paths.interviews_folder / "2026" / "birch.yaml").write_text("company: Birch")
    assert any(note.startswith("interviews/2026: its files are not read") for note in notes(paths))


@pytest.mark.parametrize("name", ["birch.yaml.txt", "birch.YAML", "birch.yml", "birch.yml.TXT"])
def test_a_file_under_a_name_that_only_looks_right_is_told(paths: Paths, name: str) -> None:
    write_interview(paths)
    (paths.interviews_folder / name).write_text("company: Birch")
    assert read_config(paths).faults == (
        f"interviews/{name}: is not read under this name; call it birch.yaml",
    )


def test_a_file_that_is_called_an_error_is_no_note_too(paths: Paths) -> None:
    write_interview(paths)
    (paths.interviews_folder / "birch.yaml.txt").write_text("company: Birch")
    assert not any("birch" in note for note in notes(paths))


def test_what_a_call_and_a_letter_need_is_named_before_their_day(paths: Paths) -> None:
    write_interview(paths)
    told = [note.partition(";")[0] for note in notes(paths)]
    assert "acme: for the call, the number of Ana Ruiz is missing" in told
    assert "acme: for the letter, the postal address of Ana Ruiz is missing" in told
    post, ana = {"lines": ["Street 1", "10115 Berlin"]}, ACME["contacts"][0]
    write_interview(paths, contacts=[{**ana, "phone": "+49 30 901820", "post": post}])
    assert not any("Ana Ruiz is missing" in note for note in notes(paths))


def test_without_calls_and_letters_neither_number_nor_address_is_missed(paths: Paths) -> None:
    thanks = {"id": "thank-you", "channel": "email", "to": "everyone", "when": "1 hour after interview"}
    write_interview(paths, cadence=[thanks])
    assert not any("is missing" in note for note in notes(paths))


def test_other_files_beside_the_interviews_are_nobodys_business(paths: Paths) -> None:
    write_interview(paths)
    for name in ("notes.txt", "acme.yaml.bak", "acme.yaml~", ".acme.yaml.swp"):
        (paths.interviews_folder / name).write_text("company: Birch")
    assert read_config(paths).faults == ()


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'x' | center(2000000000) }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    ],
)
def test_a_template_that_explodes_is_an_error_and_costs_this_process_nothing(
    paths: Paths, template: str
) -> None:
    write_interview(
        paths,
        cadence=[{"id": "thank-you", "channel": "email", "to": "lead", "when": "1 hour after interview"}],
    )
    paths.templates_folder.mkdir()
    for name in ("thank-you.interviewer", "thank-you"):
        (paths.templates_folder / f"{name}.txt").write_text(f"Subject: x\n\n{template}\n")
    config = read_config(paths).config
    assert config is not None
    before = resource.getrusage(resource.RUSAGE_SELF)
    faults, _ = check_texts(config, paths, NOW)
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert len(faults) == 1
    assert faults[0].startswith("interviews/acme.yaml: thank-you to ")
    assert after.ru_utime - before.ru_utime < 5
    assert after.ru_maxrss - before.ru_maxrss < 200_000


def test_a_country_with_several_zones_is_asked_about(paths: Paths) -> None:
    write_interview(paths, country="US", zone=None)
    assert (
        "acme: US has several time zones, so nothing is sent; write theirs, for example zone: America/New_York"
        in [*notes(paths)]
    )


def test_a_person_of_an_invitation_is_asked_about(paths: Paths) -> None:
    write_interview(paths, contacts=[{"name": "Ana Ruiz", "email": "ana@acme.example", "confirmed": False}])
    assert any("was Ana Ruiz there?" in note for note in notes(paths))


def test_a_language_without_texts_is_told(paths: Paths) -> None:
    write_interview(paths, language="it")
    assert any("no texts in 'it', so nothing is sent" in note for note in notes(paths))


def test_a_language_of_the_candidate_without_words_is_told(paths: Paths) -> None:
    candidate = BASE["candidate"] | {"language": "it"}
    paths.config.write_text(yaml.safe_dump(BASE | {"candidate": candidate}))
    told = "candidate.language: followupd speaks en, de, es, fr; what it writes to you is in English"
    assert told in [*notes(paths)]


def test_no_interview_and_files_of_another_name_are_told(paths: Paths) -> None:
    (paths.interviews_folder / "acme.txt").write_text("company: Acme")
    assert any("there is no interview yet" in note for note in notes(paths))
    assert "interviews/acme.txt: is not read under this name; call it acme.yaml" in notes(paths)


def test_a_subject_that_no_mail_has_is_named(paths: Paths) -> None:
    write_interview(paths)
    assert not any("Subject:" in note for note in notes(paths))
    paths.templates_folder.mkdir()
    (paths.templates_folder / "check-in.txt").write_text("Subject: My own\n\nHello\n")
    assert sum("the Subject: of your check-in.txt is not used" in note for note in notes(paths)) == 1
