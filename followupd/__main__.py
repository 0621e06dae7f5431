"""The program: `followupd`, or `python -m followupd`."""

from __future__ import annotations

import gc
import sys

from followupd.daemon import run

# Objects more than before, until the garbage collector looks for cycles. A command ends before that, as a rule.
COMMAND_GARBAGE = 100_000


def main() -> None:
    """Go the short way to `run`; everything else is for the command line proper."""
    wanted = run.parse_run_arguments(sys.argv[1:])
    if wanted is None:
        gc.set_threshold(
            COMMAND_GARBAGE
        )  # what it loads and reads stays: to look through it takes a tenth of its time
        from followupd.cli.program import main as commands

        try:
            commands()
        finally:
            gc.freeze()  # else Python looks through everything once more before it ends
        return
    try:
        sys.exit(run.run(wanted.config, wanted.log_format, verbose=wanted.verbose))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
