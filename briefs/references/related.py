"""Which entry a sentence of an unmarked piece may rest on: a hint, and never a citation.

The author did not say so. Two signs must meet: the sentence names an author or the outlet of the
entry, and its words are close to those of the entry.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from briefs.model import Person, Revision, Source
from briefs.references.addresses import take
from briefs.references.cleaning import clean
from briefs.summarise.words import PLAIN, Lexicon, lexicon, words_of

CLOSE = 0.2
"""The least cosine between a sentence and an entry, their words weighed by TF-IDF in the piece."""

_SHORTEST_NAME = 3
_ARTICLE = re.compile(r"^(?:(?:The|Le|La|Les|Der|Die|Das|El|Los|Il|De|Het) |L[’'])(?=[^\W_])")

_Vector: TypeAlias = dict[str, float]


def related(revision: Revision) -> tuple[tuple[int, int], ...]:
    """Pairs of a sentence's number and an entry's number, both from 1, in the text's order.

    At most one entry for a sentence: the closest of those that it names; none where two are as
    close. () for a piece that has its author's own marks, since these say it.
    """
    listed = [source for source in revision.sources if source.where == "list"]
    if revision.marks or not listed:
        return ()
    sentences = [span.of(revision.body) for span in revision.sentences]
    known = lexicon(revision.language) or PLAIN
    vectors = _vectors([*sentences, *map(_wording, listed)], known)
    entries = [
        (source, _names(source), vectors[len(sentences) + at]) for at, source in enumerate(listed)
    ]
    found = []
    for number, (sentence, vector) in enumerate(zip(sentences, vectors, strict=False), 1):
        close = [
            (_cosine(vector, other), source.number)
            for source, names, other in entries
            if names and names.search(sentence)
        ]
        close.sort(reverse=True)
        if close and close[0][0] >= CLOSE and (len(close) == 1 or close[0][0] > close[1][0]):
            found.append((number, close[0][1]))
    return tuple(found)


def _wording(source: Source) -> str:
    """An entry's words, those of its address among them."""
    address = re.sub(r"[\W_\d]+", " ", source.url or "")
    return f"{take(clean(source.raw)).text} {address}"


def _names(source: Source) -> re.Pattern[str] | None:
    """What finds the names of an entry's authors, its outlet and its publisher in a sentence."""
    people = [one.family if isinstance(one, Person) else one.name for one in source.authors]
    outlets = [name for name in (source.container, source.publisher) if name]
    names = {_ARTICLE.sub("", name) for name in (*people, *outlets)}
    told = [re.escape(name) for name in sorted(names) if _is_telling(name)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(told)})(?!\w)") if told else None


def _is_telling(name: str) -> bool:
    return len(name) >= _SHORTEST_NAME and not name[0].islower()


def _vectors(texts: Sequence[str], known: Lexicon) -> list[_Vector]:
    """Each text as its terms with their weights, of length 1."""
    counts = [Counter(_terms(text, known)) for text in texts]
    holding = Counter(term for count in counts for term in count)
    return [_weighed(count, holding, len(texts)) for count in counts]


def _weighed(count: Counter[str], holding: Counter[str], texts: int) -> _Vector:
    weights = {
        term: (1 + math.log(times)) * math.log((1 + texts) / (1 + holding[term]))
        for term, times in count.items()
    }
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def _terms(text: str, known: Lexicon) -> Iterator[str]:
    for word in words_of(text.casefold()):
        if word not in known.stop_words:
            yield known.stem(word)


def _cosine(one: _Vector, other: _Vector) -> float:
    return math.fsum(weight * other.get(term, 0.0) for term, weight in one.items())
