"""Finding the servers of an address: the table, autoconfig over real TLS, the ISPDB, a real name server."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import dns.message
import dns.resolver
import dns.rrset
import pytest
from certificates import Authority
from lookup_servers import Names, Web

from followupd.cli.init_account import AccountOptions, _confirm_servers
from followupd.config.account import Server, Tls
from followupd.errors import UsageError
from followupd.setup.autoconfig import Servers, parse_autoconfig
from followupd.setup.discovery import MAX_FILE_BYTES, DiscoveredServers, Lookup, discover_servers

AUTOCONFIG = """<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="firm.example">
  <incomingServer type="pop3"><hostname>pop.firm.example</hostname><port>995</port>
    <socketType>SSL</socketType></incomingServer>
  <incomingServer type="imap"><hostname>plain.firm.example</hostname><port>143</port>
    <socketType>plain</socketType></incomingServer>
  <incomingServer type="imap"><hostname>imap.%EMAILDOMAIN%</hostname><port>993</port>
    <socketType>SSL</socketType><username>%EMAILLOCALPART%</username>
    <authentication>password-cleartext</authentication></incomingServer>
  <outgoingServer type="smtp"><hostname>smtp.firm.example</hostname><port>587</port>
    <socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username></outgoingServer>
  <documentation url="https://firm.example/mail"/>
