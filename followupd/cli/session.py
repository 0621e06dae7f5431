"""What the commands share: files, store, and the plan as the daemon would make it."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.adapters.attachment_files import AttachmentFiles
from followupd.adapters.catalogues import load_words
from followupd.adapters.config_files import ConfigFiles, read_config
from followupd.adapters.relays_file import read_relays
from followupd.adapters.store.forecast_file import ForecastFile
from followupd.adapters.store.holiday_years import load_years
from followupd.adapters.store.name_file import NameFile
from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.system.paths import Paths, find_paths
from followupd.adapters.workers.classifier import ClassifierWorker
from followupd.config.active import ActiveConfig
from followupd.config.fields import Moment, check_year
from followupd.engine.conditions import gather_conditions, read_last_receipt
from followupd.engine.ledger import Ledger
from followupd.engine.overview.forecaster import Forecaster
from followupd.engine.safety.troubles import read_troubles
from followupd.errors import UsageError
from followupd.planning.touches import find_by_any_id
from followupd.writing.language.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from followupd.config.interview import Interview
    from followupd.engine.overview.status import Health
    from followupd.journal.facts import Receipt
    from followupd.planning.context import Conditions
    from followupd.planning.moves import InterviewPlan
    from followupd.planning.touches import TouchDetails
    from followupd.writing.draft import DraftRequest


def complete_interviews(ctx: typer.Context) -> list[str]:
    """Return the ids that a shell may complete; faults in the files are not reported here."""
    config = read_config(find_paths(ctx.params.get("config"))).config
    return [i.id for i in config.interviews] if config else []


def complete_steps(ctx: typer.Context) -> list[str]:
    """Return the steps of the interview that was already typed, for completion by the shell."""
    config = read_config(find_paths(ctx.params.get("config"))).config
    interview = config.interview_by_id.get(ctx.params.get("interview", "")) if config else None
    return [step.id for step in config.steps_of(interview)] if config and interview else []


PromiseOption = Annotated[
    str | None,
    typer.Option("--promise", help="The date they named for their decision, 2026-12-14.", show_default=False),
]
InterviewArgument = Annotated[
    str,
    typer.Argument(
        help="The interview's id: the name of its file.",
        show_default=False,
        autocompletion=complete_interviews,
    ),
]
StepArgument = Annotated[
    str,
    typer.Argument(
        help="The step's id, for example check-in.", show_default=False, autocompletion=complete_steps
    ),
]

# The clock of the commands; the demo replaces it with the clock of its story.
current_clock: ContextVar[Callable[[], datetime]] = ContextVar("clock", default=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class CommandContext:
    """Files and store for one command; it uses the same functions as the daemon."""

    paths: Paths
    ledger: Ledger
    store: SqliteStore

    @property
    def now(self) -> datetime:
        """The present moment in UTC."""
        return current_clock.get()()

    @property
    def active_config(self) -> ActiveConfig:
        """The configuration from the files."""
        return self.ledger.active_config

    @property
    def zone(self) -> str:
        """The candidate's time zone."""
        return self.active_config.config.candidate.zone

    def last_receipt(self) -> Receipt | None:
        """Return the daemon's last scan receipt."""
        return read_last_receipt(self.store)

    def plan_interviews(self) -> list[InterviewPlan]:
        """Return what the daemon would do now, each move with its forecast if nothing more comes in."""
        return Forecaster(self.ledger, ForecastFile(self.paths)).plan_interviews(self.now)

    def plan_interview(self, interview_id: str) -> InterviewPlan:
        """Return the plan of one interview. Raises UsageError that names the nearest id."""
        self.find_interview(interview_id)
        return next(plan for plan in self.plan_interviews() if plan.interview == interview_id)

    @property
    def english_words(self) -> Words:
        """English, the language of the commands, with the candidate's time zone."""
        return Words(zone=self.active_config.config.candidate.time_zone)

    def build_health(self, plans: list[InterviewPlan]) -> Health:
        """Return the state of followupd with these plans."""
        from followupd.engine.overview.status import build_health

        return build_health(
            self.ledger, self.now, plans, read_troubles(self.store), self.last_receipt(), None
        )

    def read_conditions(self) -> Conditions:
        """Return what the planner must know at this moment."""
        return gather_conditions(self.ledger, self.last_receipt())

    def build_draft_request(self, details: TouchDetails, due: datetime) -> DraftRequest:
        """Return what the text of a touch is made from, as the daemon has it."""
        from followupd.adapters.templates import TemplateFiles
        from followupd.engine.ledger import build_draft_request
        from followupd.writing.letters.letter_pdf import typeset_letter

        return build_draft_request(
            self.ledger,
            details,
            due,
            TemplateFiles(self.paths.templates_folder, interviews_folder=self.paths.interviews_folder),
            typeset_letter,
        )

    def find_interview(self, name: str) -> Interview:
        """Return an interview by its id. Raises UsageError that names the nearest one."""
        import difflib

        names = [i.id for i in self.ledger.config.interviews]
        if name in names:
            return self.ledger.config.interviews[names.index(name)]
        for record in find_by_any_id(self.ledger.config, self.ledger.history, name):
            id_ = record.interview.id
            raise UsageError(f"{name} is called {id_} by now; say {id_}")
        nearest = difflib.get_close_matches(name, names, n=1)
        hint = (
            f"did you mean {nearest[0]}?"
            if nearest
            else f"there is {', '.join(names) or 'none yet; followupd add'}"
        )
        raise UsageError(f"no interview is called {name!r}; {hint}")


