"""The active configuration: a file with an error keeps its last good content. Pure."""

from __future__ import annotations

import logging
from dataclasses import field
from typing import TYPE_CHECKING

from followupd.config.frozen import frozen_value
from followupd.config.interview import EVERY
from followupd.config.validation import find_duplicates
from followupd.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from followupd.config.model import Config, LoadResult

log = logging.getLogger("followupd")


@frozen_value
class ActiveConfig:
    """The configuration of this moment, and the reasons not to act on it."""

    config: Config
    # Interview (or EVERY) → the error in its file.
    fault_by_interview: Mapping[str, str] = field(default_factory=dict)
    halt_reason: str | None = None  # because of the HOLD file, or a clock that jumps
    faults: tuple[str, ...] = ()  # of the configuration, each with its line


class LastGoodConfig:
    """The last good configuration, updated each time that the files are read."""

    def __init__(self, result: LoadResult) -> None:
        """Apply the first reading. Raises ConfigError if config.yaml cannot be used at all."""
        if result.config is None:
            raise ConfigError(list(result.faults))
        self._config: Config = result.config
        self._faults: tuple[str, ...] = ()
        self._fault_by_interview: dict[str, str] = {}
        self.apply_result(result)

    def active_config(self, halt_reason: str | None) -> ActiveConfig:
        """Return the active configuration; a file that cannot be read is an error of its interview."""
        return ActiveConfig(self._config, self._fault_by_interview, halt_reason, self._faults)

    def apply_result(self, result: LoadResult) -> None:
        """Apply what the files contain now."""
        if result.config is None:
            self._fault_by_interview = {EVERY: result.faults[0]}
            self._log_faults(result.faults)
            return
        # A file with an error keeps its last good content, so that answers are still recognised. Nothing is sent for
        # it.
        readable_ids = {i.id for i in result.config.interviews}
        last_good = [
            i
            for i in self._config.interviews
            if i.id in result.fault_by_interview and i.id not in readable_ids
        ]
        interviews = [*result.config.interviews, *last_good]
        self._config = (
            result.config.model_copy(update={"interviews": interviews}) if last_good else result.config
        )
        duplicates = self._find_duplicates(result) if last_good else {}
        previous_faults = self._fault_by_interview
        self._fault_by_interview = {**duplicates, **result.fault_by_interview}
        self._log_faults((*result.faults, *duplicates.values()))
        if previous_faults and not self._fault_by_interview:
            log.info("the configuration is good again", extra={"kind": "config"})

    def _find_duplicates(self, result: LoadResult) -> dict[str, str]:
        """Return the interviews that duplicate another one, by the last good content of their files."""
        sentences = {self._config.interviews[n].id: sentence for n, sentence in find_duplicates(self._config)}
        return {
            i: f"interviews/{i}.yaml: {sentences[i]}" for i in sentences if i not in result.fault_by_interview
        }

    def _log_faults(self, faults: tuple[str, ...]) -> None:
        if faults and faults != self._faults:
            for fault in faults:
                log.error("%s", fault, extra={"kind": "config"})
        self._faults = faults
