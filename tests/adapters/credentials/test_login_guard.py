"""A refused login: told from a lost connection, counted to three over both servers, asked ever more rarely, told once."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from daemon_stage import KnownLogin, Stage, text_of
from mailhost import ANA, SAM

from followupd.adapters.credentials.login_guard import LoginGuard, LoginState
from followupd.engine.ports import NoLoginOffered
from followupd.errors import LoginRefused

WRONG = "not Sam's word"


@pytest.fixture
def changed(stage: Stage) -> Stage:
    """A candidate whose password was changed at the provider, while followupd runs."""
    stage.look()
    assert standing(stage) == LoginState.GOOD
    stage.mailhost.add_user(SAM.address, WRONG)
    return stage


def standing(stage: Stage) -> str | None:
    assert stage.daemon
    return stage.daemon.store.get_value("account")


def refusals(stage: Stage) -> int:
    """How often either server has refused a login."""
    imap = stage.mailhost.dovecot.log()
    return imap.count("auth failed, 1 attempts") + stage.mailhost.postfix.log().count("authentication failed")


def pass_hours(stage: Stage, hours: float, step: timedelta = timedelta(minutes=4)) -> None:
    end = stage.clock.instant + timedelta(hours=hours)
    while stage.clock.instant < end:
        stage.clock.instant += step
        stage.look()


def test_one_refusal_may_be_the_servers_mood_and_is_not_told(changed: Stage) -> None:
    changed.look()
    doubtful = standing(changed)
    changed.mailhost.add_user(SAM.address, SAM.password)
    changed.clock.instant += timedelta(minutes=2)
    changed.look()

    assert (doubtful, standing(changed)) == (LoginState.DOUBTFUL, LoginState.GOOD)
    assert changed.notices() == []


def test_after_three_refusals_the_account_counts_as_refused_and_it_is_told_once(
    changed: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "followupd")
    pass_hours(changed, 3)

    assert standing(changed) == LoginState.REFUSED
    assert caplog.text.count("notice: followupd is silent: login") == 1
    assert changed.followups(ANA.address) == []
    changed.restart()
    pass_hours(changed, 1)
    assert caplog.text.count("notice: followupd is silent: login") == 1


def test_a_refused_account_is_not_hammered(changed: Stage) -> None:
    before = refusals(changed)

    pass_hours(changed, 3)

    assert 3 <= refusals(changed) - before <= 10  # 45 looks, and touches that fell due
    late = refusals(changed)
    pass_hours(changed, 3)
    assert refusals(changed) - late <= 8  # once an hour at either server, and for the mail that tells of it


def test_after_a_new_login_it_goes_on_at_once_and_sends_what_is_still_in_time(changed: Stage) -> None:
    pass_hours(changed, 2)
    assert changed.daemon
    changed.mailhost.add_user(SAM.address, SAM.password)
    changed.daemon.store.set_value("login", changed.clock.now().isoformat())  # as `followupd login` does

    changed.look()

    assert standing(changed) == LoginState.GOOD
    pass_hours(changed, 0.5)
    assert len(changed.followups(ANA.address)) == 1
    [told] = [n for n in changed.notices() if "silent" in n["Subject"]]
    assert "login refused: " in text_of(told)
    assert SAM.password not in text_of(told)


def test_a_lost_connection_is_no_refusal(stage: Stage) -> None:
    stage.look()
    stage.mailhost.dovecot.stop()

    pass_hours(stage, 1)

    assert standing(stage) == LoginState.GOOD
    stage.mailhost.dovecot.start()
    stage.look()
    assert stage.daemon
    assert not [n for n in stage.notices() if "login" in n["Subject"]]


@pytest.mark.parametrize(
    ("fault", "advice"),
    [
        (LoginRefused("mail.example: 535 no"), "after `followupd login` it goes on"),
        (NoLoginOffered("mail.example: it offers none at all"), "no password changes that"),
    ],
)
def test_what_helps_is_said_and_no_password_where_the_server_takes_none(
    fault: LoginRefused, advice: str
) -> None:
    """A relay without AUTH: another password would change nothing."""
    moments = iter(range(1000))
    guard = LoginGuard(
        KnownLogin("sam", "x"), lambda: datetime(2026, 11, 12, tzinfo=UTC) + timedelta(days=next(moments))
    )
    told = [guard.record_refusal("smtp", type(fault)(str(fault))) for _ in range(3)]
    assert advice in str(told[-1])
