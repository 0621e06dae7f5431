"""Notices that are neither failures nor answers: read receipts, complaints of a mailbox provider, challenges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.greeting import has_named_greeting
from followupd.inbound.intent import detect_intent
from followupd.inbound.parsing.addresses import author_address, find_addresses
from followupd.inbound.parsing.quoting import extract_answer
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.verdict import quote_words

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import ParsedMail

# What mail programs put before the subject of a receipt that carries no report (Outlook, Notes, GroupWise).
_READ_SUBJECT = re.compile(
    r"^(?:read|not read|read receipt|return receipt|read notification|disposition notification|gelesen|ungelesen|lesebestatigung|"
    r"empfangsbestatigung \(gelesen\)|lu|non lu|accuse de (?:lecture|reception)|avis de lecture|leido|no leido|confirmacion de lectura|"
    r"letto|non letto|conferma di lettura|lida|lido|nao lida|confirmacao de leitura|gelezen|niet gelezen|leesbevestiging|"
    r"przeczytano|potwierdzenie przeczytania|last|laskvitto|olast|lest|laest|kvittering for lest|luettu|precteno|okundu|"
    r"прочитано|уведомление о прочтении|開封済み|開封確認|已读|已讀|읽음)\s*(?:[:：]|$)",
)
_READ_TEXT = re.compile(
    r"this is a (?:return receipt|receipt for the mail)|your message\s+to:.{0,200}\bwas (?:read|deleted)|was (?:read on|deleted without being read)|"
    r"return receipt (?:only )?(?:acknowledges|for the mail)|"
    r"this (?:return )?receipt (?:only )?(?:acknowledges|verifies|shows)|"
    r"ihre nachricht.{0,300}(?:wurde|gelesen) (?:am|gelesen)|dies ist eine (?:empfangs|lese)bestatigung|"
    r"(?:ihre nachricht.{0,300})?wurde (?:ungelesen|ohne gelesen zu werden) geloscht|votre message.{0,300}a ete (?:lu|supprime sans)|(?:a )?(?:sua )?mensagem.{0,300}foi (?:lida|excluida|eliminada)|"
    r"(?:uw|je|jouw) bericht.{0,300}(?:is|werd|zonder) .{0,30}(?:gelezen|verwijderd)|wiadomosc.{0,300}zostal\w (?:przeczytan|usuniet)\w|(?:ditt|din|dit) (?:meddelande|besked|meddelelse|melding).{0,300}(?:lastes|laest|lest|har lasts|raderades|slettet)|"
    r"viestisi.{0,300}(?:luettiin|poistettiin)|zprava.{0,300}byla (?:prectena|odstranena)|(?:iletiniz|mesajiniz).{0,300}(?:okundu|silindi)|сообщение.{0,300}(?:прочитано|удалено)|メッセージ.{0,100}開封され|已[^。\n]{0,40}(?:阅读|讀取|读取|閱讀)|읽었습니다|"
    r"el mensaje.{0,300}\bse (?:ha )?(?:ley?o|leido|elimin\w+)|il (?:suo |tuo )?messaggio.{0,300}(?:e stato )?(?:letto|visualizzato|eliminato)|message status - (?:opened|read|deleted)|^your\s.{0,300}\bwas\s.{0,100}\b(?:received|read)\s{1,40}by:",
    re.DOTALL,
)
MAX_RECEIPT = 500  # characters: a receipt that only its words show is no longer
_COMPLAINT = re.compile(
    r"^(?:\[?\w{0,20}\]?:? ?)?(?:complaint about message from|email feedback report for ip|abuse report|spam complaint|fbl complaint)\b"
)
_CHALLENGE = re.compile(
    r"address added to the recipient's allowed|(?:your|this) (?:server|message|e-?mail|mail)s? (?:requires?|needs?) (?:\w+ ){0,3}confirmation|"
    r"(?:verify|confirm|prove) (?:that )?(?:you are|you're) (?:a )?(?:human|real|not a (?:robot|spammer|machine)|person)|"
    r"confirm (?:that )?(?:you (?:are|really) the (?:sender|author)|your (?:original )?message|this mail server)|"
    r"(?:have not|haven't) been (?:authenticated|verified) as a (?:valid )?sender|sender (?:verification|authentication|confirmation)|"
    r"(?:before|until) (?:your|the|this) (?:message|e-?mail|mail)s? (?:can|will|is|could)(?: not)? be delivered.{0,200}(?:click|reply|confirm|visit)|"
    r"(?:click|clicking|following (?:the|this) link|visit|reply(?:ing)? to this)\b.{0,120}\b(?:to|and) (?:be (?:approved|delivered)|approve|have (?:it|your (?:message|e-?mail)) delivered|deliver your (?:message|e-?mail)|add yourself|release your (?:message|e-?mail)|complete the delivery)|"
    r"challenge[- ]response|message is (?:being )?held.{0,120}(?:confirm|click|reply|verif)|"
    r"bestatigen sie.{0,120}(?:ihre nachricht zugestellt|absender|kein roboter)|nachricht erst (?:nach|zugestellt)|"
    r"confirmez.{0,120}(?:que vous (?:etes|n'etes)|votre adresse pour)|confirme.{0,120}(?:que (?:usted|voce|no es)|su mensaje sera entregado)|"
    r"nachricht wird erst zugestellt|protecting (?:myself|ourselves|my (?:inbox|mailbox)) from|(?:link|click)\b.{0,40} so (?:that )?(?:i|we) can receive|won't have to do this again|one-time (?:verification|confirmation)|verify yourself|message will (?:then|only) be delivered|uses? sender verification|to (?:have|get) your (?:message|e-?mail) delivered|to deliver your (?:message|e-?mail)\b.{0,60}(?:reply|click|link)|request form \(|nao (?:e|seja) um robo|no (?:eres|es) un robot|kein (?:robot|spam)|"
    r"(?:approved|allowed|authori[sz]ed|trusted|safe) senders?\b.{0,160}(?:approve|request form|link|list|click)|(?:allow|accept|receive)s? (?:\w+ ){0,3}only from (?:senders|people|addresses|those)|"
    r"being held because .{0,120}(?:verified|confirmed|authenticated)|to release (?:your|the|this) (?:pending )?(?:message|e-?mail)|"
    r"(?:als absender|einmalig|zum schutz vor spam).{0,120}(?:bestatigen|verifizieren|freischalten|freigeben)|votre (?:message|e-?mail|mail|courriel) est en attente|(?:pour|afin de) (?:vous authentifier|que votre (?:message|e-?mail) soit)|"
    r"para que (?:su|tu|sua) mensag?[ej]\w* .{0,80}(?:haga|clique|pulse|cliqu)|per (?:consegnare|recapitare) il (?:suo|tuo) messaggio.{0,80}clic",
    re.DOTALL,
)
# The services by name: no person writes so.
_CHALLENGE_SERVICE = re.compile(
    r"(?:protected|guarded) by (?:bluebottle|spam ?arrest|tmda|choicemail|spamblocker|boxbe|mailblocks|qurb|vanquish|0spam|sendio|block ?all ?spam|knowspam|cleanmail|bitdefender antispam)|"
    r"boxbe (?:prioritizes|guest list|waiting list)|on my boxbe|is using (?:spam ?arrest|spamblocker|boxbe|sendio)"
    r"|uol antispam|antispam uol|mailinblack|whitelist\.aspx|\bspamarrest\.com/",
)
_CHALLENGE_HEADERS = (
    "x-bluebottle-request",
    "x-boxbe-cr",
    "x-spamarrest-probe",
    "x-tmda-confirm",
    "x-challenge",
    "x-qurb-message",
    "x-mailinblack",
)


def detect_read_receipt(mail: ParsedMail) -> str:
    """Return what shows that the mail is a read receipt (RFC 8098), or an empty string."""
    if _is_report_of(mail, "disposition-notification") or mail.of_type("message/disposition-notification"):
        return "a read receipt (disposition-notification)"
    subject = fold_text(mail.subject)
    text = fold_text(mail.text[:1500])
    has_receipt_subject = _READ_SUBJECT.match(subject) and (not text.strip() or _READ_TEXT.search(text))
    # A person may begin with "your message was read" and go on.
    has_receipt_words = _READ_TEXT.match(text.strip()) and len(text) < MAX_RECEIPT and not detect_intent(text)
    if has_receipt_subject or has_receipt_words:
        return f"its subject {quote_words(mail.subject)} and the words of a read receipt"
    return ""


def detect_complaint(mail: ParsedMail) -> str:
    """Return what shows that a mailbox provider reports our mail as unwanted (RFC 5965), or an empty string."""
    if _is_report_of(mail, "feedback-report") or mail.of_type("message/feedback-report"):
        return "an abuse report (feedback-report)"
    if mail.headers.has("x-apple-unsubscribe"):
        return "an unsubscription that the mail program sent (X-Apple-Unsubscribe)"
    # Seen in practice: Hotmail's loop sends the mail itself, without any report part.
    if _COMPLAINT.match(fold_text(mail.subject).strip()) and mail.of_type(
        "message/rfc822", "message/feedback-report"
    ):
        return f"its subject {quote_words(mail.subject)} with the mail complained about"
    return ""


def detect_challenge(mail: ParsedMail) -> str:
    """Return what shows that a robot wants a proof before it delivers, or an empty string. It is never answered."""
    for name in _CHALLENGE_HEADERS:
        if mail.headers.has(name):
            return f"the header {name}"
    local = author_address(mail.headers).partition("@")[0]
    # A returned mail may hold any words, so only the robot's own part is read.
    own_text = fold_text(
        "\n".join(part.text for part in mail.parts if part.type in ("text/plain", "text/html"))[:4000]
    )
    service, hit = _CHALLENGE_SERVICE.search(own_text), _CHALLENGE.search(own_text)
    if service and (hit or _is_robot_mail(mail, local) or not mail.headers.has("in-reply-to")):
        return f"the words {quote_words(service[0])}"
    if hit and (_is_robot_mail(mail, local) or _has_confirmation_address(mail) or _is_insistent(mail)):
        return f"the words {quote_words(hit[0])}"
    return ""


def _is_robot_mail(mail: ParsedMail, local: str) -> bool:
    """Say whether a program sent it: an empty envelope sender, a robot's address, or a declared automatic mail."""
    has_null_sender = any(value.strip() == "<>" for value in mail.headers.get_all("return-path"))
    robot_name = re.match(
        r"(?:no|do)[-_.]?(?:not)?[-_.]?reply|mailer-daemon|postmaster|.*(?:confirm|verify|challenge|dated|spam)",
        local,
    )
    return (
        has_null_sender
        or bool(robot_name)
        or mail.type == "multipart/report"
        or mail.headers.has("auto-submitted", "x-tmda-fingerprint", "precedence")
    )


def _is_insistent(mail: ParsedMail) -> bool:
    """Say whether the author's own words are those of a challenge twice over, and nothing else, with or without a sign of a robot."""
    own_text = extract_answer(mail.text)
    hits = {hit[0] for hit in _CHALLENGE.finditer(fold_text(own_text[:2000]))}
    return len(hits) > 1 and not has_named_greeting(mail) and not detect_intent(own_text)


def _has_confirmation_address(mail: ParsedMail) -> bool:
    """Say whether the answers shall go to another address than the author's, one made for the purpose."""
    reply_to = find_addresses(mail.headers.get_first("reply-to"))
    return (
        bool(reply_to)
        and author_address(mail.headers) not in reply_to
        and any(re.search(r"[-+.=](?:confirm|verify|\w*\d{6,})", address) for address in reply_to)
    )


def _is_report_of(mail: ParsedMail, kind: str) -> bool:
    return mail.type == "multipart/report" and mail.params.get("report-type", "").strip().lower() == kind
