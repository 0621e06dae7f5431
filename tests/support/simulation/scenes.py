"""Scenes: randomly drawn events of a life, of which a few belong together."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from events import Event
from fault_events import FATES
from folder_events import into_other_folders

from followupd.config.cadence import PLAYBOOK

if TYPE_CHECKING:
    from random import Random

    from events import Setup


def cadence(lot: Random, thorough: bool) -> list[dict[str, str]]:
    """Draw a cadence: thank-yous, then reminders by changing (sometimes repeated) channels."""
    if lot.random() < 0.3:
        return [dict(s) for s in PLAYBOOK]
    steps = [
        {
            **PLAYBOOK[0],
            "when": lot.choice(
                ("1 hour after interview", "20 hours after interview", "1 business day after interview")
            ),
        }
    ]
    channels = (
        ["phone", "email", "post", "email"]
        if thorough
        else [lot.choice(("phone", "email", "post")) for _ in range(lot.randint(1, 5))]
    )
    for n, channel in enumerate(channels):
        anchor = "interview" if n == 0 or lot.random() < 0.3 else "previous"
        span = lot.choice(("3 days", "7 days", "1 week", "10 days", "4 business days", "2 weeks"))
        step = {"phone": "call", "post": "letter"}.get(channel, "check-in") if thorough else channel
        name = step if thorough and n < 3 else f"{step}-{n}"
        steps.append({
            "id": name, "channel": channel, "when": f"{span} after {anchor}",
            "latest": lot.choice(("2 business days", "3 business days", "4 hours", "2 days", "1 week")),
        })  # fmt: skip
    return steps


def scene(lot: Random, setup: Setup, at: float) -> list[Event]:
    """Draw a scene: one event, or a few that belong together."""
    number = lot.randrange(len(setup.rounds))
    kind = lot.choices(tuple(_SCENES), [w for w, _ in _SCENES.values()])[0]
    return [e for e in _SCENES[kind][1](lot, number, at) if e.what != "edit_cadence" or not setup.thorough]


def _answer(lot: Random, number: int, at: float) -> list[Event]:
    how = lot.choice(("person", "person", "person", "colleague", "thread", "named"))
    details = (
        number,
        how,
        lot.randrange(4),
        lot.choice(("INBOX", "INBOX", "Junk")),
        lot.choice(("plain", "mixed", "loose")),
    )
    where = lot.choice(("", "", "", "body", "mail", "walk", "walked", "connect", "gate", "dot"))
    answer = Event(at, "answer", details, where, lot.randint(1, 3), look=lot.random() < 0.5)
    return into_other_folders(answer)


def _refused(lot: Random, number: int, at: float) -> list[Event]:
    """Draw a rejection by them or the user, the approval of the note of thanks, and perhaps another mail."""
    details = (
        number,
        lot.choice(("person", "person", "thread", "colleague")),
        lot.randrange(4),
        lot.choice(("INBOX", "Junk")),
        "no",
    )
    no = (
        Event(at, "answer", details, look=True)
        if lot.random() < 0.8
        else Event(at, "steer", (number, "rejected", None))
    )
    yes = at + lot.choice((lot.uniform(5, 600), lot.uniform(5, 5 * 1440)))
    again = _answer(lot, number, yes + lot.uniform(-900, 900)) if lot.random() < 0.4 else []
    where = lot.choice(("", "", "body", "mail"))
    return [no, Event(yes, "approve", (number,), where, look=lot.random() < 0.5), *again]


def _machine(lot: Random, number: int, at: float) -> list[Event]:
    what = lot.choice(
        (
            "away",
            "away",
            "away",
            "left",
            "bounce",
            "invitation",
            "newsletter",
            "unrelated",
            "own copy",
            "own copy",
        )
    )
    return [
        Event(
            at,
            "machine",
            (number, what, lot.choice((0, 0, 1, 2)), lot.choice((0, 2, 5, 12))),
            look=lot.random() < 0.5,
        )
    ]


def _hand(lot: Random, number: int, at: float) -> list[Event]:
    return [
        Event(
            at,
            "hand_sent",
            (number, lot.choice((0, 0, 1, 2))),
            lot.choice(("", "", "body", "mail")),
            1,
            look=lot.random() < 0.4,
        )
    ]


def _steer(lot: Random, number: int, at: float) -> list[Event]:
    target = lot.choice((number, number, -1))
    command = lot.choice(("pause", "pause", "resume", "close" if target >= 0 else "pause"))
    length = lot.choice((None, 1440 * lot.randint(1, 12))) if command == "pause" else None
    scene = [
        Event(
            at,
            "steer",
            (target, command, length),
            lot.choice(("", "", "body", "mail", "connect")),
            look=lot.random() < 0.5,
        )
    ]
    if (command == "pause" and length is None) or lot.random() < 0.3:
        scene.append(Event(at + lot.uniform(10, 9 * 1440), "steer", (target, "resume", None)))
    return scene


def _resume_later(lot: Random, number: int, at: float) -> list[Event]:
    command, length = lot.choice((("resume", None), ("resume", None), ("pause", 1440)))
    later = Event(at + lot.uniform(1, 6 * 1440), "steer", (number, command, length))
    return [*_answer(lot, number, at), later]


def _switches(lot: Random, _number: int, at: float) -> list[Event]:
    what, on, off = lot.choice((("set_hold", True, False), ("set_live", False, True)))
    where = lot.choice(("", "body", "mail", "connect"))
    return [Event(at, what, (on,), where), Event(at + lot.uniform(10, 5 * 1440), what, (off,))]


def _files(lot: Random, number: int, at: float) -> list[Event]:
    later = at + lot.uniform(5, 4 * 1440)
    scenes = (
        [Event(at, "add", (number,))],
        [Event(at, "remove", (number,), lot.choice(("", "body", "mail"))), Event(later, "add", (number,))],
        [Event(at, "rename", (number, f"renamed-{number}-{lot.randrange(99)}"), lot.choice(("", "", "body", "gate")), look=lot.random() < 0.5)],
        [Event(at, "break_file", (lot.choice((number, number, -1)),), lot.choice(("", "body"))), Event(later, "mend_files")],
        [Event(at, "edit_promise", (number, date(2026, 1, 1) + timedelta(days=lot.randrange(500))))],
    )  # fmt: skip
    return lot.choice(scenes)


def copied(lot: Random, number: int, into: int, at: float) -> list[Event]:
    """Draw how the file of an interview is made as a copy of another one's."""
    where = lot.choice(("", "", "body", "mail", "walk", "gate"))
    filled = at + lot.choice((lot.uniform(1, 60), lot.uniform(60, 4 * 1440)))
    return [
        Event(at, "copy", (number, into), where, look=lot.random() < 0.5),
        Event(filled, "fill_in", (into,), lot.choice(("", "", "body", "gate")), look=lot.random() < 0.5),
    ]


