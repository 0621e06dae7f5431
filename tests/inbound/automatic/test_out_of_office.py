from __future__ import annotations

from datetime import date

import pytest

from followupd.inbound.automatic.out_of_office import find_return_day

WEDNESDAY = date(2026, 10, 7)

GIVEN = [
    ("I am away until Monday, October 19.", "2026-10-19"),
    ("Out through October 16.", "2026-10-17"),
    ("I'm out Oct 12-16, back on the 20th.", "2026-10-20"),
    ("On leave from 12 to 20 October.", "2026-10-21"),
    ("Away from October 12 until October 20.", "2026-10-20"),
    ("I will not return until 10/26/2026.", "2026-10-26"),
    ("Back 2026-10-20.", "2026-10-20"),
    ("I'm on vacation for three weeks.", "2026-10-28"),
    ("I'll be back in 10 days.", "2026-10-17"),
    ("Back next week.", "2026-10-12"),
    ("I won't be in the office before Monday, October 19.", "2026-10-19"),
    ("Ich kann Ihre Mail erst am 19. Oktober beantworten.", "2026-10-19"),
    ("No estaré en la oficina antes del 19 de octubre.", "2026-10-19"),
    ("Jag är inte på kontoret förrän den 19 oktober.", "2026-10-19"),
    ("Jeg er ikke på kontoret før den 19. oktober.", "2026-10-19"),
    ("Ik ben met verlof t/m 18-10.", "2026-10-19"),
    ("I'm out until Friday (incl.).", "2026-10-10"),
    ("Retorno no dia 1º de dezembro.", "2026-12-01"),
    ("Ich bin bis einschließlich 16. Oktober nicht im Büro.", "2026-10-17"),
    ("Ab dem 21.10. bin ich wieder da.", "2026-10-21"),
    ("Je suis absent jusqu'au 19 octobre.", "2026-10-20"),
    ("Je serai de retour le lundi 19 octobre.", "2026-10-19"),
    ("Estaré fuera de la oficina hasta el 19 de octubre.", "2026-10-19"),
    ("Sono in ferie dal 12 al 20 ottobre.", "2026-10-21"),
    ("Retorno no dia 21 de outubro.", "2026-10-21"),
    ("Ik ben afwezig t/m 19 oktober.", "2026-10-20"),
    ("Wracam 21 października.", "2026-10-21"),
    ("Jag är tillbaka måndag den 19 oktober.", "2026-10-19"),
    ("Jeg er på ferie til og med 18. oktober.", "2026-10-19"),
    ("10月19日まで不在にしております。", "2026-10-20"),
    ("我将于10月21日返回办公室。", "2026-10-21"),
    ("Október 19-ig szabadságon, keddtől újra elérhető.", "2026-10-20"),
    ("Back January 5.", "2027-01-05"),
    ("Regreso pasado mañana.", "2026-10-09"),
    ("Estaré de vuelta el lunes 19.", "2026-10-19"),
    ("Ausente durante una semana.", "2026-10-14"),
    ("Ich bin im Urlaub und am 21.10.26 zurück.", "2026-10-21"),
    ("I will be out of the office starting 17.10.2026 and will not return until 02.11.2026.", "2026-11-02"),
    ("Returning on 19-Oct-2026.", "2026-10-19"),
    ("Je reprends le 21/10/2026.", "2026-10-21"),
    ("Je rentre le 19 octobre.", "2026-10-19"),
    ("Volto na segunda-feira.", "2026-10-12"),
    ("Jsem mimo kancelář od 12. 10. do 20. 10.", "2026-10-21"),
    ("Ik ben afwezig van 12 tot 20 oktober.", "2026-10-20"),
    ("Our office is closed 12 October to 16 October and reopens on 19 October.", "2026-10-19"),
    ("Sarò in ufficio nuovamente da lunedì 19 ottobre.", "2026-10-19"),
]
NOT_GIVEN = [
    "I will be back on 10/11.",
    "Back on 03/04/2027.",
    "Until Feb 30.",
    "Back on 13/13/2026.",
    "Back on Monday, October 21.",
    "Out until January.",
    "Out until October 20, with limited email until October 15.",
    "Back October 20 or October 22.",
    "I am out of the office until October 1.",
    "Back on October 20, 2025.",
    "Out until further notice.",
    "Ich bin ab dem 12.10. im Urlaub.",
    "Back next Friday.",
    "I shall be back on Tuesday week.",
    "We are there 24.7.2 hours, I am back on 02.11.2026.",
    "I return Oct 20 or 21.",
    "I will be out of office Monday through Friday.",
    "Out from October 20 until October 12.",
    "Send the invoice by October 5. I am out of the office.",
    "Call 809-555-1234 until I return.",
    "I am out of the office. Meet us at our booth, October 12-14!",
    "I'm away this week. Ben (back on October 15) can help you.",
    "I am out of the office. Please send invoices before October 20.",
    "I am back Thursday 3 Brumaire.",
    "",
]


