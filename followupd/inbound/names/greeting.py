"""Finds out whether a text greets its reader, or is signed by its writer, by name. A robot rarely does either."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.parsing.addresses import display_name, find_addresses
from followupd.inbound.parsing.text import decode_words, fold_text

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import ParsedMail

# The close of a letter, on a line of its own. "Thank you" alone is not one: notes begin with it.
_CLOSING_LINE = re.compile(
    r"^[^\w\n]{0,8}(?:(?:best|kind|warm|with)(?:est)? (?:\w+ )?(?:regards|wishes)|regards|all the best|(?:yours )?(?:most )?sincerely|yours (?:faithfully|truly)|(?:mit )?(?:freundliche\w*|beste\w*|viele\w*|herzliche\w*|liebe\w*|schone\w*) gru(?:ss|sse|ssen|sen|se|s)\b|mfg|vg|lg|cordialement|bien a vous|(?:bien )?cordialement|(?:un )?(?:cordial )?saludos?|atentamente|(?:cordiali|distinti) saluti|"
    r"atenciosamente|(?:com os )?(?:melhores )?cumprimentos|met vriendelijke groet\w*|z powazaniem|pozdrawiam|(?:med )?vanlig\w* halsning\w*|mvh|(?:med )?venlig(?:e)? hilsen\w*|(?:med )?vennlig hilsen|terveisin|s pozdravem|saygilarimla|с уважением)\b[^\n]{0,30}$",
    re.MULTILINE,
)
MIN_NAME = 3  # letters: anything shorter is a particle or an initial
GREETING_RANGE, SIGNATURE_RANGE = 80, 200  # characters in which a greeting and a signature are searched
MAX_WORDS_BEFORE = 4  # words: "good morning dear mr"
_MORE_OF_NAME = re.compile(r" ?\w|[.@_-]\w")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# Names that are also common words, and words that begin a sentence about oneself: "I will be back in May."
_COMMON_WORDS = frozenset({"info", "mail", "email", "contact", "kontakt", "office", "hello", "post", "web", "jobs", "von", "der", "van", "den", "del", "the", "and"})  # fmt: skip
_SELF_WORDS = frozenset({"i", "i'm", "my", "we", "in", "until", "till", "back", "ich", "bis", "je", "en", "jusqu", "thank", "thanks"})  # fmt: skip


def has_named_greeting(mail: ParsedMail) -> bool:
    """Return whether the first line holds a name of the addressee, as the To field has it."""
    to_value = decode_words(mail.headers.get_first("to"))
    names = _name_words(to_value.partition("<")[0] if "<" in to_value else "")
    for address in find_addresses(mail.headers.get_first("to"))[:1]:
        names |= _name_words(address.partition("@")[0])
    first_line = next((line for line in fold_text(mail.text[:2000]).split("\n") if line.strip()), "")
    words_before: list[str] = []
    for word in _WORD.finditer(first_line[:GREETING_RANGE]):
        # In "lena.dev" and "lena@…" the word is not used as a name.
        is_whole_name = not _MORE_OF_NAME.match(first_line[word.end() : word.end() + 2])
        if word[0] in names and is_whole_name:
            return len(words_before) <= MAX_WORDS_BEFORE and not _SELF_WORDS & set(words_before)
        words_before.append(word[0])
    return False


def has_named_signature(mail: ParsedMail) -> bool:
    """Return whether a short line at the end consists of names of the author, as the From field has them."""
    return _has_author_line(mail, mail.text[-SIGNATURE_RANGE:])


def has_signed_close(mail: ParsedMail) -> bool:
    """Return whether the author's name is right below the close, whatever the signature adds to it."""
    text = mail.text[:30_000]
    text_below = text[len(cut_at_close(text)) :].split("\n", 2)[-1].lstrip()
    return bool(text_below) and _has_author_line(mail, text_below.partition("\n")[0])


def _has_author_line(mail: ParsedMail, text: str) -> bool:
    names = _name_words(display_name(mail.headers))
    return any(_is_signature(line, names) for line in text.split("\n"))


def _is_signature(line: str, names: set[str]) -> bool:
    words_of_line = set(_LETTERS.findall(fold_text(line)))
    return bool(words_of_line & names) and len(words_of_line - names) <= 1


def cut_at_name(mail: ParsedMail, text: str) -> str:
    """Return a text of the mail above the line that consists of names of its author."""
    names = _name_words(display_name(mail.headers))
    lines = text[:30_000].split("\n")
    end = next(
        (index for index, line in enumerate(lines) if index and _is_signature(line, names)), len(lines)
    )
    return "\n".join(lines[:end])


def cut_at_close(text: str) -> str:
    """Return a text without its close and all below it; the whole text if nothing is above the close."""
    # Each line is folded by itself, since a folded line may be longer than the original.
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if (
            number
            and len(line) < GREETING_RANGE
            and _CLOSING_LINE.match(fold_text(line))
            and any(map(str.strip, lines[:number]))
        ):
            return "\n".join(lines[:number])
    return text


def _name_words(text: str) -> set[str]:
    return {name for name in _LETTERS.findall(fold_text(text)) if len(name) >= MIN_NAME} - _COMMON_WORDS
