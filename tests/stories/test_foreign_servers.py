"""The whole story over each server's way of answering: a mail is sent, the answer arrives, and nothing more is sent.

What servers and machines that are not ours have shown, and the test of each, stands in SHOWN.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from daemon_stage import Stage, base_config
from faulty_imap import FaultyImap
from imap_dialects import DIALECTS
from imap_visit import Message
from mailhost import ANA, BEN, MailHost
from project_paths import ROOT

from followupd.journal.states import InterviewState

ANSWER = (
    "From: Ana Alvarez <ana@acme.example>\r\nTo: sam@candidate.example\r\nSubject: Re: {subject}\r\n"
    "Message-ID: <a1@acme.example>\r\nIn-Reply-To: {id}\r\nReferences: {id}\r\n\r\nThank you, we will be in touch soon.\r\n"
)
NEWS = b"From: news@shop.example\r\nSubject: Ten percent off\r\nList-Id: <news.shop.example>\r\n\r\nBuy.\r\n"
DAY = b"13-Nov-2026 12:00:00 +0100"


@pytest.fixture(params=DIALECTS.values(), ids=DIALECTS)
def server(request: pytest.FixtureRequest) -> Iterator[FaultyImap]:
    """One server, with a mail in its inbox."""
    make: Callable[..., FaultyImap] = request.param
    with make(1) as server:
        yield server


@pytest.fixture
def stage(server: FaultyImap, mailhost: MailHost, tmp_path: Path) -> Iterator[Stage]:
    """followupd reads at that server, and sends over Postfix."""
    account = dict(base_config(mailhost)["account"])  # type: ignore[call-overload]
    account |= {"imap": {"host": "127.0.0.1", "port": server.port, "tls": "none"}, "save_sent": "never"}
    stage = Stage(mailhost, tmp_path, account=account)
    stage.write_interview()
    stage.start()
    yield stage
    stage.stop()


def arrives(server: FaultyImap, raw: bytes) -> None:
    box = server.boxes["INBOX"]
    box.messages[box.uidnext] = Message(raw, DAY)


def test_it_sends_hears_the_answer_and_falls_silent(stage: Stage, server: FaultyImap) -> None:
    stage.advance_by(2)
    arrives(server, NEWS)
    stage.advance_by(2)
    (thanks,) = stage.followups(ANA.address)
    assert len(stage.followups(BEN.address)) == 1
    assert stage.look()[0].status.state is InterviewState.ACTIVE
    answer = ANSWER.format(subject=thanks["Subject"], id=thanks["Message-ID"])
    arrives(server, answer.encode())
    assert stage.look()[0].status.state is InterviewState.ANSWERED
    stage.advance_by(4)
    stage.look()
    assert len(stage.followups(ANA.address)) == 1
    assert server.changed == []


SHOWN = {
    "Courier, GNU imap4d and go-imap answer `UID SEARCH n:*` with nothing": "adapters/mail/test_imap_dialects.py::test_an_empty_answer_above_the_last_message_is_no_failure",
    "GNU imap4d declines a set of numbers of which there is none": "adapters/mail/test_imap_dialects.py::test_where_numbers_above_the_last_message_were_deleted_one_command_shows_it",
    "a watched folder is renamed away with the answer in it, whatever is edited": "engine/scanning/test_scanning.py::test_a_folder_that_vanishes_ends_in_a_question_whatever_was_edited",
    "without an interview, private mail is told": "stories/test_regressions.py::test_without_an_interview_private_mail_is_neither_told_nor_written_down",
    "a signal comes while the daemon goes to sleep": "adapters/system/test_wake.py::test_a_signal_at_any_line_is_kept_and_hangs_nothing",
    "a signal ends a long look, and the next one reads on": "engine/scanning/test_scanning.py::test_a_look_that_is_ended_between_two_batches_is_read_on",
    "a folder has an odd name": "adapters/mail/test_imap_dialects.py::test_a_folder_with_an_odd_name_is_read_like_any_other",
    "a provider replaces a Message-ID in silence": "stories/test_replaced_ids.py::test_an_answer_of_a_stranger_that_names_only_the_new_id_is_the_companys",
    "a filter passes the mail on, and answers the dot by a time-out": "faults/test_smtp_after_the_dot.py::test_a_4xx_that_speaks_of_a_lost_line_leaves_the_outcome_unknown",
    "the state is lost beside a copy in Sent": "stories/test_answers.py::test_a_lost_state_directory_does_not_thank_again",
    "the store is lost before a copy is in Sent, but not its mark": "stories/test_restored.py::test_a_lost_store_beside_its_mark_is_noticed",
    "the machine sleeps between the last reading of the clock and the dot": "faults/test_smtp_after_the_dot.py::test_the_clock_is_read_after_the_last_sign_of_life",
    "the machine sleeps between the last look and the dot": "adapters/mail/test_smtp.py::test_a_machine_that_slept_between_the_question_and_the_dot_asks_again",
    "interviews at one company queue for weeks": "engine/notifying/test_postponed_reminders.py::test_nothing_that_comes_so_late_is_left_untold",
    "a letter is posted at once, and arrives too early": "cli/test_record.py::test_a_letter_that_arrives_within_a_week_of_another_reminder_is_remarked_on",
    "the cost of a pass grows faster than the interviews": "engine/test_growth.py::test_the_first_pass_is_linear_in_the_interviews",
    "comparing interviews grows with their square": "config/test_validation.py::test_what_is_compared_grows_with_the_interviews_that_share_an_address",
    "GNU imap4d breaks the line in AUTHENTICATE": "adapters/mail/test_imap_dialects.py::test_login_is_spoken_after_an_authenticate_that_broke",
    "the disk is full behind the dot": "faults/test_trust_and_disk.py::test_a_full_disk_is_survived_without_a_restart_and_without_a_question",
    "no descriptor is left": "adapters/credentials/test_credentials_program.py::test_a_machine_that_is_out_of_descriptors_is_no_error_of_the_configuration",
    "a relay offers no login": "adapters/credentials/test_login_guard.py::test_what_helps_is_said_and_no_password_where_the_server_takes_none",
}  # fmt: skip


@pytest.mark.parametrize("test", SHOWN.values(), ids=SHOWN)
def test_what_other_servers_have_shown_has_its_test(test: str) -> None:
    file, _, name = test.partition("::")
    assert re.search(rf"^def {name}\(", (ROOT / "tests" / file).read_text(), re.MULTILINE)
