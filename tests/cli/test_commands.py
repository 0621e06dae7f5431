"""The command line as a person types it: data to stdout, talk to stderr, an exit status for each kind of fault."""

import json
import re
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from builders import ACME, BASE, received, taken, thanked, utc
from command_env import Desk
from typer.main import get_command

from followupd.adapters.system.lock import DaemonLock
from followupd.cli.main import app
from followupd.config.interview import EVERY
from followupd.engine.scanning.scan_progress import ScanProgress, store_progress
from followupd.journal.command_facts import Debriefed
from followupd.journal.facts import Printed, Settled, Steered, Touch


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_an_example(desk: Desk, command: str) -> None:
    text = desk(command, "--help").stdout
    assert "Usage: " in text
    assert f"Example: followupd {command}" in " ".join(text.split())


def test_plan_shows_every_open_touch_and_why(desk: Desk) -> None:
    shown = desk("plan")
    for step in ("thank-you", "call", "check-in", "letter", "last-note"):
        assert step in shown.stdout
    assert "Test mode (live: false): no mail is sent." in shown.stderr


def test_plan_as_json_is_one_document_on_stdout(desk: Desk) -> None:
    moves = json.loads(desk("plan", "acme", "--json").stdout)
    assert len(moves) == 7
    assert {"interview", "step", "contact", "verb", "due", "rule", "why", "lifts"} <= set(moves[0])


def test_every_moment_in_json_is_written_by_iso_8601(desk: Desk) -> None:
    for words in (("plan",), ("why", "acme"), ("simulate", "acme"), ("status",)):
        said = desk(*words, "--json", status=words == ("status",)).stdout
        assert not re.search(r"\d{4}-\d\d-\d\d \d\d:", said)


def test_the_journals_proof_is_one_json_document_too(desk: Desk) -> None:
    desk("pause", "acme")
    assert json.loads(desk("log", "--verify", "--json").stdout) == {
        "journal_unbroken": True,
        "broken_at": None,
    }


def test_brackets_in_a_name_are_brackets(desk: Desk) -> None:
    odd = ACME | {
        "at": "2026-11-12 14:00",
        "contacts": [{"name": "[b]Ana Ruiz [/x]", "email": "ana@acme.example"}],
    }
    desk.interview("acme", {k: v for k, v in odd.items() if k != "id"})
    assert "[b]Ana Ruiz [/x]" in desk("plan").stdout
    assert "[b]Ana Ruiz [/x]" in desk("simulate", "acme").stdout


def test_why_names_one_rule_and_when_it_lifts(desk: Desk) -> None:
    shown = desk("why", "acme").stdout
    assert "goes out only with your approval" in shown
    assert "It waits for you" in shown
    desk("pause", "acme", "--until", "2099-01-01")
    assert "It lifts on Thu 1 Jan 2099" in desk("why", "acme").stdout
    assert "Paused on" in desk("why", "acme").stdout
    assert json.loads(desk("why", "acme", "--json").stdout)["next"]["rule"] == "paused"


def test_preview_shows_the_exact_words(desk: Desk) -> None:
    shown = desk("preview", "acme", "thank-you").stdout
    assert "To: Ana Ruiz <ana@acme.example>" in shown
    assert "Sam Sample" in shown
    assert "Call Ana Ruiz" in desk("preview", "acme", "call").stdout


def test_preview_shows_the_words_for_one_person(desk: Desk) -> None:
    everyone = desk("preview", "acme", "thank-you").stdout
    assert len(re.findall("^To: ", everyone, re.MULTILINE)) > 1
    shown = desk("preview", "acme", "thank-you", "--contact", "ben").stdout
    assert [line for line in shown.splitlines() if line.startswith("To: ")] == [
        "To: Ben Brandt <ben@acme.example>"
    ]
    assert "Ana" in desk("preview", "acme", "thank-you", "--contact", "carla", status=64).stderr


