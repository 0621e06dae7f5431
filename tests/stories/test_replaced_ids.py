"""A provider that gives each mail another Message-ID, in silence, and files the copy under that: learnt from Sent."""

import pytest
from daemon_stage import Stage, text_of
from mailhost import ANA, SAM

PROVIDER = "prod.provider.example"


@pytest.fixture
def sent(stage: Stage) -> Stage:
    """Everybody was thanked through such a provider; its copy of Ana's note lies in Sent, and was read."""
    stage.mailhost.postfix.replace_ids(of=SAM.address.partition("@")[2], by=PROVIDER)
    while not stage.mailhost.accepted(ANA.address):
        stage.advance()
    (raw,) = stage.mailhost.accepted(ANA.address)
    stage.mailhost.dovecot.deliver(SAM.address, raw, "Sent")
    stage.clock.wait(None, 30)  # type: ignore[arg-type]
    stage.look()
    return stage


def new_id(stage: Stage) -> str:
    mail_id = str(stage.mails(ANA.address)[0]["Message-ID"])
    assert mail_id.startswith("<NEW.")
    assert mail_id.endswith(f"@{PROVIDER}>")
    return mail_id


def test_the_copy_is_no_mail_by_hand_and_none_is_filed_beside_it(sent: Stage) -> None:
    for seconds in (130, 60):
        sent.clock.wait(None, seconds)  # type: ignore[arg-type]
        sent.look()
    copies = sent.mailhost.dovecot.messages(SAM.address, "Sent")
    assert sum(ANA.address.encode() in raw.partition(b"\r\n\r\n")[0] for raw in copies) == 1
    assert not [m for m in sent.mails(SAM.address) if "yourself" in text_of(m)]


def test_an_answer_of_a_stranger_that_names_only_the_new_id_is_the_companys(sent: Stage) -> None:
    stranger = sent.mailhost.add_user("zoe@elsewhere.example")
    before = len(sent.mails(ANA.address))
    sent.mailhost.reply_as(stranger, in_reply_to=new_id(sent), subject="Your talk with us", body="Hello!\n")
    sent.look()
    for _ in sent.play():
        pytest.fail("something was planned after the answer")
    assert len(sent.mails(ANA.address)) == before
    assert any("zoe@elsewhere.example" in m["Subject"] for m in sent.mails(SAM.address))


def test_it_is_learnt_after_a_restart_too_and_once(sent: Stage) -> None:
    sent.restart()
    sent.look()
    assert sent.daemon
    facts = sent.daemon._ledger.history.facts
    assert [f.learned_id for f in facts if f.fact == "id-learned"] == [new_id(sent)]


def test_the_check_in_answers_the_id_that_the_reader_has_and_names_ours_too(sent: Stage) -> None:
    for _, mail in zip(range(12), sent.play(), strict=False):
        if mail.touch.step == "check-in":
            break
    check_in = sent.mails(ANA.address)[-1]
    assert check_in["Subject"].startswith("Re: ")
    assert check_in["In-Reply-To"] == new_id(sent)
    own_id = new_id(sent).removeprefix("<NEW.").partition("@")[0]
    references = check_in["References"].split()
    assert references[-1] == new_id(sent)
    assert any(one.startswith(f"<{own_id}@") for one in references)
