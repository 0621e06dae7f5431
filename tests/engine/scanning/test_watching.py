"""What the inbox is read for: our own mails are known by their mark, under every name that a file may have had."""

import pickle
from dataclasses import replace

import pytest
from builders import ACME, config, taken, utc
from pydantic import TypeAdapter

from followupd.engine.scanning import watching
from followupd.journal.facts import Noted, Touch
from followupd.journal.history import History
from followupd.writing.mail.message_id import touch_token

KEY = b"key"


def test_what_went_out_under_a_name_that_is_gone_counts_for_the_one_there_is_unless_its_file_cannot_be_read() -> (
    None
):
    made = config(ACME | {"id": "second", "at": "2026-11-19 14:00"})
    noted = Noted(utc("12 12:00"), "acme", "acme", utc("12 13:00"), ("ana@acme.example",), ("acme.example",))
    mark = touch_token(KEY, str(Touch("acme", "call", "ana-ruiz")))
    found = watching.touches_by_token(History([noted]), made, KEY)
    assert found[mark] == Touch("second", "call", "ana-ruiz")
    assert mark not in watching.touches_by_token(History([noted]), made, KEY, frozenset({"acme"}))


CLEO = {"name": "Cleo Chen", "email": "cleo@private.example", "role": "interviewer"}


def noted(data: dict[str, object], at: str) -> Noted:
    (interview,) = config(data).interviews
    made = History().identities.new_snapshot(interview)
    assert made
    return replace(made, at=utc(at))


def test_who_was_in_the_file_may_still_answer() -> None:
    former = {"contacts": [*ACME["contacts"], CLEO]}
    history = History([noted(ACME | former, "12 12:00"), noted(ACME, "13 12:00")])
    (seen,) = watching.build_watchlist(config(ACME), history, {}, KEY).interviews
    (cleo,) = (c for c in seen.contacts if c.id == "cleo-chen")
    assert (cleo.name, cleo.addresses, cleo.is_helper) == ("Cleo Chen", ("cleo@private.example",), False)
    assert len(seen.contacts) == len(ACME["contacts"]) + 1
    mark = touch_token(KEY, str(Touch("acme", "call", "cleo-chen")))
    assert watching.touches_by_token(history, config(ACME), KEY)[mark] == Touch("acme", "call", "cleo-chen")


def test_each_number_of_a_person_is_looked_for() -> None:
    ana, *others = ACME["contacts"]
    numbers = {"phone": "+49 30 901820", "phones": ["+49 170 1234567", "+49 30 901820"]}
    made = config(ACME | {"contacts": [{**ana, **numbers}, *others]})
    (seen,) = watching.build_watchlist(made, History(), {}, KEY).interviews
    assert seen.contacts[0].phones == ("+49 30 901820", "+49 170 1234567")
    assert watching.make_watch_digest(made) != watching.make_watch_digest(config(ACME))
    (removed,) = [c for c in seen.contacts if c.id == "ben-brandt"]
    assert removed.phones == ()


def test_who_is_called_otherwise_now_is_nobody_else() -> None:
    ana, *others = ACME["contacts"]
    married = {"contacts": [{**ana, "name": "Ana Ruiz-Brandt"}, *others]}
    history = History([noted(ACME, "12 12:00"), noted(ACME | married, "13 12:00")])
    (seen,) = watching.build_watchlist(config(ACME | married), history, {}, KEY).interviews
    assert len(seen.contacts) == len(ACME["contacts"])


def test_who_was_copied_over_from_another_company_says_nothing_of_this_one() -> None:
    brix = {
        "company": "Brix", "at": "2026-11-13 14:00",
        "contacts": [{"name": "Bo Brix", "email": "bo@brix.example", "role": "interviewer"}],
    }  # fmt: skip
    history = History([noted(ACME | {"at": "2026-11-13 14:00"}, "12 12:00"), noted(ACME | brix, "12 12:05")])
    (seen,) = watching.build_watchlist(config(ACME | brix), history, {}, KEY).interviews
    assert [c.id for c in seen.contacts] == ["bo-brix"]


def test_mail_is_looked_for_from_the_first_date_that_an_interview_had() -> None:
    later = ACME | {"at": "2026-12-20 14:00"}
    history = History([noted(ACME, "12 12:00"), noted(later, "20 12:00")])
    found = watching.find_watch_start(config(later), history, utc("12 12:00").replace(month=12, day=21))
    assert found == utc("12 13:00") - watching.DATE_SLACK


def test_the_watchlist_can_be_read_by_a_worker_that_opens_no_file() -> None:
    """Facts that are read from the store have zones of pydantic's, which the worker would have to import."""
    adapter = TypeAdapter(Noted)
    facts = [adapter.validate_json(adapter.dump_json(noted(ACME, "12 12:00")))]
    known = watching.build_watchlist(config(ACME), History(facts), {}, KEY)
    assert known.interviews[0].start_set_at
    assert b"pydantic" not in pickle.dumps(known)


def test_an_answer_to_the_round_before_is_heard_when_the_next_stands_in_the_file() -> None:
    made = config(ACME | {"at": "2026-11-19 14:00"})
    before = config(ACME).interviews[0]
    snapshot = History().identities.new_snapshot(before)
    assert snapshot
    history = History([snapshot, taken("12 16:00", "thank-you")])
    watchlist = watching.build_watchlist(made, history, {}, KEY)
    assert watchlist.interviews[0].began_at == before.start_time
    assert watchlist.running_interviews(before.start_time) == watchlist.interviews
    unsent = watching.build_watchlist(made, History([snapshot]), {}, KEY)
    assert unsent.interviews[0].began_at is None
    assert not unsent.running_interviews(before.start_time)


@pytest.mark.parametrize(
    ("address", "is_heard"), [("ana@acme.example", True), ("hal@friends.example", False)]
)
def test_an_answer_in_the_thread_of_an_interview_whose_file_is_gone_counts_for_the_company(
    address: str, is_heard: bool
) -> None:
    gone = noted(ACME | {"id": "gone"}, "12 12:00")
    thanks = taken(
        "12 16:00",
        "thank-you",
        message_ids=("<g@x>",),
        address=address,
        touch=Touch("gone", "thank-you", "a"),
    )
    watchlist = watching.build_watchlist(
        config(ACME | {"at": "2026-11-19 14:00"}), History([gone, thanks]), {}, KEY
    )
    assert ("<g@x>" in watchlist.sent_mails) is is_heard


def test_a_person_is_named_to_the_user_as_people_say_it() -> None:
    contacts = [{"name": "Oyelaran, Folasade, Dr.", "email": "f@acme.example"}]
    (watched,) = watching.build_watchlist(
        config(ACME | {"contacts": contacts}), History(), {}, KEY
    ).interviews
    assert watched.contacts[0].name == "Oyelaran, Folasade, Dr."
    assert watched.contacts[0].shown_name == "Folasade Oyelaran"
