"""Live checks of everything the daemon leans on, each with what it means and what mends it."""

from __future__ import annotations

import os
import secrets
import stat
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cached_property, partial
from typing import TYPE_CHECKING, Literal

from followupd import orders
from followupd.errors import FollowupdError
from followupd.keys.credentials import Credentials
from followupd.keys.logins import login_source
from followupd.keys.oauth import OAuthLogin
from followupd.keys.vault import State
from followupd.mail.smtp import Submission
from followupd.mail.tls import place
from followupd.setup import knock, probe
from followupd.setup.checking import rehearse
from followupd.store import SqliteStore
from followupd.workdays import is_known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from followupd.config import Config, Server
    from followupd.keys.logins import LoginSource
    from followupd.places import Places

SOON = timedelta(days=14)  # a certificate that ends sooner is worth a warning
TESTING = timedelta(days=7)  # how long Google's consent lives while the OAuth client is in "Testing"
SKEW = 120.0  # seconds; a clock further off misses the hours in which mail may go out


class Verdict(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is, what mends it, the exit status that it is worth."""

    area: str
    verdict: Verdict
    text: str
    remedy: str = ""
    status: int = 0


def ok(area: str, text: str) -> Finding:
    """Return a good finding."""
    return Finding(area, Verdict.OK, text)


def warning(area: str, text: str, remedy: str) -> Finding:
    """Return a finding that will matter later."""
    return Finding(area, Verdict.WARNING, text, remedy)


def fault(area: str, text: str, remedy: str, status: int = 1) -> Finding:
    """Return a finding that keeps followupd from working."""
    return Finding(area, Verdict.FAULT, text, remedy, status)


@dataclass(frozen=True)
class Case:
    """What is looked at. `push`: a mail may be put into the INBOX for a moment."""

    config: Config
    where: Places
    now: Callable[[], datetime]
    push: bool = False

    @cached_property
    def credentials(self) -> Credentials:
        """The secret's place."""
        return Credentials(self.config.account)

    @cached_property
    def login(self) -> LoginSource:
        """The logins, as the daemon gets them."""
        return login_source(self.config.account, self.where.state, self.now, self.credentials)


def examine(where: Places, now: Callable[[], datetime], *, push: bool = False) -> Iterator[Finding]:
    """Yield every finding as soon as it is there; never raises for what it finds."""
    loaded = orders.read(where)
    for text in loaded.faults:
        yield fault("config", text, "mend that line; `followupd check` looks again", 78)
    yield from _guarded("state", partial(_state, where))
    yield from _service()
    if loaded.config is None:
        return
    if not loaded.faults:
        yield ok("config", f"{where.config}, interviews: {len(loaded.config.interviews)}")
    case = Case(loaded.config, where, now, push)
    for server, protocol in _servers(case):
        yield from _guarded("certificate", partial(_certificate, server, protocol, now))
    for area, check in _CHECKS.items():
        yield from _guarded(area, partial(check, case))
    if case.credentials.status().state is State.UNLOCKED:
        for area, check in _WITH_LOGIN.items():
            yield from _guarded(area, partial(check, case))


def _guarded(area: str, check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield what a check finds; a fault that it raises is a finding, its remedy behind the first semicolon."""
    try:
        yield from check()
    except FollowupdError as said:
        what, _, remedy = str(said).partition("; ")
        yield fault(area, what, remedy, said.exit_status)


# --- this machine


def _state(where: Places) -> Iterator[Finding]:
    """The store is whole, and for its owner only."""
    if not where.store.exists():
        yield ok("state", f"{where.state}: nothing is there yet")
        return
    open_to_others = [p for p in (where.state, where.store) if stat.S_IMODE(p.stat().st_mode) & 0o077]
    for path in open_to_others:
        yield fault("state", f"{path} is open to other users", f"chmod go= {path}")
    store = SqliteStore(where.store)
    try:
        broken = store.verify()
    finally:
        store.close()
    if broken is not None:
        yield fault("state", f"the journal is damaged from entry {broken} on", "restore it from a backup", 75)
    elif not open_to_others:
        yield ok("state", f"{where.store}: whole, and yours alone")


def _service() -> Iterator[Finding]:
    """A systemd user unit starts it, and outlives the session."""
    enabled = _said("systemctl", "--user", "is-enabled", "followupd.service")
    if enabled is None:
        yield warning("service", "there is no systemd here", "keep `followupd run` running by other means")
    elif enabled != "enabled":
        yield warning("service", "followupd is not started at login", "followupd service install")
    elif _said("loginctl", "show-user", str(os.getuid()), "--property=Linger", "--value") != "yes":
        yield warning("service", "followupd ends when you log out", "loginctl enable-linger")
    else:
        yield ok("service", "it is enabled and outlives your session")
    if _said("timedatectl", "show", "--property=NTPSynchronized", "--value") == "no":
        yield warning("clock", "this machine's clock is not synchronised", "timedatectl set-ntp true")


def _said(*command: str) -> str | None:
    """Return what a program of systemd's printed; None where it is not there or does not answer."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() or None


# --- the configuration


def _templates(case: Case) -> Iterator[Finding]:
    faults, better = rehearse(case.config, case.where, case.now())
    for text in better:
        yield warning("templates", text, "`followupd preview` shows the text")
    for text in faults:
        yield fault("templates", text, "mend the template or the interview", 78)
    if not faults:
        yield ok("templates", "every text can be written")


def _calendar(case: Case) -> Iterator[Finding]:
    home = case.config.candidate.country
    countries = sorted({home, *(i.country or home for i in case.config.interviews)})
    if unknown := [c for c in countries if not is_known(c)]:
        yield warning(
            "calendar", f"no holidays are known for {', '.join(unknown)}", "only weekends count there"
        )
    else:
        yield ok("calendar", f"holidays are known for {', '.join(countries)}")


def _keyring(case: Case) -> Iterator[Finding]:
    status = case.credentials.status()
    if status.state is not State.UNLOCKED:
        case.credentials.read()  # raises the sentence for it
    yield ok("keyring", f"{status.backend}: open, and the secret is there")


def _servers(case: Case) -> list[tuple[Server, Literal["imap", "smtp"]]]:
    return [(case.config.account.imap, "imap"), (case.config.account.smtp, "smtp")]


def _certificate(
    server: Server, protocol: Literal["imap", "smtp"], now: Callable[[], datetime]
) -> Iterator[Finding]:
    until = knock.knock(server, protocol)
    if until is None:
        yield ok("certificate", f"{place(server)}: no TLS, on this machine")
        return
    left = until - now()
    text = f"{place(server)}: trusted for {left.days} more days"
    if left < SOON:
        yield warning("certificate", text, "the provider has to renew it; if it is your own server, do so")
    else:
        yield ok("certificate", text)


# --- the account


def _token(case: Case) -> Iterator[Finding]:
    """How old the consent is: Google ends that of a client in "Testing" after seven days."""
    if not isinstance(case.login, OAuthLogin):
        return
    age = case.now() - case.login.granted_at()
    text = f"consent given {age.days} days ago"
    oauth = case.config.account.oauth
    if oauth and oauth.provider == "google" and TESTING - timedelta(days=2) <= age <= TESTING:
        yield warning(
            "token", text, "a client in 'Testing' ends after 7 days: publish it, then `followupd login`"
        )
    else:
        yield ok("token", text)


def _imap(case: Case) -> Iterator[Finding]:
    account = case.config.account
    offer = probe.offer(account, case.login)
    yield ok("imap", f"{place(account.imap)}: logged in; reads {probe.named(offer.folders)}")
    if offer.sent is None:
        yield warning("sent", "no folder of sent mail was found", "name it under account.folders.sent")
    if not offer.idle:
        yield warning(
            "idle", "the server cannot push", "answers are noticed within four minutes all the same"
        )
    elif case.push:
        yield from _pushed(case)
    else:
        yield ok("idle", "the server says it pushes; `followupd doctor --push` tries it")


def _pushed(case: Case) -> Iterator[Finding]:
    address = case.config.account.address
    message_id = f"<{secrets.token_hex(12)}@{address.rpartition('@')[2]}>"
    found = probe.push(case.config.account, case.login, message_id, case.now())
    if found.came:
        yield ok("idle", "a new mail was pushed at once")
    else:
        yield warning(
            "idle", "a new mail was not pushed", "answers are noticed within four minutes all the same"
        )
    if not found.removed:
        yield warning("idle", f"the mail {probe.SUBJECT!r} is still in your INBOX", "delete it by hand")
    ahead = probe.skew(found.server_time, case.now())
    if ahead is not None and abs(ahead) > SKEW:
        text = (
            f"this machine's clock is {abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} the server's"
        )
        yield fault("clock", text, "timedatectl set-ntp true")
    elif ahead is not None:
        yield ok("clock", "it agrees with the server's")


def _smtp(case: Case) -> Iterator[Finding]:
    account = case.config.account
    found = Submission(account.smtp, case.login).check()
    size = f", mails up to {found.size // 1_000_000} MB" if found.size else ""
    yield ok("smtp", f"{place(account.smtp)}: logged in, {found.tls or 'plain on this machine'}{size}")


_CHECKS = {"templates": _templates, "calendar": _calendar, "keyring": _keyring}
_WITH_LOGIN = {"token": _token, "imap": _imap, "smtp": _smtp}
