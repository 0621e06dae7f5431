"""Two interviews in the middle of their follow-up, so that the page has something of everything to show."""

from datetime import UTC, date, datetime
from pathlib import Path

from builders import BASE, by_hand, received, steered, taken, thanked, utc
from page_env import Browser

from followupd.config.cadence import Channel
from followupd.engine.scanning.watching import make_watch_digest
from followupd.inbound.verdict import Action, Kind
from followupd.journal.fact_json import dump_receipt
from followupd.journal.facts import Done, Fact, Noted, Range, Receipt, Settled, Taken, Touch, Uncertain

NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
ANA, BEN, HAL = "ana-ruiz", "ben-brandt", "hal-hart"

ACME_FILE = {
    "company": "Acme GmbH", "position": "Data Engineer", "at": "2026-11-12 14:00", "zone": "Europe/Berlin",
    "country": "DE-BE", "keywords": ["streaming", "data quality"],
    "strengths": ["I have built pipelines that load four billion rows a night."],
    "contacts": [
        {"name": "Ana Ruiz", "email": "ana@acme.example", "lead": True, "phone": "+49 30 23125 042",
         "fact": "how you cut the nightly load from six hours to one", "post": {"lines": ["Speicherstr. 7", "10245 Berlin"]}},
        {"name": "Ben Brandt", "email": "ben@acme.example", "fact": "your rule that whoever is on call may fix the cause"},
        {"name": "Hal Hart", "email": "hal@friends.example", "role": "helped", "fact": "your advice to ask about their data first"},
    ],
}  # fmt: skip
GLOBEX_FILE = {
    "company": "Globex Ltd", "position": "Analytics Engineer", "at": "2026-11-24 10:00", "country": "GB", "zone": "Europe/London",
    "keywords": ["dbt", "forecasts"], "contacts": [
        {"name": "Priya Shah", "email": "priya@globex.example", "phone": "+44 20 7946 0018", "fact": "the tests that you run on every model"},
        {"name": "Tom Field", "email": "tom@globex.example", "role": "met", "fact": "the map of your warehouses"},
    ],
}  # fmt: skip
INITECH_FILE = {
    "company": "Initech SA", "position": "Platform Engineer", "at": "2026-11-30 15:00", "country": "FR", "zone": "Europe/Paris",
    "contacts": [{"name": "Léa Martin", "email": "lea@initech.example", "fact": "la migration vers Kafka"}], "language": "fr",
}  # fmt: skip


def globex_taken(
    at: str, step: str, channel: Channel, how: str = "smtp", contact: str = "priya-shah"
) -> Taken:
    name, address = {
        "priya-shah": ("Priya Shah", "priya@globex.example"), "tom-field": ("Tom Field", "tom@globex.example"),
    }[contact]  # fmt: skip
    return Taken(
        utc(at), Touch("globex", step, contact), channel, step != "thank-you", "globex", ("globex.example",), address, name, how,
        subject="Thank you for the interview", receipt=receipt(at), answer="250 2.0.0 OK",
    )  # fmt: skip


def receipt(at: str) -> Receipt:
    return Receipt(utc(at), "d", (Range("INBOX", 7, 4211), Range("Sent", 3, 902), Range("Junk", 5, 77)))


def story_facts() -> list[Fact]:
    """Return the facts up to NOW."""
    thanks = [
        taken(fact.at.strftime("%d %H:%M"), "thank-you", fact.touch.contact, receipt=receipt("12 15:29"),
              answer="250 2.0.0 Ok: queued as 4F2A1", subject="Thank you for our conversation about the Data Engineer role")
        for fact in thanked()
    ]  # fmt: skip
    return [
        Noted(utc("12 14:05"), "acme", "acme", utc("12 13:00"), ("ana@acme.example",), ("acme.example",)),
        *thanks,
        received("13 08:12", "hal@friends.example", Action.NONE, why="a kind word in their own thread"),
        taken("17 09:10", "call", how="sheet", receipt=receipt("17 09:09")),
        Done(utc("17 14:20"), Touch("acme", "call", ANA), "voicemail", "Left my number", None, Channel.PHONE, "acme", ("acme.example",)),
        by_hand("18 10:00", "ben@acme.example"),
        received("19 07:50", action=Action.HOLD, kind=Kind.AUTO_REPLY, why="it says: away until 25 November",
                 return_date=date(2026, 11, 25), contact=ANA),
        steered("20 12:00", "pause", "23 00:00"),
        taken("26 10:02", "check-in", receipt=receipt("26 10:01"), subject="Re: Thank you for our conversation"),
        Noted(utc("24 11:00"), "globex", "globex", utc("24 10:00"), ("priya@globex.example",), ("globex.example",)),
        globex_taken("24 12:10", "thank-you", Channel.EMAIL),
        globex_taken("24 12:14", "thank-you", Channel.EMAIL, contact="tom-field"),
        Settled(utc("24 12:20"), Touch("globex", "old-step", "priya-shah"), "skipped", "skipped by you", utc("25 09:00")),
        globex_taken("30 09:05", "call", Channel.PHONE, "sheet"),
        Noted(utc("30 15:30"), "initech", "initech", utc("30 14:00"), ("lea@initech.example",), ("initech.example",)),
        Uncertain(utc("30 16:30"), Touch("initech", "thank-you", "lea-martin"), "<x@candidate.example>", "lea@initech.example",
                  "the connection broke after the final dot", Channel.EMAIL, False, "initech", ("initech.example",), "Léa Martin"),
    ]  # fmt: skip


def open_story(directory: Path, **config: object) -> Browser:
    """Return the page of the story, in the middle of it."""
    candidate = BASE["candidate"] | {
        "post": {"lines": ["Lindenweg 3", "10115 Berlin"]},
        "phone": "+49 30 23125 077",
    }
    browser = Browser(directory, NOW, candidate=candidate, sending={"approve": "all"}, **config)
    for name, data in (("acme", ACME_FILE), ("globex", GLOBEX_FILE), ("initech", INITECH_FILE)):
        browser.write_interview(name, data)

    def draw_alike(desk) -> None:
        desk.store.set_value("key", "5a" * 32)  # the same jitter in every run
        desk.close()

    def write_facts(desk) -> None:
        for fact in story_facts():
            desk.store.append(fact)
        desk.refresh()
        look = Receipt(NOW, make_watch_digest(desk.config), receipt("12 15:29").folders)
        desk.store.set_value("receipt", dump_receipt(look))

    browser.run(draw_alike)
    browser.run(write_facts)
    return browser
