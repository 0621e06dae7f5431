"""Finds the mail servers of an address, for `followupd init` only: the user sees and confirms each result.

It asks in this order: the built-in table; the provider's own file (autoconfig, well-known) and Thunderbird's ISPDB; the
provider of the mail exchanger; SRV records (RFC 6186, RFC 8314 §5.1). It uses HTTPS only, accepts only small answers
and waits for a short time. Without a network it reports that, and the table still works.
"""

from __future__ import annotations

import ssl
import threading
import urllib.request
from concurrent.futures import Future, wait
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit

from followupd.adapters.mail import tls
from followupd.config.account import Server, Tls
from followupd.setup.autoconfig import HOST_PATTERN, Servers, parse_autoconfig
from followupd.setup.providers import find_by_domain, find_by_exchanger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dns.resolver import Resolver

    from followupd.setup.provider_table import Provider

MAX_FILE_BYTES = 64 * 1024  # bytes of an autoconfig file
SOURCE_TIMEOUT = 10.0  # for each source; all are asked at once


@dataclass(frozen=True, slots=True)
class DiscoveredServers:
    """Servers that a source names.

    `source` describes the source for the user; `provider` is its entry in the table, if there is one.
    """

    servers: Servers
    source: str
    provider: Provider | None = None
    # Whether they came by TLS or from the table. Without DNSSEC an attacker may forge a DNS answer.
    is_protected: bool = True


@dataclass(frozen=True, slots=True)
class Lookup:
    """The places to look at. The URLs may contain `{domain}` and `{address}`, which are percent-encoded."""

    own_urls: Sequence[str] = (
        "https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={address}",
        "https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
    )
    ispdb_url: str = "https://autoconfig.thunderbird.net/v1.1/{domain}"
    ca_file: str | None = None  # trusted beside the system's authorities
    resolver: Callable[[], Resolver] | None = None  # default: the system's resolver
    timeout: float = SOURCE_TIMEOUT
    failures: list[str] = field(default_factory=list)  # gets one sentence for each source that was not usable


def discover_servers(address: str, lookup: Lookup | None = None) -> list[DiscoveredServers]:
    """Return the servers that sources name for an address, the most trusted source first; the list may be empty.

    Never raises, whatever a network or a server does.
    """
    lookup = lookup or Lookup()
    try:
        domain = address.rpartition("@")[2].lower().encode("idna").decode("ascii")
    except UnicodeError:
        lookup.failures.append(f"{address}: what follows the @ cannot be a domain")
        return []
    if provider := find_by_domain(domain):
        answer = _from_provider(provider, address, "the built-in table", lookup)
        return [answer] if answer else []
    answers = _ask_in_parallel(
        [
            *(
                lambda url=url: _fetch_autoconfig(url, domain, address, lookup)
                for url in (*lookup.own_urls, lookup.ispdb_url)
            ),
            lambda: _discover_by_exchanger(domain, address, lookup),
            lambda: _discover_by_srv(domain, address, lookup),
        ],
        lookup.timeout,
    )
    discoveries: list[DiscoveredServers] = []
    for answer in answers:
        if answer and answer.servers not in [f.servers for f in discoveries]:
            discoveries.append(answer)
    return discoveries


def _from_provider(provider: Provider, address: str, source: str, lookup: Lookup) -> DiscoveredServers | None:
    """Return the servers of a provider. If it allows no programs, record the reason and return None."""
    if provider.imap is None or provider.smtp is None:
        lookup.failures.append(f"{provider.name}: {provider.warning}")
        return None
    servers = Servers(provider.imap, provider.smtp, provider.login_name(address))
    return DiscoveredServers(servers, source, provider)


def _ask_in_parallel(
    sources: Iterable[Callable[[], DiscoveredServers | None]], time_limit: float
) -> list[DiscoveredServers | None]:
    """Ask all sources in threads of their own; return the answers that came in time, in the order of the sources."""

    def ask_source(source: Callable[[], DiscoveredServers | None]) -> Future[DiscoveredServers | None]:
        answer: Future[DiscoveredServers | None] = Future()
        threading.Thread(target=lambda: answer.set_result(source()), daemon=True).start()
        return answer

    futures = [ask_source(source) for source in sources]
    wait(futures, timeout=time_limit)
    return [answer.result() for answer in futures if answer.done()]


# --- files


