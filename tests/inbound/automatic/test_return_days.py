"""Days of return that another word of the note makes plain: a numbered weekday, the language, what begins behind the end."""

from datetime import date

import pytest

from followupd.inbound.automatic.out_of_office import find_return_day

THURSDAY = date(2026, 11, 26)

NUMBERED_WEEKDAYS = [
    ("Estou ausente até segunda-feira, dia 7.", "2026-12-07"),
    ("Estou fora. Volto na segunda-feira, dia 7.", "2026-12-07"),
    ("Estaré fuera hasta el lunes día 7.", "2026-12-07"),
    ("Absent jusqu'au mardi 8 (férié).", "2026-12-09"),
    ("Am Montag, dem 7., bin ich zurück.", "2026-12-07"),
    ("Bin bis Montag (7.) im Urlaub.", "2026-12-07"),
    ("Sono assente; rientro il giorno 7.", "2026-12-07"),
    ("I am out from Monday 30 to Friday 4.", "2026-12-05"),
    ("I am away, back Monday at 9.", "2026-11-30"),
]
BEHIND_THE_END = [
    ("Estarei fora até segunda-feira, dia 7 (feriado no dia 8); respondo a partir de quarta-feira, 9 de dezembro.", "2026-12-09"),
    ("Estou fora. Volto depois do feriado de 8 de dezembro.", "2026-12-09"),
    ("I am away and back after the public holiday on 8 December.", "2026-12-09"),
    ("Je suis en congé et rentre le lendemain du 6 décembre.", "2026-12-07"),
    ("Absent jusqu'au lundi 7 (férié le 8), je réponds à partir du mercredi 9.", "2026-12-09"),
    ("Ich bin bis Montag, den 7. weg und antworte ab Mittwoch, dem 9.", "2026-12-09"),
    ("Jestem na urlopie do poniedziałku 7 grudnia, odpowiem od środy 9 grudnia.", "2026-12-09"),
    ("Mimo kancelář do pondělí 7. (svátek 8.), odpovím od středy 9. prosince.", "2026-12-09"),
    ("7日（月）まで休みます。9日（水）より返信いたします。", "2026-12-09"),
    ("Estaré fuera hasta el lunes 7 (festivo el 8), así que contestaré a partir del miércoles 9.", "2026-12-09"),
    ("Ich bin bis zum 4. Dezember im Urlaub; Ihre Anfrage kommt am 7. Dezember dran.", None),
    ("Away: 2026-11-26T12:00Z to 2026-12-07T09:00Z", "2026-12-07"),
    ("Away: 2026-11-26 to 2026-12-04", "2026-12-05"),
    ("I am away until 4 December. From 21 December I will be away again until 4 January.", None),
    ("I will be away for three weeks from Tuesday 1 December.", "2026-12-22"),
]  # fmt: skip
MONTH_FIRST = [
    ("Szabadságon vagyok 12.04-ig.", "2026-12-05"),
    ("Szabadságon vagyok 11.26-tól 12.04-ig.", "2026-12-05"),
    ("Szabadságon vagyok 12.07-ig, 12.08-tól dolgozom.", "2026-12-08"),
    ("12/04-ig szabadságon vagyok.", "2026-12-05"),
    ("Visszatérek: 12.07.", "2026-12-07"),
    ("休暇中です。12.7(月)に出社します。", "2026-12-07"),
    ("2026. 12. 7.(월)에 복귀합니다.", "2026-12-07"),
    ("Bin ab 7.12. wieder da.", "2026-12-07"),
    ("Out until Wednesday, 9/12/26.", "2026-12-09"),
    ("Back on 12/07/2026 (Mon).", "2026-12-07"),  # 12 July 2026 is a Sunday
    ("I will be back Fri 12/4.", "2026-12-04"),
    ("I will be back on Mon 12/7.", None),  # 12 July 2027 is a Monday as well
]  # fmt: skip
NUMBERED_WEEKS = [
    ("Jag är på kurs hela veckan och är åter på måndag vecka 50.", "2026-12-07"),
    ("Bin im Urlaub und am Montag (KW 50) wieder da.", "2026-12-07"),
    ("Jeg er tilbage mandag i uge 50.", "2026-12-07"),
    ("Retour lundi de la semaine 50.", "2026-12-07"),
    ("Palaan maanantaina viikolla 50. Olen lomalla.", "2026-12-07"),
    ("Jsem na dovolené, zpět v pondělí v 50. týdnu.", "2026-12-07"),
    ("På semester v. 49, åter måndag v. 50.", "2026-12-07"),
    ("Jsem na dovolené, zpět v pondělí v 9 hodin.", "2026-11-30"),
    ("I am away, back on Friday, week 1.", "2027-01-08"),
    ("I am away, back on Friday, week 60.", None),
]


@pytest.mark.parametrize(("text", "day"), NUMBERED_WEEKS)
def test_a_weekday_of_a_numbered_week_is_one_day(text, day):
    assert find_return_day(text, THURSDAY) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(("text", "day"), NUMBERED_WEEKDAYS)
def test_a_weekday_with_the_number_of_its_day_is_one_day(text, day):
    assert find_return_day(text, THURSDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(("text", "day"), BEHIND_THE_END)
def test_what_begins_soon_after_the_end_of_an_absence_is_the_work(text, day):
    assert find_return_day(text, THURSDAY) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(("text", "day"), MONTH_FIRST)
def test_the_language_or_the_weekday_shows_which_number_is_the_month(text, day):
    assert find_return_day(text, THURSDAY) == (date.fromisoformat(day) if day else None)
