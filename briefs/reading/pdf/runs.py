"""The runs of text that PDFium finds on a page: their size, baseline and direction.

A run's size and baseline come from its font and its letters' origins. The letters' boxes give
neither: with some fonts PDFium returns each letter's own height (pypdfium2-team/pypdfium2#421).

Letters are repaired where the page shows something else than PDFium returns: some programs write
words of right-to-left scripts letter by letter in page order, space letters so that PDFium takes
the gaps for spaces, or leave a letter without a meaning.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from briefs.reading.pdf.letters import HYPHEN, SLANTED, Letters, Run

_RUN = re.compile(rf"[^ \t\r\n{HYPHEN}][^\r\n{HYPHEN}]*{HYPHEN}?")
_LETTER = re.compile(r"[^\W\d_]")
_GUTTER = 1.7
_WIDE, _SAMPLE, _AGREE = 0.55, 6, 2
_NEAR, _SAME_LINE = 12.0, 3.0
_DOUBLED, _OTHER_SIZE, _LETTERS = 2.0, 0.03, 7


def find(letters: Letters) -> tuple[list[Run], tuple[str, ...]]:
    """The runs in the direction of most of the page, and the text of the others.

    On a turned page PDFium returns lines in pieces, and unordered: there the runs are sorted. On an
    upright one, runs that PDFium took across a gutter are split.
    """
    whole = letters.text()
    runs = letters.runs(_texts(whole))
    others = [] if whole.isascii() else [run.text for run in runs if not run.text.isascii()]
    is_mirrored = bool(others) and _RTL_WORD.search("\n".join(others)) is not None
    for number, run in enumerate(runs):
        text = run.text
        # the first is `has_short_words`, asked for every line of a file
        if text.count(" ") * _SHORT_LETTERS >= len(text) or (is_mirrored and not text.isascii()):
            runs[number] = _mended(letters, run)
    runs, turned = _upright(_settled(letters, runs))
    if runs and runs[0].direction:
        return sorted(runs, key=_reading_order), turned
    return list(_split_at_gutter(letters, runs)), turned


def _texts(whole: str) -> list[tuple[int, str]]:
    """The texts of a page's runs, and where each starts."""
    ends = whole.count("\r\n")
    if HYPHEN in whole or whole.count("\r") != ends or whole.count("\n") != ends:
        return [(found.start(), found[0].rstrip(" \t")) for found in _RUN.finditer(whole)]
    texts: list[tuple[int, str]] = []
    start = 0
    for line in whole.split("\r\n"):
        if text := line.strip(" \t"):
            texts.append((start + line.index(text[0]), text))
        start += len(line) + 2
    return texts


def _mended(letters: Letters, run: Run) -> Run:
    text = run.text
    if is_spread(text):
        text = closed_up(letters, text, run.start)
    if not run.direction and has_short_words(text):
        text = together(letters, text, run.start)
    if not text.isascii() and not run.direction:
        text = in_reading_order(letters, text, run.start)
    return run if text is run.text else run._replace(text=text)


def _settled(letters: Letters, runs: Sequence[Run]) -> list[Run]:
    """The runs, each once, with the size of most of its letters: a word of code may be smaller."""
    if len({run.text for run in runs}) == len(runs) and len({run.size for run in runs}) <= 1:
        return list(runs)
    sizes: dict[float, int] = {}
    for run in runs:
        sizes[run.size] = sizes.get(run.size, 0) + len(run.text)
    usual = max(sizes, key=lambda size: sizes[size], default=0.0)
    found: list[Run] = []
    seen: dict[str, Run] = {}
    for run in runs:
        same = seen.setdefault(run.text, run)
        if same is not run and _is_double(same, run):
            continue
        off = abs(run.size - usual) > _OTHER_SIZE * usual
        found.append(_resized(letters, run) if off else run)
    return found


def _is_double(one: Run, other: Run) -> bool:
    """Whether two runs are the same letters, drawn twice to look bold."""
    shifted = (
        abs(one.left - other.left) < _DOUBLED and abs(one.baseline - other.baseline) < _DOUBLED
    )
    return shifted and one.direction == other.direction


