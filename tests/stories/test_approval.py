"""What goes out only with the candidate's word: the note after a refusal, mails under `approve`, a text past the lint."""

import os
from datetime import timedelta
from email.message import EmailMessage

import fork_server
import pytest
from builders import by_hand, config, look, move, received, seen, steered, taken, thanked, utc
from daemon_stage import Stage, text_of
from mailhost import ANA, SAM
from own_replies import answer

from followupd.config.cadence import FAREWELL_STEP
from followupd.config.loader import load_config
from followupd.inbound.verdict import Action, Intent
from followupd.journal.facts import Approved, Done, Fact, Touch
from followupd.journal.history import History
from followupd.journal.states import InterviewState
from followupd.planning.context import Hold, Rule
from followupd.planning.moves import Move, Verb
from followupd.planning.planner import gate

NOTE = Touch("acme", "rejected", "ana-ruiz")
NO = received("19 10:00", intent=Intent.REJECTION, contact="ana-ruiz")
CLOSED = steered("20 09:00", "close")


def yes(at: str, touch: Touch = NOTE, digest: str = "mark") -> Approved:
    return Approved(utc(at), touch, digest)


def closed(at: str, why: str) -> Fact:
    from followupd.journal.facts import Steered

    return Steered(utc(at), "acme", "close", why=why)


def note(now: str, *facts: Fact) -> Move | None:
    found = look(now, History([*thanked(), *facts]))
    return next((m for m in found.moves if m.touch.step == FAREWELL_STEP.id), None)


# --- the note after a refusal, in the plan


def test_a_refusal_offers_a_note_that_only_an_approval_lets_out() -> None:
    offered = note("19 11:00", NO)
    assert offered
    assert (offered.verb, offered.rule, offered.touch) == (Verb.HOLD, Rule.APPROVAL, NOTE)
    approved = note("19 11:05", NO, yes("19 11:00"))
    assert approved
    assert approved.verb is Verb.SEND


@pytest.mark.parametrize("intent", [None, *(i for i in Intent if i is not Intent.REJECTION)])
def test_no_other_answer_offers_one(intent: Intent | None) -> None:
    assert note("19 11:00", received("19 10:00", intent=intent)) is None


def test_a_close_as_rejected_offers_it_and_no_other_close_does() -> None:
    offered = note("19 11:00", closed("19 10:00", "rejected"))
    assert offered
    assert (offered.verb, offered.contact_name) == (Verb.HOLD, "Ana Ruiz")
    for outcome in ("", "offer", "withdrawn", "no-answer", "stopped by your mail"):
        assert note("19 11:00", closed("19 10:00", outcome)) is None


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(received("19 11:02", intent=Intent.REJECTION, uid=2), id="they said no again"),
        pytest.param(received("19 11:02", sender="ben@acme.example", uid=2), id="a colleague wrote"),
        pytest.param(received("19 11:02", interviews=("other",), uid=2), id="they wrote about another round"),
        pytest.param(steered("19 11:02", "close"), id="closed"),
        pytest.param(steered("19 11:02", "pause"), id="paused"),
        pytest.param(
            Done(utc("19 11:02"), Touch("acme", "call", "ana-ruiz"), "spoke"),
            id="the candidate spoke with them",
        ),
        pytest.param(by_hand("19 11:02", "ana@acme.example"), id="the candidate wrote"),
        pytest.param(steered("19 11:02", "resume"), id="resumed"),
    ],
)
def test_an_approval_ends_with_what_comes_after_it(later: Fact) -> None:
    found = note("19 11:05", NO, yes("19 11:00"), later)
    assert found is None or (found.verb, found.rule) == (Verb.HOLD, Rule.APPROVAL)


def test_after_a_close_as_rejected_a_colleagues_word_ends_it_too() -> None:
    word = received(
        "19 11:02", sender="ben@acme.example", action=Action.ALERT
    )  # it has nothing to brake any more
    found = note("19 11:05", closed("19 10:00", "rejected"), yes("19 11:00"), word)
    assert found
    assert found.rule is Rule.APPROVAL


def test_an_approval_from_before_the_refusal_is_none() -> None:
    found = note("19 11:05", yes("18 11:00"), NO)
    assert found
    assert found.rule is Rule.APPROVAL


def test_the_note_is_taken_once_for_the_whole_panel() -> None:
    sent = taken("19 11:00", "rejected", reminder=False)
    assert note("19 12:00", NO, yes("19 10:30"), sent) is None
    assert (
        note("19 12:00", NO, yes("19 10:30"), taken("19 11:00", "rejected", "ben-brandt", reminder=False))
        is None
    )


def test_a_thank_you_is_not_taken_for_the_note_nor_the_note_for_a_thank_you() -> None:
    sent = taken("12 14:50", "rejected", reminder=False)
    assert move(look("12 16:00", History([sent])), "thank-you").verb is Verb.SEND


