"""Recognises mails of followupd by the form of their Message-ID, since nothing else in them shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import Message

OWN_ID = re.compile(r"<[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}@[a-z0-9.-]+>")


def is_ours(message: Message) -> bool:
    """Return whether a mail has a Message-ID of followupd."""
    return bool(OWN_ID.fullmatch(str(message["Message-ID"] or "").strip()))
