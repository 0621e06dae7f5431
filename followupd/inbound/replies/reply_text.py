"""The text of a mail that answers followupd, without quotation, signature, sign-off and emoji."""

from __future__ import annotations

import re

from followupd.inbound.parsing.quoting import extract_answer
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import reply_commands as phrases

MAX_COMMAND = 1200  # characters: a longer text is a letter to somebody, and no command
_WRAPPED = 60  # characters: a line of this length continues in the next one
_SENT_FROM = re.compile(phrases.SENT_FROM)
_SIGN_OFF = re.compile(phrases.SIGN_OFF)
_CONTACT_LINE = re.compile(r"https?://|www\.|\S@\S+\.\w|(?:\+|\b00?)\d[\d ()/.-]{6,}")
_PICTURES = re.compile(
    "[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d]"
)


def read_answer(text: str) -> str:
    """Return the candidate's text in its own case, above their signature."""
    lines = extract_answer(text).splitlines()
    for number, line in enumerate(lines):
        flat_line = fold_text(line).strip(" \t*_-")
        if _SENT_FROM.match(flat_line):
            return "\n".join(lines[:number]).strip()
    return "\n".join(lines).strip()


def flatten_command(answer: str) -> str:
    """Return an answer as one folded line with " . " between sentences, without sign-off, name and emoji."""
    for picture, word in phrases.EMOJI.items():
        answer = answer.replace(picture, f" .{word}. ")
    lines = [fold_text(line).strip() for line in _PICTURES.sub(" ", answer).splitlines()]
    text = ""
    for line in _above_sign_off(lines):
        is_continued = len(line) >= _WRAPPED and line[-1] not in ".!?;:,"
        text += f"{line} " if is_continued else f"{line} . "
    text = re.sub(r"(?<!\d)[.!;:…]+(?=\s|$)|(?<!\d)[.!;:…]+(?=\s*$)|[!;]|(?<!\d)[.:](?=\s*[.:])", " . ", text)
    text = re.sub(r"\s[-–—]+\s", " , ", text.replace("(", " ").replace(")", " ").replace('"', " "))
    text = re.sub(r"\?+", " ? ", re.sub(r",(?!\d)", " , ", text))
    return " ".join(text.split())[:MAX_COMMAND]


def _above_sign_off(lines: list[str]) -> list[str]:
    """Return the lines above the sign-off, or above a block with a number or an address, which is a signature."""
    for number, line in enumerate(lines):
        is_later = any(lines[:number])
        if is_later and _SIGN_OFF.fullmatch(line):
            return lines[:number]
        if is_later and _CONTACT_LINE.search(line) and not all(lines[:number]):
            return lines[: _start_of_block(lines, number)]
    return lines


def _start_of_block(lines: list[str], number: int) -> int:
    return max(index for index in range(number) if not lines[index])
