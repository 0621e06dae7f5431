"""The picture of an interview: what happened and what comes, on one line of time."""
