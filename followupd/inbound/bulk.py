"""Mail to many: lists, newsletters, notifications, advertising.

Headers decide where they speak. Where they are silent, traits add up; a mail that answers something is a person's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.applicant_systems import relay_of
from followupd.inbound.auto_reply import UNREAD, declared_generated, unread
from followupd.inbound.greeting import above_close, closed, greeted, signed
from followupd.inbound.intent import about_hiring, decided
from followupd.inbound.parsing.addresses import (
    addresses,
    author,
    display_name,
    domain_of,
    ids,
    is_freemail,
    organisation,
)
from followupd.inbound.parsing.text import bytes_of, folded
from followupd.inbound.phrases import bulk as say
from followupd.inbound.phrases.auto_reply import APPLIED, DESK
from followupd.inbound.verdict import in_quotes

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import Headers, Mail

ENOUGH = 3
NEW_THREAD_INDEX = 22  # bytes
MANY, VERY_MANY = 4, 10
A_CROWD = 8
_PICTURE = re.compile(rb"<img[^>]{1,300}http")
A_NOTE, A_LETTER = 600, 1_500  # characters
A_PITCH = 12_000  # characters within which advertising comes to the point


def threaded(headers: Headers) -> bool:
    """Say whether the mail names another one that it answers (RFC 5322 §3.6.4)."""
    named = any(headers.first(name).strip() for name in ("in-reply-to", "references"))
    # Outlook gives a new mail 22 bytes of Thread-Index, and each answer five more (MS-OXOMSG §2.2.1.3).
    return named or len(bytes_of(headers.first("thread-index").encode(), "base64")) > NEW_THREAD_INDEX


def bulk(mail: Mail) -> str:
    """Return what shows that the mail went to many, or an empty string."""
    # Seen in practice: people answer on lists and through ticket systems, with every list header on their mail.
    if threaded(mail.headers):
        return ""
    if listed := by_header(mail.headers):
        return listed
    if say.ANSWER.match(mail.subject):
        return ""
    if say.FEED.match(mail.text):
        return "its text is an entry of a feed"
    if noticed := notifies(mail) or _of_no_concern(mail):
        return noticed
    traits = [(name, weight) for name, weight, found in _traits(mail) if found]
    telling = sum(weight for name, weight in traits if name in say.TELLING)
    total = sum(weight for _, weight in traits)
    beyond = any("subject" not in name for name, _ in traits)  # a subject alone shows nothing
    found = beyond and telling > 1 and total >= ENOUGH + _personal(mail)
    return "its traits: " + ", ".join(name for name, _ in traits) if found else ""


def _personal(mail: Mail) -> int:
    """Weigh what speaks for a person: a quotation, words of hiring, a salutation and a close."""
    text = folded(mail.text[:20_000])
    greets = say.SALUTATION.search(text) and not say.KIND_OF_PEOPLE.search(text)
    courteous = bool(greets) + bool(say.CLOSE.search(text))
    named = (
        3 * (greeted(mail) and not _to_lists(mail.headers))
        + 2 * signed(mail)
        + 3 * bool(say.ACQUAINTED.search(text))
    )
    return 2 * bool(say.QUOTED.search(mail.text[:20_000])) + 3 * about_hiring(text) + courteous + named


def advertises(mail: Mail) -> bool:
    """Say whether the words are those of mail to many: news, jobs on offer, a shop; whatever the headers say."""
    if say.NEWS_SENDER.search(author(mail.headers)):
        return True
    text = folded(f"{mail.subject}\n{mail.text[:20_000]}")
    campaign = mail.headers.has(*say.CAMPAIGN) and not about_hiring(text)
    told = (say.UNSUBSCRIBE.search(text), say.NEWS.search(mail.subject), say.OFFERED.search(text), campaign)
    return sum(map(bool, told)) > 1 or len({hit[0][:12] for hit in say.SALES.finditer(text)}) > 1


def notifies(mail: Mail) -> str:
    """Return what shows a robot's notice that decides nothing, whoever it writes for: an account, a code, a survey."""
    if decided(mail.text) or passes_on(mail):
        return ""
    text, robot = folded(f"{mail.subject}\n{_anew(mail)[:6000]}"), _by_robot(mail.headers)
    hit = say.ACCOUNT.search(text) or (robot and say.WATCHED.search(text))
    if robot and say.OFFERED.search(folded(mail.subject)) and not (signed(mail) or "?" in text):
        return "a robot's sender and a subject that offers jobs"
    if hit and (robot or say.DISOWNED.search(text)):
        return f"a robot's words {in_quotes(hit[0])}"
    asked = say.RATED.search(text) or (say.SURVEY.search(text) and say.ASKED.search(text))
    if asked and (robot or (say.ANONYMOUS.search(text) and not signed(mail))):
        return "a survey of candidates"
    return ""


