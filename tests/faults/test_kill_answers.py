"""`kill -9` around a word by mail and followupd's answer to it: done once, never answered twice, and never lost."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

import pytest
import yaml
from daemon_stage import parsed, text_of
from kill_candidate import Candidate, Ports, kill_at_moment
from loopback import wait_until
from mailhost import ANA, SAM, MailHost
from own_ids import is_ours
from proxy import ImapProxy, SmtpProxy

READING = ("UID FETCH asked", "UID FETCH answered")
BEFORE_THE_DOT = ("mail asked", "data answered")  # a notice is committed while its body is on its way
AFTER_THE_DOT = (("dot asked", False), ("dot asked", True), ("dot answered", False))


class Scene:
    """A candidate whose thank-yous wait for their word, and the servers behind proxies."""

    def __init__(self, candidate: Candidate, imap: ImapProxy, smtp: SmtpProxy, mailhost: MailHost) -> None:
        self.candidate, self.imap, self.smtp, self.mailhost = candidate, imap, smtp, mailhost
        config = yaml.safe_load(candidate.config.read_text())
        config["sending"]["approve"] = "all"
        candidate.config.write_text(yaml.safe_dump(config))

    def notices(self, words: str) -> list[EmailMessage]:
        """Return the mails to the candidate that say something."""
        mails = [parsed(raw) for raw in self.mailhost.accepted(SAM.address)]
        return [mail for mail in mails if is_ours(mail) and words in text_of(mail)]

    def run_until(self, states: tuple[str, ...], kind: str, count: int) -> None:
        """Run it until so many mails of a kind are in one of the states, and stop it."""
        query = f"SELECT id FROM outbox WHERE id GLOB 'notice/{kind}/*' AND state IN ({','.join(map(repr, (*states, '')))})"
        self.candidate.start_warm()
        wait_until(lambda: len(self.candidate.rows(query)) >= count, f"{count} mails of {kind}")
        self.candidate.wait_until_ready()
        assert self.candidate.stop() == 0, self.candidate.said()

    def answer(self, mail: EmailMessage, text: str) -> None:
        """The candidate answers a mail of followupd's."""
        now = datetime.now(UTC)
        made = EmailMessage(policy=SMTP)
        made["From"], made["To"], made["Subject"] = SAM.address, SAM.address, f"Re: {mail['Subject']}"
        made["Date"], made["Message-ID"] = format_datetime(now), f"<{text}.{now.timestamp()}@sam>"
        made["In-Reply-To"] = mail["Message-ID"]
        made.set_content(f"{text}\n")
        self.mailhost.dovecot.deliver(SAM.address, made.as_bytes(), "Sent")

    def kill_at(self, moment: str, *, passed_on: bool = False) -> None:
        """Start it, and kill it when a proxy first sees a moment."""
        kill_at_moment(
            self.candidate, self.imap, self.smtp, moment, in_imap=moment in READING, passed_on=passed_on
        )
        self.candidate.start_warm()
        assert self.candidate.died(), self.candidate.said()

    def words_done(self) -> list[str]:
        """Return what was carried out by mail."""
        return [fact["verb"] for fact in self.candidate.facts("instructed")]

    def skips(self) -> int:
        """Count how often a step was left out."""
        return sum(fact["outcome"] == "skipped" for fact in self.candidate.facts("settled"))

    def ask(self) -> EmailMessage:
        """Let it ask for the three approvals; return the mail about Ana."""
        self.run_until(("sent",), "approve", 3)
        (mail,) = self.notices(f"Dear {ANA.name.split()[0]}")
        return mail


@pytest.fixture
def scene(mailhost: MailHost, tmp_path: Path) -> Iterator[Scene]:
    certificate = mailhost.authority.good()
    with (
        ImapProxy(mailhost.imaps_port, certificate) as imap,
        SmtpProxy(mailhost.submissions_port, certificate) as smtp,
    ):
        candidate = Candidate(mailhost, tmp_path, Ports(imap.port, smtp.port))
        yield Scene(candidate, imap, smtp, mailhost)
        candidate.close()


@pytest.mark.parametrize("moment", [*READING, *BEFORE_THE_DOT])
def test_killed_before_the_dot_of_the_answer_the_word_is_done_and_answered_once(
    scene: Scene, moment: str
) -> None:
    scene.answer(scene.ask(), "no")
    scene.kill_at(moment)
    scene.run_until(("sent",), "answer", 1)
    assert scene.words_done() == ["no"]
    assert scene.skips() == 1
    assert len(scene.notices("Understood")) == 1


@pytest.mark.parametrize(("moment", "passed_on"), AFTER_THE_DOT)
def test_killed_after_the_dot_of_the_answer_it_is_never_answered_twice(
    scene: Scene, moment: str, passed_on: bool
) -> None:
    scene.answer(scene.ask(), "no")
    scene.kill_at(moment, passed_on=passed_on)
    arrived = len(scene.notices("Understood"))
    scene.run_until(("sent", "unknown"), "answer", 1)
    assert scene.words_done() == ["no"]
    assert scene.skips() == 1
    assert len(scene.notices("Understood")) == arrived == int(passed_on or moment == "dot answered")
    rows = scene.candidate.rows("SELECT state FROM outbox WHERE id GLOB 'notice/answer/*'")
    # What lies in the mailbox proves itself; else it is sent again later, with the same Message-ID.
    assert rows == [("sent" if arrived else "unknown",)]


@pytest.mark.parametrize("moment", [READING[-1], BEFORE_THE_DOT[-1]])
def test_killed_around_an_undo_one_word_is_taken_back(scene: Scene, moment: str) -> None:
    scene.answer(scene.ask(), "no")
    scene.run_until(("sent",), "answer", 1)
    (understood,) = scene.notices("Understood")
    scene.answer(understood, "undo")
    scene.kill_at(moment)
    scene.run_until(("sent",), "answer", 2)
    assert scene.words_done() == ["no", "undo"]
    assert len(scene.candidate.facts("undone")) == 1
    assert len(scene.notices("Understood")) == 2


@pytest.mark.parametrize(("moment", "passed_on"), AFTER_THE_DOT[1:])
def test_killed_after_the_dot_of_the_answer_to_an_undo_nothing_more_is_taken_back(
    scene: Scene, moment: str, passed_on: bool
) -> None:
    scene.answer(scene.ask(), "no")
    scene.run_until(("sent",), "answer", 1)
    scene.answer(scene.notices("Understood")[0], "undo")
    scene.kill_at(moment, passed_on=passed_on)
    arrived = len(scene.notices("Understood"))
    scene.run_until(("sent", "unknown"), "answer", 2)
    assert scene.words_done() == ["no", "undo"]
    assert len(scene.candidate.facts("undone")) == 1
    assert len(scene.notices("Understood")) == arrived
