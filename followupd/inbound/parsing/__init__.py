"""From bytes to headers, text, addresses and the answer without the quoted mail. Pure."""
