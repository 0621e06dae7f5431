"""Whether the candidate wrote a mail, and whether anything was written to an address: what a stranger cannot forge."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from followupd.engine.ports import FolderRole
from followupd.journal.facts import HandSent, Taken, Uncertain

if TYPE_CHECKING:
    from followupd.engine.ports import Folder
    from followupd.inbound.verdict import Verdict
    from followupd.journal.history import History

LOOKALIKE = "it bears your address, but it does not lie in Sent and nothing proves that you wrote it"


def is_written_by_candidate(verdict: Verdict, folder: Folder) -> bool:
    """Return whether the candidate wrote a mail; whatever only looks like it is no command, no proof and no mail by hand.

    It lies in the folder of sent mail; or the provider vouches for the own address; or it is a copy of a mail of ours.
    """
    is_proven = folder.role is FolderRole.SENT or verdict.authenticated_own or verdict.is_copy
    return verdict.is_own and is_proven


def hash_own_id(own_id: bytes) -> str:
    """Return the digest by which a mail of the candidate's is remembered, whatever folder it lies in."""
    return hashlib.sha256(b"own\0" + own_id).hexdigest()


def was_written_to(history: History, address: str) -> bool:
    """Return whether a mail went to an address, by us or by hand: only such a mail can come back."""
    by_us = {f.address.lower() for f in history.facts if isinstance(f, Taken | Uncertain)}
    by_hand = (f.addresses for f in history.facts if isinstance(f, HandSent))
    return address.lower() in by_us or any(address.lower() in addresses for addresses in by_hand)
