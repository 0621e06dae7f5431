"""What an incoming mail is, which interview it concerns, and what it says. Pure."""
