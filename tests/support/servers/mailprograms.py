"""The mail programs with which people answer: each reads one mail in a home folder of its own, and answers it."""

import os
import shlex
import subprocess
from pathlib import Path

import pexpect
from mailhost import MailHost, Person
from server_sandbox import require

# The editor that writes the answer above the quoted mail.
EDITOR = """#!/bin/sh
{{ cat {words}; cat "$1"; }} >"$1.answered" && cat "$1.answered" >"$1" && rm "$1.answered"
"""

MUTT = """
set spoolfile = "imaps://localhost:{imaps}/INBOX"
set folder = "imaps://localhost:{imaps}/"
set imap_user = "{address}"
set imap_pass = "{password}"
set smtp_url = "smtps://{login}@localhost:{submissions}/"
set smtp_pass = "{password}"
set ssl_ca_certificates_file = "{authority}"
set from = "{address}"
set realname = "{name}"
set editor = "{editor}"
set record = ""
set copy = no
set fast_reply = yes
set include = yes
set abort_unmodified = no
set quit = yes
set wait_key = no
push "<last-entry><reply><send-message><quit>"
"""

NEOMUTT = "unset help\n"

MAILX = """
set from="{name} <{address}>"
set sendmail={msmtp}
set indentprefix="> "
set sendwait
unset metoo askcc askbcc
"""

SNAIL = """
set v15-compat
set from="{name} <{address}>"
set mta=smtps://{login}:{secret}@localhost:{submissions}
set smtp-auth=plain
set tls-ca-file={authority} tls-verify=strict
set sendwait quote indentprefix="> "
unset save record DEAD
"""

MSMTP = """#!/bin/sh
exec {program} --host=localhost --port={submissions} --tls=on --tls-starttls=off --tls-trust-file={authority} \\
    --auth=plain --user={address} --passwordeval='cat {password_file}' --from={address} -t -i
"""

NMH = """
Path: {home}/Mail
Local-Mailbox: {name} <{address}>
"""

ALPINE = """
last-version-used=6.26
personal-name={name}
user-domain={domain}
smtp-server=localhost:{submissions}/ssl/user={address}
inbox-path={mailbox}
default-fcc=""
customized-hdrs=From: {name} <{address}>
feature-list=include-header-in-reply,include-text-in-reply,send-without-confirm,quit-without-confirm,no-save-incoming-quit,enable-alternate-editor-implicitly,enable-alternate-editor-cmd
editor={editor}
"""


class Desk:
    """One person's home folder, with the mail to be answered."""

    def __init__(self, host: MailHost, person: Person, home: Path) -> None:
        self.host, self.person, self.home = host, person, home
        home.mkdir()
        self.environment = {
            "HOME": str(home),
            "PATH": os.environ["PATH"] + ":/usr/bin/mh",
            "TERM": "xterm",
            "LANG": "C.UTF-8",
            "SSL_CERT_FILE": str(host.ca_file),
        }
        self._fields = {
            "home": home,
            "name": person.name,
            "address": person.address,
            "domain": person.address.partition("@")[2],
            "login": person.address.replace("@", "%40"),
            "password": person.password,
            "secret": person.password.replace(" ", "%20"),
            "imaps": host.imaps_port,
            "submissions": host.submissions_port,
            "authority": host.ca_file,
            "words": home / "words",
            "password_file": home / "password",
            "mailbox": home / "mailbox",
            "program": require("msmtp"),
        }
        self._fields["editor"] = self._program("editor", EDITOR)
        self._file("password", person.password)
        self._fields["msmtp"] = self._program("msmtp", MSMTP)

    def answer(self, program: str, mail: bytes, words: str) -> None:
        """Answer the mail with these words. It is the last one in the person's mailbox."""
        self._file("words", words)
        lines = mail.replace(b"\r\n", b"\n").rstrip(b"\n")
        (self.home / "mailbox").write_bytes(b"From sam Thu Nov 12 15:00:00 2026\n" + lines + b"\n\n")
        getattr(self, f"_{program}")(words)

    def _mutt(self, _words: str, program: str = "mutt", more: str = "") -> None:
        rc = self._file(f"{program}rc", MUTT.format(**self._fields) + more)
        self._at_a_terminal(require(program), "-n", "-F", str(rc))

    def _neomutt(self, words: str) -> None:
        self._mutt(words, "neomutt", NEOMUTT)

    def _mailx(self, words: str) -> None:
        rc = self._file("mailrc", MAILX.format(**self._fields))
        self._talk(
            [require("bsd-mailx"), "-n", "-I", "-f", "mailbox"],
            f"Reply 1\n{words}~m 1\n~.\nexit\n",
            MAILRC=str(rc),
        )

    def _snail(self, words: str) -> None:
        rc = self._file("snailrc", SNAIL.format(**self._fields))
        self._talk(
            [require("s-nail"), "-n", "-#", "-f", "mailbox"], f"reply 1\n{words}~.\nexit\n", MAILRC=str(rc)
        )

    def _nmh(self, words: str) -> None:
        draft = self.home / "Mail" / "reply"
        draft.parent.mkdir()
        self._file(".mh_profile", NMH.format(**self._fields).lstrip())
        self._talk(["inc", "-file", "mailbox"])
        self._talk(["repl", "last", "-build"])
        draft.write_text(draft.read_text() + words)
        self._talk(["send", "-mts", "sendmail/pipe", "-sendmail", str(self._fields["msmtp"]), str(draft)])

    def _alpine(self, _words: str) -> None:
        rc = self._file("pinerc", ALPINE.format(**self._fields))
        keys = (
            ("Alternate editor done", "\x18"),
            ("ENTER PASSWORD", f"{self.person.password}\r"),
            ("Preserve password", "n"),
            ("Message sent|Flags +DONE", "q"),  # only the last of its messages is certain to be shown
        )
        self._at_a_terminal(require("alpine"), "-p", str(rc), "-I", "i,r,n", keys=keys)

    # --- how they are run

    def _talk(self, command: list[str], said: str = "", **more: str) -> None:
        done = subprocess.run(
            command,
            input=said,
            cwd=self.home,
            env=self.environment | more,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{command[0]}: {done.returncode}: {done.stdout}{done.stderr}"

    def _at_a_terminal(self, *command: str, keys: tuple[tuple[str, str], ...] = ()) -> None:
        """Run a program that needs a screen. `keys`: pairs of a text to wait for and the keys to type then."""
        process = pexpect.spawn(
            command[0],
            list(command[1:]),
            cwd=self.home,
            env=self.environment,
            dimensions=(40, 100),
            timeout=120,
        )
        try:
            for seen, typed in keys:
                process.expect(seen)
                process.send(typed)
            process.expect(pexpect.EOF)
        finally:
            process.close(force=True)
        assert process.exitstatus == 0, process.before

    def _program(self, name: str, text: str) -> Path:
        file = self._file(name, text.format(**{k: shlex.quote(str(v)) for k, v in self._fields.items()}))
        file.chmod(0o755)
        return file

    def _file(self, name: str, text: str) -> Path:
        file = self.home / name
        file.write_text(text)
        return file
