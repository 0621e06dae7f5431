"""The adapters to the outside world: store, mail servers, credentials, worker processes and files."""
