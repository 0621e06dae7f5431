"""The checks of `followupd doctor` for the account: the password's place, the servers, and what they can do."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from followupd.adapters.credentials.credentials import Credentials, make_login_source
from followupd.adapters.credentials.oauth import OAuthLogin
from followupd.adapters.credentials.secret_stores import SecretState
from followupd.adapters.mail.smtp import Submission
from followupd.adapters.mail.tls import server_address
from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.account import Folders, KeyringSecret, SaveSent
from followupd.engine.ports import SentCopy
from followupd.journal.states import TouchState
from followupd.setup import mailbox_probe
from followupd.setup.doctor.finding import Finding, fault_finding, ok_finding, warning_finding
from followupd.setup.server_check import check_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from followupd.adapters.credentials.credentials import LoginSource
    from followupd.adapters.system.paths import Paths
    from followupd.config.account import Server
    from followupd.config.model import Config
    from followupd.setup.server_check import MailProtocol

CERTIFICATE_WARNING = timedelta(days=14)  # a certificate that ends sooner gets a warning
# A Google consent ends after this time while the OAuth client is in "Testing".
TESTING_CONSENT_LIFETIME = timedelta(days=7)
LATE_COPY_AGE = timedelta(hours=1)  # a copy in Sent that waits longer gets a warning
MAX_CLOCK_SKEW = 120.0  # seconds; with a larger error mails would go out at wrong hours
USEFUL_EXTENSIONS = ("8bitmime", "smtputf8", "dsn")  # extensions that followupd uses
WITHOUT_PUSH = "answers are noticed within five minutes all the same"


@dataclass(frozen=True)
class DoctorContext:
    """What the checks need. With `may_push` they may put a mail into the INBOX for a moment."""

    config: Config
    paths: Paths
    now: Callable[[], datetime]
    may_push: bool = False

    @cached_property
    def credentials(self) -> Credentials:
        """The place of the secret."""
        return Credentials(self.config.account)

    @cached_property
    def login_source(self) -> LoginSource:
        """The source of logins, as the daemon uses it."""
        return make_login_source(self.config.account, self.paths.state, self.now, self.credentials)

    @cached_property
    def is_secret_available(self) -> bool:
        """Whether the secret can be read now."""
        return self.credentials.query_status().state is SecretState.UNLOCKED


# --- before any login


def check_bus(context: DoctorContext) -> Iterator[Finding]:
    """Check the session bus, which leads to a desktop's keyring."""
    if not isinstance(context.config.account.secret, KeyringSecret):
        return
    reason = _find_bus_fault()
    if reason is None:
        yield ok_finding("d-bus", "the session bus answers")
    elif context.is_secret_available:
        yield ok_finding(
            "d-bus", f"no session bus ({reason}); {context.credentials.query_status().backend} does without"
        )
    else:
        yield fault_finding(
            "d-bus",
            f"no session bus ({reason}), so a desktop's keyring cannot be reached",
            "run followupd in your session: `followupd service install`; docs/how-to/service.md has the way"
            " for a server",
            75,
        )


def _find_bus_fault() -> str | None:
    """Return why the session bus does not answer, or None."""
    try:
        import secretstorage

        secretstorage.dbus_init().close()
    except Exception as reason:  # noqa: BLE001 - whatever it is, it is the reason
        return str(reason).rstrip(".") or type(reason).__name__
    return None


def check_keyring(context: DoctorContext) -> Iterator[Finding]:
    """Check that the secret can be read. Raises the error that explains why not."""
    status = context.credentials.query_status()
    if status.state is not SecretState.UNLOCKED:
        context.credentials.read_secret()
    yield ok_finding("keyring", f"{status.backend}: open, and the password is there")


def check_certificate(
    server: Server, protocol: MailProtocol, now: Callable[[], datetime]
) -> Iterator[Finding]:
    """Check that the right server answers with a valid certificate. Raises Unreachable."""
    expiry = check_server(server, protocol)
    if expiry is None:
        yield ok_finding("certificate", f"{server_address(server)}: no TLS, on this machine")
        return
    time_left = expiry - now()
    text = f"{server_address(server)}: trusted for {time_left.days} more days"
    if time_left < CERTIFICATE_WARNING:
        yield warning_finding(
            "certificate", text, "the provider has to renew it; if it is your own server, do so"
        )
    else:
        yield ok_finding("certificate", text)


# --- with a login


def check_token(context: DoctorContext) -> Iterator[Finding]:
    """Check the age of the consent: Google ends that of a client in "Testing" after 7 days. Raises LoginNeeded."""
    if not isinstance(context.login_source, OAuthLogin):
        return
    age = context.now() - context.login_source.granted_at()
    text = f"consent given {age.days} days ago"
    oauth = context.config.account.oauth
    if (
        oauth
        and oauth.provider == "google"
        and TESTING_CONSENT_LIFETIME - timedelta(days=2) <= age <= TESTING_CONSENT_LIFETIME
    ):
        yield warning_finding(
            "token", text, "a client in 'Testing' ends after 7 days: publish it, then `followupd login`"
        )
    else:
        yield ok_finding("token", text)


