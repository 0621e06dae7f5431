"""Answers that come from another address than the expected one, and the candidate's answer about a mail in doubt.

Each class is a mail as such services write it, so that a thorough life judges it with the real code. In a quick life,
its card says what it names.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from answer_words import Written
from events import Event
from mail_writer import SAM, Card, write
from more_answers import FURTHER_CLASSES
from oracle_journal import Answer

from followupd.inbound.verdict import Action, Kind
from followupd.journal.fact_json import parse_fact
from followupd.journal.facts import Received
from followupd.writing.notices.mail_notices import make_notice_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from events import Setup
    from rounds import Round
    from world import World

NEWS = "There is news about your interview as {role} at {company}. Please call me when you can."
DECISION = "Unfortunately {company} has decided to go ahead with another candidate for {role}."
TO_OTHER_FOLDERS = ("INBOX", "INBOX", "Junk", "Bewerbungen")


def _another_domain(one: Round) -> Written:
    return Written(
        f"people{one.number}@{one.company.lower()}-holding.example", f"{one.company} GmbH: your interview"
    )


def _body_only(one: Round) -> Written:
    return Written(f"jo{one.number}@mail-of-jo.example", "Hello")


def _agency(one: Round) -> Written:
    text = "Hello,\r\n\r\nour client {company} has asked me to write to you. {words}\r\n\r\nDora\r\nTalent Partners"
    return Written(f"dora{one.number}@agency.example", "Your application", text)


def _relay(one: Round) -> Written:
    return Written("no-reply@greenhouse.io", f"Your application for {one.position} at {one.company} GmbH")


def _portal(one: Round) -> Written:
    name = one.lead["name"]
    text = f"{name} has sent you a protected message. Read it in the portal.\r\n\r\n{{words}}"
    sender = f"no-reply{one.number}@securemail.example"
    return Written(sender, f"{name} sent you a secure message", text, name=name)


def _signature(one: Round) -> Written:
    return Written(
        f"sign{one.number}@signing.example",
        f"{one.company} GmbH: please sign your contract",
        "Please sign. {words}",
    )


def _card(one: Round) -> Written:
    event = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:{mark}@book.example\r\n"
        "DTSTAMP:{stamp}\r\nDTSTART:{start}\r\nSUMMARY:{company}: second interview, {role}\r\n"
        f"ORGANIZER:mailto:book{one.number}@book.example\r\nATTENDEE:mailto:{SAM}\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    return Written(
        f"book{one.number}@book.example", f"{one.company} GmbH", event, kind="text/calendar; method=REQUEST"
    )


def _forwarded(one: Round) -> Written:
    body = (
        "--=_b\r\nContent-Type: text/plain\r\n\r\nFor you, I think.\r\n--=_b\r\nContent-Type: message/rfc822\r\n\r\n"
        f"From: {one.lead['name']} <{one.lead['email']}>\r\nTo: friend@friends-of-sam.example\r\nSubject: For Sam\r\n"
        "Content-Type: text/plain\r\n\r\n{words}\r\n--=_b--"
    )
    kind = 'multipart/mixed; boundary="=_b"'
    return Written(
        f"friend{one.number}@friends-of-sam.example",
        "Fwd: For Sam",
        body,
        kind=kind,
        person=one.lead["email"],
    )


def _alias(one: Round) -> Written:
    spelt = str(one.lead["email"]).replace("@", "_at_").replace(".", "_")
    return Written(f"{spelt}_k2j3@privaterelay.example", "Hello", person=one.lead["email"])


def _phone_notice(one: Round) -> Written:
    number = one.lead["phone"]
    text = f"You have a new voicemail from {number}, 0:42. Listen to it in the app."
    return Written("no-reply@phone-company.example", f"Voicemail from {number}", text, phone=number)


# The classes that lives draw from. Another class here would change every life that has such an answer.
DRAWN_CLASSES: dict[str, Callable[[Round], Written]] = {
    "another domain": _another_domain, "body only": _body_only, "agency": _agency, "relay": _relay, "portal": _portal,
    "signature": _signature, "card": _card, "forwarded": _forwarded, "alias": _alias, "phone notice": _phone_notice,
}  # fmt: skip
CLASSES = DRAWN_CLASSES | FURTHER_CLASSES


def heard(world: World, number: int, class_: str, folder: str, form: str) -> None:
    """An answer comes from an unexpected address; `form`: plain, or decision."""
    one = world.rounds[number]
    if (
        not one.known
        or one.copied_from
        or (class_ in ("phone notice", "text message") and "phone" not in one.lead)
    ):
        return
    written = CLASSES[class_](one)
    is_decision = form == "decision"
    names = "" if written.name or written.person or written.phone else one.company
    card = Card(
        written.sender, kind=Kind.INVITATION if class_ == "card" else Kind.REPLY,
        action=Action.STOP if written.person or written.phone else Action.PAUSE, message_id=f"<h{world.seq}@post.example>",
        subject=written.subject, company=names, doubtful=written.name, person=written.person,
        phone=written.phone, is_decisive=is_decision or class_ in ("card", "signature", "group"),
    )  # fmt: skip
    arrived = world.office.arrive(folder, write(card, world.clock.true, _fill(written, world, one, is_decision), written.headers, written.kind))  # fmt: skip
    _excuse_copies(world, one)
    world.oracle.answers.append(
        Answer(
            arrived.seq, arrived.received, world.office.landing(folder), written.person or written.sender, "", written.name,
            card.message_id, one, names=card.company, phone=written.phone, is_plain=not card.is_decisive,
            refusal=is_decision and "{words}" in written.text,
        )
    )  # fmt: skip


def _fill(written: Written, world: World, one: Round, is_decision: bool) -> str:
    company, now = f"{one.company} GmbH", world.clock.true
    words = (DECISION if is_decision else NEWS).format(company=company, role=one.position)
    return written.text.format(
        words=words, company=company, role=one.position, mark=world.seq, stamp=f"{now:%Y%m%dT%H%M%SZ}",
        start=f"{now.replace(year=now.year + 1):%Y%m%dT%H%M%SZ}",
    )  # fmt: skip


def _excuse_copies(world: World, one: Round) -> None:
    """Allow a pause of an unfinished copy, since it still has the same company."""
    for other in world.rounds:
        if other.copied_from:
            world.oracle.excused |= {
                one.company,
                other.company,
                str(other.to_be["company"]).removesuffix(" GmbH"),
            }


def word(world: World, number: int, said: str, folder: str) -> None:
    """The candidate answers the last notice about a doubt with one word. In the INBOX, the answer may be forged."""
    one = world.rounds[number]
    rows = world.store._db.execute("SELECT body FROM fact WHERE body LIKE '%\"received\"%' ORDER BY seq DESC")
    facts = (parse_fact(body) for (body,) in rows)
    doubts = (f for f in facts if isinstance(f, Received) and f.action is Action.PAUSE)
    mail = next((f for f in doubts if not set(one.ids).isdisjoint(f.interviews)), None)
    notice = world.store.find_mail(f"notice/{make_notice_key(mail)}") if mail else None
    if notice:
        card = Card(
            SAM, SAM, thread=notice.message_id, message_id=f"<w{world.seq}@post.example>", subject="Re: asked"
        )
        world.office.arrive(folder, write(card, world.clock.true, said))
    if notice and mail and folder == "Sent":
        world.oracle.words.add(mail.message_id)


def draw_heard(seed: int, setup: Setup) -> list[Event]:
    """Draw answers of these classes, and the candidate's answers about them.

    It has its own random generator, so that a life's other draws stay the same.
    """
    lot = Random(f"heard {seed}")
    if lot.random() > (0.9 if setup.thorough else 0.15):
        return []
    number, class_ = lot.randrange(len(setup.rounds)), lot.choice(tuple(DRAWN_CLASSES))
    at = lot.uniform(0, min(setup.days, 16) * 1440)
    where = lot.choice(("", "", "", "body", "mail", "walk", "connect", "gate"))
    first = Event(at, "heard", (number, class_, lot.choice(TO_OTHER_FOLDERS), lot.choice(("plain", "plain", "decision"))), where, look=lot.random() < 0.5)  # fmt: skip
    said = lot.choice(("no", "no", "no", "yes", "", ""))
    if not said:
        return [first]
    later, again = at + lot.uniform(5, 3000), at + lot.uniform(3000, 9000)
    folder = "INBOX" if lot.random() < 0.15 else "Sent"
    where = lot.choice(("", "", "body", "mail"))
    events = [first, Event(later, "word", (number, said, folder), where, look=lot.random() < 0.5)]
    if said == "yes":
        when = lot.choice((again, at + (later - at) / 2))
        events.append(Event(when, "steer", (number, "resume", None)))
    if said == "no" and lot.random() < 0.8:
        form = lot.choice(("plain", "decision", "decision"))
        events.append(
            Event(
                again, "heard", (number, class_, lot.choice(TO_OTHER_FOLDERS), form), look=lot.random() < 0.5
            )
        )
    return events


ALL = (heard, word)
