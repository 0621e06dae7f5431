"""Notices have a budget: the first at once, then digests; nothing is lost, the urgent ones come first."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from builders import config, utc
from faulty_env import FailingStore
from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine.ledger import Ledger
from followupd.engine.notifying.notice_budget import DAY, DIGEST_PAUSE, FREE_MAILS, count_free_mails
from followupd.engine.notifying.notifier import Notifier, deliver_pushes, notify
from followupd.engine.ports import FrozenMail
from followupd.engine.sending.outcomes import Accepted, Deferred, Outcome, Unknown
from followupd.errors import FollowupdError
from followupd.journal.states import TouchState
from followupd.writing.notices.notices import Notice

NOW = utc("13 10:00")
MAX_A_DAY = 20


class Moment:
    """A clock that stands where the test puts it."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


class Desk:
    """The notifier of one candidate, and what has left."""

    def __init__(self, store: SqliteStore) -> None:
        live = config(live=True)
        self.ledger = Ledger(store, lambda: ActiveConfig(live), {}, None)  # type: ignore[arg-type]
        self.clock = Moment()
        self.delivered: list[tuple[datetime, str]] = []
        self.answer: Outcome = Accepted(250, "Ok")
        self.count = 0

    def deliver_mail(self, mail: FrozenMail, may_commit: Callable[[], bool]) -> Outcome:
        if isinstance(self.answer, Deferred):
            return self.answer
        assert may_commit()
        text = message_from_bytes(mail.data, policy=policy.default)
        body = text.get_body(("plain",))
        self.delivered.append(
            (self.clock.at, f"{text['Subject']}\n{body.get_content().strip() if body else ''}")
        )
        return self.answer

    def tell(self, count: int = 1, key: str = "missed/acme/call/{}/20261113") -> None:
        for _ in range(count):
            self.count += 1
            notify(self.ledger, Notice(key.format(self.count), f"Thing {self.count};", "body"), self.clock.at)

    def pass_(self, minutes: float = 0) -> None:
        self.clock.at += timedelta(minutes=minutes)
        Notifier(self.ledger, self, self.clock).deliver_notices()

    def is_told(self, number: int) -> bool:
        return any(f"Thing {number};" in text for _, text in self.delivered)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = SqliteStore(tmp_path / "store.db")
    yield Desk(store)
    store.close()


def test_the_first_notice_leaves_at_once_and_by_itself(desk: Desk) -> None:
    desk.tell()
    desk.pass_()
    ((_, text),) = desk.delivered
    assert text == "Thing 1;\nbody"


def test_two_hundred_things_at_once_make_eight_mails_and_lose_nothing(desk: Desk) -> None:
    desk.tell(200)
    desk.pass_()
    assert len(desk.delivered) == FREE_MAILS
    assert all(desk.is_told(number) for number in range(1, 201))
    assert desk.ledger.store.list_mails(TouchState.RENDERED) == []


def test_what_comes_after_the_first_eight_waits_for_one_mail_in_two_hours(desk: Desk) -> None:
    desk.tell(200)
    desk.pass_()
    desk.tell(3)
    desk.pass_(119)
    assert len(desk.delivered) == FREE_MAILS
    desk.pass_(1)
    assert len(desk.delivered) == FREE_MAILS + 1
    assert all(desk.is_told(number) for number in range(201, 204))


def test_a_single_thing_that_waited_comes_as_it_was_written(desk: Desk) -> None:
    desk.tell(8)
    desk.pass_()
    desk.tell()
    desk.pass_(120)
    assert desk.delivered[-1][1] == "Thing 9;\nbody"


def test_an_answer_comes_before_what_was_missed(desk: Desk) -> None:
    desk.tell(20)
    desk.tell(key="mail/INBOX/1/{}/20261113/alert/acme")
    desk.tell(key="mail/Old/mail/1/{}/20261113/stop/acme")
    desk.tell(key="unknown/acme/call/{}/20261113")
    desk.pass_()
    assert [text.split(";")[0] for _, text in desk.delivered[:2]] == ["Thing 22", "Thing 23"]
    lines = [line for line in desk.delivered[-1][1].splitlines() if line.startswith("- ")]
    assert lines[-1] == "- Thing 21;"


def test_a_call_sheet_once_more_leaves_whatever_else_waits(desk: Desk) -> None:
    desk.tell(50)
    desk.pass_()
    desk.tell(key="again/acme/call/ana-ruiz/{}")
    desk.tell(1)
    # A sheet is sent again only while somebody is to be called: the journal of this desk is empty, and active.
    desk.pass_(1)
    assert desk.is_told(51)
    assert not desk.is_told(52)


