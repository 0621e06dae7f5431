"""The command line with every command, for its help and the manual."""

from __future__ import annotations

from followupd.cli import (
    add,
    again,
    approve,
    backup,
    check,
    classify,
    control,
    debrief,
    doctor,
    edit,
    fleet,
    import_,
    init,
    last_word,
    log,
    login,
    plan,
    preview,
    record,
    run,
    service,
    simulate,
    status,
    today,
    web,
)
from followupd.cli.app import app
from followupd.cli.demo import command
from followupd.cli.panels import arrange_commands
from followupd.cli.program import main

COMMANDS = (
    add, again, approve, backup, check, classify, command, control, debrief, doctor, edit, fleet, import_, init, last_word, log, login,
    plan, preview, record, run, service, simulate, status, today, web,
)  # fmt: skip

arrange_commands(app)

__all__ = ["COMMANDS", "app", "main"]
