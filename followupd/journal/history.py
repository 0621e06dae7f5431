"""What the journal means now: facts folded into the state of each interview and each touch. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import islice, takewhile
from operator import itemgetter
from typing import TYPE_CHECKING

from followupd.config.addresses import wired
from followupd.config.cadence import Channel
from followupd.config.interview import EVERY, ContactRole
from followupd.inbound.verdict import Action, Intent, Kind
from followupd.journal.approvals import Consents
from followupd.journal.facts import (
    Done,
    HandSent,
    Noted,
    Printed,
    Received,
    Rehearsed,
    Reopened,
    Settled,
    Steered,
    Taken,
    Touch,
    Uncertain,
)
from followupd.journal.identities import Register, about, wrote
from followupd.journal.interview_status import Life, Turn, heeded, lifted, live
from followupd.journal.memo import once

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from followupd.config.interview import Contact, Interview
    from followupd.journal.facts import Approved, Fact
    from followupd.journal.memo import Answers

Standing = Taken | Settled | Uncertain
REACHED = ("spoke", "voicemail", "posted")  # outcomes of a call or a letter that the company noticed


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something that reached the company and was no thank-you: by us, or by the candidate's own hand."""

    at: datetime
    channel: Channel
    what: str
    fact: Taken | Uncertain | Done | HandSent


