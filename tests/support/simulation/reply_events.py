"""The candidate answers followupd: an approval with a word or an own text, by mail, and `undo`, also by command."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from events import Event
from mail_writer import JUDGE, LABEL, SAM, Card, words_of, write
from oracle_replies import Reply, edition_of

from followupd.engine.commands import undo_last
from followupd.engine.ledger import Ledger
from followupd.errors import UsageError

if TYPE_CHECKING:
    from events import Setup
    from oracle_journal import Label
    from rounds import Round
    from world import World

WORDS = {
    "yes": "Yes, please send it. Thanks!", "no": "no", "unclear": "Well, who can say what spring brings?",
    "undo": "undo", "stop": "Stop.",
}  # fmt: skip
OWN_TEXT = (
    "Dear you,\n\n@@{label}@@\n\nthank you for the time that you took for me and for all that you told me;"
    " I would be glad to work with you, and send you edition-{number}.\n\nKind regards\nSam"
)


def reply(world: World, number: int, said: str, folder: str) -> None:
    """The candidate answers the last mail that asks for an approval, or, with `undo`, the last answer to them."""
    one = world.rounds[number]
    shown = _last_notice(world, one, "answer" if said == "undo" else "approve")
    if shown is None:
        return
    message_id, data = shown
    label = _label(world, data)
    if said != "undo" and label is None:
        return
    edition = edition_of(words_of(data), label.step.id) if label else 0
    text, now = WORDS.get(said, ""), world.clock.true
    if said == "text" and label:
        edition = world.seq
        mark = f"{label.one.position}|{label.step.id}|{label.name}"
        text = OWN_TEXT.format(label=mark, number=edition)
    card = Card(SAM, SAM, thread=message_id, message_id=f"<r{world.seq}@post.example>", subject="Re: asked")
    world.office.arrive(folder, write(card, now, text))
    if folder == "Sent":
        touch = label.touch if label and said != "undo" else None
        world.oracle.replies.written.append(
            Reply(world.seq, one.number, said, card.message_id, touch, edition)
        )


def _last_notice(world: World, one: Round, kind: str) -> tuple[str, bytes] | None:
    """Return the last mail of that kind about an interview that the candidate received."""
    given = {d.data for d in world.office.deliveries if d.recipient == SAM}
    rows = world.store._db.execute(
        "SELECT id, message_id, data FROM outbox WHERE id GLOB ? ORDER BY rowid DESC", (f"notice/{kind}/*",)
    )
    mine = [
        (mid, data)
        for id_, mid, data in rows
        if data in given and not set(one.ids).isdisjoint(id_.split("/"))
    ]
    waiting = (m for m in mine if (label := _label(world, m[1])) and label.touch not in world.oracle.taken)
    return next(waiting, next(iter(mine), None))


def _label(world: World, data: bytes) -> Label | None:
    """Return the touch whose text a mail shows."""
    complaints = len(world.oracle.broken)
    found = LABEL.findall(words_of(data))
    one = next((r for r in world.rounds if found and r.position == found[0][0] and not r.copied_from), None)
    to = next((c["email"] for c in one.contacts if c["name"] == found[0][2]), None) if one else None
    label = world.oracle.label(to, data) if to else None
    del world.oracle.broken[complaints:]  # it is shown, and not sent
    return label


def undo(world: World, number: int) -> None:
    """`followupd undo` at a terminal."""
    orders = world.files.afresh()
    if orders is None:
        return
    ledger = Ledger(world.store, lambda: orders, {}, JUDGE)
    try:
        undo_last(ledger, world.rounds[number].id, world.clock.now())
    except UsageError:
        return


def draw_replies(seed: int, setup: Setup, events: list[Event]) -> tuple[Setup, list[Event]]:
    """Draw answers to approvals, and undone commands. Its own random generator keeps a life's other draws the same."""
    lot = Random(f"reply {seed}")
    asks = "approve" in setup.sending
    if lot.random() > (0.7 if asks else 0.12) or any(e.what == "restore" for e in events):
        return setup, []  # no mail shows what a restored store has forgotten of them
    if not asks:
        setup = replace(setup, sending={**setup.sending, "approve": lot.choice(("first", "all"))})
    drawn: list[Event] = []
    for _ in range(lot.randint(3, 18)):
        at, number = lot.uniform(60, min(setup.days, 20) * 1440), lot.randrange(len(setup.rounds))
        said = lot.choice(("yes", "yes", "yes", "no", "text", "text", "unclear", "undo"))
        where, look = lot.choice(("", "", "", "body", "mail", "walk")), lot.random() < 0.6
        folder = "INBOX" if lot.random() < 0.08 else "Sent"
        drawn.append(Event(at, "reply", (number, said, folder), where, look=look))
        if said in ("text", "no") and lot.random() < 0.7:
            later = at + lot.uniform(5, 600)
            drawn.append(
                Event(later, "reply", (number, "yes" if said == "text" else "undo", "Sent"), look=True)
            )
        if lot.random() < 0.2:
            drawn.append(
                Event(at + lot.uniform(1, 2000), "undo", (number,), lot.choice(("", "body", "mail", "gate")))
            )
    return setup, drawn


ALL = (reply, undo)
