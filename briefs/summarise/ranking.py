"""Ranks the sentences of a piece with one of several methods: "brief" (ours), "lead", or one of
sumy's.

`candidates` makes a sumy document from the piece's own sentences, and keeps their positions.
`BriefSummarizer` is our method as a summarizer in sumy's form, for any user of sumy.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby, islice
from types import MappingProxyType
from typing import Any, TypeAlias

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import null_stemmer
from sumy.summarizers import AbstractSummarizer
from sumy.summarizers.edmundson import EdmundsonSummarizer
from sumy.summarizers.kl import KLSummarizer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.reduction import ReductionSummarizer
from sumy.summarizers.sum_basic import SumBasicSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer
from sumy.utils import ItemsCount

from briefs.errors import CannotRank
from briefs.model import Span
from briefs.summarise.antecedents import depends
from briefs.summarise.editor_model import LANGUAGE, Argument, Model, learned, read
from briefs.summarise.quotable import asks
from briefs.summarise.selection import Anchors, Needs, Scores, rounds
from briefs.summarise.units import (
    LONGEST_HEADING,
    Lexicon,
    Tokenizer,
    Unit,
    is_mark,
    is_number,
    key_terms,
    opens_item,
    reads_as_sentence,
)
from briefs.text.words import bare, count


@dataclass(frozen=True, kw_only=True)
class Text:
    """What a method ranks: a document, its units, and the words of its language.

    A sentence with terms of `title` or `query` scores more. `others` are the positions of sentences
    that are somebody else's words, `marked` those that come after a mark ("* * *"). `model`
    replaces the model of the package.
    """

    document: ObjectDocumentModel
    units: tuple[Unit, ...]
    title: tuple[str, ...]
    query: tuple[str, ...]
    lexicon: Lexicon
    language: str = "en"
    others: frozenset[int] = frozenset()
    marked: frozenset[int] = frozenset()
    model: Model | None = None

    @cached_property
    def argument(self) -> Argument | None:
        """The view of the model of editors' choices; None in a language without labels."""
        if self.language != LANGUAGE or not self.units:
            return None
        return read(
            self.document,
            self.units,
            self.title,
            self.model or learned(),
            self.others,
            marked=self.marked,
        )

    @cached_property
    def key_terms(self) -> Mapping[str, float]:
        """The weight of each term."""
        return key_terms(self.units)

    def scores(self) -> Scores:
        """The scores of each sentence before any is taken."""
        return Scores(
            self.units,
            claim=self.argument.claim if self.argument is not None else None,
            title=self.title,
            query=self.query,
            learned=self.argument.shares if self.argument else None,
            terms=self.argument.terms if self.argument else None,
        )

    @property
    def needs(self) -> Needs:
        """The positions that must be taken with each sentence; of news only those that say who is
        named, and what its first words refer back to.
        """
        count = range(len(self.units))
        if self.argument is None:
            return [None if at in self.others else frozenset() for at in count]
        if not self.argument.is_news:
            return self.argument.dependence.needs
        of_report = self.argument.dependence.of_report
        return [None if at in self.others else of_report[at] for at in count]

    @property
    def anchors(self) -> Anchors | None:
        """The sets of positions of which one must be taken with each sentence; None for news."""
        if self.argument and not self.argument.is_news:
            return self.argument.dependence.anchors
        return None


Fits: TypeAlias = Callable[[int], bool]
Stops: TypeAlias = Sequence[int]
"""Numbers of sentences at which an extract may end."""

Method: TypeAlias = Callable[[Text, Fits, Stops], Iterator[int]]
"""Takes a text, a condition and the stops; yields the positions of sentences that meet the
condition, best first. CannotRank if the method cannot work on the text.
"""

# Words that count for or against a sentence in Edmundson's method.
_BONUS = "important significant major key conclude show find announce"
_STIGMA = "hardly impossible perhaps maybe unlikely"


def _brief(text: Text, fits: Fits, stops: Stops = ()) -> Iterator[int]:
    needs = text.needs
    if not any(fits(at) and needs[at] is not None for at in range(len(needs))):
        # no sentence can be shown without others, and one must be
        return rounds(text.scores(), fits, stops=stops)
    claim = text.argument.claim if text.argument and text.argument.shares is not None else None
    return rounds(text.scores(), fits, needs, stops, anchors=text.anchors, claim=claim)


