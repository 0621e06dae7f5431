"""Lets the candidate write a mail to a person in their own words, in an editor or on the page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.engine.replies.own_drafts import forget_own_draft, withdraw_approval
from followupd.engine.steering.steps import choose_moves, find_open_moves
from followupd.errors import UsageError
from followupd.journal.facts import Touch
from followupd.planning.moves import join_contact_names
from followupd.writing.composer import lint_draft, write_draft
from followupd.writing.draft import OwnSource, OwnText
from followupd.writing.lint.lint import Severity
from followupd.writing.own_text import list_text_names, split_subject

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.engine.ledger import Ledger
    from followupd.planning.touches import TouchDetails
    from followupd.writing.draft import DraftRequest


@dataclass(frozen=True, slots=True)
class OwnMail:
    """One open mail that the candidate may write, and the name of the file for their text."""

    details: TouchDetails
    due: datetime
    file_name: str


def find_own_mail(
    ledger: Ledger, interview: Interview, step_id: str, contact: str | None, now: datetime
) -> OwnMail:
    """Return the open mail of a step to one person. Raises UsageError if there is none, or more than one."""
    moves = [m for m in find_open_moves(ledger, interview.id, step_id, now) if m.channel is Channel.EMAIL]
    if not moves:
        raise UsageError(
            f"{interview.id} has no open mail {step_id!r}; followupd plan {interview.id} lists them"
        )
    chosen_moves = choose_moves(moves, contact)
    if len(chosen_moves) > 1:
        names = join_contact_names(chosen_moves)
        raise UsageError(f"{step_id} is open for {names}; say --contact and a name")
    move = chosen_moves[0]
    details = ledger.find_touch(Touch(interview.id, step_id, move.touch.contact))
    assert details is not None
    return OwnMail(details, move.due, next(list_text_names(interview, details.step, details.contact)))


def show_own_words(request: DraftRequest) -> str:
    """Return the present text of a mail, with the subject in the first line."""
    draft = write_draft(request)
    return f"Subject: {draft.text.subject}\n\n{draft.text.body.strip()}\n"


def check_own_words(request: DraftRequest, text: str) -> list[str]:
    """Return the faults for which the lint would hold a mail with this text."""
    subject, body = split_subject(text)
    if not body.strip():
        return ["the mail is empty"]
    own_request = replace(request, own_text=OwnText(OwnSource.FILE, body, subject))
    faults = lint_draft(own_request, write_draft(own_request))
    return [f.sentence for f in faults if f.severity is Severity.HOLD]


def forget_mailed_words(ledger: Ledger, details: TouchDetails, now: datetime) -> None:
    """Remove the text that came by mail before, and the approval of the former text: the new text counts."""
    with ledger.transaction():
        forget_own_draft(ledger, details.touch)
        withdraw_approval(ledger, details, now)
