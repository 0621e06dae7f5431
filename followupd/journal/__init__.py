"""What has happened, and what it means now: facts folded into the state of touches and interviews. Pure."""
