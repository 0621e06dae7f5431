"""One mail of the outbox."""

from builders import utc

from followupd.engine.ports import FrozenMail, OutgoingMail
from followupd.journal.facts import Touch

NOW = utc("12 15:00")
TOUCH = Touch("acme", "thank-you", "ana-ruiz")
ROW = OutgoingMail(
    str(TOUCH),
    TOUCH,
    FrozenMail("sam@x.example", "ana@acme.example", b"bytes\r\n"),
    "<1@x>",
    "t",
    "Thanks",
    "words",
)
