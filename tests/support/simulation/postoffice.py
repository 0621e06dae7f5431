"""The simulated mail servers: what is really in the mailbox, and what was really delivered, to whom and when.

They implement `ports.Mailbox` and `ports.Transport`. At every step they report their place to the world (`reach`),
which may let something happen there: a mail arrives, the process dies, the connection breaks, time passes.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

import oracle_gate
from draft_box import DraftBox, DraftSession

from followupd.adapters.mail.smtp import MAX_COMMIT_SECONDS
from followupd.engine.ports import Batch, Cursor, Folder, FolderRole, FolderStatus, FrozenMail, MailHeader
from followupd.engine.sending.outcomes import Accepted, Deferred, Outcome, Unknown, Withheld
from followupd.errors import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from oracle_journal import Label
    from world import World

FOLDERS = {
    "INBOX": FolderRole.INBOX, "Junk": FolderRole.JUNK, "Sent": FolderRole.SENT, "All": FolderRole.ALL,
    "Bewerbungen": FolderRole.OTHER,
}  # fmt: skip


@dataclass(slots=True)
class Message:
    """A mail in a folder."""

    uid: int
    seq: int  # moment of the world at which it arrived
    received: datetime
    data: bytes
    header: bytes


@dataclass(slots=True)
class Box:
    """A folder."""

    uidvalidity: int = 1
    uidnext: int = 1
    messages: list[Message] = field(default_factory=list)
    walked: float = -1  # moment of the world at which it was last read
    read_to: FolderStatus | None = None  # its status when it was last read to the end

    @property
    def status(self) -> FolderStatus:
        """The status that the server reports."""
        return FolderStatus(self.uidvalidity, self.uidnext, len(self.messages))


@dataclass(frozen=True, slots=True)
class Delivery:
    """A mail that a recipient's server has taken."""

    at: datetime  # true time
    wall: datetime  # time by the candidate's machine
    recipient: str
    data: bytes
    seq: int


class PostOffice:
    """The candidate's provider: mailbox and submission."""

    def __init__(self, world: World, *, with_all: bool, files_sent: bool, drafts: str = "") -> None:
        self.world = world
        # If there is a folder of all mail, the user's own folders are not read.
        names = [n for n in FOLDERS if n != ("Bewerbungen" if with_all else "All")]
        self.boxes = {n: Box() for n in names}
        self.files_sent = files_sent  # the provider puts a copy of each submitted mail into Sent
        self.drafts = DraftBox(is_refused=drafts == "refused", tells_uids=drafts != "no uids")
        self.deliveries: list[Delivery] = []
        self.unreachable_until = datetime.min.replace(tzinfo=UTC)
        # Results of the next submissions: the place, and the outcome.
        self.next: list[tuple[str, object]] = []

    # --- mailbox

    def arrive(self, folder: str, data: bytes, at: datetime | None = None) -> Message:
        """Put a mail into a folder, and into All Mail if there is one; `at`: it has been there since then."""
        head, received = data.partition(b"\r\n\r\n")[0], at or self.world.clock.true
        for name in dict.fromkeys((folder, "All" if folder != "Junk" else folder)):
            if name in self.boxes:
                box = self.boxes[name]
                box.messages.append(Message(box.uidnext, self.world.seq, received, data, head))
                box.uidnext += 1
        return self.boxes[self.landing(folder)].messages[-1]

    def landing(self, folder: str) -> str:
        """Return the folder in which a mail for this folder can be read."""
        return folder if folder in self.boxes else "All"

    def move(self, source: str, target: str) -> None:
        """Move every mail to another folder, as the user or a rule does."""
        if source not in self.boxes:
            return
        moved, self.boxes[source].messages = self.boxes[source].messages, []
        there = {m.data for m in self.boxes[self.landing(target)].messages}
        for message in moved:
            if message.data not in there:
                self.arrive(target, message.data, message.received)
        self.world.oracle.moved(source, self.landing(target))

    def renumber(self, folder: str) -> None:
        """Change UIDVALIDITY, so that every message gets another number."""
        box = self.boxes.get(folder)
        if box is None:
            return
        box.uidvalidity += 1
        for uid, message in enumerate(box.messages, 1):
            message.uid = uid
        box.uidnext = len(box.messages) + 1

    def expunge(self, folder: str, data: bytes) -> None:
        box = self.boxes[folder]
        box.messages = [m for m in box.messages if m.data != data]

    @contextlib.contextmanager
    def open_session(self) -> Iterator[Session]:
        self.world.reach("connect")
        self.check()
        yield Session(self)

    def check(self) -> None:
        if self.world.clock.true < self.unreachable_until:
            raise Unreachable("imap.example.org:993: nobody answers")

    # --- submission

    def deliver_mail(self, mail: FrozenMail, may_commit: Callable[[], bool]) -> Outcome:
        """Take a mail as `ports.Transport` says; `next` may have another result for it."""
        world = self.world
        world.reach("mail")
        where, fate = self.next.pop(0) if self.next else ("", None)
        if where == "before":
            if isinstance(fate, Exception):
                # A new one, since a raised exception keeps a reference to its world.
                raise type(fate)(*fate.args)
            return fate  # type: ignore[return-value]
        world.clock.pass_(timedelta(seconds=2))
        world.reach("body")
        asked, look = world.oracle.asked(), world.clock.true
        try:
            allowed = may_commit()
        except BaseException:
            world.oracle.left_behind(mail)
            raise
        if not allowed:
            return Withheld()
        label = oracle_gate.allowed(world.oracle, mail, asked)
        try:
            with oracle_gate.leaving(world.oracle, label, mail.data):
                world.reach("gate")
        except BaseException:
            world.oracle.maybe(label, mail.data)
            raise
        world.clock.pass_(timedelta(seconds=1))
        if world.clock.true - look > timedelta(seconds=MAX_COMMIT_SECONDS):
            return Deferred(0, "the machine slept")
        outcome = fate if where == "after" else Accepted(250, "2.0.0 Ok: queued")
        if isinstance(outcome, Lost):
            outcome, taken, heard = Unknown("no answer to the end of the mail"), outcome.delivered, False
        else:
            taken, heard = isinstance(outcome, Accepted), True
        if taken:
            self._take(mail, label)
        try:
            world.reach("dot")
        except BaseException:
            heard = False
            raise
        finally:
            if not (taken or heard):
                world.oracle.maybe(label, mail.data)
        assert isinstance(outcome, Outcome)
        return outcome

    def _take(self, mail: FrozenMail, label: Label | None) -> None:
        world = self.world
        world.seq += 1
        delivery = Delivery(world.clock.true, world.clock.now(), mail.recipient, mail.data, world.seq)
        self.deliveries.append(delivery)
        world.oracle.delivered(label, delivery)
        if self.files_sent:
            self.arrive("Sent", mail.data)
        if mail.recipient == mail.sender:
            self.arrive("INBOX", mail.data)


