"""`followupd service`: installs followupd as a systemd service, or removes it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.cli.app import CommandGroup, JsonOption, app, message, print_json
from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from followupd.setup.service.location import ServiceLocation
    from followupd.setup.service.status import ServiceReport

service = CommandGroup(
    help="Have systemd run followupd.\n\nExample: followupd service install", no_args_is_help=True
)
app.add_typer(service, name="service")

SystemOption = Annotated[
    str | None,
    typer.Option("--system", help="A service of the machine for that person, not of your session."),
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Do it to a unit that followupd did not write, too.")
]
PageOption = Annotated[
    bool, typer.Option("--page", help="The page as well: systemd starts it when you look at it.")
]
LingerOption = Annotated[
    bool | None,
    typer.Option(
        "--linger/--no-linger",
        help="Run from boot on, before you log in and after you log out.",
        show_default=False,
    ),
]

_LINGERING_TEXT = """It runs while you are logged in. With lingering it runs from boot on; a keyring stays locked until you
log in, though, and until then no mail can be read or sent."""
_UNIT_STATE_TEXTS = {
    "missing": "there is no unit; followupd service install",
    "current": "as this version ships it",
    "older": "of another version or program; followupd service install renews it",
    "edited": "not as followupd wrote it; followupd service install shows the difference",
}


@service.command()
def install(
    system: SystemOption = None,
    linger: LingerOption = None,
    page: PageOption = False,
    force: ForceOption = False,
) -> None:
    """Put the unit in place for the way followupd is installed, enable it, start it; say what was done.

    Without --system it becomes a service of your own session, which shares its keyring. With it, one of the machine,
    which keeps its secret as a systemd credential. A unit that you edited is not overwritten, but shown. What the
    machine forbids of the unit's confinement is found out, left out, and said.

    Example: followupd service install --linger
    """
    from followupd.setup.service.install import Installer, current_executable
    from followupd.setup.service.location import ServiceLocation

    location = ServiceLocation(system)
    installer = Installer(location, message, force=force)
    installer.install(current_executable())
    if page:
        _install_page(location, force=force)
    if system is None and _wants_lingering(location.owner_name, linger):
        installer.enable_lingering()
    message(f"See it: followupd service status{f' --system {system}' if system else ''}")


def _install_page(location: ServiceLocation, *, force: bool) -> None:
    """Make systemd start the page for a visitor. Raises FollowupdError if the page's libraries are missing."""
    from importlib.util import find_spec

    from followupd.adapters.system.installation import describe_extra_install
    from followupd.setup.service.install import current_executable
    from followupd.setup.service.page_units import PageInstaller

    if not (find_spec("starlette") and find_spec("uvicorn")):
        raise FollowupdError(
            f"the page needs libraries that are not installed: {describe_extra_install('web')}"
        )
    PageInstaller(location, message, force=force).install(current_executable())
    message("Look at it: followupd web --open")


def _wants_lingering(person: str, option_value: bool | None) -> bool:
    """Return the option's answer, or the user's. If lingering is on already, nothing is asked."""
    from followupd.setup.service.systemctl import is_lingering

    if option_value is not None or is_lingering(person):
        return bool(option_value)
    message(_LINGERING_TEXT)
    if sys.stdin.isatty():
        return typer.confirm("Run it from boot on?", default=False, err=True)
    message("To have that: followupd service install --linger")
    return False


@service.command()
def uninstall(system: SystemOption = None, force: ForceOption = False) -> None:
    """Stop it and undo what `install` did; configuration, journal and secret stay.

    Example: followupd service uninstall
    """
    from followupd.setup.service.install import Installer
    from followupd.setup.service.location import ServiceLocation
    from followupd.setup.service.page_units import PageInstaller

    location = ServiceLocation(system)
    if system is None:
        PageInstaller(location, message, force=force).uninstall()
    Installer(location, message, force=force).uninstall()


@service.command()
def status(system: SystemOption = None, json_: JsonOption = False) -> None:
    """Show how the service stands, and whether its unit is the one that this version ships.

    The exit status is 0 while it runs, otherwise 1.

    Example: followupd service status --json
    """
    from followupd.setup.service.location import ServiceLocation
    from followupd.setup.service.status import inspect_service

    report = inspect_service(ServiceLocation(system))
    if json_:
        print_json(asdict(report))
    else:
        typer.echo(_format_report(report))
    raise typer.Exit(0 if report.is_running else FollowupdError.exit_status)


def _format_report(report: ServiceReport) -> str:
    since = f" since {report.since}" if report.since else ""
    lines = [f"{report.unit}: {report.active} ({report.substate}){since}"]
    lines += [f"  says      {report.says}"] if report.says else []
    lines.append(f"  unit      {report.path}: {_UNIT_STATE_TEXTS[report.standing]}")
    lines += [f"  program   {report.program}"] if report.program else []
    lines.append(f"  starts    {_describe_start(report)}")
    lines += [f"  restarts  {report.restarts}, after {report.result}"] if report.restarts else []
    lines += [f"  without   {', '.join(report.left_out)}: this machine forbids it"] if report.left_out else []
    return "\n".join(lines)


def _describe_start(report: ServiceReport) -> str:
    if not report.enabled:
        return "by hand only; followupd service install"
    if report.lingers is False:
        return "when you log in, ends when you log out; followupd service install --linger"
    return "at boot"
