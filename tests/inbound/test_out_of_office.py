from __future__ import annotations

from datetime import date

import pytest

from followupd.inbound.out_of_office import find_return_day

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
