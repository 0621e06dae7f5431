"""A mail with the text that the candidate saved in their Drafts folder. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.writing.draft import Draft
from followupd.writing.mail.mime import MailText
from followupd.writing.mail.quotation import without_quotation
from followupd.writing.mail.thread import choose_thread

if TYPE_CHECKING:
    from followupd.writing.draft import DraftRequest, OwnText


def read_own_words(request: DraftRequest, draft: Draft) -> str:
    """Return the text of a mail; for a draft that the candidate edited, without its quotation."""
    is_whole = request.own_source is not None and request.own_source.is_whole
    return without_quotation(draft.text.body) if is_whole else draft.text.body


def seal_saved_draft(request: DraftRequest, own_text: OwnText) -> Draft:
    """Return the candidate's own mail as it is in their Drafts folder, in the thread that followupd chooses."""
    thread = choose_thread(request.record, request.step, request.contact)
    return Draft(
        MailText(own_text.subject, own_text.body),
        request.contact.spoken_name,
        request.contact.email,
        in_reply_to=thread.in_reply_to if thread else None,
        references=thread.ids if thread else (),
        files=request.files,
    )
