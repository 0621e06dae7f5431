"""Pushes by apprise, to a web server of this test: short, guarded, and without a trace of the address."""

import json
import logging
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from builders import BASE, config
from daemon_stage import Stage, text_of
from mailhost import ANA, MailHost
from pydantic import ValidationError
from secretservice import SecretService

from followupd.adapters.credentials.credentials import push_address_readers
from followupd.adapters.push import ApprisePushService
from followupd.config.loader import load_config
from followupd.errors import FollowupdError

TOKEN = "t0ken-that-nobody-may-see"


class Phone(ThreadingHTTPServer):
    """What a push provider does: it takes JSON, or fails as it is told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.heard: list[dict[str, str]] = []
        self.status = 200
        self.may_answer = threading.Event()
        self.may_answer.set()

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.server_port}/{TOKEN}/"


class _Request(BaseHTTPRequestHandler):
    server: Phone

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.may_answer.wait(120)
        self.server.heard.append({"path": self.path, "title": body["title"], "body": body["message"]})
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def phone() -> Iterator[Phone]:
    phone = Phone()
    thread = threading.Thread(target=phone.serve_forever, daemon=True)
    thread.start()
    yield phone
    phone.shutdown()
    phone.server_close()
    thread.join()


def pushed(stage: Stage) -> None:
    assert stage.daemon
    assert stage.daemon._push_service.wait_until_done(120)


def with_phone(stage: Stage, address: str) -> None:
    stage.write_config(notifications={"push": [{"command": ["echo", address]}]})


# --- the pusher alone


def test_what_a_stranger_wrote_is_no_markup(phone: Phone) -> None:
    service = ApprisePushService(())
    words = '<a href="https://evil.example">Ana</a> wrote'
    service.push([lambda: f"{phone.address}?format=html"], words, words)
    assert service.wait_until_done(120)
    service.close()
    (heard,) = phone.heard
    assert "<a" not in heard["body"]
    assert "&lt;a" in heard["body"]


def test_a_message_arrives_with_its_title(phone: Phone) -> None:
    bell = ApprisePushService()
    bell.push([lambda: phone.address], "Acme: they wrote", "It reads like an offer.")
    assert bell.wait_until_done(120)
    bell.close()
    assert phone.heard == [
        {"path": f"/{TOKEN}/", "title": "Acme: they wrote", "body": "It reads like an offer."}
    ]
    assert bell.last_fault is None


def test_what_fails_is_tried_again_and_then_told(phone: Phone) -> None:
    bell = ApprisePushService(pauses=(0.0, 0.0))
    phone.status = 500
    bell.push([lambda: phone.address], "One", "…")
    assert bell.wait_until_done(120)
    assert len(phone.heard) == 3
    assert str(bell.last_fault) == "address 1 of notifications.push: the push did not get through"
    phone.status = 200
    bell.push([lambda: phone.address], "Two", "…")
    assert bell.wait_until_done(120)
    bell.close()
    assert bell.last_fault is None


def broken() -> str:
    raise FollowupdError("the keyring is locked")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (broken, "the keyring is locked"),
        (lambda: TOKEN, "no address that apprise knows"),
        (lambda: f"json://{TOKEN}:notaport/", ""),
        (lambda: f"ntfy://127.0.0.1:9/{TOKEN}", "did not get through"),
    ],
)
def test_one_broken_address_keeps_no_other_from_ringing_and_is_never_quoted(
    phone: Phone, address: object, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bell = ApprisePushService(pauses=())
    bell.push([address, lambda: phone.address], "One", "…")  # type: ignore[list-item]
    assert bell.wait_until_done(120)
    bell.close()
    assert len(phone.heard) == 1
    assert said in str(bell.last_fault)
    assert TOKEN not in caplog.text + str(bell.last_fault) + repr(bell.last_fault)


def test_ringing_returns_at_once_however_slow_the_provider_is(phone: Phone) -> None:
    bell = ApprisePushService(pauses=())
    phone.may_answer.clear()
    bell.push([lambda: phone.address], "One", "…")
    assert phone.heard == []  # it has returned, and nobody has answered
    phone.may_answer.set()
    assert bell.wait_until_done(120)
    bell.close()
    assert len(phone.heard) == 1


# --- where the address lies


@pytest.mark.parametrize("value", [f"ntfy://{TOKEN}", [f"ntfy://{TOKEN}"], [{"keyring": "x"}, TOKEN]])
def test_an_address_in_the_clear_is_refused_and_not_repeated(value: object) -> None:
    text = json.dumps(BASE | {"notifications": {"push": value}})
    (fault,) = load_config(("config.yaml", text)).faults
    assert "followupd login --push followupd-push" in fault
    assert TOKEN not in fault


def test_the_password_of_the_mailbox_is_never_pushed_anywhere() -> None:
    with pytest.raises(ValidationError, match="names the secret of your mailbox"):
        config(notifications={"push": [{}]})


def test_the_address_comes_from_the_keyring(
    keyring_session: SecretService, monkeypatch: pytest.MonkeyPatch, phone: Phone
) -> None:
    for name, value in keyring_session.env.items():
        monkeypatch.setenv(name, value)
    (address,) = push_address_readers(config(notifications={"push": [{"keyring": "followupd-push"}]}))
    with pytest.raises(FollowupdError, match="followupd login --push"):
        address()
    from followupd.adapters.credentials.credentials import push_address_store
    from followupd.cli.login_extras import store_push_address
    from followupd.config.account import KeyringSecret

    account = config().account
    push_address_store(account, KeyringSecret(keyring="followupd-push")).write_secret(phone.address)
    (address,) = push_address_readers(config(notifications={"push": [{"keyring": "followupd-push"}]}))
    assert address() == phone.address
    store_push_address(account, "followupd-push", stdin=False, delete=True, test=False)


# --- the whole daemon


def test_call_sheets_and_answers_are_pushed_short(mailhost: MailHost, stage: Stage, phone: Phone) -> None:
    with_phone(stage, phone.address)
    stage.write_interview(
        contacts=[
            {"name": "Ana Alvarez", "email": ANA.address, "phone": "+49 30 901820", "fact": "your loads"}
        ]
    )
    stage.look()
    stage.advance_by(2)
    pushed(stage)
    (sheet,) = phone.heard
    assert sheet["title"] == "Call Ana Alvarez, Acme GmbH"
    assert "+49 30 901820" in sheet["body"]
    assert "tel:+49-30-901820" in sheet["body"]
    assert "Thank you for our conversation" not in sheet["body"]
    mailhost.reply_as(ANA, body="Unfortunately we have decided not to move forward with your application.\n")
    stage.look()
    pushed(stage)
    answer = next(h for h in phone.heard if "wrote to you" in h["title"])
    assert answer["body"] == "It reads like a refusal. Nothing goes out until you say so."
    assert not any("decided not to move" in h["title"] + h["body"] for h in phone.heard)


def test_a_push_that_fails_is_told_by_mail_and_holds_nothing(
    stage: Stage, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with_phone(stage, phone.address)
    assert stage.daemon
    stage.daemon._push_service._pauses = ()
    phone.status = 403
    stage.advance_by(5)  # four thank-yous, then the call
    pushed(stage)
    stage.look()
    stage.look()
    told = [m for m in stage.notices() if m["Subject"] == "Pushes do not get through"]
    assert len(told) == 1
    assert "did not get through" in text_of(told[0])
    assert "push" in stage.daemon._engine.guard.troubles
    assert TOKEN not in caplog.text
    phone.status = 200
    stage.clock.instant += timedelta(days=1)
    stage.look()  # the sheet once more
    pushed(stage)
    stage.look()
    assert "push" not in stage.daemon._engine.guard.troubles
    assert len(stage.followups(ANA.address)) == 1


def test_nothing_is_pushed_while_live_is_false(stage: Stage, phone: Phone) -> None:
    stage.write_config(live=False, notifications={"push": [{"command": ["echo", phone.address]}]})
    stage.advance_by(2)
    stage.mailhost.reply_as(ANA)
    stage.look()
    pushed(stage)
    assert phone.heard == []
