"""Finds out whether the user's own provider confirms the sender's domain (RFC 8601). Nothing else is trusted.

The line is parsed by its full grammar, since parts of it come from the sender: quoted strings, nested comments, one
value for each property. If anything in it is odd, the whole line is ignored. The library authres is not used: its last
release was in 2019, it skips what it does not understand, and it refuses the `;` that some providers write at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from followupd.inbound.parsing.addresses import registrable_domain, registrable_domain_of
from followupd.inbound.senders.border import is_border_hop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.inbound.parsing.message import MailHeaders

_RECEIVED_BY = re.compile(r"\bby\s+([^\s;()]{1,255})")
_BLANKS = re.compile(r"[ \t]+")
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[;=]|[^\s;=()"\\]+')
_COMMENT_PIECE = re.compile(r"\\.|[()]|[^()\\]+")
_DOMAIN = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+", re.IGNORECASE)
# Fields from which a verifier may quote: MAIL FROM, HELO, the identity in a signature.
_QUOTED_FIELDS = ("return-path", "received", "received-spf", "dkim-signature")
_RESULT = re.compile(r"\bdmarc(?:/\d+|\s|\([^()]{0,99}\)){0,9}=", re.IGNORECASE)
_ESCAPE = re.compile(r"=([0-9A-F]{2})")
_MAX_VALUE_WORDS = 4  # a quoted local part, @, a domain: no value has more


class _OddResult(ValueError):
    """The line does not follow RFC 8601, or it does but the sender may have written it."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, a quoted string with its quotes, `;` or `=`; `is_glued`: it follows the one before without a blank."""

    text: str
    is_glued: bool


@dataclass(frozen=True, slots=True)
class _MethodResult:
    """The result of one method: `dmarc=pass header.from=acme.example`."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...]


def is_sender_verified(
    headers: MailHeaders, authserv_id: str | None, sender: str, *, only_above_border: bool = False
) -> bool:
    """Return whether a trusted DMARC result passes for the domain of `sender` (a bare address).

    `only_above_border`: a result counts only if no stranger can have written it; see `border`.
    """
    value = _find_trusted_result(headers, authserv_id, only_above_border=only_above_border)
    if not value or not sender or _imitates_result(headers):
        return False
    try:
        dmarc_results = [result for result in _parse_results(value) if result.method == "dmarc"]
    except _OddResult:
        return False
    # If there are two results, the sender wrote one of them.
    return len(dmarc_results) == 1 and _passes_for(dmarc_results[0], registrable_domain_of(sender))


def _imitates_result(headers: MailHeaders) -> bool:
    """Return whether the sender wrote a result where a verifier may quote it, such as in the name of their machine.

    A careless verifier that quotes it produces a line that follows the grammar.
    """
    quoted_values = (value for name, value in headers.fields if name in _QUOTED_FIELDS)
    return any(_RESULT.search(value) or _RESULT.search(_decode_escapes(value)) for value in quoted_values)


def _decode_escapes(value: str) -> str:
    """Return a value with the `=XX` of a signature decoded (RFC 6376 §2.11)."""
    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), value)


def has_own_results(headers: MailHeaders, authserv_id: str | None, sender: str) -> bool | None:
    """Return whether the user's provider wrote its results into a mail; None if the mail cannot show that.

    The provider may leave them out of a mail from its own users, and a mail that was never transferred has none.
    """
    if not authserv_id:
        return None
    own_id = authserv_id.strip().lower()
    hops = headers.get_all("received")
    is_within = all(_is_internal_hop(hop, own_id) for hop in hops)
    if is_within or registrable_domain_of(sender) == registrable_domain(own_id):
        return None
    return has_results(headers, authserv_id)


def has_results(headers: MailHeaders, authserv_id: str | None) -> bool:
    """Return whether a mail has results in the name of the user's provider, above every foreign hop."""
    return bool(_find_trusted_result(headers, authserv_id))


def _find_trusted_result(
    headers: MailHeaders, authserv_id: str | None, *, only_above_border: bool = False
) -> str:
    """Return the topmost result of the user's provider, unless a foreign hop is above it (RFC 8601 §5, §7.1)."""
    if not authserv_id:
        return ""
    own_id = authserv_id.strip().lower()
    for position, (name, value) in enumerate(headers.fields):
        if name == "received":
            if not _is_internal_hop(value, own_id) or (only_above_border and is_border_hop(value)):
                return ""
        elif name == "authentication-results":
            server_id = _read_server_id(value)
            if server_id == own_id:
                is_trusted = not only_above_border or _is_border_below(headers, position, own_id)
                return value if is_trusted else ""
            # Below a line of another server, or one without a readable name, a stranger may have written the provider's
            # line.
            if not _is_same_provider(server_id, own_id):
                return ""
    return ""