def _lead(text: Text, fits: Fits, _: Stops = ()) -> Iterator[int]:
    return filter(fits, range(len(text.document.sentences)))


def of_sumy(name: str, kind: type[AbstractSummarizer], *, most: int) -> Method:
    """A method of sumy for up to `most` sentences, since its time grows with their square or
    faster.

    Every failure inside it becomes a CannotRank with the reason and what to do.
    """

    def method(text: Text, fits: Fits, _: Stops = ()) -> Iterator[int]:
        count = len(text.document.sentences)
        if count > most:
            raise CannotRank(
                f"The method {name} takes too long on {count} sentences; it is for up to {most}.",
                hint="Use the method brief, which has no such limit.",
            )
        return filter(fits, _ranking(name, _prepared(kind, text.lexicon), text.document))

    return method


def _prepared(kind: type[AbstractSummarizer], lexicon: Lexicon) -> Callable[..., object]:
    summarizer: Any = kind(lexicon.stem)
    if kind is EdmundsonSummarizer:
        summarizer.bonus_words = _BONUS.split()
        summarizer.stigma_words = _STIGMA.split()
        summarizer.null_words = lexicon.stop_words
    else:
        summarizer.stop_words = lexicon.stop_words
    ranks: Callable[..., object] = summarizer
    return ranks


def _ranking(
    name: str, summarizer: Callable[..., object], document: ObjectDocumentModel
) -> tuple[int, ...]:
    """The positions of all sentences of the document in the order of sumy's method."""
    rated: list[tuple[int, float]] = []

    def keep(infos: Sequence[Any]) -> Sequence[Any]:
        rated.extend((info.order, float(info.rating)) for info in infos)
        return infos

    try:
        summarizer(document, keep)
    except ValueError as error:
        if "numpy" in str(error).lower():
            raise CannotRank(
                f"The method {name} needs NumPy, which is not installed.",
                hint="Install numpy beside Sourcebrief, or use the method brief.",
            ) from error
        raise _cannot(name) from error
    except (ArithmeticError, LookupError, AssertionError) as error:
        raise _cannot(name) from error
    if not all(math.isfinite(rating) for _, rating in rated):
        raise _cannot(name)
    return tuple(position for position, _ in rated)


def _cannot(name: str) -> CannotRank:
    return CannotRank(
        f"The method {name} cannot rank the sentences of this text.",
        hint="The text may be too short or too uniform for it; use the method brief or lead.",
    )


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "brief": _brief,
        "lead": _lead,
        "edmundson": of_sumy("edmundson", EdmundsonSummarizer, most=10_000),
        "kl": of_sumy("kl", KLSummarizer, most=300),
        "lexrank": of_sumy("lexrank", LexRankSummarizer, most=2_000),
        "lsa": of_sumy("lsa", LsaSummarizer, most=2_000),
        "luhn": of_sumy("luhn", LuhnSummarizer, most=5_000),
        "reduction": of_sumy("reduction", ReductionSummarizer, most=2_000),
        "sum-basic": of_sumy("sum-basic", SumBasicSummarizer, most=5_000),
        "textrank": of_sumy("textrank", TextRankSummarizer, most=2_000),
    }
)


def named(name: str) -> Method:
    """The method of that name; CannotRank, which lists the names, if there is none."""
    try:
        return METHODS[name]
    except KeyError:
        raise CannotRank(
            f"There is no ranking method called “{name}”.",
            hint=f"The methods are {', '.join(METHODS)}.",
        ) from None


_WORDS_KEPT = 32_768