@contextmanager
def open_store(config: Path | None) -> Iterator[tuple[Paths, ActiveConfig, SqliteStore]]:
    """Open files and store for a command without the whole journal or a plan. Raises ConfigError, StoreFault."""
    paths = find_paths(config)
    active_config = ConfigFiles(paths)()
    store = SqliteStore(paths.store_file)
    try:
        yield paths, active_config, store
    finally:
        store.close()


@contextmanager
def open_context(config: Path | None) -> Iterator[CommandContext]:
    """Open files and store for one command, and read the journal. Raises ConfigError, StoreFault."""
    with open_store(config) as (paths, active_config, store):
        load_years(store)
        name_file = NameFile(paths, store.key)
        name_file.load()
        relays = read_relays(paths.relays_file)
        read_file = AttachmentFiles(paths.config.parent)
        ledger = Ledger(store, lambda: active_config, relays, ClassifierWorker(), load_words, read_file)
        yield CommandContext(paths, ledger, store)
        name_file.save(ledger.config)


def find_user_zone(paths: Paths) -> ZoneInfo | None:
    """Return the candidate's zone; None if the files cannot be read. With None, the machine's own zone is used."""
    config = read_config(paths).config
    return config.candidate.time_zone if config else None


def format_local(instant: datetime | None, zone: str) -> str:
    """Return a moment in the candidate's own zone."""
    from zoneinfo import ZoneInfo

    return f"{instant.astimezone(ZoneInfo(zone)):%a %-d %b %Y %H:%M}" if instant else "-"


def parse_until(text: str | None, zone: str) -> datetime | None:
    """Parse `--until 2026-12-01` (the start of that day in the candidate's zone). Raises UsageError."""
    from zoneinfo import ZoneInfo

    if text is None:
        return None
    instant = _parse_date(datetime.fromisoformat, text, "2026-12-01")
    return (instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def parse_promise(text: str | None) -> date | None:
    """Parse `--promise 2026-12-14`. Raises UsageError."""
    return _parse_date(date.fromisoformat, text, "2026-12-14") if text else None


def _parse_date(parser: Callable[[str], Moment], text: str, example: str) -> Moment:
    try:
        value = parser(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no date; write it as {example}") from error
    try:
        return check_year(value)
    except ValueError as error:
        raise UsageError(str(error)) from error
