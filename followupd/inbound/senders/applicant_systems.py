"""Applicant-tracking systems, which write on behalf of employers: the shipped table, and a reader for the user's own.

The table is Python data, so that judging a mail reads no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.parsing.addresses import domain_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SHIPPED_RELAYS: dict[str, str] = {
    "ashbyhq.com": "Ashby",
    "applytojob.com": "JazzHR",
    "bamboohr.com": "BambooHR",
    "breezy.hr": "Breezy",
    "breezy-mail.com": "Breezy",
    "brassring.com": "Brassring",
    "bullhornmail.com": "Bullhorn",
    "candidates.workablemail.com": "Workable",
    "comeet.com": "Comeet",
    "comeet-notifications.com": "Comeet",
    "concludis.de": "concludis",
    "cornerstoneondemand.com": "Cornerstone",
    "csod.com": "Cornerstone",
    "d.vinci.de": "d.vinci",
    "dayforce.com": "Dayforce",
    "dover.com": "Dover",
    "eightfold.ai": "Eightfold",
    "factorialhr.com": "Factorial",
    "freshteam.com": "Freshteam",
    "gem.com": "Gem",
    "goodtime.io": "GoodTime",
    "greenhouse.io": "Greenhouse",
    "greenhouse-mail.io": "Greenhouse",
    "hire.lever.co": "Lever",
    "lever.co": "Lever",
    "icims.com": "iCIMS",
    "talent.icims.com": "iCIMS",
    "jazz.co": "JazzHR",
    "jobscore.com": "JobScore",
    "jobvite.com": "Jobvite",
    "jobylon.com": "Jobylon",
    "join.com": "JOIN",
    "kenjo.io": "Kenjo",
    "kula.ai": "Kula",
    "manatal.com": "Manatal",
    "modernloop.io": "ModernLoop",
    "myworkday.com": "Workday",
    "myworkdayjobs.com": "Workday",
    "workday.com": "Workday",
    "oraclecloud.com": "Oracle Recruiting",
    "paylocity.com": "Paylocity",
    "personio.com": "Personio",
    "personio.de": "Personio",
    "pinpointhq.com": "Pinpoint",
    "rec.softgarden.io": "softgarden",
    "softgarden.io": "softgarden",
    "recruitee.com": "Recruitee",
    "recruiteemail.com": "Recruitee",
    "recruiterflow.com": "Recruiterflow",
    "rexx-systems.com": "rexx",
    "rippling.com": "Rippling",
    "successfactors.com": "SuccessFactors",
    "successfactors.eu": "SuccessFactors",
    "sapsf.com": "SuccessFactors",
    "sapsf.eu": "SuccessFactors",
    "smartrecruiters.com": "SmartRecruiters",
    "taleo.net": "Taleo",
    "invalidemail.com": "Taleo",
    "teamtailor.com": "Teamtailor",
    "teamtailor-mail.com": "Teamtailor",
    "traffit.com": "Traffit",
    "trakstar.com": "Trakstar",
    "ukg.com": "UKG",
    "ultipro.com": "UKG",
    "welcomekit.co": "Welcome Kit",
    "welcometothejungle.com": "Welcome to the Jungle",
    "workable.com": "Workable",
    "workablemail.com": "Workable",
    "zohorecruit.com": "Zoho Recruit",
    "calendly.com": "Calendly",
    "cal.com": "Cal.com",
    "cronofy.com": "Cronofy",
    "calendar-notification@google.com": "Google Calendar",
    "avature.net": "Avature",
    "homerun.co": "Homerun",
    "indeedemail.com": "Indeed",
    "indeedapply@indeed.com": "Indeed",
    "jobadder.com": "JobAdder",
    "onlyfy.io": "onlyfy",
    "pageuppeople.com": "PageUp",
    "prescreen.io": "Prescreen",
    "umantis.com": "Umantis",
    "codility.com": "Codility",
    "codesignal.com": "CodeSignal",
    "hackerrankforwork.com": "HackerRank",
    "hirevue.com": "HireVue",
    "testgorilla.com": "TestGorilla",
    "adobesign.com": "Adobe Sign",
    "docusign.net": "DocuSign",
    "hellosign.com": "HelloSign",
    "savvycal.com": "SavvyCal",
    "youcanbook.me": "YouCanBook.me",
}

# Systems in that table with which people manage their own appointments.
CALENDAR_SERVICES = ("Google Calendar", "Calendly", "Cal.com", "Cronofy", "SavvyCal", "YouCanBook.me")


def parse_relays(text: str) -> dict[str, str]:
    """Parse a YAML table of systems: domain (or whole address) in lower case → name. ValueError names a fault in it."""
    import yaml

    try:
        table = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise ValueError(f"the table of relays is no YAML: {error}") from error
    if not isinstance(table, dict):
        raise ValueError("the table of relays is no mapping; each line would be `domain: name`")  # noqa: TRY004 - a fault of the file
    for domain, name in table.items():
        if not isinstance(domain, str) or "." not in domain or not isinstance(name, str):
            raise ValueError(f"relays: {domain!r}: {name!r} is no line `domain: name`")
    return {domain.lower(): name for domain, name in table.items()}


def find_relay(address: str, relays: Mapping[str, str]) -> str:
    """Return the name of the system that an address belongs to, or an empty string. Subdomains count.

    `relays` is the user's own table. It is used in addition to the shipped one, and before it.
    """
    labels = domain_of(address).split(".")
    keys = (address, *(".".join(labels[index:]) for index in range(len(labels) - 1)))
    names = (relays.get(key) or SHIPPED_RELAYS.get(key) for key in keys)
    return next(filter(None, names), "")
