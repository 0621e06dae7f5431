"""What a server says when it refuses a login, and what helps: no refusal is left without a remedy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.setup.providers import find_by_address
from followupd.setup.remedies import GENERAL_ADVICE, REMEDIES, find_remedy, match_remedy


@pytest.mark.parametrize("remedy", REMEDIES, ids=lambda r: r.pattern.pattern[:40])
def test_each_line_of_the_table_is_the_first_that_fits_its_example(remedy: object) -> None:
    assert match_remedy(remedy.example) == remedy.advice


@pytest.mark.parametrize(
    ("server_text", "advice"),
    [
        ("535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. [DB6P]", "alias"),
        ("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit", "another one"),
        ("535 5.7.139 ... SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled", "administrator"),
        ("535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [PN0PR01]", "only OAuth"),
        ("NO Basic authentication is disabled.", "only OAuth"),
        ("NO User is authenticated but not connected.", "switch IMAP on"),
        ("NO [ALERT] IMAP access is disabled for your domain. Please contact your domain administrator", "administrator"),
        ("NO IMAP access is disabled for your account", "switch IMAP on"),
        ("NO [ALERT] Your account is not enabled for IMAP use. Please visit your settings and enable", "switch IMAP on"),
        ("NO You are yet to enable IMAP for your account.", "switch IMAP on"),
        ("534 5.7.9 Application-specific password required. Learn more at", "app password"),
        ("534 5.7.14 <https://accounts.google.com/signin/continue> Please log in via your web browser", "on the web"),
        ("535 5.7.8 Username and Password not accepted. For more information, go to", "revokes the old ones"),
        ("oauth2.googleapis.com: invalid_grant (Token has been expired or revoked)", "7 days"),
        ("NO [AUTHENTICATIONFAILED] Two-factor authentication is enabled: use an app specific password", "app password"),
        ("NO [LIMIT] too many failed logins", "wait an hour"),
        ("NO LOGIN Login error or password error, please use authorization code", "authorization code"),
        ("NO [EXPIRED] Your password has expired", "set a new one"),
    ],
)  # fmt: skip
def test_the_refusals_of_2026_have_their_remedy(server_text: str, advice: str) -> None:
    assert advice in find_remedy(f"mail.example:993: the login of sam@x.example was refused: {server_text}")


def test_a_refusal_that_says_nothing_gets_the_way_of_the_provider() -> None:
    refusal = "imap.mail.yahoo.com: the login was refused: [AUTHENTICATIONFAILED] LOGIN Invalid credentials"

    assert "make an app password" in find_remedy(refusal, find_by_address("sam@yahoo.com"))
    assert "Tuta lets no other program in" in find_remedy(refusal, find_by_address("sam@tuta.com"))
    assert find_remedy(refusal) == GENERAL_ADVICE


@given(st.text(max_size=300))
def test_there_is_always_a_remedy(server_text: str) -> None:
    assert find_remedy(server_text).strip()
