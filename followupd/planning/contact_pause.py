"""The rules for a person whom the candidate has paused: nothing is sent to them, and not all at once after it. Pure."""

from __future__ import annotations

from followupd.journal.contact_pauses import find_pause, list_pause_ends
from followupd.planning.context import Hold, Rule, TouchContext


def hold_for_contact_pause(context: TouchContext) -> Hold | None:
    """Hold a touch to a person whom the candidate has paused."""
    ends = list_pause_ends(context.record, context.contact)
    for end in ends:
        context.now.watch(end)
    pause = find_pause(context.record, context.contact, context.now.at)
    if pause is None:
        return None
    return Hold(Rule.PAUSED, f"you paused {context.contact.shown_name} on {pause.at:%-d %B}", pause.until)


def hold_after_contact_pause(context: TouchContext) -> Hold | None:
    """Move touches to a person to the end of their pause."""
    ends = list_pause_ends(context.record, context.contact)
    past_ends = [end for end in ends if not context.now.is_before(end)]
    name = context.contact.shown_name
    return Hold(Rule.RELEASE, f"{name} was paused", max(past_ends)) if past_ends else None
