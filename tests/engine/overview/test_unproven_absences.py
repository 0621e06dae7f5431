"""A note of absence that nothing proves is a question: it stands wherever what waits is named, until it is decided."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from builders import config, received, steered, thanked, utc
from health_cases import health

from followupd.adapters.catalogues import load_words
from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine import commands
from followupd.engine.ledger import Ledger
from followupd.engine.overview.errands import list_errands
from followupd.engine.overview.questions import QuestionKind, list_questions
from followupd.engine.steering.absences import answer_absence, list_absence_notes
from followupd.errors import UsageError
from followupd.inbound.verdict import Action, Kind
from followupd.journal.command_facts import Instructed
from followupd.journal.history import History
from followupd.writing.notices.mail_notices import make_notice_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.journal.facts import Fact

UNTIL = date(2026, 12, 20)
AWAY = received("16 09:00", action=Action.HOLD, kind=Kind.AUTO_REPLY, return_date=UNTIL, contact="ana-ruiz")
UNDATED = received("16 09:00", action=Action.HOLD, kind=Kind.AUTO_REPLY, contact="ana-ruiz", uid=2)
PROVEN = received(
    "16 09:00",
    action=Action.HOLD,
    kind=Kind.AUTO_REPLY,
    return_date=UNTIL,
    contact="ana-ruiz",
    authenticated=True,
)
COMMAND = "followupd answer acme yes, or followupd answer acme no"
NOW = "17 09:00"


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    store, made = SqliteStore(None), config()
    ledger = Ledger(store, lambda: ActiveConfig(made), {}, None)  # type: ignore[arg-type]
    for fact in (*thanked(), AWAY):
        ledger.append(fact)
    yield ledger
    store.close()


def kinds_at(now: str, *facts: Fact) -> list[QuestionKind]:
    return [question.kind for question in list_questions(health(now, History([*thanked(), *facts])))]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Is Ana Ruiz (Acme GmbH) away until 20 December 2026? A note says so that nothing proves;"),
        ("de", "Ist Ana Ruiz (Acme GmbH) bis 20. Dezember 2026 abwesend? So steht es in einer Notiz,"),
        ("fr", "Ana Ruiz (Acme GmbH) est-il ou est-elle absent(e) jusqu’au 20 décembre 2026 ? Un avis"),
        ("es", "¿Está ausente Ana Ruiz (Acme GmbH) hasta el 20 de diciembre de 2026? Lo dice un aviso"),
    ],
)
def test_it_is_asked_in_the_language_with_its_command(language: str, sentence: str) -> None:
    words = load_words(language, ZoneInfo("Europe/Berlin"))
    (errand,) = list_errands(health(NOW, History([*thanked(), AWAY])), words)
    assert errand.sentence.startswith(sentence)
    assert (errand.command, errand.age) == (COMMAND, 1)


def test_status_names_it_as_what_waits() -> None:
    seen = health(NOW, History([*thanked(), AWAY]))
    (question,) = seen.open_questions
    assert question == (
        "acme: is Ana Ruiz away until 20 December? Nothing proves the note of absence;"
        " followupd answer acme yes, or no"
    )
    assert seen.sentence == question
    (undated,) = health(NOW, History([*thanked(), UNDATED])).open_questions
    assert undated.startswith("acme: is Ana Ruiz away? ")


@pytest.mark.parametrize(
    ("now", "facts"),
    [
        (NOW, [PROVEN]),
        ("2026-12-21 09:00", [AWAY]),
        ("27 09:00", [UNDATED]),
        (NOW, [AWAY, steered("16 10:00", "resume")]),
        (NOW, [AWAY, steered("16 10:00", "close")]),
        (NOW, [AWAY, Instructed(utc("16 10:00"), "acme", "x", make_notice_key(AWAY), "yes", "did")]),
        (NOW, [AWAY, Instructed(utc("16 10:00"), "", "x", f"asked/1/{make_notice_key(AWAY)}", "yes", "did")]),
    ],
)
def test_what_is_proven_over_or_decided_is_not_asked(now: str, facts: list[Fact]) -> None:
    assert QuestionKind.ABSENCE not in kinds_at(now, *facts)


def test_an_answer_of_theirs_is_the_question_then_and_no_word_on_an_absence_lifts_it(ledger: Ledger) -> None:
    ledger.append(received("16 12:00", uid=9))
    assert kinds_at(NOW, AWAY, received("16 12:00", uid=9)) == [QuestionKind.ANSWERED]
    with pytest.raises(UsageError, match="no note of absence about acme is in doubt"):
        answer_absence(ledger, "acme", utc(NOW), is_away=False)


@pytest.mark.parametrize("is_away", [True, False])
def test_a_word_decides_it_once(ledger: Ledger, *, is_away: bool) -> None:
    assert list_absence_notes(ledger, "acme", utc(NOW)) == [AWAY]
    commands.answer_absence(ledger, "acme", utc(NOW), is_away=is_away)
    assert list_absence_notes(ledger, "acme", utc(NOW)) == []
    record = ledger.history.record_of(ledger.config.interviews[0], ledger.config)
    assert record.absences_of(record.interview.lead) == ([AWAY] if is_away else [])
    with pytest.raises(UsageError, match="no note of absence"):
        commands.answer_absence(ledger, "acme", utc(NOW), is_away=is_away)


def test_a_no_is_for_the_notes_that_were_shown(ledger: Ledger) -> None:
    later = received(
        "17 08:00", "ben@acme.example", Action.HOLD, kind=Kind.AUTO_REPLY, contact="ben-brandt", uid=3
    )
    ledger.append(later)
    with pytest.raises(UsageError, match="another note of absence about acme came in"):
        answer_absence(ledger, "acme", utc(NOW), is_away=False, seen=[AWAY])
    answer_absence(ledger, "acme", utc(NOW), is_away=True, seen=[AWAY])
    assert list_absence_notes(ledger, "acme", utc(NOW)) == [later]
