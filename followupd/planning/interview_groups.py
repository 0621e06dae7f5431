"""Groups the interviews that affect each other: those with one company, or with one person. Pure.

Events in one group do not affect another, except by the number of mails on one day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.journal.history import History


def group_interviews(config: Config, history: History) -> list[tuple[Interview, ...]]:
    """Return the interviews in groups, each in the order of the configuration."""
    groups_by_tie: dict[object, list[Interview]] = {}
    for interview in config.interviews:
        ties = list(_list_ties(config, history, interview))
        groups = [groups_by_tie[tie] for tie in ties if tie in groups_by_tie]
        members = _unite(groups, interview)
        former_ties = (t for one in members for t in _list_ties(config, history, one)) if groups else ties
        groups_by_tie.update(dict.fromkeys(former_ties, members))
    unique_groups = {id(members): members for members in groups_by_tie.values()}
    position_by_id = {interview.id: number for number, interview in enumerate(config.interviews)}
    return [tuple(sorted(g, key=lambda one: position_by_id[one.id])) for g in unique_groups.values()]


def _unite(groups: Sequence[list[Interview]], interview: Interview) -> list[Interview]:
    """Return the members of all these groups, and one more."""
    members = {one.id: one for group in groups for one in group}
    return [*members.values(), interview]


def _list_ties(config: Config, history: History, interview: Interview) -> Iterator[object]:
    """Yield the ties of an interview to others: the ids that it has had, the company, its domains and the people."""
    record = history.record_of(interview, config)
    yield "company", record.full_company.key
    yield from (("domain", domain) for domain in record.full_company.domains)
    yield from (("address", address) for contact in interview.contacts for address in contact.addresses)
    yield from (("id", id_) for id_ in record.ids | record.sibling_ids)
