"""The names of steps, channels, states and marks on the page, in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.config.interview import ContactRole
from followupd.journal.states import InterviewState
from followupd.planning.moves import Verb
from followupd.writing.language.words import translate_name

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.planning.moves import Move
    from followupd.web.language import Words


def mark_message(message: str) -> str:
    """Return the message unchanged: the call puts it into the catalogues, and it is translated later."""
    return message


_CHANNELS = {
    Channel.EMAIL: mark_message("by mail"),
    Channel.PHONE: mark_message("by phone"),
    Channel.POST: mark_message("by post"),
}
_STATES = {
    InterviewState.ACTIVE: mark_message("running"),
    InterviewState.PAUSED: mark_message("paused"),
    InterviewState.ANSWERED: mark_message("answered"),
    InterviewState.CLOSED: mark_message("closed"),
}
_VERBS = {
    Verb.SEND: mark_message("goes out now"),
    Verb.REHEARSE: mark_message("rehearsed"),
    Verb.WAIT: mark_message("planned"),
    Verb.HOLD: mark_message("held"),
    Verb.MISS: mark_message("missed"),
    Verb.DROP: mark_message("dropped"),
}
_ROLES = {
    ContactRole.INTERVIEWER: mark_message("interviewer"),
    ContactRole.MET: mark_message("met"),
    ContactRole.HELPED: mark_message("helped"),
    ContactRole.AGENCY: mark_message("agency"),
}
_OUTCOMES = {
    "spoke": mark_message("We spoke"),
    "voicemail": mark_message("I left a message"),
    "no-answer": mark_message("Nobody picked up"),
    "wrong-number": mark_message("Wrong number"),
    "no-show": mark_message("They promised to call and did not"),
    "posted": mark_message("Posted"),
    "done": mark_message("Done"),
    "snooze": mark_message("Put off"),
    "offer": mark_message("An offer"),
    "rejected": mark_message("A rejection"),
    "withdrawn": mark_message("I withdrew"),
}


_COMMANDS = {
    "done": mark_message("what came of it"),
    "skip": mark_message("the step left out"),
    "close": mark_message("the close"),
    "pause": mark_message("the pause"),
    "resume": mark_message("the resume"),
    "approve": mark_message("the approval"),
    "answer": mark_message("your word on their mail"),
    "debrief": mark_message("your debrief"),
    "started": mark_message("that you had thanked them before"),
}


def name_command(words: Words, command: str) -> str:
    """Return the name of the user's last command, for the undo button."""
    return translate_name(words, _COMMANDS, command)


def name_channel(words: Words, channel: Channel) -> str:
    """Return the name of a step's channel."""
    return words.translate(_CHANNELS[channel])


def name_state(words: Words, state: InterviewState) -> str:
    """Return the name of an interview's state."""
    return words.translate(_STATES[state])


def name_fate(words: Words, move: Move, now: datetime) -> str:
    """Return the name of what happens to a touch; before its day, "missed" becomes "will be missed"."""
    if move.verb is Verb.MISS and move.due > now:
        return words.translate(mark_message("will be missed"))
    return words.translate(_VERBS[move.verb])


def name_role(words: Words, role: ContactRole) -> str:
    """Return the name of a person's role in the interview."""
    return words.translate(_ROLES[role])


def name_outcome(words: Words, outcome: str) -> str:
    """Return the name of the outcome of a call, a letter or an interview."""
    return translate_name(words, _OUTCOMES, outcome)
