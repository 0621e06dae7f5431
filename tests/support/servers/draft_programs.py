"""Drafts as mail programs save them after an edit: their ids, headers and MIME, and how they replace a draft.

Each function takes the draft in the folder and returns the one with which the program would replace it.
"""

import quopri
import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape

from dovecot import Dovecot

FOLDER = "Drafts"
Edit = Callable[[str], str]


def _parse(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)  # type: ignore[return-value]


def _words(raw: bytes) -> str:
    part = _parse(raw).get_body(("plain", "html"))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def _thread_lines(raw: bytes) -> list[str]:
    mail = _parse(raw)
    return [f"{name}: {mail[name]}" for name in ("In-Reply-To", "References") if mail[name]]


def _build(lines: list[str], body: bytes) -> bytes:
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _fold_softly(text: str, width: int = 72) -> str:
    """Break lines as format=flowed does, with a space before each soft break."""
    out = []
    for line in text.split("\n"):
        rest = line
        while len(rest) > width and " " in rest[:width]:
            cut = rest.rindex(" ", 0, width)
            out.append(rest[: cut + 1])
            rest = rest[cut + 1 :]
        out.append(rest)
    return "\r\n".join(out)


def thunderbird(raw: bytes, edit: Edit) -> bytes:
    """Use a new id and an own draft header, and drop unknown headers; plain text with soft breaks."""
    mail = _parse(raw)
    body = _fold_softly(edit(_words(raw))).encode()
    return _build(
        [
            "Message-ID: <7a1f0d52-9d3b-6c1e-1111-a0b1c2d3e4f5@mail.example>",
            f"Date: {mail['Date']}", "MIME-Version: 1.0", "User-Agent: Mozilla Thunderbird", "Content-Language: en-GB",
            f"To: {mail['To']}", *_thread_lines(raw), f"From: {mail['From']}", f"Subject: {mail['Subject']}",
            "X-Mozilla-Draft-Info: internal/draft; vcard=0; receipt=0; DSN=0; uuencode=0; attachmentreminder=0; deliveryformat=0",
            "X-Identity-Key: id1", "Content-Type: text/plain; charset=UTF-8; format=flowed", "Content-Transfer-Encoding: 8bit",
        ],
        body,
    )  # fmt: skip


def apple_mail(raw: bytes, edit: Edit) -> bytes:
    """Use a new id and two own headers; quoted-printable, with soft breaks whose space does not count."""
    mail = _parse(raw)
    flowed = re.sub(r" \r\n", "  \r\n", _fold_softly(edit(_words(raw)), 70))
    body = quopri.encodestring(flowed.replace("\r\n", "\n").encode()).replace(b"\n", b"\r\n")
    return _build(
        [
            f"From: {mail['From']}", "Content-Type: text/plain;", "\tcharset=utf-8;", "\tformat=flowed;", "\tdelsp=yes",
            "Content-Transfer-Encoding: quoted-printable", "Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3774.600.62\\))",
            f"Subject: {mail['Subject']}", "X-Universally-Unique-Identifier: 4F1DE2B7-32F5-4B6F-9E3C-0123456789AB",
            *_thread_lines(raw), f"Date: {mail['Date']}", "X-Apple-Mail-Remote-Attachments: YES",
            "X-Uniform-Type-Identifier: com.apple.mail-draft", f"To: {mail['To']}",
            "Message-Id: <C0FFEE00-1234-4ABC-8DEF-0123456789AB@mail.example>",
        ],
        body,
    )  # fmt: skip


def _as_html(text: str, block: str, empty: str) -> str:
    return "".join(f"<{block}>{escape(line) or empty}</{block}>" for line in text.rstrip("\n").split("\n"))


