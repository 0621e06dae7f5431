"""An interview that looks like one that is gone: the same under another name, or another round."""

from dataclasses import replace

from builders import ACME, config, received, steered, taken, thanked, utc

from followupd.config.cadence import FAREWELL_STEP
from followupd.config.model import Config
from followupd.engine.safety import renames
from followupd.inbound.verdict import Action
from followupd.journal.facts import Fact
from followupd.journal.history import History
from followupd.journal.states import InterviewState
from followupd.writing.language.words import Words

NONE: frozenset[str] = frozenset()
SAME_DAY = "2026-11-12 12:00"  # another round with the same people, two hours before Acme's
NEXT_WEEK = "2026-11-19 14:00"


def called(made: Config, *names: tuple[str, str]) -> list[Fact]:
    """Return the journal's notes of interviews by (name, date), in that order, all with Acme's people."""
    found: list[Fact] = []
    for name, at in names:
        (interview,) = config(ACME | {"id": name, "at": at}).interviews
        noted = History().identities.new_snapshot(interview)
        assert noted
        found.append(replace(noted, at=made.interviews[0].start_time))
    return found


def ids(made: Config, name: str, facts: list[Fact]) -> frozenset[str]:
    interview = next(i for i in made.interviews if i.id == name)
    return History(facts).record_of(interview, made).ids


def notices(made: Config, facts: list[Fact]) -> list[str]:
    return [note.subject for note in renames.warn_of_takeover(Words(), History(facts), made)]


def question(made: Config, facts: list[Fact], unread: frozenset[str] = NONE) -> str | None:
    return renames.find_former_id(History(facts), made, made.interviews[-1], unread, utc("20 12:00"))


def test_another_round_stays_its_own_when_the_first_ones_file_gets_another_name() -> None:
    made = config(ACME | {"id": "acme-data"}, ACME | {"id": "morning", "at": SAME_DAY})
    facts = [
        *called(made, ("acme", ACME["at"]), ("morning", SAME_DAY), ("acme-data", ACME["at"])),
        *thanked(),
    ]
    assert ids(made, "morning", facts) == {"morning"}
    assert ids(made, "acme-data", facts) == {"acme-data", "acme"}
    assert notices(made, facts) == []


def test_it_stays_its_own_also_if_the_first_ones_date_is_corrected_after_that() -> None:
    made = config(ACME | {"id": "acme-data", "at": NEXT_WEEK}, ACME | {"id": "morning", "at": SAME_DAY})
    names = (("acme", ACME["at"]), ("morning", SAME_DAY), ("acme-data", ACME["at"]), ("acme-data", NEXT_WEEK))
    assert ids(made, "morning", [*called(made, *names), *thanked()]) == {"morning"}


def test_that_it_counts_as_one_that_is_gone_is_told() -> None:
    made = config(ACME | {"id": "morning", "at": SAME_DAY})
    facts = [*called(made, ("acme", ACME["at"]), ("morning", SAME_DAY)), *thanked()]
    assert ids(made, "morning", facts) == {"morning", "acme"}
    assert notices(made, facts) == ["morning counts as acme"]


def test_a_word_to_go_on_with_one_that_is_gone_does_not_let_another_round_go_on() -> None:
    made = config(ACME | {"id": "morning", "at": SAME_DAY})
    said = [
        received("13 09:00", action=Action.PAUSE, interviews=("acme", "morning")),
        steered("13 10:00", "resume"),
    ]
    history = History([*called(made, ("acme", ACME["at"]), ("morning", SAME_DAY)), *thanked(), *said])
    (interview,) = made.interviews
    record = history.record_of(interview, made)
    assert record.status_at(utc("13 12:00")).state is InterviewState.PAUSED
    history.add(steered("13 11:00", "resume", interview="morning"))
    assert record.status_at(utc("13 12:00")).state is InterviewState.ACTIVE


