"""HTML to lines, in one pass. Quotations get their `> `, the rule above a quoted mail becomes a rule."""

from __future__ import annotations

import re

# `[^<>]*` cannot run past the next tag, so the scan stays linear on unclosed ones.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})([^<>]*)>")
_BLANKS = re.compile(r"\s+")
_ENDLESS = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
_HIDDEN = frozenset({"style", "script", "head", "title", "noscript", "template"})
_BREAKS = frozenset(
    {"br", "p", "div", "tr", "li", "table", "hr", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4"}
)
# Seen in practice: what Outlook on the web and on phones puts above the quoted mail.
_QUOTED_BELOW = re.compile(r"""(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|yahoo_quoted|replySplit)""")
RULE = "________________________________"


def plain(text: str) -> str:
    """Return HTML as text lines: hidden elements dropped, entities decoded, quotations marked. Never raises."""
    out: list[str] = []
    hidden, depth, end = "", 0, 0
    for tag in _TAG.finditer(_without_comments(text)):
        if not hidden:
            out.append(_inline(tag.string[end : tag.start()]))
        end = tag.end()
        closing, name = bool(tag[1]), tag[2].lower()
        hidden = _hidden_after(hidden, name, closing=closing)
        if name == "blockquote":
            depth = max(0, depth + (-1 if closing else 1))
        if name in _BREAKS:
            out.append("\n" + "> " * min(depth, 5))
        if _QUOTED_BELOW.search(tag[3]):
            out.append("\n" + RULE + "\n")
    if not hidden:
        out.append(_inline(_without_comments(text)[end:]))
    return _tidy("".join(out))


def _hidden_after(hidden: str, name: str, *, closing: bool) -> str:
    if hidden:
        return "" if closing and name == hidden else hidden
    return name if name in _HIDDEN and not closing else ""


def _without_comments(text: str) -> str:
    out, start = [], 0
    while (begin := text.find("<!--", start)) >= 0:
        out.append(text[start:begin])
        stop = text.find("-->", begin)
        if stop < 0:
            return "".join(out)
        start = stop + 3
    return "".join([*out, text[start:]])


def _inline(text: str) -> str:
    from html import unescape  # with the names of two thousand characters

    # The blanks at the ends stay: they part the words before and after an inline element.
    flat = _BLANKS.sub(" ", text)
    # Python refuses to read a number of thousands of digits; no character has so many.
    return unescape(_ENDLESS.sub("\ufffd", flat))


def _tidy(text: str) -> str:
    lines = [line.strip() for line in text.split("\n")]
    kept = [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]
    return "\n".join(kept).strip()
