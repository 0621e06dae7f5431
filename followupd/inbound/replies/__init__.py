"""What the candidate answers to a mail of followupd, or changes in a draft."""
