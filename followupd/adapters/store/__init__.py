"""One SQLite file with the journal, the outbox and the cursors, and the checkpoint file beside it."""
