"""The options of `followupd init`, in panels. Each question has an option, so that a script can answer it too."""

from __future__ import annotations

from typing import Annotated, Any

import typer

YOU, SERVERS, PASSWORD, FIRST, WAY = (
    "You", "Mail servers", "Password", "First interview", "How it is done",
)  # fmt: skip


def _make_option(help_: str, *names: str, panel: str) -> Any:
    return typer.Option(*names, help=help_, show_default=False, rich_help_panel=panel)


OptionalText = str | None
AddressOption = Annotated[OptionalText, _make_option("Your e-mail address.", panel=YOU)]
NameOption = Annotated[OptionalText, _make_option("Your name, as under your mails.", panel=YOU)]
CountryOption = Annotated[OptionalText, _make_option("Your country: Germany, DE or DE-BY.", panel=YOU)]
ZoneOption = Annotated[OptionalText, _make_option("Your time zone: Europe/Berlin or Berlin.", panel=YOU)]
OwnPhoneOption = Annotated[
    OptionalText, _make_option("Your number, where they reach you.", "--phone", panel=YOU)
]
OwnPostOption = Annotated[
    OptionalText,
    _make_option("Your postal address, for letters: 'Musterweg 1, 10115 Berlin'.", "--post", panel=YOU),
]
SignatureOption = Annotated[
    OptionalText,
    _make_option("Lines below your name in mails: 'Data Engineer, linkedin.com/in/sam'.", panel=YOU),
]
ImapOption = Annotated[
    OptionalText, _make_option("IMAP server: host, host:port or host:port/starttls.", panel=SERVERS)
]
SmtpOption = Annotated[OptionalText, _make_option("SMTP server, likewise.", panel=SERVERS)]
UserOption = Annotated[OptionalText, _make_option("Login name, if it is not the address.", panel=SERVERS)]
CaOption = Annotated[
    OptionalText, _make_option("Certificate of a private authority to trust, a PEM file.", panel=SERVERS)
]
OfflineOption = Annotated[bool, _make_option("Ask nobody for the servers.", "--offline", panel=SERVERS)]
StdinOption = Annotated[
    bool, _make_option("Read the password from standard input, one line.", "--stdin", panel=PASSWORD)
]
CredentialOption = Annotated[
    OptionalText,
    _make_option("The password is a systemd credential of this name, not in the keyring.", panel=PASSWORD),
]
CommandOption = Annotated[
    OptionalText,
    _make_option("A program prints the password: 'pass show mail'. No shell looks at it.", panel=PASSWORD),
]
ClientOption = Annotated[
    OptionalText, _make_option("OAuth: your client id with Google or Microsoft.", panel=PASSWORD)
]
TenantOption = Annotated[
    OptionalText,
    _make_option("OAuth, Microsoft: common, consumers, organizations, or your tenant's id.", panel=PASSWORD),
]
DeviceOption = Annotated[
    bool,
    _make_option("OAuth: by a code typed on any device, no browser here.", "--device", panel=PASSWORD),
]
BrowserOption = Annotated[
    bool, _make_option("OAuth: open the browser, or only print the address.", panel=PASSWORD)
]
FirstOption = Annotated[
    bool | None, _make_option("Write the first interview, or leave it for later.", panel=FIRST)
]
CompanyOption = Annotated[OptionalText, _make_option("The company.", panel=FIRST)]
PositionOption = Annotated[OptionalText, _make_option("The role.", panel=FIRST)]
AtOption = Annotated[OptionalText, _make_option("When, 2026-11-12 14:00.", panel=FIRST)]
ContactOption = Annotated[
    OptionalText, _make_option("The interviewer, 'Ana Ruiz <ana@acme.example>'.", panel=FIRST)
]
YesOption = Annotated[bool, _make_option("Take what was found without asking.", "--yes", "-y", panel=WAY)]
MailOption = Annotated[
    bool | None, _make_option("Send one mail to yourself, to see what becomes of it.", panel=WAY)
]
DesktopOption = Annotated[
    bool | None,
    _make_option(
        "Show notifications on this machine's desktop, or do not.", "--desktop/--no-desktop", panel=WAY
    ),
]
ServiceOption = Annotated[
    bool | None,
    _make_option("Install the service that keeps followupd running, or do not.", panel=WAY),
]
