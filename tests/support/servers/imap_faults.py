"""The faults of an IMAP server, in any command and in IDLE."""

import base64
import json
import threading

from faulty_socket import Wire
from imap_visit import Act, Fault, Visit

ERROR_CHALLENGE = base64.b64encode(json.dumps({"status": "400", "schemes": "Bearer"}).encode())


class Recorder(Wire):
    """A wire that keeps what it should send."""

    def __init__(self, sock: object, kept: bytearray) -> None:
        self.sock, self.kept, self.unread = sock, kept, b""

    def say(self, data: bytes) -> None:
        """Keep the bytes."""
        self.kept += data


def cut(at: str) -> Fault:
    """Hang up instead of answering."""
    return Fault(at, lambda visit: visit.wire.cut())


def silence(at: str) -> Fault:
    """Stay connected and send nothing more."""
    return Fault(at, lambda visit: visit.wire.hush(), keeps_waiting=True)


def says(at: str, *lines: bytes, times: int = 1_000_000) -> Fault:
    """Answer with these lines; TAG stands for the tag of the command."""
    return Fault(
        at,
        lambda visit: visit.wire.say(b"".join(n.replace(b"TAG", visit.tag) + b"\r\n" for n in lines)),
        times,
    )


def bye(at: str, text: bytes = b"Session invalidated - AccessTokenExpired") -> Fault:
    """Send BYE and hang up."""

    def act(visit: Visit) -> None:
        visit.untagged(b"BYE " + text)
        visit.wire.cut()

    return Fault(at, act)


def drips(at: str) -> Fault:
    """Send the right answer, one byte in each packet."""

    def act(visit: Visit) -> None:
        wire, right = visit.wire, bytearray()
        visit.wire = Recorder(wire.sock, right)
        visit.server.obey(at, visit)
        visit.wire = wire
        wire.drip(bytes(right))

    return Fault(at, act)


def first(at: str, *lines: bytes) -> Fault:
    """Send unasked lines, then the right answer."""

    def act(visit: Visit) -> None:
        visit.untagged(*lines)
        visit.server.obey(at, visit)

    return Fault(at, act)


def refuses_the_token(visit: Visit) -> None:
    """Send a challenge with the token's fault, and refuse the login once that is acknowledged."""
    visit.wire.say(b"+ \r\n")
    visit.server.heard.append(visit.wire.line())
    visit.wire.say(b"+ " + ERROR_CHALLENGE + b"\r\n")
    acknowledged = base64.b64decode(visit.wire.line()) in (b"", b"\1")
    visit.no(b"AUTHENTICATE failed." if acknowledged else b"[LIMIT] that was no answer")


def asks_for_ever(visit: Visit) -> None:
    """Reply to every answer to AUTHENTICATE with another challenge."""
    while True:
        visit.wire.say(b"+ \r\n")
        visit.wire.line()


def idle_then(act: Act) -> Fault:
    """Begin IDLE correctly, then do something wrong."""

    def go(visit: Visit) -> None:
        visit.wire.say(b"+ idling\r\n")
        threading.Event().wait(0.05)  # lines in the same packet as the `+` cause no hint of their own
        act(visit)

    return Fault("IDLE", go)


def cut_in_idle() -> Fault:
    """Hang up. The library then reports nothing, endlessly and at full speed."""
    return idle_then(lambda visit: visit.wire.cut())


def bye_in_idle() -> Fault:
    """Send BYE and hang up."""
    return idle_then(bye("IDLE").act)


def bye_with_a_bracket_in_idle() -> Fault:
    """Send BYE with a bracket, which the library cannot parse, and hang up."""
    return idle_then(bye("IDLE", b"closing (too old").act)


def deaf_in_idle() -> Fault:
    """Send nothing, and ignore DONE."""
    return idle_then(lambda visit: visit.wire.hush())


def never_pushes() -> Fault:
    """Accept IDLE and end it properly, but push nothing."""
    return idle_then(lambda visit: (visit.wire.line(), visit.ok())[1])


def split_line_in_idle() -> Fault:
    """Push a line in two packets."""

    def act(visit: Visit) -> None:
        visit.wire.say(b"* 5 EXI")
        threading.Event().wait(0.3)
        visit.wire.say(b"STS\r\n")
        visit.wire.line()
        visit.ok()

    return idle_then(act)


def literal_in_idle() -> Fault:
    """Push a FETCH with a literal."""

    def act(visit: Visit) -> None:
        visit.untagged(b"1 FETCH (BODY[HEADER] {5}\r\nHello)")
        visit.wire.line()
        visit.ok()

    return idle_then(act)


def floods_in_idle() -> Fault:
    """Push without a pause."""

    def act(visit: Visit) -> None:
        while True:
            visit.untagged(b"OK still here", b"5 EXISTS")
            threading.Event().wait(0.01)

    return idle_then(act)


def ends_idle_by_itself() -> Fault:
    """End IDLE without DONE."""
    return idle_then(lambda visit: visit.ok(b"IDLE terminated"))


def exists_before_the_plus() -> Fault:
    """Push a new mail between IDLE and the `+`."""
    return first("IDLE", b"5 EXISTS")
