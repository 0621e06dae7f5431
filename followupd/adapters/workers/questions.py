"""Writes and reads questions to a worker process. The context, which many questions share, is written once.

A question may contain the context: for example, the request for a mail contains the configuration. Then only a name is
written in its place.
"""

from __future__ import annotations

import io
import pickle
from typing import Any, BinaryIO

_CONTEXT_NAME = "context"


class _QuestionPickler(pickle.Pickler):
    """A pickler that writes a name in place of the context."""

    def __init__(self, file: BinaryIO, context: object) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._context = context

    def persistent_id(self, obj: object) -> str | None:
        return _CONTEXT_NAME if obj is self._context else None


class _QuestionUnpickler(pickle.Unpickler):
    """An unpickler that reads the name as the context that was sent before."""

    def __init__(self, file: BinaryIO, context: object) -> None:
        super().__init__(file)
        self._context = context

    def persistent_load(self, pid: object) -> object:
        if pid != _CONTEXT_NAME:
            raise pickle.UnpicklingError(f"nothing is called {pid!r}")
        return self._context


def dump_question(question: tuple[object, ...], context: object = None) -> bytes:
    """Return the bytes of a question; `context` is what was sent before."""
    if context is None:
        return pickle.dumps(question, pickle.HIGHEST_PROTOCOL)
    file = io.BytesIO()
    _QuestionPickler(file, context).dump(question)
    return file.getvalue()


def load_question(file: BinaryIO, context: object = None) -> Any:
    """Read the next question. Raises EOFError if no more questions come."""
    return _QuestionUnpickler(file, context).load()
