"""How much of a reference list in a web page is kept, in each of its usual forms.

Real prose with real notes (../shared/data) is laid out with a menu, a share bar, a note on the
author, further reading and comments around it. Kept: every entry, word for word; mapped: every note
marker, at its place in an otherwise unchanged body. Posts without a list must have none. The floor
is to look for the list in the bare text of the article.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from time import process_time

from lxml.html import document_fromstring
from markdown_it import MarkdownIt

from briefs.reading.html import references_and_notes
from briefs.references import cross_references, find_list
from briefs.references.list_evidence import weigh

DATA = Path(__file__).parents[1] / "../shared/data/corpora"

LINKED = '<sup id="r{n}"><a href="#fn{n}">{n}</a></sup>'
WIKI = '<sup id="cite_ref-{n}" class="reference"><a href="#cite_note-{n}">[{n}]</a></sup>'
PRESS = '<sup data-fn="u{n}" class="fn"><a href="#u{n}" id="u{n}-link">{n}</a></sup>'
INSIDE = '<a href="#fn{n}" class="footnote-ref" id="r{n}" role="doc-noteref"><sup>{n}</sup></a>'
WORD = '<a style="mso-footnote-id:ftn{n}" href="#_ftn{n}" name="_ftnref{n}"><span>[{n}]</span></a>'
BRACKETS = '[<a href="#fn{n}">{n}</a>]'
PLAIN = "[{n}]"

RETURN = '<a href="#r{n}" class="footnote-backref">↩︎</a>'


def each(form: str, between: str = "\n") -> Callable[[list[str]], str]:
    """Entries laid out one after the other."""
    return lambda entries: between.join(
        form.replace("{n}", str(n)).replace("{entry}", entry) for n, entry in enumerate(entries, 1)
    )


FORMS: dict[str, tuple[str, str, Callable[[list[str]], str]]] = {
    "ol under a heading": (
        PLAIN,
        "<h2>References</h2><ol>{}</ol>",
        each("<li>{entry}</li>"),
    ),
    "ul under bold words": (
        BRACKETS,
        "<p><strong>Sources:</strong></p><ul>{}</ul>",
        each('<li id="fn{n}">{entry}</li>'),
    ),
    "p under a heading": (
        LINKED,
        '<h3 class="title">Works cited <a href="#works">¶</a></h3>{}',
        each('<p id="fn{n}">{entry}</p>'),
    ),
    "div.references": (PLAIN, '<div class="references">{}</div>', each("<p>[{n}] {entry}</p>")),
    "section.footnotes": (
        INSIDE,
        '<section class="footnotes" role="doc-endnotes"><hr><ol>{}</ol></section>',
        each('<li id="fn{n}"><p>{entry} ' + RETURN + "</p></li>"),
    ),
    "aria roles alone": (
        '<a role="doc-noteref" href="#fn{n}" id="r{n}">{n}</a>',
        '<div role="doc-endnotes"><ol>{}</ol></div>',
        each('<li id="fn{n}">{entry} <a role="doc-backlink" href="#r{n}">Return</a></li>'),
    ),
    "Wikipedia's reflist": (
        WIKI,
        """<h2>Notes<span class="mw-editsection">[edit]</span></h2>
        <div class="reflist"><ol class="references">{}</ol></div>""",
        each(
            '<li id="cite_note-{n}"><span class="mw-cite-backlink"><b><a href="#cite_ref-{n}">^</a>'
            '</b></span> <span class="reference-text">{entry}</span></li>'
        ),
    ),
    "wp-block-footnotes": (
        PRESS,
        '<ol class="wp-block-footnotes">{}</ol>',
        each('<li id="u{n}">{entry} <a href="#u{n}-link" aria-label="Jump">↩︎</a></li>'),
    ),
    "br under a heading": (PLAIN, "<p><b>Notes</b><br>{}</p>", each("{entry}", "<br>\n")),
    "br with numbers": (
        LINKED,
        "<h4>Endnotes</h4><div>{}</div>",
        each('<a id="fn{n}"></a>[{n}] {entry}', "<br><br>\n"),
    ),
    "details": (
        LINKED,
        "<details><summary>Sources</summary><ol>{}</ol></details>",
        each('<li><a name="fn{n}"></a>{entry}</li>'),
    ),
    "aside": (PLAIN, "<aside><h3>Bibliography</h3><ul>{}</ul></aside>", each("<li>{entry}</li>")),
    "footer": (
        PLAIN,
        "<footer><h2>Further reading</h2>{}<p>© 2021 The Example Review.</p></footer>",
        each("<p>{entry}</p>"),
    ),
    "dl": (LINKED, "<h2>Notes</h2><dl>{}</dl>", each('<dt id="fn{n}">[{n}]</dt><dd>{entry}</dd>')),
    "table": (
        PLAIN,
        "<h2>Sources</h2><table>{}</table>",
        each("<tr><td>{n}.</td><td>{entry}</td></tr>"),
    ),
    "Word": (
        WORD,
        "<div style='mso-element:footnote-list'><br clear=all><hr width='33%'>{}</div>",
        each(
            '<div style="mso-element:footnote" id="ftn{n}"><p class="MsoFootnoteText">'
            '<a href="#_ftnref{n}" name="_ftn{n}">[{n}]</a> {entry}</p></div>'
        ),
    ),
    "p without a heading": (PLAIN, "{}", each("<p>{entry}</p>")),
    "ol without a heading": (PLAIN, "<ol>{}</ol>", each("<li>{entry}</li>")),
}
UNNAMED = ("p without a heading", "ol without a heading")
"""Used if every note names a work: nothing else distinguishes them from the body above."""

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>{title} | The Example Review</title></head>
<body class="single-post comments-open has-sidebar">
<header><nav class="site-nav"><ul><li><a href="/">Home</a></li><li><a href="/a">About</a></li></ul>
</nav></header>
<main><article class="post"><h1>{title}</h1><p class="byline">By Jane Doe</p>
<div class="entry-content">{body}</div>
{listed}
<div class="share-bar"><a href="https://example.com/share">Share</a></div>
<div class="author-bio"><p>Jane Doe is a senior fellow at the Institute for Examples.</p></div>
</article></main>
<div class="related-posts"><h3>Related</h3><ul>
<li><a href="https://example.com/1">What the port owes, March 3, 2021</a></li>
<li><a href="https://example.com/2">Who pays for the quay, June 9, 2020</a></li></ul></div>
<section id="comments"><h3>2 comments</h3><ol class="comment-list">
<li>Rick Roe: what about <a href="https://example.org">this</a>, Accessed May 3, 2021?</li>
<li>Sources: Roe, Rick. “My Own.” Blog, May 4, 2021.</li></ol></section>
<footer class="site-footer"><p>© 2021 The Example Review</p><ul><li><a href="/p">Privacy</a></li>
</ul></footer></body></html>"""


