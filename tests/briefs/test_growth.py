"""Nothing that reads foreign text costs more than in proportion to it."""

import math
import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from time import process_time

import pytest

from briefs.errors import Unreadable
from briefs.pieces import ingest
from briefs.reading import reader
from tests.briefs.growing import STEEP, Used, patterns, steepness
from tests.conftest import sampled

SHARES = len(sampled(range(12)))
"""In so many tests all patterns are tried: each worker that has one of them finds all patterns."""

# Patterns that once froze the process, as they were: what the texts here must be able to find.
RUNAWAYS = {
    "a signature": Used(re.compile(r"[—–-]{1,2}\s?(?:[A-Z][\w.'’-]*\s?){1,4}$"), "match"),
    "numbers behind an outlet": Used(
        re.compile(
            r"(?:[ ,]+\(?(?:\d[\d:–—().-]*|doi:.*|[Nn]os?|[Vv]ols?|n°|[Vv]ol(?:ume|\.)? \d.*)\.?"
            r"|,? [IVXLC]{1,6}[:,.] ?\d*)+$"
        ),
        "finditer",
    ),
    "raised digits": Used(re.compile(r"[⁰¹²³]*(?:[,–][⁰¹²³]+)*(?![\w⁰¹²³])x"), "finditer"),
}

TEXTS: dict[str, Callable[[int], str]] = {
    "signature": lambda n: "The motto ends here. -" + "A" * n + "!",
    "numbers": lambda n: "Roe, A. 2019. Dredging. In Proc. Port Conf., Oslo" + " V: 0" * (n // 5),
    "raised": lambda n: "It ends" + "²" * n + "x.",
    "brackets": lambda n: "![" * (n // 2),
    "marks": lambda n: "See " + "[1][2]" * (n // 6) + ".",
    "quotes": lambda n: "“" * n + "It ends.",
    "initials": lambda n: "A. " * (n // 3) + "Roe said so.",
    "dots": lambda n: "It" + " ." * (n // 2) + " ends.",
    "spaces": lambda n: "It ends" + "\u00a0" * n + "here.",
    "stars": lambda n: "*" * n + "a",
    "links": lambda n: "[a](" * (n // 4),
    "dates": lambda n: "1 " * (n // 2) + "May 2020",
    "dashes": lambda n: "—" * n + "A. Roe",
    "entries": lambda n: "\n".join(f"{i}. Vale, op. cit., p. {i}." for i in range(1, n // 24)),
    "names": lambda n: "Roe, Ada, " * (n // 10) + "“Silt.”",
    "templates": lambda n: "{{ a }} " * (n // 8),
    "shortcodes": lambda n: "".join(f"{{{{< a{i} >}}}} " for i in range(n // 12)),
    "a tag of templates": lambda n: "<a " + "{{ x }}" * (n // 7) + ">It ends.</a>",
    "openings": lambda n: "{% {{ {# {>> {-- {~~ {== $$ " * (n // 28),
    "wiki links": lambda n: "[[a|" * (n // 4),
    "fences": lambda n: "~~~~a\nb\n" * (n // 8) + "c",
    "sentences": lambda n: "The quay reopened in April. " * (n // 28),
}
SMALL, LARGE = 8_000, 32_000
NOTICED = 0.25
"""Seconds from which the cost of reading a text can be told from noise."""


@cache
def _patterns() -> dict[str, Used]:
    return patterns("briefs", "handlers", "bot")


@pytest.mark.parametrize("share", range(SHARES))
def test_no_pattern_costs_more_than_in_proportion(share: int) -> None:
    for name in sampled(sorted(_patterns()))[share::SHARES]:
        for seed in sampled((1, 2, 3)):  # one choice of letters does not show every ambiguity
            steep, text = steepness(_patterns()[name], seed)
            assert steep < STEEP, f"{name} on {text!r}"


@pytest.mark.parametrize("name", RUNAWAYS)
def test_a_pattern_that_runs_away_is_found(name: str) -> None:
    steep, _ = steepness(RUNAWAYS[name])
    assert steep > STEEP


def cost(text: str) -> float:
    """The least seconds of CPU of three readings: what else is done meanwhile is no cost."""
    return min(_read(text) for _ in range(3))


def _read(text: str) -> float:
    start = process_time()
    with suppress(Unreadable):
        ingest.edit(reader.read(text.encode(), name="piece.md"))
    return process_time() - start


@pytest.mark.parametrize("name", TEXTS)
def test_reading_a_text_never_costs_more_than_in_proportion(name: str) -> None:
    """Steep from small to large and on to larger: one jump alone is a limit that was passed."""
    make = TEXTS[name]
    large = _read(make(LARGE))
    if large <= NOTICED:
        return
    small = cost(make(SMALL))
    if _steep(small, large, LARGE / SMALL):  # as it might be of one slow reading
        large = min(large, cost(make(LARGE)))
        if _steep(small, large, LARGE / SMALL):
            assert not _steep(large, cost(make(2 * LARGE)), 2)


def _steep(cheaper: float, dearer: float, times: float) -> bool:
    return math.log(dearer / cheaper) / math.log(times) >= STEEP
