"""Cuts the legal notes and ways to unsubscribe below a mail, which are no part of its message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.parsing.text import fold_text

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import ParsedMail

MAX_TEXT = 20_000  # characters
_FOOTER = re.compile(
    r"^\W{0,4}(?:\(c\)|©|copyright\b|all rights reserved|unsubscribe|manage (?:your )?(?:e-?mail )?preferences|(?:edit|manage|delete|pause) (?:this |your )?(?:job )?alert|you (?:are )?receiv\w+ this|this (?:e-?mail|message) was sent|"
    r"abmelden|abbestellen|impressum|alle rechte|sie erhalten diese|se desabonner|desinscri|vous recevez ce|cancelar suscripcion|darse de baja|cancella iscrizione|disiscri|descadastrar|uitschrijven|afmelden|wypisz|avregistrera|afmeld|leiratkozas|odhlasit|abonelikten|отписаться|退订|取消订阅|配信停止|수신거부)",
)


def text_above_footer(mail: ParsedMail) -> str:
    """Return the text without the legal notes and the ways to unsubscribe below it."""
    lines = mail.text[:MAX_TEXT].split("\n")
    end = next(
        (number for number, line in enumerate(lines) if number and _FOOTER.match(fold_text(line[:200]))),
        len(lines),
    )
    return "\n".join(lines[:end]) if any(line.strip() for line in lines[:end]) else mail.text[:MAX_TEXT]
