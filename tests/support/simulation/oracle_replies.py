"""The candidate's answers by mail, and what they undid: the oracle's own records of both."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import oracle_final_checks

from followupd.config.name_keys import make_slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oracle import Oracle
    from oracle_journal import Label
    from rounds import Round

EDITION = re.compile(r"\|([^|@]*)\|[^@]*@@[^@]*?edition-(\d+)")
REMINDED_BY = ("smtp", "sheet", "proof")


def edition_of(words: str, step: str) -> int:
    """Return the number of the candidate's own text in a mail; 0 if it has none. Quoted text is of another step."""
    return max((int(number) for name, number in EDITION.findall(words) if name == step), default=0)


@dataclass(frozen=True, slots=True)
class Reply:
    """One mail of the candidate to followupd, in Sent."""

    seq: int
    number: int  # the round's number
    said: str
    message_id: str
    touch: tuple[str, str, int] | None
    edition: int  # number of the shown text, or of the candidate's own; 0 for the template's text

    @property
    def digest(self) -> str:
        """The mail's name in the journal."""
        return hashlib.sha256(self.message_id.encode()).hexdigest()[:16]


class Replies:
    """The oracle's record of the candidate's answers."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        self.written: list[Reply] = []
        self.had_stop = False  # the candidate answered a sheet with "stop", and undid it
        self.undone: dict[int, int] = {}  # round → when its last command was undone

    def seen(self, touch: tuple[str, str, int]) -> Iterator[Reply]:
        """Yield the answers about a touch that can be seen in Sent."""
        return (r for r in self.written if r.touch == touch and r.seq < self.oracle.seen("Sent"))

    def touches(self, position: str) -> set[tuple[str, str, int]]:
        """Return the touches of an interview that have any answer."""
        return {reply.touch for reply in self.written if reply.touch and reply.touch[0] == position}

    def consents(self, touch: tuple[str, str, int]) -> Iterator[tuple[int, int | None]]:
        """Yield the moment of each approval by mail, and the number of the approved text."""
        return ((r.seq, r.edition) for r in self.seen(touch) if r.said == "yes")

    def list_consents(self) -> list[tuple[int, tuple[str, str, int]]]:
        """Return the moment of each approval by mail that can be seen in Sent, and its touch.

        A yes to words that the candidate had already replaced approves nothing.
        """
        seen = self.oracle.seen("Sent")
        mailed = (r for r in self.written if r.said == "yes" and r.seq < seen and not self._is_outdated(r))
        return [(reply.seq, reply.touch) for reply in mailed if reply.touch]

    def _is_outdated(self, yes: Reply) -> bool:
        """Return whether the candidate had sent a text of their own before they approved an older one."""
        texts = (r for r in self.written if r.said == "text" and r.touch == yes.touch and r.seq < yes.seq)
        return any(text.edition > yes.edition for text in texts)

    def check(self, label: Label, name: str, words: str) -> None:
        """Complain before a dot if the candidate said no, or wrote another text."""
        approved = self.oracle.consents.approved
        typed = max((seq for seq, touch in approved if touch == label.touch), default=-1)
        mailed = max(self.consents(label.touch), default=(-1, None))
        edition = edition_of(words, label.step.id)
        yes = max(typed, mailed[0])
        for said in self.seen(label.touch):
            if said.said in ("no", "text") and said.seq > yes:
                self.oracle.complain(1, f"{name} went out, and the candidate had answered: {said.said}")
        if edition and yes < edition:
            self.oracle.complain(2, f"{name} went out in words of the candidate's own, without a yes to them")
        if mailed[0] > typed and mailed[1] != edition and self.oracle.consents.asked(label):
            self.oracle.complain(2, f"{name} went out in other words than those that were approved")

    # --- undone commands

    def taken_back(self, positions: list[int], at: int) -> None:
        """Check an undo in the journal: it must undo the last command, and nothing may have left because of that."""
        oracle = self.oracle
        rows = oracle.world.store._db.execute(
            "SELECT body FROM fact WHERE seq < ? ORDER BY seq", (at,)
        ).fetchall()
        facts = [json.loads(body) for (body,) in rows]
        gone = {p for f in facts if f["fact"] == "undone" for p in f["positions"]}
        undone = json.loads(
            oracle.world.store._db.execute("SELECT body FROM fact WHERE seq = ?", (at,)).fetchone()[0]
        )
        one = _round_of(oracle, undone["interview"])
        if one is None:
            return
        taken = [facts[p - 1] for p in positions]
        for fact in taken:
            if _interview_of(fact) not in one.ids and not _is_same_call(fact, taken, facts):
                oracle.complain(
                    7, f"a word on {_interview_of(fact)} was taken back in place of one on {one.id}"
                )
            if fact["fact"] == "received" or not _is_ever_undone(fact):
                oracle.complain(7, f"undo took back what the candidate had not said: {fact['fact']}")
        words = [
            p for p, f in enumerate(facts, 1) if p not in gone and _interview_of(f) in one.ids and _is_word(f)
        ]
        is_own_text = undone["what"] == "approve" and any(
            r.said == "text" and r.number == one.number for r in self.written
        )
        if not is_own_text and (not words or words[-1] not in positions):
            oracle.complain(7, f"undo of {one.id} took back {undone['what']}, which was not the last word")
        if not is_own_text:
            self._check_departures(one, undone["what"], taken, facts[positions[0] :])
        # One call may have been for several interviews: its report is undone for each.
        for other in filter(None, (one, *(_round_of(oracle, _interview_of(fact)) for fact in taken))):
            self.undone[other.number] = oracle.world.seq
        self._forget(one, taken, {f["mail"] for f in facts if f["fact"] == "instructed"})

    def _check_departures(
        self, one: Round, what: str, taken: list[dict[str, Any]], since: list[dict[str, Any]]
    ) -> None:
        touches = [f["touch"] for f in taken if "touch" in f]
        for fact in since:
            if (
                fact["fact"] not in ("taken", "uncertain")
                or fact["touch"]["interview"] not in one.ids
                or fact in taken
            ):
                continue
            if fact["touch"] in touches or (
                what in ("close", "resume", "done", "answer", "debrief") and fact["reminder"]
            ):
                self.oracle.complain(
                    7, f"undo of {one.id} came after {fact['touch']['step']} had left on its word"
                )

    def _forget(self, one: Round, taken: list[dict[str, Any]], mails: set[str]) -> None:
        """Remove the undone facts from the oracle's records; `mails`: those carried out by then."""
        oracle = self.oracle
        for fact in taken:
            kind = fact["fact"]
            if kind == "steered":
                self._forget_said(one, fact["command"])
                oracle.consents.closed = [
                    c for c in oracle.consents.closed if c[1] != one.number or fact["why"] != "rejected"
                ]
            elif kind == "settled":
                oracle.skips = {t: s for t, s in oracle.skips.items() if not _is_touch(oracle, one, fact, t)}
                deletions = oracle.drafts.deletions
                oracle.drafts.deletions = {
                    t: s for t, s in deletions.items() if not _is_touch(oracle, one, fact, t)
                }
                self._forget_reply(one, fact, "no", mails)
            elif kind == "approved":
                consents = oracle.consents
                consents.approved = [a for a in consents.approved if not _is_touch(oracle, one, fact, a[1])]
                self._forget_reply(one, fact, "yes", mails)
            elif kind == "done":
                one = _round_of(oracle, _interview_of(fact)) or one
                steps = one.position, fact["touch"]["step"]
                oracle.reached = [
                    r for r in oracle.reached if not (r.logged and r.touch and r.touch[:2] == steps)
                ]
                day = (one.number, fact["promise"])
                oracle.promises = [p for p in oracle.promises if (p[1], p[2].isoformat()) != day]
                if fact["outcome"] == "spoke":
                    self._forget_said(one, "pause")
            elif kind == "debriefed":
                oracle.debriefs.forget_last(one, fact)
            elif kind == "contact_steered":
                oracle.person_words.forget_last(one, fact["command"])
            elif kind == "clarified":
                oracle_final_checks.forget_word(oracle, one, fact)

    def _forget_reply(self, one: Round, fact: dict[str, Any], said: str, mails: set[str]) -> None:
        self.written = [
            r
            for r in self.written
            if r.said != said
            or r.digest not in mails
            or not (r.touch and _is_touch(self.oracle, one, fact, r.touch))
        ]

    def _forget_said(self, one: Round, command: str) -> None:
        said = self.oracle.said
        last = next((s for s in reversed(said) if s.one == one.number and s.command == command), None)
        self.oracle.said = [s for s in said if s is not last]
        stops = self.oracle.sheets.stops
        if command == "close" and last is None and stops:
            self.had_stop = True
            self.oracle.sheets.stops = [s for s in stops if s[1].number != one.number]

    # --- the end

    def at_the_end(self) -> None:
        """Check that each mail of the candidate is carried out once, and answered by one mail."""
        db = self.oracle.world.store._db
        facts = [json.loads(b) for (b,) in db.execute("SELECT body FROM fact ORDER BY seq")]
        orders = Counter(f["mail"] for f in facts if f["fact"] == "instructed")
        answers = Counter(
            i.split("/")[2] for (i,) in db.execute("SELECT id FROM outbox WHERE id GLOB 'notice/answer/*'")
        )
        for mail in orders + answers:
            if orders[mail] > 1 or answers[mail] > 1:
                self.oracle.complain(
                    1,
                    f"a mail of the candidate was carried out {orders[mail]} times, and answered {answers[mail]} times",
                )
        shown = {f["mail"] for f in facts if f["fact"] == "instructed" and f["answer"] == "showed"}
        silent = [m for m in orders if m not in answers and m not in shown]
        if silent and not self.oracle.world.files.ever_dry:
            self.oracle.complain(13, f"{len(silent)} mails of the candidate were not answered")


