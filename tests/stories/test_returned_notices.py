"""Notices to another address that come back: told by status, and sent to the mailbox instead. On real servers."""

import json
from pathlib import Path

from daemon_stage import Stage
from mailhost import ANA, HAL, SAM, MailHost

from followupd.engine.safety.troubles import read_troubles

ELSEWHERE = "sam@bounce.example"


def test_after_a_return_the_candidate_is_told_in_the_mailbox(mailhost: MailHost, tmp_path: Path) -> None:
    stage = Stage(mailhost, tmp_path, notifications={"to": ELSEWHERE}, sending={"approve": "none"})
    stage.write_interview()
    stage.start()
    stage.advance_by(5)  # the thank-yous, and the call sheet
    mailhost.wait_for(SAM.address, 1)
    stage.look()
    stage.look()
    assert stage.daemon
    assert "mails to sam@bounce.example come back" in json.dumps(read_troubles(stage.daemon.store))
    before = len(stage.notices())
    mailhost.reply_as(HAL, to=SAM.address, subject="Good luck", body="Tell me how it went.\n")
    mailhost.reply_as(ANA, in_reply_to=stage.followups(ANA.address)[0]["Message-ID"])
    stage.look()
    stage.look()
    told = stage.notices()[before:]
    assert any("ana@acme.example wrote to you" in m["Subject"] for m in told)
    stage.stop()
