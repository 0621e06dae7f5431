"""The table of common providers: each with its advice, no domain twice, TLS everywhere, a page and a month."""

import re

import pytest

from followupd.config.account import Tls
from followupd.setup.provider_table import LoginMethod, list_providers
from followupd.setup.providers import find_by_address, find_by_domain, find_by_exchanger

PROVIDERS = list_providers()


def test_each_provider_says_what_to_do_or_what_to_do_instead() -> None:
    assert len(PROVIDERS) >= 70
    for provider in PROVIDERS:
        assert provider.advice if provider.lets_programs_in else provider.instead, provider.name
        assert provider.help.startswith("https://"), provider.name
        assert re.fullmatch(r"2026-(0[1-9]|1[0-2])", provider.as_of), provider.name
        assert provider.domains or provider.mx, provider.name


def test_no_domain_and_no_name_belongs_to_two_providers() -> None:
    domains = [domain for provider in PROVIDERS for domain in provider.domains]
    assert len(domains) == len(set(domains))
    assert len(domains) > 350
    assert [d for d in domains if not re.fullmatch(r"[a-z0-9.-]+\.[a-z]+", d)] == []
    assert len({p.name for p in PROVIDERS}) == len(PROVIDERS)


def test_every_server_of_the_table_speaks_tls() -> None:
    servers = [s for p in PROVIDERS for s in (p.imap, p.smtp) if s]
    assert all(s.tls is not Tls.NONE for s in servers)


def test_microsoft_takes_oauth_only_and_says_what_to_do_instead() -> None:
    provider = find_by_domain("hotmail.co.uk")

    assert provider is not None
    assert (provider.login_method, provider.oauth, provider.files_sent) == (
        LoginMethod.OAUTH,
        "microsoft",
        True,
    )
    assert "switch IMAP on" in provider.advice
    assert "not an alias" in provider.limit
    assert "another mailbox" in provider.instead


@pytest.mark.parametrize("address", ["sam@tuta.com", "sam@tutanota.com", "sam@hey.com"])
def test_a_provider_that_lets_no_program_in_says_so(address: str) -> None:
    provider = find_by_address(address)

    assert provider is not None
    assert not provider.lets_programs_in
    assert "another mailbox" in provider.warning


@pytest.mark.parametrize(
    ("address", "name", "word"),
    [
        ("sam@proton.me", "Proton Mail", "paid plans"),
        ("sam@zohomail.com", "Zoho Mail", "free plan"),
        ("sam@yahoo.co.uk", "Yahoo Mail", "2-step verification"),
        ("sam@comcast.net", "Comcast Xfinity", "moved to Yahoo"),
        ("sam@sbcglobal.net", "AT&T Mail", "secure mail key"),
        ("sam@verizon.net", "AOL Mail", "app password"),
        ("sam@cox.net", "Yahoo Mail", "app password"),
        ("sam@gmx.com", "GMX (international)", "app password"),
        ("sam@qq.com", "QQ Mail", "authorization code"),
        ("sam@mail.ru", "Mail.ru", "external applications"),
        ("sam@o2.pl", "o2 Poczta", "switch access"),
        ("sam@laposte.net", "La Poste", "before the @"),
    ],
)
def test_a_provider_says_what_matters_there(address: str, name: str, word: str) -> None:
    provider = find_by_address(address)

    assert provider is not None
    assert provider.name == name
    assert word in f"{provider.advice} {provider.warning}"


def test_where_the_login_name_is_not_the_address_it_is_cut() -> None:
    provider = find_by_address("sam@laposte.net")

    assert provider is not None
    assert provider.login_name("sam@laposte.net") == "sam"


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
    provider = find_by_exchanger(host)

    assert (provider and provider.name) == name
