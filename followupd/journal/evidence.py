"""Shows whether anything was sent after an answer, with the proof from the journal: times and UIDs. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.journal.approvals import ANSWER_ACTIONS
from followupd.journal.facts import Approved, Clarified, Received, Steered, Taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from followupd.journal.facts import Fact, Touch


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One mail that was received or sent, or one decision, with its proof."""

    at: str  # ISO 8601, UTC
    what: str
    proof: str
    broken: bool = False  # sent although an answer had been seen


def collect_evidence(
    facts: Iterable[Fact], ids: frozenset[str], *, allow_thanks: bool = False
) -> list[EvidenceLine]:
    """Return what was sent and what was answered for an interview, in the order of the journal.

    With `allow_thanks`, thank-yous may go out after an answer: the setting `after_answer: send_thanks`.
    """
    lines: list[EvidenceLine] = []
    open_answers: list[Received] = []
    approved_touches: set[Touch] = set()  # since the last answer, for example the thanks after a rejection
    for fact in facts:
        if not _concerns(fact, ids):
            continue
        match fact:
            case Received():
                open_answers.append(fact)
                approved_touches.clear()
                lines.append(_describe_answer(fact))
            case Steered():
                open_answers.clear()
                lines.append(_describe_resumption(fact))
            case Clarified():
                open_answers = _drop_refuted(open_answers, fact)
                lines.append(_describe_word(fact))
            case Approved():
                approved_touches.add(fact.touch)
                lines.append(_describe_approval(fact))
            case Taken():
                is_allowed = fact.touch in approved_touches or (allow_thanks and not fact.reminder)
                lines.append(_describe_sending(fact, () if is_allowed else open_answers))
    return lines


def _concerns(fact: Fact, ids: frozenset[str]) -> bool:
    """Return whether a fact belongs to the proof for an interview with these ids."""
    match fact:
        case Received():
            return fact.action in ANSWER_ACTIONS and not ids.isdisjoint(fact.interviews)
        case Steered(command="resume") | Clarified():
            return fact.interview in ids
        case Approved() | Taken():
            return fact.touch.interview in ids
    return False


def _drop_refuted(answers: list[Received], word: Clarified) -> list[Received]:
    """Return the answers, without a mail of which the user said that it is no answer."""
    return answers if word.is_answer else [a for a in answers if a.location != word.location]


def _describe_answer(fact: Received) -> EvidenceLine:
    proof = (
        f"{fact.folder}, UIDVALIDITY {fact.uidvalidity}, UID {fact.uid}; read {fact.at:%Y-%m-%d %H:%M:%S} UTC"
    )
    return EvidenceLine(_format_time(fact.received), f"answer from {fact.sender}: {fact.kind}", proof)


def _describe_resumption(fact: Steered) -> EvidenceLine:
    proof = "what came before no longer holds anything back"
    return EvidenceLine(_format_time(fact.at), "resumed by you", proof)


def _describe_approval(fact: Approved) -> EvidenceLine:
    return EvidenceLine(_format_time(fact.at), f"{fact.touch.step} approved by you", f"mark {fact.digest}")


def _describe_word(fact: Clarified) -> EvidenceLine:
    effect = "is their answer" if fact.is_answer else "is no answer of theirs"
    return EvidenceLine(_format_time(fact.at), f"you said: the mail {effect}", f"from {fact.sender}")


def _describe_sending(fact: Taken, answers: Sequence[Received]) -> EvidenceLine:
    receipt = fact.receipt
    proof = f"how: {fact.how}"
    if receipt:
        ranges = ", ".join(
            f"{r.folder} up to UID {r.uid} (UIDVALIDITY {r.uidvalidity})" for r in receipt.folders
        )
        proof = f"mailbox read {receipt.at:%Y-%m-%d %H:%M:%S} UTC: {ranges}"
    earlier_answers = [a for a in answers if a.received <= (receipt.at if receipt else fact.at)]
    what = f"{fact.touch.step} to {fact.address} by {fact.channel}"
    return EvidenceLine(
        _format_time(fact.at), what, proof, broken=bool(earlier_answers) and fact.how == "smtp"
    )


def _format_time(at: object) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def summarize_evidence(lines: Sequence[EvidenceLine]) -> str:
    """Return the conclusion in one sentence."""
    violations = [line for line in lines if line.broken]
    if violations:
        return f"{len(violations)} went out although an answer had been seen."
    has_answer = any(line.what.startswith("answer") for line in lines)
    return "Nothing was sent after an answer." if has_answer else "No answer has been seen."
