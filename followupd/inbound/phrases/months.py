"""Names of months, weekdays and small numbers in the languages of autoresponders, folded, and words for other weeks."""

from __future__ import annotations

# Forms that are also other words ("out", "mar.", "set") are left out: no date is better than a wrong one.
_MONTHS = """
january jan januar janner janvier janv enero ene gennaio gen janeiro januari stycznia styczen tammikuuta tammikuun ledna ocak января ianuarie ιανουαριου січня сiчня януари sijecnja siecnja januara januaru يناير ינואר
february feb februar feber fevrier fevr fev febrero febbraio fevereiro februari lutego luty helmikuuta helmikuun unora subat февраля februarie φεβρουαριου лютого февруари veljace februara فبراير פברואר
march mar marz maerz mars marzo marco maart marca marzec maaliskuuta maaliskuun brezna mart марта martie μαρτιου березня ozujka marca مارس מרץ מרס
april apr avril avr abril abr aprile kwietnia kwiecien huhtikuuta huhtikuun dubna nisan апреля aprilie απριλιου квітня април travnja aprila ابريل ابريل אפריל
may mai mayo maggio maio mei maja maj toukokuuta toukokuun kvetna mayis мая μαιου травня svibnja maja مايو מאי
june jun juni juin junio giugno junho czerwca czerwiec kesakuuta kesakuun cervna haziran июня iunie ιουνιου червня юни lipnja juna يونيو יוני
july jul juli juillet juil julio luglio julho lipca lipiec heinakuuta heinakuun cervence temmuz июля iulie ιουλιου липня юли srpnja jula يوليو יולי
august aug aout agosto augustus augusti sierpnia sierpien elokuuta elokuun srpna agustos августа αυγουστου серпня август kolovoza augusta اغسطس اغسطس אוגוסט
september sept sep septembre septiembre setiembre settembre setembro wrzesnia wrzesien syyskuuta syyskuun zari eylul сентября septembrie σεπτεμβριου вересня септември rujna septembra سبتمبر ספטמבר
october oct oktober okt octobre octubre ottobre outubro pazdziernika pazdziernik lokakuuta lokakuun rijna ekim октября octombrie οκτωβριου жовтня октомври oktobra اكتوبر اكتوبر אוקטובר
november nov novembre noviembre novembro listopada listopad marraskuuta marraskuun listopadu kasim ноября noiembrie νοεμβριου листопада ноември studenoga studenog novembra نوفمبر נובמבר
december dec desember dezember dez decembre diciembre dic dicembre dezembro grudnia grudzien joulukuuta joulukuun prosince aralik декабря decembrie δεκεμβριου грудня декември prosinca decembra ديسمبر דצמבר
"""
MONTHS: dict[str, int] = {
    name: number for number, line in enumerate(_MONTHS.strip().split("\n"), 1) for name in line.split()
}

