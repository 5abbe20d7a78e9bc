"""Turns MyST's directives and roles (Jupyter Book, Sphinx) into plain Markdown.

Directives are in fences of backticks or colons; roles are a name in braces before text in
backticks. What only Sphinx can fill in, such as the name of a reference, becomes GAP.
"""

import re

from briefs.reading.base import Account
from briefs.reading.html.tree import GAP

_DIRECTIVE = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|:{3,})[ \t]*\{(?P<name>[\w:-]{1,40})\}[ \t]*+(?P<argument>[^\n]*+)\n"
    r"(?:---\n(?:[\w-]+:[^\n]*\n)*---\n|(?P<options>(?:[ \t]*:[\w-]+:[^\n]*\n)*))"
    r"(?P<body>.*?)(?:^ {0,3}(?P=fence)[`:]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_PROSE = frozenset(
    """
        note warning tip important hint caution danger attention error seealso admonition dropdown
        topic versionadded versionchanged deprecated card grid tab-item tab-set margin sidebar
        """.split()  # noqa: SIM905  # a list of strings is hard to read
)
_TITLED = frozenset({"admonition", "dropdown", "topic", "sidebar", "card", "tab-item", "exercise"})
_PROOFS = ("prf:", "proof:")
_LAID_OUT = frozenset({"grid", "grid-item", "tab-set", "margin"})
"""Directives whose argument is no text, but says how they are laid out."""

_CODE = frozenset(
    """
        code code-block code-cell sourcecode literalinclude mermaid graphviz plot parsed-literal
        eval-rst jupyter-execute glue
        """.split()  # noqa: SIM905  # as above
)
_QUOTATIONS = frozenset({"epigraph", "pull-quote", "highlights", "blockquote"})
_PICTURES = frozenset({"figure", "image", "figure-md"})
_TABLES = frozenset({"table", "list-table", "csv-table"})
_PASSED_OVER = frozenset(
    "toctree tableofcontents bibliography contents index include raw only embed iframe".split()  # noqa: SIM905  # as above
)
_ROLE = re.compile(
    r"\{(?P<role>[a-z]+(?::[a-z]+)?)\}`(?P<text>[^`<\n]{1,300})(?:<[^`<>\n]{0,300}>)?`"
)
_CODE_SPAN = r"(?<!`)(?P<ticks>`{1,4}+)(?P<code>[^\n]{1,500}?)(?<!`)(?P=ticks)(?!`)"
_ALL_ROLES = re.compile(
    _CODE_SPAN + r"|(?<![ \t])(?P<gap>[ \t]*+)" + _ROLE.pattern + r"(?P<behind>\s*[.,;:)\]]|\s*$)?",
    re.MULTILINE,
)
_ADDRESSES = frozenset({"ref", "numref", "doc", "eq"})
_SIGN = re.compile(
    r"^ {0,3}(?:`{3,}|:{3,})[ \t]*\{[\w:-]+\}|\{[a-z]+(?::[a-z]+)?\}`"
    r"|^\([\w:. -]{1,80}\)=[ \t]*$",
    re.MULTILINE,
)
_LABEL = re.compile(r"^\([\w:. -]{1,80}\)=[ \t]*$", re.MULTILINE)
_BREAK = re.compile(r"^\+\+\+(?:[ \t].*)?$", re.MULTILINE)
_COMMENT = re.compile(r"^%(?:[ \t](?P<said>.*))?$", re.MULTILINE)
_MAX_NESTED = 4


def plain(text: str, account: Account, captions: list[str]) -> str:
    """The text without MyST's markup, whose parts go to the account; captions of pictures to
    `captions`.
    """
    if not _SIGN.search(text):
        return text

    def directive(found: re.Match[str]) -> str:
        name, body = found["name"], found["body"].strip("\n")
        title = found["argument"].strip()
        is_of_markdown = found["fence"][0] == ":"  # as opposed to code
        if name in _QUOTATIONS:
            return "\n" + "\n".join(f"> {line}".rstrip() for line in body.split("\n")) + "\n"
        if name in _PICTURES:
            account.add("image")
            captions.extend(filter(None, [" ".join(body.split())]))
        elif name in _TABLES:
            account.add("table", f"{title}\n{body}")
        elif name == "math":
            account.add("formula", body)
        elif name in _PASSED_OVER:
            account.add("markup", title)
        elif name in _CODE and is_of_markdown:
            account.add("code block", f"{title}\n{body}")
        elif name in _PROSE or name.startswith(_PROOFS) or is_of_markdown:
            account.add("markup", title if name in _LAID_OUT else "")
            is_titled = name in _TITLED or name.startswith(_PROOFS)
            head = f"##### {title}\n" if title and is_titled else title
            return f"\n{body}\n" if name in _LAID_OUT else f"\n{head}\n\n{body}\n"
        else:
            return found.group()  # code
        return "\n"

    def comment(found: re.Match[str]) -> str:
        account.add("private comment", found["said"] or "")
        return ""

    def markup(found: re.Match[str]) -> str:
        account.add("markup", found.group())
        return ""

    is_headed = text.startswith("+++")  # TOML front matter
    for _ in range(_MAX_NESTED):
        told = _DIRECTIVE.sub(directive, text)
        if told == text:
            break
        text = told
    text = _LABEL.sub(markup, _COMMENT.sub(comment, text))
    text = text if is_headed else _BREAK.sub(markup, text)
    return _ALL_ROLES.sub(lambda found: _role(found, account), text)


def _role(found: re.Match[str], account: Account) -> str:
    """A code span as it is, or the text that a role shows: words, a superscript or subscript, or
    GAP for what only Sphinx knows.
    """
    if found["code"] is not None:
        return found.group()
    role, text, behind = found["role"], found["text"].strip(), found["behind"] or ""
    gap, is_named = found["gap"], "<" in found.group()
    if role.startswith("cite"):
        account.add("markup", text)
        is_apart = role != "cite:t" and found["behind"] is not None
        return behind if is_apart else f"{gap}{GAP}{behind}"
    if role in _ADDRESSES and not is_named:
        account.add("markup", text)
        return f"{gap}{GAP}{behind}"
    if role in {"sup", "superscript"} and not gap:
        return f"{gap}^{text}^{behind}"
    if role in {"sub", "subscript"} and not gap:
        return f"{gap}~{text}~{behind}"
    if role in {"del", "strike"}:
        account.add("struck-out passage", text)
        return f"{gap}{behind.lstrip() if gap else behind}"
    if role == "math":
        return f"{gap}${text}${behind}"
    if role == "abbr":
        text = text.partition(" (")[0]
    return f"{gap}{text}{behind}"
