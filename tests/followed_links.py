"""Pages of a site on loopback whose links to single sentences Chromium follows.

What the browser marks is compared, pixel by pixel, with the sentence's own element marked by a
script: a link is right if the two pictures are the same.
"""

import random
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import quote

from briefs.model import Span
from briefs.reading.html.visible_text import blocks
from briefs.receipts.text_fragment import PageText, sentences_url
from briefs.text.canonical import paragraphs
from briefs.text.sentences import split
from tests import chromium

STYLE = (
    "<style>body{font:9px/1.3 sans-serif;width:1100px;color:#000}"
    "::target-text{background-color:#f00;color:#000}"
    "::highlight(it){background-color:#f00;color:#000}</style>"
)
_MARK = re.compile(r"\[\^(\d+)\]")
_visits = count()


@dataclass(slots=True)
class Served:
    """A page, the body of its piece, and where the sentences are in it."""

    html: str
    body: str
    sentences: tuple[Span, ...]


@dataclass(slots=True)
class Tally:
    sentences: int = 0
    given: int = 0
    followed: int = 0
    exact: int = 0
    plain: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        for name in ("sentences", "given", "followed", "exact", "plain"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.wrong += other.wrong

    def __str__(self) -> str:
        told = f"links given {self.given / max(1, self.sentences):7.2%} of {self.sentences}"
        if self.followed:
            told += (
                f"; exactly their sentence {self.exact / self.followed:7.2%} of {self.followed}"
                f" (the whole sentence as a link: {self.plain / self.followed:7.2%})"
            )
        return told


def served(marked: Sequence[str], marker: str, page: Callable[[str], str]) -> Served:
    """Paragraphs with "[^n]" in them on a page, each sentence in an element of its own.

    `marker` is how the page writes a note's mark, `page` sets the paragraphs into it.
    """
    body = "\n\n".join(" ".join(_MARK.sub("", paragraph).split()) for paragraph in marked)
    sentences = split(body, "en")
    shown = []
    for paragraph, at in zip(marked, paragraphs(body), strict=True):
        own = [
            (s.start - at.start, s.end - at.start, number)
            for number, s in enumerate(sentences)
            if at.start <= s.start < at.end
        ]
        shown.append(f"<p>{_in_elements(paragraph, own, marker)}</p>\n")
    html = page("".join(shown)).replace("</head>", f"{STYLE}</head>")
    return Served(html, body, sentences)


def _in_elements(marked: str, own: list[tuple[int, int, int]], marker: str) -> str:
    """A paragraph as HTML with its sentences in elements; note marks are the form's."""
    opens = {start: number for start, _, number in own}
    closes = {end for _, end, _ in own}
    out: list[str] = []
    place, at = 0, 0
    text = " ".join(marked.split())
    while at < len(text):
        if place in closes:
            out.append("</span>")
            closes.discard(place)
        if (mark := _MARK.match(text, at)) is not None:
            out.append(marker.replace("{n}", mark[1]))
            at = mark.end()
            continue
        if place in opens:
            out.append(f'<span data-s="{opens.pop(place)}">')
        out.append(escape(text[at], quote=False))
        at += 1
        place += 1
    out.extend("</span>" for _ in closes)
    return "".join(out)


@contextmanager
def serving(pages: dict[str, str]) -> Iterator[str]:
    """The pages at their paths, at an address of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            html = pages.get(self.path.partition("?")[0], "").encode()
            self.send_response(200 if html else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(html)))
            self.end_headers()
            self.wfile.write(html)

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def marked_by(browser: chromium.Chromium, address: str) -> bytes:
    """What the browser shows of an address that is opened for the first time."""
    page, _, fragment = address.partition("#")
    browser.open(f"{page}?{next(_visits)}#{fragment}")
    return browser.picture()


def marked_alone(browser: chromium.Chromium, *numbers: int) -> bytes:
    """What it shows with the elements of some sentences marked, on a page that is open."""
    browser.run(
        f"""CSS.highlights.set("it", new Highlight(...{list(numbers)}.map((number) => {{
          const range = new Range();
          range.selectNodeContents(document.querySelector(`[data-s="${{number}}"]`));
          return range;
        }}))) && null"""
    )
    return browser.picture()


def follow(browser: chromium.Chromium, page: Served, most: int, *, peer: bool = True) -> Tally:
    """Follow the links of some of a page's sentences."""
    shown = PageText(blocks(page.html.encode()))
    with serving({"/a": page.html}) as base:
        address = f"{base}/a"
        links = [sentences_url(address, shown, page.body, [at]) for at in page.sentences]
        tally = Tally(sentences=len(links), given=sum(link is not None for link in links))
        chosen = random.Random(1).sample(range(len(links)), min(most, len(links)))
        browser.call(
            "Emulation.setDeviceMetricsOverride",
            width=1150,
            height=_height(browser, address),
            deviceScaleFactor=1,
            mobile=False,
        )
        found = {n: marked_by(browser, link) for n in chosen if (link := links[n]) is not None}
        whole = {
            n: marked_by(browser, f"{address}#:~:text={_whole(page, n)}")
            for n in (found if peer else ())
        }
        browser.open(f"{address}?{next(_visits)}")
        for number, picture in found.items():
            alone = marked_alone(browser, number)
            tally.followed += 1
            tally.exact += alone == picture
            tally.plain += whole.get(number) == alone
            if alone != picture:
                tally.wrong.append(str(links[number]))
    return tally


def _whole(page: Served, number: int) -> str:
    return quote(page.sentences[number].of(page.body), safe="").replace("-", "%2D")


def _height(browser: chromium.Chromium, address: str) -> int:
    browser.open(f"{address}?{next(_visits)}")
    return int(browser.run("document.documentElement.scrollHeight")) + 50
