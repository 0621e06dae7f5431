"""A mail of one class of answers, before it has words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """A mail of one class, before it has words."""

    sender: str
    subject: str
    text: str = "{words}"
    headers: str = ""
    kind: str = "text/plain; charset=utf-8"
    name: str = ""  # of the contact that it names
    person: str = ""  # the contact's address that it carries or spells
    phone: str = ""  # the contact's number that it names
