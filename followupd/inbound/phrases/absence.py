"""The words of notes of absence in further languages, folded (see `fold_text`): Greek ς becomes σ, й becomes и, đ d."""

from __future__ import annotations

# The writer says that they are not at work now.
ABSENCE = (
    r"\b(?:βρισκομαι|ειμαι|θα ειμαι) (?:\w+ ){0,2}(?:εκτοσ|σε (?:\w+ )?αδεια)|\bεκτοσ γραφειου\b|\bαπουσιαζω\b|\bλειπω (?:απο|σε)\b|\bσε (?:κανονικη |ετησια )?αδεια\b|"
    r"\b(?:olen|viibin) (?:\w+ ){0,4}(?:puhkusel|haiguslehel|lahetuses)\b|\bpole kontoris\b|خارج المكتب|(?:في|فى) (?:إجازة|اجازة)|(?:إجازة|اجازة) (?:سنوية|رسمية|مرضية)|غير متواجد|لست في المكتب|در مرخصی|خارج از دفتر|"
    r"\bin concediu\b|\b(?:nu (?:sunt|voi fi)|lipsesc|plecat\w*) (?:\w+ )?(?:la|din|in) birou|\bin afara biroului\b|\bin delegatie\b|\b(?:у|в) відпустці\b|\bвідсутн\w+|\bпоза офісом\b|\bу відрядженні\b|\bна лікарняному\b|\bне в офісі\b|"
    r"\b(?:в|съм в|ползвам|излизам в) (?:платен )?отпуска?\b|\bизвън офиса\b|\bотсъствам\b|\bне съм в офиса\b|\bв командировка\b|\bна (?:годишњем|одмору?)\b|\bван канцеларије\b|"
    r"\bna (?:godisnjem|odmoru|bolovanju|porodiljnom|sluzbenom putu|dopustu|dovolen(?:ke|e)|materskej|materske|nemocensk\w+|pn)\b|\b(?:izvan ureda|van kancelarije|izven pisarne|zunaj pisarne|mimo kancelar\w*)|\b(?:nisam u (?:uredu|kancelariji)|nisem v pisarni|nie som v kancelari\w*|nejsem v kancelar\w*|nebudu v kancelar\w*|nebudem v kancelar\w*)|\b(?:odsutan|odsutna|odsoten|odsotna|nepritomn[ayi]?)\b|\bcerpam dovolen\w+|"
    r"\bszabadsag(?:on|omat|ra|amat)\b|\b(?:hazon|irodan) kivul\b|\bnem (?:vagyok|leszek) (?:\w+ )?(?:az )?irodaban\b|\btavol (?:vagyok|leszek)\b|\b(?:tavolletem|betegszabadsag\w*)\b|"
    r"מחוץ למשרד|(?:אני|אהיה|נמצא|נמצאת) (?:\S+ )?(?:בחופשה|בחופשת|בחופש|לא במשרד)|בחופשה (?:עד|מ|החל)|בחופשת (?:לידה|מחלה)|לא (?:אהיה|נמצא|נמצאת) (?:במשרד|זמינ)|"
    r"\b(?:izindeyim|izinliyim|izinde olacag\w+|tatildeyim|raporluyum|ofiste degilim|ofiste olmayacag\w+|sehir disindayim)\b|\b(?:ofis|ofisin|sirket) disinda\w*|\byillik izin\w*|"
    r"\ben ole (?:\w+ )?(?:toimistolla|paikalla|tavoitettavissa|toissa)\b|\b(?:vuosi|kesa|talvi|sairaus|vanhempain)?lomalla\b|\bpoissa toimistolta\b|\btyomatkalla\b|\b(?:viibin|olen) (?:\w+ )?puhkusel\b|\b(?:esmu|atrodos) (?:\w+ )?(?:atvalinajuma|arpus biroja)\b|\b(?:esu|busiu) (?:\w+ )?atostogose\b|\batostogauju\b|\bnesu biure\b|"
    r"\b(?:ute av|ude af|vaek fra) kontoret\b|\bude af huset\b|\b(?:afholder|avvikler|avspaserer|tar ut) (?:\w+ )?(?:ferie|semester)?\b|\bpa (?:sommerferie|juleferie|vinterferie|forretningsrejse|tjenestereise|tjansteresa|sommarsemester|foraeldreorlov|foreldrepermisjon)\b|\ber (?:syk|syg)meldt\b|\bi (?:frii|sumarfrii|orlofi)\b|\bjag har (?:\w+ )?semester\b|"
    r"ลา(?:พักร้อน|พักผ่อน|หยุด|กิจ|ป่วย|คลอด|ประจ)|อยู่ระหว่างลา|ไม่อยู่ที่|นอกส\u0e4d\u0e32นักงาน|ไม่ได้อยู่ที่|\b(?:dang|se) (?:\w+ ){0,3}(?:nghi (?:phep|le|mat|thai san|om)|vang mat|di cong tac)\b|\bnghi phep\b|\bkhong co mat (?:tai|o) van phong|\bngoai van phong\b|"
    r"(?:कार्यालय|ऑफिस|दफ्तर) (?:से|के) बाहर|(?:छुट्टी|अवकाश) पर|\b(?:sedang|saya) (?:\w+ ){0,2}(?:cuti|bercuti|di luar (?:kantor|pejabat|kota))\b|\bcuti (?:tahunan|melahirkan|sakit)\b|\bdi luar kantor\b|\bestic (?:de vacances|fora|absent)\b|"
    r"연차|병가|육아\s?휴직|사무실에 없|자리에 없|외근\s?중|不在(?:办公|辦公)|正在休|放假(?:中|期间)|年休|出国|出國|公出|暂时无法(?:查看|回复)|暫時無法|\b(?:ek is|ek sal) (?:\w+ ){0,3}(?:met verlof|met vakansie|uit die kantoor|afwesig)\b|\b(?:jam|do te jem) (?:\w+ ){0,2}(?:me pushime|me leje|jashte zyres)\b|შვებულებაში|ოფისის გარეთ|ছুটিতে|অফিসের বাইরে|چھٹی پر|دفتر سے باہر|விடுமுறையில்|రజాలో|సెలవులో|ರಜೆಯಲ್ಲಿ|അവധിയിൽ|રજા પર|ਛੁੱਟੀ ਤੇ|रजेवर|արձակուրդում|mezuniyyetdeyem|демалыстамын|\b(?:naka-leave|nasa bakasyon|wala sa opisina)\b|\b(?:niko|nipo) (?:kwenye )?likizo\w*|\b(?:ar wyliau|allan o'r swyddfa|ar saoire|as an oifig)\b|\b(?:de vacacions|oporretan|bulegotik kanpo|fora da oficina)\b|有給休暇|育児休業|産休|育休|夏季休業|冬季休業|外出して(?:おり|い)"
)
# Further phrases in notes of absence.
ABSENCE_DETAILS = (
    r"\bεπειγ\w+|\bεπικοινων\w+|\bπροσβαση\b|\bεπιστροφη\w*|\bεπιστρεψω\b|عاجل|(?:يرجى|الرجاء|يمكنكم) (?:الاتصال|التواصل|مراسلة|الإتصال)|لن (?:أتمكن|اتمكن)|(?:عند|بعد|حتى) عودتي|فوری|تماس بگیرید|"
    r"\burgent\w*|\bcontactati\b|\bnu am acces\b|\bla intoarcere\b|\b(?:voi )?reveni\b|\bтермінов\w+|\b(?:звертаитеся|зверніться|телефонуите)\b|\bне читаю\b|\bпісля повернення\b|\bвідповім\b|\b(?:спешн|неотложн)\w+|\b(?:свържете|обърнете|обърнете)\b|\bслед завръщането\b|\bнямам достъп\b|\bще отговоря\b|\bхитн\w+|"
    r"\b(?:hitn|nujn|surn|nalehav)\w+|\b(?:obratite|kontaktirajte|javite se|obrnite|obratte|kontaktujte|volejte|volajte|piste)\b|\bpo (?:povratku|vrnitvi|navrate|navratu)\b|\bnemam pristup\w*|\bsurgos\w*|\b(?:forduljon|forduljanak|keresse|keressek|hivja)\b|\bvisszater\w*|\bvalaszol\w+|"
    r"דחופ|דחוף|(?:ניתן|נא|אנא|אפשר) (?:לפנות|פנו|ליצור|להתקשר)|אשיב|אחזור|בהיעדרי|\bacil\b|\bulasabilir\w*|\biletisime gec\w*|\bdon(?:dugumde|usumde|unce)\b|\bbasvurabilir\w*|\birtibat\w*|\bpalattuani\b|\bpaluuni\b|\ben lue\b|\b(?:haste\w*|presserende|akutt?)\b|\b(?:laeser|leser|laser) (?:ikke|inte)\b|"
    r"ด่วน|ติดต่อ|เมื่อกลับ|\bkhan cap\b|\b(?:viec|truong hop|can) (?:\w+ )?gap\b|\blien he\b|\bkhi (?:quay|tro) (?:lai|ve)\b|\bse (?:phan hoi|tra loi)\b|तत्काल|संपर्क|लौट|\bmendesak\b|\bhubungi\w*|\bmenghubungi\b|\bskub\w+|\bkreipkites\b|\bsteidzam\w+|\bpoorduge\b|[\w.+-]{1,40}@[\w-]{1,40}\.\w+|"
    r"\bnar jeg (?:er|kommer) (?:\w+ )?(?:tilbake|tilbage|retur|igen)\b|\bпо (?:повратку|возвращении)\b|\bотвечу\b|\bmembalas\b|\bsetelah kembali\b|پس از بازگشت|پاسخ خواهم|\btornada\b|\btagasi\b|\bvastan\b|\batgriesanas\b|\batbildesu\b|\btil baka\b|\bgriz\w*|\batsakysiu\b|"
    r"급한|긴급|연락\s?(?:주|바랍)|복귀\s?(?:후|하)|如有(?:急|紧急|緊急)|急事|返回后|回来后|回覆您|尽快回复|お急ぎ|ご連絡ください|戻りましたら|復帰後"
)
# Subjects of such notes; a single word must be the whole subject.
AUTO_SUBJECT = (
    r"\b(?:puudumine|puhkus|puhkusel|automaatvastus)\s*(?:$|[:(-])|^(?:غیبت|مرخصی)\s*(?:$|[:(-])|پاسخ خودکار|εκτοσ γραφειου|αυτοματ\w+ απαντησ\w+|(?:απουσια|σε αδεια)\s*(?:$|[:(-])|خارج المكتب|رد (?:تلقائي|آلي)|(?:في )?(?:إجازة|اجازة)\s*(?:$|[:(-])|(?:sunt )?(?:in )?concediu\s*(?:$|[:(-])|absent(?:a)? (?:de la|din) birou|(?:у |в )?відпуст(?:ка|ці)\s*(?:$|[:(-])|відсутність\s*(?:$|[:(-])|поза офісом|(?:в |във )?отпуска?\s*(?:$|[:(-])|извън офиса|"
    r"(?:na )?godisnj(?:em|i)(?: odmoru?)?\s*(?:$|[:(-])|(?:izvan ureda|van kancelarije|izven pisarne)|(?:na )?dopustu?\s*(?:$|[:(-])|(?:na )?dovolen(?:ke|ka|a)\s*(?:$|[:(-])|mimo kancelari\w*|szabadsag(?:on)?\s*(?:$|[:(-])|irodan kivul|תגובה אוטומטית|מענה אוטומטי|מחוץ למשרד|(?:ב)?חופשה\s*(?:$|[:(-])|(?:yillik )?izin(?:deyim)?\s*(?:$|[:(-])|ofis disinda\w*|"
    r"ute av kontoret|ude af kontoret|ตอบกลับ(?:โดย)?อัตโนมัติ|ไม่อยู่ที่|ลาพักร้อน|(?:dang )?nghi phep\s*(?:$|[:(-])|vang mat\s*(?:$|[:(-])|phan hoi tu dong|छुट्टी पर|स्वचालित|(?:sedang )?cuti\s*(?:$|[:(-])|di luar kantor|outside (?:the )?office|outomatiese (?:antwoord|reaksie)|uit die kantoor|pergjigje automatike|ავტომატური პასუხი|স্বয়ংক্রিয় (?:উত্তর|জবাব)|خودکار (?:جواب|پیغام)|தானியங்கு பதில்|స్వయంచాలక|ಸ್ವಯಂಚಾಲಿತ|യാന്ത്രിക|સ્વચાલિત|ਸਵੈਚਲਿਤ|ավտոմատ պատասխան|avtomatik cavab|автоматты жауап|автоматчилсан|awtomatikong (?:tugon|sagot)|jibu la kiotomatiki|ateb awtomatig|freagra uathoibrioch|awtomatik\w* twegiba"
)
# The text says that a machine wrote it.
MACHINE_WORDS = (
    r"αυτοματ\w+ (?:απαντηση|μηνυμα)|(?:رسالة|رد) (?:تلقائي|آلي)\w*|(?:mesaj|raspuns|e-?mail) (?:\w+ )?automat\b|автоматичн\w+ (?:відповідь|повідомлення|лист)|автоматич\w+ (?:отговор|съобщение)|аутоматск\w+|automatsk[ai] (?:odgovor|poruka|e-?mail)|samodejn\w+ (?:odgovor|sporocilo)|automatick\w+ (?:odpoved|sprava|spravu)|automatikus (?:valasz|uzenet|e-?mail)|(?:מענה|תשובה|תגובה|הודעה) אוטומטי\w*|"
    r"อัตโนมัติ|\b(?:tra loi|thu|phan hoi|tin nhan) tu dong\b|स्वचालित|(?:balasan|pesan|jawaban) otomatis|otomatik olarak|automaatne vastus|automatinis (?:atsakymas|pranesimas)|automatiska (?:atbilde|zina)|outomatiese (?:antwoord|boodskap)|pergjigje automatike|ავტომატური (?:პასუხი|შეტყობინება)|স্বয়ংক্রিয়|خودکار (?:جواب|پیغام)|தானியங்கு"
)
