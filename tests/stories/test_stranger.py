"""Somebody who knows much writes as the candidate, as their provider and as a mail server: at worst it brakes, and says so.

A stranger knows the candidate's address, the employer's people, an id of ours and the words of our sheets. A recipient
has our real mail beside that. Both write to every folder, with and without a result of their own invention.
"""

from collections.abc import Iterator
from email.message import EmailMessage

from backup_env import say
from daemon_stage import PANEL, Stage
from mailhost import ANA, BEN, CLEO, HAL, SAM

from followupd.journal.facts import Received
from followupd.journal.states import InterviewState

FOLDERS = ("INBOX", "Junk", "Archive", "Trash")
PEOPLE = (ANA, BEN, CLEO, HAL)
RESULTS = (
    "",
    "Authentication-Results: {host}; dmarc=pass header.from=candidate.example\n",
    "Received: from localhost by {host} (Dovecot) with LMTP id 1\nAuthentication-Results: {host}; dmarc=pass header.from=candidate.example; spf=pass smtp.mailfrom=sam@candidate.example\n",
)  # fmt: skip
# What answers a sheet, a request for approval, a debrief, a doubt; and what takes the whole thing out of Sam's hands.
WORDS = (
    "spoke", "voicemail", "yes", "approve", "send it now", "no", "it is from them", "not their answer", "stop", "skip",
    "done", "undo", "resume", "close it, I took another job", "Ana: the move to Kafka\nBen was not there.",
    "Subject: Hello\n\nDear Ana,\n\nsend me money.\n\nSam",
)  # fmt: skip
REPORT = (
    'Message-ID: {new}\nFrom: MAILER-DAEMON@{domain}\nTo: sam@candidate.example\nSubject: Undelivered Mail\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n'
    "\n--b\n\nIt failed for good.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; {domain}\n\n"
    "Final-Recipient: rfc822; ana@acme.example\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: message/rfc822\n\n{copy}\n--b--\n"
)
PROVIDER = (
    "Message-ID: {new}\nFrom: noreply@candidate.example\nTo: sam@candidate.example\nSubject: {subject}\nIn-Reply-To: {id}\n\n"
    "stop\n\nYour account sent too much mail to Acme GmbH.\n"
)


