"""The program: `followupd`, or `python -m followupd`."""

from __future__ import annotations

import sys

from followupd import foreground


def main() -> None:
    """Go the short way to `run`; everything else is for the command line proper."""
    wanted = foreground.asked(sys.argv[1:])
    if wanted is None:
        from followupd.cli import main as commands

        commands()
        return
    try:
        sys.exit(foreground.run(wanted.config, wanted.log_format, verbose=wanted.verbose))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
