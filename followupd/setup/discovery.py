"""Finds the mail servers of an address, for `followupd init` only: what it finds is shown and confirmed, never obeyed.

In this order: the built-in table; the provider's own file (autoconfig, well-known) and Thunderbird's ISPDB; the
mail exchanger's provider; SRV records (RFC 6186, RFC 8314 §5.1). HTTPS only, small answers, short waits; without a
network it says so and the table still works.
"""

from __future__ import annotations

import ssl
import threading
import urllib.request
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit

from followupd.adapters.mail import tls
from followupd.config.account import Server, Tls
from followupd.setup.autoconfig import HOST, Servers, read_autoconfig
from followupd.setup.providers import Provider, by_domain, by_exchanger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dns.resolver import Resolver

LARGEST = 64 * 1024  # bytes of an autoconfig file
PATIENCE = 10.0  # seconds for each source; they are all asked at once


@dataclass(frozen=True, slots=True)
class Found:
    """Servers that somebody named. `source`: who, in words for the user; `provider`: what is known of it."""

    servers: Servers
    source: str
    provider: Provider | None = None


@dataclass(frozen=True, slots=True)
class Lookup:
    """Where to look. The addresses take `{domain}` and `{address}`, percent-encoded."""

    own: Sequence[str] = (
        "https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={address}",
        "https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
    )
    ispdb: str = "https://autoconfig.thunderbird.net/v1.1/{domain}"
    ca_file: str | None = None  # trusted beside the system's authorities
    resolver: Callable[[], Resolver] | None = None  # default: the system's
    patience: float = PATIENCE
    refused: list[str] = field(default_factory=list)  # filled with what was not usable, one sentence each


def discover(address: str, lookup: Lookup | None = None) -> list[Found]:
    """Return who names servers for an address, the most trusted first; nobody is an empty list.

    Never raises for what a network or a server may do.
    """
    lookup = lookup or Lookup()
    try:
        domain = address.rpartition("@")[2].lower().encode("idna").decode("ascii")
    except UnicodeError:
        lookup.refused.append(f"{address}: what follows the @ cannot be a domain")
        return []
    if known := by_domain(domain):
        return [_of(known, address, "the built-in table")]
    answers = _at_once(
        [
            *(lambda url=url: _file(url, domain, address, lookup) for url in (*lookup.own, lookup.ispdb)),
            lambda: _by_exchanger(domain, address, lookup),
            lambda: _by_srv(domain, address, lookup),
        ],
        lookup.patience,
    )
    found: list[Found] = []
    for answer in answers:
        if answer and answer.servers not in [f.servers for f in found]:
            found.append(answer)
    return found


def _of(provider: Provider, address: str, source: str) -> Found:
    return Found(Servers(provider.imap, provider.smtp, address), source, provider)


def _at_once(sources: Iterable[Callable[[], Found | None]], patience: float) -> list[Found | None]:
    """Ask all sources in threads of their own and return their answers in order; who is late has no answer."""

    def ask(source: Callable[[], Found | None]) -> Future[Found | None]:
        answer: Future[Found | None] = Future()
        threading.Thread(target=lambda: answer.set_result(source()), daemon=True).start()
        return answer

    asked = [ask(source) for source in sources]
    wait(asked, timeout=patience)
    return [answer.result() for answer in asked if answer.done()]


# --- files


class _OnlyHttps(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but never out of TLS."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if urlsplit(newurl).scheme != "https":
            raise ValueError("is sent on to a page without TLS")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _file(template: str, domain: str, address: str, lookup: Lookup) -> Found | None:
    url = template.format(domain=quote(domain), address=quote(address))
    host = urlsplit(url).netloc
    try:
        servers = read_autoconfig(_fetched(url, lookup), address)
    except (OSError, HTTPException, ValueError) as fault:
        lookup.refused.append(f"{host}: {_in_words(fault)}")
        return None
    return Found(servers, f"{host} (autoconfig)", by_exchanger(servers.imap.host))


def _in_words(fault: Exception) -> str:
    """Return why there was no file, fit to be shown."""
    if isinstance(fault, HTTPError):
        return f"has no such file ({fault.code})"
    reason = fault.reason if isinstance(fault, URLError) else fault
    return tls.why(reason) if isinstance(reason, OSError) else tls.plain(str(reason), 200)


def _fetched(url: str, lookup: Lookup) -> bytes:
    """Return a small file over verified TLS. Raises OSError, HTTPException, ValueError."""
    if urlsplit(url).scheme != "https":
        raise ValueError("is not https")
    context = ssl.create_default_context()
    if lookup.ca_file:
        context.load_verify_locations(lookup.ca_file)
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), _OnlyHttps)
    with opener.open(url, timeout=lookup.patience) as response:
        data: bytes = response.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"is larger than {LARGEST} bytes")
    return data


# --- DNS


def _by_exchanger(domain: str, address: str, lookup: Lookup) -> Found | None:
    """Return the provider that takes the domain's mail, from the table or else from the ISPDB."""
    records = sorted(_records(domain, "MX", lookup), key=lambda r: r.preference)
    hosts = [str(record.exchange).rstrip(".").lower() for record in records]
    for host in hosts:
        if provider := by_exchanger(host):
            return _of(provider, address, f"the mail exchanger of {domain} ({host})")
    if not hosts:
        return None
    from publicsuffixlist import PublicSuffixList

    base = PublicSuffixList().privatesuffix(hosts[0])
    return _file(lookup.ispdb, base, address, lookup) if base and base != domain else None


def _by_srv(domain: str, address: str, lookup: Lookup) -> Found | None:
    imap = _service(domain, "imaps", Tls.IMPLICIT, lookup) or _service(domain, "imap", Tls.STARTTLS, lookup)
    smtp = _service(domain, "submissions", Tls.IMPLICIT, lookup) or _service(
        domain, "submission", Tls.STARTTLS, lookup
    )
    if imap is None or smtp is None:
        return None
    # RFC 6186 §6: without DNSSEC anybody on the way may have written this.
    return Found(Servers(imap, smtp, address), f"DNS of {domain} (unprotected: is it your provider?)")


def _service(domain: str, name: str, tls: Tls, lookup: Lookup) -> Server | None:
    records = _records(f"_{name}._tcp.{domain}", "SRV", lookup)
    best = min(records, key=lambda r: (r.priority, -r.weight), default=None)
    host = str(best.target).rstrip(".").lower() if best else ""  # a target of "." says: not offered
    return Server(host=host, port=best.port, tls=tls) if best and HOST.fullmatch(host) and best.port else None


def _records(name: str, kind: str, lookup: Lookup) -> list[Any]:
    """Return the records of a name; none for whatever reason, which is noted."""
    import dns.exception
    import dns.resolver

    try:
        resolver = lookup.resolver() if lookup.resolver else dns.resolver.Resolver()
        return list(resolver.resolve(name, kind, lifetime=lookup.patience / 2))
    except dns.resolver.NXDOMAIN:
        typo = kind == "MX"  # a service that is not offered has no name either
        said = "there is no such domain; is the address spelt right?" if typo else "has none"
    except dns.resolver.NoAnswer:
        said = "has none"
    except (dns.exception.DNSException, OSError):
        said = "no name server answers; is there a network?"
    lookup.refused.append(f"DNS {kind} {name}: {said}")
    return []
