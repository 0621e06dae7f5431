"""`followupd approve`: the candidate's word for one note, bound to the words that they have read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from followupd.cli.app import ConfigOption, app, talk
from followupd.cli.prompts import agreed
from followupd.cli.session import InterviewArgument, Session, StepArgument, session
from followupd.errors import UsageError
from followupd.journal.facts import Approved
from followupd.planning.approval import wanted
from followupd.writing.composer import draft, leaving, objections
from followupd.writing.lint import Severity

if TYPE_CHECKING:
    from followupd.planning.planner import Move
    from followupd.planning.touches import Place
    from followupd.writing.draft import Draft

SeenOption = Annotated[
    str | None,
    typer.Option("--seen", help="The mark of the words that you read, from the notice.", show_default=False),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Let these words pass the lint, this once.")]
ContactOption = Annotated[
    str | None, typer.Option("--contact", help="Whose, if the step has several.", show_default=False)
]


@app.command()
def approve(
    interview: InterviewArgument,
    step: StepArgument,
    seen: SeenOption = None,
    force: ForceOption = False,
    contact: ContactOption = None,
    config: ConfigOption = None,
) -> None:
    """Let a note go out that waits for your word; it is shown first, and only these words go out.

    Example: followupd approve acme rejected
    """
    with session(config) as here:
        here.interview(interview)
        found = [(m, p, *_read(here, m, p)) for m, p in _open(here, interview, step, contact)]
        if seen:
            found = [one for one in found if one[3] == seen]
            if not found:
                raise UsageError(
                    f"the words of {step} have changed since you read them; read them again: followupd approve {interview} {step}"
                )
        for move, place, made, mark, faults in found:
            _refuse(place, faults, _waits(here, place), force=force)
            _show(made, faults)
            if not (seen or agreed(f"Send this to {move.contact}?", None)):
                raise UsageError(f"nothing was approved; without a terminal say --seen {mark}")
            here.ledger.append(Approved(here.now, move.touch, mark, force))
            talk(
                f"Approved: {step} to {move.contact}. It goes out in these words, once, if nothing else holds it."
            )


def _open(here: Session, interview: str, step: str, contact: str | None) -> list[tuple[Move, Place]]:
    moves = [m for o in here.outlooks() if o.interview == interview for m in o.moves if m.touch.step == step]
    whose = [m for m in moves if contact in (None, m.touch.contact, m.contact, m.address)]
    found = [(m, p) for m in whose if (p := here.ledger.find(m.touch))]
    if not found:
        raise UsageError(
            f"{interview} has no open step {step!r} to approve; followupd plan {interview} lists them"
        )
    return found


def _read(here: Session, move: Move, place: Place) -> tuple[Draft, str, list[str]]:
    """Write the note as it would leave now, with the mark of its words, and say what the lint holds against them."""
    desk = here.desk(place, move.due)
    made = draft(desk)
    faults = [f.sentence for f in objections(desk, made) if f.severity is Severity.HOLD]
    return leaving(desk, made, here.now), made.digest, faults


def _waits(here: Session, place: Place) -> bool:
    return wanted(here.ledger.config, here.ledger.history, place.ids, place.step, place.contact)


def _refuse(place: Place, faults: list[str], waits: bool, *, force: bool) -> None:
    """Say no to an approval that would change nothing, or that does not say --force."""
    who = f"{place.step.id} to {place.contact.name}"
    if faults and not force:
        raise UsageError(f"{'; '.join(faults)}. Mend it, or say --force to let it pass this once")
    if not (faults or waits):
        raise UsageError(f"{who} needs no approval: it goes out by itself when it is due")


def _show(made: Draft, faults: list[str]) -> None:
    typer.echo(
        f"To: {made.name} <{made.address}>\nSubject: {made.text.subject}\n\n{made.text.body.rstrip()}\n"
    )
    for fault in faults:
        talk(f"Held by the lint: {fault}.")
