"""Which folders of a mailbox count, when the server says it (RFC 6154) and when only their names do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.engine.ports import Folder, FolderRole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from followupd.config.account import Folders

# What mail programs and providers call the folder of sent mail, lower case.
SENT_NAMES = frozenset(
    """sent|sent items|sent messages|sent mail|sent-mail|sent objects|gesendet|gesendete elemente|gesendete objekte
    |gesendete nachrichten|versendet|envoyés|éléments envoyés|messages envoyés|courrier envoyé|objets envoyés|enviados
    |elementos enviados|mensajes enviados|correo enviado|enviadas|itens enviados|mensagens enviadas|e-mails enviados
    |enviats|elements enviats|inviati|inviata|posta inviata|elementi inviati|messaggi inviati|verzonden
    |verzonden items|verzonden berichten|skickat|skickade|skickade objekt|skickade meddelanden|sendt|sendte|sendt post
    |sendte elementer|sendt elementer|sendte meldinger|lähetetyt|lähetetyt viestit|saadetud|nosūtītie|išsiųsti|wysłane
    |elementy wysłane|odeslané|odeslaná pošta|odoslané|odoslaná pošta|poslano|poslane|elküldött|elküldött elemek
    |elküldött üzenetek|trimise|elemente trimise|изпратени|отправленные|отправлено|надіслані|відправлені|poslato
    |απεσταλμένα|gönderilenler|gönderilmiş|gönderilmiş öğeler|gönderilmiş postalar|נשלח|נשלחו|פריטים שנשלחו|المرسل
    |البريد المرسل|العناصر المرسلة|भेजी गई|đã gửi|thư đã gửi|terkirim|ส่งแล้ว|已发送|已发送邮件|已发送消息|寄件備份|已傳送
    |已傳送的郵件|送信済み|送信済みメール|送信済みアイテム|보낸편지함|보낸 편지함|보낸메일함|보낸 메일함""".replace(
        "\n    ", ""
    ).split("|")
)
# And the one where an answer may land unseen.
JUNK_NAMES = frozenset(
    """junk|junk e-mail|junk email|junk mail|spam|bulk|bulk mail|spamverdacht|unerwünscht|unerwünschte werbung
    |indésirables|courrier indésirable|courriel indésirable|pourriel|spams|correo no deseado|correo basura|no deseado
    |lixo eletrônico|lixo eletrónico|lixo electrónico|correio não solicitado|correu brossa|posta indesiderata
    |indesiderata|posta indesiderata e spam|ongewenst|ongewenste e-mail|ongewenste mail|reclame|skräppost|søppelpost
    |uønsket|uønsket e-post|uønsket mail|uønsket post|roskaposti|rämpspost|mēstules|nepageidaujami|niechciane|śmieci
    |wiadomości-śmieci|nevyžádaná pošta|nevyžádané|nevyžiadaná pošta|neželena pošta|neželjena pošta|levélszemét
    |mesaje nedorite|нежелана поща|спам|нежелательная почта|небажана пошта|ανεπιθύμητα|ανεπιθύμητη αλληλογραφία|gereksiz
    |gereksiz e-posta|önemsiz|önemsiz e-posta|istenmeyen|spam e-posta|דואר זבל|זבל|البريد غير الهام|البريد العشوائي|स्पैम
    |thư rác|sampah|จดหมายขยะ|垃圾邮件|垃圾郵件|垃圾邮箱|垃圾箱|迷惑メール|스팸|스팸메일함|정크 메일|스팸함""".replace(
        "\n    ", ""
    ).split("|")
)
# The two where an answer goes that was read on another device.
ARCHIVE_NAMES = frozenset(
    """archive|archives|archived|archiv|archivierte elemente|archivierte nachrichten|archivé|archivés
    |éléments archivés|messages archivés|archivo|archivos|archivados|arquivo|arquivos|arquivado|arquivados|arquivo morto
    |arxiu|arxivats|archivio|archiviati|posta archiviata|archief|gearchiveerd|arkiv|arkiverat|arkiveret|arkivert|arkisto
    |arkistoidut|arhiiv|arhīvs|archyvas|archiwum|zarchiwizowane|archív|archív pošty|arhiv|arhiva|arhivă|archívum|архив
    |архів|архива|αρχείο|αρχειοθήκη|αρχειοθετημένα|arşiv|ארכיון|الأرشيف|أرشيف|संग्रह|lưu trữ|arsip|ที่เก็บถาวร|เก็บถาวร|归档
    |存档|封存|歸檔|アーカイブ|보관|보관함|보관 편지함""".replace("\n    ", "").split("|")
)
TRASH_NAMES = frozenset(
    """trash|deleted|deleted items|deleted messages|deleted mail|bin|wastebasket|rubbish|recycle bin
    |papierkorb|gelöscht|gelöschte elemente|gelöschte objekte|gelöschte nachrichten|corbeille|poubelle|supprimés
    |éléments supprimés|messages supprimés|objets supprimés|papelera|papelera de reciclaje|eliminados|elementos eliminados
    |mensajes eliminados|correo eliminado|lixeira|lixo|itens excluídos|itens eliminados|mensagens excluídas|excluídos
    |paperera|eliminats|elements suprimits|cestino|eliminata|eliminati|posta eliminata|elementi eliminati
    |messaggi eliminati|prullenbak|prullenmand|verwijderd|verwijderde items|verwijderde berichten|papperskorg
    |papperskorgen|borttaget|borttagna objekt|borttagna meddelanden|papirkurv|papirkurven|slettet|slettet post
    |slettede elementer|slettede meldinger|søppel|søppelkasse|roskakori|poistetut|poistetut viestit|prügikast|kustutatud
    |miskaste|dzēstie|šiukšlinė|šiukšliadėžė|ištrinti|kosz|usunięte|elementy usunięte|koš|odstraněná pošta|odstraněné
    |kôš|odstránené|odstránená pošta|smeti|izbrisano|koš za smeti|koš za smeće|otpad|smeće|kuka|lomtár|törölt|törölt elemek
    |törölt üzenetek|coș|coș de gunoi|gunoi|elemente șterse|кошче|изтрити|корзина|удаленные|удалённые|удалённые элементы
    |кошик|видалені|смеће|κάδοσ|κάδοσ απορριμμάτων|απορρίμματα|διαγραμμένα|çöp|çöp kutusu|silinmiş|silinmiş öğeler|אשפה
    |פריטים שנמחקו|المهملات|سلة المهملات|العناصر المحذوفة|ट्रैश|रद्दी|thùng rác|đã xóa|tong sampah|item terhapus|ถังขยะ
    |垃圾桶|已删除|已删除邮件|已删除消息|刪除的郵件|已刪除的郵件|ごみ箱|ゴミ箱|削除済み|削除済みアイテム|削除済みメール|휴지통|지운편지함
    |지운 편지함|삭제된 항목""".replace("\n    ", "").split("|")
)
# Special folders lie at the top, in the INBOX, or under one of these.
SPECIAL_PARENTS = {"inbox", "[gmail]", "[google mail]"}
UNOPENABLE_ATTRIBUTES = {b"\\noselect", b"\\nonexistent"}


class NoSuchFolder(LookupError):
    """A folder that must be there is not: one that the configuration names, or the INBOX itself."""


@dataclass(frozen=True, slots=True)
class ListedFolder:
    """One line of LIST: attributes, delimiter, decoded name."""

    attributes: frozenset[bytes]  # lower case
    delimiter: str
    name: str

    @property
    def can_open(self) -> bool:
        """Whether it can be opened."""
        return not self.attributes & UNOPENABLE_ATTRIBUTES

    def has_special_name(self, names: frozenset[str]) -> bool:
        """Tell whether it stands where special folders stand, under one of these names."""
        *parents, last = self.name.split(self.delimiter) if self.delimiter else [self.name]
        is_at_top = not parents or (len(parents) == 1 and parents[0].casefold() in SPECIAL_PARENTS)
        return is_at_top and last.strip().casefold() in names

    def is_year_folder_of(self, archives: Collection[str]) -> bool:
        """Tell whether it is one of the folders, named by years, that Thunderbird makes in an archive."""
        parent, _, last = self.name.rpartition(self.delimiter) if self.delimiter else ("", "", self.name)
        return parent in archives and len(last) == len("2026") and last.isdecimal()


def choose_folders(entries: Sequence[ListedFolder], settings: Folders) -> tuple[Folder, ...]:
    r"""Return INBOX, Junk, Sent, Archive, Trash, All Mail and what the user adds, each once; the first SENT gets copies.

    A folder that is only called Junk, say, counts beside the one that is marked so: reading one too many costs a
    moment, missing an answer costs more. All Mail (Gmail) holds what is archived, but no junk and no trash. Drafts are
    left out, whatever their folder is called. Raises NoSuchFolder for a folder of the configuration that cannot be
    opened, and for a list without the INBOX (RFC 3501 §6.3.8): what else does it lack?
    """
    entry_by_name = {entry.name: entry for entry in entries if entry.can_open}
    if not any(name.casefold() == "inbox" for name in entry_by_name):
        raise NoSuchFolder("it lacks the INBOX, which every mailbox has")
    folders: dict[str, Folder] = {"INBOX": Folder("INBOX", FolderRole.INBOX)}
    for name, role in (*_configured_folders(entry_by_name, settings), *_detected_folders(entries, settings)):
        folder_name = "INBOX" if name.casefold() == "inbox" else name  # RFC 3501 §5.1: INBOX in any case
        folders.setdefault(folder_name, Folder(folder_name, role))
    return tuple(folders.values())


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


def _detected_folders(entries: Sequence[ListedFolder], settings: Folders) -> Iterator[tuple[str, FolderRole]]:
    archives = {e.name for e in entries if b"\\archive" in e.attributes or e.has_special_name(ARCHIVE_NAMES)}
    archives = (
        {settings.archive} if settings.archive else archives
    )  # the years may lie in one that cannot be opened
    usable_entries = sorted(
        (e for e in entries if e.can_open and b"\\drafts" not in e.attributes), key=lambda e: e.name
    )
    all_mail_names = [entry.name for entry in usable_entries if b"\\all" in entry.attributes]
    for role, attribute, names, configured_name in (
        (FolderRole.JUNK, b"\\junk", JUNK_NAMES, settings.junk),
        (FolderRole.SENT, b"\\sent", SENT_NAMES, settings.sent),
        (FolderRole.TRASH, b"\\trash", TRASH_NAMES, settings.trash),
        (FolderRole.ARCHIVE, b"\\archive", ARCHIVE_NAMES, settings.archive or all_mail_names),
    ):
        marked_names = [entry.name for entry in usable_entries if attribute in entry.attributes]
        special_names = [entry.name for entry in usable_entries if entry.has_special_name(names)]
        for name in () if configured_name else (*marked_names, *special_names):
            yield name, role
    yield from ((name, FolderRole.ALL) for name in all_mail_names)
    if settings.archive or not all_mail_names:
        yield from (
            (entry.name, FolderRole.ARCHIVE) for entry in usable_entries if entry.is_year_folder_of(archives)
        )
