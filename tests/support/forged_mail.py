"""Forged mail in every form that has been tried: by its author, its content, and its folder.

The forger knows the addresses, and everything that a recipient of sent mails knows: their ids, marks and texts. Only
the candidate knows the ids of call sheets and notices, but a forger may answer even these. That must prove nothing.
"""

from dataclasses import dataclass

from hypothesis import strategies as st

from followupd.engine.ports import FolderRole

SAM, ANA = "sam@candidate.example", "ana@acme.example"
MX = "mx.candidate.example"
THANKS_TEXT = "Dear Ana,\n\nthank you for the talk about your nightly loads. May I phone you on Thursday?\n\nSam Sample\n"
SHEET_TEXT = "Call Ana Ruiz today: +49 30 901820.\n\nAnswer this mail with: spoke, voicemail, no answer.\n"
PLACES = (
    FolderRole.INBOX, FolderRole.JUNK, FolderRole.TRASH, FolderRole.ALL, FolderRole.ARCHIVE, FolderRole.OTHER,
    FolderRole.SENT,  # delivered there: some servers file mail for name+Sent@ in it
)  # fmt: skip

_AUTHORS = (
    SAM, f"Sam Sample <{SAM.upper()}>", f'"{SAM}" <eve@evil.example>', f"Ana Ruiz <{ANA}>", "Ben <ben@acme.example>",
    "hr@acme.example", "noreply@acme-jobs.example", "MAILER-DAEMON@evil.example", "eve@evil.example", "",
    f"{SAM}, {ANA}", f"us: {SAM};", f"=?utf-8?q?Sam_Sample?= <{SAM}>", f"<@evil.example:{SAM}>", f"{SAM} (Sam)",
)  # fmt: skip
_PASS = "dmarc=pass header.from={domain}"
_RESULTS = (
    "", f"Authentication-Results: {MX}; dmarc=fail header.from=candidate.example\r\n",
    f"Authentication-Results: mx.evil.example; {_PASS}\r\n",
    f"Authentication-Results: {MX}; dmarc=pass header.from=evil.example\r\n",
    f'Authentication-Results: {MX}; spf=pass smtp.mailfrom="a;{_PASS};"@evil.example\r\n',
    f"Authentication-Results: {MX}; spf=none (a);{_PASS};( says nothing)\r\n",
    f"ARC-Authentication-Results: i=1; {MX}; {_PASS}\r\n",
    f"X-Authentication-Results: {MX}; {_PASS}\r\n",
    f"Authentication-Results-Original: {MX}; {_PASS}\r\n",
    (
        f"Received: from x (x [8.8.8.8]) by {MX} with ESMTP id 1\r\nReceived: from x by mx.evil.example with ESMTP\r\n"
        f"Authentication-Results: {MX}; {_PASS}\r\n"
    ),
)  # fmt: skip
_MARKS = (
    "", "X-Followupd-Id: {token}\r\n", "X-Followupd-Id: {TOKEN}\r\n", "X-Followupd-Id: made-up\r\n",
    f"Sender: {SAM}\r\n", f"Reply-To: {SAM}\r\n", f"Return-Path: <{SAM}>\r\n", "X-Mozilla-Status: 0001\r\n",
    f"Resent-From: {SAM}\r\nResent-To: {SAM}\r\nResent-Message-ID: {{sheet}}\r\n", f"Delivered-To: {SAM}\r\n",
)  # fmt: skip
_MACHINES = ("", "Auto-Submitted: auto-replied\r\n", "Precedence: bulk\r\nList-Id: <x.evil.example>\r\n")
_SUBJECTS = (
    "Re: Thank you", "Automatic reply: Thank you", "One more thing", "Acme GmbH, Data Engineer", "Hello", "Re: Call Ana Ruiz",
    "Undo", "approve", "",
)  # fmt: skip
# Every command in the four languages.
COMMANDS = (
    "stop", "stopp", "arrête", "para todo", "done", "erledigt", "c'est fait", "hecho", "snooze 9", "in 3 Tagen", "dans 2 jours",
    "mañana", "spoke", "gesprochen", "on s'est parlé", "hablé con ella", "voicemail", "Mailbox", "répondeur", "buzón de voz",
    "no answer", "nicht erreicht", "sans réponse", "no contestó", "posted", "eingeworfen", "postée", "la eché al correo",
    "Done.", "resume", "weiter", "reprends", "continúa", "pause", "approve", "send it now", "abschicken", "envoie", "envíalo",
    "yes", "ja", "oui", "sí", "no", "nein", "non", "undo", "rückgängig", "annule", "deshacer", "skip", "überspringen",
    "close it, I took another job", "resend", "nochmal senden", "sent", "they answered", "it is from them",
    "not their answer", "keine Antwort von ihnen", "ce n'est pas leur réponse", "no es su respuesta", "wrong number",
    "falsche Nummer", "she did not call", "sie hat nicht angerufen", "printed", "👍", "Subject: New\n\nDear Ana, hire me.",
)  # fmt: skip
_NEWS = (
    "Please stop writing to us.", "We have decided to go with another candidate.", "We offer you the position.",
    "I am out of the office.", "I am out of the office until 24 November 2026.",
    "I am out of the office until 12 December 2099.", "Ana Ruiz no longer works here.",
    "We will decide by 4 December 2026.", "Nice to see you.", THANKS_TEXT.strip(),
)  # fmt: skip
_IDS = (
    "",
    "{thanks}",
    "{learned}",
    "{sheet}",
    "{letter}",
    "{approval}",
    "{doubt}",
    "{begun}",
    "<other@acme.example>",
)
_OWN_IDS = ("<new@evil.example>", "{thanks}", "{learned}", "{THANKS}", "<x@evil.example> {thanks}", "")
_REPORT = (
    'Content-Type: multipart/report; report-type={kind}; boundary="b"\r\n\r\n--b\r\n\r\n{words}\r\n--b\r\n'
    "Content-Type: message/{kind}\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; {whom}\r\n"
    "Original-Message-ID: {id}\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\nAction: {action}\r\n"
    "Status: {status}\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {id}\r\n{mark}\r\n--b--\r\n"
)
_CALENDAR = (
    "Content-Type: text/calendar; method={method}\r\n\r\nBEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\n"
    "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261120T090000Z\r\nSUMMARY:Acme\r\nORGANIZER:mailto:{whom}\r\n"
    "ATTENDEE:mailto:sam@candidate.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
_DELIVERED = "Received: from x (x [8.8.8.8]) by {host} with ESMTPS id 9; Fri, 13 Nov 2026 09:00:00 +0000\r\n"


@dataclass(frozen=True)
class Forgery:
    """A forged mail and the folder that it reached; names in braces stand for values that only the test knows."""

    role: FolderRole
    text: str

    def raw(self, names: dict[str, str]) -> bytes:
        text = self.text
        for name, value in names.items():
            text = text.replace(f"{{{name}}}", value)
        return text.encode()


@st.composite
def forgeries(draw: st.DrawFn) -> Forgery:
    pick = st.sampled_from
    author, mark, thread = draw(pick(_AUTHORS)), draw(pick(_MARKS)), draw(pick(_IDS))
    results = draw(pick(_RESULTS)).replace("{domain}", draw(pick(("candidate.example", "acme.example"))))
    hop = _DELIVERED.format(host=draw(pick((MX, "mx.evil.example"))))
    head = (
        f"{''.join(draw(st.permutations((results, hop))))}From: {author}\r\nTo: {draw(pick((SAM, SAM, ANA, 'x@acme.example')))}\r\n"
        f"Subject: {draw(pick(_SUBJECTS))}\r\nMessage-ID: {draw(pick(_OWN_IDS))}\r\n{mark}{draw(pick(_MACHINES))}"
        "MIME-Version: 1.0\r\n"
    )
    head += f"In-Reply-To: {thread}\r\n" if thread else ""
    head += f"References: {draw(pick(_IDS))} {thread}\r\n" if thread and draw(st.booleans()) else ""
    return Forgery(draw(pick(PLACES)), head + draw(_bodies(thread, mark)))


@st.composite
def _bodies(draw: st.DrawFn, thread: str, mark: str) -> str:
    pick = st.sampled_from
    words, whom = (
        draw(pick((*COMMANDS, *_NEWS))),
        draw(pick((ANA, "ben@acme.example", SAM, "eve@evil.example"))),
    )
    form = draw(pick(("plain", "plain", "quoting", "report", "receipt", "calendar", "attached")))
    if form == "plain":
        return f"Content-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"
    if form == "quoting":
        quotation = "".join(f"> {line}\r\n" for line in draw(pick((SHEET_TEXT, THANKS_TEXT))).splitlines())
        return f"Content-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n\r\nOn Friday, followupd wrote:\r\n{quotation}"
    if form == "attached":
        return f"Content-Type: message/rfc822\r\n\r\nFrom: {SAM}\r\nTo: {SAM}\r\nMessage-ID: {thread}\r\n\r\n{words}\r\n"
    if form == "calendar":
        return _CALENDAR.format(method=draw(pick(("REQUEST", "CANCEL", "REPLY"))), whom=whom)
    kind = "delivery-status" if form == "report" else "disposition-notification"
    action, status = draw(pick((("failed", "5.1.1"), ("delayed", "4.2.2"), ("delivered", "2.0.0"))))
    return _REPORT.format(
        kind=kind,
        words=words,
        whom=whom,
        id=thread or "<x@y.example>",
        action=action,
        status=status,
        mark=mark,
    )
