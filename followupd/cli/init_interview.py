"""`followupd init`, the last questions: the first interview, with the questions of `add`, and the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.adapters.system.paths import find_paths
from followupd.cli.add_options import parse_options
from followupd.cli.add_people import parse_people
from followupd.cli.app import message
from followupd.cli.prompts import confirm, is_interactive
from followupd.config.interview import ContactRole
from followupd.errors import FollowupdError
from followupd.setup.importers.interview_sources import TypedAnswers

if TYPE_CHECKING:
    from followupd.adapters.system.paths import Paths


class FirstInterview:
    """The options for the first interview. `is_wanted` is None if the user must be asked."""

    def __init__(
        self,
        is_wanted: bool | None,
        company: str | None,
        position: str | None,
        at: str | None,
        contact: str | None,
    ) -> None:
        self._values = {"company": company or "", "position": position or "", "at": at or ""}
        self._contact = contact
        self._is_wanted = True if is_wanted is None and any((*self._values.values(), contact)) else is_wanted

    def check_options(self) -> TypedAnswers:
        """Return the options as answers. Raises UsageError for an invalid one, before anything is done."""
        people = parse_people([self._contact] if self._contact else [], ContactRole.INTERVIEWER, "--contact")
        return TypedAnswers(language="", people=tuple(people), **parse_options(self._values))

    def write_file(self, paths: Paths) -> None:
        """Write the file, if the user wants that and there is none yet. Raises UsageError, ConfigError."""
        from followupd.cli.add import AddFiles, add_interview

        if any(paths.interviews_folder.glob("*.yaml")):
            return
        if not confirm("Write your first interview now?", self._is_wanted):
            message("Add your interviews with `followupd add`.")
            return
        has_all = self._contact and all(self._values.values())
        add_interview(
            paths.config, self.check_options(), AddFiles(), asks_details=is_interactive() and not has_all
        )


def offer_service(paths: Paths, is_wanted: bool | None) -> None:
    """Install the service, if the user wants that; print what comes next."""
    from followupd.cli.service import install

    # The service reads the usual place. With another file it would read a different configuration.
    is_offered = paths.config == find_paths().config
    is_installed = False
    if is_offered and confirm("Install the service that keeps followupd running?", is_wanted):
        try:
            install()
            is_installed = True
        except FollowupdError as fault:  # everything else stays; one command repeats this part
            message(f"The service is not installed: {fault}")
    message(_NEXT_STEPS + ("" if is_installed or not is_offered else _INSTALL_STEP))
    message("Test mode: no mail is sent before you write `live: true` into config.yaml.")


_NEXT_STEPS = """
Next:
  followupd plan             shows what would happen, and when
  followupd check            finds what is missing or could be better
  followupd add              for the next interview"""
_INSTALL_STEP = "\n  followupd service install  keeps it running"
