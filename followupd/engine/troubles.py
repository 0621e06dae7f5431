"""What fails at this moment, in words: said once when it begins, and once when it is over."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

log = logging.getLogger("followupd")
ERRAND = "errand "  # begins the names of those that concern a call or a letter


class Troubles(dict[str, str]):
    """What fails, by its name: a touch, an errand, the mailbox, the configuration."""

    def ill(self, what: str, why: object) -> bool:
        """Remember what fails, and say so when it is news. Returns whether it is."""
        sentence = str(why)
        if self.get(what) == sentence:
            return False
        self[what] = sentence
        log.error("%s: %s", what, sentence, extra={"kind": "trouble"})
        return True

    def well(self, what: str) -> None:
        """Forget a trouble that is over."""
        if self.pop(what, None):
            log.info("%s: well again", what, extra={"kind": "well"})

    def forget(self, touches: Container[str], errands: Container[str]) -> None:
        """Keep those of touches and errands that are still open: what failed with one ends with it."""
        for what in list(self):
            still = errands if what.startswith(ERRAND) else touches
            if "/" in what and what.removeprefix(ERRAND) not in still:
                self.well(what)
