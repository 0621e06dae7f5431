"""What employers write, per meaning and language, folded. Whole phrases only: "unable to offer" is no offer."""

from __future__ import annotations

import re

REJECTION = re.compile(
    r"(?:decided|chosen|elected|opted) (?:not to|to not) (?:move|proceed|progress|continue|go|pursue|advance|take)|"
    r"(?:will|are|have decided|we're|we are) not (?:be )?(?:moving|proceeding|progressing|going|able to (?:offer|proceed|move)|continu\w+|pursuing|advancing|taking your application)|won't be (?:moving|proceeding|progressing)|"
    r"(?:move|moved|moving|proceed|proceeding|go|going|gone|continue|progress) (?:forward |ahead )?with (?:an)?other (?:candidate|applicant)|(?:offered|filled|given) (?:the (?:position|role|job) )?to (?:another|someone)|another candidate|other candidates (?:who|whose|that)|"
    r"not (?:been )?(?:selected|successful|shortlisted|chosen)|(?:un)?successful (?:on this occasion|at this time)|unsuccessful|(?:have|has) been (?:rejected|declined)|position has (?:already )?been filled|role has (?:already )?been filled|no longer (?:under consideration|being considered|considering)|"
    r"unable to (?:offer|move|proceed|progress)|(?:cannot|can't|can not|couldn't) offer you|not (?:be )?(?:offering|extending)|not (?:the right|a) (?:fit|match)|pursue other (?:candidates|applicants)|wish you (?:all the best|every success|luck|the best|success) (?:in|with|for) your (?:job |future|further|search|career|continued)|"
    r"(?:regret|sorry|unfortunately).{0,120}(?:application|candidacy|not (?:to )?(?:offer|proceed|consider)|position|role).{0,80}(?:not|another|other|reject|unsuccessful|filled)|"
    r"(?:leider|bedauern).{0,160}(?:absage|nicht berucksichtig|anderen? (?:bewerber|kandidat)|nicht (?:weiter|in die engere)|entschieden|keine? zusage|besetzt)|(?:anderen? (?:bewerber|kandidat)\w*) entschieden|absagen mussen|nicht berucksichtigen konnen|"
    r"(?:regret|malheureusement|sommes au regret).{0,160}(?:candidature|retenu|suite|autre candidat)|candidature n'a (?:pas|malheureusement)|pas (?:ete )?(?:retenue?|donner suite)|ne (?:pas|pouvons) (?:\w+ ){0,4}(?:suite|retenir)|autre candidat|"
    r"(?:lamentamos|lamentablemente|desafortunadamente|sentimos).{0,160}(?:candidat|seleccionad|proceso|otro)|no (?:has|ha|hemos) (?:sido seleccionad|podido continuar)|otro candidato|otra persona candidata|no continuar(?:emos)? con (?:tu|su)|descartad|"
    r"(?:purtroppo|dispiace|spiacenti).{0,160}(?:candidat|selezion|altr[oi]|non)|altr[oi] candidat|non (?:e stata|sei stat\w|proseguire|procedere)|"
    r"(?:infelizmente|lamentamos).{0,160}(?:candidat|selecion|outro|processo)|outro candidato|nao (?:foi selecion|seguir|avancar)|"
    r"(?:helaas|spijt).{0,160}(?:andere kandidaat|niet (?:verder|gekozen|geselecteerd|uitgenodigd)|afwijz|sollicitatie)|andere kandidaat|niet verder (?:gaan|met)|"
    r"(?:niestety|przykro).{0,160}(?:kandydat|odrzuc|nie)|innego kandydata|innych kandydatow|nie (?:zostal\w* wybran|zdecydowalismy sie|mozemy zaproponowac)|"
    r"(?:tyvarr|beklagar|desvarre|beklager|dessverre).{0,160}(?:annan|andra|anden|andre|ikke|inte|gatt vidare|gaet videre)|gatt vidare med (?:andra|en annan)|valgt (?:en anden|en annen|at ga videre med)|"
    r"valitettavasti.{0,120}(?:emme|valit|toise)|bohuzel.{0,120}(?:jineho|nevybral|neuspe)|maalesef.{0,120}(?:olumsuz|baska aday)|olumsuz degerlendir|к сожалению.{0,160}(?:кандидат|отказ|не готовы|другого)|"
    r"(?:残念|誠に|遺憾).{0,60}(?:見送|不採用|ご希望に(?:添|沿)|見合わせ)|不採用|お見送り|ご希望に(?:添|沿)えない|很遗憾|遗憾(?:地)?通知|未能(?:通过|入选|录用)|不(?:合适|匹配)|不予录用|很遺憾|아쉽게도|불합격|함께하(?:지|기) (?:못|어렵)",
    re.DOTALL,
)
OFFER = re.compile(
    r"(?:pleased|happy|delighted|excited|thrilled|glad|would like|want|like) to (?:\w+ )?(?:offer you|extend (?:you )?(?:an|a|our|the) (?:\w+ ){0,2}offer|make you an offer|present you with an offer)|(?:your|formal|attached|written|verbal) (?:job |employment )?offer (?:letter|is attached|of employment|package)|offer letter|we (?:are|'re) offering you|offer of employment|"
    r"mochten (?:wir )?ihnen (?:\w+ ){0,6}(?:stelle|position|vertrag|angebot)(?: \w+){0,4} anbieten|freuen uns,? ihnen (?:\w+ ){0,8}anzubieten|vertragsangebot|arbeitsvertrag (?:im anhang|zukommen|zusenden)|(?:stellen|job)angebot (?:unterbreiten|machen)|zusage (?:erteilen|geben)|"
    r"(?:plaisir|heureux|ravis?) de (?:vous|te) (?:proposer (?:le|ce|un) (?:poste|contrat)|faire une (?:offre|proposition))|proposition d'embauche|promesse d'embauche|"
    r"(?:encantad|complace|gustaria|alegr)\w* (?:\w+ ){0,4}(?:ofrecerte|ofrecerle|hacerte una oferta|hacerle una oferta)|carta de oferta|oferta (?:de empleo|laboral|formal) (?:adjunta|para)|"
    r"(?:lieti|piacere|felici) di (?:offrir(?:ti|le)|far(?:ti|le) un'offerta|proporr?(?:ti|le))|lettera di assunzione|proposta di assunzione|(?:prazer|felizes|gostariamos) (?:em|de) (?:lhe |te )?(?:oferecer|fazer uma proposta)|proposta de trabalho|carta de oferta|"
    r"(?:graag|blij|verheugd) (?:\w+ ){0,4}(?:de (?:functie|baan) aan (?:te )?bied|een aanbod)|arbeidsvoorstel|contractvoorstel|(?:chcielibysmy|mamy przyjemnosc) (?:\w+ ){0,4}zaproponowac (?:panu|pani|ci)|oferte zatrudnienia|"
    r"(?:erbjuda|tilbyde|tilby) dig (?:tjansten|jobbet|en tjanst|stillingen)|tilby deg (?:stillingen|jobben)|anstallningserbjudande|tarjota sinulle (?:tyopaikkaa|paikkaa)|nabidnout vam (?:misto|pozici)|is teklifi(?:miz)?|(?:рады|хотим) (?:\w+ ){0,4}(?:предложить вам|сделать вам предложение)|оффер|"
    r"(?<!不)採用(?:とさせて|が決定|を決定|内定)|内定(?:の(?:ご)?(?:通知|連絡)|を)|录用(?:通知|您)|很高兴(?:地)?(?:通知|录用)|offer通知|錄取|합격|최종 합격|입사 제안",
)
NEXT_ROUND = re.compile(
    r"(?:next|second|third|final|further|another|follow-?up|on-?site|technical|panel) (?:round|interview|stage|step of the (?:process|interview))|invite you (?:to|for) (?:an? |the |our )?(?:\w+[ -]){0,3}(?:interview|call|meeting|chat|conversation|round|assessment|on-?site)|(?:move|moving|progress|advance|take|taking) (?:you )?(?:forward|ahead|through|on) (?:to|with you)|(?:like|love) to (?:meet|speak|talk|chat|continue|schedule|set up|arrange|invite)|"
    r"schedule (?:a|an|the|your|another) (?:\w+[ -]){0,3}(?:interview|call|meeting|chat|conversation)|(?:are you|when are you|your) (?:free|available|availability)|pick a (?:time|slot)|book a (?:time|slot)|"
    r"zweite[sn]? (?:gesprach|vorstellungsgesprach|runde)|(?:zum|zu einem) (?:\w+ ){0,3}(?:gesprach|interview|kennenlernen) (?:einladen|ein)|nachste (?:runde|gesprach)|weiteres gesprach|terminvorschl|"
    r"(?:deuxieme|second|prochain|nouvel) (?:entretien|rendez-vous)|vous (?:rencontrer|inviter)|prochaine etape|vos disponibilites|segunda (?:entrevista|ronda)|siguiente (?:fase|ronda|entrevista)|proxima (?:fase|etapa|entrevista)|(?:te|le) (?:gustaria|invitamos)|disponibilidad|"
    r"(?:secondo|prossimo|ulteriore) colloquio|prossim[oa] (?:fase|step)|disponibilita|segunda entrevista|proxima (?:fase|etapa)|(?:tweede|volgend|vervolg) ?(?:gesprek|ronde)|uitnodigen voor|(?:drug|kolejn)\w+ (?:rozmow|etap)|zaprosic (?:pan|cie)|(?:andra|nasta|anden|naeste|neste|annen) (?:intervju|samtal|samtale|runde|steg)|toinen haastattelu|druhe(?:ho)? kol|ikinci (?:gorusme|mulakat)|следующ\w+ (?:этап|интервью|собеседован)|пригласить вас|"
    r"(?:二次|次回|最終)(?:面接|選考)|面接(?:の)?(?:日程|にお越し)|次の(?:選考|ステップ)|下一轮|复试|二面|下一輪|第二轮|2차 면접|다음 전형|면접 일정",
)
HOLDING = re.compile(
    r"(?:be|get|keep) (?:back )?in touch|get back to you|come back to you|(?:will|'ll) (?:let you know|contact you|reach out|update you|be in contact|follow up|have (?:an|more|a) (?:answer|update|news))|still (?:interviewing|reviewing|in the process|deciding|considering|meeting)|(?:make|making|made|reach|finali[sz]e) (?:a|our|the|any|final) (?:\w+ )?decision|hear (?:back )?from us|bear with us|as soon as we (?:have|know)|under review|(?:few|couple of) more (?:days|weeks)|"
    r"melden uns (?:\w+ ){0,6}(?:bei ihnen|wieder|zuruck)|wir melden uns|melde mich|kommen auf sie zu|noch in der (?:auswahl|entscheidung)|noch (?:etwas|einige) (?:geduld|zeit)|(?:revenons|reviendrons|reviendrai|recontacter|tiendrons) |nous (?:vous )?(?:contacterons|recontacterons)|encore en cours|"
    r"(?:nos|me) pondr\w+ en contacto|(?:te|le) (?:avisaremos|informaremos|contactaremos|diremos)|seguimos (?:evaluando|entrevistando)|(?:ti|la|le) (?:faremo sapere|contatteremo|ricontatteremo|aggiorneremo)|stiamo ancora|entraremos em contato|entraremos em contacto|retornaremos|ainda estamos|"
    r"(?:nemen|komen) (?:\w+ ){0,4}(?:contact|bij je terug|bij u terug)|laten (?:het )?(?:je|u) weten|nog in gesprek|odezwiemy sie|damy znac|skontaktujemy sie|(?:aterkommer|hor av oss|vender tilbage|kommer tilbake|horer fra)|palaamme|ozveme se|donus yapacagiz|(?:свяжемся|сообщим|вернемся) |"
    r"(?:改めて|追って|後日)(?:ご)?連絡|選考中|検討(?:中|して)|(?:会|將|会尽快)(?:与您)?联系|(?:尽快|稍后)(?:回复|通知|联系)|还在(?:评估|面试)|等待通知|연락(?:드리겠|을 드리)|검토 중",
)
QUESTION = re.compile(
    r"(?:could|can|would|will|do|did|are|have|may|might|what|when|where|which|how|who|is|if) [^?\n]{0,200}\?|(?:konnten|konnen|wurden|haben|sind|wann|was|wie|welche) [^?\n]{0,200}\?|(?:pourriez|pouvez|avez|quand|quel|est-ce) [^?\n]{0,200}\?|"
    r"(?:podrias?|puede|cuando|cual|que|tienes?|tiene) [^?\n]{0,200}\?|(?:potrebbe|puo|quando|quale|hai|ha) [^?\n]{0,200}\?|(?:poderia|pode|quando|qual) [^?\n]{0,200}\?|(?:kunt|kun|wanneer|welke|heb|heeft) [^?\n]{0,200}\?|\?\s*$|？|でしょうか|ますか|吗|까요|(?:please|kindly) (?:let (?:me|us) know|send|provide|confirm|share|advise)|bitte (?:teilen|senden|schicken|bestatigen)|merci de (?:nous|me) (?:faire|envoyer|confirmer|transmettre)",
    re.MULTILINE,
)
PLEASE_STOP = re.compile(
    r"(?:please|kindly|pls) (?:stop|cease|refrain from|do not|don't) (?:\w+ )?(?:contact\w*|e-?mail\w*|writ\w+|messag\w+|call\w*|send\w*|follow\w*)|(?:stop|quit) (?:contacting|emailing|e-mailing|writing|messaging|sending|spamming|calling|harassing)|do(?: not|n't) (?:contact|e-?mail|write to|message|call|write) (?:me|us|him|her) (?:again|any ?more|further)|(?:do not|don't) (?:ever )?contact (?:me|us)\b|"
    r"remove (?:me|us|my (?:e-?mail|address|name)) from|take me off|unsubscribe me|^[ \t]*(?:unsubscribe|stop)[.!]?[ \t]*$|leave (?:me|us) alone|no further (?:contact|e-?mails|correspondence)|"
    r"(?:keine|nicht) (?:\w+ ){0,4}(?:mehr|weiteren?) (?:\w+ ){0,3}(?:kontaktier\w+|anschreib\w+|schreib\w+|mails?|e-mails?|nachrichten|kontakt\w*|anruf\w*|zu senden)|unterlassen sie|horen sie (?:bitte )?auf|"
    r"(?:ne|cessez de|arretez de|merci de ne) (?:\w+ ){0,3}(?:plus )?(?:me|nous) (?:contacter|ecrire|envoyer|relancer)|(?:no|deje|dejen|deja) (?:\w+ ){0,3}(?:me|nos)? ?(?:contact(?:e|ar|arme|arnos)|escrib\w+|enviar(?:me|nos)?) (?:\w+ )?mas|dej\w+ de (?:escribir|contactar|enviar)|por favor,? no (?:me|nos) (?:escriba|contacte)|"
    r"non (?:\w+ ){0,2}(?:contatt|scriv)\w+ piu|smett\w+ di|nao (?:\w+ ){0,3}(?:contact|escrev|envi)\w+ mais|par\w+ de (?:enviar|escrever|contactar)|(?:niet|geen) (?:\w+ ){0,3}(?:meer|verder) (?:te )?(?:contact\w*|mail\w*|schrijven|benaderen)|stop met|prosze (?:\w+ ){0,2}(?:nie|przestac) (?:\w+ ){0,3}(?:kontaktowac|pisac|wysylac)|(?:sluta|hold op med at|slutt a) (?:kontakta|mejla|skriva|kontakte|skrive|maile)|kontakta mig inte|kontakt mig ikke|"
    r"(?:не|прекратите) (?:\w+ ){0,3}(?:пишите|писать|беспокоить)|(?:連絡|メール)(?:を)?(?:しないで|送らないで|お控え|おやめ)|(?:不要|请勿|別)再(?:联系|发|聯絡|写)|연락하지 (?:마|말)",
    re.MULTILINE,
)
# Words of hiring: what an applicant-tracking system writes about, and an autoresponder does not.
HIRING = re.compile(
    r"\b(?:your (?:application|candidacy|candidature|interview|resume|cv)|(?:job|position|role|vacancy|opening) (?:of|as|at|with|for|has)|candidates?\b|applicants?\b|recruit\w*|hiring (?:team|manager|process)|talent (?:acquisition|team)|interview(?:ed|ing|s)? (?:with|for|at|process|team|you)|for the (?:\w+ ){1,5}(?:position|role)|move forward|job offer|"
    r"(?:ihre|deine) bewerbung|bewerber\w*|vorstellungsgesprach|(?:votre|ta) candidature|entretien|(?:su|tu) candidatura|entrevista|proceso de seleccion|(?:sua|tua) candidatura|colloquio|processo seletivo|selezione|sollicitatie|kandidaat|vacature|rekrutac\w*|rozmow\w+ kwalifikacyjn\w*|aplikacj\w+ na|din ansokan|ansogning|soknad|intervju|jobsamtale|hakemuksesi|vyberov\w+ rizen|basvurunuz|mulakat|ваш\w* (?:кандидатур|отклик|резюме)|собеседован)|"
    r"応募|選考|面接|採用|应聘|面试|候选人|申请(?:的)?(?:职位|岗位)|應徵|지원해|채용|면접|전형",
)
