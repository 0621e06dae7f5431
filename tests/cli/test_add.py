"""`followupd add` as a person calls it: by options, from files, and asked at a terminal."""

from __future__ import annotations

import json
import os
import pty
import resource
import signal
import stat
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
import zxingcpp
from PIL import Image
from project_paths import DATA

from followupd.adapters.store.sqlite import SqliteStore
from followupd.cli.add import _write_file, app
from followupd.config.interview import Interview
from followupd.errors import UsageError
from followupd.journal.facts import Taken
from followupd.journal.undoing import leave_out_undone

GOOGLE = str(DATA / "invitations" / "google.ics")
IOS = str(DATA / "cards" / "ios.vcf")
TYPED = (
    "--company", "Acme GmbH", "--position", "Data Engineer", "--at", "2026-11-12 14:00",
    "--name", "Ana Ruiz", "--email", "ana.ruiz@acme.example",
)  # fmt: skip
# Enter for every question that may be left out.
NOTHING_MORE = [""] * 12
CONFIG = {
    "account": {
        "address": "sam.carter@gmail.com",
        "imap": {"host": "imap.example.org", "port": 993},
        "smtp": {"host": "smtp.example.org", "port": 465},
    },
    "candidate": {
        "name": "Sam Carter",
        "zone": "Europe/London",
        "country": "GB",
        "also": ["sam@example.org"],
    },
}


@dataclass(frozen=True)
class Ended:
    """What a command printed: data, and talk."""

    stdout: str
    stderr: str


class Desk:
    """A configuration folder of its own, and the command line beside it."""

    def __init__(self, directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.config = directory / "followupd" / "config.yaml"
        self.interviews = self.config.parent / "interviews"
        self.capsys = capsys
        self.config.parent.mkdir()
        self.config.write_text(yaml.safe_dump(CONFIG))

    def __call__(self, *words: str) -> Ended:
        self.capsys.readouterr()
        app(["add", "--config", str(self.config), *words], standalone_mode=False)
        return Ended(*self.capsys.readouterr())

    def at_terminal(self, *words: str, typed: str | None, status: int = 0) -> Ended:
        """Run the program itself; `typed` is what comes from a terminal, None that there is none."""
        script = "import followupd.cli.add; from followupd.cli.main import main; main()"
        ours, theirs = pty.openpty()
        if typed is not None:
            os.write(ours, typed.encode())
        try:
            ended = subprocess.run(
                [sys.executable, "-c", script, "add", *words],
                env=os.environ | {"FOLLOWUPD_CONFIG": str(self.config), "NO_COLOR": "1"},
                stdin=subprocess.DEVNULL if typed is None else theirs,
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
            )
        finally:
            os.close(ours)
            os.close(theirs)
        assert ended.returncode == status, ended.stderr
        assert "Traceback" not in ended.stderr
        return Ended(ended.stdout, ended.stderr)

    def only(self) -> Interview:
        (path,) = self.interviews.iterdir()
        return Interview.model_validate({**yaml.safe_load(path.read_text()), "id": path.stem})


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("FOLLOWUPD_STATE", str(tmp_path / "state"))
    return Desk(tmp_path, capsys)


def test_an_interview_typed_by_options_is_written_and_what_comes_next_is_said(desk: Desk) -> None:
    ended = desk(*TYPED, "--phone", "+49 30 901820", "--helped", "Hal Hart <hal@friends.example>")
    assert ended.stdout == f"{desk.interviews / 'acme-data-engineer.yaml'}\n"
    assert "followupd preview acme-data-engineer" in ended.stderr
    found = desk.only()
    assert [(c.name, c.role, c.phone) for c in found.contacts] == [
        ("Ana Ruiz", "interviewer", "+49 30 901820"),
        ("Hal Hart", "helped", None),
    ]
    assert (found.zone, found.company) == (None, "Acme GmbH")


def test_a_store_is_told_what_was_typed_in_here(desk: Desk, tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / "state" / "followupd.sqlite3")) as store:
        desk(*TYPED)
        assert store.get_value("begun/typed/acme-data-engineer") == "yes"


