"""Checks of the lint on files: announced but missing, attached but not mentioned, or out of place.

Each check returns the remark about the fault, or None. The row in `lint` decides whether it holds the mail or only
advises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.writing.lint.lint_messages import make_remark
from followupd.writing.lint.lint_note import first_match
from followupd.writing.lint.similarity import normalize_text

if TYPE_CHECKING:
    from followupd.writing.lint.lint_messages import Remark
    from followupd.writing.lint.lint_note import Note

_DOCUMENT = r"(?:cv|r[eé]sum[eé]|files?|documents?|certificates?|cop(?:y|ies)|pdf|references?|portfolio|samples?|letters?|slides?)"
# All languages at once, as with reproaches. "I got attached to the idea" and "the director adjunto" announce no file.
_ANNOUNCEMENTS = (
    # English
    rf"\bi(?:'ve| have|'m| am)? (?:also )?(?:attach(?:ed|ing)?|enclos(?:e|ed|ing))\b(?! to\b)|\b(?:my|the) (?:attached|enclosed) {_DOCUMENT}\b",
    rf"\b(?:attached|enclosed)(?: to this (?:mail|e-?mail|message|note))? (?:is|are|you|please|here|below|my|the {_DOCUMENT})\b",
    r"\b(?:is|are) (?:attached|enclosed)(?: to this\b|[ ,.:;]*(?:\n|$)|[,.:;]| for you)|\b(?:see|find) (?:the )?(?:attach(?:ed|ments?)|enclosed)\b",
    r"\b(?:in|as) (?:the |an )?attachments?\b",
    # Deutsch
    r"\banbei\b|\bim anhang\b|\bals (?:anhang|anlage)\b|\bbeigefügt|\bbeiliegend|\bangehängt\b|\bhänge ich\b|\bfüge ich\b.{0,60}\b(?:bei|an)\b",
    r"\bin der anlage (?:finde|sende|schicke|erh[aä]lt|übersende|lasse)",
    # Français
    r"\bci-joint|\b(?:en )?pi[eè]ces? jointes?\b|\bje (?:vous |te )?joins\b|\bjointe?s? à (?:ce|mon|cet) (?:mail|courriel|message|e-?mail|envoi)\b",
    # Español
    r"\badjunt[oa]s? (?:encontrar|encontrará|mi|el cv|los|las|un|una|tiene|te|le|a este|al)\b|\b(?:te|le|les|os) (?:he )?adjunt",
    r"\b(?:archivos?|documentos?|ficheros?) adjuntos?\b|\ben (?:el )?adjunto\b",
)


def check_attachment(note: Note) -> Remark | None:
    """Return a remark if a file is announced, and none is attached."""
    announcement = first_match(_ANNOUNCEMENTS, normalize_text(note.text.body))
    if note.files or announcement is None or note.is_own_script or note.kind == "letter":
        return None
    return make_remark("attachment", quote=repr(announcement.strip()))


def advise_mention(note: Note) -> Remark | None:
    """Return a remark if a file is attached, and the text does not mention it."""
    text = normalize_text(note.text.body)
    if not note.files or first_match(_ANNOUNCEMENTS, text):
        return None
    return make_remark("attachment-unsaid", files=", ".join(note.files))


def advise_no_file(note: Note) -> Remark | None:
    """Return a remark if a file is attached to a mail of thanks."""
    if not note.files or not note.kind.startswith("thank-you"):
        return None
    return make_remark("attachment-thanks", files=", ".join(note.files))
