"""Which mails are read whole: all that is not to many by its header, and of those what may concern an interview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.auto_reply import find_auto_reply_header, is_declared_generated
from followupd.inbound.bounce import looks_like_notice
from followupd.inbound.bulk_headers import find_bulk_header, has_only_service_headers
from followupd.inbound.parsing.phrase_pattern import join_patterns
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import hiring as say

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import MailHeaders
    from followupd.inbound.read_mail import ReadMail

_PERSONAL_STEMS = join_patterns(
    say.HIRING_STEMS,
    say.CONTRACT_STEMS,
    say.MESSAGE_STEMS,
    say.CALL_STEMS,
    say.SERVICE_STEMS,
)


def is_body_relevant(read: ReadMail) -> bool:
    """Say from the header block alone whether the text of a mail of no relation may name an interview.

    A job board or a network sends a person's message under its list headers, and says so in the subject.
    """
    headers = read.mail.headers
    if not find_bulk_header(headers) or has_only_service_headers(headers):
        return True
    if _may_be_notice(headers) or not read.author:
        return True
    head = fold_text(read.head)
    return bool(_PERSONAL_STEMS.search(head))


def _may_be_notice(headers: MailHeaders) -> bool:
    """Return whether it may be a report, an automatic answer, an event or a forward: those are called bulk as well."""
    kind = headers.get_first("content-type").lower()
    return (
        any(word in kind for word in ("calendar", "report", "rfc822"))
        or looks_like_notice(headers)
        or bool(find_auto_reply_header(headers))
        or is_declared_generated(headers)
    )
