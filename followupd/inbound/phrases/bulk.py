"""The senders, subjects and words of mail to many. Texts are folded (see `fold_text`)."""

from __future__ import annotations

import re

from followupd.config.lazy_pattern import LazyPattern
from followupd.inbound.parsing.phrase_pattern import PhrasePattern

ANSWER_SUBJECT = LazyPattern(
    r"^\s*(?:\[[^\]]{1,40}\]\s*)*(?:re|aw|sv|vs|antw|odp|ynt|r|rv|res|ref|回复|答复|回覆|返信|rif|bls|αντ|hа)\s*(?:\[\d+\]|\^\d+)?\s*[:：]",
    re.IGNORECASE,
)
QUOTATION = LazyPattern(
    r"^[ \t]*>[^\n]*\n[ \t]*>|^-{2,}\s*original message|^\s*on .{5,100} wrote:\s*$|^(?:from|von|de|da)\s*:.{3,200}\n(?:.{0,200}\n){0,3}(?:sent|date|gesendet|datum|envoye|enviado|inviato|fecha|data)\s*:",
    re.IGNORECASE | re.MULTILINE,
)
LIST_HEADERS = ("list-id", "list-unsubscribe", "list-post", "list-subscribe", "list-owner", "x-beenthere", "x-mailman-version", "x-listmember", "x-mailing-list", "x-campaign", "x-campaignid", "x-mailgun-sid", "x-mc-user", "feedback-id", "x-csa-complaints", "x-list-host", "x-listserver", "x-listprocessor-version", "x-egroups-return", "x-emarsys-identify", "x-bulkmail", "x-keenlist-info", "x-em-registration", "x-imn", "x-cron-env")  # fmt: skip
# Headers that services also put on a mail to one person.
SERVICE_HEADERS = frozenset({"list-unsubscribe", "feedback-id", "x-mailgun-sid"})
# Headers of the large newsletter services; an employer does not use them for a mail to one person.
MASS_MAIL_HEADERS = (
    "x-mc-user",
    "x-campaign",
    "x-campaignid",
    "x-csa-complaints",
    "x-emarsys-identify",
    "x-bulkmail",
)
SENDING_PROGRAMS = LazyPattern(
    r"accucast|phplist|mailchimp|sendgrid|listmanager|listserv|mailman|majordomo|targetmail|octeth|emessaging|lyris|sendy|php ?mailer|constant ?contact|campaign|bulk|blast|mass mail|rss2email|advanced mass|group mail|aweber|brevo|sendinblue|hubspot|marketo|eloqua|silverpop|responsys|exacttarget|klaviyo|mailjet|newsletter",
    re.IGNORECASE,
)
ROBOT_ADDRESS = LazyPattern(
    r"^(?:.*(?:news(?:letter)?|bulletin|digest|rss|feeds?)|(?:no|do)[-_.]?(?:not)?[-_.]?reply.*|notif(?:y|ication|ications|ier).*|mailer|mailings?|updates?|alerts?|offers?|deals?|promo\w*|marketing|subscri\w+|announce\w*|.*-announce|owner-.*|.*-owner|bounce.*|list\w*|specials?|savings|reply\d*|replies|automail\w*|bot|.*[-_.]bot|donotuse|.*astrolog\w*|campaign\w*|ebay|billing|orders?|jira|confluence|bugzilla.*|.*-daemon|dispatch|cfp|claims?|renew\w*|invoices?|receipts?|reservations?|tracking|webinars?|events?|jokes?|outbid|nagios\w*|icinga\w*|zabbix\w*|monit(?:or\w*)?|logwatch|logcheck|alertmanager|grafana|sentry|jenkins|backups?)$"
)
ROBOT_DOMAIN = LazyPattern(
    r"(?:^|\.)(?:news(?:letters?)?|mailer\d*|mailing|e?mail\d*|bulk\w*|lists?|mktg?|marketing|offers?|promo\w*|em|bounced?|m|rsvp|info|accounts?|update|response|reply)\.(?=[\w-]+\.\w)|blast|(?:^|[.-])lists?\.|newsletter|imakenews|emarketing|opt-?in|specialoffers|bulkmail|returns\."
)
# The traits of the content. The other traits count only in addition to these.
TELLING_TRAITS = (
    "prices",
    "addressed to a kind of people",
    "addressed to a list",
    "a link to follow",
    "a linked picture and no text",
    "a way to unsubscribe",
    "words of advertising",
    "gaudy words",
    "a robot's sender",
    "a newsletter's subject",
)
# The writer and the reader have spoken before.
ACQUAINTANCE = LazyPattern(
    r"\b(?:(?:as|like we) (?:discussed|promised|agreed|mentioned|you asked)|(?:following|after|since|during|from) (?:our|your|the) (?:\w+ )?(?:conversation|talk|meeting|call|visit|chat|interview|discussion)|our (?:\w+ )?(?:conversation|talk|meeting|chat)|you (?:told|asked|sent) (?:me|us)|wie (?:besprochen|vereinbart|versprochen|abgemacht)|unser(?:em|es|en)? (?:gesprach|telefonat|treffen)|comme (?:convenu|promis|discute)|notre (?:entretien|conversation|echange|rencontre)|(?:segun lo|como) (?:acordado|hablado|hablamos|prometido|combinado)|"
    r"nuestra (?:conversacion|charla|reunion)|come (?:d'accordo|concordato|promesso)|nostr[ao] (?:colloquio|conversazione|incontro)|conforme (?:combinado|acordado)|noss[ao] (?:conversa|reuniao)|zoals (?:besproken|afgesproken|beloofd)|ons gesprek|zgodnie z (?:umowa|ustaleniami|obietnica)|nasz\w* (?:rozmow|spotkani)\w+|som (?:avtalat|avtalt|aftalt|lovat|lovet|lovt)|vart samtal|vores samtale|var samtale|как договаривались|наш\w* (?:разговор|встреч)\w*)\b|先日は|如约|按照约定"
)
SALUTATION = LazyPattern(
    r"^[^\w\n]{0,8}(?:dear|hi|hello|hey|good (?:morning|afternoon|day)|hallo|sehr geehrte\w*|liebe\w*|guten tag|bonjour|chere?|madame|monsieur|hola|estimad\w+|buen[oa]s|senhor|prezad\w+|ola|caro|cara|gentile|buongiorno|beste|geachte|"
    r"szanown\w+|dzien dobry|hej|kaere|hei|dobry den|vazen\w+|merhaba|sayin|i nderuari|здравствуите|уважаем\w+)\b(?! (?:friend|sir|madam|customer|member|subscriber|user|valued|home ?owner|investor|reader|sirs))[^\n]{0,60}$",
    re.MULTILINE,
)
CLOSING_WORDS = LazyPattern(
    r"^[^\w\n]{0,8}(?:(?:best|kind|warm|with) (?:regards|wishes)|regards|many thanks|thanks|thank you|cheers|(?:yours )?(?:most )?sincerely|yours (?:faithfully|truly)|best|mit freundlichen|viele grusse|beste grusse|cordialement|bien a vous|saludos|un saludo|"
    r"atentamente|cordiali saluti|distinti saluti|atenciosamente|cumprimentos|met vriendelijke|groeten|z powazaniem|pozdrawiam|med vanlig|mvh|(?:med )?venlig hilsen|hilsen|terveisin|s pozdravem|saygilarimla|с уважением)\b[^\n]{0,30}$",
    re.MULTILINE,
)
# A price; a salary has more digits.
PRICE = LazyPattern(
    r"(?:€|eur|usd|us\$|\$|£|gbp|chf|руб\.?) ?\d{1,4}(?:[.,]\d\d)?(?![\d.,])|(?<![\d.,])\d{1,4}(?:[.,]\d\d)? ?(?:€|euros?\b|eur\b|руб|zl\b|kr\b|元)|\b\d{1,2} ?% (?:off|less|discount|rabatt|gunstiger|de (?:reduction|descuento)|di sconto|korting)|(?<!\w)-\d{1,2} ?%"
)
# A salutation that addresses a group of people, not a person.
GROUP_SALUTATION = LazyPattern(
    r"^[^\w\n]{0,8}(?:dear (?:purchas\w+|colleagues?|students?|sirs?|customers?|clients?|members?|subscribers?|friends?|readers?|users?|(?:valued|fellow) \w+|\w+ (?:manager|owner|user|member|customer|lover|fan)s?)|(?:liebe[rs]?|sehr geehrte[rs]?|werte[rs]?) (?:kund\w+|studierende\w*|mitglied\w*|leser\w*|abonnent\w*|nutzer\w*|freund\w*|nachbar\w*|interessent\w*|kolleg\w+)|"
    r"chere?s? (?:client|abonne|membre|ami|lect|utilisat)\w*|estimad[oa]s? (?:client|usuari|suscriptor|soci|lector)\w*|(?:gentile|caro|cara) (?:client|utent|lettor|abbonat)\w*|(?:caro|cara|prezad[oa])s? (?:client|assinant|usuari)\w*|beste (?:klant|lezer|relatie|lid)\w*|szanown\w+ (?:klien|uzytkowni|czytelni)\w*|(?:basta|kaere|kjaere) (?:kund|medlem|las|laes)\w*|уважаем\w+ (?:клиент|пользовател|коллег|абонент|читател)\w*|(?:尊敬的|亲爱的)(?:客户|用户|会员)|お客様各位|会員の皆様|고객님)",
    re.MULTILINE,
)
CALL_TO_ACTION = LazyPattern(
    r"\b(?:visit|read (?:more|it)|listen|watch|sign|bid|order|apply|register|start|shop|enter|log ?in|learn more|find out|pay|renew|vote|donate|mehr|hier|jetzt|lire|voir|ver|leggi|lees|zobacz|las mer|смотри\w*|подробн\w*)\b[^\n]{0,30}\n?[^\n]{0,12}https?://"
)
LIST_ADDRESS = LazyPattern(
    r"^(?:all|alle|everyone|everybody|undisclosed|list|members?)(?:[-_.][^\W_]+)*@|@(?:[\w-]+\.)*lists?\."
)
NEWS_SUBJECT = LazyPattern(
    r"newsletter|\bdigest\b|\bweekly\b|\bdaily\b|\bbulletin\b|headlines|\b(?:issue|edition) (?:#|no\.?|\d)|\bvol(?:ume)?\.? ?\d|\bupdates?:|\bnews\b|webinar|seminar|announc|\brelease\b|now available|\b(?:january|february|march|april|may|june|july|august|september|october|november|december) (?:\d\d?,? )?(?:19|20)\d\d|\brundbrief|\binfolettre|\bboletin|\bnieuwsbrief|メルマガ|ニュース|通讯|周刊",
    re.IGNORECASE,
)
BULK_DOMAIN = LazyPattern(
    r"[a-z]{4,}[-.]?(?:e?mail|offers?|deals?|news|weekly|daily|rewards?|promos?|savings|bargains|marketing|blast|specials?|lists?)\.(?:com|net|biz|info|org|us|tv)$"
)
# A link to unsubscribe from a list.
_LEAVE_WORDS = r"abbestellen|abmelden|austragen|newsletter|desabonner|desinscri|se desabonner|darse de baja|cancelar (?:la )?suscripcion|dar de baja|cancell(?:ati|arsi|are l'iscrizione)|disiscri|descadastr|remover|cancelar (?:a )?(?:inscricao|assinatura)|afmelden|uitschrijven|wypisa|rezygnac|avregistrera|avprenumerera|afmeld|odhlasit|отписаться|рассылк|配信(?:停止|解除)|購読|メルマガ|退订|取消订阅|수신\s?거부"
LEAVE_LINK = PhrasePattern(r"\bun-?subscribe\b|" + _LEAVE_WORDS)
UNSUBSCRIBE = PhrasePattern(
    r"unsubscribe|forward (?:this )?(?:\w+ )?to a friend|update your profile|you (?:get|got|received?|are getting) this (?:\w+ )?(?:because|as)|because you (?:joined|signed|subscribed|registered|requested|opted|are (?:an? )?(?:\w+ )?(?:member|subscriber|registered))|rather not (?:get|receive|hear)|to leave\s?:|\bremove@|off (?:this|our|my|the) (?:mailing )?list|(?:do not|don't) (?:wish|want) to (?:receive|get|hear)|(?:be|is) considered spam|method to be removed|future (?:mailings|e-?mails|offers)|un-subscribe|for removal|removal instructions|opt[- ]?out|opt(?:ed)?[- ]?in\b|(?:be |to be |like to be )?(?:removed|remove (?:your(?:self)?|from|me|you|in the))|stop (?:receiving|these)|no longer (?:wish|want) to receive|(?:manage|update|change|edit) (?:your )?(?:subscription|preferences|e-?mail (?:settings|preferences))|you (?:are|were|have) (?:receiv|subscrib|register|sign)|subscri(?:be|ption|ber)|this (?:e-?mail|message|newsletter) (?:was|is) (?:sent|intended) to|mailing list|view (?:this|it) (?:e-?mail|message|newsletter)? ?(?:in|online)|"
    r"(?:to |want to |stop )(?:stop )?(?:getting|watching|leave) (?:our|these|this|the|such)|you(?:'re| are) receiving this|e-?mail-?einstellungen|benachrichtigungseinstellungen|keine (?:weiteren )?(?:e-?mails?|newsletter)(?: mehr)?\b|preferences de (?:contact|communication)|ne plus recevoir|no (?:deseas?|quieres?) recibir|non (?:vuoi|desideri) (?:piu )?ricevere|nao (?:deseja|quer) (?:mais )?receber|geen (?:e-?mails|mails) meer|"
    + _LEAVE_WORDS,
)
SALES_WORDS = PhrasePattern(
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
# Further sales words, by trade: typical phrases of advertising, fraud and appeals.
PITCH_WORDS = PhrasePattern(
    r"\b(?:act (?:fast|immediately|today)|apply (?:now|online|today)|as seen on|attention[:!]|be amazed|best (?:rates?|deals?|offers?)|big bucks|buy (?:now|direct|online|today)|call (?:free|today|toll)|can't lose|cash (?:bonus|back|advance)|cents on the dollar|compare (?:rates|quotes|prices)|compete for your|dear (?:friends|business owner|all|winner|beneficiary|candidate of|web ?master)|direct(?:ly)? from (?:the )?(?:factory|manufacturer)|don't (?:delete|miss|hesitate)|double your|drastically reduced|"
    r"earn (?:up to|extra|from|over|thousands|money|big|per|\d)|easy (?:money|terms)|everybody qualifies|exclusive(?:ly)? (?:offer|deal|for)|extra (?:income|cash)|fast cash|financial(?:ly)? (?:freedom|independen\w+|services)|for (?:just|only) \$|for only \d|free (?:dvd|cell|grants?|leads?|money|quotes?|satellite|software|supply|bonus|samples?|installation|instant)|full refund|get (?:it now|started now|paid|rich|cash|yours)|gift (?:certificate|card)|give it away|great offer|guarantee[ds]?|"
    r"hidden (?:assets|charges|fees)|home (?:loan|based|equity)|hottest|hurry|if you (?:no longer|do not|don't) (?:wish|want) to|increase (?:your )?(?:sales|traffic|energy|income|sexual)|incredible (?:deal|offer)|information you requested|instant(?:ly)? (?:download|access|approval|quote)|investment (?:decision|advice|firm|return)|join (?:now|free|millions|today|us now)|junk mail|lenders?|less than retail|limited (?:offer|supply|availability|edition|time)|loans?\b|long distance|lose (?:pounds|\d+|up to)|lower(?:est)? (?:monthly|interest|rates?|prices?)|"
    r"luxury (?:watch|car|vacation)\w*|mail[- ]order|mass e-?mail|meet (?:singles|women|girls)|member(?:s|ship) only|mlm|money (?:making|transfer|back)|monthly payments?|name brand|new customers? only|no (?:catch|cost|credit|down ?payment|experience (?:needed|required|necessary)|fees?|gimmicks?|hidden|inventory|investment|medical exams?|middleman|obligation|prescription|purchase|questions asked|selling|strings|tests?|upfront|risk)\b|not (?:spam|junk)|offshore|on sale|once in a lifetime|one[- ]time (?:mailing|e-?mail|offer)|"
    r"online (?:casino|degree|pharmacy|marketing|business)|only \$\d|opportunity of a|order (?:yours|today|by|online|toll)|outstanding (?:values?|offer)|passive income|pay(?:ing)? (?:retail|too much|more)|pennies a day|pills?\b|potential (?:earnings|income|customers)|pre-?approved|profits?\b|pure profit|qualif(?:y|ies) for|quotes?\b.{0,20}\bfree|reach (?:\d+ )?(?:millions?|thousands)|refund|replicas?|requested information|reserves the right|retail (?:price|store)s?|revers\w+ ag(?:e)?ing|rolex|"
    r"sale ends|satisfaction|save (?:over|\d|money|time and)|score with|see for yourself|sent in compliance|serious (?:cash|only|inquiries)|sexual|shipping|sign up (?:now|today|free|for free)|social security|special (?:promotion|price|discount|rate)s?|stop (?:snoring|collection|paying)|strong buy|subject to credit|supplies (?:are )?limited|take (?:action now|advantage of)|target(?:ed)? (?:price|list|e-?mail|audience)|the best rates|this (?:is (?:not|an ad)|isn't) (?:spam|junk)|time is running out|to be (?:taken off|removed|deleted)|turned down|unlimited|unsecured|"
    r"urgent (?:reply|response|assistance|attention)|very (?:low|affordable)|visit (?:our|my|the) (?:web ?site|site|page|store|shop)|want to (?:lose|make|earn|save)|we (?:beat|hate|honor|ship|guarantee|accept|buy|sell)|weekend getaway|what are you waiting|while (?:supplies|you sleep|stocks?) last|while you sleep|why (?:pay|wait|rent)|winning|with(?:in)? (?:\d+ )?(?:24|48|90) (?:hours?|days?)|won the|worldwide|you (?:may|can|will) (?:qualify|save|win|earn|be (?:rich|amazed))|your (?:e-?mail address was|income|credit (?:history|rating)|sex|penis|home loan|debt))\b|"
    r"(?:usd?|eur|euros?|gbp|£|€|\$) ?\d[\d.,]{0,15} ?(?:m\b|million|thousand|billion)|(?:\d|million|thousand) (?:united states )?(?:dollars|euros?|pounds)\b|\bsum of\b|\bfiduciary\b|\bclaims? (?:agent|your (?:prize|fund|winning))|\bticket number\b|\b(?:a|poor|sick) widow\b|\bmy (?:late|dead) (?:husband|father|client)\b|\bthe late (?:president|general|dr|mr|engineer)\b|\bson of the late\b|\bdeposited\b|\bcharity\b|\bassistance to (?:move|transfer|invest)|\b(?:move|transfer) this (?:money|fund|sum)|\b(?:\d+|ten|twenty|thirty|forty) ?(?:%|percent) (?:of the|for you|will)|\bpercent of\b|\btreat (?:this )?as (?:strictly )?confidential|\bstrictest confidence|\bforeign partner|"
    r"\bbeautiful (?:russian |young )?(?:girls?|wom[ae]n|lad(?:y|ies))|\bserious man\b|\bdating site|\bremember me\?|\bmy (?:webcam|naughty|private) ?(?:pics|photos|show)?|\bnew webcam|\bin bitcoins?\b|\bbitcoin wallet|\bthis wallet|\bsymbol\s?:|\b(?:current|target) price|\bper share\b|\bfirst page of (?:google|the search)|\bseo\b|\bweb(?:site)? (?:re)?design|\bapp development|\b(?:affordable|competitive|best|reasonable|wholesale) prices?\b|\bprice list|\bmoq\b|\b(?:professional|leading) (?:manufacturer|supplier|factory)|\bin the market for|\battendees? list|\bverified e-?mails|\bpricing\b|\bpipeline\b.{0,40}\bcompan|"
    r"\byour (?:account|mailbox|card) (?:has been|will be|is|was) (?:\w+ )?(?:suspended|limited|blocked|deactivated|closed|full|locked|restricted)|\bunusual activity|\bverify your (?:account|mailbox|identity)|\bupgrade your (?:quota|mailbox|account)|\bmailbox (?:quota|is almost full|storage)|\bchip in\b|\bdonate (?:now|today|\$)|\bsign (?:now|the petition)|\bpetition\b|\bpaid for by\b|\bsave your seat|\bfree webinar|\bregister (?:now|today)|\bsubscribe\b|\bchange or cancel|\bsigned up (?:for|to|on)|\bto (?:subscribe|unsubscribe|be removed)|\breply with \W?remove|\bheadlines\b|\boem\b|\bcd-?rom\b|\bdegrees? (?:from|in)\b.{0,40}\buniversit|\blife experience|\bnon-?accredited|"
    r"\bsend \$?\d|\bthis is legal\b|\bnames on the list|\ball natural|\bburns? fat|\bageing|\bprinter cartridges?|\bcompatible with all|"
    r"\b(?:xanax|valium|ambien|tramadol|levitra|soma|our doctors|(?:overnight|discreet|express) (?:delivery|shipping)|all brands|mentor|full-?time (?:living|income)|kitchen table|starter kit|(?:pay|free) postage|exact steps|secret (?:of|to)|places left|heirs?|(?:same|your) (?:surname|last name)|relatives|proceeds|confiscated|legal documents|personal attorney|back taxes|owe the|fraction of|experts negotiate|exporters?|garments|our (?:own )?factor(?:y|ies)|(?:our|a) catalogue|quotation|your inquiry|customs fee|confirm your details|access has been limited|lump sum|batch number|reference number|winners?|lotter(?:y|ies)|been approved|pay ?out|insiders?|pick of the (?:week|day)|up \d{2,}%|left out|bachelor|mba|phd|turned away|confidentiality assured|(?:factory|extended?) warranty|costly repairs|coverage|set-?up fee|web hosting|(?:mb|gb) (?:space|of space)|money-?back|no-?cost|at no charge|"
    r"psychic|horoscopes?|your future|forward[- ]looking statements|visitors to your|web traffic|free reading|pay by (?:visa|card)|phone orders|in stock|get one free|buy (?:one|two)|tips? for|of the (?:week|day|month)|call for papers|submit (?:your|a) (?:paper|manuscript)|indexed (?:by|in)|registration fee|open access|processing charge|peer review|blonde|living near you|lonely|my profile|no credit card|explainer videos?|companies like yours|"
    r"kredit|schufa|vorkosten|beantragen|abnehmen|nehmen sie ab|jetzt testen|garantie|geheimnis|reserve ya|plazas limitadas|todo incluido|llame al|desde \d+ euros|credit entre|taux (?:de )?\d|contactez-nous|montant souhaite|besoin d'argent)\b|\b(?:регистрируитесь|выигрываите|бонус|скидк\w+|акци[яи]|заказать|бесплатн\w+)|培训|费用|报名|元/人|"
    r"代开|点数优惠|联系电话|优惠|特价|登録無料|今すぐクリック|出会い|激安|할인|무료배송|수신거부|\(광고\)|\b(?:jetzt (?:anmelden|zugreifen|sparen|kaufen)|hier klicken|bonus von|rabatt|nur heute|offres? exceptionnelles?|profitez|soldes|haga clic|oferta|descuento|sconto|offerta|oferta|korting|rabat|promocj\w+|erbjudande|tilbud)\b",
)
GAUDY_WORDS = PhrasePattern(
    r"diplomas?\b|v[i*1]agra|cialis|phentermine|penis|breast enl|hgh\b|casino|lottery|mortgage|million (?:dollars|united states|us)|next of kin|barrister|huge profit|fortunes?\b|get rich|make money|work (?:at|from) home|"
    r"\bxxx\b|porn|horny|sex(?:y|ual)?\b|nude|weight loss|lose weight|credit card debt|debt consolid|earn \$|free money|cable descrambler|bulk e-?mail|for removal|100% (?:free|guaranteed)|act now|call (?:us )?(?:now|today|anytime)|click here|risk[- ]free|\bcigarettes|money[- ]back|(?:no|without) obligation",
)
LOUD_SUBJECT = LazyPattern(
    r"!{2,}|!\s*\S{0,12}$|\$\$|\*{2,}|^\W*(?:adv?|spam)\b\W*:|\bfree\b|\b\d{1,3}% off|\bwin\b|\$\d|[ \t]{5,}\S{1,12}$|\s\d{4,}$|\bguaranteed?\b",
    re.IGNORECASE,
)
CAPITALS = LazyPattern(r"(?:\b[A-Z]{4,}\b\W+){2}|(?:\b[A-Z]{3,}\b\W*){3,}|^[^a-z]{12,}$")
LINK = LazyPattern(r"https?://|<a\s|www\.", re.IGNORECASE)
FEED_ENTRY = LazyPattern(r"^\s*URL: https?://\S{1,400}\s*\n(?:Date|Issue|From):", re.IGNORECASE)
# Job offers to everybody, and networks' news about others. They are about hiring, but answer nobody.
VACANCY_NEWS = PhrasePattern(
    r"\b\d+ (?:new |neue |nouve\w+ |nuev\w+ |nuov\w+ |nieuwe |nowe |nya |nye )?[^.!?\n]{0,60}\b(?:jobs|stellen(?:angebote)?|offres|empleos|offerte di lavoro|vacatures|ofert pracy|vagas|jobb)\b|\bsuch(?:auftrag|agent)\b|\bjobagent\b|\binterview (?:reviews?|experiences?|questions?)\b|\b(?:new|latest|recent) (?:reviews?|salar(?:y|ies))\b|\bneue bewertung|\b(?:new|recommended|similar|more|latest|top|matching) (?:jobs?|positions?|roles?|vacancies|openings)\b|\bjobs? (?:alert|agent|updates?|matching|for you|that match|you (?:may|might)|recommendations?)\b|\bjob ?(?:agent|alert|mail|letter)\b|\b(?:view|see|browse|explore) (?:all )?(?:our )?(?:open )?(?:jobs|positions|vacancies)\b|"
    r"\b(?:is|are|we're) (?:now )?hiring\b(?! you)|\bposted \d+ (?:new )?jobs?\b|\b(?:sucht|suchen) (?:mitarbeiter|verstarkung|talente)|\brecrute\b|\bbuscan? (?:personal|talento)|\b(?:viewed|looked at) your profile\b|\bapply now\b|\bneue (?:jobs?|stellen\w*)\b|\bstellenangebote\b|\bpassende (?:jobs|stellen)\b|\bbesucher\b|\bnouvelles? offres?\b|\boffres? d'emploi\b|\balerte? emploi|\b(?:nuevas|nuevos) (?:ofertas|empleos|vacantes)\b|\bofertas de (?:empleo|trabajo)\b|\bnuove offerte\b|\bofferte di lavoro\b|"
    r"\bnovas vagas\b|\bvagas (?:para|que)\b|\bnieuwe vacatures\b|\bnowe oferty\b|\boferty pracy\b|\b(?:nya|nye) (?:jobb|stillinger|job)\b|новые вакансии|新着求人|求人情報|职位推荐|推荐职位|채용 ?정보",
)
# A network or a job board forwards what one person wrote to another.
NETWORK_MESSAGE = PhrasePattern(
    r"\bsent you (?:(?:a|an|some|the|\d+) )?(?:\w+,? ){0,2}(?:messages?|files?|documents?|e-?mail)\b|\bsent a (?:new )?message\b|\bshared (?:(?:a|an|some|the) )?(?:\w+ )?(?:files?|folders?|documents?)\b|\bshared .{1,80} with you\b|\b(?:secure|encrypted|protected)[\w, ]{0,20} (?:e-?mail|message) (?:from|for you)\b|\bvoice ?mail (?:message )?from\b|"
    r"\bhat (?:\w+ ){0,3}(?:nachricht|dateien|datei|dokumente?|ordner) (?:\w+ ){0,3}(?:gesendet|geschickt|freigegeben|geteilt)|\b(?:sichere|verschlusselte) (?:nachricht|e-?mail) von|\ba partage (?:un|des|le)|\bha compartido (?:un|el|la)|\bha condiviso (?:un|il)|\bheeft (?:\w+ ){0,3}(?:bestand\w*|document\w*) (?:\w+ )?(?:gedeeld|gestuurd)|"
    r"\b(?:sent you a (?:new )?message|(?:just )?messaged you|(?<!not )(?<!n't )(?<!yet )(?:replied|responded) to your|new message from|you have a (?:new )?message from|inmail)\b|"
    r"\bhat (?:ihnen|dir) (?:eine (?:neue )?nachricht|geantwortet|geschrieben)|\bneue nachricht von|\b(?:vous|t')? ?a (?:envoye un (?:nouveau )?message|repondu a)|\bnouveau message de|\bte (?:ha enviado|envio) un mensaje|\bnuevo mensaje de|"
    r"\bti ha (?:inviato|scritto) |\bnuovo messaggio da|\benviou(?:-lhe)? uma mensagem|\bnova mensagem de|\bheeft je een bericht|\bnieuw bericht van|\bwyslal\w* (?:ci )?wiadomosc|\bhar skickat ett meddelande|メッセージが届|发来(?:了)?(?:一条)?消息|"
    r"\b(?:neue|\d+ neue) (?:privat|direkt)?nachricht(?:en)?\b(?! aus)|\b\d+ nouveaux? messages?\b|\bnouveau message\b|\b\d+ (?:new|unread) messages?\b|\bnew (?:direct )?message\b|\b(?:nuevos? mensajes?|mensajes? nuevos?)\b|\bnuov[oi] messagg[io]\b|\bnovas? mensage(?:m|ns)\b|\bnieuwe? bericht(?:en)?\b|\bnow[ae] wiadomosc|\bny(?:tt|a)? meddelanden?\b|\bny(?:e)? beskede?r?\b|\bnye? melding\b|\buusi(?:a)? viesti|\bnov[ae] (?:zprav|sprav|poruk)|\bnovo sporocilo|\buj uzenet|\bmesaj nou\b|\byeni (?:bir )?mesaj|\btin nhan moi|\bpesan baru|нов\w+ сообщени|нов\w+ повідомлен|ново съобщение|νεο μηνυμα|رسالة جديدة|پیام جدید|הודעה חדשה|ข้อความใหม่|新着メッセージ|新しいメッセージ|メッセージがあります|さんから(?:の)?メッセージ|新(?:的)?(?:消息|讯息|訊息|私信)|새(?:로운)? (?:메시지|쪽지)|(?:메시지|쪽지)를 보냈|"
    r"\bsendt (?:dig|deg) en (?:besked|melding)|\blahetti sinulle viestin|\b(?:vam|ti) (?:poslala?|napisala?) zprav|\buzenetet kuldott|\b(?:v-a|ti-a) trimis (?:un )?mesaj|\b(?:size|sana) (?:bir )?mesaj gonder|отправил\w* вам (?:\w+ )?сообщени|надіслав\w* вам|أرسل\w* (?:لك|اليك|إليك) رسالة|שלח\w* לך הודעה|给(?:您|你)(?:发送|发)了|傳送訊息給|"
    r"\b(?:geschutzte|gesicherte|vertrauliche) (?:nachricht|e-?mail)\b|\b(?:verschlusselte|sichere) (?:nachricht|e-?mail)\b|\b(?:message|courriel|e-?mail) (?:\w+ )?(?:securise|chiffre|crypte|protege)\b|\b(?:mensaje|correo) (?:seguro|cifrado|encriptado|protegido)\b|\bmessaggio (?:sicuro|cifrato|crittografato|protetto)\b|\bmensagem (?:segura|cifrada|criptografada|encriptada|protegida)\b|\b(?:beveiligd|versleuteld|vertrouwelijk)e? (?:bericht|e-?mail)\b|\b(?:bezpieczn|zaszyfrowan|chronion)\w+ wiadomosc|\b(?:sakert|krypterat|skyddat) (?:meddelande|mejl)|\b(?:sikker|krypteret|kryptert|beskyttet) (?:besked|melding|meddelelse|e-?mail)|\b(?:suojattu|salattu|turvallinen) (?:viesti|sahkoposti)|\b(?:zabezpecen|sifrovan|zasifrovan)\w+ (?:zprav|sprav)|\b(?:titkositott|biztonsagos) (?:uzenet|e-?mail)|\bmesaj (?:securizat|criptat)|\b(?:guvenli|sifreli) (?:mesaj|ileti|e-?posta)|(?:защищенн|зашифрованн)\w+ (?:сообщени|письм)|(?:захищен|зашифрован)\w+ (?:повідомлен|лист)|رسالة (?:مشفرة|آمنة|امنة)|הודעה (?:מוצפנת|מאובטחת)|暗号化(?:された)?(?:メッセージ|メール)|セキュア(?:メッセージ|メール)|加密(?:的)?(?:邮件|郵件|消息|訊息)|암호화된? (?:메시지|메일)|보안 (?:메시지|메일)",
)
# A system's notice about an account, a code, an order or a parcel. Of the shop words, two are needed.
ACCOUNT_NOTICE = PhrasePattern(
    r"\b(?:verif(?:y|ication of) (?:your|the) (?:\w+ )?(?:e-?mail|account|address|identity)|confirm your (?:\w+ )?(?:e-?mail(?: address)?|account|registration)|(?:reset|forgot(?:ten)?|change[d]?) (?:your |the )?password|password (?:reset|has been|was) ?(?:\w+ )?|(?:verification|security|one-time|access|login|sign-in) (?:code|passcode|pin)|(?:new|unusual) (?:sign-?in|login)|your (?:\w+ ){0,2}account (?:has been|was|is) (?:\w+ )?(?:created|activated|locked|deleted)|activate your (?:\w+ )?account|confirm (?:your|that you want (?:our|the|this)) (?:\w+ )?(?:subscription|newsletter)|newsletter-?anmeldung bestatigen|confirme[rz]? (?:votre|ton) (?:abonnement|inscription) a (?:la|notre) (?:newsletter|infolettre)|confirma (?:tu|su) suscripcion|conferma (?:la tua )?iscrizione alla newsletter|"
    r"(?:bestatigen sie|bestatige) (?:bitte )?(?:ihre|deine) (?:e-?mail|registrierung|anmeldung)|(?:passwort|kennwort)\w*\b[^.!?\n]{0,40}\b(?:zuruck\w*|angefordert|vergessen|geandert|vergeben|festlegen)|zurucksetzen (?:ihres|deines|des) (?:passwort|kennwort)\w*|(?:bestatigungs|sicherheits|verifizierungs|anmelde)code|(?:ihr|dein) (?:\w+)?konto (?:wurde|ist)|mot de passe (?:oublie|reinitialis)|code de (?:verification|securite|connexion)|(?:restablecer|cambiar) (?:su|tu) contrasena|codigo de (?:verificacion|seguridad)|codice di (?:verifica|sicurezza)|wachtwoord (?:resetten|vergeten)|verificatiecode)|認証コード|パスワード(?:の)?(?:再設定|変更)|验证码|驗證碼|인증번호"
)
# A notice of a monitoring program.
MONITORING_NOTICE = LazyPattern(
    r"\bnotification type\b|\b(?:service|host) (?:alert|problem)\b|\bis (?:currently |now )?(?:down|unreachable|back up|critical)\b|\b(?:disk|memory|cpu) (?:usage|space|load)\b|\byour agenda for\b|\byou (?:have )?set a notification\b|\bsubscribed to calendar notifications\b|\b(?:build|pipeline|job|backup|deployment|task)\b[^.!?\n]{0,30}\b(?:failed|succeeded|passed|completed)\b|\bincident\b[^.!?\n]{0,20}\b(?:opened|resolved)\b"
)
# A mail about a new password says what to do if the user did not ask for one.
NOT_REQUESTED = PhrasePattern(
    r"\b(?:do not|don't|never) share (?:it|this|the code)\b|\bif you (?:did not|didn't|have not|haven't) (?:\w+ ){0,3}(?:request|ask|make|initiate|sign|create)\w*|\b(?:falls|wenn|sollten) (?:sie|du) (?:\w+ ){0,4}(?:nicht|kein\w*) (?:\w+ ){0,4}(?:angefordert|veranlasst|beantragt|erstellt)|\bsi vous n'(?:etes pas|avez pas) (?:\w+ ){0,3}(?:demande|l'origine|a l'origine)|\bsi (?:usted )?no (?:has |ha |lo )*(?:solicit|realiz|pid)\w*|\bse non (?:hai|ha) (?:\w+ )?richiesto|\b(?:caso|se) (?:voce )?nao (?:tenha |fez |solicit)\w*|\bals (?:je|u) (?:\w+ ){0,3}niet (?:\w+ ){0,2}aangevraagd|\bjesli (?:\w+ ){0,3}nie (?:\w+ ){0,3}(?:prosil|wysylal|zlecal)\w*|心当たりのない|如果(?:不是|非)(?:您|你)本人"
)
SHOP_WORDS = PhrasePattern(
    r"\b(?:order #?\d+|pick-?up:|drop-?off:|your (?:\w+ )?(?:ride|trip|tickets?|fare)|(?:ihr|ihre|dein|deine) (?:ticket|tickets|fahrschein|fahrkarte|fahrt)|einzelfahrt|fahrpreis|votre (?:billet|trajet|course)|(?:su|tu) (?:billete|viaje|entrada)|il tuo (?:biglietto|viaggio)|(?:uw|je) (?:ticket|kaartje|rit)|(?:ist|sind|wird|werden) fallig|payment due|thank you for your (?:purchase|order)|payment received|we (?:have )?(?:refunded|credited)|your refund|refund(?:ed)? (?:of|to)|(?:zuruck)?erstattet\b|ruckerstattung|gutschrift|rechnung nr|invoice \d+|facture (?:n|\d)|total ttc|montant (?:total|ttc)|rembourse(?:ment|e?s?)\b|factura (?:n|\d)|reembolso|importe total|fattura (?:n|\d)|rimborso|totale (?:ordine|fattura)|factuur (?:nr|\d)|terugbetaald|faktur[ay] (?:nr|vat|\d)|zwrot (?:srodkow|platnosci)|faktura\b|aterbetal\w+|tilbagebetal\w+|tilbakebetal\w+|confirmation (?:code|number)|(?:reservation|booking|order) (?:is )?confirmed|order (?:number|no\b|id|confirmation|status|has (?:been )?shipped)|your (?:\w+ )?(?:order(?! of)|shipment|parcel|delivery|purchase|payment|receipt|invoice|booking|reservation)\b|tracking (?:number|id|code|link)|track (?:your|the) (?:\w+)|(?:package|parcel|shipment) (?:\w+ ){0,3}(?:on its way|scheduled|delivered|shipped|arriv\w+)|on its way|(?:booking|reservation) (?:code|details|reference)|boarding pass|check in online|(?:will |is about to )expires? (?:on|in|soon)\b|renew now|kreditkarte|lastschrift|(?:eingezogen|abgebucht)\b|buchungs(?:code|nummer|bestatigung)|transaction (?:id|code|number)|invoice (?:number|no\b|attached)|amount (?:due|paid)|"
    r"(?:ihre[rmns]?|deine[rmns]?) (?:[\w.]+ )?(?:bestellung|sendung|zahlung|rechnung|buchung|lieferung)|(?:ihre?[ms]?|deine?[ms]?) (?:paket|einkauf)|bestellnummer|sendungs(?:nummer|verfolgung)|rechnungs(?:nummer|betrag)|transaktionscode|zugestellt\b|eine zahlung|votre (?:commande|colis|facture|paiement|livraison|reservation)|numero de (?:commande|suivi)|(?:su|tu) (?:pedido|paquete|factura|pago|reserva|envio)|numero de (?:pedido|seguimiento)|(?:il tuo|la tua) (?:ordine|spedizione|pacco|prenotazione)|numero (?:d'ordine|di tracking)|"
    r"(?:uw|je) (?:bestelling|pakket|factuur|betaling)|bestelnummer|track ?& ?trace|twoj\w* (?:zamowieni|paczk|przesylk)\w+|numer (?:zamowienia|przesylki)|din (?:ordre|bestilling|pakke|order|bestallning)|(?:traccia|segui) (?:il|la) (?:tuo |tua )?(?:pacco|spedizione)|(?:suivre|suivez) (?:votre|mon|le) (?:colis|envoi)|(?:sigue|seguir) (?:tu|su|el) (?:pedido|paquete|envio)|volg (?:je|uw) (?:pakket|bestelling)|sledz (?:przesylke|paczke)|sendung verfolgen|kollinummer|forsendelsesnummer|sporingsnummer|sparningsnummer|cislo (?:zasilky|zasielky|objednavky)|(?:vase|tvoje) objednavk\w+|csomagszam|rendelesszam|rendelese|seuranta(?:koodi|numero)|tilauksesi|comanda (?:dvs|ta|dumneavoastra)|numar awb|siparisiniz|takip (?:no|numarasi)|vasa narudzb\w+|broj posiljke)\b|παραγγελια σασ|αριθμοσ αποστολησ|трек-номер|(?:ваш|ваше) (?:заказ|замовлення)|номер (?:заказа|замовлення|відправлення)|运单号|快递单号|운송장|ご注文|お荷物|注文番号|您的(?:订单|包裹|快递)|订单号|주문번호|배송"
)
# Every notice of a shop has a number or a link.
NUMBER_OR_LINK = LazyPattern(
    r"\b(?!(?:19|20)\d\d\b)(?=[\w-]{0,40}\d)[\w-]{4,40}\b|#\d{2,}|https?://|\d(?:[.,]\d\d)? ?(?:€|\$|£|eur|usd|gbp|chf|pln|kr)"
)
# A survey among candidates. It decides nothing.
SURVEY = LazyPattern(
    r"\b(?:survey|questionnaire|umfrage|befragung|enquete|sondage|encuesta|sondaggio|questionario|enquete|ankiet\w+|undersokning|undersogelse)\b|アンケート|问卷|설문"
)
RATING_QUESTION = PhrasePattern(
    r"\bhow likely (?:are|is|would)\b[^.!?]{0,40}\brecommend|\bwie wahrscheinlich\b[^.!?]{0,60}\bempf\w+|\bprobabilite que vous recommand|\bprobable\b[^.!?]{0,40}\brecom\w+|\b(?:how was|rate|review|share) your (?:\w+ )?interview|(?:wie war|bewerte[n]?)\b[^.!?]{0,30}gesprach\b|comment s'est passe (?:votre|ton) entretien|como (?:fue|te fue en) (?:tu|la) entrevista|com'e andato il (?:tuo )?colloquio|hoe was je (?:sollicitatie)?gesprek"
)
OPINION_REQUEST = LazyPattern(
    r"\b(?:your (?:\w+ ){0,3}(?:opinion|feedback)|your (?:candidate|interview\w*|recruit\w+|application|hiring) (?:\w+ )?experience|experience (?:with (?:us|our)|of (?:the|our)|during|interviewing|as a candidate)|(?:experienced|liked|enjoyed) (?:the|our|us)|candidate (?:experience|survey|satisfaction)|how was your|how did (?:we|it)|would love (?:your|to hear)|anonym\w*|"
    r"feedback|zufrieden\w*|ihre meinung|deine meinung|(?:bewerbungs|auswahl)prozess\w*|votre (?:avis|opinion|retour|ressenti)|(?:su|tu) opinion|(?:la tua|la sua) opinione|(?:uw|je|jouw) mening|ervaring met ons|anonim\w*|opini\w+)\b|ご意見|感想|의견"
)
# The survey is anonymous or voluntary. A person does not ask like that.
ANONYMOUS = LazyPattern(r"\b(?:anonym|anonim)\w*|\b(?:voluntary|freiwillig)\b|匿名|익명")
# Addresses from which networks forward what people write.
NETWORK_SENDER = LazyPattern(r"inmail|hit-reply|^(?:messaging|conversations?|chat)[-.]")
# Names of senders that hire people.
HIRING_SENDER = LazyPattern(
    r"\b(?:interview\w*|recruit\w*|talent|careers?|human resources|hr|karriere|personalabteilung|bewerb\w*|recrutement|rh|seleccion|selezione|recrutamento|werving|rekrutacj\w*|rekryter\w*)\b|採用|招聘|채용"
)
# Senders of news and offers, who do not write for somebody who decides.
NEWS_SENDER = LazyPattern(
    r"^(?:.*(?:news(?:letter)?|bulletin|digest|rss|feeds?)|marketing|promo\w*|offers?|deals?|announce\w*|.*-announce|campaign\w*|specials?|events?|webinars?|press\w*|blog|community|[\w.]*alerts?(?:-no-?reply)?)@|@(?:news(?:letters?)?|marketing|mktg?|promo\w*|offers?)\.",
)
