"""The kinds of files: markups that Pandoc reads, and kinds that are refused, with what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Format: TypeAlias = Literal[
    "pdf", "word", "opendocument", "page", "mail", "markup", "notebook", "text"
]


@dataclass(frozen=True, slots=True)
class Markup:
    """A markup that Pandoc reads, by Pandoc's name for it; `name` is for people.

    With `stated`, a title, names and a date in the file are the author's own words; otherwise a
    program noted them.
    """

    pandoc: str
    name: str
    stated: bool = True


RTF = Markup("rtf", "a rich text (RTF) file", stated=False)
EPUB = Markup("epub", "an EPUB book")
JATS = Markup("jats", "a JATS article")
DOCBOOK = Markup("docbook", "a DocBook text")
LATEX = Markup("latex", "a LaTeX file")
ORG = Markup("org", "an Org file")
RST = Markup("rst", "a reStructuredText file")
BY_NAME: Mapping[str, Markup] = {
    ".rtf": RTF,
    ".epub": EPUB,
    ".tex": LATEX,
    ".latex": LATEX,
    ".org": ORG,
    ".rst": RST,
    ".rest": RST,
    ".adoc": Markup("asciidoc", "an AsciiDoc file"),
    ".asciidoc": Markup("asciidoc", "an AsciiDoc file"),
    ".typ": Markup("typst", "a Typst file"),
    ".textile": Markup("textile", "a Textile file"),
    ".mediawiki": Markup("mediawiki", "a MediaWiki page"),
    ".wiki": Markup("mediawiki", "a MediaWiki page"),
    ".muse": Markup("muse", "a Muse file"),
    ".dj": Markup("djot", "a Djot file"),
}
BY_ROOT: Mapping[str, Markup] = {
    "book": DOCBOOK,
    "chapter": DOCBOOK,
    "fictionbook": Markup("fb2", "a FictionBook"),
}
BY_PANDOC: Mapping[str, Markup] = {
    one.pandoc: one for one in (RTF, EPUB, JATS, *BY_NAME.values(), *BY_ROOT.values())
}

SAVE_DOCX = "Open it, and save it as .docx."
SAVE_TEXT = "Save its text alone, as .docx, HTML or plain text."
FOLLOW_FEED = (
    "Follow the site’s feed with `sourcebrief feed add ADDRESS`, or add its pages’ addresses."
)
REFUSED_BY_NAME: Mapping[str, tuple[str, str]] = {
    ".srt": ("subtitles", SAVE_TEXT),
    ".vtt": ("subtitles", SAVE_TEXT),
    ".csv": ("a table", SAVE_TEXT),
    ".tsv": ("a table", SAVE_TEXT),
    ".bib": ("a list of references", "Add the piece that cites them."),
    ".ris": ("a list of references", "Add the piece that cites them."),
    ".json": ("data (JSON)", SAVE_TEXT),
    ".jsonl": ("data (JSON)", SAVE_TEXT),
    ".yaml": ("data (YAML)", SAVE_TEXT),
    ".yml": ("data (YAML)", SAVE_TEXT),
    ".xml": ("XML of no kind that is read here", SAVE_TEXT),
    ".ics": ("a calendar", SAVE_TEXT),
    ".vcf": ("an address card", SAVE_TEXT),
    ".msg": ("an Outlook message", "Save it as .eml, or its text as .docx."),
    ".mbox": ("a mailbox of many messages", "Save the message that is the piece as .eml."),
}
REFUSED_ROOTS: Mapping[str, tuple[str, str]] = {
    "rss": ("a feed", FOLLOW_FEED),
    "feed": ("a feed", FOLLOW_FEED),
    "rdf": ("a feed", FOLLOW_FEED),
    "opml": ("a list of feeds", "Take it in with `sourcebrief feed import FILE`."),
    "svg": ("a picture (SVG)", SAVE_TEXT),
    "nitf": ("a news item in NITF", SAVE_TEXT),
    "newsitem": ("a news item in NewsML", SAVE_TEXT),
    "newsml": ("a news item in NewsML", SAVE_TEXT),
    "tei": ("a TEI text", SAVE_TEXT),
}
