"""Reads the fields of a delivery status report (RFC 3464), in whatever form the mail system sent them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.inbound.parsing.addresses import find_addresses

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import ParsedMail

STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_FIELD = re.compile(
    r"^[ \t>]{0,4}(final-recipient|original-recipient|action|status|diagnostic-code|x-actual-recipient)[ \t]*:[ \t]*(.*(?:\n[ \t]+\S.*){0,8})",
    re.IGNORECASE | re.MULTILINE,
)
_ACTION_WORD = re.compile(r"\s*([a-z-]+)", re.IGNORECASE)
_STATUS_FIELD = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})")
_STATUS_CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
# RFC 3464 §2.3.3; "error", "failure" and "deliverable" are seen in practice.
_ACTION_NAMES = {
    "failed": "failed", "failure": "failed", "error": "failed", "fail": "failed", "undeliverable": "failed", "expired": "failed",
    "delayed": "delayed", "deferred": "delayed", "delay": "delayed",
    "delivered": "delivered", "relayed": "delivered", "expanded": "delivered", "deliverable": "delivered", "success": "delivered",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportedRecipient:
    """The report about one recipient. `action` is `failed`, `delayed`, `delivered` or empty."""

    address: str = ""
    action: str = ""
    status: str = ""
    diagnostic: str = ""


def read_recipients(mail: ParsedMail) -> tuple[ReportedRecipient, ...]:
    """Return the recipients that the report names, in order; none if the mail has no report."""
    texts = [part.text for part in mail.of_type(*STATUS_TYPES)]
    # Seen in practice: the status part is sent as text, or the whole report without any MIME.
    blocks = texts or [part.text for part in mail.parts if part.type == "text/plain"]
    if json_recipients := _read_json_report("".join(blocks)[:65_536]):
        return json_recipients
    recipients = (_parse_recipient(block) for text in blocks for block in _split_blocks(text[:65_536]))
    return tuple(filter(None, recipients))


def _read_json_report(text: str) -> tuple[ReportedRecipient, ...]:
    """Return the recipient of a report in JSON, or none.

    Seen in practice: a sending service uses JSON with field names like those of RFC 3464.
    """
    if '"bouncedRecipients"' not in text:
        return ()
    address_match = re.search(r'"emailAddress"\s*:\s*"([^"]{3,320})"', text)
    status = re.search(r'"status"\s*:\s*"([245]\.\d{1,3}\.\d{1,3})"', text)
    is_final = '"bounceType":"Transient"' not in text.replace(" ", "")
    address = (
        find_addresses(address_match[1])[0] if address_match and find_addresses(address_match[1]) else ""
    )
    return (ReportedRecipient(address, "failed" if is_final else "delayed", status[1] if status else ""),)


def _split_blocks(text: str) -> list[str]:
    return re.split(r"\n[ \t]*\n", text)[:200]


def _parse_recipient(block: str) -> ReportedRecipient | None:
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(block):
        fields.setdefault(name.lower(), value)
    action = _parse_action(fields.get("action", ""))
    recipient_field = (
        fields.get("final-recipient")
        or fields.get("original-recipient")
        or fields.get("x-actual-recipient")
        or ""
    )
    if not recipient_field and not action:
        return None
    final_addresses = find_addresses(recipient_field.partition(";")[2] or recipient_field)
    status = _STATUS_FIELD.match(fields.get("status", ""))
    diagnostic = " ".join(fields.get("diagnostic-code", "").split())[:300]
    return ReportedRecipient(
        final_addresses[0] if final_addresses else "",
        action,
        status[1] if status else _search_status(diagnostic),
        diagnostic,
    )


def _parse_action(value: str) -> str:
    match = _ACTION_WORD.match(value)
    return _ACTION_NAMES.get(match[1].lower(), "") if match else ""


def _search_status(text: str) -> str:
    match = _STATUS_CODE.search(text)
    return match[1] if match else ""


def find_status(text: str) -> str:
    """Return the first RFC 3463 status code in free text, or an empty string."""
    return _search_status(text[:65_536])
