"""The fields of a delivery status report (RFC 3464), found in whatever shape the mail system sent them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.inbound.parsing.addresses import addresses

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import Mail

STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_FIELD = re.compile(
    r"^[ \t>]{0,4}(final-recipient|original-recipient|action|status|diagnostic-code|x-actual-recipient)[ \t]*:[ \t]*(.*(?:\n[ \t]+\S.*){0,8})",
    re.IGNORECASE | re.MULTILINE,
)
_ACTION = re.compile(r"\s*([a-z-]+)", re.IGNORECASE)
_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})")
_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
# RFC 3464 §2.3.3; "error", "failure" and "deliverable" are seen in practice.
_ACTIONS = {
    "failed": "failed", "failure": "failed", "error": "failed", "fail": "failed", "undeliverable": "failed", "expired": "failed",
    "delayed": "delayed", "deferred": "delayed", "delay": "delayed",
    "delivered": "delivered", "relayed": "delivered", "expanded": "delivered", "deliverable": "delivered", "success": "delivered",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipient:
    """What a report says of one recipient. Action is `failed`, `delayed`, `delivered` or empty."""

    address: str = ""
    action: str = ""
    status: str = ""
    diagnostic: str = ""


def recipients(mail: Mail) -> tuple[Recipient, ...]:
    """Return the recipients that the report names, in order; none where the mail carries no report."""
    texts = [part.text for part in mail.of_type(*STATUS_TYPES)]
    # Seen in practice: the status part is sent as text, or the whole report without any MIME.
    blocks = texts or [part.text for part in mail.parts if part.type == "text/plain"]
    if reported := _as_json("".join(blocks)[:65_536]):
        return reported
    return tuple(
        person for text in blocks for block in _blocks(text[:65_536]) if (person := _recipient(block))
    )


def _as_json(text: str) -> tuple[Recipient, ...]:
    """Seen in practice: a sending service reports as JSON, with the words of RFC 3464 in other letters."""
    if '"bouncedRecipients"' not in text:
        return ()
    found = re.search(r'"emailAddress"\s*:\s*"([^"]{3,320})"', text)
    status = re.search(r'"status"\s*:\s*"([245]\.\d{1,3}\.\d{1,3})"', text)
    final = '"bounceType":"Transient"' not in text.replace(" ", "")
    address = addresses(found[1])[0] if found and addresses(found[1]) else ""
    return (Recipient(address, "failed" if final else "delayed", status[1] if status else ""),)


def _blocks(text: str) -> list[str]:
    return re.split(r"\n[ \t]*\n", text)[:200]


def _recipient(block: str) -> Recipient | None:
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(block):
        fields.setdefault(name.lower(), value)
    action = _action(fields.get("action", ""))
    named = (
        fields.get("final-recipient")
        or fields.get("original-recipient")
        or fields.get("x-actual-recipient")
        or ""
    )
    if not named and not action:
        return None
    found = addresses(named.partition(";")[2] or named)
    status = _STATUS.match(fields.get("status", ""))
    diagnostic = " ".join(fields.get("diagnostic-code", "").split())[:300]
    return Recipient(
        found[0] if found else "", action, status[1] if status else _enhanced(diagnostic), diagnostic
    )


def _action(value: str) -> str:
    match = _ACTION.match(value)
    return _ACTIONS.get(match[1].lower(), "") if match else ""


def _enhanced(text: str) -> str:
    match = _ENHANCED.search(text)
    return match[1] if match else ""


def enhanced_status(text: str) -> str:
    """Return the first RFC 3463 status code in free text, or an empty string."""
    return _enhanced(text[:65_536])
