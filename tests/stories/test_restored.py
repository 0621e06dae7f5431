"""An old copy of the store is put back, on real servers: nobody hears twice, and the candidate is told."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from backup_env import file_copies, heard, history, pass_days, put_back, put_snapshot_back, say, snapshot
from daemon_stage import Stage, parsed, text_of
from mailhost import ANA, BEN, HAL, SAM
from own_ids import is_ours

from followupd.adapters.store import checkpoint
from followupd.config.interview import EVERY
from followupd.journal.facts import Steered, Taken, Uncertain
from followupd.journal.states import InterviewState
from followupd.planning.moves import Verb, select_moves


def test_a_restored_backup_sends_nothing_twice_and_the_candidate_is_told(
    stage: Stage, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.sqlite3"
    stage.advance_by(2)
    say(stage, "backup", str(backup))  # while it is running
    stage.advance_by(2)
    file_copies(stage)
    assert heard(stage) == [1, 1, 1, 1]
    put_back(stage, backup)
    stage.look()
    pass_days(stage, 12)
    assert heard(stage) == [1, 1, 1, 1]
    (told,) = [m for m in stage.notices() if "was restored" in m["Subject"]]
    assert re.search(r"The backup of \d+ \w+ 2026, \d\d:\d\d CET", " ".join(text_of(told).split()))
    assert "written down again: 2. None of them is sent again" in text_of(told)
    assert "followupd resume --all" in text_of(told)
    assert "may have gone out" not in text_of(told)
    assert sum(isinstance(f, Taken) and f.how == "proof" for f in history(stage).facts) == 2


def test_after_the_users_word_it_goes_on_where_it_was(stage: Stage, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite3"
    say(stage, "backup", str(backup))
    stage.advance_by(4)
    file_copies(stage)
    put_back(stage, backup)
    stage.look()
    assert select_moves(stage.look(), Verb.WAIT, Verb.SEND) == []
    say(stage, "resume", "--all")
    stage.look()
    assert [m.touch.step for m in select_moves(stage.look(), Verb.WAIT)] == [
        "call",
        "check-in",
        "letter",
        "last-note",
    ]
    stage.advance_by(1)
    assert heard(stage) == [1, 1, 1, 1]
    assert [m["Subject"] for m in stage.notices() if "Call Ana" in m["Subject"]]


def test_where_the_mark_was_put_back_along_with_it_sent_alone_tells(stage: Stage, tmp_path: Path) -> None:
    stage.advance_by(1)
    snapshot(stage, tmp_path)
    stage.advance_by(2)
    file_copies(stage)
    stage.advance_by(1)  # its copy is not in Sent yet
    assert heard(stage) == [1, 1, 1, 1]
    put_snapshot_back(stage, tmp_path)
    stage.look()
    (told,) = [m for m in stage.notices() if "was restored" in m["Subject"]]
    assert "Sent holds mails of followupd that the store does not know" in text_of(told)
    assert "written down again: 2" in text_of(told)
    (doubt,) = [f for f in history(stage).facts if isinstance(f, Uncertain)]
    say(stage, "resume", "--all")
    pass_days(stage, 1)
    assert heard(stage) == [1, 1, 1, 1]
    (raw,) = [m for m in stage.mailhost.accepted(doubt.address) if is_ours(parsed(m))]
    stage.mailhost.dovecot.deliver(SAM.address, raw, "Sent")  # it turns up after all: nothing is asked anew
    stage.look()
    assert history(stage).unresolved_mails() == []
    assert history(stage).global_pause(stage.clock.now()) is None


def test_a_mail_tells_also_if_its_interview_is_gone(stage: Stage, tmp_path: Path) -> None:
    stage.look()
    say(stage, "pause", "acme")
    snapshot(stage, tmp_path)
    people = [{"name": HAL.name, "email": HAL.address, "fact": "your word for me"}]
    stage.write_interview("other", company="Brix", at="2026-11-12 09:00", contacts=people)
    stage.look()
    stage.advance_by(1)
    assert heard(stage) == [0, 0, 0, 1]
    file_copies(stage)
    (stage.places.interviews_folder / "other.yaml").unlink()
    put_snapshot_back(stage, tmp_path)
    stage.look()
    (told,) = [m for m in stage.notices() if "was restored" in m["Subject"]]
    assert "The mailbox holds mails of followupd that the store does not know" in text_of(told)
    say(stage, "resume", "--all")
    stage.write_interview(position="Engineer")  # what was read before is read again
    stage.look()
    assert history(stage).global_pause(stage.clock.now()) is None


def test_a_call_to_somebody_whom_the_file_names_no_more_is_known_again(stage: Stage, tmp_path: Path) -> None:
    stage.advance_by(4)
    file_copies(stage)
    snapshot(stage, tmp_path)
    stage.advance_by(1)
    stage.write_interview(contacts=[{"name": BEN.name, "email": BEN.address}])
    put_snapshot_back(stage, tmp_path)
    stage.look()
    (sheet,) = [f for f in history(stage).facts if isinstance(f, Taken) and f.touch.step == "call"]
    assert (sheet.how, sheet.name, sheet.address) == ("proof", ANA.name, ANA.address)
    assert history(stage).global_pause(stage.clock.now())


def test_stop_is_heard_as_the_answer_to_a_sheet_that_was_forgotten(stage: Stage, tmp_path: Path) -> None:
    stage.advance_by(4)
    snapshot(stage, tmp_path)
    stage.advance_by(1)
    (sheet,) = [m for m in stage.notices() if "Call Ana" in m["Subject"]]
    answer = f"From: {SAM.address}\r\nTo: {SAM.address}\r\nSubject: Re: call\r\nIn-Reply-To: {sheet['Message-ID']}\r\n"
    stage.mailhost.dovecot.deliver(SAM.address, f"{answer}\r\nStop.\r\n".encode(), "Sent")
    put_snapshot_back(stage, tmp_path)
    stage.look()
    say(stage, "resume", "--all")
    assert stage.look()[0].status.state is InterviewState.CLOSED


def test_a_lost_store_beside_its_mark_is_noticed(stage: Stage) -> None:
    stage.advance_by(1)
    stage.stop()
    for left in stage.places.state.glob("followupd.sqlite3*"):
        if left != checkpoint.checkpoint_path(stage.places.store_file):
            left.unlink()
    stage.start()
    stage.look()
    assert any(isinstance(f, Steered) and f.interview == EVERY for f in history(stage).facts)
    assert sum(heard(stage)) == 1


def test_a_restart_is_no_restoring(stage: Stage) -> None:
    stage.advance_by(2)
    for _ in range(3):
        stage.restart()
        stage.look()
    assert not [f for f in history(stage).facts if isinstance(f, Steered | Uncertain)]


def test_it_is_told_once_and_paused_once(stage: Stage, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite3"
    say(stage, "backup", str(backup))
    stage.advance_by(4)
    put_back(stage, backup)
    for _ in range(3):
        stage.look()
        stage.restart()
    assert len([m for m in stage.notices() if "was restored" in m["Subject"]]) == 1
    assert len([f for f in history(stage).facts if isinstance(f, Steered)]) == 1


def values(stage: Stage) -> dict[str, Any]:
    with closing(sqlite3.connect(stage.places.store_file)) as db:
        return dict(db.execute("SELECT name, value FROM value"))


def test_the_sign_of_a_backup_is_gone_once_it_was_noticed(stage: Stage, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite3"
    say(stage, "backup", str(backup))
    put_back(stage, backup)
    stage.look()
    assert (values(stage)["backup"], values(stage)["restored"]) == ("", "")
    assert json.loads(values(stage)["home"])["path"] == str(stage.places.store_file.resolve())
