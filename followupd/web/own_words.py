"""The debrief on the page, and the user's own text for a mail: the same functions as for the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.adapters.system.text_files import write_text_file
from followupd.config.cadence import Channel
from followupd.engine import commands
from followupd.errors import UsageError
from followupd.web.actions import read_day
from followupd.web.mail import show_written_mail, write_mail
from followupd.web.visit import NotHere

if TYPE_CHECKING:
    from starlette.responses import Response

    from followupd.web.visit import Visit


def record_debrief(visit: Visit) -> Response:
    """Record what was spoken about; the next page shows what was understood."""
    ledger, interview, now = visit.desk.ledger, visit.interview, visit.desk.now
    text = visit.form.get("text", "").replace("\r\n", "\n")
    answer = commands.read_debrief_answer(ledger, interview, text, now)
    answer.promise = read_day(visit, "promise") or answer.promise
    told = commands.record_debrief(ledger, interview, answer, now)
    lines = (line.removeprefix("- ").strip() for line in told.splitlines())
    sentence = "; ".join(filter(None, lines))
    return visit.move_on(f"/interview/{interview.id}", f"{sentence[:1].upper()}{sentence[1:]}")


def write_words(visit: Visit) -> Response:
    """Store the candidate's own text for a mail; if the lint finds faults, show it again and store nothing."""
    mail = write_mail(visit)
    if mail.details.step.channel is not Channel.EMAIL:
        raise NotHere
    if visit.form.get("read") != mail.result.draft.digest:
        raise UsageError(
            visit.words.translate("The words have changed since you read them. Please read them again.")
        )
    desk, interview = visit.desk, visit.interview
    text = visit.form.get("text", "").replace("\r\n", "\n").strip() + "\n"
    request = desk.build_draft_request(mail.details, mail.move.due)
    if faults := commands.check_own_words(request, text):
        return show_written_mail(visit, mail, text=text, faults=faults)
    touch = mail.move.touch
    name = commands.find_own_mail(desk.ledger, interview, touch.step, touch.contact, desk.now).file_name
    path = desk.paths.interviews_folder / interview.id / name
    write_text_file(path, text, like=desk.paths.config)
    commands.forget_mailed_words(desk.ledger, mail.details, desk.now)
    sentence = visit.words.translate(
        "Kept as %(file)s: it is the mail now.", file=f"interviews/{interview.id}/{name}"
    )
    return visit.move_on(f"/interview/{interview.id}/step/{touch.step}/{touch.contact}", sentence)
