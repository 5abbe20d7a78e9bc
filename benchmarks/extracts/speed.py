"""How fast an extract is made of a text of a given length, and how much memory that takes."""

import gc
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import cache
from itertools import takewhile
from pathlib import Path
from time import process_time

from sumy.nlp.stemmers import Stemmer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.utils import get_stop_words

from briefs.summarise.ranking import candidates
from briefs.summarise.summary import extract
from briefs.summarise.units import lexicon
from briefs.text.sentences import split
from briefs.text.words import words_of

_COUNT = 5
_ROUNDS = 5
_KIB = 1024
_MEMORY = """
import sys
from extracts.speed import ours, peak
text = sys.stdin.read()
ours("One ship came. Two ships left. Three ships sank.")
before = peak()
ours(text)
print(peak() - before)
"""


def text_of(paragraphs: Iterable[str], words: int) -> str:
    """The first paragraphs that together have so many words."""
    total = 0

    def wanted(paragraph: str) -> bool:
        nonlocal total
        before, total = total, total + len(paragraph.split())
        return before < words

    return "\n\n".join(takewhile(wanted, paragraphs))


def ours(body: str) -> tuple[int, ...]:
    return extract(title="", body=body, sentences=split(body), count=_COUNT).picks


def bare(body: str) -> list[tuple[str, ...]]:
    """The lowest floor: sentences, and their words by one regular expression."""
    return [words_of(span.of(body)) for span in split(body)]


def floor(body: str) -> list[list[str]]:
    """What must be done before any ranking: sentences, sumy's document of them, their words and
    stems.
    """
    language = lexicon("en")
    assert language is not None
    document = candidates("", body, split(body)).document
    return [
        [
            language.stem(word)
            for word in map(str.lower, sentence.words)
            if word not in language.stop_words
        ]
        for sentence in document.sentences
    ]


def lexrank(body: str) -> object:
    """LexRank of sumy over the same document, with its own stop words and stemmer."""
    summarizer = LexRankSummarizer(_stemmer())
    summarizer.stop_words = _stop_words()
    return summarizer(candidates("", body, split(body)).document, _COUNT)


@cache
def _stemmer() -> Stemmer:
    return Stemmer("english")


@cache
def _stop_words() -> frozenset[str]:
    words: frozenset[str] = get_stop_words("english")
    return words


def cpu(work: Callable[[str], object], text: str, rounds: int = _ROUNDS) -> float:
    """Seconds of CPU, the least of some rounds, without collecting garbage, as `timeit` has it."""
    times = []
    gc.disable()
    for _ in range(rounds):
        start = process_time()
        work(text)
        times.append(process_time() - start)
    gc.enable()
    return min(times)


def peak() -> int:
    """The peak memory of this process in KiB (Linux)."""
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])


def memory(text: str) -> float:
    """MiB by which the peak of a fresh process rises, after all imports."""
    done = subprocess.run(  # noqa: S603  # ourselves, with a program of our own
        [sys.executable, "-c", _MEMORY],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(filter(None, sys.path))},
    )
    return int(done.stdout) / _KIB
