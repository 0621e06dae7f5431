"""Reads a provider's autoconfig file (draft-ietf-mailmaint-autoconfig; Thunderbird's config-v1.1.xml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from followupd.config.account import Server, Tls

if TYPE_CHECKING:
    from collections.abc import Iterator

# The last label begins with a letter. A name that ends in a number is an IP address, perhaps of the home network.
HOST_PATTERN = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?")
MAX_LOGIN_CHARS = 320  # the length of the longest address (RFC 3696)
TLS_BY_SOCKET_TYPE = {"SSL": Tls.IMPLICIT, "STARTTLS": Tls.STARTTLS}  # servers with "plain" are skipped
WEB_PAGE = re.compile(r"\s*(<!doctype html|<html)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Servers:
    """The servers of an account. `user` is the login name; with `oauth_only` no password works there."""

    imap: Server
    smtp: Server
    user: str
    oauth_only: bool = False
    help: str | None = None  # the provider's page that explains the access


def parse_autoconfig(data: bytes, address: str) -> Servers:
    """Return the first IMAP and SMTP servers with TLS. Raises ValueError with the reason if there are none."""
    root = _parse_root(data)
    incoming = next(_find_tls_servers(root, "incomingServer", "imap", address), None)
    outgoing = next(_find_tls_servers(root, "outgoingServer", "smtp", address), None)
    if incoming is None or outgoing is None:
        raise ValueError("names no IMAP and SMTP servers with TLS")
    (imap, user, login_methods), (smtp, _, _) = incoming, outgoing
    help_url = next((e.get(k) for n, k in _HELP_PAGES for e in root.iter(n) if _is_https_url(e.get(k))), None)
    return Servers(imap, smtp, user, oauth_only=login_methods == {"OAuth2"}, help=help_url)


_HELP_PAGES = (("enable", "visiturl"), ("documentation", "url"))


def _is_https_url(url: str | None) -> bool:
    return bool(url and url.startswith("https://") and url.isprintable() and url.isascii())


def _parse_root(data: bytes) -> ET.Element:
    """Parse without entities: a file with a DOCTYPE is refused, so nothing can expand or be fetched."""
    try:
        text = data.decode("utf-8")  # strictly: another encoding could hide the DOCTYPE
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8") from None
    if WEB_PAGE.match(text):
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


def _find_tls_servers(
    root: ET.Element, tag: str, kind: str, address: str
) -> Iterator[tuple[Server, str, set[str]]]:
    """Yield the servers of a kind with TLS, in the provider's order: server, login name, login methods."""
    for element in root.iter(tag):
        server = _read_server(element, address) if element.get("type") == kind else None
        user = _fill_placeholders(element.findtext("username"), address) or address
        if server and user.isprintable() and len(user) <= MAX_LOGIN_CHARS:
            login_methods = {(method.text or "").strip() for method in element.iter("authentication")}
            yield server, user, login_methods


def _read_server(element: ET.Element, address: str) -> Server | None:
    """Return the server of an element if it offers TLS, else None."""
    tls = TLS_BY_SOCKET_TYPE.get((element.findtext("socketType") or "").strip())
    host = _fill_placeholders(element.findtext("hostname"), address).lower()
    port = (element.findtext("port") or "").strip()
    if tls is None or not HOST_PATTERN.fullmatch(host) or not re.fullmatch("[0-9]{1,5}", port):
        return None
    return Server(host=host, port=int(port), tls=tls) if 0 < int(port) < 1 << 16 else None


def _fill_placeholders(text: str | None, address: str) -> str:
    local, _, domain = address.rpartition("@")
    result = (text or "").strip()
    for name, value in (("EMAILADDRESS", address), ("EMAILLOCALPART", local), ("EMAILDOMAIN", domain)):
        result = result.replace(f"%{name}%", value)
    return result
