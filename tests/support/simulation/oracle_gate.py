"""The last moment before a final dot: checks that no rule forbids this mail, by the oracle's own records alone."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import away_events
import oracle_deadlines
import oracle_final_checks
import oracle_snapshot
from mail_writer import SAM, words_of
from no_show_events import NO_SHOW, check_no_show
from oracle_approvals import NOTE
from oracle_begun import check_begun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oracle import Oracle
    from oracle_journal import Label

    from followupd.engine.ports import FrozenMail

WEEK = timedelta(days=7)
ON_ITS_WAY = timedelta(days=28)  # the longest time for a letter and the week after it


def allowed(oracle: Oracle, mail: FrozenMail, asked: int) -> Label | None:
    """Complain if any rule forbids a dot that the engine allows. Return the touch; None for a notice."""
    oracle.asked_at = asked
    oracle_snapshot.shows(oracle, oracle.world.running[-1])
    oracle_final_checks.read_on(oracle)
    label = oracle.label(mail.recipient, mail.data)
    if label and b"\r\nSubject: Once more: " in mail.data:
        _nags(oracle, label)
        return None
    if label is None:
        return None
    _may_speak(oracle, label)
    oracle.returns.check(label, mail)
    oracle.replies.check(label, f"{label.step.id} of {label.one.position}", words_of(mail.data))
    oracle.debriefs.check(label, words_of(mail.data))
    _is_read(oracle, label)
    oracle.drafts.check_dot(label, mail)
    _time(oracle, label, mail)
    oracle.gaps.check(label, mail.recipient)
    if not label.step.everyone and label.step is not NO_SHOW:
        _reminder(oracle, label, mail)
        oracle_deadlines.check_shifts(oracle, label)
    # The user may edit the cadence between this moment and the dot, but the sheet is still for these touches.
    oracle.shared_calls[mail.data] = oracle.companions(label, mail.data)
    for other in oracle.shared_calls[mail.data]:
        _may_speak(oracle, other)
        _reminder(oracle, other, mail)
        oracle_deadlines.check_shifts(oracle, other)
    # If the round counts as another one, the other one's steps count, too.
    if (
        label.step not in (NOTE, NO_SHOW)
        and not label.one.counts_as
        and (stale := oracle_deadlines.stale(oracle, label, mail.data))
    ):
        oracle.complain(6, f"{label.step.id} of {label.one.position} went out stale: {stale}")
    return label


@contextmanager
def leaving(oracle: Oracle, label: Label | None, data: bytes) -> Iterator[None]:
    """Count a mail as delivered while its dot leaves, since a second daemon may count it, too."""
    before = {id(r) for r in oracle.reached}
    oracle.maybe(label, data)
    added = {id(r) for r in oracle.reached} - before
    try:
        yield
    finally:
        oracle.reached = [r for r in oracle.reached if id(r) not in added]


def _may_speak(oracle: Oracle, label: Label) -> None:
    world, one, name = oracle.world, label.one, f"{label.step.id} of {label.one.position}"
    if label.touch in oracle.skips:
        oracle.complain(1, f"{name} went out although it was skipped")
    may_repeat = label.touch in oracle.pardoned or oracle.returns.have_returned(label.touch)
    if label.touch in oracle.taken and not may_repeat:
        oracle.complain(1, f"{name} to {label.name} went out a second time")
    files = world.files
    if not files.allow(one):
        oracle.complain(8, f"{name} went out although the files forbid it")
    if oracle.calm <= 2 and world.running[-1] is world.main:
        oracle.complain(8, f"{name} went out right after the clock had jumped")
    _keeps_still(oracle, label, name)
    check_begun(oracle, label, name)
    if label.step is NOTE:
        oracle.consents.check_note(label)
        return
    if label.step is NO_SHOW:
        check_no_show(oracle, label)
        return
    if oracle.sheets.stopped(one):
        oracle.complain(7, f"{name} went out after the candidate had answered a sheet: stop")
    if oracle.consents.asked(label):
        oracle.consents.check(label, name)
    answer = oracle.silenced_by(one)
    lets_thanks = label.step.everyone and files.sending.get("after_answer") == "send_thanks"
    # A talk counts like a spoken answer. If thanks may go out after an answer, a talk does not stop them, either.
    pauses = [s for s in oracle.said if not s.is_talk] if answer and lets_thanks else oracle.said
    if oracle.paused(one, pauses) or oracle.paused(None):
        oracle.complain(2, f"{name} went out during a pause")
    if oracle.is_closed(one):
        oracle.complain(7, f"{name} went out after the close")
    if one.number in oracle.confirmed and not label.step.everyone:
        oracle.complain(2, f"{name} went out after the user had said: yes, that is their answer")
    if answer and not lets_thanks:
        oracle.complain(2, f"{name} went out after {answer.sender} had answered in {answer.folder}")


def _keeps_still(oracle: Oracle, label: Label, name: str) -> None:
    """Complain about a mail on days away, or to a person whom the user has paused."""
    if away_events.is_away(oracle.world):
        oracle.complain(5, f"{name} went out while the candidate was away")
    if oracle.person_words.is_paused(label, oracle.world.clock.now()):
        oracle.complain(2, f"{name} went out to {label.name}, whom the user had paused")


def _nags(oracle: Oracle, label: Label) -> None:
    """Complain if a repeated call sheet comes after a stop. It is not a second touch."""
    one, name, world = label.one, f"the sheet for {label.step.id} of {label.one.position}", oracle.world
    if world.running[-1].offset != world.clock.offset or world.running[-1].edited:
        return  # meanwhile an ended pause may last again, or an earlier answer may count again
    answer = oracle.silenced_by(one)
    if oracle.person_words.is_paused(label, world.clock.now()) and not any(
        w.seq >= oracle.began for w in oracle.person_words.words
    ):
        oracle.complain(2, f"{name} came once more to {label.name}, whom the user had paused")
    if away_events.is_away(world):
        oracle.complain(5, f"{name} came once more while the candidate was away")
    said = [s for s in oracle.said if s.seq < oracle.began]  # a command during the pass may come too late
    if oracle.is_closed(one, said):
        oracle.complain(7, f"{name} came once more after the close")
    if (
        (oracle.paused(one, said) and oracle.paused(one))
        or (oracle.paused(None, said) and oracle.paused(None))
        or (answer and answer.known and answer.known < oracle.began)
    ):
        oracle.complain(2, f"{name} came once more after a stop")


def _is_read(oracle: Oracle, label: Label) -> None:
    unread = [n for n, box in oracle.world.office.boxes.items() if box.walked < oracle.asked_at]
    if unread:
        oracle.complain(
            2,
            f"{label.step.id} of {label.one.position} went out, {', '.join(unread)} not read before the dot",
        )


def _time(oracle: Oracle, label: Label, mail: FrozenMail) -> None:
    world = oracle.world
    wall = world.clock.now()
    if not world.files.almanac(label.one).is_open(wall):
        oracle.complain(5, f"{label.step.id} of {label.one.position} went out outside the window")
    if mail.recipient != SAM:
        today = wall.astimezone(oracle_deadlines.home(world)).date()
        count = sum(at.astimezone(oracle_deadlines.home(world)).date() == today for at in oracle.mails)
        if count >= world.files.sending.get("daily_cap", 8):
            oracle.complain(6, f"{count + 1} mails on one day")


def _is_lone_farewell(oracle: Oracle, label: Label) -> bool:
    """Return whether a last note would be the first mail that anybody at the company gets."""
    if label.step.id != "last-note" or label.one.counts_as or label.one.mistaken:
        return False
    # The mail about a missed call and the note after a rejection are in no cadence, but they got them.
    steps = (*label.one.steps(), NO_SHOW, NOTE)
    mails = {step.id for step in steps if step.channel == "email"} - {"last-note"}
    was_sent = any(position == label.one.position and step in mails for position, step, _ in oracle.taken)
    # The candidate may have said that a lost mail arrived.
    was_sent |= any((company, way) == (label.one.company, "email") for company, _, way in oracle.doubts)
    by_hand = any(position == label.one.position for position, _, _ in oracle.drafts.hand_sent)
    return not was_sent and not by_hand and not any(r.touch is None for r in oracle.reached)


def _reminder(oracle: Oracle, label: Label, mail: FrozenMail) -> None:
    if _is_lone_farewell(oracle, label):
        oracle.complain(6, f"the last note of {label.one.position} is the first mail that they get")
    world, name = oracle.world, f"{label.step.id} of {label.one.position}"
    others = [r for r in oracle.to_company(label.one) if r.touch != label.touch]
    before = [r for r in others if r.links(label.one)]
    wall, true = world.clock.now(), world.clock.true
    if label.step.channel == "post":  # it arrives days later, so the week counts up to its arrival
        ahead = oracle.arrival(label.one, mail.data) - wall
        wall, true = wall + ahead, true + ahead
    for other in before:
        both = timedelta(0) <= true - other.at < WEEK and abs(wall - other.wall) < WEEK
        if both and not other.maybe:
            oracle.complain(3, f"{name} went out {true - other.at} after {other.touch or 'a mail by hand'}")
    # Any of these may count as the last one: a mail by hand that may not be known as theirs, the last one by the
    # machine's wrong clock, and a letter on its way that was posted late.
    posted = (r for r in others if r.logged and r.channel == "post" and true - r.at < ON_ITS_WAY)
    last = [*before[-1:], *others[-1:], *sorted(others, key=lambda r: r.wall)[-1:], *posted]
    since = before[-1].wall if before else wall
    doubted = {c for whose, at, c in oracle.doubts if whose == label.one.company and at >= since}
    if before and {r.channel for r in last} | doubted == {label.step.channel}:
        oracle.complain(
            4, f"{name} went out by {label.step.channel}, as did {before[-1].touch or 'a mail by hand'}"
        )
