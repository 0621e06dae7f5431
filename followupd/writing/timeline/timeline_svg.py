"""Renders the picture of a timeline as SVG with its colours in it, since a mail has no style sheet. Pure."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from followupd.writing.timeline.timeline import MarkKind
from followupd.writing.timeline.timeline_drawing import GUTTER, WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.writing.language.words import Translator
    from followupd.writing.timeline.timeline_drawing import Band, Picture, Sign

_LANE_TOP, _MARGIN = 36, 12
_INK, _MUTED, _LINE, _CARD = "#1f2426", "#575f63", "#d9d6cd", "#ffffff"
_ACCENT, _SOFT, _WARM, _WARM_SOFT, _BAD, _GOOD = (
    "#0f5e5c", "#e4efed", "#7a4a00", "#fdf1dc", "#9a1f12", "#1f6134",
)  # fmt: skip
_STYLE = f"""
text {{ font-family: "Liberation Sans", "DejaVu Sans", Arial, sans-serif; font-size: 12px; fill: {_MUTED}; text-anchor: middle; }}
.strong {{ font-weight: 600; fill: {_INK}; }}
.mark {{ fill: {_INK}; }}
.now {{ font-weight: 600; fill: {_BAD}; }}
"""
_HATCH = (
    '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="2" height="6" fill="{_LINE}"/></pattern>'
)
_BAND_COLOURS = {  # fill and edge
    "decision": (_SOFT, "none"),
    "pause": ("url(#hatch)", "none"),
    "held": (_WARM_SOFT, _WARM),
    "absence": (_WARM_SOFT, _WARM),
    "taken": (_SOFT, _ACCENT),
    "reported": (_SOFT, _ACCENT),
    "planned": (_SOFT, _ACCENT),
}
_SIGN_COLOURS = {  # fill and edge; other kinds have card and accent
    MarkKind.TAKEN: (_ACCENT, _ACCENT),
    MarkKind.REPORTED: (_ACCENT, _ACCENT),
    MarkKind.BY_HAND: (_ACCENT, _ACCENT),
    MarkKind.ANSWER: (_GOOD, _GOOD),
    MarkKind.ABSENCE: (_WARM_SOFT, _WARM),
    MarkKind.DOUBT: (_WARM_SOFT, _WARM),
    MarkKind.HELD: (_WARM_SOFT, _WARM),
    MarkKind.UNKNOWN: (_WARM_SOFT, _WARM),
    MarkKind.NEWS: (_CARD, _MUTED),
    MarkKind.PROMISE: (_SOFT, _ACCENT),
    MarkKind.MISSED: (_CARD, _BAD),
    MarkKind.SKIPPED: (_CARD, _MUTED),
}
_ENVELOPE = (
    '<rect x="-7" y="-5.5" width="14" height="11" rx="2"/><path d="M-7-4.5l7 5l7-5" style="fill: none"/>'
)
_TICKED = (
    f'<circle r="6.5"/><path d="M-3 0l2.3 2.5l4-4.8" style="fill: none; stroke: {_CARD}; stroke-width: 1.6"/>'
)
_CROSS = '<path d="M-5-5l10 10m0-10l-10 10"/>'
_SHAPES = {  # other kinds have a circle
    MarkKind.ANSWER: '<path d="M-9-8h18v12h-9l-5 5v-5h-4z"/>',
    MarkKind.ABSENCE: _ENVELOPE,
    MarkKind.DOUBT: _ENVELOPE,
    MarkKind.NEWS: _ENVELOPE,
    MarkKind.PROMISE: '<path d="M-1 9v-18h12l-3 4l3 4h-10"/>',
    MarkKind.MISSED: _CROSS,
    MarkKind.SKIPPED: _CROSS,
    MarkKind.UNKNOWN: '<path d="M0-8l8 8l-8 8l-8-8z"/>',
    MarkKind.TAKEN: _TICKED,
    MarkKind.REPORTED: _TICKED,
    MarkKind.BY_HAND: _TICKED,
}


def render_svg(picture: Picture, words: Translator) -> str:
    """Return the picture as a complete SVG document."""
    wide_bands = [band for band in picture.bands if band.kind in ("decision", "pause")]
    content = [
        f'<rect x="{-_MARGIN}" y="{-_MARGIN}" width="100%" height="100%" fill="{_CARD}"/>',
        *(_render_band(band) for band in wide_bands),
        *(
            _render_text(band.x + band.width / 2, picture.bottom + 16, words.translate("decision window"))
            for band in wide_bands
            if band.kind == "decision"
        ),
        *_render_axes(picture),
        *(_render_band(band) for band in picture.bands if band not in wide_bands),
        *_render_top(picture, words),
        *(line for sign in picture.signs for line in _render_sign(sign)),
    ]
    width, height = WIDTH + 2 * _MARGIN, picture.height + 2 * _MARGIN
    size = f'viewBox="{-_MARGIN} {-_MARGIN} {width} {height}" width="{width}" height="{height}"'
    head = f"<style>{_STYLE}</style><defs>{_HATCH}</defs>"
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {size}>', head, *content, "</svg>"])


def _render_text(x: float, y: float, text: str, look: str = "", anchor: str = "middle") -> str:
    style = f' class="{look}"' if look else ""
    return f'<text x="{x}" y="{y}"{style} style="text-anchor: {anchor}">{escape(text)}</text>'


def _render_line(x1: float, y1: float, x2: float, y2: float, colour: str, extra: str = "") -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}"{extra}/>'


def _render_band(band: Band) -> str:
    fill, edge = _BAND_COLOURS.get(band.kind, (_SOFT, "none"))
    corner = 0 if band.kind in ("decision", "pause") else 5
    return (
        f'<rect x="{band.x}" y="{band.y}" width="{band.width}" height="{band.height}" rx="{corner}"'
        f' fill="{fill}" stroke="{edge}" stroke-opacity="0.5"/>'
    )


def _render_axes(picture: Picture) -> Iterator[str]:
    for x, label in picture.ticks:
        yield _render_line(x, _LANE_TOP, x, picture.bottom, _LINE, ' stroke-dasharray="1 5"')
        yield _render_text(x, 28, label)
    for label, y in picture.lanes:
        yield _render_line(GUTTER, y, WIDTH - 20, y, _LINE, ' stroke-width="2"')
        yield _render_text(0, y + 4, label, "strong", "start")


def _render_top(picture: Picture, words: Translator) -> Iterator[str]:
    """Yield the lines of the interview and of now; their labels avoid each other."""
    x = picture.interview_x
    anchor = "end" if picture.is_crowded else "middle"
    yield _render_line(x, _LANE_TOP, x, picture.bottom, _INK)
    yield _render_text(x, 12, words.translate("interview"), "strong", anchor)
    if picture.now_x is not None:
        anchor = "start" if picture.is_crowded else "middle"
        yield _render_line(picture.now_x, 16, picture.now_x, picture.bottom, _BAD, ' stroke-width="1.5"')
        yield _render_text(picture.now_x, 12, words.translate("now"), "now", anchor)


def _render_sign(sign: Sign) -> Iterator[str]:
    fill, edge = _SIGN_COLOURS.get(sign.kind, (_CARD, _ACCENT))
    shape = _SHAPES.get(sign.kind, '<circle r="6"/>')
    yield (
        f'<g transform="translate({sign.x} {sign.y})" fill="{fill}" stroke="{edge}" stroke-width="2"'
        f' stroke-linejoin="round">{shape}</g>'
    )
    if sign.label_y:
        yield _render_text(
            sign.label_x, sign.label_y, sign.label, "" if sign.kind is MarkKind.PLANNED else "mark"
        )
