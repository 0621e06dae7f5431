"""Fetches whole messages of the open folder. Messages that are expected next come in one answer, up to a megabyte."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.adapters.mail.imap_answers import section_bytes
from followupd.adapters.mail.imap_connection import IMAPClient, IMAPClientError
from followupd.adapters.mail.imap_search import fetch_items, raise_if_dead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.engine.ports import MailHeader

MESSAGE_LIMIT = 262_144  # bytes of a message that are read
GROUP_BYTES = 1 << 20  # of messages in one answer
BODY_ITEM = f"BODY.PEEK[]<0.{MESSAGE_LIMIT}>"
# The header fields that show whom a message concerns; the server finds them anywhere in a long header.
FIELDS_ITEM = (
    "BODY.PEEK[HEADER.FIELDS (FROM SENDER REPLY-TO TO CC SUBJECT MESSAGE-ID IN-REPLY-TO REFERENCES)]<0.65536>"
)
_HEADER_END = re.compile(rb"\n\r?\n")


class BodyFetcher:
    """Fetches messages over one connection, and keeps those that came before they were asked for."""

    def __init__(self, client: IMAPClient) -> None:
        self._client = client
        self._expected: list[MailHeader] = []
        self._bodies: dict[tuple[str, int], bytes] = {}  # by folder and UID

    def expect_fetches(self, headers: Sequence[MailHeader]) -> None:
        """Remember which messages will be fetched next; the earlier list is dropped."""
        self._expected = list(headers)
        self._bodies.clear()

    def fetch_expected(self, folder_name: str, uid: int) -> bytes | None:
        """Return an expected message, fetched together with the next ones; None if it did not come that way."""
        if (folder_name, uid) not in self._bodies:
            self._fetch_group(folder_name, uid)
        body = self._bodies.pop((folder_name, uid), None)
        return body and self._add_fields(uid, body)

    def fetch_body(self, uid: int) -> bytes | None:
        """Fetch one message by itself; None if the server does not show it."""
        answers = fetch_items(self._client, [uid], BODY_ITEM)
        if uid not in answers:
            return None
        return self._add_fields(uid, section_bytes(answers[uid], b"BODY[]")[:MESSAGE_LIMIT])

    def _add_fields(self, uid: int, body: bytes) -> bytes:
        """Put the fields of senders and recipients in front of a header that was cut.

        So the mail can still pause the interviews of the people that it names.
        """
        if len(body) < MESSAGE_LIMIT or _HEADER_END.search(body):
            return body
        try:
            answers = fetch_items(self._client, [uid], FIELDS_ITEM)
        except IMAPClientError as error:
            raise_if_dead(error)
            return body
        fields = section_bytes(answers.get(uid, {}), b"BODY[HEADER.FIELDS").strip()
        return (fields + b"\r\n" + body)[:MESSAGE_LIMIT]

    def _fetch_group(self, folder_name: str, uid: int) -> None:
        group = self._take_group(folder_name, uid)
        if len(group) <= 1:
            return
        try:
            answers = fetch_items(self._client, group, BODY_ITEM)
        except IMAPClientError as error:
            raise_if_dead(error)
            return  # Seen in practice: one message that the server cannot read makes the whole command fail
        for number in group:
            body = section_bytes(answers.get(number, {}), b"BODY[]")[:MESSAGE_LIMIT]
            if body:  # an empty one is asked for again by itself
                self._bodies[folder_name, number] = body

    def _take_group(self, folder_name: str, uid: int) -> list[int]:
        """Return the UIDs, from an expected message on, that fit into one answer."""
        start = next(
            (i for i, h in enumerate(self._expected) if (h.folder.name, h.uid) == (folder_name, uid)), None
        )
        if start is None:
            return []
        group: list[int] = []
        total = 0
        for header in self._expected[start:]:
            total += min(header.size, MESSAGE_LIMIT)
            if group and total > GROUP_BYTES:
                break
            group.append(header.uid)
        self._expected = self._expected[start + len(group) :]
        return group