def read_thanked(tmp_path: Path) -> list[str]:
    """Return whom the journal names as thanked by the candidate."""
    with closing(SqliteStore(tmp_path / "state" / "followupd.sqlite3")) as store:
        facts = leave_out_undone(entry.fact for entry in store.read_facts())
        return [f.name for f in facts if isinstance(f, Taken) and f.how == "user"]


def test_an_application_that_runs_already_thanks_nobody_again(desk: Desk, tmp_path: Path) -> None:
    ended = desk(*TYPED, "--helped", "Hal Hart <hal@friends.example>", "--started")
    assert "Noted: you have thanked Ana Ruiz, Hal Hart." in ended.stderr
    assert read_thanked(tmp_path) == ["Ana Ruiz", "Hal Hart"]


def test_the_word_that_they_were_thanked_is_taken_back(desk: Desk, tmp_path: Path) -> None:
    ended = desk(*TYPED, "--helped", "Hal Hart <hal@friends.example>", "--started")
    interview_id = desk.only().id
    assert f"followupd undo {interview_id}" in ended.stderr
    app(["undo", "--config", str(desk.config), interview_id, "--yes"], standalone_mode=False)
    assert "Taken back: started of " in desk.capsys.readouterr().err
    assert read_thanked(tmp_path) == []
    with pytest.raises(UsageError, match="there is nothing to undo"):
        app(["undo", "--config", str(desk.config), interview_id, "--yes"], standalone_mode=False)


def test_an_interview_that_is_still_to_come_is_not_started(desk: Desk, tmp_path: Path) -> None:
    at = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d} 14:00"
    with pytest.raises(UsageError, match="the file is written, but the thank-yous stay planned"):
        desk(*TYPED, "--at", at, "--started")
    assert desk.only().company == "Acme GmbH"
    assert read_thanked(tmp_path) == []


def test_what_only_prints_a_file_records_no_thanks(desk: Desk) -> None:
    with pytest.raises(UsageError, match="leave out --dir and --dry-run"):
        desk(*TYPED, "--started", "--dry-run")


def test_card_and_invitation_make_the_file_without_the_candidate(desk: Desk) -> None:
    ended = desk("--ics", GOOGLE, "--vcf", IOS, "--position", "Data Engineer")
    found = desk.only()
    assert [c.email for c in found.contacts] == ["ana.ruiz@acme.example", "ben.okafor@acme.example"]
    assert (found.zone, f"{found.at:%H:%M}", found.minutes) == ("Europe/Berlin", "14:00", 75)
    assert (
        "Please check: the card writes 'Ana María Ruíz Fernández', the invitation 'Ana Ruíz'" in ended.stderr
    )


def test_a_photographed_card_makes_a_contact(desk: Desk, tmp_path: Path) -> None:
    code = zxingcpp.create_barcode(
        "MECARD:N:Ruiz,Ana;EMAIL:ana@acme.example;;", zxingcpp.BarcodeFormat.QRCode
    )
    Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=5)).save(tmp_path / "card.png")
    desk("--card", str(tmp_path / "card.png"), *TYPED[:6])
    assert [(c.name, c.email) for c in desk.only().contacts] == [("Ana Ruiz", "ana@acme.example")]


def test_a_dry_run_prints_the_file_and_writes_nothing(desk: Desk) -> None:
    ended = desk(*TYPED, "--dry-run")
    assert yaml.safe_load(ended.stdout)["company"] == "Acme GmbH"
    assert not desk.interviews.exists()


def test_programs_get_json(desk: Desk) -> None:
    told = json.loads(
        desk(*TYPED, "--json", "--dir", str(desk.config.parent / "mine"), "--id", "acme-2").stdout
    )
    assert (told["id"], told["written"]) == ("acme-2", True)
    assert Path(told["file"]) == desk.config.parent / "mine" / "acme-2.yaml"
    assert Path(told["file"]).read_text() == told["text"]


def test_a_file_that_is_there_is_never_overwritten(desk: Desk) -> None:
    desk(*TYPED)
    before = (desk.interviews / "acme-data-engineer.yaml").read_bytes()
    with pytest.raises(
        UsageError, match="is there already and stays as it is; give the new one a name by --id"
    ):
        desk(*TYPED, "--minutes", "30")
    assert (desk.interviews / "acme-data-engineer.yaml").read_bytes() == before