class BriefSummarizer(AbstractSummarizer):
    """The method "brief" in sumy's form. It ranks the sentences of an English document that argues
    by a model of editors' choices, and those of any other by how central, early and new they are. A
    sentence never comes without those that it depends on.

    Words of the document's headings count for a sentence, and headings are never chosen. `query`
    may have more such words. A sentence that repeats a chosen one is left out, so there may be
    fewer than asked for. The result depends on nothing but the document and the settings.

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
        """At most so many sentences ("20%" is a share of all), in document order."""
        count = sentences_count if callable(sentences_count) else ItemsCount(sentences_count)
        wanted = len(count(document.sentences))
        chosen = islice(self.order(document, (wanted,)), wanted)
        return tuple(document.sentences[at] for at in sorted(chosen))

    def order(self, document: ObjectDocumentModel, stops: Stops = ()) -> Iterator[int]:
        """Positions in `document.sentences`, best first, in the order of `selection.rounds`."""
        return _brief(self.text(document), lambda _: True, stops)

    def text(self, document: ObjectDocumentModel) -> Text:
        """What the method ranks of a document."""
        return Text(
            document=document,
            units=self.units(document),
            title=self.title(document),
            query=self.terms(self.query),
            lexicon=Lexicon(self._stop_words, self._stemmer),
            language=self._language,
        )

    def units(self, document: ObjectDocumentModel) -> tuple[Unit, ...]:
        """The units of the document's sentences."""
        return tuple(
            self._unit(sentence, number)
            for number, paragraph in enumerate(document.paragraphs)
            for sentence in paragraph.sentences
        )

    def title(self, document: ObjectDocumentModel) -> tuple[str, ...]:
        """The terms of the document's headings."""
        return tuple(term for heading in document.headings for term in self.terms(heading.words))

    def terms(self, words: Iterable[str]) -> tuple[str, ...]:
        """The stems of the words, in order, without stop words."""
        return tuple(filter(None, map(self._term, words)))

    def _stemmed(self, word: str) -> str:
        plain = bare(word, self._language)
        return self._stemmer(plain) if len(plain) > 1 and plain not in self._stop_words else ""

    def _unit(self, sentence: Sentence, paragraph: int) -> Unit:
        text = str(sentence)
        return Unit(
            terms=tuple(dict.fromkeys(self.terms(sentence.words))),
            words=len(sentence.words),
            paragraph=paragraph,
            depends=depends(text, self._language),
            asks=asks(text),
        )


@dataclass(frozen=True, slots=True)
class Candidates:
    """The sentences of a piece that may be chosen. `document.sentences[i]` is sentence `indices[i]`
    of the piece and has `lengths[i]` words. Sentences are identified by position, never by text.
    `marked` are the positions after a mark ("* * *"), `headings` those of short sentences after a
    number alone: the items of a list.
    """

    document: ObjectDocumentModel
    indices: tuple[int, ...]
    lengths: tuple[int, ...]
    marked: frozenset[int]
    headings: frozenset[int]


def candidates(title: str, body: str, sentences: Sequence[Span]) -> Candidates:
    """A piece as a sumy document: its title is a heading, and its paragraphs have every text that
    reads as a sentence, is not the title and did not occur before. If none reads as a sentence, all
    texts but the title are taken.
    """
    texts = [span.of(body) for span in sentences]
    words = [text.casefold().split() for text in texts]
    plain = list(map(_plain, words))
    heading = _plain(title.casefold().split())
    able = [index for index, text in enumerate(plain) if text != heading]
    able = [index for index in able if reads_as_sentence(texts[index])] or able
    first = {plain[index]: index for index in reversed(able)}
    indices = tuple(sorted(first.values()))

    tokenizer = Tokenizer()
    paragraphs = _paragraphs(body, sentences)
    groups = [
        [Sentence(texts[index], tokenizer) for index in group]
        for _, group in groupby(indices, key=paragraphs.__getitem__)
    ]
    if title and groups:
        groups[0].insert(0, Sentence(title, tokenizer, is_heading=True))
    return Candidates(
        document=ObjectDocumentModel(map(Paragraph, groups)),
        indices=indices,
        lengths=tuple(count(texts[index]) for index in indices),
        marked=frozenset(
            position
            for position, index in enumerate(indices)
            if index and (is_mark(texts[index - 1]) or opens_item(texts[index]))
        ),
        headings=frozenset(
            position
            for position, index in enumerate(indices)
            if index and len(words[index]) <= LONGEST_HEADING and is_number(texts[index - 1])
        ),
    )


def _paragraphs(body: str, sentences: Sequence[Span]) -> list[int]:
    """The number of each sentence's paragraph, from 0."""
    numbers: list[int] = []
    number = end = 0
    for span in sentences:
        number += "\n\n" in body[end : span.start]
        numbers.append(number)
        end = span.end
    return numbers


def _plain(words: Sequence[str]) -> str:
    """The words of a text, without its spacing and its final punctuation."""
    return " ".join(words).rstrip(".!?… ")
