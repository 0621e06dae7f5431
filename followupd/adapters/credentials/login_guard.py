"""Whether the account lets us in: one count of refusals for all that log in, and who may try again when.

A refused login may be the server's mood (a sick backend says the same as a wrong password), and too many wrong
passwords lock an account. So three refusals in a row, IMAP and SMTP together, make the account count as refused; from
the first one on the attempts grow rarer. In between the server is not asked: the same fault is raised again. A secret
that cannot be had is asked for once a minute. `renew` ends every wait: somebody has logged in anew.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from followupd.adapters.credentials.secret_stores import Locked, LoginNeeded
from followupd.engine.ports import Mechanism
from followupd.errors import ConfigError, FollowupdError, LoginRefused, TryAgain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from followupd.adapters.credentials.credentials import LoginSource
    from followupd.engine.outcomes import Outcome
    from followupd.engine.ports import Login, Mail, Mailbox, MailboxSession, Transport

COUNTS = 3  # refusals in a row, after which the account counts as refused
# After the first refusal, the second, … Seen in practice: providers lock an account after some ten within the hour.
RARER = tuple(timedelta(minutes=m) for m in (1, 2, 15, 30, 60))
EACH_MINUTE = timedelta(seconds=55)  # a little less, so that whoever comes once a minute is let through
NEVER = datetime.min.replace(tzinfo=UTC)


class Standing(StrEnum):
    """How it stands with the account's login."""

    GOOD = "good"
    LOCKED = "locked"
    NO_SECRET = "no secret"  # noqa: S105 - the name of a state
    DOUBTFUL = "in doubt"  # refused, but not three times
    REFUSED = "login refused"
    NEEDED = "login needed"


@dataclass(slots=True)
class _Wait:
    """Why nobody may pass now, and until when."""

    fault: FollowupdError | None = None
    until: datetime = NEVER
    times: int = 0  # in a row

    def put_off(self, fault: FollowupdError, until: datetime) -> None:
        """Remember what failed."""
        self.fault, self.until, self.times = fault, until, self.times + 1

    def standing(self, now: datetime) -> FollowupdError | None:
        """Return the fault while it is too early to try again; a clock that was set back does not make it longer."""
        return self.fault if now < self.until <= now + RARER[-1] else None


class Access:
    """The login of an account, and every place where it is used. Safe to call from any thread."""

    def __init__(self, source: LoginSource, now: Callable[[], datetime]) -> None:
        self._source = source
        self._now = now
        self.entered = False  # whether a server has let us in yet
        self._by_token = False
        self._lock = threading.Lock()
        self._secret = _Wait()
        self._doors = {name: _Wait() for name in ("imap", "smtp")}

    @property
    def imap(self) -> Door:
        """Where mail is read."""
        return Door(self, "imap")

    @property
    def smtp(self) -> Door:
        """Where mail is handed over."""
        return Door(self, "smtp")

    @property
    def fault(self) -> FollowupdError | None:
        """What keeps us out at this moment."""
        return next((w.fault for w in (self._secret, *self._doors.values()) if w.fault), None)

    @property
    def faults(self) -> dict[str, FollowupdError]:
        """The same by the names that `status` uses."""
        imap = self._secret.fault or self._doors["imap"].fault
        found = {"mailbox": imap, "mail server": self._doors["smtp"].fault}
        return {what: fault for what, fault in found.items() if fault}

    @property
    def standing(self) -> Standing:
        """How it stands."""
        match self.fault:
            case None:
                return Standing.GOOD
            case Locked():
                return Standing.LOCKED
            case LoginNeeded():
                return Standing.NEEDED
            case LoginRefused():
                return Standing.REFUSED if self._refusals >= COUNTS else Standing.DOUBTFUL
            case _:
                return Standing.NO_SECRET

    @property
    def _refusals(self) -> int:
        return sum(door.times for door in self._doors.values())

    def forget(self) -> None:
        """Drop the secret from memory: the next login reads it afresh."""
        self._source.forget()

    def renew(self) -> None:
        """Somebody has logged in anew: nothing that was counted counts."""
        with self._lock:
            self._secret = _Wait()
            self._doors = {name: _Wait() for name in self._doors}
        self._source.forget()

    # --- for the doors

    def ask(self, name: str) -> Login:
        """Return a login for a server. Raises what stands, or what the source raises."""
        with self._lock:
            now = self._now()
            if standing := self._secret.standing(now) or self._doors[name].standing(now):
                raise standing.with_traceback(None)
        try:
            login = self._source()
        except (LoginNeeded, TryAgain, ConfigError) as fault:
            raise self._without_secret(fault) from None
        with self._lock:
            self._secret = _Wait()
            self._by_token = login.mechanism is not Mechanism.PASSWORD
        return login

    def _without_secret(self, fault: FollowupdError) -> FollowupdError:
        with self._lock:
            wait = EACH_MINUTE
            if isinstance(fault, LoginNeeded):
                wait = RARER[min(COUNTS - 1 + self._secret.times, len(RARER) - 1)]
                fault = LoginNeeded(f"login needed: {fault}")
            self._secret.put_off(fault, self._now() + wait)
            return fault

    def refused(self, name: str, fault: LoginRefused) -> LoginRefused:
        """Count what a server refused, and return it in words; what stood before is not counted again."""
        with self._lock:
            door = self._doors[name]
            if isinstance(fault, LoginNeeded) or fault is door.fault:
                return fault
            times = self._refusals + 1
            counted = LoginRefused(
                f"login refused: {fault}; after `followupd login` it goes on"
                if times >= COUNTS
                else f"{fault}; perhaps it is the server: it is tried {COUNTS} times"
            )
            # A token that was ended early is followed by a new one at once.
            wait = timedelta() if self._by_token and times == 1 else RARER[min(times, len(RARER)) - 1]
            door.put_off(counted, self._now() + wait)
        self._source.forget()
        return counted

    def accepted(self, name: str) -> None:
        """A server let us in: what it refused before counts no more."""
        with self._lock:
            self._doors[name] = _Wait()
            self.entered = True


class Door:
    """The login of an account for one of its servers."""

    def __init__(self, access: Access, name: str) -> None:
        self._access = access
        self._name = name

    def __call__(self) -> Login:
        """Return a login to connect with now. Raises what stands, or what the source of the login raises."""
        return self._access.ask(self._name)

    def refused(self, fault: LoginRefused) -> LoginRefused:
        """Take note of a refusal, and return it in words."""
        return self._access.refused(self._name, fault)

    def accepted(self) -> None:
        """Take note of a login that worked."""
        self._access.accepted(self._name)


class CountedMailbox:
    """A mailbox whose refused logins are counted."""

    def __init__(self, mailbox: Mailbox, door: Door) -> None:
        self._mailbox = mailbox
        self._door = door

    @contextmanager
    def session(self) -> Iterator[MailboxSession]:
        """Connect and log in afresh. Raises as the mailbox does."""
        with ExitStack() as stack:
            try:
                session = stack.enter_context(self._mailbox.session())
            except LoginRefused as fault:
                raise self._door.refused(fault) from None
            self._door.accepted()
            yield session


class CountedTransport:
    """A transport whose refused logins are counted."""

    def __init__(self, transport: Transport, door: Door) -> None:
        self._transport = transport
        self._door = door

    def deliver(self, mail: Mail, may_commit: Callable[[], bool]) -> Outcome:
        """Hand over a mail. Raises as the transport does."""
        try:
            outcome = self._transport.deliver(mail, may_commit)
        except LoginRefused as fault:
            raise self._door.refused(fault) from None
        self._door.accepted()
        return outcome