def test_what_is_missing_is_asked_for_at_a_terminal(desk: Desk) -> None:
    answers = [
        "Acme GmbH",
        "Data Engineer",
        "tomorrow",
        "2026-11-12 14:00",
        "Dr. Ana Ruiz",
        "ana",
        "ana@acme.example",
    ]
    answers[4:4] = ["", ""]  # their country and the language: as proposed
    ended = desk.at_terminal(typed="\n".join([*answers, *NOTHING_MORE]))
    assert "'tomorrow' is no date and time; write it as 2026-11-12 14:00" in ended.stderr
    assert "'ana' is no e-mail address; it looks like name@company.example" in ended.stderr
    (contact,) = desk.only().contacts
    assert (contact.title, contact.name, contact.email) == ("Dr.", "Ana Ruiz", "ana@acme.example")


def test_at_a_terminal_a_card_without_an_address_asks_for_the_address_alone(
    desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "a.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ana Ruiz\nORG:Acme\nEND:VCARD\n")
    ended = desk.at_terminal(
        "--vcf",
        str(tmp_path / "a.vcf"),
        typed="\n".join(["Engineer", "2026-11-12 14:00", "", "", "ana@acme.example", *NOTHING_MORE]),
    )
    assert "E-mail address of Ana Ruiz" in ended.stderr
    assert [c.email for c in desk.only().contacts] == ["ana@acme.example"]


