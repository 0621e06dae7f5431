"""The pictures of README: python tests/tools/screenshots.py [FOLDER]. The page by Debian's Chromium, the terminal by rich.

Both show the story of the page's tests at one fixed moment, so that a new run makes the same pictures.
"""

import os
import sys
import tempfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support")]

from browser_pilot import enter_page, open_chromium, set_view, take_picture  # noqa: E402
from page_server import serve_page  # noqa: E402
from page_story import NOW, open_story  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.terminal_theme import TerminalTheme  # noqa: E402

from followupd.adapters.system.paths import Paths  # noqa: E402
from followupd.cli import session  # noqa: E402
from followupd.cli.main import app  # noqa: E402

FOLDER = HERE.parents[1] / "docs" / "images"
SCREEN = (1040, 900)
COLUMNS = 112
THEME = TerminalTheme((29, 34, 37), (233, 231, 225), [(29, 34, 37)] * 8)
# rich's own form of the picture would fetch a font from the web.
FORM = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: {char_height}px;
line-height: {line_height}px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def picture_page(paths: Paths, profile: Path) -> bytes:
    """Return the page of an interview, as a PNG."""
    with serve_page(paths, lambda: NOW) as issue_address, open_chromium(profile) as driver:
        set_view(driver, SCREEN)
        base = enter_page(driver, issue_address())
        driver.get(f"{base}/interview/acme")
        return take_picture(driver, whole=False)


def picture_terminal(paths: Paths) -> str:
    """Return what `followupd plan` prints, as an SVG."""
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    console.print("$ followupd plan", style="bold", highlight=False)
    console.print(run_command(paths, "plan").rstrip(), highlight=False, markup=False, no_wrap=True)
    return console.export_svg(title="followupd", theme=THEME, code_format=FORM, unique_id="terminal")


def run_command(paths: Paths, *words: str) -> str:
    """Return what a command prints on the files of the story, at its moment."""
    output = StringIO()
    os.environ |= {
        "FOLLOWUPD_CONFIG": str(paths.config),
        "FOLLOWUPD_STATE": str(paths.state),
        "COLUMNS": str(COLUMNS),
    }
    clock_token = session.current_clock.set(lambda: NOW)
    try:
        with redirect_stdout(output):
            app(list(words), standalone_mode=False)
    finally:
        session.current_clock.reset(clock_token)
    return output.getvalue()


def main() -> int:
    """Write both pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="followupd-pictures-") as name:
        story = open_story(Path(name) / "story")
        story.close()
        (folder / "page.png").write_bytes(picture_page(story.paths, Path(name) / "profile"))
        (folder / "terminal.svg").write_text(picture_terminal(story.paths))
    return 0


if __name__ == "__main__":
    sys.exit(main())
