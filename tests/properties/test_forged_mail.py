"""Rule 13: mail that nobody vouches for changes nothing but towards a brake that is told, and that the candidate can lift."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from builders import config, received, steered, taken, thanked, utc
from forged_mail import ANA, COMMANDS, MX, PLACES, SAM, SHEET_TEXT, THANKS_TEXT, Forgery, forgeries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mail_writer import JUDGE
from vouching import NOTICE, make_habit

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.config.cadence import FAREWELL_STEP, Channel
from followupd.engine.ledger import Ledger
from followupd.engine.ports import Batch, Cursor, Folder, FolderRole, FrozenMail, MailHeader, OutgoingMail
from followupd.engine.replies.own_drafts import find_own_draft
from followupd.engine.safety import restore
from followupd.engine.safety.begun_interviews import BEGUN_BEFORE
from followupd.engine.scanning.scanning import scan
from followupd.inbound.verdict import Action
from followupd.journal.facts import Received, Steered, Touch
from followupd.journal.learned_ids import IdLearned
from followupd.journal.states import InterviewState, TouchState
from followupd.planning.moves import Verb
from followupd.planning.planner import plan_interview
from followupd.writing.mail.message_id import build_message_id, touch_token
from followupd.writing.notices.mail_notices import make_notice_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from followupd.journal.facts import Fact
    from followupd.planning.moves import InterviewPlan

KEY = bytes.fromhex("5a" * 32)
THANKS, CHECK_IN = Touch("acme", "thank-you", "ana-ruiz"), Touch("acme", "check-in", "ana-ruiz")
CALL, LETTER = Touch("acme", "call", "ana-ruiz"), Touch("acme", "letter", "ana-ruiz")
DOUBT = received("12 18:00", action=Action.PAUSE, message_id="<doubt@acme.example>")
APPROVAL_ID, DOUBT_ID = f"notice/approve/{CHECK_IN}/1234", f"notice/{make_notice_key(DOUBT)}"
BEGUN = replace(steered("12 14:00", "pause"), why=BEGUN_BEFORE)
BEGUN_ID = "notice/begun/20261112140000"
LEARNED_ID = "<given.by.the@provider.example>"


def own_id(name: object) -> str:
    return build_message_id(KEY, str(name), SAM)


NAMES = {
    "thanks": own_id(THANKS), "THANKS": own_id(THANKS).upper(), "sheet": own_id(CALL), "letter": own_id(LETTER),
    "approval": own_id(APPROVAL_ID), "doubt": own_id(DOUBT_ID), "begun": own_id(BEGUN_ID), "learned": LEARNED_ID,
    "token": touch_token(KEY, str(THANKS)), "TOKEN": touch_token(KEY, str(THANKS)).upper(),
}  # fmt: skip
SENT_THANKS = [
    taken("12 15:30", "thank-you", message_ids=(NAMES["thanks"],)),
    *thanked()[1:],
    IdLearned(utc("12 15:31"), "acme", NAMES["thanks"], LEARNED_ID, ANA),
]
SENT_SHEET = taken("19 09:00", "call", reminder=True, how="sheet", message_ids=(NAMES["sheet"],), address=SAM)
STORIES: dict[str, list[Fact]] = {
    "before anything": [],
    "thanked": SENT_THANKS,
    "called": [*SENT_THANKS, SENT_SHEET],
    "paused by the candidate": [*SENT_THANKS, steered("12 20:00", "pause")],
    "in doubt": [*SENT_THANKS, DOUBT],
    "asked for an approval": SENT_THANKS,
    "asked whether it goes on": [*SENT_THANKS, BEGUN],
}
BRAKES = (
    InterviewState.ACTIVE,
    InterviewState.PAUSED,
    InterviewState.ANSWERED,
)  # closed is none: it has no end


@dataclass
class ForgedMailbox:
    """A mailbox that holds what was forged, each in a folder of its own role."""

    mails: Sequence[Forgery]
    at: datetime
    skipped_folders: MappingProxyType[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def find_folders(self) -> tuple[Folder, ...]:
        roles = {FolderRole.INBOX, *(mail.role for mail in self.mails)}
        return tuple(Folder(role.name.title(), role) for role in sorted(roles, key=lambda role: role.name))

    def walk_folder(self, folder: Folder, cursor: Cursor | None, _: datetime) -> Iterator[Batch]:
        read = cursor.uid if cursor else 0
        mails = [(uid, self.fetch(folder, uid)) for uid in self._list_uids(folder) if uid > read]
        headers = (
            MailHeader(folder, uid, self.at, len(raw), raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
            for uid, raw in mails
        )
        yield Batch(folder, Cursor(1, max([read, *(uid for uid, _ in mails)])), tuple(headers))

    def _list_uids(self, folder: Folder) -> list[int]:
        return [uid for uid, mail in enumerate(self.mails, 1) if mail.role is folder.role]

    def expect_fetches(self, _: Sequence[MailHeader]) -> None:
        """Everything is here."""

    def fetch(self, _: Folder, uid: int) -> bytes:
        return self.mails[uid - 1].raw(NAMES)


def make_ledger(story: str) -> Ledger:
    account = {
        "address": SAM, "authserv_id": MX,
        "imap": {"host": "imap.candidate.example", "port": 993}, "smtp": {"host": "smtp.candidate.example", "port": 465},
    }  # fmt: skip
    approve = "all" if story == "asked for an approval" else "none"
    active = ActiveConfig(config(account=account, sending={"approve": approve}))
    store = SqliteStore(None)
    store.key = KEY
    ledger = Ledger(store, lambda: active, {}, JUDGE)  # type: ignore[arg-type]
    make_habit(store, MX)
    for fact in STORIES[story]:
        ledger.append(fact)
    put_into_outbox(store, story)
    scan(ledger, ForgedMailbox((), utc("12 15:00")), utc("12 15:00"))  # type: ignore[arg-type]
    return ledger


def put_into_outbox(store: SqliteStore, story: str) -> None:
    """Everything that followupd had sent by then, as it stands in the outbox."""
    mails = [(CALL, CALL, SAM, SHEET_TEXT, Channel.PHONE)] if story == "called" else []
    mails += [(THANKS, THANKS, ANA, THANKS_TEXT, Channel.EMAIL)] if STORIES[story] else []
    asked = {"in doubt": [DOUBT_ID], "asked whether it goes on": [BEGUN_ID]}
    notices = [APPROVAL_ID, *asked.get(story, [])]
    for name, touch, to, text, channel in (
        *mails,
        *((key, None, SAM, "Answer yes or no.", None) for key in notices),
    ):
        token, frozen = touch_token(KEY, str(name)), FrozenMail(SAM, to, b"")
        mail = OutgoingMail(
            str(name), touch, frozen, own_id(name), token, "Thank you", text, TouchState.SENT, channel=channel
        )
        store.add_mail(mail)
    store.set_value(f"offered/{CHECK_IN}", "1234")


def read_mails(ledger: Ledger, mails: Sequence[Forgery], now: datetime) -> list[Fact]:
    """Let the mails come in; return what was written down."""
    before = len(ledger.history.facts)
    scan(ledger, ForgedMailbox(mails, now), now)  # type: ignore[arg-type]
    return list(ledger.history.facts[before:])


def plan_at(ledger: Ledger, now: datetime) -> InterviewPlan:
    from builders import seen

    return plan_interview(now, ledger.config, ledger.history, seen(now), ledger.config.interviews[0])


def essence(plan: InterviewPlan) -> list[tuple[Any, ...]]:
    """What a plan does, without its words, and without the note of farewell, which needs the candidate's word."""
    moves = (m for m in plan.moves if m.touch.step != FAREWELL_STEP.id)
    return [(m.touch, m.verb, m.due, m.latest, m.rule) for m in moves]


