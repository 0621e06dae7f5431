"""A month of a real person's mailbox: 1,500 mails, three interviews; no answer is missed, and hardly anything else pauses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from followupd.inbound.classifier import classify_mail, needs_body
from followupd.inbound.matching.watchlist import SentMail, WatchedContact, WatchedInterview, Watchlist
from followupd.inbound.verdict import Action

START = datetime(2026, 11, 2, 7, tzinfo=UTC)
COUNT = 1_500
MAX_FALSE_PAUSES = 2
ME = "sam@candidate.example"


def interview(id_: str, company: str, role: str, person: str, address: str, phone: str) -> WatchedInterview:
    contact = WatchedContact(person.split(maxsplit=1)[0].lower(), person, (address,), phones=(phone,))
    domain = address.partition("@")[2]
    return WatchedInterview(id_, company, role, START, (contact,), domains=(domain,), zone="Europe/Berlin")


INTERVIEWS = (
    interview("acme", "Acme Robotics GmbH", "Data Engineer", "Ana Ruiz", "ana.ruiz@acme-robotics.example", "+49 30 901820"),
    interview("birch", "Birch & Sons Ltd", "Backend Developer", "Tom Birch", "tom@birchsons.example", "+44 20 7946 0123"),
    interview("corva", "Corva Energie AG", "Platform Lead", "Lea Lund", "l.lund@corva.example", "+49 40 123456"),
)  # fmt: skip
SENT = {f"<fu.{i.id}@candidate.example>": SentMail(i.id, i.contacts[0].id, f"Thank you for {i.role}", START + timedelta(hours=3)) for i in INTERVIEWS}  # fmt: skip
KNOWN = Watchlist(frozenset({ME}), INTERVIEWS, SENT, {}, "mx.candidate.example")

LIST = "List-Id: <news.{d}>\r\nList-Unsubscribe: <https://{d}/u>\r\nPrecedence: bulk\r\n"
AUTO = "Auto-Submitted: auto-generated\r\n"
# What a private mailbox holds: sender, subject, text, headers. {n} makes each another mail.
EVERYDAY = (
    ("News <news@shop{k}.example>", "Our deals of week {n}", "Ten percent off everything. Unsubscribe below.", LIST),
    ("Paper <daily@paper.example>", "The morning of day {n}", "Today: the harvest, the council, the weather. Unsubscribe.", LIST),
    ("Jobs <alerts@jobboard.example>", "{n} new jobs for you: Data Engineer", "Data Engineer at Oak AG, Developer at Elm plc. See all jobs. Unsubscribe.", LIST),
    ("Shop <no-reply@shop{k}.example>", "Your order {n} is on its way", "Your parcel arrives tomorrow. Track it: https://shop.example/t/{n}", AUTO),
    ("Bank <service@bank.example>", "Your statement {n}", "Your new statement is in your mailbox. Log in to read it.", AUTO),
    ("Network <notify@social.example>", "Kim and {k} others liked your picture", "See what your friends do. https://social.example/{n}", LIST),
    ("Kim Koch <kim.koch@friends{k}.example>", "Saturday {n}?", "Hi Sam, are you free on Saturday? We could go to the lake.\r\n\r\nKim", ""),
    ("Mum <mum@family.example>", "Photos {n}", "Dear Sam, here are the photos of Sunday. Call me when you have time. Love, Mum", ""),
    ("Lars <lars@list-member{k}.example>", "[pgsql-users] Re: vacuum {n}", "> what does it do\r\n\r\nIt frees the pages. Have you tried version 16?", LIST),
    ("Calendar <calendar@calendar.example>", "Your agenda for day {n}", "09:00 Dentist\r\n12:00 Lunch with Kim", AUTO),
    ("Survey <survey@railway.example>", "How was your trip {n}?", "Please tell us in three minutes: https://railway.example/s/{n}", LIST),
    ("Landlord <office@housing.example>", "Heating, house {k}", "Dear tenants, on day {n} the heating is serviced. Please be at home.", ""),
    ("Club <board@rowing.example>", "Minutes {n}", "Dear all, attached are the minutes of our meeting. See you on the water.", ""),
    ("Doctor <praxis@doctor.example>", "Termin {n}", "Ihr Termin ist am Montag um 9 Uhr. Bitte bringen Sie Ihre Karte mit.", AUTO),
    ("GitHub <notifications@code.example>", "[tool] Fix {n} (#{n})", "merged. Reply to this mail or view it: https://code.example/{n}", LIST),
)  # fmt: skip
# And what names the employers or their people without a word of theirs.
NAMING = (
    ("LinkedIn <notifications-noreply@linkedin.com>", "Ana Ruiz and {k} others viewed your profile", "See all viewers. Unsubscribe", LIST),
    ("LinkedIn <notifications-noreply@linkedin.com>", "Congratulate Tom Birch on 5 years at Birch & Sons", "Say congrats. Unsubscribe", LIST),
    ("LinkedIn Job Alerts <jobalerts-noreply@linkedin.com>", "Platform Lead at Corva Energie AG and {k} more", "Apply. Unsubscribe", LIST),
    ("Board <donotreply@alert.board.example>", "{k} new Data Engineer jobs", "Acme Robotics GmbH - Berlin. View job. Edit alert", ""),
    ("Board <no-reply@board.example>", "Your application was viewed", "Birch & Sons Ltd viewed your application for Backend Developer.", LIST),
    ("Reviews <noreply@reviews.example>", "New interview review for Corva Energie", "Tough but fair. Unsubscribe", LIST),
    ("Kalender <calendar-notification@google.com>", "Notification: Call Ana Ruiz @ Tue Nov 10, 2026 2pm", "Call Ana Ruiz", ""),
    ("Tasks <no-reply@tasks.example>", "Due today: letter to Birch & Sons Ltd", "Due today", AUTO),
    ("DHL Paket <noreply@dhl-paket.example>", "Ihre DHL Sendung {n}", "Die Sendung an Corva Energie AG wurde zugestellt.", AUTO),
    ("Post <no-reply@post.example>", "Your letter has been posted", "Your letter to Acme Robotics GmbH was handed over.", AUTO),
    ("Ride <receipts@ride.example>", "Your trip", "Pick-up: home. Drop-off: Birch & Sons Ltd. 12.40 GBP", ""),
    ("Bank <service@bank.example>", "Zahlungseingang", "Gutschrift 85,00 EUR von Corva Energie AG", AUTO),
    ("Phone <no-reply@phone.example>", "Call log", "Outgoing call to Ana Ruiz +49 30 901820, 3:10", AUTO),
    ("Track <notify@track.example>", "Tom Birch opened your email", "Opened 2 times.", ""),
    ("Maps <noreply@maps.example>", "How was Acme Robotics GmbH?", "Write a review of your visit.", LIST),
    ("Survey <feedback@survey.example>", "How was your interview at Corva Energie AG?", "Two minutes, anonymous: https://survey.example/{n}", AUTO),
    ("Trade <news@trade-weekly.example>", "Corva Energie AG wins a prize", "The energy firm of the year. Unsubscribe", LIST),
    ("Acme Robotics <newsletter@acme-robotics.example>", "Our autumn robots", "New arms, new hands. Book a demo. Unsubscribe", LIST),
    ("Alumni <alumni@uni.example>", "Alumni news", "Our alumna Ana Ruiz leads a team at Acme Robotics. Unsubscribe", LIST),
    ("Praxis Dr. Birch <praxis@practice.example>", "Terminerinnerung {n}", "Ihr Termin ist am Montag.", ""),
)  # fmt: skip
NAMING_SHARE = 0.08
# The answers: they come by many ways, and each must stop or pause.
ANSWERS = (
    ("Ana Ruiz <ana.ruiz@acme-robotics.example>", "Re: Thank you for Data Engineer", "Dear Sam, we would like to see you again. When can you come?", "In-Reply-To: <fu.acme@candidate.example>\r\n"),
    ("HR <people@acme-robotics.example>", "Your application", "Dear Sam, please send us your references.", ""),
    ("Tom <tom.birch@private.example>", "Hello", "Sam, Tom Birch here, from my private address. Can we talk tomorrow?", ""),
    ("no-reply@greenhouse.io", "Update on your application to Birch & Sons Ltd", "Hi Sam, thank you for the interview. Unfortunately we decided otherwise.", AUTO),
    ("Voice <no-reply@phone.example>", "Voicemail from +49 40 123456", "You have a new voicemail, 0:31.", AUTO),
    ("Dora <dora@agency.example>", "Good news", "Hi Sam, our client Corva Energie AG wants to make you an offer for the role Platform Lead.", ""),
)  # fmt: skip


def make_month() -> list[tuple[bytes, bool]]:
    """Return the mails in the order in which they come, and of each whether it is an answer."""
    lot = Random(1500)
    answer_places = dict(zip(sorted(lot.sample(range(COUNT), len(ANSWERS))), ANSWERS, strict=True))
    mails = []
    for number in range(COUNT):
        kinds = NAMING if lot.random() < NAMING_SHARE else EVERYDAY
        sender, subject, text, head = answer_places.get(number) or lot.choice(kinds)
        words = {"n": number, "k": number % 17}
        domain = sender.rpartition("@")[2].rstrip(">").format(**words)
        raw = (
            f"From: {sender.format(**words)}\r\nTo: {ME}\r\nSubject: {subject.format(**words)}\r\n"
            f"Message-ID: <{number}@month.example>\r\n{head.format(d=domain)}\r\n{text.format(**words)}\r\n"
        )
        mails.append((raw.encode(), number in answer_places))
    return mails


def test_a_month_of_mail_misses_no_answer_and_hardly_pauses_for_nothing() -> None:
    unheard, false_pauses = [], []
    for number, (raw, is_answer) in enumerate(make_month()):
        received = START + timedelta(hours=4, minutes=25 * number)
        is_read = needs_body(raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", KNOWN)
        action = classify_mail(raw, KNOWN, received).action if is_read else Action.NONE
        is_braked = action in (Action.STOP, Action.PAUSE)
        if is_answer and not is_braked:
            unheard.append(raw)
        if is_braked and not is_answer:
            false_pauses.append(raw)
    assert unheard == []
    assert len(false_pauses) <= MAX_FALSE_PAUSES, false_pauses[:5]
