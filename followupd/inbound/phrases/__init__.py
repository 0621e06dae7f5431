"""Tables of phrases by which mails are recognised, in many languages. Data only."""