@dataclass(slots=True)
class Tally:
    pages: int = 0
    entries: int = 0
    kept: int = 0
    floor: int = 0
    invented: int = 0
    marks: int = 0
    mapped: int = 0
    marks_invented: int = 0
    bodies: int = 0
    seconds: float = 0

    def __str__(self) -> str:
        return (
            f"{self.pages:4} pages: entries kept {self.kept / self.entries:7.2%} "
            f"(bare text: {self.floor / self.entries:4.0%}), "
            f"invented {self.invented}; marks mapped {self.mapped / self.marks:7.2%}, "
            f"invented {self.marks_invented}; bodies as they were {self.bodies / self.pages:7.2%}; "
            f"{1000 * self.seconds / self.pages:.0f} ms"
        )


def folded(text: str) -> str:
    return "".join(text.split())


def pieces() -> Iterator[tuple[str, list[str], list[str]]]:
    """The title, the paragraphs with "[^n]" in them, and the notes of each piece."""
    book = DATA / "openstax-political-science"
    for line in (book / "truth.jsonl").read_text("utf-8").splitlines():
        truth = json.loads(line)
        text = (book / "markdown" / f"{truth['id']}.md").read_text("utf-8")
        _, *paragraphs = re.split(r"\n\[\^1\]: ", text)[0].strip().split("\n\n")
        paragraphs = [" ".join(p.split()) for p in paragraphs if p[0].isalnum() or p[0] == "“"]
        cited = {int(n) for p in paragraphs for n in re.findall(r"\[\^(\d+)\]", p)}
        if len(truth["refs"]) > 2 and cited:  # noqa: PLR2004 one or two are no list to find
            yield truth["title"], paragraphs, truth["refs"]


