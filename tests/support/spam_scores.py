"""Scores by SpamAssassin and rspamd, with Debian's rules and no network, and the same mail as Thunderbird writes it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import textwrap
import urllib.request
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.utils import format_datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from loopback import LOOPBACK, free_port, wait_until

from followupd.writing.mail.header_text import format_ids, format_mailbox, format_text
from followupd.writing.mail.html_text import render_html

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

FLOWED_WIDTH = 72  # columns at which Thunderbird breaks lines
USER_AGENT = "Mozilla Thunderbird"
# Modules that use the network, keep state, or are for servers with many users.
RSPAMD_OFF = (
    "antivirus", "arc", "asn", "clickhouse", "dkim", "dkim_signing", "dmarc", "elastic", "external_services",
    "fuzzy_check", "greylist", "hfilter", "history_redis", "metric_exporter", "mx_check", "neural", "p0f", "ratelimit", "rbl",
    "replies", "reputation", "spamtrap", "spf", "surbl", "url_redirector", "whitelist",
)  # fmt: skip
# It depends on the language, which rspamd guesses from some of the words, so that the same mail has it or not.
DRAWN_BY_CHANCE = "R_MIXED_CHARSET"


def have_filters() -> bool:
    """Return whether both filters are installed."""
    return bool(shutil.which("spamassassin") and shutil.which("rspamd"))


@dataclass(frozen=True)
class Score:
    """A filter's result for a mail: points, and the rules that gave points."""

    points: float
    rules: dict[str, float] = field(default_factory=dict)


# --- the mails


def add_trace(raw: bytes, at: datetime) -> bytes:
    """Return a mail with the hops that it has in the reader's mailbox: client, provider, the reader's server."""
    sender = str(message_from_bytes(raw, policy=policy.default)["From"].addresses[0].domain)
    stamp = format_datetime(at)
    hops = (
        f"Received: from mail.{sender} (mail.{sender} [198.51.100.7])\r\n"
        f"\tby mx.acme.example (Postfix) with ESMTPS id 4XyZ1A2B3C\r\n\tfor <ana@acme.example>; {stamp}\r\n"
        f"Received: from [192.168.178.20] (unknown [203.0.113.9])\r\n"
        f"\tby mail.{sender} (Postfix) with ESMTPSA id 4XyZ1A0000; {stamp}\r\n"
    )
    return f"Return-Path: <sam@{sender}>\r\n".encode() + hops.encode() + raw


def type_in_thunderbird(ours: bytes) -> bytes:
    """Return the mail that Thunderbird 128 sends with the same people, subject, thread and text."""
    mail = message_from_bytes(ours, policy=policy.default)
    body = mail.get_body(("plain",))
    words = str(body.get_content()).replace("\r\n", "\n") if body else ""
    sender, recipient = mail["From"].addresses[0], mail["To"].addresses[0]
    own_id = f"<{uuid5(NAMESPACE_URL, str(mail['Message-ID']))}@{sender.domain}>"
    lines = [
        f"Message-ID: {own_id}\r\n",
        f"Date: {mail['Date']}\r\n",
        "MIME-Version: 1.0\r\n",
        f"User-Agent: {USER_AGENT}\r\n",
        format_text("Subject", str(mail["Subject"]), utf8=False),
        format_mailbox("To", recipient, utf8=False),
        *([format_ids("References", str(mail["References"]))] if mail["References"] else []),
        "Content-Language: en-US\r\n",
        format_mailbox("From", sender, utf8=False),
        *([format_ids("In-Reply-To", str(mail["In-Reply-To"]))] if mail["In-Reply-To"] else []),
    ]
    return "".join(lines).encode() + _type_content(words, is_html=mail.get_body(("html",)) is not None)


def _type_content(words: str, *, is_html: bool) -> bytes:
    """Return the content in Thunderbird's form: text alone, or text and HTML."""
    encoding = "7bit" if words.isascii() else "8bit"
    text = (
        f"Content-Type: text/plain; charset=UTF-8; format=flowed\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
        f"{flow_lines(words)}"
    )
    if not is_html:
        return text.encode()
    boundary = "------------3Xf0oTa9bQk1cVd2eWm4gRh5"
    page = (
        f"Content-Type: text/html; charset=UTF-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
        '<!DOCTYPE html>\r\n<html>\r\n  <head>\r\n\r\n    <meta http-equiv="content-type" content="text/html; charset=UTF-8">\r\n'
        f"  </head>\r\n  <body>\r\n    {render_html(words)}\r\n  </body>\r\n</html>\r\n"
    )
    head = f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n\r\n'
    parts = f"--{boundary}\r\n{text}\r\n--{boundary}\r\n{page}\r\n--{boundary}--\r\n"
    lines = f"{head}This is a multi-part message in MIME format.\r\n{parts}"
    return re.sub(r"(?<!\r)\n", "\r\n", lines).encode()


