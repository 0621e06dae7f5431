"""Recognises addresses that belong to a department, a machine or a room, and to no single person. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.config.lazy_pattern import LazyPattern

if TYPE_CHECKING:
    from followupd.config.interview import Contact

ROBOT_ADDRESS = LazyPattern(
    r"(?:no-?_?\.?reply|do-?not-?reply|notifications?|calendar(?:-notification|-server)?|scheduling|bookings?|invites?|mailer-daemon)"
    r"(?:[+._-].*)?@|@(?:group|import)\.(?:v\.)?calendar\.google\.com$"
)
# Names of addresses that several people read, in several languages.
GROUP_WORDS = (
    r"hr|rh|rrhh|human|resources|people|ops|recruit(?:ing|ment|er|ers)?|talents?|acquisition|hiring|jobs?|careers?|karriere"
    r"|bewerbung(?:en)?|personal(?:abteilung)?|emplois?|empleos?|carriere|recrutement|seleccion|interviews?(?:ers)?|panel"
    r"|team|teams|office|info|contact|kontakt|all|staff|everyone|group|list|department|abteilung|reception|empfang"
    r"|hello|hallo|mail|admin|administration|support|service|sekretariat|secretary|secretariat|engineering|developers"
)
GROUP_ADDRESS = LazyPattern(rf"(?:{GROUP_WORDS})(?:[-_.+]?(?:{GROUP_WORDS}|\d+))*@")
# Domains of mailing lists: each address there is read by many people, whatever its name.
LIST_ADDRESS = LazyPattern(
    r"@(?:lists?|listes|listen|listserv|mailman|sympa|groups?)\.[\w-]+\.|@(?:[\w-]+\.)*(?:googlegroups\.com|groups\.io)$"
)
_ROOM_ADDRESS = LazyPattern(
    r"^(?:meeting|conf|conference|board)?[-_.]?(?:room|raum|sala|salle)(?:[-_.\d].*)?@|@resource\.calendar\.google\.com$"
)


def is_presence_known(contact: Contact) -> bool:
    """Return whether the file confirms that a person was there; a shared mailbox needs `confirmed: true`."""
    is_stated = "confirmed" in contact.model_fields_set
    return contact.confirmed and (is_stated or not is_role_mailbox(contact.email))


def is_role_mailbox(address: str) -> bool:
    """Return whether an address belongs to a department, a machine or a room."""
    plain = address.strip().lower()
    is_group = GROUP_ADDRESS.match(plain) is not None
    return is_group or any(p.search(plain) for p in (_ROOM_ADDRESS, ROBOT_ADDRESS, LIST_ADDRESS))
