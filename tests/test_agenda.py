"""What an interview has before it by the calendar alone is remembered until something happens."""

from builders import config, taken, utc

from followupd.agenda import Agenda, agenda
from followupd.config import Config
from followupd.history import History

MADE = config()


def ahead(history: History, made: Config = MADE) -> Agenda:
    return agenda(history, made, made.interviews[0], frozenset({"acme"}), b"key")


def test_everyone_is_thanked_and_the_lead_is_reminded() -> None:
    found = ahead(History())
    assert [str(s.touch) for s in found.thanks] == [
        f"acme/thank-you/{who}" for who in ("ana-ruiz", "ben-brandt", "hal-hart")
    ]
    assert [s.step.id for s in found.reminders] == ["call", "check-in", "letter", "last-note"]


def test_it_is_the_same_until_something_happens() -> None:
    history = History()
    before = ahead(history)
    assert ahead(history) is before
    history.add(taken("12 15:40", "thank-you", "ana-ruiz"))
    after = ahead(history)
    assert [s.contact.name for s in after.thanks] == ["Ben Brandt", "Hal Hart"]
    assert after.reminders == before.reminders


def test_another_configuration_has_another_agenda() -> None:
    history, moved = History(), config()
    late = moved.model_copy(update={"interviews": [moved.interviews[0].model_copy(update={"minutes": 1440})]})
    assert ahead(history, late).thanks[0].due > ahead(history).thanks[0].due


def test_a_reminder_counts_from_when_the_one_before_it_was_taken() -> None:
    history = History([taken("18 10:00", "call", "ana-ruiz", reminder=True)])
    slots = ahead(history).reminders
    assert slots[1].after == utc("18 10:00")
    assert slots[1].due > ahead(History()).reminders[1].due