def in_markup(entry: str) -> str:
    """An entry as HTML, its first quoted words in emphasis and its addresses linked."""
    text = re.sub(r"“([^”<&]+)”", r"“<em>\1</em>”", escape(entry, quote=False), count=1)
    return re.sub(r"https?://(?:&amp;|[^\s;,&])+(?<!\.)", r'<a href="\g<0>">\g<0></a>', text)


def laid_out(form: str, title: str, paragraphs: list[str], entries: list[str]) -> str:
    marker, around, listed = FORMS[form]
    shown = [
        re.sub(r"\[\^(\d+)\]", lambda m: marker.replace("{n}", m[1]), escape(p, quote=False))
        for p in paragraphs
    ]
    return PAGE.format(
        title=escape(title),
        body="".join(f"<p>{paragraph}</p>\n" for paragraph in shown),
        listed=around.format(listed(list(map(in_markup, entries)))),
    )


def article(html: str) -> str:
    """The text of the article alone, as it stands between the tags."""
    found = next(document_fromstring(html).iter("article"))
    return "".join(map(str, found.itertext()))


def body_of(page: references_and_notes.Page) -> str:
    root = document_fromstring(page.rest)
    found = next(div for div in root.iter("div") if div.get("class") == "entry-content")
    return "\n\n".join(" ".join("".join(map(str, p.itertext())).split()) for p in found)


def measure(form: str) -> Tally:
    tally = Tally()
    for title, paragraphs, entries in pieces():
        if form in UNNAMED and not all(weigh(entry).bibliographic for entry in entries):
            continue
        html = laid_out(form, title, paragraphs, entries)
        started = process_time()
        page = references_and_notes.find(html)
        tally.seconds += process_time() - started
        bare = find_list.find(article(html))
        raws = {folded(entry.raw) for entry in page.entries}
        wanted = {folded(entry) for entry in entries}
        tally.pages += 1
        tally.entries += len(wanted)
        tally.kept += len(wanted & raws)
        tally.floor += len(wanted & {folded(entry.raw) for entry in bare.entries})
        tally.invented += len(raws - wanted)
        called = {f"^{n}": n for n in range(1, len(entries) + 1)}
        truth = cross_references.lift("\n\n".join(paragraphs), called)
        lifted = cross_references.lift(body_of(page), cross_references.numbers(page.entries))
        placed = {(folded(entries[m.source - 1]), m.at.start) for m in truth.marks}
        found = {(folded(page.entries[m.source - 1].raw), m.at.start) for m in lifted.marks}
        tally.marks += len(placed)
        tally.mapped += len(placed & found)
        tally.marks_invented += len(found - placed)
        tally.bodies += lifted.body == truth.body
    return tally


def false_lists() -> list[str]:
    """The posts without a reference list that are reported to have one."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    found = []
    for post in sorted((DATA / "18f-blog/original").glob("*.md")):
        text = post.read_text("utf-8").split("\n---\n", 1)[-1]
        page = PAGE.format(title=post.stem, body=markdown.render(text), listed="")
        if references_and_notes.find(page).entries:
            found.append(post.name)
    return found


def main() -> None:
    if not DATA.exists():
        print(f"no data at {DATA}")
        return
    for form in FORMS:
        print(f"{form:22} {measure(form)}")
    posts = len(list((DATA / "18f-blog/original").glob("*.md")))
    false = false_lists()
    print(f"false lists: {len(false)} of {posts} posts {' '.join(false)}")


if __name__ == "__main__":
    main()
