"""What counts as the candidate's own mail: what only looks like it changes nothing but towards a brake that is told."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from builders import ACME, config, taken, utc
from vouching import make_habit

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine.ledger import Ledger
from followupd.engine.ports import Folder, FolderRole, FrozenMail, MailHeader, OutgoingMail
from followupd.engine.safety import restore
from followupd.engine.scanning.authorship import is_written_by_candidate, names_mail_to
from followupd.engine.scanning.incoming import IncomingMail
from followupd.engine.sending import outbox
from followupd.inbound.classifier import classify_mail
from followupd.inbound.verdict import Action
from followupd.journal.facts import Fact, HandSent, Received, Taken, Touch, Uncertain
from followupd.journal.learned_ids import IdLearned
from followupd.journal.states import InterviewState, TouchEvent, TouchState
from followupd.writing.mail.message_id import build_message_id, former_token, is_own_token, touch_token

NOW = utc("13 10:00")
SAM, ANA = "sam@candidate.example", "ana@acme.example"
BELIEVED = "Authentication-Results: mx.candidate.example; dmarc=pass header.from=candidate.example\r\n"
REFUSED = "Authentication-Results: mx.candidate.example; dmarc=fail header.from=candidate.example\r\n"
ELSEWHERE = [role for role in FolderRole if role is not FolderRole.SENT]
ACCOUNT = {
    "address": SAM, "authserv_id": "mx.candidate.example",
    "imap": {"host": "imap.candidate.example", "port": 993}, "smtp": {"host": "smtp.candidate.example", "port": 465},
}  # fmt: skip
THANKS = Touch("acme", "thank-you", "ana-ruiz")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    store = SqliteStore(tmp_path / "store.db")
    make_habit(store, "mx.candidate.example")
    yield Ledger(store, lambda: ActiveConfig(config(account=ACCOUNT)), {}, None)  # type: ignore[arg-type]
    store.close()


def raw_mail(head: str = "", to: str = ANA, mail_id: str = "<1@phone>", text: str = "Hello.") -> bytes:
    """A mail that bears the candidate's address."""
    return (
        f"{head}From: {SAM}\r\nTo: {to}\r\nSubject: One more thing\r\nMessage-ID: {mail_id}\r\n\r\n{text}\r\n"
    ).encode()


