"""Writes texts in a process of its own: templates and the typesetter never run in the daemon."""

from __future__ import annotations

from base64 import b64decode, b64encode
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from followupd.adapters.workers.process import ANSWER_SECONDS, NoAnswer, WorkerProcess
from followupd.adapters.workers.serving import serve_questions
from followupd.errors import FollowupdError
from followupd.writing.draft import DraftResult
from followupd.writing.lint.lint import LintFault

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from followupd.config.model import Config
    from followupd.writing.draft import Draft, DraftRequest
    from followupd.writing.letters.letter_pdf import Layout, Letter


TEXT_CPU_SECONDS = 10  # of processor time for one text; even 0.01 is long, but a first letter takes 1


class ComposerWorker:
    """Sends requests for texts to a worker process. For one thread."""

    def __init__(
        self,
        alive: Callable[[], None] = lambda: None,
        limit: float = ANSWER_SECONDS,
        cpu_seconds: int = TEXT_CPU_SECONDS,
    ) -> None:
        """Make the worker, but do not start it yet.

        `alive` is called before each wait. `limit` is the time for one text in seconds, `cpu_seconds` its processor
        time.
        """
        self._worker = WorkerProcess(__name__, limit, alive, cpu_seconds)

    def compose_touch(self, request: DraftRequest, now: datetime | None) -> DraftResult:
        """Return what `composer.compose_touch` returns.

        Raises what that raises, and Unreachable if no process can be started.
        """
        try:
            result: DraftResult = _result_adapter().validate_json(
                self._ask_worker("write", request, now, config=request.config)
            )
        except ValueError as error:
            raise FollowupdError("the words could not be written: its process talks nonsense") from error
        allowed_addresses = {
            request.contact.email,
            request.config.notifications.to,
            request.config.account.address,
        }
        if not {result.draft.address, result.current_draft.address} <= allowed_addresses:
            raise FollowupdError("the words were addressed to somebody whom they do not concern")
        return result

    def lint_touch(self, request: DraftRequest) -> list[LintFault]:
        """Write the text of a touch and return all faults that the lint finds. Raises what `compose_touch` raises."""
        try:
            return _faults_adapter().validate_json(self._ask_worker("lint", request, config=request.config))
        except ValueError as error:
            raise FollowupdError("the words could not be written: its process talks nonsense") from error

    def render_mime(self, draft: Draft, config: Config, now: datetime, message_id: str) -> bytes:
        """Return what `composer.render_mime` returns. Raises what `compose_touch` raises."""
        return b64decode(self._ask_worker("seal", draft, config, now, message_id, config=config))

    def draw_picture(self, svg: str, config: Config) -> bytes:
        """Return a picture as PNG. Raises FollowupdError, also if the process does not answer."""
        return b64decode(self._ask_worker("draw", svg, config=config))

    def _ask_worker(self, *question: object, config: Config) -> bytes:
        try:
            return self._worker.ask(*question, context=config)
        except NoAnswer as error:
            raise FollowupdError(f"the words could not be written: {error}") from error

    def stop(self) -> None:
        """End the process; the next text starts another."""
        self._worker.stop()


def load_and_typeset(letter: Letter, layout: Layout) -> bytes:
    """Return the PDF of a letter; the typesetter is loaded with the first one."""
    from followupd.writing.letters.letter_pdf import typeset_letter

    return typeset_letter(letter, layout)


@cache
def _result_adapter() -> TypeAdapter[DraftResult]:
    return TypeAdapter(DraftResult)


@cache
def _faults_adapter() -> TypeAdapter[list[LintFault]]:
    return TypeAdapter(list[LintFault])


def _answer_question(_: object, function_name: str, *question: Any) -> bytes:
    from followupd.writing.composer import compose_touch, lint_draft, render_mime, write_draft

    match function_name:
        case "draw":
            from followupd.writing.timeline.picture_png import draw_png

            return b64encode(draw_png(*question))
        case "seal":
            return b64encode(render_mime(*question))
        case "lint":
            (request,) = question
            return _faults_adapter().dump_json(lint_draft(request, write_draft(request)))
        case _:
            return _result_adapter().dump_json(compose_touch(*question))


if __name__ == "__main__":
    serve_questions(_answer_question)