def test_a_digest_that_the_server_puts_off_is_sent_later_and_not_written_twice(desk: Desk) -> None:
    desk.answer = Deferred(450, "later")
    desk.tell(30)
    desk.pass_()
    for _ in range(20):
        desk.pass_(1)
    desk.answer = Accepted(250, "Ok")
    desk.pass_(24 * 60)
    desk.pass_(120)
    assert all(desk.is_told(number) for number in range(1, 31))
    assert len(desk.delivered) <= FREE_MAILS + 1


def test_a_restart_loses_nothing_and_keeps_the_budget(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = SqliteStore(path)
    first = Desk(store)
    first.tell(8)
    first.pass_()
    first.tell(5)
    store.close()
    store = SqliteStore(path)
    second = Desk(store)
    second.pass_(1)
    assert second.delivered == []
    second.pass_(120)
    store.close()
    assert all(second.is_told(number) for number in range(9, 14))


class BreakingStore(FailingStore):
    """A store that fails in the middle of its transaction, as kill -9 would."""

    left = 3

    def apply_event(self, *args: object, **fields: object) -> object:  # type: ignore[override]
        if args[1] == "cancel":
            self.left -= 1
            if not self.left:
                raise KeyboardInterrupt
        return super().apply_event(*args, **fields)  # type: ignore[arg-type]


def test_a_death_in_the_middle_of_a_digest_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = BreakingStore(path)
    desk = Desk(store)
    desk.tell(30)
    with pytest.raises(KeyboardInterrupt):
        desk.pass_()
    store.close()
    later = Desk(SqliteStore(path))
    later.pass_()
    later.ledger.store.close()  # type: ignore[attr-defined]
    assert all(later.is_told(number) for number in range(1, 31))


class Phone:
    """A push service that keeps what it is given."""

    last_fault: FollowupdError | None = None

    def __init__(self) -> None:
        self.titles: list[str] = []

    def push(self, addresses: object, title: str, body: str) -> None:  # noqa: ARG002 - the protocol's shape
        self.titles.append(title)


def test_pushes_have_the_same_budget(desk: Desk) -> None:
    phone = Phone()
    for number in range(200):
        notice = Notice(f"mail/INBOX/1/{number}/20261113/pause/acme", "They wrote", "body", "short")
        notify(desk.ledger, notice, NOW)
        deliver_pushes(desk.ledger, phone, [], NOW + timedelta(minutes=number))
    assert FREE_MAILS <= len(phone.titles) <= FREE_MAILS + 2


# --- the bound, whatever happens


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [0, 1, 2, 7, 8, 9, 21]
        ),  # around the bounds: each notice is a whole mail, and takes its time
        st.sampled_from([0, 0.3, 1, 20, 119, 120, 121, 600, 1439, 1441]),
        st.sampled_from([Accepted(250, "Ok"), Unknown("lost"), Deferred(450, "later")]),
        st.booleans(),
    ),
    max_size=60,
)


@settings(deadline=None, max_examples=60)
@given(STEPS)
def test_no_sequence_makes_more_than_twenty_mails_in_a_day_or_loses_a_line(
    steps: list[tuple[int, float, Outcome, bool]],
) -> None:
    store = SqliteStore(None)
    desk = Desk(store)
    for count, minutes, answer, is_new_ledger in steps:
        desk.answer = answer
        desk.tell(count)
        if is_new_ledger:
            desk.ledger = Ledger(store, lambda: ActiveConfig(config(live=True)), {}, None)  # type: ignore[arg-type]
        desk.pass_(minutes)
    desk.answer = Accepted(250, "Ok")
    for _ in range(40):
        desk.pass_(121)
    times = [at for at, _ in desk.delivered]
    for begin in times:
        assert sum(begin <= at < begin + DAY for at in times) <= MAX_A_DAY
    assert all(desk.is_told(number) for number in range(1, desk.count + 1))
    store.close()


@given(st.lists(st.integers(-4000, 4000), max_size=40))
def test_a_clock_that_was_set_back_waits_no_longer_than_a_day(minutes: list[int]) -> None:
    times = [NOW + timedelta(minutes=m) for m in minutes]
    assert count_free_mails(times, NOW + 2 * DAY + timedelta(minutes=4000)) == FREE_MAILS
    assert count_free_mails([NOW + 3 * DAY] * 40, NOW) == FREE_MAILS
    assert count_free_mails([NOW] * 8, NOW + DIGEST_PAUSE) == 1