def hear(ledger: Ledger, raw: bytes, role: FolderRole, received: datetime = NOW) -> list[Fact]:
    """Let a mail come in; return what was written down of it."""
    before = len(ledger.history.facts)
    folder = Folder(role.name.title(), role)
    header = MailHeader(folder, 1, received, len(raw), raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
    verdict = classify_mail(raw, ledger.gather_watchlist(), received, in_sent=role is FolderRole.SENT)
    IncomingMail(ledger, header, verdict, 1, NOW).record()
    return list(ledger.history.facts[before:])


def is_told(ledger: Ledger) -> bool:
    return any(outgoing.touch is None for outgoing in ledger.store.list_mails())


@pytest.mark.parametrize("head", ["", REFUSED], ids=["no result", "dmarc=fail"])
@pytest.mark.parametrize("role", ELSEWHERE)
def test_what_only_looks_like_an_own_mail_is_a_brake_that_is_told(
    ledger: Ledger, role: FolderRole, head: str
) -> None:
    (fact,) = hear(ledger, raw_mail(head), role)
    assert isinstance(fact, Received)
    assert is_told(ledger)
    record = ledger.history.record_of(ledger.config.interviews[0], ledger.config)
    assert record.status_at(NOW).state is InterviewState.PAUSED
    assert hear(ledger, raw_mail(head), role) == []


@pytest.mark.parametrize("field", ["In-Reply-To", "References"])
@pytest.mark.parametrize("role", ELSEWHERE)
def test_what_looks_like_an_own_mail_and_answers_one_of_ours_is_told(
    ledger: Ledger, role: FolderRole, field: str
) -> None:
    """Somebody answers under the candidate's own address: to the candidate alone, whom it names nowhere else."""
    ledger.append(taken("12 15:30", "thank-you", message_ids=("<fu.x@candidate.example>",), address=ANA))
    raw = raw_mail(f"{field}: <fu.x@candidate.example>\r\n", to=SAM, text="We took somebody else.")
    (fact,) = hear(ledger, raw, role)
    assert isinstance(fact, Received)
    assert fact.interviews == ("acme",)
    assert is_told(ledger)


def test_an_id_that_a_provider_gave_to_a_mail_of_ours_is_answered_as_well(ledger: Ledger) -> None:
    ledger.append(IdLearned(NOW, "acme", "<fu.x@candidate.example>", "<new@provider.example>", ANA))
    raw = raw_mail("In-Reply-To: <new@provider.example>\r\n", to=SAM)
    (fact,) = hear(ledger, raw, FolderRole.INBOX)
    assert isinstance(fact, Received)


def test_an_own_mail_in_the_thread_to_somebody_else_is_no_lookalike_in_another_folder(ledger: Ledger) -> None:
    ledger.append(taken("12 15:30", "thank-you", message_ids=("<fu.x@candidate.example>",), address=ANA))
    raw = raw_mail("In-Reply-To: <fu.x@candidate.example>\r\n", to=f"ben@friends.example, {SAM}")
    assert [hear(ledger, raw, role) for role in (FolderRole.SENT, *ELSEWHERE)] == [[]] * (1 + len(ELSEWHERE))


@pytest.mark.parametrize("role", ELSEWHERE)
def test_a_copy_of_an_own_mail_from_before_the_interview_is_no_lookalike(
    ledger: Ledger, role: FolderRole
) -> None:
    """The mail in Sent is older than the interview, so it is not recorded. Its copy was filed days later."""
    assert hear(ledger, raw_mail(), FolderRole.SENT, utc("10 10:00")) == []
    assert hear(ledger, raw_mail(), role) == []


def test_an_own_mail_counts_as_sent_by_hand_once_the_file_names_its_recipient(ledger: Ledger) -> None:
    ledger.append(taken("12 15:30", "thank-you", message_ids=("<fu.x@candidate.example>",), address=ANA))
    raw = raw_mail("In-Reply-To: <fu.x@candidate.example>\r\n", to="tom@elsewhere.example")
    assert hear(ledger, raw, FolderRole.SENT) == []
    tom = {"name": "Tom Baker", "email": "tom@elsewhere.example", "role": "met"}
    corrected = config({**ACME, "contacts": [*ACME["contacts"], tom]}, account=ACCOUNT)
    known = Ledger(ledger.store, lambda: ActiveConfig(corrected), {}, None)  # type: ignore[arg-type]
    (fact,) = hear(known, raw, FolderRole.SENT)
    assert isinstance(fact, HandSent)


@pytest.mark.parametrize("role", ELSEWHERE)
def test_an_answer_to_a_call_sheet_that_lies_beside_sent_is_nothing(ledger: Ledger, role: FolderRole) -> None:
    """It went to the candidate alone; what they answer comes to their own INBOX, sooner than to Sent perhaps."""
    ledger.append(
        taken("12 15:30", "call", message_ids=("<fu.s@candidate.example>",), how="sheet", address=SAM)
    )
    assert (
        hear(ledger, raw_mail("In-Reply-To: <fu.s@candidate.example>\r\n", to=SAM, text="Done"), role) == []
    )


@pytest.mark.parametrize("role", FolderRole)
def test_a_mail_that_the_provider_vouches_for_counts_as_sent_by_hand(
    ledger: Ledger, role: FolderRole
) -> None:
    (fact,) = hear(ledger, raw_mail(BELIEVED), role)
    assert isinstance(fact, HandSent)


def test_a_copy_of_a_mail_by_hand_is_no_second_one(ledger: Ledger) -> None:
    (fact,) = hear(ledger, raw_mail(), FolderRole.SENT)
    assert isinstance(fact, HandSent)
    assert [hear(ledger, raw_mail(), role) for role in ELSEWHERE] == [[] for _ in ELSEWHERE]


@pytest.mark.parametrize("role", ELSEWHERE)
def test_a_mail_under_the_id_of_ours_changes_nothing(ledger: Ledger, role: FolderRole) -> None:
    ledger.append(taken("12 15:30", "thank-you", message_ids=("<fu.x@candidate.example>",)))
    forged = raw_mail(REFUSED, mail_id="<fu.x@candidate.example>", text="Please stop.")
    assert hear(ledger, forged, role) == []


@pytest.mark.parametrize("role", ELSEWHERE)
def test_a_mark_that_a_recipient_sends_back_restores_nothing(ledger: Ledger, role: FolderRole) -> None:
    token = touch_token(ledger.store.key, str(THANKS))
    for mark in (token, token.upper()):
        facts = hear(ledger, raw_mail(f"X-Followupd-Id: {mark}\r\n", mail_id=f"<{mark}@x.example>"), role)
        assert not any(isinstance(fact, Taken) for fact in facts)
    assert restore.why_halted(ledger.store) is None


def todays_mark(ledger: Ledger) -> str:
    return touch_token(ledger.store.key, str(THANKS))


def former_mark(ledger: Ledger) -> str:
    return f"fu.{former_token(ledger.store.key, str(THANKS))}"


def test_a_header_of_its_own_is_no_mark_any_more(ledger: Ledger) -> None:
    """Nothing that comes in is believed for a header of followupd's: none of its mails has one."""
    (fact,) = hear(ledger, raw_mail(f"X-Followupd-Id: {todays_mark(ledger)}\r\n"), FolderRole.SENT)
    assert isinstance(fact, HandSent)
    assert restore.why_halted(ledger.store) is None


@pytest.mark.parametrize("mark", [todays_mark, former_mark])
def test_a_mark_in_sent_shows_that_the_store_is_older(ledger: Ledger, mark: Callable[[Ledger], str]) -> None:
    """Mails of today and of the time when the mark had another form."""
    (fact,) = hear(ledger, raw_mail(mail_id=f"<{mark(ledger)}@candidate.example>"), FolderRole.SENT)
    assert isinstance(fact, Taken)
    assert restore.why_halted(ledger.store)


def test_a_mark_counts_only_in_the_letters_that_we_write() -> None:
    token = touch_token(b"key", "acme/call/ana-ruiz")
    bare = token.replace("-", "")
    spellings = [
        token.upper(),
        token.title(),
        bare,
        f"{{{token}}}",
        *(token[:-1] + c for c in "0123456789abcdef"),
    ]
    assert [s for s in spellings if is_own_token(b"key", s)] == [token]
    former = former_token(b"key", "acme/call/ana-ruiz")
    spellings = [
        former.upper(),
        former.title(),
        *(former[:-1] + c for c in "abcdefghijklmnopqrstuvwxyz234567"),
    ]
    assert [s for s in spellings if is_own_token(b"key", s)] == [former]


def lose_thanks(ledger: Ledger) -> OutgoingMail:
    """Put a mail into the outbox of which nobody knows whether it was accepted."""
    mail_id = build_message_id(ledger.store.key, str(THANKS), SAM)
    outgoing = OutgoingMail(
        str(THANKS), THANKS, FrozenMail(SAM, ANA, b""), mail_id, todays_mark(ledger), "One more thing", "Hello.\n",
        TouchState.UNKNOWN, changed=NOW,
    )  # fmt: skip
    ledger.store.add_mail(outgoing)
    ledger.append(Uncertain(NOW, THANKS, mail_id, ANA, "no answer"))
    return outgoing


def test_a_copy_in_sent_under_an_id_of_the_providers_proves_the_mail_by_its_words(ledger: Ledger) -> None:
    """Some providers rewrite the Message-ID; what answers the mail then names theirs."""
    outgoing = lose_thanks(ledger)
    (fact,) = hear(ledger, raw_mail(mail_id="<AM0PR04@prod.outlook.example>"), FolderRole.SENT)
    assert isinstance(fact, Taken)
    assert fact.message_ids == (outgoing.message_id, "<AM0PR04@prod.outlook.example>")


def send_thanks(ledger: Ledger) -> OutgoingMail:
    """Put a mail into the outbox that the server has taken."""
    outgoing = replace(lose_thanks(ledger), state=TouchState.SENT)
    ledger.store.apply_event(outgoing.id, TouchEvent.PROVE, NOW)
    ledger.append(
        taken("12 15:30", "thank-you", message_ids=(outgoing.message_id,), subject=outgoing.subject)
    )
    return outgoing


NEW_ID = "<AM0PR04@prod.outlook.example>"


def test_the_id_of_the_copy_in_sent_is_learnt_once_and_known_as_ours(ledger: Ledger) -> None:
    outgoing = send_thanks(ledger)
    (fact,) = hear(ledger, raw_mail(mail_id=NEW_ID), FolderRole.SENT)
    assert fact == IdLearned(NOW, "acme", outgoing.message_id, NEW_ID, ANA)
    assert hear(ledger, raw_mail(mail_id=NEW_ID), FolderRole.SENT) == []
    assert ledger.gather_watchlist().sent_mails[NEW_ID].contact == "ana-ruiz"
    assert names_mail_to(ledger.history, (NEW_ID,), ANA)
    record = ledger.history.record_of(ledger.config.interviews[0], ledger.config)
    assert [f.message_ids for f in record.taken_facts] == [(outgoing.message_id, NEW_ID)]


@pytest.mark.parametrize("role", ELSEWHERE)
def test_no_id_is_learnt_outside_of_sent(ledger: Ledger, role: FolderRole) -> None:
    send_thanks(ledger)
    facts = hear(ledger, raw_mail(mail_id=NEW_ID), role)
    assert not any(isinstance(fact, IdLearned) for fact in facts)


def test_the_same_words_to_somebody_else_or_under_no_id_are_not_learnt(ledger: Ledger) -> None:
    send_thanks(ledger)
    for raw in (raw_mail(mail_id=NEW_ID, to="ben@acme.example"), raw_mail(mail_id="odd")):
        facts = hear(ledger, raw, FolderRole.SENT)
        assert not any(isinstance(fact, IdLearned) for fact in facts)


@pytest.mark.parametrize("role", ELSEWHERE)
def test_the_same_words_elsewhere_prove_nothing(ledger: Ledger, role: FolderRole) -> None:
    lose_thanks(ledger)
    facts = hear(ledger, raw_mail(mail_id="<AM0PR04@prod.outlook.example>"), role)
    assert not any(isinstance(fact, Taken) for fact in facts)


def test_other_words_in_sent_are_another_mail(ledger: Ledger) -> None:
    lose_thanks(ledger)
    (fact,) = hear(ledger, raw_mail(mail_id="<2@phone>", text="Hello again."), FolderRole.SENT)
    assert isinstance(fact, HandSent)


@pytest.mark.parametrize("role", ELSEWHERE)
def test_a_command_is_believed_only_where_the_mail_is(ledger: Ledger, role: FolderRole) -> None:
    verdict = classify_mail(raw_mail(text="stop"), ledger.gather_watchlist(), NOW)
    assert not is_written_by_candidate(verdict, Folder("X", role))
    assert is_written_by_candidate(replace(verdict, authenticated_own=True), Folder("X", role))
    assert is_written_by_candidate(verdict, Folder("X", FolderRole.SENT))


def test_a_word_to_a_person_is_no_command(ledger: Ledger) -> None:
    ledger.append(taken("12 15:30", "thank-you", message_ids=("<fu.x@candidate.example>",)))
    ledger.append(taken("12 16:30", "call", message_ids=("<fu.y@candidate.example>",)))
    assert outbox.find_manual_touch(ledger, ("<fu.x@candidate.example>",)) is None
    call = outbox.find_manual_touch(ledger, ("<fu.y@candidate.example>",))
    assert call == Touch("acme", "call", "ana-ruiz")


def test_a_mark_of_nobodys_hides_nothing(ledger: Ledger) -> None:
    (fact,) = hear(
        ledger, raw_mail(mail_id="<00000000-0000-4000-8000-000000000000@x.example>"), FolderRole.INBOX
    )
    assert isinstance(fact, Received)
    assert is_told(ledger)


def bounce(ledger: Ledger, returned_id: str = "<x@elsewhere.example>") -> Received:
    """A notice of failure for Ana comes in, which returns the header of a mail."""
    raw = (
        b"From: MAILER-DAEMON@mx.candidate.example\r\nTo: sam@candidate.example\r\nSubject: Undelivered Mail\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nIt failed.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ana@acme.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        b"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: "
        + returned_id.encode()
        + b"\r\n\r\n--b--\r\n"
    )
    (fact,) = hear(ledger, raw, FolderRole.JUNK)
    assert isinstance(fact, Received)
    return fact


def test_a_bounce_before_anything_was_sent_is_a_question(ledger: Ledger) -> None:
    fact = bounce(ledger)
    assert (fact.action, fact.failed_address) == (Action.PAUSE, None)
    assert is_told(ledger)


def test_a_bounce_that_names_no_mail_of_ours_is_a_question(ledger: Ledger) -> None:
    ledger.append(taken("12 15:30", "thank-you", message_ids=("<fu.x@candidate.example>",)))
    fact = bounce(ledger)
    assert (fact.action, fact.failed_address) == (Action.PAUSE, None)
    assert is_told(ledger)


def test_a_bounce_that_names_a_mail_to_somebody_else_is_a_question(ledger: Ledger) -> None:
    ledger.append(taken("12 15:30", "thank-you", message_ids=("<fu.x@candidate.example>",)))
    ledger.append(taken("12 15:31", "thank-you", "ben-brandt", message_ids=("<fu.y@candidate.example>",)))
    fact = bounce(ledger, "<fu.y@candidate.example>")
    assert (fact.action, fact.failed_address) == (Action.PAUSE, None)


def test_a_bounce_that_names_the_mail_that_was_sent_names_the_dead_address(ledger: Ledger) -> None:
    ledger.append(taken("12 15:30", "thank-you", message_ids=("<fu.x@candidate.example>",)))
    fact = bounce(ledger, "<fu.x@candidate.example>")
    assert (fact.action, fact.failed_address) == (Action.STOP, ANA)


# --- delivered into Sent, as by name+Sent@ at some providers


DELIVERED = (
    "Received: from evil.example (evil.example [192.0.2.1])\r\n\tby mx.candidate.example (Postfix) with {} id 1;\r\n"
    "\tFri, 13 Nov 2026 09:00:00 +0000\r\n"
)


@pytest.mark.parametrize("protocol", ["ESMTP", "ESMTPS", "SMTP", "esmtps", "UTF8SMTPS"])
def test_what_a_server_delivered_into_sent_proves_nothing(ledger: Ledger, protocol: str) -> None:
    (fact,) = hear(ledger, raw_mail(DELIVERED.format(protocol)), FolderRole.SENT)
    assert isinstance(fact, Received)
    assert fact.action is Action.PAUSE
    assert is_told(ledger)


@pytest.mark.parametrize("protocol", ["ESMTPSA", "ESMTPA", "HTTPREST", "LMTP", "mapi"])
def test_what_the_candidate_handed_over_with_a_login_is_their_own(ledger: Ledger, protocol: str) -> None:
    (fact,) = hear(ledger, raw_mail(DELIVERED.format(protocol)), FolderRole.SENT)
    assert isinstance(fact, HandSent)


def test_a_delivered_copy_that_the_provider_vouches_for_is_the_candidates_own(ledger: Ledger) -> None:
    (fact,) = hear(ledger, raw_mail(BELIEVED + DELIVERED.format("ESMTPS")), FolderRole.SENT)
    assert isinstance(fact, HandSent)


@pytest.mark.parametrize("sender", ["hr@acme.example", "Ana Ruiz <ana@acme.example>"])
def test_an_answer_that_was_delivered_into_sent_is_heard(ledger: Ledger, sender: str) -> None:
    """Whoever answers name+Sent@, or whose answer is kept in Sent beside the question."""
    raw = f"{DELIVERED.format('ESMTPS')}From: {sender}\r\nTo: {SAM}\r\nSubject: Your interview\r\n\r\nWe have chosen you.\r\n"
    (fact,) = hear(ledger, raw.encode(), FolderRole.SENT)
    assert isinstance(fact, Received)
    assert fact.action in (Action.STOP, Action.PAUSE)