def flow_lines(words: str) -> str:
    """Break paragraphs as format=flowed (RFC 3676): a space at the end means that the line continues."""
    flowed = []
    for line in words.split("\n"):
        pieces = [line] if line.startswith(">") else textwrap.wrap(line, FLOWED_WIDTH) or [""]
        flowed += [*(f"{piece} " for piece in pieces[:-1]), pieces[-1]]
    return "\r\n".join(flowed)


# --- the filters


def ask_spamassassin(mails: Sequence[bytes], folder: Path) -> list[Score]:
    """Score mails with the rules on this machine alone, all in one run."""
    box = folder / "mails.mbox"
    box.write_bytes(
        b"".join(
            b"From x@y Thu Jan  1 00:00:00 1970\n" + raw.replace(b"\r\n", b"\n").rstrip() + b"\n\n"
            for raw in mails
        )
    )
    settings = folder / "user_prefs"
    settings.write_text(
        "use_bayes 0\nuse_learner 0\nskip_rbl_checks 1\nuse_auto_whitelist 0\nfold_headers 0\nclear_trusted_networks\n"
        "trusted_networks 192.0.2.1\nclear_internal_networks\ninternal_networks 192.0.2.1\n"
        "add_header all Points _TESTSSCORES(,)_\n"
    )
    command = ["spamassassin", "--local", "--prefs-file", str(settings), "--mbox", str(box)]
    answered = subprocess.run(command, capture_output=True, check=True, timeout=280).stdout.decode(
        "utf-8", "replace"
    )
    # Its results are in another order: each line of points is above the id of its mail.
    pairs = re.findall(r"^X-Spam-Points: (.*)$|^Message-ID:\s+(<[^>]*>)", answered, re.MULTILINE)
    points_by_id = {mail_id: points for (points, _), (_, mail_id) in pairwise(pairs) if mail_id}
    ids = [str(message_from_bytes(raw)["Message-ID"]).strip() for raw in mails]
    return [_parse_rules(points_by_id[mail_id]) for mail_id in ids]


def _parse_rules(text: str) -> Score:
    pairs = (pair.partition("=") for pair in text.split(",") if "=" in pair)
    rules = {name: float(points) for name, _, points in pairs if float(points)}
    return Score(round(sum(rules.values()), 3), rules)


class Rspamd:
    """One rspamd on loopback, with Debian's rules."""

    def __init__(self, folder: Path) -> None:
        """Start it, and wait until it answers."""
        self._port = free_port()
        folder.chmod(0o755)
        settings = folder / "override.d"
        for part in (settings, *(folder / name for name in ("db", "run", "log"))):
            part.mkdir()
        texts = {f"{name}.conf": "enabled = false;\n" for name in RSPAMD_OFF}
        texts |= {f"worker-{name}.inc": "enabled = false;\n" for name in ("controller", "proxy", "fuzzy")}
        texts["worker-normal.inc"] = f'bind_socket = "{LOOPBACK}:{self._port}";\ncount = 1;\n'
        texts["logging.inc"] = 'type = "console";\nlevel = "warning";\n'
        texts["options.inc"] = (
            'dns { nameserver = ["127.0.0.1:9"]; timeout = 0.02s; retransmits = 1; }\n'
            "disable_monitoring = true;\ndisable_hyperscan = true;\nlocal_addrs = [];\n"
        )
        for name, text in texts.items():
            (settings / name).write_text(text)
        shutil.chown(folder, "_rspamd")
        for part in folder.iterdir():
            shutil.chown(part, "_rspamd")
        command = ["rspamd", "-f", "-u", "_rspamd", "-g", "_rspamd", "-c", "/etc/rspamd/rspamd.conf",
                   f"--var=LOCAL_CONFDIR={folder}", f"--var=DBDIR={folder}/db", f"--var=RUNDIR={folder}/run",
                   f"--var=LOGDIR={folder}/log"]  # fmt: skip
        self._log = (folder / "output").open("wb")
        self._process = subprocess.Popen(command, stdout=self._log, stderr=subprocess.STDOUT)
        wait_until(lambda: greets_http(self._port), "rspamd answered")

    def ask(self, raw: bytes) -> Score:
        """Score one mail."""
        sender = str(message_from_bytes(raw, policy=policy.default)["From"].addresses[0].addr_spec)
        request = urllib.request.Request(
            f"http://{LOOPBACK}:{self._port}/checkv2",
            raw,
            {
                "From": sender,
                "Rcpt": "ana@acme.example",
                "Ip": "198.51.100.7",
                "Hostname": "mail.carter.example",
            },
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            fields = json.load(answer)
        rules = {name: one["score"] for name, one in fields["symbols"].items() if one["score"]}
        rules.pop(DRAWN_BY_CHANCE, None)
        return Score(round(sum(rules.values()), 3), rules)

    def stop(self) -> None:
        """Stop it."""
        self._process.terminate()
        self._process.wait(120)
        self._log.close()


def greets_http(port: int) -> bool:
    """Return whether the worker answers; its port is open before that."""
    if not greets_port(port):
        return False
    try:
        with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/ping", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def greets_port(port: int) -> bool:
    """Return whether something listens on a port."""
    import socket

    with socket.socket() as one:
        return one.connect_ex((LOOPBACK, port)) == 0
