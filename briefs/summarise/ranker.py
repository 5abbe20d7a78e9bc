"""Our own way to rank sentences, as a summarizer that any user of sumy can take."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sumy.models.dom import ObjectDocumentModel, Sentence
from sumy.nlp.stemmers import null_stemmer
from sumy.summarizers import AbstractSummarizer
from sumy.utils import ItemsCount

from briefs.summarise.dependence import asks, leans
from briefs.summarise.selection import Unit, choose

_WORDS_KEPT = 32_768


class BriefSummarizer(AbstractSummarizer):
    """Sentences that are central, early and different from each other, and make sense alone.

    The document's headings are leaned towards and never chosen; `query` may hold words to lean
    towards as well. A sentence that says what a chosen one says is not chosen, so fewer may come
    than were asked for. The same document always gives the same sentences.

        summarizer = BriefSummarizer(Stemmer("english"))
        summarizer.stop_words = get_stop_words("english")
        summarizer(document, 5)
    """

    def __init__(
        self, stemmer: Callable[[str], str] = null_stemmer, *, language: str = "en"
    ) -> None:
        super().__init__(stemmer)  # type: ignore[no-untyped-call]  # sumy has no annotations
        self._language = language
        self.query: tuple[str, ...] = ()
        self.stop_words = frozenset()

    @property
    def stop_words(self) -> frozenset[str]:
        return self._stop_words

    @stop_words.setter
    def stop_words(self, words: Iterable[str]) -> None:
        self._stop_words = frozenset(map(self.normalize_word, words))
        self._term = lru_cache(maxsize=_WORDS_KEPT)(self._stemmed)

    def __call__(
        self,
        document: ObjectDocumentModel,
        sentences_count: int | str | Callable[[Any], Sequence[Any]],
    ) -> tuple[Sentence, ...]:
        """At most so many sentences ("20%" is a share of them), in document order."""
        count = sentences_count if callable(sentences_count) else ItemsCount(sentences_count)
        wanted = len(count(document.sentences))
        chosen = [at for at, _ in zip(self.order(document), range(wanted), strict=False)]
        return tuple(document.sentences[at] for at in sorted(chosen))

    def order(self, document: ObjectDocumentModel) -> Iterator[int]:
        """Positions in `document.sentences`, the best first, as `selection.choose` has it."""
        return choose(
            self.units(document),
            title=self.title(document),
            query=self.terms(self.query),
        )

    def units(self, document: ObjectDocumentModel) -> tuple[Unit, ...]:
        """What the choice looks at, for each of the document's sentences."""
        return tuple(
            self._unit(sentence, number)
            for number, paragraph in enumerate(document.paragraphs)
            for sentence in paragraph.sentences
        )

    def title(self, document: ObjectDocumentModel) -> tuple[str, ...]:
        """The terms of the document's headings."""
        return tuple(term for heading in document.headings for term in self.terms(heading.words))

    def terms(self, words: Iterable[str]) -> tuple[str, ...]:
        """The stems of the words that carry meaning, in order."""
        return tuple(filter(None, map(self._term, words)))

    def _stemmed(self, word: str) -> str:
        plain = word.lower().replace("’", "'").removesuffix("'s")
        return self._stemmer(plain) if len(plain) > 1 and plain not in self._stop_words else ""

    def _unit(self, sentence: Sentence, paragraph: int) -> Unit:
        text = str(sentence)
        return Unit(
            terms=tuple(dict.fromkeys(self.terms(sentence.words))),
            words=len(sentence.words),
            paragraph=paragraph,
            leans=leans(text, self._language),
            asks=asks(text),
        )
