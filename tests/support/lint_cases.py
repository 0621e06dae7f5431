"""The interview for the tests of the lint, and what the example of each rule needs in addition."""

from followupd.config.candidate import Candidate
from followupd.config.interview import Interview
from followupd.writing.lint.lint import RULES
from followupd.writing.mail.mime import MailText

SAM = Candidate(name="Sam Carter", zone="Europe/Berlin", country="DE")
FULL = {
    "keywords": ["Kafka", "data contracts", "SQL"],
    "strengths": ["I ran a Kafka cluster of forty nodes for three years."],
}
FACT = {"fact": "how you moved the warehouse to Kafka in six weeks"}


def about(*, ana: dict | None = None, **more) -> Interview:
    people = [
        {"name": "Ana Ruiz", "email": "ana@acme.example", **(ana if ana is not None else FACT)},
        {"name": "Ben Okafor", "email": "ben@acme.example"},
    ]
    facts = {
        "company": "Acme GmbH",
        "position": "Data Engineer",
        "at": "2026-11-12 14:00",
        "contacts": people,
    }
    return Interview.model_validate({"id": "acme", **facts, **FULL, **more})


# What each rule's own example needs in addition to break the rule: an interview with or without facts, or a neighbour.
NONE_GIVEN = about(ana={}, keywords=[], strengths=[])
AROUND = {
    "alike": {"neighbours": {"Ben Okafor": MailText("s", "Dear Ben,\n\n" + next(r.example for r in RULES if r.id == "alike").split("\n\n", 1)[1])}},
    "fact-unknown": {"interview": NONE_GIVEN},
    "skill-unknown": {"interview": NONE_GIVEN},
    "keywords-unknown": {"interview": NONE_GIVEN},
    "subject": {"subject": "Thank you " * 10},
    "salutation": {"interview": about(language="de", tone="formal")},
    "address": {"interview": about(language="de")},
    "fact-form": {"interview": about(ana={"fact": "he likes sailing"})},
    "strength-form": {"interview": about(strengths=["team player"])},
    "keyword-form": {"interview": about(keywords=["ROS2", "I like robots"])},
    "role-title": {"interview": about(position="Dateningenieur:in", language="de")},
    "company-name": {"interview": about(company="Acme Handels GmbH")},
    "name-capitals": {"interview": about(ana={"name": "ANA RUIZ"})},
    "attachment-unsaid": {"files": ["cv.pdf"]},
    "attachment-thanks": {"files": ["cv.pdf"]},
    "shared-sentence": {"neighbours": {"Ben Okafor": MailText("s", "Dear Ben,\n\nI would love to work with you.\n\nBen")}},
}  # fmt: skip