class _OnlyHttps(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but never out of TLS."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if urlsplit(newurl).scheme != "https":
            raise ValueError("is sent on to a page without TLS")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _fetch_autoconfig(template: str, domain: str, address: str, lookup: Lookup) -> DiscoveredServers | None:
    url = template.format(domain=quote(domain, safe=""), address=quote(address, safe=""))
    host = urlsplit(url).netloc
    try:
        servers = parse_autoconfig(_download_file(url, lookup), address)
    except (OSError, HTTPException, ValueError) as fault:
        lookup.failures.append(f"{host}: {_describe_failure(fault)}")
        return None
    return DiscoveredServers(servers, f"{host} (autoconfig)", find_by_exchanger(servers.imap.host))


def _describe_failure(fault: Exception) -> str:
    """Return in words why there was no file."""
    if isinstance(fault, HTTPError):
        return f"has no such file ({fault.code})"
    reason = fault.reason if isinstance(fault, URLError) else fault
    return (
        tls.explain_connection_error(reason)
        if isinstance(reason, OSError)
        else tls.to_one_line(str(reason), 200)
    )


def _download_file(url: str, lookup: Lookup) -> bytes:
    """Return a small file over verified TLS. Raises OSError, HTTPException, ValueError."""
    if urlsplit(url).scheme != "https":
        raise ValueError("is not https")
    context = ssl.create_default_context()
    if lookup.ca_file:
        context.load_verify_locations(lookup.ca_file)
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), _OnlyHttps)
    with opener.open(url, timeout=lookup.timeout) as response:
        data: bytes = response.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise ValueError(f"is larger than {MAX_FILE_BYTES} bytes")
    return data


# --- DNS


def _discover_by_exchanger(domain: str, address: str, lookup: Lookup) -> DiscoveredServers | None:
    """Return the servers of the provider that accepts the domain's mail, by the table or else by the ISPDB."""
    records = sorted(_resolve_records(domain, "MX", lookup), key=lambda r: r.preference)
    names = (str(record.exchange).rstrip(".").lower() for record in records)
    hosts = list(filter(HOST_PATTERN.fullmatch, names))
    for host in hosts:
        if provider := find_by_exchanger(host):
            source = f"the mail exchanger of {domain} ({host})"
            answer = _from_provider(provider, address, source, lookup)
            return answer and replace(answer, is_protected=False)
    if not hosts:
        return None
    from publicsuffixlist import PublicSuffixList

    base = PublicSuffixList().privatesuffix(hosts[0])
    if not base or base == domain:
        return None
    file_answer = _fetch_autoconfig(lookup.ispdb_url, base, address, lookup)
    return file_answer and replace(file_answer, is_protected=False)


def _discover_by_srv(domain: str, address: str, lookup: Lookup) -> DiscoveredServers | None:
    imap = _find_service(domain, "imaps", Tls.IMPLICIT, lookup) or _find_service(
        domain, "imap", Tls.STARTTLS, lookup
    )
    smtp = _find_service(domain, "submissions", Tls.IMPLICIT, lookup) or _find_service(
        domain, "submission", Tls.STARTTLS, lookup
    )
    if imap is None or smtp is None:
        return None
    # RFC 6186 §6: without DNSSEC an attacker may have forged this.
    return DiscoveredServers(
        Servers(imap, smtp, address),
        f"DNS of {domain} (unprotected: is it your provider?)",
        is_protected=False,
    )


def _find_service(domain: str, name: str, tls_mode: Tls, lookup: Lookup) -> Server | None:
    records = _resolve_records(f"_{name}._tcp.{domain}", "SRV", lookup)
    best = min(records, key=lambda r: (r.priority, -r.weight), default=None)
    host = str(best.target).rstrip(".").lower() if best else ""  # a target of ".": not offered
    return (
        Server(host=host, port=best.port, tls=tls_mode)
        if best and HOST_PATTERN.fullmatch(host) and best.port
        else None
    )


def _resolve_records(name: str, kind: str, lookup: Lookup) -> list[Any]:
    """Return the records of a name; if there are none, record the reason and return an empty list."""
    import dns.exception
    import dns.resolver

    try:
        resolver = lookup.resolver() if lookup.resolver else dns.resolver.Resolver()
        return list(resolver.resolve(name, kind, lifetime=lookup.timeout / 2))
    except dns.resolver.NXDOMAIN:
        may_be_typo = kind == "MX"  # for SRV it only means that the service is not offered
        reason = "there is no such domain; is the address spelt right?" if may_be_typo else "has none"
    except dns.resolver.NoAnswer:
        reason = "has none"
    except (dns.exception.DNSException, OSError):
        reason = "no name server answers; is there a network?"
    lookup.failures.append(f"DNS {kind} {name}: {reason}")
    return []
