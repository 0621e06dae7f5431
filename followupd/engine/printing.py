"""The letter on paper: its PDF, as it was mailed to the candidate, goes to their print command, at most once.

`begun` is in the journal before the program starts. What is found begun and not ended at the next pass was cut off by
a crash: it may lie in the printer, so it is told and not printed again.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.journal.facts import Done, Printed, Taken
from followupd.planning.manual_steps import may_nag
from followupd.writing.notices import Notice

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import Printer

log = logging.getLogger("followupd")
WHILE_NEW = timedelta(days=1)  # a letter older than this when a print command comes is not printed
CUT_OFF = "followupd was stopped while it was printed; it may lie in the printer"


def print_next(ledger: Ledger, printer: Printer, now: datetime) -> None:
    """Print one letter that was mailed to the candidate and is not printed yet: one in a pass, for a printer is slow."""
    for left in [f for f in ledger.history.printed.values() if f.outcome == "begun"]:
        _failed(ledger, left, CUT_OFF, now)
    argv = ledger.config.letters.print_command
    found = (
        next(((t, pdf) for t in _waiting(ledger, now) if (pdf := _pdf(ledger, t))), None) if argv else None
    )
    if not argv or not found:
        return
    taken, pdf = found
    begun = Printed(now, taken.touch, "begun", taken.name)
    ledger.append(begun)
    if why := printer(argv, pdf):
        _failed(ledger, begun, why, now)
        return
    ledger.append(replace(begun, outcome="printed"))
    log.info("%s printed", taken.touch, extra=_extra(begun, "printed"))


def _waiting(ledger: Ledger, now: datetime) -> list[Taken]:
    """Return the letters to print: new, wanted by an interview that goes on, and on no paper yet."""
    history, config = ledger.history, ledger.config
    done = {*history.printed, *(f.touch for f in history.facts if isinstance(f, Done))}
    present = config.interview_ids
    return [
        f
        for f in history.facts
        if isinstance(f, Taken)
        and (f.how, f.channel) == ("sheet", Channel.POST)
        and now - f.at <= WHILE_NEW
        and f.touch not in done
        and may_nag(f.touch.interview, now, config, history, present)
    ]


def _pdf(ledger: Ledger, taken: Taken) -> bytes | None:
    """Return the PDF as the candidate got it; None where the letter had no address to go to."""
    from email import policy

    outgoing = ledger.outgoing_of(taken.touch)
    mail = message_from_bytes(outgoing.mail.data, policy=policy.default) if outgoing else None
    parts = mail.iter_attachments() if isinstance(mail, EmailMessage) else ()
    found = (p.get_payload(decode=True) for p in parts if p.get_content_type() == "application/pdf")
    return next((data for data in found if isinstance(data, bytes)), None)


def _failed(ledger: Ledger, begun: Printed, why: str, now: datetime) -> None:
    """Tell that the paper is the candidate's affair now; the cadence goes on, the PDF lies in their mailbox."""
    what = f"the letter to {begun.name} ({begun.touch.interview})"
    body = (
        f"{what} was handed to your print command, and that failed: {why}.\n"
        "It is not printed again by itself. Its PDF is attached to the mail about it: print that one, if none came out."
    )
    with ledger.transaction():
        ledger.append(replace(begun, at=now, outcome="failed", why=why))
        ledger.tell(Notice(f"unprinted/{begun.touch}", f"Not printed: {what}", body, why), now)
    log.error("%s not printed: %s", begun.touch, why, extra=_extra(begun, "unprinted"))


def _extra(fact: Printed, kind: str) -> dict[str, str]:
    return {"interview": fact.touch.interview, "touch": str(fact.touch), "kind": kind}
