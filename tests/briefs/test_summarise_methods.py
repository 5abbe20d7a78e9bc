"""Every ranking method by its name: what it gives, and how it says that it cannot."""

import importlib.util
import math

import pytest
from sumy.models.dom import ObjectDocumentModel
from sumy.summarizers import AbstractSummarizer

from briefs.errors import CannotRank
from briefs.summarise.ranking import METHODS, BriefSummarizer, Text, candidates, named, of_sumy
from briefs.summarise.units import lexicon
from briefs.text.sentences import split

_NUMPY = importlib.util.find_spec("numpy") is not None
_NEED_NUMPY = {"lexrank", "lsa", "textrank"}
_CAN_RUN = [name for name in METHODS if _NUMPY or name not in _NEED_NUMPY]
_TITLE = "Harbour reopens"
_BODY = (
    "The harbour of Oak Bay reopened on Monday after a week of storms. Forty ships had been waiting"
    " outside the harbour. The port authority lost two million crowns to the storms.\n\n"
    "Three cranes fell in the storms. One ship ran aground near the harbour on Friday. Nobody was "
    "hurt, and the ship was towed to the port."
)


def _text(body: str = _BODY) -> Text:
    words = lexicon("en")
    assert words is not None
    document = candidates(_TITLE, body, split(body)).document
    summarizer = BriefSummarizer(words.stem)
    return Text(
        document=document,
        units=summarizer.units(document),
        title=summarizer.title(document),
        query=(),
        lexicon=words,
    )


@pytest.mark.parametrize("name", _CAN_RUN)
def test_a_method_ranks_every_sentence_once_and_the_same_way_again(name: str) -> None:
    text = _text()
    order = list(METHODS[name](text, lambda _: True, ()))
    assert sorted(order) == list(range(len(text.document.sentences)))
    assert list(METHODS[name](text, lambda _: True, ())) == order


@pytest.mark.parametrize("name", _CAN_RUN)
def test_a_method_gives_only_what_fits(name: str) -> None:
    assert list(METHODS[name](_text(), lambda position: position == 2, ())) == [2]


@pytest.mark.skipif(_NUMPY, reason="numpy is installed here")
@pytest.mark.parametrize("name", sorted(_NEED_NUMPY))
def test_a_method_that_needs_numpy_says_so(name: str) -> None:
    with pytest.raises(CannotRank, match="needs NumPy") as caught:
        METHODS[name](_text(), lambda _: True, ())
    assert "numpy" in caught.value.hint


class _Fails(AbstractSummarizer):
    def __call__(self, document: object, sentences_count: object) -> object:
        raise ZeroDivisionError


class _RatesByNothing(AbstractSummarizer):
    def __call__(self, document: ObjectDocumentModel, sentences_count: object) -> object:
        sentences: object = self._get_best_sentences(  # type: ignore[no-untyped-call]  # sumy's
            document.sentences, sentences_count, lambda _: math.nan
        )
        return sentences


@pytest.mark.parametrize("kind", [_Fails, _RatesByNothing])
def test_a_method_that_breaks_on_a_text_says_that_it_cannot_rank_it(
    kind: type[AbstractSummarizer],
) -> None:
    with pytest.raises(CannotRank, match="broken cannot rank") as caught:
        of_sumy("broken", kind, most=10)(_text(), lambda _: True, ())
    assert caught.value.hint


def test_a_method_is_not_let_loose_on_a_text_too_long_for_it() -> None:
    body = " ".join(f"The ship number {n} came into the harbour." for n in range(400))
    with pytest.raises(CannotRank, match="400 sentences"):
        METHODS["kl"](_text(body), lambda _: True, ())


def test_the_lead_is_the_order_of_the_text() -> None:
    assert list(METHODS["lead"](_text(), lambda _: True, ())) == [0, 1, 2, 3, 4, 5]


def test_a_name_that_is_no_method_is_answered_with_those_that_are() -> None:
    with pytest.raises(CannotRank, match="nonsense") as caught:
        named("nonsense")
    assert all(name in caught.value.hint for name in METHODS)


@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "pt", "it", "ru", "uk", "ar"])
def test_every_language_that_is_detected_can_be_ranked(language: str) -> None:
    assert lexicon(language) is not None


@pytest.mark.parametrize("language", ["ko", "th", "xx", ""])
def test_a_language_without_words_of_its_own_has_no_lexicon(language: str) -> None:
    assert lexicon(language) is None


def test_stems_join_the_forms_of_a_word() -> None:
    words = lexicon("en")
    assert words is not None
    assert words.stem("harbours") == words.stem("harbour")
