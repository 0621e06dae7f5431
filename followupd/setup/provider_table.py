"""What the commonest mail providers want: servers, kind of secret, who files the Sent copy. Data, no code to speak of.

Servers agree with Thunderbird's ISPDB (github.com/thunderbird/autoconfig) where it knows the provider, else with the
provider's own help pages. `files_sent` is a first guess; `followupd init` measures it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from followupd.config.account import Server, Tls


class LoginMethod(StrEnum):
    """What a program logs in with."""

    APP_PASSWORD = "app password"  # noqa: S105 - made for this program; the web password does not work
    PASSWORD = "password"  # noqa: S105 - the one of the web site, perhaps after IMAP was switched on
    OAUTH = "oauth"  # no password works any more
    BRIDGE = "bridge"  # a program on this machine stands between


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. `domains`: of its addresses; `mx`: ends of the mail exchangers of domains it hosts."""

    name: str
    imap: Server
    smtp: Server
    login_method: LoginMethod
    advice: str  # one line: what to do before the first login
    help: str  # where that is done, or explained
    domains: tuple[str, ...] = ()
    mx: tuple[str, ...] = ()
    files_sent: bool = False
    oauth: Literal["google", "microsoft"] | None = None  # the preset of `oauth:`


def _tls_server(host: str, port: int) -> Server:
    return Server(host=host, port=port)


def _starttls_server(host: str, port: int = 587) -> Server:
    return Server(host=host, port=port, tls=Tls.STARTTLS)


def _domains_under(name: str, endings: str) -> tuple[str, ...]:
    return tuple(f"{name}.{ending}" for ending in endings.split())


_SWITCH_IMAP_ON = "switch IMAP on in the mail settings on the web; then your usual password works"
_NORMAL_LOGIN = "your usual password works"
_NEEDS_APP_LOGIN = "make an app password; the web password does not work here"
_REGISTER_CLIENT = "passwords no longer work: register a client id of your own for OAuth"

