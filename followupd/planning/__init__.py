"""What happens next, when and why: the only decider, its rules and its calendars. Pure."""
