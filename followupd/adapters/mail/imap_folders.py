r"""Chooses the folders of a mailbox that are read: all of the candidate's own, except drafts and unsent mail.

If the server has a folder of all mail (`\All`, Gmail), it is read in place of the user's own folders.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from followupd.adapters.mail.folder_names import (
    ARCHIVE_NAMES,
    DRAFT_NAMES,
    JUNK_NAMES,
    OUTBOX_NAMES,
    SENT_NAMES,
    TRASH_NAMES,
)
from followupd.engine.ports import Folder, FolderRole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from followupd.config.account import Folders

# Each folder costs a command at each look if the server has no LIST-STATUS. With more folders nothing is sent, and the
# user is told: only the user can decide which of them may be left out.
MAX_FOLDERS = 500
# Special folders are at the top, in the INBOX, or below one of these.
SPECIAL_PARENTS = {"inbox", "[gmail]", "[google mail]"}
UNOPENABLE_ATTRIBUTES = {b"\\noselect", b"\\nonexistent"}


class NoSuchFolder(LookupError):
    """A folder that must exist does not: one that the configuration names, or the INBOX itself."""


class TooManyFolders(LookupError):
    """There are more folders than followupd reads."""


@dataclass(frozen=True, slots=True)
class ListedFolder:
    """One line of LIST: attributes, delimiter, decoded name, and the name as the server wrote it."""

    attributes: frozenset[bytes]  # lower case
    delimiter: str
    name: str
    wire_name: bytes = b""

    @property
    def can_open(self) -> bool:
        """Whether the folder can be opened."""
        return not self.attributes & UNOPENABLE_ATTRIBUTES

    @property
    def can_name(self) -> bool:
        """Whether its name can be used in a command: a control character (CR, LF) could end the command."""
        return not any(byte < 32 or byte == 127 for byte in self.wire_name)  # noqa: PLR2004 - control characters

    @property
    def is_outgoing(self) -> bool:
        """Whether it holds mail that was not sent yet."""
        return b"\\drafts" in self.attributes or self.has_special_name(DRAFT_NAMES | OUTBOX_NAMES)

    def has_special_name(self, names: frozenset[str]) -> bool:
        """Return whether it has one of these names and is at a place for special folders."""
        *parents, last = self.name.split(self.delimiter) if self.delimiter else [self.name]
        is_at_top = not parents or (len(parents) == 1 and parents[0].casefold() in SPECIAL_PARENTS)
        return is_at_top and last.strip().casefold() in names

    def is_year_folder_of(self, archives: Collection[str]) -> bool:
        """Return whether it is one of the folders, named by years, that Thunderbird makes in an archive."""
        parent, _, last = self.name.rpartition(self.delimiter) if self.delimiter else ("", "", self.name)
        return parent in archives and len(last) == len("2026") and last.isdecimal()


@dataclass(frozen=True, slots=True)
class Namespaces:
    """The prefixes of the candidate's own folders, and of other people's folders (RFC 2342)."""

    personal: tuple[str, ...] = ("",)
    foreign: tuple[str, ...] = ()  # of other users, and shared ones

    def is_foreign(self, name: str, delimiter: str) -> bool:
        """Return whether a folder belongs to somebody else: the longest prefix decides."""
        full_name = name + delimiter
        is_own = name.casefold() == "inbox"
        return not is_own and _match_length(full_name, self.foreign) > _match_length(full_name, self.personal)


def _match_length(full_name: str, prefixes: tuple[str, ...]) -> int:
    """Return the length of the longest prefix of a name; -1 if no prefix matches."""
    return max((len(prefix) for prefix in prefixes if full_name.startswith(prefix)), default=-1)


@dataclass(frozen=True, slots=True)
class FolderChoice:
    """The folders that are read, each once, and those that are not, with the reason."""

    folders: tuple[Folder, ...]
    skipped: dict[str, str] = field(default_factory=dict)


def choose_folders(
    entries: Sequence[ListedFolder], settings: Folders, namespaces: Namespaces | None = None
) -> FolderChoice:
    r"""Return INBOX, Sent, Junk, Trash, Archive and the candidate's other folders; the first SENT gets copies.

    A folder that is only named Junk, for example, is read beside the folder with that mark. If there is a folder of all
    mail, the candidate's other folders are left out: it holds their mail, but not junk and trash.

    Raises NoSuchFolder if a folder of the configuration cannot be opened. Raises it also if the list lacks the INBOX
    (RFC 3501 §6.3.8): then it may lack more. Raises TooManyFolders.
    """
    entry_by_name = {_inbox_or(entry.name): entry for entry in entries if entry.can_open}
    if "INBOX" not in entry_by_name:
        raise NoSuchFolder("it lacks the INBOX, which every mailbox has")
    skipped = dict(_excluded_folders(entry_by_name, settings, namespaces or Namespaces()))
    # An archive that cannot be opened may hold folders for years that can.
    own_entries = [entry for entry in entries if entry.name not in skipped]
    folders: dict[str, Folder] = {"INBOX": Folder("INBOX", FolderRole.INBOX)}
    for name, role in (
        *_configured_folders(entry_by_name, settings),
        *_special_folders(own_entries, settings),
        *_other_folders(own_entries),
    ):
        folders.setdefault(_inbox_or(name), Folder(_inbox_or(name), role))
    if len(folders) > MAX_FOLDERS:
        raise TooManyFolders(
            f"there are {len(folders)}, and followupd reads {MAX_FOLDERS} at most;"
            " name those that get no answers under account.folders.exclude"
        )
    reasons = dict.fromkeys(entry_by_name, "the folder of all mail holds its mail") | skipped
    not_read = {name: why for name, why in reasons.items() if name not in folders}
    return FolderChoice(tuple(folders.values()), not_read)


def _inbox_or(name: str) -> str:
    """Return a folder's name; any spelling of INBOX becomes "INBOX" (RFC 3501 §5.1)."""
    return "INBOX" if name.casefold() == "inbox" else name


