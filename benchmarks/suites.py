"""How much is read of real web pages, beside the library that chooses their text, in the same run.

The pages are the development halves of two peers' suites (../shared/data/pages):
mozilla/readability (expected text, title, byline, day) and scrapinghub's
article-extraction-benchmark (expected text; its own measure is over the 4-shingles of a page, see
its evaluate.py). The peer is trafilatura with its defaults. Words of a page are silently lost if a
tenth of the expected words is neither in the body nor in another named place nor counted as left
out.
"""

import base64
import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from time import process_time
from typing import Any

from trafilatura import bare_extraction

from briefs.errors import Unreadable
from briefs.model import Draft
from briefs.reading.html import article

DATA = Path(__file__).parents[1] / "../shared/data/pages"
TOKEN = re.compile(r"\w+")
PUNCTUATION = "".join(map(chr, range(33, 48))) + ":;<=>?@[]^_`{|}~“”‘’«»„…–—·•"
NEAR = 0.9
SILENT = 0.1


@dataclass(frozen=True, slots=True)
class Expected:
    id: str
    page: bytes
    text: str
    title: str
    byline: str
    published: str


@dataclass(frozen=True, slots=True)
class Got:
    text: str
    title: str = ""
    byline: str = ""
    published: str = ""
    draft: Draft | None = None


def suite(name: str) -> list[Expected]:
    with lzma.open(DATA / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        told = [json.loads(line) for line in lines]
    return [
        Expected(
            id=one["id"],
            page=base64.b64decode(one["html"]),
            text=one["text"],
            title=one.get("title") or "",
            byline=one.get("byline") or "",
            published=str(one.get("published") or one.get("date") or "")[:10],
        )
        for one in told
    ]


def ours(page: bytes) -> Got:
    try:
        draft = article.read(page)
    except Unreadable:
        return Got("")
    day = draft.published.date().isoformat() if draft.published else ""
    return Got(draft.body, draft.title, draft.byline, day, draft)


def peer(page: bytes) -> Got:
    found = bare_extraction(page, with_metadata=True)
    if found is None:
        return Got("")
    told: dict[str, Any] = found if isinstance(found, dict) else found.as_dict()
    text, title, author, day = (
        str(told.get(key) or "") for key in ("text", "title", "author", "date")
    )
    return Got(text, title, author, day)


def timed(read: Callable[[bytes], Got], pages: Sequence[Expected]) -> tuple[list[Got], float]:
    started = process_time()
    found = [read(one.page) for one in pages]
    return found, process_time() - started


def tokens(text: str) -> Counter[str]:
    return Counter(TOKEN.findall(text))


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """As the suite's own evaluate.py has them: all runs of four words, or all there are."""
    words = TOKEN.findall(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)) if words)


def f1(got: Counter[Any], gold: Counter[Any]) -> float:
    both = got.total() + gold.total()
    return 2 * (got & gold).total() / both if both else 1.0


def pooled(texts: Sequence[str], pages: Sequence[Expected]) -> tuple[float, float, float, float]:
    """The suite's F1, precision, recall (over normalised counts of each page) and accuracy."""
    true = false = missed = 0.0
    exact = 0
    for text, one in zip(texts, pages, strict=True):
        got, gold = shingles(text), shingles(one.text)
        shared = (got & gold).total()
        total = shared + (got.total() - shared) + (gold.total() - shared)
        if total:
            true += shared / total
            false += (got.total() - shared) / total
            missed += (gold.total() - shared) / total
        exact += got == gold
    precision, recall = true / (true + false), true / (true + missed)
    return 2 * precision * recall / (precision + recall), precision, recall, exact / len(pages)


def told(draft: Draft | None) -> str:
    """All the words that a draft has outside of its body."""
    if draft is None:
        return ""
    return "\n".join(
        (
            draft.title,
            draft.byline,
            *(source.raw for source in draft.sources),
            *(aside.text for aside in draft.asides),
        )
    )


def bare_words(text: str) -> Counter[str]:
    """The words of a text as the account of a reader counts them."""
    found = (word.strip(PUNCTUATION) for word in text.split())
    return Counter(word for word in found if any(map(str.isalnum, word)))


def listed(draft: Draft | None) -> list[str]:
    found = draft.sources if draft is not None else ()
    return [source.raw for source in found if source.where == "list"]


def lists(found: Sequence[Got], pages: Sequence[Expected]) -> str:
    """How many pages have a reference list, and in which of them it took what the suite calls text.

    A list is the piece's where its suite has it too: whether an entry that both have is a source
    is for a person to say, so those pages are named.
    """
    eaten: list[str] = []
    for got, one in zip(found, pages, strict=True):
        entries = bare_words("\n".join(listed(got.draft)))
        gold = bare_words(one.text)
        if (entries & (gold - bare_words(got.text))).total() > SILENT * gold.total():
            eaten.append(one.id[:20])
    pages_with = [got for got in found if listed(got.draft)]
    entries_found = sum(len(listed(got.draft)) for got in pages_with)
    return f"lists in {len(pages_with)}, entries {entries_found}, that took text {eaten}"


def is_silent(got: Got, one: Expected) -> bool:
    gold = bare_words(one.text)
    lost = (gold - bare_words(f"{got.text}\n{told(got.draft)}")).total()
    named = sum(part.words for part in got.draft.left_out) if got.draft else gold.total()
    return lost > SILENT * gold.total() and named < lost