_WEEKDAYS = """
monday montag lundi lunes lunedi segunda-feira maandag poniedzialek poniedzialku poniedzialek mandag maanantai maanantaina pondeli pazartesi понедельник понедельника 月曜 周一 星期一 월요일 luni δευτερα понеділок понеділка понеделник ponedjeljak ponedjeljka pondelok pondelka الاثنين الاثنين
tuesday tue tues dienstag mardi martes martedi terca-feira dinsdag wtorek wtorku tisdag tirsdag tiistai tiistaina utery sali вторник вторника 火曜 周二 星期二 화요일 marti τριτη вівторок вівторка вторник utorak utorka utorok utorka الثلاثاء
wednesday wed mittwoch mercredi miercoles mercoledi quarta-feira woensdag sroda srody srode onsdag keskiviikko keskiviikkona streda stredu carsamba среда среду среды 水曜 周三 星期三 수요일 miercuri τεταρτη середа середу середи сряда srijeda srijedu streda stredu stredy الاربعاء الاربعاء
thursday thu thur thurs donnerstag jeudi jueves giovedi quinta-feira donderdag czwartek czwartku torsdag torstai torstaina ctvrtek persembe четверг четверга 木曜 周四 星期四 목요일 joi πεμπτη четвер четверга четвъртък cetvrtak cetvrtka stvrtok stvrtka ctvrtka الخميس
friday freitag vendredi viernes venerdi sexta-feira vrijdag piatek piatku fredag perjantai perjantaina patek cuma пятница пятницу пятницы 金曜 周五 星期五 금요일 vineri παρασκευη п'ятниця п'ятницю п'ятниці петък petak petka piatok piatka patku الجمعة
saturday sat samstag sonnabend samedi sabado sabato zaterdag sobota sobote soboty lordag lauantai sobotu cumartesi суббота субботу 土曜 周六 星期六 토요일 sambata σαββατο субота суботу събота subota subotu sobota السبت
sunday sonntag dimanche domingo domenica zondag niedziela niedzieli niedziele sondag sunnuntai nedele nedeli pazar воскресенье воскресенья 日曜 周日 星期日 일요일 duminica κυριακη неділя неділю неділі неделя nedjelja nedjelju nedela nedelu الاحد الاحد
"""
WEEKDAYS: dict[str, int] = {
    name: number for number, line in enumerate(_WEEKDAYS.strip().split("\n")) for name in line.split()
}

_NUMBERS = """
a an one ein eine einen einer einem un une una uno um uma een jeden jedna en ett et yksi bir один одну
two zwei deux dos due duas dois twee dwa dwie tva to kaksi dve iki две два
three drei trois tres tre drie trzy kolme tri uc три
four vier quatre cuatro quattro quatro cztery fyra fire nelja ctyri dort четыре
five funf cinq cinco cinque vijf piec fem viisi pet bes пять
six sechs seis sei zes szesc sex seks kuusi sest alti шесть
seven sieben sept siete sette sete zeven siedem sju syv seitseman sedm yedi семь
eight acht huit ocho otto oito osiem atta otte kahdeksan osm sekiz восемь
nine neun neuf nueve nove negen dziewiec nio ni yhdeksan devet dokuz девять
ten zehn dix diez dieci dez tien dziesiec tio ti kymmenen deset on десять
"""
NUMBERS: dict[str, int] = {
    name: number for number, line in enumerate(_NUMBERS.strip().split("\n"), 1) for name in line.split()
}

# Short forms, which count only directly before a day's number: alone they are other words. Forms that mean "until" or
# "of" are left out.
_SHORT_WEEKDAYS = """
mon mo lun
tues
mi mer wo
thurs jeu jue
fri fr ven vie vr
sa sam sab za
sun so dim dom zo
"""
SHORT_WEEKDAYS: dict[str, int] = WEEKDAYS | {
    name: number for number, line in enumerate(_SHORT_WEEKDAYS.strip().split("\n")) for name in line.split()
}
# These are in brackets behind a date.
SHORT_WEEKDAYS |= {
    name: number
    for names in ("月火水木金土日", "一二三四五六天", "월화수목금토일")
    for number, name in enumerate(names)
}

DAY_WORDS = "days?|tagen?|jours?|dias?|giorni|giorno|dagen|dag|dni|dzien|dagar|dage|dager|paivaa?|paivan|dnu|gun|дня|днеи|день"
WEEK_WORDS = "weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken|week|tygodni\\w*|tydzien|veckor|vecka|uger?|uker?|viikkoa?|viikon|tydny|tyden|hafta|недел[иьюя]"
MONTH_WORDS = "months?|monaten?|mois|mes(?:es)?|mesi|mese|maanden|maand|miesi\\w*|manad(?:er)?|maneder?|kuukau\\w*|mesic\\w*|ay|месяц\\w*"