def _round_of(oracle: Oracle, id_: str) -> Round | None:
    return next((r for r in oracle.world.rounds if id_ in r.ids), None)


def _is_same_call(fact: dict[str, Any], taken: list[dict[str, Any]], facts: list[dict[str, Any]]) -> bool:
    """Return whether a fact reports a call that was for another interview, too, whose report is also undone."""
    sheets = [
        set(f["message_ids"]) for f in facts if f["fact"] == "taken" and f["touch"] == fact.get("touch")
    ]
    others = [f["touch"] for f in taken if f is not fact and f["fact"] == fact["fact"] == "done"]
    return any(
        f["fact"] == "taken" and f["touch"] in others and any(ids & set(f["message_ids"]) for ids in sheets)
        for f in facts
    )


def _interview_of(fact: dict[str, Any]) -> str:
    return str(fact["touch"]["interview"] if "touch" in fact else fact.get("interview", ""))


def _is_word(fact: dict[str, Any]) -> bool:
    """Return whether a fact is a command of the candidate."""
    match fact["fact"]:
        case "steered":
            return fact["command"] != "pause" or not fact["why"]
        case "settled":
            return bool(fact["outcome"] == "skipped")
    return fact["fact"] in ("approved", "clarified", "contact_steered", "debriefed", "done")


def _is_ever_undone(fact: dict[str, Any]) -> bool:
    """Return whether a fact is a command, or follows from one: a step dropped by a close, a call made unasked."""
    follows = (fact["fact"] == "settled" and fact["outcome"] == "cancelled") or fact.get("how") == "user"
    return _is_word(fact) or follows


def _is_touch(oracle: Oracle, one: Round, fact: dict[str, Any], touch: tuple[str, str, int]) -> bool:
    position, step, person = touch
    marks = {
        m for c in one.contacts if oracle.people.person(one, c) == person for m in oracle.people.marks(one, c)
    }
    return (position, step) == (one.position, fact["touch"]["step"]) and fact["touch"]["contact"] in marks | {
        make_slug(m) for m in marks
    }
