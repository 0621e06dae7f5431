"""`followupd init` as a newcomer runs it: by options alone, twice, and with a secret that lies elsewhere."""

import os
import shutil
from pathlib import Path

import yaml
from init_env import Newcomer
from mailhost import SAM

from followupd.config.loader import load_config


def test_by_options_alone_everything_is_set_up(newcomer: Newcomer) -> None:
    done = newcomer.init(
        *newcomer.answers(),
        *("--company", "Acme GmbH", "--position", "Data Engineer", "--at", "2026-11-12 14:00"),
        *("--contact", "Ana Alvarez <ana@acme.example>"),
    )

    assert done.returncode == 0, done.stderr
    interview = newcomer.config.parent / "interviews/acme-data-engineer.yaml"
    loaded = load_config(
        ("config.yaml", newcomer.config.read_text()),
        [("interviews/acme-data-engineer.yaml", interview.read_text())],
    )
    assert loaded.faults == ()
    assert loaded.config is not None
    assert not loaded.config.live
    assert loaded.config.account.imap.port == newcomer.host.imaps_port
    assert loaded.config.interviews[0].lead.name == "Ana Alvarez"
    assert newcomer.config.stat().st_mode & 0o777 == 0o600
    assert SAM.password not in newcomer.config.read_text()
    assert "Push (IDLE): yes" in done.stderr
    assert "Sent mail: Sent" in done.stderr
    assert newcomer.service.stored(SAM.address) == SAM.password


def test_localised_and_marked_folders_are_listed_with_what_they_are_for(newcomer: Newcomer) -> None:
    for folder in ("Gesendet", "Spamverdacht"):
        newcomer.host.dovecot.deliver(SAM.address, b"Subject: x\n\nx\n", folder)

    done = newcomer.init(*newcomer.answers())

    assert "INBOX, Junk, Spamverdacht (junk), Sent, Gesendet (sent)" in done.stderr


def test_a_secret_of_a_program_is_tried_and_named_in_the_file(newcomer: Newcomer) -> None:
    kept = newcomer.config.parent.parent / "secret"
    kept.write_text(SAM.password)

    done = newcomer.init(*newcomer.answers()[:-1], "--secret-command", f"/bin/cat {kept}", given="")

    assert done.returncode == 0, done.stderr
    loaded = load_config(("config.yaml", newcomer.config.read_text()))
    assert loaded.config
    assert loaded.config.account.secret.command == ["/bin/cat", str(kept)]
    assert newcomer.service.stored(SAM.address) is None


def test_a_secret_for_a_systemd_credential_is_tried_and_its_place_is_told(newcomer: Newcomer) -> None:
    done = newcomer.init(*newcomer.answers(), "--credential", "mail-password")

    assert done.returncode == 0, done.stderr
    assert "systemd-creds encrypt --name=mail-password" in done.stderr
    assert yaml.safe_load(newcomer.config.read_text())["account"]["secret"] == {"credential": "mail-password"}


def test_every_question_has_its_option(newcomer: Newcomer) -> None:
    done = newcomer.init(*newcomer.answers(), "--no-test-mail", "--no-interview", "--no-service")

    assert done.returncode == 0, done.stderr
    assert "no mail is sent before you write `live: true`" in done.stderr
    assert "followupd add" in done.stderr
    assert not (newcomer.config.parent / "interviews").exists()


def test_own_phone_post_and_signature_are_written(newcomer: Newcomer) -> None:
    own = ("--phone", "+49 30 901820", "--post", "Musterweg 1, 10115 Berlin")
    done = newcomer.init(*newcomer.answers(), *own, "--signature", "Data Engineer, sam.example")

    assert done.returncode == 0, done.stderr
    candidate = yaml.safe_load(newcomer.config.read_text())["candidate"]
    assert candidate["phone"] == "+49 30 901820"
    assert candidate["post"] == {"lines": ["Musterweg 1", "10115 Berlin"]}
    assert candidate["signature"] == "Data Engineer\nsam.example"
    assert "is there already and is kept" in newcomer.init(given="").stderr


def test_a_certificate_file_is_written_with_its_whole_path(newcomer: Newcomer) -> None:
    near = os.path.relpath(newcomer.host.ca_file)

    done = newcomer.init(*newcomer.answers(), "--ca-file", near)

    assert done.returncode == 0, done.stderr
    account = yaml.safe_load(newcomer.config.read_text())["account"]
    assert Path(account["imap"]["ca_file"]).samefile(newcomer.host.ca_file)
    assert Path(account["imap"]["ca_file"]).is_absolute()


def test_the_service_may_be_asked_for_where_there_is_no_systemd(newcomer: Newcomer) -> None:
    newcomer.config = Path(newcomer.env["HOME"]) / ".config/followupd/config.yaml"

    done = newcomer.init(*newcomer.answers(), "--service")

    shutil.rmtree(newcomer.config.parent)
    assert done.returncode == 0, done.stderr
    assert "The service is not installed: " in done.stderr
    assert "followupd plan" in done.stderr


def test_a_second_run_keeps_what_is_there_and_asks_for_nothing_again(newcomer: Newcomer) -> None:
    newcomer.init(*newcomer.answers())
    newcomer.config.write_text(newcomer.config.read_text() + "# mine\n")

    again = newcomer.init(given="")

    assert again.returncode == 0, again.stderr
    assert "is there already and is kept" in again.stderr
    assert "SMTP localhost" in again.stderr
    assert newcomer.config.read_text().endswith("# mine\n")


def test_a_known_provider_is_taken_offline_with_its_advice(newcomer: Newcomer) -> None:
    done = newcomer.init("--address", "sam@hotmail.com", "--offline", "--yes", given="")

    assert "Found by the built-in table" in done.stderr
    assert "Outlook.com: switch IMAP on" in done.stderr
    assert "give --client-id" in done.stderr
