"""Calendars with one event, built row by row."""

from __future__ import annotations

OWN = ("sam.carter@gmail.com", "sam@example.org")


def event(*rows: str, method: str = "REQUEST", zone: str = "") -> bytes:
    """Return a calendar with one event; each of `rows` replaces the usual row with the same name."""
    usual = {
        "UID": "UID:1@acme.example",
        "DTSTAMP": "DTSTAMP:20261103T091500Z",
        "DTSTART": "DTSTART:20261112T130000Z",
        "ORGANIZER": "ORGANIZER;CN=Ana Ruíz:mailto:ana.ruiz@acme.example",
        "SUMMARY": "SUMMARY:Interview",
    }
    for row in rows:
        usual.pop(row.replace(";", ":").partition(":")[0], None)
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", f"METHOD:{method}", *filter(None, [zone])]
    body = ["BEGIN:VEVENT", *usual.values(), *(row for row in rows if ":" in row), "END:VEVENT"]
    return "\r\n".join([*head, *body, "END:VCALENDAR", ""]).encode()


ZONE = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:{summer}
TZOFFSETTO:{winter}
RRULE:FREQ={freq};BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:{winter}
TZOFFSETTO:{summer}
RRULE:FREQ={freq};BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def own_zone(name: str, winter: str, summer: str, freq: str = "YEARLY") -> bytes:
    zone = ZONE.format(name=name.replace(",", "\\,"), winter=winter, summer=summer, freq=freq)
    return event(f'DTSTART;TZID="{name}":20261112T090000', zone=zone.replace("\n", "\r\n"))
