"""Whether a text greets its reader, or is signed by its writer, by name: what robots for everybody cannot do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.parsing.addresses import addresses, display_name
from followupd.inbound.parsing.text import folded, words

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import Mail

# The close of a letter, on a line of its own. "Thank you" alone is none: notes begin with it.
_CLOSE = re.compile(
    r"^[^\w\n]{0,8}(?:(?:best|kind|warm|with)(?:est)? (?:\w+ )?(?:regards|wishes)|regards|all the best|(?:yours )?(?:most )?sincerely|yours (?:faithfully|truly)|(?:mit )?(?:freundliche\w*|beste\w*|viele\w*|herzliche\w*|liebe\w*|schone\w*) gru(?:ss|sse|ssen|sen|se|s)\b|mfg|vg|lg|cordialement|bien a vous|(?:bien )?cordialement|(?:un )?(?:cordial )?saludos?|atentamente|(?:cordiali|distinti) saluti|"
    r"atenciosamente|(?:com os )?(?:melhores )?cumprimentos|met vriendelijke groet\w*|z powazaniem|pozdrawiam|(?:med )?vanlig\w* halsning\w*|mvh|(?:med )?venlig(?:e)? hilsen\w*|(?:med )?vennlig hilsen|terveisin|s pozdravem|saygilarimla|с уважением)\b[^\n]{0,30}$",
    re.MULTILINE,
)
A_NAME = 3  # letters: anything shorter is a particle or an initial
FIRST, LAST = 80, 200  # characters within which a greeting and a signature stand
BEFORE = 4  # words: "good morning dear mr"
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# Names that are words, too, and words that begin a sentence about oneself: "I will be back in May."
_ANYBODY = frozenset({"info", "mail", "email", "contact", "kontakt", "office", "hello", "post", "web", "jobs", "von", "der", "van", "den", "del", "the", "and"})  # fmt: skip
_SELF = frozenset({"i", "i'm", "my", "we", "in", "until", "till", "back", "ich", "bis", "je", "en", "jusqu", "thank", "thanks"})  # fmt: skip


def greeted(mail: Mail) -> bool:
    """Say whether the first line holds a name of the one to whom the mail is addressed, as its To gives it."""
    shown = words(mail.headers.first("to"))
    names = _names(shown.partition("<")[0] if "<" in shown else "")
    for address in addresses(mail.headers.first("to"))[:1]:
        names |= _names(address.partition("@")[0])
    first = next((line for line in folded(mail.text[:2000]).split("\n") if line.strip()), "")
    words_before: list[str] = []
    for word in _WORD.finditer(first[:FIRST]):
        # "lena.dev" and "lena@…" are no names of hers.
        ends = not re.match(r" ?\w|[.@_-]\w", first[word.end() : word.end() + 2])
        if word[0] in names and ends:
            return len(words_before) <= BEFORE and not _SELF & set(words_before)
        words_before.append(word[0])
    return False


def signed(mail: Mail) -> bool:
    """Say whether a short line in the end consists of names of the author, as From gives them."""
    return _names_author(mail, mail.text[-LAST:])


def closed(mail: Mail) -> bool:
    """Say whether the author's name stands right below the close, whatever a signature adds to it."""
    text = mail.text[:30_000]
    below = text[len(above_close(text)) :].split("\n", 2)[-1].lstrip()
    return bool(below) and _names_author(mail, below.partition("\n")[0])


def _names_author(mail: Mail, text: str) -> bool:
    names = _names(display_name(mail.headers))
    return any(_is_signature(line, names) for line in text.split("\n"))


def _is_signature(line: str, names: set[str]) -> bool:
    words_of_line = set(_LETTERS.findall(folded(line)))
    return bool(words_of_line & names) and len(words_of_line - names) <= 1


def above_name(mail: Mail, text: str) -> str:
    """Return a text of the mail above the line that consists of names of its author."""
    names = _names(display_name(mail.headers))
    lines = text[:30_000].split("\n")
    end = next((at for at, line in enumerate(lines) if at and _is_signature(line, names)), len(lines))
    return "\n".join(lines[:end])


def above_close(text: str) -> str:
    """Return a text without its close and what stands below, a signature; the whole where nothing stands above."""
    # Line by line: a folded line may be longer than what it was.
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if (
            number
            and len(line) < FIRST
            and _CLOSE.match(folded(line))
            and any(map(str.strip, lines[:number]))
        ):
            return "\n".join(lines[:number])
    return text


def _names(text: str) -> set[str]:
    return {name for name in _LETTERS.findall(folded(text)) if len(name) >= A_NAME} - _ANYBODY
