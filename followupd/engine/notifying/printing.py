"""Prints letters: the PDF that was mailed to the candidate is passed to their print command, at most once.

`begun` is written to the journal before the program starts. If the next pass finds `begun` without an end, a crash
interrupted the print. The letter may be in the printer, so it is reported and not printed again.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.engine.notifying.notifier import notify
from followupd.journal.facts import Done, Printed, Taken
from followupd.planning.manual_steps import may_prompt
from followupd.writing.notices.prompt_notices import describe_failed_print

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import Printer
    from followupd.journal.facts import Touch
    from followupd.journal.history import History

log = logging.getLogger("followupd")
PRINT_WITHIN = timedelta(days=1)  # a letter older than this is not printed by a new print command
CUT_OFF_REASON = "followupd was stopped while it was printed; it may lie in the printer"


def print_next_letter(ledger: Ledger, printer: Printer, now: datetime) -> None:
    """Print one letter that was mailed to the candidate and is not printed yet.

    A pass prints only one, since a printer is slow.
    """
    for old_fact in [f for f in ledger.history.print_results.values() if f.outcome == "begun"]:
        _record_failure(ledger, old_fact, CUT_OFF_REASON, now)
    argv = ledger.config.letters.print_command
    letter = _find_letter(ledger, now) if argv else None
    if not argv or not letter:
        return
    sheet, pdf = letter
    fact = Printed(now, sheet.touch, "begun", sheet.name)
    ledger.append(fact)
    if why := printer(argv, pdf):
        _record_failure(ledger, fact, why, now)
        return
    ledger.append(replace(fact, outcome="printed"))
    log.info("%s printed", sheet.touch, extra=_log_fields(fact, "printed"))


def _find_letter(ledger: Ledger, now: datetime) -> tuple[Taken, bytes] | None:
    """Return the first unprinted letter whose PDF can be read, or None."""
    for sheet in _list_unprinted(ledger, now):
        if pdf := _read_pdf(ledger, sheet):
            return sheet, pdf
    return None


def _list_unprinted(ledger: Ledger, now: datetime) -> list[Taken]:
    """Return the letters to print: new ones of an active interview that were neither printed nor reported."""
    history, config = ledger.history, ledger.config
    letters = history.index.select_facts(Taken, ("sent-by", Channel.POST))
    return [
        f
        for f in letters
        if f.how == "sheet"
        and now - f.at <= PRINT_WITHIN
        and f.touch not in history.print_results
        and not _is_reported(history, f.touch)
        and may_prompt(f.touch.interview, f.touch.contact, now, config, history)
    ]


def _is_reported(history: History, touch: Touch) -> bool:
    """Return whether the candidate has reported anything about a letter."""
    reports = history.index.select_facts(Done, ("id", touch.interview))
    return any(report.touch == touch for report in reports)


def _read_pdf(ledger: Ledger, sheet: Taken) -> bytes | None:
    """Return the PDF that was mailed to the candidate; None if there is none, since the letter has no address."""
    from email import policy

    outgoing = ledger.store.find_mail(str(sheet.touch))
    mail = message_from_bytes(outgoing.mail.data, policy=policy.default) if outgoing else None
    parts = mail.iter_attachments() if isinstance(mail, EmailMessage) else ()
    payloads = (p.get_payload(decode=True) for p in parts if p.get_content_type() == "application/pdf")
    return next((data for data in payloads if isinstance(data, bytes)), None)


def _record_failure(ledger: Ledger, fact: Printed, why: str, now: datetime) -> None:
    """Notify the candidate that they must print the letter themselves.

    The plan goes on, since they have the PDF by mail.
    """
    with ledger.transaction():
        ledger.append(replace(fact, at=now, outcome="failed", why=why))
        notify(ledger, describe_failed_print(ledger.words, fact.touch, fact.name, why), now)
    log.error("%s not printed: %s", fact.touch, why, extra=_log_fields(fact, "unprinted"))


def _log_fields(fact: Printed, kind: str) -> dict[str, str]:
    return {"interview": fact.touch.interview, "touch": str(fact.touch), "kind": kind}
