"""Finds out which of several interviews with one company a mail means, by its role or its requisition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.matching.match_names import is_requisition_in
from followupd.inbound.names.mentions import plain_role
from followupd.inbound.names.name_forms import compile_name, plain_text

if TYPE_CHECKING:
    from followupd.inbound.matching.watchlist import WatchedInterview
    from followupd.inbound.read_mail import ReadMail


def find_meant_interviews(
    read: ReadMail, interviews: tuple[WatchedInterview, ...]
) -> tuple[WatchedInterview, ...]:
    """Return the interviews whose requisition, else whose role, the mail names; all of them if it names none."""
    text = f"{read.head}\n{plain_text(read.answer_text[:6000])}"
    by_number = tuple(i for i in interviews if is_requisition_in(i.requisition, text))
    meant_interviews = by_number or _find_by_role(interviews, text)
    return meant_interviews or interviews


def _find_by_role(interviews: tuple[WatchedInterview, ...], text: str) -> tuple[WatchedInterview, ...]:
    """Return the interviews whose role a text names.

    Longer roles are searched first, and removed: "Senior Data Engineer" contains "Data Engineer".
    """
    named_roles: set[str] = set()
    for role in sorted({plain_role(interview.role) for interview in interviews}, key=len, reverse=True):
        pattern = compile_name(role)
        if pattern and pattern.search(text):
            named_roles.add(role)
            text = pattern.remove_from(text)
    return tuple(interview for interview in interviews if plain_role(interview.role) in named_roles)
