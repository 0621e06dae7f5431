"""Whom the daemon trusts, what it does on a full disk, and how a trouble ends."""

import faulty_smtp as smtp
import pytest
from faulty_env import Trouble, suffer
from mailhost import ANA

from followupd.config.interview import EVERY
from followupd.journal.facts import Steered
from followupd.journal.states import TouchEvent

# How a trouble ends


def test_a_trouble_ends_with_its_touch(trouble: Trouble) -> None:
    trouble.smtp.spoil(smtp.cut("rcpt"))
    suffer(trouble)
    assert trouble.status()["troubles"]
    trouble.stage.mailhost.reply_as(ANA)
    trouble.mended()
    assert trouble.thanked() == [0, 0]
    assert trouble.status()["troubles"] == {}


def test_a_sheet_that_comes_once_more_waits_while_nobody_is_to_be_called(trouble: Trouble) -> None:
    trouble.stage.advance_by(2)
    trouble.smtp.spoil(smtp.cut("rcpt"))
    trouble.pass_after(days=1)
    say = trouble.stage.daemon._ledger.append
    say(Steered(trouble.stage.clock.now(), EVERY, "pause"))
    trouble.mended()
    assert not nagged(trouble)
    say(Steered(trouble.stage.clock.now(), EVERY, "resume"))
    trouble.pass_after(minutes=20)
    assert nagged(trouble)


def nagged(trouble: Trouble) -> bool:
    """The call sheet came once more."""
    return any(m["Subject"].startswith("Once more: ") for m in trouble.stage.notices())


# Whom it trusts


def test_a_wrong_certificate_keeps_it_silent(trouble: Trouble) -> None:
    for proxy in (trouble.imap, trouble.smtp):
        proxy.certificate = trouble.stage.mailhost.authority.wrong_host()
        suffer(trouble)
        assert trouble.thanked() == [0, 0]
        assert any("certificate" in why for why in trouble.status()["troubles"].values())
        proxy.certificate = trouble.stage.mailhost.authority.good()
    trouble.mended()
    assert trouble.thanked() == [1, 1]


def test_a_struck_out_starttls_keeps_it_silent(trouble: Trouble) -> None:
    trouble.smtp.tls = "starttls"
    trouble.stage.config["account"]["smtp"]["tls"] = "starttls"
    trouble.stage.write_config()
    trouble.smtp.spoil(smtp.says("ehlo", b"250 mail.example\r\n"))
    suffer(trouble)
    assert trouble.thanked() == [0, 0]
    assert any(
        "no password is sent over an open line" in why for why in trouble.status()["troubles"].values()
    )
    trouble.mended()
    assert trouble.thanked() == [1, 1]


# The store fails


@pytest.mark.parametrize(("event", "at_once"), [(TouchEvent.COMMIT, [0, 0]), (TouchEvent.ACCEPT, [1, 0])])
def test_a_full_disk_is_survived_without_a_restart_and_without_a_question(
    trouble: Trouble, event: TouchEvent, at_once: list[int]
) -> None:
    """What the server has answered is kept until there is room: the daemon was not stopped, and nothing is unknown."""
    trouble.stage.daemon.store.full_at = event
    suffer(trouble)
    assert "disk is full" in trouble.status()["sentence"]
    assert trouble.thanked() == at_once
    trouble.stage.daemon.store.full_at = None
    trouble.mended()
    assert trouble.thanked() == [1, 1]
    assert trouble.status()["waiting_for_you"] == []
    assert trouble.status()["troubles"] == {}
