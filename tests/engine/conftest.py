from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import config

from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.workers.classifier import ClassifierWorker
from followupd.config.active import ActiveConfig
from followupd.engine.ledger import Ledger


@pytest.fixture
def judging_ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger on disk, whose incoming mails are judged by a real worker process."""
    store, classifier = SqliteStore(tmp_path / "store.db"), ClassifierWorker()
    active_config = ActiveConfig(config())
    yield Ledger(store, lambda: active_config, {}, classifier)
    store.close()
    classifier.stop()
