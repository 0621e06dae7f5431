"""The story, scene by scene. Each lets the clock jump, and then tells what has arrived where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from followupd.cli.demo import cast
from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from followupd.cli.demo.server import Arrival
    from followupd.cli.demo.stage import Stage
    from followupd.cli.demo.teller import Teller

LOOK = (
    ("README.md", "what followupd promises, and what that rests on"),
    ("config.example.yaml", "every setting, explained"),
    ("templates/en/warm/", "the words of these mails; yours take their place"),
)


@dataclass(slots=True)
class Story:
    """What happens after one interview."""

    stage: Stage
    tell: Teller
    told: int = 0  # arrivals that have been told

    def __iter__(self) -> Iterator[datetime | None]:
        """Yield the moments of the story; see StoryClock."""
        self._interview()
        yield from self._thanks()
        yield from self._call()
        yield from self._check_in()
        yield from self._letter()
        yield from self._answer()
        yield from self._silence()

    def prologue(self) -> None:
        """Say what is to be seen."""
        self.tell.title("followupd: what happens after a job interview")
        self.tell.say(
            "Thank everyone within a day. Phone on day five. Ask again about once a week, never twice"
            " in the same way. Stop the moment they answer. Good advice, and hardly anybody keeps it up."
            " followupd does it for you, from your own mailbox.",
            "This is the real daemon, talking SMTP and IMAP to a mail server of its own."
            " Only its clock is put forward, from one event to the next.",
        )

    def epilogue(self, seconds: float, next_steps: Sequence[tuple[str, str]]) -> None:
        """Say what there was to be seen, where to look, and what to do next."""
        to_others = sum(a.recipient != cast.SAM for a in self.stage.server.arrivals)
        self.tell.title(f"Six weeks in {seconds:.0f} seconds")
        self.tell.say(
            f"followupd wrote {to_others} mails in Sam's name, gave Sam a call to make and a letter to post, waited"
            " while Ana was away, and stopped when she answered. The mail server and its files are gone again;"
            " your own mailbox, keyring and files were not touched."
        )
        self.tell.title("Where to look")
        self.tell.choices(LOOK)
        self.tell.title("What to do next")
        self.tell.choices(next_steps)

    # --- scenes

    def _interview(self) -> None:
        self._scene("Sam's interview at Acme is over")
        self.tell.say("All that Sam writes is this file, interviews/acme.yaml:")
        self.tell.quote(cast.INTERVIEW)
        self.tell.say("What will come of it:")
        self._command("plan acme", table=True)

    def _thanks(self) -> Iterator[datetime | None]:
        yield from self.stage.take("thank-you")
        self._scene("Everyone is thanked, each in other words")
        for arrival in self._arrived():
            self.tell.say(f"{arrival.at.astimezone(cast.ZONE):%H:%M}  to {cast.NAMES[arrival.recipient]}")
            whole = arrival.recipient == cast.ANA
            self.tell.mail(arrival.message, *(() if whole else (1, 3)))
        # Some providers file a copy in Sent by themselves: followupd looks twice before it does.
        yield self.stage.now + timedelta(minutes=1)
        yield self.stage.now + timedelta(minutes=3)
        self.tell.say(f"Sam finds a copy of each in the folder Sent: {self.stage.server.copies()} mails.")

    def _call(self) -> Iterator[datetime | None]:
        yield from self.stage.take("call")
        self._scene("Day five was a Sunday, so it is today: time to phone")
        self._notice(1, 3)
        self.tell.say("Nobody picks up, so Sam reads out the message from the sheet, and tells followupd:")
        self._command("done acme call --outcome voicemail")

    def _check_in(self) -> Iterator[datetime | None]:
        yield from self.stage.take("check-in")
        self._scene("A week without news: a short check-in")
        (check_in,) = self._arrived()
        self.tell.say(f"To Ana, {self._thread(check_in)}:")
        self.tell.mail(check_in.message, 1, 3)
        away = cast.out_of_office(check_in)
        self.stage.deliver(away, sender="")
        yield from self.stage.noticed(away)
        self._arrived()
        self.tell.say("Her mailbox answers by itself:")
        self.tell.mail(away, 1, 2)
        self.tell.say("followupd tells Sam, is not stopped by it, and waits until she is back:")
        self._command("why acme")

    def _letter(self) -> Iterator[datetime | None]:
        yield from self.stage.take("letter")
        self._scene("Ana is back, and the next reminder is a letter")
        self._notice(0, 1)
        self.tell.say("Sam prints it, signs it and posts it:")
        self._command("done acme letter --outcome posted")

    def _answer(self) -> Iterator[datetime | None]:
        yield self.stage.now + timedelta(days=2, hours=1, minutes=30)
        check_in = [a for a in self.stage.server.arrivals if a.recipient == cast.ANA][-1]
        answer = cast.answer(check_in, self.stage.now)
        self.stage.deliver(answer, sender=cast.ANA)
        yield from self.stage.noticed(answer)
        self._scene("Ana answers, and followupd falls silent")
        self.tell.say("To Sam, in the same thread:")
        self.tell.mail(answer)
        self._arrived(1)
        self._notice(0)

    def _silence(self) -> Iterator[datetime | None]:
        due = self.stage.due("last-note").astimezone(cast.ZONE)
        yield due + timedelta(days=14)
        if self._arrived():
            raise FollowupdError("the demo went wrong: a mail went out after the answer")
        self._scene("Not another word")
        self.tell.say(
            f"A last note was due on {due:%-d %B}. It never went out. Sam has the job, and ends it for good:"
        )
        self._command("close acme --outcome offer")

    # --- what the scenes are made of

    def _scene(self, title: str) -> None:
        self.tell.scene(self.stage.now, title)

    def _command(self, line: str, *, table: bool = False) -> None:
        self.tell.command(f"followupd {line}", self.stage.run(f"followupd {line}"), table=table)

    def _arrived(self, limit: int | None = None) -> list[Arrival]:
        """Return what has arrived since the last time."""
        new = self.stage.server.arrivals[self.told :][:limit]
        self.told += len(new)
        return new

    def _notice(self, first: int, last: int | None = None) -> None:
        """Show some paragraphs of what followupd has just written to Sam."""
        (notice,) = self._arrived()
        self.tell.say("In Sam's own inbox, from followupd:")
        self.tell.mail(notice.message, first, last)

    def _thread(self, mail: Arrival) -> str:
        """Say which mail another one answers."""
        named = mail.message["In-Reply-To"]
        first = next(a for a in self.stage.server.arrivals if a.message["Message-ID"] == named)
        return f"in the thread of the thank-you of {first.at.astimezone(cast.ZONE):%-d %B}"
