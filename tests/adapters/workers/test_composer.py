"""The words written in a process of its own: the same words, and no template keeps the daemon waiting."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from draft_cases import NOW, desk
from loopback import wait_until
from project_paths import SUPPORT_PATHS

from followupd.adapters.workers.composer import ComposerWorker
from followupd.errors import FollowupdError
from followupd.writing.composer import compose_touch, render_mime

HERE = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, SUPPORT_PATHS))}


@pytest.fixture
def child() -> Iterator[ComposerWorker]:
    made = ComposerWorker()
    yield made
    made.stop()


@pytest.mark.parametrize(
    "step", ["thank-you", "call", "check-in", "letter", "last-note", "rejected", "no-show"]
)
def test_it_writes_what_is_written_here(child: ComposerWorker, step: str) -> None:
    assert child.compose_touch(desk(step), NOW) == compose_touch(desk(step), NOW)
    assert child.compose_touch(desk(step), None) == compose_touch(desk(step), None)
    assert child.compose_touch(desk(step), NOW + timedelta(days=9)) == compose_touch(
        desk(step), NOW + timedelta(days=9)
    )


@pytest.mark.parametrize("step", ["check-in", "letter"])
def test_it_makes_the_same_bytes(child: ComposerWorker, step: str) -> None:
    here = desk(step)
    made = compose_touch(here, NOW).current_draft
    marks = here.config, NOW, "<x@home.example>"
    assert child.render_mime(made, *marks) == render_mime(made, *marks)


def test_it_takes_with_it_what_it_had_to_load() -> None:
    code = """
import sys
from draft_cases import desk, NOW
from followupd.adapters.workers.composer import ComposerWorker
for name in [m for m in sys.modules if m.partition(".")[0] in ("jinja2", "typst", "babel")]:
    del sys.modules[name]
child = ComposerWorker()
print(child.compose_touch(desk("letter"), NOW).draft.attachments[0].name)
print([m for m in ("jinja2", "typst", "babel") if m in sys.modules])
"""
    ended = subprocess.run([sys.executable, "-c", code], env=HERE, capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines() == ["letter.pdf", "[]"]


def test_what_is_wrong_with_a_template_is_said_in_the_same_sentence(
    child: ComposerWorker, tmp_path: Path
) -> None:
    (tmp_path / "check-in.txt").write_text("Subject: Hello\n\n{{ contact.nane }}\n")
    with pytest.raises(FollowupdError) as here:
        compose_touch(desk("check-in", tmp_path), NOW)
    with pytest.raises(FollowupdError) as there:
        child.compose_touch(desk("check-in", tmp_path), NOW)
    assert str(there.value) == str(here.value)


def test_a_template_that_computes_without_end_keeps_nobody_waiting(tmp_path: Path) -> None:
    loops = "{% for a in range(99999) %}" * 3 + "{% endfor %}" * 3
    (tmp_path / "check-in.txt").write_text(f"Subject: Hello\n\nHello, {loops}bye.\n")
    child = ComposerWorker(limit=1)
    with pytest.raises(
        FollowupdError, match="the words could not be written: it was not done after 1 seconds"
    ):
        child.compose_touch(desk("check-in", tmp_path), NOW)
    child.stop()


def test_a_template_that_takes_too_much_of_the_processor_is_not_tried_once_more(tmp_path: Path) -> None:
    loops = "{% for a in range(99999) %}" * 3 + "{% endfor %}" * 3
    (tmp_path / "check-in.txt").write_text(f"Subject: Hello\n\nHello, {loops}bye.\n")
    child = ComposerWorker(limit=250, cpu_seconds=1)  # a busy machine gives it little of the processor
    with pytest.raises(FollowupdError, match="it takes more than 1 seconds of processor time"):
        child.compose_touch(desk("check-in", tmp_path), NOW)
    child.stop()


BUSY = """
import sys
from pathlib import Path
from draft_cases import desk, NOW
from followupd.adapters.workers.composer import ComposerWorker
from worker_processes import children
from threading import Thread
import time
def cpu_ticks(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
child = ComposerWorker()
Thread(target=lambda: child.compose_touch(desk("check-in", Path(sys.argv[1])), NOW), daemon=True).start()
while not children():
    time.sleep(0.05)
(pid,) = children()
while cpu_ticks(pid) < 200:  # it takes half as much to load what it needs
    time.sleep(0.05)
print(pid, flush=True)
time.sleep(600)
"""


def test_one_that_computes_without_end_ends_when_the_daemon_is_killed(tmp_path: Path) -> None:
    loops = "{% for a in range(99999) %}" * 3 + "{% endfor %}" * 3
    (tmp_path / "check-in.txt").write_text(f"Subject: Hello\n\nHello, {loops}bye.\n")
    with subprocess.Popen([sys.executable, "-c", BUSY, tmp_path], stdout=subprocess.PIPE, env=HERE) as daemon:
        assert daemon.stdout
        pid = int(daemon.stdout.readline())
        daemon.kill()
    wait_until(lambda: not Path(f"/proc/{pid}").exists(), "the child has ended")


def test_it_draws_a_picture_and_says_why_it_cannot(child: ComposerWorker) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><rect width="9" height="9"/></svg>'
    assert child.draw_picture(svg, desk("letter").config).startswith(b"\x89PNG\r\n")
    with pytest.raises(FollowupdError, match="the picture cannot be drawn"):
        child.draw_picture("<svg", desk("letter").config)