def check_imap(context: DoctorContext) -> Iterator[Finding]:
    """Check that the mailbox can be read, its folders, and whether IDLE works. Raises Unreachable, LoginRefused."""
    account = context.config.account
    mailbox = mailbox_probe.inspect_mailbox(account, context.login_source)
    yield ok_finding(
        "imap",
        f"{server_address(account.imap)}: logged in; reads {mailbox_probe.describe_folders(mailbox.folders)}",
    )
    yield from check_folders(mailbox, account.folders)
    yield from check_trash(mailbox)
    yield from _check_sent(context, mailbox.sent_folder)
    if not mailbox.has_idle:
        yield warning_finding("idle", "the server cannot push", WITHOUT_PUSH)
    elif context.may_push:
        yield from _check_push(context)
    else:
        yield ok_finding("idle", "the server says it pushes; without --no-push that is tried")


def check_folders(mailbox: mailbox_probe.MailboxFeatures, settings: Folders) -> Iterator[Finding]:
    """Report the folders that are not read, and names in folders.exclude that do not exist."""
    if mailbox.skipped:
        yield ok_finding("folders", f"not read: {mailbox_probe.describe_skipped(mailbox.skipped)}")
    names = {folder.name for folder in mailbox.folders} | set(mailbox.skipped)
    unused = [pattern for pattern in settings.exclude if not _is_used(pattern, names)]
    if unused:
        yield warning_finding(
            "folders",
            f"folders.exclude names what is not there: {', '.join(unused)}",
            "write the names as the server shows them, or remove them",
        )


def _is_used(pattern: str, names: set[str]) -> bool:
    settings = Folders(exclude=[pattern])
    return any(settings.is_excluded(name) for name in names)


def check_trash(mailbox: mailbox_probe.MailboxFeatures) -> Iterator[Finding]:
    """Warn if no folder of deleted mail was found."""
    if mailbox.trash_folder is None:
        text = "no folder of deleted mail was found: an answer that you delete at once is not seen"
        yield warning_finding("trash", text, "if there is one, name it under account.folders.trash")


def _check_sent(context: DoctorContext, folder: str | None) -> Iterator[Finding]:
    """Check that copies of sent mails reach the folder of sent mail."""
    save_sent = context.config.account.save_sent
    if save_sent is SaveSent.NEVER:
        yield ok_finding("sent", "followupd files no copies (save_sent: never)")
    elif folder is None:
        yield warning_finding(
            "sent", "no folder of sent mail was found", "name it under account.folders.sent"
        )
    elif late_count := _count_late_copies(context):
        yield warning_finding(
            "sent", f"copies that are not in {folder} yet: {late_count}", "`followupd status` says why"
        )
    else:
        explanation = (
            "followupd files each copy"
            if save_sent is SaveSent.ALWAYS
            else "a copy the provider files is left to it"
        )
        yield ok_finding("sent", f"copies go to {folder}; {explanation}")


def _count_late_copies(context: DoctorContext) -> int:
    if not context.paths.store_file.exists():
        return 0
    store = SqliteStore(context.paths.store_file)
    try:
        pending_copies = [
            o for o in store.list_mails(TouchState.SENT) if o.copy is SentCopy.WANTED and o.changed
        ]
        return sum(context.now() - o.changed > LATE_COPY_AGE for o in pending_copies if o.changed)
    finally:
        store.close()


def _check_push(context: DoctorContext) -> Iterator[Finding]:
    """Put a mail into the INBOX and remove it at once: check that it is pushed, and compare the server's clock."""
    address = context.config.account.address
    message_id = f"<{secrets.token_hex(12)}@{address.rpartition('@')[2]}>"
    result = mailbox_probe.probe_push(context.config.account, context.login_source, message_id, context.now())
    if result is None:
        yield ok_finding(
            "idle", "the server says it pushes; not tried, as it could not remove the mail (no UIDPLUS)"
        )
        return
    if result.was_pushed:
        yield ok_finding("idle", "a new mail was pushed at once")
    else:
        yield warning_finding("idle", "a new mail was not pushed", WITHOUT_PUSH)
    if not result.was_removed:
        yield warning_finding(
            "idle", f"the mail {mailbox_probe.PROBE_SUBJECT!r} is still in your INBOX", "delete it by hand"
        )
    yield from _check_clock(mailbox_probe.measure_skew(result.server_time, context.now()))


def _check_clock(seconds_ahead: float | None) -> Iterator[Finding]:
    if seconds_ahead is None:
        return
    if abs(seconds_ahead) > MAX_CLOCK_SKEW:
        direction = "ahead of" if seconds_ahead > 0 else "behind"
        text = f"this machine's clock is {abs(seconds_ahead):.0f} s {direction} the server's"
        yield fault_finding("clock", text, "timedatectl set-ntp true")
    else:
        yield ok_finding("clock", "it agrees with the server's")


def check_smtp(context: DoctorContext) -> Iterator[Finding]:
    """Check that mail can be handed over. Raises Unreachable, LoginRefused."""
    server = context.config.account.smtp
    capabilities = Submission(server, context.login_source).check_login()
    extensions = ", ".join(name.upper() for name in USEFUL_EXTENSIONS if name in capabilities.extensions)
    size = f", mails up to {capabilities.size // 1_000_000} MB" if capabilities.size else ""
    yield ok_finding(
        "smtp",
        f"{server_address(server)}: logged in, {capabilities.tls or 'plain on this machine'}; takes {extensions or 'plain mail'}{size}",
    )
