"""Names of people and companies in a text, in any script."""
