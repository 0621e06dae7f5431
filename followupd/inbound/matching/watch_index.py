"""An index that finds the interviews that a mail may concern, as quickly among five thousand as among five.

A hit only means that the interview is worth a closer look. For any other interview, the mail has no match.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.config.lazy_value import LazyValue
from followupd.inbound.matching.watch_keys import WatchKeys, list_keys
from followupd.inbound.names.mentions import list_label_forms, make_name_slug
from followupd.inbound.names.name_pattern import MIN_PIECE, fold_case
from followupd.inbound.names.phones import MIN_DIGITS
from followupd.inbound.names.romanised import list_name_sounds, list_shown_sounds
from followupd.inbound.parsing.addresses import (
    domain_of,
    is_freemail,
    mailbox_key,
    registrable_domains_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from followupd.inbound.matching.watchlist import WatchedInterview, Watchlist

    Places = dict[str, list[int]]

MAX_KEYS_TRIED = 40  # beginnings of names: if there are more, the pieces of the text are looked up instead
MAX_PIECE = 5  # letters of a beginning under which a name is listed
_RUN = re.compile(r"\w+")
_ADDRESS_GAP = re.compile(r"[@.+_-]")


class WatchIndex:
    """The interviews of a watchlist, listed by the texts with which a mail may name them."""

    def __init__(self, interviews: tuple[WatchedInterview, ...]) -> None:
        self._interviews = interviews
        self._by_local: Places = defaultdict(list)
        self._by_domain: Places = defaultdict(list)
        self._by_label: Places = defaultdict(list)
        self._by_domain_word: Places = defaultdict(list)
        self._by_number: Places = defaultdict(list)
        self._by_piece: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._by_letter: Places = defaultdict(list)
        self._by_event: Places = defaultdict(list)
        for place, interview in enumerate(interviews):
            self._add(place, list_keys(interview))
        self._add_names()

    def _add(self, place: int, keys: WatchKeys) -> None:
        for table, entries in (
            (self._by_local, keys.locals),
            (self._by_domain, keys.domains),
            (self._by_label, keys.labels),
            (self._by_domain_word, keys.domain_words),
            (self._by_number, keys.numbers),
            (self._by_letter, keys.letters),
            (self._by_event, keys.events),
        ):
            for entry in entries:
                table[entry].append(place)

    def _add_names(self) -> None:
        """List each name by its rarest piece, since many roles have "Engineer" in them."""
        names = [(name, place) for place, i in enumerate(self._interviews) for name in list_keys(i).names]
        counts = Counter(piece for name, _ in names for piece in name)
        for name, place in names:
            piece = min(name, key=lambda piece: (counts[piece], -len(piece)), default="")
            self._by_piece[piece[:MAX_PIECE]].append((piece, place))
        # Only these keys can be within a word.
        self._word_keys = frozenset(filter(_RUN.fullmatch, self._by_piece))

    def find_by_address(
        self, addresses: Iterable[str], spelt_values: Iterable[str] = ()
    ) -> tuple[WatchedInterview, ...]:
        """Return the interviews to whose people or company these addresses, or fields spelt as words, may belong."""
        people = tuple(addresses)
        labels = {make_name_slug(label) for address in people for label in _ADDRESS_GAP.split(address)}
        domain_labels = {label for address in people for label in domain_of(address).split(".")}
        labels = labels.union(*map(list_label_forms, domain_labels))
        return self._select(
            _look_up(self._by_local, {mailbox_key(address).rpartition("@")[0] for address in people}),
            _look_up(self._by_domain, registrable_domains_of(people)),
            _look_up(self._by_label, labels),
            self._find_spelt(spelt_values),
        )

    def find_by_local(self, locals_: AbstractSet[str]) -> tuple[WatchedInterview, ...]:
        """Return the interviews with a person whose address may have one of these parts before the @."""
        return self._select(_look_up(self._by_local, locals_))

    @property
    def has_numbers(self) -> bool:
        """Whether anybody's telephone number is known."""
        return bool(self._by_number)

    def find_by_number(self, numbers: Iterable[str]) -> tuple[WatchedInterview, ...]:
        """Return the interviews with a person who may have one of these telephone numbers."""
        return self._select(_look_up(self._by_number, {number[-MIN_DIGITS:] for number in numbers}))

    def find_by_sound(self, shown_name: str) -> tuple[WatchedInterview, ...]:
        """Return the interviews with a person whose first name may sound like a word of this name."""
        sounds = list_shown_sounds(shown_name)
        return self._select(_look_up(self._by_sound, sounds)) if sounds else ()

    @LazyValue
    def _by_sound(self) -> Places:
        """The interviews by the sounds of their people's first names; few mails need it."""
        table: Places = defaultdict(list)
        for place, interview in enumerate(self._interviews):
            first_sounds = (list_name_sounds(person.name)[:1] for person in interview.contacts)
            for sound in frozenset().union(*(sounds for firsts in first_sounds for sounds in firsts)):
                table[sound].append(place)
        return table

    def find_by_event(self, event_uids: Iterable[str]) -> tuple[WatchedInterview, ...]:
        """Return the interviews with an invitation of one of these events."""
        return self._select(_look_up(self._by_event, frozenset(event_uids)))

    def find_by_text(
        self,
        texts: Iterable[str],
        spelt_values: Iterable[str],
        numbers: Iterable[str],
        origins: Iterable[str],
    ) -> tuple[WatchedInterview, ...]:
        """Return the interviews that these texts, fields spelt as words, numbers, or private addresses may name."""
        lower_texts = [fold_case(text) for text in texts]
        letters = frozenset().union(*lower_texts) if self._by_letter else frozenset()
        return self._select(
            *(self._find_pieces(text) for text in lower_texts),
            _look_up(self._by_letter, letters),
            _look_up(self._by_label, {slug for address in origins for slug in _slugs_of_private(address)}),
            _look_up(self._by_number, {number[-MIN_DIGITS:] for number in numbers}),
            self._find_spelt(spelt_values),
        )

    def _find_pieces(self, text: str) -> list[int]:
        if len(self._word_keys) <= MAX_KEYS_TRIED:
            shared_keys = {"", *(key for key in self._word_keys if key in text)}
        else:
            shared_keys = {"", *(self._word_keys & list_pieces(text))}
        listed = [self._by_piece.get(key, ()) for key in shared_keys]
        return [place for entries in listed for piece, place in entries if piece in text]

    def _find_spelt(self, spelt_values: Iterable[str]) -> list[int]:
        return _look_up(self._by_domain_word, {word for value in spelt_values for word in value.split("-")})

    def _select(self, *places: list[int]) -> tuple[WatchedInterview, ...]:
        """Return the interviews at these places, each once, in their order."""
        return tuple(self._interviews[place] for place in sorted(set().union(*places)))