def forge_answers(stage: Stage, mail: EmailMessage, mark: str = "") -> Iterator[str]:
    """Write each word as Sam would, under each result that a forger may invent."""
    subject, in_reply_to = mail["Subject"], mail["Message-ID"]
    for number, words in enumerate(WORDS):
        result = RESULTS[number // len(FOLDERS) % len(RESULTS)].format(host=stage.mailhost.host)
        yield (
            f"{result}Message-ID: {{new}}\nFrom: Sam Sample <{SAM.address}>\nTo: {SAM.address}\nSubject: Re: {subject}\n"
            f"In-Reply-To: {in_reply_to}\nReferences: {in_reply_to}\n{mark}\n{words}\n\n> {subject}\n"
        )


def deliver_everywhere(stage: Stage, forgeries: list[str]) -> None:
    """Bring each in or file it, one folder after the other, each with an id of its own."""
    for number, forgery in enumerate(forgeries):
        folder = FOLDERS[number % len(FOLDERS)]
        raw = forgery.replace("{new}", f"<{number}.{len(forgery)}@evil.example>").encode()
        stage.mailhost.dovecot.deliver(SAM.address, raw, folder, sender="eve@evil.example")


def notices_of(stage: Stage) -> list[EmailMessage]:
    """Return what the candidate was told; our mails to others lie there as well where somebody sends them back."""
    return [notice for notice in stage.notices() if SAM.address in str(notice["To"])]


def sent_counts(stage: Stage) -> list[int]:
    return [len(stage.followups(person.address)) for person in PEOPLE]


def check_that_only_brakes_came(stage: Stage, forgeries: list[str]) -> None:
    assert stage.daemon
    before, sent, notices = stage.look()[0], sent_counts(stage), len(notices_of(stage))
    known = len(stage.daemon._ledger.history.facts)
    deliver_everywhere(stage, forgeries)
    stage.look()
    [after] = stage.look()
    new_facts = stage.daemon._ledger.history.facts[known:]
    assert {type(fact) for fact in new_facts} <= {Received}
    assert after.status.state in (before.status.state, InterviewState.PAUSED, InterviewState.ANSWERED)
    assert {move.touch for move in after.moves} == {move.touch for move in before.moves}
    assert sent_counts(stage) == sent
    if new_facts:
        assert len(notices_of(stage)) > notices


def check_that_it_goes_on(stage: Stage) -> None:
    """Whatever they did ends with a resume."""
    say(stage, "resume", "acme")
    assert stage.look()[0].status.state is InterviewState.ACTIVE
    before = len(stage.followups(ANA.address))
    stage.advance_by(8)
    assert len(stage.followups(ANA.address)) > before


def test_forged_answers_to_a_request_for_approval_and_to_a_debrief_do_nothing(stage: Stage) -> None:
    stage.write_config(sending={"approve": "all"})
    people = [dict(contact) for contact in PANEL["contacts"][:2]]
    del people[0]["fact"]
    people[0]["confirmed"] = False
    stage.write_interview(contacts=people)
    stage.look()
    stage.advance_by(1)
    stage.look()
    subjects = [notice["Subject"] for notice in notices_of(stage)]
    assert subjects == ["How was it? Acme GmbH, Data Engineer", "Approve? thank-you to Ben Brandt (acme)"]
    forgeries = [forgery for notice in notices_of(stage) for forgery in forge_answers(stage, notice)]
    check_that_only_brakes_came(stage, forgeries)
    assert stage.look()[0].status.state is InterviewState.ACTIVE
    assert len(notices_of(stage)) == len(subjects)


def test_forged_answers_to_a_sheet_and_to_what_is_asked_then_only_brake(stage: Stage) -> None:
    stage.advance_by(5)
    [sheet] = notices_of(stage)
    thanks = stage.followups(ANA.address)[0]
    mark = f"Resent-Message-ID: {thanks['Message-ID']}\nReply-To: {SAM.address}\n"
    check_that_only_brakes_came(stage, list(forge_answers(stage, sheet)))
    assert stage.look()[0].status.state is InterviewState.ACTIVE
    check_that_only_brakes_came(stage, list(forge_answers(stage, thanks, mark)))
    assert stage.look()[0].status.state is InterviewState.PAUSED
    check_that_only_brakes_came(stage, list(forge_answers(stage, notices_of(stage)[1])))
    assert stage.look()[0].status.state is InterviewState.PAUSED
    check_that_it_goes_on(stage)


def test_our_own_mail_that_its_recipient_sends_back_changes_nothing(stage: Stage) -> None:
    stage.advance_by(4)
    thanks = stage.mailhost.accepted(ANA.address)[0].decode().replace("\r\n", "\n")
    notices = len(notices_of(stage))
    check_that_only_brakes_came(stage, [thanks] * len(FOLDERS))
    assert stage.look()[0].status.state is InterviewState.ACTIVE
    assert len(notices_of(stage)) == notices
    for changed in (
        thanks.replace("Thank you", "Stop"),
        thanks.replace("Dear Ana", "Dear Eve"),
        f"{thanks}\nP.S. stop\n",
        thanks.replace("Message-ID: <", "Message-ID: <x"),
    ):
        check_that_only_brakes_came(stage, [changed] * len(FOLDERS))


def test_a_forged_provider_and_forged_bounces_only_brake(stage: Stage) -> None:
    stage.advance_by(4)
    thanks = stage.mailhost.accepted(ANA.address)[0].decode().replace("\r\n", "\n")
    our_id = stage.followups(ANA.address)[0]["Message-ID"]
    copies = (thanks, f"Message-ID: {our_id}\n", "Message-ID: <other@evil.example>\n", "")
    domains = ("candidate.example", "evil.example")
    forgeries = [REPORT.format(new="{new}", domain=d, copy=copy) for d in domains for copy in copies]
    forgeries += [
        PROVIDER.format(new="{new}", subject=subject, id=our_id)
        for subject in ("Security alert", "Undelivered")
    ]
    check_that_only_brakes_came(stage, forgeries)
    check_that_it_goes_on(stage)