@dataclass(frozen=True, slots=True)
class Lost:
    """The answer to the dot is lost; only the server knows whether the mail was delivered."""

    delivered: bool


class Session(DraftSession):
    """One logged-in look at the mailbox."""

    skipped_folders: ClassVar[dict[str, str]] = {}

    def __init__(self, office: PostOffice) -> None:
        self._office = office

    def find_folders(self) -> tuple[Folder, ...]:
        """List the folders, each with its status. A folder with an unchanged status counts as read at this moment."""
        office = self._office
        office.check()
        folders = []
        for name, box in office.boxes.items():
            status = box.status
            if box.read_to == status:
                box.walked = office.world.seq + 0.5  # after the mails so far, before later ones
            folders.append(Folder(name, FOLDERS[name], status))
        return tuple(folders)

    def walk_folder(self, folder: Folder, cursor: Cursor | None, since: datetime) -> Iterator[Batch]:
        office, box = self._office, self._office.boxes[folder.name]
        office.world.reach("walk")
        office.check()
        office.world.seq += 1
        box.walked = office.world.seq
        status = box.status
        rescan = cursor is None or cursor.uidvalidity != box.uidvalidity
        if cursor is None or rescan:
            found = [m for m in box.messages if m.received >= since - timedelta(days=1)]
        else:
            found = [m for m in box.messages[-1:] if m.uid > cursor.uid] and [
                m for m in box.messages if m.uid > cursor.uid
            ]
        if not found:
            first = cursor.uid + 1 if cursor and not rescan else box.uidnext
            yield Batch(folder, Cursor(box.uidvalidity, first - 1), (), rescan, status.uidnext)
        for start in range(0, len(found), 5):
            chunk = found[start : start + 5]
            headers = tuple(MailHeader(folder, m.uid, m.received, len(m.data), m.header) for m in chunk)
            yield Batch(folder, Cursor(box.uidvalidity, chunk[-1].uid), headers, rescan, status.uidnext)
        box.read_to = status
        office.world.reach("walked")

    def expect_fetches(self, headers: Sequence[MailHeader]) -> None:
        """Do nothing, since each message is fetched by itself."""

    def fetch(self, folder: Folder, uid: int) -> bytes | None:
        self._office.world.reach("fetch")
        self._office.check()
        return next((m.data for m in self._office.boxes[folder.name].messages if m.uid == uid), None)

    def append_sent(self, data: bytes, at: datetime) -> None:  # noqa: ARG002 - the server's own clock counts
        self._office.world.reach("append")
        self._office.check()
        self._office.arrive("Sent", data)


def by_folder() -> defaultdict[str, int]:
    return defaultdict(lambda: -1)


__all__ = ["Box", "Deferred", "Delivery", "Lost", "Message", "PostOffice"]
