"""The order of the commands in `followupd --help`, by purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typer

PANELS = {
    "Set up": ("init", "login", "doctor", "service", "demo"),
    "Interviews": ("add", "import", "edit", "debrief", "check", "same", "round"),
    "See": ("plan", "why", "preview", "list", "status", "log", "simulate", "web"),
    "Steer": ("approve", "skip", "done", "pause", "resume", "close", "resolve", "answer", "again", "undo"),
    "Run": ("run", "backup", "adopt", "classify", "fleet"),
}
EPILOG = (
    "Exit status: 0 good, 1 something needs you, 64 wrong usage, 69 server unreachable, 75 try again,"
    " 77 login refused, 78 configuration."
)


def arrange_commands(app: typer.Typer) -> None:
    """Put each command into its panel, and sort the panels; a command without a panel comes last."""
    positions = {
        name: (panel, number) for panel, names in PANELS.items() for number, name in enumerate(names)
    }
    panel_numbers = {panel: number for number, panel in enumerate(PANELS)}

    def place(info: Any) -> tuple[int, int]:
        panel, number = positions.get(_name_of(info), ("", 0))
        return panel_numbers.get(panel, len(PANELS)), number

    for infos in (app.registered_commands, app.registered_groups):
        for info in infos:
            panel, _ = positions.get(_name_of(info), ("More", 0))
            info.rich_help_panel = panel
        infos.sort(key=place)


def _name_of(info: Any) -> str:
    callback = getattr(info, "callback", None)
    return str(info.name or getattr(callback, "__name__", "")).rstrip("_").replace("_", "-")
