"""Keeps a connection open between two mails of a pass: connecting and logging in take most of a mail's time.

The protocol stays the same: each mail has its own look at the mailbox and its own dot. Anything unexpected ends the
connection. Then the mail is begun again on a new one; nothing was delivered before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from followupd.adapters.mail.smtp_connection import SmtpConnection

MAX_MAILS = 50  # on one connection; providers end it themselves after about 100
MAX_IDLE_SECONDS = 30.0  # between two mails, sleep included; servers wait five minutes (RFC 5321 §4.5.3.2.7)
RESET_CODE = 250


@dataclass(slots=True)
class OpenConnection:
    """A connection that is logged in, and how much it was used. Times are seconds since boot."""

    connection: SmtpConnection
    expires_at: float  # when the login expires
    idle_since: float
    mail_count: int = 0

    def is_ready(self, now: float) -> bool:
        """Return whether the next mail may be begun on it: it is not too old, and the server agrees."""
        is_young = now < self.expires_at and now - self.idle_since <= MAX_IDLE_SECONDS
        if not is_young or self.mail_count >= MAX_MAILS:
            return False
        try:
            if self.connection.read_unasked_reply():  # most often a goodbye
                return False
            return self.connection.send_command("RSET").code == RESET_CODE
        except OSError:
            return False

    def note_mail(self, now: float) -> None:
        """Count a mail that the server has accepted."""
        self.mail_count += 1
        self.idle_since = now
