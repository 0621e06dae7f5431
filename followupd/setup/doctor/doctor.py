"""Live checks of everything the daemon leans on, each with what it means and what mends it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from followupd.adapters import config_files
from followupd.errors import FollowupdError
from followupd.setup.check import rehearse
from followupd.setup.doctor import account as doctor_account
from followupd.setup.doctor import machine
from followupd.setup.doctor.account import Case
from followupd.setup.doctor.finding import Finding, fault, ok, warning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from followupd.adapters.system.paths import Places

Check = tuple[str, "Callable[[], Iterator[Finding]]"]


def examine(where: Places, now: Callable[[], datetime], *, push: bool = False) -> Iterator[Finding]:
    """Yield every finding as soon as it is there; never raises for what it finds.

    `push`: a mail may be put into the INBOX for a moment, to see whether the server tells of it.
    """
    loaded = config_files.read(where)
    for text in loaded.faults:
        yield fault("config", text, "mend that line; `followupd check` looks again", 78)
    yield from _guarded("state", partial(machine.state, where))
    yield from machine.service()
    if loaded.config is None:
        return
    if not loaded.faults:
        yield ok("config", f"{where.config}, interviews: {len(loaded.config.interviews)}")
    case = Case(loaded.config, where, now, push)
    for area, check in _before_login(case):
        yield from _guarded(area, check)
    if case.open:
        for area, check in _with_login(case):
            yield from _guarded(area, check)


def _before_login(case: Case) -> Iterator[Check]:
    account = case.config.account
    yield "judge", machine.judge
    yield "zones", partial(machine.zones, case.config, case.now())
    yield "holidays", partial(machine.holidays, case.config)
    yield "templates", partial(_templates, case)
    yield "certificate", partial(doctor_account.certificate, account.imap, "imap", case.now)
    yield "certificate", partial(doctor_account.certificate, account.smtp, "smtp", case.now)
    yield "d-bus", partial(doctor_account.bus, case)
    yield "keyring", partial(doctor_account.keyring, case)


def _with_login(case: Case) -> Iterator[Check]:
    yield "token", partial(doctor_account.token, case)
    yield "imap", partial(doctor_account.imap, case)
    yield "smtp", partial(doctor_account.smtp, case)


def _guarded(area: str, check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield what a check finds; a fault that it raises is a finding, its remedy behind the first semicolon."""
    try:
        yield from check()
    except FollowupdError as said:
        what, _, remedy = str(said).partition("; ")
        yield fault(area, what, remedy, said.exit_status)


def _templates(case: Case) -> Iterator[Finding]:
    faults, better = rehearse(case.config, case.where, case.now())
    for text in better:
        yield warning("templates", text, "`followupd preview` shows the text")
    for text in faults:
        yield fault("templates", text, "mend the template or the interview", 78)
    if not faults:
        yield ok("templates", "every text can be written")
