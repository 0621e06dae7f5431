"""Builds what one mail sends to the submission server: its envelope, with extensions, and its bytes on the wire."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.writing.mail.message_id import MailFault, ascii_address

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from followupd.adapters.mail.smtp_connection import SmtpConnection
    from followupd.engine.ports import FrozenMail

START_MAIL_CODE = 354
SUCCESS_CODES = range(200, 300)
BARE_LINE_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")
MESSAGE_ID = re.compile(rb"^message-id:\s*<([!-~]{1,90})>", re.IGNORECASE | re.MULTILINE)
SAFE_ADDRESS = re.compile(r"[^\s<>\x00-\x20\x7f\ud800-\udfff]+@[^\s<>@\x00-\x20\x7f\ud800-\udfff]+")


class UnsupportedMail(Exception):
    """The mail needs something that this server does not offer."""


def why_unsendable(mail: FrozenMail) -> str | None:
    """Return why this mail cannot be sent to any server, or None."""
    for address in (mail.sender, mail.recipient):
        if not SAFE_ADDRESS.fullmatch(address):
            return f"{address!r} is no address that SMTP can carry"
        try:
            ascii_address(address)
        except MailFault as fault:
            return str(fault)
    if BARE_LINE_END.search(mail.data):
        # RFC 5321 §2.3.8. A server that accepts a bare LF as a line end would see a dot where there is none.
        return "the mail holds a bare CR or LF"
    return None


def stuff_dots(data: bytes) -> bytes:
    """Double the dot at the start of a line (RFC 5321 §4.5.2) and end the last line; the final dot is not added."""
    return re.sub(rb"(?m)^\.", b"..", data if data.endswith(b"\r\n") else data + b"\r\n")


def envelope_commands(connection: SmtpConnection, mail: FrozenMail) -> Iterator[tuple[str, Container[int]]]:
    """Yield MAIL, RCPT and DATA with the parameters that this server offers, each with the codes of success.

    Domains are written in ASCII, which every server can carry (RFC 5891). Raises UnsupportedMail.
    """
    header = mail.data.partition(b"\r\n\r\n")[0]
    sender, recipient = ascii_address(mail.sender), ascii_address(mail.recipient)
    is_ascii = (sender + recipient).isascii() and header.isascii()
    options = [
        *_size_option(connection, mail),
        *_eight_bit_options(connection, mail, needs_utf8=not is_ascii),
    ]
    has_dsn = connection.has_extn("dsn")
    if has_dsn and (id_match := MESSAGE_ID.search(header)):
        # RFC 3461 §4.3, §4.4: a bounce returns the headers and this id.
        options += ["RET=HDRS", f"ENVID={_encode_xtext(id_match[1].decode())}"]
    yield " ".join((f"MAIL FROM:<{sender}>", *options)), SUCCESS_CODES
    yield f"RCPT TO:<{recipient}>" + (" NOTIFY=FAILURE,DELAY" if has_dsn else ""), SUCCESS_CODES
    yield "DATA", (START_MAIL_CODE,)


def _size_option(connection: SmtpConnection, mail: FrozenMail) -> list[str]:
    limit = size_limit(connection)
    if limit and len(mail.data) > limit:
        raise UnsupportedMail(f"the mail has {len(mail.data)} bytes, and the server takes {limit}")
    return [f"SIZE={len(mail.data)}"] if connection.has_extn("size") else []  # RFC 1870 §5


def _eight_bit_options(connection: SmtpConnection, mail: FrozenMail, *, needs_utf8: bool) -> list[str]:
    """Return BODY and SMTPUTF8, but only if the mail needs them (RFC 6152 §3, RFC 6531 §3.4)."""
    needs_8bit = not mail.data.isascii()
    if needs_utf8 and not connection.has_extn("smtputf8"):
        raise UnsupportedMail(
            f"<{mail.recipient}> needs SMTPUTF8, which the server does not offer: use an ASCII address"
        )
    if needs_8bit and not connection.has_extn("8bitmime"):
        raise UnsupportedMail("the mail needs 8BITMIME, which the server does not offer")
    return ["BODY=8BITMIME"] * needs_8bit + ["SMTPUTF8"] * needs_utf8


def size_limit(connection: SmtpConnection) -> int | None:
    """Return how many bytes a mail may have (RFC 1870), or None if the server does not tell."""
    value = connection.esmtp_features.get("size", "")
    return int(value) or None if value.isascii() and value.isdigit() and len(value) < 20 else None  # noqa: PLR2004


def _encode_xtext(text: str) -> str:
    """Encode as RFC 3461 §4 requires: + and = become +hex."""
    return re.sub(r"[^!-*,-<>-~]", lambda found: f"+{ord(found[0]):02X}", text)