AFTER_TOMORROW = "(?:the )?day after tomorrow|ubermorgen|apres[- ]demain|pasado manana|dopodomani|depois de amanha|i overmorgen|overmorgen|pojutrze|ylihuomenna|pozitri|послезавтра|明後日|后天|後天|모레"
TOMORROW = "tomorrow|morgen|demain|manana|domani|amanha|jutro|imorgon|i morgon|i morgen|huomenna|zitra|yarin|завтра|明日|明天|내일"
# Words before the number of a week.
WEEK_NUMBER = r"(?<=dag )v|kw|kalenderwoche|vecka|uge|uke|viikolla|viikko|viikon|vk|vko|wk|week|semaine|semana|settimana|tygodni[au]|tydzien|tydnu|tyden|tyzden|tyzdni|het|hafta|недел[еюяи]"
NEXT_WEEK = "next week|nachste[rn]? woche|kommende[rn]? woche|la semaine prochaine|semaine prochaine|la (?:proxima semana|semana que viene)|proxima semana|semana que vem|la (?:prossima settimana|settimana prossima)|volgende week|(?:w )?przyszlym tygodniu|nasta vecka|naeste uge|neste uke|ensi viikolla|pristi tyden|gelecek hafta|на следующеи неделе|来週|下周|下週|다음 ?주"

