"""`kill -9` around a draft in the Drafts folder, then a restart: never two, never after an answer, and all is told."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
import yaml
from daemon_stage import parsed, text_of
from draft_programs import PROGRAMS, discard_draft, drafts_of, save_draft
from kill_candidate import Candidate, Ports, kill_at_moment
from loopback import wait_until
from mailhost import ANA, BEN, CLEO, SAM, MailHost
from own_ids import is_ours
from proxy import ImapProxy, SmtpProxy

TO_ANA = b"To: Ana Alvarez <ana@acme.example>"
AT_ONCE = {"FOLLOWUPD_TEST_DRAFT_SECONDS": "0"}  # a draft leaves as soon as it lies there


class Reviewer(Candidate):
    """A candidate who reads each mail in the Drafts folder."""

    extra: dict[str, str] = {}  # noqa: RUF012 - replaced, never changed

    @property
    def environment(self) -> dict[str, str]:
        """What tells followupd where its state is, and how long a draft lies there."""
        return super().environment | self.extra

    def change_config(self, change: Callable[[dict], None]) -> None:  # type: ignore[type-arg]
        """Edit the configuration."""
        config = yaml.safe_load(self.config.read_text())
        change(config)
        self.config.write_text(yaml.safe_dump(config))

    def states(self, contact: str = "ana-alvarez") -> list[str]:
        """Return the states that a draft has had."""
        return [f["state"] for f in self.facts("drafted") if f["contact"] == contact]


class Scene:
    """The candidate, whose followupd reaches the servers through proxies."""

    def __init__(self, mailhost: MailHost, candidate: Reviewer, imap: ImapProxy, smtp: SmtpProxy) -> None:
        self.mailhost, self.candidate, self.imap, self.smtp = mailhost, candidate, imap, smtp

    def place(self) -> None:
        """Let it write its drafts, which then lie there."""
        self.candidate.start_warm()
        wait_until(lambda: self.candidate.states("cleo-chen")[-1:] == ["placed"], "three drafts lay there")
        assert self.candidate.stop() == 0, self.candidate.said()

    def kill_at(self, proxy: ImapProxy | SmtpProxy, moment: str, *, passed_on: bool = False) -> None:
        """Start it, and kill it when a proxy first sees a moment."""
        kill_at_moment(
            self.candidate, self.imap, self.smtp, moment, in_imap=proxy is self.imap, passed_on=passed_on
        )
        self.candidate.start_warm()
        assert self.candidate.died(), self.candidate.said()

    def restart(self, until: Callable[[], bool]) -> None:
        """Start it once more, let drafts leave at once, and stop it when all is done."""
        self.candidate.extra = AT_ONCE
        self.candidate.start_warm()
        wait_until(until, "all was done")
        assert self.candidate.stop() == 0, self.candidate.said()

    def sent_to(self, address: str) -> list[str]:
        """Return the words of each mail that a person got from followupd."""
        mails = [parsed(raw) for raw in self.mailhost.accepted(address)]
        return [text_of(mail) for mail in mails if is_ours(mail)]

    def counts(self) -> list[int]:
        """Return how many mails each person got."""
        return [len(self.sent_to(person.address)) for person in (ANA, BEN, CLEO)]

    def drafts(self) -> list[bytes]:
        """Return what lies in the folder."""
        return drafts_of(self.mailhost.dovecot, SAM.address)

    def draft_to_ana(self) -> bytes:
        """Return the draft to Ana; there is one."""
        (raw,) = [raw for raw in self.drafts() if TO_ANA in raw]
        return raw

    def told(self, subject: str) -> bool:
        """Say whether the candidate was told of something, or is to be."""
        rows = self.candidate.rows("SELECT subject FROM outbox WHERE interview IS NULL")
        return any(subject in str(row[0]) for row in rows)


@pytest.fixture
def scene(mailhost: MailHost, tmp_path: Path) -> Iterator[Scene]:
    certificate = mailhost.authority.good()
    with (
        ImapProxy(mailhost.imaps_port, certificate) as imap,
        SmtpProxy(mailhost.submissions_port, certificate) as smtp,
    ):
        candidate = Reviewer(mailhost, tmp_path, Ports(imap.port, smtp.port))
        candidate.change_config(lambda config: config["sending"].update(review="drafts"))
        yield Scene(mailhost, candidate, imap, smtp)
        candidate.close()


def everybody_has_one(scene: Scene) -> None:
    scene.restart(lambda: len(scene.candidate.facts("taken")) == 3 and scene.candidate.settled())
    assert scene.counts() == [1, 1, 1]
    wait_for_cleaning(scene)
    assert scene.drafts() == []


def wait_for_cleaning(scene: Scene) -> None:
    """Let it look once more, so that the last draft is known to be gone."""
    scene.candidate.start_warm()
    scene.candidate.wait_until_ready()
    assert scene.candidate.stop() == 0


@pytest.mark.parametrize("moment", ["APPEND asked", "APPEND answered"])
def test_killed_while_a_draft_is_written_each_mail_leaves_once(scene: Scene, moment: str) -> None:
    scene.kill_at(scene.imap, moment)
    assert scene.counts() == [0, 0, 0]
    everybody_has_one(scene)


@pytest.mark.parametrize(
    "moment", ["APPEND asked", "APPEND answered", "UID STORE asked", "UID EXPUNGE answered"]
)
def test_killed_while_a_draft_is_replaced_the_new_words_leave_once(scene: Scene, moment: str) -> None:
    scene.place()
    scene.candidate.change_config(
        lambda config: config["interviews"][0]["contacts"][0].update(fact="the way you test your loads")
    )
    scene.kill_at(scene.imap, moment)
    everybody_has_one(scene)
    assert "the way you test your loads" in scene.sent_to(ANA.address)[0]


@pytest.mark.parametrize("moment", ["UID STORE asked", "UID EXPUNGE asked", "UID EXPUNGE answered"])
def test_killed_while_a_draft_is_taken_away_before_the_dot_its_mail_leaves_once(
    scene: Scene, moment: str
) -> None:
    scene.place()
    scene.candidate.extra = AT_ONCE
    scene.kill_at(scene.imap, moment)
    assert scene.counts() == [0, 0, 0]
    everybody_has_one(scene)


@pytest.mark.parametrize("moment", ["mail asked", "data done", "body asked"])
def test_killed_before_the_dot_a_drafted_mail_leaves_once(scene: Scene, moment: str) -> None:
    scene.place()
    scene.candidate.extra = AT_ONCE
    scene.kill_at(scene.smtp, moment)
    assert scene.counts() == [0, 0, 0]
    everybody_has_one(scene)


@pytest.mark.parametrize(
    ("moment", "passed_on", "arrived"),
    [("dot asked", False, 0), ("dot asked", True, 1), ("dot answered", False, 1)],
)
def test_killed_after_the_dot_a_drafted_mail_is_asked_about_and_never_sent_again(
    scene: Scene, moment: str, passed_on: bool, arrived: int
) -> None:
    scene.place()
    scene.candidate.extra = AT_ONCE
    scene.kill_at(scene.smtp, moment, passed_on=passed_on)
    scene.restart(lambda: len(scene.candidate.facts("taken")) == 2 and scene.candidate.settled())
    assert scene.counts() == [arrived, 1, 1]
    assert [fact["name"] for fact in scene.candidate.facts("uncertain")] == [ANA.name]
    wait_for_cleaning(scene)
    assert scene.counts() == [arrived, 1, 1]
    assert scene.drafts() == []


@pytest.mark.parametrize("moment", ["UID FETCH asked", "UID FETCH answered"])
def test_killed_while_it_reads_an_edit_the_edited_words_leave_once(scene: Scene, moment: str) -> None:
    scene.place()
    edited = PROGRAMS["thunderbird"](
        scene.draft_to_ana(), lambda text: text.replace("Best regards", "See you")
    )
    save_draft(scene.mailhost.dovecot, SAM.address, edited, TO_ANA)
    scene.kill_at(scene.imap, moment)
    scene.restart(lambda: len(scene.candidate.facts("taken")) == 3 and scene.candidate.settled())
    assert scene.counts() == [1, 1, 1]
    assert "See you" in scene.sent_to(ANA.address)[0]
    wait_for_cleaning(scene)
    (left,) = scene.drafts()  # the candidate's own: nobody else removes it, and they are told
    assert b"See you" in left
    assert scene.told("A draft is left over")


@pytest.mark.parametrize("moment", ["mail asked", "body asked"])
def test_killed_while_an_edited_draft_leaves_it_leaves_once(scene: Scene, moment: str) -> None:
    scene.place()
    edited = PROGRAMS["gmail web"](scene.draft_to_ana(), lambda text: text.replace("Best regards", "See you"))
    save_draft(scene.mailhost.dovecot, SAM.address, edited, TO_ANA)
    scene.candidate.extra = AT_ONCE
    scene.kill_at(scene.smtp, moment)
    scene.restart(lambda: len(scene.candidate.facts("taken")) == 3 and scene.candidate.settled())
    assert scene.counts() == [1, 1, 1]
    assert "See you" in scene.sent_to(ANA.address)[0]


@pytest.mark.parametrize("moment", ["UID SEARCH asked", "UID SEARCH answered"])
def test_killed_when_a_draft_is_missing_it_is_skipped_and_told(scene: Scene, moment: str) -> None:
    scene.place()
    discard_draft(scene.mailhost.dovecot, SAM.address, TO_ANA)
    scene.kill_at(scene.imap, moment)
    scene.restart(lambda: bool(scene.candidate.facts("settled")) and len(scene.candidate.facts("taken")) == 2)
    assert scene.counts() == [0, 1, 1]
    assert scene.told("Skipped: thank-you to Ana Alvarez")


@pytest.mark.parametrize("moment", ["UID FETCH asked", "UID FETCH answered"])
def test_killed_while_it_reads_a_draft_sent_by_hand_it_counts_once(scene: Scene, moment: str) -> None:
    scene.place()
    by_hand = PROGRAMS["thunderbird"](scene.draft_to_ana(), str)
    discard_draft(scene.mailhost.dovecot, SAM.address, TO_ANA, to_trash=False)
    scene.mailhost.dovecot.deliver(SAM.address, by_hand, "Sent")
    scene.kill_at(scene.imap, moment)
    scene.restart(lambda: len(scene.candidate.facts("taken")) == 3)
    assert scene.counts() == [0, 1, 1]
    taken = [f for f in scene.candidate.facts("taken") if f["touch"]["contact"] == "ana-alvarez"]
    assert [f["how"] for f in taken] == ["user"]


@pytest.mark.parametrize("moment", ["UID STORE asked", "UID EXPUNGE asked", "UID EXPUNGE answered"])
def test_killed_while_an_answer_takes_the_drafts_away_nothing_leaves(scene: Scene, moment: str) -> None:
    scene.place()
    scene.mailhost.reply_as(ANA)
    scene.kill_at(scene.imap, moment)
    scene.restart(lambda: [scene.candidate.states(c)[-1] for c in CONTACTS] == ["removed"] * 3)
    assert scene.counts() == [0, 0, 0]
    assert scene.drafts() == []
    assert scene.candidate.status()["interviews"]["acme"]["state"] == "answered"


CONTACTS = ("ana-alvarez", "ben-brandt", "cleo-chen")


def test_an_answer_between_the_draft_and_the_dot_lets_nothing_leave(scene: Scene) -> None:
    scene.place()
    came = Event()

    def on(moment: str) -> None:
        if moment == "mail asked" and not came.is_set():
            came.set()
            scene.mailhost.reply_as(ANA)

    scene.smtp.on = on
    scene.candidate.extra = AT_ONCE
    scene.candidate.start_warm()
    assert came.wait(120)
    wait_until(lambda: bool(scene.candidate.facts("received")), "the answer was read")
    scene.candidate.kill()
    assert scene.candidate.died()
    scene.restart(lambda: [scene.candidate.states(c)[-1] for c in CONTACTS] == ["removed"] * 3)
    assert scene.counts() == [0, 0, 0]
