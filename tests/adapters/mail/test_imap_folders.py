"""The folders of the mailbox: found by mark, by name, by the configuration; and never by a name with a command in it."""

from itertools import combinations

import pytest
from faulty_imap import FaultyImap
from imap_talk import INBOX, LONG_AGO, boxes, dovecot, mailbox
from imap_visit import Box, Message
from mailhost import SAM

from followupd.adapters.mail.folder_names import (
    ARCHIVE_NAMES,
    DRAFT_NAMES,
    JUNK_NAMES,
    OUTBOX_NAMES,
    SENT_NAMES,
    TRASH_NAMES,
)
from followupd.config.account import Folders
from followupd.engine.ports import Folder, FolderRole
from followupd.errors import Unreachable


def folders_of(listed: dict[str, bytes], wanted: Folders | None = None) -> dict[str, FolderRole]:
    server = FaultyImap(boxes={name: Box(attributes=marks) for name, marks in listed.items()})
    with server, mailbox(server, folders=wanted).open_session() as session:
        return {folder.name: folder.role for folder in session.find_folders()}


def test_marked_folders_are_found_whatever_they_are_called():
    listed = {
        "INBOX": b"",
        "[Gmail]": b"\\Noselect \\HasChildren",
        "[Gmail]/Alle Nachrichten": b"\\All",
        "[Gmail]/Gesendet": b"\\HasNoChildren \\Sent",
        "[Gmail]/Spam": b"\\junk",
        "[Gmail]/Papierkorb": b"\\Trash",
        "[Gmail]/Drafts": b"\\Drafts",
        "Archiv": b"",
        "Work": b"",
    }
    # All Mail holds what is archived.
    assert folders_of(listed) == {
        "INBOX": FolderRole.INBOX,
        "[Gmail]/Papierkorb": FolderRole.TRASH,
        "[Gmail]/Spam": FolderRole.JUNK,
        "[Gmail]/Gesendet": FolderRole.SENT,
        "[Gmail]/Alle Nachrichten": FolderRole.ALL,
    }


def test_an_archive_is_read_with_its_folders_for_years_where_there_is_no_folder_of_all_mail():
    listed = {
        "INBOX": b"",
        "Archives": b"",
        "Ablage": b"\\Archive",
        "Deleted Items": b"",
        "Trash": b"\\Trash",
    }
    deeper = {"Archives/2025": b"", "Archives/2026": b"", "Archives/Bills": b"", "Work/2026": b""}
    deeper |= {"Archiv": b"\\Noselect", "Archiv/2026": b""}
    assert folders_of(listed | deeper) == {"INBOX": FolderRole.INBOX} | dict.fromkeys(
        ["Ablage", "Archiv/2026", "Archives", "Archives/2025", "Archives/2026"], FolderRole.ARCHIVE
    ) | dict.fromkeys(["Deleted Items", "Trash"], FolderRole.TRASH) | dict.fromkeys(
        ["Archives/Bills", "Work/2026"], FolderRole.OTHER
    )


def test_drafts_are_not_read_whatever_their_folder_is_called():
    assert folders_of({"INBOX": b"", "Archive": b"\\Drafts", "Trash": b"\\drafts"}) == {
        "INBOX": FolderRole.INBOX
    }


def test_unmarked_folders_are_found_by_their_names_in_many_languages(mailhost):
    sent = [
        "Sent Items",
        "Gesendete Elemente",
        "Envoyés",
        "Enviados",
        "Posta inviata",
        "Wysłane",
        "Отправленные",
    ]
    sent += ["已发送", "送信済みメール"]
    junk = ["Junk E-mail", "Spamverdacht", "Courrier indésirable", "Correo no deseado", "Posta indesiderata"]
    junk += ["Niechciane", "Спам", "垃圾邮件", "迷惑メール"]
    archive = ["Archiv", "Archivés", "Archivo", "Архив", "存档", "アーカイブ"]
    trash = ["Deleted Messages", "Papierkorb", "Corbeille", "Papelera", "Kosz", "Корзина", "垃圾桶", "ごみ箱"]
    with mailhost.dovecot.session(SAM.address) as imap:
        for name in (*sent, *junk, *archive, *trash):
            imap.create_folder(name)
    with dovecot(mailhost).open_session() as session:
        found = {folder.name: folder.role for folder in session.find_folders()}
    assert found == (
        {"INBOX": FolderRole.INBOX}
        | dict.fromkeys(["Junk", *junk], FolderRole.JUNK)
        | dict.fromkeys(["Sent", *sent], FolderRole.SENT)
        | dict.fromkeys(["Trash", *trash], FolderRole.TRASH)
        | dict.fromkeys(archive, FolderRole.ARCHIVE)
    )


