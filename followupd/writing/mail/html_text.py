"""Makes the HTML part of a mail, with the same content as the text and nothing else."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.writing.notices.inline_picture import InlinePicture

_PARAGRAPH_END = re.compile(r"\n(?:[ \t]*\n)+")
# A web address without the full stop after it, as a reader would copy it.
_BRACKETED = r"\([^\s<>\"()]*\)"
_URL = re.compile(rf"https?://(?:[^\s<>\"()]|{_BRACKETED})*(?:[^\s<>\"().,;:!?'’”»\]}}…]|{_BRACKETED})")
_PAGE = """<!DOCTYPE html>
<html>
  <head>
    <meta http-equiv="content-type" content="text/html; charset=UTF-8">
  </head>
  <body>
{content}
  </body>
</html>
"""


def render_html(body: str) -> str:
    """Return the text as a page: escaped, in paragraphs, with links and quotations."""
    return _PAGE.format(content="\n".join(_render_blocks(body)))


def render_illustrated(body: str, pictures: Sequence[InlinePicture]) -> str:
    """Return the text as a page, with each picture below its paragraph."""
    blocks: list[str] = []
    for number, section in enumerate(body.split("\n\n")):
        blocks += _render_blocks(section)
        blocks += [_render_picture(picture) for picture in pictures if picture.paragraph == number]
    return _PAGE.format(content="\n".join(blocks))


def _render_picture(picture: InlinePicture) -> str:
    return f'<p><img src="cid:{picture.content_id}" alt="{escape(picture.label)}" width="640"></p>'


def _render_blocks(body: str) -> list[str]:
    blocks: list[str] = []
    for is_quote, lines in groupby(body.strip("\n").split("\n"), key=_is_quoted):
        text = "\n".join(lines)
        if is_quote:
            inner_text = re.sub(r"(?m)^> ?", "", text)
            blocks += ['<blockquote type="cite">', *_render_blocks(inner_text), "</blockquote>"]
        else:
            paragraphs = (p for p in _PARAGRAPH_END.split(text.strip("\n")) if p.strip())
            blocks += [f"<p>{_render_paragraph(p)}</p>" for p in paragraphs]
    return blocks


def _is_quoted(line: str) -> bool:
    return line.startswith(">")


def _render_paragraph(text: str) -> str:
    """Return one paragraph, with each line break and each of several spaces kept."""
    parts: list[str] = []
    end = 0
    for url_match in _URL.finditer(text):
        address = escape(url_match[0])
        parts += [escape(text[end : url_match.start()]), f'<a href="{address}">{address}</a>']
        end = url_match.end()
    parts.append(escape(text[end:]))
    lines = "".join(parts).split("\n")
    return "<br>\n".join(re.sub(r"^ | (?= )", "&nbsp;", line) for line in lines)
