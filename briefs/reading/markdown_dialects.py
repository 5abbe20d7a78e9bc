"""Converts the dialects of site generators and note-taking programs to common Markdown.

The dialects are Hugo, Jekyll and Liquid, Eleventy, MkDocs, Docusaurus and MDX, Pandoc and Quarto,
kramdown, Obsidian, Notion, GitHub and CriticMarkup. Comments are removed. Values that only the
site's program can fill in become GAP: a paragraph with one cannot be quoted. Code is left
unchanged.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from briefs.reading import markdown_academic, markdown_blocks, markdown_myst, markdown_notes
from briefs.reading.base import Account, Enclosed
from briefs.reading.html.tree import GAP

_MASK = "\ufdd1"
_CODE = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*+"
    r"(?:\n(?:.*?\n)?? {0,3}(?P=fence)[`~]*[ \t]*(?=\n|\Z)|.*\Z)"
    r"|(?<![`\\])(?P<ticks>`+)(?!`)(?:[^\n]|\n(?!\s*\n))+?(?<!`)(?P=ticks)(?!`)(?P<raw>\{=\w+\})?",
    re.MULTILINE | re.DOTALL,
)
_COMPUTES = re.compile(r"^```\{(?:r|python|julia|ojs)\b", re.MULTILINE)
_COMPUTED = re.compile(r"`\{?(?:r|python|julia|ojs)\}? [^`]+`")
"""Quarto's and R Markdown's code in a sentence, for which a page shows its value, in a text that
has cells of code, too.
"""

_MASKED = re.compile(f"{_MASK}(\\d+){_MASK}")

_SOME = r"[^}\n]{0,300}"
_OTHER_FORMAT = r"[\"']?(?:pdf|latex|docx|typst|epub|odt|pptx|beamer|revealjs)"
_HIDDEN = (
    rf"(?:comment|hidden|private|todo|content-hidden(?!{_SOME}(?:when-format={_OTHER_FORMAT}"
    rf"|unless-format=[\"']?html))|content-visible(?={_SOME}(?:when-format={_OTHER_FORMAT}"
    r"|unless-format=[\"']?html)))"
)
"""Classes of divisions that a web page does not show, also since they are for
other formats only.
"""

_COMMENTS = tuple(
    Enclosed(opens, closes)
    for opens, closes in (
        (r"<!--", r"-->|\Z"),
        (r"%%", r"%%"),
        (r"\{%-?\s*+comment\s*+-?%\}", r"\{%-?\s*+endcomment\s*+-?%\}"),
        (r"\{\{[<%]\s*+comment\s*+[>%]\}\}", r"\{\{[<%]\s*+/comment\s*+[>%]\}\}"),
        (r"\{::comment\}", r"\{:/(?:comment)?\}"),
        (r"\{\{-?\s*+/\*", r"\*/\s*+-?\}\}"),
        (r"\{#(?![\w:-]++[\s}])", r"#\}"),
        (r"\{/\*", r"\*/\}"),
        (r"\{>>", r"<<\}"),
        (r"^ {0,3}\[(?://|comment|_|#)\]: *+(?:#|<>) *+[(\"']", r"[)\"'][ \t]*+$"),
        (rf"^ {{0,3}}:::+ *+\{{{_SOME}\.{_HIDDEN}\b{_SOME}\}}[ \t]*+\n", r"^ {0,3}:::+[ \t]*$"),
    )
)
_PERCENT_LINES = re.compile(
    r"(?:\A|(?<=\n\n))(%(?!%)[^\n]*+(?:\n%(?!%)[^\n]*+)*+)(?=\n[ \t]*+\n|\s*+\Z)"
)
"""A block of lines that are each a comment, as in MyST."""

_DIVIDERS = re.compile(
    r"\s*+(?:more|excerpt|truncate|end ?excerpt|read ?more|toc|/?kg-card[\w: -]*+"
    r"|prettier-ignore.*+|markdownlint.*+|/?wp:.*+|nextpage|pagebreak)\s*+",
    re.IGNORECASE,
)
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_TEMPLATE_CODE = (
    Enclosed(
        r"\{%-?\s*+highlight\b.{0,300}?%\}",
        r"\{%-?\s*+endhighlight\s*+-?%\}",
    ),
    Enclosed(
        r"\{\{[<%]\s*+highlight\b.{0,300}?[>%]\}\}",
        r"\{\{[<%]\s*+/\s*+highlight\s*+[>%]\}\}",
    ),
)
_ON_A_LINE = r"\{(?:\{[^{}\n]{0,300}+\}\}|%[^{}\n]{0,300}+(?<=%)\})"
_IN_TARGET = re.compile(
    rf"\]\([^(){{}}\s]{{0,300}}+(?:{_ON_A_LINE}[^(){{}}\s]{{0,300}}+){{1,20}}+"
    r"(?:\s{1,9}\"[^\"\n]{0,300}\")?\)"
)
_WITHIN_TAG = re.compile(_ON_A_LINE)
_TAG_OF_HTML = re.compile(rf"<[a-zA-Z](?:[^<>{{]++|{_ON_A_LINE}|\{{)*+>")
_TEMPLATES = (Enclosed(r"(?<!\{)\{%", r"%\}"), Enclosed(r"\{\{", r"\}\}"))
_CLOSING = re.compile(r"\{\{[<%]\s*+/\s*+(?P<name>[\w./-]++)\s*+[>%]\}\}")
_SHORTCODE = re.compile(r"\{\{[<%]\s*+(?P<closes>/)?\s*+(?P<name>[\w./-]++).*[>%]\}\}", re.DOTALL)
_TAG = re.compile(r"\{%-?\s*(?P<name>\w+)")
_CONTROL = frozenset(
    """
        if endif else elsif elif unless endunless for endfor case endcase when assign
        capture endcapture set endset block endblock macro endmacro with endwith cycle
        increment decrement layout extends import from filter endfilter break continue
        tablerow endtablerow liquid
        """.split()  # noqa: SIM905  # a list of strings is harder to read than a line of words
)
_FILMS = frozenset(["youtube", "vimeo", "video", "peertube"])
_FRAMES = frozenset(
    """
        tweet twitter x instagram gist embed iframe codepen figma spotify soundcloud audio
        map mastodon bluesky telegram tiktok facebook include include_relative render asset
        """.split()  # noqa: SIM905  # a list of strings is harder to read than a line of words
)
_PICTURES = frozenset(["figure", "img", "image", "picture", "imgproc", "gallery", "photo"])
_CAPTION = re.compile(r"\b(?:caption|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|`([^`]*)`)")

_CAPTIONED = re.compile(
    r"\[caption\b[^\]\n]{0,300}\](?P<picture>\s{0,4}(?:<img[^<>]{0,2000}>|!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)))?"
    r"(?P<caption>[^\[\n]{0,1000})\[/caption\]"
)
_WORDPRESS = re.compile(
    r"^[ \t]*\[(?P<name>gallery|embed|video|audio|playlist|youtube|vimeo|contact-form(?:-7)?"
    r"|subscribe)(?: [^\]\n]{0,500})?\](?:[^\n]{0,500}\[/(?P=name)\])?[ \t]*$",
    re.MULTILINE,
)
"""Shortcodes of WordPress, which exports to Markdown keep."""

_BLOCK_REFERENCE = re.compile(
    r"\(\((?=[\w-]{0,36}[\d_-])(?:[\w-]{9}|[0-9a-f]{8}-[0-9a-f-]{27})\)\)"
)
"""The place of another block's words in Roam and Logseq."""

