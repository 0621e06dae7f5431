"""The mail of all people in the tests: a candidate, people of a company, and a friend, each with a real mailbox."""

import shutil
import smtplib
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from pathlib import Path

from certificates import Authority
from dovecot import Dovecot
from loopback import free_port, wait_until
from postfix import Postfix
from server_sandbox import Premises


@dataclass(frozen=True)
class Person:
    """A person with a mailbox."""

    name: str
    address: str
    password: str

    @property
    def mailbox(self) -> str:
        """Name and address as in a header."""
        return str(Address(self.name, addr_spec=self.address))


SAM = Person("Sam Sample", "sam@candidate.example", "sam knows a word")
ANA = Person("Ana Alvarez", "ana@acme.example", "ana knows a word")
BEN = Person("Ben Brandt", "ben@acme.example", "ben knows a word")
CLEO = Person("Cleo Chen", "cleo@acme.example", "cleo knows a word")
HAL = Person("Hal Hart", "hal@friends.example", "hal knows a word")
CAST = (SAM, ANA, BEN, CLEO, HAL)


class MailHost:
    """Dovecot behind Postfix.

    It takes mail for every person who was added. Mail for bounce.example is accepted and then returned, mail for
    later.example is deferred (450 at RCPT), and any other is refused (550 at RCPT). `issuer`: the server that checks
    access tokens, which are accepted beside passwords, for IMAP and for submission.
    """

    host = "localhost"

    def __init__(self, premises: Premises, authority: Authority, issuer: str | None = None) -> None:
        self.authority = authority
        self.ca_file = authority.ca_file
        self._certificate = premises.path / "server.pem"
        mx_port = free_port()
        self.dovecot = Dovecot(premises, self._certificate, mx_port, authority.ca_file, issuer)
        self.postfix = Postfix(premises, self._certificate, self.dovecot, mx_port)
        self.present(authority.good())
        self.imap_port, self.imaps_port = self.dovecot.imap_port, self.dovecot.imaps_port
        self.submission_port = self.postfix.submission_port
        self.submissions_port = self.postfix.submissions_port
        self.mx_port = mx_port

    # The servers

    def start(self) -> None:
        """Start both servers, if they do not run."""
        self.dovecot.start()
        self.postfix.start()

    def stop(self) -> None:
        """Stop both servers."""
        self.postfix.stop()
        self.dovecot.stop()

    def present(self, certificate: Path) -> None:
        """Use this certificate from now on."""
        if self._certificate.exists() and self._certificate.read_bytes() == certificate.read_bytes():
            return
        shutil.copy(certificate, self._certificate)
        if self.dovecot.running:
            self.stop()
            self.start()

    def fresh(self) -> None:
        """Reset everything: only the usual people, no mail, no log, both servers running."""
        self.present(self.authority.good())
        self.postfix.settle()  # otherwise a mail that is just being delivered would still arrive
        self.postfix.empty()
        self.dovecot.empty()
        for person in CAST:
            self.dovecot.add_user(person.address, person.password)
        self.postfix.accept(list(self.dovecot.users()))
        self.postfix.replace_ids()
        self.start()

    # The people

    def add_user(self, address: str, password: str = "a word of their own") -> Person:
        """Give another person a mailbox, at any domain under .example."""
        self.dovecot.add_user(address, password)
        self.postfix.accept(list(self.dovecot.users()))
        return Person(address.partition("@")[0].capitalize(), address, password)

    def remove_user(self, address: str) -> None:
        """Remove a person's mailbox: from now on 550 at RCPT."""
        self.dovecot.remove_user(address)
        self.postfix.accept(list(self.dovecot.users()))

    def bounce(self, address: str) -> None:
        """Accept mail for that person from now on, and return it later with a report."""
        self.postfix.accept(list(self.dovecot.users()))
        self.dovecot.remove_user(address)

    # The mail

    def accepted(self, recipient: str) -> list[bytes]:
        """Return every mail in that person's INBOX, oldest first, once all queues are empty."""
        self.postfix.settle()
        return self.dovecot.messages(recipient)

    def wait_for(self, recipient: str, count: int = 1, timeout: float = 120.0) -> list[bytes]:
        """Wait until that many mails are in that person's INBOX, and return them."""
        enough: Callable[[], bool] = lambda: len(self.dovecot.messages(recipient)) >= count  # noqa: E731
        wait_until(enough, f"{recipient} had {count} mails", timeout)
        return self.accepted(recipient)

    def reply_as(
        self,
        person: Person,
        *,
        to: str = SAM.address,
        in_reply_to: str | None = None,
        references: Iterable[str] = (),
        subject: str = "Re: Thank you",
        body: str = "Thank you for your note. We will be in touch.\n",
        **headers: str,
    ) -> str:
        """Send a mail as that person, wait until it is delivered, and return its Message-ID.

        `Auto_Submitted="auto-replied"` becomes the header `Auto-Submitted`. The usual headers can be replaced this way,
        too.
        """
        message = EmailMessage(policy=SMTP)
        message.set_content(body)
        common = {
            "From": person.mailbox,
            "To": to,
            "Subject": subject,
            "Date": formatdate(localtime=True),
            "Message-ID": make_msgid(domain=person.address.partition("@")[2]),
            "In-Reply-To": in_reply_to,
            "References": " ".join(references) or in_reply_to,
        }
        for name, value in (
            common | {name.replace("_", "-"): value for name, value in headers.items()}
        ).items():
            if value is not None:
                message[name] = value
        self.submit(person, [to], message.as_bytes())
        self.postfix.settle()
        return str(message["Message-ID"])

    def submit(self, person: Person, recipients: list[str], raw: bytes) -> None:
        """Submit a mail as that person's mail program does: STARTTLS, login, sending."""
        with smtplib.SMTP(self.host, self.submission_port, local_hostname="localhost", timeout=120) as smtp:
            smtp.starttls(context=self.tls())
            smtp.login(person.address, person.password)
            smtp.sendmail(person.address, recipients, raw)

    def inject(self, recipient: str, raw: bytes, sender: str = "") -> None:
        """Deliver a mail as another mail server does, with any envelope sender, and wait until it has arrived."""
        with smtplib.SMTP(self.host, self.mx_port, local_hostname="localhost", timeout=120) as smtp:
            smtp.sendmail(sender, [recipient], raw)
        self.postfix.settle()

    def tls(self) -> ssl.SSLContext:
        """Return a context that trusts only this authority."""
        return ssl.create_default_context(cafile=str(self.ca_file))