def test_nobody_misses_a_note_that_nobody_approved() -> None:
    assert note("27 12:00", NO) is None
    late = note("27 12:00", NO, yes("19 11:00"))
    assert late
    assert late.verb is Verb.MISS


def test_whoever_said_no_is_thanked_and_a_helper_never() -> None:
    by_ben = received("19 10:00", "ben@acme.example", intent=Intent.REJECTION, contact="ben-brandt")
    found = note("19 11:00", by_ben)
    assert found
    assert found.contact_name == "Ben Brandt"
    by_hal = received("19 10:00", "hal@friends.example", intent=Intent.REJECTION, contact="hal-hart")
    found = note("19 11:00", by_hal)
    assert found
    assert found.contact_name == "Ana Ruiz"


@pytest.mark.parametrize(
    ("brake", "rule"),
    [
        ({"halt_reason": "the HOLD file is there"}, Rule.HALTED),
        ({"fault_by_interview": {"acme": "broken"}}, Rule.CONFIG),
        ({"retry_times": {NOTE: utc("19 12:00")}}, Rule.RETRY),
    ],
)
def test_the_gate_holds_an_approved_note_like_any_mail(brake: dict, rule: Rule) -> None:
    now, history = utc("19 11:05"), History([*thanked(), NO, yes("19 11:00")])
    assert gate(now, config(), history, seen(now), NOTE) is None
    held = gate(now, config(), history, seen(now, **brake), NOTE)
    assert isinstance(held, Hold)
    assert held.rule is rule
    stale = gate(now, config(), history, seen(utc("19 10:00")), NOTE)
    assert stale
    assert stale.rule is Rule.RECEIPT


def test_no_step_may_take_the_name_of_the_note() -> None:
    text = "candidate: {name: S, zone: UTC, country: DE}\naccount: {address: a@b.example, imap: {host: h, port: 993}, smtp: {host: h, port: 465}}\n"
    text += "cadences:\n  default:\n    - {id: rejected, channel: email, when: 5 days after interview}\n"
    assert (
        "config.yaml:5: cadences.default[0].id: 'rejected' is the note after a refusal"
        in load_config(("config.yaml", text)).faults[0]
    )


# --- mails under `approve`


@pytest.mark.parametrize(
    ("mode", "rule"), [("none", Rule.DUE), ("first", Rule.APPROVAL), ("all", Rule.APPROVAL)]
)
def test_a_first_mail_waits_where_the_configuration_says_so(mode: str, rule: Rule) -> None:
    made = config(sending={"approve": mode})
    assert move(look("12 16:00", None, made), "thank-you").rule is rule


@pytest.mark.parametrize(("mode", "verb"), [("first", Verb.SEND), ("all", Verb.HOLD)])
def test_a_second_mail_waits_only_where_all_do(mode: str, verb: Verb) -> None:
    history = History([*thanked(), taken("17 10:00", "call")])
    assert move(look("24 11:30", history, config(sending={"approve": mode})), "check-in").verb is verb


def test_a_call_sheet_needs_no_approval() -> None:
    assert (
        move(look("17 12:00", History(thanked()), config(sending={"approve": "all"})), "call").verb
        is Verb.SEND
    )


# --- on real servers


def followupd(stage: Stage, *words: str, status: int = 0) -> str:
    """The command line, at the moment of the story."""
    env = os.environ | {
        "FOLLOWUPD_STATE": str(stage.places.state),
        "FOLLOWUPD_CONFIG": str(stage.places.config),
    }
    ended = fork_server.followupd([*words], env, now=stage.clock.instant)
    assert ended.returncode == status, ended.stderr
    return ended.stdout + ended.stderr


def refused(stage: Stage) -> EmailMessage:
    """Everybody was thanked, Ana says no; returns the note as the candidate is shown it."""
    stage.advance_by(4)
    stage.clock.instant += timedelta(days=1)
    stage.mailhost.reply_as(
        ANA,
        in_reply_to=stage.followups(ANA.address)[0]["Message-ID"],
        body="Unfortunately we have decided not to move forward with your application.\n",
    )
    stage.look()
    stage.look()
    return next(
        m for m in stage.notices() if m["Subject"].startswith("Approve? thank-you (after the rejection)")
    )


def test_the_note_after_a_refusal_goes_out_once_and_only_when_approved(stage: Stage) -> None:
    shown = refused(stage)
    assert "Thank you for considering me" in text_of(shown)
    command = text_of(shown).split("To send it: ")[1].split(" To leave")[0].removeprefix("followupd ").split()
    before = len(stage.followups(ANA.address))
    stage.look()
    assert len(stage.followups(ANA.address)) == before
    assert "Approved" in followupd(stage, *command)
    for _ in range(3):
        stage.look()
        stage.clock.instant += timedelta(hours=1)
    sent = stage.followups(ANA.address)[before:]
    assert [("Thank you for considering me" in text_of(m)) for m in sent] == [True]
    answered = stage.mails(SAM.address)
    assert sent[0]["In-Reply-To"] in {m["Message-ID"] for m in answered if ANA.address in m["From"]}
    assert stage.look()[0].status.state is InterviewState.ANSWERED
    assert len([m for m in stage.notices() if m["Subject"].startswith("Approve?")]) == 1


