"""The names under which mail systems write, and the words of their notices. All folded (see `fold_text`)."""

from __future__ import annotations

from followupd.config.lazy_pattern import LazyPattern
from followupd.inbound.parsing.phrase_pattern import PhrasePattern

# The local parts from which mail systems write. Nobody reads these addresses, so no person answers from them.
DAEMON_ADDRESS = LazyPattern(
    r"^(?:mailer[-_. ]?daemon|mail[-_.]?daemon|mdaemon|maildaemon|daemon|mail[-_.]delivery[-_.](?:sub)?system|"
    r"mail[-_.]?delivery|post+[-_]?master|poostmaster|microsoftexchange[0-9a-f]{32}|imss|interscan\w*|"
    r"double-bounce|bounces?|mail-error|symantec_antivirus\w*|mailadm\w*|inetgw\d*)$",
)
# Addresses that a notice names for help, and not as the failed one.
ROLE_ADDRESS = LazyPattern(
    r"^(?:mailer-daemon|post+master|abuse|support|help(?:desk)?|admin\w*|info|service|hotline|noc|spam\w*)@"
)
# The shown names of mail systems whose address is empty or odd.
DAEMON_NAME = LazyPattern(
    r"mail(?:er)?[- ]?d(?:a?e|ae)mon|mail deliver\w* (?:sub)?(?:system|service)|delivery subsystem|"
    r"system administrator|mail system|postmaster|jetmail|mail administrator|"
    r"systemadministrator|e-?mail-zustellsystem|systeme? de messagerie|interscan|internet mail delivery",
)

# A subject that only a mail system writes. It is anchored at the start: "Re: failure notice" is from a person.
NOTICE_SUBJECT = LazyPattern(
    r"^\W*(?:\[postmaster\]\W*)?(?:"
    r"undeliver(?:able|ed)|undelivrable|delivery (?:status )?(?:notification|failure|failed|has failed|report|problem|error|delayed)|"
    r"mail(?: message)? (?:could not be delivered|delivery (?:failed|failure|warning|problem|status|error|delayed)|failed\b|failure\b|error\b|system error)|"
    r"(?:message|e-?mail) (?:could not be|delivery (?:failure|has failed|failed|notification)|undeliverable|not delivered|status - undeliver)|"
    r"returned (?:to sender\b|mail\b|e-?mail\b|message\b)|failure (?:notice|delivery)|failed (?:delivery|mail)|failed to deliver|"
    r"your message (?:could not|to \S+ could not|to .{1,80} (?:couldn't|has been delayed|was not delivered|could not))|"
    r"there was an error sending your mail|permanent delivery failure|processing error|non[- ]?deliver(?:y|able)|ndn:|"
    r"delayed mail|warning[-: ]+(?:message|mail|could not|e-?mail|\S+ - user)|message (?:status|delayed)|"
    r"(?:successful|relayed) mail delivery report|notice: mail delivery status|message delivery (?:delay|failure)|"
    r"unzustellbar|nicht zustellbar|zustell(?:fehler|ungs\w+|ung (?:nicht|fehl|verzog|unmog|gescheitert|ihrer (?:e-?mail|nachricht))\w*)|nachricht (?:konnte nicht|nicht zugestellt)|"
    r"non remis|echec de (?:la )?(?:remise|distribution)|message non (?:distribue|delivre|remis)|"
    r"no se puede entregar|no entregado|error (?:de|en la) entrega|notificacion de estado de (?:la )?entrega|"
    r"non recapitabile|mancato recapito|impossibile recapitare|errore di consegna|"
    r"nao (?:e possivel )?entreg|falha na entrega|onbestelbaar|niet (?:bezorgd|afgeleverd)|"
    r"nie (?:mozna )?dostarcz|niedostarczal|zwrot:|kunde inte levereras|olevererbart|gick inte att leverera|"
    r"kan ikke leveres|kunne ikke leveres|ikke levert|"
    r"配信不能|配送不能|配信できません|メッセージを配信できません|メールエラー|送信できません|未配信|配達不能|"
    r"无法送达|未送达|退信|系统退信|投递失败|邮件传输失败|無法傳遞|无法投递|"
    r"ваше сообщение не доставлено|недоставленное|не удалось доставить|배달(?:되지| 실패| 못)|전송 실패|반송|"
    r"teslim edilemedi|nedorucitelne|toimitus epaonnistui|ei voitu toimittaa)",
)

