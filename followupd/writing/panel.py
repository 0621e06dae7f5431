"""Chooses what each person of a panel reads. Colleagues compare their mails, so no sentence may be in two of them.

Openings, middles and closings differ, the keywords differ in order and number, and each strength goes to one person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.config.cadence import FAREWELL_STEP
from followupd.config.interview import ContactRole
from followupd.writing.language.user_strengths import list_topics

if TYPE_CHECKING:
    from followupd.config.cadence import Step
    from followupd.config.interview import Contact, Interview

WORDINGS = 3  # number of openings, middles and closings in a template
_KEYWORD_COUNTS = (3, 2, 1)  # by rank in the panel


def is_for_panel(step: Step) -> bool:
    """Return whether a step writes to several people of an interview, who may compare their mails."""
    return not step.is_reminder and step != FAREWELL_STEP


def rank_in_panel(interview: Interview, contact: Contact) -> int:
    """Return a person's place among those with the same role, from 0: the lead first, then as in the file."""
    peers = [one for one in interview.contacts if one.role is contact.role]
    peers.sort(key=lambda one: one is not interview.lead)
    return next((rank for rank, one in enumerate(peers) if one.key == contact.key), 0)


def choose_wording(interview: Interview, contact: Contact) -> dict[str, int]:
    """Return which of three openings, middles and closings this person's mail uses, each 1 to 3.

    An orthogonal array (nine rows, three columns) is used. Among nine people of one role, no two mails share more than
    one part. The lead has 1, 1, 1.
    """
    row, column = divmod(rank_in_panel(interview, contact), WORDINGS)
    return {
        "opening": column + 1,
        "middle": (column + row) % WORDINGS + 1,
        "closing": (column + 2 * row) % WORDINGS + 1,
    }


def share_keywords(interview: Interview, contact: Contact) -> list[str]:
    """Return all keywords in the order for this person; the order of each person begins with another keyword."""
    keywords = list_topics(interview.keywords, contact.language or interview.language)
    rank = rank_in_panel(interview, contact)
    start = (rank + rank // WORDINGS) % len(keywords) if keywords else 0
    return keywords[start:] + keywords[:start]


def choose_keywords(interview: Interview, contact: Contact) -> list[str]:
    """Return the keywords for this person's mail: three for the lead, fewer for others."""
    count = _KEYWORD_COUNTS[rank_in_panel(interview, contact) % len(_KEYWORD_COUNTS)]
    return share_keywords(interview, contact)[:count]


def share_strengths(interview: Interview, contact: Contact) -> list[str]:
    """Return the strengths for this person's mail: each goes to one interviewer, and a spare one to the first."""
    panel_role = ContactRole.INTERVIEWER if interview.via else interview.lead.role
    interviewers = [one for one in interview.contacts if one.role is panel_role]
    if contact.role is not panel_role:
        return list(interview.strengths)
    rank, strengths = rank_in_panel(interview, contact), interview.strengths
    spare_strengths = strengths[len(interviewers) :] if rank == 0 else []
    return [*strengths[rank : rank + 1], *spare_strengths[:1]]
