"""Records the names in the From lines of people to whom followupd writes.

followupd asks about a spelling that differs from the one in the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.parsing.addresses import author_address, display_name
from followupd.inbound.parsing.message import split_header
from followupd.inbound.parsing.text import normalise_newlines
from followupd.inbound.verdict import show_safely
from followupd.journal.own_names import is_other_spelling
from followupd.journal.signed_names import NameSeen

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger

MAX_NAME = 80  # characters
MAX_NAMES = 5  # recorded for one address; there is a limit since anyone can write such a line


def note_own_name(ledger: Ledger, raw_header: bytes, now: datetime, *, is_proven: bool) -> None:
    """Record the name in a mail from a person's address, if the person's file spells it differently.

    After that, a mail with the file's own spelling is recorded too, if the provider confirms its sender: the last one
    counts. A forged mail can therefore ask about a name, but it cannot end such a question.
    """
    headers, _ = split_header(normalise_newlines(raw_header) + b"\n\n")
    address = author_address(headers)
    people = [(i, c) for i in ledger.config.interviews for c in i.contacts if address in c.addresses]
    name = " ".join(show_safely(display_name(headers)).split())[:MAX_NAME] if people else ""
    if not name:
        return
    is_other = any(is_other_spelling(c.name, name, i.company) for i, c in people)
    if _is_worth_noting(ledger, address, name, ends_question=is_proven and not is_other, asks=is_other):
        ledger.append(NameSeen(now, address, name))


def _is_worth_noting(ledger: Ledger, address: str, name: str, *, ends_question: bool, asks: bool) -> bool:
    seen_names = ledger.history.index.select_facts(NameSeen, ("signed", address))
    if len(seen_names) >= MAX_NAMES or (seen_names and seen_names[-1].name == name):
        return False
    return asks or (bool(seen_names) and ends_question)