def test_every_known_name_is_written_as_it_is_compared():
    kinds = (SENT_NAMES, JUNK_NAMES, ARCHIVE_NAMES, TRASH_NAMES, DRAFT_NAMES, OUTBOX_NAMES)
    assert all(name == name.strip().casefold() and name for kind in kinds for name in kind)
    assert not any(one & other for one, other in combinations(kinds, 2))


def test_special_folders_may_lie_in_the_inbox():
    listed = {"INBOX": b"", "INBOX/Sent": b"", "inbox/SPAM": b""}
    assert folders_of(listed) == {
        "INBOX": FolderRole.INBOX,
        "inbox/SPAM": FolderRole.JUNK,
        "INBOX/Sent": FolderRole.SENT,
    }


def test_a_folder_deep_inside_another_is_not_taken_for_a_special_one():
    assert folders_of({"INBOX": b"", "Projects/Sent": b"", "Archive/2025/Spam": b""}) == {
        "INBOX": FolderRole.INBOX,
        "Projects/Sent": FolderRole.OTHER,
        "Archive/2025/Spam": FolderRole.OTHER,
    }


def test_a_folder_for_junk_that_is_made_meanwhile_is_read_at_the_next_look():
    server = FaultyImap(boxes=boxes(1))
    with server, mailbox(server).open_session() as session:
        assert session.find_folders() == (INBOX,)
        server.boxes["Spam"] = Box({1: Message()}, attributes=b"\\Junk")
        assert session.find_folders() == (INBOX, Folder("Spam", FolderRole.JUNK))


def test_the_configuration_names_folders_that_the_server_does_not_mark():
    listed = {"INBOX": b"", "Out": b"", "Bin": b"", "Jobs": b"", "Sent": b"\\Sent", "Junk": b"\\Junk"}
    listed |= {"Away": b"", "Past": b"", "Trash": b"\\Trash", "Archive": b"\\Archive", "All": b"\\All"}
    wanted = Folders(sent="Out", junk="Bin", archive="Past", trash="Away", also=["Jobs", "inbox"])
    assert folders_of(listed, wanted) == {
        "INBOX": FolderRole.INBOX,
        "Bin": FolderRole.JUNK,
        "Out": FolderRole.SENT,
        "Past": FolderRole.ARCHIVE,
        "Away": FolderRole.TRASH,
        "All": FolderRole.ALL,
        "Jobs": FolderRole.OTHER,
    }


@pytest.mark.parametrize(
    "wanted", [Folders(sent="Gone"), Folders(junk="Gone"), Folders(also=["Gone"]), Folders(also=["Shut"])]
)
def test_a_folder_of_the_configuration_that_is_missing_is_an_error(wanted):
    with pytest.raises(
        Unreachable, match=r"there is no folder '(Gone|Shut)' \(folders\.\w+\); there is INBOX, Out"
    ):
        folders_of({"INBOX": b"", "Out": b"", "Shut": b"\\Noselect"}, wanted)


def test_a_folder_name_with_a_line_break_is_refused():
    server = FaultyImap()
    evil = Folder('x"\r\nX1 DELETE "y', FolderRole.OTHER)
    with (
        server,
        mailbox(server).open_session() as session,
        pytest.raises(Unreachable, match="control character"),
    ):
        list(session.walk_folder(evil, None, LONG_AGO))
    assert server.changed == []
