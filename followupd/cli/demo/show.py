"""The whole demo in one call."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from followupd.cli.demo.page import offer_page
from followupd.cli.demo.stage import play_story, set_up_stage
from followupd.cli.demo.story import Story
from followupd.cli.demo.teller import Teller

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.cli.demo.stage import Commands


def play_demo(commands: Commands, next_steps: Sequence[tuple[str, str]]) -> None:
    """Tell the whole story, and leave nothing behind. Raises FollowupdError if it does not go as it should."""
    start, teller = time.monotonic(), Teller()
    with set_up_stage(commands) as stage:
        story = Story(stage, teller)
        story.tell_prologue()
        play_story(stage, iter(story))
        seconds = time.monotonic() - start
        offer_page(stage)
    story.tell_epilogue(seconds, next_steps)
