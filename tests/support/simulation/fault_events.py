"""Faults in a world: machine, store, mailbox, submission, a second daemon, a restored store."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from oracle_begun import begin_anew
from postoffice import Lost
from storetap import copy_of, restored

from followupd.adapters.store.schema import StoreFault
from followupd.engine.sending.outcomes import Deferred, Refused
from followupd.errors import ConfigError, LoginRefused, TryAgain, Unreachable

if TYPE_CHECKING:
    from world import World


def crash(world: World) -> None:
    world.kill()


def restart(world: World) -> None:
    if not world.running:
        world.main = None


def down(world: World, minutes: int) -> None:
    world.down_until = world.clock.true + timedelta(minutes=minutes)
    world.kill()


def suspend(world: World, minutes: int) -> None:
    """The machine sleeps: time passes and no code runs."""
    world.clock.pass_(timedelta(minutes=minutes))


def step_clock(world: World, minutes: int) -> None:
    world.clock.offset += timedelta(minutes=minutes)


def store_fault(world: World) -> None:
    if world.running:
        raise StoreFault("database or disk is full")


def store_down(world: World, minutes: int) -> None:
    world.store_fails_until = world.clock.true + timedelta(minutes=minutes)


def mailbox_fault(world: World, kind: str) -> None:
    if world.running:
        raise {"unreachable": Unreachable, "login": LoginRefused, "locked": TryAgain}[kind](
            f"mailbox: {kind}"
        )


def mailbox_down(world: World, minutes: int) -> None:
    world.office.unreachable_until = world.clock.true + timedelta(minutes=minutes)


_FATES: dict[str, tuple[str, object]] = {
    "deferred": ("before", Deferred(451, "4.3.0 try again later")),
    "cut": ("before", Deferred(0, "the connection broke; the mail was not handed over")),
    "refused": ("before", Refused(550, "5.1.1 no such user", is_bad_address=True)),
    "content": ("before", Refused(554, "5.7.1 we do not like it")),
    "unreachable": ("before", Unreachable("smtp.example.org:465: nobody answers")),
    "login": ("before", LoginRefused("smtp.example.org:465: 535")),
    "deferred at the dot": ("after", Deferred(451, "4.3.0 try again later")),
    "refused at the dot": ("after", Refused(550, "5.7.1 not today")),
    "lost": ("after", Lost(delivered=False)),
    "lost but delivered": ("after", Lost(delivered=True)),
}
FATES = tuple(_FATES)


def submission(world: World, fate: str) -> None:
    """The next submission has this result."""
    world.office.next.append(_FATES[fate])


def renumber(world: World, folder: str) -> None:
    world.office.renumber(folder)


def second_daemon(world: World, alive: bool) -> None:
    """Another daemon starts on the same store: it runs a pass, and then stays or ends."""
    from process import Process

    if world.second is None:
        try:
            world.second = Process(world)
        except (StoreFault, ConfigError):
            return  # it does not even start
    world.tick(world.second, look=True)
    if not alive:
        world.second = None


def backup(world: World) -> None:
    if not world.running:
        world.backup = (copy_of(world.store), world.seq, [len(one.ids) for one in world.rounds])


def restore(world: World) -> None:
    """An old copy of the store is restored while the daemon is stopped; Sent has a copy of every delivered mail."""
    if world.backup is None or world.running or world.story.setup.save_sent == "never":
        return
    image, seq, names = world.backup
    if any(len(one.ids) > known + 1 for one, known in zip(world.rounds, names, strict=True)):
        return  # a name was used only since then: nothing shows an old store whose sheets have it
    if not world.office.files_sent:
        world.oracle.file_all_copies()
    world.main = world.second = None
    world.store = restored(image)
    world.backup = None
    world.oracle.restored(seq)
    if not world.store._db.execute("SELECT 1 FROM fact LIMIT 1").fetchone():
        begin_anew(world)  # it was copied before the first interview


ALL = (
    crash, restart, down, suspend, step_clock, store_fault, store_down, mailbox_fault, mailbox_down, submission, renumber,
    second_daemon, backup, restore,
)  # fmt: skip