def _resized(letters: Letters, run: Run) -> Run:
    """A run with the size and baseline of most of a sample of its letters."""
    places = [match.start() for match in _LETTER.finditer(run.text)]
    if len(places) <= 1:
        return run
    ends = (run.start + places[0], run.start + places[-1])
    if all(abs(letters.size(index) - run.size) < _OTHER_SIZE * run.size for index in ends):
        return run
    found: Counter[tuple[float, float]] = Counter()
    for at in places[:: max(len(places) // _LETTERS, 1)]:
        size, baseline = (
            letters.size(run.start + at),
            letters.baseline(run.start + at, run.direction),
        )
        found[round(size, 2), round(baseline, 2)] += 1
    (size, baseline), _ = max(found.items(), key=lambda one: (one[1], one[0]))
    return run._replace(size=size, baseline=baseline) if size else run


def _upright(runs: list[Run]) -> tuple[list[Run], tuple[str, ...]]:
    if {run.direction for run in runs} <= {0}:
        return runs, ()
    counts: Counter[int] = Counter()
    for run in runs:
        counts[run.direction] += len(run.text)
    del counts[SLANTED]
    main = counts.most_common(1)[0][0] if counts else SLANTED
    turned = tuple(run.text.removesuffix(HYPHEN) for run in runs if run.direction != main)
    return [run for run in runs if run.direction == main], turned


def _reading_order(run: Run) -> tuple[int, float]:
    return -round(run.baseline / _SAME_LINE), run.left


def _split_at_gutter(letters: Letters, runs: Sequence[Run]) -> Sequence[Run]:
    if not runs:
        return runs
    width = max([run.right for run in runs]) - min([run.left for run in runs])
    wide = [run for run in runs if run.right - run.left > _WIDE * width]
    sample = wide[:: max(len(wide) // _SAMPLE, 1)]
    gaps = sorted(gap for run in sample if (gap := _widest_gap(letters, run)) is not None)
    near = [a for a, b in pairwise(gaps) if b - a < _NEAR]
    if len(near) + 1 < _AGREE:
        return runs
    gutter = near[len(near) // 2]
    return [part for run in runs for part in _parts(letters, run, gutter)]


def _widest_gap(letters: Letters, run: Run) -> float | None:
    """The middle of the widest gap within a run, if it is too wide for a space between words."""
    boxes = letters.boxes(run.start, len(run.text))
    gaps = [(right[0] - left[1], (right[0] + left[1]) / 2) for left, right in pairwise(boxes)]
    size, middle = max(gaps, default=(0.0, 0.0))
    return middle if size > _GUTTER * run.size else None


def _parts(letters: Letters, run: Run, gutter: float) -> Iterator[Run]:
    """A run's parts on either side of the gutter, if none of its characters is in the gutter."""
    if not run.left < gutter < run.right:
        yield run
        return
    edges = [letters.edges(run.start + index) for index in range(len(run.text))]
    inked = [index for index, char in enumerate(run.text) if not char.isspace()]
    first = next((index for index in inked if edges[index][0] > gutter), 0)
    last = max((index for index in inked if index < first), default=0)
    if not first or edges[first][0] - edges[last][1] < run.size:
        yield run
        return
    yield run._replace(text=run.text[: last + 1], right=edges[last][1])
    yield run._replace(start=run.start + first, text=run.text[first:], left=edges[first][0])


SPREAD = "\ufdd0"
"""Stands for a space that is none; it is removed like deleted text."""

_RTL_WORD = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]{2,}")
_RTL_LETTER = re.compile(r"[^\W\d_]")
_SHORT_WORDS = 3.4
_SHORT_LETTERS = _SHORT_WORDS + 1  # with a space
_MIN_WORDS = 8


class Places(Protocol):
    """The places of the characters of a page."""

    def edges(self, index: int) -> tuple[float, float]: ...
    def is_generated(self, index: int) -> bool: ...


def has_short_words(text: str) -> bool:
    """Whether a text has more spaces than an ordinary line."""
    return text.count(" ") * _SHORT_LETTERS >= len(text)


def is_spread(text: str) -> bool:
    """Whether so many words of a text are so short that its letters may be spaced."""
    if not has_short_words(text):
        return False
    if any(map(str.isdigit, text)):  # a formula
        return False
    words = text.split()
    if len(words) < _MIN_WORDS and not all(len(word) == 1 for word in words[:_MIN_WORDS]):
        return False
    return len(words) > 1 and sum(map(len, words)) < _SHORT_WORDS * len(words)


def closed_up(places: Places, text: str, start: int) -> str:
    """A run without the spaces that PDFium inserted, if the file has spaces of its own in it."""
    spaces = [at for at, letter in enumerate(text) if letter == " "]
    found = [at for at in spaces if places.is_generated(start + at)]
    if len(found) == len(spaces):
        return text
    letters = list(text)
    for at in found:
        letters[at] = SPREAD
    return "".join(letters)


_SPELLED = re.compile(r"(?<!\S)\S(?:[ \u00a0]+\S){3,}(?!\S)")
_VOWEL = re.compile(r"[aeiouyà-ÿа-яё]", re.IGNORECASE)
_POINTS = ".,;:!?’'“”\"()–—-"
_MIN_SPELLED, _MIN_ALONE = 3, 5
"""The least letters of the longest word that is set letter by letter, and of
one that fills a line.
"""

_WIDER = 0.25
"""A gap that is wider than the others by this share of a letter's width ends a word."""


def together(places: Places, text: str, start: int) -> str:
    """The text of a run with words that are set letter by letter ("T H E C O S T S") joined."""
    for stretch in _SPELLED.finditer(text):
        at = [n for n in range(*stretch.span()) if not text[n].isspace()]
        if not all(_is_cased(text[n]) or text[n] in _POINTS for n in at):
            continue
        boxes = [places.edges(start + n) for n in at]
        gaps = [two[0] - one[1] for one, two in pairwise(boxes)]
        width = sum(right - left for left, right in boxes) / len(boxes)
        usual = sorted(gaps)[len(gaps) // 4]
        ends = [n for n, gap in enumerate(gaps) if gap - usual > _WIDER * width]
        longest = max(b - a for a, b in pairwise((-1, *ends, len(gaps))))
        alone = stretch[0].replace(" ", "")
        parts = [at[a + 1 : b + 1] for a, b in pairwise((-1, *ends, len(gaps)))]
        words = ["".join(text[n] for n in part).strip(_POINTS) for part in parts]
        if longest < _MIN_SPELLED or not (ends or _is_word(alone, text)):
            continue
        if not all(word[1:] in {word[1:].lower(), word[1:].upper()} for word in words):
            continue  # letters of mixed case: no word
        letters = list(text)
        for n, (one, two) in enumerate(pairwise(at)):
            kept = 1 if n in ends else 0
            letters[one + 1 + kept : two] = SPREAD * (two - one - 1 - kept)
        text = "".join(letters)
    return text


def _is_cased(letter: str) -> bool:
    return letter.lower() != letter.upper()


def _is_word(letters: str, line: str) -> bool:
    """Whether evenly spaced letters that fill a line are one word, and no list of letters."""
    row = all(ord(two) - ord(one) == 1 for one, two in pairwise(letters))
    return (
        len(letters) >= max(_MIN_ALONE, len(line.strip()) // 2)
        and _VOWEL.search(letters) is not None
        and len(set(letters)) > len(letters) // 2
        and not row
    )


def in_reading_order(places: Places, text: str, start: int) -> str:
    """A run whose words of right-to-left scripts are in reading order."""

    def ordered(word: re.Match[str]) -> str:
        letters = [at for at, one in enumerate(word[0]) if _RTL_LETTER.match(one)]
        if len(letters) < 2:  # noqa: PLR2004  # one letter needs no order
            return word[0]
        first, last = (start + word.start() + at for at in (letters[0], letters[-1]))
        is_mirrored = places.edges(first)[0] < places.edges(last)[0]
        return word[0][::-1] if is_mirrored else word[0]

    return _RTL_WORD.sub(ordered, text)


RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
SIGNS = "*∗†‡§¶‖"
"""Superscript signs that refer to notes, in addition to numbers."""

ROMAN_OPENS, ROMAN_CLOSES = "⁽", "⁾"
"""Stand around a superscript Roman numeral that refers to an endnote."""

_ROMAN_DIGITS, _BEFORE_ROMAN = "ivxl", r".,;:!?”\"’)\]»…"
_ROMAN = rf"(?<=[{_BEFORE_ROMAN}])[{_ROMAN_DIGITS}]{{1,6}}(?=\s|$)|^[{_ROMAN_DIGITS}]{{1,6}}(?=\s)"
_NUMBERS = re.compile(
    rf"\s{{0,4}}(?<!\d)([0-9]{{1,3}}(?:[,–-][0-9]{{1,3}})*)(?!\d)|(?P<roman>{_ROMAN})"
)
_CANDIDATE = re.compile(
    rf"[0-9{_BEFORE_ROMAN}](?:(?<=[0-9])(?<![0-9]{{2}})(?![0-9]{{3}})|[{_ROMAN_DIGITS}])"
)
"""Matches where a match of _NUMBERS may begin, and is much faster to search for."""

_TO_RAISED = str.maketrans("0123456789-", f"{RAISED}–")

_SMALLER, _RISE, _HIGH_RISE = 0.88, 0.12, 0.25
"""A superscript number has at most this share of the text's size and at least this rise, or a
higher one.
"""


def has_raised(text: str) -> bool:
    """Whether a text has a superscript digit; searching for each is faster than a pattern."""
    return not text.isascii() and any(map(text.__contains__, RAISED))


def with_raised(letters: Letters, run: Run, body: Run) -> str:
    """A run's text with superscript digits right after the words they belong to."""
    text = run.text
    if text[0] not in _ROMAN_DIGITS and _CANDIDATE.search(text) is None:
        return text
    places = [found.end() - 1 for found in _CANDIDATE.finditer(text)]
    if text[0] in _ROMAN_DIGITS:
        places.append(0)
    if not any(is_raised(letters, run, at, body) for at in places):
        return text

    def written(match: re.Match[str]) -> str:
        roman = match["roman"]
        if not is_raised(letters, run, match.start("roman" if roman else 1), body):
            return match[0]
        if roman:
            return f"{ROMAN_OPENS}{roman}{ROMAN_CLOSES}"
        return match[1].translate(_TO_RAISED)

    return _NUMBERS.sub(written, text)


def is_raised(letters: Letters, run: Run, at: int, body: Run) -> bool:
    """Whether the character at that place of a run is higher than the line's text."""
    rise = letters.baseline(run.start + at, run.direction) - body.baseline
    if rise <= _RISE * body.size:
        return False
    return rise > _HIGH_RISE * body.size or letters.size(run.start + at) < _SMALLER * body.size
