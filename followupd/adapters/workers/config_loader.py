"""Loads the configuration in a process of its own: the memory for YAML and checks is freed when it ends."""

from __future__ import annotations

import base64
import pickle
from typing import TYPE_CHECKING

from followupd.adapters.workers.process import NoAnswer, WorkerFault, ask_once
from followupd.adapters.workers.serving import serve_questions
from followupd.config.model import LoadResult

if TYPE_CHECKING:
    from collections.abc import Sequence


def load_in_worker(main: tuple[str, str], interviews: Sequence[tuple[str, str]]) -> LoadResult:
    """Return what `load_config` returns. If the worker crashes on the files, return that as a fault of the files.

    The files are never loaded here instead: what ends a process with limits would end the daemon too. Raises
    Unreachable if no process can be started, and ProgramReplaced.
    """
    try:
        return _ask_worker(main, interviews)
    except (NoAnswer, WorkerFault, ValueError, TypeError, pickle.UnpicklingError, EOFError) as error:
        files = main[0] if not interviews else f"{main[0]} and interviews/*.yaml"
        sentence = (
            f"{files}: cannot be read ({error or type(error).__name__}); take back what you changed last"
        )
        return LoadResult(None, (sentence,))


def _ask_worker(main: tuple[str, str], interviews: Sequence[tuple[str, str]]) -> LoadResult:
    answer = ask_once(__name__, main, interviews)
    result = pickle.loads(base64.b64decode(answer))  # noqa: S301 - no stranger's words are read there
    if not isinstance(result, LoadResult):
        raise TypeError
    return result


def _answer_question(_: object, main: tuple[str, str], interviews: Sequence[tuple[str, str]]) -> bytes:
    from followupd.config.loader import load_config

    return base64.b64encode(pickle.dumps(load_config(main, interviews)))


if __name__ == "__main__":
    serve_questions(_answer_question)
