"""What the commands share: the files of the person, the plan as the daemon would make it."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.adapters.config_files import OrdersFiles, read
from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.system.paths import Places, places
from followupd.adapters.workers.classifier import JudgeChild
from followupd.config.active import Orders
from followupd.config.fields import Moment, near
from followupd.engine.ledger import Ledger
from followupd.engine.sending import now_situation
from followupd.errors import UsageError
from followupd.journal.facts import RECEIPT, Receipt
from followupd.planning.planner import plan
from followupd.planning.touches import called

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from followupd.config.interview import Interview
    from followupd.planning.planner import Outlook
    from followupd.planning.touches import Place
    from followupd.writing.draft import Desk


def interview_names(ctx: typer.Context) -> list[str]:
    """Return the ids that a shell may complete; it is never told of a fault."""
    config = read(places(ctx.params.get("config"))).config
    return [i.id for i in config.interviews] if config else []


def step_names(ctx: typer.Context) -> list[str]:
    """Return the steps of the interview that was already typed, for the shell to complete."""
    config = read(places(ctx.params.get("config"))).config
    interviews = config.interviews if config else []
    chosen = [i for i in interviews if i.id == ctx.params.get("interview")]
    return [step.id for i in chosen for step in config.steps(i)] if config else []


PromiseOption = Annotated[
    str | None,
    typer.Option("--promise", help="The date they named for their decision, 2026-12-14.", show_default=False),
]
InterviewArgument = Annotated[
    str,
    typer.Argument(
        help="The interview's id: the name of its file.", show_default=False, autocompletion=interview_names
    ),
]
StepArgument = Annotated[
    str,
    typer.Argument(
        help="The step's id, for example check-in.", show_default=False, autocompletion=step_names
    ),
]

# What time it is for the commands; the demo runs them by the clock of its story.
clock: ContextVar[Callable[[], datetime]] = ContextVar("clock", default=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Session:
    """One command's look at files and store: the same functions that the daemon runs."""

    places: Places
    ledger: Ledger
    store: SqliteStore

    @property
    def now(self) -> datetime:
        """The present instant, UTC."""
        return clock.get()()

    @property
    def orders(self) -> Orders:
        """What the files say."""
        return self.ledger.orders

    @property
    def zone(self) -> str:
        """The candidate's own zone."""
        return self.orders.config.candidate.zone

    def receipt(self) -> Receipt | None:
        """Return the daemon's last scan receipt."""
        text = self.store.get("receipt")
        return RECEIPT.validate_json(text) if text else None

    def outlooks(self) -> list[Outlook]:
        """Return what the daemon would do now."""
        ledger = self.ledger
        return list(plan(self.now, ledger.config, ledger.history, now_situation(ledger, self.receipt())))

    def desk(self, place: Place, due: datetime) -> Desk:
        """Return what the words of a touch are made from, as the daemon has it."""
        from followupd.adapters.templates import TemplateShelf
        from followupd.engine.ledger import desk_for
        from followupd.writing.letter_pdf import pdf

        return desk_for(self.ledger, place, due, TemplateShelf(self.places.templates), pdf)

    def interview(self, name: str) -> Interview:
        """Return an interview by its id. Raises UsageError that names the nearest."""
        import difflib

        names = [i.id for i in self.ledger.config.interviews]
        if name in names:
            return self.ledger.config.interviews[names.index(name)]
        for named, _ in called(self.ledger.config, self.ledger.history, name):
            raise UsageError(f"{name} is called {named.id} by now; say {named.id}")
        near = difflib.get_close_matches(name, names, n=1)
        known = (
            f"did you mean {near[0]}?"
            if near
            else f"there is {', '.join(names) or 'none yet; followupd add'}"
        )
        raise UsageError(f"no interview is called {name!r}; {known}")


@contextmanager
def session(config: Path | None) -> Iterator[Session]:
    """Open files and store for one command. Raises ConfigError, StoreFault."""
    where = places(config)
    orders = OrdersFiles(where)()
    store = SqliteStore(where.store)
    try:
        yield Session(where, Ledger(store, orders, {}, JudgeChild()), store)
    finally:
        store.close()


def local(instant: datetime | None, zone: str) -> str:
    """Return an instant as the candidate reads it: their own zone."""
    from zoneinfo import ZoneInfo

    return f"{instant.astimezone(ZoneInfo(zone)):%a %-d %b %Y %H:%M}" if instant else "-"


def until_date(text: str | None, zone: str) -> datetime | None:
    """Read `--until 2026-12-01` (the start of that day in the candidate's zone). Raises UsageError."""
    from zoneinfo import ZoneInfo

    if text is None:
        return None
    found = _read(datetime.fromisoformat, text, "2026-12-01")
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def promised_day(text: str | None) -> date | None:
    """Read `--promise 2026-12-14`. Raises UsageError."""
    return _read(date.fromisoformat, text, "2026-12-14") if text else None


def _read(form: Callable[[str], Moment], text: str, example: str) -> Moment:
    try:
        found = form(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no date; write it as {example}") from error
    try:
        return near(found)
    except ValueError as error:
        raise UsageError(str(error)) from error
