"""Links to a sentence: text fragments (https://wicg.github.io/scroll-to-text-fragment/).

A browser scrolls to the first place that matches `#:~:text=[prefix-,]start[,end][,-suffix]`. It
compares letters without case and accents, begins and ends at word bounds, and matches no words
across the end of a block. A link made here is tested by the same rules on the text that the page
shows: it leads to exactly the sentence, or it is the plain link to the page.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final
from urllib.parse import quote

from briefs.model import Span
from briefs.text.canonical import paragraphs

BREAK: Final = "\ufffc"
"""Within a block: the words around it are separated by something that is no text."""

MAX_URL_CHARS: Final = 1_900
_WORDS: Final = (4, 7, 11)
_CONTEXTS: Final = (0, 3, 6, 10)
"""How many words a term has, and how many come from before and after, until the match is unique."""

_LONGEST_WHOLE: Final = 90
_FEWEST_LETTERS, _NEAR_BLOCKS = 12, 4
"""A paragraph with fewer letters may stand anywhere: it is looked for only in
the next few blocks.
"""

_TOKEN = re.compile(rf"[^\s{BREAK}]+")
_CLAUSE = re.compile(rf"[^，、；：。\s{BREAK}]+[，、；：。]*[”」』）]*")
_IS_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]{6}")
_IN_NUMBERS, _IN_WORDS = frozenset(".,;'’․﹐﹔"), frozenset(".'’:·‧․")
_WITHIN = _IN_NUMBERS | _IN_WORDS
_BETWEEN = re.compile(r"[\s\d\[\](){}*†‡§,‐–—-]")
"""Characters that a page may have inside a sentence, such as a note's mark."""


@dataclass(frozen=True, slots=True)
class Place:
    """A range of characters of one block."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Terms:
    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    @property
    def directive(self) -> str:
        parts = (
            f"{_encoded(self.prefix)}-" if self.prefix else "",
            _encoded(self.start),
            _encoded(self.end),
            f"-{_encoded(self.suffix)}" if self.suffix else "",
        )
        return f"text={','.join(filter(None, parts))}"


def _encoded(text: str) -> str:
    """The text percent-encoded, including the hyphen, which ends a prefix."""
    return quote(text, safe="").replace("-", "%2D")


class _Block:
    """A block as a browser compares it; `at` is the place in `text` of each
    character of `folded`.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        folded: list[str] = []
        self.at: list[int] = []
        for place, char in enumerate(text):
            for letter in _folded(char):
                folded.append(letter)
                self.at.append(place)
        self.at.append(len(text))
        self.folded = "".join(folded)

    @cached_property
    def letters(self) -> tuple[str, list[int]]:
        """The letters alone, with the place of each in `folded`."""
        found = [(c, self.at[i]) for i, c in enumerate(self.folded) if c.isalpha()]
        return "".join(c for c, _ in found), [at for _, at in found]


