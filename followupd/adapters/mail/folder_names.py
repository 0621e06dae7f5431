"""What mail programs and providers call the special folders, in many languages; all lower case."""

from __future__ import annotations

# Mail that the candidate has sent.
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
# Mail that a filter classified as spam: an answer may be among it.
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
# An answer that was read on another device may be moved to an archive or to the trash.
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
# Mail that is being written.
DRAFT_NAMES = frozenset(
    """drafts|draft|draft messages|entwürfe|entwurf|brouillons|brouillon|borradores|borrador|rascunhos|rascunho|esborranys
    |bozze|bozza|concepten|concept|utkast|kladder|kladde|luonnokset|mustandid|melnraksti|juodraščiai|kopie robocze
    |wersje robocze|szkice|koncepty|rozpracované|koncepty správ|osnutki|skice|nacrti|piszkozatok|piszkozat|ciorne
    |mesaje nefinalizate|чернови|черновики|чернетки|нацрти|πρόχειρα|taslaklar|taslak|טיוטות|مسودات|المسودات|ड्राफ़्ट
    |thư nháp|bản nháp|draf|konsep|ร่าง|แบบร่าง|จดหมายร่าง|草稿|草稿箱|草稿匣|下書き|임시보관함|임시 보관함|임시보관""".replace(
        "\n    ", ""
    ).split("|")
)
# Mail that waits to be sent.
OUTBOX_NAMES = frozenset(
    """outbox|out box|unsent|unsent messages|postausgang|boîte d'envoi|boîte d’envoi|bandeja de salida|buzón de salida
    |caixa de saída|caixa de sortida|safata de sortida|posta in uscita|in uscita|postvak uit|utkorg|utkorgen|utboks
    |udbakke|lähtevät|väljundkaust|izsūtne|siuntimo dėžutė|skrzynka nadawcza|do wysłania|pošta k odeslání|na odoslanie
    |odchozí|odhodna pošta|odlazna pošta|izlazna pošta|postázandó|postázandó üzenetek|căsuța poștală de ieșire|outbox-ul
    |изходяща кутия|исходящие|вихідні|одлазна пошта|εξερχόμενα|giden kutusu|תיבת דואר יוצא|דואר יוצא|علبة الصادر
    |صندوق الصادر|आउटबॉक्स|hộp thư đi|kotak keluar|กล่องขาออก|发件箱|寄件匣|待发箱|送信トレイ|送信箱|보낼 편지함""".replace(
        "\n    ", ""
    ).split("|")
)
