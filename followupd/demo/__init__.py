"""The demo: six weeks after an interview, played by the real daemon on real SMTP and IMAP, in some seconds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from followupd.demo.stage import play, set_up
from followupd.demo.story import Story
from followupd.demo.teller import Teller

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.demo.stage import Commands


def show(commands: Commands, next_steps: Sequence[tuple[str, str]]) -> None:
    """Tell the whole story, and leave nothing behind. Raises FollowupdError if it does not go as it should."""
    began, tell = time.monotonic(), Teller()
    with set_up(commands) as stage:
        story = Story(stage, tell)
        story.prologue()
        play(stage, iter(story))
    story.epilogue(time.monotonic() - began, next_steps)


__all__ = ["show"]