def _folded(char: str) -> str:
    if char.isascii():
        return char.lower()
    plain = unicodedata.normalize("NFKD", char.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def fold(text: str) -> str:
    return "".join(map(_folded, text))


class PageText:
    """The visible text of a page, block by block."""

    def __init__(self, blocks: Sequence[str]) -> None:
        self.blocks = tuple(map(_Block, blocks))

    def find(self, body: str, sentence: Span) -> Place | None:
        """The place of a sentence of the body on the page; None if it can't be determined.

        The body's paragraphs are followed down the page, so that a line that the page repeats
        elsewhere is not taken for the sentence.
        """
        block, offset, anchored = 0, 0, False
        for paragraph in paragraphs(body):
            wanted = _letters(paragraph.of(body))
            here = paragraph.start <= sentence.start < paragraph.end
            is_short = len(wanted) < _FEWEST_LETTERS
            found = self._next(wanted, block, offset) if wanted else None
            if here:
                if found is None or (is_short and not anchored and self._again(wanted, *found)):
                    return None
                before = len(_letters(body[paragraph.start : sentence.start]))
                return self._sentence(found[0], found[1] + before, sentence.of(body))
            if found is not None and (not is_short or found[0] - block <= _NEAR_BLOCKS):
                block, offset = found[0], found[1] + len(wanted)
                anchored = True
        return None

    def _next(self, wanted: str, block: int, offset: int) -> tuple[int, int] | None:
        """The first place of these letters from there on, as a block and a number of letters."""
        for at in range(block, len(self.blocks)):
            place = self.blocks[at].letters[0].find(wanted, offset if at == block else 0)
            if place >= 0:
                return at, place
        return None

    def _again(self, wanted: str, block: int, offset: int) -> bool:
        return self._next(wanted, block, offset + 1) is not None

    def _sentence(self, block: int, letter: int, text: str) -> Place | None:
        """The place of the sentence whose first letter is known, with the signs and digits around
        it.
        """
        count = len(_letters(text))
        if not count:
            return None
        shown, places = self.blocks[block].text, self.blocks[block].letters[1]
        first, last = places[letter], places[letter + count - 1]
        head = next(i for i, c in enumerate(text) if fold(c) and fold(c)[0].isalpha())
        tail = next(
            i for i in range(len(text) - 1, -1, -1) if fold(text[i]) and fold(text[i])[0].isalpha()
        )
        start, end = first, last + 1
        for char in reversed(text[:head]):
            start = _over(shown, start, char, -1)
        for char in text[tail + 1 :]:
            end = _over(shown, end, char, 1)
        return Place(block, start, end)

    def first(self, terms: Terms) -> Place | None:
        """The place that a browser scrolls to."""
        start, end = fold(terms.start), fold(terms.end)
        prefix, suffix = fold(terms.prefix), fold(terms.suffix)
        for number, block in enumerate(self.blocks):
            for at in _occurrences(block.folded, start, end_bound=bool(end) or not suffix):
                if prefix and not self._stands_before(number, at, prefix):
                    continue
                stop = at + len(start)
                if not end:
                    if suffix and not self._stands_behind(number, stop, suffix):
                        continue
                    return Place(number, block.at[at], block.at[stop - 1] + 1)
                found = self._end(number, stop, end, suffix)
                if found is not None:
                    return Place(number, block.at[at], found[1]) if found[0] == number else None
        return None

    def _end(self, number: int, stop: int, end: str, suffix: str) -> tuple[int, int] | None:
        for later in range(number, len(self.blocks)):
            block = self.blocks[later]
            from_ = stop if later == number else 0
            for at in _occurrences(block.folded, end, from_=from_, end_bound=not suffix):
                if not suffix or self._stands_behind(later, at + len(end), suffix):
                    return later, block.at[at + len(end) - 1] + 1
        return None

    def _stands_before(self, number: int, at: int, prefix: str) -> bool:
        """Whether the prefix ends right before a place, apart from white space, and begins at a
        word bound.
        """
        before = self.blocks[number].folded[:at].rstrip()
        while not before.strip(BREAK + " ") and number > 0:
            number -= 1
            before = self.blocks[number].folded.rstrip()
        if not before.endswith(prefix):
            return False
        return is_bound(before, len(before) - len(prefix))

    def _stands_behind(self, number: int, at: int, suffix: str) -> bool:
        behind = self.blocks[number].folded[at:].lstrip()
        while not behind and number + 1 < len(self.blocks):
            number += 1
            behind = self.blocks[number].folded.lstrip()
        return behind.startswith(suffix) and is_bound(behind, len(suffix))

    def terms(self, place: Place) -> Terms | None:
        """The shortest terms by which a browser finds the place, and nothing before it."""
        for one in self._tried(place):
            if self.first(one) == place:
                return one
        return None

    def _tried(self, place: Place) -> Iterator[Terms]:
        text = self.blocks[place.block].text[place.start : place.end]
        pairs = list(_ends(text))
        for many in _CONTEXTS:
            before = self._before(place, many)
            behind = self._behind(place, many)
            contexts = {(before, ""), ("", behind), (before, behind)} if many else {("", "")}
            for prefix, suffix in sorted(contexts, key=lambda c: (len(c[0]) + len(c[1]), c)):
                for start, end in pairs:
                    yield Terms(start, end, prefix, suffix)

    def _before(self, place: Place, many: int) -> str:
        """The words before a place, in its block or else at the end of the block before."""
        text, number = self.blocks[place.block].text[: place.start].rstrip(), place.block
        if not text and number > 0:
            text = self.blocks[number - 1].text
        return _unbroken_end(text, many)

    def _behind(self, place: Place, many: int) -> str:
        text, number = self.blocks[place.block].text[place.end :].lstrip(), place.block
        if not text and number + 1 < len(self.blocks):
            text = self.blocks[number + 1].text
        words = list(_TOKEN.finditer(text.partition(BREAK)[0]))[:many]
        return text[words[0].start() : words[-1].end()] if words else ""


def _unbroken_end(text: str, many: int) -> str:
    rest = text.rpartition(BREAK)[2].rstrip()
    words = list(_TOKEN.finditer(rest))[-many:] if many else []
    return rest[words[0].start() :] if words else ""


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalpha())


