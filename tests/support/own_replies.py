"""The candidate answers mails of followupd, and gets replies."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

from daemon_stage import Stage
from mailhost import SAM


def answer(stage: Stage, mail: EmailMessage, text: str, folder: str = "Sent") -> EmailMessage:
    """Answer a mail of followupd as Sam, in his own words; return the answer."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = SAM.address, SAM.address, f"Re: {mail['Subject']}"
    made["Date"] = formatdate(stage.clock.instant.timestamp())
    made["Message-ID"] = f"<{len(text)}.{stage.clock.instant.timestamp()}@sam>"
    made["In-Reply-To"] = mail["Message-ID"]
    quotation = "\n".join(f"> {line}" for line in str(mail.get_body(("plain",)).get_content()).splitlines())
    made.set_content(f"{text}\n\nOn Tuesday, Sam wrote:\n{quotation}\n")
    stage.mailhost.dovecot.deliver(SAM.address, made.as_bytes(), folder)
    stage.look()
    stage.look()
    return made


def answers(stage: Stage, own_mail: EmailMessage) -> list[EmailMessage]:
    """Return all replies of followupd to a mail."""
    return [m for m in stage.notices() if m["In-Reply-To"] == own_mail["Message-ID"]]
