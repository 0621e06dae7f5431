"""Wrong input at `followupd init`: each is told in a sentence that says what to write instead, and nothing is written."""

import os
from pathlib import Path

import pytest
from fork_server import followupd

GOOD = {
    "--address": "sam@a.invalid", "--imap": "127.0.0.1:1993", "--smtp": "127.0.0.1:1465", "--name": "Sam",
    "--country": "DE", "--zone": "Berlin",
}  # fmt: skip
SERVER = "is no server; write host or host:port (65535 at most), with /starttls behind it if need be"
ADDRESS = "is no e-mail address; it looks like name@company.example (--address)"
PERSON = "--contact: '{}' is no person; write \"Ana Ruiz <ana@acme.example>\""
WRONG: list[tuple[dict[str, str], str]] = [
    ({"--address": "sam"}, f"'sam' {ADDRESS}"),
    ({"--address": "sam@a"}, f"'sam@a' {ADDRESS}"),
    ({"--address": ""}, "there is no terminal to ask at; give --address: Your e-mail address"),
    ({"--address": "Sam <sam@a.example>"}, f"'Sam <sam@a.example>' {ADDRESS}"),
    ({"--imap": "127.0.0.1:99999"}, f"'127.0.0.1:99999' {SERVER} (--imap)"),
    ({"--imap": ":993"}, f"':993' {SERVER}"),
    ({"--imap": "imap.a.example:abc"}, f"'imap.a.example:abc' {SERVER}"),
    ({"--imap": "https://imap.a.example"}, f"'https://imap.a.example' {SERVER}"),
    ({"--smtp": "smtp.a.example/none"}, f"'smtp.a.example/none' {SERVER} (--smtp)"),
    ({"--country": "Germ"}, "'Germ' is no country that followupd knows; for example Germany, DE, or DE-BY for its region"),
    ({"--country": "1"}, "'1' is no country that followupd knows; for example Germany, DE"),
    ({"--zone": "Mitteleuropa"}, "unknown time zone 'Mitteleuropa'; for example Europe/Berlin, Berlin or Germany"),
    ({"--zone": "USA"}, "'USA' has several time zones; name one, for example America/New_York"),
    ({"--name": ""}, "there is no terminal to ask at; give --name: Your name"),
    ({"--name": "a\nb"}, "Your name: holds a line break or control character; keep it on one line (--name)"),
    ({"--phone": "call me"}, "'call me' is no telephone number; write it with its country, as +49 30 901820 (--phone)"),
    ({"--phone": "123"}, "'123' is no telephone number; write it with its country, as +49 30 901820 (--phone)"),
    ({"--post": ",,"}, "',,' is no postal address; write its lines with commas: Street 1, 10115 Berlin (--post)"),
    ({"--ca-file": "/nope.pem"}, "/nope.pem cannot be read: No such file or directory (--ca-file)"),
    ({"--credential": "a b"}, "'a b' is no name of a credential: letters, digits, dots and dashes; for example --credential followupd"),
    ({"--secret-command": ""}, "--secret-command is empty; for example: --secret-command 'pass show mail'"),
    ({"--at": "tomorrow"}, "--at: 'tomorrow' is no date and time; write it as 2026-11-12 14:00"),
    ({"--at": "12.11.2026 14:00"}, "--at: '12.11.2026 14:00' is no date and time; write it as 2026-11-12 14:00"),
    ({"--contact": "Ana"}, PERSON.format("Ana")),
    ({"--contact": "ana@acme.example"}, PERSON.format("ana@acme.example")),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "sentence"), WRONG, ids=[str(c) for c, _ in WRONG])
def test_wrong_input_is_told_with_an_example(tmp_path: Path, changes: dict[str, str], sentence: str) -> None:
    config = tmp_path / "followupd" / "config.yaml"
    options = [word for pair in (GOOD | changes).items() for word in pair]
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = followupd(["init", "--config", str(config), "--offline", *options], env)
    assert done.returncode in (64, 78)
    assert sentence in done.stderr
    assert done.stderr.count("(--") <= 1
    assert not config.exists()