# Near a weekday, these words mean that it is not within the next seven days.
OTHER_WEEK = (
    r"\b(?:first|second|third|fourth|last|very) (?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day (?:after|before|following|of|in (?:january|february|march|april|may|june|july|august|september|october|november|december|the new year))\b(?! (?:noon|lunch))|"
    r"\b(?:erste[rnm]?|zweite[rnm]?|letzte[rnm]?) (?:montag|dienstag|mittwoch|donnerstag|freitag)\b|\b(?:montag|dienstag|mittwoch|donnerstag|freitag) (?:nach|vor|im(?! urlaub\b)) (?!mittag|\d|dem \d)|\b(?:premier|dernier|deuxieme) (?:lundi|mardi|mercredi|jeudi|vendredi)\b|\b(?:lundi|mardi|mercredi|jeudi|vendredi) (?:apres|avant|d'apres)\b|"
    r"\b(?:primer|segundo|ultimo|primo|secondo|primeira|ultima) (?:lunes|martes|miercoles|jueves|viernes|lunedi|martedi|mercoledi|giovedi|venerdi|segunda|terca|quarta|quinta|sexta)\b|\b(?:lunes|martes|miercoles|jueves|viernes) (?:despues|antes|de enero)\b|\b(?:lunedi|martedi|mercoledi|giovedi|venerdi) (?:dopo|prima)\b|\b(?:eerste|laatste) (?:maandag|dinsdag|woensdag|donderdag|vrijdag)\b|\b(?:maandag|dinsdag|woensdag|donderdag|vrijdag) na\b|"
    r"\b(?:a|one|in a|next|following|1|two|2|coming) weeks?\b|\bweeks? (?:on|from|after|later|hence)\b|\bafter next\b|\bfortnight\b|\bthe following\b|\bnext month\b|"
    r"ubernachst\w*|\b(?:nachste\w*|kommende\w*|folgende\w*|einer|1|zwei|2) wochen?\b|\bin (?:acht|8|14|vierzehn) tagen\b|\bdarauf|"
    r"\ben (?:huit|quinze|ocho|quince)\b|\bsemaines? (?:prochaine|suivante|d'apres)|\b(?:dans|sous) (?:une|huit|8|15|quinze) (?:semaines?|jours)\b|\bd'apres\b|\bsuivante?\b|"
    r"\bproxima semana\b|\bsemana (?:que viene|que vem|siguiente|seguinte|proxima)|\b(?:dentro de|daqui a|en) (?:una?|uma|ocho|oito|8|15) (?:semana|dias)\b|\bsiguiente\b|\bseguinte\b|\ba oito\b|\bno (?:el|este) (?:proximo|que viene)|"
    r"\ba otto\b|\b(?:settimana (?:prossima|seguente|dopo)|prossima settimana)\b|\btra (?:una settimana|otto giorni)\b|\bseguente\b|\bsuccessiv\w+|"
    r"\bvolgende week\b|\bover (?:een|1|twee|2) we(?:ek|ken)\b|\bover acht dagen\b|\bdaarop\w*|\bdaarna\b|\bza (?:tydzien|dwa tygodnie|tyden|tyzden)\b|\b(?:przyszl|nastepn|kolejn)\w+ (?:tygodni|tydzien)\w*|\bnastepn\w+|"
    r"\bom (?:en|ett|et|1|to|tva) (?:vecka|uge|uke|veckor|uger|uker)\b|\b(?:nasta vecka|naeste uge|neste uke)\b|\b(?:atta dagar|otte dage|atte dager|otte dager)\b|\b(?:efter|pa)folgende\b|"
    r"\bviikon (?:paasta|kuluttua)\b|\bensi viikon\b|\bseuraav\w+|\b(?:pristi|buduci) ty(?:den|zden)\b|\bhaftaya\b|\bgelecek hafta\b|\bsonraki\b|\bhafta sonra\b|"
    r"\bчерез (?:неделю|тиждень|седмица)\b|\bследующ\w+|\bнаступн\w+|\bследваща\w*|再来週|さ来週|来々週|翌々?週|次の次|下下|다다음|saptaman\w+ viitoare|επομενη|jovo het"
)
# Near the number of a day, these words mean that it is in another month.
NEXT_MONTH = r"\bnext month\b|\bnachsten monats?\b|\bmois prochain\b|\b(?:proximo mes|mes que viene)\b|\b(?:prossimo mese|mese prossimo)\b|\b(?:proximo mes|mes que vem)\b|\bvolgende maand\b|\bprzyszlego miesiaca\b|\bnasta manad\b|\bnaeste maned\b|\bneste maned\b|\bensi kuun\b|\bpristiho mesice\b|\bgelecek ay\b|следующего месяца|来月|下个月|下個月|다음 ?달"
END_OF_NEXT_WEEK = (
    "(?:end|close|rest|whole) of (?:the )?(?:next|following) week|(?:through|throughout|all|the whole) (?:of )?next week|(?:ende|einschliesslich|die ganze) (?:der )?(?:nachste[rn]?|kommende[rn]?) woche|"
    "(?:la )?fin de (?:la )?semaine prochaine|toute la semaine prochaine|(?:el )?fin(?:al|ales)? de (?:la )?(?:proxima semana|semana que viene)|toda la (?:proxima semana|semana que viene)|(?:la )?fine (?:della )?(?:prossima settimana|settimana prossima)|tutta la (?:prossima settimana|settimana prossima)|"
    "(?:o )?fim da (?:proxima semana|semana que vem)|(?:het )?eind(?:e)? (?:van )?(?:de )?volgende week|de hele volgende week|(?:konca|koniec) przyszlego tygodnia|(?:slutet av|hela) nasta vecka|(?:slutningen af|hele) naeste uge|(?:slutten av|hele) neste uke|конца следующеи недели|来週(?:末|いっぱい)|下周末|다음 ?주 ?말"
)
END_OF_WEEK = (
    "(?:end|rest|remainder|close) of (?:the|this) week|(?:ende|rest) (?:der|dieser) woche|(?:la )?fin de (?:la|cette) semaine|(?:el )?(?:fin(?:al)?|resto) de (?:la|esta) semana|(?:la )?fine (?:della |di questa )?settimana|(?:o )?(?:fim|resto) da semana|(?:het )?eind(?:e)? van (?:de|deze) week|de rest van (?:de|deze) week|"
    "(?:konca|koniec) (?:tego )?tygodnia|slutet av veckan|resten av veckan|slutningen af ugen|resten af ugen|slutten av uken|resten av uken|конца недели|今週(?:末|いっぱい)|本周末|이번 ?주 ?말"
)
