"""Which interviews a mail concerns, and how it is related to them."""
