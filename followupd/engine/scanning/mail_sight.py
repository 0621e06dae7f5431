"""Knows whether a mail was seen before, so that it is recorded once, even if several folders show it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.engine.scanning.authorship import hash_own_id
from followupd.engine.scanning.declined_mails import leave_out_declined
from followupd.engine.sending import outbox
from followupd.inbound.verdict import Action
from followupd.journal.facts import Taken
from followupd.journal.learned_ids import IdLearned

if TYPE_CHECKING:
    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import MailHeader
    from followupd.inbound.verdict import Verdict

BRAKE_ACTIONS = (Action.STOP, Action.PAUSE, Action.HOLD)
BRAKE_MARK = b"\0brake"


@dataclass(frozen=True, slots=True)
class MailSight:
    """One mail in one folder, as the store remembers it."""

    ledger: Ledger
    header: MailHeader
    uidvalidity: int

    @property
    def location(self) -> bytes:
        """The place of the mail: folder, UIDVALIDITY and UID."""
        return f"{self.header.folder.name}/{self.uidvalidity}/{self.header.uid}".encode()

    @property
    def identity(self) -> bytes:
        """The bytes that identify the mail: its whole header block, so that two mails that differ at all are two."""
        return self.header.raw_header or self.location  # a server may show the text alone

    def hash_id(self, verdict: Verdict) -> str:
        """Return the digest of an own mail.

        It is made from the id, so that a copy in another folder counts as the same mail.
        """
        return hash_own_id(verdict.message_id.encode() or self.identity)

    def list_unseen_interviews(self, verdict: Verdict) -> tuple[str, ...] | None:
        """Return the interviews for which this mail has not been recorded yet; None if it was recorded for all.

        An interview is identified by company and start, so that an old answer is not recorded again for a renamed file.
        """
        if verdict.is_own and verdict.action is Action.NONE:  # once for all interviews
            is_known = not self.ledger.store.add_sight(self.hash_id(verdict))
            return None if is_known else verdict.interviews
        if not verdict.interviews:
            return () if self._is_first_sight(verdict, "") else None
        open_ids = leave_out_declined(self.ledger, verdict, self.header.received)
        starts = {i.id: f"{i.company_key}|{i.start_time.isoformat()}" for i in self.ledger.config.interviews}
        return tuple(i for i in open_ids if self._is_unseen_for(verdict, i, starts)) or None

    def _is_unseen_for(self, verdict: Verdict, id_: str, starts: dict[str, str]) -> bool:
        """Return whether the mail is new for an interview, and note that it was seen.

        `starts`: company and start of each interview, by id. Two roles at one company may have the same start. Then a
        mail that was seen for one is still new for the other.
        """
        own_start = starts.get(id_, id_)
        is_new = self._is_first_sight(verdict, own_start)
        twins = [i for i, start in starts.items() if start == own_start and i != id_]
        is_new_by_name = self._is_first_sight(verdict, f"{own_start}|{id_}")
        is_of_twin = any(self._was_seen(verdict, f"{own_start}|{twin}") for twin in twins)
        return is_new_by_name and (is_new or is_of_twin)

    def _is_first_sight(self, verdict: Verdict, owner: str) -> bool:
        is_new = self.ledger.store.add_sight(self._hash_sight(owner))
        if verdict.action not in BRAKE_ACTIONS:
            return is_new
        # A mail that was only reported may become an answer after the configuration was corrected. A brake must never
        # be lost.
        return self.ledger.store.add_sight(self._hash_sight(owner, BRAKE_MARK))

    def _was_seen(self, verdict: Verdict, owner: str) -> bool:
        mark = BRAKE_MARK if verdict.action in BRAKE_ACTIONS else b""
        return self.ledger.store.has_sight(self._hash_sight(owner, mark))

    def _hash_sight(self, owner: str, mark: bytes = b"") -> str:
        return hashlib.sha256(self.identity + b"\0" + owner.encode() + mark).hexdigest()

    def note_own_mail(self, verdict: Verdict) -> None:
        """Remember a mail that the candidate has certainly written, so that its copy is not taken for a forged mail.

        Another mark says that it was recorded. So it is still recorded once it concerns an interview.
        """
        if verdict.message_id:
            self.ledger.store.add_sight(_name_own_mail(verdict.message_id))

    def is_known_copy(self, verdict: Verdict) -> bool:
        """Return whether a mail with this id was seen before, in Sent or as a mail of followupd.

        A copy is not another mail.
        """
        mail_id = verdict.message_id
        if not mail_id:
            return False
        facts = self.ledger.history.index.read(("message-id", mail_id))
        is_ours = any(isinstance(f, Taken | IdLearned) for _, f in facts)
        is_in_outbox = bool(outbox.find_in_outbox(self.ledger, {mail_id}, None))
        sights = (hash_own_id(mail_id.encode()), _name_own_mail(mail_id))
        return is_ours or is_in_outbox or any(map(self.ledger.store.has_sight, sights))

    def is_first_time_here(self) -> bool:
        """Return whether the mail is seen for the first time in this place, and note that it was seen."""
        return self.ledger.store.add_sight(hashlib.sha256(self.location).hexdigest())


def _name_own_mail(mail_id: str) -> str:
    return f"own/{hash_own_id(mail_id.encode())}"
