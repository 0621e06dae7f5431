"""The login and TLS of submission: the secret goes to the right server alone, under TLS alone."""

import base64

import pytest
from faulty_smtp import (
    QUEUED,
    SECURE_STEPS,
    Fault,
    FaultySmtp,
    asks_for_ever,
    cut,
    never_ends,
    refuses_the_token,
    says,
    silence,
    stops_after,
    talks_in_the_clear,
)
from mailhost import SAM
from smtp_talk import LOGIN, MAIL, PLENTY, SOON, attempt, yes

from followupd.adapters.mail.smtp import Submission
from followupd.config.account import Server, Tls
from followupd.engine.ports import Login, Mechanism
from followupd.engine.sending.outcomes import Accepted, Unknown
from followupd.errors import LoginRefused, Unreachable

# The login


@pytest.mark.parametrize(
    "answer",
    [
        b"535 5.7.8 wrong\r\n",
        b"530 must not\r\n",
        b"534 5.7.9 use an app password\r\n",
        b"538 TLS\r\n",
        b"550 5.7.30 no\r\n",
    ],
)
def test_a_refused_login_says_whose_it_was_and_what_the_server_said(answer):
    outcome = attempt(FaultySmtp(fault=says("auth", answer)))
    assert isinstance(outcome, LoginRefused)
    assert SAM.address in str(outcome)
    assert answer[:-2].decode() in str(outcome)


def test_name_and_password_go_as_utf8():
    server = FaultySmtp()
    attempt(server)
    [auth] = [line for line in server.heard if line.startswith(b"AUTH")]
    assert base64.b64decode(auth.split()[2]).decode() == f"\0{SAM.address}\0{LOGIN.secret}"


def test_login_is_spoken_where_plain_is_not():
    server = FaultySmtp(extensions=["AUTH LOGIN"])
    assert isinstance(attempt(server), Accepted)
    at = server.heard.index(b"AUTH LOGIN")
    answers = [base64.b64decode(line).decode() for line in server.heard[at + 1 : at + 3]]
    assert answers == [SAM.address, LOGIN.secret]


@pytest.mark.parametrize("offer", ["XOAUTH2", "OAUTHBEARER"])
@pytest.mark.parametrize("mechanism", [Mechanism.XOAUTH2, Mechanism.OAUTHBEARER])
def test_a_token_is_spoken_in_the_way_the_server_knows(offer, mechanism):
    server = FaultySmtp(extensions=[f"AUTH {offer}"])
    login = Login(SAM.address, "token", mechanism)
    assert isinstance(attempt(server, login=login), Accepted)
    [auth] = [line for line in server.heard if line.startswith(b"AUTH")]
    assert auth.split()[1] == offer.encode()
    assert b"\1auth=Bearer token\1\1" in base64.b64decode(auth.split()[2])


@pytest.mark.parametrize("mechanism", [Mechanism.XOAUTH2, Mechanism.OAUTHBEARER])
def test_the_reason_for_a_refused_token_is_shown_in_words(mechanism):
    server = FaultySmtp(fault=refuses_the_token())
    outcome = attempt(server, login=Login(SAM.address, "stale token", mechanism))
    assert isinstance(outcome, LoginRefused)
    assert "535 5.7.8 no such token (status 401, scope https://mail.example/)" in str(outcome)


@pytest.mark.parametrize("extensions", [["SIZE 1000"], ["AUTH CRAM-MD5 NTLM"]])
def test_a_server_without_a_login_that_we_know_gets_no_mail(extensions):
    server = FaultySmtp(extensions=extensions)
    assert isinstance(attempt(server), LoginRefused)
    assert server.taken == []


@pytest.mark.parametrize(
    "fault", [asks_for_ever(), says("auth", b"334 !!!not base64\r\n"), never_ends("auth")]
)
def test_an_endless_or_broken_login_is_given_up(fault):
    server = FaultySmtp(fault=fault)
    assert isinstance(attempt(server, patience=0.5), Unreachable | LoginRefused)