def test_without_a_configuration_the_zone_is_asked_for_and_the_candidate_pointed_at(desk: Desk) -> None:
    desk.config.unlink()
    apple = str(DATA / "invitations" / "apple.ics")
    ended = desk.at_terminal(
        "--ics",
        apple,
        "--position",
        "Engineer",
        typed="\n".join(["Nowhere/City", "Dublin", "", "y", "y", *NOTHING_MORE]),
    )
    assert "Unknown time zone 'Nowhere/City'" in ended.stderr
    assert "Your own address is not known yet" in ended.stderr
    assert (desk.only().zone, f"{desk.only().at:%H:%M}") == ("Europe/Dublin", "10:30")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            (),
            'still missing: --company, --position, --at, --name, --email; for example --company "Acme GmbH"',
        ),
        (
            (*TYPED, "--minutes", "an hour"),
            "--minutes: 'an hour' is no number of minutes, 5 to 1440; for example 60",
        ),
        (
            (*TYPED, "--minutes", "5000"),
            "--minutes: '5000' is no number of minutes, 5 to 1440; for example 60",
        ),
        (
            (*TYPED[:-4], "--name", "Ana Ruiz"),
            "still missing: --email (of Ana Ruiz); for example --email ana@acme.example",
        ),
        (
            (*TYPED[:-4], "--name", "Ana Ruiz <ana@>"),
            "--name: 'Ana Ruiz <ana@>' is no person; write \"Ana Ruiz <ana@acme.example>\"",
        ),
        (
            ("--ics", GOOGLE),
            "still missing: --position; the invitation is called 'Interview Data Engineer @ ACME",
        ),
        (
            (*TYPED, "--zone", "Europe/Berln"),
            "--zone: unknown time zone 'Europe/Berln'; did you mean Europe/Berlin?",
        ),
        (
            (*TYPED, "--at", "12.11.2026"),
            "--at: '12.11.2026' is no date and time; write it as 2026-11-12 14:00",
        ),
        ((*TYPED, "--at", "tomorrow at 2"), "write it as 2026-11-12 14:00"),
        (
            (*TYPED, "--country", "Atlantis"),
            "'Atlantis' is no country that followupd knows; for example Germany, DE",
        ),
        ((*TYPED, "--zone", "USA"), "'USA' has several time zones; name one, for example America/New_York"),
        (
            (*TYPED, "--language", "klingon-x"),
            "'klingon-x' is no language that followupd knows; two small letters: en",
        ),
        (
            (*TYPED, "--fact", "a", "--fact", "b"),
            "more --fact than --name; give them in the order of the names",
        ),
        ((*TYPED, "--post", ",,"), "write its lines with commas: Street 1, 10115 Berlin"),
        ((*TYPED, "--helped", "hal@friends.example"), "--helped: 'hal@friends.example' is no person; write"),
        ((*TYPED, "--advert", IOS + "x"), "cannot be read: No such file or directory"),
        ((*TYPED, "--eml", IOS), "holds no invitation; save the attachment invite.ics and give it by --ics"),
        ((*TYPED, "--eml", IOS, "--ics", GOOGLE), "one invitation is enough; give --ics or --eml, not both"),
        (
            (*TYPED, "--company", "Acme\nGmbH"),
            "--company: holds a line break or control character; keep it on one line",
        ),
        ((*TYPED, "--email", "b@acme.example"), "more --email or --phone than --name"),
        ((*TYPED, "--name", "Ben", "--email", "ben"), "--email: 'ben' is no e-mail address"),
        ((*TYPED, "--met", "Ben"), "--met: 'Ben' is no person; write \"Ana Ruiz <ana@acme.example>\""),
        ((*TYPED, "--vcf", "nowhere.vcf"), "nowhere.vcf: cannot be read: No such file or directory"),
        ((*TYPED, "--ics", IOS), "ios.vcf: holds no appointment"),
        ((*TYPED, "--vcf", GOOGLE), "google.ics: holds no vCard"),
        ((*TYPED, "--card", IOS), "ios.vcf: is no picture that can be read; save it as JPEG or PNG"),
        (("--ics", str(DATA / "invitations" / "cancel.ics")), "was cancelled; there is nothing to follow up"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence_and_nothing_is_written(
    desk: Desk, words: tuple[str, ...], says: str
) -> None:
    with pytest.raises(UsageError) as refused:
        desk(*words)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not desk.interviews.exists()


def test_all_that_is_asked_can_be_given_by_options(desk: Desk) -> None:
    desk(
        *TYPED, "--fact", "your nightly loads", "--post", "Musterweg 1, 10115 Berlin", "--keywords", "Kafka, SQL",
        "--strength", "I have run Kafka for six years.", "--requisition", "R-7001", "--country", "germany",
        "--language", "Deutsch", "--phone", "+49 30 901820",
    )  # fmt: skip
    interview = desk.only()
    (contact,) = interview.contacts
    assert (contact.fact, contact.confirmed, contact.post and contact.post.lines) == (
        "your nightly loads", True, ["Musterweg 1", "10115 Berlin"],
    )  # fmt: skip
    assert (interview.keywords, interview.strengths) == (
        ["Kafka", "SQL"],
        ["I have run Kafka for six years."],
    )
    assert (interview.requisition, interview.country, interview.language) == ("R-7001", "DE", "de")


def read_first_note(desk: Desk, age: timedelta) -> str:
    """Return what is shown after an interview of so long ago is added."""
    at = f"{datetime.now(UTC) - age:%Y-%m-%d} 14:00"
    ended = desk(*TYPED, "--at", at, "--fact", "your nightly loads")
    return ended.stderr.partition("Written.")[2]


@pytest.mark.parametrize("days", [-30, -1, 4])
def test_the_thank_you_is_shown_with_what_was_spoken_about(desk: Desk, days: int) -> None:
    shown = read_first_note(desk, timedelta(days=days))
    assert "This is the thank-you, as it would leave" in shown
    assert "your nightly loads" in shown


@pytest.mark.parametrize("days", [9, 24, 60, 200])
def test_of_an_interview_long_past_the_check_in_is_shown_with_its_day(desk: Desk, days: int) -> None:
    shown = read_first_note(desk, timedelta(days=days))
    assert "too long ago for a thank-you. This is the first mail, as it would leave on " in shown
    assert "This is the thank-you" not in shown
    assert "Dear Ana," in shown


def test_everything_that_makes_the_words_good_is_asked_for(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "advert.txt").write_text(
        "Data Engineer (m/w/d)\nJob ID: R-7001\nYour profile:\n- Kafka and SQL\n- Kafka\n"
    )
    typed = [
        "Acme GmbH", "", "2026-11-12 14:00", "USA", "Denver", "", "Ana Ruiz", "ana@acme.example",
        "", "Ben Brandt <ben@acme.example>", "", "Hal Hart <hal@friends.example>", "",
        "your nightly loads", "the tour of the lab", "", "+1 303 555 0100", "", "", "", "I have run Kafka.", "",
    ]  # fmt: skip
    ended = desk.at_terminal(
        "--advert", str(tmp_path / "advert.txt"), typed="\n".join([*typed, *NOTHING_MORE])
    )
    interview = desk.only()
    assert (interview.position, interview.zone, interview.country) == (
        "Data Engineer",
        "America/Denver",
        "US",
    )
    assert [(c.name, c.role, c.fact) for c in interview.contacts] == [
        ("Ana Ruiz", "interviewer", "your nightly loads"), ("Ben Brandt", "met", "the tour of the lab"),
        ("Hal Hart", "helped", None),
    ]  # fmt: skip
    assert (interview.contacts[0].phone, interview.requisition) == ("+1 303 555 0100", "R-7001")
    assert {"Kafka", "SQL"} <= set(interview.keywords)
    assert interview.strengths == ["I have run Kafka."]
    assert "your nightly loads" in ended.stderr.rpartition("This is the thank-you")[2]


def test_one_goes_back_to_an_earlier_question(desk: Desk) -> None:
    typed = ["Amce GmbH", "<", "Acme GmbH", "Engineer", "2026-11-12 14:00", "", "", "Ana Ruiz", "back",
             "", "", "", "", "", "Ana Ruiz", "ana@acme.example"]  # fmt: skip
    desk.at_terminal(typed="\n".join([*typed, *NOTHING_MORE]))
    assert desk.only().company == "Acme GmbH"


def test_who_was_only_invited_gets_nothing_before_somebody_says_that_they_were_there(desk: Desk) -> None:
    desk("--ics", GOOGLE, "--position", "Data Engineer")
    assert [c.confirmed for c in desk.only().contacts] == [False, False]


def test_with_yes_everyone_who_had_to_come_was_there(desk: Desk) -> None:
    desk("--ics", GOOGLE, "--position", "Data Engineer", "--yes")
    assert [(c.email, c.confirmed) for c in desk.only().contacts] == [
        ("ana.ruiz@acme.example", True), ("ben.okafor@acme.example", False),
    ]  # fmt: skip


def test_at_a_terminal_one_is_asked_who_of_the_invitation_was_there(desk: Desk) -> None:
    typed = ["Data Engineer", "", "n", "y"]
    ended = desk.at_terminal("--ics", GOOGLE, typed="\n".join([*typed, *NOTHING_MORE]))
    assert "Was Ana Ruíz <ana.ruiz@acme.example> there? [Y/n]" in ended.stderr
    assert "Was Ben Okafor <ben.okafor@acme.example> there? [y/N]" in ended.stderr  # he was optional
    assert [(c.email, c.confirmed) for c in desk.only().contacts] == [("ben.okafor@acme.example", True)]


def test_an_address_that_several_people_read_is_asked_about(desk: Desk) -> None:
    typed = ["Acme", "Engineer", "2026-11-12 14:00", "", "", "Ana Ruiz", "jobs@acme.example", "n"]
    ended = desk.at_terminal(typed="\n".join([*typed, *NOTHING_MORE]))
    assert "looks like an address that several people read" in ended.stderr
    assert not desk.only().contacts[0].confirmed


def test_without_a_terminal_what_is_missing_ends_as_a_usage_fault(desk: Desk) -> None:
    ended = desk.at_terminal(typed=None, status=64)
    missing = "still missing: --company, --position, --at, --name, --email"
    assert ended.stderr == f'followupd: {missing}; for example --company "Acme GmbH"\n'


def test_the_help_shows_an_example(desk: Desk) -> None:
    assert "Example: followupd add --ics" in desk("--help").stdout


def test_the_candidates_own_address_is_refused_as_a_contact(desk: Desk) -> None:
    own = (*TYPED[:-1], "Sam.Carter+jobs@gmail.com")
    with pytest.raises(UsageError, match="is your own address; a contact is somebody else"):
        desk(*own)
    assert not desk.interviews.exists()


def test_what_is_added_is_for_its_owners_eyes_alone(tmp_path: Path) -> None:
    """Root writes for somebody else: see there."""
    nobody = 65534
    with tempfile.TemporaryDirectory(dir="/dev/shm") as shared:
        os.chown(shared, nobody, nobody)
        for user, directory in ((nobody, Path(shared)), (0, tmp_path)):
            child = os.fork()
            if not child:
                os.umask(0o022)
                os.seteuid(user)
                _write_file(directory / "acme.yaml", "company: Acme")
                os._exit(0)
            assert os.waitpid(child, 0)[1] == 0
        modes = [stat.S_IMODE((d / "acme.yaml").stat().st_mode) for d in (Path(shared), tmp_path)]
    assert modes == [0o600, 0o644]


def test_a_full_disk_leaves_no_empty_interview_behind(tmp_path: Path) -> None:
    child = os.fork()
    if not child:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        try:
            _write_file(tmp_path / "acme.yaml", "company: Acme")
        except UsageError:
            os._exit(0)
        os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("said", "is_confirmed"), [("y", True), ("n", False)])
