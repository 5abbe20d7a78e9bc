"""Blocks that site generators and note-taking programs add to Markdown: quotations with speakers,
callouts, admonitions, divisions for single output formats, definitions, drawn tables.
"""

import re

from briefs.reading.base import Account

_ATTRIBUTE = (
    r"(?:[.#][\w:-]{1,99}+"
    r"|[\w:-]{1,99}+=(?:\"[^\"\n]{0,1000}+\"|'[^'\n]{0,1000}+'|[^\s\"'{}]{1,300}+))"
)
ATTRIBUTES = re.compile(
    rf"\{{:?\s{{0,9}}+(?:-|toc|{_ATTRIBUTE})(?:\s{{1,9}}+{_ATTRIBUTE}){{0,20}}+\s{{0,9}}+\}}"
)
SPAN = re.compile(
    r"(?<!\])\[(?P<text>[^\[\]\n]++)\]\{(?P<attributes>\s{0,9}+"
    rf"{_ATTRIBUTE}(?:\s{{1,9}}+{_ATTRIBUTE}){{0,20}}+\s{{0,9}}+)\}}"
)
_FIGURE = re.compile(
    r"^ {0,3}!\[(?P<caption>[^\[\]\n]{1,1000}+)\]\([^()\n]{1,1000}+\)"
    rf"\{{\s{{0,9}}+{_ATTRIBUTE}(?:\s{{1,9}}+{_ATTRIBUTE}){{0,20}}+\s{{0,9}}+\}}[ \t]*$",
    re.MULTILINE,
)
"""A picture alone in its paragraph, whose text Pandoc and Quarto show below it as a caption."""

_SAID = r"(?P<said>[^{}\n]{0,300}?)"
_NAME = r"(?:(?:block|pull)?quote|epigraph)\b"


def _body(opening: str) -> str:
    """What stands in a quotation: none that another one opens in, or each would be looked through
    to the end of the others.
    """
    return rf"(?P<body>(?:[^{{]|\{{(?!{opening}\s*{_NAME})){{1,4000}}?)"


_QUOTED = tuple(
    re.compile(form, re.DOTALL)
    for form in (
        (
            rf"\{{\{{[<%]\s*(?P<name>(?:block|pull)?quote|epigraph)\b{_SAID}[>%]\}}\}}"
            + _body(r"\{[<%]")
            + r"\{\{[<%]\s*/\s*(?P=name)\s*[>%]\}\}"
        ),
        (
            rf"\{{%-?\s*(?P<name>(?:block|pull)?quote|epigraph)\b{_SAID}-?%\}}"
            + _body("%-?")
            + r"\{%-?\s*end(?:(?P=name))?\s*-?%\}"
        ),
    )
)
_SPEAKER = re.compile(
    r"\b(?:author|by|name|speaker|cite|attribution)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')"
)
_DIV = re.compile(r"^ {0,3}:::+[ \t]*(?P<said>.*)$", re.MULTILINE)
_ADMONITION = re.compile(
    r"^(?P<indent> *)(?:(?:!!!|\?\?\?)\+?[ \t]{1,8}[\w -]{1,80}?|===[!+]?(?=[ \t]{1,8}\"))"
    r"(?:[ \t]{1,8}\"(?P<title>[^\"\n]{0,300})\")?[ \t]{0,8}\n"
    r"(?P<body>(?:(?:(?P=indent) {4}|\t)[^\n]*(?:\n|\Z)|[ \t]*\n)++)",
    re.MULTILINE,
)
_CALLOUT = re.compile(
    r"^(?P<indent> {0,12}+)> ?\[!(?P<kind>[\w-]+)(?:\|[^\]\n]*)?\][+-]?[ \t]*(?P<title>[^\n]*)\n?"
    r"(?P<body>(?:(?P=indent)>[^\n]*(?:\n|\Z))*)",
    re.MULTILINE,
)
_QUOTING = frozenset({"quote", "cite"})
_TABLE = re.compile(
    r"(?:^[^\n]+\n)?^[ \t]*-{2,}(?:[ \t]+-{2,})+[ \t]*\n(?:^[ \t]*\S[^\n]*\n?)+"
    r"(?:\n?^(?:Table)?: [^\n]+\n?)?"
    r"|^\+(?:[-=:]+\+)+[ \t]*\n(?:^[|+][^\n]*(?:\n|\Z))+",
    re.MULTILINE,
)
"""Pandoc's tables drawn with dashes and plus signs."""

