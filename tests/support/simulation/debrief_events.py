"""The candidate tells what was spoken about, by mail or by a command, and the oracle's record of it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import oracle_final_checks
from approval_modes import read_first
from events import Event
from mail_writer import JUDGE, SAM, Card, write
from oracle_approvals import NOTE

from followupd.engine import commands
from followupd.engine.ledger import Ledger
from followupd.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from events import Setup
    from oracle import Oracle
    from oracle_journal import Label
    from rounds import Round
    from world import World

TOLD = re.compile(r"told-(\d+)")
NEWCOMER = "Carla Diaz came too."
_ABOUT_PEOPLE = ("fact", "absent")


@dataclass(slots=True)
class Telling:
    """One thing that the candidate told about an interview."""

    seq: int  # its text contains this number, to find it in a mail
    number: int  # the round's number
    what: str  # fact, absent, promise, other
    person: int
    day: date | None
    mail: str = ""  # digest of the mail with it
    counts: bool = False  # it was recorded, and not undone


class Debriefs:
    """The oracle's record of the debriefs."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        self.tellings: list[Telling] = []
        self._heard: dict[str, int] = {}  # digest of a mail → moment at which it was in the journal

    def read(self, fact: dict[str, Any]) -> None:
        """Note the journal's result of a mail from the candidate."""
        self._heard[fact["mail"]] = self.oracle.world.seq
        for told in self.tellings:
            if told.mail == fact["mail"] and (fact["verb"], fact["answer"]) == ("debrief", "did"):
                self.count(told)

    def count(self, told: Telling) -> None:
        """Let a telling count from now on."""
        told.counts = True
        if told.day:
            self.oracle.promises.append((self.oracle.world.seq, told.number, told.day))

    def read_fact(self, one: Round, fact: dict[str, Any]) -> None:
        """Complain if the journal has something that the candidate did not tell, or told about another interview."""
        for key, text in fact["facts"]:
            numbers = {int(n) for n in TOLD.findall(text)}
            tellings = [t for t in self.tellings if t.seq in numbers and t.number == one.number]
            if len(tellings) != len(numbers) or not numbers:
                self.oracle.complain(13, f"the journal has of {key} what the candidate has not told: {text}")

    def forget_last(self, one: Round, fact: dict[str, Any]) -> None:
        """Undo the user's last telling."""
        mine = [t for t in self.tellings if t.number == one.number and t.counts]
        for told in mine[-1:]:
            told.counts = False
        day = (one.number, fact["promise"])
        promises = [p for p in self.oracle.promises if (p[1], p[2].isoformat()) == day]
        # The same day may have been told before, and that telling still counts.
        self.oracle.promises = [p for p in self.oracle.promises if p not in promises[-1:]]

    def restored(self, seq: int) -> None:
        """Forget what an old store does not know."""
        self.tellings = [t for t in self.tellings if t.seq <= seq]

    def check(self, label: Label, words: str) -> None:
        """Check before a dot that the mail's text fits what the candidate told."""
        oracle, one, name = self.oracle, label.one, f"{label.step.id} of {label.one.position}"
        if one.mistaken or one.counts_as:
            return
        for told in self.tellings:
            if told.mail and told.mail not in self._heard and told.seq < oracle.seen("Sent"):
                oracle.complain(2, f"{name} went out, and the debrief in Sent was not read")
        mine = [t for t in self._of(one) if t.person == label.person]
        if label.step is not NOTE and mine and mine[-1].what == "absent":
            oracle.complain(1, f"{name} went out to {label.name}, of whom the candidate said: was not there")
        shown = [int(n) for n in TOLD.findall(words)]
        for seq in shown:
            source = next((t for t in self.tellings if t.seq == seq), None)
            if source is None or (source.number, source.person) != (one.number, label.person):
                oracle.complain(1, f"{name} says to {label.name} what was told of somebody else")
        if shown and oracle.consents.asked(label) and self._find_yes(label) < max(shown):
            oracle.complain(2, f"{name} went out with words of a debrief that nobody approved")

    def _of(self, one: Round) -> Iterator[Telling]:
        return (t for t in self.tellings if t.number == one.number and t.counts and t.what in _ABOUT_PEOPLE)

    def _find_yes(self, label: Label) -> int:
        typed = (seq for seq, touch in self.oracle.consents.approved if touch == label.touch)
        mailed = (seq for seq, _ in self.oracle.replies.consents(label.touch))
        return max((*typed, *mailed), default=-1)


