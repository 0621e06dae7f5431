"""A parsed invitation to an interview."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from followupd.setup.importers.records import Attendee, Invitation

START = datetime(2026, 11, 12, 13, tzinfo=UTC)


def invited(*people: Attendee, **changes: Any) -> Invitation:
    given: dict[str, Any] = {
        "uid": "1@acme.example",
        "method": "REQUEST",
        "sequence": 0,
        "start": START,
        "end": START + timedelta(minutes=75),
        "zone": "Europe/Berlin",
        "attendees": people or (Attendee("Ana Ruiz", "ana.ruiz@acme.example"),),
    }
    return Invitation(**{**given, **changes})
