"""What a pass costs grows with what has changed, not with the square of what there is. Counted, not timed."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from builders import ACME, config
from classify_cases import KNOWN
from many_interviews import Crowd, Tally, counting, news

from followupd.engine.ports import Folder, FolderRole, MailHeader
from followupd.engine.scanning import watching
from followupd.engine.scanning.scanning import _classify_mails
from followupd.inbound.matching.watchlist import Watchlist

FEW, MANY = 20, 200  # interviews
SLACK = 1.3  # for what is counted once, whatever there is


def first_pass(interviews: int, facts_each: int = 10) -> Tally:
    crowd = Crowd(interviews, facts_each)
    with counting(crowd) as tally:
        crowd.run_pass()
    return tally


def later_pass(interviews: int, facts_each: int = 10, *, news_count: int = 1) -> Tally:
    crowd = Crowd(interviews, facts_each)
    crowd.run_pass()
    for count in range(news_count):
        crowd.hear_news(10_000 + count)
    with counting(crowd) as tally:
        crowd.run_pass()
    return tally


def test_the_first_pass_is_linear_in_the_interviews() -> None:
    few, many = first_pass(FEW), first_pass(MANY)
    assert many.plans_made == 10 * few.plans_made == MANY
    assert many.facts_read <= 10 * SLACK * few.facts_read


def test_the_first_pass_is_linear_in_the_facts() -> None:
    few, many = first_pass(FEW, 20), first_pass(FEW, 200)
    assert many.facts_read <= 10 * SLACK * few.facts_read


def test_a_pass_after_one_fact_reads_what_it_concerns_however_many_interviews_there_are() -> None:
    few, many = later_pass(FEW), later_pass(MANY)
    assert few.plans_made == many.plans_made == 1
    assert many.facts_read <= SLACK * few.facts_read


def test_a_pass_after_one_fact_is_linear_in_the_facts_of_its_interview() -> None:
    few, many = later_pass(FEW, 20), later_pass(FEW, 200)
    assert many.plans_made == 1
    assert many.facts_read <= 10 * SLACK * few.facts_read


def test_a_pass_after_nothing_makes_no_plan() -> None:
    few, many = later_pass(FEW, news_count=0), later_pass(MANY, news_count=0)
    assert few.plans_made == many.plans_made == 0
    assert few.facts_read == many.facts_read


def test_ten_times_the_news_are_one_pass() -> None:
    assert later_pass(FEW, news_count=10).plans_made == 1


def test_plans_of_many_days_leave_no_more_readers_of_facts_than_those_of_a_few() -> None:
    """Each plan and each record was a reader of its own, and stayed one of each topic to which no fact was added."""
    crowd = Crowd(FEW, 10)
    counts = []
    with counting(crowd) as tally:
        for _ in range(60):
            crowd.clock.time += timedelta(hours=12)
            crowd.engine.run_pass(scan=False)
            counts.append(crowd.ledger.history.index.count_readers())
    assert tally.plans_made > 3 * FEW
    assert max(counts[30:]) <= max(counts[:30])


def watchlist_facts(interviews: int) -> int:
    """How many facts are read for a watchlist after one new fact."""
    crowd = Crowd(interviews, 10)
    history = crowd.ledger.history
    watching.build_watchlist(crowd.config, history, {}, b"key")
    history.add(news(0, 10_000))
    with counting(crowd) as tally:
        watching.build_watchlist(crowd.config, history, {}, b"key")
    return tally.facts_read


def test_the_watchlist_after_one_fact_reads_what_it_concerns() -> None:
    assert watchlist_facts(MANY) <= SLACK * watchlist_facts(FEW)


@dataclass
class CountingJudge:
    """Needs no body, and counts its questions."""

    questions: list[int] = field(default_factory=list)

    def need_bodies(self, headers: list[bytes], _: Watchlist) -> list[bool]:
        self.questions.append(len(headers))
        return [False] * len(headers)


class NoSession:
    """A session of which no message is wanted."""

    def expect_fetches(self, headers: list[MailHeader]) -> None:
        assert not headers


@pytest.mark.parametrize("count", [1, 10, 100])
def test_a_batch_of_headers_is_one_question(count: int) -> None:
    judge, folder, now = (
        CountingJudge(),
        Folder("INBOX", FolderRole.INBOX),
        config(ACME).interviews[0].start_time,
    )
    headers = tuple(MailHeader(folder, n, now, 10, b"From: x@y.example\r\n\r\n") for n in range(1, count + 1))
    assert not list(_classify_mails(judge, NoSession(), headers, KNOWN))  # type: ignore[arg-type]
    assert judge.questions == [count]
