"""The Message-IDs that providers gave to mails of ours: learnt from the copy in Sent, and put beside our own. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - pydantic reads the annotations
from typing import Literal


@dataclass(frozen=True, slots=True)
class IdLearned:
    """The provider filed a mail of ours under another Message-ID: the reader has that one, and answers it."""

    at: datetime
    interview: str
    message_id: str  # the one that we gave it
    learned_id: str
    address: str  # whom the mail was to
    fact: Literal["id-learned"] = "id-learned"
