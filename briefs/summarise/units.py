"""The units of a piece and their terms: which units are sentences, which are marks, numbers or
headings of a list, where a column goes on to an item that its title does not name, which sentences
of a brief open a paragraph; and the tokens, stop words and stems by language, with the weight of
each term.

English has the stop words and the stemmer of sumy, with which the ranking was measured. Every other
language has the function words of treebanks (`briefs/text/languages.json`) and the stems that the
search uses.
"""

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from threading import Lock

from briefs.model import Span
from briefs.text.language import RANKED, small_words
from briefs.text.words import fold, stemmer, words_of

_LONGEST = 400  # sentences of a column, at most
_LEAST_ITEM = 6  # sentences of the first item, at least …
_LEAST_REST = 8  # … and of the others
_LEAST_TITLED = 3  # sentences of the first item that have a word of the title, at least …
_LEAST_WORDS = 2  # … and different words of the title in them
_SHARED = 0.35  # the most that one side may share with the other (see `_shared`) …
_SHARED_LESS = 0.2  # … and the most for the side that shares less …
_BEHIND_MARK = 2.0  # … and by which factor more, if a mark is between the sides
_MARK = re.compile(r"[\W_]{1,40}$")
_NUMBER = re.compile(r"[#(]?\d{1,2}\s?\\?[.):]?$")
LONGEST_HEADING = 16
"""The most words of a sentence that counts as the heading of a list item."""
_CAPITALS = re.compile(r"(?:[A-Z][A-Z'’.&-]+[ ,:]+){2,}")  # "MEANWHILE IN OHIO, …"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A sentence that may be chosen: its different terms in order, its length in words, and the
    number of its paragraph. `depends` tells whether it needs the sentence before, `asks` whether
    it is a question.
    """

    terms: tuple[str, ...]
    words: int
    paragraph: int
    depends: bool = False
    asks: bool = False


def is_mark(text: str) -> bool:
    """Whether a line has only signs, like those between the items of a column: "* * *"."""
    return _MARK.match(text) is not None


def is_number(text: str) -> bool:
    """Whether a line is only the number of a list item: "1."."""
    return _NUMBER.match(text) is not None


def opens_item(text: str) -> bool:
    """Whether a sentence begins with words in capitals, as the items of some columns do."""
    return _CAPITALS.match(text) is not None


def other_items(
    units: Sequence[Unit],
    holders: Mapping[str, Sequence[int]],
    title: Sequence[str],
    marked: Collection[int] = (),
) -> frozenset[int]:
    """The positions of the items that a title does not name: all sentences from the first paragraph
    with another subject, if no later sentence has a word of the title. `holders` are the positions
    of the units that contain each term, `marked` those that come after a mark.
    """
    count = len(units)
    if not _LEAST_ITEM + _LEAST_REST <= count <= _LONGEST:
        return frozenset()
    named = {term: holders[term] for term in title if term in holders}
    titled = {at for held in named.values() for at in held}
    if len(named) < _LEAST_WORDS or len(titled) < _LEAST_TITLED:
        return frozenset()
    for at in range(max(_LEAST_ITEM, max(titled) + 1), count - _LEAST_REST + 1):
        opens = units[at].paragraph != units[at - 1].paragraph and not units[at].depends
        if opens:
            less, more = sorted(_shared(at, holders))
            times = _BEHIND_MARK if at in marked else 1
            if less <= times * _SHARED_LESS and more <= times * _SHARED:
                return frozenset(range(at, count))
    return frozenset()


def _shared(border: int, holders: Mapping[str, Sequence[int]]) -> Iterator[float]:
    """For both sides of a border: of the occurrences of terms that a side has at least twice, the
    share of those whose terms the other side has, too.
    """
    before = [(bisect_left(held, border), len(held)) for held in holders.values()]
    for sides in (before, [(whole - left, whole) for left, whole in before]):
        twice = [(here, whole) for here, whole in sides if here > 1]
        total = sum(here for here, _ in twice)
        yield sum(here for here, whole in twice if here < whole) / total if total else 1.0


_LEAST_PARTED = 6  # sentences of a brief below which it is one paragraph
_EACH = 3  # sentences of a paragraph, in the mean
_LEAST_BETWEEN = 4  # sentences of the piece between two paragraphs of its brief
_LONGEST_HEADING = 90  # characters


def openings(body: str, sentences: Sequence[Span], brief: Sequence[int]) -> frozenset[int]:
    """Those of a brief's sentences, by their indices in order, that open a further paragraph of it:
    behind a heading of the piece, or else behind the most that is left out.
    """
    if len(brief) < _LEAST_PARTED:
        return frozenset()
    gaps = {
        after: (_has_heading(body, sentences[before + 1 : after]), after - before)
        for before, after in pairwise(brief)
        if after - before > _LEAST_BETWEEN
    }
    most = round(len(brief) / _EACH) - 1
    widest = sorted(gaps, key=lambda index: (gaps[index], -index), reverse=True)
    return frozenset(widest[:most])


def _has_heading(body: str, between: Sequence[Span]) -> bool:
    texts = (span.of(body) for span in between)
    return any(len(text) <= _LONGEST_HEADING and not reads_as_sentence(text) for text in texts)


_TAIL = re.compile(
    r"[\"'”’»)\]」』】）\s]{0,12}(?:\s?\[[^\[\]]{1,12}\]){0,4}[⁰¹²³⁴-⁹]{0,6}\d{0,3}$"
)

_ENDS = frozenset(".!?…؟۔।॥。！？｡")

_STARTS = re.compile(r"[\s\"'“‘„«»(\[¿¡….$€£@#+-]*(?P<first>[^\W\d_]+(?:['’-][^\W\d_]+)*|\w)")

_FOUR_WORDS = re.compile(  # the fewest words of a sentence
    r"[\W\d_]*+(?:[^\W\d_]++(?:['’-][^\W\d_]++)*+[\W\d_]++){3}[^\W\d_]"
)

_LIST_STUB = re.compile(r"(?:[•▪◦‣●■*–—-]\s|(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]\s)")

_CREDIT = re.compile(
    r"""(?: (?:By|Reporting|Editing|Written|Compiled|Edited|Translated|Additional\ reporting)
            (?:\s+(?:by|and|in|writing|editing))*\s+[A-Z][^,]{0,60}$
      | (?:Image|Photo|Photograph|Picture|Photos|Caption|Source|Sources|Credit|Graphic|Video
            |Copyright)\s*(?:[:©|]|(?:caption|copyright|credits?)\b|by\s+[A-Z])
      | (?:Figure|Fig\.|Table|Chart|Map)\s\d[\d.]*[.:|]\s
      | (?:Accessed|Retrieved|Updated|Posted|Last\ (?:updated|modified)|Available\ (?:at|from)
            |Read\ more|See\ also|Related|Click\ here|Follow\ us|Sign\ up|Subscribe|Scroll\ down
            |Watch\ the|Share\ this|E-?mail\ us|Contact\ us|All\ rights\ reserved)\b
      | (?:https?://|www\.)\S+$
    )""",
    re.VERBOSE,
)

_DATED_ENTRY = re.compile(
    r"(?:[^\s.]+\s){0,4}[^\s.]*,\s(?:(?:\d{1,2}\s)?[A-Z][a-z]+(?:\s\d{1,2})?,?\s)?(?:19|20)\d{2}\.$"
)

_CODE = re.compile(r"[{}<>=|\\;\t]")

_CASELESS = re.compile(
    r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)

_FEWEST_CHARACTERS = 6  # for scripts without case, where words may have no spaces


def reads_as_sentence(text: str) -> bool:
    """Whether a unit reads as a whole sentence.

    It ends with a stop, opens like a sentence and has enough words; it is no headline, caption,
    byline, list stub, table row, dated entry or code.
    """
    end = len(text)
    if text[-1:] not in _ENDS and (tail := _TAIL.search(text, max(0, end - 48))):
        end = tail.start()
    if end == 0 or text[end - 1] not in _ENDS:
        return False
    start = _STARTS.match(text)
    if start is None or _LIST_STUB.match(text) or _CREDIT.match(text):
        return False
    head = text[:400]
    if not head.isascii() and _CASELESS.search(head):
        return len(head) >= _FEWEST_CHARACTERS
    words = head.split()
    return (
        not start["first"].islower()
        and _FOUR_WORDS.match(head) is not None
        and 5 * sum(map(str.isalpha, words)) >= len(words)
        and any(map(str.islower, words))
        and 20 * len(_CODE.findall(head)) < len(head)
        and not (text[-2:-1].isdecimal() and _DATED_ENTRY.match(text))
    )


_STEMS_KEPT = 32_768
_IN_ENGLISH_NEWS = frozenset({"said", "say", "says", "told", "added", "mr", "mrs", "ms"})


class Tokenizer:
    """Splits a sentence into words, in the form that sumy's documents expect; needs no downloaded
    data.
    """

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return words_of(sentence)

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        """The paragraph itself, since our documents are made of sentences."""
        return (paragraph,)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The stop words of a language and its stemmer, which caches the stems it has computed."""

    stop_words: frozenset[str]
    stem: Callable[[str], str]


PLAIN = Lexicon(frozenset(), str.casefold)


@cache
def lexicon(language: str) -> Lexicon | None:
    """The lexicon of an ISO 639-1 language; None if its function words are not known."""
    if language == "en":
        from sumy.nlp.stemmers import Stemmer  # noqa: PLC0415  # loads slowly, and `/brief 1` needs no stem
        from sumy.utils import get_stop_words  # noqa: PLC0415  # as above

        return Lexicon(get_stop_words("en") | _IN_ENGLISH_NEWS, _remembering(Stemmer("en")))
    if language not in RANKED:
        return None
    return Lexicon(small_words(language), _folded(stemmer(language)))


def _folded(stem: Callable[[str], str]) -> Callable[[str], str]:
    """A stemmer whose stems have no accents and marks, which some writers leave out."""

    @lru_cache(maxsize=_STEMS_KEPT)
    def folded(word: str) -> str:
        return fold(stem(word))

    return folded


def _remembering(stemmer: Callable[[str], str]) -> Callable[[str], str]:
    lock = Lock()  # some stemmers keep the word they work on in their own state

    @lru_cache(maxsize=_STEMS_KEPT)
    def stem(word: str) -> str:
        with lock:
            return stemmer(word)

    return stem


def key_terms(units: Sequence[Unit]) -> dict[str, float]:
    """The weight of each term of a text: the sum over the units that contain it, where early ones
    count more.
    """
    return term_weights(_holders(units), len(units))


class Terms:
    """The terms of a text: the units that contain each (`holders`), its squared rarity (`squares`),
    and for each unit the factor that makes its vector of terms one of length 1 (`shares`).
    """

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = units
        self.holders = _holders(units)
        rare = _rarities(map(len, self.holders.values()), len(units))
        self.squares = {term: rare[len(held)] for term, held in self.holders.items()}
        self.shares = [self._share(unit.terms) for unit in units]

    def central(self) -> list[float]:
        """The likeness (a cosine) of each unit to the whole text."""
        centre = {
            term: self.squares[term] * sum(map(self.shares.__getitem__, held))
            for term, held in self.holders.items()
        }
        length = math.sqrt(sum(x * x / self.squares[term] for term, x in centre.items())) or 1
        return [
            sum(map(centre.__getitem__, unit.terms)) * share / length
            for unit, share in zip(self._units, self.shares, strict=True)
        ]

    def likeness_to(self, title: Iterable[str], worth: float = 1.0) -> list[float]:
        """The likeness (a cosine) of each unit to these terms, times `worth`."""
        found = [0.0] * len(self._units)
        wanted = dict.fromkeys(title)
        share = worth * self._share(wanted)
        for term in wanted:
            for holder in self.holders.get(term, ()):
                found[holder] += share * self.squares[term] * self.shares[holder]
        return found

    def _share(self, terms: Iterable[str]) -> float:
        """The factor that makes a vector of these terms one of length 1."""
        squares = sum(self.squares[term] for term in terms if term in self.squares)
        return 1 / math.sqrt(squares) if squares else 0.0


def _holders(units: Iterable[Unit]) -> dict[str, list[int]]:
    """The positions of the units that contain each term."""
    holders: dict[str, list[int]] = defaultdict(list)
    for position, unit in enumerate(units):
        for term in unit.terms:
            holders[term].append(position)
    return dict(holders)


def _rarities(counts: Iterable[int], units: int) -> dict[int, float]:
    """The weight of a term by the number of units that contain it; squared, as cosines need it."""
    return {count: (3 + 0.5 * math.log((units + 1) / (count + 0.5))) ** 2 for count in set(counts)}


def term_weights(holders: Mapping[str, Sequence[int]], units: int) -> dict[str, float]:
    """The weights of `key_terms`, from the units that contain each term."""
    weights = [1 / (1 + math.log(1 + position)) for position in range(units)]
    return {term: sum(map(weights.__getitem__, held)) for term, held in holders.items()}
