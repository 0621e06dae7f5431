"""An invitation in a saved mail: as its own part, as an attachment, in a forwarded mail."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from project_paths import DATA

from followupd.errors import UsageError
from followupd.setup.importers.invitation_mail import read_mail_invitation

CALENDAR = (DATA / "invitations" / "google.ics").read_bytes()


def make_mail(*, is_forwarded: bool = False, as_attachment: bool = False) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Ana Ruiz <ana.ruiz@acme.example>", "Invitation"
    mail.set_content("See you then.")
    if as_attachment:
        mail.add_attachment(CALENDAR, maintype="application", subtype="octet-stream", filename="invite.ics")
    else:
        mail.add_attachment(CALENDAR, maintype="text", subtype="calendar")
    if not is_forwarded:
        return mail.as_bytes()
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "sam@candidate.example", "Fwd: Invitation"
    outer.set_content("for me")
    outer.add_attachment(mail)
    return outer.as_bytes()


@pytest.mark.parametrize("options", [{}, {"as_attachment": True}, {"is_forwarded": True}])
def test_the_invitation_is_found_wherever_it_is(tmp_path: Path, options: dict) -> None:
    (tmp_path / "mail.eml").write_bytes(make_mail(**options))
    invitation = read_mail_invitation(tmp_path / "mail.eml", ["sam.carter@gmail.com"])
    assert {a.address for a in invitation.people_to_thank} == {
        "ana.ruiz@acme.example",
        "ben.okafor@acme.example",
    }


def test_a_mail_without_an_invitation_is_told(tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(b"From: a@b.example\r\n\r\nHello\r\n")
    with pytest.raises(UsageError, match=r"holds no invitation; save the attachment invite\.ics"):
        read_mail_invitation(tmp_path / "mail.eml")
