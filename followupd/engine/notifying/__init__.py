"""What the candidate is told and asked: notices, prompts, digests and reminders."""
