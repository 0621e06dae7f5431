"""The mails to the candidate: notices, questions, digests, and the answers to their replies."""
