"""`python -m followupd`."""

from followupd.cli import main

main()
