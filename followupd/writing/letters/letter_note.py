"""Tells the candidate what to do with a letter: the mail around its PDF. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from followupd.planning.post import PostalDates
    from followupd.writing.draft import DraftRequest

ADDRESS_EXAMPLE = 'post: {lines: ["Street 1", "10115 Town"]}'


def describe_letter(request: DraftRequest, dates: PostalDates, letter: str) -> str:
    """Return when to post a letter, and how to report that; `letter`: its text."""
    words, name, company = request.words, request.contact.shown_name, request.interview.company
    lines = [
        words.translate(
            "Letter to %(name)s, %(company)s: print it, sign it, and post it on %(day)s.",
            name=name,
            company=company,
            day=words.format_weekday(dates.post_by),
        ),
        words.translate("It should arrive about %(day)s.", day=words.format_weekday(dates.arrives_on)),
        "",
        words.translate("When you have posted it, answer this mail with one word: posted. Or at a terminal:"),
        f"  followupd done {request.interview.id} {request.step.id} --outcome posted",
        words.translate("If they answer before you post it, you are told; then do not post it."),
        "",
        letter,
    ]
    return "\n".join(lines)


def describe_missing_address(request: DraftRequest) -> str:
    """Return why there is no PDF; empty if both addresses are known."""
    words = request.words
    command = f"followupd preview {request.interview.id} {request.step.id} --pdf letter.pdf"
    if not request.contact.post:
        return words.translate(
            "There is no PDF yet: the postal address of %(name)s is missing. Write this line below their name in"
            " %(file)s: %(line)s. Then %(command)s makes the PDF.",
            name=request.contact.shown_name,
            file=f"interviews/{request.interview.id}.yaml",
            line=ADDRESS_EXAMPLE,
            command=command,
        )
    if not request.config.candidate.post:
        return words.translate(
            "There is no PDF yet: your postal address is missing. Write this line below candidate: in %(file)s:"
            " %(line)s. Then %(command)s makes the PDF.",
            file="config.yaml",
            line=ADDRESS_EXAMPLE,
            command=command,
        )
    return ""
