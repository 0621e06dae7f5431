"""The words of autoresponders, all folded (see `fold_text`). Those of further languages are in `absence`."""

from __future__ import annotations

from followupd.config.lazy_pattern import LazyPattern
from followupd.inbound.parsing.phrase_pattern import PhrasePattern
from followupd.inbound.phrases import absence as more

# A subject that an autoresponder writes. Anchored at the start: "Re: Out of office" is a person's answer to one.
AUTO_SUBJECT = LazyPattern(
    r"^[\[(*\s]*(?:auto(?:matic|mated|mat\w*)?[-_ ]?(?:reply|response|responder|answer|acknowledg\w*|antwort)|autoreply|auto:|\[?auto\]|"
    r"(?:i am |i'm |we are )?(?:currently )?out[- ]of[- ](?:the[- ])?office|ooo\b|away from (?:my |the )?(?:office|desk|mail|e-?mail)|"
    r"on (?:annual |parental |maternity |paternity |sick )?(?:vacation|holidays?|leave)\b|vacation (?:reply|message|notice|auto)|"
    r"а[ув]томатски одговор|авто(?:матичен|матическ\w+|матичн\w+) (?:отговор|ответ|відповід)|absence (?:notice|notification)|i am away|away message|"
    r"automatische (?:antwort|ruckmeldung|rueckmeldung|eingangsbestatigung)|abwesen(?:d|heit\w*)|nicht im (?:buro|haus)|ich bin (?:\w+ )?(?:im urlaub|abwesend|nicht (?:im (?:buro|haus)|da\b|erreichbar)|ausser haus)|urlaub\w*(?:meldung|notiz|:)|"
    r"reponse automatique|absen(?:ce|t) (?:du bureau|au bureau|automatique)|absence\s*(?:$|:)|absent du bureau|message d'absence|avis d'absence|notification d'absence|"
    r"respuesta automatica|fuera de (?:la )?oficina|(?:ausente|ausencia|de vacaciones)\s*(?:$|[:(-])|autorespuesta|contestacion automatica|"
    r"risposta automatica|fuori (?:sede|ufficio)|(?:assen(?:te|za)|in ferie)\s*(?:$|[:(-])|autorisposta|"
    r"resposta automatica|fora do escritorio|ausencia do escritorio|de ferias\s*(?:$|[:(-])|aviso de ausencia|"
    r"automatisch(?:e)? (?:antwoord|bericht|beantwoord)|afwezig\w*|niet aanwezig|buiten kantoor|"
    r"\[?automatyczna odpowiedz|autoodpowiedz|odpowiedz automatyczna|poza biurem|nieobecn\w+|nie ma mnie|urlop\s*(?:$|[:(-])|"
    r"automatiskt? svar|autosvar|franvar(?:o|ande)\w*|vacation\s*$|ej pa (?:kontoret|plats)|semester\s*(?:$|[:(-])|"
    r"automatisk svar|autosvar|fravaer\w*|ikke (?:til stede|pa kontoret)|ferie\s*(?:$|[:(-])|"
    r"automaattinen (?:vastaus|poissaolo)|(?:poissa|poissaolo\w*|lomalla)\s*(?:$|[:(-])|"
    r"automaticka odpoved|mimo kancelar|nepritomn\w+|dovolena\s*(?:$|[:(-])|"
    r"otomatik (?:yanit|cevap)|ofis disi|izinde|"
    r"автоматическии ответ|автоответ|нет на месте|вне офиса|в отпуске|"
    r"自動(?:応答|返信|回答)|不在(?:通知|のお知らせ|連絡|です)?|休暇(?:中|の)|"
    r"自动(?:回复|答复|回覆)|自動(?:回覆|回復|答覆)|外出(?:通知|中|$|:)|不在办公室|休假(?:通知|中|$|:)|"
    r"자동\s?(?:응답|회신|답장)|부재\s?중|(?:\[?부재)|"
    r"automatikus (?:valasz|uzenet)|hazon kivul|αυτοματη απαντηση|תשובה אוטומטית|"
    r"raspuns automat|автоматична відповідь|автоматичен отговор|automatsk[io] odgovor|samodejni odgovor|automatinis atsakymas|automatiska atbilde|automaatvastus|"
    r"sjalfvirkt svar|erantzun automatikoa|رد تلقائي|ตอบกลับอัตโนมัติ|(?:thu )?tra loi tu dong|(?:balasan|jawaban) otomatis|"
    + more.AUTO_SUBJECT
    + r")",
)
# Such a subject mentions a machine; the others mention only an absence.
MACHINE_SUBJECT = LazyPattern(
    r"auto(?!\s*[:\]])|otomati|sjalfvirk|samodej|notification|notice|message|avis\b|aviso|notiz|meldung|(?:а[ув]томат|автоответ)|自動|自动|자동|通知|お知らせ|連絡|αυτοματ|אוטומטי|تلقائي|خودکار|outomat|ავტომატურ|ավտոմատ|স্বয়ংক্রিয়|स्वचालित|தானியங்கு|อัตโนมัติ|tu dong"
)
# A subject that mail programs write, or put before the subject that they answer.
PROGRAM_SUBJECT = LazyPattern(r"\W*(?:out of (?:the )?office|abwesenheitsnotiz|absence du bureau)\s*(?:$|:)")
# HCL Notes and other programs end the subject like this: "Ana Roe/HR/Acme is out of the office (returning 4 May)".
SUBJECT_WITHIN = LazyPattern(
    r"\bis (?:currently )?out of (?:the )?office\b|\bis on (?:vacation|holiday|leave)\b|\bis away\b.{0,20}\breturn|\(returning\b|"
    r"\bist (?:ausser haus|nicht im buro|abwesend|im urlaub)\b|\best absente?(?:\b| du bureau)|\besta (?:ausente|fuera de la oficina)\b|"
    r"\be fuori (?:sede|ufficio)\b|\bis niet (?:op kantoor|aanwezig)\b|\bjest (?:poza biurem|nieobecn)|\bar inte pa kontoret\b|\ber ikke pa kontoret\b|"
    r"\[autoreply\]|\(autoreply\)|\(auto-?reply\)|- out of (?:the )?office$|- abwesenheit|\bout of (?:the )?office (?:auto-?reply|response|notification|message)\b|"
    r"受領確認|受付完了|自動返信",
)
# The first words of a machine's answer that says nothing else, and the number that it names.
THANKS = LazyPattern(
    r"\b(?:thank(?:s| you) for (?:your (?:e-?mail|message|enquiry|inquiry)|contacting|writing|getting in touch)|dank fur (?:ihre|deine) (?:\w+ )?(?:e-?mail|nachricht|anfrage|mitteilung)|merci (?:pour|de) (?:votre|ton) (?:e-?mail|message|courriel)|gracias por (?:(?:su|tu) (?:mensaje|correo|e-?mail)|contactar|escribir)|grazie per (?:(?:il|la) (?:suo|tuo|sua|tua) (?:messaggio|e-?mail|mail)|averci (?:contattat|scritt)\w+)|"
    r"obrigad[oa] (?:pelo|pela) (?:seu|sua|teu|tua) (?:e-?mail|mensagem|contact?o)|bedankt voor (?:je|uw) (?:e-?mail|mail|bericht)|dziekuje(?:my)? za (?:\w+ )?(?:wiadomosc|kontakt|e-?mail)|tack for (?:ditt|din|ert) (?:mail|mejl|e-?post|meddelande)|tak for din (?:mail|e-?mail|besked|henvendelse)|takk for (?:din )?(?:e-?post|henvendelse))\b|(?:お問い合わせ|メール)(?:を)?(?:いただ|頂|くださ)|感谢您的(?:来信|来函|邮件)"
)
FIRST_PERSON = LazyPattern(r"\b(?:i|i'm|i'll|i've|ich|je|yo|eu|ik|jag|jeg)\b")
TICKET_NUMBER = LazyPattern(
    r"\b(?:ticket|incident|case|vorgangs?|ticketnummer|vorgangsnummer|numero de (?:ticket|caso|dossier))\b(?:\W{0,3}(?:id|number|no|nr|nummer|numero)\b)?\W{1,5}[a-z]{0,4}-?\d{3,20}\b"
)
# The writer says that they are not at work now.
ABSENCE = PhrasePattern(
    r"\b(?:i am|i'm|i will be|i'll be|we are|currently) (?:\w+ ){0,4}(?:out of (?:the |my )?office|out of office|away\b|on (?:\w+ )?(?:leave|vacation|holidays?|a business trip|pto)|travell?ing|out on|unavailable|not in the office|ooo\b)|"
    r"\bout of (?:the |my )?office (?:from|until|till|through|starting|on|for|this|with|and|today|next)|^out of (?:the )?office|\bon (?:annual|parental|maternity|paternity|sick|medical) leave\b|"
    r"\bich bin (?:[\w.]+ ){0,8}(?:nicht (?:im (?:buro|haus)|erreichbar|am platz|da)|abwesend|im urlaub|ausser haus|unterwegs|in elternzeit)|bin ich (?:[\w.]+ ){0,8}(?:nicht (?:im (?:buro|haus)|erreichbar)|abwesend|im urlaub|ausser haus)|\b(?:im|in) (?:urlaub|elternzeit|mutterschutz)\b|\bnicht im (?:buro|hause?)\b|\bausser haus\b|"
    r"\bje (?:suis|serai) (?:\w+ ){0,4}(?:absente?|en (?:vacances|conges?|deplacement|formation|arret)|hors du bureau|indisponible)|\bactuellement (?:absente?|en conge)|\babsent(?:e|\(e\))? (?:du bureau|jusqu|du \d)|"
    r"\b(?:estoy|estare|me encuentro|me encontrare) (?:\w+ ){0,4}(?:fuera de (?:la |mi )?oficina|ausente|de (?:vacaciones|viaje|baja|permiso)|fuera)|\bfuera de (?:la )?oficina\b|\bno estare disponible\b|"
    r"\b(?:sono|saro) (?:\w+ ){0,4}(?:fuori (?:sede|ufficio)|assente|in (?:ferie|vacanza|viaggio|trasferta|congedo|maternita))|\bfuori ufficio\b|"
    r"\b(?:estou|estarei|encontro-me) (?:\w+ ){0,4}(?:fora do escritorio|ausente|de (?:ferias|licenca)|em (?:ferias|viagem))|\bfora do escritorio\b|"
    r"\bik ben (?:\w+ ){0,6}(?:afwezig|niet (?:aanwezig|op kantoor|bereikbaar)|met (?:vakantie|verlof)|op vakantie|vrij)|\bben ik (?:\w+ ){0,6}(?:afwezig|niet aanwezig|op vakantie)|\b(?:op|met) vakantie\b|"
    r"\b(?:jestem|bede|przebywam) (?:\w+ ){0,5}(?:poza biurem|nieobecn\w|na urlopie|na zwolnieniu|niedostepn)|\bnie ma mnie w (?:biurze|pracy)|\bna urlopie\b|\bpoza biurem\b|"
    r"\bjag (?:ar|kommer att vara) (?:\w+ ){0,5}(?:inte pa (?:kontoret|plats)|borta|ledig|pa semester|foraldraledig|tjanstledig|franvarande)|\b(?:pa|har) semester\s*(?:$|[:(-])|\bfranvarande\b|"
    r"\bjeg (?:er|holder) (?:\w+ ){0,5}(?:ikke (?:pa (?:kontoret|jobb)|til stede)|pa (?:ferie|barsel|orlov)|ferie|fravaerende|bortreist)|\b(?:pa|har|holder) ferie\b|\bpermisjon\b|"
    r"\bolen (?:\w+ ){0,4}(?:poissa|lomalla|vapaalla)|\bjsem (?:\w+ ){0,4}(?:mimo kancelar|na dovolene|nepritom)|\b(?:ofis disinda|izinde|izindeyim|yillik iznim)|"
    r"\b(?:я )?(?:нахожусь|буду|сеичас) (?:\w+ ){0,4}(?:в (?:отпуске|командировке|декрете)|отсутств\w+|вне офиса)|\bотсутствую\b|\bв отпуске\b|"
    r"不在(?:に|と|の|で|にして)|休暇(?:を|中|と|の|い)|休業(?:中|と|いた)|出張(?:中|の|して|により)|お休みを?(?:いただ|頂)|席を外して|"
    r"(?:休假|度假|出差|外出|不在办公室|不在辦公室|年假|请假|請假|产假|不在公司)|부재\s?중|휴가|출장\s?중|자리를 비"
    "|" + more.ABSENCE
)
# The text says that a machine wrote it.
MACHINE_WORDS = PhrasePattern(
    r"this is an? (?:automat\w+|auto)[- ]?(?:generated |response|reply|e-?mail|message|notification|answer)|automatic(?:ally)? (?:generated|reply|response|sent)|auto-?generated (?:reply|response|message|e-?mail)|automated (?:reply|response|message|acknowledg|confirmation|notification)|auto-?reply\b|"
    r"(?:do|please) not reply to this|this (?:mailbox|e-?mail (?:address|account|box)|inbox|account) is (?:not|un|no longer) ?(?:monitored|attended|read|checked|in use)|"
    r"only notification you will receive while|"
    r"automatisch(?:e)? (?:generiert|erstellt|antwort|versendet|nachricht|eingangs|ruckmeldung)|dies ist eine automati|"
    r"(?:reponse|message|courriel|e-?mail) (?:\w+ ){0,3}automatique|genere automatiquement|respuesta automatica|mensaje (?:\w+ ){0,4}automatic|generado automaticamente|"
    r"(?:risposta|messaggio|e-?mail) (?:\w+ )?automatic|generat\w automaticamente|(?:resposta|mensagem|e-?mail) automatic|gerad\w automaticamente|"
    r"automatisch (?:antwoord|gegenereerd|verzonden|bericht)|wiadomosc (?:zostala )?(?:wygenerowana )?automatyczn|automatyczna odpowiedz|"
    r"automatiskt? (?:svar|genererat|meddelande|besked)|automatisk (?:svar|generert|genereret|besked)|automaattinen (?:vastaus|viesti)|automaticka (?:odpoved|zprava)|otomatik (?:yanit|mesaj|cevap)|"
    r"автоматическ\w+ (?:ответ|сообщение|уведомление)|自動(?:的に)?(?:返信|配信|送信|応答)|自动(?:回复|发送|生成|答复)|自動(?:回覆|發送)|자동(?:으로)? ?(?:발송|응답|회신|생성)"
    "|" + more.MACHINE_WORDS
)
# Further phrases in notes of absence.
ABSENCE_DETAILS = PhrasePattern(
    r"\b(?:upon|on|when|after|until) (?:my return|i(?: am|'m) back|i (?:return|get back|come back))|\bas soon as (?:i (?:am|return|get)|possible (?:after|when|upon))|\b(?:limited|no|intermittent|sporadic|occasional) (?:or no )?access\b|"
    r"\b(?:urgent|immediate|emergenc\w+|in (?:my|the) (?:absence|meantime))\b|\bplease (?:contact|call|e-?mail|reach out|direct|address|forward|refer)|"
    r"\b(?:not|won't|never) (?:be )?(?:check|read|monitor|answer)ing? (?:\w+ ){0,2}(?:e-?mails?|mails?|messages?)\b|\blese (?:\w+ )?(?:e-?mails|mails|nachrichten) (?:\w+ ){0,3}nicht\b|(?:e-?mails|nachrichten) (?:\w+ ){0,4}nicht (?:gelesen|bearbeitet|abgerufen)\b|"
    r"\bdringend|\bin (?:meiner )?abwesenheit|\bnach meiner ruckkehr|\bwenden sie sich|\bihre (?:e-?mail|nachricht) wird nicht|\bnicht weitergeleitet|"
    r"\burgen(?:ces?|te?s?|ti|cias?|z[ae])\b|\brivolgersi\b|\ba mon retour|\bveuillez (?:contacter|vous adresser)|\ben mon absence|\ba mi (?:regreso|vuelta)|\bpuede(?:n)? contactar|\bcontacte|\ben mi ausencia|"
    r"\bal mio (?:rientro|ritorno)|\bcontattare|\bno meu (?:regresso|retorno)|\bcontactar|\bna minha ausencia|"
    r"\bdringend|\bbij (?:mijn )?(?:afwezigheid|spoed)|\bna mijn terugkeer|\bcontact opnemen|\bw (?:pilnych|sprawach)|\bprosze o kontakt|\bpo powrocie|\bbradskande|\bkontakta|\bakut|\bnar jag ar tillbaka|\bhaster|\bkontakt\b|\bnar jeg er tilbage|"
    r"\bkiireelli|\bota yhteytta|\bnalehav|\bv pripade|\bacil|\bсрочн|\bобращаитесь|(?<!取り)急(?:ぎ|用|を要)|緊急|戻り次第|追って|紧急|急事|請聯|请联系|회신|긴급|문의"
    "|" + more.ABSENCE_DETAILS
)
# The person has left for good, or nobody reads the address.
DEPARTURE = PhrasePattern(
    r"\bno longer (?:\w+ )?(?:work(?:s|ing)?|employed|with|at|part of|associated|in (?:this|the) (?:role|position))\b|\b(?:not|n't) (?:\w+ )?(?:employed|associated) (?:by|with|at)\b|\b(?:not|n't) work(?:ing)? (?:\w+ ){1,4}any ?(?:more|longer)\b|\bi(?: have|'ve)? (?:left|moved on|departed|retired)\b|\b(?:has|have) (?:left|retired|moved on|departed)\b|\bmy last (?:working )?day(?! (?:of|on) (?:\w+ ){0,2}(?:vacation|leave|holidays?|pto|absence))|\bmein letzter (?:arbeits)?tag war|\bmon dernier jour etait|\bmi ultimo dia fue|\bi (?:no longer|do not|don't) (?:check|use|read|monitor) this (?:account|address|mailbox|inbox|e-?mail)|\bmoved (?:on )?to (?:a|another) (?:new |different )?(?:role|position|company|employer|challenge|opportunity)|"
    r"\b(?:mailbox|address|account|inbox|e-?mail)s? (?:is|are) (?:not|no longer|un) ?(?:being )?(?:monitored|read|in use|active|checked|attended)|\bunmonitored\b|\bnot monitored\b|"
    r"\bnicht mehr (?:\w+ ){0,4}(?:tatig|beschaftigt|im unternehmen|bei (?:uns|der|\w+)|gelesen|aktiv)|\b(?:unternehmen|firma|gesellschaft)\b(?:[^.!?]|\d\.){0,40}\bverlassen\b|\b(?:he dejado|deje) (?:la empresa|la compania|de trabajar)\b|\bho lasciato (?:l'azienda|la societa)|\bdeixei (?:a empresa|de trabalhar)\b|\bik heb\b[^.!?]{0,40}\bverlaten\b|\bwerk (?:ik )?(?:hier |daar )?niet meer\b|\bodesz(?:lam|edlem) z\b|\bzakonczyl[ae]m prace\b|\bodes(?:el|la) jsem z\b|\bmar nem dolgozom\b|\bnu mai lucrez\b|\bjeg er (?:fratradt|stoppet|sluttet)\b|δεν εργαζομαι πλεον|כבר לא עובד|לא עובדת? (?:עוד|יותר)|لم اعد اعمل|больше не работаю|більше не працюю|\bwird nicht (?:mehr )?(?:gelesen|uberwacht|abgerufen)|\bausgeschieden|\bin (?:den )?ruhestand|"
    r"\bne (?:fait|travaille|fais) plus (?:\w+ )?(?:partie|chez|pour|au)|\b(?:a|ai) quitte\b|\bn'est (?:plus|pas) (?:consulte|utilise|active|surveille|relev)|\bretraite\b|"
    r"\bya no (?:trabaj|form[ao]|labor|estoy|pertenec)|\bha dejado (?:la empresa|de trabajar)|\bno (?:esta|es) (?:supervisad|monitorizad|atendid|revisad|activ[ao]\b|en uso)|\bme he jubilado|"
    r"\bnon (?:lavora|lavoro|fa|faccio) piu\b|\bha lasciato l'azienda|\bnon e (?:piu )?(?:presidiat|attiv|monitorat|letta)|\bja nao (?:trabalh|faz|faco|esta)|\bnao (?:trabalha|trabalho) mais|\bnao e (?:monitorad|lida)|"
    r"\bniet (?:meer|langer) (?:werkzaam|werk|in dienst|actief)|\bwordt niet (?:meer )?(?:gelezen|beheerd|gecontroleerd)|\buit dienst|\bnie (?:pracuj\w+ juz|jestem juz)|\bjuz nie pracuj|\bskrzynka nie jest|"
    r"\b(?:arbetar|jobbar) inte langre|\bhar slutat|\barbejder ikke laengere|\bikke (?:laengere|lenger) (?:ansat|ansatt|i (?:firmaet|selskapet|virksomheden))|\bjobber ikke lenger|\bhar (?:sluttet|fratradt)|\bbevakas inte|\ben(?:aa)? tyoskentele|\bjiz nepracuj|\bartik (?:\w+ )?calismi|\bayrild|"
    r"\bбольше не работ|\bуволил|\bне (?:отслеживается|проверяется)|退職|退社いたしました|異動(?:し|いた)|离职|離職|已不在|不再(?:使用|任职)|퇴사|퇴직",
)
# With these words, such a phrase is only about a day or two.
FOR_A_WHILE = LazyPattern(
    r"\b(?:today|tomorrow|tonight|this (?:week|afternoon|morning|month)|rest of (?:the|this) (?:day|week)|at the moment|right now|while|during|until|over the (?:holidays|weekend)|heute|morgen|diese woche|momentan|derzeit|zurzeit|bis|wahrend|aujourd'hui|demain|cette semaine|pendant|jusqu\w*|hoy|manana|esta semana|hasta|durante|oggi|domani|questa settimana|fino|hoje|amanha|ate|vandaag|morgen|deze week|tot|tijdens|dzis|dzisiaj|jutro|idag|imorgon|i dag|i morgen|till|til|tanaan|huomenna|dnes|zitra|bugun|yarin|сегодня|завтра|до)\b|本日|明日|今天|明天|오늘|내일"
)
# The writer comes back. Then the last day is one before an absence.
OWN_RETURN = PhrasePattern(
    r"\bi(?:'m| am|'ll be| will be| shall be) (?:\w+ ){0,2}back (?:on|at|in|from|after|next|by|mon|tues|wednes|thurs|fri)|\b(?:i|and)(?:'ll| will| shall)? (?:return|resume) (?:on|to work|to the office|from|after|in)\b|"
    r"\b(?:bin|werde) ich (?:\w+ ){0,3}(?:wieder|zuruck)\b|\bich (?:bin|komme|kehre) (?:[\w.]+ ){0,5}(?:wieder (?:da|im|fur|zuruck|erreichbar)|zuruck\b)|\bje (?:serai|suis|reviens|reviendrai|rentre|reprends) (?:\w+ ){0,2}(?:de retour|le|au|en|lundi|mardi|mercredi|jeudi|vendredi)\b|"
    r"\b(?:vuelvo|volvere|regreso|regresare|me reincorporo|me reincorporare) (?:al?|el|en)\b|\b(?:rientro|rientrero|torno|tornero|saro di nuovo) (?:il|in|al|a|lunedi)\b|\b(?:volto|voltarei|regresso|regressarei) (?:no|na|em|ao|a|dia)\b|\bben ik (?:\w+ ){0,4}(?:weer|terug)\b|"
    r"\b(?:wracam|wroce) (?:do|w|we|po|\d)|\b(?:ar|er) jeg (?:\w+ ){0,4}(?:tilbage|tilbake)\b|\bar jag (?:\w+ ){0,4}(?:tillbaka|ater)\b|\bpalaan (?:toihin|\d|maan|tiis|kesk|tors|perj)|\bvratim se (?:v|ve|do|\d|po)|\bdonecegim\b|\bвернусь (?:\d|в|на|после)"
)
# A span behind "I left": the writer is on leave.
FOR_A_SPAN = LazyPattern(
    r"\b(?:for|fur|pour|pendant|por|durante|per|voor|na|i|pa) (?:the |a |an |about |some |my |die |den |les |los |le )?(?:\w+ ){0,2}(?:days?|weeks?|fortnight|honeymoon|trip|month|months|holidays?|vacation|leave|break|tage?n?|wochen?|monate?n?|urlaub|jours?|semaines?|mois|conges?|vacances|dias?|semanas?|mes|meses|vacaciones|giorni|settimane?|mesi|ferie|ferias|dagen|weken|vakantie|dni|tygodni\w*|urlop|dagar|veckor|semester|dage|dager|uger|uker|ferie)\b"
)
# The mail confirms that something arrived.
ACKNOWLEDGEMENT = PhrasePattern(
    r"\b(?:we|i) ?(?:have |'ve )?(?:received|got) your (?:e-?mail|message|request|enquiry|inquiry|application|ticket)|your (?:message|request|enquiry|e-?mail|ticket|application)(?: \([^()\n]{1,20}\))? (?:has been|was) received|\backnowledge(?:s)? receipt|"
    r"\b(?:message|request|enquiry|inquiry|ticket|incident|case|application|candidacy|resume|cv)\b[^.!?\n]{0,80}\b(?:has|have|was|is) (?:now )?(?:been )?(?:successfully )?(?:received|submitted|created|opened|logged|registered)\b|\bapplication (?:submitted|received)\b|\bapplication\b[^.!?\n]{0,60}\b(?:has been|was) (?:successfully )?sent\b|\b(?:confirm\w*|acknowledg\w*) (?:the )?(?:receipt of|that (?:we|it|your))|"
    r"haben (?:ihre|deine|eure) (?:\w+ )?(?:nachricht|anfrage|e-?mail|bewerbung|unterlagen|bewerbungsunterlagen) (?:\w+ ){0,2}erhalten|(?:ihre?|deine?) (?:e-?mail|schreiben)\b[^.!?\n]{0,60}\beingegangen|(?:nachricht|anfrage|bewerbung|unterlagen|ticket|vorgang)\b[^.!?\n]{0,60}\b(?:eingegangen|erhalten|angelegt|aufgenommen|registriert|ubermittelt|eingereicht)|eingangsbestatigung|bestatigen (?:wir |ihnen |dir |hiermit |gerne? )*den (?:eingang|erhalt)|avons bien recu|accus\w+ (?:\w+ )?reception|bien ete (?:recue?|enregistree?|prise? en compte)|"
    r"(?:hemos|se ha) recibido (?:\w+ )?(?:su|tu)|(?:candidatura|solicitud|inscripcion)\b[^.!?\n]{0,60}\b(?:recibid[ao]|registrad[ao]|enviad[ao]|realizad[ao])|abbiamo ricevuto|(?:candidatura|richiesta)\b[^.!?\n]{0,40}\b(?:ricevuta|inviata|registrata)|recebemos (?:com sucesso )?(?:a )?(?:sua|tua|o seu)|(?:candidatura|inscricao)\b[^.!?\n]{0,40}\b(?:recebida|enviada|registada|registrada)|"
    r"hebben (?:uw|je|jouw) (?:\w+ )?(?:bericht|e-?mail|sollicitatie|gegevens|cv|motivatie) (?:\w+ ){0,4}ontvangen|(?:sollicitatie|aanvraag)\b[^.!?\n]{0,40}\bontvangen|otrzymalismy|(?:aplikacja|zgloszenie)\b[^.!?\n]{0,40}\b(?:zostal\w|dotarl\w|otrzyman\w)|vi har (?:nu )?(?:mottagit|tagit emot|modtaget|mottatt)|(?:ansokan|ansogning|soknad\w*)\b[^.!?\n]{0,40}\b(?:mottagen|mottagits|modtaget|mottatt|registrer\w+)|"
    r"olemme vastaanottaneet|hakemuksesi\b[^.!?\n]{0,40}\b(?:vastaanotettu|saapunut)|obdrzeli jsme|prijali jsme|jsme (?:\w+ ){0,2}(?:obdrzeli|prijali)\b|(?:prihlaska|odpoved|zivotopis|reakci\w*)\b[^.!?\n]{0,40}\b(?:obdrzeli|prijat\w|dorucen\w|odeslan\w)\b|(?:jelentkezes|palyazat|oneletrajz)\w*\b[^.!?\n]{0,60}\b(?:megkaptuk|megerkezett|beerkezett|fogadtuk|rogzitettuk)\b|(?:aplicati|candidatur)\w*\b[^.!?\n]{0,40}\b(?:a fost (?:trimis|primit|inregistrat)\w*)|am primit (?:aplicatia|candidatura)|ваш\w* (?:отклик|резюме|заявка)[^.!?\n]{0,20}отправлен|ваш\w* (?:відгук|резюме|заявк\w)[^.!?\n]{0,20}(?:надіслан|отриман)\w*|(?:отримали|прииняли) ваш|λαβαμε την αιτησ|η αιτηση σασ (?:εληφθη|υποβληθηκε)|prijavu (?:smo |ste )?(?:uspjesno |uspesno )?(?:zaprimili|primili|poslali)|gavome jusu|sanemam jusu|oleme (?:teie|sinu) (?:avalduse|kandideerimise) katte saanud|basvurunuz[^.!?\n]{0,40}\b(?:alinmis|ulasmis|alindi|ulasti)|(?:получили|приняли) ваш|ваш\w* (?:заявка|отклик|резюме|письмо)[^.!?\n]{0,40}(?:получен|принят|зарегистрирован)|応募を(?:受け|承り)|受け付け(?:まし|いた)|受信いたし|收到您|已收到|접수",
)
# What a system says in addition when it confirms an application. Two of these three show a receipt; none shows a
# decision.
APPLICATION_THANKS = LazyPattern(
    r"\b(?:thank(?:s| you)\b[^.!?\n]{0,30} for (?:applying|(?:submitting |sending (?:us )?)?your (?:application|interest|resume|cv|candidacy|submission))|vielen dank fur (?:ihre|deine) (?:\w+ )?(?:bewerbung|unterlagen|interesse)|merci (?:d'avoir postule|(?:pour|de) votre (?:candidature|interet))|vous (?:en )?remercions|gracias por (?:tu|su) (?:candidatura|interes|solicitud|postulacion|inscripcion)|gracias por postular|"
    r"grazie per (?:la (?:tua|sua) candidatura|esserti candidat|aver inviato)|obrigad[oa] (?:pela|por) (?:sua |tua )?(?:candidatura|inscricao|se candidatar)|bedankt voor (?:je|uw) (?:sollicitatie|interesse)|dziekujemy za (?:\w+ ){0,3}(?:aplikacj|zgloszeni|zainteresowan)|tack for (?:din ansokan|ditt intresse|att du soker)|tak for din (?:ansogning|interesse)|takk for (?:din )?(?:soknad|interesse)|kiitos (?:hakemukse|kiinnostukse)|dekujeme za (?:vas |zaslani )|basvurunuz icin tesekkur|спасибо за (?:ваш )?(?:отклик|интерес|заявк))|"
    r"応募(?:いただき|ください|頂き)|(?:感谢|謝謝)(?:您|你)?(?:的)?(?:申请|应聘|應徵|投递)|지원해 ?주셔서",
)
ACKNOWLEDGEMENT_SUBJECT = LazyPattern(
    r"\b(?:application (?:confirmation|received|submitted)|(?:confirmation|receipt) of (?:your |the )?application|(?:bewerbungs)?eingang(?:sbestatigung)?|bewerbungseingang|accuse de reception|acuse de recibo|confirmacion de (?:tu|su|la)? ?(?:candidatura|solicitud|inscripcion)|conferma (?:di )?(?:ricezione|candidatura)|confirmacao de (?:recebimento|rececao|candidatura|inscricao)|ontvangstbevestiging|potwierdzenie (?:aplikacji|otrzymania|zgloszenia)|bekraftelse pa (?:din )?ansokan|kvittering for (?:ansogning|soknad)|vahvistus)\b|受付(?:完了)?|応募完了|申请已收到|접수 완료"
)
REVIEW_NOTICE = LazyPattern(
    r"\b(?:will (?:now |\w+ly )?(?:be )?(?:\w+ly )?(?:review\w*|look\w* (?:at|through|into)|go(?:ing)? (?:through|over)|consider\w*|assess\w*|evaluat\w*)|(?:is|are) (?:being |currently )?(?:review\w*|under review|under consideration)|contact you (?:if|once|when|should)|in touch if|(?:if|should) (?:your|there(?: is|'s) a|we (?:feel|think|find)|you are)|(?:sorgfaltig|eingehend|schnellstmoglich|in ruhe) (?:prufen|sichten|gepruft)|(?:prufen|gepruft)\b|etwas geduld|melden uns|setzen uns|en cours d'(?:etude|examen|analyse)|etudi\w+|examin\w+|sans reponse|"
    r"revis(?:ar|a)\w*|evaluar\w*|nos pondremos|valutar\w*|in linea|ricontatter\w*|contatter\w*|analis\w+|avaliar\w*|entraremos|bekijken|beoordel\w+|nemen (?:\w+ ){0,4}contact|zo (?:snel|spoedig) mogelijk|przeanalizu\w*|rozpatrz\w*|skontaktujemy|gar igenom|gennemga\w*|gjennomga\w*|aterkommer|vender tilbage|kay\w* (?:\w+ )?lapi|palaamme|ozveme|degerlendir\w*|рассмотр\w*|свяжемся)|確認|選考|审核|筛选|評估|评估|검토",
)
# Words above a note of absence in a mail that is nevertheless a real answer.
PERSONAL_WORDS = PhrasePattern(
    r"\b(?:but|just|still|only) (?:i )?(?:wanted|want|would like|felt|had) to\b|\b(?:wanted|just) to (?:answer|reply|say|tell|let you know|thank)|\bbut (?:let me|here|we|you|the team)\b|\b(?:quick|short|brief) (?:note|word|answer|reply|line)\b|\bthe answer is\b|\bbut i (?:think|believe|hope|guess|can|will)\b|\b(?:our|the|a) decision\b|\b(?:liked|loved) (?:you|your|talking|meeting)\b|"
    r"\b(?:lovely|great|nice|good|glad|a pleasure|pleased|enjoyed) (?:to )?(?:meet|meeting|talk|talking|speak|speaking|see|seeing|hear|hearing)\w* (?:you|with you|from you)|\bknows? (?:all )?about you\b|\byour (?:profile|visit|talk|interview|start date|contract|offer)\b|\b(?:the|our|this|an) offer\b|\b(?:the|your|our|this) (?:contract|papers|references|start date|salary)\b|\bvertrag\w*|\b(?:le|votre) contrat\b|\b(?:el|su|il|o|seu) contrat?to\b|\bhet contract\b|\bumow\w{1,3}\b|\b(?:kontraktet|avtalet)\b|"
    r"\bwollte (?:ihnen|dir|euch|mich|aber|doch|nur|noch|kurz)|\bmochte (?:ihnen|dir) (?:aber|noch|trotzdem|doch|kurz)|\b(?:ihr|das|unser) gesprach\b|\bkennenzulernen\b|\bkennengelernt\b|\bihr profil\b|"
    r"\b(?:mais|juste) (?:je )?(?:voulais|voudrais|tenais|tiens|veux)|\bvotre (?:profil|visite|entretien)\b|\bde vous (?:avoir rencontre|rencontrer)|"
    r"\bpero (?:queria|quiero|te|le|les)\b|\b(?:tu|su) perfil\b|\b(?:conocerte|conocerle|hablar contigo)\b|\bma (?:volevo|vorrei|le|ti)\b|\b(?:il suo|tuo) profilo\b|\bconoscer(?:la|ti)\b|"
    r"\bit was (?:a |my )?(?:\w+ )?pleasure\b|\bmy pleasure\b|\b(?:kind|nice|lovely) (?:words|note|card|letter)\b|\b(?:nice|great|good|pleasant) (?:conversation|talk|meeting)\b|\b(?:i|we|\w+)(?:'ll| will) (?:call|phone|ring) you\b|\bgern geschehen\b|\b(?:nette|freundliche|liebe)\w* (?:worte|zeilen|gesprach)\b|\bhat mich (?:sehr )?gefreut|\brufe (?:sie|dich)(?: \w+){0,4} (?:an|zuruck)\b|"
    r"\b(?:avec plaisir|belle rencontre|bel echange)\b|\b(?:vous|t')\s?(?:r?appeller)\w+|\bfue un placer\b|\bcon mucho gusto\b|\b(?:le|te) (?:llamo|llamare|llamaremos)\b|\bgrazie a (?:lei|te)\b|\bpiacere mio\b|\b(?:la|ti) (?:richiam|chiam)\w+|\bfoi um prazer\b|\b(?:lhe|te) (?:ligo|ligarei|telefono)\b|\bgraag gedaan\b|\bbel ik (?:je|u)\b|"
    r"\bmil(?:a|ej|e) (?:rozmow|slow|spotkani)\w*|\bbylo mi (?:bardzo )?milo|\b(?:zadzwoni|oddzwoni)\w+|\btack sjalv\b|\btrevlig\w* (?:samtal|mote|att traffa)|\bringer (?:jag )?(?:dig|deg)\b|\bselv tak\b|"
    r"\bmas (?:queria|quero|gostaria)\b|\b(?:seu|teu) perfil\b|\bmaar (?:ik )?(?:wilde|wou|wil)\b|\bje profiel\b|\bale (?:chcial\w*|chce)\b|\bmen (?:jag |jeg )?(?:ville|vill|vil)\b|\bно (?:я )?(?:хотел|хочу)|ぜひ|是非|取り急ぎ|先告诉(?:你|您)|先回复(?:你|您)",
)
# Lines that a help desk puts above the text of its people.
HELP_DESK = LazyPattern(
    r"(?:reply|response|answer|text) above this line|above this line (?:to|when) (?:reply|comment)|(?:ober|uber)halb dieser (?:linie|zeile)|au-dessus de cette ligne|"
    r"(?:encima|arriba) de esta linea|sopra (?:a )?questa (?:riga|linea)|acima desta linha|boven deze (?:regel|lijn)|ovanfor denna rad|over denne linje|powyzej tej linii|この行の上|在此行(?:之)?上",
)
