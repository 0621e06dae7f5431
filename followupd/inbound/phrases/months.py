"""Names of months, weekdays and small numbers in the languages of the autoresponders, folded."""

from __future__ import annotations

# Forms that read as another word ("out", "mar.", "set") are left out: better no date than a wrong one.
_MONTHS = """
january jan januar janner janvier janv enero ene gennaio gen janeiro januari stycznia styczen tammikuuta tammikuun ledna ocak января
february feb februar feber fevrier fevr fev febrero febbraio fevereiro februari lutego luty helmikuuta helmikuun unora subat февраля
march mar marz maerz mars marzo marco maart marca marzec maaliskuuta maaliskuun brezna mart марта
april apr avril avr abril abr aprile kwietnia kwiecien huhtikuuta huhtikuun dubna nisan апреля
may mai mayo maggio maio mei maja maj toukokuuta toukokuun kvetna mayis мая
june jun juni juin junio giugno junho czerwca czerwiec kesakuuta kesakuun cervna haziran июня
july jul juli juillet juil julio luglio julho lipca lipiec heinakuuta heinakuun cervence temmuz июля
august aug aout agosto augustus augusti sierpnia sierpien elokuuta elokuun srpna agustos августа
september sept sep septembre septiembre setiembre settembre setembro wrzesnia wrzesien syyskuuta syyskuun zari eylul сентября
october oct oktober okt octobre octubre ottobre outubro pazdziernika pazdziernik lokakuuta lokakuun rijna ekim октября
november nov novembre noviembre novembro listopada listopad marraskuuta marraskuun listopadu kasim ноября
december dec desember dezember dez decembre diciembre dic dicembre dezembro grudnia grudzien joulukuuta joulukuun prosince aralik декабря
"""
MONTHS: dict[str, int] = {
    name: number for number, line in enumerate(_MONTHS.strip().split("\n"), 1) for name in line.split()
}

_WEEKDAYS = """
monday montag lundi lunes lunedi segunda-feira maandag poniedzialek poniedzialku poniedzialek mandag maanantai maanantaina pondeli pazartesi понедельник понедельника 月曜 周一 星期一 월요일
tuesday tue tues dienstag mardi martes martedi terca-feira dinsdag wtorek wtorku tisdag tirsdag tiistai tiistaina utery sali вторник вторника 火曜 周二 星期二 화요일
wednesday wed mittwoch mercredi miercoles mercoledi quarta-feira woensdag sroda srody srode onsdag keskiviikko keskiviikkona streda stredu carsamba среда среду среды 水曜 周三 星期三 수요일
thursday thu thur thurs donnerstag jeudi jueves giovedi quinta-feira donderdag czwartek czwartku torsdag torstai torstaina ctvrtek persembe четверг четверга 木曜 周四 星期四 목요일
friday freitag vendredi viernes venerdi sexta-feira vrijdag piatek piatku fredag perjantai perjantaina patek cuma пятница пятницу пятницы 金曜 周五 星期五 금요일
saturday sat samstag sonnabend samedi sabado sabato zaterdag sobota sobote soboty lordag lauantai sobotu cumartesi суббота субботу 土曜 周六 星期六 토요일
sunday sonntag dimanche domingo domenica zondag niedziela niedzieli niedziele sondag sunnuntai nedele nedeli pazar воскресенье воскресенья 日曜 周日 星期日 일요일
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

# Short forms, read only right before a day's number: alone they are other words. Those that mean "until" or "of" are left out.
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

DAY_WORDS = "days?|tagen?|jours?|dias?|giorni|giorno|dagen|dag|dni|dzien|dagar|dage|dager|paivaa?|paivan|dnu|gun|дня|днеи|день"
WEEK_WORDS = "weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken|week|tygodni\\w*|tydzien|veckor|vecka|uger?|uker?|viikkoa?|viikon|tydny|tyden|hafta|недел[иьюя]"
MONTH_WORDS = "months?|monaten?|mois|mes(?:es)?|mesi|mese|maanden|maand|miesi\\w*|manad(?:er)?|maneder?|kuukau\\w*|mesic\\w*|ay|месяц\\w*"

AFTER_TOMORROW = "(?:the )?day after tomorrow|ubermorgen|apres[- ]demain|pasado manana|dopodomani|depois de amanha|i overmorgen|overmorgen|pojutrze|ylihuomenna|pozitri|послезавтра|明後日|后天|後天|모레"
TOMORROW = "tomorrow|morgen|demain|manana|domani|amanha|jutro|imorgon|i morgon|i morgen|huomenna|zitra|yarin|завтра|明日|明天|내일"
NEXT_WEEK = "next week|nachste[rn]? woche|kommende[rn]? woche|la semaine prochaine|semaine prochaine|la (?:proxima semana|semana que viene)|proxima semana|semana que vem|la (?:prossima settimana|settimana prossima)|volgende week|(?:w )?przyszlym tygodniu|nasta vecka|naeste uge|neste uke|ensi viikolla|pristi tyden|gelecek hafta|на следующеи неделе|来週|下周|下週|다음 ?주"