def test_of_a_shared_address_the_file_says_what_one_answered(
    desk: Desk, said: str, is_confirmed: bool
) -> None:
    typed = ["Acme", "Engineer", "2026-11-12 14:00", "", "", "Ana Ruiz", "jobs@acme.example", said]
    desk.at_terminal(typed="\n".join([*typed, *NOTHING_MORE]))
    contact = desk.only().contacts[0]
    assert (contact.confirmed, "confirmed" in contact.model_fields_set) == (is_confirmed, True)


def test_nobody_is_asked_about_a_shared_address_on_a_command_line_so_it_is_not_confirmed(desk: Desk) -> None:
    desk(
        "--company", "Acme", "--position", "Engineer", "--at", "2026-11-12 14:00", "--name", "Ana Ruiz",
        "--email", "jobs@acme.example", "--yes",
    )  # fmt: skip
    assert not desk.only().contacts[0].confirmed


FORMER = """company: Acme GmbH
called: Acme
position: Data Engineer
at: 2026-11-12 14:00
minutes: 90
language: de
tone: formal
contacts:
  - name: Ana Ruiz
    email: ana.ruiz@acme.example
    title: Frau Dr.
    also: [ana@acme.example]
    salutation: Sehr geehrte Frau Dr. Ruiz
    phone: +49 30 901820
    phones: [+49 170 1234567]
    lead: true
    post: {lines: [Beispielweg 1, 10115 Berlin]}
    fact: your nightly loads
  - {name: Hal Hart, email: hal@friends.example, role: helped, address: informal}
keywords: [Kafka, "NO"]
strengths: [I have run Kafka for six years.]
requisition: R-7001
"""


