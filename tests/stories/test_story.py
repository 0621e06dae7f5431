"""Whole cadences, end to end: the daemon on Dovecot and Postfix."""

import pytest
from daemon_stage import Stage, text_of
from mailhost import ANA, BEN, CLEO, HAL, SAM

OTHERS = (ANA, BEN, CLEO, HAL)


def test_a_silent_company_gets_the_whole_playbook_and_nothing_else(stage: Stage) -> None:
    steps = [(m.touch.step, m.touch.contact) for m in stage.play()]
    assert sorted(steps[:4]) == sorted(
        ("thank-you", c) for c in ("ana-alvarez", "ben-brandt", "cleo-chen", "hal-hart")
    )
    assert [s for s, _ in steps[4:]] == ["call", "check-in", "letter", "last-note"]
    assert {p.name: len(stage.followups(p.address)) for p in OTHERS} == {
        ANA.name: 3, BEN.name: 1, CLEO.name: 1, HAL.name: 1,
    }  # fmt: skip
    assert [m["Subject"] for m in stage.notices()] == [
        "Call Ana Alvarez, Acme GmbH",
        "Not made: the call to Ana Alvarez (acme)",
        "Post the letter to Ana Alvarez, Acme GmbH",
        "Posted? The letter to Ana Alvarez (acme)",
    ]


def test_check_ins_thread_under_the_thank_you(stage: Stage) -> None:
    for _ in stage.play():
        pass
    thanks, check_in, last_note = stage.followups(ANA.address)
    assert check_in["Subject"] == f"Re: {thanks['Subject']}" == last_note["Subject"]
    assert check_in["In-Reply-To"] == thanks["Message-ID"]
    assert last_note["References"].split() == [thanks["Message-ID"], check_in["Message-ID"]]
    assert "nightly loads" in text_of(thanks)


@pytest.mark.parametrize("after", range(1, 9))
def test_after_an_answer_nothing_goes_out(stage: Stage, after: int) -> None:
    for _, move in zip(range(after), stage.play(), strict=False):
        last = move
    thanked = stage.followups(ANA.address)
    stage.mailhost.reply_as(ANA, in_reply_to=thanked[0]["Message-ID"] if thanked else None)
    before = {p.address: len(stage.followups(p.address)) for p in OTHERS}
    stage.look()
    for _ in stage.play():
        pytest.fail(f"something was planned after the answer that followed {last.touch}")
    assert {p.address: len(stage.followups(p.address)) for p in OTHERS} == before
    assert any("ana@acme.example wrote to you" in m["Subject"] for m in stage.notices())


def test_the_candidate_finds_a_copy_of_every_mail_in_sent(stage: Stage) -> None:
    for _ in stage.play():
        pass
    stage.clock.wait(None, 30)  # type: ignore[arg-type]
    stage.look()
    stage.clock.wait(None, 130)  # type: ignore[arg-type]
    stage.look()
    stage.look()
    filed = stage.mailhost.dovecot.messages(SAM.address, "Sent")
    assert len(filed) == 6
