"""Reports once that the account refuses the login, even after restarts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.adapters.credentials.login_guard import LoginState
from followupd.engine.notifying.notifier import notify
from followupd.writing.notices import notices

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.adapters.credentials.login_guard import LoginGuard
    from followupd.engine.engine import Engine


def report_login_state(engine: Engine, guard: LoginGuard, now: datetime) -> None:
    """Store the state of the login, and report a change. The watcher, too, may have been refused."""
    store = engine.ledger.store
    state, last_state = guard.login_state, store.get_value("account")
    is_unproven = state is LoginState.GOOD and not guard.has_logged_in
    is_same_doubt = (state, last_state) == (LoginState.DOUBTFUL, LoginState.REFUSED)
    if state == last_state or is_unproven or is_same_doubt:
        return
    store.set_value("account", state)
    for part, fault in guard.current_faults.items():
        engine.guard.report_trouble(part, fault)
    if state in (LoginState.REFUSED, LoginState.NEEDED):
        ledger = engine.ledger
        notify(ledger, notices.describe_login_trouble(ledger.words, str(guard.current_fault), now), now)
