"""What one mail asks of the submission server: its envelope, the extensions that it needs, its bytes on the wire."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from followupd.adapters.mail.smtp_connection import Line
    from followupd.engine.ports import Mail

GO_AHEAD = 354
GOOD = range(200, 300)
BARE_LINE_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")
MESSAGE_ID = re.compile(rb"^message-id:\s*<([!-~]{1,90})>", re.IGNORECASE | re.MULTILINE)
SAFE_ADDRESS = re.compile(r"[^\s<>\x00-\x20\x7f\ud800-\udfff]+@[^\s<>@\x00-\x20\x7f\ud800-\udfff]+")


class Unfit(Exception):
    """The mail asks for something that this server does not offer."""


def fault(mail: Mail) -> str | None:
    """Return why this mail may go to no server at all."""
    for address in (mail.sender, mail.recipient):
        if not SAFE_ADDRESS.fullmatch(address):
            return f"{address!r} is no address that SMTP can carry"
    if BARE_LINE_END.search(mail.data):
        # RFC 5321 §2.3.8. A server that takes a bare LF for a line end would see a dot where there is none.
        return "the mail holds a bare CR or LF"
    return None


def stuffed(data: bytes) -> bytes:
    """Double the dot at the start of a line (RFC 5321 §4.5.2) and end the last line; the closing dot is not in it."""
    return re.sub(rb"(?m)^\.", b"..", data if data.endswith(b"\r\n") else data + b"\r\n")


def commands(line: Line, mail: Mail) -> Iterator[tuple[str, Container[int]]]:
    """Yield MAIL, RCPT and DATA, with the parameters that this server offers and the codes that let us go on.

    Raises Unfit.
    """
    header = mail.data.partition(b"\r\n\r\n")[0]
    options = [*_size_option(line, mail), *_eight_bit(line, mail, header)]
    dsn = line.has_extn("dsn")
    if dsn and (found := MESSAGE_ID.search(header)):
        # RFC 3461 §4.3, §4.4: a bounce brings back the headers and this name.
        options += ["RET=HDRS", f"ENVID={_xtext(found[1].decode())}"]
    yield " ".join((f"MAIL FROM:<{mail.sender}>", *options)), GOOD
    yield f"RCPT TO:<{mail.recipient}>" + (" NOTIFY=FAILURE,DELAY" if dsn else ""), GOOD
    yield "DATA", (GO_AHEAD,)


def _size_option(line: Line, mail: Mail) -> list[str]:
    limit = size_limit(line)
    if limit and len(mail.data) > limit:
        raise Unfit(f"the mail has {len(mail.data)} bytes, and the server takes {limit}")
    return [f"SIZE={len(mail.data)}"] if line.has_extn("size") else []  # RFC 1870 §5


def _eight_bit(line: Line, mail: Mail, header: bytes) -> list[str]:
    """Return BODY and SMTPUTF8, only where the mail needs them (RFC 6152 §3, RFC 6531 §3.4)."""
    addresses = mail.sender + mail.recipient
    utf8, eight = not (addresses.isascii() and header.isascii()), not mail.data.isascii()
    if utf8 and not line.has_extn("smtputf8"):
        raise Unfit(
            f"<{mail.recipient}> needs SMTPUTF8, which the server does not offer: use an ASCII address"
        )
    if eight and not line.has_extn("8bitmime"):
        raise Unfit("the mail needs 8BITMIME, which the server does not offer")
    return ["BODY=8BITMIME"] * eight + ["SMTPUTF8"] * utf8


def size_limit(line: Line) -> int | None:
    """Return how many bytes a mail may have (RFC 1870), or None where the server does not say."""
    value = line.esmtp_features.get("size", "")
    return int(value) or None if value.isascii() and value.isdigit() and len(value) < 20 else None  # noqa: PLR2004


def _xtext(text: str) -> str:
    """Encode as RFC 3461 §4 wants it: + and = as +hex."""
    return re.sub(r"[^!-*,-<>-~]", lambda found: f"+{ord(found[0]):02X}", text)