def _edit(lot: Random, number: int, at: float) -> list[Event]:
    what = lot.choice(("email", "name", "also", "date", "cadence", "next"))
    where = lot.choice(("", "", "", "body", "gate"))
    person = lot.choice((0, 0, 1))
    match what:
        case "email" | "name" | "also":
            mark = lot.randrange(10**6)
            value = f"New {mark} Name" if what == "name" else f"{what}{mark}"
            return [Event(at, "edit_person", (number, person, what, value), where, look=lot.random() < 0.5)]
        case "next":
            details = (number, lot.choice((1, 4, 9, 16, 30)), lot.randrange(10**6), lot.random() < 0.5)
            return [Event(at, "reuse", details, where, look=lot.random() < 0.5)]
        case "cadence":
            steps = cadence(lot, False)
            return [Event(at, "edit_cadence", (number, tuple(tuple(s.items()) for s in steps)), where)]
        case _:
            return [Event(at, "shift", (number, lot.choice((-2880, -60, 60, 1440, 4320, 10080))), where)]


def _crash(lot: Random, _number: int, at: float) -> list[Event]:
    where = lot.choice(
        ("store", "stored", "stored", "store", "mail", "body", "gate", "dot", "walk", "fetch", "append", "")
    )
    what, details = ("crash", ()) if lot.random() < 0.7 else ("down", (lot.choice((30, 600, 4000, 14000)),))
    return [Event(at, what, details, where, _nth(lot, where))]


