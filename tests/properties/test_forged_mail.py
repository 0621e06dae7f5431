"""Rule 13: mail that nobody vouches for changes nothing but towards a brake that is told, and that the candidate can lift."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from builders import config, seen, steered, taken, thanked, utc
from hypothesis import given, settings
from hypothesis import strategies as st
from vouching import NOTICE, make_habit

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.config.cadence import FAREWELL_STEP
from followupd.engine import restore
from followupd.engine.incoming import IncomingMail
from followupd.engine.ledger import Ledger
from followupd.engine.ports import Folder, FolderRole, MailHeader
from followupd.inbound.classifier import classify_mail
from followupd.journal.facts import Received, Steered
from followupd.journal.states import InterviewState
from followupd.planning.moves import Verb
from followupd.planning.planner import plan_interview

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.journal.facts import Fact
    from followupd.planning.moves import InterviewPlan

SAM, ANA = "sam@candidate.example", "ana@acme.example"
MX = "mx.candidate.example"
THANKS_ID, SHEET_ID = "<fu.thanks@candidate.example>", "<fu.sheet@candidate.example>"
AUTHORS = (
    SAM, f"Sam Sample <{SAM.upper()}>", f'"{SAM}" <eve@evil.example>', f"Ana Ruiz <{ANA}>", "Ben <ben@acme.example>",
    "hr@acme.example", "noreply@acme-jobs.example", "MAILER-DAEMON@evil.example", "eve@evil.example", "",
)  # fmt: skip
RESULTS = (
    "", f"Authentication-Results: {MX}; dmarc=fail header.from=candidate.example\r\n",
    "Authentication-Results: mx.evil.example; dmarc=pass header.from=candidate.example\r\n",
    f"Authentication-Results: {MX}; dmarc=pass header.from=evil.example\r\n",
    f'Authentication-Results: {MX}; spf=pass smtp.mailfrom="a;dmarc=pass header.from=acme.example;"@evil.example\r\n',
)  # fmt: skip
MARKS = ("", "X-Followupd-Id: {token}\r\n", "X-Followupd-Id: {TOKEN}\r\n", "X-Followupd-Id: made-up\r\n")
MACHINES = ("", "Auto-Submitted: auto-replied\r\n", "Precedence: bulk\r\nList-Id: <x.evil.example>\r\n")
SUBJECTS = (
    "Re: Thank you",
    "Automatic reply: Thank you",
    "One more thing",
    "Acme GmbH, Data Engineer",
    "Hello",
)
WORDS = (
    "stop", "done", "snooze 9", "spoke", "voicemail", "posted", "Done.", "resume", "approve", "send it now",
    "Please stop writing to us.", "We have decided to go with another candidate.", "We offer you the position.",
    "I am out of the office.", "I am out of the office until 24 November 2026.",
    "I am out of the office until 12 December 2099.", "Ana Ruiz no longer works here.",
    "We will decide by 4 December 2026.", "Nice to see you.",
)  # fmt: skip
REPORT = (
    'Content-Type: multipart/report; report-type={kind}; boundary="b"\r\n\r\n--b\r\n\r\n{words}\r\n--b\r\n'
    "Content-Type: message/{kind}\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; {whom}\r\n"
    "Original-Message-ID: {id}\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\nAction: {action}\r\n"
    "Status: {status}\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {id}\r\n{mark}\r\n--b--\r\n"
)
CALENDAR = (
    "Content-Type: text/calendar; method={method}\r\n\r\nBEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\n"
    "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261120T090000Z\r\nSUMMARY:Acme\r\nORGANIZER:mailto:{whom}\r\n"
    "ATTENDEE:mailto:sam@candidate.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@dataclass(frozen=True)
class Forgery:
    """What somebody made, and the folder that it reached."""

    role: FolderRole
    text: str

    def raw(self, token: str) -> bytes:
        return self.text.replace("{token}", token).replace("{TOKEN}", token.upper()).encode()


@st.composite
def forgeries(draw: st.DrawFn) -> Forgery:
    pick = st.sampled_from
    mark, mail_id = draw(pick(MARKS)), draw(pick(("<new@evil.example>", THANKS_ID, SHEET_ID)))
    head = (
        f"{draw(pick(RESULTS))}Received: from x by {draw(pick((MX, 'mx.evil.example')))}; Fri, 13 Nov 2026 09:00:00 +0000\r\n"
        f"From: {draw(pick(AUTHORS))}\r\nTo: {draw(pick((ANA, SAM, 'x@acme.example')))}\r\nSubject: {draw(pick(SUBJECTS))}\r\n"
        f"Message-ID: {mail_id}\r\n{mark}{draw(pick(MACHINES))}"
    )
    thread = draw(pick(("", THANKS_ID, SHEET_ID)))
    head += f"In-Reply-To: {thread}\r\n" if thread else ""
    words, whom = draw(pick(WORDS)), draw(pick((ANA, "ben@acme.example", SAM, "eve@evil.example")))
    form = draw(pick(("plain", "report", "receipt", "calendar")))
    if form == "plain":
        body = f"\r\n{words}\r\n"
    elif form == "calendar":
        body = CALENDAR.format(method=draw(pick(("REQUEST", "CANCEL", "REPLY"))), whom=whom)
    else:
        kind = "delivery-status" if form == "report" else "disposition-notification"
        action, status = draw(pick((("failed", "5.1.1"), ("delayed", "4.2.2"), ("delivered", "2.0.0"))))
        body = REPORT.format(
            kind=kind,
            words=words,
            whom=whom,
            id=thread or "<x@y.example>",
            action=action,
            status=status,
            mark=mark,
        )
    return Forgery(
        draw(pick((FolderRole.INBOX, FolderRole.JUNK, FolderRole.TRASH, FolderRole.ALL))), head + body
    )


STORIES: dict[str, list[Fact]] = {
    "before anything": [],
    "thanked": [taken("12 15:30", "thank-you", message_ids=(THANKS_ID,)), *thanked()[1:]],
    "called": [
        taken("12 15:30", "thank-you", message_ids=(THANKS_ID,)), *thanked()[1:],
        taken("19 09:00", "call", reminder=True, how="sheet", message_ids=(SHEET_ID,), address=SAM),
    ],
    "paused by the candidate": [*thanked(), steered("12 20:00", "pause")],
}  # fmt: skip


BRAKES = (
    InterviewState.ACTIVE,
    InterviewState.PAUSED,
    InterviewState.ANSWERED,
)  # closed is none: it has no end


def make_ledger(facts: list[Fact]) -> Ledger:
    account = {
        "address": SAM, "authserv_id": MX,
        "imap": {"host": "imap.candidate.example", "port": 993}, "smtp": {"host": "smtp.candidate.example", "port": 465},
    }  # fmt: skip
    active = ActiveConfig(config(account=account))
    ledger = Ledger(SqliteStore(None), lambda: active, {}, None)  # type: ignore[arg-type]
    make_habit(ledger.store, MX)
    for fact in facts:
        ledger.append(fact)
    return ledger


def hear(ledger: Ledger, forgery: Forgery, now: datetime) -> list[Fact]:
    """Let the mail come in; return what was written down."""
    token = ledger.store.key.hex()[:26]
    raw, before = forgery.raw(token), len(ledger.history.facts)
    header = MailHeader(
        Folder("X", forgery.role), 1, now, len(raw), raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    )
    verdict = classify_mail(raw, ledger.gather_watchlist(), now)
    IncomingMail(ledger, header, verdict, 1, now).record()
    return list(ledger.history.facts[before:])


def plan_at(ledger: Ledger, now: datetime) -> InterviewPlan:
    return plan_interview(now, ledger.config, ledger.history, seen(now), ledger.config.interviews[0])


def essence(plan: InterviewPlan) -> list[tuple[Any, ...]]:
    """What a plan does, without its words, and without the note of farewell, which needs the candidate's word."""
    moves = (m for m in plan.moves if m.touch.step != FAREWELL_STEP.id)
    return [(m.touch, m.verb, m.due, m.latest, m.rule) for m in moves]


