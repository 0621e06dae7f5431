"""followupd: follows up after a job interview, and falls silent the moment they answer.

The folders in the order of their layers; each imports only those named before it.

    errors    What the user may be told, and the exit status.
    config    What the user wants: the configuration, read from YAML and checked. Pure.
    inbound   What an incoming mail is, which interview it concerns, and what it says. Pure.
    journal   What has happened, and what it means now: facts folded into the state of touches and interviews. Pure.
    planning  What happens next, when and why: the only decider, its rules and its calendars. Pure.
    writing   What is written: mails, call sheets, letters and notices, and what must never leave. Pure.
    engine    The use cases, through ports: scan, plan, send, notify. No I/O and no clock of its own.
    adapters  The outside world, one thing each: store, mail servers, credentials, workers, files.
    daemon    The long-running process: wiring, the loop, the report after each pass, the metrics.
    setup     From nothing to a running service: first files, discovery of servers, check and doctor.
    web       The page: what waits for you, seen and answered in a browser on this machine.
    cli       The commands: each parses its arguments, calls a use case and prints the result.
"""

__version__ = "0.1.0"