@pytest.mark.parametrize(("text", "day"), GIVEN)
def test_the_first_day_back_is_read(text, day):
    assert find_return_day(text, WEDNESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["Back in 10 days or so.", "Out for 2 weeks or more.", "Bin für zwei Wochen oder länger weg."]
)
def test_an_estimated_span_gives_no_day(text):
    assert find_return_day(text, WEDNESDAY) is None


@pytest.mark.parametrize("text", NOT_GIVEN)
def test_no_day_is_guessed(text):
    assert find_return_day(text, WEDNESDAY) is None


def test_a_year_is_taken_over_new_year():
    assert find_return_day("Back January 5.", date(2026, 12, 20)) == date(2027, 1, 5)


def test_a_leap_day_counts_only_where_it_is_near():
    assert find_return_day("Out until Feb 29.", date(2027, 12, 20)) == date(2028, 2, 29)
    assert find_return_day("Out until Feb 29.", WEDNESDAY) is None


def test_an_explicit_return_outweighs_the_end_and_must_not_come_before_it():
    assert find_return_day("On leave until 16 October. I return on 19 October.", WEDNESDAY) == date(
        2026, 10, 19
    )
    assert find_return_day("On leave until 16 October. I return on 12 October.", WEDNESDAY) is None


THURSDAY = date(2026, 11, 26)
GIVEN_ON_A_THURSDAY = [
    ("I am out until Friday evening.", "2026-11-28"),
    ("Estoy fuera hasta el viernes por la tarde.", "2026-11-28"),
    ("На отпуск съм до 4 декември включително.", "2026-12-05"),
    ("Ich bin vom 26.11. bis 04.12. im Urlaub.", "2026-12-05"),
    ("I am out from 21 December to 3 January.", "2027-01-04"),
    ("I will be back on 7 December (Monday).", "2026-12-07"),
    # Only English has both orders of day and month.
    ("Sono assente fino al 4/12 compreso. Rientro 7/12.", "2026-12-07"),
    ("Rientro previsto: 07/12/2026", "2026-12-07"),
    ("Åter måndag 7/12.", "2026-12-07"),
    ("Jeg er retur mandag d. 7/12.", "2026-12-07"),
    ("12/7(月)より通常勤務いたします。", "2026-12-07"),
    ("December 7-től újra elérhető vagyok.", "2026-12-07"),
    ("My last day of vacation is Friday December 4th.", "2026-12-05"),
    ("Mijn laatste vakantiedag is 4 december.", "2026-12-05"),
    ("I will be back on 7 December, Monday.", "2026-12-07"),
    ("Ich bin am 07.12. (Montag) wieder da.", "2026-12-07"),
    ("Ich bin im Urlaub. Am 7. Dezember (Montag) bin ich wieder da.", "2026-12-07"),
    ("Je suis en congé et serai de retour le 7 décembre (lundi).", "2026-12-07"),
    ("Estoy de vacaciones. El 9 de diciembre, miércoles, estaré de vuelta.", "2026-12-09"),
    ("Sono in ferie e rientro il 9 dicembre (mercoledì).", "2026-12-09"),
    ("Estou de férias e volto no dia 7 de dezembro (segunda-feira).", "2026-12-07"),
    ("Ik ben op vakantie en ben 7 december (maandag) weer terug.", "2026-12-07"),
    ("Jestem na urlopie. 7 grudnia (poniedziałek) wracam do pracy.", "2026-12-07"),
    ("Jag har semester och är tillbaka den 7 december (måndag).", "2026-12-07"),
    ("Jeg er på ferie og er tilbage den 7. december (mandag).", "2026-12-07"),
    ("7 Aralık Pazartesi günü ofiste olacağım.", "2026-12-07"),
    ("4 Aralık Cuma gününe kadar izindeyim.", "2026-12-05"),
    ("12月7日（月）に戻ります。不在にしております。", "2026-12-07"),
    ("休假中，12月7日(周一)恢复上班。", "2026-12-07"),
    ("부재 중입니다. 12월 7일(월)에 복귀합니다.", "2026-12-07"),
    ("Я в отпуске, вернусь 7 декабря (понедельник).", "2026-12-07"),
    ("不在にしております。再来週の月曜日に戻ります。", "2026-12-07"),
    ("我下下周一回来上班。", "2026-12-07"),
    ("다다음 주 월요일에 복귀합니다.", "2026-12-07"),
    ("I'm away until the end of next week.", "2026-12-05"),
    ("I'm on leave through next week.", "2026-12-05"),
    ("I'm out for the rest of the week.", "2026-11-28"),
    ("Ich bin bis Ende nächster Woche im Urlaub.", "2026-12-05"),
    ("Ich bin bis Montag im Urlaub.", "2026-11-30"),
    ("Je suis absent jusqu'à la fin de la semaine prochaine.", "2026-12-05"),
    ("Estoy fuera hasta el final de la próxima semana.", "2026-12-05"),
    ("I am out for two weeks starting 30 November.", "2026-12-14"),
    ("I am out for three weeks from 1 December.", "2026-12-22"),
    ("I am out until 4 January.", "2027-01-04"),
    ("Our office is closed 24-26 December. I am out today, back tomorrow.", "2026-11-27"),
    ("OOO until 2026-12-07T08:00+01:00", "2026-12-07"),
    ("Out until 2026-12-06T23:59:59Z", "2026-12-07"),
    ("Out until 6 December 23:59.", "2026-12-07"),
    ("令和8年12月7日（月）より出社いたします。休暇をいただいております。", "2026-12-07"),
    ("令和9年1月5日より出社いたします。休暇をいただいております。", "2027-01-05"),
    ("民國115年12月7日返回。", "2026-12-07"),
    ("ลาพักร้อน back 7 December 2569.", "2026-12-07"),
    ("I do not work on Fridays. I am back on Monday.", "2026-11-30"),
    ("I am out 11/26 - 12/4 for Thanksgiving and will be back 12/7.", "2026-12-07"),
    ("I am on vacation until 12/18, returning 12/21.", "2026-12-21"),
    ("I'm out of office until Dec 7th at 9am.", "2026-12-07"),
    ("I am out until Monday, 7th of December 2026.", "2026-12-07"),
    ("Back in the office: Mon 7 Dec.", "2026-12-07"),
    ("Out of office 30 Nov – 4 Dec.", "2026-12-05"),
    ("I will be out of the office Nov 26 through Dec 4, returning Monday, Dec 7.", "2026-12-07"),
    ("Ausente do dia 26/11 até 04/12, volto em 07/12.", "2026-12-07"),
    ("Je suis en vacances du 26/11 au 04/12 inclus.", "2026-12-05"),
    ("Ich bin vom 26.11. bis 04.12. abwesend und am 07.12. wieder erreichbar.", "2026-12-07"),
    ("Ik ben afwezig tot en met 4 december (vrijdag).", "2026-12-05"),
    ("Jsem na dovolené do 4. 12. včetně.", "2026-12-05"),
    ("Я у відпустці до 7 грудня 2026 року.", "2026-12-07"),
    ("I return on December the 7th.", "2026-12-07"),
    ("I am away, back after 4 December.", "2026-12-05"),
    ("I am back in two weeks.", "2026-12-10"),
    ("Back in ten days.", "2026-12-06"),
    ("I'll be away for the next 10 days.", "2026-12-06"),
]
NOT_GIVEN_ON_A_THURSDAY = [
    "I am back on the Tuesday after Easter.",
    "Back on the first Monday in January.",
    "Ich bin am ersten Montag im Januar zurück.",
    "Je serai de retour le lundi après Pâques.",
    "Working from home until Wednesday.",
    "Ich arbeite bis Freitag im Homeoffice.",
    "I will be back on 7 December (Tuesday).",
    "I will be back in the office a week on Monday.",
    "I'm back Monday week.",
    "I'm away until Monday after next.",
    "Back Tuesday fortnight.",
    "I am back the week after next.",
    "Ich bin ab übernächsten Montag wieder da.",
    "Ich bin Montag in einer Woche zurück.",
    "Ich bin nächste Woche Mittwoch wieder im Büro.",
    "Je serai de retour lundi en huit.",
    "Je serai de retour mercredi de la semaine prochaine.",
    "Vuelvo el lunes de la semana que viene.",
    "Torno lunedì della prossima settimana.",
    "Volto na segunda-feira da próxima semana.",
    "Ik ben volgende week woensdag terug.",
    "Wracam za tydzień w poniedziałek.",
    "Jag är tillbaka på måndag om en vecka.",
    "Jeg er tilbage mandag om en uge.",
    "I am out for two weeks starting Monday.",
    "I am on leave from Monday. I will be gone for two weeks.",
    "Ich bin ab Montag für zwei Wochen im Urlaub.",
    "I have been away for three weeks and work through my backlog.",
    "Ich war zwei Wochen im Urlaub und bin zurück.",
    "J'ai été absent pendant trois semaines.",
    "I am ill. Back Monday (maybe Tuesday).",
    "I'm off sick, back on Monday or possibly Tuesday.",
    "Ich bin krank und vielleicht am Montag wieder da.",
    "Back Monday, maybe Tuesday.",
    "Ich bin bis Montag im Januar im Urlaub.",
    "I am in a workshop, out of the office. On leave from 21 December to 3 January.",
    "I am out of the office today. Our offices are closed from 24 to 26 December.",
    "I am in a workshop all day. Our office is closed 27-30 November.",
    "I am out of the office today and tomorrow, back Monday. I will also be away from 21 December, returning 4 January.",
    "I'm out today. I will be on leave again from 14 to 18 December.",
    "OOO: 2026-11-26T17:00+01:00 -> 2026-12-07T08:00+01:00",
    "I work Mondays to Wednesdays only.",
    "Ich arbeite nur montags bis mittwochs.",
    "Ich arbeite Montag bis Mittwoch.",
    "I'm in the office until Wednesday every week.",
    "Je ne travaille pas le vendredi.",
    "I am back on the 7th of next month.",
    "I will be back 12/7.",
    "I'm away till Monday 7/12.",
    "Sunt în concediu până pe 4 decembrie 2026 inclusiv.",
    "Βρίσκομαι εκτός γραφείου έως τις 7 Δεκεμβρίου 2026.",
    "I am on parental leave until June 2027.",
    "I'm out until after Christmas.",
    "I only work three days a week; I am out today.",
    "I will be travelling until 2 December and then on leave until 14 December.",
    "Please call me before 5 December. I am out of the office.",
]


@pytest.mark.parametrize(("text", "day"), GIVEN_ON_A_THURSDAY)
def test_weekdays_behind_dates_ends_of_weeks_eras_and_instants_are_read(text, day):
    assert find_return_day(text, THURSDAY) == date.fromisoformat(day)


@pytest.mark.parametrize("text", NOT_GIVEN_ON_A_THURSDAY)
def test_another_week_another_absence_and_a_span_with_another_start_give_no_day(text):
    assert find_return_day(text, THURSDAY) is None


def test_a_date_in_a_signature_is_none_of_the_return():
    note = "I am away until Tuesday.\n\n--\nHalden, visit us until 14 January 2027"
    assert find_return_day(note, THURSDAY) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("Back on 4 January.", date(2026, 12, 30), date(2027, 1, 4)),
        ("Away 24 December to 2 January.", date(2026, 12, 24), date(2027, 1, 3)),
        ("Out until 28 December.", date(2027, 1, 2), None),
        ("Away from 21 December to 10 January.", date(2027, 1, 3), date(2027, 1, 11)),
        ("Back on 04.01.2026.", date(2026, 12, 30), None),
    ],
)
def test_a_date_without_a_year_is_the_near_one_around_new_year(text, today, day):
    assert find_return_day(text, today) == day
