"""What the candidate writes back: understood in four languages, or not acted upon."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from project_paths import TESTS

from followupd.inbound.replies.reply_command import parse_reply_command, read_command
from followupd.inbound.replies.reply_meaning import find_meaning, looks_like_draft
from followupd.inbound.replies.reply_text import read_answer
from followupd.inbound.verdict import ReplyCommand

WEDNESDAY = date(2026, 11, 25)
HEAD = (
    b"From: sam@x.example\r\nDate: Wed, 25 Nov 2026 10:00:00 +0100\r\nIn-Reply-To: <fu.1@x.example>\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
)
NAMES = ("Sam Sample", "Ana Alvarez", "followupd")


def cases() -> list[tuple[str, str]]:
    files = sorted((TESTS / "data" / "replies").glob("*.txt"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    pairs = (line.split(" => ") for line in lines if line and not line.startswith("#"))
    return [(text.replace("\\n", "\n"), meaning) for text, meaning in pairs]


def understand(text: str) -> str:
    command = read_command(read_answer(text), ("<fu.1@x.example>",), WEDNESDAY)
    meaning = find_meaning(command, NAMES)
    if not meaning.verb:
        return "ask"
    day = ("promise" if command.is_promise and meaning.verb == "spoke" else "day", command.day)
    details = [
        day,
        ("days", command.days),
        ("outcome", command.outcome),
        ("end", "?" * command.is_end_unread),
    ]
    return " ".join(
        [meaning.verb.removesuffix("-send"), *(f"{name}={value}" for name, value in details if value)]
    )


@pytest.mark.parametrize(("text", "meaning"), cases())
def test_what_people_write_is_understood_or_asked_about(text: str, meaning: str) -> None:
    assert understand(text) == meaning


@pytest.mark.parametrize(("text", "meaning"), [c for c in cases() if c[1] not in ("yes", "ok", "resend")])
def test_no_other_words_are_a_yes(text: str, meaning: str) -> None:
    assert understand(text).split()[0] not in ("yes", "ok", "resend"), meaning


@pytest.mark.parametrize(
    "negation", ["not", "don't", "never", "nicht", "kein", "pas", "jamais", "nunca", "no lo"]
)
@pytest.mark.parametrize("text", [c[0] for c in cases() if c[1] == "yes" and "\n" not in c[0]])
def test_a_yes_with_a_negation_in_it_is_none(text: str, negation: str) -> None:
    first, _, rest = text.partition(" ")
    for changed in (f"{negation} {text}", f"{first} {negation} {rest}".strip(), f"{text} {negation}"):
        assert understand(changed).split()[0] not in ("yes", "ok", "resend")


@pytest.mark.parametrize(
    "text",
    [
        "by no means send it", "please refrain from sending", "anything but ok", "yes, I mean no", "sending is not ok", "nobody approved it",
        "keinesfalls senden", "sende es ja nicht", "in Ordnung ist das nicht", "statt senden bitte löschen", "ja doch nicht", "ungern",
        "évite d'envoyer", "hors de question", "je ne suis pas d'accord", "sans envoyer", "oui enfin non", "ça ne me va pas",
        "ni se te ocurra enviarlo", "evita enviarlo", "no estoy de acuerdo", "nada de enviar", "sí pero no", "prohibido enviar",
    ],
)  # fmt: skip
def test_a_refusal_in_other_words_lets_nothing_out(text: str) -> None:
    assert understand(text).split()[0] in ("no", "ask")


def parse(text: str, headers: bytes = b"") -> ReplyCommand | None:
    return parse_reply_command(HEAD + headers + b"\r\n" + text.encode())


def test_the_quotation_and_the_signature_are_no_words() -> None:
    text = (
        "voicemail\r\n\r\nOn Tue, 17 Nov 2026 at 08:38, Sam <sam@x.example> wrote:\r\n> Answer: yes or no\r\n"
    )
    command = parse(text)
    assert command
    assert command.verbs == ("voicemail",)
    signed = parse("posted\r\n\r\n-- \r\nSam Sample, stop and go\r\n")
    assert signed
    assert signed.verbs == ("posted",)


def test_an_answer_below_a_quotation_that_nobody_marked_is_not_acted_upon() -> None:
    command = parse("To send it:       followupd approve acme thank-you --seen abc\r\n\r\nyes\r\n")
    assert command
    assert not find_meaning(command).verb


def test_a_mail_that_answers_nothing_is_no_command() -> None:
    assert parse_reply_command(b"From: sam@x.example\r\n\r\nstop\r\n") is None


@pytest.mark.parametrize(
    "header",
    [b"Auto-Submitted: auto-replied", b"Precedence: bulk", b"Precedence: auto_reply", b"List-Id: <x.y>"],
)
def test_what_a_machine_wrote_is_no_command(header: bytes) -> None:
    assert parse("stop", header + b"\r\n") is None


def test_the_mail_that_is_answered_at_once_comes_first() -> None:
    command = parse("stop", b"References: <a@x.example> <b@x.example> <fu.1@x.example>\r\n")
    assert command
    assert command.about == ("<fu.1@x.example>", "<b@x.example>", "<a@x.example>")


def test_a_day_needs_a_date_to_count_from() -> None:
    raw = HEAD.replace(b"Date: Wed, 25 Nov 2026 10:00:00 +0100", b"Date: whenever") + b"\r\nhold until Friday"
    command = parse_reply_command(raw)
    assert command
    assert (command.day, command.written) == (None, None)


def test_a_text_of_ones_own_is_told_from_a_word() -> None:
    text = (
        "Dear Ana,\n\nthank you for the time on Thursday. I liked how you spoke about the nightly loads.\n\n"
        "Kind regards\nSam Sample"
    )
    assert looks_like_draft(text)
    assert not looks_like_draft("Yes please, go ahead.\n\nThanks,\nSam")


@given(st.binary(max_size=400))
def test_no_bytes_make_it_stumble(raw: bytes) -> None:
    parse_reply_command(raw)
    parse_reply_command(HEAD + b"\r\n" + raw)
