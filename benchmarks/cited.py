"""How well the same source is recognised in many pieces, what that costs, and how it grows.

Labelled entries (../shared/data): the same sources in thirteen styles, each entry a piece of its
own. A pair of entries is joined rightly if both are of one source. Near misses are made from the
parsed entries: the same outlet with a title of another last word, with another day (each without
its address), or on another page of the site; slips are the same source as people mistype it. The
peer is one dictionary by folded title; the cost is compared with parsing the same entries. Growth:
made-up entries, every fifth a copy with a slip.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from briefs.model import Person, Source
from briefs.references.audit import likeness
from briefs.references.fields.titles import folded
from briefs.references.parse import parse
from briefs.references.same_work import BlockingKeys, works

DATA = Path(__file__).parents[1] / "../shared/data/references/news_rendered_13styles.jsonl"
SIZES = (5_000, 10_000, 20_000)
WORDS = 8_000
COPIED = 5
LONG = 6
ROUNDS = 3

T = TypeVar("T")


def cpu(work: Callable[[], T]) -> tuple[float, T]:
    """The least CPU seconds of `work` over a few rounds, and its result."""
    best, made = float("inf"), None
    for _ in range(ROUNDS):
        started = time.process_time()
        made = work()
        best = min(best, time.process_time() - started)
    assert made is not None
    return best, made


def pairs(count: int) -> int:
    return count * (count - 1) // 2


def judged(groups: Iterable[Iterable[int]], labels: list[str]) -> str:
    """Precision and recall over pairs of entries, and the entries wrongly joined."""
    right = joined = wrong = 0
    for group in map(list, groups):
        inside = Counter(labels[number] for number in group)
        right += sum(map(pairs, inside.values()))
        joined += pairs(len(group))
        wrong += len(group) - max(inside.values())
    due = sum(map(pairs, Counter(labels).values()))
    return (
        f"precision {right / max(joined, 1):.4f}  recall {right / due:.4f}"
        f"  wrongly joined {wrong} of {len(labels)} entries"
    )


def grouped(sources: list[Source]) -> list[tuple[int, ...]]:
    return [work.pieces for work in works((n, (s,)) for n, s in enumerate(sources))]


def by_title(sources: list[Source]) -> list[list[int]]:
    blocks: dict[str, list[int]] = {}
    for number, source in enumerate(sources):
        blocks.setdefault(folded(source.title or source.raw), []).append(number)
    return list(blocks.values())


def near_misses(source: Source, other: Source) -> dict[str, Source]:
    """Other sources that are nearly this one, as far as it has the fields; `other` gives a word."""
    made: dict[str, Source] = {}
    title, last = (source.title or "").split(), (other.title or "").split()[-1:]
    if len(title) > 1 and folded(title[-1]) != folded(" ".join(last)):
        renamed = " ".join((*title[:-1], *last))
        made["another last word"] = replace(source, title=renamed, url=None)
    if source.issued and len(source.issued) == len("2017-01-03"):
        day = f"{source.issued[:8]}{int(source.issued[8:]) % 28 + 1:02}"
        made["another day"] = replace(source, issued=day, url=None)
    if source.url and "/" in source.url.partition("//")[2].strip("/"):
        made["another page"] = replace(source, url=f"{source.url}-2", issued=None)
    return made


def slips(source: Source) -> dict[str, Source]:
    """The source as people write it: by its link alone, or mistyped without it."""
    made: dict[str, Source] = {}
    longest = max((source.title or "").split(), key=len, default="")
    if len(longest) > LONG and (source.container or source.authors):
        slip = (source.title or "").replace(longest, longest[:3] + longest[4:], 1)
        made["a letter left out"] = replace(source, title=slip, url=None)
    if source.url and "/" in source.url.partition("//")[2].strip("/"):
        made["another wording"] = Source(
            number=1, raw="this report", title="this report", url=source.url
        )
    return made


def seeded(sources: list[Source], labels: list[str]) -> None:
    """Put each near miss beside the entry it was made from; they must not be joined."""
    told: Counter[str] = Counter()
    joined: Counter[str] = Counter()
    firsts = list({label: s for label, s in zip(labels, sources, strict=True) if s.title}.values())
    for source, other in zip(firsts, firsts[1:] + firsts[:1], strict=True):
        for kind, made in (near_misses(source, other) | slips(source)).items():
            told[kind] += 1
            joined[kind] += len(works([(1, (source,)), (2, (made,))])) == 1
    for kind, count in told.items():
        print(f"  {kind:20} {joined[kind]} of {count} joined")


def made_up(count: int) -> list[Source]:
    """Entries with titles of common and rare words, as in a language; every fifth is a copy."""
    draw = random.Random(7)  # noqa: S311 - a benchmark's
    weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))
    made: list[Source] = []
    for number in range(count):
        if number % COPIED == COPIED - 1:
            copied = made[draw.randrange(len(made))]
            made.append(replace(copied, title=f"{copied.title}s", url=None, accessed=None))
            continue
        words = draw.choices(range(WORDS), cum_weights=weights, k=draw.randint(4, 12))
        title = " ".join(f"w{chr(97 + word % 26)}{word // 26:x}ing" for word in words)
        url = f"https://site{number % 300}.example/{number}" if number % 2 else None
        made.append(
            Source(
                number=1,
                raw=title,
                title=title,
                authors=(Person(f"Author{number % 2_000}"),),
                container=f"Outlet {number % 300}",
                issued=f"20{number % 24 + 10}-0{number % 9 + 1}",
                url=url,
            )
        )
    return made


def near(sources: list[Source]) -> int:
    """How many pairs have a blocking key in common: only these are compared."""
    entries = list(map(likeness, sources))
    blocks, count = BlockingKeys(entries), 0
    for number, entry in enumerate(entries):
        count += len(blocks.near(entry))
        blocks.put(entry, number)
    return count


def growth() -> None:
    base = 0.0
    for size in SIZES:
        sources = made_up(size)
        taken, groups = cpu(partial(grouped, sources))
        base = base or taken / size
        print(
            f"  {size:6} entries, {len(groups)} works: {taken:.2f} s of CPU, an entry"
            f" {taken / size / base:.2f} times the first row's;"
            f" at most {near(sources) / pairs(size):.4f} of all pairs compared"
        )


def main() -> None:
    if DATA.is_file():
        rows = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
        labels = [row["group"] for row in rows]
        reading, sources = cpu(lambda: [parse(row["text"]) for row in rows])
        taken, groups = cpu(lambda: grouped(sources))
        print(f"{len(rows)} entries of {len(set(labels))} sources in thirteen styles:")
        print(f"  grouped    {judged(groups, labels)}; {len(groups)} works")
        print(f"  by title   {judged(by_title(sources), labels)}")
        print(
            f"  {taken / len(rows) * 1e6:.0f} ms of CPU for 1 000 entries:"
            f" {taken / reading:.3f} times reading them"
        )
        print("Near misses (three, to stay apart) and slips (two, to be joined):")
        seeded(sources, labels)
    else:
        print(f"The labelled entries are not here: {DATA}")
    print("Growth:")
    growth()


if __name__ == "__main__":
    main()