def _alternative(lines: list[str], plain: str, html: str, boundary: str) -> bytes:
    parts = (
        f'--{boundary}\r\nContent-Type: text/plain; charset="UTF-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{plain}\r\n'
        f'--{boundary}\r\nContent-Type: text/html; charset="UTF-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{html}\r\n'
        f"--{boundary}--\r\n"
    )
    return _build([*lines, f'Content-Type: multipart/alternative; boundary="{boundary}"'], parts.encode())


def _fold_hard(text: str, width: int) -> str:
    return re.sub(r" \r\n", "\r\n", _fold_softly(text, width))


def gmail_web(raw: bytes, edit: Edit) -> bytes:
    """Use Gmail's id and only headers that it knows; HTML, and a plain text with hard line breaks."""
    mail, text = _parse(raw), edit(_words(raw))
    lines = [
        "MIME-Version: 1.0", f"Date: {mail['Date']}", *_thread_lines(raw),
        "Message-ID: <CAGxyz0123456789abcdefghijklmnop+Q=AbCdEf@mail.gmail.com>",
        f"Subject: {mail['Subject']}", f"From: {mail['From']}", f"To: {mail['To']}",
    ]  # fmt: skip
    html = f'<div dir="ltr">{_as_html(text, "div", "<br>")}</div>'
    return _alternative(lines, _fold_hard(text, 76), html, "000000000000a1b2c305f1e2d3c4")


def outlook(raw: bytes, edit: Edit) -> bytes:
    """Use Exchange's id and thread headers, and Word's HTML, beside a plain text with hard line breaks."""
    mail, text = _parse(raw), edit(_words(raw))
    lines = [
        f"From: {mail['From']}", f"To: {mail['To']}", f"Subject: {mail['Subject']}", f"Thread-Topic: {mail['Subject']}",
        "Thread-Index: AdtX1bqmJ3pQ2k9YQ0yZkYxQ5m3u3g==", "X-MS-Exchange-MessageSentRepresentingType: 1",
        f"Date: {mail['Date']}", "Message-ID: <AM0PR01MB1234ABCD@AM0PR01MB1234.eurprd01.prod.exchangelabs.com>",
        "Accept-Language: en-GB", "Content-Language: en-US", "X-MS-Has-Attach:", "MIME-Version: 1.0",
    ]  # fmt: skip
    html = f"<html><head><style>p.MsoNormal {{margin:0cm}}</style></head><body>{_as_html(text, 'p', '&nbsp;')}</body></html>"
    return _alternative(lines, _fold_hard(text, 76), html, "_000_AM0PR01MB1234ABCDAM0PR01MB1234eurp_")


PROGRAMS = {
    "thunderbird": thunderbird,
    "apple mail": apple_mail,
    "gmail web": gmail_web,
    "outlook": outlook,
}


def drafts_of(dovecot: Dovecot, address: str) -> list[bytes]:
    """Return the mails in the Drafts folder."""
    return dovecot.messages(address, FOLDER)


def save_draft(dovecot: Dovecot, address: str, new: bytes, marker: bytes) -> None:
    """Replace the draft that contains these bytes, as a program does: append, then delete."""
    with dovecot.session(address) as imap:
        imap.select_folder(FOLDER)
        bodies = imap.fetch(imap.search(), ["BODY.PEEK[]"])
        imap.append(FOLDER, new, flags=(rb"\Draft", rb"\Seen"))
        for uid in (uid for uid, data in bodies.items() if marker in data[b"BODY[]"]):
            imap.delete_messages([uid])
            imap.uid_expunge([uid])


def discard_draft(dovecot: Dovecot, address: str, marker: bytes, *, to_trash: bool = True) -> None:
    """Delete a draft as a program does: move it to the trash, or remove it for good."""
    with dovecot.session(address) as imap:
        imap.select_folder(FOLDER)
        bodies = imap.fetch(imap.search(), ["BODY.PEEK[]"])
        for uid in (uid for uid, data in bodies.items() if marker in data[b"BODY[]"]):
            if to_trash:
                imap.move([uid], "Trash")
            else:
                imap.delete_messages([uid])
                imap.uid_expunge([uid])
