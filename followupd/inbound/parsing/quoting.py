"""Cut the quoted mail off an answer: one pass over the lines, no pattern that can run away.

The libraries for this have quadratic patterns; and we know what we wrote, so our own lines go too.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.inbound.parsing.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_TEXT = 65_536
MAX_LINE = 500
A_PIECE = 60  # characters of a line, enough to know it again
TELLING = 20  # characters: a shorter line may be anybody's

_SENTENCE = re.compile(r"[.!?]\s|\n")
# Above a quoted mail. Folded lines of at most 500 characters, each pattern anchored at the start.
_RULE = re.compile(
    r"^\W*(?:[-_=*]{2,}\s*)?(?:original message|original appointment|ursprungliche nachricht|originalnachricht|message (?:d'origine|original)|mensaje original|"
    r"messaggio originale|mensagem original|oorspronkelijk bericht|oryginalna wiadomosc|wiadomosc oryginalna|ursprungligt meddelande|oprindelig meddelelse|"
    r"opprinnelig melding|alkuperainen viesti|puvodni zprava|orijinal ileti|исходное сообщение|пересылаемое сообщение|forwarded message|weitergeleitete nachricht|"
    r"message transfere|begin forwarded message|元のメッセージ|原始邮件|原始郵件|원본 메시지)\W*$|^_{10,}\s*$",
)
_HEADER = re.compile(
    r"^\W{0,3}(?:from|von|de|da|van|od|fran|fra|lahettaja|kimden|от|差出人|发件人|寄件者|보낸 사람)\s*[:：]\s*\S"
)
_HEADER_NEXT = re.compile(
    r"^\W{0,3}(?:sent|date|to|subject|gesendet|datum|an|betreff|envoye|a|objet|enviado|fecha|para|asunto|inviato|data|oggetto|verzonden|aan|onderwerp|wyslano|do|temat|"
    r"skickat|till|amne|sendt|til|emne|lahetetty|aihe|odeslano|predmet|gonderildi|konu|отправлено|кому|тема|дата|日時|送信日時|宛先|件名|发送时间|收件人|主题|寄件日期|날짜|받는 사람|제목)\s*[:：]",
)
_ATTRIBUTION = re.compile(
    r"^\W{0,3}(?:(?:on|am|le|el|il|em|op|dnia|w dniu|den|d\.|ke|su|ma|pa|на|dne)\s|\d{1,4}[.年/-]|[^\n]{0,120}\d{1,2}:\d{2}|[^\n]{0,200}<[^<>\s]{3,200}@[^<>\s]{3,200}>)",
)
_ENDS = ("wrote:", "writes:", "schrieb:", "a ecrit :", "a ecrit:", "escribio:", "ha scritto:", "escreveu:", "schreef:", "napisal(a):", "napisal:", "napisala:", "pisze:", "skrev:", "kirjoitti:", "napsal(a):", "yazdi:", "пишет:", "написал(а):", "写道:", "写道：", "寫道:", "書きました:", "작성:", "wrote :", "님이 작성:")  # fmt: skip
_SIGNATURE = re.compile(
    r"^(?:--\s?|__+|sent from my .{0,40}|von meinem .{0,40} gesendet|envoye de mon .{0,40}|enviado desde mi .{0,40}|inviato da .{0,40}|get outlook for .{0,30}|gesendet mit .{0,40})$"
)


def answer(text: str, ours: Iterable[str] = ()) -> str:
    """Return what the person wrote anew: without the quoted mail, our own lines and the signature. Linear in `text`."""
    own = {line for mail in ours for line in _known(mail)}
    lines = [line[:MAX_LINE] for line in text[:MAX_TEXT].split("\n")]
    flat = [folded(line).strip() for line in lines]
    end = _end(flat)
    kept = [
        line
        for line, bare in zip(lines[:end], flat, strict=False)
        if not bare.startswith((">", "|")) and (len(bare) < TELLING or bare not in own)
    ]
    return _unsigned(kept).strip()


def running_text(text: str) -> str:
    """Return a text folded and on one line, without quote marks: mail programs wrap a quotation anew."""
    lines = (folded(line[:MAX_LINE]).strip("> |\t") for line in text[:MAX_TEXT].split("\n"))
    return " ".join(" ".join(lines).split())


@lru_cache(maxsize=256)
def telling(text: str) -> tuple[str, ...]:
    """Return pieces of a text of ours that are long enough to be nobody else's, as `running_text` has them.

    Its sentences, and the beginnings of its lines; the signature says nothing, it stands under other mails too.
    """
    ours = text[:MAX_TEXT].partition("\n-- \n")[0]
    pieces = [*_SENTENCE.split(ours), *(running_text(line)[:A_PIECE] for line in ours.split("\n"))]
    plain = (running_text(piece) for piece in pieces)
    return tuple(dict.fromkeys(piece for piece in plain if len(piece) >= 2 * TELLING))


def _known(mail: str) -> Iterable[str]:
    return (
        bare
        for line in mail[:MAX_TEXT].split("\n")
        if len(bare := folded(line[:MAX_LINE]).strip()) >= TELLING
    )


def _end(flat: Sequence[str]) -> int:
    """Return the number of the line at which the quoted mail begins."""
    for number, line in enumerate(flat):
        if _RULE.match(line) or (
            _HEADER.match(line) and any(_HEADER_NEXT.match(near) for near in flat[number + 1 : number + 5])
        ):
            # Seen in practice: the answer stands below the quotation; then nothing is cut.
            return number if any(flat[:number]) else len(flat)
        if _attributes(flat, number) and any(flat[:number]):
            return number
    return len(flat)


def _attributes(flat: Sequence[str], number: int) -> bool:
    """Say whether "On 12 Nov, Ana wrote:" stands here, over up to three lines, with a quotation or the end below."""
    if not _ATTRIBUTION.match(flat[number]):
        return False
    for size in (1, 2, 3):
        joined = " ".join(flat[number : number + size])
        if joined.endswith(_ENDS) or (
            size == 1 and _dated(joined) and _next(flat, number + 1).startswith(">")
        ):
            return True
    return False


def _dated(line: str) -> bool:
    return bool(line) and line[-1] in ":：" and any(char.isdigit() for char in line)


def _next(flat: Sequence[str], number: int) -> str:
    return next((line for line in flat[number : number + 4] if line), "")


def _unsigned(lines: list[str]) -> str:
    for number, line in enumerate(lines):
        if number and _SIGNATURE.match(folded(line).rstrip()):
            return "\n".join(lines[:number])
    return "\n".join(lines)
