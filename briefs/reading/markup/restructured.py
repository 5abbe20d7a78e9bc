"""reStructuredText as the pages of Docutils and Sphinx show it: the words of roles, and directives
that are no text.

Pandoc keeps a role that it does not know as code with the name of the role, and a directive as a
division with the name of the directive.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from briefs.left_out import LeftOutKind

_Node: TypeAlias = dict[str, Any]

ROLE = "interpreted-text"
"""The class of a role that Pandoc does not know."""

UNKNOWN_SUBSTITUTION = "##SUBST##"
"""Begins the target of “|name|”, if the file does not define it."""

_TITLED = re.compile(r"(?P<title>[^<>]*[^<>\s])\s*<[^<>]+>", re.DOTALL)
_NUMBERED = {"pep": "PEP", "rfc": "RFC"}
_CITES = ("cite", "footcite")
_ELSEWHERE = frozenset({"doc", "ref", "numref", "eq", "any", "keyword", "envvar"})
"""Roles for which Sphinx shows the title or the number of what they refer to."""

_TOOLTIP = re.compile(r"(.*\S)\s*\(([^()]*)\)", re.DOTALL)
_PLAIN = frozenset(
    """
        attention caution danger error hint important note tip warning admonition seealso container
        topic sidebar compound rubric centered hlist glossary title line-block epigraph highlights
        pull-quote parsed-literal figure legend caption section contents details card grid
        grid-item grid-item-card dropdown tab-set tab-item tabs tab only class
        """.split()  # noqa: SIM905  # a list of strings is hard to read
)
"""Directives with a text of their own."""

_LEFT: Mapping[str, LeftOutKind] = {
    **dict.fromkeys(("toctree", "index", "contents", "sectionauthor", "codeauthor"), "navigation"),
    **dict.fromkeys(("productionlist", "parsed-literal", "doctest", "testcode"), "code block"),
    **dict.fromkeys(("versionadded", "versionchanged", "deprecated", "versionremoved"), "markup"),
}
"""Directives that are no text. “.. versionadded:: 3.2” is shown with words of the program."""

DOCINFO = frozenset(
    "author authors date organization contact address version status revision copyright".split()  # noqa: SIM905  # a line of words
)
"""Terms of a list at the head of a file, which are its metadata."""

_SENTENCE_END = re.compile(r"[.!?…:;][”’\"'»)\]]*$")


def titles(nodes: Sequence[_Node]) -> Iterator[tuple[str, Sequence[_Node]]]:
    """The headings of a file by their labels, each as its inlines."""
    for node in nodes:
        if node["t"] == "Header":
            (label, _, _), inlines = node["c"][1:]
            yield label, inlines
        elif node["t"] == "Div":
            yield from titles(node["c"][1])


def role(name: str, text: str, known: Mapping[str, str]) -> tuple[str | None, str]:
    """What a page shows of a role, and what it tells only on demand.

    None if the page shows words that are not in the file, "" if it shows a mark. `known` are the
    titles of the file's headings by their labels.
    """
    kind = name.rpartition(":")[2]
    if name.partition(":")[0] in _CITES:
        return "", ""
    titled = _TITLED.fullmatch(text)
    if titled and not titled["title"].startswith("!"):
        return titled["title"], ""
    if kind in _NUMBERED:
        return f"{_NUMBERED[kind]} {text.partition('#')[0]}", ""
    if kind in _ELSEWHERE:
        return known.get(text.lstrip("!").casefold()), ""
    if kind == "abbr" and (told := _TOOLTIP.fullmatch(text)):
        return told[1], told[2]
    if kind == "menuselection":
        return text.replace("-->", "‣").replace("&", ""), ""
    if kind == "guilabel":
        return text.replace("&", ""), ""
    if kind in {"file", "samp"}:
        return text.replace("{", "").replace("}", ""), ""
    text = text.removeprefix("!")
    return (text.rpartition(".")[2] if text.startswith("~") else text), ""


def directive(classes: Sequence[str]) -> LeftOutKind | None:
    """Why a directive is no text; None if it is, or may be."""
    found = next((_LEFT[one] for one in classes if one in _LEFT), None)
    is_generated = any(one.startswith("auto") for one in classes)
    return "markup" if is_generated else found


def has_argument(classes: Sequence[str], first: str) -> bool:
    """Whether the first paragraph of a directive that no rule knows is its argument, such as the
    number of a film, and no text.
    """
    return _PLAIN.isdisjoint(classes) and _SENTENCE_END.search(first.rstrip()) is None
