"""Stems that show that a mail is about hiring, a message or a call, in many languages. Texts are folded."""

from __future__ import annotations

from followupd.inbound.parsing.phrase_pattern import PhrasePattern

# They match more than `intent.HIRING_WORDS`: because of them followupd reads a mail and asks. They alone never stop it.
HIRING_STEMS = PhrasePattern(
    r"\b(?:eignungs|online|einstellungs|coding|programmier|auswahl)[- ]?tests?\b|\btestaufgabe|\bprobe(?:arbeit|tag)|\btest (?:technique|de recrutement|en ligne|tecnico|attitudinale|rekrutacyjny)|\bprueba (?:tecnica|online|en linea)|\bprova tecnica|\bteste (?:tecnico|online)|\bzadanie rekrutacyjne|\bonline ?-?toets|\b(?:mak|mad|put)\w* (?:(?:you|him|her) )?an offer|\bangebot (?:machen|unterbreiten)|\bfaire une (?:offre|proposition)|\bhacer(?:le|te)? una oferta|\bfar(?:e|le|ti) un'offerta|\bfazer uma (?:oferta|proposta)|\been aanbod (?:doen|te doen)|\bappli(?:cation|cant|ed)|\bapplying\b|\b[ck]andidat|\binterview|\brecruit|\bhiring\b|\bhired?\b|\bvacanc|\bjob offer|\bemployment|\bonboarding|\bbackground (?:check|screening)|\bscreening\b|\bresume\b|\bcv\b|\byour (?:start|visit|role|position|offer)\b|\bposition (?:of|as)\b|\bshortlist|\bassessment\b|\b(?:coding|technical|online|skills?) (?:test|challenge|task|exercise)\b|"
    r"\bbewerb|\bstellen(?:angebot|ausschreib)|\b(?:die|der|zur|diese|eine) stelle\b|gesprach|\barbeitsvertrag|\bpersonalabteilung|\beinstell|\bcandidatur|\bentretien|\bembauch|\brecrut|\bvotre (?:arrivee|contrat|venue)|\bposte\b|\bentrevista|\bpuesto\b|\bvacante|\bcontratacion|\bproceso de seleccion|\bcolloqui|\bassunzion|\bselezion|\bvaga\b|\bsollicit|\bvacatur|\barbeids(?:overeenkomst|contract)|"
    r"\brekrut|\baplikac|\bstanowisk|\bkandydat|\bumow[aey]\b|\bpohovor|\buchazec|\bpozic|\bzivotopis|\bvyberov|\bjelentkez|\bpalyaz|\bjelolt|\ballas(?:ra|interju|hirdetes|ajanlat)|\binterju|\bmunka(?:kor|szerzodes)|\binterviu|\bangajar|\bpostul|\bansok(?:an|t)|\banstall|\bintervju|\brekryter|\bansog|\bstilling|\bansaett|\bansett|\bsoknad|\bsamtale\b|\bhakemu|\bhaastatt|\btyopaik|\brekryto|\btyosopimu|\bhakij|"
    r"\bkandideeri|\btoointervjuu|\bpieteikum|\bpokalb|\batrank|\bbasvuru|\bmulakat|\bpozisyon|\baday|\bise alim|\bis teklif|αιτησ|συνεντευξ|υποψηφι|προσληψ|ваканс|собеседован|співбесід|кандидат|должност|резюме|трудов|посад|интервю|длъжност|\bprijav|\brazgovor|\bradno mj?est|\bdelovno mest|\bung tuyen|\bphong van|\btuyen dung|\blamaran|\bwawancara|\btemu ?duga|\blowongan|"
    r"وظيف|مقابل[ةه]|مرشح|توظيف|التقديم|استخدام|مصاحب|ראיון|משר[הת]|מועמד|גיוס|קורות חיים|תפקיד|साक्षात्कार|नौकरी|आवेदन|選考|面接|採用|応募|内定|面談|履歴書|面试|面試|录用|錄用|应聘|應聘|招聘|职位|職位|岗位|崗位|复试|複試|初试|入职|入職|면접|채용|합격|전형|입사|지원(?:해|하|서|자)|สมัครงาน|สัมภาษณ์|ต\u0e4d\u0e32แหน่ง|ผู้สมัคร",
)
CONTRACT_STEMS = PhrasePattern(
    r"\bcontract|\bagreement|\be?-?sign(?:ature)?\b|\bto sign\b|\bvertrag|vertrag\b|\bunterschr|\bunterzeichn|\bcontrat|\bsignatur|\bsigner\b|\bfirma\b|\bcontratt|\bfirmar\b|\bassina|\bondertek|\bovereenkomst|\bumow|\bpodpis|\bsmlouv|\bzmluv|\bszerzodes|\balair|\bavtal|\bkontrakt|\baftale|\bsopimu|\ballekirjoit|\bsozlesme|\bimza|договор|договір|подпис|підпис|συμβασ|υπογραφ|عقد|توقيع|חוזה|חתימ|契約|署名|合同|签署|簽署|계약|서명|สัญญา|hop dong|kontrak"
)
# Somebody wrote to the user in another way, and a service reports it.
MESSAGE_STEMS = PhrasePattern(
    r"\bmessage|\bmessag|\binmail|\bnachricht|\bmensaje|\bmensag|\bbericht(?:en|je)?\b|\bwiadomo|\bmeddelande|\bbesked|\bmelding|\bviesti|\bzprav|\bsprav[ayu]\b|\buzenet|\bmesaj|\bileti(?:ler|niz)?\b|\bporuk|\bsporocil|\bpranesim|\bzinojum|\bsonum|\btin nhan|\bpesan\b|сообщен|повідомлен|съобщение|порук|μηνυμα|رسال|پیام|הודע|מסר|संदेश|ข้อความ|メッセージ|消息|讯息|訊息|私信|留言|메시지|쪽지|"
    r"\b(?:replied|responded|wrote to you|answered)\b|\bgeantwortet|\bgeschrieben|\brepondu|\brespondi|\brisposto|\bodpowiedz|\bsvarat|\bsvaret|ответил|返信|回复了|답장"
)
CALL_STEMS = PhrasePattern(
    r"\bvoice ?-?mail|\bmissed (?:a )?call|\bcalled you\b|\bcall from\b|\btext (?:message )?from\b|\bsms\b|\bmms\b|\bvoice message|\banswering machine|\btranscript|\bcaller\b|\bwhatsapp|\bsignal\b|\btelegram\b|\bsprachnachricht|\banruf|\bmailbox\b|\banrufbeantworter|\bmessage vocal|\bmessagerie|\bappel (?:manque|en absence)|\brepondeur|\bbuzon de voz|\bllamada|\bcorreo de voz|\bmensaje de voz|\bsegreteria|\bchiamata|\bmessaggio vocale|"
    r"\bchamada|\bcorreio de voz|\bgemiste oproep|\bgemist gesprek|\bvoicemailbericht|\bnieprzyjete|\bnieodebrane|\bpoczt\w* glosow|\bzmeskan|\bhlasov|\bnem fogadott|\bhangposta|\bmissat samtal|\brostmeddelande|\btelefonsvar|\bubesvare|\bvastaamaton|\bpuhelu|\bcevapsiz|\bsesli (?:mesaj|posta)|пропущен|голосов|автоответчик|пропущ|αναπαντητη|τηλεφωνητη|مكالمة|البريد الصوتي|שיחה|תא קולי|不在着信|留守番|着信|ボイスメール|未接|语音|語音|短信|簡訊|부재중|음성|문자"
)
# Somebody writes on behalf of somebody else.
DELEGATION_STEMS = PhrasePattern(
    r"\b(?:assistant|secretary|pa|ea|colleague|deputy|office) (?:of|to)\b|\bon behalf of\b|\basked me to\b|\bassisten[tz]\w* (?:von|der|des|van)\b|\bsekretari?a?t|\bvorzimmer|\bim (?:auftrag|namen) (?:von|der|des)\b|\bkolleg\w+ (?:von|der|des)\b|\blasst (?:\w+ )?(?:fragen|ausrichten|grussen)|\b(?:bat mich|hat mich gebeten)\b|\b(?:assistante?|secretaire|collegue|adjointe?) de\b|\bde la part de\b|\bau nom de\b|\bm'a (?:demande|charge)|"
    r"\b(?:asistente|secretari[ao]|colega|ayudante) de\b|\b(?:de parte|en nombre) de\b|\bme (?:pidio|ha pedido)|\b(?:assistente|segretari[ao]|collega) di\b|\b(?:per conto|a nome) di\b|\bmi ha chiesto|\b(?:assistente|secretari[ao]|colega) d[aoe]\b|\bem nome d[aoe]\b|\bme pediu|\bcollega van\b|\bnamens\b|\bvroeg me|\basystent|\bw imieniu\b|\bprosil\w* mnie|\bpa uppdrag av\b|\bpa vegne (?:af|av)\b|\bkollega till\b|\bpuolesta\b|\bjmenem\b|\bneveben\b|\badina\b|по поручению|от имени|от лица|ассистент|секретар|помощник|за дорученням|εκ μερουσ|עוזר|בשם|נציג|نيابة عن|بالنيابة|秘書|代理|助理|秘书|同事|同僚|비서|대신"
)
# What a service does for an employer: it shares, invites, tests, quarantines, protects.
SERVICE_STEMS = PhrasePattern(
    r"\binvit|\bshared\b|\bsharing\b|\bfiles?\b|\bdocument|\btest\b|\bchallenge\b|\boffer\b|\bsecure|\bencrypt|\bprotected\b|\b(?:quar|cuar|kar|kvar|kwar)[ae]nt|карантин|καραντιν|הסגר|حجر|隔離|隔离|격리|\bspam|\bcorreo no deseado|\bno deseados?\b|\bindesirables?\b|\bindesiderat[ao]\b|\blixo eletronico|\bongewenste\b|\bniechcian\w+|\bnevyzadan\w+|\bkeretlen\b|\bskrappost|\broskaposti|\bistenmeyen\b|\bthu rac\b|нежелательн|небажан|ανεπιθυμητ|דואר זבל|البريد العشوائي|مزعج|迷惑メール|垃圾邮件|垃圾郵件|스팸|\bjunk\b|\bpourriel|\bheld\b|\bon hold\b|\bdigest\b|\bticket\b|\brequest|\breferences?\b|\bschedul|\bmeeting\b|\bbook\b|\beinlad|\bgeteilt|\bdatei|\bdokument|\bangebot\b|\bverschlusselt|\btermin|\banfrage|\bpartage|\bfichier|\boffre\b|\bchiffre|\brendez-vous|\bcompartid|\barchivo|\boferta\b|\bcita\b|\bcondivis|\bofferta\b|\bappuntamento|\bconvite|\buitnod|\bgedeeld|\bbestand|\bzapros|\budostepn|\bpozvan|\bmeghiv|\bajanlat|\b(?:next|naechste[rn]?|nachste[rn]?) (?:steps?|stage|round|schritte?)\b|\bvolgende stap|\bprochaines? etapes?|\b(?:proximo|siguiente)s? pasos?\b|\bproxim[ao]s? (?:etapas?|passos?)\b|\bprossim[oi] pass[oi]\b|\bnasta steg\b|\bnaeste skridt|\bneste steg\b|\bseuraava (?:vaihe|askel)|\bnastepny krok|\bdalsi krok|\bkovetkezo lepes|\burmatorul pas|\bsonraki adim|следующии (?:шаг|этап)|наступнии (?:крок|етап)|επομενο βημα|השלב הבא|الخطوة التالية|次のステップ|下一步|다음 단계|加密|暗号化|암호화|보안 ?메일|\bzaszyfrowan|\bsifrovan|\btitkositott|\bkrypter|\bsalattu|\bsifreli\b|зашифрован|защищенн|\binbjud|\bindbyd|\bkutsu|\bdavet|\bspotkani|\bschuzk|\bstretnut|\btalalkoz|\bintalnir|\btoplant|\btapaami|приглаш|запрош|встреч|зустріч|срещ|συναντησ|פגיש|اجتماع|会議|ミーティング|会议|會議|회의|미팅|προσκλ|הזמנ|دعو|招待|邀请|邀請|共有|分享|초대|공유|เชิญ"
)
# A filter keeps back a mail that somebody wrote.
QUARANTINE_STEMS = PhrasePattern(
    r"\b(?:quar|cuar|kar|kvar|kwar)[ae]nt|карантин|καραντιν|הסגר|隔離|隔离|격리|\bspam\b|\bcorreo no deseado|\bno deseados?\b|\bindesirables?\b|\bindesiderat[ao]\b|\blixo eletronico|\bongewenste\b|\bniechcian\w+|\bnevyzadan\w+|\bkeretlen\b|\bskrappost|\broskaposti|\bistenmeyen\b|\bthu rac\b|нежелательн|небажан|ανεπιθυμητ|דואר זבל|البريد العشوائي|مزعج|迷惑メール|垃圾邮件|垃圾郵件|스팸|\bheld (?:messages?|mails?)\b|\bon hold\b|\bzuruckgehalten|\bretenus?\b|\bretenid|\btrattenut|\bbekletilen"
)
SHARED_FILE = PhrasePattern(
    r"\bshared\b|\bsent you .{0,60}(?:files?|items?|documents?|pdf)\b|\binvited you to (?:edit|view|comment)|\binvitation to (?:edit|view|comment)|\bgeteilt\b|\bfreigegeben\b|\bpartage\b|\bcompartido|\bcondiviso|\bcompartilh|\bgedeeld\b|\budostepnil|\bdelat\b|\bdelt\b|\bjakoi\b|\bpaylasti|поделил|κοινοποιησε|共有|分享|공유"
)

# A preposition before the name of the sender.
FROM_WHOM = r"(?:from|by|at|bei|von|vom|chez|de|da|di|van|bij|z|ze|od|fran|fra|hos|u|от|из|від)"
