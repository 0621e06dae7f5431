"""The candidate: name, home, addresses, hours and days away."""

from __future__ import annotations

from datetime import time
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from followupd.config.day_range import AwayPeriod, Days, find_periods
from followupd.config.fields import Address, Block, Country, Hours, Language, Line, Zone
from followupd.config.interview import ConfigModel, PostalAddress


class Candidate(ConfigModel):
    """You."""

    name: Line = Field(description="Your name, as it stands under your mails", examples=["Sam Carter"])
    zone: Zone = Field(description="Your IANA time zone", examples=["Europe/Berlin"])
    country: Country = Field(description="Your country, for holidays and letters", examples=["DE"])
    also: list[Address] = Field(
        default_factory=list, description="Your other addresses: mail from them is your own"
    )
    language: Language | None = Field(
        None,
        description="Language of the mails and the page for you: de, en, es or fr; default: English, on the page your browser's; commands speak English",
        examples=["de"],
    )
    phone: Line | None = Field(None, description="Number where they reach you")
    post: PostalAddress | None = Field(None, description="Your address on letters")
    hours: Hours = Field(
        (time(7), time(22)),
        description="When you are awake: mails and calls wait for these hours, where they meet the recipient's",
    )
    away: list[Days] = Field(
        default_factory=list,
        description="Days on which you are away: nothing leaves, no call is asked for; leave past ones in",
        examples=["[2026-12-24..2027-01-01, 2027-02-15]"],
    )
    signature: Block | None = Field(
        None,
        description="Lines below your name in mails, instead of the phone number",
        examples=["Sam Carter\nData Engineer\n+49 30 901820\nhttps://samcarter.example"],
    )

    @field_validator("away", mode="before")
    @classmethod
    def _accept_one_range(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @cached_property
    def time_zone(self) -> ZoneInfo:
        """Your time zone."""
        return ZoneInfo(self.zone)

    @cached_property
    def away_periods(self) -> tuple[AwayPeriod, ...]:
        """The periods in which you are away, so that nothing is sent."""
        return find_periods(self.away, self.time_zone)
