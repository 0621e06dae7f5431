"""Decides who may see the page: a token that works once, then a cookie. The store keeps only their digests."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from followupd.engine.store_port import Store

TOKEN_LIFETIME = timedelta(minutes=5)
SESSION_LIFETIME = timedelta(hours=12)
MAX_SESSIONS = 4  # open at the same time
_TOKEN_KEY, _SESSIONS_KEY = "page-token", "page-sessions"
_PURPOSE_FOLDER, _PURPOSE_FORM = b"folder", b"form"


def issue_token(store: Store, now: datetime) -> str:
    """Return a new token, which opens the page once within some minutes; an older token becomes invalid."""
    token = secrets.token_urlsafe(32)
    store.set_value(_TOKEN_KEY, json.dumps([_hash_secret(token), (now + TOKEN_LIFETIME).isoformat()]))
    return token


def redeem_token(store: Store, token: str, now: datetime) -> str | None:
    """Return the cookie of a new session for a token, once; None if the token is not valid."""
    with store.transaction():
        digest, end = json.loads(store.get_value(_TOKEN_KEY) or '["", ""]')
        if not digest or not hmac.compare_digest(digest, _hash_secret(token)):
            return None
        store.set_value(_TOKEN_KEY, '["", ""]')
        if datetime.fromisoformat(end) < now:
            return None
        cookie = secrets.token_urlsafe(32)
        session = [_hash_secret(cookie), (now + SESSION_LIFETIME).isoformat()]
        store.set_value(_SESSIONS_KEY, json.dumps([session, *_read_sessions(store, now)][:MAX_SESSIONS]))
    return cookie


def is_open(store: Store, cookie: str, now: datetime) -> bool:
    """Return whether a cookie belongs to a session that has not ended."""
    digest = _hash_secret(cookie)
    return any(hmac.compare_digest(digest, known) for known, _ in _read_sessions(store, now))


def end_sessions(store: Store) -> None:
    """End every session, and delete a token that was not used."""
    store.set_value(_SESSIONS_KEY, "[]")
    store.set_value(_TOKEN_KEY, '["", ""]')


def _read_sessions(store: Store, now: datetime) -> list[tuple[str, str]]:
    sessions = json.loads(store.get_value(_SESSIONS_KEY) or "[]")
    return [(digest, end) for digest, end in sessions if datetime.fromisoformat(end) > now]


def _hash_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def folder_of(cookie: str) -> str:
    """Return the folder under which a session sees the page.

    A browser sends cookies to every port of a host. But it sends this cookie only for its own folder, and no other
    program on the machine knows the folder's name.
    """
    return _derive(cookie, _PURPOSE_FOLDER)


def form_token_of(cookie: str) -> str:
    """Return the token that each form of a session must contain: no other page can read it."""
    return _derive(cookie, _PURPOSE_FORM)


def is_form_of(cookie: str, token: str) -> bool:
    """Return whether a form has the token of a session."""
    return hmac.compare_digest(form_token_of(cookie).encode(), token.encode(errors="replace"))


def _derive(cookie: str, purpose: bytes) -> str:
    return hmac.digest(cookie.encode(), purpose, "sha256").hex()[:32]
