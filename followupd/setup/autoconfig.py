"""Reads a provider's autoconfig file (draft-ietf-mailmaint-autoconfig; Thunderbird's config-v1.1.xml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from followupd.config.account import Server, Tls

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
SOCKETS = {"SSL": Tls.IMPLICIT, "STARTTLS": Tls.STARTTLS}  # "plain" is passed over
PAGE = re.compile(r"\s*(<!doctype html|<html)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Servers:
    """Where an account lives. `user` is the login name; `oauth_only`: no password works there."""

    imap: Server
    smtp: Server
    user: str
    oauth_only: bool = False
    help: str | None = None  # a page of the provider's that explains the access


def read_autoconfig(data: bytes, address: str) -> Servers:
    """Return the first IMAP and SMTP servers with TLS. Raises ValueError with the reason for anything else."""
    root = _root(data)
    incoming = next(_secure(root, "incomingServer", "imap", address), None)
    outgoing = next(_secure(root, "outgoingServer", "smtp", address), None)
    if incoming is None or outgoing is None:
        raise ValueError("names no IMAP and SMTP servers with TLS")
    (imap, user, ways), (smtp, _, _) = incoming, outgoing
    page = next((e.get(k) for n, k in _PAGES for e in root.iter(n) if _https(e.get(k))), None)
    return Servers(imap, smtp, user, oauth_only=ways == {"OAuth2"}, help=page)


_PAGES = (("enable", "visiturl"), ("documentation", "url"))


def _https(url: str | None) -> bool:
    return bool(url and url.startswith("https://") and url.isprintable() and url.isascii())


def _root(data: bytes) -> ET.Element:
    """Parse without entities: a file with a DOCTYPE is refused, so nothing can expand or be fetched."""
    try:
        text = data.decode("utf-8")  # strictly: another encoding could hide the DOCTYPE
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8") from None
    if PAGE.match(text):
        raise ValueError("is a web page; in a hotel or on a train log in to the network first")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("holds a DOCTYPE, which no autoconfig file needs")
    try:
        root = ET.fromstring(text)  # noqa: S314 - no DOCTYPE, and at most 64 kB
    except ET.ParseError:
        raise ValueError("is no XML") from None
    if root.tag != "clientConfig":
        raise ValueError("is no autoconfig file")
    return root


def _secure(root: ET.Element, tag: str, kind: str, address: str) -> Iterator[tuple[Server, str, set[str]]]:
    """Yield the servers of a kind that speak TLS, in the provider's order: server, login name, ways to log in."""
    local, _, domain = address.rpartition("@")
    for element in root.iter(tag):
        tls = SOCKETS.get((element.findtext("socketType") or "").strip())
        host = _filled(element.findtext("hostname"), address, local, domain).lower()
        port = (element.findtext("port") or "").strip()
        if element.get("type") != kind or tls is None or not HOST.fullmatch(host) or not port.isdecimal():
            continue
        user = _filled(element.findtext("username"), address, local, domain) or address
        if 0 < int(port[:6]) < 1 << 16 and user.isprintable():
            ways = {(way.text or "").strip() for way in element.iter("authentication")}
            yield Server(host=host, port=int(port), tls=tls), user, ways


def _filled(text: str | None, address: str, local: str, domain: str) -> str:
    filled = (text or "").strip()
    for name, value in (("EMAILADDRESS", address), ("EMAILLOCALPART", local), ("EMAILDOMAIN", domain)):
        filled = filled.replace(f"%{name}%", value)
    return filled