def test_a_first_name_is_enough_where_the_file_has_it_behind_a_comma(desk: Desk) -> None:
    contacts = [
        {"name": "Oyelaran, Folasade, Dr.", "email": "f@acme.example"},
        {"name": "Göran Lind", "email": "g@acme.example"},
    ]
    desk.interview("initech", {k: v for k, v in ACME.items() if k != "id"} | {"contacts": contacts})
    shown = desk("preview", "initech", "thank-you", "--contact", "folasade").stdout
    assert "To: Folasade Oyelaran <f@acme.example>" in shown
    refused = desk("preview", "initech", "thank-you", "--contact", "carla", status=64).stderr
    assert "it may be Folasade Oyelaran, Göran Lind" in refused


def test_people_and_roles_are_shown_as_people_say_them(desk: Desk) -> None:
    contacts = [
        {"name": "Oyelaran, Folasade, Dr.", "email": "f@acme.example"},
        {"name": "Mr. Kim", "email": "k@acme.example"},
    ]
    advert = {"contacts": contacts, "position": "TONTECHNIKER:IN (m/w/d) - Ref. 4711"}
    desk.interview("initech", {k: v for k, v in ACME.items() if k != "id"} | advert)
    sheet = desk("preview", "initech", "call").stdout
    assert "Call Dr. Folasade Oyelaran, Acme GmbH, about: Tontechniker:in" in " ".join(sheet.split())
    shown = "".join(desk(*command).stdout for command in (("plan",), ("list",), ("why", "initech")))
    assert "Folasade Oyelaran" in shown
    assert "Mr. Kim" in shown
    assert "Tontechniker:in" in " ".join(shown.split())
    for raw_text in ("Oyelaran, Folasade", "TONTECHNIKER", "(m/w/d)", "4711"):
        assert raw_text not in shown + sheet


@pytest.mark.parametrize("name", ["Folasade Oyelaran", "Oyelaran, Folasade, Dr.", "oyelaran"])
def test_a_step_is_skipped_by_the_shown_name_and_by_the_one_of_the_file(desk: Desk, name: str) -> None:
    contacts = [
        {"name": "Oyelaran, Folasade, Dr.", "email": "f@acme.example"},
        {"name": "Göran Lind", "email": "g@acme.example"},
    ]
    desk.interview("initech", {k: v for k, v in ACME.items() if k != "id"} | {"contacts": contacts})
    told = desk("skip", "initech", "thank-you", "--contact", name).stderr
    assert "Skipped thank-you to Folasade Oyelaran." in told


def test_a_debrief_at_the_terminal_is_told_in_the_language_of_the_terminal(desk: Desk) -> None:
    desk.write(live=False, candidate=BASE["candidate"] | {"language": "de"})
    told = desk("debrief", "acme", "--fact", "Ana: the move to Kafka").stderr
    assert told.startswith("Your debrief is noted")


def test_a_debrief_at_the_terminal_that_names_a_stranger_changes_nothing(desk: Desk) -> None:
    told = desk("debrief", "acme", "--fact", "Ana: the move to Kafka", "--absent", "Zoe", status=64).stderr
    assert "nobody is called 'Zoe' there" in told
    told = desk("debrief", "acme", "--fact", "Ana: the move", "--fact", "Zoe: the lab", status=64).stderr
    assert "'Zoe: the lab' was not understood" in told
    assert not [entry for entry in desk.store().read_facts() if isinstance(entry.fact, Debriefed)]


def test_preview_writes_the_whole_mail_and_the_page(desk: Desk, tmp_path: Path) -> None:
    shown = desk(
        "preview", "acme", "thank-you", "--eml", str(tmp_path / "a.eml"), "--html", str(tmp_path / "a.html")
    )
    mails = [
        message_from_bytes(path.read_bytes(), policy=default) for path in sorted(tmp_path.glob("a.*.eml"))
    ]
    assert mails
    for mail in mails:
        body = mail.get_body(("plain",))
        assert body is not None
        words = body.get_content().replace("\r\n", "\n").rstrip()
        assert words in shown.stdout
        assert str(mail["From"]) in shown.stdout
        assert "followupd" not in str(mail).lower()
    assert len(list(tmp_path.glob("a.*.html"))) == len(mails)


def test_preview_to_me_is_one_mail_to_oneself_that_says_it_is_a_test(desk: Desk) -> None:
    desk("preview", "acme", "check-in", "--to-me", status=64)  # live is false: no mail at all
    desk.write(live=True)
    shown = desk("preview", "acme", "check-in", "--to-me").stdout
    store = desk.store()
    (mail,) = store.list_mails()
    store.close()
    assert mail.touch is None
    assert mail.subject.startswith("Test for Ana Ruiz: ")
    assert mail.mail.recipient == mail.mail.sender
    body = message_from_bytes(mail.mail.data, policy=default).get_content().replace("\r\n", "\n")
    assert body.rstrip() in shown


