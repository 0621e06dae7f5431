"""The Message-IDs that a provider gave to followupd's mails, as learnt from the copies in Sent. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - pydantic reads the annotations
from typing import Literal


@dataclass(frozen=True, slots=True)
class IdLearned:
    """The provider gave a followupd mail another Message-ID: recipients know only that one, and answer to it."""

    at: datetime
    interview: str
    message_id: str  # the one that followupd gave it
    learned_id: str
    address: str  # the recipient of the mail
    fact: Literal["id-learned"] = "id-learned"
