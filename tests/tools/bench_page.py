"""What a look at the page costs: 50 interviews of 100 facts each, beside a page without any. Prints milliseconds."""

import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support")]

from builders import received, steered  # noqa: E402
from page_env import Browser, remember  # noqa: E402

from followupd.inbound.verdict import Action, Kind  # noqa: E402
from followupd.web.desk import Desk  # noqa: E402

INTERVIEWS, FACTS, LOOKS = 50, 100, 9
START = datetime(2026, 11, 12, 13, tzinfo=UTC)
EMPTY, FIRST_LOOK = "an empty page", "the first look, with the journal to read"
NEXT_FIRST_LOOK = "the first look at the next start"
GOAL = 0.2  # seconds beyond what an empty page takes


def interview(number: int) -> dict[str, object]:
    """One of fifty companies, with two people."""
    people = [
        (f"Ana Ruiz{number}", f"ana@company{number}.example"),
        (f"Ben Brandt{number}", f"ben@company{number}.example"),
    ]
    return {
        "company": f"Company {number}", "position": "Data Engineer", "at": "2026-11-12 14:00", "zone": "Europe/Berlin",
        "country": "DE-BE", "contacts": [{"name": name, "email": email} for name, email in people],
    }  # fmt: skip


def facts(number: int) -> list[object]:
    """What happened beside the note of the daemon: mails that change nothing."""
    name = f"company{number}"
    return [
        received(
            f"{START + timedelta(hours=i):%Y-%m-%d %H:%M}", f"ana@{name}.example", Action.NONE, kind=Kind.AUTO_REPLY,
            interviews=(name,), uid=i + 1, why="an automatic answer",
        )
        for i in range(FACTS - 1)
    ]  # fmt: skip


def note_interviews(desk: Desk) -> None:
    """Write each interview down, as the daemon does when it first sees the file."""
    for one in desk.config.interviews:
        if snapshot := desk.ledger.record_of(one).new_snapshot:
            desk.store.append(replace(snapshot, at=START))


def time_looks(browser: Browser, place: str, *, after_a_fact: bool = False) -> float:
    """Return the median seconds of a look."""
    seconds = []
    for look in range(LOOKS):
        if after_a_fact:  # of one of the interviews
            at = START + timedelta(days=5, minutes=look)
            remember(browser, steered(f"{at:%Y-%m-%d %H:%M}", "resume", interview="company7"))
        began = time.perf_counter()
        assert browser.get(place).status_code == 200
        seconds.append(time.perf_counter() - began)
    return median(seconds)


def time_first_look(browser: Browser) -> float:
    """Return the seconds of a look at the first page that reads configuration and journal again."""
    browser.run(Desk.close)
    began = time.perf_counter()
    assert browser.get("/").status_code == 200
    return time.perf_counter() - began


def measure_page() -> dict[str, float]:
    """Return the seconds of each kind of look."""
    with tempfile.TemporaryDirectory(prefix="followupd-bench-") as name:
        now = START + timedelta(days=6)
        empty, full = Browser(Path(name) / "empty", now), Browser(Path(name) / "full", now)
        for browser in (empty, full):
            (browser.paths.interviews_folder / "acme.yaml").unlink()
        for number in range(INTERVIEWS):
            full.write_interview(f"company{number}", interview(number))
            remember(full, *facts(number))
        full.run(note_interviews)
        empty.enter()
        full.enter()
        first = time_first_look(full)
        figures = {
            EMPTY: time_looks(empty, "/"),
            FIRST_LOOK: first,
            NEXT_FIRST_LOOK: time_first_look(full),
            "today": time_looks(full, "/"),
            "today, after a new fact": time_looks(full, "/", after_a_fact=True),
            "an interview": time_looks(full, "/interview/company7"),
            "an interview, after a new fact": time_looks(full, "/interview/company7", after_a_fact=True),
            "the account": time_looks(full, "/account"),
            "the calendar": time_looks(full, "/calendar.ics"),
            "a mail": time_looks(full, "/interview/company7/step/check-in/ana-ruiz7"),
            "its journal": time_looks(full, "/interview/company7/journal"),
        }
        empty.close()
        full.close()
    return figures


def main() -> int:
    """Print the figures; 1 if the goal is missed."""
    figures = measure_page()
    empty = figures[EMPTY]
    for what, seconds in figures.items():
        sys.stdout.write(f"{what:45} {seconds * 1000:8.1f} ms  {seconds / empty:6.1f} x\n")
    return int(
        max(s for what, s in figures.items() if what not in (FIRST_LOOK, NEXT_FIRST_LOOK)) - empty > GOAL
    )


if __name__ == "__main__":
    sys.exit(main())
