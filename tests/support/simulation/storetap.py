"""The store of one process: every call may fail, and none works after the process has died."""

from __future__ import annotations

import contextlib
import functools
from typing import TYPE_CHECKING, Any

from followupd.adapters.store.connection import CachingConnection
from followupd.adapters.store.schema import StoreFault
from followupd.adapters.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from world import World

    from followupd.engine.ports import OutgoingMail
    from followupd.journal.states import TouchEvent


class Crash(BaseException):
    """kill -9: no code of the process runs after it."""


class ImageStore(SqliteStore):
    """A store in memory, made from an image: no table is made again."""

    def __init__(self, image: bytes) -> None:
        self._has_advanced = self._may_mark_later = self._is_mark_due = False
        CachingConnection.__init__(self, None)
        self._db.deserialize(image)
        self.key = bytes.fromhex(self.get_value("key") or "")


def fresh_store(key: bytes) -> SqliteStore:
    """Return an empty store in memory, with a given key."""
    store = restored(_empty_image())
    store.set_value("key", key.hex())
    store.key = key
    return store


@functools.cache
def _empty_image() -> bytes:
    """Return the image of an empty store. Its tables are made only once, not for each life."""
    return copy_of(SqliteStore(None))


def copy_of(store: SqliteStore) -> bytes:
    """Return the store in the form of a backup."""
    return store._db.serialize()


def restored(image: bytes) -> SqliteStore:
    """Return the store from a backup."""
    return ImageStore(image)


class Tap:
    """One process's access to the store."""

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
        """Return a store method whose call is one step."""
        method, world = getattr(self._inner, name), self._world

        def call(*args: Any, **fields: Any) -> Any:
            if self.dead or world.traps or world.store_fails_until > world.clock.true:
                self._step()
            return method(*args, **fields)

        setattr(self, name, call)
        return call

    def apply_event(self, id_: str, event: TouchEvent, at: datetime, **fields: Any) -> OutgoingMail | None:
        self._step()
        changed = self._inner.apply_event(id_, event, at, **fields)
        self._after()
        return changed
