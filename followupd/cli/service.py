"""`followupd service`: run by systemd, from now on or no longer."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.cli.app import JsonOption, Program, app, emit, talk
from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from followupd.setup.service.status import Report

service = Program(
    help="Have systemd run followupd.\n\nExample: followupd service install", no_args_is_help=True
)
app.add_typer(service, name="service")

System = Annotated[
    str | None,
    typer.Option("--system", help="A service of the machine for that person, not of your session."),
]
Force = Annotated[bool, typer.Option("--force", help="Do it to a unit that followupd did not write, too.")]
Linger = Annotated[
    bool | None,
    typer.Option(
        "--linger/--no-linger",
        help="Run from boot on, before you log in and after you log out.",
        show_default=False,
    ),
]

_LINGERING = """It runs while you are logged in. With lingering it runs from boot on; a keyring stays locked until you
log in, though, and until then no mail can be read or sent."""
_STANDING = {
    "missing": "there is no unit; followupd service install",
    "current": "as this version ships it",
    "older": "of another version or program; followupd service install renews it",
    "edited": "not as followupd wrote it; followupd service install shows the difference",
}


@service.command()
def install(system: System = None, linger: Linger = None, force: Force = False) -> None:
    """Put the unit in place for the way followupd is installed, enable it, start it; say what was done.

    Without --system it becomes a service of your own session, which shares its keyring. With it, one of the machine,
    which keeps its secret as a systemd credential. A unit that you edited is not overwritten, but shown. What the
    machine forbids of the unit's confinement is found out, left out, and said.

    Example: followupd service install --linger
    """
    from followupd.setup.service.install import Installer, program
    from followupd.setup.service.location import Place

    place = Place(system)
    installer = Installer(place, talk, force=force)
    installer.install(program())
    if system is None and _wants_linger(place.owner, linger):
        installer.linger()
    talk(f"See it: followupd service status{f' --system {system}' if system else ''}")


def _wants_linger(person: str, told: bool | None) -> bool:
    """Return what the option says, or the person; what is so already needs no question."""
    from followupd.setup.service.systemctl import lingers

    if told is not None or lingers(person):
        return bool(told)
    talk(_LINGERING)
    if sys.stdin.isatty():
        return typer.confirm("Run it from boot on?", default=False, err=True)
    talk("To have that: followupd service install --linger")
    return False


@service.command()
def uninstall(system: System = None, force: Force = False) -> None:
    """Stop it and undo what `install` did; configuration, journal and secret stay.

    Example: followupd service uninstall
    """
    from followupd.setup.service.install import Installer
    from followupd.setup.service.location import Place

    Installer(Place(system), talk, force=force).uninstall()


@service.command()
def status(system: System = None, json_: JsonOption = False) -> None:
    """Show how the service stands, and whether its unit is the one that this version ships.

    The exit status is 0 while it runs, otherwise 1.

    Example: followupd service status --json
    """
    from followupd.setup.service.location import Place
    from followupd.setup.service.status import look

    report = look(Place(system))
    if json_:
        emit(asdict(report))
    else:
        typer.echo(_shown(report))
    raise typer.Exit(0 if report.runs else FollowupdError.exit_status)


def _shown(report: Report) -> str:
    since = f" since {report.since}" if report.since else ""
    lines = [f"{report.unit}: {report.active} ({report.substate}){since}"]
    lines += [f"  says      {report.says}"] if report.says else []
    lines.append(f"  unit      {report.path}: {_STANDING[report.standing]}")
    lines += [f"  program   {report.program}"] if report.program else []
    lines.append(f"  starts    {_starts(report)}")
    lines += [f"  restarts  {report.restarts}, after {report.result}"] if report.restarts else []
    lines += [f"  without   {', '.join(report.left_out)}: this machine forbids it"] if report.left_out else []
    return "\n".join(lines)


def _starts(report: Report) -> str:
    if not report.enabled:
        return "by hand only; followupd service install"
    if report.lingers is False:
        return "when you log in, ends when you log out; followupd service install --linger"
    return "at boot"