def _of_no_concern(mail: Mail) -> str:
    """Return what shows that a program wrote of something else than hiring, in answer to nothing."""
    text = folded(f"{mail.subject}\n{_anew(mail)[:6000]}")
    if relay_of(author(mail.headers), {}) or about_hiring(text) or APPLIED.search(text):
        return ""
    hires = say.HIRES.search(folded(f"{display_name(mail.headers)}\n{mail.subject}"))
    if hires and not say.OFFERED.search(text):
        return ""
    if passes_on(mail) or decided(mail.text):
        return ""
    if unread(mail.headers) and not _answerable(mail.headers):
        return f"the sender {author(mail.headers)} only sends, and no word is of hiring"
    if declared_generated(mail.headers) and not DESK.search(text):
        return "Auto-Submitted, an answer to nothing, and no word is of hiring"
    traded = len({hit[0] for hit in say.TRADE.finditer(text)}) > 1 and say.NUMBERED.search(text)
    return "the words of a shop or a carrier" if traded and not signed(mail) else ""


def _answerable(headers: Headers) -> bool:
    """Say whether a sender that nobody reads stands for somebody: the answers go elsewhere."""
    others = addresses(headers.first("reply-to"))
    nameless = bool(headers.first("reply-to").strip()) and not others
    return nameless or any(other != author(headers) and not UNREAD.match(other) for other in others)


def _by_robot(headers: Headers) -> bool:
    declared = unread(headers) or declared_generated(headers)
    return declared or bool(relay_of(author(headers), {})) or _robotic(author(headers))


def by_hand(mail: Mail) -> bool:
    """Say whether a short mail greets its reader and is signed by its author, both by name, and leads nowhere."""
    short = len(mail.text) < A_LETTER and len(say.LINK.findall(mail.everything[:60_000])) <= 1
    return short and greeted(mail) and signed(mail) and not advertises(mail)


def passes_on(mail: Mail) -> bool:
    """Say whether a network passes on what one person wrote to another."""
    sender = author(mail.headers).partition("@")[0]
    return bool(
        say.PASSED.search(sender) or say.MESSAGED.search(folded(f"{mail.subject}\n{mail.text[:2000]}"))
    )


def by_header(headers: Headers) -> str:
    """Return the header that mail to many carries, or an empty string."""
    for name, value in headers.fields:
        told = value.lower()
        if name in say.LISTED:
            return f"the header {'-'.join(word.capitalize() for word in name.split('-'))}"
        if name == "precedence" and told in ("bulk", "list", "junk"):
            return f"Precedence: {told}"
        if name in (
            "x-mailer",
            "user-agent",
            "x-sender-program",
            "x-mailer-info",
        ) and say.SENDING_PROGRAMS.search(told):
            return f"the sending program {value[:40]}"
    return ""


