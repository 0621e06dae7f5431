"""Finds the new messages of an open folder, even if SEARCH fails, misses some or answers nothing.

A SEARCH that finds nothing is not trusted. The UID of the last message, asked for by its place in the folder, shows
whether one was missed. If so, the messages are counted down from the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from followupd.adapters.mail.imap_connection import IMAPClient, IMAPClientAbortError, IMAPClientError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from followupd.engine.ports import Folder

BATCH_SIZE = 100  # messages in a command; servers limit the length of a line
# Messages that are asked for by their place if SEARCH fails: 200 commands.
MAX_NUMBERS_SCANNED = 20_000
UID_ITEM, DATE_ITEM, FLAGS_ITEM = "UID", "INTERNALDATE", "FLAGS"

FetchResult = dict[int, dict[bytes, Any]]


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """The answer of EXAMINE."""

    folder: Folder
    uidvalidity: int
    uidnext: int  # 0 if the server does not tell: Courier
    message_count: int


class MessageSearch:
    """Finds messages in the folder that is open."""

    def __init__(self, client: IMAPClient) -> None:
        self._client = client

    def find_first_uid(self, open_folder: OpenFolder, since: datetime) -> int:
        """Return the lowest UID that may have come since then; everything above it is read, whatever its date.

        The search begins a day earlier, since server dates have no zone (RFC 3501 §6.4.4).
        """
        day = since - timedelta(days=1)
        uids = self._search_uids("SINCE", day.date())
        last_uid = max(open_folder.uidnext - 1, 1)
        if not uids and open_folder.message_count:
            newest = self._fetch_places(open_folder.message_count)
            last_uid = max(newest, default=last_uid)
            if any(has_come_since(answer, day) for answer in newest.values()):
                # A SEARCH that misses one message of that age may have missed more.
                uids = self._list_uids(open_folder, 1, day)
        # If nothing was found, the last message is read all the same, since an index may lag behind.
        return min(uids, default=last_uid)

    def find_uids(self, open_folder: OpenFolder, first: int) -> list[int]:
        """Return every UID from `first` on, ascending."""
        uids = set(self._search_uids("UID", f"{first}:*"))
        highest = max(uids, default=0)
        if open_folder.message_count and highest + 1 != open_folder.uidnext:
            # RFC 3501 §6.4.8: `n:*` always includes the last message. But Courier, GNU imap4d and go-imap leave it out
            # if it is below n. Or higher UIDs were given out and deleted, or SEARCH misses the message.
            last_uid = max(self._fetch_places(open_folder.message_count, 1), default=None)
            if last_uid is None or last_uid >= max(first, highest + 1):
                uids.update(self._list_uids(open_folder, first))
        # The last message is in the answer even if it is below `first`.
        return sorted(uid for uid in uids if uid >= first)

    def has_uid(self, open_folder: OpenFolder, uid: int) -> bool:
        """Return whether a message is in the folder: by its UID, or by the UIDs at the places of the folder.

        SEARCH is not asked: its index may lag behind, and name what was deleted.
        """
        if uid in fetch_items(self._client, [uid], UID_ITEM, FLAGS_ITEM):
            return True
        first, last = 1, open_folder.message_count
        while first <= last:
            middle = (first + last) // 2
            middle_uid = max(self._fetch_places(middle, 1), default=uid)  # not shown: it may be this one
            if middle_uid == uid:
                return True
            first, last = (middle + 1, last) if middle_uid < uid else (first, middle - 1)
        return False

    def _search_uids(self, key: str, value: str | date) -> list[int]:
        """Return what SEARCH finds, or nothing if the server declines or its answer cannot be read."""
        try:
            return list(self._client.search([key, value]))
        except IMAPClientError as error:
            raise_if_dead(error)  # Seen in practice: Yahoo answers NO [SERVERBUG] and works all the same
        except ValueError:
            pass  # the numbers came in several lines, which the library does not combine
        return []

    def _list_uids(self, open_folder: OpenFolder, first: int, day: datetime | None = None) -> list[int]:
        """Return the UIDs from `first` on, read from the last message backwards; with `day`, only those since then."""
        uids: list[int] = []
        for end in range(open_folder.message_count, 0, -BATCH_SIZE):
            if open_folder.message_count - end >= MAX_NUMBERS_SCANNED:
                raise ValueError("its SEARCH fails, and there are too many messages to ask for each one")
            answers = self._fetch_places(end)
            uids += [
                uid for uid in answers if uid >= first and (day is None or has_come_since(answers[uid], day))
            ]
            if any(uid < first for uid in answers):
                break
        return uids

    def _fetch_places(self, end: int, count: int = BATCH_SIZE) -> FetchResult:
        """Return UID and date of the `count` messages up to this place, by UID.

        Reading backwards misses no message if one is removed meanwhile: the others move to places that are still to be
        read.
        """
        places = list(range(max(end - count + 1, 1), end + 1))
        answers: FetchResult = self._client.fetch_places(places, (UID_ITEM, DATE_ITEM))
        return {answer[b"UID"]: answer for answer in answers.values() if isinstance(answer.get(b"UID"), int)}


def fetch_items(client: IMAPClient, uids: Sequence[int], *items: str) -> FetchResult:
    """Return these items of the messages, by UID."""
    result: FetchResult = client.fetch([int(uid) for uid in uids], items)
    return result


def has_come_since(answer: dict[bytes, Any], day: datetime) -> bool:
    """Return whether a message came since then; True if it has no date."""
    received_at = answer.get(b"INTERNALDATE")
    return not isinstance(received_at, datetime) or received_at >= day


def raise_if_dead(error: IMAPClientError) -> None:
    """Ignore an error with which the server only declined; raise again one that ended the connection."""
    if isinstance(error, IMAPClientAbortError):
        raise error
