"""Mutants that ignore what a mail says in addition: the spelling of a name, a deputy, the second of two commands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mail_writer import swapped
from mutation import mutant

from followupd.engine.replies import mailed_commands
from followupd.engine.sending import sending
from followupd.planning import approval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.engine.ports import OutgoingMail
    from followupd.engine.replies.candidate_reply import Reply
    from followupd.inbound.replies.reply_pairs import Part
    from followupd.planning.touches import TouchDetails
    from followupd.writing.draft import Draft


@mutant(first=95)
def overlook_how_they_spell_their_name() -> Iterator[None]:
    with swapped((approval, "find_other_spelling", lambda *_: "")):
        yield


@mutant(first=270)
def write_to_the_deputy_unasked() -> Iterator[None]:
    made = sending.Sender._build_outgoing

    def build(self: sending.Sender, move: Any, details: TouchDetails, draft: Draft) -> OutgoingMail:
        notes = details.record.absences_of(details.contact)
        deputy = notes[-1].deputy if notes and not draft.to_self else ""
        return made(self, move, details, replace(draft, address=deputy) if deputy else draft)

    with swapped((sending.Sender, "_build_outgoing", build)):
        yield


@mutant(first=65)
def carry_out_only_the_report_of_two_commands() -> Iterator[None]:
    made = mailed_commands._answer_both

    def answer(reply: Reply, pair: tuple[Part, Part], *more: Any) -> Any:
        return made(reply, (pair[0], pair[0]), *more)

    with swapped((mailed_commands, "_answer_both", answer)):
        yield
