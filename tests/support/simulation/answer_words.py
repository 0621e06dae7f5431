"""A mail of one class of answers, before its text is filled in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """A mail of one class, before its text is filled in."""

    sender: str
    subject: str
    text: str = "{words}"
    headers: str = ""
    kind: str = "text/plain; charset=utf-8"
    name: str = ""  # the name of the contact in it
    person: str = ""  # the contact's address in it, in any spelling
    phone: str = ""  # the contact's number in it
