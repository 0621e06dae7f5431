"""Makes and recognises the addresses and Message-IDs of followupd's mails.

A Message-ID looks like that of a common mail program: a UUID and the domain of the user. The UUID comes from the
store's key. So it is the same on every attempt, and it can be checked without a list.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from collections.abc import Iterable

ID_LIMIT = 76  # Characters. With 78 or more, header encoders of mail programs break threading.
DIGEST_BYTES = 10  # of the sixteen bytes of a mark; the other six are its checksum
_FORMER_MARK = re.compile("[a-z2-7]{26}")  # the form of marks before they were UUIDs


class MailFault(FollowupdError):
    """No mail can be made that has exactly this content; the message names the part."""

    exit_status = 78


@lru_cache(maxsize=4096)
def touch_token(key: bytes, touch: str) -> str:
    """Return the mark of a touch, a UUID of version 4. It is an HMAC (RFC 2104), so that it reveals nothing.

    Its last six bytes are the checksum of the ten before them: see is_own_token.
    """
    digest = bytearray(hmac.digest(key, touch.encode(), "sha256")[:DIGEST_BYTES])
    digest[6] = digest[6] & 0x0F | 0x40  # RFC 9562 §5.4: the version
    digest[8] = digest[8] & 0x3F | 0x80  # the variant
    return str(UUID(bytes=bytes(digest) + _token_checksum(key, bytes(digest))))


@lru_cache(maxsize=4096)
def former_token(key: bytes, touch: str) -> str:
    """Return the mark that a touch had before marks were UUIDs; mails in Sent may still have it."""
    digest = hmac.digest(key, touch.encode(), "sha256")[:DIGEST_BYTES]
    return _encode_former(digest + _token_checksum(key, digest))


def name_attempt(touch: str, returns: int) -> str:
    """Return the text from which a mail's mark is made. Each attempt after a bounce is another mail.

    `returns`: how many mails of the touch came back before.
    """
    return f"{touch}#{returns}" if returns else touch  # no id contains a '#'


ORDERED_COMPANIONS = 2


def name_shared_call(touches: Iterable[object]) -> str:
    """Return the text from which the mark of a call sheet for several touches is made. It names them all.

    For more than three touches the order does not count, so that an older store need not try all orders. For up to
    three it has always counted.
    """
    first, *others = map(str, touches)
    return " & ".join(
        [first, *(sorted(others) if len(others) > ORDERED_COMPANIONS else others)]
    )  # no id contains a space


def is_own_token(key: bytes, text: str) -> bool:
    """Return whether a mark was made with this key, for any purpose, in exactly the form that followupd writes."""
    raw_token = _decode_token(text)
    if raw_token is None:
        return False
    digest, checksum = raw_token[:DIGEST_BYTES], raw_token[DIGEST_BYTES:]
    return hmac.compare_digest(_token_checksum(key, digest), checksum)


def _decode_token(text: str) -> bytes | None:
    """Return the bytes of a mark, new or former; None if it has another form, such as capitals."""
    try:
        if _FORMER_MARK.fullmatch(text):
            raw_token = base64.b32decode(f"{text.upper()}======")
            return (
                raw_token if _encode_former(raw_token) == text else None
            )  # the unused bits of the last letter must be zero
        token_uuid = UUID(text)
    except ValueError:
        return None
    return token_uuid.bytes if str(token_uuid) == text else None


def _encode_former(raw_token: bytes) -> str:
    return base64.b32encode(raw_token).decode().rstrip("=").lower()


def _token_checksum(key: bytes, digest: bytes) -> bytes:
    return hmac.digest(key, b"\0" + digest, "sha256")[:6]  # no touch begins with this


def build_message_id(key: bytes, touch: str, address: str) -> str:
    """Return the Message-ID of a touch, the same on every attempt: `<UUID@DOMAIN>`, at most 76 characters.

    The domain is that of `address` (RFC 5322 §3.6.4). A host name would show where the user is.
    """
    local_part = touch_token(key, touch)
    max_length = ID_LIMIT - len(local_part) - len("<@>")
    domain = ascii_address(address).rpartition("@")[2].lower()
    while len(domain) > max_length and domain.count(".") > 1:
        domain = domain.partition(".")[2]
    if len(domain) > max_length:  # longer than any real domain; .invalid belongs to nobody (RFC 2606)
        domain = hashlib.sha256(domain.encode()).hexdigest()[:24] + ".invalid"
    return f"<{local_part}@{domain}>"


@lru_cache(maxsize=1024)
def ascii_address(address: str) -> str:
    """Return the address in the form of the protocol: domain in A-labels (RFC 5891), local part unchanged.

    Not str.encode("idna"): that is IDNA 2003, which changes straße.example into strasse.example. Raises MailFault.
    """
    import idna

    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError as error:
        raise MailFault(
            f"{address!r} has no valid domain ({error}); it looks like name@company.example"
        ) from error