class History:
    """The facts of the journal, in order, and what they say. Append only."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self.facts: list[Fact] = []
        self.register = Register()
        # Each with its place in the journal: a renamed interview has several names, and one order.
        self._touched: dict[tuple[str, str], list[tuple[int, Standing | Reopened]]] = defaultdict(list)
        self._reached: list[Taken | Uncertain] = []
        self._turns: list[Turn] = []
        self._turned: list[int] = []  # the place of each in the journal
        self._global: list[Steered] = []
        self._hand_sent: list[HandSent] = []
        self._rehearsed: set[Touch] = set()
        self.printed: dict[Touch, Printed] = {}  # what came last of printing each letter
        self.answers: Answers = {}  # given since the last fact
        self.consents = Consents()
        for fact in facts:
            self.add(fact)

    def __reduce__(self) -> tuple[type[History], tuple[list[Fact]]]:
        """The facts are all there is: what was answered from memory stays here."""
        return History, (self.facts,)

    def add(self, fact: Fact) -> None:
        """Append one fact."""
        self.facts.append(fact)
        self.answers.clear()
        self.consents.add(fact)
        match fact:
            case Taken() | Settled() | Uncertain() | Reopened():
                self._touched[fact.touch.interview, fact.touch.step].append((len(self.facts), fact))
                self._reach(fact)
            case Steered(interview=interview) if interview == EVERY:
                self._global.append(fact)
            case Received() | Steered() | Done():
                self._turns.append(fact)
                self._turned.append(len(self.facts))
            case HandSent():
                self._hand_sent.append(fact)
            case Noted():
                self.register.add(fact, len(self.facts))
            case Printed():
                self.printed[fact.touch] = fact
            case Rehearsed():
                self._rehearsed.add(fact.touch)

    def _reach(self, fact: Standing | Reopened) -> None:
        """Keep the reminders that reached the company, or may have: unless it is known by now that one did not."""
        if isinstance(fact, Taken | Uncertain):
            self._reached += [fact] if fact.reminder else []
        elif isinstance(fact, Reopened) or fact.outcome == "refused":  # by the user's word, or the server's
            self._reached = [f for f in self._reached if isinstance(f, Taken) or f.touch != fact.touch]

    # --- identity

    @once
    def ids(self, interview: Interview, present: frozenset[str]) -> frozenset[str]:
        """Return the interview's id, and those it had before its file was renamed, also one that another has by now."""
        found = {interview.id}
        # One correction after another.
        while more := self.register.former(interview, present, found, self._thanked_since) - found:
            found |= more
        return frozenset(found)

    def _thanked_since(self, interview: str, start: datetime) -> bool:
        """Tell whether an interview that is gone thanked for one that began then: its file was renamed and corrected."""
        touched = (f for (one, _), facts in self._touched.items() if one == interview for _, f in facts)
        return any(isinstance(f, Taken | Uncertain) and not f.reminder and f.at >= start for f in touched)

    def steps(self, ids: frozenset[str]) -> frozenset[str]:
        """Return every step of an interview that was ever taken or settled, whatever its cadence names now."""
        return frozenset(step for interview, step in self._touched if interview in ids)

    # --- one touch

    @once
    def standing(self, ids: frozenset[str], step: str, contact: Contact) -> Standing | None:
        """Return what became of a step for a person, known by key, address or name; None while it is open."""
        found: Standing | None = None
        facts = [f for i in ids for f in self._touched.get((i, step), ())]
        marks = self.register.marks(ids, contact) if facts else frozenset()
        for _, fact in sorted(facts, key=itemgetter(0)):
            if not about(marks, fact):
                continue
            if isinstance(fact, Reopened):
                found = None
            elif not isinstance(found, Taken):  # taken stays taken, whatever was written down later
                found = fact
        return found

    @once
    def taken(self, ids: frozenset[str]) -> list[Taken]:
        """Return every touch of an interview that was taken, oldest first."""
        return [f for f in self.facts if isinstance(f, Taken) and f.touch.interview in ids]

    @once
    def done(self, ids: frozenset[str], sheet: Touch) -> list[Done]:
        """Return what the candidate said of a call or a letter, under whatever name they knew it, oldest first."""
        who = self.register.known_as(ids, sheet.contact)
        said = (f for f in self._turns if isinstance(f, Done) and f.touch.interview in ids)
        return [f for f in said if f.touch.step == sheet.step and f.touch.contact in who]

    def received(self, ids: frozenset[str]) -> list[Received]:
        """Return every mail that came in for an interview, oldest first."""
        return [f for f in self._turns if isinstance(f, Received) and not ids.isdisjoint(f.interviews)]

    def rehearsed(self, touch: Touch) -> bool:
        """Tell whether the touch was due before, while `live` was false."""
        return touch in self._rehearsed

    def approval(
        self, interview: Interview, ids: frozenset[str], step: str, contact: Contact
    ) -> Approved | None:
        """Return the candidate's approval of a touch, while it is in force."""
        return self.consents.approval(ids, self.register.kin(interview), step, contact)

    @once
    def uncertain(self, ids: frozenset[str], contact: Contact) -> Uncertain | None:
        """Return a mail to the person of which nobody knows whether it was accepted."""
        for (interview, step), facts in self._touched.items():
            if interview in ids and any(isinstance(f, Uncertain) for _, f in facts):
                found = self.standing(ids, step, contact)
                if isinstance(found, Uncertain):
                    return found
        return None

    def unresolved(self) -> list[Uncertain]:
        """Return every mail of which nobody knows whether it was accepted, oldest first."""
        last = {f.touch: f for f in self.facts if isinstance(f, Taken | Settled | Uncertain | Reopened)}
        sure = {id_ for f in self.facts if isinstance(f, Taken) for id_ in f.message_ids}
        return [f for f in last.values() if isinstance(f, Uncertain) and f.message_id not in sure]

    # --- one interview

    def life(self, interview: Interview, ids: frozenset[str], now: datetime) -> Life:
        """Fold everything that was said and steered into the state at `now`."""
        return lifted(self._lived(interview, ids), now)

    @once
    def _lived(self, interview: Interview, ids: frozenset[str]) -> Life:
        written = self.register.written(interview, ids)
        kin, spoken_to = ids | self.register.kin(interview), self.register.spoken_to(interview, ids)
        turns = heeded(zip(self._turned, self._turns, strict=True), spoken_to)
        return live(interview, ids, kin, turns, written)

    def global_pause(self, now: datetime) -> Steered | None:
        """Return the pause of everything that is in force, if one is."""
        last = self._global[-1] if self._global else None
        if last is None or last.command != "pause" or (last.until and last.until <= now):
            return None
        return last

    def global_release(self, now: datetime) -> datetime | None:
        """Return when the last pause of everything ended, if one did."""
        ends = [f.at if f.command == "resume" else f.until for f in self._global]
        return max((e for e in ends if e and e <= now), default=None)

    @once
    def dead(self, contact: Contact) -> str | None:
        """Return why nothing can reach the person's present address, or None."""
        address = wired(contact.email)
        for fact in reversed(self.facts):
            match fact:
                case Received(kind=Kind.BOUNCE_PERMANENT, failed_address=str(failed)) if (
                    wired(failed) == address
                ):
                    return f"mail to {address} came back: {fact.why}"
                case Settled(outcome="refused", address=str(failed)) if wired(failed) == address:
                    return f"{address} was refused: {fact.why}"
                case Received(left=True) if wrote(contact, fact):
                    return f"{contact.name} is no longer there: {fact.why}"
                case Received(intent=Intent.PLEASE_STOP, authenticated=True) if wrote(contact, fact):
                    return f"{contact.name} asked not to be written to"
        return None

    @once
    def absences(self, ids: frozenset[str], contact: Contact) -> list[Received]:
        """Return the out-of-office notes of a person, by whatever name or address, oldest first."""
        marks = self.register.marks(ids, contact)
        notes = (f for f in self._turns if isinstance(f, Received) and f.action is Action.HOLD)
        return [f for f in notes if f.contact in marks or f.sender in marks]

    @once
    def promised(self, ids: frozenset[str]) -> date | None:
        """Return the date that the company promised last, as the user wrote it down."""
        for fact in reversed(self._turns):
            match fact:
                case Done(promise=date() as day) if fact.touch.interview in ids:
                    return day
                case Steered(promise=date() as day) if fact.interview in ids:
                    return day
        return None

    # --- the company

    @once
    def reminders(self, interview: Interview) -> list[Reminder]:
        """Return every reminder that reached the company, over all its interviews and channels, oldest first."""
        mine = self.register.whole(interview)
        people = {a for c in interview.contacts for a in c.addresses if c.role is not ContactRole.HELPED}
        people |= self.register.speakers(mine)
        found = [
            Reminder(f.arrives or f.at, f.channel, f"{f.touch.step} to {f.name}", f)
            for f in self._reached
            if mine.same(f.company, f.domains)
        ]
        # A sheet tells the candidate to act; the day on which they did counts as well, and of a letter its arrival.
        found += [
            Reminder(f.arrives or f.at, f.channel, f"{f.touch.step}, {f.outcome},", f)
            for f in self._turns
            if isinstance(f, Done) and f.channel and f.outcome in REACHED and mine.same(f.company, f.domains)
        ]
        found += [
            # By the server's clock, also where ours lags behind it: at worst a reminder goes out later.
            Reminder(hand.received, Channel.EMAIL, "a mail of your own", hand)
            for hand in self._hand_sent
            if hand.received >= interview.starts and any(a in people or mine.owns(a) for a in hand.addresses)
        ]
        return sorted(found, key=lambda r: r.at)

    @once
    def last_reminders(self, interview: Interview) -> list[Reminder]:
        """Return the reminder that reached the company last: two, where a clock that ran ahead may have swapped them."""
        past = {id(r.fact): r for r in self.reminders(interview)}
        last = list(past.values())[-1:]
        later = takewhile(lambda f: f is not last[0].fact, reversed(self.facts)) if last else ()
        swapped = (r for f in later if (r := past.get(id(f))) and min(r.at, f.at) < last[0].fact.at)
        return last + list(islice(swapped, 1))

    def by_hand(
        self, interview: Interview, contact: Contact, since: datetime | None = None
    ) -> HandSent | None:
        """Return a mail that the candidate wrote to the person themself, after the interview began (or since)."""
        start = since or interview.starts
        sent = (h for h in self._hand_sent if h.received >= start)
        return next((h for h in sent if not set(contact.addresses).isdisjoint(h.addresses)), None)

    def mails_to_others(self) -> Iterable[Taken | Uncertain]:
        """Yield every mail that went (or may have gone) to a contact: what the daily cap counts."""
        return (f for f in self.facts if isinstance(f, Taken | Uncertain) and f.channel is Channel.EMAIL)