def later_moments(now: datetime) -> Iterator[datetime]:
    return (now + timedelta(hours=hours) for hours in (0, 1, 30, 100, 200, 400, 700))


def check_brakes(story: str, mails: Sequence[Forgery]) -> None:
    """Compare two lives that differ by the forged mails alone."""
    now = utc("20 10:00") if story == "called" else utc("13 10:00")
    ledger, untouched = make_ledger(story), make_ledger(story)
    former_ids = {mail.id for mail in untouched.store.list_mails()}
    facts = read_mails(ledger, mails, now)
    told = {mail.id for mail in ledger.store.list_mails()} - former_ids - {NOTICE}

    assert all(isinstance(fact, Received) for fact in facts), facts
    assert restore.why_halted(ledger.store) is None
    assert not any(name.startswith("notice/answer/") for name in told), told
    assert find_own_draft(ledger.store, CHECK_IN) is None
    for moment in later_moments(now):
        check_moment(plan_at(untouched, moment), plan_at(ledger, moment), told)

    lifted = now + timedelta(minutes=1)
    for one in (ledger, untouched):
        one.append(Steered(lifted, "acme", "resume"))
    for moment in later_moments(lifted):
        assert essence(plan_at(ledger, moment)) == essence(plan_at(untouched, moment))
    for one in (ledger, untouched):
        one.store.close()


def check_moment(before: InterviewPlan, after: InterviewPlan, told: set[str]) -> None:
    assert BRAKES.index(after.status.state) >= BRAKES.index(before.status.state)
    due_times = {m.touch: m.due for m in before.moves}
    notes = [m for m in after.moves if m.touch.step == FAREWELL_STEP.id]  # offered, never sent without a word
    assert all(m.verb is not Verb.SEND for m in notes)
    assert all(m.due >= due_times[m.touch] for m in after.moves if m not in notes)
    assert {m.touch for m in after.moves if m not in notes} == set(due_times)
    sent_before = {m.touch for m in before.moves if m.verb is Verb.SEND}
    assert {m.touch for m in after.moves if m.verb is Verb.SEND} <= sent_before
    if essence(before) != essence(after):
        assert told, "a brake that nobody was told of"


@settings(max_examples=500, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(STORIES)), st.lists(forgeries(), min_size=1, max_size=3))
def test_forged_mail_changes_nothing_but_towards_a_told_brake_that_can_be_lifted(
    story: str, mails: list[Forgery]
) -> None:
    check_brakes(story, mails)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["sheet", "approval", "doubt", "begun", "thanks", "learned"])
def test_no_command_is_obeyed_that_only_bears_the_own_address(place: FolderRole, name: str) -> None:
    """Every word of command in four languages, in the candidate's name, in answer to a mail that asked for one."""
    head = (
        f"Received: from x (x [8.8.8.8]) by {MX} with ESMTPS id 9\r\nAuthentication-Results: mx.evil.example; dmarc=pass\r\n"
        f"From: Sam Sample <{SAM}>\r\nTo: {SAM}\r\nSubject: Re: Call\r\nIn-Reply-To: {{{name}}}\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
    )
    mails = [
        Forgery(place, f"{head}Message-ID: <{number}@evil.example>\r\n\r\n{words}\r\n")
        for number, words in enumerate(COMMANDS)
    ]
    stories = {"sheet": "called", "approval": "asked for an approval", "begun": "asked whether it goes on"}
    check_brakes(stories.get(name, "in doubt"), mails)
