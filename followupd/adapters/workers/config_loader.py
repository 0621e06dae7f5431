"""The configuration read in a process of its own, which takes the YAML, the checks and their sentences with it."""

from __future__ import annotations

import base64
import pickle
from contextlib import suppress
from typing import TYPE_CHECKING

from followupd.adapters.workers.process import ask_once, serve_questions
from followupd.config.model import LoadResult

if TYPE_CHECKING:
    from collections.abc import Sequence


def load_in_worker(main: tuple[str, str], interviews: Sequence[tuple[str, str]]) -> LoadResult:
    """Load what `configfile.load` loads. Where no child can be had, it is done here. Raises Updated."""
    with suppress(Exception):  # whatever it is, it can be done without
        return _ask_worker(main, interviews)
    from followupd.config.loader import load_config as here

    return here(main, interviews)


def _ask_worker(main: tuple[str, str], interviews: Sequence[tuple[str, str]]) -> LoadResult:
    answer = ask_once(__name__, main, interviews)
    result = pickle.loads(base64.b64decode(answer))  # noqa: S301 - no stranger's words are read there
    if not isinstance(result, LoadResult):
        raise TypeError
    return result


def _answer_question(_: object, main: tuple[str, str], interviews: Sequence[tuple[str, str]]) -> bytes:
    from followupd.config.loader import load_config as here

    return base64.b64encode(pickle.dumps(here(main, interviews)))


if __name__ == "__main__":
    serve_questions(_answer_question)
