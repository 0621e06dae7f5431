"""The journal with what is played behind it reads like one journal, and stays as it was."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from builders import config, received, steered, taken, thanked, utc

from followupd.journal.facts import Fact
from followupd.journal.history import History
from followupd.journal.played_history import PlayedHistory

ZONE = ZoneInfo("Europe/Berlin")


class Counter:
    """Counts mails, and whether it was outdated."""

    def __init__(self) -> None:
        self.count, self.is_outdated = 40, False

    def count_mails(self, _day: date, _zone: ZoneInfo) -> int:
        return self.count

    def add_mail(self, _at: datetime) -> None:
        self.count += 1

    def forget(self) -> None:
        self.is_outdated = True


PAST: list[Fact] = [*thanked(), received("13 09:00"), steered("14 09:00", "pause", "15 09:00")]
FUTURE: list[Fact] = [taken("17 10:00", "call", reminder=True), taken("24 10:00", "check-in")]


def test_it_reads_like_one_journal() -> None:
    made = config()
    base, counter = History(PAST), Counter()
    played, whole = PlayedHistory(base, counter, counter), History([*PAST, *FUTURE])
    for fact in FUTURE:
        played.add(fact)
    one, other = (h.record_of(made.interviews[0], made) for h in (played, whole))
    for name in ("ids", "own_facts", "taken_facts", "reminders", "undated_status", "sibling_ids"):
        assert getattr(one, name) == getattr(other, name), name
    assert base.facts == PAST
    assert base.record_of(made.interviews[0], made).own_facts == one.own_facts[: -len(FUTURE)]


def test_mails_are_counted_by_its_counter() -> None:
    counter = Counter()
    played = PlayedHistory(History(PAST), counter, counter)
    for fact in FUTURE:
        played.add(fact)  # a call and a mail
    assert played.count_mails_on(utc("24 10:00").date(), ZONE) == 41


def test_a_fact_of_the_journal_that_was_read_about_makes_it_outdated() -> None:
    made = config()
    for fact, is_outdated in (
        (steered("16 09:00", "close"), True),
        (steered("16 09:00", "close", interview="gone"), False),
    ):
        base, counter = History(PAST), Counter()
        assert PlayedHistory(base, counter, counter).record_of(made.interviews[0], made).undated_status
        base.add(fact)
        assert counter.is_outdated == is_outdated
