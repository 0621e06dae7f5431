"""The story, scene by scene. In each scene the clock jumps, and the new mails are printed."""

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

FURTHER_READING = (
    ("README.md", "what followupd promises, and what that rests on"),
    ("config.example.yaml", "every setting, explained"),
    ("templates/en/warm/", "the words of these mails; yours take their place"),
)


@dataclass(slots=True)
class Story:
    """What happens after one interview."""

    stage: Stage
    teller: Teller
    told_count: int = 0  # arrivals that have been printed

    def __iter__(self) -> Iterator[datetime | None]:
        """Yield the moments of the story; see StoryClock."""
        self._play_interview()
        yield from self._play_thanks()
        yield from self._play_call()
        yield from self._play_check_in()
        yield from self._play_letter()
        yield from self._play_answer()
        yield from self._play_silence()

    def tell_prologue(self) -> None:
        """Print what the demo will show."""
        self.teller.begin_part("followupd: what happens after a job interview")
        self.teller.print_text(
            "Thank everyone within a day. Phone on day five. Ask again about once a week, never twice"
            " in the same way. Stop the moment they answer. Good advice, and hardly anybody keeps it up."
            " followupd does it for you, from your own mailbox.",
            "This is the real daemon, talking SMTP and IMAP to a mail server of its own."
            " Only its clock is put forward, from one event to the next.",
        )

    def tell_epilogue(self, seconds: float, next_steps: Sequence[tuple[str, str]]) -> None:
        """Print what the demo has shown, where to look, and what to do next."""
        to_others = sum(a.recipient != cast.SAM for a in self.stage.server.arrivals)
        self.teller.begin_part(f"Six weeks in {seconds:.0f} seconds")
        self.teller.print_text(
            f"followupd wrote {to_others} mails in Sam's name, gave Sam a call to make and a letter to post, waited"
            " while Ana was away, and stopped when she answered. The mail server and its files are gone again;"
            " your own mailbox, keyring and files were not touched."
        )
        self.teller.begin_part("Where to look")
        self.teller.show_choices(FURTHER_READING)
        self.teller.begin_part("What to do next")
        self.teller.show_choices(next_steps)

    # --- scenes

    def _play_interview(self) -> None:
        self._begin_scene("Sam's interview at Acme is over")
        self.teller.print_text("All that Sam writes is this file, interviews/acme.yaml:")
        self.teller.quote_text(cast.INTERVIEW_TEXT)
        self.teller.print_text("What will come of it:")
        self._show_command("plan acme", table=True)

    def _play_thanks(self) -> Iterator[datetime | None]:
        yield from self.stage.take_step("thank-you")
        self._begin_scene("Everyone is thanked, each in other words")
        for arrival in self._take_arrivals():
            self.teller.print_text(
                f"{arrival.at.astimezone(cast.ZONE):%H:%M}  to {cast.RECIPIENT_NAMES[arrival.recipient]}"
            )
            is_whole = arrival.recipient == cast.ANA
            self.teller.show_mail(arrival.message, *(() if is_whole else (1, 3)))
        # Some providers file a copy in Sent themselves, so followupd looks twice before it does.
        yield self.stage.now + timedelta(minutes=1)
        yield self.stage.now + timedelta(minutes=3)
        self.teller.print_text(
            f"Sam finds a copy of each in the folder Sent: {self.stage.server.count_copies()} mails."
        )

    def _play_call(self) -> Iterator[datetime | None]:
        yield from self.stage.take_step("call")
        self._begin_scene("Day five was a Sunday, so it is today: time to phone")
        self._show_notice(1, 3)
        self.teller.print_text(
            "Nobody picks up, so Sam reads out the message from the sheet, and tells followupd:"
        )
        self._show_command("done acme call --outcome voicemail")

    def _play_check_in(self) -> Iterator[datetime | None]:
        yield from self.stage.take_step("check-in")
        self._begin_scene("A week without news: a short check-in")
        (check_in,) = self._take_arrivals()
        self.teller.print_text(f"To Ana, {self._describe_thread(check_in)}:")
        self.teller.show_mail(check_in.message, 1, 3)
        auto_reply = cast.write_out_of_office(check_in)
        self.stage.deliver_mail(auto_reply, sender="")
        yield from self.stage.wait_until_noticed(auto_reply)
        self._take_arrivals()
        self.teller.print_text("Her mailbox answers by itself:")
        self.teller.show_mail(auto_reply, 1, 2)
        self.teller.print_text("followupd tells Sam, is not stopped by it, and waits until she is back:")
        self._show_command("why acme")

    def _play_letter(self) -> Iterator[datetime | None]:
        yield from self.stage.take_step("letter")
        self._begin_scene("Ana is back, and the next reminder is a letter")
        self._show_notice(0, 1)
        self.teller.print_text("Sam prints it, signs it and posts it:")
        self._show_command("done acme letter --outcome posted")

    def _play_answer(self) -> Iterator[datetime | None]:
        yield self.stage.now + timedelta(days=2, hours=1, minutes=30)
        check_in = [a for a in self.stage.server.arrivals if a.recipient == cast.ANA][-1]
        answer = cast.write_answer(check_in, self.stage.now)
        self.stage.deliver_mail(answer, sender=cast.ANA)
        yield from self.stage.wait_until_noticed(answer)
        self._begin_scene("Ana answers, and followupd falls silent")
        self.teller.print_text("To Sam, in the same thread:")
        self.teller.show_mail(answer)
        self._take_arrivals(1)
        self._show_notice(0)

    def _play_silence(self) -> Iterator[datetime | None]:
        due = self.stage.find_due_time("last-note").astimezone(cast.ZONE)
        yield due + timedelta(days=14)
        if self._take_arrivals():
            raise FollowupdError("the demo went wrong: a mail went out after the answer")
        self._begin_scene("Not another word")
        self.teller.print_text(
            f"A last note was due on {due:%-d %B}. It never went out. Sam has the job, and ends it for good:"
        )
        self._show_command("close acme --outcome offer --yes")

    # --- what the scenes are made of

    def _begin_scene(self, title: str) -> None:
        self.teller.begin_scene(self.stage.now, title)

    def _show_command(self, line: str, *, table: bool = False) -> None:
        self.teller.show_command(f"followupd {line}", self.stage.run(f"followupd {line}"), table=table)

    def _take_arrivals(self, limit: int | None = None) -> list[Arrival]:
        """Return what has arrived since the last call."""
        new_arrivals = self.stage.server.arrivals[self.told_count :][:limit]
        self.told_count += len(new_arrivals)
        return new_arrivals

    def _show_notice(self, first: int, last: int | None = None) -> None:
        """Show some paragraphs of the mail that followupd has just written to Sam."""
        (notice,) = self._take_arrivals()
        self.teller.print_text("In Sam's own inbox, from followupd:")
        self.teller.show_mail(notice.message, first, last)

    def _describe_thread(self, mail: Arrival) -> str:
        """Return a text on which mail another one answers."""
        message_id = mail.message["In-Reply-To"]
        first = next(a for a in self.stage.server.arrivals if a.message["Message-ID"] == message_id)
        return f"in the thread of the thank-you of {first.at.astimezone(cast.ZONE):%-d %B}"
