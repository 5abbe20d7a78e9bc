"""Days as many languages write them; what may be another day is none."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.reading.reader import read
from briefs.text.dates import find, parse

THE_DAY = """
12.05.2026|12. 5. 2026|12 мая 2026 г.|12 мая 2026 года|вторник, 12 мая 2026 г.
во вторник, 12 мая 2026 г.|12 травня 2026 р.|12 травня 2026 року
вівторок, 12 травня 2026 р.|12 maja 2026 r.|12 maja 2026 roku|wtorek, 12 maja 2026
Dienstag, 12. Mai 2026|Dienstag, den 12. Mai 2026|12. Mai 2026|mardi 12 mai 2026
12 mai 2026|martes, 12 de mayo de 2026|12 de mayo del 2026|terça-feira, 12 de maio de 2026
12 de Maio de 2026|martedì 12 maggio 2026|12 Mayıs 2026|12 Mayıs 2026 Salı|12. května 2026
12 mei 2026|12 mai 2026|12. maj 2026|12 مايو 2026|١٢ مايو ٢٠٢٦|الثلاثاء 12 مايو 2026
الثلاثاء، ١٢ أيار ٢٠٢٦|12 أيار/مايو 2026|12 ماي 2026|۲۲ اردیبهشت ۱۴۰۵
سه‌شنبه ۲۲ اردیبهشت ۱۴۰۵|۱۴۰۵/۰۲/۲۲|22 اردیبهشت 1405|۱۲ مه ۲۰۲۶|25 ذو القعدة 1447 هـ
25 ذو القعدة 1447 هـ الموافق 12 مايو 2026 م|12 मई 2026|१२ मई २०२६|मंगलवार, 12 मई 2026
2026年5月12日|2026 年 5 月 12 日|2026年5月12日（火）|2026年5月12日 星期二|令和8年5月12日
二〇二六年五月十二日|民國115年5月12日|2026년 5월 12일|12th May 2026|May 12, 2026|2026-05-12
"""
OTHERS = {
    "1er mai 2026": "2026-05-01",
    "1.º de mayo de 2026": "2026-05-01",
    "1º de maio de 2026": "2026-05-01",
    "1° maggio 2026": "2026-05-01",
    "30 اسفند ۱۴۰۳": "2025-03-20",
    "12. marts 2026": "2026-03-12",
    "12. desember 2026": "2026-12-12",
    "12 iunie 2026": "2026-06-12",
}
NONE = [
    "31.02.2026",
    "12 مايو",
    "2026年13月1日",
    "۳۱ اسفند ۱۴۰۳",
    "12 мая",
    "32 maja 2026",
    "1.2.3.2026",
]
BODY = "Body goes on here. It ends."


def published(text: str) -> str | None:
    draft = read(f"# Kop\n\n{text}\n\n{BODY}".encode(), name="a.md", origin="a")
    return draft.published.date().isoformat() if draft.published else None


@pytest.mark.parametrize("written", re.split(r"[|\n]", THE_DAY.strip()))
def test_a_day_is_read_as_its_language_writes_it(written: str) -> None:
    assert published(written) == "2026-05-12"


@pytest.mark.parametrize("written", OTHERS)
def test_first_days_leap_days_and_northern_months_are_read(written: str) -> None:
    assert published(written) == OTHERS[written]


@pytest.mark.parametrize("written", NONE)
def test_what_is_no_day_is_none(written: str) -> None:
    assert parse(written) is None


def test_two_calendars_that_do_not_agree_name_no_day() -> None:
    assert parse("24 ذو القعدة 1447 هـ الموافق 12 مايو 2026") is None


def test_days_are_found_in_a_text_at_their_places() -> None:
    text = "Вышло 12 мая 2026 г., а у них 2026年5月13日 и ۲۴ اردیبهشت ۱۴۰۵."
    assert [(text[one.start : one.end], one.iso) for one in find(text)] == [
        ("12 мая 2026 г.", "2026-05-12"),
        ("2026年5月13日", "2026-05-13"),
        ("۲۴ اردیبهشت ۱۴۰۵", "2026-05-14"),
    ]


@given(st.dates(date(1950, 1, 1), date(2080, 1, 1)))
def test_a_day_after_another_is_the_next_in_the_persian_calendar_too(day: date) -> None:
    months = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
    every = [
        parse(f"{n} {month} {year}")
        for year in (day.year - 622, day.year - 621)
        for month in months.split(" ")
        for n in range(1, 32)
    ]
    days = [date.fromisoformat(one) for one in every if one]
    assert all(after - before == timedelta(days=1) for before, after in pairwise(days))
    assert day in days


@given(st.text())
def test_any_text_is_looked_through_for_days(text: str) -> None:
    for one in find(text):
        assert 0 <= one.start < one.end <= len(text)
        assert date.fromisoformat(one.iso)


BYLINES = {
    "Анна Келлер\n\n12 мая 2026 г.": "Анна Келлер",
    "Anna Keller\n\n12 maja 2026 r.": "Anna Keller",
    "Di Anna Keller\n\n12 maggio 2026": "Anna Keller",
    "بقلم آنا كيلر\n\n12 مايو 2026": "آنا كيلر",
    "نوشتهٔ آنا کلر\n\n۲۲ اردیبهشت ۱۴۰۵": "آنا کلر",
    "आना केलर\n\n12 मई 2026": "आना केलर",
    "アンナ・ケラー\n\n2026年5月12日": "アンナ・ケラー",
    "作者：安娜·凯勒\n\n2026年5月12日": "安娜·凯勒",
    "Ayşe Yılmaz\n\n12 Mayıs 2026": "Ayşe Yılmaz",
    "Олена Шевченко і Іван Франко\n\n12 травня 2026 р.": "Олена Шевченко і Іван Франко",
}


@pytest.mark.parametrize("head", BYLINES)
def test_a_name_before_a_date_is_the_byline(head: str) -> None:
    text = f"# Kop\n\n{head}\n\nBody goes on here. It ends."
    draft = read(text.encode(), name="a.md", origin="a")
    assert draft.byline == BYLINES[head]
    assert draft.body == "Body goes on here. It ends."


def test_a_sentence_before_a_date_is_no_byline() -> None:
    text = "# Kop\n\nСовет города молчит\n\n12 мая 2026 г.\n\nBody goes on here. It ends."
    assert read(text.encode(), name="a.md", origin="a").byline == ""


def test_a_headline_keeps_its_joiners() -> None:
    draft = read("# چه می‌شود؟\n\nشهر آب ندارد.".encode(), name="a.md", origin="a")
    assert draft.title == "چه می‌شود؟"
