"""What the candidate reads in each of the four languages: every notice as a golden text.

To write the golden texts after a wanted change: FOLLOWUPD_GOLDEN=write, then read each of them.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from builders import received, utc
from draft_cases import desk

from followupd.adapters.catalogues import list_languages, load_words
from followupd.config.cadence import Channel
from followupd.inbound.verdict import Action, Intent, Kind
from followupd.journal.facts import Settled, Touch, Uncertain
from followupd.journal.interview_links import LinkReason
from followupd.planning.moves import Move, Verb
from followupd.planning.rules import Rule
from followupd.writing.composer import write_draft
from followupd.writing.language.reasons import explain
from followupd.writing.language.words import Words
from followupd.writing.notices import (
    approval_notices,
    digest,
    folder_notices,
    mail_notices,
    notices,
    prompt_notices,
    rename_notices,
    reply_deeds,
    reply_notices,
    week_notice,
)

if TYPE_CHECKING:
    from followupd.writing.notices.notices import Notice

GOLDEN = Path(__file__).parents[1] / "data" / "golden" / "notices"
BERLIN = ZoneInfo("Europe/Berlin")
LANGUAGES = list_languages()
TOUCH = Touch("acme", "thank-you", "ana-ruiz")
NOW = datetime(2026, 12, 9, 17, 0, tzinfo=UTC)
THREAD = reply_notices.ReplyThread("answer/1/x", "<1@followup.example>", "Re: Call Ana Ruiz")
DAY = date(2026, 12, 9)


def words_of(language: str) -> Words:
    return load_words(language, BERLIN)


def move(step: str = "thank-you", why: str = "its latest moment was Wed 9 December 18:00 CET") -> Move:
    return Move(
        replace(TOUCH, step=step), Channel.EMAIL, is_reminder=False, contact_name="Ana Ruiz", address="ana@acme.example",
        verb=Verb.MISS, due=utc("12 08:10"), latest=NOW, rule=Rule.LATEST, why=why,
    )  # fmt: skip


def step_notices(words: Words) -> list[Notice]:
    doubt = Uncertain(
        NOW, TOUCH, "<1@x>", "ana@acme.example", why="followupd was stopped in that moment", name="Ana Ruiz"
    )
    return [
        notices.describe_missed_touches(words, [move()]),
        notices.describe_missed_touches(
            words, [move(), move("check-in", "it was paused; one reminder a week")]
        ),
        notices.describe_refused_mail(
            words, Settled(NOW, TOUCH, "refused", "550 no such user", address="ana@acme.example"), "Ana Ruiz"
        ),
        notices.ask_about_unknown(words, doubt),
        notices.describe_dropped_touches(words, "acme", [move("last-note"), move("letter")], "1"),
        notices.describe_trouble(words, "configuration", "config.yaml:3: x", "1"),
        notices.describe_login_trouble(words, "Login refused", NOW),
        notices.describe_restore(words, "the copy is older", 3, [doubt], "1"),
        notices.describe_hold(words, move(), "the server put it off", "1"),
        notices.describe_push_fault(words, "the push service refused", "1"),
        approval_notices.ask_for_approval(words, move("rejected"), "Thank you", "Dear Ana,\n\nSam\n", "d1"),
        approval_notices.ask_for_approval(words, move(), "Thank you", "Dear Ana,\n\nSam\n", "d1", "no fact"),
        prompt_notices.repeat_call_sheet(words, "acme/call/ana-ruiz", "Call", "Call\n\nNumber  1", 2),
        prompt_notices.describe_missed_call(words, replace(TOUCH, step="call"), "Ana Ruiz", 0),
        prompt_notices.ask_about_letter(words, replace(TOUCH, step="letter"), "Ana Ruiz", 0),
        prompt_notices.describe_failed_print(words, TOUCH, "Ana Ruiz", "no such program"),
        folder_notices.ask_about_missing_folders(words, ["Jobs"], "1"),
        digest.describe_digest(words, ["Acme: Ana Ruiz wrote to you"], "1"),
        digest.describe_digest(words, ["one", "two"], "1"),
        rename_notices.describe_new_date(words, "acme", NOW),
        rename_notices.describe_same_name(words, "acme", "globex", LinkReason.SAME_DATE),
        rename_notices.describe_takeover(words, "acme", "globex", LinkReason.THANKED),
        rename_notices.ask_about_likeness(words, "acme", "globex"),
    ]


def mail_texts(words: Words) -> list[Notice]:
    """Every kind of mail with every action and intent that changes a sentence."""
    why = "In-Reply-To is our mail “Thank you” of 13 Nov"
    facts = [
        *(received("13 09:00", interviews=("acme",), action=Action.STOP, intent=intent, why=why) for intent in (None, *Intent)),
        *(received("13 09:00", interviews=("acme",), action=Action.ALERT, kind=kind, why="it names Acme") for kind in Kind),
        received("13 09:00", interviews=("acme", "globex"), action=Action.PAUSE, why="it comes from Ana Ruiz", promise=DAY),
        received("13 09:00", interviews=("acme",), action=Action.STOP, intent=Intent.PLEASE_STOP, authenticated=True),
        received("13 09:00", interviews=("acme",), action=Action.STOP, left=True),
        received("13 09:00", interviews=("acme",), action=Action.HOLD, kind=Kind.AUTO_REPLY, return_date=DAY),
        received("13 09:00", interviews=("acme",), action=Action.HOLD, kind=Kind.AUTO_REPLY),
        received(
            "13 09:00", interviews=("acme",), action=Action.ALERT, kind=Kind.BOUNCE_PERMANENT, failed_address="ana@acme.example"
        ),
    ]  # fmt: skip
    told = (mail_notices.describe_received_mail(words, fact, "Acme", ("Ana Ruiz",)) for fact in facts)
    return [notice for notice in told if notice]


def answer_notices(words: Words) -> list[Notice]:
    deeds = [
        *(reply_deeds.tell_pause(words, "Acme", day) for day in (None, DAY)),
        *(reply_deeds.tell_resume(words, "Acme", day) for day in (None, DAY)),
        *(reply_deeds.tell_close(words, "Acme", outcome) for outcome in ("", "rejected")),
        reply_deeds.tell_skip(words, "check-in", "Ana Ruiz", "Acme"),
        reply_deeds.tell_approval(words, "thank-you", "Ana Ruiz", "Acme"),
        *(
            reply_deeds.tell_outcome(words, outcome, "Ana Ruiz", "Acme", None)
            for outcome in ("spoke", "voicemail", "no-answer", "wrong-number", "posted", "done", "skipped")
        ),
        reply_deeds.tell_outcome(words, "spoke", "Ana Ruiz", "Acme", DAY),
        *(reply_deeds.tell_snooze(words, "Ana Ruiz", days) for days in (1, 3)),
        reply_deeds.tell_doubt(words, "Acme", "", is_answer=True),
        reply_deeds.tell_doubt(words, "Acme", "", is_answer=False),
        reply_deeds.tell_doubt(words, "Acme", "it was paused", is_answer=False),
        *(reply_deeds.tell_resolved(words, "Ana Ruiz", resend=resend) for resend in (True, False)),
        *(
            reply_deeds.tell_undo(words, what, "Acme")
            for what in ("done", "skip", "close", "pause", "resume", "approve", "answer")
        ),
    ]
    topics = ("call", "letter", "approval", "doubt", "unknown", "news", "other")
    return [
        *(reply_notices.confirm_command(words, THREAD, deed) for deed in deeds),
        *(
            reply_notices.ask_again(
                words, THREAD, topic, reply_notices.name_subject(words, topic, "Ana Ruiz", "Acme"), ""
            )
            for topic in topics
        ),
        reply_notices.refuse_command(words, THREAD, "call", "the follow-up for Acme is closed already"),
        reply_notices.explain_late_draft(words, THREAD),
    ]


def sheets(words: Words) -> list[Notice]:
    """A call sheet, with the clocks of Berlin and New York, and the mail about a letter."""
    texts = []
    for step in ("call", "letter"):
        request = replace(desk(step), words=words)
        draft = write_draft(request)
        texts.append(prompt_notices.describe_sheet(words, draft.text.subject, draft.text.body))
        bare = replace(request, contact=request.contact.model_copy(update={"phone": None, "post": None}))
        texts.append(prompt_notices.describe_sheet(words, f"{step}, bare", write_draft(bare).text.body))
    away = replace(words, zone=ZoneInfo("America/New_York"))
    texts.append(
        prompt_notices.describe_sheet(away, "away", write_draft(replace(desk("call"), words=away)).text.body)
    )
    return texts


def weeks(words: Words) -> list[Notice]:
    """The weekly digest: of one interview in which nothing happens, and of two in which all does."""
    quiet = week_notice.InterviewWeek("Globex", "Data Engineer", (), (), ())
    held = replace(move(), verb=Verb.HOLD, why="it was paused")
    coming = replace(move("check-in"), verb=Verb.WAIT, due=NOW)
    busy = week_notice.InterviewWeek(
        "Acme",
        "Data Engineer",
        tuple(week_notice.phrase_past(words, f"{number}", NOW) for number in range(10)),
        (
            week_notice.phrase_interview(words, NOW),
            *(week_notice.phrase_move(words, m) for m in (held, coming)),
        ),
        ("one",),
    )
    return [
        week_notice.describe_week(words, [quiet], (), "1"),
        week_notice.describe_week(words, [quiet, busy], ["all"], "1"),
    ]


def render(notices_: list[Notice]) -> str:
    return "\n\n".join(
        "\n".join(
            filter(None, [f"=== {n.subject}", n.body, n.short and f"push: {n.short}", n.gist and f"digest: {n.gist}"])
        )
        for n in notices_
    ) + "\n"  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", ["steps", "mails", "answers", "sheets", "weeks"])
def test_each_notice_reads_as_its_golden_text(language: str, subject: str) -> None:
    makers = {
        "steps": step_notices,
        "mails": mail_texts,
        "answers": answer_notices,
        "sheets": sheets,
        "weeks": weeks,
    }
    make = makers[subject]
    text, path = render(make(words_of(language))), GOLDEN / f"{subject}.{language}.txt"
    if os.environ.get("FOLLOWUPD_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_notice_shows_a_time_of_another_zone(language: str) -> None:
    text = render([*step_notices(words_of(language)), *mail_texts(words_of(language))])
    assert "UTC" not in text
    assert "18:00 MEZ" in text if language == "de" else "18:00 CET" in text
    assert "17:00" not in text


def test_a_zone_without_a_name_is_called_by_its_city() -> None:
    assert Words("en", ZoneInfo("America/Sao_Paulo")).format_moment(NOW) == "9 December 2026, 14:00 Sao Paulo"
    assert Words("en", ZoneInfo("America/New_York")).format_moment(NOW) == "9 December 2026, 12:00 EST"


@pytest.mark.parametrize(
    ("reason", "german"),
    [
        ("they said they would decide by 9 December", "die Entscheidung ist angekündigt bis 9. Dezember"),
        ("In-Reply-To is our mail “Hello” of 9 Dec", "sie antwortet auf Ihre Mail „Hello“ vom 9. Dezember"),
        ("it comes from acme.example, the domain of Acme", "sie kommt von acme.example, der Domain von Acme"),
        ("it was paused; one reminder a week", "es war angehalten; eine Erinnerung in der Woche"),
        ("what nobody has translated", "what nobody has translated"),
    ],
)
def test_a_reason_is_told_in_the_language_and_an_unknown_one_as_it_is(reason: str, german: str) -> None:
    assert explain(words_of("de"), reason) == german


def test_french_sets_its_marks_and_the_first_of_a_month() -> None:
    words = words_of("fr")
    assert words.format_weekday(date(2026, 12, 1)) == "mardi 1er décembre 2026"
    assert (words.format_day(date(2026, 12, 1)), words.format_short_day(1, 12)) == (
        "1er décembre 2026",
        "1er décembre",
    )
    assert words.format_day(date(2026, 12, 11)) == "11 décembre 2026"
    assert words.quote("Hello") == "«\u00a0Hello\u00a0»"
    assert words.join_clauses(("a", "b")) == "a\u00a0; b"


def test_a_language_without_a_catalogue_is_english_with_english_dates() -> None:
    assert load_words("pt", BERLIN).format_weekday(DAY) == "Wednesday, 9 December 2026"
