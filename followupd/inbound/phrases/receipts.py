"""The words of read receipts and of challenges, folded (see `fold_text`)."""

from __future__ import annotations

import re

from followupd.config.lazy_pattern import LazyPattern
from followupd.inbound.parsing.phrase_pattern import PhrasePattern

# Words that mail programs put before the subject of a receipt without a report (Outlook, Notes, GroupWise).
READ_SUBJECT = LazyPattern(
    r"^(?:read|not read|read receipt|return receipt(?: \(displayed\))?|read notification|disposition notification|gelesen|ungelesen|nicht gelesen|lesebestatigung|"
    r"empfangsbestatigung \(gelesen\)|lu|non lu|accuse de (?:lecture|reception)|avis de lecture|leido|no leido|confirmacion de lectura|"
    r"letto|non letto|conferma di lettura|lida|lido|nao lid[ao]|confirmacao de leitura|gelezen|niet gelezen|ongelezen|leesbevestiging|"
    r"przeczytan[oay]|nieprzeczytan[oay]|potwierdzenie przeczytania|last|olast|laskvitto|lest|ulest|laest|ulaest|kvittering for lest|luettu|lukematon|precteno|neprecteno|prectena|"
    r"precitane|neprecitane|prebrano|neprebrano|procitano|neprocitano|citit|necitit|olvasva|elolvasva|olvasatlan|olvasatlanul torolve|okundu|okunmadi|loetud|izlasits|perskaityta|"
    r"прочитано|не прочитано|прочетено|непрочетено|уведомление о прочтении|прочитане|αναγνωσθηκε|διαβαστηκε|αναγνωση|δεν διαβαστηκε|נקרא|לא נקרא|נקראה|تمت القراءة|قراءة|مقروءة|مقروء|قرئت|غير مقروءة|"
    r"da doc|da xem|chua doc|dibaca|telah dibaca|tidak dibaca|อ่าน(?:แล้ว)?|ยังไม่ได้อ่าน|पढ़ा(?: गया)?|पढा(?: गया)?|開封済み|未開封|開封確認|已读|已讀|已阅读|未读|未讀|읽음|읽지 않음)\s*(?:[:：]|$)",
)
# The whole sentence of a receipt. `.` matches a To, a Subject and a date, never a second sentence.
READ_VERB = LazyPattern(
    r"\b(?:was (?:read|deleted|displayed|opened)|(?:wurde|ist)\b.{0,80}\b(?:gelesen|geloscht|geoffnet)|gelesen am|wurde (?:ungelesen|gelesen)|a ete (?:lu|supprime|ouvert)|(?:se (?:ha )?|fue )(?:ley?o|leido|elimin\w+|abri\w+)|(?:e stato |stato )?(?:letto|visualizzato|eliminato)|foi (?:lid[ao]|excluid[ao]|eliminad[ao]|aberta)|"
    r"(?:is|werd)\b.{0,60}\b(?:gelezen|verwijderd|geopend)|zostal\w (?:przeczytan|usuniet|otwart)\w|(?:lastes|laest|har lasts|raderades|ble lest|blev laest|slettet|oppnades)|(?:luettiin|poistettiin|avattiin)|byla (?:prectena|odstranena|otevrena)|bola (?:precitana|odstranena)|je (?:bila )?(?:prebrano|procitana|procitano)|a fost (?:citit|sters)|(?:el)?olvas(?:va|tak|ta)|(?:okundu|silindi|okunmustur)|"
    r"(?:было )?(?:прочитано|удалено)|(?:бе|беше) (?:прочетено|изтрито)|(?:було )?(?:прочитано|видалено)|(?:αναγνωσθηκε|διαβαστηκε|διαγραφηκε)|da duoc (?:doc|xem)|telah dibaca)\b|נקרא|נמחק|(?:تمت|تم) قراء|قرئت|ถูกอ่าน|อ่านแล้ว|पढ|開封され|閲覧され|读取|阅读|讀取|閱讀|已读|읽었|읽음|열어",
)
# Standard sentences of programs. Each sentence of the receipt is one of these.
RECEIPT_SENTENCES = LazyPattern(
    r"(?:this is an? (?:return |read )?receipt\b.{0,200}|note: this (?:return )?receipt\b.{0,200}|this (?:return )?receipt (?:only )?(?:acknowledges|verifies|shows) that\b.{0,200}|return receipt (?:only )?(?:acknowledges|for the mail)\b.{0,200}|there is no guarantee that the recipient\b.{0,120}|dies ist eine (?:empfangs|lese)bestatigung\b.{0,200}|(?:hinweis: )?diese (?:empfangs|lese)bestatigung\b.{0,200}|es gibt keine (?:garantie|gewahr)\b.{0,120}|ceci est un accuse de (?:lecture|reception)\b.{0,200}|cet accuse de (?:lecture|reception)\b.{0,200}|message status - (?:opened|read|deleted)\b.{0,80}|your\s.{0,300}\bwas\s.{0,100}\b(?:received|read)\s{1,40}by:?.{0,200})",
    re.DOTALL,
)
COMPLAINT_SUBJECT = LazyPattern(
    r"^(?:\[?\w{0,20}\]?:? ?)?(?:complaint about message from|email feedback report for ip|abuse report|spam complaint|fbl complaint)\b"
)
# A challenge demands a proof that a person sent the mail …
PROOF_DEMAND = PhrasePattern(
    r"(?:verify|confirm|prove|verification|proof)\b.{0,40}\b(?:you are|you're|that you|your) (?:\w+ ){0,3}(?:human|real|not (?:a |an )?(?:robot|spammer|machine|spam)|person|sender|author|identity|legitimate)\b|"
    r"(?:please |must |to |you )?confirm (?:your|the) (?:original )?(?:message|e-?mail)s?\b|confirm this mail server|(?:have not|haven't|not yet|been|first) (?:been )?(?:authenticated|verified) as an? (?:valid |real |legitimate )?sender|sender (?:verification|authentication|confirmation)|verify yourself|"
    r"(?:server|message|e-?mail|mail)s? (?:you sent )?(?:requires?|needs?) (?:that you )?(?:\w+ ){0,3}(?:confirm|verif)\w*|being held because .{0,120}(?:verified|confirmed|authenticated)|address added to the recipient's allowed|challenge[- ]response|"
    r"(?:allow|accept|receive)s? (?:\w+ ){0,3}only from (?:senders|people|addresses|those)|(?:list of |my )(?:approved|allowed|authori[sz]ed|trusted) senders?|protecting (?:myself|ourselves|my (?:inbox|mailbox)) from|request form \(|won't have to do this again|this message was created automatically by tmda|"
    r"(?:sich|sie) (?:\w+ ){0,4}als (?:\w+ )?absender (?:\w+ ){0,3}(?:bestatigen|verifizieren|freischalten)|als (?:\w+ )?absender (?:\w+ ){0,2}(?:zu )?(?:verifizieren|authentifizieren|freischalten)|bestatigen sie.{0,60}(?:kein(?:e)? (?:robot\w*|spam\w*|maschine)|(?:der |ein )(?:echte\w* )?absender|mensch)|kein(?:e)? (?:robot|spam)\w* (?:sind|ist)|"
    r"(?:confirmez|prouvez|verifi\w+).{0,80}que vous (?:etes|n'etes)|vous authentifier|(?:confirme|verifique|demuestre).{0,80}(?:que (?:usted |voce )?(?:es|no es|e|nao e)\b|persona|humano|remitente)|(?:nao (?:e|seja) um robo|no (?:eres|es) un robot|non (?:e|sei) un robot|geen robot|nie (?:jest|jestes) (?:\w+ )?robotem|не робот)|confermi.{0,80}(?:mittente|persona|robot)|bevestig.{0,60}(?:afzender|mens)|potwierdz.{0,60}nadawc\w+",
    re.DOTALL,
)
# … says that the sent mail waits for the proof …
MAIL_WAITING = PhrasePattern(
    r"\b(?:your|this|the|original|pending) (?:\w+ )?(?:message|e-?mail|mail)s?\b.{0,80}\b(?:held|hold|delivered|delivery|quarantine\w*|pending|waiting|blocked|released?|reach(?:es)?|verification|confirmation|confirmed)\b|\b(?:deliver|delivery of|release|receive|accept|sender of|have) (?:of )?(?:your|this|the) (?:\w+ )?(?:message|e-?mail|mail)s?\b|\b(?:message|e-?mail|mail) (?:that )?you (?:have )?(?:sent|wrote)\b|\bbefore (?:your|the|this) (?:message|e-?mail|mail)|your (?:original )?(?:message|e-?mail)s? (?:in|to) my inbox|receive your (?:\w+ )?(?:message|e-?mail)s?|incoming messages only|"
    r"\bnachricht\b.{0,60}\b(?:zugestellt|zuruckgehalten|freigegeben|weitergeleitet)|\b(?:zustellung|freigabe) (?:ihrer|deiner|der) (?:nachricht|e-?mail)|\bvotre (?:message|e-?mail|mail|courriel)\b.{0,80}\b(?:en attente|remis|delivre|bloque|transmis|soit)|\b(?:su|tu|sua|seu) (?:mensaje|mensagem|correo|e-?mail)\b.{0,80}\b(?:entregad|retenid|retid|pendente|pendiente|recibid|recebid|entregue)\w*|\b(?:suo|tuo) messaggio\b.{0,80}\b(?:consegnat|recapitat|attesa)\w*|(?:consegnare|recapitare) il (?:suo|tuo) messaggio|\b(?:uw|je) bericht\b.{0,60}\b(?:bezorgd|afgeleverd|vastgehouden)|\bwiadomosc\b.{0,60}\b(?:dostarczon|wstrzyman)\w*|письмо.{0,60}доставлен",
    re.DOTALL,
)
# … and how to give it.
PROOF_MEANS = LazyPattern(
    r"https?://|\b(?:click\w*|link|reply|replying|visit|request form|klicken|antworten sie|cliquez|lien|haga clic|clique|pulse|enlace|clicchi|clicca|klik|kliknij|ссылк)",
)
# The services by name: a person does not name them.
CHALLENGE_SERVICE = PhrasePattern(
    r"(?:protected|guarded) by (?:bluebottle|spam ?arrest|tmda|choicemail|spamblocker|boxbe|mailblocks|qurb|vanquish|0spam|sendio|block ?all ?spam|knowspam|cleanmail|bitdefender antispam)|"
    r"boxbe (?:prioritizes|guest list|waiting list)|on my boxbe|is using (?:spam ?arrest|spamblocker|boxbe|sendio)"
    r"|uol antispam|antispam uol|mailinblack|whitelist\.aspx|\bspamarrest\.com/",
)
