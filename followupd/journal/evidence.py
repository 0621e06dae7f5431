"""Did we write after they answered? The journal's own answer, with times and UIDs. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.inbound.verdict import Action
from followupd.journal.facts import Approved, Received, Steered, Taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from followupd.journal.facts import Fact, Touch

_ANSWERS = (Action.STOP, Action.PAUSE)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was said or sent, and what it proves."""

    at: str  # ISO 8601, UTC
    what: str
    proof: str
    broken: bool = False  # sent although an answer had been seen


def evidence(facts: Iterable[Fact], ids: frozenset[str], *, thanks: bool = False) -> list[Line]:
    """Return what was sent and what was answered for an interview, in the order in which it was written down.

    `thanks`: `after_answer: send_thanks` lets thank-yous go out after an answer.
    """
    lines: list[Line] = []
    open_answers: list[Received] = []
    approved: set[Touch] = set()  # since the last answer, such as the thanks after a refusal
    for fact in facts:
        match fact:
            case Received() if fact.action in _ANSWERS and not ids.isdisjoint(fact.interviews):
                open_answers.append(fact)
                approved.clear()
                where = f"{fact.folder}, UIDVALIDITY {fact.uidvalidity}, UID {fact.uid}; read {fact.at:%Y-%m-%d %H:%M:%S} UTC"
                lines.append(Line(_iso(fact.received), f"answer from {fact.sender}: {fact.kind}", where))
            case Steered(command="resume") if fact.interview in ids:
                open_answers.clear()
                lines.append(
                    Line(_iso(fact.at), "resumed by you", "what came before no longer holds anything back")
                )
            case Approved() if fact.touch.interview in ids:
                approved.add(fact.touch)
                lines.append(Line(_iso(fact.at), f"{fact.touch.step} approved by you", f"mark {fact.digest}"))
            case Taken() if fact.touch.interview in ids:
                free = fact.touch in approved or (thanks and not fact.reminder)
                lines.append(_sent(fact, () if free else open_answers))
            case _:
                continue
    return lines


def _sent(fact: Taken, answers: Sequence[Received]) -> Line:
    receipt = fact.receipt
    proof = f"how: {fact.how}"
    if receipt:
        seen = ", ".join(
            f"{r.folder} up to UID {r.uid} (UIDVALIDITY {r.uidvalidity})" for r in receipt.folders
        )
        proof = f"mailbox read {receipt.at:%Y-%m-%d %H:%M:%S} UTC: {seen}"
    after = [a for a in answers if a.received <= (receipt.at if receipt else fact.at)]
    what = f"{fact.touch.step} to {fact.address} by {fact.channel}"
    return Line(_iso(fact.at), what, proof, broken=bool(after) and fact.how == "smtp")


def _iso(at: object) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def judgement(lines: Sequence[Line]) -> str:
    """Return the answer in one sentence."""
    broken = [line for line in lines if line.broken]
    if broken:
        return f"{len(broken)} went out although an answer had been seen."
    answered = any(line.what.startswith("answer") for line in lines)
    return "Nothing was sent after an answer." if answered else "No answer has been seen."