# The mail system still tries, so there is nothing to do yet (RFC 3464 §2.3.3 "delayed").
DELAY = PhrasePattern(
    r"warning (?:message )?only|do not need to resend|no action is required on your part|"
    r"delivery attempts will continue|will (?:continue|keep|go on) (?:to )?(?:try|attempt|be retried|trying)|(?:will|'ll) (?:keep|continue) (?:re)?try\w*|temporary (?:problem delivering|delivery problem)|temporarily undeliverable|will retry\b|will be retried|"
    r"still being retried|has not yet been delivered|not yet been delivered|(?:is|was|been|message) delayed|being delayed|"
    r"only a temporary failure report|could not send (?:message|mail) for past|postponed|will try again|"
    r"(?:message|mail) (?:to \S{1,80} )?(?:\w+ ){0,3}(?:on hold\b|(?:in quarantine|held|quarantined)\b[^.\n]{0,40}\b(?:until|pending|review|release|approval))|"
    r"temporarily (?:deferred|delayed)|please do not resend your original|(?:further|more) attempts will be made|will be re-?attempted|message delivery delay|delivery (?:is )?delayed|warning: message|"
    r"^delay(?:ed)?\b|\((?:delay|mail delivery delayed)\)|"
    r"verzogert|wird weiterhin versucht|noch nicht zugestellt|weitere zustellversuche|"
    r"(?:est|a ete) (?:differee?|retardee?)|nouvelles? tentatives?|pas encore (?:pu )?(?:ete )?(?:remis|distribue|livre)|reessa|"
    r"retrasad|seguira intentando|(?:aun|todavia) no (?:se )?(?:ha |fue )?(?:sido )?entregad|demorad|"
    r"ritardat|ulteriori tentativi|altri tentativi|non e ancora stat|\batras(?:o|ad)|ainda nao (?:foi|pode|pude)|novas tentativas|nog niet (?:bezorgd|afgeleverd)|opnieuw geprobeerd|nie zostala jeszcze|kolejne proby|annu inte|nye forsok|vertraagd|opozni|forsenad|fordrojd|forsinket|"
    r"遅延|遅れて|再送を(?:試|続)|まだ(?:配送|配信)されて|延迟|延遲|지연|继续尝试|尚未(?:投递|送达)|задерж|пока не доставлен|попытк\w+ (?:доставк\w+ )?буд",
)
# The mail system has stopped trying, even if the notice also mentions a delay.
FINAL_FAILURE = LazyPattern(
    r"giving up|given up|i've given up|will not be retried|not (?:going to )?(?:try|retry) again|permanent (?:fatal )?error|"
    r"permanent failure|could not be delivered for|cannot send message for|expired|no further (?:delivery )?attempts|"
    r"stopped trying|returned to (?:you|sender)|unable to deliver|undeliverable|user unknown|delivery (?:has )?failed",
)
# The words of a failure notice. They are searched only in a mail that a mail system wrote.
FAILURE = PhrasePattern(
    r"could ?n[o']?t be delivered|cannot be delivered|could not deliver|unable to deliver|undeliverable|undelivered|wasn't able to deliver|"
    r"was not delivered|(?:has|have) not been delivered|(?:was|been) (?:blocked|rejected) (?:by|because|due|as)\b|did not reach|delivery (?:has |to the following [\w ]{0,40})?fail|failed (?:permanently|recipient)|returned mail|"
    r"user (?:is )?unknown|unknown user|no such (?:user|mailbox|recipient|address)|mailbox (?:is )?(?:full|unavailable|not found)|"
    r"(?:addresses|recipients?) (?:failed|had (?:permanent fatal|delivery) errors)|permanent fatal errors|transcript of session|"
    r"delivery errors?|not listed in|address rejected|relay(?:ing)? (?:denied|not permitted)|message rejected|recipient rejected|"
    r"error (?:while|during|sending)|returning message to sender|mail delivery failed|over quota|quota exceeded|"
    r"nicht zugestellt|unzustellbar|pas pu etre|n'a pas ete (?:remis|distribue)|no se (?:ha )?pud|no (?:ha sido|fue) entregad|"
    r"impossibile recapitare|non e stato (?:possibile|recapitato)|nao (?:foi|pode)|niet (?:worden )?(?:bezorgd|afgeleverd)|"
    r"nie (?:zostala|moze|mozna)|inte levereras|ikke leveres|送信できません|配信できません|届けることができません|存在しません|"
    r"无法|失败|退信|не (?:было |может быть )?доставлен|배달",
)
# The mail was delivered, as far as this system knows (RFC 3464 §2.3.3 "delivered", "relayed").
DELIVERY = PhrasePattern(
    r"(?:was|were|has been|have been) (?:successfully )?(?:delivered|relayed) to (?:the following|these|its|the destination|your)|"
    r"delivery to (?:these|the following) recipients(?: or groups)? is complete|successfully (?:delivered|relayed)|"
    r"(?:(?:an (?:die )?|den )folgende\w* empfanger\w*|erfolgreich) (?:\w+ )?(?:zugestellt|ubermittelt|weitergeleitet)|"
    r"a ete (?:remis|distribue|transmis)\w* (?:a|aux) (?:ces |les )?(?:destinataires|personnes)|se ha entregado (?:el mensaje )?a (?:los siguientes|estos)|"
    r"e stato (?:recapitato|consegnato) (?:a|ai)\b|foi entregue (?:a|aos)\b|is (?:bezorgd|afgeleverd) (?:bij|aan)|zostala dostarczona do|"
    r"har levererats till|(?:er )?(?:blevet )?levert? til|以下の受信者に配信され|已(?:成功)?(?:传递|送达|投递)|доставлено следующим",
)
LIST_REFUSAL = LazyPattern(
    r"you (?:\S+ )?are not (?:a )?(?:member|subscribed)|not (?:a )?member of (?:this|the) (?:mailing )?list|not allowed to post|"
    r"(?:only|restricted to) (?:members|subscribers)|members[- ]only list|loop alert|duplicated message-id|(?:posting|submission|message).{0,60}(?:has been|was|is) rejected|"
    r"awaits? moderator|held for (?:moderator )?approval|no such list|unknown list",
)
SMTP_CODE = LazyPattern(r"(?<![\d.])(?:#?([245])\.\d{1,3}\.\d{1,3}|([45])[0-5]\d[ -])(?![\d.])")
