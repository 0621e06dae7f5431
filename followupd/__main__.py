"""The program: `followupd`, or `python -m followupd`."""

from __future__ import annotations

import sys

from followupd.daemon import run


def main() -> None:
    """Go the short way to `run`; everything else is for the command line proper."""
    wanted = run.parse_run_arguments(sys.argv[1:])
    if wanted is None:
        from followupd.cli.program import main as commands

        commands()
        return
    try:
        sys.exit(run.run(wanted.config, wanted.log_format, verbose=wanted.verbose))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
