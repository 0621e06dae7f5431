"""Reads an invitation from a mail as mail programs save it (.eml): its calendar part, also in a forwarded mail."""

from __future__ import annotations

from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING

from followupd.adapters.system.files import read_file
from followupd.errors import UsageError
from followupd.setup.importers.invitation import parse_invitation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from email.message import EmailMessage, Message
    from pathlib import Path

    from followupd.setup.importers.records import Invitation

MAX_MAIL_BYTES = 20_000_000  # bytes; the calendar part has its own limit
_CALENDAR_TYPES = ("text/calendar", "application/ics", "text/x-vcalendar")


def read_mail_invitation(path: Path, own_addresses: Iterable[str] = (), own_name: str = "") -> Invitation:
    """Return the invitation in a mail. Raises UsageError, which names the file."""
    try:
        data = read_file(path, MAX_MAIL_BYTES)
    except OSError as fault:
        raise UsageError(f"{path}: cannot be read: {fault.strerror}") from fault
    if len(data) > MAX_MAIL_BYTES:
        raise UsageError(f"{path}: has more than {MAX_MAIL_BYTES // 1_000_000} MB; save the invitation alone")
    calendar = find_calendar_part(data)
    if calendar is None:
        raise UsageError(
            f"{path}: holds no invitation; save the attachment invite.ics and give it by --ics, or type the"
            " people by --name and --email"
        )
    return parse_invitation(calendar, own_addresses, str(path), own_name)


def find_calendar_part(data: bytes) -> bytes | None:
    """Return the first calendar in a mail, also in a forwarded one; None if there is none."""
    message: EmailMessage = BytesParser(policy=policy.default).parsebytes(data)
    for part in message.walk():
        if _is_calendar(part):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and b"BEGIN:VCALENDAR" in payload.upper():
                return payload
    return None


def _is_calendar(part: Message) -> bool:
    name = str(part.get_filename() or "").lower()
    return part.get_content_type() in _CALENDAR_TYPES or name.endswith((".ics", ".vcs"))
