"""The user's own table of applicant systems: `relays.yaml` beside the configuration."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from followupd.adapters.system.files import read_file
from followupd.inbound.senders.applicant_systems import parse_relays

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger("followupd")

MAX_TABLE_BYTES = 1_000_000


def read_relays(path: Path) -> dict[str, str]:
    """Return the user's table, which adds to the built-in one; empty if there is no file that can be read."""
    try:
        return parse_relays(read_file(path, MAX_TABLE_BYTES).decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        log.error("%s: %s; the built-in table is used", path, error, extra={"kind": "config"})
        return {}
