"""The life of a draft in the candidate's Drafts folder: its states, its events and its facts. Pure.

A draft is written (`placing`, then `placed`) some hours before its mail leaves. From then on it belongs to the
candidate. What followupd finds in the folder decides: an edit, a deletion, or a copy in Sent. Before each change in the
folder a fact is stored (`placing`, `leaving`, `removing`). So after a crash it is clear what may have been done.

The table is total: every event is allowed in every state, and most of them change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - pydantic reads the annotations
from enum import StrEnum
from typing import Literal

from followupd.journal.states import fill_table


class DraftState(StrEnum):
    """The state of a touch's draft."""

    NONE = "none"
    PLACING = "placing"  # it may have been written to the folder
    PLACED = "placed"  # it is in the folder as it was written
    EDITED = "edited"  # the candidate changed it: their text counts
    MISSING = "missing"  # it is gone, perhaps only for the moment in which a mail program saves it
    UNCLEAR = "unclear"  # it cannot be sent as it is, or several drafts match: the candidate is asked
    LEAVING = "leaving"  # its mail leaves now, so it may have been removed
    REMOVING = "removing"  # its mail does not leave, so it may have been removed
    REMOVED = "removed"
    DELETED = "deleted"  # the candidate deleted it
    SENT_BY_HAND = "sent-by-hand"  # the candidate sent it from their mail program
    LEFT = "left"  # the candidate changed it, and its mail does not leave (any more): it stays in the folder
    REFUSED = "refused"  # the mailbox accepts no draft: the mail waits for an approval


class DraftEvent(StrEnum):
    """What can happen to a draft."""

    PLACE = "place"  # it is about to be written, or written again with another text
    SEE_OWN = "see-own"  # it is in the folder as it was written
    SEE_EDIT = "see-edit"
    SEE_DOUBT = "see-doubt"  # several drafts match, or it has another recipient, or an attachment
    SEE_NOTHING = "see-nothing"
    DELETE = "delete"  # it was missing for so long that the candidate must have deleted it
    SEND = "send"  # it was found in Sent
    LEAVE = "leave"  # its mail is about to leave
    WITHDRAW = "withdraw"  # its mail does not leave, or not for a long time
    REFUSE = "refuse"  # the mailbox accepts no draft


_FROM_ANY = {
    DraftEvent.SEE_OWN: DraftState.PLACED,
    DraftEvent.SEE_EDIT: DraftState.EDITED,
    DraftEvent.SEE_DOUBT: DraftState.UNCLEAR,
    DraftEvent.SEND: DraftState.SENT_BY_HAND,
}
_TO_PLACE = {DraftEvent.PLACE: DraftState.PLACING, DraftEvent.REFUSE: DraftState.REFUSED}

DRAFT_TABLE: dict[DraftState, dict[DraftEvent, DraftState]] = fill_table(
    DraftState,
    DraftEvent,
    {
        DraftState.NONE: {**_FROM_ANY, **_TO_PLACE},
        DraftState.PLACING: {
            **_FROM_ANY,
            DraftEvent.REFUSE: DraftState.REFUSED,
            DraftEvent.WITHDRAW: DraftState.REMOVING,
        },
        DraftState.PLACED: {
            **_FROM_ANY,
            DraftEvent.PLACE: DraftState.PLACING,
            DraftEvent.SEE_NOTHING: DraftState.MISSING,
            DraftEvent.LEAVE: DraftState.LEAVING,
            DraftEvent.WITHDRAW: DraftState.REMOVING,
        },
        DraftState.EDITED: {
            **_FROM_ANY,
            DraftEvent.SEE_NOTHING: DraftState.MISSING,
            DraftEvent.WITHDRAW: DraftState.LEFT,
        },
        DraftState.MISSING: {
            **_FROM_ANY,
            DraftEvent.DELETE: DraftState.DELETED,
            DraftEvent.WITHDRAW: DraftState.REMOVED,
        },
        DraftState.UNCLEAR: {
            **_FROM_ANY,
            DraftEvent.SEE_NOTHING: DraftState.MISSING,
            DraftEvent.WITHDRAW: DraftState.LEFT,
        },
        DraftState.LEAVING: {**_FROM_ANY, DraftEvent.SEE_NOTHING: DraftState.REMOVED},
        DraftState.REMOVING: {
            DraftEvent.SEND: DraftState.SENT_BY_HAND,
            DraftEvent.SEE_EDIT: DraftState.EDITED,
            DraftEvent.SEE_NOTHING: DraftState.REMOVED,
            DraftEvent.WITHDRAW: DraftState.LEFT,  # the mailbox does not allow its removal
        },
        DraftState.REMOVED: {**_TO_PLACE, **_FROM_ANY},
        DraftState.DELETED: {**_TO_PLACE, **_FROM_ANY},
        DraftState.LEFT: {**_TO_PLACE, **_FROM_ANY},
        # A copy may be left over. The draft is written again if its mail came back and the touch is open.
        DraftState.SENT_BY_HAND: {**_TO_PLACE, **_FROM_ANY, DraftEvent.SEE_NOTHING: DraftState.REMOVED},
        DraftState.REFUSED: {},
    },
)


@dataclass(frozen=True, slots=True)
class Drafted:
    """The draft of a touch got a new state. The journal holds none of its text."""

    at: datetime
    interview: str
    step: str
    contact: str
    state: DraftState
    version: int = 1  # counts the versions in the folder; the Message-ID is derived from it
    message_id: str = ""  # of the draft as it was written
    digest: str = ""  # of the text, as it was written or edited
    uidvalidity: int = 0  # the place of the draft; 0: the server does not report it
    uid: int = 0
    since: datetime | None = None  # since when this text can be read
    why: str = ""
    fact: Literal["drafted"] = "drafted"
