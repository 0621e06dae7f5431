from __future__ import annotations

import subprocess
import sys
from datetime import date

from followupd.inbound.dates.date_patterns import DATE_PATTERNS, WORD_PATTERNS
from followupd.inbound.dates.dates import DateOrder, add_span, find_dates, infer_order

TODAY = date(2026, 10, 7)


def days(text):
    return [found.day for found in find_dates(text, TODAY)]


def test_the_longer_reading_comes_first():
    assert days("12-20 october 2026") == [date(2026, 10, 20)]
    assert days("monday, october 12") == [date(2026, 10, 12)]


def test_a_weekday_that_does_not_fit_makes_the_date_none():
    assert days("tuesday, october 12") == [None]


def test_a_weekday_behind_a_date_belongs_to_it_unless_another_day_follows():
    assert days("19 ekim pazartesi donecegim") == [date(2026, 10, 19)]
    assert days("19 october, monday, today") == [date(2026, 10, 19)]
    assert len(days("19 october, monday to friday")) > 1


def test_a_dotted_date_puts_the_day_first_unless_the_text_is_english():
    assert days("bis zum 05.11.") == [date(2026, 11, 5)]
    assert days("i will be back on 05.11.") == [None]


def test_a_text_that_shows_its_order_once_is_read_in_that_order():
    assert infer_order("starting 23.11.2026 and returning 01.12.2026") is DateOrder.DAY
    assert infer_order("version 2.11.2026, support 24.7.") is DateOrder.OPEN
    assert find_dates("will not return until 01.12.2026", TODAY, DateOrder.DAY)[0].day == date(2026, 12, 1)


def test_slashes_are_read_in_the_order_that_one_date_shows_unless_another_contradicts():
    assert infer_order("12/21/2026 - 01/04/2027") is DateOrder.MONTH
    assert infer_order("até 30/11, retorno em 01/12") is DateOrder.DAY
    assert infer_order("from 12/21 to 30/12") is infer_order("support 24/7") is DateOrder.OPEN
    assert find_dates("retorno em 01/12", TODAY, DateOrder.DAY)[0].day == date(2026, 12, 1)
    assert find_dates("back 01/04/2027", TODAY, DateOrder.MONTH)[0].day == date(2027, 1, 4)


def test_a_weekday_of_the_next_week_is_read_in_chinese_japanese_and_korean():
    assert (
        days("我下周一回来") == days("来週月曜日に戻ります") == days("다음 주 월요일") == [date(2026, 10, 12)]
    )


def test_tuesday_week_is_no_tuesday():
    assert days("on tuesday week") == []


def test_spans_are_counted_over_the_end_of_months():
    assert add_span(TODAY, "two", "weeks") == date(2026, 10, 21)
    assert add_span(date(2026, 12, 31), "2", "months") is None


def test_what_is_no_day_raises_nothing():
    assert days("99 october 32.13. 2026-99-99 0月0日") == [None] * len(
        days("99 october 32.13. 2026-99-99 0月0日")
    )


def test_a_weekday_behind_a_date_belongs_to_it():
    assert days("on 12 october (monday) i am there") == [date(2026, 10, 12)]
    assert days("12 ekim pazartesi gunu") == days("el 12 de octubre, lunes,") == [date(2026, 10, 12)]
    assert days("on 12 october (tuesday)") == [None]
    assert days("12 october, monday to wednesday")[0] == date(2026, 10, 12)


def test_a_bare_weekday_beside_words_of_another_week_is_no_day():
    assert days("a week on monday") == days("lundi en huit") == days("ubernachsten montag") == [None]


def test_a_weekday_behind_a_date_is_the_same_day_where_a_particle_follows_it():
    for text in ("10월 19일 월요일에 복귀합니다", "10月19日月曜日に出社", "10月19日星期一回来"):
        assert days(text) == [date(2026, 10, 19)]
    assert days("10月19日火曜日に") == [None]


def test_vietnamese_days_of_the_week_are_no_thursday():
    assert days("thu hai, ngay 19 thang 10") == [date(2026, 10, 19)]
    assert days("quay lai vao thu hai") == []


def test_no_pattern_of_a_date_is_compiled_before_a_text_calls_for_it() -> None:
    """A command that only loads the module would wait a tenth of a second for them."""
    code = (
        "from followupd.inbound.dates.date_patterns import DATE_PATTERNS\n"
        "print(sum('compiled' in pattern.__dict__ for pattern, _, _ in DATE_PATTERNS))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


def test_what_is_passed_over_in_a_sentence_without_a_digit_asks_for_one():
    sentences = (
        "i will be back the day after tomorrow, monday or next week; at the end of next week at the latest",
        "bis ende nächster woche, am montag; zuruck am dienstag, den ersten dezember, oder ubermorgen",
        "el dia primero de mayo, au lundi, le mardi, zum freitag, r./. thang, 来週の月曜日 下周五 明日 月 日 년 월 일 令和元年",
        "january the first, to march, sunday the, december/may t/m tot met van -",
    )
    numbered = [pattern for entry in DATE_PATTERNS if entry not in WORD_PATTERNS for pattern in entry[:1]]
    assert len(WORD_PATTERNS) + len(numbered) == len(DATE_PATTERNS)
    assert not [(p.pattern, s) for p in numbered for s in sentences if p.search(s)]
    assert len(days(sentences[0])) > 2
