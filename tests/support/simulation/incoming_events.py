"""Mail that comes into the candidate's mailbox: from people, from machines, and written by the candidate."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mail_writer import SAM, Card, write
from oracle_journal import Answer

from followupd.inbound.verdict import Action, Intent, Kind

if TYPE_CHECKING:
    from rounds import Round
    from world import World

MIXED = 'multipart/mixed; boundary="=_b"'
NO = "Thank you for your time. Unfortunately we have decided to go ahead with another candidate."
WORDS = "Thank you for your patience. We have talked about it and would like to speak with you again."


def answer(world: World, number: int, how: str, person: int, folder: str, form: str) -> None:
    """A person writes: the contact, a colleague, somebody in the thread, or the contact from an unknown address."""
    one, who = _person(world, number, person)
    helper = who.get("role") == "helped"
    thread = world.oracle.thread_of(one, who) if how in ("person", "thread") and form != "loose" else ""
    sender, name = _sender(one, who, how, world.seq, thread=bool(thread))
    action = Action.PAUSE if name and not thread else Action.STOP
    card = Card(
        sender,
        thread=thread,
        action=action,
        doubtful=name,
        intent=Intent.REJECTION if form == "no" else None,
        message_id=_id(world),
        subject=_subject(one, thread),
    )
    data = _written(card, world, form)
    arrived, folder = world.office.arrive(folder, data), world.office.landing(folder)
    if helper and how != "colleague":
        world.oracle.excused.add(one.company)
        return
    if not _speaks(one, how, thread):
        # It names the role, so it may pause the interview and cause a question.
        world.oracle.excused.add(one.company)
        return
    company = one.company if _known(world, one, sender) and not name else ""
    world.oracle.answers.append(
        Answer(
            arrived.seq, arrived.received, folder, sender, company, name, card.message_id, one, thread,
            world.oracle.by_hand.get(thread), form == "no" and action is Action.STOP,
        )
    )  # fmt: skip


def _person(world: World, number: int, person: int) -> tuple[Round, dict[str, Any]]:
    """Return a person and their round. If two rounds have the same people, the round's file must exist."""
    one = world.rounds[number]
    who = one.contacts[person % len(one.contacts)]
    found = ((r, c) for r in world.rounds if r.known for c in r.contacts if c["email"] == who["email"])
    return (one, who) if one.known else next(found, (one, who))


def _known(world: World, one: Round, sender: str) -> bool:
    """Return whether the sender's company is known. Before the interview, a freemail address belongs to no company.

    The company's people may have a freemail address although an agency has a domain.
    """
    has_domain = bool(one.domain()) and not sender.endswith("@gmail.com")
    return has_domain or world.clock.true >= one.starts


def _sender(one: Round, who: dict[str, Any], how: str, mark: int, *, thread: bool) -> tuple[str, str]:
    if how == "colleague":
        return f"people{mark}@{one.domain() or 'elsewhere.example'}", ""
    if how == "named" or (how == "thread" and not thread):
        return f"x{mark}@private.example", str(who["name"])
    if how == "thread":
        return f"x{mark}@private.example", ""
    return str(who["email"]), ""


def _speaks(one: Round, how: str, thread: str) -> bool:
    """Return whether the company answers, and can be recognised."""
    return bool(thread) or how != "colleague" or bool(one.domain())


def _subject(one: Round, thread: str) -> str:
    return f"Re: your interview for {one.position}" if thread else f"News about {one.position}"


def _id(world: World) -> str:
    return f"<m{world.seq}.{len(world.office.deliveries)}@post.example>"


def _written(card: Card, world: World, form: str) -> bytes:
    if form == "mixed":
        body = f"--=_b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{WORDS}\r\n--=_b\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--=_b--"
        return write(card, world.clock.true, body, kind=MIXED)
    return write(card, world.clock.true, NO if form == "no" else WORDS)


# --- machines


def machine(world: World, number: int, what: str, person: int, days: int) -> None:
    """A machine writes: away, gone, bounced, an invitation, a newsletter, something unrelated, an own copy."""
    one, who = _person(world, number, person)
    _MACHINES[what](world, one, who, days)


def _away(world: World, one: Round, who: dict[str, Any], days: int) -> None:
    back = (world.clock.true + timedelta(days=days)).date() if days else None
    words = (
        f"I am out of the office and will be back on {back:%-d %B %Y}." if back else "I am out of the office."
    )
    deputy = "" if back or world.seq % 2 else f"deputy{one.number}@{one.domain() or 'elsewhere.example'}"
    if deputy:
        words += f" In urgent cases please write to {deputy}."
    card = Card(
        who["email"], kind=Kind.AUTO_REPLY, action=Action.HOLD, return_date=back, message_id=_id(world),
        subject="Out of office", deputy=deputy,
    )  # fmt: skip
    arrived = world.office.arrive(
        "INBOX", write(card, world.clock.true, words, "Auto-Submitted: auto-replied\r\n")
    )
    world.oracle.away(one, who, arrived, back)


