"""What must never happen, judged by what the servers and the user know. It uses none of the tested decisions.

The oracle keeps its own records: what was really delivered, to whom and when, when each answer was in the mailbox, and
the user's commands. Just before each final dot (`oracle_gate.allowed`) it checks every rule that the mail could break.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import oracle_final_checks
import oracle_trust
from debrief_events import Debriefs
from mail_writer import SAM, list_labels, message_id_of
from no_show_events import NO_SHOW
from oracle_approvals import NOTE, Consents
from oracle_drafts import DraftBook
from oracle_gap import MailGaps
from oracle_journal import Answer, Label, Reached, Said, pause
from oracle_replies import Replies
from oracle_returns import Returns
from people import People
from person_events import PersonWords
from sheets import Sheet, Sheets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from postoffice import Delivery, Message
    from rounds import Round
    from spelling_events import Spelling
    from world import Process, World

    from followupd.engine.ports import FrozenMail


class Oracle:
    """Keeps the records of one world, and complains about broken rules."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.broken: list[str] = []
        self.answers: list[Answer] = []
        self.reached: list[Reached] = []
        self.said: list[Said] = []
        self.spellings: list[Spelling] = []
        self.taken: dict[tuple[str, str, int], int] = {}  # deliveries of each touch
        self.pardoned: set[tuple[str, str, int]] = set()  # the user said that it is to be sent again
        self.absences: list[tuple[Message, str, date | None, datetime]] = []  # ..., by the machine's clock
        self.promises: list[tuple[int, int, date]] = []  # moment, round, day
        self.forged: set[str] = set()  # Message-IDs of forged mails
        self.excused: set[str] = set()  # companies with a mail that may pause more than it must
        self.threads: list[tuple[int, int, str, bytes]] = []  # round, person, Message-ID, mail
        self.by_hand: dict[str, datetime] = {}  # when each mail that the candidate wrote was sent
        self.skips: dict[tuple[str, str, int], int] = {}  # moments
        self.sheets = Sheets(self)
        self.shared_calls: dict[bytes, list[Label]] = {}  # at the gate: sheet → the touches of other rounds
        # Mails that reached a company, which a restored store knows only by their marks.
        self.by_mark: set[int] = set()
        self.mails: list[datetime] = []
        # Moment, round and time of each report of a missed call.
        self.no_shows: list[tuple[int, int, datetime]] = []
        self.read = 0  # how far the journal was read
        self.journaled: list[datetime] = []  # when the fate of a mail was found out
        self.doubts: list[tuple[str, datetime, str]] = []  # company, moment, channel
        self.settled: dict[tuple[int, str], list[datetime]] = {}
        self.people = People()
        self.person_words = PersonWords()
        self.consents = Consents(self)
        self.replies = Replies(self)
        self.debriefs = Debriefs(self)
        self.returns = Returns(self)
        self.drafts = DraftBook(self)
        self.gaps = MailGaps(self)
        # Round and sender → place of the last "no" in the journal.
        self.denials: dict[tuple[int, str], int] = {}
        self.confirmed: dict[int, int] = {}  # round → place of the last "yes" in the journal
        self.words: set[str] = set()  # Message-IDs of the mails in doubt that the candidate decided about
        self.releases: list[tuple[int, datetime]] = []  # round and moment at which a "no" let it go on
        self.mail_ids: dict[str, str] = {}  # location → Message-ID of each mail that was read
        self.asked_at = 0
        self.half_done: set[tuple[str, str]] = set()  # after the last whole pass: mails, and since when
        self.began = 0
        self.calm = 9
        for one in world.rounds:
            for contact in one.contacts:
                self.people.person(one, contact)

    def complain(self, rule: int, what: str) -> None:
        self.broken.append(f"rule {rule}: {what} ({self.world.clock.now():%a %Y-%m-%d %H:%M} UTC)")

    # --- the touch of a mail

    def label(self, recipient: str, data: bytes) -> Label | None:
        """Return the touch of a mail, by its text; None for a notice."""
        found = [m for m in list_labels(data) if m[1] != "voicemail"]
        if not found:
            return None
        position, step_id, name = found[0]
        one = next(r for r in self.world.rounds if r.position == position and not r.copied_from)
        nag = b"\r\nSubject: Once more: " in data
        step = next((s for s in (*one.steps(), NOTE, NO_SHOW) if s.id == step_id), None)
        if step is None and (nag or (recipient == SAM and self._is_notice(data))):
            return None  # the cadence was edited meanwhile; a notice or a repeated sheet counts as no touch
        if step is None:
            self.complain(12, f"{step_id} of {position} went out and stands in no cadence")
            return None
        if recipient == SAM and step.channel == "email":
            return None  # it is shown for approval
        person = self.people.known(one, recipient if recipient != SAM else name)
        if person is None or person != self.people.known(one, name):
            self.complain(1, f"{step_id} for {name} went to {recipient}")
            return None
        return Label(one, step, name, person)

    def _is_notice(self, data: bytes) -> bool:
        """Return whether a mail to the candidate belongs to no touch: it asks or reports something."""
        find = "SELECT 1 FROM outbox WHERE data = ? AND interview IS NULL"
        return self.world.store._db.execute(find, (data,)).fetchone() is not None

    def companions(self, label: Label | None, data: bytes) -> list[Label]:
        """Return the touches of other rounds for which a call sheet is, too."""
        if label is None or label.step.channel != "phone":
            return []
        marks = dict.fromkeys(m for m in list_labels(data) if m[1] != "voicemail")
        labels = []
        for position, step_id, name in list(marks)[1:]:
            one = next(r for r in self.world.rounds if r.position == position and not r.copied_from)
            step = next((s for s in one.steps() if s.id == step_id), None)
            person = self.people.known(one, name)
            if person is None and name == label.name:
                # The sheet names one person once; the file of the other interview may spell their name otherwise.
                person = self.people.find_same(one, label.one, label.person)
            if step is None or person is None:
                self.complain(12, f"a call for {step_id} of {position} to {name}, and nobody knows them")
            else:
                labels.append(Label(one, step, name, person))
        return labels

    # --- the user's commands

    def steered(self, one: Round, command: str, until: datetime | None) -> None:
        oracle_final_checks.read_on(self)  # the user may have seen all that the journal has by now
        self.world.seq += 1
        if command == "resume" and one.mistaken:  # it answers the question whether it is another round
            self.said = [s for s in self.said if (s.one, s.command) != (one.number, "close")]
        self.said.append(Said(self.world.seq, one.number, command, until, self.world.clock.now()))

    def steered_all(self, command: str, until: datetime | None) -> None:
        self.said.append(Said(self.world.seq, None, command, until, self.world.clock.now()))

    def logged(self, one: Round, step: str, outcome: str, promise: date | None) -> None:
        world = self.world
        if outcome in ("spoke", "voicemail", "posted"):
            channel = next(s.channel for s in one.steps() if s.id == step)
            touch = (one.position, step, self.people.person(one, one.lead))
            now, wall = world.clock.true, world.clock.now()
            self.reached.append(
                Reached(now, wall, one.company, one.domain(), channel, touch, world.seq, one, logged=True)
            )
        if outcome == "spoke" and not promise:  # if there is a promise, its day decides when to go on
            self.steered(one, "pause", None)
            self.said[-1] = replace(self.said[-1], is_talk=True)
        if promise:
            self.promises.append((world.seq, one.number, promise))

    def resent(self, one: Round, step: str, name: str) -> None:
        """The user decides that a mail did not arrive, correctly or not: it may be sent again, and no longer counts."""
        touch = (one.position, step, self.people.by_name(one, name))
        self.pardoned.add(touch)
        self.reached = [r for r in self.reached if r.touch != touch]

    def skipped(self, one: Round, step: str, name: str) -> None:
        self.skips[one.position, step, self.people.by_name(one, name)] = self.world.seq

    def wrote_by_hand(self, one: Round, who: dict[str, Any], arrived: Message, message_id: str) -> None:
        if arrived.received >= one.starts:  # a mail from before the interview is not searched for
            self.threads.append((one.number, self.people.person(one, who), message_id, arrived.data))
            self.by_hand[message_id] = arrived.received
        if who.get("role") != "helped":
            at = arrived.received  # the server's date, regardless of the candidate's clock
            hand = Reached(at, at, one.company, one.domain(), "email", None, arrived.seq, one, "Sent")
            self.reached.append(replace(hand, via=one, address=str(who["email"])))

    def restored(self, seq: int) -> None:
        """Forget all since the old store was copied. The user knows that it is forgotten."""
        self.said = [s for s in self.said if s.seq <= seq]
        # What the user logged, and mails that were lost, are forgotten, since nothing shows them.
        self.reached = [r for r in self.reached if r.seq <= seq or not (r.logged or r.maybe)]
        self.by_mark |= {id(r) for r in self.reached if r.seq > seq and r.touch}
        self.skips = {t: at for t, at in self.skips.items() if at <= seq}
        self.promises = [p for p in self.promises if p[0] <= seq]
        self.no_shows = [n for n in self.no_shows if n[0] <= seq]
        self.consents.restored(seq)
        self.drafts.restored(seq)
        self.gaps.restored()
        self.sheets.restored(seq)
        self.person_words.restored(seq)
        self.debriefs.restored(seq)
        self.read, self.settled = 0, {}
        self.denials, self.confirmed, self.mail_ids = {}, {}, {}
        for one in self.world.rounds:
            one.noted, one.seen = False, set()
            if len(one.ids) > 1:  # both name and date may be new to the old store
                one.mistaken = True
                self.excused.add(one.company)
        for answer in self.answers:
            answer.denied = set()
            if answer.known and answer.known > seq:
                answer.known, answer.rounds = None, set()
                # The store has seen neither the mail that it answers, nor the file of that time.
                answer.is_forgotten = answer.via.rewritten > max(seq, answer.seq)

    # --- records for the world

    def thread_of(self, one: Round, who: dict[str, Any]) -> str:
        mine = [t for t in self.threads if t[0] == one.number and t[1] == self.people.person(one, who)]
        return mine[-1][2] if mine else ""

    def latest_bytes(self, one: Round) -> bytes | None:
        return next((t[3] for t in reversed(self.threads) if t[0] == one.number), None)

    def away(self, one: Round, who: dict[str, Any], arrived: Message, back: date | None) -> None:  # noqa: ARG002
        self.absences.append((arrived, who["email"], back, self.world.clock.now()))

    def moved(self, source: str, target: str) -> None:
        """Mail was moved. A mail from before the last `asked` must still be found."""
        for answer in self.answers:
            if answer.folder == source and answer.known is None:
                answer.folder = target
                answer.seq = answer.seq if answer.seq < self.asked_at else self.world.seq

    def file_all_copies(self) -> None:
        there = {m.data for m in self.world.office.boxes["Sent"].messages}
        for delivery in self.world.office.deliveries:
            if delivery.recipient != SAM and delivery.data not in there:
                self.world.office.arrive("Sent", delivery.data, delivery.at)

    # --- the last moment before a dot: see oracle_gate

    def asked(self) -> int:
        """Mark the moment at which the server has the body. From now on the mailbox must be read and the gate asked."""
        self.world.seq += 1
        return self.world.seq

    def seen(self, folder: str) -> float:
        """Return the moment up to which the folder must be known: its last look, or `asked` if that was later."""
        return max(self.asked_at, self.world.office.boxes[folder].walked)

    def arrival(self, one: Round, data: bytes) -> datetime:
        """Return when a letter reaches the company: on the day in the candidate's sheet."""
        body = message_from_bytes(data, policy=policy.default).get_body(("plain",))
        told = re.search(
            r"arrive about \w+, (\d+ \w+ \d{4})", " ".join(str(body and body.get_content()).split())
        )
        assert told, "the sheet does not say when the letter arrives"
        return self.world.files.almanac(one).noon(datetime.strptime(told[1], "%d %B %Y").date())  # noqa: DTZ007

    def to_company(self, one: Round) -> list[Reached]:
        """Return everything that reached the company and that followupd can know, oldest first."""
        same = (
            r for r in self.reached if r.company == one.company or (r.domain and r.domain == one.domain())
        )
        known = (r for r in same if not r.folder or (r.seq < self.seen(r.folder) and r.at >= one.starts))
        # A mark cannot be assigned if no readable file names its step. This is a limit of restoring.
        steps = {(r.position, s.id) for r in self.world.rounds if r.known for s in r.steps()}
        told = (r for r in known if id(r) not in self.by_mark or _shown(r, steps))
        return sorted(told, key=lambda r: r.at)

    # --- the state of a round, by the user's commands and the company's answers

    def is_closed(self, one: Round, words: list[Said] | None = None) -> bool:
        return any(
            s.one == one.number and s.command == "close" for s in (self.said if words is None else words)
        )

    def paused(self, one: Round | None, words: list[Said] | None = None) -> bool:
        """Return whether a pause lasts. For None it is the pause of everything, for which the last command counts."""
        until = pause(self.said if words is None else words, one.number if one else None)
        return until is not None and self.world.clock.now() < until

    def silenced_by(self, one: Round) -> Answer | None:
        """Return an answer in the mailbox after which the user did not resume."""
        resumed = max((s.seq for s in self.said if s.one == one.number and s.command == "resume"), default=-1)
        return next(self.answers_since(one, resumed), None)

    def answers_since(self, one: Round, word: int) -> Iterator[Answer]:
        """Yield the answers in the mailbox that the user did not know at the time of a command."""
        for answer in self.answers:
            there = answer.seq < self.seen(answer.folder) and not (
                one.mistaken and answer.by_thread_alone(one)
            )
            if (
                there
                and answer.concerns(one)
                and not self.is_denied(answer, one)
                and not (answer.known and answer.known < word)
            ):
                yield answer

    def is_denied(self, answer: Answer, one: Round, *, before_it: bool = False) -> bool:
        """Return whether the user said that a mail, or an earlier one of the same sender, is no answer."""
        if one.number in answer.denied:
            return True
        at = self.denials.get((one.number, answer.sender))
        return answer.is_plain and at is not None and (not before_it or at < answer.fact_seq)

    # --- what happened

    def delivered(self, label: Label | None, delivery: Delivery) -> None:
        """A server has taken a mail."""
        if label is None:
            return
        one, step = label.one, label.step
        self.taken[label.touch] = self.taken.get(label.touch, 0) + 1
        self.pardoned.discard(label.touch)
        self.returns.delivered(label, delivery)
        self.drafts.delivered(label.touch)
        if delivery.recipient != SAM:
            self.mails.append(delivery.wall)
            self.gaps.delivered(label, delivery)
            self.threads.append((one.number, label.person, message_id_of(delivery.data), delivery.data))
        else:
            self.sheets.given.append(Sheet(self.world.seq, one.number, step.id, message_id_of(delivery.data)))
        self._reaches(label, delivery.data, delivery.at, delivery.wall)
        for other in self.shared_calls.get(delivery.data, ()):
            self.taken[other.touch] = self.taken.get(other.touch, 0) + 1
            self._reaches(other, delivery.data, delivery.at, delivery.wall)

    def maybe(self, label: Label | None, data: bytes) -> None:
        """A mail was lost; only the simulation knows that it was not delivered."""
        if label:
            self._reaches(label, data, self.world.clock.true, self.world.clock.now(), maybe=True)

    def left_behind(self, mail: FrozenMail) -> None:
        """The process died during `may_commit`. If the store says that the dot may have left, nobody knows its fate."""
        find = "SELECT 1 FROM outbox WHERE data = ? AND state = 'committing'"
        if self.world.store._db.execute(find, (mail.data,)).fetchone():
            complaints = len(self.broken)
            label = self.label(mail.recipient, mail.data)
            del self.broken[complaints:]  # it was not sent
            self.maybe(label, mail.data)

    def _reaches(
        self, label: Label, data: bytes, at: datetime, wall: datetime, *, maybe: bool = False
    ) -> None:
        one, channel = label.one, label.step.channel
        if label.step.everyone:
            return
        ahead = self.arrival(one, data) - wall if channel == "post" else timedelta(0)
        self.reached.append(
            Reached(
                at + ahead, wall + ahead, one.company, one.domain(), channel, label.touch, self.world.seq, one, maybe=maybe
            )
        )  # fmt: skip

    def after_pass(self, process: Process) -> None:
        """Read the new facts of the journal, which the user knows by now, and check them."""
        self.began = process.began  # a second daemon may have run a pass meanwhile
        oracle_final_checks.read_on(self)
        if process is self.world.main and not self.world.failed and not process.edited:
            oracle_final_checks.after_pass(self)
            self._check_outbox()

    def _check_outbox(self) -> None:
        """Rule 1: a mail that a crash or a store fault left half done is settled or asked about in the next whole pass.

        If a second daemon died within a pass, the pass after that settles its mail.
        """
        find = "SELECT id, changed FROM outbox WHERE state IN ('transmitting', 'committing')"
        half_done = set(self.world.store._db.execute(find)) if not self.world.running else set()
        for mail_id, _ in half_done & self.half_done:
            self.complain(1, f"{mail_id} is half done after a whole pass, and nobody is asked")
        self.half_done = half_done

    def at_the_end(self) -> None:
        """Check at the end of a life that everything was explained."""
        if not self.broken:
            oracle_final_checks.at_the_end(self)
            oracle_trust.check_trust(self)
            self.replies.at_the_end()
            self.drafts.at_the_end()


def _shown(reached: Reached, steps: set[tuple[str, str]]) -> bool:
    """Return whether the mailbox shows it to a restored store: a mail by its people, a sheet by its step."""
    if reached.channel == "email":
        return reached.one.known
    return reached.touch is not None and reached.touch[:2] in steps
