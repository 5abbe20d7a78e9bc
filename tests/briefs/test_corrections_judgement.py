"""Which changes of a sentence are material."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.corrections.material_changes import judge, names_of
from tests.briefs.test_corrections_alignment import SENTENCES

MATERIAL = [
    ("en", "number", "The river fell 12 metres in June.", "The river fell 21 metres in June."),
    ("en", "number", "It grew by 1.5 % in a year of rain.", "It grew by 15 % in a year of rain."),
    ("en", "number", "It fell to 5 degrees that night.", "It fell to -5 degrees that night."),
    ("en", "number", "It cost $5 in every town we saw.", "It cost €5 in every town we saw."),
    ("en", "number", "Some of them came to the hall.", "All of them came to the hall."),
    ("en", "number", "They met on Monday in the hall.", "They met on Friday in the hall."),
    ("en", "negation", "He did take the money, they say.", "He did not take the money, they say."),
    ("en", "negation", "He can say what he saw there.", "He can't say what he saw there."),
    ("en", "negation", "It is possible to cross here.", "It is impossible to cross here."),
    ("en", "modal", "They may close the port in May.", "They must close the port in May."),
    ("en", "modal", "He allegedly hid the letter.", "He hid the letter."),
    ("en", "modal", "They close the port.", "They close the port?"),
    ("en", "name", "She met Anna Lind in the hall.", "She met Anna Lund in the hall."),
    ("en", "name", "Ankara closed the old port again.", "Moscow closed the old port again."),
    ("en", "quotation", "It was “a great day” for them.", "It was “a great error” for them."),
    ("en", "quotation", "It was a great day for them all.", "It was a “great” day for them all."),
    ("en", "wording", "The talks went on in the old hall.", "The talks broke down in a new hall."),
    ("de", "negation", "Er hat den Vertrag gelesen.", "Er hat den Vertrag nie gelesen."),
    ("de", "modal", "Sie muss den Vertrag gelesen haben.", "Sie soll den Vertrag gelesen haben."),
    ("de", "number", "Sie trafen sich im Mai am Fluss.", "Sie trafen sich im Juni am Fluss."),
    ("fr", "negation", "Il est venu hier au marché.", "Il n'est pas venu hier au marché."),
    ("es", "modal", "El río puede subir esta noche.", "El río debe subir esta noche."),
    ("it", "negation", "Il fiume sale questa notte.", "Il fiume non sale questa notte."),
    ("pt", "number", "O rio subiu três metros ontem.", "O rio subiu dois metros ontem."),
    ("ru", "negation", "Он читал этот договор вчера.", "Он не читал этот договор вчера."),
    ("uk", "modal", "Річка може піднятися вночі.", "Річка повинна піднятися вночі."),
    ("pl", "negation", "On czytał tę umowę wczoraj.", "On nie czytał tej umowy wczoraj."),
    ("tr", "negation", "Bakan dün buraya geldi.", "Bakan dün buraya gelmedi."),
    ("zh", "name", "他昨天去了北京。", "他昨天去了南京。"),
    ("ar", "name", "زار الوزير القاهرة أمس.", "زار الوزير الجزائر أمس."),
]
QUIET = [
    ("en", "The council met, in the hall.", "The council met in the hall."),
    ("en", "The  council met in the\u00a0hall .", "The council met in the hall."),
    ("en", "The goverment recieved teh letter.", "The government received the letter."),
    ("en", "He didn't take the money.", "He did not take the money."),
    ("en", "It cost 1,000 dollars and 5% more.", "It cost 1000 dollars and 5 % more."),
    ("en", 'It was "a great day" for them.', "It was “a great day” for them."),
    ("en", "About a milion people came.", "About a million people came."),
    ("en", "The president spoke to them.", "The President spoke to them."),
    ("de", "Die Regirung las den Vertrag.", "Die Regierung las den Vertrag."),
    ("de", "Es kostet 1.000 Mark, sagt er.", "Es kostet 1000 Mark sagt er."),
    ("fr", "Le conseil s’est réuni hier.", "Le conseil s'est reuni hier."),
    ("ru", "Он читал договор, вчера ещё.", "Он читал договор вчера еще."),
    ("zh", "他昨天去了北京。", "他昨天，去了北京。"),
]


@pytest.mark.parametrize(("language", "aspect", "before", "after"), MATERIAL)
def test_a_change_of_what_is_claimed_is_material(
    language: str, aspect: str, before: str, after: str
) -> None:
    assert aspect in judge(before, after, language).aspects
    assert aspect in judge(after, before, language).aspects


@pytest.mark.parametrize(("language", "before", "after"), QUIET)
def test_commas_spacing_and_typing_errors_are_quiet(language: str, before: str, after: str) -> None:
    assert not judge(before, after, language).is_material
    assert not judge(after, before, language).is_material


def test_a_name_that_stands_first_is_known_from_elsewhere_in_the_piece() -> None:
    names = names_of(["Merkel spoke in the old hall.", "They asked Merkel why."], "en")
    assert names == {"merkel"}
    assert judge("Merkel spoke in the old hall.", "Merkal spoke in the old hall.", "en", names)
    assert judge(
        "Merkel spoke in the old hall.", "Merkal spoke in the old hall.", "en", names
    ).aspects == ("name",)


@given(before=SENTENCES.map(" ".join) | st.text(), after=SENTENCES.map(" ".join) | st.text())
def test_the_judgement_is_the_same_the_other_way_round(before: str, after: str) -> None:
    for language in ("en", "de", "fr", "tr", "zh", "xx"):
        there = judge(before, after, language)
        assert set(there.aspects) == set(judge(after, before, language).aspects)


@given(text=st.text())
def test_a_text_is_never_changed_against_itself(text: str) -> None:
    assert not judge(text, text, "en").is_material


@given(words=st.lists(st.sampled_from(["river", "harbour", "council", "market"]), min_size=3))
def test_a_not_is_never_overlooked(words: list[str]) -> None:
    said = " ".join(words)
    for at in range(len(words)):
        denied = " ".join((*words[:at], "not", *words[at:]))
        assert "negation" in judge(said, denied, "en").aspects