_DEFINITION = re.compile(
    r"(?<=[^\n]\n)(?P<blank>[ \t]*\n)?^:[ \t]{1,5}(?P<first>\S[^\n]*)"
    r"(?P<more>(?:\n(?:[ \t]*\n)?(?: {2,}|\t)\S[^\n]*)*)",
    re.MULTILINE,
)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_LINE_BLOCK = re.compile(r"(?:^\| [^|\n]*(?:\n|\Z))+", re.MULTILINE)
_BOLD_LINE = re.compile(
    r"^(\*\*[^*\n]{1,60}\*\*|__[^_\n]{1,60}__)[ \t]*\n(?=[^\s#>|+*-])", re.MULTILINE
)
"""A bold label right above text, which would otherwise be joined with its first sentence."""

_FANCY_ITEM = re.compile(r"^([ \t]*)(?:#\.|\(#\)|\(@[\w-]*\))[ \t]+", re.MULTILINE)
_TASK_BOX = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+)\[[ xX/-]\]\s+", re.MULTILINE)


def plain(text: str, account: Account, captions: list[str]) -> str:
    """The text without such blocks; what is no text goes to the account, and captions to
    `captions`.
    """

    def admonition(found: re.Match[str]) -> str:
        inner = found["body"].replace(f"\n{found['indent']}", "\n")
        account.add("markup", found["title"] or "")
        return f"\n{re.sub(r'^(?: {4}|	)', '', inner, flags=re.MULTILINE)}\n"

    def callout(found: re.Match[str]) -> str:
        account.add("markup")
        indent = found["indent"]
        body = re.sub(r"^ *> ?", indent, found["body"], flags=re.MULTILINE)
        title = found["title"].strip()
        if found["kind"].lower() in _QUOTING:
            return _quotation(body, title)
        return f"\n{indent}##### {title}\n\n{body}\n" if title else f"\n{body}\n"

    def division(found: re.Match[str]) -> str:
        said = ATTRIBUTES.sub("", found["said"]).strip(" :")
        account.add("markup", said if " " in said else "")
        return "\n"

    def table(found: re.Match[str]) -> str:
        account.add("table", found.group())
        return "\n"

    def figure(found: re.Match[str]) -> str:
        account.add("image")
        captions.append(found["caption"].strip())
        return ""

    text = _ADMONITION.sub(admonition, text)
    text = _CALLOUT.sub(callout, text)
    text = _DIV.sub(division, text)
    text = _FIGURE.sub(figure, text)
    text = _TABLE.sub(table, text)
    text = _DEFINITION.sub(_definition, text)
    text = _BOLD_LINE.sub(r"\1\\\n", _LINE_BLOCK.sub(_lines, text))
    return _TASK_BOX.sub(r"\1", _FANCY_ITEM.sub(r"\g<1>1. ", text))


def quoted(text: str) -> str:
    """The text with quotations in shortcodes turned into Markdown's quotations."""
    for form in _QUOTED:
        text = form.sub(lambda found: _quotation(found["body"], _speaker(found["said"])), text)
    return text


def _quotation(body: str, speaker: str) -> str:
    lines = [*body.strip("\n").split("\n"), *(("", f"— {speaker}") if speaker else ())]
    return "\n\n" + "\n".join(f"> {line.strip()}".rstrip() for line in lines) + "\n\n"


def _speaker(said: str) -> str:
    """The speaker that a shortcode names: `author="…"`, or everything in it if it has no
    attributes.
    """
    if named := _SPEAKER.search(said):
        return next(filter(None, named.groups()), "")
    return "" if "=" in said or "(" in said else said.strip(" \"'")


def _definition(found: re.Match[str]) -> str:
    return f"\n{found['first']}\n{_INDENT.sub('', found['more'])}\n"


def _lines(block: re.Match[str]) -> str:
    """Pandoc's line blocks ("| The quay is shut") as lines with intended breaks."""
    return "\\\n".join(line[2:].strip() for line in block.group().strip().split("\n")) + "\n\n"
