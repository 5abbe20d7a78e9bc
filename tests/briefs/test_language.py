"""The language of a text is told from a few of its sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.language import detect

_SAMPLES = {
    "en": "The harbour was closed for a week, and ships that were waiting outside have come in.",
    "fr": "Le port est resté fermé pendant une semaine, et les navires sont entrés.",
    "de": "Der Hafen war eine Woche lang geschlossen, und die Schiffe sind nun da.",
    "es": "El puerto estuvo cerrado una semana, pero los barcos que esperaban ya han entrado.",
    "pt": "O porto esteve fechado durante uma semana, mas os navios que esperavam já entraram.",
    "it": "Il porto è rimasto chiuso per una settimana, ma le navi che aspettavano sono entrate.",
    "ru": "Порт был закрыт неделю, но корабли, которые ждали на рейде, уже вошли, и это хорошо.",
    "uk": "Порт був закритий тиждень, але кораблі, які чекали на рейді, вже увійшли, і це добре.",
    "ar": "كان الميناء مغلقا أسبوعا كاملا لكن السفن التي كانت تنتظر دخلت اليوم.",
}


@pytest.mark.parametrize("language", _SAMPLES)
def test_a_sentence_tells_its_language(language: str) -> None:
    assert detect(_SAMPLES[language]) == language


@pytest.mark.parametrize("text", ["", "12 %", "会议结束了", "Xyzzy"])
def test_english_is_said_where_nothing_tells(text: str) -> None:
    assert detect(text) == "en"


def test_a_quotation_in_another_language_does_not_tell() -> None:
    assert detect(f"{_SAMPLES['en']} He said: “Il est à la mer.” {_SAMPLES['en']}") == "en"


@given(st.text(max_size=200))
def test_a_language_is_always_one_we_know(text: str) -> None:
    assert detect(text) in _SAMPLES