def test_a_word_to_go_on_with_the_next_round_under_a_name_does_not_let_the_former_one_go_on() -> None:
    made = config(ACME | {"id": "first"}, ACME | {"id": "acme", "at": SAME_DAY})
    noted = called(made, ("acme", ACME["at"]), ("first", ACME["at"]), ("acme", SAME_DAY))
    history = History([*noted, received("13 09:00", action=Action.PAUSE, interviews=("acme", "first"))])
    record = history.record_of(made.interviews[0], made)
    assert record.ids == {"acme", "first"}
    history.add(steered("13 10:00", "resume"))
    assert record.status_at(utc("13 12:00")).state is InterviewState.PAUSED


def test_a_word_to_go_on_is_kept_when_the_file_gets_another_name() -> None:
    made = config(ACME | {"id": "acme-data"})
    asked = received("13 09:00", action=Action.PAUSE), steered("13 10:00", "resume")
    later = called(made, ("acme-data", ACME["at"]))  # by a clock that was set back
    facts = [*called(made, ("acme", ACME["at"])), *asked, *later]
    (interview,) = made.interviews
    record = History(facts).record_of(interview, made)
    assert record.status_at(utc("13 12:00")).state is InterviewState.ACTIVE


def test_a_renamed_file_whose_date_is_corrected_later_is_no_surprise() -> None:
    made = config(ACME | {"id": "acme-data", "at": SAME_DAY})
    names = (("acme", ACME["at"]), ("acme-data", ACME["at"]), ("acme-data", SAME_DAY))
    facts = [*called(made, *names), *thanked()]
    assert ids(made, "acme-data", facts) == {"acme-data", "acme"}
    assert notices(made, facts) == []


def test_one_that_is_gone_is_asked_about_and_one_whose_file_cannot_be_read_is_not() -> None:
    made = config(ACME | {"id": "next", "at": NEXT_WEEK})
    facts = [*called(made, ("acme", ACME["at"])), *thanked(), steered("13 09:00", "close")]
    assert question(made, facts) == "acme"
    assert question(made, facts, frozenset({"acme"})) is None


def test_one_that_only_changes_its_name_is_not_asked_about() -> None:
    made = config(ACME | {"id": "second", "at": NEXT_WEEK})
    facts = [*called(made, ("acme", ACME["at"]), ("next", NEXT_WEEK)), *thanked()]
    assert question(made, facts) is None


def test_one_that_another_interview_is_already_is_not_asked_about() -> None:
    made = config(ACME | {"id": "acme-data"}, ACME | {"id": "next", "at": NEXT_WEEK})
    facts = [*called(made, ("acme", ACME["at"]), ("acme-data", ACME["at"])), *thanked()]
    assert question(made, facts) is None


def test_that_steps_are_not_taken_again_for_a_later_date_is_told() -> None:
    made = config(ACME | {"at": NEXT_WEEK})
    facts = [*called(made, ("acme", ACME["at"]), ("acme", NEXT_WEEK)), *thanked()]
    (note,) = renames.warn_of_new_date(Words(), History(facts), made)
    assert note.subject == "Is acme put off, or another round?"
    assert "names Thursday, 19 November 2026 now" in note.body


def test_a_date_that_stands_or_is_put_earlier_is_not_asked_about() -> None:
    for at in (ACME["at"], SAME_DAY):
        made = config(ACME | {"at": at})
        facts = [*called(made, ("acme", ACME["at"]), ("acme", at)), *thanked()]
        assert list(renames.warn_of_new_date(Words(), History(facts), made)) == []


def test_the_note_after_a_refusal_may_come_before_the_interview() -> None:
    made = config(ACME | {"at": NEXT_WEEK})
    facts = [*called(made, ("acme", NEXT_WEEK)), taken("13 09:00", FAREWELL_STEP.id)]
    assert list(renames.warn_of_new_date(Words(), History(facts), made)) == []
