"""What `followupd init` makes: the first configuration, the first interview, a test mail. Nothing is overwritten."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from followupd.adapters.system.files import create_file
from followupd.config.account import KeyringSecret
from followupd.config.interview import make_slug
from followupd.config.loader import load_config
from followupd.engine.ports import FrozenMail
from followupd.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.config.account import Account, Server


@dataclass(frozen=True, slots=True)
class CandidateAnswers:
    """What is asked about the candidate: `zone` an IANA name, `country` as in DE or DE-BY."""

    name: str
    zone: str
    country: str


@dataclass(frozen=True, slots=True)
class InterviewAnswers:
    """What is asked about the first interview: `at` as in 2026-11-12 14:00, in the candidate's zone."""

    company: str
    position: str
    at: str
    name: str
    email: str


def render_config(account: Account, candidate: CandidateAnswers) -> str:
    """Return config.yaml with comments: what was answered, and nothing that is a default.

    Raises ConfigError with every fault, should an answer not fit.
    """
    text = (
        _CONFIG_HEAD
        + "".join(f"{line}\n" for line in _format_account(account))
        + _CANDIDATE_BLOCK.format(
            name=_format_scalar(candidate.name),
            zone=_format_scalar(candidate.zone),
            country=_format_scalar(candidate.country),
        )
    )
    load_result = load_config(("config.yaml", text))
    if load_result.config is None:
        raise ConfigError(list(load_result.faults))
    return text


def render_interview(answers: InterviewAnswers) -> str:
    """Return interviews/NAME.yaml with comments."""
    return _INTERVIEW_TEXT.format(
        company=_format_scalar(answers.company),
        position=_format_scalar(answers.position),
        at=_format_scalar(answers.at),
        name=_format_scalar(answers.name),
        email=_format_scalar(answers.email),
    )


def interview_path(directory: Path, answers: InterviewAnswers) -> Path:
    """Return where the first interview goes: its id is the name of the file."""
    return directory / f"{make_slug(answers.company)}.yaml"


def require_writable(path: Path) -> None:
    """See that a file can be written there, before anybody is asked for anything. Raises ConfigError."""
    ancestor = next(parent for parent in path.parents if parent.exists())
    if not ancestor.is_dir():
        raise ConfigError([f"{path} cannot be written: {ancestor} is no directory"])
    if not os.access(ancestor, os.W_OK | os.X_OK):
        raise ConfigError([f"{path} cannot be written: {ancestor} is not yours to write to"])


def write_new_file(path: Path, text: str) -> bool:
    """Write a file for its owner only, whole or not at all, unless there is one: False.

    Raises ConfigError where it cannot be written.
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
    """Return a mail to oneself whose subject holds `mark`."""
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


def detect_zone() -> str | None:
    """Return the time zone of this machine; None where it does not say."""
    if (
        (tz_setting := os.environ.get("TZ", "").removeprefix(":"))
        and "/" in tz_setting
        and not tz_setting.startswith("/")
    ):
        return tz_setting
    name = str(Path("/etc/localtime").resolve()).partition("/zoneinfo/")[2]
    return name if "/" in name and not name.startswith("Etc/") else None


def detect_country() -> str | None:
    """Return the country of this machine's language settings; None where they do not say."""
    locale_name = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    country = locale_name.partition(".")[0].partition("_")[2]
    return country if len(country) == 2 and country.isupper() else None  # noqa: PLR2004 - ISO 3166-1


def _format_scalar(value: Any) -> str:
    """Return a scalar as YAML: JSON's strings are YAML's."""
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


def _format_server(server: Server) -> str:
    settings = server.model_dump(mode="json", exclude_defaults=True)
    return "{" + ", ".join(f"{key}: {_format_scalar(value)}" for key, value in settings.items()) + "}"


_CONFIG_HEAD = """\
# followupd: what you want. It is read whenever you save it, and never rewritten.
# `followupd check` finds every fault; config.example.yaml shows all that can stand here.

# While this is false, everything is done but handing over mail. Look at `followupd plan`, then say true.
live: false

# Your mailbox. The password is not here: it lies in the OS keyring, or where `secret:` says.
account:
"""
_CANDIDATE_BLOCK = """
# You.
candidate:
  name: {name}
  zone: {zone}
  country: {country}
"""
_INTERVIEW_TEXT = """\
# One interview: the name of this file is its id. Add everyone you met, and who helped you get there.
company: {company}
position: {position}
at: {at}
contacts:
  - name: {name}
    email: {email}
    role: interviewer
    # phone: "+49 30 901820"       # for the call on day five
    # fact: the move to Lisbon     # what you spoke about; goes into their thank-you
# keywords: [streaming, Kafka]     # the role's words, most important first
# strengths:                       # your strong points for this role, as sentences
#   - I have run Kafka for six years.
"""
