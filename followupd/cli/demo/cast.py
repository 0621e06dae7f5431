"""The people of the story, what Sam wrote down about them, and the two mails from Ana."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from followupd.cli.demo.server import Arrival

ZONE = ZoneInfo("Europe/Berlin")
STORY_BEGIN = datetime(2026, 10, 6, 13, 5, tzinfo=UTC)  # Tuesday, five minutes after the interview
SAM = "sam@example.org"
ANA = "ana.ruiz@acme.example"
RECIPIENT_NAMES = {
    ANA: "Ana Ruiz, who led the interview",
    "ben@acme.example": "Ben Brandt, the second interviewer",
    "cleo@acme.example": "Cleo Chen, who showed the lab",
    "hal@friends.example": "Hal Hart, the friend who helped",
}
# Jitter and Message-IDs are made from the store's secret; with this one the story is the same every time.
SECRET = "5a" * 32

# These telephone numbers are reserved for film and radio.
INTERVIEW_TEXT = """\
company: Acme GmbH
position: Data Engineer
at: 2026-10-06 14:00
keywords: [streaming, data quality]
strengths:
  - I have built pipelines that load four billion rows a night.
  - I find bad data before anybody builds on it.
contacts:
  - name: Ana Ruiz                  # first, so the reminders go here
    email: ana.ruiz@acme.example
    phone: +49 30 23125 042
    post: {lines: [Speicherstr. 7, 10245 Berlin]}
    fact: how you cut the nightly load from six hours to one
  - name: Ben Brandt
    email: ben@acme.example
    fact: your rule that whoever is on call may fix the cause
  - name: Cleo Chen
    email: cleo@acme.example
    role: met                       # showed the lab
    fact: the robot that waters your plants
  - name: Hal Hart
    email: hal@friends.example
    role: helped                    # knew of the vacancy
    fact: your advice to ask about their data first
"""

CONFIG_TEXT = """\
live: true
account:
  address: {sam}
  imap: {{host: 127.0.0.1, port: {imap}, tls: none}}
  smtp: {{host: 127.0.0.1, port: {smtp}, tls: none}}
candidate:
  name: Sam Carter
  zone: Europe/Berlin
  country: DE-BE
  phone: +49 30 23125 077
  post: {{lines: [Lindenweg 3, 10115 Berlin]}}
"""

AWAY_TEXT = """\
Hello,

thank you for your mail. I am out of the office until Tuesday, 27 October, and will answer when I am back.

Ana Ruiz
"""

ANSWER_TEXT = """\
Dear Sam,

thank you for your letter, and for your patience! We would like to meet you again and introduce you to the team.
Would Thursday, 5 November, at 10:00 suit you?

Best regards
Ana
"""


def write_out_of_office(arrival: Arrival) -> EmailMessage:
    """Return the automatic reply of Ana's mail program while she is away (RFC 3834)."""
    mail = _build_mail(
        arrival, f"Automatic reply: {arrival.message['Subject']}", AWAY_TEXT, arrival.at, "away"
    )
    mail["Auto-Submitted"] = "auto-replied"
    return mail


def write_answer(arrival: Arrival, at: datetime) -> EmailMessage:
    """Return the answer that Ana writes herself."""
    return _build_mail(arrival, str(arrival.message["Subject"]), ANSWER_TEXT, at, "answer")


def _build_mail(arrival: Arrival, subject: str, text: str, at: datetime, name: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Ana Ruiz <{ANA}>", f"Sam Carter <{SAM}>", subject
    mail["Date"], mail["Message-ID"] = at.astimezone(ZONE), f"<{name}.{at:%Y%m%d}@acme.example>"
    mail["In-Reply-To"] = mail["References"] = arrival.message["Message-ID"]
    mail.set_content(text)
    return mail
