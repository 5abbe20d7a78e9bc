"""Search finds what people type in their languages, on both engines alike."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from briefs.search_query import parse
from briefs.storage.sql.store import SqlStore, open_store
from briefs.text.language import RANKED, small_words
from briefs.text.words import fold
from tests.briefs.builders import NOW, edited
from tests.conftest import sampled
from tests.postgres import new_library

TEXTS = {
    "de": "Die Häuser der Straße und die Bauern in Köln brauchen Wasser.",
    "fr": "L’eau des vieux tuyaux de l’école n’est pas potable, disent les élus.",
    "es": "Los ríos de la ciudad pierden millones de litros.",
    "pt": "As águas perdem milhões de litros nas tubulações.",
    "it": "Le città dell’acqua perdono i contadini e le tubature.",
    "pl": "Rzeki opadły, a rolnicy stracili studnie w miastach.",
    "ru": "Ремонт труб обойдётся городу в миллиард, реки пересохли.",
    "uk": "Річки міст обміліли, а селяни втратили колодязі.",
    "tr": "Çiftçiler kıtlık yüzünden borulardan su alamıyor.",
    "ar": "كَتَبَ الصَّحَفِيُّ مَقَالًا عَنِ النَّهْرِ وَالْمَدِينَةِ، ولم يفعل المجلس شيئًا.",
    "fa": "کشاورزان می‌گویند کتاب‌های شهر کهنه‌اند و آب نمی‌رسد.",
    "hi": "किसानों की नदियाँ सूख गईं और क़ानून हिन्दी में है।",
    "zh": "今年夏天，这座城市的河流降到了1962年以来的最低水位，市长沉默。",
    "ja": "水研究所のヨナス・ブラント博士は、水道管が古いと述べた。",
    "en": "The oﬃcial said nobody on the council had mea\u00adsured the floods near São Paulo.",
}
FOUND = {
    "de": "Haus haus HAUSER strasse STRASSE Straße koeln Köln koln bauer wasser",
    "fr": "eau l'eau tuyau école ecole écoles potables",
    "es": "río rio ríos rios ciudades millon millón litro",
    "pt": "água agua milhão milhao milhoes tubulação",
    "it": "città citta acqua dell'acqua contadino tubatura",
    "pl": "rzeka rzek studnia miasto rolnicy",
    "ru": "река реки труба обойдется обойдётся городом",
    "uk": "річка річок місто колодязь",
    "tr": "çiftçi ciftci kıtlık kitlik boru su",
    "ar": "كتب الصحفي مقال النهر نهر مدينة المدينة والمدينة المجلس شيئا كَتَبَ",
    "fa": "کتاب كتاب کتاب‌ها کتابها شهر می‌گویند میگویند آب",
    "hi": "किसान नदी नदियों कानून क़ानून हिंदी हिन्दी",
    "zh": "水 水位 城市 河流 市长 1962年 最低水位",
    "ja": "水 研究所 ヨナス ヨナス・ブラント 水道管 博士",
    "en": "official nobody measured flood flooding paulo sao são",
}
NOT_FOUND = {
    "de": "Hase Baum",
    "fr": "eaux-fortes lu",
    "es": "mil",
    "en": "new offi",
    "ar": "ملعب",
    "zh": "农民 长市",
    "ja": "農家 所研",
    "hi": "कमल",
    "ru": "рекорд",
}


@pytest.fixture(scope="module")
def stores() -> Iterator[tuple[SqlStore, SqlStore]]:
    with (
        new_library() as url,
        closing(open_store("sqlite://")) as sqlite,
        closing(open_store(url)) as postgres,
    ):
        for language, text in TEXTS.items():
            for store in (sqlite, postgres):
                store.catalogue.add(
                    edited(text, title=language, language=language, slug=f"piece-{language}"),
                    now=NOW,
                )
        yield sqlite, postgres


def found(store: SqlStore, asked: str) -> list[str]:
    return [hit.card.title for hit in store.catalogue.search(parse(asked), limit=20)]


@pytest.mark.parametrize("language", TEXTS)
def test_words_are_found_as_people_type_them(
    stores: tuple[SqlStore, SqlStore], language: str
) -> None:
    for asked in FOUND[language].split():
        for store in stores:
            assert language in found(store, asked), asked


@pytest.mark.parametrize("language", NOT_FOUND)
def test_words_that_a_text_does_not_have_are_not_found_in_it(
    stores: tuple[SqlStore, SqlStore], language: str
) -> None:
    for asked in NOT_FOUND[language].split():
        for store in stores:
            assert language not in found(store, asked), asked


def test_both_engines_find_the_same_pieces_by_every_word(
    stores: tuple[SqlStore, SqlStore],
) -> None:
    asked = [word for words in FOUND.values() for word in words.split()]
    asked += [word for text in TEXTS.values() for word in text.split()]
    asked += [f'"{text[3:20]}"' for text in TEXTS.values()]
    asked += [f"{word[:3]}*" for words in FOUND.values() for word in words.split()]
    for one in asked:
        assert found(stores[0], one) == found(stores[1], one), one


def test_a_hit_quotes_a_sentence_with_a_form_of_the_word(
    stores: tuple[SqlStore, SqlStore],
) -> None:
    for asked, language in (("река", "ru"), ("水道管", "ja"), ("مدينة", "ar"), ("Haus", "de")):
        for store in stores:
            (hit,) = store.catalogue.search(parse(asked), limit=1)
            assert hit.snippet == TEXTS[language]


def test_every_word_of_a_long_list_is_found_by_both_engines_with_accents_and_without() -> None:
    """The function words of each language, up to five hundred, twenty to a question."""
    with (
        new_library() as url,
        closing(open_store("sqlite://")) as sqlite,
        closing(open_store(url)) as postgres,
    ):
        lists = {language: sorted(small_words(language))[:500] for language in sorted(RANKED)}
        for language, words in lists.items():
            for store in (sqlite, postgres):
                made = edited(f"{' '.join(words)}.", title=language, language=language)
                store.catalogue.add(made, now=NOW, anyway=True)
        for language, words in lists.items():
            for at in sampled(range(0, len(words), 20)):
                some = " ".join(f'"{word}"' for word in words[at : at + 20])
                for asked in (some, some.upper(), fold(some)):
                    both = [found(store, asked) for store in (sqlite, postgres)]
                    assert both[0] == both[1], asked
                    assert language in both[0] or (asked == some.upper() and language == "tr"), (
                        asked
                    )
