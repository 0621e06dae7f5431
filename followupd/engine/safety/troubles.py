"""The present troubles: each is reported once when it begins, and once when it is over."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

    from followupd.engine.store_port import Store

log = logging.getLogger("followupd")
MANUAL_STEP_PREFIX = "errand "  # begins the names of troubles with a call or a letter


class Troubles(dict[str, str]):
    """The present troubles as text, each by the name of what fails: a touch, a manual step, the mailbox."""

    def add_trouble(self, name: str, reason: object) -> bool:
        """Record a trouble, and log it if it is new; return whether it is."""
        sentence = str(reason)
        if self.get(name) == sentence:
            return False
        self[name] = sentence
        log.error("%s: %s", name, sentence, extra={"kind": "trouble"})
        return True

    def end_trouble(self, name: str) -> None:
        """Remove a trouble that is over."""
        if self.pop(name, None):
            log.info("%s: works again", name, extra={"kind": "well"})

    def drop_finished(self, touches: Container[str], manual_steps: Container[str]) -> None:
        """Keep the troubles of open touches and manual steps; end those of finished ones."""
        for name in list(self):
            open_names = manual_steps if name.startswith(MANUAL_STEP_PREFIX) else touches
            if "/" in name and name.removeprefix(MANUAL_STEP_PREFIX) not in open_names:
                self.end_trouble(name)


def store_troubles(store: Store, troubles: Troubles) -> None:
    """Store the troubles for `status`, if they have changed."""
    text = json.dumps(troubles, ensure_ascii=False)
    if store.get_value("troubles") != text:
        store.set_value("troubles", text)


def read_troubles(store: Store) -> dict[str, str]:
    """Return the troubles after the daemon's last pass."""
    return dict(json.loads(store.get_value("troubles") or "{}"))
