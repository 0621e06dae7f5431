"""What each command of the candidate does, by its subject; `engine.commands` is where it is called."""