PROVIDERS = (
    Provider(
        "Gmail",
        _tls_server("imap.gmail.com", 993),
        _tls_server("smtp.gmail.com", 465),
        LoginMethod.APP_PASSWORD,
        "turn 2-step verification on, then make an app password (16 letters); or OAuth with your own --client-id",
        "https://myaccount.google.com/apppasswords",
        ("gmail.com", "googlemail.com"),
        ("google.com", "googlemail.com"),
        files_sent=True,
        oauth="google",
    ),
    Provider(
        "Outlook.com",
        _tls_server("outlook.office365.com", 993),
        _starttls_server("smtp-mail.outlook.com"),
        LoginMethod.OAUTH,
        _REGISTER_CLIENT,
        "https://learn.microsoft.com/entra/identity-platform/quickstart-register-app",
        (
            *_domains_under(
                "outlook", "com at be cl cz de dk es fr hu ie in it jp kr lv my ph pt sa sg sk com.au com.br"
            ),
            *_domains_under(
                "hotmail", "com be ca cl cz de dk es fi fr gr hu it nl no se co.uk co.jp com.ar com.au com.br"
            ),
            *_domains_under(
                "live", "com at be ca cl cn de dk fi fr hk ie in it jp nl no ru se co.uk com.ar com.au com.mx"
            ),
            "msn.com",
            "windowslive.com",
        ),
        ("olc.protection.outlook.com",),
        files_sent=True,
        oauth="microsoft",
    ),
    Provider(
        "Microsoft 365",
        _tls_server("outlook.office365.com", 993),
        _starttls_server("smtp.office365.com"),
        LoginMethod.OAUTH,
        f"{_REGISTER_CLIENT}; your administrator must allow IMAP and SMTP AUTH for the mailbox",
        "https://learn.microsoft.com/entra/identity-platform/quickstart-register-app",
        ("onmicrosoft.com", "office365.com"),
        ("mail.protection.outlook.com", "mx.microsoft"),
        files_sent=True,
        oauth="microsoft",
    ),
    Provider(
        "Yahoo Mail",
        _tls_server("imap.mail.yahoo.com", 993),
        _tls_server("smtp.mail.yahoo.com", 465),
        LoginMethod.APP_PASSWORD,
        _NEEDS_APP_LOGIN,
        "https://login.yahoo.com/account/security",
        (  # not yahoo.co.jp, another company
            *_domains_under(
                "yahoo", "com ca de es fr ie in it se co.in co.nz co.uk com.ar com.au com.br com.mx"
            ),
            "ymail.com",
            "rocketmail.com",
            "myyahoo.com",
        ),
        ("yahoodns.net",),
    ),
    Provider(
        "AOL Mail",
        _tls_server("imap.aol.com", 993),
        _tls_server("smtp.aol.com", 465),
        LoginMethod.APP_PASSWORD,
        _NEEDS_APP_LOGIN,
        "https://login.aol.com/account/security",
        (*_domains_under("aol", "com de es fr it co.uk"), "aim.com"),
    ),
    Provider(
        "iCloud Mail",
        _tls_server("imap.mail.me.com", 993),
        _starttls_server("smtp.mail.me.com"),
        LoginMethod.APP_PASSWORD,
        "make an app-specific password; two-factor authentication must be on",
        "https://account.apple.com/account/manage",
        ("icloud.com", "me.com", "mac.com"),
        ("mail.icloud.com",),
    ),
    Provider(
        "GMX",
        _tls_server("imap.gmx.net", 993),
        _tls_server("mail.gmx.net", 465),
        LoginMethod.PASSWORD,
        f"{_SWITCH_IMAP_ON} (an app password with two-factor login)",
        "https://hilfe.gmx.net/pop-imap/einschalten.html",
        ("gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.eu", "gmx.org"),
        ("gmx.net",),
    ),
    Provider(
        "GMX (international)",
        _tls_server("imap.gmx.com", 993),
        _tls_server("mail.gmx.com", 465),
        LoginMethod.PASSWORD,
        _SWITCH_IMAP_ON,
        "https://support.gmx.com/pop-imap/toggle.html",
        ("gmx.com", "gmx.us", "gmx.co.uk", "gmx.fr", "gmx.es", "gmx.it"),
    ),
    Provider(
        "WEB.DE",
        _tls_server("imap.web.de", 993),
        _tls_server("smtp.web.de", 465),
        LoginMethod.PASSWORD,
        f"{_SWITCH_IMAP_ON} (an app password with two-factor login)",
        "https://hilfe.web.de/pop-imap/einschalten.html",
        ("web.de",),
    ),
    Provider(
        "T-Online",
        _tls_server("secureimap.t-online.de", 993),
        _tls_server("securesmtp.t-online.de", 465),
        LoginMethod.APP_PASSWORD,
        "set the separate e-mail password; the web password does not work here",
        "https://www.telekom.de/hilfe/apps-dienste/e-mail/programme/passwort-verwalten",
        ("t-online.de", "magenta.de"),
    ),
    Provider(
        "mail.com",
        _tls_server("imap.mail.com", 993),
        _tls_server("smtp.mail.com", 465),
        LoginMethod.PASSWORD,
        "IMAP is part of the Premium plan; switch it on in the mail settings",
        "https://support.mail.com/premium/imap/index.html",
        ("mail.com", "email.com", "post.com", "usa.com", "consultant.com", "engineer.com"),
    ),
    Provider(
        "Fastmail",
        _tls_server("imap.fastmail.com", 993),
        _tls_server("smtp.fastmail.com", 465),
        LoginMethod.APP_PASSWORD,
        _NEEDS_APP_LOGIN,
        "https://app.fastmail.com/settings/security/apps",
        ("fastmail.com", "fastmail.fm", "sent.com"),
        ("messagingengine.com",),
    ),
    Provider(
        "Zoho Mail",
        _tls_server("imap.zoho.com", 993),
        _tls_server("smtp.zoho.com", 465),
        LoginMethod.APP_PASSWORD,
        "switch IMAP on in the mail settings; with two-factor login make an app password",
        "https://www.zoho.com/mail/help/imap-access.html",
        ("zoho.com", "zohomail.com"),
        ("zoho.com",),
        files_sent=True,
    ),
    Provider(
        "Zoho Mail (Europe)",
        _tls_server("imap.zoho.eu", 993),
        _tls_server("smtp.zoho.eu", 465),
        LoginMethod.APP_PASSWORD,
        "switch IMAP on in the mail settings; with two-factor login make an app password",
        "https://www.zoho.com/mail/help/imap-access.html",
        ("zoho.eu", "zohomail.eu"),
        ("zoho.eu",),
        files_sent=True,
    ),
    Provider(
        "Proton Mail",
        _starttls_server("127.0.0.1", 1143),
        _starttls_server("127.0.0.1", 1025),
        LoginMethod.BRIDGE,
        "run Proton Mail Bridge here, use the password it shows, and export its certificate for ca_file",
        "https://proton.me/mail/bridge",
        ("proton.me", "protonmail.com", "protonmail.ch", "pm.me"),
        ("protonmail.ch",),
        files_sent=True,
    ),
    Provider(
        "mailbox.org",
        _tls_server("imap.mailbox.org", 993),
        _tls_server("smtp.mailbox.org", 465),
        LoginMethod.PASSWORD,
        f"{_NORMAL_LOGIN}; with two-factor login make an app password",
        "https://kb.mailbox.org",
        ("mailbox.org",),
        ("mailbox.org",),
    ),
    Provider(
        "Posteo",
        _tls_server("posteo.de", 993),
        _tls_server("posteo.de", 465),
        LoginMethod.PASSWORD,
        _NORMAL_LOGIN,
        "https://posteo.de/en/help",
        ("posteo.de", "posteo.net", "posteo.org", "posteo.eu"),
    ),
    Provider(
        "IONOS",
        _tls_server("imap.ionos.de", 993),
        _tls_server("smtp.ionos.de", 465),
        LoginMethod.PASSWORD,
        "the mailbox's own password works, not the one of the customer account",
        "https://www.ionos.de/hilfe/e-mail",
        ("1und1.de", "online.de", "onlinehome.de"),
        ("kundenserver.de", "ionos.de"),
    ),
    Provider(
        "Infomaniak",
        _tls_server("mail.infomaniak.com", 993),
        _tls_server("mail.infomaniak.com", 465),
        LoginMethod.APP_PASSWORD,
        "make a password for this device in the mail settings",
        "https://www.infomaniak.com/en/support",
        ("ik.me", "ikmail.com", "etik.com"),
        ("infomaniak.ch",),
    ),
    Provider(
        "OVHcloud",
        _tls_server("ssl0.ovh.net", 993),
        _tls_server("ssl0.ovh.net", 465),
        LoginMethod.PASSWORD,
        "the mailbox's own password works",
        "https://help.ovhcloud.com",
        mx=("mail.ovh.net",),
    ),
    Provider(
        "Yandex Mail",
        _tls_server("imap.yandex.com", 993),
        _tls_server("smtp.yandex.com", 465),
        LoginMethod.APP_PASSWORD,
        "switch IMAP on in the mail settings and make an app password",
        "https://id.yandex.com/security/app-passwords",
        (*_domains_under("yandex", "com by kz ru com.tr"), "ya.ru"),
        ("mx.yandex.net",),
        files_sent=True,
    ),
)
