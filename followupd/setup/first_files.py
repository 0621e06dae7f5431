"""Writes the first files, for `followupd init`: the configuration and a test mail. Nothing is overwritten."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from followupd.adapters.system.files import create_file
from followupd.config.account import KeyringSecret
from followupd.config.loader import load_config
from followupd.engine.ports import FrozenMail
from followupd.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from followupd.config.account import Account, Server


@dataclass(frozen=True, slots=True)
class CandidateAnswers:
    """The answers about the candidate.

    `zone` is an IANA name, `country` is like DE or DE-BY, `post` has the lines of the address.
    """

    name: str
    zone: str
    country: str
    phone: str = ""
    post: tuple[str, ...] = ()
    signature: str = ""
    language: str = ""
    desktop: bool = False  # notifications on this machine's desktop


def render_config(account: Account, candidate: CandidateAnswers) -> str:
    """Return config.yaml with comments: what was answered, and a comment for each answer that is missing.

    Raises ConfigError with every error if an answer is not valid.
    """
    lines = [*_format_account(account), *_format_candidate(candidate), *_format_notifications(candidate)]
    text = _CONFIG_HEAD + "".join(f"{line}\n" for line in lines)
    load_result = load_config(("config.yaml", text))
    if load_result.config is None:
        raise ConfigError(list(load_result.faults))
    return text


def read_untouched_candidate(path: Path) -> CandidateAnswers | None:
    """Return the answers from a config.yaml that is still as `init` wrote it; None if somebody edited it."""
    text = path.read_text(encoding="utf-8")
    config = load_config((path.name, text)).config
    if config is None:
        return None
    you = config.candidate
    answers = CandidateAnswers(
        you.name, you.zone, you.country, you.phone or "", tuple(you.post.lines) if you.post else (),
        you.signature or "",
        you.language or "",
        config.notifications.desktop,
    )  # fmt: skip
    return answers if render_config(config.account, answers) == text else None


def require_writable(path: Path) -> None:
    """Check that a file can be written there, before the user is asked anything. Raises ConfigError."""
    ancestor = next(parent for parent in path.parents if parent.exists())
    if not ancestor.is_dir():
        raise ConfigError([f"{path} cannot be written: {ancestor} is no directory"])
    if not os.access(ancestor, os.W_OK | os.X_OK):
        raise ConfigError([f"{path} cannot be written: {ancestor} is not yours to write to"])


def keep_old_file(path: Path) -> Path:
    """Rename a file, so that a new one can be written in its place; return the new path.

    Raises ConfigError if that is not possible.
    """
    old_path, number = path.with_name(f"{path.name}.old"), 1
    while old_path.exists():
        old_path, number = path.with_name(f"{path.name}.old.{number}"), number + 1
    try:
        path.rename(old_path)
    except OSError as fault:
        raise ConfigError([f"{path} cannot be renamed: {fault.strerror}"]) from None
    return old_path


def write_new_file(path: Path, text: str) -> bool:
    """Write a new file as a whole, for its owner only; return False if the file is there already.

    Raises ConfigError if it cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        create_file(path, text.encode(), mode=0o600)
    except FileExistsError:
        return False
    except OSError as fault:
        raise ConfigError([f"{path} cannot be written: {fault.strerror}"]) from None
    return True


def build_test_mail(account: Account, marker: str, message_id: str, now: datetime) -> FrozenMail:
    """Return a mail to oneself whose subject holds `marker`."""
    header = {
        "Date": format_datetime(now),
        "From": f"<{account.address}>",
        "To": f"<{account.address}>",
        "Subject": f"followupd test {marker}",
        "Message-ID": message_id,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=us-ascii",
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in header.items())
    body = "followupd wrote this to see what your provider does with a mail. You can delete it.\r\n"
    return FrozenMail(account.address, account.address, f"{head}\r\n{body}".encode())


def _format_scalar(value: Any) -> str:
    """Return a scalar as YAML: every string of JSON is valid YAML."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def _format_account(account: Account) -> Iterator[str]:
    """Yield the lines below `account:`."""
    yield f"  address: {_format_scalar(account.address)}"
    if account.user and account.user != account.address:
        yield f"  user: {_format_scalar(account.user)}"
    if account.auth == "oauth2":
        yield "  auth: oauth2"
    if account.oauth is not None:
        yield "  oauth:"
        for key, value in account.oauth.model_dump(exclude_defaults=True).items():
            yield f"    {key}: {json.dumps(value, ensure_ascii=False)}"
    if not isinstance(account.secret, KeyringSecret):
        yield f"  secret: {json.dumps(account.secret.model_dump(), ensure_ascii=False)}"
    yield from (f"  {key}: {_format_server(getattr(account, key))}" for key in ("imap", "smtp"))
    if account.authserv_id:
        yield "  # Whose word on a mail's origin is believed; seen on the test mail."
        yield f"  authserv_id: {_format_scalar(account.authserv_id)}"


def _format_candidate(candidate: CandidateAnswers) -> Iterator[str]:
    """Yield the block `candidate:`; a value that is missing becomes a comment that explains it."""
    yield from ("", "# You.", "candidate:")
    yield f"  name: {_format_scalar(candidate.name)}"
    yield f"  zone: {_format_scalar(candidate.zone)}"
    yield f"  country: {_format_scalar(candidate.country)}"
    if candidate.language:
        yield f"  language: {candidate.language}                  # of what followupd writes to you: de, en, es or fr"
    else:
        yield "  # language: de                # of what followupd writes to you: de, en, es or fr"
    if candidate.phone:
        yield f"  phone: {_format_scalar(candidate.phone)}"
    else:
        yield '  # phone: "+49 30 901820"        # where they reach you: in letters and voicemail'
    if candidate.post:
        yield f"  post: {{lines: {json.dumps(candidate.post, ensure_ascii=False)}}}"
    else:
        yield "  # post: {lines: [Musterweg 1, 10115 Berlin]}   # your address, on the letter"
    if candidate.signature:
        yield f"  signature: {_format_scalar(candidate.signature)}"
    else:
        yield '  # signature: "Data Engineer"     # lines below your name in mails; default: your number'


def _format_notifications(candidate: CandidateAnswers) -> Iterator[str]:
    """Yield the block `notifications:`, if there is an answer for it."""
    if candidate.desktop:
        yield from ("", "# How you are told, beside the mail.", "notifications:")
        yield "  desktop: true                 # a notification on this machine's desktop"


def _format_server(server: Server) -> str:
    settings = server.model_dump(mode="json", exclude_defaults=True)
    return "{" + ", ".join(f"{key}: {_format_scalar(value)}" for key, value in settings.items()) + "}"


_CONFIG_HEAD = """\
# followupd: what you want. It is read whenever you save it, and never rewritten.
# `followupd check` finds every error; config.example.yaml shows all that can stand here.

# Test mode: while this is false, no mail is sent. Look at `followupd plan`, then write true.
live: false

# Your mailbox. The password is not here: it is in the OS keyring, or where `secret:` says.
account:
"""
