"""The lint: what a good mail contains, and what must never be sent."""
