"""The table of common providers: each with its advice, no domain twice, TLS everywhere."""

import pytest

from followupd.config.account import Tls
from followupd.setup.provider_table import PROVIDERS, LoginMethod
from followupd.setup.providers import find_by_domain, find_by_exchanger


def test_fifteen_providers_and_more_are_known_each_with_its_advice() -> None:
    assert len(PROVIDERS) >= 15
    for provider in PROVIDERS:
        assert provider.advice
        assert provider.help.startswith("https://")
        assert provider.domains or provider.mx


def test_no_domain_belongs_to_two_providers() -> None:
    domains = [domain for provider in PROVIDERS for domain in provider.domains]

    assert len(domains) == len(set(domains))


def test_every_server_of_the_table_speaks_tls() -> None:
    assert all(s.tls is not Tls.NONE for p in PROVIDERS for s in (p.imap, p.smtp))


def test_microsoft_takes_oauth_only_and_files_sent_mail_itself() -> None:
    known = find_by_domain("hotmail.co.uk")

    assert known is not None
    assert (known.login_method, known.oauth, known.files_sent) == (LoginMethod.OAUTH, "microsoft", True)


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("aspmx.l.google.com", "Gmail"),
        ("firm-example.mail.protection.outlook.com", "Microsoft 365"),
        ("eur.olc.protection.outlook.com", "Outlook.com"),
        ("in1-smtp.messagingengine.com", "Fastmail"),
        ("mx.notgoogle.com", None),
    ],
)
def test_a_mail_exchanger_tells_the_provider(host: str, name: str | None) -> None:
    found = find_by_exchanger(host)

    assert (found and found.name) == name
