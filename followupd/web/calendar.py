"""The calendar of coming events as a file for a calendar program, with the entries that `calendar:` publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from followupd.engine.overview.agenda import list_agenda
from followupd.writing.sheets.calendar_feed import FeedEvent, render_feed

if TYPE_CHECKING:
    from followupd.web.visit import Visit

NAME = "followupd"


def give_calendar(visit: Visit) -> Response:
    """Return the calendar; like each page, only for a browser that has the cookie."""
    desk = visit.desk
    plans, words = desk.plan_interviews(), visit.notice_words
    entries = list_agenda(desk.config, desk.ledger.history, plans, desk.now, words)
    events = [FeedEvent(e.key, e.title, e.begin, e.end, e.note) for e in entries]
    data = render_feed(desk.config.account.address, events, desk.now, NAME)
    headers = {"Content-Disposition": f'attachment; filename="{NAME}.ics"'}
    return Response(data, media_type="text/calendar; charset=utf-8", headers=headers)