def test_preview_counts_the_days_of_an_overdue_letter_from_today(desk: Desk) -> None:
    start = datetime.now(UTC) - timedelta(days=40)
    letter = {"id": "letter", "channel": "post", "when": "9 days after interview", "latest": "8 weeks"}
    desk.interview(
        "acme",
        {k: v for k, v in ACME.items() if k != "id"} | {"at": f"{start:%Y-%m-%d %H:%M}", "cadence": [letter]},
    )
    shown = " ".join(desk("preview", "acme", "letter").stdout.split())
    posted = re.search(r"post it on \w+, (\d+ \w+ \d{4})", shown)
    assert posted
    assert datetime.strptime(posted[1], "%d %B %Y").date() >= datetime.now(UTC).date()  # noqa: DTZ007


def test_a_name_that_is_nearly_right_is_suggested(desk: Desk) -> None:
    assert "did you mean acme?" in desk("why", "amce", status=64).stderr


def test_status_says_in_one_sentence_how_it_stands(desk: Desk) -> None:
    shown = desk("status", status=1)  # followupd is not running
    assert shown.stdout.startswith("Next: thank-you to ")
    assert json.loads(desk("status", "--json", status=1).stdout)["interviews"]["acme"]["state"] == "active"


def test_status_says_how_far_a_long_look_has_come(desk: Desk) -> None:
    with closing(desk.store()) as store:
        store_progress(store, ScanProgress("INBOX", 1200, 98_800))
    sentence = "1,200 of 100,000 messages of INBOX are read"
    assert sentence not in desk("status", status=1).stdout  # left by a daemon that was killed
    lock = DaemonLock(desk.state)
    try:
        assert f"It is being read now: {sentence}." in desk("status").stdout
        assert json.loads(desk("status", "--json").stdout)["scan_progress"] == sentence
    finally:
        lock.release()


def test_faults_end_in_78_and_never_in_a_traceback(desk: Desk) -> None:
    desk.config.write_text("live: [")
    for command in (("check",), ("plan",), ("status",), ("run",)):
        assert "config.yaml" in desk(*command, status=78).stderr


def test_check_is_content_with_a_good_configuration(desk: Desk) -> None:
    shown = desk("check")
    assert "The configuration is good." in shown.stderr
    assert shown.stdout == ""


def test_check_renders_every_text(desk: Desk) -> None:
    own = desk.config.parent / "templates"
    own.mkdir()
    (own / "check-in.txt").write_text("Subject: Hello\n\n{{ contact.nmae }}\n")
    said = desk("check", status=78).stderr
    assert "check-in to Ana Ruiz" in said
    assert "nmae" in said


def test_check_gives_editors_a_schema(desk: Desk) -> None:
    assert json.loads(desk("check", "--schema").stdout)["title"] == "Config"


@pytest.mark.parametrize("words", [("frob",), ("plan", "--frob"), ("why",), ("run", "--log-format", "xml")])
def test_a_call_that_no_command_understands_is_wrong_usage(desk: Desk, words: tuple[str, ...]) -> None:
    assert "Usage:" in desk(*words, status=64).stderr


def test_the_log_tells_what_happened_and_proves_it(desk: Desk) -> None:
    store = desk.store()
    for fact in (*thanked(), taken("17 10:00", "call")):
        store.append(fact)
    store._db.execute("UPDATE fact SET body = body WHERE seq = 1")
    store.close()
    assert "Thank-you to Ben Brandt was sent to ben@acme.example (acme)" in desk("log", "acme").stdout
    assert len(json.loads(desk("log", "--json").stdout)) == 4
    assert "unbroken" in desk("log", "--verify").stdout
    store = desk.store()
    store._db.execute("UPDATE fact SET body = replace(body, 'ben', 'bob') WHERE seq = 2")
    store.close()
    assert "broken at entry 2" in desk("log", "--verify", status=1).stdout


