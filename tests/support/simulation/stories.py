"""Stories: the interviews and everything that happens, all drawn from one seed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml
from again_events import draw_agains
from agency_lives import draw_agency
from approval_modes import read_first
from away_events import draw_away
from begun_events import draw_begun
from debrief_events import draw_debriefs
from draft_events import draw_drafts
from events import Event, Setup
from heard_events import draw_heard
from hostile_events import hostile_scene
from late_approvals import draw_late_approvals
from many_roles import draw_many_roles
from no_show_events import draw_no_shows
from pair_events import draw_pairs
from person_events import draw_person_words
from pydantic import TypeAdapter
from reply_events import draw_replies
from scenes import cadence, copied, scene
from spelling_events import draw_spellings

PLACES = (
    ("Europe/Berlin", "DE-BE"), ("Europe/Berlin", "DE-BY"), ("Europe/London", "GB-ENG"), ("Europe/Paris", "FR"),
    ("America/New_York", "US"), ("America/Los_Angeles", "US"), ("Australia/Sydney", "AU-NSW"),
)  # fmt: skip
PEOPLE = (
    "Ana Alvarez", "Ben Brandt", "Cleo Chen", "Dov Dahl", "Eve Endo", "Fay Fuchs", "Gil Gross", "Ida Ivers",
    "Jon Jung", "Kim Klein", "Lea Lund", "Mia Moss",
)  # fmt: skip
THOROUGH = 0.02  # of all lives, with real texts and the real classifier
COMPANIES = ("Acme", "Brix", "Corva")


@dataclass(frozen=True, slots=True)
class Story:
    """A life, from beginning to end."""

    seed: int
    setup: Setup
    events: tuple[Event, ...] = field(default=())


STORY = TypeAdapter(Story)
KEPT = Path(__file__).parent / "regressions"  # stories that once broke a rule, shrunk to what matters


def kept() -> dict[str, Story]:
    """Return the kept stories by the names of their files."""
    return {p.stem: STORY.validate_python(yaml.safe_load(p.read_text())) for p in sorted(KEPT.glob("*.yaml"))}


def written(story: Story) -> str:
    """Return a story as the text of a file."""
    plain = STORY.dump_python(story, exclude_defaults=True)
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=110, default_flow_style=None)


def tell(seed: int, *, thorough: bool | None = None) -> Story:
    """Draw the story of a seed."""
    lot = Random(seed)
    drawn = lot.random() < THOROUGH
    setup = _setup(lot, drawn if thorough is None else thorough)
    events: list[Event] = []
    span = setup.days * 1440
    for _ in range(lot.choice((0, 1, 2, 3, 4, 6, 9, 14))):
        events += scene(
            lot,
            setup,
            lot.uniform(0, span * 0.9) if lot.random() < 0.4 else lot.uniform(0, min(span, 12 * 1440)),
        )
    rounds = list(setup.rounds)
    for n, data in enumerate(rounds):
        if n and not data["present"] and lot.random() < 0.6:
            original = lot.randrange(n)
            events += copied(lot, original, n, lot.uniform(0, 8 * 1440))
            if lot.random() < 0.5:  # the next round, with the same people
                rounds[n] = {**data, **{k: rounds[original][k] for k in ("company", "contacts")}}
    setup = replace(setup, rounds=tuple(rounds))
    if lot.random() < 0.06:  # the candidate reads mails before they leave
        mode = lot.choice(("first", "all", "unsure"))
        setup = read_first(setup, mode)
        events += [
            Event(
                lot.uniform(0, span * 0.9), "approve", (lot.randrange(len(rounds)),), look=lot.random() < 0.5
            )
            for _ in range(lot.randint(2, 20))
        ]
    if lot.random() < 0.08:
        where = lot.choice(("", "", "body", "mail", "walk", "gate"))
        at = lot.uniform(4 * 1440, span * 0.8)
        events.append(Event(at, "stop", (lot.randrange(len(rounds)),), where, look=lot.random() < 0.3))
    events += hostile_scene(seed, setup)
    events += draw_heard(seed, setup)
    events += draw_away(seed, setup)
    events += draw_agains(seed, setup)
    events += draw_person_words(seed, setup)
    setup, replies = draw_replies(seed, setup, events)
    events += replies
    setup, tellings = draw_debriefs(seed, setup, events)
    events += tellings
    setup, more_events = draw_drafts(seed, setup)
    events += more_events
    events += draw_no_shows(seed, setup)
    events += draw_late_approvals(seed, setup)
    events += draw_pairs(seed, setup)
    setup, signatures = draw_spellings(seed, setup)
    setup, roles = draw_many_roles(seed, setup)
    events += signatures + roles
    setup = draw_agency(seed, setup)
    setup, events = draw_begun(seed, setup, events)
    return Story(seed, setup, tuple(sorted(events, key=lambda e: e.at)))


# --- the beginning


def _setup(lot: Random, thorough: bool) -> Setup:
    start = datetime(2026, 1, 2, 8, tzinfo=UTC) + timedelta(minutes=lot.randrange(500 * 1440))
    home = lot.choice(PLACES)
    count = lot.choice((1, 1, 1, 2, 2, 3))
    sending: dict[str, Any] = {"after_answer": "send_thanks"} if lot.random() < 0.15 else {}
    if lot.random() < 0.2:
        sending["daily_cap"] = lot.randint(1, 3)
    if lot.random() < 0.2:
        sending["hours"] = lot.choice(("09:00-12:00", "07:00-20:00", "10:30-16:45"))
    if lot.random() < 0.05:
        sending["weekend"] = ["fri", "sat"]
    return Setup(
        start, lot.choice((40, 55, 75)), home, tuple(_round(lot, n, start, home, thorough) for n in range(count)), sending,
        save_sent=lot.choice(("auto", "auto", "always", "never")), live=lot.random() > 0.03,
        with_all=lot.random() < 0.2, files_sent=lot.random() < 0.6, thorough=thorough,
    )  # fmt: skip


def _round(
    lot: Random, number: int, start: datetime, home: tuple[str, str], thorough: bool
) -> dict[str, Any]:
    zone, country = home if lot.random() < 0.5 else lot.choice(PLACES)
    company = COMPANIES[min(number, lot.choice((0, 1, 1, 2)))]
    freemail = lot.random() < 0.08
    domain = "gmail.com" if freemail else f"{company.lower()}.example"
    at = start + timedelta(minutes=lot.randint(-300, 4 * 1440))
    data = {
        "id": f"{company.lower()}-{number}", "company": company + lot.choice(("", " GmbH")), "position": f"Role {number}",
        "at": f"{at:%Y-%m-%d %H:%M}", "zone": zone, "country": country, "contacts": _people(lot, number, domain),
        "present": lot.random() < (0.7 if number else 0.85),
    }  # fmt: skip
    if lot.random() < 0.5:
        data["cadence"] = cadence(lot, thorough)
    if lot.random() < 0.1:
        data["promise"] = at.date() + timedelta(days=lot.randint(2, 20))
    return data


def _people(lot: Random, number: int, domain: str) -> list[dict[str, Any]]:
    names = lot.sample(PEOPLE[number * 4 : number * 4 + 4], lot.choice((1, 1, 2, 2, 3, 4)))
    found: list[dict[str, Any]] = []
    for n, name in enumerate(names):
        role = "interviewer" if n == 0 else lot.choice(("interviewer", "met", "helped"))
        home = "friends.example" if role == "helped" else domain
        found.append(
            {
                "name": name,
                "email": f"{name.split()[0].lower()}{number}@{home}",
                "role": role,
                "lead": n == 0,
                "phone": f"+49 30 90182{number}{n}",
            }
        )
    return found