def debrief(world: World, number: int, person: int, what: str, days: int, way: str) -> None:
    """Tell one thing about an interview; `way`: "command", or the folder into which the mail comes."""
    one = world.rounds[number]
    if not one.present or one.copied_from:
        return
    contact = one.people_without_agency[person % len(one.people_without_agency)]
    told = Telling(world.seq, number, what, world.oracle.people.person(one, contact), None)
    if what == "promise":
        told.day = world.clock.now().date() + timedelta(days=days)
    text = _phrase(told, contact["name"])
    if way == "command":
        _tell_by_command(world, one, told, text)
    else:
        _tell_by_mail(world, one, told, text, way)


def _phrase(told: Telling, name: str) -> str:
    if told.day:
        return f"They decide by {told.day:%-d %B %Y}."
    texts = {"fact": f"{name}: the move of told-{told.seq}", "absent": f"{name} was not there."}
    return texts.get(told.what, NEWCOMER)


def _tell_by_command(world: World, one: Round, told: Telling, text: str) -> None:
    orders = world.files.afresh()
    interview = next((i for i in orders.config.interviews if i.id == one.id), None) if orders else None
    if interview is None or orders is None:
        return
    ledger, now = Ledger(world.store, lambda: orders, {}, JUDGE), world.clock.now()
    oracle_final_checks.read_on(world.oracle)  # the user may have seen all that the journal has by now
    world.oracle.debriefs.tellings.append(told)
    try:
        answer = commands.read_debrief_answer(ledger, interview, text, now)
        commands.record_debrief(ledger, interview, answer, now)
    except UsageError:
        return
    world.oracle.debriefs.count(told)


def _tell_by_mail(world: World, one: Round, told: Telling, text: str, folder: str) -> None:
    asked = _find_question(world, one)
    if asked is None:
        return
    card = Card(SAM, SAM, thread=asked, message_id=f"<d{world.seq}@post.example>", subject="Re: asked")
    told.mail = hashlib.sha256(card.message_id.encode()).hexdigest()[:16]
    world.office.arrive(folder, write(card, world.clock.true, text))
    if folder == "Sent":
        world.oracle.debriefs.tellings.append(told)


def _find_question(world: World, one: Round) -> str | None:
    """Return the last question about an interview that the candidate received."""
    given = {d.data for d in world.office.deliveries if d.recipient == SAM}
    rows = world.store._db.execute(
        "SELECT id, message_id, data FROM outbox WHERE id GLOB 'notice/debrief/*' ORDER BY rowid DESC"
    )
    return next((mid for id_, mid, data in rows if data in given and id_.split("/")[2] in one.ids), None)


def draw_debriefs(seed: int, setup: Setup, events: list[Event]) -> tuple[Setup, list[Event]]:
    """Draw tellings for some lives. Its own random generator keeps a life's other draws the same."""
    lot = Random(f"debrief {seed}")
    asks = "approve" in setup.sending
    if lot.random() > (0.3 if asks else 0.12) or any(e.what == "restore" for e in events):
        return setup, []  # no mail shows what a restored store has forgotten of them
    if not asks and lot.random() < 0.4:
        setup = read_first(setup, "unsure")
    drawn: list[Event] = []
    for _ in range(lot.choice((1, 1, 2, 4, 7))):
        number, person = lot.randrange(len(setup.rounds)), lot.choice((0, 0, 1, 2))
        end = max(_find_end(setup, number), 0)
        at = end + lot.choice((lot.uniform(0, 240), lot.uniform(0, 900), lot.uniform(0, 12 * 1440)))
        what = lot.choice(("fact", "fact", "fact", "absent", "promise", "other"))
        way = lot.choice(("command", "command", "Sent", "Sent", "Sent", "INBOX"))
        where = lot.choice(("", "", "", "body", "mail", "walk", "gate"))
        details = (number, person, what, lot.randint(0, 20), way)
        drawn.append(Event(at, "debrief", details, where, look=lot.random() < 0.6))
        if lot.random() < 0.4:
            drawn.append(Event(at + lot.uniform(5, 3000), "approve", (number,), look=lot.random() < 0.5))
        if lot.random() < 0.2:
            drawn.append(
                Event(at + lot.uniform(1, 2000), "undo", (number,), lot.choice(("", "body", "gate")))
            )
    return setup, drawn


def _find_end(setup: Setup, number: int) -> float:
    """Return the end of an interview, in minutes from the beginning of the life."""
    data = setup.rounds[number]
    start = datetime.fromisoformat(data["at"]).replace(tzinfo=ZoneInfo(data["zone"]))
    return (start - setup.start).total_seconds() / 60 + 60


ALL = (debrief,)
