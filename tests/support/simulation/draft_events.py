"""What the candidate does with drafts in their Drafts folder: edits, deletes and sends them, as programs do it.

It has its own random generator, so that a life's other draws stay the same.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from approval_modes import read_first
from events import Event
from mail_writer import SAM, Card, message_id_of, write

if TYPE_CHECKING:
    from draft_box import StoredDraft
    from events import Setup
    from world import World

SHARE = 0.12  # of all lives
COPIES = 0.4  # of the lives with drafts
FORMS = ("marked", "marked", "marked", "bare", "recipient", "twice", "same id", "unchanged", "unchanged")
POINTS = ("", "", "", "body", "mail", "draft", "drafted", "walk")


def edit_draft(world: World, number: int, form: str) -> None:
    """The candidate edits the newest draft of an interview; their program saves it as another message."""
    box, one = world.office.drafts, world.rounds[number]
    draft = box.find(one)
    if draft is None:
        return
    original = draft.data
    if form != "beside":  # without it, the program saves the version that it had open, and leaves the new one
        box.drafts.remove(draft)
    for copy in range(2 if form == "twice" else 1):
        words = "" if form == "unchanged" else f"edited {world.seq} {copy}"
        saved = box.add(_save(original, form, words, world.seq * 10 + copy), world.seq, is_own=False)
        saved.saved_at = world.clock.true + world.clock.offset
        # A restored store may know neither the draft nor its new version.
        saved.is_forgotten = draft.is_forgotten
    if form != "unchanged":  # a program also saves a draft that was only opened, which is no edit
        world.oracle.drafts.edited(draft, one)


def _save(original: bytes, form: str, words: str, number: int) -> bytes:
    head, _, body = original.partition(b"\r\n\r\n")
    fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line)
    mark = message_id_of(original)
    marks = fields.get("References", mark)
    recipient = fields["To"] if form != "recipient" else "Eve <eve@elsewhere.example>"
    own_id = mark if form == "same id" else f"<saved{number}@mail.example>"
    lines = [
        f"From: {fields['From']}",
        f"To: {recipient}",
        f"Subject: {fields['Subject']}",
        f"Message-ID: {own_id}",
    ]
    if form not in ("bare", "same id", "beside"):
        lines.append(f"References: {marks}")
    lines += [f"{name}: {fields[name]}" for name in fields if name.startswith(("Content-", "MIME-"))]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body.rstrip() + f"\r\n\r\n{words}\r\n".encode()


def delete_draft(world: World, number: int) -> None:
    """The candidate deletes the newest draft of an interview."""
    one = world.rounds[number]
    draft = world.office.drafts.find(one)
    if draft:
        world.office.drafts.drafts.remove(draft)
        world.oracle.drafts.deleted(draft, one)


def send_draft(world: World, number: int, form: str) -> None:
    """The candidate sends the newest draft of an interview from their program, which may drop its marks."""
    one = world.rounds[number]
    draft = world.office.drafts.find(one)
    if draft is None or draft.recipient not in one.addresses():
        return
    world.office.drafts.drafts.remove(draft)
    headers = "" if form == "bare" else _marks_of(draft)
    subject = draft.data.partition(b"Subject: ")[2].partition(b"\r\n")[0].decode()
    card = Card(SAM, draft.recipient, message_id=f"<sent{world.seq}@mail.example>", subject=subject)
    text = draft.data.partition(b"\r\n\r\n")[2].decode()
    arrived = world.office.arrive("Sent", write(card, world.clock.true, text, headers))
    world.oracle.drafts.sent_by_hand(draft, one, arrived)


def _marks_of(draft: StoredDraft) -> str:
    head = draft.data.partition(b"\r\n\r\n")[0].decode()
    references = next((line[12:] for line in head.split("\r\n") if line.startswith("References: ")), "")
    return f"References: {references or message_id_of(draft.data)}\r\n"


def draw_drafts(seed: int, setup: Setup) -> tuple[Setup, list[Event]]:
    """Draw a life whose mails are in the Drafts folder first; most lives have no drafts."""
    from dataclasses import replace

    lot = Random(f"drafts {seed}")
    if lot.random() > SHARE or setup.thorough:
        return setup, []
    ahead = lot.choice(("4 hours", "1 hour", "1 day"))
    setup = replace(setup, sending={**setup.sending, "review": "drafts", "draft_ahead": ahead})
    if lot.random() < 0.4:
        setup = read_first(setup, lot.choice(("unsure", "unsure", "all")))
    setup = replace(setup, drafts=lot.choice(("", "", "", "", "no uids", "refused")))
    events = []
    for _ in range(lot.choice((0, 1, 2, 4, 8))):
        number, at = lot.randrange(len(setup.rounds)), lot.uniform(0, min(setup.days, 30) * 1440)
        what, details = lot.choice(
            (
                ("edit_draft", (number, lot.choice(FORMS))),
                ("edit_draft", (number, lot.choice(FORMS))),
                ("delete_draft", (number,)),
                ("send_draft", (number, lot.choice(("marked", "marked", "bare")))),
                ("crash", ()),
                ("answer", (number, "person", 0, "INBOX", "plain")),
            )
        )
        where = lot.choice(POINTS) if what != "crash" else lot.choice(("draft", "drafted", "body", "dot"))
        events.append(Event(at, what, details, where, lot.randint(1, 3), look=lot.random() < 0.4))
    return setup, [*events, *_draw_copies(seed, setup)]


def _draw_copies(seed: int, setup: Setup) -> list[Event]:
    """Draw an unmarked copy beside a draft, by its own generator, so that the other draws stay the same."""
    lot = Random(f"copies {seed}")
    if lot.random() > COPIES:
        return []
    at = lot.uniform(0, min(setup.days, 30) * 1440)
    details = (lot.randrange(len(setup.rounds)), "beside")
    return [Event(at, "edit_draft", details, lot.choice(POINTS), lot.randint(1, 3), look=lot.random() < 0.4)]


ALL = (edit_draft, delete_draft, send_draft)
