"""The ways to rank a piece's sentences, by name: ours, the lead, and those that come with sumy."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

from sumy.models.dom import ObjectDocumentModel
from sumy.summarizers import AbstractSummarizer
from sumy.summarizers.edmundson import EdmundsonSummarizer
from sumy.summarizers.kl import KLSummarizer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.reduction import ReductionSummarizer
from sumy.summarizers.sum_basic import SumBasicSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

from briefs.errors import CannotRank
from briefs.summarise.selection import Unit, choose
from briefs.summarise.terms import Lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What is ranked: a document, what our own method sees in it, and the words of its language.

    `title` and `query` are terms to lean towards.
    """

    document: ObjectDocumentModel
    units: tuple[Unit, ...]
    title: tuple[str, ...]
    query: tuple[str, ...]
    lexicon: Lexicon


Fits: TypeAlias = Callable[[int], bool]
Method: TypeAlias = Callable[[Text, Fits], Iterator[int]]
"""Gives positions in the document's sentences, the best first, of those that fit; raises
CannotRank where it cannot work on the text.
"""

# The words that Edmundson's method takes as a sign for or against a sentence.
_BONUS = "important significant major key conclude show find announce"
_STIGMA = "hardly impossible perhaps maybe unlikely"


def _brief(text: Text, fits: Fits) -> Iterator[int]:
    return choose(text.units, title=text.title, query=text.query, fits=fits)


def _lead(text: Text, fits: Fits) -> Iterator[int]:
    return filter(fits, range(len(text.document.sentences)))


def of_sumy(name: str, kind: type[AbstractSummarizer], *, most: int) -> Method:
    """One of sumy's, for at most so many sentences: their work grows with the square or worse.

    Whatever fails in it becomes a CannotRank that says why and what to do.
    """

    def method(text: Text, fits: Fits) -> Iterator[int]:
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
    """The positions of all the document's sentences in the order that a sumy method rates them."""
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
    """The method of that name; CannotRank, with the names there are, if there is none."""
    try:
        return METHODS[name]
    except KeyError:
        raise CannotRank(
            f"There is no ranking method called “{name}”.",
            hint=f"The methods are {', '.join(METHODS)}.",
        ) from None
