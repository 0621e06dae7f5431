"""Checks that every text can be written, and collects hints, for the command `check`."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain, product
from typing import TYPE_CHECKING

from followupd.adapters.catalogues import list_languages
from followupd.adapters.templates import TemplateFiles
from followupd.adapters.workers.composer import ComposerWorker, load_and_typeset
from followupd.config.cadence import Channel
from followupd.config.places import list_zones
from followupd.config.role_mailboxes import is_presence_known
from followupd.errors import FollowupdError
from followupd.journal.history import History
from followupd.planning.context import Conditions
from followupd.planning.moves import Verb
from followupd.planning.planner import plan_interview
from followupd.planning.public_holidays import is_known_country
from followupd.setup.attachments import check_attachments, find_readable_files
from followupd.setup.importers.records import describe_odd_name
from followupd.writing.draft import DraftRequest
from followupd.writing.letters.letter_note import ADDRESS_EXAMPLE
from followupd.writing.lint.lint import Severity
from followupd.writing.mail.attached_files import check_together
from followupd.writing.own_text import choose_own_text, list_text_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.adapters.system.paths import Paths
    from followupd.config.interview import Interview
    from followupd.config.model import Config

SHIPPED_LANGUAGES = ("de", "en", "es", "fr")
COMMON_ZONES = ("America/New_York", "America/Toronto", "Australia/Sydney", "America/Sao_Paulo", "Europe/Moscow",
                "America/Mexico_City", "Asia/Jakarta")  # fmt: skip


def check_texts(config: Config, paths: Paths, now: datetime) -> tuple[list[str], list[str]]:
    """Write every text of every interview once; return the faults, and the suggestions that would improve it."""
    composer = ComposerWorker()
    try:
        texts = (_check_interview(config, i, paths, now, composer) for i in config.interviews)
        findings = list(dict.fromkeys(chain.from_iterable(texts)))
    finally:
        composer.stop()
    faults = [*check_attachments(paths), *(sentence for is_fault, sentence in findings if is_fault)]
    return faults, [sentence for is_fault, sentence in findings if not is_fault]


def _check_interview(
    config: Config, interview: Interview, paths: Paths, now: datetime, composer: ComposerWorker
) -> Iterator[tuple[bool, str]]:
    template_source = TemplateFiles(paths.templates_folder, interviews_folder=paths.interviews_folder)
    history = History()
    steps = {s.id: s for s in config.steps_of(interview)}
    contacts = {c.key: c for c in interview.contacts}
    # The plan is made as if the interview had just ended, so that each step has a move.
    for move in plan_interview(min(now, interview.end_time), config, history, Conditions(), interview).moves:
        contact, step = contacts[move.touch.contact], steps[move.touch.step]
        location = f"interviews/{interview.id}.yaml: {move.touch.step} to {move.contact_name}"
        try:
            request = DraftRequest(
                config, history.record_of(interview, config), contact, step, move.due, template_source, load_and_typeset,
                own_text=choose_own_text(template_source, interview, step, contact),
                files=find_readable_files(paths, step, contact),
            )  # fmt: skip
            check_together(request.files)
            faults = composer.lint_touch(request) if move.verb is not Verb.DROP else []
        except FollowupdError as fault:
            yield True, f"{location}: {fault}"
        else:
            yield from (
                (f.severity is Severity.HOLD, f"interviews/{interview.id}.yaml: {f.sentence}") for f in faults
            )


def collect_notes(config: Config, paths: Paths) -> list[str]:
    """Return hints that are not errors but worth knowing."""
    notes = [] if config.live else ["test mode (live: false): no mail is sent"]
    if not config.interviews:
        notes.append("there is no interview yet; `followupd add` makes one")
    if config.candidate.language and config.candidate.language not in list_languages():
        languages = ", ".join(list_languages())
        notes.append(f"candidate.language: followupd speaks {languages}; what it writes to you is in English")
    for interview in config.interviews:
        notes += [f"{interview.id}: {note}" for note in _collect_interview_notes(interview, config, paths)]
    return [*notes, *_describe_unread_files(paths), *_describe_unread_texts(config, paths)]


def _collect_interview_notes(interview: Interview, config: Config, paths: Paths) -> Iterator[str]:
    country = config.country_of(interview)
    if not is_known_country(country):
        yield f"the holidays of {country} are not known; only weekends count"
    yield from _describe_zone(interview, config)
    for language in sorted({interview.language, *(c.language for c in interview.contacts if c.language)}):
        yield from _describe_language(language, paths)
    for contact in interview.contacts:
        if not contact.confirmed:
            yield (
                f"was {contact.shown_name} there? Nothing is sent to them before you write confirmed: true,"
                " or remove them"
            )
        elif not is_presence_known(contact):
            yield (
                f"{contact.email} is a mailbox of a department or a room; nothing is sent to it before you write"
                f" confirmed: true for {contact.shown_name}"
            )
    yield from _describe_missing_details(interview, config)
    yield from _describe_unused_subjects(interview, config, paths)
    names = (interview.company, *(contact.name for contact in interview.contacts))
    yield from filter(None, map(describe_odd_name, names))


def _describe_missing_details(interview: Interview, config: Config) -> Iterator[str]:
    """Report a missing phone number for a call and missing addresses for a letter, before their day comes."""
    if interview.via and not interview.domains and not interview.people_without_agency:
        yield f"the mail domain of {interview.company} is not known; write domains: [acme.example], so that mail from there counts as theirs"
    channels = {step.channel for step in config.steps_of(interview)}
    lead = interview.lead
    if Channel.PHONE in channels and not lead.phone_numbers:
        yield f"for the call, the number of {lead.shown_name} is missing; write phone: below their name"
    if Channel.POST in channels and not lead.post:
        yield f"for the letter, the postal address of {lead.shown_name} is missing; write {ADDRESS_EXAMPLE} below their name"
    if Channel.POST in channels and not config.candidate.post:
        yield f"for the letter, your postal address is missing; write {ADDRESS_EXAMPLE} below candidate: in config.yaml"


def _describe_unused_subjects(interview: Interview, config: Config, paths: Paths) -> Iterator[str]:
    """Report the user's own templates whose subject is never used: a reminder replies to the mail before it."""
    mail_steps = [step for step in config.steps_of(interview) if step.channel is Channel.EMAIL]
    for step in mail_steps[1:]:
        name = f"{step.template_name}.txt"
        if step.is_reminder and any(paths.templates_folder.rglob(name)):
            yield f"the Subject: of your {name} is not used: that mail answers the one before it, under its subject"


