"""Live checks of everything that the daemon needs, each with an explanation and a remedy."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from followupd.adapters import config_files
from followupd.errors import FollowupdError, LoginRefused
from followupd.setup.check import check_texts
from followupd.setup.doctor import account as doctor_account
from followupd.setup.doctor import machine
from followupd.setup.doctor.account import DoctorContext
from followupd.setup.doctor.finding import Finding, fault_finding, ok_finding, warning_finding
from followupd.setup.providers import find_by_address
from followupd.setup.remedies import find_remedy, match_remedy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from followupd.adapters.system.paths import Paths
    from followupd.setup.provider_table import Provider

NamedCheck = tuple[str, "Callable[[], Iterator[Finding]]"]


def run_checks(paths: Paths, now: Callable[[], datetime], *, may_push: bool = False) -> Iterator[Finding]:
    """Yield each finding as soon as it is known; never raises for what it finds.

    With `may_push` a mail may be put into the INBOX for a moment, to see whether the server reports it.
    """
    load_result = config_files.read_config(paths)
    for text in load_result.faults:
        yield fault_finding("config", text, "mend that line; `followupd check` looks again", 78)
    yield from _run_check("state", partial(machine.check_store, paths))
    yield from machine.check_service()
    if load_result.config is None:
        return
    if not load_result.faults:
        yield ok_finding("config", f"{paths.config}, interviews: {len(load_result.config.interviews)}")
    context = DoctorContext(load_result.config, paths, now, may_push)
    provider = find_by_address(load_result.config.account.address)
    for area, check in _checks_before_login(context):
        yield from _run_check(area, check, provider)
    if context.is_secret_available:
        for area, check in _checks_with_login(context):
            yield from _run_check(area, check, provider)


def _checks_before_login(context: DoctorContext) -> Iterator[NamedCheck]:
    account = context.config.account
    yield "judge", machine.check_classifier
    yield "zones", partial(machine.check_zones, context.config, context.now())
    yield "holidays", partial(machine.check_holidays, context.config)
    yield "templates", partial(_check_templates, context)
    yield "certificate", partial(doctor_account.check_certificate, account.imap, "imap", context.now)
    yield "certificate", partial(doctor_account.check_certificate, account.smtp, "smtp", context.now)
    yield "d-bus", partial(doctor_account.check_bus, context)
    yield "keyring", partial(doctor_account.check_keyring, context)


def _checks_with_login(context: DoctorContext) -> Iterator[NamedCheck]:
    yield "token", partial(doctor_account.check_token, context)
    yield "imap", partial(doctor_account.check_imap, context)
    yield "smtp", partial(doctor_account.check_smtp, context)


def _run_check(
    area: str, check: Callable[[], Iterator[Finding]], provider: Provider | None = None
) -> Iterator[Finding]:
    """Yield the findings of a check; an error that it raises becomes a finding.

    The remedy for a refused login is in the table of remedies. Other errors contain theirs after the first semicolon.
    """
    try:
        yield from check()
    except LoginRefused as error:
        yield _describe_refusal(area, error, provider)
    except FollowupdError as error:
        text, _, remedy = str(error).partition("; ")
        yield fault_finding(area, text, remedy, error.exit_status)


def _describe_refusal(area: str, error: LoginRefused, provider: Provider | None) -> Finding:
    """Return the finding for a refused login; the error's own remedy is used only if the table has none."""
    text, _, own_remedy = str(error).partition("; ")
    if match_remedy(str(error)) is None and "`followupd " in own_remedy:
        return fault_finding(area, text, own_remedy, error.exit_status)
    return fault_finding(area, str(error), find_remedy(str(error), provider), error.exit_status)


def _check_templates(context: DoctorContext) -> Iterator[Finding]:
    faults, suggestions = check_texts(context.config, context.paths, context.now())
    for text in suggestions:
        yield warning_finding("templates", text, "`followupd preview` shows the text")
    for text in faults:
        yield fault_finding("templates", text, "mend the template or the interview", 78)
    if not faults:
        yield ok_finding("templates", "every text can be written")
