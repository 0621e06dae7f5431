"""The whole demo in one call."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from followupd.cli.demo.stage import play, set_up
from followupd.cli.demo.story import Story
from followupd.cli.demo.teller import Teller

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.cli.demo.stage import Commands


def show(commands: Commands, next_steps: Sequence[tuple[str, str]]) -> None:
    """Tell the whole story, and leave nothing behind. Raises FollowupdError if it does not go as it should."""
    began, tell = time.monotonic(), Teller()
    with set_up(commands) as stage:
        story = Story(stage, tell)
        story.prologue()
        play(stage, iter(story))
    story.epilogue(time.monotonic() - began, next_steps)
