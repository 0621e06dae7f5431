"""What `followupd init` makes: the first configuration, the first interview, a test mail. Nothing is overwritten."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from followupd.config.account import KeyringSecret
from followupd.config.interview import slug
from followupd.config.loader import load
from followupd.engine.ports import Mail
from followupd.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.config.account import Account, Server


@dataclass(frozen=True, slots=True)
class Myself:
    """What is asked about the candidate: `zone` an IANA name, `country` as in DE or DE-BY."""

    name: str
    zone: str
    country: str


@dataclass(frozen=True, slots=True)
class First:
    """What is asked about the first interview: `at` as in 2026-11-12 14:00, in the candidate's zone."""

    company: str
    position: str
    at: str
    name: str
    email: str


def config_text(account: Account, myself: Myself) -> str:
    """Return config.yaml with comments: what was answered, and nothing that is a default.

    Raises ConfigError with every fault, should an answer not fit.
    """
    text = (
        _HEAD
        + "".join(f"{line}\n" for line in _account(account))
        + _TAIL.format(name=_yaml(myself.name), zone=_yaml(myself.zone), country=_yaml(myself.country))
    )
    loaded = load(("config.yaml", text))
    if loaded.config is None:
        raise ConfigError(list(loaded.faults))
    return text


def interview_text(first: First) -> str:
    """Return interviews/NAME.yaml with comments."""
    return _INTERVIEW.format(
        company=_yaml(first.company),
        position=_yaml(first.position),
        at=_yaml(first.at),
        name=_yaml(first.name),
        email=_yaml(first.email),
    )


def interview_file(directory: Path, first: First) -> Path:
    """Return where the first interview goes: its id is the name of the file."""
    return directory / f"{slug(first.company)}.yaml"


def require_room(path: Path) -> None:
    """See that a file can be written there, before anybody is asked for anything. Raises ConfigError."""
    there = next(parent for parent in path.parents if parent.exists())
    if not there.is_dir():
        raise ConfigError([f"{path} cannot be written: {there} is no directory"])
    if not os.access(there, os.W_OK | os.X_OK):
        raise ConfigError([f"{path} cannot be written: {there} is not yours to write to"])


def write_new(path: Path, text: str) -> bool:
    """Write a file for its owner only, whole or not at all, unless there is one: False.

    Raises ConfigError where it cannot be written.
    """
    fresh = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        _appear(path, fresh)
    except FileExistsError:
        return False
    except OSError as fault:
        raise ConfigError([f"{path} cannot be written: {fault.strerror}"]) from None
    finally:
        with suppress(OSError):
            fresh.unlink()
    return True


def _appear(path: Path, fresh: Path) -> None:
    """Give a written file its name. Raises FileExistsError where the name is taken: a mere renaming would overwrite."""
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError from None
        fresh.rename(path)


def test_mail(account: Account, mark: str, message_id: str, now: datetime) -> Mail:
    """Return a mail to oneself whose subject holds `mark`."""
    header = {
        "Date": format_datetime(now),
        "From": f"<{account.address}>",
        "To": f"<{account.address}>",
        "Subject": f"followupd test {mark}",
        "Message-ID": message_id,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=us-ascii",
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in header.items())
    body = "followupd wrote this to see what your provider does with a mail. You can delete it.\r\n"
    return Mail(account.address, account.address, f"{head}\r\n{body}".encode())


def home_zone() -> str | None:
    """Return the time zone of this machine; None where it does not say."""
    if (said := os.environ.get("TZ", "").removeprefix(":")) and "/" in said and not said.startswith("/"):
        return said
    name = str(Path("/etc/localtime").resolve()).partition("/zoneinfo/")[2]
    return name if "/" in name and not name.startswith("Etc/") else None


def home_country() -> str | None:
    """Return the country of this machine's language settings; None where they do not say."""
    said = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    country = said.partition(".")[0].partition("_")[2]
    return country if len(country) == 2 and country.isupper() else None  # noqa: PLR2004 - ISO 3166-1


def _yaml(value: Any) -> str:
    """Return a scalar as YAML: JSON's strings are YAML's."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def _account(account: Account) -> Iterator[str]:
    """Yield the lines below `account:`."""
    yield f"  address: {_yaml(account.address)}"
    if account.user and account.user != account.address:
        yield f"  user: {_yaml(account.user)}"
    if account.auth == "oauth2":
        yield "  auth: oauth2"
    if account.oauth is not None:
        yield "  oauth:"
        for key, value in account.oauth.model_dump(exclude_defaults=True).items():
            yield f"    {key}: {json.dumps(value, ensure_ascii=False)}"
    if not isinstance(account.secret, KeyringSecret):
        yield f"  secret: {json.dumps(account.secret.model_dump(), ensure_ascii=False)}"
    yield from (f"  {key}: {_server(getattr(account, key))}" for key in ("imap", "smtp"))
    if account.authserv_id:
        yield "  # Whose word on a mail's origin is believed; seen on the test mail."
        yield f"  authserv_id: {_yaml(account.authserv_id)}"


def _server(server: Server) -> str:
    given = server.model_dump(mode="json", exclude_defaults=True)
    return "{" + ", ".join(f"{key}: {_yaml(value)}" for key, value in given.items()) + "}"


_HEAD = """\
# followupd: what you want. It is read whenever you save it, and never rewritten.
# `followupd check` finds every fault; config.example.yaml shows all that can stand here.

# While this is false, everything is done but handing over mail. Look at `followupd plan`, then say true.
live: false

# Your mailbox. The password is not here: it lies in the OS keyring, or where `secret:` says.
account:
"""
_TAIL = """
# You.
candidate:
  name: {name}
  zone: {zone}
  country: {country}
"""
_INTERVIEW = """\
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