_MARGIN = re.compile(r"\.(?:aside|sidenote|marginnote|margin-note|column-margin)\b")
_STRUCK_SPAN = re.compile(r"\.(?:strike(?:through|out)?|line-through|deleted|del)\b")
_EMBED = re.compile(r"!\[\[([^\[\]\n]++)\]\]")
_WIKILINK = re.compile(r"\[\[(?!\d+\]\])([^\[\]|\n^]++)(?:\|([^\[\]\n]++))?+\]\](?!\()")
_HIGHLIGHT = re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]+?)(?<=\S)==(?![=\w])")
_INSERTED = re.compile(r"(?<![+\w])\+\+(?=[^\s+])([^+\n]+?)(?<=\S)\+\+(?![+\w])")
_STRUCK_BY_ONE = re.compile(r"(?<![\w~])~(?=[^\s~])([^~\n]{2,400})(?<=\S)~(?![\w~])")
_BLOCK_ID = re.compile(r"(?:(?<=\S)[ \t]+|^)\^[A-Za-z0-9-]{2,}[ \t]*$", re.MULTILINE)
_TAGS_AT_END = re.compile(
    r"(?:(?<=[.!?…”’\"'»)])|^)(?:[ \t]*(?<!\S)#[^\W\d_][\w/-]*)+[ \t]*$", re.MULTILINE
)
_PICTURE_FILE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif|bmp)\b", re.IGNORECASE)

