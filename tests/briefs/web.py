"""A page of our own to lay lists out on, with what stands around a piece on the web."""

import re
from collections.abc import Sequence

from lxml.html import document_fromstring

from briefs.reading.html.references_and_notes import Page

PARAGRAPHS = (
    "The port authority said that the quay would reopen, and by April the cranes were working.",
    "However, insurers were slower to return. They wanted to see the survey of June 2019 first.",
    "What remains is a question of money. The ministry has promised a loan; nobody has signed it.",
)
ENTRIES = (
    "Doe, Jane. “The Quay Reopens.” The Example Herald, April 2, 2019. Accessed May 3, 2019.",
    "Roe, Rick, and Ana Silva. “Who Insures It?” Example Times, May 1, 2019.",
    "“Survey of the Outer Basin.” Harbour Survey Office, June 9, 2019.",
    "Okafor, Chidi. Ports and Promises (London: Example Press, 2016).",
)
_PAGE = """<!DOCTYPE html><html><head><title>The quay</title></head>
<body class="single has-sidebar comments-open">
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/ports">Ports</a></li></ul></nav>
</header>
<main><article><h1>After the quay</h1><div id="text">{body}</div>
{below}
<div class="share-bar"><a href="https://example.com/share">Share</a></div>
<p class="bio">Jane Doe is a senior fellow at the Institute for Examples.</p></article></main>
<div class="related-posts"><h3>Related</h3><ul>
<li><a href="https://example.com/1">“What the Port Owes.” March 3, 2021</a></li>
<li><a href="https://example.com/2">“Who Pays?” June 9, 2020</a></li></ul></div>
<section id="comments"><h3>Sources</h3><ol>
<li>Roe, Rick. “My Own.” Blog, May 4, 2021. Accessed May 5, 2021.</li>
<li>Poe, Ann. “Hers.” Blog, May 6, 2021. Accessed May 7, 2021.</li></ol></section>
<footer><p>© 2021 The Example Review.</p></footer></body></html>"""


def around(paragraphs: Sequence[str], below: str = "") -> str:
    """A page with these paragraphs (HTML) as its text, and `below` under it."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return _PAGE.format(body=body, below=below)


def raws(page: Page) -> tuple[str, ...]:
    return tuple(entry.raw for entry in page.entries)


def shown(page: Page) -> tuple[str, ...]:
    """The paragraphs of the text that is left of such a page."""
    root = document_fromstring(page.rest)
    text = next(div for div in root.iter("div") if div.get("id") == "text")
    return tuple(re.sub(r"\s+", " ", "".join(map(str, p.itertext()))) for p in text.iter("p"))
