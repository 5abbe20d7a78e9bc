"""All words of a part of Pandoc's tree, whatever they are marked as, and numbers behind words."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

_RAISED = re.compile(r"[⁰¹²³⁴-⁹][,–-]\Z")


def lines(nodes: Sequence[Any]) -> str:
    """The words of blocks, one line for each paragraph."""
    return "\n".join(filter(None, (" ".join(plain([node]).split()) for node in nodes)))


def plain(nodes: Any) -> str:  # noqa: ANN401  # any part of a tree
    """All words of a part of a tree."""
    return " ".join("".join(_each(nodes)).split())


def _each(node: Any) -> Iterator[str]:  # noqa: ANN401  # as above
    if isinstance(node, list):
        for one in node:
            yield from _each(one)
    elif isinstance(node, dict):
        match node.get("t"):
            case "Str":
                yield str(node["c"])
            case "Space" | "SoftBreak" | "LineBreak":
                yield " "
            case "Code" | "CodeBlock" | "Math" | "RawInline" | "RawBlock":
                yield f" {node['c'][1]} "
            case "Para" | "Plain" | "Header":
                yield " "
                yield from _each(node["c"])
                yield " "
            case _:
                yield from _each(node.get("c"))


def calls_note(before: Sequence[str]) -> bool:
    """Whether a number behind some words can only be one of a note: it is joined to a word."""
    text = "".join(before[-2:])
    is_joined = text[-1:].isalpha() or text.endswith((".", "”", ")", "’", "»"))
    return is_joined or _RAISED.search(text) is not None
