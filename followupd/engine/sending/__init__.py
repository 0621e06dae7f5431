"""One mail from its text to the server's answer, and its proof."""
