"""Decides whether the candidate wrote a mail, and whether followupd or the candidate wrote to an address.

Both need proof that a stranger cannot forge.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.engine.ports import FolderRole
from followupd.inbound.names.mentions import ID_FIELDS
from followupd.inbound.parsing.addresses import find_message_ids, mailbox_key
from followupd.inbound.parsing.message import split_header
from followupd.inbound.parsing.text import normalise_newlines
from followupd.journal.facts import HandSent, Taken, Uncertain
from followupd.journal.learned_ids import IdLearned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.engine.ports import Folder
    from followupd.inbound.verdict import Verdict
    from followupd.journal.facts import Fact
    from followupd.journal.history import History

LOOKALIKE = "it bears your address, and nothing proves that you wrote it"


def is_written_by_candidate(verdict: Verdict, folder: Folder) -> bool:
    """Return whether the candidate wrote a mail. A mail that only looks like it is no command, proof or hand-sent mail.

    One of three things proves it. The mail was put into the folder of sent mail and was not delivered there. Or the
    provider confirms the candidate's own address. Or it is a copy of a mail that followupd sent.
    """
    is_filed = folder.role is FolderRole.SENT and not verdict.is_delivered
    is_proven = is_filed or verdict.authenticated_own or verdict.is_copy
    return verdict.is_own and is_proven


def hash_own_id(own_id: bytes) -> str:
    """Return the digest by which a mail of the candidate is remembered. It is the same in every folder."""
    return hashlib.sha256(b"own\0" + own_id).hexdigest()


def names_mail_to(history: History, ids: tuple[str, ...], address: str) -> bool:
    """Return whether one of these Message-IDs belongs to a mail that followupd or the candidate sent to the address.

    A person who never got a mail does not know the id. A bounce without such an id may be forged, so followupd asks.
    """
    return any(
        _is_mail_to(fact, ids, address.lower()) for _, fact in history.index.read_kind("message-id", ids)
    )


def list_answered_interviews(history: History, raw_header: bytes, own_addresses: Iterable[str]) -> set[str]:
    """Return the interviews about which a person got the mail that a header block answers.

    Sheets do not count, since they went to the candidate alone.
    """
    headers, _ = split_header(normalise_newlines(raw_header) + b"\n\n")
    ids = tuple(
        mail_id
        for name in ID_FIELDS
        for value in headers.get_all(name)
        for mail_id in find_message_ids(value)
    )
    own_keys = {mailbox_key(address) for address in own_addresses}
    answered: set[str] = set()
    for _, fact in history.index.read_kind("message-id", ids):
        interviews, addresses = _read_letter(fact)
        if not own_keys.issuperset(map(mailbox_key, addresses)):
            answered.update(interviews)
    return answered


def _read_letter(fact: Fact) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the interviews of a mail that followupd or the candidate sent, and the addresses that it went to."""
    match fact:
        case Taken() | Uncertain() if fact.channel is Channel.EMAIL:
            return (fact.touch.interview,), (fact.address,)
        case IdLearned():
            return (fact.interview,), (fact.address,)
        case HandSent():
            return fact.interviews, fact.addresses
        case _:
            return (), ()


def _is_mail_to(fact: Fact, ids: tuple[str, ...], address: str) -> bool:
    match fact:
        case Taken():
            return fact.address.lower() == address and not set(ids).isdisjoint(fact.message_ids)
        case Uncertain():
            return fact.address.lower() == address and fact.message_id in ids
        case IdLearned():
            return fact.address.lower() == address and fact.learned_id in ids
        case HandSent():
            return address in fact.addresses and fact.message_id in ids
        case _:
            return False
