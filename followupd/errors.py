"""What the user may be told, and the exit status it ends with. Anything else is a bug."""

from __future__ import annotations


class FollowupdError(Exception):
    """An error that the user can correct: shown as one sentence, never as a traceback."""

    exit_status = 1


class UsageError(FollowupdError):
    """The command was called wrongly (EX_USAGE)."""

    exit_status = 64


class Unreachable(FollowupdError):
    """A server did not answer, or not in its protocol (EX_UNAVAILABLE)."""

    exit_status = 69


class TryAgain(FollowupdError):
    """Not now: the keyring is locked, or another daemon holds the store (EX_TEMPFAIL)."""

    exit_status = 75


class LoginRefused(FollowupdError):
    """The server refused the user name or the password (EX_NOPERM)."""

    exit_status = 77


class TemplateFault(FollowupdError):
    """A template cannot become a mail; the sentence names template, line and what would be right (EX_CONFIG)."""

    exit_status = 78


class ConfigError(FollowupdError):
    """The configuration cannot be used; every error is named with its line (EX_CONFIG)."""

    exit_status = 78

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
