"""An index of the sent mails by words and subjects, so that a quotation is found as quickly among many as among few."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.inbound.names.mentions import subject_core
from followupd.inbound.parsing.quoting import find_telling_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.inbound.matching.watchlist import SentMail, Watchlist


class SentIndex:
    """The sent mails of a watchlist."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._sent_mails = [*watchlist.sent_mails.items()]
        self._by_word: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._by_subject: dict[str, list[int]] = defaultdict(list)
        for place, (_, sent_mail) in enumerate(self._sent_mails):
            self._by_subject[_fold_subject(sent_mail.subject)].append(place)
            for word, piece in _list_pieces(sent_mail.text):
                self._by_word[word].append((place, piece))

    def find_quoted(self, running_text: str) -> list[tuple[str, SentMail]]:
        """Return the mails, with their Message-IDs, of which a telling piece is in a text (see `running_text`)."""
        listed = [self._by_word[word] for word in self._by_word.keys() & {"", *running_text.split(" ")}]
        return self._select({place for pieces in listed for place, piece in pieces if piece in running_text})

    def find_by_subject(self, subjects: Iterable[str]) -> list[tuple[str, SentMail]]:
        """Return the mails, with their Message-IDs, whose subject is one of these (see `subject_core`)."""
        return self._select(
            {
                place
                for subject in subjects
                if subject in self._by_subject
                for place in self._by_subject[subject]
            }
        )

    def _select(self, places: set[int]) -> list[tuple[str, SentMail]]:
        return [self._sent_mails[place] for place in sorted(places)]


def sent_index_of(watchlist: Watchlist) -> SentIndex:
    """Return the index of a watchlist, which is made once and kept with it."""
    attributes = watchlist.__dict__
    if "_sent_index" not in attributes:
        attributes["_sent_index"] = SentIndex(watchlist)
    index: SentIndex = attributes["_sent_index"]
    return index


@lru_cache(maxsize=8192)
def _fold_subject(subject: str) -> str:
    return subject_core(subject)


@lru_cache(maxsize=8192)
def _list_pieces(text: str) -> tuple[tuple[str, str], ...]:
    """Return the telling pieces of a text, each with a word that is between two spaces in it."""
    return tuple(
        (max(piece.split(" ")[1:-1], key=len, default=""), piece) for piece in find_telling_pieces(text)
    )