def test_words_that_changed_after_they_were_read_are_shown_again_and_do_not_go_out(stage: Stage) -> None:
    shown = refused(stage)
    mark = text_of(shown).split("--seen ")[1].split()[0]
    followupd(stage, "approve", "acme", "rejected", "--seen", mark)
    stage.write_interview(position="Head of Data")
    before = len(stage.followups(ANA.address))
    stage.look()
    stage.look()
    assert len(stage.followups(ANA.address)) == before
    *_, again = [m for m in stage.notices() if m["Subject"].startswith("Approve?")]
    assert again["Message-ID"] != shown["Message-ID"]
    assert mark not in text_of(again)
    reasons = [move.why for plan in stage.look() for move in plan.moves]
    assert any("its words are others than those that you approved" in why for why in reasons)
    said = followupd(stage, "approve", "acme", "rejected", "--seen", mark, status=64)
    assert "have changed since you read them" in said


def test_further_mail_takes_the_approval_along_at_the_very_last_look(stage: Stage) -> None:
    mark = text_of(refused(stage)).split("--seen ")[1].split()[0]
    followupd(stage, "approve", "acme", "rejected", "--seen", mark)
    stage.mailhost.reply_as(ANA, body="One more thing: could you send us your invoice for the train?\n")
    before = len(stage.followups(ANA.address))
    for _ in range(3):
        stage.look()
    assert len(stage.followups(ANA.address)) == before


def test_what_was_approved_is_asked_about_again_where_a_pause_ended_the_approval(stage: Stage) -> None:
    stage.write_config(sending={"approve": "all"})
    stage.look()
    stage.advance_by(4)
    stage.look()

    def questions() -> list[EmailMessage]:
        return [m for m in stage.notices() if m["Subject"].startswith("Approve? thank-you to Ana")]

    (shown,) = questions()
    mark = text_of(shown).split("--seen ")[1].split()[0]
    words = ("approve", "acme", "thank-you", "--contact", "ana-alvarez", "--seen", mark)
    for command in (words, ("pause", "acme"), ("resume", "acme")):
        stage.clock.instant += timedelta(seconds=5)
        followupd(stage, *command)
    for _ in range(3):
        stage.look()
    assert stage.followups(ANA.address) == []
    assert len(questions()) == 2
    answer(stage, questions()[1], "yes")
    assert len(stage.followups(ANA.address)) == 1
    assert len(questions()) == 2


def test_a_close_as_rejected_lists_what_is_dropped_and_keeps_the_note(stage: Stage) -> None:
    stage.advance_by(4)
    stage.clock.instant += timedelta(days=1)
    said = followupd(stage, "close", "acme", "--outcome", "rejected")
    assert "dropped: call to Ana Alvarez" in said
    assert "followupd approve acme rejected" in said
    stage.look()
    stage.look()
    mark = (
        text_of(next(m for m in stage.notices() if "Approve?" in m["Subject"])).split("--seen ")[1].split()[0]
    )
    followupd(stage, "approve", "acme", "rejected", "--seen", mark)
    stage.look()
    assert len(stage.followups(ANA.address)) == 2
    assert stage.look()[0].status.state is InterviewState.CLOSED


def test_a_note_that_the_lint_holds_passes_once_with_force(stage: Stage) -> None:
    own = stage.places.templates_folder
    own.mkdir(parents=True)
    (own / "thank-you.met.txt").write_text(
        "Subject: Thanks\n\nDear {{ contact.first }},\n\nThanks, Acme!\n\nSam Sample\n"
    )
    stage.clock.instant += timedelta(hours=2)
    stage.look()
    stage.look()
    assert not stage.followups("cleo@acme.example")
    # Whatever the lint has against a first mail makes it unsure: it is shown, and asked about.
    held = next(m for m in stage.notices() if m["Subject"].startswith("Approve? thank-you to Cleo"))
    assert "followupd approve acme thank-you --contact cleo-chen --force" in text_of(held)
    assert "a note needs at least" in followupd(
        stage, "approve", "acme", "thank-you", "--contact", "cleo-chen", status=64
    )
    shown = followupd(stage, "approve", "acme", "thank-you", "--contact", "cleo-chen", "--force", status=64)
    mark = shown.split("--seen ")[1].split()[0]
    followupd(stage, "approve", "acme", "thank-you", "--contact", "cleo-chen", "--force", "--seen", mark)
    stage.look()
    assert len(stage.followups("cleo@acme.example")) == 1


def test_what_needs_no_approval_is_not_approved(stage: Stage) -> None:
    assert "needs no approval" in followupd(stage, "approve", "acme", "thank-you", status=64)
    assert "no open step" in followupd(stage, "approve", "acme", "rejected", status=64)
