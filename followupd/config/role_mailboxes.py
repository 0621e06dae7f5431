"""Addresses that belong to a department, a machine or a room, and to no single person. Pure."""

from __future__ import annotations

import re

ROBOT_ADDRESS = re.compile(
    r"(?:no-?_?\.?reply|do-?not-?reply|notifications?|calendar(?:-notification|-server)?|scheduling|bookings?|invites?|mailer-daemon)"
    r"(?:[+._-].*)?@|@(?:group|import)\.(?:v\.)?calendar\.google\.com$"
)
# What people call an address that several of them read, in the languages of the first customers.
GROUP_WORDS = (
    r"hr|rh|rrhh|human|resources|people|ops|recruit(?:ing|ment|er|ers)?|talents?|acquisition|hiring|jobs?|careers?|karriere"
    r"|bewerbung(?:en)?|personal(?:abteilung)?|emplois?|empleos?|carriere|recrutement|seleccion|interviews?(?:ers)?|panel"
    r"|team|teams|office|info|contact|kontakt|all|staff|everyone|group|list|department|abteilung|reception|empfang"
    r"|hello|hallo|mail|admin|administration|support|service|sekretariat|secretary|secretariat|engineering|developers"
)
GROUP_ADDRESS = re.compile(rf"(?:{GROUP_WORDS})(?:[-_.+]?(?:{GROUP_WORDS}|\d+))*@")
_ROOM_ADDRESS = re.compile(
    r"(?:meeting|conf|conference|board)?[-_.]?(?:room|raum|sala|salle)(?:[-_.\d].*)?@|@resource\.calendar\.google\.com$"
)


def is_role_mailbox(address: str) -> bool:
    """Tell whether an address is that of a department, a machine or a room."""
    plain = address.strip().lower()
    return any(p.match(plain) for p in (GROUP_ADDRESS, _ROOM_ADDRESS)) or bool(ROBOT_ADDRESS.search(plain))
