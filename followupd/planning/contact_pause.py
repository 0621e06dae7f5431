"""The rules for a person whom the candidate has paused: nothing to them, and not everything at once afterwards. Pure."""

from __future__ import annotations

from followupd.journal.contact_pauses import find_pause, list_pause_ends
from followupd.planning.context import Hold, Rule, TouchContext


def hold_for_contact_pause(context: TouchContext) -> Hold | None:
    """The candidate paused this person."""
    ends = list_pause_ends(context.record, context.contact)
    for end in ends:
        context.now.watch(end)
    pause = find_pause(context.record, context.contact, context.now.at)
    if pause is None:
        return None
    return Hold(Rule.PAUSED, f"you paused {context.contact.name} on {pause.at:%-d %B}", pause.until)


def hold_after_contact_pause(context: TouchContext) -> Hold | None:
    """After the pause of a person, nothing to them is due earlier than its end."""
    ends = list_pause_ends(context.record, context.contact)
    past_ends = [end for end in ends if not context.now.is_before(end)]
    name = context.contact.name
    return Hold(Rule.RELEASE, f"{name} was paused", max(past_ends)) if past_ends else None
