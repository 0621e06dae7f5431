"""Guards the login of the account: counts all refusals together, and decides when the next attempt is allowed.

A server with a problem of its own may refuse a right password, and too many wrong passwords lock an account. So the
account counts as refused only after three refusals in a row, of IMAP and SMTP together. From the first refusal on, the
attempts get rarer. Between them the server is not asked: the same error is raised again. A password that cannot be read
is asked for once a minute. `reset_waits` ends every wait after a new login by the user.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from followupd.adapters.credentials.secret_stores import LoginNeeded, SecretLocked
from followupd.engine.ports import Mechanism, NoLoginOffered
from followupd.errors import ConfigError, FollowupdError, LoginRefused, TryAgain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from followupd.adapters.credentials.credentials import LoginSource
    from followupd.engine.ports import FrozenMail, Login, Mailbox, MailboxSession, Transport
    from followupd.engine.sending.outcomes import Outcome

MAX_REFUSALS = 3  # refusals in a row, after which the account counts as refused
# After the first refusal, the second, … Seen in practice: providers lock an account after some ten within the hour.
RETRY_WAITS = tuple(timedelta(minutes=m) for m in (1, 2, 15, 30, 60))
SECRET_RETRY_WAIT = timedelta(seconds=55)  # so that a caller that comes once a minute is let through
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class LoginState(StrEnum):
    """The state of the account's login."""

    GOOD = "good"
    LOCKED = "locked"
    NO_SECRET = "no secret"  # noqa: S105 - the name of a state
    DOUBTFUL = "in doubt"  # refused, but fewer than three times
    REFUSED = "login refused"
    NEEDED = "login needed"


@dataclass(slots=True)
class _Backoff:
    """The last failure, and until when no new attempt is made."""

    fault: FollowupdError | None = None
    retry_at: datetime = LONG_AGO
    failure_count: int = 0  # in a row

    def record_failure(self, fault: FollowupdError, retry_at: datetime) -> None:
        """Record a failure, and when the next attempt is allowed."""
        self.fault, self.retry_at, self.failure_count = fault, retry_at, self.failure_count + 1

    def open_fault(self, now: datetime) -> FollowupdError | None:
        """Return the fault if it is too early to try again; a clock that was set back does not make the wait longer."""
        return self.fault if now < self.retry_at <= now + RETRY_WAITS[-1] else None


