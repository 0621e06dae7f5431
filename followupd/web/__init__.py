"""The page: what waits for you, seen and answered in a browser on this machine."""
