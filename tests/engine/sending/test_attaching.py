"""Files of a mail: whose, the mark of their content, and what happens if one changes."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from builders import ACME, config
from document_files import PDF, PNG
from draft_cases import NOW, desk

from followupd.config.cadence import FAREWELL_STEP, Step
from followupd.engine.sending.attaching import (
    attach_files,
    has_same_files,
    list_attachments,
    read_attachments,
)
from followupd.writing.composer import render_mime, write_draft
from followupd.writing.draft import Draft
from followupd.writing.mail.attached_files import AttachmentFault

CHECK_IN = Step.model_validate(
    {"id": "check-in", "channel": "email", "when": "7 days after interview", "attachments": ["docs/cv.pdf"]}
)
FILES = {"docs/cv.pdf": PDF, "photo.png": PNG}


def draft_with(files: dict[str, bytes]) -> Draft:
    request = desk("check-in")
    return write_draft(replace(request, files=read_attachments(files.__getitem__, CHECK_IN, request.contact)))


def test_a_step_and_a_person_bring_their_files() -> None:
    contacts = [ACME["contacts"][0] | {"attachments": ["photo.png"]}, *ACME["contacts"][1:]]
    made = config(ACME | {"contacts": contacts})
    ana, thanks = made.interviews[0].lead, made.find_step(made.interviews[0], "thank-you")
    call = made.find_step(made.interviews[0], "call")
    assert thanks
    assert call
    assert list_attachments(thanks, ana) == ["photo.png"]
    assert list_attachments(CHECK_IN, ana) == ["docs/cv.pdf"]
    assert list_attachments(call, ana) == list_attachments(FAREWELL_STEP, ana) == []


def test_the_mark_of_an_approval_is_for_the_files_too() -> None:
    as_shown = draft_with(FILES)
    assert as_shown.digest == draft_with(FILES).digest
    assert as_shown.digest != draft_with({"docs/cv.pdf": PDF + b"\n"}).digest
    assert as_shown.digest != replace(as_shown, files=()).digest


def test_the_mail_carries_them_whole_under_their_names() -> None:
    draft = attach_files(FILES.__getitem__, draft_with(FILES))
    data = render_mime(draft, desk("check-in").config, NOW, "<x@home.example>")
    (part,) = message_from_bytes(data, policy=policy.default).iter_attachments()
    assert (part.get_filename(), part.get_content_type(), part.get_content()) == (
        "cv.pdf",
        "application/pdf",
        PDF,
    )
    assert has_same_files(draft, data)
    assert not has_same_files(draft_with({"docs/cv.pdf": PDF + b"\n"}), data)
    assert not has_same_files(replace(draft, files=()), data)


def test_a_file_that_changes_between_words_and_bytes_stops_the_mail() -> None:
    with pytest.raises(AttachmentFault, match=r"docs/cv\.pdf has changed"):
        attach_files({"docs/cv.pdf": PDF + b"\n"}.__getitem__, draft_with(FILES))