def folded(text: str) -> str:
    return " ".join(TOKEN.findall(text.casefold()))


def share(pairs: Sequence[tuple[str, str]]) -> str:
    right = sum(folded(got) == folded(wanted) for got, wanted in pairs)
    return f"{right} of {len(pairs)} ({right / max(1, len(pairs)):.1%})"


_END = re.compile(r"\s{0,4}[-–—|_·:(（]")
_SIGNED = re.compile(r"(?:by|par|von|por) ", re.IGNORECASE)
_BRACKETS = re.compile(r"[(（].*?[)）]")
_AND = re.compile(r"[,;]| and | & | et | und ")
NO_NAMES = frozenset({"follow author", "個人"})
"""Bylines of the suite that are buttons; others contain a day ("Last Updated: January 7, 2025")."""


def is_title(got: str, wanted: str) -> bool:
    """Whether a title is the one expected, or that without what a site puts behind it."""
    if folded(got) == folded(wanted):
        return True
    return bool(got) and wanted.startswith(got) and _END.match(wanted[len(got) :]) is not None


def people(byline: str) -> frozenset[str]:
    """The names in a byline of the suite, empty if it has none."""
    line = _SIGNED.sub("", _BRACKETS.sub("", byline.strip().partition("\n")[0]), count=1)
    if any(map(str.isdigit, line)) or folded(line) in NO_NAMES:
        return frozenset()
    found = frozenset(map(folded, _AND.split(line))) - {""}
    return frozenset(name for name in found if " " in name) or found


def judged(found: Sequence[Got], pages: Sequence[Expected]) -> Iterator[str]:
    """Titles with the site's name forgiven; bylines by their names, where one is expected."""
    pairs = list(zip(found, pages, strict=True))
    titles = [is_title(got.title, one.title) for got, one in pairs if one.title]
    named = [(people(got.byline), wanted) for got, one in pairs if (wanted := people(one.byline))]
    right = sum(got == wanted for got, wanted in named)
    yield f"title but for the site's name {sum(titles)} of {len(titles)}"
    yield f"names {right} of {len(named)} ({right / max(1, len(named)):.1%})"


def facts(found: Sequence[Got], pages: Sequence[Expected]) -> Iterator[str]:
    for name in ("title", "byline", "published"):  # to the word
        pairs = [
            (getattr(got, name), wanted)
            for got, one in zip(found, pages, strict=True)
            if (wanted := getattr(one, name))
        ]
        if pairs:
            yield f"{name} {share(pairs)}"


def readability() -> None:
    pages = suite("readability")
    mine, seconds = timed(ours, pages)
    theirs, bare = timed(peer, pages)
    for name, found in (("ours", mine), ("trafilatura", theirs)):
        scores = [f1(tokens(g.text), tokens(p.text)) for g, p in zip(found, pages, strict=True)]
        print(
            f"readability {name:12} mean F1 {fmean(scores):.3f}, median {median(scores):.3f}, "
            f">= {NEAR}: {sum(score >= NEAR for score in scores)} of {len(pages)}; "
            + ", ".join((*facts(found, pages), *judged(found, pages)))
        )
    silent = [p.id for g, p in zip(mine, pages, strict=True) if is_silent(g, p)]
    print(f"readability lost in silence: {len(silent)} {silent}; {lists(mine, pages)}")
    print(f"readability CPU {seconds / bare:.2f}x")
    if "-v" in sys.argv:
        for g, t, p in zip(mine, theirs, pages, strict=True):
            one, other = f1(tokens(g.text), tokens(p.text)), f1(tokens(t.text), tokens(p.text))
            print(f"  {p.id:40} {one:.3f} {other:.3f} {'<' if one < other - 0.02 else ''}")
            for name in ("title", "byline", "published"):
                if folded(getattr(g, name)) != folded(getattr(p, name)):
                    ours_, wanted, theirs_ = (getattr(one, name) for one in (g, p, t))
                    print(f"      {name}: {ours_!r} for {wanted!r} ({theirs_!r})")


def scrapinghub() -> None:
    pages = suite("scrapinghub")
    mine, seconds = timed(ours, pages)
    theirs, bare = timed(peer, pages)
    for name, found in (("ours", mine), ("trafilatura", theirs)):
        f, precision, recall, exact = pooled([got.text for got in found], pages)
        print(
            f"scrapinghub {name:12} F1 {f:.3f} (precision {precision:.3f}, recall {recall:.3f}), "
            f"exact {exact:.3f}"
        )
    silent = [p.id[:8] for g, p in zip(mine, pages, strict=True) if is_silent(g, p)]
    print(f"scrapinghub lost in silence: {len(silent)} {silent}; {lists(mine, pages)}")
    print(f"scrapinghub CPU {seconds / bare:.2f}x")
    if "-v" in sys.argv:
        for g, t, p in zip(mine, theirs, pages, strict=True):
            one, other = (
                f1(shingles(g.text), shingles(p.text)),
                f1(shingles(t.text), shingles(p.text)),
            )
            print(f"  {p.id[:8]} {one:.3f} {other:.3f} {g.byline!r} ({t.byline!r}) {g.published}")


def main() -> None:
    if not DATA.exists():
        print(f"no data at {DATA}")
        return
    peer(b"<html><body><p>Load what is loaded once.</p></body></html>")
    readability()
    scrapinghub()


if __name__ == "__main__":
    main()
