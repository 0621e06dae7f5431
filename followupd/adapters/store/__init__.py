"""One SQLite file: the journal, the outbox and the cursors; and the checkpoint beside it."""
