"""A cadence: ordered steps, each with its channel, its template, and when it falls due."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetPydanticSchema, PlainSerializer
from pydantic_core import core_schema

from followupd.config.attachments import MAX_FILES, AttachmentPath
from followupd.config.fields import Line


class Channel(StrEnum):
    """How a touch reaches its contact."""

    EMAIL = "email"
    PHONE = "phone"
    POST = "post"


class Audience(StrEnum):
    """Whom a step is for."""

    EVERYONE = "everyone"
    LEAD = "lead"


class Anchor(StrEnum):
    """What a step counts from."""

    INTERVIEW = "interview"  # the end of the interview
    PREVIOUS = "previous"  # the reminder before


class Unit(StrEnum):
    """Hours are counted by the clock, days by the recipient's calendar, business days without their holidays."""

    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business days"


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time in the recipient's calendar."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        unit = self.unit.value if self.count != 1 else self.unit.value.removesuffix("s")
        return f"{self.count} {unit}"


@dataclass(frozen=True, slots=True)
class When:
    """When a step falls due: a span after its anchor."""

    span: Span
    anchor: Anchor

    def __str__(self) -> str:
        return f"{self.span} after {self.anchor}"


_SPAN = r"(\d{1,3}) (hours?|days?|weeks?|business days?)"


def _make_span(count: str, unit: str) -> Span:
    if unit.startswith("week"):
        return Span(int(count) * 7, Unit.DAYS)
    return Span(int(count), Unit(unit if unit.endswith("s") else unit + "s"))


def parse_span(value: Any) -> Span:
    """Parse "3 business days". Raises ValueError with a sentence on what to write."""
    if isinstance(value, Span):
        return value
    match = re.fullmatch(_SPAN, str(value).strip())
    if not match:
        raise ValueError(f"{value!r} is no span; for example: 24 hours, 5 days, 3 business days")
    return _make_span(match[1], match[2])


def parse_when(value: Any) -> When:
    """Parse "5 days after interview". Raises ValueError with a sentence on what to write."""
    if isinstance(value, When):
        return value
    match = re.fullmatch(_SPAN + r" after (interview|previous)", str(value).strip())
    if not match:
        raise ValueError(
            f"{value!r} says no moment; for example: 5 days after interview, 7 days after previous"
        )
    return When(_make_span(match[1], match[2]), Anchor(match[3]))


def _text_schema(pattern: str) -> Any:
    return GetPydanticSchema(
        get_pydantic_json_schema=lambda _s, _h: {"type": "string", "pattern": f"^{pattern}$"},
        get_pydantic_core_schema=lambda _s, _h: core_schema.no_info_plain_validator_function(lambda v: v),
    )


SpanText = Annotated[Span, _text_schema(_SPAN), BeforeValidator(parse_span), PlainSerializer(str)]
WhenText = Annotated[
    When,
    _text_schema(_SPAN + " after (interview|previous)"),
    BeforeValidator(parse_when),
    PlainSerializer(str),
]


class Step(BaseModel):
    """One step of a cadence: channel, template, when."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")] = Field(
        description="Name of the step, unique in the cadence"
    )
    channel: Channel = Field(description="email, phone or post")
    template: Line | None = Field(None, description="Name of the template; default: the step's id")
    to: Audience = Field(Audience.LEAD, description="lead, or everyone (thank-yous)")
    when: WhenText = Field(description="When it falls due", examples=["5 days after interview"])
    latest: SpanText = Field(
        Span(3, Unit.BUSINESS_DAYS), validate_default=False,
        description="How long after that it may still be taken; then it is missed",
    )  # fmt: skip
    attachments: list[AttachmentPath] = Field(
        default_factory=list, max_length=MAX_FILES, examples=["[cv.pdf]"],
        description="Files in the folder of config.yaml that go along with this mail, 5 MB together",
    )  # fmt: skip

    @property
    def is_reminder(self) -> bool:
        """Whether the step is a reminder: every step except thanks to everyone."""
        return self.to is Audience.LEAD

    @property
    def template_name(self) -> str:
        """The name of its template."""
        return self.template or self.id


# The playbook: thanks at once, a call on the fifth day, then one reminder a week, never twice by the same channel.
PLAYBOOK: tuple[dict[str, str], ...] = (
    {
        "id": "thank-you",
        "channel": "email",
        "to": "everyone",
        "when": "1 hour after interview",
        "latest": "1 business day",
    },
    {"id": "call", "channel": "phone", "when": "5 days after interview", "latest": "2 business days"},
    {"id": "check-in", "channel": "email", "when": "7 days after previous", "latest": "3 business days"},
    {"id": "letter", "channel": "post", "when": "7 days after previous", "latest": "3 business days"},
    {"id": "last-note", "channel": "email", "when": "7 days after previous", "latest": "5 business days"},
)
# An agency gets no letter: instead, the candidate phones again.
AGENCY_PLAYBOOK: tuple[dict[str, str], ...] = (
    *PLAYBOOK[:3],
    {**PLAYBOOK[3], "id": "second-call", "channel": "phone"},
    PLAYBOOK[4],
)


def make_step(
    id: str,  # noqa: A002 - as the key is called
    channel: str,
    when: str,
    latest: str = "3 business days",
    to: str = "lead",
) -> Step:
    """Return a step of the playbook. It is not validated, so that pydantic need not be loaded for it."""
    return Step.model_construct(
        id=id,
        channel=Channel(channel),
        template=None,
        to=Audience(to),
        when=parse_when(when),
        latest=parse_span(latest),
        attachments=[],
    )


# The mail of thanks after a rejection. It is in no cadence, and it is sent only with the user's approval.
FAREWELL_STEP = make_step("rejected", "email", "0 hours after previous", "5 business days", "everyone")
# The mail after a call that they promised and did not make. It is in no cadence either, and sent only on the user's
# command.
NO_SHOW_STEP = make_step("no-show", "email", "0 hours after previous", "1 business day")
EXTRA_STEPS = (FAREWELL_STEP, NO_SHOW_STEP)


def playbook_steps(*, via_agency: bool = False) -> list[Step]:
    """Return the cadence for interviews that name no other."""
    return list(_build_playbook(via_agency))


@cache
def _build_playbook(via_agency: bool) -> tuple[Step, ...]:
    return tuple(make_step(**step) for step in (AGENCY_PLAYBOOK if via_agency else PLAYBOOK))
