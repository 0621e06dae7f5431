"""Makes a PNG from an SVG, since every mail program shows PNG. Typst draws it, as it does letters."""

from __future__ import annotations

from followupd.errors import FollowupdError

_SOURCE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 720pt)
"""
_DOTS_PER_INCH = 120  # 1200 pixels wide: sharp on most screens


def draw_png(svg: str) -> bytes:
    """Return a picture as PNG, with the fonts of this machine. Raises FollowupdError if it cannot be drawn."""
    import typst

    try:
        data = typst.compile(_SOURCE, sys_inputs={"svg": svg}, format="png", ppi=_DOTS_PER_INCH)
    except typst.TypstError as fault:
        raise FollowupdError(f"the picture cannot be drawn: {fault.message}") from None
    if not isinstance(data, bytes):
        raise TypeError("typst returned no picture")
    return data
