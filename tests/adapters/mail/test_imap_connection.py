"""The login and TLS of the mailbox: the secret goes to the right server alone, and a refusal is told from a trouble."""

import base64

import pytest
from faulty_imap import CAPABILITIES, FaultyImap
from imap_faults import asks_for_ever, bye, cut, refuses_the_token, says, silence
from imap_talk import GARBAGE, LOGIN, SOON, account, dovecot, visit
from imap_visit import Fault
from loopback import free_port
from mailhost import SAM

from followupd.adapters.mail.imap import ImapMailbox
from followupd.config.account import Server, Tls
from followupd.engine.ports import Login, Mechanism
from followupd.errors import LoginRefused, TryAgain, Unreachable

# In the login an unasked line is merely unasked, however odd.
FATAL = [lines for name, lines in GARBAGE.items() if name != "an unclosed list"]


# The login


def test_name_and_password_go_as_utf8():
    server = FaultyImap()
    assert visit(server) is None
    at = next(i for i, line in enumerate(server.heard) if b"AUTHENTICATE PLAIN" in line)
    assert base64.b64decode(server.heard[at + 1]).decode() == f"\0{SAM.address}\0{LOGIN.secret}"


def test_login_is_spoken_where_plain_is_not():
    server = FaultyImap(capabilities=["IMAP4rev1"])
    assert visit(server, login=Login('sam "the" \\ man', "two words")) is None
    assert server.heard[1].endswith(b'LOGIN "sam \\"the\\" \\\\ man" "two words"')


def test_a_password_that_login_cannot_carry_is_out_of_reach():
    server = FaultyImap(capabilities=["IMAP4rev1"])
    error = visit(server)
    assert isinstance(error, Unreachable)
    assert LOGIN.secret not in str(error)


@pytest.mark.parametrize(
    "capabilities", [["IMAP4rev1", "LOGINDISABLED"], ["IMAP4rev1", "AUTH=GSSAPI", "LOGINDISABLED"]]
)
def test_a_server_without_a_login_that_we_know_is_named(capabilities):
    error = visit(FaultyImap(capabilities=capabilities))
    assert isinstance(error, LoginRefused)
    assert "no way to log in that followupd knows" in str(error)


@pytest.mark.parametrize("offer", ["XOAUTH2", "OAUTHBEARER"])
@pytest.mark.parametrize("mechanism", [Mechanism.XOAUTH2, Mechanism.OAUTHBEARER])
def test_a_token_is_spoken_in_the_way_the_server_knows(offer, mechanism):
    server = FaultyImap(capabilities=["IMAP4rev1", f"AUTH={offer}"])
    assert visit(server, login=Login(SAM.address, "token", mechanism)) is None
    assert server.heard[1].endswith(f"AUTHENTICATE {offer}".encode())
    assert b"\1auth=Bearer token\1\1" in base64.b64decode(server.heard[2])


@pytest.mark.parametrize("mechanism", [Mechanism.XOAUTH2, Mechanism.OAUTHBEARER])
def test_the_reason_for_a_refused_token_is_shown_in_words(mechanism):
    server = FaultyImap(Fault("AUTHENTICATE", refuses_the_token))
    error = visit(server, login=Login(SAM.address, "stale token", mechanism))
    assert isinstance(error, LoginRefused)
    assert "AUTHENTICATE failed. (status 400, schemes Bearer)" in str(error)
    assert "stale token" not in str(error)


REFUSALS = [
    b"[AUTHENTICATIONFAILED] Invalid credentials (Failure)",
    b"[AUTHORIZATIONFAILED] no",
    b"[EXPIRED] That password expired",
    b"[ALERT] Application-specific password required",
    b"[PRIVACYREQUIRED] no",
    b"LOGIN failed.",
    b"nobody says 'sam' here",
]
NOT_NOW = [
    b"[UNAVAILABLE] Temporary authentication failure. [host:2026-11-23]",
    b"[LIMIT] Rate limit hit",
    b"[INUSE] locked",
    b"[ALERT] Too many simultaneous connections. (Failure)",
    b"[SERVERBUG] oops",
    b"Server busy, try again later",
]


@pytest.mark.parametrize("capabilities", [CAPABILITIES, ["IMAP4rev1"]], ids=["PLAIN", "LOGIN"])
@pytest.mark.parametrize("words", REFUSALS)
def test_a_refused_login_says_whose_it_was_and_what_the_server_said(words, capabilities):
    command = "AUTHENTICATE" if capabilities is CAPABILITIES else "LOGIN"
    server = FaultyImap(says(command, b"TAG NO " + words), capabilities=capabilities)
    error = visit(server, login=Login(SAM.address, "ascii"))
    assert isinstance(error, LoginRefused)
    assert str(error) == f"127.0.0.1:{server.port}: the login of {SAM.address} was refused: {words.decode()}"


@pytest.mark.parametrize("capabilities", [CAPABILITIES, ["IMAP4rev1"]], ids=["PLAIN", "LOGIN"])
@pytest.mark.parametrize(
    "answer", [*(b"TAG NO " + words for words in NOT_NOW), b"TAG BAD syntax", b"* BYE going down"]
)
def test_a_login_that_fails_for_another_reason_is_no_refusal(answer, capabilities):
    command = "AUTHENTICATE" if capabilities is CAPABILITIES else "LOGIN"
    fault = bye(command) if answer.startswith(b"* BYE") else says(command, answer)
    error = visit(FaultyImap(fault, capabilities=capabilities), login=Login(SAM.address, "ascii"))
    assert isinstance(error, Unreachable)


