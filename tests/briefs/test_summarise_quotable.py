"""Which openings depend on the sentence before; labelled by hand before the rule was run."""

import pytest

from briefs.summarise.antecedents import depends
from briefs.summarise.quotable import asks


@pytest.mark.parametrize(
    "sentence",
    [
        "He denied it again on Friday.",
        "She has led the clinic since May.",
        "They were not told of the plan.",
        "His lawyers will appeal.",
        "It failed by two votes.",
        "It's a small town with one road.",
        "This was the third fire in a week.",
        "That changed in the spring.",
        "These boats are old and slow.",
        "Those who stayed had no water.",
        "However, the mayor disagreed.",
        "But the mayor disagreed.",
        "And so the bridge was closed.",
        "Moreover, the fund is empty.",
        "As a result, rents rose again.",
        "For example, rents rose in Oak Hill.",
        "In addition, the fund is empty.",
        "On the other hand, rents fell.",
        "“But we were never asked,” said the mayor.",
        "Despite this, the vote went ahead.",
        "Another was found near the river.",
        "The announcement was made days after the storm.",
        "The move surprised the city council.",
        "The latter was never built.",
        "The two men were released on Sunday.",
        "The company did not comment.",
        "The truth, however, is that nobody asked.",
        "In the harbour, too, rents rose.",
        "All of this was known in May.",
        "The next day, the council voted again.",
        "Three weeks later the bridge fell.",
        "Second, the fund is empty.",
        "For decades, they had mended boats here.",
        "Admittedly, the bridge is old.",
        "Perhaps, but the fund is empty.",
        "In our case, the harbour was closed.",
        "Unfortunately, that order is failing everywhere.",
        "There is, for example, a quay in Oak Bay.",
        "Any treaty on ports, whether it is signed or not, must therefore name a judge.",
        "Other mayors look only at the bridges.",
    ],
)
def test_an_opening_that_points_back_leans(sentence: str) -> None:
    assert depends(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The harbour reopened on Monday.",
        "May was the wettest month on record.",
        "Second quarter profits fell by a third.",
        "This week the council votes on the bridge.",
        "This year 40 boats were counted.",
        "It is clear that the fund is empty.",
        "It is not yet known whether the bridge will reopen.",
        "It took three days to reach the village.",
        "There is no money left for the bridge.",
        "There's no money left for the bridge.",
        "Both Norway and Chile sent ships.",
        "Both rivers and lakes rose.",
        "The decision of the court was welcomed in Oak Hill.",
        "The company that built the bridge has closed.",
        "The report on water use was published on Monday.",
        "Hershel Reed was elected mayor.",
        "Italy sent three ships.",
        "Thistle Bay was cut off by the storm.",
        "Butter is dearer than a year ago.",
        "“We were never asked,” said the mayor.",
        "In Chile, rents fell.",
        "After the storm, the harbour closed.",
        "Despite the storm, the vote went ahead.",
        "It was reported on Monday that the bridge would close.",
        "It was a mistake to build here.",
        "The report about the bridge was late.",
        "For decades, ships came to Oak Bay.",
        "Three weeks after the storm the bridge fell.",
    ],
)
def test_an_opening_that_stands_by_itself_does_not_lean(sentence: str) -> None:
    assert not depends(sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Elle a refusé de partir."),
        ("de", "Dennoch blieb der Hafen zu."),
        ("es", "Además, no hay dinero."),
        ("pt", "Ele não quis falar."),
        ("it", "Inoltre mancano i soldi."),
        ("ru", "Однако мэр не согласен."),
        ("uk", "Він не погодився."),
    ],
)
def test_other_languages_have_openings_that_lean_too(language: str, sentence: str) -> None:
    assert depends(sentence, language)


def test_words_of_one_language_do_not_lean_in_another() -> None:
    assert not depends("Die casting is an old trade.", "en")
    assert not depends("He went home.", "ar")


def test_a_question_asks() -> None:
    assert asks("Who will pay?")
    assert asks("“Who will pay?”")
    assert not asks("Nobody knows who will pay.")