def _nth(lot: Random, where: str) -> int:
    return (
        lot.choice((1, 2, 3, lot.randint(1, 60), lot.randint(1, 400)))
        if where.startswith("store")
        else lot.choice((1, 1, 2, 3))
    )


def _fault(lot: Random, _number: int, at: float) -> list[Event]:
    return lot.choice((
        [Event(at, "store_fault", (), "store", _nth(lot, "store"))],
        [Event(at, "store_down", (lot.choice((1, 40, 3000)),), lot.choice(("", "body", "gate", "dot", "mail")))],
        [Event(at, "mailbox_fault", (lot.choice(("unreachable", "login", "locked")),), lot.choice(("connect", "walk", "fetch", "walked", "append")), lot.randint(1, 4))],
        [Event(at, "mailbox_down", (lot.choice((5, 300, 6000)),), lot.choice(("", "body", "walk", "fetch")))],
        [Event(at, "restart")],
    ))  # fmt: skip


def _submission(lot: Random, _number: int, at: float) -> list[Event]:
    scene = [
        Event(at, "submission", (lot.choice((*FATES, *("lost", "lost but delivered") * 3)),))
        for _ in range(lot.choice((1, 1, 2, 4)))
    ]
    if lot.random() < 0.5:
        scene.append(Event(at + lot.uniform(10, 6 * 1440), "resolve", (lot.random() < 0.5,)))
    return scene


def _time(lot: Random, _number: int, at: float) -> list[Event]:
    minutes = lot.choice((3, 20, 700, 4320, 20000))
    if lot.random() < 0.5:
        return [Event(at, "suspend", (minutes,), lot.choice(("", "body", "mail", "connect", "walk", "gate")))]
    sign = lot.choice((-1, 1))
    back = [Event(at + lot.uniform(30, 3 * 1440), "step_clock", (-sign * minutes,))]
    return [
        Event(at, "step_clock", (sign * minutes,), lot.choice(("", "", "body", "mail")), look=True),
        *back,
    ]


def _second(lot: Random, _number: int, at: float) -> list[Event]:
    return [
        Event(
            at,
            "second_daemon",
            (lot.random() < 0.5,),
            lot.choice(("", "mail", "body", "gate", "dot")),
            lot.choice((1, 2)),
        )
    ]


def _backup(lot: Random, _number: int, at: float) -> list[Event]:
    return [Event(at, "backup"), Event(at + lot.uniform(10, 15 * 1440), "restore")]


def _renumber(lot: Random, _number: int, at: float) -> list[Event]:
    return [
        Event(
            at,
            "renumber",
            (lot.choice(("INBOX", "Sent", "Junk", "All")),),
            lot.choice(("", "body")),
            look=lot.random() < 0.5,
        )
    ]


def _call(lot: Random, number: int, at: float) -> list[Event]:
    promise = date(2026, 1, 1) + timedelta(days=lot.randrange(500)) if lot.random() < 0.2 else None
    outcome = lot.choice(("spoke", "voicemail", "voicemail", "no-answer", "posted"))
    return [Event(at, "done", (number, outcome, promise))] + (
        [Event(at + lot.uniform(5, 4000), "steer", (number, "resume", None))] if outcome == "spoke" else []
    )


def _skip(_lot: Random, number: int, at: float) -> list[Event]:
    return [Event(at, "skip", (number,))]


_SCENES = {
    "answer": (8, _answer), "refused": (4, _refused), "resume": (3, _resume_later), "machine": (5, _machine), "hand": (4, _hand), "steer": (5, _steer),
    "switches": (3, _switches), "files": (5, _files), "edit": (6, _edit), "crash": (8, _crash), "fault": (5, _fault),
    "submission": (7, _submission), "time": (4, _time), "second": (3, _second), "backup": (3, _backup),
    "renumber": (2, _renumber), "call": (4, _call), "skip": (1, _skip),
}  # fmt: skip