_GONE_WORDS = Enclosed(r"\{--", r"--\}")
_KEPT_WORDS = (Enclosed(r"\{\+\+", r"\+\+\}"), Enclosed(r"\{==", r"==\}"))
_CHANGED_WORDS = re.compile(
    r"\{~~(?P<old>(?:(?!\{~~|~~\}|~>).)*+)~>(?P<new>(?:(?!\{~~|~~\}).)*+)~~\}", re.DOTALL
)
_IMPORTS = re.compile(
    r"^(?:import\s[^\n]{0,300}?from\s{1,8}['\"][^'\"\n]+['\"]|import\s{1,8}['\"][^'\"\n]{1,300}['\"]"
    r"|export\s{1,8}(?:const|let|var|default|async|function)\s[^\n]*+(?:\n[^\n]+)*+);?[ \t]*+$",
    re.MULTILINE,
)
_EXPRESSION = re.compile(r"\{[A-Za-z_]\w*(?:\.\w+|\([^(){}\n]*\)|\[[^\[\]{}\n]*\])+\}")
_ANY_EXPRESSION = re.compile(rf"{_EXPRESSION.pattern}|(?<![\\{{])\{{[A-Za-z_]\w*\}}(?!\}})")
"""In a text that imports components, a name in braces is an expression, and no text."""

