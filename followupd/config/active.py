"""What every file last said that could be understood: a broken edit keeps the last good configuration. Pure."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from followupd.config.interview import EVERY
from followupd.config.validation import standing_twice
from followupd.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from followupd.config.model import Config, Loaded

log = logging.getLogger("followupd")


@dataclass(frozen=True, slots=True)
class Orders:
    """What the user wants at this moment: the configuration, and what forbids to act on it."""

    config: Config
    doubtful: Mapping[str, str] = field(
        default_factory=dict
    )  # interview, or every one → the fault in its file
    halted: str | None = None  # the HOLD file, a clock that jumps
    faults: tuple[str, ...] = ()  # of the configuration, each with its line


class LastGood:
    """The files, one reading after another."""

    def __init__(self, loaded: Loaded) -> None:
        """Take in the first reading. Raises ConfigError where config.yaml cannot be used at all."""
        if loaded.config is None:
            raise ConfigError(list(loaded.faults))
        self._config: Config = loaded.config
        self._faults: tuple[str, ...] = ()
        self._doubtful: dict[str, str] = {}
        self.take(loaded)

    def orders(self, halted: str | None) -> Orders:
        """Return what is wanted: a file that cannot be read is a doubt."""
        return Orders(self._config, self._doubtful, halted, self._faults)

    def take(self, loaded: Loaded) -> None:
        """Take in what the files say now."""
        if loaded.config is None:
            self._doubtful = {EVERY: loaded.faults[0]}
            self._tell(loaded.faults)
            return
        # A broken file keeps its last good meaning, so that answers are still recognised; nothing is sent for it.
        held = {i.id for i in loaded.config.interviews}
        kept = [i for i in self._config.interviews if i.id in loaded.broken and i.id not in held]
        interviews = [*loaded.config.interviews, *kept]
        self._config = loaded.config.model_copy(update={"interviews": interviews}) if kept else loaded.config
        copies, before = self._copies(loaded) if kept else {}, self._doubtful
        self._doubtful = {**copies, **loaded.broken}
        self._tell((*loaded.faults, *copies.values()))
        if before and not self._doubtful:
            log.info("the configuration is good again", extra={"kind": "config"})

    def _copies(self, loaded: Loaded) -> dict[str, str]:
        """Return the interviews that another one is, too, by what its broken file said last."""
        found = {self._config.interviews[n].id: sentence for n, sentence in standing_twice(self._config)}
        return {i: f"interviews/{i}.yaml: {found[i]}" for i in found if i not in loaded.broken}

    def _tell(self, faults: tuple[str, ...]) -> None:
        if faults and faults != self._faults:
            for fault in faults:
                log.error("%s", fault, extra={"kind": "config"})
        self._faults = faults