def index_of(watchlist: Watchlist) -> WatchIndex:
    """Return the index of a watchlist, which is made once and kept with it."""
    attributes = watchlist.__dict__
    if "_index" not in attributes:
        attributes["_index"] = WatchIndex(watchlist.interviews)
    index: WatchIndex = attributes["_index"]
    return index


def _look_up(table: Mapping[str, list[int]], keys: AbstractSet[str]) -> list[int]:
    return [place for key in keys if key in table for place in table[key]]


def _slugs_of_private(address: str) -> set[str]:
    """Return the words before the @ of a freemail address, in which a company may put its name."""
    if not is_freemail(domain_of(address)):
        return set()
    local = address.partition("@")[0]
    return {make_name_slug(piece) for piece in (local, *_ADDRESS_GAP.split(local))}


@lru_cache(maxsize=32)
def list_pieces(text: str) -> frozenset[str]:
    """Return every run of three to five letters within a word of a text."""
    return frozenset().union(*map(_list_pieces_of_word, frozenset(_RUN.findall(text))))


@lru_cache(maxsize=8192)
def _list_pieces_of_word(word: str) -> frozenset[str]:
    return frozenset(
        word[place : place + size]
        for size in range(MIN_PIECE, MAX_PIECE + 1)
        for place in range(len(word) - size + 1)
    )
