"""The connections of one account: its login, the mailbox, the submission server, and the watcher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.adapters.credentials.login_guard import GuardedMailbox, GuardedTransport, LoginGuard
from followupd.adapters.mail.idle import IdleWatcher
from followupd.adapters.mail.imap import ImapMailbox
from followupd.adapters.mail.smtp import Submission

if TYPE_CHECKING:
    from collections.abc import Callable

    from followupd.adapters.credentials.credentials import LoginSource
    from followupd.adapters.system.clock import DaemonClock
    from followupd.config.account import Account


@dataclass(frozen=True, slots=True)
class Connections:
    """All connections of one account. Another account gets its own."""

    login_guard: LoginGuard
    mailbox: GuardedMailbox
    submission: Submission
    transport: GuardedTransport
    idle_watcher: IdleWatcher


def prepare_connections(
    account: Account,
    login: LoginSource,
    clock: DaemonClock,
    *,
    alive: Callable[[], None],
    on_hint: Callable[[], None],
) -> Connections:
    """Return the connections of an account; none is opened yet.

    `alive` is called during long conversations, `on_hint` when the mailbox may have changed.
    """
    guard = LoginGuard(login, clock.now)
    submission = Submission(account.smtp, guard.smtp_login, alive=alive, keeps_connection=True)
    return Connections(
        guard,
        GuardedMailbox(ImapMailbox(account, guard.imap_login, alive=alive), guard.imap_login),
        submission,
        GuardedTransport(submission, guard.smtp_login),
        IdleWatcher(account, guard.imap_login, on_hint, on_refused=guard.imap_login.record_refusal),
    )
