"""Schedules as people write them in their own languages; what is unclear is asked about."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.digests import schedule_words
from briefs.digests.schedule_translation import in_english
from briefs.digests.schedule_words import Timetable
from briefs.errors import BadArgument

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WEEK = (0, 1, 2, 3, 4)
DAILY = (0, 1, 2, 3, 4, 5, 6)

SAID = {
    "um 8 Uhr Berlin werktags": (8, 0, WEEK, "Europe/Berlin"),
    "8:30 Uhr München mo-fr": (8, 30, WEEK, "Europe/Berlin"),
    "20 Uhr Wien täglich": (20, 0, DAILY, "Europe/Vienna"),
    "8.30 Köln Mo, Mi und Fr": (8, 30, (0, 2, 4), "Europe/Berlin"),
    "8 Uhr abends Berlin": (20, 0, None, "Europe/Berlin"),
    "à 8h30 Paris lun-ven": (8, 30, WEEK, "Europe/Paris"),
    "8 heures Paris en semaine": (8, 0, WEEK, "Europe/Paris"),
    "lundi et jeudi 9h Bruxelles": (9, 0, (0, 3), "Europe/Brussels"),
    "a las 8:30 Madrid lunes a viernes": (8, 30, WEEK, "Europe/Madrid"),
    "3 de la tarde Madrid": (15, 0, None, "Europe/Madrid"),
    "às 8h Lisboa seg-sex": (8, 0, WEEK, "Europe/Lisbon"),
    "20h15 São Paulo": (20, 15, None, "America/Sao_Paulo"),
    "alle ore 8:30 Milano lun-ven": (8, 30, WEEK, "Europe/Rome"),
    "08:30 Roma feriali": (8, 30, WEEK, "Europe/Rome"),
    "o 8:30 Warszawa pn-pt": (8, 30, WEEK, "Europe/Warsaw"),
    "godz. 8:30 Kraków w dni robocze": (8, 30, WEEK, "Europe/Warsaw"),
    "в 8:30 Москва по будням": (8, 30, WEEK, "Europe/Moscow"),
    "8 утра Москва пн-пт": (8, 0, WEEK, "Europe/Moscow"),
    "по вторникам и четвергам 10:00 Минск": (10, 0, (1, 3), "Europe/Minsk"),
    "о 8:30 Київ у будні": (8, 30, WEEK, "Europe/Kyiv"),
    "saat 8:30 İstanbul hafta içi": (8, 30, WEEK, "Europe/Istanbul"),
    "8:30 Ankara pazartesi": (8, 30, (0,), "Europe/Istanbul"),
    "الساعة 8:30 القاهرة من الأحد إلى الخميس": (8, 30, (0, 1, 2, 3, 6), "Africa/Cairo"),
    "٠٨:٣٠ القاهرة": (8, 30, None, "Africa/Cairo"),
    "ساعت ۸:۳۰ تهران هر روز": (8, 30, DAILY, "Asia/Tehran"),
    "8:30 दिल्ली सोमवार": (8, 30, (0,), "Asia/Kolkata"),
    "08：30 北京 工作日": (8, 30, WEEK, "Asia/Shanghai"),
    "早上8点半 上海 周一至周五": (8, 30, WEEK, "Asia/Shanghai"),
    "下午3点 北京 每天": (15, 0, DAILY, "Asia/Shanghai"),
    "平日 8時30分 東京": (8, 30, WEEK, "Asia/Tokyo"),
    "月-金 8時 東京": (8, 0, WEEK, "Asia/Tokyo"),
    "om 9 uur Amsterdam maandag": (9, 0, (0,), "Europe/Amsterdam"),
    "9:00 Praha pondělí": (9, 0, (0,), "Europe/Prague"),
    "09:00 Deutschland": (9, 0, None, "Europe/Berlin"),
    "08:30 Santo Domingo": (8, 30, None, "America/Santo_Domingo"),
    "08:30 La Paz": (8, 30, None, "America/La_Paz"),
}


@pytest.mark.parametrize("said", SAID)
def test_a_schedule_is_read_in_the_words_of_its_language(said: str) -> None:
    hour, minute, days, zone = SAID[said]
    assert schedule_words.read(said.split(), NOW) == Timetable(time(hour, minute), days, zone)


@pytest.mark.parametrize(
    "said",
    ["alle 8 Roma", "o 8 Warszawa", "12 de la noche Madrid", "晚上2点 北京"],
)
def test_an_hour_that_may_be_another_is_asked_about(said: str) -> None:
    with pytest.raises(BadArgument) as asked:
        schedule_words.read(said.split(), NOW)
    assert asked.value.hint


@pytest.mark.parametrize("said", ["08:30 Berlin weekdays", "8.30am New York", "noon, UTC+2"])
def test_english_stays_as_it_is(said: str) -> None:
    assert in_english(said) == said


@given(st.text())
def test_any_text_can_be_put_in_english(said: str) -> None:
    assert isinstance(in_english(said), str)
