"""`followupd run` without the other commands: a program that runs for months loads only what it needs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from followupd.errors import FollowupdError, TryAgain

if TYPE_CHECKING:
    from collections.abc import Sequence

LogFormat = Literal["text", "json"]
NOT_LIVE_WARNING = (
    "live is false: everything is done but handing over mail. Set live: true in config.yaml to send."
)


class RunOptions(NamedTuple):
    """The options of the command line."""

    config: Path | None = None
    log_format: str = "text"
    verbose: bool = False


def run(config: Path | None, log_format: str, *, verbose: bool) -> int:
    """Run the daemon until it is stopped; return the exit status. `log_format` is a LogFormat."""
    from followupd.adapters.system import logs, memory
    from followupd.adapters.system.memory import keep_out_of_core_dumps
    from followupd.adapters.system.paths import find_paths
    from followupd.adapters.workers.process import ProgramReplaced
    from followupd.daemon.daemon import Daemon

    keep_out_of_core_dumps()
    memory.use_single_heap()
    log = logs.start_logging(log_format, verbose=verbose)
    try:
        daemon = Daemon(find_paths(config))
        config_now = daemon.active_config.config
        address, count = config_now.account.address, len(config_now.interviews)
        log.info("watching the mailbox of %s; interviews: %d", address, count, extra={"kind": "start"})
        if not config_now.live:
            log.warning("%s", NOT_LIVE_WARNING, extra={"kind": "config"})
        daemon.run()
    except ProgramReplaced as why:
        log.warning("%s", why, extra={"kind": "updated"})
        return TryAgain.exit_status  # the service manager starts the version that is installed now
    except FollowupdError as fault:
        # One line for each fault, in the form of all other lines.
        for line in str(fault).splitlines():
            log.critical("%s", line, extra={"kind": "fault"})
        return fault.exit_status
    return 0


def parse_run_arguments(arguments: Sequence[str]) -> RunOptions | None:
    """Return the options of `run`; None for another command, a request for help or anything unknown.

    Anything unknown is left to the full command line, which reports what is wrong with it.
    """
    if arguments[:1] != ["run"]:
        return None
    config_variable = os.environ.get("FOLLOWUPD_CONFIG")
    options, rest = RunOptions(Path(config_variable) if config_variable else None), list(arguments[1:])
    while rest:
        match rest:
            case ["--verbose" | "-v", *rest]:
                options = options._replace(verbose=True)
            case ["--config" | "-c", str(file), *rest] if not file.startswith("-"):
                options = options._replace(config=Path(file))
            case ["--log-format", str(name), *rest] if name in get_args(LogFormat):
                options = options._replace(log_format=name)
            case _:
                return None
    return options
