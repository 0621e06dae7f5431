"""Stories that once broke a rule, shrunken to what matters."""

import datetime as dt

from stories import Event, Setup, Story

STORIES = {
    "a mail by hand while the clock lagged": Story(
        seed=189171437,
        setup=Setup(
            start=dt.datetime(2026, 8, 10, 20, 39, tzinfo=dt.UTC),
            days=40,
            home=("America/Los_Angeles", "US"),
            rounds=(
                {
                    "id": "acme-0",
                    "company": "Acme GmbH",
                    "position": "Role 0",
                    "at": "2026-08-13 14:37",
                    "zone": "America/Los_Angeles",
                    "country": "US",
                    "contacts": [
                        {
                            "name": "Dov Dahl",
                            "email": "dov0@acme.example",
                            "role": "interviewer",
                            "lead": True,
                        }
                    ],
                    "present": True,
                },
            ),
            sending={"daily_cap": 2},
            save_sent="never",
            live=True,
            with_all=False,
            files_sent=True,
            thorough=False,
        ),
        events=(
            Event(at=2876.127690613305, what="suspend", details=(20000,), where="gate", nth=1, look=False),
            Event(at=12965.442763129975, what="hand_sent", details=(0, 1), where="", nth=1, look=False),
            Event(at=21436.966729396372, what="step_clock", details=(-700,), where="", nth=1, look=True),
            Event(at=23887.943737433583, what="step_clock", details=(700,), where="", nth=1, look=False),
        ),
    ),
    "a second sheet after a pause": Story(
        seed=292775608,
        setup=Setup(
            start=dt.datetime(2026, 8, 22, 21, 41, tzinfo=dt.UTC),
            days=75,
            home=("Europe/London", "GB-ENG"),
            rounds=(
                {
                    "id": "acme-0",
                    "company": "Acme",
                    "position": "Role 0",
                    "at": "2026-08-24 23:13",
                    "zone": "Europe/London",
                    "country": "GB-ENG",
                    "contacts": [
                        {
                            "name": "Ben Brandt",
                            "email": "ben0@acme.example",
                            "role": "interviewer",
                            "lead": True,
                        },
                        {
                            "name": "Cleo Chen",
                            "email": "cleo0@acme.example",
                            "role": "interviewer",
                            "lead": False,
                        },
                    ],
                    "present": True,
                    "cadence": [
                        {
                            "id": "thank-you",
                            "channel": "email",
                            "to": "everyone",
                            "when": "1 hour after interview",
                            "latest": "1 business day",
                        },
                        {
                            "id": "call",
                            "channel": "phone",
                            "when": "5 days after interview",
                            "latest": "2 business days",
                        },
                        {
                            "id": "check-in",
                            "channel": "email",
                            "when": "7 days after previous",
                            "latest": "3 business days",
                        },
                        {
                            "id": "letter",
                            "channel": "post",
                            "when": "7 days after previous",
                            "latest": "3 business days",
                        },
                        {
                            "id": "last-note",
                            "channel": "email",
                            "when": "7 days after previous",
                            "latest": "5 business days",
                        },
                    ],
                },
            ),
            sending={},
            save_sent="auto",
            live=True,
            with_all=False,
            files_sent=False,
            thorough=False,
        ),
        events=(
            Event(at=6930.4296375841905, what="shift", details=(0, -2880), where="", nth=1, look=False),
            Event(
                at=10027.243999386299,
                what="steer",
                details=(-1, "pause", 14400),
                where="body",
                nth=1,
                look=False,
            ),
            Event(
                at=13996.854640828684,
                what="submission",
                details=("lost but delivered",),
                where="",
                nth=1,
                look=False,
            ),
        ),
    ),
    "a colleague of a round to come": Story(
        seed=994069869,
        setup=Setup(
            start=dt.datetime(2026, 5, 27, 15, 55, tzinfo=dt.UTC),
            days=75,
            home=("America/New_York", "US"),
            rounds=(
                {
                    "id": "acme-0",
                    "company": "Acme",
                    "position": "Role 0",
                    "at": "2026-05-31 08:13",
                    "zone": "America/New_York",
                    "country": "US",
                    "contacts": [
                        {
                            "name": "Dov Dahl",
                            "email": "dov0@acme.example",
                            "role": "interviewer",
                            "lead": True,
                        },
                        {
                            "name": "Ben Brandt",
                            "email": "ben0@acme.example",
                            "role": "interviewer",
                            "lead": False,
                        },
                        {
                            "name": "Cleo Chen",
                            "email": "cleo0@friends.example",
                            "role": "helped",
                            "lead": False,
                        },
                        {
                            "name": "Ana Alvarez",
                            "email": "ana0@friends.example",
                            "role": "helped",
                            "lead": False,
                        },
                    ],
                    "present": False,
                    "cadence": [
                        {
                            "id": "thank-you",
                            "channel": "email",
                            "to": "everyone",
                            "when": "1 hour after interview",
                            "latest": "1 business day",
                        },
                        {
                            "id": "call",
                            "channel": "phone",
                            "when": "5 days after interview",
                            "latest": "2 business days",
                        },
                        {
                            "id": "check-in",
                            "channel": "email",
                            "when": "7 days after previous",
                            "latest": "3 business days",
                        },
                        {
                            "id": "letter",
                            "channel": "post",
                            "when": "7 days after previous",
                            "latest": "3 business days",
                        },
                        {
                            "id": "last-note",
                            "channel": "email",
                            "when": "7 days after previous",
                            "latest": "5 business days",
                        },
                    ],
                },
                {
                    "id": "brix-1",
                    "company": "Brix GmbH",
                    "position": "Role 1",
                    "at": "2026-05-30 22:00",
                    "zone": "Australia/Sydney",
                    "country": "AU-NSW",
                    "contacts": [
                        {
                            "name": "Eve Endo",
                            "email": "eve1@brix.example",
                            "role": "interviewer",
                            "lead": True,
                        }
                    ],
                    "present": True,
                    "cadence": [
                        {
                            "id": "thank-you",
                            "channel": "email",
                            "to": "everyone",
                            "when": "1 business day after interview",
                            "latest": "1 business day",
                        },
                        {
                            "id": "post-0",
                            "channel": "post",
                            "when": "4 business days after interview",
                            "latest": "1 week",
                        },
                        {
                            "id": "email-1",
                            "channel": "email",
                            "when": "1 week after previous",
                            "latest": "2 business days",
                        },
                    ],
                },
                {
                    "id": "brix-2",
                    "company": "Brix",
                    "position": "Role 2",
                    "at": "2026-05-28 06:57",
                    "zone": "America/New_York",
                    "country": "US",
                    "contacts": [
                        {"name": "Mia Moss", "email": "mia2@gmail.com", "role": "interviewer", "lead": True}
                    ],
                    "present": True,
                    "cadence": [
                        {
                            "id": "thank-you",
                            "channel": "email",
                            "to": "everyone",
                            "when": "20 hours after interview",
                            "latest": "1 business day",
                        },
                        {
                            "id": "email-0",
                            "channel": "email",
                            "when": "1 week after interview",
                            "latest": "4 hours",
                        },
                        {
                            "id": "email-1",
                            "channel": "email",
                            "when": "3 days after previous",
                            "latest": "3 business days",
                        },
                    ],
                },
            ),
            sending={},
            save_sent="never",
            live=True,
            with_all=False,
            files_sent=False,
            thorough=False,
        ),
        events=(
            Event(
                at=253.3059442744323,
                what="answer",
                details=(1, "person", 3, "Junk", "mixed"),
                where="mail",
                nth=1,
                look=True,
            ),
        ),
    ),
    "a mail by hand while one of unknown fate waited": Story(
        seed=701244638,
        setup=Setup(
            start=dt.datetime(2026, 2, 5, 2, 54, tzinfo=dt.UTC),
            days=75,
            home=("America/New_York", "US"),
            rounds=(
                {
                    "id": "acme-0",
                    "company": "Acme",
                    "position": "Role 0",
                    "at": "2026-02-04 22:58",
                    "zone": "America/New_York",
                    "country": "US",
                    "contacts": [
                        {
                            "name": "Ana Alvarez",
                            "email": "ana0@acme.example",
                            "role": "interviewer",
                            "lead": True,
                        },
                        {
                            "name": "Cleo Chen",
                            "email": "cleo0@friends.example",
                            "role": "helped",
                            "lead": False,
                        },
                    ],
                    "present": False,
                    "cadence": [
                        {
                            "id": "thank-you",
                            "channel": "email",
                            "to": "everyone",
                            "when": "1 business day after interview",
                            "latest": "1 business day",
                        },
                        {
                            "id": "post-0",
                            "channel": "post",
                            "when": "4 business days after interview",
                            "latest": "2 days",
                        },
                    ],
                },
                {
                    "id": "brix-1",
                    "company": "Brix",
                    "position": "Role 1",
                    "at": "2026-02-08 08:35",
                    "zone": "America/New_York",
                    "country": "US",
                    "contacts": [
                        {
                            "name": "Fay Fuchs",
                            "email": "fay1@brix.example",
                            "role": "interviewer",
                            "lead": True,
                        },
                        {
                            "name": "Gil Gross",
                            "email": "gil1@brix.example",
                            "role": "interviewer",
                            "lead": False,
                        },
                        {
                            "name": "Eve Endo",
                            "email": "eve1@friends.example",
                            "role": "helped",
                            "lead": False,
                        },
                        {
                            "name": "Ida Ivers",
                            "email": "ida1@friends.example",
                            "role": "helped",
                            "lead": False,
                        },
                    ],
                    "present": True,
                },
            ),
            sending={},
            save_sent="auto",
            live=True,
            with_all=False,
            files_sent=True,
            thorough=False,
        ),
        events=(
            Event(at=11058.074710892031, what="down", details=(4000,), where="gate", nth=1, look=False),
            Event(at=13829.313783465475, what="hand_sent", details=(1, 1), where="", nth=1, look=False),
            Event(at=19302.388473505114, what="resolve", details=(False,), where="", nth=1, look=False),
        ),
    ),
}
