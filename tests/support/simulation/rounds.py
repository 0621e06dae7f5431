"""The user's world: interviews as they really are, and the files about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from agency_lives import write_agency
from mail_writer import SAM
from oracle_calendar import Almanac

from followupd.config.active import LastGoodConfig
from followupd.config.cadence import AGENCY_PLAYBOOK, PLAYBOOK
from followupd.config.interview import Interview
from followupd.config.model import Config, LoadResult
from followupd.config.validation import find_duplicates

if TYPE_CHECKING:
    from world import World

    from followupd.config.active import ActiveConfig
    from followupd.config.day_range import DayRange

FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Brief:
    """A step, as the oracle reads it."""

    id: str
    channel: str
    everyone: bool
    count: int
    unit: str
    previous: bool
    latest: tuple[int, str]


@lru_cache(maxsize=4096)
def _brief(id_: str, channel: str, to: str, when: str, latest: str) -> Brief:
    span, _, anchor = when.partition(" after ")
    count, _, unit = span.partition(" ")
    late, _, late_unit = latest.partition(" ")
    return Brief(
        id_, channel, to == "everyone", int(count), unit, anchor == "previous", (int(late), late_unit)
    )


@dataclass(slots=True)
class Round:
    """One real interview. `number` never changes, regardless of the name of its file."""

    number: int
    data: dict[str, Any]
    present: bool = False  # its file exists
    broken: bool = False  # its file cannot be read
    copied_from: Round | None = None  # its file still has the content of the other one's
    to_be: dict[str, Any] = field(default_factory=dict)  # the content once the user has filled it in
    legible: bool = False  # its file is valid in the files of this moment
    shown: bool = False  # ... or in those that the running daemon has read
    noted: bool = False  # a daemon has seen it
    first_due: datetime | None = None  # by the file, when a daemon first saw it
    first_end: datetime | None = None  # ... the end of the interview
    first_seen: list[datetime] = field(default_factory=list)  # several times if a store was restored
    people_seen: dict[int, list[datetime]] = field(default_factory=dict)  # the same for each person
    people_noted: set[int] = field(default_factory=set)  # ... whose moment was recorded
    is_unwritten: bool = False  # ... while the store was locked, so that no fact has the moment
    seen: set[str] = field(default_factory=set)  # addresses that a daemon has seen in it
    noted_as: tuple[str, str] | None = None  # its name and date, when it was last seen
    mistaken: bool = False  # both had changed when it was seen again, so it may count as another round
    # Names of other rounds as which it may count, as the user was told.
    counts_as: set[str] = field(default_factory=set)
    rewritten: int = -1  # when the next round was written over it
    ids: list[str] = field(default_factory=list)  # all names that its file has had

    def __post_init__(self) -> None:
        self.present = self.data.pop("present", True)
        self.ids.append(self.data["id"])

    @property
    def id(self) -> str:
        return str(self.data["id"])

    @property
    def known(self) -> bool:
        """Whether its file exists, and is valid or was valid for the running daemon."""
        return self.present and (self.legible or self.shown)

    def unlike(self) -> bool:
        """Return whether both its name and its date differ from those that were seen, so that nothing links them."""
        was = self.noted_as
        return was is not None and was[0] != self.id and was[1] != self.data["at"]

    @property
    def company(self) -> str:
        return str(self.data["company"]).removesuffix(" GmbH")

    @property
    def position(self) -> str:
        return str(self.data["position"])

    @property
    def contacts(self) -> list[dict[str, Any]]:
        return self.data["contacts"]  # type: ignore[no-any-return]

    @property
    def lead(self) -> dict[str, Any]:
        return next(c for c in self.contacts if c.get("lead"))

    @property
    def people_without_agency(self) -> list[dict[str, Any]]:
        return [c for c in self.contacts if c.get("role") != "agency"]

    @property
    def starts(self) -> datetime:
        zone = ZoneInfo(self.data["zone"])
        return datetime.fromisoformat(self.data["at"]).replace(tzinfo=zone).astimezone(UTC)

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=60)

    def steps(self) -> list[Brief]:
        is_through_agency = any(c.get("role") == "agency" for c in self.contacts)
        raw = self.data.get("cadence") or (AGENCY_PLAYBOOK if is_through_agency else PLAYBOOK)
        return [
            _brief(s["id"], s["channel"], s.get("to", "lead"), s["when"], s.get("latest", "3 business days"))
            for s in raw
        ]

    def addresses(self) -> set[str]:
        """Return every address in the file, now or at a look of a daemon."""
        return self.seen | {a for c in self.contacts for a in (c["email"], *c.get("also", ()))}

    def people(self) -> set[str]:
        """Return the addresses of those who speak for the company."""
        return {
            a for c in self.contacts if c.get("role") != "helped" for a in (c["email"], *c.get("also", ()))
        }

    def domain(self) -> str:
        """Return the company's own domain; empty if its people use a freemail address."""
        found = str(self.lead["email"]).rpartition("@")[2]
        return "" if found == "gmail.com" else found

    def domains(self) -> set[str]:
        """Return the domains of all who decide: the agency's, and also the company's."""
        deciders = (c for c in self.contacts if c["role"] != "helped")
        return {str(c["email"]).rpartition("@")[2] for c in deciders} - {"gmail.com"} | {self.domain()}

    def promise(self) -> date | None:
        return self.data.get("promise")


