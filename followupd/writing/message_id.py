"""How a mail is known on the wire: addresses in ASCII domains, Message-IDs, the mark that proves a mail ours."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from followupd.errors import FollowupdError

ID_LIMIT = 70  # characters: from 78 on, mail programs' header encoders break threading


class MailFault(FollowupdError):
    """No mail can be made of this that says exactly what was meant; the sentence names the part."""

    exit_status = 78


@lru_cache(maxsize=4096)
def touch_token(key: bytes, touch: str) -> str:
    """Return the touch's mark, 26 letters and digits: an HMAC (RFC 2104), so it tells nobody anything.

    Its last six bytes vouch for the ten before them: see genuine.
    """
    digest = hmac.digest(key, touch.encode(), "sha256")[:10]
    return base64.b32encode(digest + _token_checksum(key, digest)).decode().rstrip("=").lower()


def is_own_token(key: bytes, text: str) -> bool:
    """Return whether a mark was made with this key, whatever it was made for: letter by letter as we write it."""
    try:
        raw_token = base64.b32decode(f"{text.upper()}======")
    except ValueError:  # no mark at all, or letters that nobody makes one of
        return False
    # Other letters stand for the same bytes: capitals, and the spare bits of the last one.
    is_canonical = base64.b32encode(raw_token).decode().rstrip("=").lower() == text
    return is_canonical and hmac.compare_digest(_token_checksum(key, raw_token[:10]), raw_token[10:])


def _token_checksum(key: bytes, digest: bytes) -> bytes:
    return hmac.digest(key, b"\0" + digest, "sha256")[:6]  # no touch begins so


def build_message_id(key: bytes, touch: str, address: str) -> str:
    """Return the Message-ID of a touch, the same on every attempt: `<fu.TOKEN@DOMAIN>`, at most 70 characters.

    The domain is that of `address` (RFC 5322 §3.6.4: yours, and no host name, which would tell where you are).
    """
    local_part = f"fu.{touch_token(key, touch)}"
    max_length = ID_LIMIT - len(local_part) - len("<@>")
    domain = ascii_address(address).rpartition("@")[2].lower()
    while len(domain) > max_length and domain.count(".") > 1:
        domain = domain.partition(".")[2]
    if len(domain) > max_length:  # a longer name than anyone's; .invalid is nobody's (RFC 2606)
        domain = hashlib.sha256(domain.encode()).hexdigest()[:24] + ".invalid"
    return f"<{local_part}@{domain}>"


@lru_cache(maxsize=1024)
def ascii_address(address: str) -> str:
    """Return the address as the wire has it: domain in A-labels (RFC 5891), local part untouched.

    Not str.encode("idna"): that is IDNA 2003, which sends straße.example to strasse.example. Raises MailFault.
    """
    import idna

    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError as error:
        raise MailFault(
            f"{address!r} has no valid domain ({error}); it looks like name@company.example"
        ) from error
