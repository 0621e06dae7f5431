"""Mutants of answers from unexpected addresses, and of the candidate's answer about a doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mail_writer import swapped
from mutation import mutant

from followupd.config.interview import Contact
from followupd.engine.scanning import incoming, scanning, watching
from followupd.inbound import dismissals, reply
from followupd.inbound.actions import Relation, choose_action
from followupd.inbound.verdict import Action
from followupd.journal import interview_status
from followupd.journal.facts import Clarified
from followupd.journal.states import InterviewEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.inbound.actions import Nature, Proof
    from followupd.inbound.verdict import Verdict


@mutant(first=165)
def ignore_mail_that_only_names_the_company() -> Iterator[None]:
    def choose(relation: Relation, nature: Nature, proof: Proof) -> Action:
        return Action.NONE if relation is Relation.NAMED else choose_action(relation, nature, proof)

    with swapped((reply, "choose_action", choose)):
        yield


@mutant(first=78)
def forget_the_numbers_of_the_contacts() -> Iterator[None]:
    with swapped((Contact, "phone_numbers", property(lambda _: ()))):
        yield


@mutant(first=809)
def ask_again_after_a_no() -> Iterator[None]:
    with swapped((watching, "_list_dismissals", lambda _: ())):
        yield


@mutant(first=165)
def let_a_no_silence_a_decision() -> Iterator[None]:
    with swapped((dismissals, "has_decision", lambda _: False)):
        yield


@mutant(first=349)
def let_a_no_end_whatever_holds() -> Iterator[None]:
    def end(_: interview_status.InterviewStatus, change: Clarified) -> interview_status.InterviewStatus:
        return interview_status.InterviewStatus(released_at=change.at)

    with swapped((interview_status, "_end_doubt", end)):
        yield


@mutant(first=1005)
def forget_a_yes() -> Iterator[None]:
    made = interview_status._event_of

    def event_of(change: interview_status.StatusChange) -> InterviewEvent:
        return InterviewEvent.NEWS if isinstance(change, Clarified) else made(change)

    with swapped((interview_status, "_event_of", event_of)):
        yield


@mutant(first=14)
def believe_a_word_that_only_looks_like_the_candidates() -> Iterator[None]:
    def looks(verdict: Verdict, _folder: object) -> bool:
        return verdict.is_own

    with swapped((incoming, "is_written_by_candidate", looks), (scanning, "is_written_by_candidate", looks)):
        yield