def test_the_next_round_takes_over_people_and_words(desk: Desk) -> None:
    desk.interviews.mkdir()
    (desk.interviews / "acme.yaml").write_text(FORMER)
    desk(
        "--from",
        "acme",
        "--at",
        "2026-11-26 10:00",
        "--name",
        "Bo Berg",
        "--email",
        "bo@acme.example",
        "--yes",
    )
    made = yaml.safe_load((desk.interviews / "acme-2.yaml").read_text())
    former = yaml.safe_load(FORMER)
    for key in (
        "company",
        "called",
        "position",
        "minutes",
        "language",
        "tone",
        "keywords",
        "strengths",
        "requisition",
    ):
        assert made[key] == former[key], key
    bo, ana, hal = made["contacts"]
    assert bo["name"] == "Bo Berg"
    assert str(made["at"]).startswith("2026-11-26")
    assert ana == {key: value for key, value in former["contacts"][0].items() if key != "fact"} | {
        "role": "interviewer"
    }
    assert (hal["role"], hal["address"]) == ("helped", "informal")
    assert (
        Interview.model_validate(
            made | {"id": "acme-2", "at": "2026-11-26 10:00", "zone": "Europe/London"}
        ).lead.name
        == "Ana Ruiz"
    )


def test_the_third_round_has_the_next_free_name(desk: Desk) -> None:
    desk.interviews.mkdir()
    (desk.interviews / "acme.yaml").write_text(FORMER)
    (desk.interviews / "acme-2.yaml").write_text(FORMER.replace("2026-11-12 14:00", "2026-11-26 10:00"))
    desk("--from", "acme", "--at", "2026-12-10 10:00", "--yes")
    assert (desk.interviews / "acme-3.yaml").is_file()


