"""One mail that is judged, with everything that is computed from it only once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from followupd.config.lazy_value import LazyValue
from followupd.inbound.actions import Relation
from followupd.inbound.beside_text import has_ending, list_beside_texts
from followupd.inbound.matching.match import Match
from followupd.inbound.matching.matching import match_mail
from followupd.inbound.matching.watch_index import index_of
from followupd.inbound.names.name_forms import plain_text
from followupd.inbound.names.phones import find_numbers
from followupd.inbound.parsing.addresses import (
    author_address,
    display_name,
    find_all_addresses,
)
from followupd.inbound.parsing.message import parse_mail
from followupd.inbound.parsing.quoting import extract_answer
from followupd.inbound.parsing.text import decode_words, fold_text
from followupd.inbound.prefilter import is_addressed_by_name, is_body_relevant, is_letter_to_user
from followupd.inbound.senders.authentication import is_sender_verified
from followupd.inbound.senders.spelt_addresses import (
    origin_addresses,
    origin_values,
    spell_values,
    spell_words,
)

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.inbound.matching.watchlist import WatchedInterview, Watchlist
    from followupd.inbound.parsing.message import ParsedMail

BODY_RANGE = 12_000  # characters of a text in which names are searched
MAX_CARRIED = 3  # mails attached to one mail that are read
_MAIL_TYPES = ("message/rfc822", "message/global")
_SHOWN_FIELDS = ("from", "sender", "reply-to", "return-path", "subject", "thread-topic")


@dataclass(frozen=True)
class ReadMail:
    """A parsed mail with the watchlist; each text from it is computed at its first use."""

    mail: ParsedMail
    watchlist: Watchlist
    received: datetime  # aware

    @LazyValue
    def match(self) -> Match:
        """The interviews that the mail concerns. The text counts only if the daemon would have fetched it (rule 12)."""
        return match_mail(self) if self.is_body_needed else Match()

    @LazyValue
    def is_body_needed(self) -> bool:
        """Whether the whole mail must be read: it must, unless it was sent to many and its header shows no relation."""
        if not self.watchlist.interviews or self.may_text_name or is_addressed_by_name(self):
            return True
        return match_mail(self._head_alone).relation is not Relation.NONE

    @LazyValue
    def may_text_name(self) -> bool:
        """Whether the text may name an interview, by the header block or as a letter to the user; see `prefilter`."""
        return is_body_relevant(self) or is_letter_to_user(self)

    @property
    def _head_alone(self) -> ReadMail:
        """The mail with its header block only; the same object if nothing else was read."""
        if not self.mail.parts and not self.mail.raw:
            return self
        return ReadMail(replace(self.mail, parts=(), raw=b""), self.watchlist, self.received)

    def match_with(self, addresses: tuple[str, ...] = (), event_uids: tuple[str, ...] = ()) -> Match:
        """Return the match of the mail, if further addresses or events count for it."""
        return match_mail(self, addresses, event_uids) if addresses or event_uids else self.match

    @LazyValue
    def running_interviews(self) -> tuple[WatchedInterview, ...]:
        """The interviews that a mail received at this time may answer."""
        return self.watchlist.running_interviews(self.received)

    def keep_running(self, interviews: tuple[WatchedInterview, ...]) -> tuple[WatchedInterview, ...]:
        """Return those of some interviews that a mail received at this time may answer."""
        if self.running_interviews is self.watchlist.interviews:
            return interviews
        return tuple(interview for interview in interviews if interview.id in self._running_ids)

    def find_nameable(self, *, has_body: bool) -> tuple[WatchedInterview, ...]:
        """Return the interviews that the header, and the text if it counts, may name. These are usually few."""
        return self._named_anywhere if has_body else self._named_in_head

    @LazyValue
    def _named_in_head(self) -> tuple[WatchedInterview, ...]:
        index = index_of(self.watchlist)
        return self.keep_running(index.find_by_text((self.head,), (), (), self.origins))

    @LazyValue
    def _named_anywhere(self) -> tuple[WatchedInterview, ...]:
        texts, spelt_texts = (self.head, self.body), (self.spelt_text,)
        index = index_of(self.watchlist)
        return self.keep_running(index.find_by_text(texts, spelt_texts, self.numbers, self.origins))

    @LazyValue
    def _running_ids(self) -> frozenset[str]:
        return frozenset(interview.id for interview in self.running_interviews)

    @property
    def relation(self) -> Relation:
        """The mail's relation to an interview."""
        return self.relation_of(self.match)

    def relation_of(self, mail_match: Match) -> Relation:
        """Return the relation of a match; if no interview is known, the mail is judged by itself."""
        return mail_match.relation if self.watchlist.interviews else Relation.ALONE

    @property
    def is_related(self) -> bool:
        """Whether the mail concerns an interview."""
        return self.relation not in (Relation.NONE, Relation.ALONE)

    @LazyValue
    def author(self) -> str:
        """The bare address of the author."""
        return author_address(self.mail.headers)

    @LazyValue
    def is_author_verified(self) -> bool:
        """Whether the user's provider confirms the author's domain by a trusted result."""
        watchlist = self.watchlist
        only_above_border = not watchlist.may_results_stand_anywhere
        return is_sender_verified(
            self.mail.headers,
            watchlist.trusted_authserv_id,
            self.author,
            only_above_border=only_above_border,
        )

    @LazyValue
    def origins(self) -> tuple[str, ...]:
        """Every address that may be the author's, also in attached mails."""
        carried = [address for mail in self.carried_mails for address in origin_addresses(mail.headers)]
        return tuple(dict.fromkeys((*origin_addresses(self.mail.headers), *carried)))

    @LazyValue
    def recipients(self) -> tuple[str, ...]:
        """Every address in To and Cc that is not the user's."""
        addresses = find_all_addresses(self.mail.headers, "to", "cc")
        return tuple(address for address in addresses if address not in self.watchlist.own_addresses)

    @LazyValue
    def spelt_origins(self) -> tuple[str, ...]:
        """The fields that name the author, in the form of `spelt_addresses`."""
        return spell_values(self.mail.headers)

    @LazyValue
    def shown_name(self) -> str:
        """The author's name as it is shown, in its own case, without accents."""
        return plain_text(display_name(self.mail.headers))

    @LazyValue
    def head(self) -> str:
        """The fields that name the author, and the subject; without accents, in its own case."""
        names = [*origin_values(self.mail.headers), decode_words(self.mail.headers.get_first("return-path"))]
        topic = self.mail.headers.get_decoded("thread-topic")
        return plain_text("\n".join((*names, self.mail.subject, topic)))

    @LazyValue
    def body(self) -> str:
        """The text, the texts beside it, and the attached mails; bounded, without accents, in its own case."""
        pieces = [self.mail.text[:BODY_RANGE], *list_beside_texts(self.mail, BODY_RANGE)]
        for mail in self.carried_mails:
            pieces += [*origin_values(mail.headers), mail.subject, mail.text[:BODY_RANGE]]
        return plain_text("\n".join(pieces)[: 2 * BODY_RANGE])

    @LazyValue
    def spelt_text(self) -> str:
        """Subject and body as words joined by dashes, in which addresses are searched."""
        return spell_words(f"{self.mail.subject}\n{self.body}")

    @LazyValue
    def numbers(self) -> frozenset[str]:
        """The telephone numbers in the author's name, the subject and the beginning of the text."""
        return find_numbers(f"{self.head}\n{self.body}")

    @LazyValue
    def folded_text(self) -> str:
        """Subject and text, folded and bounded."""
        return fold_text(f"{self.mail.subject}\n{self.mail.text[:6000]}")

    @LazyValue
    def answer_text(self) -> str:
        """The text without the quoted mail, in its own case."""
        return extract_answer(self.mail.text)

    @LazyValue
    def carried_mails(self) -> tuple[ParsedMail, ...]:
        """Mails attached to this one, which somebody forwards; the mail that a report returns is none."""
        if self.mail.type == "multipart/report":
            return ()
        parts = [part for part in self.mail.parts if part.type in _MAIL_TYPES or has_ending(part, ".eml")]
        return tuple(parse_mail(part.content) for part in parts[:MAX_CARRIED])
