"""Hypothesis strategies for any Reply a handler could give, and for what its reader must see."""

from collections.abc import Iterator
from hashlib import sha256
from typing import assert_never

from hypothesis import strategies as st

from briefs.model import Press, Shown, Span
from handlers.message import (
    Actions,
    Attachment,
    Block,
    Bullets,
    Button,
    Code,
    Collapsed,
    Divider,
    Emphasis,
    Extract,
    Facts,
    Heading,
    Inline,
    Link,
    Paragraph,
    Quote,
    Reply,
    Strong,
)

words = st.one_of(
    st.text(st.sampled_from("abcdefghij"), min_size=1, max_size=8),
    st.text(
        st.characters(
            codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"), exclude_characters=" "
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(
        [
            "<b>",
            "&amp;",
            "*_`",
            "<!channel>",
            "@everyone",
            "#tag",
            "/start",
            "🇸🇾",
            "👩‍💻",
            "e\u0301",
            "—",
        ]
    ),
)
"""Words with what tempts a renderer: markup, mentions, characters of two UTF-16 units."""

lines = st.lists(words, min_size=1, max_size=8).map(" ".join)
"""One line of running text, never blank."""


@st.composite
def _long(draw: st.DrawFn) -> str:
    """A text too long for one message of either platform, now and then without any white space."""
    word = draw(words)
    joint = draw(st.sampled_from([" ", ". ", "\n", ""]))
    return (word + joint) * draw(st.integers(1, 6_000 // len(word + joint) + 1)) + word


texts = st.one_of(lines, lines, lines, _long())

urls = st.sampled_from(
    ["https://example.org/", "http://example.org/a?b=c&d=(e)#f", "https://example.org/%D8%B3"]
)
"""Addresses that have been checked, as a Link may hold them."""


@st.composite
def extracts(draw: st.DrawFn, *, marked: st.SearchStrategy[bool] | None = None) -> Extract:
    text = draw(texts)
    start = draw(st.integers(0, 50_000))
    return Extract(
        text,
        Span(start, start + len(text)),
        piece=draw(st.integers(1, 99)),
        revision=draw(st.integers(1, 9)),
        sha256=sha256(text.encode()).hexdigest(),
        marked=draw(marked) if marked is not None else False,
    )


inlines: st.SearchStrategy[Inline] = st.one_of(
    texts,
    lines.map(Strong),
    lines.map(Emphasis),
    lines.map(Code),
    st.builds(Link, lines, urls),
    extracts(marked=st.booleans()),
)
content = st.lists(inlines, min_size=1, max_size=4).map(tuple)
short_content = st.lists(
    st.one_of(lines, lines.map(Strong), st.builds(Link, lines, urls)), min_size=1, max_size=3
).map(tuple)

paragraphs = st.builds(Paragraph, content)
quotes = st.builds(
    Quote,
    st.integers(1, 400).map("S{}".format),
    extracts(),
    st.lists(st.integers(1, 99), max_size=3, unique=True).map(tuple),
    st.booleans(),
)
bullets = st.builds(
    Bullets,
    st.one_of(
        st.lists(content, min_size=1, max_size=3).map(tuple),
        st.lists(short_content, min_size=1, max_size=60).map(tuple),
    ),
    st.none() | st.integers(1, 50),
)
facts = st.builds(Facts, st.lists(st.tuples(lines, content), min_size=1, max_size=4).map(tuple))
collapsed = st.builds(
    Collapsed,
    lines,
    st.lists(st.one_of(paragraphs, quotes, bullets, facts), min_size=1, max_size=3).map(tuple),
)

presses = st.builds(
    Press,
    st.sampled_from(["brief", "read", "sources", "check"]),
    st.lists(st.sampled_from(["12", "#12@3", "S7", "long"]), max_size=2).map(tuple),
    st.booleans(),
)
buttons = st.builds(Button, lines, st.one_of(presses, urls))
actions = st.builds(Actions, st.lists(buttons, min_size=1, max_size=6).map(tuple))

names = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("C", "Z"),
        include_characters=" ",
        exclude_characters='"\\/;',
    ),
    min_size=1,
    max_size=20,
)
"""Names that a file may have, in any script."""

attachments = st.builds(
    Attachment,
    names,
    st.sampled_from(["text/plain", "application/x-bibtex"]),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=300),
)

blocks: st.SearchStrategy[Block] = st.one_of(
    lines.map(Heading),
    paragraphs,
    quotes,
    bullets,
    facts,
    collapsed,
    st.just(Divider()),
    actions,
    attachments,
)

replies = st.builds(
    Reply,
    st.lists(blocks, min_size=1, max_size=6).map(tuple),
    private=st.booleans(),
    about=st.none() | st.builds(Shown, st.integers(0, 99), st.integers(0, 9)),
)
"""Any answer: one to six blocks of any kind, short and long, with and without buttons and files."""


def written(reply: Reply) -> Iterator[str]:
    """All the texts that a reader must find in the messages, in order; no buttons, no files."""
    for block in reply.blocks:
        yield from _written(block)


def _written(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield text
        case Paragraph(content):
            yield from map(text_of, content)
        case Quote(label, extract, notes):
            yield label
            yield extract.text
            yield from map(str, notes)
        case Bullets(items):
            yield from (text_of(part) for item in items for part in item)
        case Facts(pairs):
            for name, value in pairs:
                yield name
                yield from map(text_of, value)
        case Collapsed(summary, inner):
            yield summary
            for nested in inner:
                yield from _written(nested)
        case Divider() | Actions() | Attachment():
            return
        case _:
            assert_never(block)


def text_of(part: Inline) -> str:
    return part if isinstance(part, str) else part.text