def _read_server_id(value: str) -> str:
    words = value.partition(";")[0].lower().split()
    return words[0] if words else ""


def _is_border_below(headers: MailHeaders, position: int, own_id: str) -> bool:
    """Return whether the provider wrote, below a field, who delivered the mail. If not, the mail brought the field."""
    hops = (value for name, value in headers.fields[position:] if name == "received")
    own_hops = takewhile(lambda hop: _is_internal_hop(hop, own_id), hops)
    return any(map(is_border_hop, own_hops))


def _is_same_provider(server_id: str, own_id: str) -> bool:
    """Return whether a name is another machine of the same provider. Seen in practice: one machine for each method."""
    return bool(_DOMAIN.fullmatch(server_id)) and registrable_domain(server_id) == registrable_domain(own_id)


def _is_internal_hop(received_value: str, own_id: str) -> bool:
    """Return whether a hop was within the provider: its domain, or a bare machine name or address."""
    match = _RECEIVED_BY.search(received_value)
    host = match[1].lower().strip("[].") if match else ""
    is_bare_machine = not re.search(r"[g-z]", host) or "." not in host
    return is_bare_machine or registrable_domain(host) == registrable_domain(own_id)


def _passes_for(dmarc_result: _MethodResult, domain: str) -> bool:
    """Return whether DMARC passes for the wanted organisation, with relaxed alignment (RFC 7489 §3.1)."""
    from_domains = [value for name, value in dmarc_result.properties if name == "header.from"]
    return (
        dmarc_result.result == "pass"
        and len(from_domains) == 1
        and bool(_DOMAIN.fullmatch(from_domains[0]))
        and registrable_domain(from_domains[0].lower()) == domain
    )


# --- the grammar


def _parse_results(value: str) -> Iterator[_MethodResult]:
    """Yield the results of a line. Raises _OddResult."""
    words = list(_split_words(value))
    pieces: list[list[_Word]] = [[]]
    for word in words:
        if word.text == ";":
            pieces.append([])
        else:
            pieces[-1].append(word)
    if len(pieces) > 1 and value.rstrip().endswith(";"):  # seen in practice
        pieces.pop()
    for piece in pieces[1:]:
        if not piece:  # the sender may have closed a comment early: `(a);dmarc=pass …;( says nothing)`
            raise _OddResult
        pairs = list(_read_pairs(piece))
        if pairs:
            (method, result), *properties = pairs
            yield _MethodResult(method.partition("/")[0], result.lower(), tuple(properties))


def _split_words(value: str) -> Iterator[_Word]:
    """Yield the words of a line, which comments and blanks separate. Raises _OddResult."""
    at, is_glued = 0, False
    while at < len(value):
        if blanks := _BLANKS.match(value, at):
            at, is_glued = blanks.end(), False
        elif value[at] == "(":
            at, is_glued = _find_comment_end(value, at), False
        elif word := _WORD.match(value, at):
            if not word[0].isprintable() or not word[0].isascii():
                raise _OddResult
            yield _Word(word[0], is_glued)
            at, is_glued = word.end(), True
        else:
            raise _OddResult


def _find_comment_end(value: str, start: int) -> int:
    """Return the end of a comment, including the comments nested in it (RFC 5322 §3.2.2). Raises _OddResult."""
    depth, at = 0, start
    while piece := _COMMENT_PIECE.match(value, at):
        at = piece.end()
        depth += (piece[0] == "(") - (piece[0] == ")")
        if depth == 0:
            if value.count('"', start, at) % 2:
                raise _OddResult  # the sender may have closed it early: `(domain of "a)…`
            return at
    raise _OddResult


def _read_pairs(piece: list[_Word]) -> Iterator[tuple[str, str]]:
    """Yield each `name = value` of one result. Raises _OddResult."""
    at = 0
    if [word.text.lower() for word in piece] == ["none"]:
        return
    while at < len(piece):
        name, *rest = (word.text for word in piece[at : at + 3])
        if len(rest) < 2 or rest[0] != "=" or rest[1] == "=" or name[0] in '="':  # noqa: PLR2004 - `=` and a value
            raise _OddResult
        end = at + 3
        # The padding of a signature, the domain behind a quoted name.
        while end < len(piece) and piece[end].is_glued:
            end += 1
        yield name.lower(), _join_value([word.text for word in piece[at + 2 : end]])
        at = end


def _join_value(words: list[str]) -> str:
    if len(words) > _MAX_VALUE_WORDS:
        raise _OddResult
    return words[0][1:-1] if len(words) == 1 and words[0][0] == '"' else "".join(words)
