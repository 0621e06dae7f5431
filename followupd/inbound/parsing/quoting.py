"""Cuts the quoted mail off an answer: one pass over the lines, without a pattern that takes quadratic time.

The libraries for this have quadratic patterns. Besides, the sent texts are known, so their lines are removed, too.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.inbound.parsing.text import fold_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_TEXT = 65_536
MAX_LINE = 500
PIECE_LENGTH = 60  # characters of a line, enough to recognise it
MIN_TELLING = 20  # characters: a shorter line may be by anybody

_SENTENCE = re.compile(r"[.!?]\s|\n")
# The lines above a quoted mail. They are folded, have at most 500 characters, and each pattern is anchored at the
# start.
_SEPARATOR = re.compile(
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
_ATTRIBUTION_ENDS = ("wrote:", "writes:", "schrieb:", "a ecrit :", "a ecrit:", "escribio:", "ha scritto:", "escreveu:", "schreef:", "napisal(a):", "napisal:", "napisala:", "pisze:", "skrev:", "kirjoitti:", "napsal(a):", "yazdi:", "пишет:", "написал(а):", "写道:", "写道：", "寫道:", "書きました:", "작성:", "wrote :", "님이 작성:")  # fmt: skip
_SIGNATURE = re.compile(
    r"^(?:--\s?|__+|sent from my .{0,40}|von meinem .{0,40} gesendet|envoye de mon .{0,40}|enviado desde mi .{0,40}|inviato da .{0,40}|get outlook for .{0,30}|gesendet mit .{0,40})$"
)


def extract_answer(text: str, our_texts: Iterable[str] = ()) -> str:
    """Return what the person wrote, without the quoted mail, the lines of sent texts and the signature. Linear."""
    return _extract_answer(text, frozenset(line for mail in our_texts for line in _flatten_our_lines(mail)))


@lru_cache(maxsize=32)  # several judges call it for one mail
def _extract_answer(text: str, our_lines: frozenset[str]) -> str:
    lines = [line[:MAX_LINE] for line in text[:MAX_TEXT].split("\n")]
    flat_lines = [fold_text(line).strip() for line in lines]
    end = _find_quote_start(flat_lines)
    answer_lines = [
        line
        for line, flat_line in zip(lines[:end], flat_lines, strict=False)
        if not flat_line.startswith((">", "|"))
        and (len(flat_line) < MIN_TELLING or flat_line not in our_lines)
    ]
    return _cut_signature(answer_lines).strip()


def running_text(text: str) -> str:
    """Return a text folded and on one line, without quote marks, since mail programs wrap a quotation anew."""
    lines = (fold_text(line[:MAX_LINE]).strip("> |\t") for line in text[:MAX_TEXT].split("\n"))
    return " ".join(" ".join(lines).split())


def find_telling_pieces(text: str) -> tuple[str, ...]:
    """Return pieces of a sent text that are too long to be by anybody else, in the form of `running_text`.

    They are its sentences, and the beginnings of its lines. The signature is left out, since it is below other mails,
    too.
    """
    our_text = text[:MAX_TEXT].partition("\n-- \n")[0]
    pieces = [
        *_SENTENCE.split(our_text),
        *(running_text(line)[:PIECE_LENGTH] for line in our_text.split("\n")),
    ]
    plain_pieces = (running_text(piece) for piece in pieces)
    return tuple(dict.fromkeys(piece for piece in plain_pieces if len(piece) >= 2 * MIN_TELLING))


def _flatten_our_lines(mail: str) -> Iterable[str]:
    flat_lines = (fold_text(line[:MAX_LINE]).strip() for line in mail[:MAX_TEXT].split("\n"))
    return (line for line in flat_lines if len(line) >= MIN_TELLING)


def _find_quote_start(flat_lines: Sequence[str]) -> int:
    """Return the number of the line at which the quoted mail begins."""
    for number, line in enumerate(flat_lines):
        if _SEPARATOR.match(line) or (
            _HEADER.match(line)
            and any(_HEADER_NEXT.match(near) for near in flat_lines[number + 1 : number + 5])
        ):
            # Seen in practice: the answer is below the quotation. Then nothing is cut.
            return number if any(flat_lines[:number]) else len(flat_lines)
        if _is_attribution(flat_lines, number) and any(flat_lines[:number]):
            return number
    return len(flat_lines)


def _is_attribution(flat_lines: Sequence[str], number: int) -> bool:
    """Return whether "On 12 Nov, Ana wrote:" is here, on up to three lines, perhaps with a quotation below."""
    if not _ATTRIBUTION.match(flat_lines[number]):
        return False
    for size in (1, 2, 3):
        joined_line = " ".join(flat_lines[number : number + size])
        if joined_line.endswith(_ATTRIBUTION_ENDS) or (
            size == 1 and _is_dated(joined_line) and _next_line(flat_lines, number + 1).startswith(">")
        ):
            return True
    return False


def _is_dated(line: str) -> bool:
    return bool(line) and line[-1] in ":：" and any(char.isdigit() for char in line)


def _next_line(flat_lines: Sequence[str], number: int) -> str:
    return next((line for line in flat_lines[number : number + 4] if line), "")


def _cut_signature(lines: list[str]) -> str:
    for number, line in enumerate(lines):
        if number and _SIGNATURE.match(fold_text(line).rstrip()):
            return "\n".join(lines[:number])
    return "\n".join(lines)
