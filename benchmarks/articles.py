"""How much of a piece on a web page is kept, and how fast, compared with the library that chooses
its text.

Real pieces (../shared/data) are laid out in each form of reference list on web pages, with a menu,
a share bar, a note on the author, further reading and comments around them. F1 is over the tokens
of the piece's own paragraphs, without markers; the peer is trafilatura with its defaults, on the
same pages. Speed is pieces per CPU second, and the ratio of CPU to that of bare
`trafilatura.extract`: once for everything that reading does, once without parsing the entries'
fields, which the peer does not do.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import lt
from statistics import fmean
from time import process_time
from typing import TypeVar
from unittest.mock import patch

from pages import DATA, FORMS, UNNAMED, folded, laid_out, pieces
from trafilatura import extract

from briefs.model import Draft, Source
from briefs.reading.html import article
from briefs.references import parse
from briefs.references.list_evidence import weigh

TOKEN = re.compile(r"\w+")
Text = TypeVar("Text")


@dataclass(frozen=True, slots=True)
class Laid:
    """A page, its piece's own text, and its entries."""

    page: str
    text: str
    entries: Sequence[str]


def laid(form: str) -> list[Laid]:
    every = []
    for title, paragraphs, entries in pieces():
        if form in UNNAMED and not all(weigh(entry).bibliographic for entry in entries):
            continue
        text = "\n\n".join(re.sub(r"\s?\[\^\d+\]", "", paragraph) for paragraph in paragraphs)
        every.append(Laid(laid_out(form, title, paragraphs, entries), text, entries))
    return every


def f1(text: str, wanted: str) -> float:
    """Token F1 of a text against the one that is wanted."""
    got, gold = Counter(TOKEN.findall(text)), Counter(TOKEN.findall(wanted))
    shared = (got & gold).total()
    return 2 * shared / max(1, got.total() + gold.total())


def timed(read: Callable[[str], Text], corpus: Sequence[Laid]) -> tuple[list[Text], float]:
    """What is read of each page, and the CPU seconds that it took."""
    started = process_time()
    texts = [read(one.page) for one in corpus]
    return texts, process_time() - started


def unread(entry: parse.PageEntry) -> Source:
    """An entry as it is written."""
    return Source(number=entry.number, raw=entry.raw)


def ours(page: str) -> Draft:
    return article.read(page.encode())


def peer(page: str) -> str:
    return extract(page) or ""


def kept(draft: Draft, one: Laid) -> int:
    """How many of the piece's entries were kept, word for word."""
    raws = {folded(source.raw) for source in draft.sources if source.where == "list"}
    return sum(folded(entry) in raws for entry in one.entries)


def measure(form: str) -> tuple[int, float, float, float]:
    """Print what is kept in a form; its pages, and CPU seconds: ours, fieldless, the peer's."""
    corpus = laid(form)
    drafts, seconds = timed(ours, corpus)
    texts, bare = timed(peer, corpus)
    with patch.object(parse, "source", unread):
        _, fieldless = timed(ours, corpus)
    mine = [f1(draft.body, one.text) for draft, one in zip(drafts, corpus, strict=True)]
    theirs = [f1(text, one.text) for text, one in zip(texts, corpus, strict=True)]
    entries = sum(len(one.entries) for one in corpus)
    print(
        f"{form:22} {len(corpus):3} pages: F1 {fmean(mine):.4f} (trafilatura {fmean(theirs):.4f}, "
        f"below it on {sum(map(lt, mine, theirs))} pages); "
        f"entries kept {sum(map(kept, drafts, corpus)) / entries:7.2%}; "
        f"CPU {seconds / bare:.2f}x, {fieldless / bare:.2f}x without the entries' fields"
    )
    return len(corpus), seconds, fieldless, bare


def main() -> None:
    if not DATA.exists():
        print(f"no data at {DATA}")
        return
    peer("<html><body><p>Load what is loaded once.</p></body></html>")
    count, seconds, fieldless, bare = map(sum, zip(*map(measure, FORMS), strict=True))
    print(
        f"all: {count / seconds:.0f} pieces per CPU second, {seconds / bare:.2f}x bare extraction; "
        f"{count / fieldless:.0f} and {fieldless / bare:.2f}x without the entries' fields"
    )


if __name__ == "__main__":
    main()
