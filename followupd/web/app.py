"""The page as a program that answers requests: maps each path to what it shows or does."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse
from starlette.routing import Route

from followupd.adapters.system.logs import format_trace
from followupd.adapters.workers.process import ProgramReplaced
from followupd.errors import FollowupdError, UsageError
from followupd.web import actions, addition, calendar, interview, mail, own_words, today
from followupd.web.gate import COOKIE, FOLDER_PREFIX, OPEN_PATHS, Gate, Refusal
from followupd.web.language import Words, choose_language
from followupd.web.sessions import (
    SESSION_LIFETIME,
    folder_of,
    form_token_of,
    is_form_of,
    is_open,
    redeem_token,
)
from followupd.web.visit import PAGES_FOLDER, NotHere, Upload, Visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from followupd.web.desk import Desk

    View = Callable[[Visit], Response]

Result = TypeVar("Result")
log = logging.getLogger("followupd")
MAX_FIELDS, MAX_FILES = 20, 6

_INTERVIEW = "/interview/{interview}"
_TOUCH = _INTERVIEW + "/step/{step}/{contact}"
VIEWS: dict[str, View] = {
    "/": today.show_today,
    "/account": today.show_account,
    "/add": addition.show_addition,
    "/calendar.ics": calendar.give_calendar,
    _INTERVIEW: interview.show_interview,
    _INTERVIEW + "/journal": interview.show_journal,
    _INTERVIEW + "/edit": interview.show_edit,
    _INTERVIEW + "/close": actions.ask_close,
    _TOUCH: mail.show_mail,
    _TOUCH + "/mail": mail.show_mail_frame,
    _TOUCH + "/file/{file}": mail.show_letter,
}
ACTIONS: dict[str, View] = {
    "/add": addition.add_interview,
    "/pause": actions.pause_all,
    "/resume": actions.resume_all,
    "/leave": actions.leave_page,
    _INTERVIEW + "/edit": interview.try_edit,
    _INTERVIEW + "/pause": actions.pause_one,
    _INTERVIEW + "/resume": actions.resume_one,
    _INTERVIEW + "/close": actions.close_one,
    _INTERVIEW + "/person/{contact}/pause": actions.pause_person,
    _INTERVIEW + "/person/{contact}/resume": actions.resume_person,
    _INTERVIEW + "/answer": actions.answer_doubt,
    _INTERVIEW + "/absence": actions.answer_absence,
    _INTERVIEW + "/undo": actions.undo_last,
    _INTERVIEW + "/debrief": own_words.record_debrief,
    _INTERVIEW + "/done/{step}": actions.record_outcome,
    _TOUCH + "/approve": mail.approve_mail,
    _TOUCH + "/words": own_words.write_words,
    _TOUCH + "/skip": actions.skip_touch,
    _TOUCH + "/resolve": actions.resolve_mail,
}


class Page:
    """The page of one desk. Everything that uses its files and its store runs in one thread."""

    def __init__(
        self,
        desk: Desk,
        on_visit: Callable[[], None] = lambda: None,
        on_replaced: Callable[[], None] = lambda: None,
    ) -> None:
        """Build the application.

        `on_visit` is called at each request, `on_replaced` if another followupd was installed meanwhile.
        """
        self._desk, self._on_replaced = desk, on_replaced
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="page")
        routes = [
            *(Route(path, partial(self._answer, view), methods=["GET"]) for path, view in VIEWS.items()),
            *(Route(path, partial(self._answer, view), methods=["POST"]) for path, view in ACTIONS.items()),
        ]
        files = [Route(path, _serve_file, methods=["GET"]) for path in OPEN_PATHS]
        entry = Route("/enter/{token}", self._enter, methods=["GET"])
        application = Starlette(
            routes=[*files, entry, *routes],
            exception_handlers={HTTPException: _answer_fault, Refusal: _answer_refusal},
        )
        self.app: ASGIApp = Gate(application, self._is_session_open, on_visit)

    def prepare(self) -> None:
        """Start reading everything and making the first page, so that the first request waits less."""
        self._thread.submit(self._make_first_page)

    def _make_first_page(self) -> None:
        with suppress(Exception):  # the request that follows reports the fault
            self._desk.refresh()
            words = self._choose_words("")
            today.show_today(Visit(self._desk, words, base="", form_token="", path={}))

    def close(self) -> None:
        """Close the desk and end the thread."""
        self._thread.submit(self._desk.close).result()
        self._thread.shutdown()

    async def _run(self, function: Callable[..., Result], *arguments: object) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, *arguments)

    async def _is_session_open(self, cookie: str) -> bool:
        return await self._run(lambda: is_open(self._desk.store, cookie, self._desk.now))

    async def _enter(self, request: Request) -> Response:
        """Exchange the token of a link for a cookie, once.

        The answer is a page of our own that leads on: a browser sends a strict cookie only for a click on the same
        site.
        """
        if request.method == "HEAD":  # a program that only checks whether the link works must not use it up
            return PlainTextResponse("Ask with GET.\n", 405)
        token = request.path_params["token"]
        cookie = await self._run(lambda: redeem_token(self._desk.store, token, self._desk.now))
        if cookie is None:
            return PlainTextResponse("This link was used, or is too old. Type: followupd web\n", 401)
        folder = f"{FOLDER_PREFIX}{folder_of(cookie)}"
        text = (PAGES_FOLDER / "enter.html").read_text(encoding="utf-8").replace("{{ place }}", f"{folder}/")
        response = HTMLResponse(text)
        response.set_cookie(
            COOKIE,
            cookie,
            max_age=int(SESSION_LIFETIME.total_seconds()),
            path=f"{folder}/",
            httponly=True,
            samesite="strict",
        )
        return response

    async def _answer(self, view: View, request: Request) -> Response:
        form, uploads = await _read_form(request)
        return await self._run(self._answer_in_thread, view, request, form, uploads)

    def _answer_in_thread(
        self, view: View, request: Request, form: dict[str, str], uploads: dict[str, Upload]
    ) -> Response:
        cookie = request.scope["followupd.cookie"]
        if request.method == "POST" and not is_form_of(cookie, form.get("form_token", "")):
            raise HTTPException(403, "This form is not of this page.")
        try:
            self._desk.refresh()
        except FollowupdError as fault:
            return _show_fault_alone(fault)
        visit = self._make_visit(request, cookie, form, uploads)
        try:
            return view(visit)
        except NotHere:
            return visit.show_page(
                "fault.html", 404, sentence=visit.words.translate("There is nothing of that name.")
            )
        except FollowupdError as fault:
            status = 409 if isinstance(fault, UsageError) else 503
            return visit.show_page("fault.html", status, sentence=str(fault))
        except ProgramReplaced as error:
            self._on_replaced()
            return PlainTextResponse(f"{error}. Please open the page again.\n", 503)
        except Exception as error:  # noqa: BLE001 - its message may hold a mail: only the place is logged
            log.critical("the page failed by a bug:\n%s", format_trace(error), extra={"kind": "bug"})
            return PlainTextResponse("This failed inside followupd; its log says where.\n", 500)

    def _make_visit(
        self, request: Request, cookie: str, form: dict[str, str], uploads: dict[str, Upload]
    ) -> Visit:
        words = self._choose_words(request.headers.get("accept-language", ""))
        base = f"{FOLDER_PREFIX}{folder_of(cookie)}"
        return Visit(self._desk, words, base, form_token_of(cookie), request.path_params, form, uploads)

    def _choose_words(self, accept_language: str) -> Words:
        """Return the words of the page in the candidate's language, or else in one that the browser asks for."""
        candidate = self._desk.config.candidate
        language = choose_language(getattr(candidate, "language", None), accept_language)
        return Words(language, ZoneInfo(candidate.zone))


async def _read_form(request: Request) -> tuple[dict[str, str], dict[str, Upload]]:
    """Return the fields of a form and the uploaded files; files without a name are left out."""
    if request.method != "POST":
        return {}, {}
    fields: dict[str, str] = {}
    uploads: dict[str, Upload] = {}
    async with request.form(max_files=MAX_FILES, max_fields=MAX_FIELDS) as form:
        for name, value in form.multi_items():
            if not isinstance(value, UploadFile):
                fields[name] = value
            elif value.filename:
                uploads[f"{name}{len(uploads)}"] = Upload(value.filename, await value.read())
    return fields, uploads


def _show_fault_alone(fault: FollowupdError) -> Response:
    """Return a page with a fault that affects every page: a configuration or a store that cannot be read."""
    return PlainTextResponse(f"{fault}\n", 503)


async def _serve_file(request: Request) -> Response:
    """Return a file that holds nothing secret: the style or the icon."""
    return FileResponse(PAGES_FOLDER / request.url.path.removeprefix("/"))


async def _answer_fault(_request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    return PlainTextResponse(f"{fault.detail}\n", fault.status_code)


async def _answer_refusal(_request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    return PlainTextResponse(f"{refusal}\n", refusal.status)