def later_moments(now: datetime) -> Iterator[datetime]:
    return (now + timedelta(hours=hours) for hours in (0, 1, 30, 100, 200, 400, 700))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(STORIES)), st.lists(forgeries(), min_size=1, max_size=3))
def test_forged_mail_changes_nothing_but_towards_a_told_brake_that_can_be_lifted(
    story: str, mails: list[Forgery]
) -> None:
    now = utc("20 10:00") if story == "called" else utc("13 10:00")
    ledger, untouched = make_ledger(STORIES[story]), make_ledger(STORIES[story])
    untouched.store.key = ledger.store.key
    facts = [fact for mail in mails for fact in hear(ledger, mail, now)]

    assert all(isinstance(fact, Received) for fact in facts), facts
    assert restore.why_halted(ledger.store) is None
    for moment in later_moments(now):
        before, after = plan_at(untouched, moment), plan_at(ledger, moment)
        assert BRAKES.index(after.status.state) >= BRAKES.index(before.status.state)
        due_times = {m.touch: m.due for m in before.moves}
        notes = [
            m for m in after.moves if m.touch.step == FAREWELL_STEP.id
        ]  # offered, never sent without a word
        assert all(m.verb is not Verb.SEND for m in notes)
        assert all(m.due >= due_times[m.touch] for m in after.moves if m not in notes)
        assert {m.touch for m in after.moves if m not in notes} == set(due_times)
        if essence(before) != essence(after):
            told = [o.subject for o in ledger.store.list_mails() if o.touch is None and o.id != NOTICE]
            assert told, "a brake that nobody was told of"

    lifted = now + timedelta(minutes=1)
    for one in (ledger, untouched):
        one.append(Steered(lifted, "acme", "resume"))
    for moment in later_moments(lifted):
        assert essence(plan_at(ledger, moment)) == essence(plan_at(untouched, moment))