def _traits(mail: Mail) -> list[tuple[str, int, bool]]:
    """Return the traits of mail to many: name, weight, and whether this mail shows it."""
    sender, subject = author(mail.headers), mail.subject
    letter = _letter(mail)
    text = folded(_above_signature(letter))
    said = (*say.SALES.finditer(text), *say.PITCH.finditer(text[:A_PITCH]))
    sales = {hit[0][:12] for hit in said}
    gaudy = {hit[0][:8] for hit in say.GAUDY.finditer(folded(subject) + " " + text)}
    links = max(len(say.LINK.findall(mail.everything[:60_000])), _markup(mail).count(b"<a "))
    prices = {hit[0] for hit in say.PRICE.finditer(text)}
    return [
        ("a way to unsubscribe", 2, bool(say.UNSUBSCRIBE.search(text))),
        ("words of advertising", min(6, len(sales)), bool(sales)),
        ("gaudy words", min(3, len(gaudy)), bool(gaudy)),
        ("a robot's sender", 2, _robotic(sender)),
        ("prices", min(2, len(prices)), bool(prices)),
        ("addressed to a kind of people", 2, bool(say.KIND_OF_PEOPLE.search(text))),
        ("addressed to a list", 2, _to_lists(mail.headers)),
        ("a link to follow", 1, bool(say.CALL.search(text))),
        ("a linked picture and no text", 3, _picture(mail)),
        ("a newsletter's subject", 2, bool(say.NEWS.search(subject))),
        ("a loud subject", 1, bool(say.SHOUT.search(subject) or say.CAPITALS.search(subject))),
        ("HTML only", 1, not mail.of_type("text/plain") and bool(mail.of_type("text/html"))),
        ("many links", 1 + (links >= VERY_MANY), links >= MANY),
        ("addressed to nobody or to many", 1, _unaddressed(mail.headers)),
        ("an odd sender", 1, _odd_sender(mail.headers, sender)),
    ]


def _letter(mail: Mail) -> str:
    """Return a letter without what stands below its close, where somebody writes to somebody; else the whole text."""
    text = _anew(mail)
    above = above_close(text)
    addressed = greeted(mail) or (
        closed(mail) and (len(above) < A_NOTE or say.SALUTATION.search(folded(above)))
    )
    return above if addressed else text


def _anew(mail: Mail) -> str:
    """Return the text above what is quoted below it, which is somebody else's."""
    text = mail.text[:30_000]
    quoted = say.QUOTED.search(text)
    above = text[: quoted.start()] if quoted else ""
    return above if above.strip() else text


def _above_signature(text: str) -> str:
    """Cut a signature, where companies put links, rights and ways to unsubscribe under a person's few words."""
    above, _, below = text.partition("\n--\n" if "\n--\n" in text else "\n-- \n")
    return above if below.strip() and above.strip() else text


def _robotic(sender: str) -> bool:
    local, domain = sender.partition("@")[0], domain_of(sender)
    named = bool(say.DOMAIN.search(domain) or say.SENDER_NAMES.search(domain)) and not is_freemail(domain)
    return named or bool(say.ROLE.match(local))


def _unaddressed(headers: Headers) -> bool:
    to = [address for value in headers.every("to") + headers.every("cc") for address in addresses(value)]
    undisclosed = "undisclosed" in headers.first("to").lower()
    return not to or undisclosed or len(to) > A_CROWD or to == [author(headers)]


def _picture(mail: Mail) -> bool:
    """Say whether the mail is a picture that lies elsewhere, with a link on it, and not a word."""
    shown = _markup(mail)
    return not mail.text.strip() and b"<a " in shown and bool(_PICTURE.search(shown))


def _markup(mail: Mail) -> bytes:
    return b"\n".join(part.content[:60_000].lower() for part in mail.of_type("text/html")[:2])


def _to_lists(headers: Headers) -> bool:
    to = [address for value in headers.every("to") for address in addresses(value)]
    return bool(to) and all(say.A_LIST.search(address) for address in to)


def _odd_sender(headers: Headers, sender: str) -> bool:
    local, domain = sender.partition("@")[0], domain_of(sender)
    made = ids(headers.first("message-id"))
    forged = (
        is_freemail(domain)
        and bool(made)
        and organisation(domain_of(made[0].strip("<>").lower())) != organisation(domain)
    )
    answers = [domain_of(address) for address in addresses(headers.first("reply-to"))]
    elsewhere = any(organisation(other) != organisation(domain) for other in answers)
    noisy = bool(re.search(r"\d{4,}|\d+[a-z]+\d+|[^aeiouy\W\d_]{6,}", local))
    nameless = not display_name(headers) and is_freemail(domain)
    return forged or elsewhere or noisy or nameless or not sender