def _describe_zone(interview: Interview, config: Config) -> Iterator[str]:
    """Ask for the time zone if the interview was abroad: without it rule 5 cannot be kept."""
    country = config.country_of(interview)
    if country[:2] == config.candidate.country[:2]:
        return
    zones = list_zones(country)
    if interview.zone is None:
        example = next((z for z in zones if z in COMMON_ZONES), zones[0] if zones else "America/New_York")
        yield f"{country} has several time zones, so nothing is sent; write theirs, for example zone: {example}"
    elif interview.zone == config.candidate.zone and zones and interview.zone not in zones:
        yield f"its zone is yours ({interview.zone}), its country is not; is that right?"


def _describe_language(language: str, paths: Paths) -> Iterator[str]:
    own_texts = paths.templates_folder / language
    if language in SHIPPED_LANGUAGES or own_texts.is_dir():
        return
    yield (
        f"there are no texts in {language!r}, so nothing is sent; write language: de, en, es or fr,"
        f" or put texts of your own into {own_texts}"
    )


def _describe_unread_texts(config: Config, paths: Paths) -> Iterator[str]:
    """Report the text files of an interview that belong to no mail."""
    for interview in config.interviews:
        steps = [s for s in config.steps_of(interview) if s.channel is Channel.EMAIL]
        names = {
            name for s, c in product(steps, interview.contacts) for name in list_text_names(interview, s, c)
        }
        for path in sorted((paths.interviews_folder / interview.id).glob("*.txt")):
            if path.name not in names:
                example = next(iter(sorted(names)), "")
                yield f"interviews/{interview.id}/{path.name}: is the mail of no step and person; call it {example}"


def _describe_unread_files(paths: Paths) -> Iterator[str]:
    """Report what is in interviews/ but is not read: folders with files in them, and files with a wrong name."""
    with suppress(OSError):
        for path in sorted(paths.interviews_folder.iterdir()):
            if path.name.startswith(".") or path.name.endswith("~"):
                continue
            if path.is_dir() and any(path.glob("*.yaml")):
                yield f"interviews/{path.name}: its files are not read; an interview is a file in interviews/ itself"
            elif (
                path.is_file()
                and path.suffix in {"", ".txt", ".json", ".md"}
                and not path.with_suffix("").suffix
            ):
                yield f"interviews/{path.name}: is not read under this name; call it {path.stem}.yaml"
