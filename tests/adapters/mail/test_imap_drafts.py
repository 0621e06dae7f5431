"""The Drafts folder on Dovecot: written, listed and cleared, and nothing else touched."""

from datetime import UTC, datetime

import pytest
from imap_talk import dovecot
from mailhost import SAM, MailHost

from followupd.engine.drafts.folder_port import DraftPlace, DraftsRefused, Removal

NOW = datetime(2026, 11, 12, 14, tzinfo=UTC)


def mail(number: int) -> bytes:
    return b"From: sam@mail.example\r\nTo: ana@acme.example\r\nSubject: %d\r\n\r\nHello.\r\n" % number


def test_a_draft_is_written_listed_read_and_removed(mailhost: MailHost) -> None:
    with dovecot(mailhost).open_session() as session:
        first, second = session.append_draft(mail(1), NOW), session.append_draft(mail(2), NOW)
        assert first
        assert second
        listing = session.list_drafts()
        assert [(listing.uidvalidity, h.uid) for h in listing.headers] == [
            (p.uidvalidity, p.uid) for p in (first, second)
        ]
        assert b"Subject: 1" in listing.headers[0].raw_header
        assert session.fetch_draft(second.uid) == mail(2)
        assert session.remove_draft(first) is Removal.GONE
        assert [h.uid for h in session.list_drafts().headers] == [second.uid]
        assert session.fetch_draft(first.uid) is None


def test_what_others_have_marked_as_deleted_stays(mailhost: MailHost) -> None:
    mailhost.dovecot.deliver(SAM.address, mail(1), "Drafts")
    mailhost.dovecot.set_flags(SAM.address, ["\\Deleted"], "Drafts")
    with dovecot(mailhost).open_session() as session:
        own = session.append_draft(mail(2), NOW)
        assert own
        assert [h.uid for h in session.list_drafts().headers] == [own.uid]
        assert session.remove_draft(own) is Removal.GONE
    assert mailhost.dovecot.flags(SAM.address, "Drafts") == [{"\\Deleted"}]


def test_a_folder_that_was_renumbered_is_not_touched(mailhost: MailHost) -> None:
    with dovecot(mailhost).open_session() as session:
        own = session.append_draft(mail(1), NOW)
        assert own
        assert session.remove_draft(DraftPlace(own.uidvalidity + 1, own.uid)) is Removal.REFUSED
        assert len(session.list_drafts().headers) == 1


def test_looking_changes_nothing(mailhost: MailHost) -> None:
    mailhost.dovecot.deliver(SAM.address, mail(1), "Drafts")
    with dovecot(mailhost).open_session() as session:
        session.fetch_draft(session.list_drafts().headers[0].uid)
    assert mailhost.dovecot.flags(SAM.address, "Drafts") == [set()]


def test_without_a_folder_no_draft_is_written(mailhost: MailHost) -> None:
    mailbox = dovecot(mailhost)
    folders = mailbox._account.folders.model_copy(update={"drafts": "Nowhere"})
    mailbox._account = mailbox._account.model_copy(update={"folders": folders})
    with mailbox.open_session() as session:
        with pytest.raises(DraftsRefused, match=r"account\.folders\.drafts"):
            session.append_draft(mail(1), NOW)
        assert session.find_folders()  # the rest can still be read
