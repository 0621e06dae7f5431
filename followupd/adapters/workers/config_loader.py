"""The configuration read in a process of its own, which takes the YAML, the checks and their sentences with it."""

from __future__ import annotations

import base64
import pickle
from contextlib import suppress
from typing import TYPE_CHECKING

from followupd.adapters.workers.process import ask_once, serve
from followupd.config.model import Loaded

if TYPE_CHECKING:
    from collections.abc import Sequence


def load(main: tuple[str, str], interviews: Sequence[tuple[str, str]]) -> Loaded:
    """Load what `configfile.load` loads. Where no child can be had, it is done here. Raises Updated."""
    with suppress(Exception):  # whatever it is, it can be done without
        return _asked(main, interviews)
    from followupd.config.loader import load as here

    return here(main, interviews)


def _asked(main: tuple[str, str], interviews: Sequence[tuple[str, str]]) -> Loaded:
    said = ask_once(__name__, main, interviews)
    loaded = pickle.loads(base64.b64decode(said))  # noqa: S301 - no stranger's words are read there
    if not isinstance(loaded, Loaded):
        raise TypeError
    return loaded


def _answer(_: object, main: tuple[str, str], interviews: Sequence[tuple[str, str]]) -> bytes:
    from followupd.config.loader import load as here

    return base64.b64encode(pickle.dumps(here(main, interviews)))


if __name__ == "__main__":
    serve(_answer)