def _left(world: World, one: Round, who: dict[str, Any], _: int) -> None:
    card = Card(
        who["email"],
        kind=Kind.AUTO_REPLY,
        action=Action.STOP,
        left=True,
        message_id=_id(world),
        subject="Automatic reply",
    )
    words = f"{who['name']} no longer works here. This mailbox is not read."
    world.office.arrive("INBOX", write(card, world.clock.true, words, "Auto-Submitted: auto-replied\r\n"))
    world.oracle.excused.add(one.company)


def _bounce(world: World, one: Round, who: dict[str, Any], days: int) -> None:
    dead = days > 0
    thread = world.oracle.thread_of(one, who)
    if dead and thread:
        world.oracle.returns.returned.add((thread, who["email"]))
    kind, action, status = (
        (Kind.BOUNCE_PERMANENT, Action.STOP, "5.1.1")
        if dead
        else (Kind.BOUNCE_TEMPORARY, Action.ALERT, "4.2.2")
    )
    card = Card(
        "mailer-daemon@mail.example", kind=kind, action=action, failed=who["email"], message_id=_id(world), thread=thread,
        subject="Undelivered Mail Returned to Sender",
    )  # fmt: skip
    body = (
        "--=_b\r\nContent-Type: text/plain\r\n\r\nThe mail could not be delivered.\r\n--=_b\r\n"
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\n"
        f"Final-Recipient: rfc822; {who['email']}\r\nAction: {'failed' if dead else 'delayed'}\r\nStatus: {status}\r\n"
        f"--=_b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {thread or '<x@y.example>'}\r\nTo: {who['email']}\r\n--=_b--"
    )
    report = 'multipart/report; report-type=delivery-status; boundary="=_b"'
    world.office.arrive(
        "INBOX", write(card, world.clock.true, body, "Auto-Submitted: auto-replied\r\n", report)
    )
    world.oracle.excused.add(one.company)


def _invitation(world: World, one: Round, who: dict[str, Any], days: int) -> None:
    card = Card(
        who["email"], kind=Kind.INVITATION, action=Action.STOP, message_id=_id(world), subject="Second round"
    )
    start = world.clock.true + timedelta(days=7 + days)
    body = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
        f"UID:{world.seq}@acme\r\nDTSTAMP:{world.clock.true:%Y%m%dT%H%M%SZ}\r\nDTSTART:{start:%Y%m%dT%H%M%SZ}\r\n"
        f"SUMMARY:Second round\r\nORGANIZER:mailto:{who['email']}\r\nATTENDEE:mailto:{SAM}\r\n"
        "END:VEVENT\r\nEND:VCALENDAR"
    )
    arrived = world.office.arrive(
        "INBOX", write(card, world.clock.true, body, kind="text/calendar; method=REQUEST")
    )
    helper = who.get("role") == "helped"
    world.oracle.excused.add(one.company)
    if not helper:
        company = one.company if _known(world, one, who["email"]) else ""
        world.oracle.answers.append(
            Answer(arrived.seq, arrived.received, "INBOX", who["email"], company, "", card.message_id, one)
        )


def _newsletter(world: World, one: Round, _who: dict[str, Any], _: int) -> None:
    sender = f"news@{one.domain() or 'shop.example'}"
    card = Card(sender, kind=Kind.BULK, action=Action.ALERT, message_id=_id(world), subject="Our autumn sale")
    words = "Everything is ten percent off this week. Unsubscribe below."
    headers = f"List-Id: <news.{sender.partition('@')[2]}>\r\nList-Unsubscribe: <mailto:{sender}>\r\nPrecedence: bulk\r\n"
    world.office.arrive("INBOX", write(card, world.clock.true, words, headers))


def _unrelated(world: World, _one: Round, _who: dict[str, Any], days: int) -> None:
    card = Card(f"friend{days}@home.example", action=Action.NONE, message_id=_id(world), subject="Dinner?")
    world.office.arrive(
        "INBOX",
        write(card, world.clock.true, "Are you free on Saturday?", kind=MIXED if days % 2 else "text/plain"),
    )


def _own_copy(world: World, one: Round, _who: dict[str, Any], _: int) -> None:
    """A copy of a sent mail comes back, from a BCC or from another device."""
    mine = world.oracle.latest_bytes(one)
    if mine:
        world.office.arrive("INBOX", mine)


_MACHINES = {
    "away": _away, "left": _left, "bounce": _bounce, "invitation": _invitation, "newsletter": _newsletter,
    "unrelated": _unrelated, "own copy": _own_copy,
}  # fmt: skip


# --- the candidate


def hand_sent(world: World, number: int, person: int) -> None:
    """The candidate writes to somebody at the company from their phone; the mail is in Sent."""
    one, who = _person(world, number, person)
    card = Card(SAM, who["email"], message_id=_id(world), subject="One more thing")
    arrived = world.office.arrive(
        "Sent", write(card, world.clock.true, "I forgot to say how much I liked it.")
    )
    world.oracle.wrote_by_hand(one, who, arrived, card.message_id)


def stop(world: World, number: int) -> None:
    """The candidate answers the last sheet from their phone with one word: stop."""
    one = world.rounds[number]
    sheet = world.oracle.sheets.last(one)
    if sheet:
        card = Card(SAM, SAM, thread=sheet.message_id, message_id=_id(world), subject="Re: your call")
        world.office.arrive("Sent", write(card, world.clock.true, "Stop."))
        world.oracle.sheets.stops.append((world.seq, sheet))