def _excluded_folders(
    entry_by_name: dict[str, ListedFolder], settings: Folders, namespaces: Namespaces
) -> Iterator[tuple[str, str]]:
    """Yield the folders that are not read, each with the reason."""
    for name, entry in entry_by_name.items():
        if settings.is_excluded(name):
            yield name, "folders.exclude names it"
        elif entry.is_outgoing:
            yield name, "what lies in it was not sent yet"
        elif namespaces.is_foreign(name, entry.delimiter):
            yield name, "it is shared, or somebody else's"
        elif not entry.can_name:
            yield name, "its name holds a control character"


def _configured_folders(
    entry_by_name: dict[str, ListedFolder], settings: Folders
) -> Iterator[tuple[str, FolderRole]]:
    special_folders = [
        (settings.junk, FolderRole.JUNK, "junk"),
        (settings.sent, FolderRole.SENT, "sent"),
        (settings.archive, FolderRole.ARCHIVE, "archive"),
        (settings.trash, FolderRole.TRASH, "trash"),
    ]
    for name, role, key in (*special_folders, *((name, FolderRole.OTHER, "also") for name in settings.also)):
        if name is None:
            continue
        if name not in entry_by_name and name.casefold() != "inbox":
            others = ", ".join(sorted(entry_by_name)[:20]) or "none"
            raise NoSuchFolder(f"there is no folder {name!r} (folders.{key}); there is {others}")
        yield name, role


def _special_folders(entries: Sequence[ListedFolder], settings: Folders) -> Iterator[tuple[str, FolderRole]]:
    usable_entries = _sort_usable(entries)
    all_mail_names = _all_mail_names(usable_entries)
    for role, attribute, names, configured_name in (
        (FolderRole.JUNK, b"\\junk", JUNK_NAMES, settings.junk),
        (FolderRole.SENT, b"\\sent", SENT_NAMES, settings.sent),
        (FolderRole.TRASH, b"\\trash", TRASH_NAMES, settings.trash),
        (FolderRole.ARCHIVE, b"\\archive", ARCHIVE_NAMES, settings.archive or all_mail_names),
    ):
        if not configured_name:
            yield from ((name, role) for name in _names_of_kind(usable_entries, attribute, names))
    yield from ((name, FolderRole.ALL) for name in all_mail_names)
    if settings.archive or not all_mail_names:
        archives = (
            [settings.archive] if settings.archive else _names_of_kind(entries, b"\\archive", ARCHIVE_NAMES)
        )
        yield from ((e.name, FolderRole.ARCHIVE) for e in usable_entries if e.is_year_folder_of(archives))


def _names_of_kind(entries: Sequence[ListedFolder], attribute: bytes, names: frozenset[str]) -> list[str]:
    """Return the folders with this mark, then those with one of these names."""
    marked_names = [entry.name for entry in entries if attribute in entry.attributes]
    return [*marked_names, *(entry.name for entry in entries if entry.has_special_name(names))]


def _sort_usable(entries: Sequence[ListedFolder]) -> list[ListedFolder]:
    return sorted((entry for entry in entries if entry.can_open), key=lambda entry: entry.name)


def _all_mail_names(entries: Sequence[ListedFolder]) -> list[str]:
    return [entry.name for entry in entries if b"\\all" in entry.attributes]


def _other_folders(entries: Sequence[ListedFolder]) -> Iterator[tuple[str, FolderRole]]:
    """Yield the user's other folders, unless a folder of all mail holds their mail."""
    usable_entries = _sort_usable(entries)
    if not _all_mail_names(usable_entries):
        yield from ((entry.name, FolderRole.OTHER) for entry in usable_entries)
