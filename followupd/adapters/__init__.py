"""The outside world, one thing each: store, mail servers, credentials, workers, files."""
