"""The readers for the fuzzer: what is called with its bytes, and valid files to vary."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from types import MappingProxyType
from zipfile import ZipFile

from briefs.errors import SourcebriefError
from briefs.reading import feed, pdf, reader, word
from briefs.reading.html import article
from tests.briefs import hostile, web
from tests.briefs.paper import Linked, Words, lines
from tests.briefs.paper import pdf as printed

_TEXT = "\n\n".join(("After the quay", *web.PARAGRAPHS, "References", *web.ENTRIES))
_MARKDOWN = """---
title: After the quay
date: 2019-06-01
---
# After the quay

The quay[^1] is *open*, and [the survey](https://example.com/survey) is out [2].

| a | b |
|---|---|
| 1 | 2 |

> Nobody has signed it.¹

1. One
   - Two

[^1]: Roe, A. “The Quay Reopens.” Example Herald, April 2, 2019. https://example.com/quay
"""
_RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Example Review</title>
<item><title>After the quay</title><link>https://example.com/quay</link><guid>1</guid>
<pubDate>Tue, 02 Apr 2019 10:00:00 GMT</pubDate><description><![CDATA[<p>{text}</p>]]></description>
</item></channel></rss>"""
_ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Review</title><id>urn:x</id><entry>
<id>urn:1</id><title type="html">Quay</title><updated>2019-04-02T10:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{text}</p></div></content>
</entry></feed>"""
_JSON = """{{"version": "https://jsonfeed.org/version/1.1", "title": "Review", "items": [
{{"id": "1", "url": "https://example.com/1", "date_published": "2019-04-02T10:00:00Z",
"content_html": "<p>{text}</p>"}}]}}"""
_RUN = b'<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>'


@dataclass(frozen=True, slots=True)
class Door:
    """A reader, which may refuse what it is given with one of our errors, and sound inputs."""

    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]


def _feed(data: bytes) -> None:
    found = feed.read(data, url="https://example.com/feed")
    for entry in found.entries:
        with suppress(SourcebriefError):
            feed.draft(entry, found)


def _word(body: bytes) -> object:
    """Read a Word file with this for its text: a packed one would be refused by its checksums."""
    packed = BytesIO()
    with ZipFile(packed, "w") as file:
        for name, part in _parts().items():
            file.writestr(name, body if name == hostile.BODY else part)
    return word.read(packed.getvalue())


@cache
def _parts() -> Mapping[str, bytes]:
    with ZipFile(BytesIO(hostile.word())) as file:
        return MappingProxyType({name: file.read(name) for name in file.namelist()})


def _bodies() -> tuple[bytes, ...]:
    heading = _RUN % (b"Heading1", b"After the quay")
    table = b"<w:tbl><w:tr><w:tc>%s</w:tc></w:tr></w:tbl>" % (_RUN % (b"Normal", b"Cell"))
    entries = b"".join(_RUN % (b"ListNumber", entry.encode()) for entry in web.ENTRIES)
    return hostile.body(heading + table + entries), hostile.body(_RUN % (b"Normal", b"Words."))


def _papers() -> tuple[bytes, ...]:
    """Sound ones: drawings that hold themselves exhaust PDFium, and are the cage's to stop."""
    title = Words(text="After the quay", y=740, size=20)
    link = Linked("https://example.com", (72, 600, 300, 620))
    whole = printed([[title, *lines(web.PARAGRAPHS, top=700), link], lines(web.ENTRIES)])
    return whole, printed([lines(web.ENTRIES[:1])])


_LONG_ENOUGH = 4
"""Times our paragraphs make an entry that is taken for the whole piece."""

_PAGE = web.around(web.PARAGRAPHS, "<h2>Sources</h2><ol><li id=fn1>" + web.ENTRIES[0] + "</ol>")


def doors() -> Mapping[str, Door]:
    """Every reader of what strangers send, by the name of its format."""
    whole = " ".join(web.PARAGRAPHS * _LONG_ENOUGH)
    feeds = tuple(form.format(text=whole).encode() for form in (_RSS, _ATOM, _JSON))
    return {
        "plain": Door(reader.read, (_TEXT.encode(), _TEXT.encode("utf-16"))),
        "Markdown": Door(lambda data: reader.read(data, name="a.md"), (_MARKDOWN.encode(),)),
        "HTML": Door(article.read, (_PAGE.encode(),)),
        "feed": Door(_feed, feeds),
        "Word": Door(_word, _bodies()),
        "PDF": Door(pdf.read, _papers()),
    }