def _over(shown: str, at: int, char: str, step: int) -> int:
    """The place behind the next character if it is `char`; marks of notes may come before it."""
    if char.isspace():
        return at
    place = at
    for _ in range(12):
        index = place if step > 0 else place - 1
        if not 0 <= index < len(shown):
            return at
        if shown[index] == char:
            return index + 1 if step > 0 else index
        if not _BETWEEN.match(shown[index]):
            return at
        place += step
    return at


def _ends(text: str) -> Iterator[tuple[str, str]]:
    """Beginnings and ends of a sentence, shorter ones first; a whole sentence has no end."""
    if len(text) <= _LONGEST_WHOLE and BREAK not in text:
        yield text, ""
    unspaced = _IS_UNSPACED.search(text)
    words = list((_CLAUSE if unspaced else _TOKEN).finditer(text))
    for many in (1, 2) if unspaced else _WORDS:
        if len(words) < 2 * many:
            break
        start = text[: words[many - 1].end()]
        end = text[words[-many].start() :]
        if BREAK not in start and BREAK not in end:
            yield start, end
    if BREAK not in text:
        yield text, ""


def _occurrences(
    text: str, wanted: str, *, from_: int = 0, end_bound: bool = True
) -> Iterator[int]:
    """The places of words in a text, from a word bound on, and up to one if `end_bound`."""
    at = text.find(wanted, from_)
    while at >= 0:
        if is_bound(text, at) and (not end_bound or is_bound(text, at + len(wanted))):
            yield at
        at = text.find(wanted, at + 1)


def is_bound(text: str, at: int) -> bool:
    """Whether a place is a word bound: https://unicode.org/reports/tr29, WB5 to WB13.

    Within a number or a word ("3.5", "it's") a sign is none; in scripts without spaces every place
    is one, since words are not segmented here.
    """
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if _IS_UNSPACED.match(before * 6) or _IS_UNSPACED.match(after * 6):
        return True
    if _joins(before) and _joins(after):
        return False
    if before in _WITHIN and _joins(after) and at > 1:
        return not _keeps_together(text[at - 2], before, after)
    if after in _WITHIN and _joins(before) and at + 1 < len(text):
        return not _keeps_together(before, after, text[at + 1])
    return True


def _joins(char: str) -> bool:
    return char.isalnum() or char == "_"


def _keeps_together(one: str, sign: str, other: str) -> bool:
    numbers = one.isdecimal() and other.isdecimal() and sign in _IN_NUMBERS
    return numbers or (one.isalpha() and other.isalpha() and sign in _IN_WORDS)


def of_body(title: str, body: str, marks: Sequence[int]) -> tuple[str, ...]:
    """The blocks that a page has at least: the title and the paragraphs. `marks` are the places in
    the body where the page has the mark of a note.
    """
    found = [title] if title else []
    for at in paragraphs(body):
        cuts = [at.start, *(m for m in sorted(set(marks)) if at.start < m < at.end), at.end]
        parts = (body[a:b].replace("\n", BREAK) for a, b in pairwise(cuts))
        found.append(BREAK.join(parts))
    return tuple(found)


def sentences_url(url: str, page: PageText, body: str, sentences: Sequence[Span]) -> str | None:
    """The address of sentences on the page; browsers highlight them and scroll to the first.

    Sentences that can't be matched alone are left out; None if none can.
    """
    found: list[str] = []
    used = len(url) + len("#:~:")
    for sentence in sentences:
        place = page.find(body, sentence)
        terms = None if place is None else page.terms(place)
        if terms is not None and used + len(terms.directive) < MAX_URL_CHARS:
            found.append(terms.directive)
            used += len(terms.directive) + 1
    return f"{url}{'' if '#' in url else '#'}:~:{'&'.join(found)}" if found else None
