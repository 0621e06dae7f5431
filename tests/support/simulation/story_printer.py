"""Describes a story in words, for finding out why it failed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from events import Event
    from stories import Story

_WORDS = {
    "add": "the file of interview {0} is there again",
    "remove": "the file of interview {0} is taken away",
    "rename": "the file of interview {0} is renamed to {1}",
    "copy": "the file of interview {0} is copied, to make that of interview {1} of it",
    "fill_in": "the copy is filled in: it is the file of interview {0} now",
    "edit_person": "interview {0}: {2} of person {1} becomes {3}",
    "shift": "the date of interview {0} is corrected by {1} minutes",
    "reuse": "the next round is written over interview {0}: {1} days later, with person {2}; one from before stays: {3}",
    "edit_cadence": "interview {0} gets another cadence",
    "edit_promise": "interview {0}: they will decide by {1}",
    "edit_away": "the user is away from {0} for {1} days (0: never)",
    "break_file": "file {0} is broken (-1: config.yaml)",
    "mend_files": "all files are mended",
    "set_live": "live: {0}",
    "set_hold": "the file HOLD is there: {0}",
    "steer": "the user says {1} for interview {0} (-1: all), for {2} minutes",
    "steer_person": "the user says {2} for person {1} of interview {0}, for {3} minutes",
    "done": "the user logs the last call or letter of interview {0}: {1}, promised {2}",
    "resolve": "the user resolves the oldest unknown mail, send it again: {0}",
    "approve": "the user approves what waits for it in interview {0}",
    "again": "the user opens a step of interview {0} again, from the {1}th on",
    "skip": "the user skips the next step of interview {0}",
    "crash": "kill -9",
    "restart": "the daemon is started anew",
    "down": "kill -9, and {0} minutes of darkness",
    "suspend": "the machine sleeps for {0} minutes",
    "step_clock": "the clock is set by {0} minutes",
    "store_fault": "the disk is full, once",
    "store_down": "the store is locked for {0} minutes",
    "mailbox_fault": "the mailbox fails: {0}",
    "mailbox_down": "the mailbox cannot be reached for {0} minutes",
    "submission": "the next mail is {0}",
    "renumber": "UIDVALIDITY of {0} changes",
    "second_daemon": "a second daemon runs a pass, and stays: {0}",
    "backup": "the store is copied",
    "lose_store": "the store is lost; Sent has a copy of everything",
    "go_on": "the user says that interview {0} goes on, which began before the store",
    "restore": "the copy of the store is put back",
    "answer": "interview {0}: {1} {2} answers into {3} ({4})",
    "heard": "interview {0}: an answer of the class {1} comes into {2} ({3})",
    "word": "the candidate answers the last doubt about interview {0}: {1}; it lies in {2}",
    "reply": "the candidate answers the last mail about interview {0} that waits for a word: {1}; it lies in {2}",
    "debrief": "the candidate tells of interview {0} by {4}: {2}, about person {1} or in {3} days",
    "undo": "the user takes back the last word on interview {0}",
    "machine": "interview {0}: {1}, about person {2} ({3})",
    "move": "all mail is moved from {0} to {1}",
    "forge": "somebody forges a mail into {3}: {1}, about person {2} of interview {0}",
    "stop": "the candidate answers the last sheet of interview {0}: stop",
    "report_and_stop": "the candidate answers the last sheet of interview {0}: what came of it, and stop (words {1})",
    "sign": "person {1} of interview {0} writes before it, and spells their name in another way",
    "edit_draft": "the candidate edits the draft of interview {0}: {1}",
    "delete_draft": "the candidate deletes the draft of interview {0}",
    "send_draft": "the candidate sends the draft of interview {0} from their program: {1}",
    "hand_sent": "the candidate writes to person {1} of interview {0} by hand",
}


def tell(story: Story) -> str:
    """Return the story, with a line for each event."""
    setup = story.setup
    lines = [
        (
            f"seed {story.seed}: from {setup.start:%a %Y-%m-%d %H:%M} UTC for {setup.days} days, at home in {setup.home[0]},"
            f" {setup.sending or 'plain'}; save_sent {setup.save_sent}, the provider files Sent: {setup.files_sent},"
            f" All Mail: {setup.with_all}, live: {setup.live}, real words: {setup.thorough}"
        )
    ]
    for number, data in enumerate(setup.rounds):
        people = ", ".join(f"{c['name']} <{c['email']}> ({c['role']})" for c in data["contacts"])
        steps = ", ".join(
            f"{s['id']} {s['when']} (latest {s.get('latest', '')})" for s in data.get("cadence", ())
        )
        if not data["present"] and not any(e.what == "add" and e.details == (number,) for e in story.events):
            lines.append(f"  interview {number}: {data['company']}, whose file is never there")
            continue
        there = "" if data["present"] else ", its file not yet there"
        lines.append(f"  interview {number}: {data['company']}, {data['at']} {data['zone']} {data['country']}{there}; {people}; {steps or 'the playbook'}")  # fmt: skip
    return "\n".join([*lines, *(f"  {_when(story, e)} {_what(e)}" for e in story.events)])


def _when(story: Story, event: Event) -> str:
    return f"{story.setup.start + timedelta(minutes=event.at):%a %Y-%m-%d %H:%M}"


def _what(event: Event) -> str:
    words = _WORDS.get(event.what, event.what).format(*event.details)
    point = (
        f", at the next `{event.where}`" + (f" but {event.nth - 1}" if event.nth > 1 else "")
        if event.where
        else ""
    )
    return words + point + ("; the daemon looks" if event.look else "")
