"""The summarizer in the hands of someone who knows sumy and nothing of us."""

import pytest
from sumy.models.dom import ObjectDocumentModel
from sumy.nlp.stemmers import Stemmer
from sumy.parsers.plaintext import PlaintextParser
from sumy.utils import get_stop_words

from briefs.summarise.ranking import BriefSummarizer
from briefs.summarise.units import Tokenizer
from briefs.text.sentences import split

_TEXT = """THE HARBOUR REOPENS

The harbour of Oak Bay reopened on Monday after a week of storms.
Forty ships had been waiting outside the harbour.
The harbour of Oak Bay reopened on Monday after a week of storms.
Bread was dear in the town.

The port authority blamed the storms for a loss of two million crowns.
Three cranes fell, and one ship ran aground near the harbour."""


class _OwnTokenizer(Tokenizer):
    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        return tuple(span.of(paragraph) for span in split(paragraph))


@pytest.fixture
def document() -> ObjectDocumentModel:
    parsed: ObjectDocumentModel = PlaintextParser.from_string(_TEXT, _OwnTokenizer()).document
    return parsed


@pytest.fixture
def summarizer() -> BriefSummarizer:
    summarizer = BriefSummarizer(Stemmer("english"))
    summarizer.stop_words = get_stop_words("english")
    return summarizer


def test_sentences_of_the_document_come_in_its_order(
    summarizer: BriefSummarizer, document: ObjectDocumentModel
) -> None:
    chosen = summarizer(document, 3)
    places = [document.sentences.index(sentence) for sentence in chosen]
    assert len(chosen) == 3
    assert places == sorted(places)


def test_a_sentence_that_stands_there_twice_comes_once(
    summarizer: BriefSummarizer, document: ObjectDocumentModel
) -> None:
    texts = [str(sentence) for sentence in summarizer(document, 6)]
    assert len(texts) == len(set(texts)) == 5


def test_a_share_of_the_sentences_can_be_asked_for(
    summarizer: BriefSummarizer, document: ObjectDocumentModel
) -> None:
    assert len(summarizer(document, "50%")) == 3


def test_a_count_can_be_a_callable_as_in_sumy(
    summarizer: BriefSummarizer, document: ObjectDocumentModel
) -> None:
    assert len(summarizer(document, lambda sentences: sentences[:2])) == 2


def test_it_works_without_stop_words_and_stemmer(document: ObjectDocumentModel) -> None:
    assert len(BriefSummarizer()(document, 2)) == 2


def test_a_query_draws_its_sentences_in(
    summarizer: BriefSummarizer, document: ObjectDocumentModel
) -> None:
    summarizer.query = ("cranes",)
    assert any("cranes" in str(sentence) for sentence in summarizer(document, 1))


def test_an_empty_document_has_no_sentences(summarizer: BriefSummarizer) -> None:
    assert summarizer(ObjectDocumentModel([]), 3) == ()


def test_a_stemmer_must_be_callable() -> None:
    with pytest.raises(TypeError):
        BriefSummarizer("english")  # type: ignore[arg-type]
