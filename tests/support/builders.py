"""Small builders for tests of the core: a configuration, a mail, facts."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from followupd.config.cadence import Channel
from followupd.config.model import Config
from followupd.inbound.verdict import Action, Kind
from followupd.journal.facts import HandSent, Receipt, Received, Steered, Taken, Touch
from followupd.journal.history import History
from followupd.planning.context import Conditions
from followupd.planning.moves import InterviewPlan, Move
from followupd.planning.planner import plan_interview

ACME: dict[str, Any] = {
    "id": "acme",
    "company": "Acme GmbH",
    "position": "Data Engineer",
    "at": "2026-11-12 14:00",  # a Thursday; ends 14:00 UTC
    "zone": "Europe/Berlin",
    "country": "DE-BE",
    "contacts": [
        {"name": "Ana Ruiz", "email": "ana@acme.example", "lead": True},
        {"name": "Ben Brandt", "email": "ben@acme.example"},
        {"name": "Hal Hart", "email": "hal@friends.example", "role": "helped"},
    ],
}
BASE: dict[str, Any] = {
    "live": True,
    "account": {
        "address": "sam@candidate.example",
        "imap": {"host": "imap.candidate.example", "port": 993},
        "smtp": {"host": "smtp.candidate.example", "port": 465},
    },
    "candidate": {"name": "Sam Sample", "zone": "Europe/Berlin", "country": "DE-BE"},
}


def config(*interviews: dict[str, Any], **changes: Any) -> Config:
    """Return a configuration with these interviews (Acme, if none is named).

    No mail waits for an approval, unless the test changes that.
    """
    sending = {"approve": "none", **changes.pop("sending", {})}
    return Config.model_validate(
        deepcopy({**BASE, **changes, "sending": sending, "interviews": list(interviews) or [ACME]})
    )


def utc(text: str) -> datetime:
    """Return a moment in November 2026 ("12 15:00"), or the one in any ISO date and time."""
    return datetime.fromisoformat(text if "-" in text else f"2026-11-{text}").replace(tzinfo=UTC)


def seen(now: datetime, **more: Any) -> Conditions:
    """Return the conditions after a look at the mailbox at this moment."""
    return Conditions(jitter_key=b"key", receipt=Receipt(now, "", ()), **more)


def look(now: str, history: History | None = None, made: Config | None = None, **more: Any) -> InterviewPlan:
    """Return the plan of the first interview at a moment."""
    made = made or config()
    return plan_interview(utc(now), made, history or History(), seen(utc(now), **more), made.interviews[0])


def move(found: InterviewPlan, step: str, contact: str = "ana-ruiz") -> Move:
    """Return the move of one touch."""
    return next(m for m in found.moves if (m.touch.step, m.touch.contact) == (step, contact))


def taken(at: str, step: str, contact: str = "ana-ruiz", **more: Any) -> Taken:
    """Return the fact that a touch at Acme was taken."""
    who = {"ana-ruiz": "Ana Ruiz", "ben-brandt": "Ben Brandt", "hal-hart": "Hal Hart"}[contact]
    address = {
        "ana-ruiz": "ana@acme.example",
        "ben-brandt": "ben@acme.example",
        "hal-hart": "hal@friends.example",
    }[contact]
    channel = {"call": Channel.PHONE, "letter": Channel.POST}.get(step, Channel.EMAIL)
    values: dict[str, Any] = {
        "at": utc(at), "touch": Touch("acme", step, contact), "channel": channel, "reminder": step != "thank-you",
        "company": "acme", "domains": ("acme.example",), "address": address, "name": who, "how": "smtp",
    } | more  # fmt: skip
    return Taken(**values)


def thanked(at: str = "12 15:30") -> list[Taken]:
    """Return the facts that everyone at Acme was thanked."""
    return [taken(at, "thank-you", c) for c in ("ana-ruiz", "ben-brandt", "hal-hart")]


def received(
    at: str, sender: str = "ana@acme.example", action: Action = Action.STOP, **more: Any
) -> Received:
    """Return the fact that a mail came in."""
    values: dict[str, Any] = {
        "at": utc(at), "received": utc(at), "kind": Kind.REPLY, "action": action, "why": "a person wrote it",
        "interviews": ("acme",), "sender": sender, "subject": "Re: Thank you", "folder": "INBOX", "uidvalidity": 1, "uid": 1,
    } | more  # fmt: skip
    return Received(**values)


def by_hand(at: str, *addresses: str) -> HandSent:
    """Return the fact that the candidate wrote a mail by hand."""
    return HandSent(utc(at), utc(at), ("acme",), addresses, f"<{at}@x>".replace(" ", ""), "Hello", "Sent")


def steered(at: str, command: Any, until: str | None = None, interview: str = "acme") -> Steered:
    """Return the fact of a user's command."""
    return Steered(utc(at), interview, command, utc(until) if until else None)
