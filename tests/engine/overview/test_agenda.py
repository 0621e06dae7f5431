"""The agenda: what is to come, as entries of a calendar."""

from datetime import date

from builders import config, look, received, steered, taken, thanked, utc

from followupd.engine.overview.agenda import AgendaEntry, EntryKind, list_agenda
from followupd.inbound.verdict import Action
from followupd.journal.facts import Done, Touch
from followupd.journal.history import History
from followupd.writing.language.words import Words


def agenda(now: str, history: History | None = None) -> list[AgendaEntry]:
    history = history or History()
    return list_agenda(config(), history, [look(now, history)], utc(now), Words())


def by_kind(entries: list[AgendaEntry], kind: EntryKind) -> list[AgendaEntry]:
    return [entry for entry in entries if entry.kind is kind]


def test_mails_a_call_and_a_letter_are_planned_each_under_its_own_key() -> None:
    entries = agenda("12 14:05")
    assert [e.title for e in by_kind(entries, EntryKind.CALL)] == ["Call Ana Ruiz (Acme GmbH)"]
    letters = by_kind(entries, EntryKind.LETTER)
    assert [e.title for e in letters] == ["Post the letter to Ana Ruiz (Acme GmbH)"]
    assert type(letters[0].begin) is date
    assert "followupd writes to Ben Brandt (Acme GmbH): thank-you" in [e.title for e in entries]
    assert len({e.key for e in entries}) == len(entries)


def test_a_call_keeps_its_key_from_the_plan_until_it_is_made() -> None:
    planned = by_kind(agenda("12 14:05"), EntryKind.CALL)[0]
    sheet = taken("17 08:00", "call", how="sheet")
    waiting = by_kind(agenda("17 09:00", History([*thanked(), sheet])), EntryKind.CALL)[0]
    assert waiting.key == planned.key
    assert "answer its mail" in waiting.note
    report = Done(utc("17 10:00"), Touch("acme", "call", "ana-ruiz"), "voicemail")
    assert not by_kind(agenda("17 10:01", History([*thanked(), sheet, report])), EntryKind.CALL)


def test_a_letter_stands_on_today_until_it_is_reported_as_posted() -> None:
    history = History([*thanked(), taken("17 08:00", "call"), taken("25 08:00", "letter", how="sheet")])
    assert by_kind(agenda("26 09:00", history), EntryKind.LETTER)[0].begin == date(2026, 11, 26)


def test_what_waits_for_one_reason_is_one_entry() -> None:
    history = History([*thanked(), received("13 09:00")])
    held = by_kind(agenda("18 10:00", history), EntryKind.HOLD)
    assert len(held) == 1
    assert held[0].begin == date(2026, 11, 18)


def test_a_promised_date_that_is_not_over_is_an_entry() -> None:
    answer = received("13 09:00")
    resumed = steered("13 10:00", "resume")
    promise = type(resumed)(
        **{f: getattr(resumed, f) for f in resumed.__slots__} | {"promise": date(2026, 11, 27)}
    )
    entries = agenda("14 10:00", History([*thanked(), answer, promise]))
    assert [e.begin for e in by_kind(entries, EntryKind.PROMISE)] == [date(2026, 11, 27)]
    assert not by_kind(agenda("28 10:00", History([*thanked(), answer, promise])), EntryKind.PROMISE)


def test_a_closed_interview_has_none() -> None:
    assert agenda("14 10:00", History([*thanked(), steered("13 10:00", "close")])) == []


def test_an_answer_takes_the_planned_mails_out() -> None:
    answered = History([*thanked(), received("13 09:00", action=Action.STOP)])
    assert not by_kind(agenda("13 10:00", answered), EntryKind.MAIL)