def test_an_interview_to_take_over_that_is_not_there_is_told(desk: Desk) -> None:
    desk.interviews.mkdir()
    (desk.interviews / "acme.yaml").write_text(FORMER)
    with pytest.raises(UsageError, match="--from: no interview is called 'beta'; there is acme"):
        desk("--from", "beta", "--at", "2026-11-26 10:00", "--yes")


def test_an_address_may_stand_behind_the_name(desk: Desk) -> None:
    desk(*TYPED[:-4], "--name", "Ana Ruiz <ana.ruiz@acme.example>", "--yes")
    assert [(c.name, c.email) for c in desk.only().contacts] == [("Ana Ruiz", "ana.ruiz@acme.example")]


def test_a_language_without_texts_is_told(desk: Desk) -> None:
    said = desk(*TYPED, "--language", "it", "--yes").stderr
    assert "no texts come with followupd in 'it'; write en, de, fr or es, or your own texts." in said


WRONG: list[tuple[tuple[str, ...], str]] = [
    (("--company", "n/a"), "--company: 'n/a' is no name, and mails would have it; write the name, for example Acme GmbH"),
    (("--company", "-"), "--company: '-' is no name"),
    (("--position", "tbd"), "--position: 'tbd' is no name"),
    (("--name", "?"), "'?' is no name of a person; write it as on their card, for example Ana Ruiz"),
    (("--met", "- <ben@acme.example>"), "'- ' is no name of a person"),
    (("--email", "\u0430na@acme.example"), "mixes Cyrillic and Latin letters that look alike; type the address again"),
    (("--at", "2026-02-30 14:00"), "'2026-02-30 14:00' is not in the calendar"),
    (("--at", "next Monday"), "'next Monday' is no date and time; write it as 2026-11-12 14:00, their zone by --zone"),
    (("--minutes", "an hour"), "'an hour' is no number of minutes, 5 to 1440; for example 60"),
    (("--zone", "Mars"), "unknown time zone 'Mars'; for example Europe/Berlin, Berlin or Germany"),
    (("--language", "klingon"), "'klingon' is no language that followupd knows; two small letters: en, de, fr or es"),
    (("--post", ","), "',' is no postal address; write its lines with commas: Street 1, 10115 Berlin"),
    (("--advert", "https://acme.example/job"), "is an address of the web; copy the advert's text into a file"),
    (("--advert", "/dev/null"), "it is a pipe or a device, and no file"),
    (("--dir", "/etc/passwd"), "/etc/passwd: is a file; name a folder by --dir"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "sentence"), WRONG, ids=[" ".join(words) for words, _ in WRONG])
def test_wrong_input_is_told_with_an_example_and_no_file_is_written(
    desk: Desk, words: tuple[str, ...], sentence: str
) -> None:
    typed = {name: value for name, value in zip(TYPED[::2], TYPED[1::2], strict=True) if name != words[0]}
    with pytest.raises(UsageError) as error:
        desk(*(word for pair in typed.items() for word in pair), *words)
    assert sentence in str(error.value)
    assert not desk.interviews.exists() or not any(desk.interviews.iterdir())


@pytest.mark.parametrize(("size", "sentence"), [(0, "is empty"), (400_000, "is larger than 300,000 bytes")])
def test_an_advert_that_is_empty_or_huge_is_refused(
    desk: Desk, tmp_path: Path, size: int, sentence: str
) -> None:
    advert = tmp_path / "advert.txt"
    advert.write_bytes(b"a" * size)
    with pytest.raises(UsageError, match=sentence):
        desk(*TYPED, "--advert", str(advert))


def test_without_a_configuration_it_is_told_that_nothing_happens_yet(desk: Desk) -> None:
    desk.config.unlink()
    assert "config.yaml is not there; `followupd init` makes it" in desk(*TYPED).stderr
    assert desk.only().company == "Acme GmbH"