@pytest.mark.parametrize("secret", ["two\nlines", "two\r\nlines", "nul\0", "half\ud800"])
def test_a_secret_that_cannot_be_said_is_not_said(secret):
    server = FaultySmtp()
    outcome = attempt(server, login=Login(SAM.address, secret))
    assert isinstance(outcome, LoginRefused)
    assert secret not in str(outcome)
    assert not any(line.startswith(b"AUTH") for line in server.heard)


@pytest.mark.parametrize("mechanism", list(Mechanism))
@pytest.mark.parametrize("code", [b"535", b"454"])
def test_a_server_that_echoes_the_secret_does_not_get_it_into_the_error(mechanism, code):
    login = Login(SAM.address, "s3cr3t-word", mechanism)

    def echo(wire, _) -> None:
        auth = server.heard[-1]
        wire.say(code + b" 5.7.8 bad: " + auth + b" s3cr3t-word\r\n")

    server = FaultySmtp(fault=Fault("auth", echo))
    outcome = attempt(server, login=login)
    assert isinstance(outcome, LoginRefused | Unreachable)
    assert "***" in str(outcome)
    assert "s3cr3t-word" not in str(outcome)
    assert server.heard[-1].split()[-1].decode() not in str(outcome)
    assert outcome.__cause__ is None


# TLS


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_good_certificate_is_trusted(authority, tls):
    server = FaultySmtp(tls=tls, certificate=authority.good())
    assert isinstance(attempt(server, ca_file=authority.ca_file), Accepted)


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
@pytest.mark.parametrize("kind", ["expired", "wrong_host"])
def test_a_bad_certificate_ends_the_talk_before_the_login(authority, tls, kind):
    server = FaultySmtp(tls=tls, certificate=getattr(authority, kind)())
    outcome = attempt(server, ca_file=authority.ca_file)
    assert isinstance(outcome, Unreachable)
    assert "its certificate is not to be trusted" in str(outcome)
    assert not any(line.startswith(b"AUTH") for line in server.heard)


def test_an_unknown_authority_is_not_trusted(authority):
    server = FaultySmtp(tls="implicit", certificate=authority.good())
    assert isinstance(attempt(server), Unreachable)


def test_a_missing_ca_file_is_named(tmp_path):
    outcome = attempt(FaultySmtp(tls="implicit"), ca_file=tmp_path / "none.pem")
    assert isinstance(outcome, Unreachable)
    assert "none.pem" in str(outcome)


def test_a_stripped_starttls_gets_no_password():
    server = FaultySmtp()
    with server:
        host = Server(host="127.0.0.1", port=server.port, tls=Tls.STARTTLS)
        with pytest.raises(Unreachable, match="offers no STARTTLS"):
            Submission(host, lambda: LOGIN).deliver_mail(MAIL, yes)
    assert not any(line.startswith(b"AUTH") for line in server.heard)


@pytest.mark.parametrize("step", SECURE_STEPS)
@pytest.mark.parametrize(
    "fault", [cut, silence, *(lambda at, g=g: says(at, g) for g in (b"454 4.7.0 no\r\n", b"?\r\n"))]
)
def test_a_server_that_breaks_over_starttls_is_out_of_reach(authority, step, fault):
    server = FaultySmtp(fault=fault(step), tls="starttls", certificate=authority.good())
    patience = SOON if fault is silence else PLENTY
    outcome = attempt(server, ca_file=authority.ca_file, patience=patience, connect_timeout=patience)
    assert isinstance(outcome, Unreachable)
    assert not any(line.startswith(b"AUTH") for line in server.heard)


def test_words_in_the_clear_do_not_pass_for_words_under_tls(authority):
    server = FaultySmtp(fault=talks_in_the_clear(), tls="starttls", certificate=authority.good())
    outcome = attempt(server, ca_file=authority.ca_file)
    assert isinstance(outcome, Unreachable)


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
@pytest.mark.parametrize("count", [0, 1, 10, len(QUEUED) - 1])
def test_an_answer_cut_under_tls_leaves_the_outcome_unknown(authority, tls, count):
    server = FaultySmtp(fault=stops_after("dot", count), tls=tls, certificate=authority.good())
    assert isinstance(attempt(server, ca_file=authority.ca_file), Unknown)