def test_the_log_has_a_plain_word_for_each_thing_that_happened(desk: Desk) -> None:
    store, touch = desk.store(), Touch("acme", "check-in", "ana-ruiz")
    for fact in (
        *thanked(),
        Settled(utc("20 10:00"), touch, "missed", "too late"),
        Settled(utc("20 10:00"), touch, "skipped", "by you"),
        Steered(utc("20 10:00"), "acme", "pause"),
        Steered(utc("20 10:00"), EVERY, "resume"),
        Printed(utc("20 10:00"), touch, "failed", "Ana Ruiz", "no paper"),
    ):
        store.append(fact)
    store.close()
    lines = desk("log").stdout.splitlines()
    assert lines[0] == "12 Nov 2026 16:30  Thank-you to Ana Ruiz was sent to ana@acme.example (acme)"
    assert [line[19:] for line in lines[-5:]] == [
        "Check-in to Ana Ruiz was missed (acme): too late",
        "Check-in to Ana Ruiz was skipped (acme): by you",
        "Paused (acme)",
        "Everything resumed",
        "The letter to Ana Ruiz could not be printed (acme): no paper",
    ]


def test_classify_judges_a_mail_by_itself(desk: Desk, tmp_path: Path) -> None:
    mail = tmp_path / "answer.eml"
    mail.write_bytes(
        b"From: Ana <ana@acme.example>\r\nTo: sam@x.example\r\nSubject: Re: Hello\r\n\r\nLet us meet again.\r\n"
    )
    said = json.loads(desk("classify", "--json", str(mail)).stdout)
    assert set(said) == {"file", "kind", "action", "why", "return_date", "intent"}
    assert (said["kind"], said["action"]) == ("reply", "stop")


def test_classify_never_stumbles_over_bytes(desk: Desk, tmp_path: Path) -> None:
    for n, raw in enumerate((b"", b"\x00" * 4096, b"From: \xff\xfe\r\n", b"Date: nonsense\r\n\r\n")):
        (tmp_path / f"{n}.eml").write_bytes(raw)
    shown = desk("classify", "--json", *(str(p) for p in sorted(tmp_path.glob("*.eml"))))
    assert len([json.loads(line) for line in shown.stdout.splitlines()]) == 4


def test_classify_fails_for_a_file_that_it_cannot_read_and_judges_the_others(
    desk: Desk, tmp_path: Path
) -> None:
    mail = tmp_path / "answer.eml"
    mail.write_bytes(b"From: Ana <ana@acme.example>\r\nSubject: Hello\r\n\r\nLet us meet again.\r\n")
    shown = desk("classify", str(tmp_path / "none.eml"), str(mail), status=1)
    assert "none.eml: No such file" in shown.stderr
    assert "reply" in shown.stdout


@pytest.mark.parametrize("words", [("plan", ""), ("login", "--push", ""), ("login", "--push", "a\nb")])
def test_an_empty_or_broken_name_is_a_wrong_call(desk: Desk, words: tuple[str, ...]) -> None:
    desk(*words, status=64)


def test_a_second_daemon_is_refused_with_75(desk: Desk) -> None:
    from followupd.adapters.system.lock import DaemonLock

    lock = DaemonLock(desk.state)
    assert "another followupd" in desk("run", status=75).stderr
    lock.release()


def test_all_commands_of_the_public_surface_are_there() -> None:
    spine = {
        "login",
        "check",
        "plan",
        "why",
        "preview",
        "run",
        "status",
        "log",
        "pause",
        "resume",
        "close",
        "classify",
    }
    assert spine <= set(COMMANDS)
    assert utc("12 15:00").tzinfo is UTC


def test_the_log_answers_whether_we_wrote_after_they_answered(desk: Desk) -> None:
    assert "No answer has been seen. The journal is unbroken." in desk("log", "acme", "--evidence").stdout
    store = desk.store()
    for fact in (*thanked(), received("16 09:00"), taken("17 10:00", "check-in")):
        store.append(fact)
    store.close()
    said = json.loads(desk("log", "acme", "--evidence", "--json", status=1).stdout)
    assert said["judgement"].startswith("1 went out although")
    assert "name the interview" in desk("log", "--evidence", status=64).stderr


