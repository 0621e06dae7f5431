"""What `followupd doctor` looks at of the account: where the secret lies, the servers, what they do."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from followupd.adapters.credentials.credentials import Credentials, login_source
from followupd.adapters.credentials.oauth import OAuthLogin
from followupd.adapters.credentials.secret_stores import State
from followupd.adapters.mail.smtp import Submission
from followupd.adapters.mail.tls import place
from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.account import KeyringSecret, SaveSent
from followupd.engine.ports import Copy
from followupd.journal.states import TouchState
from followupd.setup import mailbox_probe
from followupd.setup.doctor.finding import Finding, fault, ok, warning
from followupd.setup.server_check import knock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from followupd.adapters.credentials.credentials import LoginSource
    from followupd.adapters.system.paths import Places
    from followupd.config.account import Server
    from followupd.config.model import Config
    from followupd.setup.server_check import Protocol

SOON = timedelta(days=14)  # a certificate that ends sooner is worth a warning
TESTING = timedelta(days=7)  # how long Google's consent lives while the OAuth client is in "Testing"
LATE = timedelta(hours=1)  # a copy in Sent that waits longer is worth a warning
SKEW = 120.0  # seconds; a clock further off misses the hours in which mail may go out
WORTH = ("8bitmime", "smtputf8", "dsn")  # extensions that make a difference to us
SLOWLY = "answers are noticed within five minutes all the same"


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

    @cached_property
    def open(self) -> bool:
        """Whether the secret can be had."""
        return self.credentials.status().state is State.UNLOCKED


# --- before any login


def bus(case: Case) -> Iterator[Finding]:
    """The session bus, by which a desktop's keyring is reached."""
    if not isinstance(case.config.account.secret, KeyringSecret):
        return
    said = _bus()
    if said is None:
        yield ok("d-bus", "the session bus answers")
    elif case.open:
        yield ok("d-bus", f"no session bus ({said}); {case.credentials.status().backend} does without")
    else:
        yield fault(
            "d-bus",
            f"no session bus ({said}), so a desktop's keyring cannot be reached",
            "run followupd in your session: `followupd service install`; README, As a service, has the way"
            " for a server",
            75,
        )


def _bus() -> str | None:
    """Return why the session bus does not answer; None where it does."""
    try:
        import secretstorage

        secretstorage.dbus_init().close()
    except Exception as reason:  # noqa: BLE001 - whatever it is, it is the reason
        return str(reason).rstrip(".") or type(reason).__name__
    return None


def keyring(case: Case) -> Iterator[Finding]:
    """The secret can be had. Raises the sentence for it where it cannot."""
    status = case.credentials.status()
    if status.state is not State.UNLOCKED:
        case.credentials.read()
    yield ok("keyring", f"{status.backend}: open, and the secret is there")


def certificate(server: Server, protocol: Protocol, now: Callable[[], datetime]) -> Iterator[Finding]:
    """The right server answers, and its certificate holds. Raises Unreachable."""
    until = knock(server, protocol)
    if until is None:
        yield ok("certificate", f"{place(server)}: no TLS, on this machine")
        return
    left = until - now()
    text = f"{place(server)}: trusted for {left.days} more days"
    if left < SOON:
        yield warning("certificate", text, "the provider has to renew it; if it is your own server, do so")
    else:
        yield ok("certificate", text)


# --- with a login


def token(case: Case) -> Iterator[Finding]:
    """How old the consent is: Google ends that of a client in "Testing" after seven days. Raises LoginNeeded."""
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


def imap(case: Case) -> Iterator[Finding]:
    """The mailbox can be read; Sent is found; IDLE pushes. Raises Unreachable, LoginRefused."""
    account = case.config.account
    offer = mailbox_probe.offer(account, case.login)
    yield ok("imap", f"{place(account.imap)}: logged in; reads {mailbox_probe.named(offer.folders)}")
    yield from without_trash(offer)
    yield from _sent(case, offer.sent)
    if not offer.idle:
        yield warning("idle", "the server cannot push", SLOWLY)
    elif case.push:
        yield from _pushed(case)
    else:
        yield ok("idle", "the server says it pushes; without --no-push that is tried")


def without_trash(offer: mailbox_probe.Offer) -> Iterator[Finding]:
    """What is deleted can be read too."""
    if offer.trash is None:
        text = "no folder of deleted mail was found: an answer that you delete at once is not seen"
        yield warning("trash", text, "if there is one, name it under account.folders.trash")


def _sent(case: Case, folder: str | None) -> Iterator[Finding]:
    """Copies of what was sent are in the folder for it."""
    how = case.config.account.save_sent
    if how is SaveSent.NEVER:
        yield ok("sent", "followupd files no copies (save_sent: never)")
    elif folder is None:
        yield warning("sent", "no folder of sent mail was found", "name it under account.folders.sent")
    elif late := _late_copies(case):
        yield warning("sent", f"copies that are not in {folder} yet: {late}", "`followupd status` says why")
    else:
        who = (
            "followupd files each copy"
            if how is SaveSent.ALWAYS
            else "a copy the provider files is left to it"
        )
        yield ok("sent", f"copies go to {folder}; {who}")


def _late_copies(case: Case) -> int:
    if not case.where.store.exists():
        return 0
    store = SqliteStore(case.where.store)
    try:
        waiting = [o for o in store.outbox(TouchState.SENT) if o.copy is Copy.WANTED and o.changed]
        return sum(case.now() - o.changed > LATE for o in waiting if o.changed)
    finally:
        store.close()


def _pushed(case: Case) -> Iterator[Finding]:
    """A mail to oneself, put into the INBOX and removed at once, is pushed; its date is that of the server."""
    address = case.config.account.address
    message_id = f"<{secrets.token_hex(12)}@{address.rpartition('@')[2]}>"
    found = mailbox_probe.push(case.config.account, case.login, message_id, case.now())
    if found is None:
        yield ok("idle", "the server says it pushes; not tried, as it could not remove the mail (no UIDPLUS)")
        return
    if found.came:
        yield ok("idle", "a new mail was pushed at once")
    else:
        yield warning("idle", "a new mail was not pushed", SLOWLY)
    if not found.removed:
        yield warning(
            "idle", f"the mail {mailbox_probe.SUBJECT!r} is still in your INBOX", "delete it by hand"
        )
    yield from _skew(mailbox_probe.skew(found.server_time, case.now()))


def _skew(ahead: float | None) -> Iterator[Finding]:
    if ahead is None:
        return
    if abs(ahead) > SKEW:
        how = "ahead of" if ahead > 0 else "behind"
        text = f"this machine's clock is {abs(ahead):.0f} s {how} the server's"
        yield fault("clock", text, "timedatectl set-ntp true")
    else:
        yield ok("clock", "it agrees with the server's")


def smtp(case: Case) -> Iterator[Finding]:
    """Mail can be handed over. Raises Unreachable, LoginRefused."""
    server = case.config.account.smtp
    found = Submission(server, case.login).check()
    offers = ", ".join(name.upper() for name in WORTH if name in found.extensions)
    size = f", mails up to {found.size // 1_000_000} MB" if found.size else ""
    yield ok(
        "smtp",
        f"{place(server)}: logged in, {found.tls or 'plain on this machine'}; takes {offers or 'plain mail'}{size}",
    )