class LoginGuard:
    """The login of an account, and every place where it is used. Safe to call from any thread."""

    def __init__(self, source: LoginSource, now: Callable[[], datetime]) -> None:
        self._source = source
        self._now = now
        self.has_logged_in = False  # whether a server has accepted a login yet
        self._uses_token = False
        self._lock = threading.Lock()
        self._secret_backoff = _Backoff()
        self._server_backoffs = {name: _Backoff() for name in ("imap", "smtp")}

    @property
    def imap_login(self) -> ServerLogin:
        """The login for the server from which mail is read."""
        return ServerLogin(self, "imap")

    @property
    def smtp_login(self) -> ServerLogin:
        """The login for the server to which mail is handed."""
        return ServerLogin(self, "smtp")

    @property
    def current_fault(self) -> FollowupdError | None:
        """The fault that prevents a login now, or None."""
        return next(
            (w.fault for w in (self._secret_backoff, *self._server_backoffs.values()) if w.fault), None
        )

    @property
    def current_faults(self) -> dict[str, FollowupdError]:
        """The current faults by the names that `status` uses."""
        imap_fault = self._secret_backoff.fault or self._server_backoffs["imap"].fault
        faults_by_part = {"mailbox": imap_fault, "mail server": self._server_backoffs["smtp"].fault}
        return {part: fault for part, fault in faults_by_part.items() if fault}

    @property
    def login_state(self) -> LoginState:
        """The state of the login."""
        match self.current_fault:
            case None:
                return LoginState.GOOD
            case SecretLocked():
                return LoginState.LOCKED
            case LoginNeeded():
                return LoginState.NEEDED
            case LoginRefused():
                return LoginState.REFUSED if self._refusal_count >= MAX_REFUSALS else LoginState.DOUBTFUL
            case _:
                return LoginState.NO_SECRET

    @property
    def _refusal_count(self) -> int:
        return sum(door.failure_count for door in self._server_backoffs.values())

    def drop_cached(self) -> None:
        """Drop the secret from memory: the next login reads it afresh."""
        self._source.drop_cached()

    def reset_waits(self) -> None:
        """Forget the former refusals, since the user has logged in again."""
        with self._lock:
            self._secret_backoff = _Backoff()
            self._server_backoffs = {name: _Backoff() for name in self._server_backoffs}
        self._source.drop_cached()

    # --- for `ServerLogin`

    def get_login(self, server: str) -> Login:
        """Return a login for a server. Raises the fault that still holds, or what the source raises."""
        with self._lock:
            now = self._now()
            if open_fault := self._secret_backoff.open_fault(now) or self._server_backoffs[server].open_fault(
                now
            ):
                raise open_fault.with_traceback(None)
        try:
            login = self._source()
        except (LoginNeeded, TryAgain, ConfigError) as fault:
            raise self._record_missing_secret(fault) from None
        with self._lock:
            self._secret_backoff = _Backoff()
            self._uses_token = login.mechanism is not Mechanism.PASSWORD
        return login

    def _record_missing_secret(self, fault: FollowupdError) -> FollowupdError:
        with self._lock:
            wait = SECRET_RETRY_WAIT
            if isinstance(fault, LoginNeeded):
                wait = RETRY_WAITS[
                    min(MAX_REFUSALS - 1 + self._secret_backoff.failure_count, len(RETRY_WAITS) - 1)
                ]
                fault = LoginNeeded(f"login needed: {fault}")
            self._secret_backoff.record_failure(fault, self._now() + wait)
            return fault

    def record_refusal(self, server: str, fault: LoginRefused) -> LoginRefused:
        """Count a server's refusal and return it with an explanation; a fault that was counted is returned as it is."""
        with self._lock:
            backoff = self._server_backoffs[server]
            if isinstance(fault, LoginNeeded) or fault is backoff.fault:
                return fault
            refusal_count = self._refusal_count + 1
            refusal = LoginRefused(
                _explain_refusal(fault)
                if refusal_count >= MAX_REFUSALS
                else f"{fault}; perhaps it is the server: it is tried {MAX_REFUSALS} times"
            )
            # A token may have been ended early, so a new one is tried at once.
            wait = (
                timedelta()
                if self._uses_token and refusal_count == 1
                else RETRY_WAITS[min(refusal_count, len(RETRY_WAITS)) - 1]
            )
            backoff.record_failure(refusal, self._now() + wait)
        self._source.drop_cached()
        return refusal

    def record_success(self, server: str) -> None:
        """Record that a server accepted the login; its earlier refusals no longer count."""
        with self._lock:
            self._server_backoffs[server] = _Backoff()
            self.has_logged_in = True


class ServerLogin:
    """The login of an account for one of its servers."""

    def __init__(self, guard: LoginGuard, server: str) -> None:
        self._guard = guard
        self._server = server

    def __call__(self) -> Login:
        """Return a login for a connection now. Raises the fault that still holds, or what the source raises."""
        return self._guard.get_login(self._server)

    def record_refusal(self, fault: LoginRefused) -> LoginRefused:
        """Record a refusal, and return it with an explanation."""
        return self._guard.record_refusal(self._server, fault)

    def record_success(self) -> None:
        """Record a login that worked."""
        self._guard.record_success(self._server)


class GuardedMailbox:
    """A mailbox whose refused logins are counted."""

    def __init__(self, mailbox: Mailbox, server_login: ServerLogin) -> None:
        self._mailbox = mailbox
        self._server_login = server_login

    @contextmanager
    def open_session(self) -> Iterator[MailboxSession]:
        """Connect and log in afresh. Raises as the mailbox does."""
        with ExitStack() as stack:
            try:
                session = stack.enter_context(self._mailbox.open_session())
            except LoginRefused as fault:
                raise self._server_login.record_refusal(fault) from None
            self._server_login.record_success()
            yield session


class GuardedTransport:
    """A transport whose refused logins are counted."""

    def __init__(self, transport: Transport, server_login: ServerLogin) -> None:
        self._transport = transport
        self._server_login = server_login

    def deliver_mail(self, mail: FrozenMail, may_commit: Callable[[], bool]) -> Outcome:
        """Hand over a mail. Raises as the transport does."""
        try:
            outcome = self._transport.deliver_mail(mail, may_commit)
        except LoginRefused as fault:
            raise self._server_login.record_refusal(fault) from None
        self._server_login.record_success()
        return outcome


def _explain_refusal(fault: LoginRefused) -> str:
    """Return the sentence that says what to do about a refusal that has come three times."""
    if isinstance(fault, NoLoginOffered):
        return f"login refused: {fault}; no password changes that, so correct the server in config.yaml"
    return f"login refused: {fault}; after `followupd login` it goes on"
