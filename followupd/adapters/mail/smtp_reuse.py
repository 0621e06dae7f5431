"""A connection that stays open between two mails of a pass: most of the time of a mail is connecting and logging in.

Nothing of the protocol changes for it: each mail has its own look at the mailbox and its own dot. Whatever is odd about
the connection ends it, and the mail is begun on a new one; nothing was delivered by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from followupd.adapters.mail.smtp_connection import SmtpConnection

MAX_MAILS = 50  # on one connection; providers end it themselves after 100 or so
MAX_IDLE_SECONDS = 30.0  # between two mails, sleep included; servers wait five minutes (RFC 5321 §4.5.3.2.7)
RESET_CODE = 250


@dataclass(slots=True)
class OpenConnection:
    """A connection that is logged in, and how much it was used. Times are seconds since boot."""

    connection: SmtpConnection
    expires_at: float  # when the login has run out
    idle_since: float
    mail_count: int = 0

    def is_ready(self, now: float) -> bool:
        """Return whether the next mail may be begun on it: not too old, and the server agrees."""
        is_young = now < self.expires_at and now - self.idle_since <= MAX_IDLE_SECONDS
        if not is_young or self.mail_count >= MAX_MAILS:
            return False
        try:
            if self.connection.read_unasked_reply():  # most often a farewell
                return False
            return self.connection.send_command("RSET").code == RESET_CODE
        except OSError:
            return False

    def note_mail(self, now: float) -> None:
        """Count a mail that the server has taken."""
        self.mail_count += 1
        self.idle_since = now