_KEYS = re.compile(r"(?<![+\w])\+\+([a-z0-9-]+(?:\+[a-z0-9-]+)+)\+\+(?![+\w])")
_ICON = re.compile(r":(?:material|fontawesome|octicons|simple)-[\w-]+:(?:\{[^{}\n]*\})?[ \t]?")
_COMPONENT = re.compile(r"</?[A-Z][A-Za-z0-9.]*(?:\s[^<>]*)?/?>")
_LINES_OF_MARKUP = re.compile(
    r"^[ \t]*(?:\*\[[^\]\n]+\]:[^\n]*|\[\[?_?toc_?\]?\]|\$\{toc\}|<toc ?/>|[-*] TOC(?=\n\{)"
    r"|-{1,2}8<-{1,2}(?:[ \t]+\"[^\"\n]*\")?"
    r"|::[\w-]+(?:\[[^\]\n]*\])?\{[^}\n]*\}|\{% ?include[^\n]*%\}"
    r"|(?:[-*+][ \t]+)?[a-z][\w-]*(?: [\w-]+){0,2}::[ \t]+\S[^\n]*)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_GONE = ""


@dataclass(slots=True)
class Plain:
    """A text in common Markdown, with the captions of its pictures."""

    text: str
    captions: list[str] = field(default_factory=list)


def plain(text: str, account: Account, *, cites: bool = False) -> Plain:
    """The text without its dialect's markup, parts of which are added to the account.

    With `cites`, "@key" is a citation, as in Pandoc; otherwise only if some stand in brackets.
    """
    masked: list[str] = []

    def mask(code: re.Match[str]) -> str:
        if code["raw"] or (is_computed and _COMPUTED.fullmatch(code.group())):
            account.add("markup", code.group())
            return "" if code["raw"] else GAP
        masked.append(code.group())
        return f"{_MASK}{len(masked) - 1}{_MASK}"

    is_computed = _COMPUTES.search(text) is not None
    work = _Dialect(account)
    text = markdown_myst.plain(re.sub(f"[{GAP}{_MASK}]", "", text), account, work.captions)
    text = markdown_notes.linked(_CODE.sub(mask, text))
    for step in (
        work.comments,
        work.templates,
        work.blocks,
        work.notes,
        work.spans,
        work.wiki,
        lambda told: markdown_academic.plain(told, account, cites=cites),
    ):
        text = step(text)
    text = markdown_notes.with_definitions(text, work.definitions)
    return Plain(_MASKED.sub(lambda found: masked[int(found[1])], text), work.captions)


def _shown_link(found: re.Match[str]) -> str:
    """The text of an Obsidian link to a note: its own words, or the note's name."""
    place = re.sub(r"\s*#\^?\s*", " > ", found[1].strip().lstrip("#"))
    return (found[2] or place).strip()


def _struck(found: re.Match[str]) -> str:
    """Words between single tildes, struck out as on GitHub; "H~2~O" is a subscript."""
    return f"~~{found[1]}~~" if any(map(str.isspace, found[1])) else found[0]


@dataclass(slots=True)
class _Dialect:
    account: Account
    captions: list[str] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)
    closings: dict[str, int] = field(default_factory=dict)
    """Where the last shortcode that closes one of that name stands."""

    def comments(self, text: str) -> str:
        for form in _COMMENTS:
            text = form.sub(self._comment, text)
        return _PERCENT_LINES.sub(self._comment, text) if "%" in text else text

    def _comment(self, found: re.Match[str]) -> str:
        said = found[1] or ""
        if _DIVIDERS.fullmatch(said):
            return _GONE
        self.account.add("private comment", said)
        return _GONE

    def templates(self, text: str) -> str:
        """Convert Hugo's shortcodes, Liquid, Nunjucks, and the imports and components of MDX."""
        expression = _ANY_EXPRESSION if _IMPORTS.search(text) else _EXPRESSION
        text = self._alone_or_within(_IMPORTS.sub(self._markup, text), expression, self._filled_in)
        text = _RAW.sub("", text)
        text = markdown_blocks.quoted(text)
        for form in _TEMPLATE_CODE:
            text = self._alone_or_within(text, form, self._code)
        text = _IN_TARGET.sub("](#)", text)
        text = _TAG_OF_HTML.sub(lambda tag: _WITHIN_TAG.sub("", tag.group()), text)
        for form in _TEMPLATES:
            text = self._alone_or_within(text, form, self._template)
        return self._alone_or_within(text, _COMPONENT, self._component)

    def _filled_in(self, found: re.Match[str], within: bool) -> str:
        self.account.add("markup", found.group())
        return GAP if within else _GONE

    def _code(self, found: re.Match[str], within: bool) -> str:
        self.account.add("code block", found[1])
        return GAP if within else _GONE

    def _alone_or_within(
        self,
        text: str,
        form: re.Pattern[str] | Enclosed,
        told: Callable[[re.Match[str], bool], str],
    ) -> str:
        """Replace each match; `told` also gets whether there are words beside it on its lines."""
        self.closings = {found["name"]: found.start() for found in _CLOSING.finditer(text)}
        start, end, within = 0, -1, False  # of the last lines that were examined

        def replaced(found: re.Match[str]) -> str:
            nonlocal start, end, within
            if found.end() > end:
                start = text.rfind("\n", 0, found.start()) + 1
                stop = text.find("\n", found.end())
                end = stop if stop >= 0 else len(text)
                within = any(map(str.isalnum, form.sub("", text[start:end])))
            return told(found, within)

        return form.sub(replaced, text)

    def _template(self, found: re.Match[str], within: bool) -> str:
        said = found.group()
        shortcode = _SHORTCODE.fullmatch(said)
        name = shortcode["name"].rpartition("/")[2].lower() if shortcode else ""
        tag = _TAG.match(said)
        if tag and tag["name"] in _CONTROL:
            self.account.add("markup")
            return _GONE
        closed = shortcode and self.closings.get(shortcode["name"], -1) >= found.end()
        if shortcode and (shortcode["closes"] or closed):
            self.account.add("markup")
            return _GONE
        called = name or (tag["name"].lower() if tag else "")
        if called in _PICTURES:
            self._picture(said)
            return _GONE
        if called in _FILMS or called in _FRAMES:
            self.account.add("film" if called in _FILMS else "embedded frame")
            return _GONE
        self.account.add("markup")
        return GAP if within else _GONE

    def _picture(self, said: str) -> None:
        self.account.add("image")
        if caption := _CAPTION.search(said):
            self.captions.append(next(filter(None, caption.groups()), ""))

    def _component(self, found: re.Match[str], within: bool) -> str:
        self.account.add("markup")
        return GAP if within and found.group().endswith("/>") else _GONE

    def blocks(self, text: str) -> str:
        """Convert fenced divisions, admonitions, callouts, and lines that are only markup."""
        text = _LINES_OF_MARKUP.sub(self._markup, text)
        text = _CAPTIONED.sub(self._captioned, text)
        text = _WORDPRESS.sub(self._markup, text)
        return markdown_blocks.plain(text, self.account, self.captions)

    def _markup(self, found: re.Match[str]) -> str:
        self.account.add("markup", found.group())
        return _GONE

    def _captioned(self, found: re.Match[str]) -> str:
        self.captions.append(found["caption"].strip())
        return found["picture"] or _GONE

    def notes(self, text: str) -> str:
        """Convert notes within the text to definitions above it."""
        text, self.definitions = markdown_notes.inline(text)
        return text

    def spans(self, text: str) -> str:
        """Convert attributes of Pandoc and kramdown, and the changes of CriticMarkup."""
        text = _GONE_WORDS.sub(self._struck, text)
        text = _CHANGED_WORDS.sub(self._changed, text)
        for form in _KEPT_WORDS:
            text = form.sub(lambda found: found[1], text)
        numbers = count(1)

        def span(found: re.Match[str]) -> str:
            said = found["attributes"]
            if _MARGIN.search(said):
                label = f"aside-{next(numbers)}"
                self.definitions.append(f"[^{label}]: {found['text']}")
                return f"[^{label}]"
            if _STRUCK_SPAN.search(said):
                return f"~~{found['text']}~~"
            self.account.add("markup")
            return found["text"]

        text = markdown_blocks.SPAN.sub(span, text)
        return markdown_blocks.ATTRIBUTES.sub(self._attributes, text)

    def _attributes(self, _: re.Match[str]) -> str:
        self.account.add("markup")
        return _GONE

    def _struck(self, found: re.Match[str]) -> str:
        self.account.add("struck-out passage", found[1])
        return _GONE

    def _changed(self, found: re.Match[str]) -> str:
        self.account.add("struck-out passage", found["old"])
        return found["new"]

    def wiki(self, text: str) -> str:
        """Convert Obsidian's links, embedded files, highlights, block names and tags."""
        text = _EMBED.sub(self._embedded, text)
        text = self._alone_or_within(text, _BLOCK_REFERENCE, self._filled_in)
        text = _WIKILINK.sub(_shown_link, text)
        text = _ICON.sub(self._attributes, _KEYS.sub(lambda keys: keys[1].title(), text))
        text = _INSERTED.sub(r"\1", _HIGHLIGHT.sub(r"\1", text))
        text = _STRUCK_BY_ONE.sub(_struck, text)
        text = _BLOCK_ID.sub(self._attributes, text)
        return _TAGS_AT_END.sub(self._markup, text)

    def _embedded(self, found: re.Match[str]) -> str:
        self.account.add("image" if _PICTURE_FILE.search(found[1]) else "embedded frame")
        return _GONE