@pytest.mark.parametrize("command", ["greeting", "CAPABILITY", "AUTHENTICATE"])
@pytest.mark.parametrize("fault", [cut, silence, bye, *(lambda at, g=g: says(at, *g) for g in FATAL)])
def test_a_server_that_breaks_before_or_in_the_login_is_out_of_reach(command, fault):
    error = visit(FaultyImap(fault(command)), timeouts=SOON)
    assert isinstance(error, Unreachable)


def test_too_many_connections_are_named():
    server = FaultyImap(says("greeting", b"* BYE Too many connections from your address"))
    error = visit(server)
    assert isinstance(error, Unreachable)
    assert "Too many connections" in str(error)


def test_a_login_without_an_end_is_given_up():
    assert isinstance(visit(FaultyImap(Fault("AUTHENTICATE", asks_for_ever))), Unreachable)


@pytest.mark.parametrize("mechanism", list(Mechanism))
@pytest.mark.parametrize("words", [b"[AUTHENTICATIONFAILED] bad: ", b"[UNAVAILABLE] bad: "])
def test_a_server_that_echoes_the_secret_does_not_get_it_into_the_error(mechanism, words):
    def echo(visit) -> None:
        visit.wire.say(b"+ \r\n")
        visit.no(words + visit.wire.line() + b" s3cr3t-word")

    error = visit(FaultyImap(Fault("AUTHENTICATE", echo)), login=Login(SAM.address, "s3cr3t-word", mechanism))
    assert "s3cr3t-word" not in str(error)
    assert str(error).endswith("bad: *** ***")
    assert error.__cause__ is None


def test_a_failure_to_get_the_secret_passes_on_before_anything_is_said():
    def login() -> Login:
        raise TryAgain("the keyring is locked")

    with FaultyImap() as server:
        host = Server(host="127.0.0.1", port=server.port, tls=Tls.NONE)
        with pytest.raises(TryAgain), ImapMailbox(account(host), login).open_session():
            pass
        assert server.listener.visits == 0


def test_nobody_listening_is_out_of_reach():
    host = Server(host="127.0.0.1", port=free_port(), tls=Tls.NONE)
    with (
        pytest.raises(Unreachable, match="connection refused"),
        ImapMailbox(account(host), lambda: LOGIN).open_session(),
    ):
        pass


# TLS


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_good_certificate_is_trusted(authority, tls):
    server = FaultyImap(tls=tls, certificate=authority.good())
    assert visit(server, ca_file=authority.ca_file) is None


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
@pytest.mark.parametrize("kind", ["expired", "wrong_host"])
def test_a_bad_certificate_ends_the_talk_before_the_login(authority, tls, kind):
    server = FaultyImap(tls=tls, certificate=getattr(authority, kind)())
    error = visit(server, ca_file=authority.ca_file)
    assert isinstance(error, Unreachable)
    assert "its certificate is not to be trusted" in str(error)
    assert not any(b"AUTHENTICATE" in line for line in server.heard)


@pytest.mark.parametrize("greeting", [b"* OK hello", b"* PREAUTH welcome back"])
def test_a_stripped_starttls_gets_no_password(greeting):
    with FaultyImap(says("greeting", greeting)) as server:
        host = Server(host="127.0.0.1", port=server.port, tls=Tls.STARTTLS)
        with pytest.raises(Unreachable), ImapMailbox(account(host), lambda: LOGIN).open_session():
            pass
    assert not any(b"AUTHENTICATE" in line or b"LOGIN" in line for line in server.heard)


def test_a_refused_starttls_gets_no_password(authority):
    server = FaultyImap(says("STARTTLS", b"TAG NO not today"), tls="starttls", certificate=authority.good())
    assert isinstance(visit(server, ca_file=authority.ca_file), Unreachable)
    assert not any(b"AUTHENTICATE" in line for line in server.heard)


# Dovecot


def test_dovecot_refuses_a_wrong_password(mailhost):
    with (
        pytest.raises(LoginRefused, match="AUTHENTICATIONFAILED"),
        dovecot(mailhost, secret="wrong").open_session(),
    ):
        pass


def test_dovecot_takes_a_password_that_is_not_ascii(mailhost):
    mailhost.add_user("zoe@candidate.example", "pässwörd mit Wörtern")
    server = Server(
        host=mailhost.host, port=mailhost.imaps_port, tls=Tls.IMPLICIT, ca_file=str(mailhost.ca_file)
    )
    login = Login("zoe@candidate.example", "pässwörd mit Wörtern")
    with ImapMailbox(account(server), lambda: login).open_session() as session:
        assert session.find_folders()


@pytest.mark.parametrize("kind", ["expired", "wrong_host"])
def test_dovecot_with_a_bad_certificate_gets_no_password(mailhost, kind):
    mailhost.present(getattr(mailhost.authority, kind)())
    for tls in (Tls.IMPLICIT, Tls.STARTTLS):
        with (
            pytest.raises(Unreachable, match="its certificate is not to be trusted"),
            dovecot(mailhost, tls).open_session(),
        ):
            pass
