"""The long-running process: wiring, the loop, the report after each pass, the metrics."""