class Files:
    """The configuration as the user edits it, and the HOLD file."""

    def __init__(self, world: World) -> None:
        self.world = world
        setup = world.story.setup
        self.live, self.hold, self.broken = setup.live, False, False
        self.ever_dry = not setup.live
        self.away: tuple[DayRange, ...] = ()  # days on which the candidate is away
        self.ever_away: set[DayRange] = set()
        self.sending = dict(setup.sending)
        self._base = Config.model_validate(
            {
                "live": True,
                "account": {
                    "address": SAM, "imap": {"host": "imap.example.org", "port": 993},
                    "smtp": {"host": "smtp.example.org", "port": 465}, "save_sent": setup.save_sent,
                },
                "candidate": {"name": "Sam Carter", "zone": setup.home[0], "country": setup.home[1]},
                "sending": {"approve": "none", **self.sending},
            }
        )  # fmt: skip
        self._made: dict[int, tuple[dict[str, Any], Interview]] = {}
        self.edition = 0  # counts how often they were saved
        self.loaded = self._load()  # the result that `config_files.read_config` would have

    def changed(self) -> None:
        """The user has saved a file."""
        self.edition += 1
        self.loaded = self._load()

    def _load(self) -> LoadResult:
        if self.broken:
            return LoadResult(None, ("config.yaml:1: cannot be read",))
        there = [r for r in self.world.rounds if r.present]
        broken = {r.id: f"interviews/{r.id}.yaml:3: cannot be read" for r in there if r.broken}
        good = [self._interview(r) for r in there if not r.broken]
        candidate = self._base.candidate.model_copy(update={"away": list(self.away)})
        candidate.__dict__.pop("away_periods", None)
        both = self._base.model_copy(update={"live": self.live, "interviews": good, "candidate": candidate})
        broken |= {
            good[n].id: f"interviews/{good[n].id}.yaml:5: at: {why}" for n, why in find_duplicates(both)
        }
        for one in self.world.rounds:
            one.legible = one.present and one.id not in broken
        config = both.model_copy(update={"interviews": [i for i in good if i.id not in broken]})
        return LoadResult(config, tuple(broken.values()), broken)

    def halted(self) -> str | None:
        """Return the reason of the HOLD file, or None."""
        return "the file HOLD is there" if self.hold else None

    def afresh(self) -> ActiveConfig | None:
        """Return the configuration that a command reads now; None if it cannot read one."""
        return None if self.broken else LastGoodConfig(self.loaded).active_config(self.halted())

    def allow(self, one: Round) -> bool:
        """Return whether the files let anything go out for an interview."""
        return self.live and not self.hold and not self.broken and one.legible

    def _interview(self, one: Round) -> Interview:
        known = self._made.get(one.number)
        if known is None or known[0] is not one.data:
            written = {k: v for k, v in write_agency(one.data).items() if v is not None}
            known = (one.data, Interview.model_validate(written))
            self._made[one.number] = known
        return known[1]

    def almanac(self, one: Round) -> Almanac:
        return _almanac(
            one.data["zone"], one.data["country"], self.sending.get("hours", "08:30-18:00"),
            tuple(self.sending.get("weekend") or ("sat", "sun")), self.world.story.setup.home[0],
        )  # fmt: skip


@lru_cache(maxsize=256)
def _almanac(zone: str, country: str, hours: str, weekend: tuple[str, ...], home: str) -> Almanac:
    return Almanac(zone, country, hours, list(weekend), home)
