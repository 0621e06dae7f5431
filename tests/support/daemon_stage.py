"""A stage for whole stories: the real daemon on real servers, with a clock that the test sets."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import yaml
from mailhost import SAM, MailHost
from own_ids import is_ours

from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.system.paths import Paths
from followupd.adapters.system.wake import WakePipe
from followupd.daemon.daemon import Daemon
from followupd.engine.ports import Login
from followupd.engine.safety.begun_interviews import note_typed_interview
from followupd.planning.moves import InterviewPlan, Move, Verb, select_moves

PANEL = {
    "company": "Acme GmbH",
    "position": "Data Engineer",
    "at": "2026-11-12 14:00",
    "zone": "Europe/Berlin",
    "country": "DE-BE",
    "keywords": ["streaming", "data quality"],
    "strengths": ["I have built pipelines that load four billion rows a night."],
    "contacts": [
        {"name": "Ana Alvarez", "email": "ana@acme.example", "lead": True, "fact": "your nightly loads"},
        {"name": "Ben Brandt", "email": "ben@acme.example", "fact": "the on-call rota"},
        {"name": "Cleo Chen", "email": "cleo@acme.example", "role": "met", "fact": "the tour of the lab"},
        {"name": "Hal Hart", "email": "hal@friends.example", "role": "helped", "fact": "your word for me"},
    ],
}


class StoryClock:
    """The time of the story, in which real seconds do not count."""

    def __init__(self, now: str) -> None:
        self.instant = datetime.fromisoformat(now)

    def now(self) -> datetime:
        return self.instant

    def boot_seconds(self) -> float:
        return self.instant.timestamp()

    def wait(self, wake_pipe: WakePipe, seconds: float) -> None:  # noqa: ARG002 - nobody can wake a story
        self.instant += timedelta(seconds=seconds)


class KnownLogin:
    """A login that needs no keyring."""

    def __init__(self, user: str, secret: str) -> None:
        self.user, self.secret = user, secret

    def __call__(self) -> Login:
        return Login(self.user, self.secret)

    def drop_cached(self) -> None:
        """Do nothing, since nothing is cached."""


class Stage:
    """One candidate's followupd on the mail host."""

    def __init__(
        self, mailhost: MailHost, directory: Path, now: str = "2026-11-12T14:05:00+00:00", **config: object
    ) -> None:
        self.mailhost = mailhost
        self.clock = StoryClock(now)
        self.places = Paths(directory / "config" / "config.yaml", directory / "state")
        self.places.interviews_folder.mkdir(parents=True)
        self.config = base_config(mailhost) | config
        self.write_config()
        self._draw_alike()
        self.daemon: Daemon | None = None

    def _draw_alike(self) -> None:
        """Set a fixed key, so that the jitter is the same in every run.

        With another jitter, two touches might be due in the same second, which counts as one advance.
        """
        store = SqliteStore(self.places.store_file)
        store.set_value("key", "5a" * 32)
        store.close()

    def write_config(self, **changes: object) -> None:
        """Write config.yaml. Unless a test says otherwise, mails to one company may leave at one moment."""
        self.config |= changes
        sending = {"gap": "0 minutes"} | self.config.get("sending", {})  # type: ignore[operator]
        self.places.config.write_text(yaml.safe_dump(self.config | {"sending": sending}, allow_unicode=True))

    def write_interview(self, name: str = "acme", **changes: object) -> None:
        text = yaml.safe_dump(PANEL | changes, allow_unicode=True, sort_keys=False)
        (self.places.interviews_folder / f"{name}.yaml").write_text(text)
        with closing(SqliteStore(self.places.store_file)) as store:
            # As `followupd add` does: the interview did not begin before the store.
            note_typed_interview(store, name)

    def start(self) -> None:
        self.daemon = Daemon(self.places, self.clock, KnownLogin(SAM.address, SAM.password))

    def stop(self) -> None:
        if self.daemon:
            self.daemon.close()
            self.daemon = None

    def restart(self) -> None:
        self.stop()
        self.start()

    # --- time

    def look(self) -> list[InterviewPlan]:
        """Run one pass with a look at the mailbox; return the plans."""
        assert self.daemon
        self.daemon._hint_event.set()
        self.daemon.tick()
        return self.daemon._engine.make_plans()

    def next_due(self) -> Move | None:
        assert self.daemon
        waiting = select_moves(self.daemon._engine.make_plans(), Verb.WAIT)
        return waiting[0] if waiting else None

    def advance(self) -> Move | None:
        """Go to the moment at which the next touch is due, and run a pass."""
        move = self.next_due()
        if move:
            self.clock.instant = max(self.clock.instant, move.due) + timedelta(seconds=1)
            self.look()
        return move

    def play(self, limit: int = 40) -> Iterator[Move]:
        """Advance to touch after touch until nothing is planned."""
        for _ in range(limit):
            move = self.advance()
            if move is None:
                return
            yield move

    def advance_by(self, touches: int) -> None:
        """Advance to this number of touches, one after the other."""
        for _, _move in zip(range(touches), self.play(), strict=False):
            pass

    # --- what the servers hold

    def mails(self, address: str) -> list[EmailMessage]:
        return [parsed(raw) for raw in self.mailhost.accepted(address)]

    def followups(self, address: str) -> list[EmailMessage]:
        """Return the mails of followupd that reached an address."""
        return [m for m in self.mails(address) if is_ours(m)]

    def notices(self) -> list[EmailMessage]:
        """Return the mails of followupd to the candidate."""
        return self.followups(SAM.address)


def base_config(mailhost: MailHost) -> dict[str, object]:
    trusted = {"ca_file": str(mailhost.ca_file), "host": "localhost"}
    return {
        "live": True,
        "account": {
            "address": SAM.address,
            "imap": {"port": mailhost.imaps_port, **trusted},
            "smtp": {"port": mailhost.submissions_port, **trusted},
        },
        "candidate": {
            "name": SAM.name,
            "zone": "Europe/Berlin",
            "country": "DE-BE",
            "phone": "+49 30 901820",
        },
    }


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    return re.sub(r"\s+", " ", part.get_content()) if part else ""
