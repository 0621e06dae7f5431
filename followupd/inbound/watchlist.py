"""What a mail is matched against: whom followupd wrote to, from which address, and for which interview."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from followupd.inbound.parsing.lazy_value import LazyValue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime


Item = TypeVar("Item", bound="WatchedContact | WatchedInterview")
Result = TypeVar("Result")


def cached_on_item(function: Callable[[Item], Result]) -> Callable[[Item], Result]:
    """Keep what a function returns of a person or an interview with that object: neither ever changes.

    Thousands of mails are judged by one watchlist, and each is compared with everybody in it.
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
    """A person of an interview. Addresses are lower case; the first is the one we write to."""

    id: str
    name: str
    addresses: tuple[str, ...]
    is_helper: bool = False  # a helper from outside: their kind word is not the company's answer
    phones: tuple[str, ...] = ()  # their numbers, as the file has them


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A mail of which the user said that it is no answer: followupd does not ask about such a one again."""

    sender: str
    subject: str
    why: str  # what tied it to the interview
    is_by_machine: bool = False


@dataclass(frozen=True)
class WatchedInterview:
    """One interview as the inbox sees it."""

    id: str
    company: str
    role: str
    starts_at: datetime  # start of the interview, UTC: older mail is no answer to it
    contacts: tuple[WatchedContact, ...]
    aliases: tuple[str, ...] = ()  # other names of the company
    domains: tuple[str, ...] = ()  # the company's domains, never a freemail one
    zone: str = "UTC"  # IANA zone of the recipients: "today" of a date in their mail
    is_closed: bool = False
    calendar_uids: tuple[str, ...] = ()  # UIDs of the interview's own invitations
    # When the user's file came to name this start; the newer word decides.
    start_set_at: datetime | None = None
    began_at: datetime | None = None  # a former start, after which we wrote: mail since then may be an answer
    requisition: str = ""  # the company's number of the vacancy
    dismissals: tuple[Dismissal, ...] = ()


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail that we sent (or may have sent)."""

    interview: str
    contact: str
    subject: str
    sent_at: datetime  # UTC
    text: str = ""  # the words we wrote, to tell a quotation from an answer
    # Of another interview with the company, whose file is gone: by this mail the one that is named does not begin.
    is_of_gone: bool = False


@dataclass(frozen=True)
class Watchlist:
    """Everything that a mail is matched against. `Watchlist()` judges a mail by itself, as addressed to the user."""

    own_addresses: frozenset[str] = frozenset()
    interviews: tuple[WatchedInterview, ...] = ()
    sent_mails: Mapping[str, SentMail] = field(default_factory=dict)  # by Message-ID, rewritten ones too
    tokens: Mapping[str, str] = field(default_factory=dict)  # the mark of each mail of ours → Message-ID
    authserv_id: str | None = None  # whose Authentication-Results may be trusted
    are_results_believed: bool = True  # the provider adds them to every foreign mail
    # Mails that no stranger can have sent have shown that it adds them: so they may stand in any place.
    may_results_stand_anywhere: bool = True
    # Domain of an applicant-tracking system → its name.
    relays: Mapping[str, str] = field(default_factory=dict)

    @property
    def trusted_authserv_id(self) -> str | None:
        """Whose Authentication-Results count; None: nobody's."""
        return self.authserv_id if self.are_results_believed else None

    def running_interviews(self, received: datetime) -> tuple[WatchedInterview, ...]:
        """Return the interviews that a mail received then may answer.

        Once we have written for an interview it runs, whatever its date was corrected to since.
        """
        starts = self._starts
        if received >= max(starts.values(), default=received):
            return self.interviews
        return tuple(interview for interview in self.interviews if starts[interview.id] <= received)

    @LazyValue
    def _starts(self) -> dict[str, datetime]:
        """By interview: the moment after which a mail may answer it."""
        starts = {interview.id: interview.began_at or interview.starts_at for interview in self.interviews}
        for sent_mail in self.sent_mails.values():
            if sent_mail.interview in starts and not sent_mail.is_of_gone:
                starts[sent_mail.interview] = min(starts[sent_mail.interview], sent_mail.sent_at)
        return starts