def test_simulate_plays_the_plan_forward_and_sends_nothing(desk: Desk) -> None:
    shown = desk("simulate", "acme", "--inject", "reply@d12")
    assert "ana@acme.example answers" in shown.stdout
    assert "Nothing was sent" in shown.stderr
    assert json.loads(desk("log", "--json").stdout) == []


def test_alone_it_says_what_is_to_do_today(desk: Desk) -> None:
    assert "- Say what was spoken about at Acme GmbH, while you remember it." in desk().stdout
    desk.write(live=False, notifications={"debrief": False})
    assert "Nothing waits for you." in desk().stdout
    store = desk.store()
    minutes_ago = datetime.now(UTC) - timedelta(minutes=5)
    store.append(replace(received("13 09:00"), at=minutes_ago, received=minutes_ago))
    store.close()
    shown = desk().stdout
    assert "- Acme GmbH answered on" in shown
    assert "(ana@acme.example): does the follow-up go on?" in shown
    assert "followupd close acme, or followupd resume acme" in shown
    desk.config.unlink()
    assert "Usage: " in desk().stdout


def test_status_asks_for_the_address_of_who_came_too(desk: Desk) -> None:
    store = desk.store()
    store.append(Debriefed(datetime.now(UTC) - timedelta(minutes=5), "acme", others=("Carla Diaz",)))
    store.close()
    for words, status in (("status",), 1), ((), 0):
        assert '- {name: Carla Diaz, email: "", role: met}' in desk(*words, status=status).stdout


def test_a_call_that_waits_is_the_first_line_of_plan_and_status(desk: Desk) -> None:
    start = datetime.now(UTC) - timedelta(days=5)
    desk.interview("acme", {k: v for k, v in ACME.items() if k != "id"} | {"at": f"{start:%Y-%m-%d %H:%M}"})
    store = desk.store()
    sent_at = datetime.now(UTC) - timedelta(minutes=5)
    store.append(replace(taken("17 10:00", "call", how="sheet"), at=sent_at))
    store.close()
    for words, status in (("plan",), 0), (("status",), 1), ((), 0):
        lines = desk(*words, status=status).stdout.splitlines()
        assert any("all Ana Ruiz" in line for line in lines[:2]), lines
    assert (
        "followupd done acme call"
        in json.loads(desk("status", "--json", status=1).stdout)["waiting_for_you"][0]
    )


def test_list_shows_every_interview_with_its_state(desk: Desk) -> None:
    desk("close", "acme")
    assert "closed" in desk("list").stdout
    (row,) = json.loads(desk("list", "--json").stdout)
    assert (row["interview"], row["state"], row["lead"]) == ("acme", "closed", "Ana Ruiz")


def test_what_needs_an_approval_is_shown_so_wherever_it_stands_as_next(desk: Desk) -> None:
    desk.write(live=False, sending={"approve": "all"})
    assert "(waits for you)" in " ".join(desk("list").stdout.split())
    (row,) = json.loads(desk("list", "--json").stdout)
    assert (row["next_step"], row["next_is"]) == ("thank-you", "waits for you")
    assert ", if you allow it before" in json.loads(desk("status", "--json", status=1).stdout)["sentence"]
    assert ", if you allow it before." in desk().stdout


def test_a_second_close_is_none_so_that_undo_opens_the_interview_again(desk: Desk) -> None:
    desk("close", "acme")
    assert "acme is closed already." in desk("close", "acme").stderr
    assert "Next: thank-you" in desk("undo", "acme").stderr
    desk("close", "acme")
    desk("close", "acme", "--outcome", "offer")
    assert "acme is still closed" in desk("undo", "acme").stderr


def test_plan_says_that_nobody_has_looked_at_the_words_of_the_mails_yet(desk: Desk) -> None:
    ana = ACME["contacts"][0] | {"fact": "your nightly loads"}
    start = f"{datetime.now(UTC) - timedelta(minutes=70):%Y-%m-%d %H:%M}"
    acme = {key: value for key, value in ACME.items() if key != "id"}
    desk.interview("acme", acme | {"at": start, "zone": "UTC", "contacts": [ana]})
    desk.write(live=False, sending={"approve": "unsure"})
    assert "not checked yet" in desk("plan").stderr
    desk.write(live=False, sending={"approve": "none"})
    assert "not checked yet" not in desk("plan").stderr
