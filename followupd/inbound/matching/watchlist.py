"""The data that a mail is matched against: the people to whom followupd wrote, own addresses, and the interviews."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from followupd.config.lazy_value import LazyValue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime


Item = TypeVar("Item", bound="WatchedContact | WatchedInterview")
Result = TypeVar("Result")


def cached_on_item(function: Callable[[Item], Result]) -> Callable[[Item], Result]:
    """Cache the result of a function for a person or an interview with that object, which never changes.

    Thousands of mails are judged with one watchlist, and each is compared with everybody in it.
    """
    name = f"_{function.__name__}"

    @wraps(function)
    def read_or_make(item: Item) -> Result:
        results = item.__dict__
        if name not in results:
            results[name] = function(item)
        result: Result = results[name]
        return result

    return read_or_make


@dataclass(frozen=True)
class WatchedContact:
    """A person of an interview. Addresses are lower case; followupd writes to the first one."""

    id: str
    name: str
    addresses: tuple[str, ...]
    is_helper: bool = False  # a helper from outside: their mail is not the company's answer
    phones: tuple[str, ...] = ()  # their numbers in the form of the user's file
    spoken_name: str = ""  # for the user; made outside, since the reader of mails imports nothing

    @property
    def shown_name(self) -> str:
        """The name for the user to read; empty if it is not known."""
        return self.spoken_name or self.name


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A mail that the user called no answer. followupd does not ask again about a similar one."""

    sender: str
    subject: str
    why: str  # the reason why it was matched to the interview
    is_by_machine: bool = False


@dataclass(frozen=True)
class WatchedInterview:
    """One interview, with what judging a mail needs of it."""

    id: str
    company: str
    role: str
    starts_at: datetime  # start of the interview, UTC: an older mail is no answer to it
    contacts: tuple[WatchedContact, ...]
    aliases: tuple[str, ...] = ()  # other names of the company
    domains: tuple[str, ...] = ()  # the company's domains, never a freemail one
    zone: str = "UTC"  # IANA zone of the recipients, for "today" in their mail
    is_closed: bool = False
    calendar_uids: tuple[str, ...] = ()  # UIDs of the interview's own invitations
    # When the user's file began to have this start; of the file and an invitation, the newer one decides.
    start_set_at: datetime | None = None
    # A former start, after which followupd wrote: a mail since then may be an answer.
    began_at: datetime | None = None
    requisition: str = ""  # the company's number of the vacancy
    dismissals: tuple[Dismissal, ...] = ()


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail that followupd sent, or may have sent."""

    interview: str
    contact: str
    subject: str
    sent_at: datetime  # UTC
    text: str = ""  # its text, to distinguish a quotation from an answer
    # It belongs to another interview with the company, whose file is gone. So the named interview does not begin with
    # this mail.
    is_of_gone: bool = False


@dataclass(frozen=True)
class Watchlist:
    """Everything that a mail is matched against. `Watchlist()` judges a mail by itself, as addressed to the user."""

    own_addresses: frozenset[str] = frozenset()
    interviews: tuple[WatchedInterview, ...] = ()
    sent_mails: Mapping[str, SentMail] = field(default_factory=dict)  # by Message-ID, also the provider's
    tokens: Mapping[str, str] = field(default_factory=dict)  # the mark of each sent mail → Message-ID
    authserv_id: str | None = None  # the server whose Authentication-Results may be trusted
    are_results_believed: bool = True  # the provider adds them to every foreign mail
    # Mails that no stranger can have sent have shown that it adds them. Then results may be at any place in the header.
    may_results_stand_anywhere: bool = True
    # Domain of an applicant-tracking system → its name.
    relays: Mapping[str, str] = field(default_factory=dict)

    @property
    def trusted_authserv_id(self) -> str | None:
        """The server whose Authentication-Results are trusted; None if none is."""
        return self.authserv_id if self.are_results_believed else None

    def running_interviews(self, received: datetime) -> tuple[WatchedInterview, ...]:
        """Return the interviews that a mail received at this time may answer.

        An interview runs from the first mail that followupd sent for it, even if its date was corrected since.
        """
        if self._last_start is None or received >= self._last_start:
            return self.interviews
        return tuple(interview for interview in self.interviews if self._starts[interview.id] <= received)

    @LazyValue
    def _last_start(self) -> datetime | None:
        return max(self._starts.values(), default=None)

    @LazyValue
    def _starts(self) -> dict[str, datetime]:
        """For each interview, the moment after which a mail may answer it."""
        starts = {interview.id: interview.began_at or interview.starts_at for interview in self.interviews}
        for sent_mail in self.sent_mails.values():
            if sent_mail.interview in starts and not sent_mail.is_of_gone:
                starts[sent_mail.interview] = min(starts[sent_mail.interview], sent_mail.sent_at)
        return starts
