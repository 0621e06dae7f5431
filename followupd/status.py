"""How it stands, in one sentence and in a table: the same words for `status`, STATUS= and the notices. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.plan import Verb, moves
from followupd.states import InterviewState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from followupd.history import History
    from followupd.ledger import Orders
    from followupd.plan import Outlook


def sentence(
    outlooks: Sequence[Outlook], troubles: Mapping[str, str], orders: Orders, history: History
) -> str:
    """Return how it stands: the worst first, else what comes next."""
    if orders.halted:
        return f"standing still: {orders.halted}"
    if troubles:
        what, why = next(iter(troubles.items()))
        return f"{what}: {why.splitlines()[0]}"
    if asked := waiting_for_user(outlooks, history):
        return asked[0]
    upcoming = moves(outlooks, Verb.WAIT, Verb.HOLD, Verb.SEND, Verb.REHEARSE)
    dry = "" if orders.config.live else " (live is false: nothing is handed over)"
    if not upcoming:
        return f"nothing is planned{dry}"
    first = upcoming[0]
    return f"next: {first.touch.step} to {first.contact} ({first.touch.interview}), {first.due:%-d %B %H:%M} UTC{dry}"


def waiting_for_user(outlooks: Sequence[Outlook], history: History) -> list[str]:
    """Return what only the user can decide, one sentence each."""
    asked = [
        f"{o.interview}: {o.life.why}; followupd resume or close {o.interview}"
        for o in outlooks
        if o.life.state is InterviewState.ANSWERED
        or (o.life.state is InterviewState.PAUSED and o.life.until is None)
    ]
    asked += [
        f"{f.touch.interview}: {f.touch.step} to {f.name}: accepted or not?"
        f" followupd resolve {f.touch.interview} {f.touch.step} --sent or --resend"
        for f in history.unresolved()
    ]
    return asked
