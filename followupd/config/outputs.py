"""What followupd hands to other programs: letters to a printer, numbers to a monitoring, plans to a calendar."""

from __future__ import annotations

from pydantic import Field, field_validator

from followupd.config.account import Secret, Url
from followupd.config.fields import Line
from followupd.config.interview import ConfigModel


class Letters(ConfigModel):
    """What becomes of a letter beside the mail with its PDF."""

    print_command: list[str] | None = Field(
        None,
        min_length=1,
        description="A program that prints the PDF, {file} in its arguments; never a shell",
        examples=[["lp", "-o", "media=A4", "{file}"]],
    )

    @field_validator("print_command")
    @classmethod
    def _require_file_placeholder(cls, value: list[str] | None) -> list[str] | None:
        if value is not None and not any("{file}" in arg for arg in value[1:]):
            raise ValueError('does not say where the PDF goes; write [lp, "{file}"]')
        return value


class Monitoring(ConfigModel):
    """Where followupd writes its metrics for your monitoring."""

    textfile: Line | None = Field(
        None,
        description="A file of numbers for node_exporter's textfile collector",
        examples=["/var/lib/prometheus/node-exporter/followupd.prom"],
    )

    @field_validator("textfile")
    @classmethod
    def _require_absolute_path(cls, value: str | None) -> str | None:
        if value is not None and not (value.startswith("/") and value.endswith(".prom")):
            raise ValueError("must be a whole path that ends in .prom, as the collector wants it")
        return value


class CalDav(ConfigModel):
    """A collection on a CalDAV server (RFC 4791) that followupd keeps up to date."""

    url: Url = Field(
        description="Address of your calendars on the server", examples=["https://dav.example.com/nina/"]
    )
    user: Line = Field(description="User name on that server")
    secret: Secret = Field(description="Where its password lies, as in `account.secret`")
    name: Line = Field("followupd", description="Name of the calendar; it is made, and holds nothing else")
    ca_file: Line | None = Field(None, description="Certificate of a private authority, as a whole path")


class CalendarOutput(ConfigModel):
    """Calls, letters, mails, holds and promised dates as a calendar: a file, or on a CalDAV server, or both."""

    file: Line | None = Field(
        None,
        description="A private .ics file, as a whole path; ~ is your home",
        examples=["~/followupd.ics"],
    )
    caldav: CalDav | None = Field(None, description="A calendar on a CalDAV server")

    @field_validator("file")
    @classmethod
    def _require_calendar_path(cls, value: str | None) -> str | None:
        if value is not None and not (value.startswith(("/", "~/")) and value.endswith(".ics")):
            raise ValueError("must be a whole path that ends in .ics, for example ~/followupd.ics")
        return value
