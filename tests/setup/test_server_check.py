"""Knocking at a mail server: who answers, and one sentence with its remedy for everything that is not as it should be."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from certificates import Authority
from faulty_socket import Listener, Wire
from mailhost import MailHost

from followupd.config.account import Server, Tls
from followupd.errors import Unreachable
from followupd.setup.server_check import MailProtocol, check_server

PATIENCE = 1.0


def server(
    port: int, ca_file: Path | None = None, tls: Tls = Tls.IMPLICIT, host: str = "localhost"
) -> Server:
    return Server(host=host, port=port, tls=tls, ca_file=str(ca_file) if ca_file else None)


def turned_away(where: Server, protocol: MailProtocol) -> str:
    with pytest.raises(Unreachable) as told:
        check_server(where, protocol, PATIENCE)
    assert str(told.value).startswith(f"{where.host}:{where.port}: ")
    return str(told.value)


@pytest.fixture
def listen() -> Iterator[Callable[[bytes], Listener]]:
    """Somebody who says these words first and then listens."""
    opened: list[Listener] = []

    def _listen(words: bytes, certificate: Path | None = None) -> Listener:
        def converse(wire: Wire) -> None:
            if certificate:
                wire.secure(str(certificate))
            wire.say(words)
            wire.hush()

        opened.append(Listener(converse))
        return opened[-1]

    yield _listen
    for listener in opened:
        listener.close()


@pytest.fixture
def portal() -> Iterator[int]:
    """A web server, as a hotel puts it in the way of every port."""

    class Page(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    web.daemon_threads = True
    threading.Thread(target=web.serve_forever, args=(0.02,), daemon=True).start()
    yield web.server_port
    web.shutdown()
    web.server_close()


@pytest.mark.parametrize("protocol", ["imap", "smtp"])
@pytest.mark.parametrize("tls", [Tls.IMPLICIT, Tls.STARTTLS])
def test_the_right_server_shows_how_long_its_certificate_holds(
    mailhost: MailHost, protocol: MailProtocol, tls: Tls
) -> None:
    ports = {
        ("imap", Tls.IMPLICIT): mailhost.imaps_port,
        ("imap", Tls.STARTTLS): mailhost.imap_port,
        ("smtp", Tls.IMPLICIT): mailhost.submissions_port,
        ("smtp", Tls.STARTTLS): mailhost.submission_port,
    }

    until = check_server(server(ports[protocol, tls], mailhost.ca_file, tls), protocol)

    assert until is not None
    assert until > datetime.now(UTC) + timedelta(days=1)


def test_without_tls_on_this_machine_only_the_greeting_counts(mailhost: MailHost) -> None:
    assert check_server(server(mailhost.imap_port, tls=Tls.NONE), "imap") is None


def test_imap_on_the_port_of_smtp_is_told_from_smtp_on_the_port_of_imap(mailhost: MailHost) -> None:
    for tls, smtp_port, imap_port in (
        (Tls.IMPLICIT, mailhost.submissions_port, mailhost.imaps_port),
        (Tls.STARTTLS, mailhost.submission_port, mailhost.imap_port),
    ):
        for_imap = turned_away(server(smtp_port, mailhost.ca_file, tls), "imap")
        for_smtp = turned_away(server(imap_port, mailhost.ca_file, tls), "smtp")

        assert "SMTP answers there, not IMAP; IMAP is usually on port 993" in for_imap
        assert "IMAP answers there, not SMTP; mail is usually handed over on port 465" in for_smtp


def test_a_port_that_begins_in_the_clear_is_told_by_name(mailhost: MailHost) -> None:
    assert "begins in the clear, without TLS; write tls: starttls" in turned_away(
        server(mailhost.imap_port, mailhost.ca_file), "imap"
    )
    assert "begins in the clear, without TLS; write tls: starttls" in turned_away(
        server(mailhost.submission_port, mailhost.ca_file), "smtp"
    )
    assert "SMTP answers there, not IMAP" in turned_away(
        server(mailhost.submission_port, mailhost.ca_file), "imap"
    )


def test_a_port_that_wants_tls_at_once_is_told_by_name(mailhost: MailHost) -> None:
    assert "wants TLS from the first byte on; write tls: implicit" in turned_away(
        server(mailhost.imaps_port, mailhost.ca_file, Tls.STARTTLS), "imap"
    )


def test_a_private_certificate_says_how_to_trust_it(mailhost: MailHost) -> None:
    for tls, port in ((Tls.IMPLICIT, mailhost.imaps_port), (Tls.STARTTLS, mailhost.imap_port)):
        said = turned_away(server(port, tls=tls), "imap")

        assert "its certificate is not to be trusted: " in said
        assert "for a private authority name its certificate as ca_file" in said


def test_an_expired_certificate_and_that_of_another_host_have_their_own_sentences(
    mailhost: MailHost, authority: Authority
) -> None:
    mailhost.present(authority.expired())
    expired = turned_away(server(mailhost.imaps_port, mailhost.ca_file), "imap")
    mailhost.present(authority.wrong_host())
    elsewhere = turned_away(server(mailhost.submissions_port, mailhost.ca_file), "smtp")

    assert "has expired; the provider must renew it, or the clock" in expired
    assert "not valid for 'localhost'; write the host name that stands in the certificate" in elsewhere


def test_a_ca_file_that_is_not_there_is_named() -> None:
    assert "ca_file /no/such.pem: no such file" in turned_away(server(1, Path("/no/such.pem")), "imap")


@pytest.mark.parametrize("tls", [Tls.IMPLICIT, Tls.STARTTLS, Tls.NONE])
def test_a_captive_portal_on_a_mail_port_is_recognised(portal: int, tls: Tls) -> None:
    said = turned_away(server(portal, tls=tls), "imap")

    assert "a web page answers there, no mail server" in said
    assert "log in to the network first" in said


def test_a_portal_under_tls_is_recognised_too(listen: Callable[..., Listener], authority: Authority) -> None:
    listener = listen(b"HTTP/1.1 302 Found\r\n\r\n", authority.good())

    assert "a web page answers there" in turned_away(server(listener.port, authority.ca_file), "smtp")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (b"+OK ready\r\n", "POP3 answers there, not IMAP"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "SSH answers there, not IMAP"),
        (
            b"* BYE too many visitors\r\n",
            "it wants no visitors now: * BYE too many visitors; try again later",
        ),
        (b"\x00\x01\x02 hello\r\n", "it does not speak IMAP: "),
        (b"", "it says nothing; IMAP is usually on port 993"),
    ],
)
def test_whoever_else_answers_is_named(listen: Callable[..., Listener], words: bytes, said: str) -> None:
    assert said in turned_away(server(listen(words).port, tls=Tls.STARTTLS), "imap")


def test_a_server_that_turns_visitors_away_is_told_from_a_wrong_one(listen: Callable[..., Listener]) -> None:
    said = turned_away(server(listen(b"554 5.7.1 not from there\r\n").port, tls=Tls.NONE), "smtp")

    assert "it wants no visitors now: 554 5.7.1 not from there" in said


def test_a_server_without_starttls_is_named() -> None:
    def converse(wire: Wire) -> None:
        wire.say(b"* OK hi\r\n")
        wire.line()
        wire.say(b"a BAD what?\r\n")
        wire.hush()

    with Listener(converse) as listener:
        said = turned_away(server(listener.port, tls=Tls.STARTTLS), "imap")

    assert "offers no STARTTLS, and no password is sent over an open line" in said


def test_nobody_there_and_no_such_host_have_their_own_sentences() -> None:
    assert "nobody listens there; IMAP is usually on port 993" in turned_away(server(1), "imap")
    assert "no such host, or no network; check the spelling" in turned_away(
        server(993, host="imap.nowhere.invalid"), "imap"
    )