</emailProvider></clientConfig>"""
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><clientConfig>&b;</clientConfig>'
)


@pytest.fixture(scope="module")
def ca(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def web(ca: Authority) -> Iterator[Web]:
    web = Web(ca.good())
    yield web
    web.close()


@pytest.fixture
def names() -> Iterator[Names]:
    names = Names()
    yield names
    names.close()


@pytest.fixture
def lookup(web: Web, names: Names, ca: Authority) -> Lookup:
    return Lookup(
        own_urls=(f"{web.url}/own/{{domain}}?emailaddress={{address}}", f"{web.url}/well-known/{{domain}}"),
        ispdb_url=f"{web.url}/ispdb/{{domain}}",
        ca_file=str(ca.ca_file),
        resolver=names.resolver,
        timeout=60,
    )


# --- the table


def test_a_common_provider_is_known_without_a_network(names: Names) -> None:
    [found] = discover_servers(
        "sam.carter@gmail.com", Lookup(own_urls=(), ispdb_url="https://127.0.0.1:1/", resolver=names.resolver)
    )

    assert (found.servers.imap.host, found.servers.imap.port) == ("imap.gmail.com", 993)
    assert (found.servers.smtp.host, found.servers.smtp.tls) == ("smtp.gmail.com", Tls.IMPLICIT)
    assert found.servers.user == "sam.carter@gmail.com"
    assert found.source == "the built-in table"
    assert found.provider is not None
    assert "app password" in found.provider.advice


# --- autoconfig


def test_the_providers_own_file_is_asked_with_the_address(web: Web, lookup: Lookup) -> None:
    web.pages["/own/firm.example"] = AUTOCONFIG

    [found] = discover_servers("Sam+x@Firm.example", lookup)

    assert (found.servers.imap.host, found.servers.imap.tls) == ("imap.firm.example", Tls.IMPLICIT)
    assert (found.servers.smtp.host, found.servers.smtp.port, found.servers.smtp.tls) == (
        "smtp.firm.example",
        587,
        Tls.STARTTLS,
    )
    assert found.servers.user == "Sam+x"
    assert found.servers.help == "https://firm.example/mail"
    assert found.source.endswith("(autoconfig)")
    assert "/own/firm.example?emailaddress=Sam%2Bx%40Firm.example" in web.asked


def test_the_most_trusted_source_comes_first_and_equal_answers_once(web: Web, lookup: Lookup) -> None:
    web.pages["/ispdb/firm.example"] = AUTOCONFIG.replace("smtp.firm", "other.firm")
    web.pages["/well-known/firm.example"] = AUTOCONFIG
    web.pages["/own/firm.example"] = AUTOCONFIG

    found = discover_servers("sam@firm.example", lookup)

    assert [f.servers.smtp.host for f in found] == ["smtp.firm.example", "other.firm.example"]


def test_a_domain_with_umlauts_is_asked_for_in_ascii(web: Web, lookup: Lookup) -> None:
    discover_servers("sam@bücher.example", lookup)

    assert "/ispdb/xn--bcher-kva.example" in web.asked


def test_a_domain_that_cannot_be_one_finds_nothing(lookup: Lookup) -> None:
    assert discover_servers(f"sam@{'x' * 70}.example", lookup) == []


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (BOMB, "DOCTYPE"),
        (BOMB.encode("utf-16"), "not UTF-8"),
        ("<html>Please log in to the hotel network</html>", "is a web page; in a hotel or on a train log in"),
        ("<!DOCTYPE html>\n<html>Not found</html>", "is a web page"),
        ("<feed/>", "is no autoconfig file"),
        ("<clientConfig", "is no XML"),
        ("<clientConfig/>", "names no IMAP and SMTP servers"),
        (AUTOCONFIG.replace("SSL", "plain").replace("STARTTLS", "plain"), "with TLS"),
        (AUTOCONFIG.replace("imap.%EMAILDOMAIN%", "imap.firm.example\n evil"), "names no IMAP"),
        (AUTOCONFIG.replace("993", "99999999999999"), "names no IMAP"),
        (AUTOCONFIG.replace("%EMAILLOCALPART%", "\x9b31m"), "names no IMAP"),
        (b" " * (MAX_FILE_BYTES + 1), "larger than"),
        (b"", "no XML"),
    ],
)
def test_a_file_that_cannot_be_right_is_passed_over_with_its_reason(
    web: Web, lookup: Lookup, page: str | bytes, reason: str
) -> None:
    web.pages["/own/firm.example"] = page

    assert discover_servers("sam@firm.example", lookup) == []
    assert any(reason in refused for refused in lookup.failures), lookup.failures


def test_a_server_that_drips_does_not_hold_us_up(web: Web, lookup: Lookup) -> None:
    is_over = threading.Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        with suppress(OSError):
            while not is_over.wait(0.1):
                request.wfile.write(b"<")

    web.pages["/own/firm.example"] = drip
    web.pages["/ispdb/firm.example"] = AUTOCONFIG
    # It never ends; how soon the other one answers depends on the machine.
    for seconds in (1, 4, 16, 64):
        if found := discover_servers("sam@firm.example", replace(lookup, timeout=seconds)):
            break
    is_over.set()

    assert len(found) == 1


def test_a_redirect_out_of_tls_is_not_followed(web: Web, lookup: Lookup) -> None:
    def away(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", "http://127.0.0.1:1/portal")
        request.end_headers()

    web.pages["/own/firm.example"] = away

    assert discover_servers("sam@firm.example", lookup) == []
    assert any("without TLS" in refused for refused in lookup.failures)


@pytest.mark.parametrize("kind", ["expired", "wrong_host", "unknown"])
def test_a_certificate_that_does_not_hold_is_not_believed(
    ca: Authority, names: Names, tmp_path: Path, kind: str
) -> None:
    certificate = ca.good() if kind == "unknown" else getattr(ca, kind)()
    web = Web(certificate)
    web.pages["/own"] = AUTOCONFIG
    trusted = Authority(tmp_path).ca_file if kind == "unknown" else ca.ca_file
    lookup = Lookup((f"{web.url}/own",), f"{web.url}/x", str(trusted), names.resolver, 3)

    found = discover_servers("sam@firm.example", lookup)
    web.close()

    assert found == []
    assert any("its certificate is not to be trusted" in refused for refused in lookup.failures)


def test_a_page_without_tls_is_never_asked(names: Names) -> None:
    lookup = Lookup(("http://127.0.0.1:1/",), "http://127.0.0.1:1/", None, names.resolver, 3)

    assert discover_servers("sam@firm.example", lookup) == []
    assert "127.0.0.1:1: is not https" in lookup.failures


@pytest.mark.parametrize(
    ("right", "hostile"),
    [
        ("<hostname>imap.%EMAILDOMAIN%<", "<hostname>127.0.0.1<"),
        ("<hostname>imap.%EMAILDOMAIN%<", "<hostname>192.168.1.1<"),
        ("<hostname>imap.%EMAILDOMAIN%<", "<hostname>imap.0x7f<"),
        ("%EMAILLOCALPART%<", f"{'%EMAILADDRESS%' * 40}<"),
        ("%EMAILLOCALPART%<", "sam\u202egro.live<"),
    ],
)
def test_a_file_that_names_an_address_of_a_network_or_no_login_is_not_believed(
    right: str, hostile: str
) -> None:
    with pytest.raises(ValueError, match="names no IMAP and SMTP servers"):
        parse_autoconfig(AUTOCONFIG.replace(right, hostile).encode(), "sam@firm.example")


def looping(asked: dns.message.Message) -> list[dns.rrset.RRset]:
    name = asked.question[0].name.to_text()
    return [
        dns.rrset.from_text(name, 60, "IN", "CNAME", "b.example."),
        dns.rrset.from_text("b.example.", 60, "IN", "CNAME", name),
    ]


def test_aliases_in_a_circle_and_names_of_others_find_nothing(names: Names, lookup: Lookup) -> None:
    for answer in (
        looping,
        lambda _: [dns.rrset.from_text("evil.example.", 60, "IN", "MX", "1 l.google.com.")],
    ):
        names.answer = answer
        assert discover_servers("sam@firm.example", lookup) == []


def test_where_only_oauth_works_the_answer_says_so() -> None:
    page = AUTOCONFIG.replace("password-cleartext", "OAuth2").encode()

    assert parse_autoconfig(page, "sam@firm.example").oauth_only


# --- names


def test_a_misspelt_domain_and_a_missing_network_have_their_own_sentences(web: Web, lookup: Lookup) -> None:
    discover_servers("sam@frim.example", lookup)

    assert "DNS MX frim.example: there is no such domain; is the address spelt right?" in lookup.failures
    assert f"{web.url.removeprefix('https://')}: has no such file (404)" in lookup.failures


def test_a_hosted_domain_is_known_by_its_mail_exchanger(names: Names, lookup: Lookup) -> None:
    names.records["MX", "firm.example."] = ["10 alt1.aspmx.l.google.com.", "1 aspmx.l.google.com."]

    [found] = discover_servers("sam@firm.example", lookup)

    assert found.provider is not None
    assert found.provider.name == "Gmail"
    assert found.source == "the mail exchanger of firm.example (aspmx.l.google.com)"
    assert not found.is_protected


def test_the_hoster_behind_the_mail_exchanger_is_looked_up_in_the_ispdb(
    web: Web, names: Names, lookup: Lookup
) -> None:
    names.records["MX", "firm.example."] = ["10 mx3.hoster.co.uk."]
    web.pages["/ispdb/hoster.co.uk"] = AUTOCONFIG

    [found] = discover_servers("sam@firm.example", lookup)

    assert found.servers.smtp.host == "smtp.firm.example"
    assert not found.is_protected


@pytest.mark.parametrize(
    "exchanger",
    [
        ".",
        "mx.a/b.example.",
        "mx.a?b#c.example.",
        "\\027[2J.l.google.com.",
        "\\200x.l.google.com.",
        "10.0.0.1.",
    ],
)
def test_a_mail_exchanger_that_is_no_name_of_a_host_is_passed_over(
    web: Web, names: Names, lookup: Lookup, exchanger: str
) -> None:
    names.records["MX", "firm.example."] = [f"10 {exchanger}"]

    assert discover_servers("sam@firm.example", lookup) == []
    assert all(path.partition("?")[0].endswith("/firm.example") for path in web.asked)


def test_srv_records_are_taken_by_priority_and_marked_as_unprotected(names: Names, lookup: Lookup) -> None:
    names.records["SRV", "_imaps._tcp.firm.example."] = [
        "20 0 993 late.firm.example.",
        "10 5 993 imap.firm.example.",
    ]
    names.records["SRV", "_submission._tcp.firm.example."] = ["0 1 587 smtp.firm.example."]

    [found] = discover_servers("sam@firm.example", lookup)

    assert (found.servers.imap.host, found.servers.imap.tls) == ("imap.firm.example", Tls.IMPLICIT)
    assert (found.servers.smtp.port, found.servers.smtp.tls) == (587, Tls.STARTTLS)
    assert "unprotected" in found.source
    assert not found.is_protected


@pytest.mark.parametrize("target", [".", "imap\\032.firm.example.", "192.168.1.1.", "10.0x7f."])
def test_a_service_that_is_not_offered_is_not_used(names: Names, lookup: Lookup, target: str) -> None:
    names.records["SRV", "_imaps._tcp.firm.example."] = [f"0 0 993 {target}"]
    names.records["SRV", "_submissions._tcp.firm.example."] = ["0 0 465 smtp.firm.example."]

    assert discover_servers("sam@firm.example", lookup) == []


def test_without_a_network_nothing_is_found_and_every_place_is_named() -> None:
    def nowhere() -> dns.resolver.Resolver:
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port = 1
        return resolver

    lookup = Lookup(("https://127.0.0.1:1/own",), "https://127.0.0.1:1/ispdb", None, nowhere, 2)

    assert discover_servers("sam@firm.example", lookup) == []
    assert "127.0.0.1:1: connection refused" in lookup.failures
    assert "DNS MX firm.example: no name server answers; is there a network?" in lookup.failures


@pytest.mark.parametrize("kind", ["MX", "SRV"])
def test_what_dns_alone_names_is_not_confirmed_by_yes(
    kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever writes DNS would be given the password."""
    servers = Servers(
        Server(host="imap.evil.example", port=993),
        Server(host="smtp.evil.example", port=465),
        "sam@firm.example",
    )
    found = DiscoveredServers(servers, f"{kind} of firm.example", is_protected=False)
    options = AccountOptions(
        "sam@firm.example", None, None, None, None, None, None, None, None, offline=False, yes=True
    )
    monkeypatch.setattr("followupd.cli.init_account.is_interactive", lambda: False)
    with pytest.raises(UsageError, match="--yes does not confirm them; give --imap and --smtp"):
        _confirm_servers(found, options)
    assert _confirm_servers(replace(found, is_protected=True), options)
    assert "imap.evil.example" in capsys.readouterr().err
