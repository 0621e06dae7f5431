"""Which mails concern an interview and its people, also where they came while it was closed."""

from __future__ import annotations

from datetime import date

import pytest
from builders import config, received, steered

from followupd.inbound.verdict import Action, Kind
from followupd.journal.command_facts import Undone
from followupd.journal.history import History

BACK = date(2026, 12, 1)


def test_a_note_of_absence_that_came_while_it_was_closed_counts_once_the_close_is_taken_back() -> None:
    close = steered("13 09:00", "close")
    note = received("13 10:00", action=Action.ALERT, kind=Kind.AUTO_REPLY, return_date=BACK)
    undo = Undone(note.at, "acme", "close", (1,))
    made = config()
    record = History((close, note, undo)).record_of(made.interviews[0], made)
    assert [n.return_date for n in record.absences_of(made.interviews[0].lead)] == [BACK]


@pytest.mark.parametrize("kind", [Kind.REPLY, Kind.AUTO_REPLY])
def test_what_was_only_reported_and_names_no_day_is_no_absence(kind: Kind) -> None:
    note, made = received("13 10:00", action=Action.ALERT, kind=kind), config()
    record = History((note,)).record_of(made.interviews[0], made)
    assert record.absences_of(made.interviews[0].lead) == []
