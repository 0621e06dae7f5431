"""`kill -9` at every state of the outbox, then a restart: never two, and whatever is missing is told."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from daemon_stage import parsed
from faulty_socket import Cut
from kill_candidate import Candidate, Ports, kill_at_moment
from mailhost import ANA, SAM, MailHost
from own_ids import is_ours
from proxy import ImapProxy, SmtpProxy, nothing


@dataclass
class Scene:
    """A candidate whose followupd reaches the servers through proxies that see every step."""

    candidate: Candidate
    imap: ImapProxy
    smtp: SmtpProxy
    mailhost: MailHost

    def followups(self) -> dict[str, int]:
        """Count at the server: how many thank-yous each person got."""
        counted = {}
        for person in self.candidate.panel:
            mails = [parsed(raw) for raw in self.mailhost.accepted(person.address)]
            counted[person.address] = sum(map(is_ours, mails))
        return counted

    def kill_at(self, proxy: ImapProxy | SmtpProxy, moment: str, *, passed_on: bool = False) -> None:
        """Kill followupd when a proxy first sees a moment; nothing is passed on after that, unless told so."""
        kill_at_moment(
            self.candidate, self.imap, self.smtp, moment, in_imap=proxy is self.imap, passed_on=passed_on
        )

    def restart(self) -> None:
        """Start it once more, let it do all it can, and stop it."""
        self.candidate.start_warm()
        self.candidate.wait_until_ready()
        assert self.candidate.settled()
        assert self.candidate.stop() == 0, self.candidate.said()

    def copies(self) -> Counter[str]:
        """Count the copies in Sent, by recipient."""
        filed = self.mailhost.dovecot.messages(SAM.address, "Sent")
        return Counter(parsed(raw)["To"].addresses[0].addr_spec for raw in filed)


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


def everybody_has_one(scene: Scene) -> None:
    """All were thanked once, all is known, and nothing waits for the user."""
    assert set(scene.followups().values()) == {1}
    assert set(scene.candidate.outbox().values()) == {"sent"}
    assert len(scene.candidate.facts("taken")) == 3
    assert scene.candidate.status()["waiting_for_you"] == []


def ana_is_in_doubt(scene: Scene, arrived: int) -> None:
    """Nobody knows about the first, which is said everywhere; the others were thanked."""
    counted = scene.followups()
    assert counted.pop(ANA.address) == arrived
    assert set(counted.values()) == {1}
    assert scene.candidate.outbox()[ANA.address] == "unknown"
    assert [fact["name"] for fact in scene.candidate.facts("uncertain")] == [ANA.name]
    (asked,) = scene.candidate.status()["waiting_for_you"]
    assert "thank-you to Ana Alvarez: accepted or not?" in asked
    assert "acme/thank-you/ana-alvarez: accepted or not" in scene.candidate.said()


# What the SMTP side of the proxy sees; so far nothing can have been delivered

HARMLESS = {
    "before MAIL": "mail asked",
    "after MAIL": "mail done",
    "after RCPT": "rcpt done",
    "before DATA": "data asked",
    "after the 354 of DATA": "data done",
}


@pytest.mark.parametrize("moment", HARMLESS.values(), ids=HARMLESS.keys())
def test_killed_before_the_dot_it_sends_after_the_restart(scene: Scene, moment: str) -> None:
    scene.kill_at(scene.smtp, moment)
    scene.candidate.start()
    assert scene.candidate.died()
    assert set(scene.followups().values()) == {0}
    scene.restart()
    everybody_has_one(scene)


def test_killed_during_the_final_look_it_sends_after_the_restart(scene: Scene) -> None:
    body_came = Event()

    def on_smtp(moment: str) -> None:
        if moment == "data answered":
            scene.imap.on = on_imap
        elif moment == "body asked":
            body_came.set()

    def on_imap(moment: str) -> None:
        if moment == "EXAMINE asked" and body_came.wait(120):
            scene.imap.on = scene.smtp.on = nothing
            scene.candidate.kill()
            raise Cut

    scene.smtp.on = on_smtp
    scene.candidate.start()
    assert scene.candidate.died()
    assert set(scene.followups().values()) == {0}
    scene.restart()
    everybody_has_one(scene)


# From the dot on, nobody can say


@pytest.mark.parametrize(
    ("moment", "passed_on", "arrived"),
    [("dot asked", False, 0), ("dot asked", True, 1), ("dot answered", False, 1)],
    ids=["the dot never arrived", "the dot arrived", "the 250 was under way"],
)
def test_killed_after_the_dot_left_it_asks_and_never_sends_again(
    scene: Scene, moment: str, passed_on: bool, arrived: int
) -> None:
    scene.kill_at(scene.smtp, moment, passed_on=passed_on)
    scene.candidate.start()
    assert scene.candidate.died()
    assert scene.followups()[ANA.address] == arrived
    scene.restart()
    ana_is_in_doubt(scene, arrived)
    scene.restart()
    ana_is_in_doubt(scene, arrived)


# What only followupd itself can see

BEFORE = (
    "before the mail is written",
    "after the mail is written",
    "before transmitting",
    "before the journal write",
    "in the journal write",
)


@pytest.mark.parametrize("moment", BEFORE)
def test_killed_before_the_journal_was_written_it_sends_after_the_restart(scene: Scene, moment: str) -> None:
    scene.candidate.start_warm(moment)
    assert scene.candidate.died()
    assert set(scene.followups().values()) == {0}
    scene.restart()
    everybody_has_one(scene)


@pytest.mark.parametrize(
    ("moment", "arrived"),
    [("after the journal write", 0), ("after the 250", 1), ("in the writing of sent", 1)],
)
def test_killed_after_the_journal_was_written_it_asks_and_never_sends_again(
    scene: Scene, moment: str, arrived: int
) -> None:
    scene.candidate.start_warm(moment)
    assert scene.candidate.died()
    assert scene.candidate.outbox()[ANA.address] == "committing"
    assert scene.followups()[ANA.address] == arrived
    scene.restart()
    ana_is_in_doubt(scene, arrived)
    scene.restart()
    ana_is_in_doubt(scene, arrived)


# After sent: the copy


@pytest.mark.parametrize("moment", ["after sent", "before the copy is noted", "after the copy is noted"])
def test_killed_around_the_copy_it_files_one_and_sends_no_other_mail(scene: Scene, moment: str) -> None:
    scene.candidate.start_warm(moment)
    assert scene.candidate.died()
    scene.restart()
    everybody_has_one(scene)
    assert scene.copies() == {p.address: 1 for p in scene.candidate.panel}


@pytest.mark.parametrize("moment", ["APPEND asked", "APPEND answered"])
def test_killed_while_it_files_the_copy_there_is_one_in_the_end(scene: Scene, moment: str) -> None:
    scene.kill_at(scene.imap, moment)
    scene.candidate.start_warm()
    assert scene.candidate.died()
    scene.restart()
    everybody_has_one(scene)
    assert scene.copies() == {p.address: 1 for p in scene.candidate.panel}


# An answer


@pytest.mark.parametrize("moment", ["UID SEARCH asked", "UID FETCH asked", "UID FETCH answered"])
def test_killed_while_it_reads_the_answer_it_reads_it_again_and_sends_nothing(
    scene: Scene, moment: str
) -> None:
    scene.mailhost.reply_as(ANA)
    scene.kill_at(scene.imap, moment)
    scene.candidate.start()
    assert scene.candidate.died()
    scene.candidate.start_warm()
    answered(scene)
    assert scene.candidate.stop() == 0
    assert set(scene.followups().values()) == {0}


def test_killed_while_it_tells_of_the_answer_it_still_says_so(scene: Scene) -> None:
    scene.mailhost.reply_as(ANA)
    scene.kill_at(scene.smtp, "dot asked")
    scene.candidate.start()
    assert scene.candidate.died()
    assert set(scene.followups().values()) == {0}
    assert "ana@acme.example wrote" in scene.candidate.status()["sentence"]


def answered(scene: Scene) -> None:
    """The candidate has been told of the answer by mail, and status says it."""
    (told,) = [m for raw in scene.mailhost.wait_for(SAM.address, 2) if is_ours(m := parsed(raw))]
    assert "ana@acme.example wrote to you" in told["Subject"]
    assert scene.candidate.status()["interviews"]["acme"]["state"] == "answered"
