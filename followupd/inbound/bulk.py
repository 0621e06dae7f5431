"""Mail to many: lists, newsletters, notifications, advertising.

Headers decide where they speak. Where they are silent, traits add up; a mail that answers something is a person's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.addresses import (
    addresses,
    author,
    display_name,
    domain_of,
    ids,
    is_freemail,
    organisation,
)
from followupd.inbound.decoding import bytes_of, folded
from followupd.inbound.intent import about_hiring

if TYPE_CHECKING:
    from followupd.inbound.message import Headers, Mail

ENOUGH = 3
NEW_THREAD_INDEX = 22  # bytes
MANY, VERY_MANY = 4, 10
A_CROWD = 8

_ANSWER = re.compile(
    r"^\s*(?:\[[^\]]{1,40}\]\s*)*(?:re|aw|sv|vs|antw|odp|ynt|r|rv|res|ref|回复|答复|回覆|返信|rif|bls|αντ|hа)\s*(?:\[\d+\]|\^\d+)?\s*[:：]",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"^[ \t]*>[^\n]*\n[ \t]*>|^-{2,}\s*original message|^\s*on .{5,100} wrote:\s*$|^(?:from|von|de|da)\s*:.{3,200}\n(?:.{0,200}\n){0,3}(?:sent|date|gesendet|datum|envoye|enviado|inviato|fecha|data)\s*:",
    re.IGNORECASE | re.MULTILINE,
)
_LISTED = ("list-id", "list-unsubscribe", "list-post", "list-subscribe", "list-owner", "x-beenthere", "x-mailman-version", "x-listmember", "x-mailing-list", "x-campaign", "x-campaignid", "x-mailgun-sid", "x-mc-user", "feedback-id", "x-csa-complaints", "x-list-host", "x-listserver", "x-listprocessor-version", "x-egroups-return", "x-emarsys-identify", "x-bulkmail", "x-keenlist-info", "x-em-registration", "x-imn")  # fmt: skip
_SENDING_PROGRAMS = re.compile(
    r"accucast|phplist|mailchimp|sendgrid|listmanager|listserv|mailman|majordomo|targetmail|octeth|emessaging|lyris|sendy|php ?mailer|constant ?contact|campaign|bulk|blast|mass mail|rss2email|advanced mass|group mail|aweber|brevo|sendinblue|hubspot|marketo|eloqua|silverpop|responsys|exacttarget|klaviyo|mailjet|newsletter",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?:.*(?:news(?:letter)?|bulletin|digest|rss|feeds?)|(?:no|do)[-_.]?(?:not)?[-_.]?reply.*|notif(?:y|ication|ications|ier).*|mailer|mailings?|updates?|alerts?|offers?|deals?|promo\w*|marketing|subscri\w+|announce\w*|.*-announce|owner-.*|.*-owner|bounce.*|list\w*|specials?|savings|reply\d*|replies|automail\w*|bot|.*[-_.]bot|donotuse|.*astrolog\w*|campaign\w*|ebay|billing|orders?)$"
)
_DOMAIN = re.compile(
    r"(?:^|\.)(?:news(?:letters?)?|mailer\d*|mailing|e?mail\d*|bulk\w*|lists?|mktg?|marketing|offers?|promo\w*|em|bounced?|m|rsvp|info|update|response|reply)\.(?=[\w-]+\.\w)|blast|(?:^|[.-])lists?\.|newsletter|imakenews|emarketing|opt-?in|specialoffers|bulkmail|returns\."
)
# Traits of what is said; the others only add to them.
_TELLING = (
    "a way to unsubscribe",
    "words of advertising",
    "gaudy words",
    "a robot's sender",
    "a newsletter's subject",
)
_SALUTATION = re.compile(
    r"^[^\w\n]{0,8}(?:dear|hi|hello|hey|good (?:morning|afternoon|day)|hallo|sehr geehrte\w*|liebe\w*|guten tag|bonjour|chere?|madame|monsieur|hola|estimad\w+|buen[oa]s|senhor|prezad\w+|ola|caro|cara|gentile|buongiorno|beste|geachte|"
    r"szanown\w+|dzien dobry|hej|kaere|hei|dobry den|vazen\w+|merhaba|sayin|i nderuari|здравствуйте|уважаем\w+)\b(?! (?:friend|sir|madam|customer|member|subscriber|user|valued|home ?owner|investor|reader|sirs))[^\n]{0,60}$",
    re.MULTILINE,
)
_CLOSE = re.compile(
    r"^[^\w\n]{0,8}(?:(?:best|kind|warm|with) (?:regards|wishes)|regards|many thanks|thanks|thank you|cheers|(?:yours )?(?:most )?sincerely|yours (?:faithfully|truly)|best|mit freundlichen|viele grusse|beste grusse|cordialement|bien a vous|saludos|un saludo|"
    r"atentamente|cordiali saluti|distinti saluti|atenciosamente|cumprimentos|met vriendelijke|groeten|z powazaniem|pozdrawiam|med vanlig|mvh|(?:med )?venlig hilsen|hilsen|terveisin|s pozdravem|saygilarimla|с уважением)\b[^\n]{0,30}$",
    re.MULTILINE,
)
_NEWS = re.compile(
    r"newsletter|\bdigest\b|\bweekly\b|\bdaily\b|\bbulletin\b|headlines|\b(?:issue|edition) (?:#|no\.?|\d)|\bvol(?:ume)?\.? ?\d|\bupdates?:|\bnews\b|webinar|seminar|announc|\brelease\b|now available|\b(?:january|february|march|april|may|june|july|august|september|october|november|december) (?:\d\d?,? )?(?:19|20)\d\d|\brundbrief|\binfolettre|\bboletin|\bnieuwsbrief|メルマガ|ニュース|通讯|周刊",
    re.IGNORECASE,
)
_SENDER_NAMES = re.compile(
    r"[a-z]{4,}[-.]?(?:e?mail|offers?|deals?|news|weekly|daily|rewards?|promos?|savings|bargains|marketing|blast|specials?|lists?)\.(?:com|net|biz|info|org|us|tv)$"
)
_UNSUBSCRIBE = re.compile(
    r"unsubscribe|un-subscribe|for removal|removal instructions|opt[- ]?out|opt(?:ed)?[- ]?in\b|(?:be |to be |like to be )?(?:removed|remove (?:your(?:self)?|from|me|you|in the))|stop (?:receiving|these)|no longer (?:wish|want) to receive|(?:manage|update|change|edit) (?:your )?(?:subscription|preferences|e-?mail (?:settings|preferences))|you (?:are|were|have) (?:receiv|subscrib|register|sign)|subscri(?:be|ption|ber)|this (?:e-?mail|message|newsletter) (?:was|is) (?:sent|intended) to|mailing list|view (?:this|it) (?:e-?mail|message|newsletter)? ?(?:in|online)|"
    r"abbestellen|abmelden|austragen|newsletter|desabonner|desinscri|se desabonner|darse de baja|cancelar (?:la )?suscripcion|dar de baja|cancell(?:ati|arsi|are l'iscrizione)|disiscri|descadastr|remover|cancelar (?:a )?(?:inscricao|assinatura)|afmelden|uitschrijven|wypisa|rezygnac|avregistrera|avprenumerera|afmeld|odhlasit|отписаться|рассылк|配信(?:停止|解除)|購読|メルマガ|退订|取消订阅|수신\s?거부",
)
_SALES = re.compile(
    r"click (?:here|below|on|the)|100% (?:free|guaranteed|natural|legal|satisf)|absolutely free|\bfree (?:shipping|trial|sample|gift|access|info|quote|report|tape|video|membership|consultation|site|phone|downloads?|offer)|money[- ]back|risk[- ]free|limited time|act now|order (?:now|today|form)|call now|special offer|best price|lowest price|"
    r"save (?:up to|\$|\d+%|big|money)|\$\d[\d,.]*(?: ?(?:million|thousand|per|a|in|usd|off|only)|k\b|/)|million (?:dollars|united states|us|e-?mail|pounds)|(?:us|usd) ?\$|make money|earn \$|extra (?:cash|income|money)|work (?:at|from) home|home[- ]based business|multi-?level|network marketing|income (?:opportunit|potential)|financial (?:freedom|independence)|get (?:out of debt|paid)|be your own boss|"
    r"mortgage|refinanc|interest rates?\b.{0,40}low|life insurance|lower your|(?:consolidat|eliminat)\w+ (?:your )?(?:debt|bills)|credit (?:card|report|repair)s?|merchant account|viagra|v[i*1]agra|cialis|phentermine|prescription|weight loss|lose weight|hgh\b|growth hormone|penis|enlarge|breast|herbal|anti-?aging|diplomas?\b|"
    r"(?:huge|big|massive|explosive|incredible) (?:profit|saving|income|earning|discount)s?|profits?\b.{0,60}(?:ebay|internet|web)|on the internet|web ?sites?\b.{0,40}(?:traffic|hits|promot|visit)|search engines?|your (?:own )?(?:web ?site|home business|computer)|university degree|degrees?\b.{0,40}(?:diploma|life experience|accredit)|no (?:cost|obligation|experience|risk|hidden|credit check)|commissions? (?:too|paid|up to|of \d)|daily commission|annuit|(?:agents?|brokers?) (?:only|use)|income opportunit|for immediate release|press release|offer (?:expires|valid|ends)|"
    r"assist(?:ance)? .{0,60}(?:transfer|fund|money)|(?:deposit|sum|amount) of .{0,40}(?:million|us|\$)|bank of|(?:sierra leone|nigeria|lagos|abidjan|cote d'ivoire|johannesburg|congo|zimbabwe)|security company|urgent(?:ly)?\b.{0,40}(?:reply|response|assist|business)|modalities|your (?:share|percentage)|god bless|"
    r"dating|singles|personals|girls|wives|teens?|nude|erotic|casino|lotter(?:y|ies)|winner|sweepstakes|you(?:'ve| have) (?:won|been selected|been chosen)|congratulations|\bxxx\b|porn|adult (?:site|content|video)|sexy?\b|hot (?:girls|teens|singles)|webcam|"
    r"next of kin|confidential(?:ity)? .{0,60}(?:business|transaction|transfer)|transfer (?:of )?(?:the |this )?(?:sum|fund|money)|foreign (?:account|partner)|(?:late|former) .{0,40}(?:president|minister|head of state|director)|bank account|barrister|beneficiary|inheritance|"
    r"e-?mail (?:addresses|lists?|marketing)|bulk (?:e-?mail|mail)|toll[- ]free|1-8\d\d-\d|cable (?:descrambler|tv)|spam(?:ming)?\b.{0,40}(?:bill|law|act|policy)|bill s\.?\s?1618|section 301|under (?:bill|title)|"
    r"dear (?:friend|sir|madam|sir/madam|customer|member|subscriber|user|valued|colleague|homeowner|investor|reader)|online pharmacy|wholesale|discount|clearance|cigarettes|tobacco|investment (?:opportunit|report)|stock (?:alert|pick|symbol|profile)|(?:otc|nasdaq)\b|copyright \(?c?\)? ?\d{4}|all rights reserved|\(c\) ?(?:19|20)\d\d|©|"
    r"kostenlos|gratis\b|jetzt (?:bestellen|kaufen|sichern)|gratuit|cliquez ici|haga clic|clique aqui|clicca qui|промо|скидк|бесплатно|免费|发票|優惠|無料|セール|특가|무료",
)
_GAUDY = re.compile(
    r"diplomas?\b|v[i*1]agra|cialis|phentermine|penis|breast enl|hgh\b|casino|lottery|mortgage|million (?:dollars|united states|us)|next of kin|barrister|huge profit|fortunes?\b|get rich|make money|work (?:at|from) home|"
    r"\bxxx\b|porn|horny|sex(?:y|ual)?\b|nude|weight loss|lose weight|credit card debt|debt consolid|earn \$|free money|cable descrambler|bulk e-?mail|for removal|100% (?:free|guaranteed)|act now|call (?:us )?(?:now|today|anytime)|click here|risk[- ]free|\bcigarettes|money[- ]back|(?:no|without) obligation",
)
_SHOUT = re.compile(
    r"!{2,}|!\s*\S{0,12}$|\$\$|\*{2,}|^\W*(?:adv?|spam)\b\W*:|\bfree\b|\b\d{1,3}% off|\bwin\b|\$\d|[ \t]{5,}\S{1,12}$|\s\d{4,}$|\bguaranteed?\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"(?:\b[A-Z]{4,}\b\W+){2}|(?:\b[A-Z]{3,}\b\W*){3,}|^[^a-z]{12,}$")
_LINK = re.compile(r"https?://|<a\s|www\.", re.IGNORECASE)
_FEED = re.compile(r"^\s*URL: https?://\S{1,400}\s*\n(?:Date|Issue|From):", re.IGNORECASE)


def threaded(headers: Headers) -> bool:
    """Say whether the mail names another one that it answers (RFC 5322 §3.6.4)."""
    named = any(headers.first(name).strip() for name in ("in-reply-to", "references"))
    # Outlook gives a new mail 22 bytes of Thread-Index, and each answer five more (MS-OXOMSG §2.2.1.3).
    return named or len(bytes_of(headers.first("thread-index").encode(), "base64")) > NEW_THREAD_INDEX


def bulk(mail: Mail) -> str:
    """Return what shows that the mail went to many, or an empty string."""
    # Seen in practice: people answer on lists and through ticket systems, with every list header on their mail.
    if threaded(mail.headers):
        return ""
    if listed := by_header(mail.headers):
        return listed
    if _ANSWER.match(mail.subject):
        return ""
    if _FEED.match(mail.text):
        return "its text is an entry of a feed"
    traits = [(name, weight) for name, weight, found in _traits(mail) if found]
    telling = sum(weight for name, weight in traits if name in _TELLING)
    total = sum(weight for _, weight in traits)
    found = total >= ENOUGH + _personal(mail) and telling > 1
    return "its traits: " + ", ".join(name for name, _ in traits) if found else ""


def _personal(mail: Mail) -> int:
    """Weigh what speaks for a person: a quotation, words of hiring, a salutation and a close."""
    text = folded(mail.text[:20_000])
    courteous = bool(_SALUTATION.search(text)) + bool(_CLOSE.search(text))
    return 2 * bool(_QUOTED.search(mail.text[:20_000])) + 3 * about_hiring(text) + courteous


def by_header(headers: Headers) -> str:
    """Return the header that mail to many carries, or an empty string."""
    for name, value in headers.fields:
        told = value.lower()
        if name in _LISTED:
            return f"the header {'-'.join(word.capitalize() for word in name.split('-'))}"
        if name == "precedence" and told in ("bulk", "list", "junk"):
            return f"Precedence: {told}"
        if name in (
            "x-mailer",
            "user-agent",
            "x-sender-program",
            "x-mailer-info",
        ) and _SENDING_PROGRAMS.search(told):
            return f"the sending program {value[:40]}"
    return ""


def _traits(mail: Mail) -> list[tuple[str, int, bool]]:
    """Return the traits of mail to many: name, weight, and whether this mail shows it."""
    sender, subject = author(mail.headers), mail.subject
    text = folded(mail.text[:30_000])
    sales = {hit[0][:12] for hit in _SALES.finditer(text)}
    gaudy = {hit[0][:8] for hit in _GAUDY.finditer(folded(subject) + " " + text)}
    links = len(_LINK.findall(mail.everything[:60_000]))
    return [
        ("a way to unsubscribe", 2, bool(_UNSUBSCRIBE.search(text))),
        ("words of advertising", min(4, len(sales)), bool(sales)),
        ("gaudy words", min(3, len(gaudy)), bool(gaudy)),
        ("a robot's sender", 2, _robotic(sender)),
        ("a newsletter's subject", 2, bool(_NEWS.search(subject))),
        ("a loud subject", 1, bool(_SHOUT.search(subject) or _CAPITALS.search(subject))),
        ("HTML only", 1, not mail.of_type("text/plain") and bool(mail.of_type("text/html"))),
        ("many links", 1 + (links >= VERY_MANY), links >= MANY),
        ("addressed to nobody or to many", 1, _unaddressed(mail.headers)),
        ("an odd sender", 1, _odd_sender(mail.headers, sender)),
    ]


def _robotic(sender: str) -> bool:
    local, domain = sender.partition("@")[0], domain_of(sender)
    named = bool(_DOMAIN.search(domain) or _SENDER_NAMES.search(domain)) and not is_freemail(domain)
    return named or bool(_ROLE.match(local))


def _unaddressed(headers: Headers) -> bool:
    to = [address for value in headers.every("to") + headers.every("cc") for address in addresses(value)]
    undisclosed = "undisclosed" in headers.first("to").lower()
    return not to or undisclosed or len(to) > A_CROWD or to == [author(headers)]


def _odd_sender(headers: Headers, sender: str) -> bool:
    local, domain = sender.partition("@")[0], domain_of(sender)
    made = ids(headers.first("message-id"))
    forged = (
        is_freemail(domain)
        and bool(made)
        and organisation(domain_of(made[0].strip("<>").lower())) != organisation(domain)
    )
    answers = [domain_of(address) for address in addresses(headers.first("reply-to"))]
    elsewhere = any(organisation(other) != organisation(domain) for other in answers)
    noisy = bool(re.search(r"\d{4,}|\d+[a-z]+\d+|[^aeiouy\W\d_]{6,}", local))
    nameless = not display_name(headers) and is_freemail(domain)
    return forged or elsewhere or noisy or nameless or not sender
