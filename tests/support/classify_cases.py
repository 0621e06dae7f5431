"""Two known interviews, and a mail to judge."""

from datetime import UTC, datetime, timedelta

from followupd.inbound.classifier import classify_mail
from followupd.inbound.matching.watchlist import SentMail, WatchedContact, WatchedInterview, Watchlist

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ANA = WatchedContact("ana", "Ana Roe", ("ana.roe@acme.example", "ana@roe.example"))
HAL = WatchedContact("hal", "Hal Burke", ("hal@friends.example",), is_helper=True)
IDA = WatchedContact("ida", "Ida Moss", ("ida.moss@acme.example",), is_helper=True)
ACME = WatchedInterview(
    "acme",
    "Acme",
    "Data Engineer",
    datetime(2026, 11, 10, tzinfo=UTC),
    (ANA, HAL, IDA),
    ("Acme Corp",),
    ("acme.example",),
    "Europe/Berlin",
    calendar_uids=("talk-1@acme",),
)


OTHER = WatchedInterview(
    "birch",
    "Birch Labs",
    "Analyst",
    datetime(2026, 11, 1, tzinfo=UTC),
    (WatchedContact("tom", "Tom Birch", ("tom@birch.example",)),),
    (),
    ("birch.example",),
)


SENT = {
    "<fu-1@me.example>": SentMail(
        "acme",
        "ana",
        "Thank you for the interview",
        NOW - timedelta(days=1),
        "I enjoyed hearing how your team moves its data each night.\n",
    ),
    "<fu-2@me.example>": SentMail("acme", "hal", "Thank you for the hint", NOW - timedelta(days=1)),
    "<fu-3@me.example>": SentMail("acme", "ida", "Thank you for the word", NOW - timedelta(days=1)),
}


TOKEN = "6f1c2a4e-1b2c-4d3e-8f40-0123456789ab"  # the mark of a sent mail
OWN_ID = f"<{TOKEN}@me.example>"
KNOWN = Watchlist(
    frozenset({"me@me.example"}), (ACME, OTHER), SENT, {TOKEN: "<fu-1@me.example>"}, "mx.me.example"
)


def mail(
    sender="Ana Roe <ana.roe@acme.example>",
    subject="Re: Thank you for the interview",
    body="Thanks!",
    **headers,
):
    lines = {
        "From": sender,
        "To": "me@me.example",
        "Subject": subject,
        "Date": "Tue, 24 Nov 2026 09:00:00 +0000",
    }
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    return ("\n".join(f"{name}: {value}" for name, value in lines.items()) + "\n\n" + body + "\n").encode()


def verdict(*args, known=KNOWN, at=NOW, in_sent=False, **kwargs):
    return classify_mail(mail(*args, **kwargs), known, at, in_sent=in_sent)
