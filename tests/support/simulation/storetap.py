"""The store as one process holds it: every call may fail, and none works after the process has died."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Any

from followupd.adapters.store.schema import StoreFault
from followupd.adapters.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from world import World

    from followupd.engine.ports import OutgoingMail
    from followupd.journal.states import TouchEvent


class Crash(BaseException):
    """kill -9: nothing of ours runs after it."""


def fresh_store(key: bytes) -> SqliteStore:
    """Return an empty store in memory, with a key of the simulation's choice."""
    store = SqliteStore(None)
    store.set_value("key", key.hex())
    store.key = key
    return store


def copy_of(store: SqliteStore) -> bytes:
    """Return the store as a backup would hold it."""
    return store._db.serialize()


def restored(image: bytes) -> SqliteStore:
    """Return a store as it was when the backup was made."""
    store = SqliteStore(None)
    store._db.close()
    store._db = sqlite3.connect(":memory:", isolation_level=None)
    store._db.deserialize(image)
    store.key = bytes.fromhex(store.get_value("key") or "")
    return store


class Tap:
    """One process's hold on the store."""

    def __init__(self, world: World, inner: SqliteStore) -> None:
        self._world, self._inner = world, inner
        self.key = inner.key
        self.dead = False

    def _step(self) -> None:
        if self.dead:
            raise Crash
        if self._world.store_fails_until > self._world.clock.true:
            raise StoreFault("database is locked")
        if self._world.traps:
            self._world.reach("store")

    def _after(self) -> None:
        if self._world.traps:
            self._world.reach("stored")

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        self._step()
        with self._inner.transaction():
            yield
            self._step()
        self._after()

    def __getattr__(self, name: str) -> Any:
        """Every other call is one step."""
        method = getattr(self._inner, name)

        def call(*args: Any, **fields: Any) -> Any:
            self._step()
            return method(*args, **fields)

        setattr(self, name, call)
        return call

    def apply_event(self, id_: str, event: TouchEvent, at: datetime, **fields: Any) -> OutgoingMail | None:
        self._step()
        changed = self._inner.apply_event(id_, event, at, **fields)
        self._after()
        return changed
