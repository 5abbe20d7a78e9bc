"""The features that are read from a sentence's wording: cue words, phrases, length, punctuation."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain

from briefs.summarise.cue_words import (
    CUES,
    OPENERS,
    OPENINGS,
    PHRASES,
    PUNCTUATION,
    SUFFIXES,
    word_set,
)
from briefs.summarise.structure import Unit

_SHORT_WORDS = 8  # a shorter sentence is mostly an aside or an answer …
_BRIEF_WORDS = 12
_LONG_WORDS = 40  # … and a longer one is hard to read alone
_USUAL_WORDS = 22
_WORDS_KEPT = 32_768
_ENDS = 6  # letters of a word, at least, for its ending to count
_MOST = 2.0  # the most times that a phrase counts

_PRESENT = ("is", "can", "will", "must")
_TURNS = word_set("but yet however nevertheless nonetheless still instead")
_EARLY_PRONOUNS = word_set("he she they it him her his their them its this these that those")


def wording(
    texts: Sequence[str], words: Sequence[Sequence[str]], units: Sequence[Unit]
) -> dict[str, list[float]]:
    """The features that come from the words of each sentence and of its neighbours."""
    count = len(units)
    cues = [list(filter(None, map(_cues, said))) for said in words]
    counts = [Counter(chain.from_iterable(held)) for held in cues]
    openers = [_opener(said[0]) if said else "" for said in words]
    turns = [bool(said) and said[0].lower() in _TURNS for said in words]
    sizes = [max(1, unit.words) for unit in units]
    columns = {cue: [math.log1p(held[cue]) for held in counts] for cue in (*CUES, "abstract")}
    columns["digits"] = [
        math.log1p(sum(map(str.isdigit, text))) if held["digits"] else 0.0
        for text, held in zip(texts, counts, strict=True)
    ]
    for name in OPENERS:
        columns[name] = [float(opener == name) for opener in openers]
    for name, marks in PUNCTUATION.items():
        columns[name] = [math.log1p(sum(map(text.count, marks))) for text in texts]
    short = [size < _SHORT_WORDS for size in sizes]
    question = [unit.asks for unit in units]
    columns |= {
        "words": [math.log(size) for size in sizes],
        "words off": [math.log(size / _USUAL_WORDS) ** 2 for size in sizes],
        "short": list(map(float, short)),
        "shorter": [float(size < _BRIEF_WORDS) for size in sizes],
        "very long": [float(size > _LONG_WORDS) for size in sizes],
        "long words": [sum(map(len, said)) / max(1, len(said)) for said in words],
        "term rate": [len(unit.terms) / size for unit, size in zip(units, sizes, strict=True)],
        "past rate": [held["was"] / size for held, size in zip(counts, sizes, strict=True)],
        "present rate": [
            sum(held[cue] for cue in _PRESENT) / size
            for held, size in zip(counts, sizes, strict=True)
        ],
        "present first": list(map(_tense, cues)),
        "past": [held["was"] / (1 + held["was"] + held["is"]) for held in counts],
        "leans": [float(unit.leans) for unit in units],
        "leaned on": _after(
            [
                unit.leans and at > 0 and units[at - 1].paragraph == unit.paragraph
                for at, unit in enumerate(units)
            ]
        ),
        "asks": list(map(float, question)),
        "asks after": _after(question),
        "after asked": _before(question),
        "turned after": _after(turns),
        "turned before": _before(turns),
        "short after": _after(short),
        "short before": _before(short),
        "early pronoun": [
            float(any(word.lower() in _EARLY_PRONOUNS for word in said[:5])) for said in words
        ],
        "opens quoted": [float(text[:1] in "\"“‘'") for text in texts],
        "quoted share": [_quoted(text) for text in texts],
    }
    columns.update(_phrases(texts, counts))
    assert all(len(column) == count for column in columns.values())  # noqa: S101
    return columns


def _phrases(texts: Sequence[str], counts: Sequence[Counter[str]]) -> dict[str, list[float]]:
    """How often each phrase occurs in a sentence. One without any of a phrase's cues is not
    searched for it.
    """
    columns = {
        name: [
            min(_MOST, float(len(_compiled(pattern).findall(text))))
            if any(cue in held for cue in cues)
            else 0.0
            for text, held in zip(texts, counts, strict=True)
        ]
        for name, (cues, pattern) in PHRASES.items()
    }
    for name, pattern in OPENINGS.items():
        columns[name] = [float(_compiled(pattern).match(text) is not None) for text in texts]
    return columns


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=_WORDS_KEPT)
def _cues(word: str) -> tuple[str, ...]:
    """The cues that a word belongs to, in any case."""
    plain = word.lower().replace("’", "'")
    found = dict.fromkeys(_cue_words().get(plain, ()))
    if len(plain) >= _ENDS:
        found |= {name: None for name, ends in SUFFIXES.items() if plain.endswith(ends)}
    if any(map(str.isdigit, plain)):
        found["digits"] = None
    return tuple(found)


@cache
def _cue_words() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, words in CUES.items():
        for word in words.split():
            found[word] = (*found.get(word, ()), name)
    return found


@lru_cache(maxsize=_WORDS_KEPT)
def _opener(word: str) -> str:
    plain = word.lower().replace("’", "'")
    return next((name for name, words in OPENERS.items() if plain in words.split()), "")


def _tense(words: Iterable[Sequence[str]]) -> float:
    """1 if the first verb of a sentence that is known is in the present, -1 if in the past, 0 if
    there is none; `words` are the cues of each of its words.
    """
    for cues in words:
        if any(cue in _PRESENT for cue in cues):
            return 1.0
        if "was" in cues:
            return -1.0
    return 0.0


def _after(column: Sequence[bool]) -> list[float]:
    """For each sentence, the value of the next one."""
    return [*map(float, column[1:]), 0.0][: len(column)]


def _before(column: Sequence[bool]) -> list[float]:
    return [0.0, *map(float, column[:-1])][: len(column)]


def _quoted(text: str) -> float:
    """The share of a text between quotation marks, 0 to 1."""
    if '"' not in text and "“" not in text:
        return 0.0
    inside = accumulate(
        text,
        lambda open_, mark: (
            (mark == "“" or (mark == '"' and not open_)) if mark in '"“”' else open_
        ),
        initial=False,
    )
    return sum(inside) / len(text)
