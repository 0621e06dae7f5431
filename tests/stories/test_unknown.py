"""A mail of unknown fate: what proves it, when it is looked for, and that nobody but the user decides without a proof."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import faulty_smtp as smtp
import pytest
from daemon_stage import text_of
from faulty_env import PAIR, Trouble
from mailhost import ANA, HAL, SAM
from typer.testing import CliRunner

from followupd.cli.main import app
from followupd.engine.ports import OutgoingMail
from followupd.engine.sending.outbox import PROOF_LOOKS
from followupd.journal.facts import Received, Taken

ALONE = PAIR | {"contacts": PAIR["contacts"][:1]}


@pytest.fixture
def lost(trouble: Trouble) -> OutgoingMail:
    """The thank-you to Ana: Postfix took it, and the 250 never came."""
    trouble.stage.write_interview(**ALONE)
    trouble.smtp.spoil(smtp.cut("dot"))
    trouble.pass_after(hours=1)
    trouble.smtp.mend()
    assert [line[-23:] for line in trouble.status()["waiting_for_you"]]
    (row,) = [o for o in trouble.stage.daemon.store.list_mails() if o.touch]
    return row


def taken(trouble: Trouble) -> list[str]:
    return [f.how for f in trouble.stage.daemon._ledger.history.facts if isinstance(f, Taken)]


def copy_in_sent(trouble: Trouble, lost: OutgoingMail) -> None:
    trouble.stage.mailhost.dovecot.deliver(SAM.address, lost.mail.data, "Sent")


def copy_in_sent_under_another_id(trouble: Trouble, lost: OutgoingMail) -> None:
    other = lost.mail.data.replace(lost.message_id.encode(), b"<other@provider.example>")
    trouble.stage.mailhost.dovecot.deliver(SAM.address, other, "Sent")


def own_copy(trouble: Trouble, lost: OutgoingMail) -> None:
    trouble.stage.mailhost.dovecot.deliver(SAM.address, b"Received: from here by there\r\n" + lost.mail.data)


def bounce(trouble: Trouble, lost: OutgoingMail) -> None:  # noqa: ARG001 - Postfix knows what it bounces
    trouble.stage.mailhost.postfix.settle()


def answer_to_the_id(trouble: Trouble, lost: OutgoingMail) -> None:
    trouble.stage.mailhost.reply_as(HAL, subject="Re: hello", In_Reply_To=lost.message_id)


PROOFS = [copy_in_sent, copy_in_sent_under_another_id, own_copy, answer_to_the_id]


@pytest.mark.parametrize("proof", PROOFS, ids=[p.__name__.replace("_", " ") for p in PROOFS])
def test_a_proof_ends_the_doubt(
    trouble: Trouble, lost: OutgoingMail, proof: Callable[[Trouble, OutgoingMail], None]
) -> None:
    proof(trouble, lost)
    trouble.pass_after(minutes=1)
    assert taken(trouble) == ["proof"]
    assert trouble.status()["waiting_for_you"] == [] or proof is answer_to_the_id
    trouble.mended()
    assert trouble.thanked() == [1, 0]
    assert not any(m["Subject"].startswith("Sent or not?") for m in trouble.stage.notices())


def test_a_bounce_proves_that_it_was_accepted_and_blames_the_address(trouble: Trouble) -> None:
    trouble.stage.mailhost.bounce(ANA.address)
    trouble.stage.write_interview(**ALONE)
    trouble.smtp.spoil(smtp.cut("dot"))
    trouble.pass_after(hours=1)
    trouble.smtp.mend()
    trouble.stage.mailhost.postfix.settle()
    trouble.pass_after(minutes=1)
    assert taken(trouble) == ["proof"]
    facts = trouble.stage.daemon._ledger.history.facts
    assert [f.failed_address for f in facts if isinstance(f, Received)] == [ANA.address]


def test_the_id_that_the_server_gives_it_in_its_answer_is_known_as_ours(trouble: Trouble) -> None:
    trouble.stage.write_interview(**ALONE)
    words = b"250 2.0.0 OK <new-1@prod.outlook.example> [Hostname=x.example]\r\n"
    trouble.smtp.spoil(smtp.says("dot", words))
    trouble.pass_after(hours=1)
    trouble.smtp.mend()
    trouble.stage.mailhost.reply_as(HAL, subject="Re: hello", In_Reply_To="<new-1@prod.outlook.example>")
    trouble.pass_after(minutes=5)
    assert trouble.status()["interviews"]["acme"]["state"] == "answered"


def test_without_a_proof_it_looks_four_times_then_asks_and_never_sends(
    trouble: Trouble, lost: OutgoingMail
) -> None:
    began = trouble.stage.clock.instant
    looks = []
    for minute in range(1, 90):
        heard = len(trouble.imap.heard)
        trouble.stage.clock.instant = began + timedelta(minutes=minute, seconds=1)
        trouble.stage.daemon._next_scan_at = float("inf")  # no look but those for the proof
        trouble.stage.daemon.tick()
        looks += [minute] if any(b" LIST " in line for line in trouble.imap.heard[heard:]) else []
    assert looks == [int(span.total_seconds() // 60) for span in PROOF_LOOKS] == [1, 5, 15, 60]
    assert [m["Subject"] for m in trouble.stage.notices()] == ["Sent or not? thank-you to Ana Alvarez (acme)"]
    assert taken(trouble) == []
    assert trouble.thanked() == [1, 0]
    assert lost.touch is not None


@pytest.mark.parametrize(("word", "thanked"), [("--sent", 1), ("--resend", 2)])
def test_the_user_decides(trouble: Trouble, lost: OutgoingMail, word: str, thanked: int) -> None:
    assert lost.touch
    trouble.pass_after(minutes=61)
    resolve(trouble, word)
    trouble.mended()
    assert trouble.status()["waiting_for_you"] == []
    assert trouble.thanked() == [thanked, 0]
    assert taken(trouble) == [{"--sent": "user", "--resend": "smtp"}[word]]


def resolve(trouble: Trouble, word: str) -> None:
    config, state = str(trouble.stage.places.config), str(trouble.stage.places.state)
    words = ["resolve", "acme", "thank-you", word, "--config", config]
    assert CliRunner().invoke(app, words, env={"FOLLOWUPD_STATE": state}).exit_code == 0


def asked(trouble: Trouble) -> list[EmailMessage]:
    return [m for m in trouble.stage.notices() if m["Subject"].startswith("Sent or not?")]


@pytest.mark.usefixtures("lost")
def test_what_is_lost_again_is_asked_about_again(trouble: Trouble) -> None:
    trouble.pass_after(minutes=61)
    resolve(trouble, "--resend")
    trouble.smtp.spoil(smtp.cut("dot"))
    trouble.pass_after(minutes=5)
    trouble.smtp.mend()
    assert trouble.thanked() == [2, 0]
    trouble.pass_after(minutes=61)
    assert len(asked(trouble)) == 2


@pytest.mark.usefixtures("lost")
def test_what_is_lost_is_asked_about_by_the_name_that_its_file_has_now(trouble: Trouble) -> None:
    interviews = trouble.stage.places.interviews_folder
    (interviews / "acme.yaml").rename(interviews / "acme-berlin.yaml")
    trouble.pass_after(minutes=61)
    (notice,) = asked(trouble)
    assert "followupd resolve acme-berlin thank-you --sent" in text_of(notice)
