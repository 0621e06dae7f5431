"""What the interviews have sent: each mail by each of its Message-IDs, with its words."""

from builders import ACME, by_hand, config, taken, utc

from followupd.engine.scanning.sent_mails import list_sent_ids, list_sent_mails
from followupd.engine.scanning.watching import build_watchlist
from followupd.journal.facts import Noted, Touch
from followupd.journal.history import History

MADE = config(ACME)
NOTE = taken("12 15:30", "thank-you", message_ids=("<1@x>", "<2@x>"), subject="Thanks")


def test_only_mails_of_the_configuration_are_asked_for() -> None:
    gone = taken(
        "12 15:30", "thank-you", message_ids=("<3@x>",), touch=Touch("gone", "thank-you", "ana-ruiz")
    )
    assert list_sent_ids(History([NOTE, gone]), MADE) == ["<1@x>", "<2@x>"]


def test_the_words_of_a_mail_are_its_own_under_each_id() -> None:
    record = History([NOTE, by_hand("13 10:00", "ana@acme.example")]).record_of(MADE.interviews[0], MADE)
    sent_mails = dict(list_sent_mails(record, {"<2@x>": "the words"}))
    assert [sent_mails[key].text for key in ("<1@x>", "<2@x>")] == ["the words", "the words"]


def test_what_was_sent_for_a_round_that_is_gone_lets_the_next_one_not_begin() -> None:
    gone = Noted(
        utc("12 10:00"), "first", "acme", utc("12 13:00"), ("ana@acme.example",), ("acme.example",), (), ("ana@acme.example",)
    )  # fmt: skip
    thanks = taken(
        "12 15:30", "thank-you", message_ids=("<1@x>",), touch=Touch("first", "thank-you", "ana-ruiz")
    )
    following = config({**ACME, "id": "second", "at": "2026-11-20 14:00"})
    watchlist = build_watchlist(following, History([gone, thanks]), {}, b"key")
    assert watchlist.sent_mails["<1@x>"].interview == "second"
    assert watchlist.running_interviews(utc("16 10:00")) == ()
    assert watchlist.running_interviews(utc("20 16:00"))
