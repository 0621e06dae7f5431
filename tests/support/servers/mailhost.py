"""The mail of the whole cast: a candidate, the people of a company, and a friend, each with a real mailbox."""

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
    """Somebody with a mailbox."""

    name: str
    address: str
    password: str

    @property
    def mailbox(self) -> str:
        """Name and address as a header shows them."""
        return str(Address(self.name, addr_spec=self.address))


SAM = Person("Sam Sample", "sam@candidate.example", "sam knows a word")
ANA = Person("Ana Alvarez", "ana@acme.example", "ana knows a word")
BEN = Person("Ben Brandt", "ben@acme.example", "ben knows a word")
CLEO = Person("Cleo Chen", "cleo@acme.example", "cleo knows a word")
HAL = Person("Hal Hart", "hal@friends.example", "hal knows a word")
CAST = (SAM, ANA, BEN, CLEO, HAL)


class MailHost:
    """Dovecot behind Postfix.

    It takes mail for everybody who was added, bounces what is for bounce.example (accepted, then returned),
    puts off later.example (450 at RCPT) and refuses everybody else (550 at RCPT). `issuer`: where it asks about the
    access tokens that it takes beside passwords, for IMAP and for submission.
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
        """Start what does not run."""
        self.dovecot.start()
        self.postfix.start()

    def stop(self) -> None:
        """Stop both."""
        self.postfix.stop()
        self.dovecot.stop()

    def present(self, certificate: Path) -> None:
        """Show this certificate from now on."""
        if self._certificate.exists() and self._certificate.read_bytes() == certificate.read_bytes():
            return
        shutil.copy(certificate, self._certificate)
        if self.dovecot.running:
            self.stop()
            self.start()

    def fresh(self) -> None:
        """Be as on the first day: the cast alone, no mail, no log, both servers up."""
        self.present(self.authority.good())
        self.postfix.settle()  # a mail that is being delivered right now would still arrive
        self.postfix.empty()
        self.dovecot.empty()
        for person in CAST:
            self.dovecot.add_user(person.address, person.password)
        self.postfix.accept(list(self.dovecot.users()))
        self.postfix.replace_ids()
        self.start()

    # The people

    def add_user(self, address: str, password: str = "a word of their own") -> Person:
        """Give somebody else a mailbox, at any domain under .example."""
        self.dovecot.add_user(address, password)
        self.postfix.accept(list(self.dovecot.users()))
        return Person(address.partition("@")[0].capitalize(), address, password)

    def remove_user(self, address: str) -> None:
        """Take somebody's mailbox away: from now on 550 at RCPT."""
        self.dovecot.remove_user(address)
        self.postfix.accept(list(self.dovecot.users()))

    def bounce(self, address: str) -> None:
        """From now on accept mail for that person, and return it later with a report."""
        self.postfix.accept(list(self.dovecot.users()))
        self.dovecot.remove_user(address)

    # The mail

    def accepted(self, recipient: str) -> list[bytes]:
        """Return every mail that reached that person's INBOX, oldest first, once all queues are worked off."""
        self.postfix.settle()
        return self.dovecot.messages(recipient)

    def wait_for(self, recipient: str, count: int = 1, timeout: float = 120.0) -> list[bytes]:
        """Wait until that many mails reached that person's INBOX, and return them."""
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
        """Send a mail as that person does, wait until it is delivered, and return its Message-ID.

        `Auto_Submitted="auto-replied"` becomes the header `Auto-Submitted`; the common headers can be replaced so.
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
        """Hand over a mail as that person's mail program does: STARTTLS, log in, send."""
        with smtplib.SMTP(self.host, self.submission_port, local_hostname="localhost", timeout=120) as smtp:
            smtp.starttls(context=self.tls())
            smtp.login(person.address, person.password)
            smtp.sendmail(person.address, recipients, raw)

    def inject(self, recipient: str, raw: bytes, sender: str = "") -> None:
        """Bring a mail in from another mail server, with any envelope sender, and wait until it is delivered."""
        with smtplib.SMTP(self.host, self.mx_port, local_hostname="localhost", timeout=120) as smtp:
            smtp.sendmail(sender, [recipient], raw)
        self.postfix.settle()

    def tls(self) -> ssl.SSLContext:
        """Return a context that trusts this authority alone."""
        return ssl.create_default_context(cafile=str(self.ca_file))
