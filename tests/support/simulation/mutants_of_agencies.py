"""Mutants of interviews through an agency."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mail_writer import swapped
from mutation import mutant

from followupd.config.interview import ContactRole, Interview
from followupd.engine.scanning import watching
from followupd.journal import company as companies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.config.interview import Contact
    from followupd.inbound.matching.watchlist import WatchedInterview
    from followupd.journal.company import Company
    from followupd.journal.record import InterviewRecord


@mutant(first=43)
def hear_nobody_of_the_agency() -> Iterator[None]:
    watch, build = watching._watch_interview, companies._build_company

    def leave_agency_out(record: InterviewRecord) -> WatchedInterview:
        watched, people = watch(record), {c.key for c in record.interview.people_without_agency}
        contacts = tuple(c for c in watched.contacts if c.id in people or not record.interview.via)
        return replace(watched, contacts=contacts)

    def leave_domain_out(
        key: str, domains: tuple[str, ...], met_addresses: tuple[str, ...], _: tuple[str, ...]
    ) -> Company:
        return build(key, domains, met_addresses, ())

    with swapped(
        (watching, "_watch_interview", leave_agency_out), (companies, "_build_company", leave_domain_out)
    ):
        yield


@mutant(first=8)
def remind_the_company_past_its_agency() -> Iterator[None]:
    def choose_interviewer(interview: Interview) -> Contact:
        people = [c for c in interview.contacts if c.role is not ContactRole.AGENCY] or interview.contacts
        return next((c for c in people if c.role is ContactRole.INTERVIEWER), people[0])

    with swapped((Interview, "lead", property(choose_interviewer))):
        yield
