"""Rule 13: a forged mail is not obeyed, a flood causes no flood, and no notice is lost."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from mail_writer import SAM, words_of

from followupd.writing.notices.notices import harmless_line

if TYPE_CHECKING:
    from oracle import Oracle

DAY = timedelta(hours=24)
MAX_NOTICES = 20  # in a day, without call sheets
DIGEST_LINE = 300
ASKED = "notice/asked/"  # the ids of mails that ask again begin like this
MAX_REPETITIONS = 3


def check_trust(oracle: Oracle) -> None:
    """At the end of a life, check the effects of forged mails, and the notices."""
    _check_journal(oracle)
    if not {e.what for e in oracle.world.story.events} & {"step_clock", "restore", "second_daemon"}:
        _check_budget(oracle)
    _check_digests(oracle)
    _check_repetitions(oracle)


def _check_journal(oracle: Oracle) -> None:
    stops = bool(oracle.sheets.stops) or oracle.replies.had_stop
    for (body,) in oracle.world.store._db.execute("SELECT body FROM fact ORDER BY seq"):
        fact = json.loads(body)
        if fact.get("message_id") in oracle.forged and (fact["fact"] != "received" or fact["failed_address"]):
            oracle.complain(13, f"a forged mail was believed: {fact['fact']}, {fact['subject']}")
        if fact["fact"] == "steered" and "by your mail" in fact["why"] and not stops:
            oracle.complain(13, f"a forged mail closed {fact['interview']}")


def _check_budget(oracle: Oracle) -> None:
    """Count the unasked mails to the candidate that are no call sheets."""
    mails = (d for d in oracle.world.office.deliveries if d.recipient == SAM)
    times = [
        d.at for d in mails if b"\r\nSubject: Once more: " not in d.data and not _is_sheet(oracle, d.data)
    ]
    for begin in times:
        count = sum(begin <= at < begin + DAY for at in times)
        if count > MAX_NOTICES:
            oracle.complain(13, f"{count} notices in a day")
            return


def _is_sheet(oracle: Oracle, data: bytes) -> bool:
    """Return whether a mail is a call sheet, or an answer to the candidate. Neither counts."""
    return oracle.world.store._db.execute(
        "SELECT 1 FROM outbox WHERE data = ? AND (interview IS NOT NULL OR id GLOB 'notice/answer/*')", (data,)
    ).fetchone() is not None  # fmt: skip


def _check_digests(oracle: Oracle) -> None:
    """Check that every notice that was not sent by itself is in a digest."""
    rows = oracle.world.store._db.execute(
        "SELECT id, state, subject, text, data FROM outbox WHERE interview IS NULL"
    ).fetchall()
    digests = " ".join(words_of(data) for id_, _, _, _, data in rows if id_.startswith("notice/digest/"))
    for id_, state, subject, text, _ in rows:
        line = " ".join(harmless_line(text or subject, DIGEST_LINE).split())
        # A repeated question is withdrawn once it is decided; its first mail was sent.
        if state == "cancelled" and line not in digests and not id_.startswith(ASKED):
            oracle.complain(13, f"{id_} was never told")


def _check_repetitions(oracle: Oracle) -> None:
    """Check that a question is asked again three times at most."""
    ids = oracle.world.store._db.execute("SELECT id FROM outbox WHERE id GLOB ?", (f"{ASKED}*",)).fetchall()
    counts = Counter(_name_question(id_) for (id_,) in ids)
    for question, count in counts.items():
        if count > MAX_REPETITIONS:
            oracle.complain(13, f"{question} was asked again {count} times")


def _name_question(id_: str) -> str:
    moment, _, rest = id_.removeprefix(ASKED).partition("-")
    return f"{moment}/{rest.partition('/')[2]}"
