"""One word from the candidate: what they answer to a call sheet or a letter, from their own mailbox."""

from __future__ import annotations

import re

from followupd.inbound.parsing.addresses import ids
from followupd.inbound.parsing.message import read
from followupd.inbound.parsing.quoting import answer
from followupd.inbound.verdict import Word

_WORDS = {
    "done": "done",
    "spoke": "spoke",
    "voicemail": "voicemail",
    "no-answer": "no-answer",
    "no answer": "no-answer",
    "wrong-number": "wrong-number",
    "wrong number": "wrong-number",
    "posted": "posted",
    "stop": "stop",
}
_SNOOZE = re.compile(r"snooze(?:\s+(\d{1,2})\s*d(?:ays?)?)?")
LONGEST = 30  # characters: more is a letter to somebody, not a word to us


def word(raw: bytes) -> Word | None:
    """Return the one word that a mail consists of, quotation and signature aside; None if it says anything else.

    Whether the mail is the candidate's own is the caller's to know.
    """
    mail = read(raw)
    about = (*ids(mail.headers.first("in-reply-to")), *ids(mail.headers.first("references")))
    if not about:
        return None
    lines = [line.strip() for line in answer(mail.text).splitlines() if line.strip()]
    if len(lines) != 1 or len(lines[0]) > LONGEST:
        return None
    said = lines[0].lower().rstrip(".! ")
    if snooze := _SNOOZE.fullmatch(said):
        return Word("snooze", int(snooze[1] or 1), about)
    return Word(_WORDS[said], 0, about) if said in _WORDS else None
