"""A spy that can read arguments and environments of all processes."""

import threading
from collections.abc import Callable
from pathlib import Path


class Spy(threading.Thread):
    """Collects arguments and environment of every process in which some words occur.

    A process may end before all processes were read. So it can be made to wait: `then` lets it go on, and is called
    once `awaited` has been seen.
    """

    def __init__(self, words: str, awaited: str = "", then: Callable[[], object] = lambda: None) -> None:
        super().__init__(daemon=True)
        self._words, self._awaited, self._then = words.encode(), awaited.encode(), then
        self._end = threading.Event()
        self.processes: dict[str, bytes] = {}
        self.programs: set[str] = set()
        self.start()

    def run(self) -> None:
        is_awaited = bool(self._awaited)
        while not self._end.is_set():
            for place in Path("/proc").glob("[0-9]*"):
                try:
                    shown = (place / "cmdline").read_bytes() + b"\0" + (place / "environ").read_bytes()
                except OSError:  # it has ended
                    continue
                if self._words in shown:
                    self.processes[f"{place.name} {len(shown)}"] = shown
                    self.programs.update(shown[:500].decode(errors="replace").split("\0")[:6])
                    if is_awaited and self._awaited in shown:
                        is_awaited = False
                        self._then()

    def all(self) -> bytes:
        """Stop, and return everything that was seen."""
        self._end.set()
        self.join()
        return b"\n".join(self.processes.values())
