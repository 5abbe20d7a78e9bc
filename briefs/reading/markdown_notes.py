"""Converts notes in Markdown to `[^label]` and a definition, whatever form a program gave them.

The forms are notes within the text (Pandoc's `^[...]`, TeX's footnotes), links to a place at the
end (Word's and Google's exports), and brackets that a program escaped.
"""

import re
from collections.abc import Sequence
from itertools import count

_ESCAPED = re.compile(r"(?<!\\)\\\[(\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)\\\]")
_EMPTY_ANCHOR = re.compile(r"<(a|span)\s+(?:id|name)=[\"'][^\"'\n]{0,80}[\"']\s*>\s*</\1>")
_NUMBER = r"\[{1,2}\s?(?P<number>\d{1,3})\s?\]{1,2}"
_PLACE = r"#(?:user-content-)?_?(?:sd)?(?:ftn|edn|fn|foot-?note|end-?note|note|cite[-_]note)"
_CALL = re.compile(
    rf"(?:<sup>\s*)?{_NUMBER}\({_PLACE}[-_:]?\d{{1,3}}(?:sym)?\)(?:\s*</sup>)?", re.IGNORECASE
)
_DEFINITION = re.compile(
    rf"^ {{0,3}}(?:<sup>\s*)?{_NUMBER}\({_PLACE}[-_:]?(?:ref|\d{{1,3}}anc)[-_:]?\d{{0,3}}\)"
    r"(?:\s*</sup>)?[ \t:]*(?=\S)",
    re.IGNORECASE | re.MULTILINE,
)
_FORMS = (("^[", "]"), ("\\footnote{", "}"))
_MAX_NOTE_CHARS = 4_000


def linked(text: str) -> str:
    """The text with notes that consist of links to and from the end as Markdown notes."""
    text = _EMPTY_ANCHOR.sub("", _ESCAPED.sub(r"[\1]", text))
    defined = {one["number"] for one in _DEFINITION.finditer(text)}
    if not defined:
        return text
    text = _DEFINITION.sub(lambda one: f"\n[^{one['number']}]: ", text)
    return _CALL.sub(
        lambda one: f"[^{one['number']}]" if one["number"] in defined else one.group(), text
    )


def inline(text: str) -> tuple[str, list[str]]:
    """The text with a marker for each note written within it, and the notes' definitions."""
    definitions: list[str] = []
    numbers = count(1)
    for opening, closing in _FORMS:
        at = 0
        while (at := text.find(opening, at)) >= 0:
            start = at + len(opening)
            end = _closing(text, start, opening[-1], closing)
            if end < 0 or (at and text[at - 1] in "\\["):
                at = start
                continue
            label = f"inline-{next(numbers)}"
            definitions.append(f"[^{label}]: {' '.join(text[start:end].split())}")
            text = f"{text[:at]}[^{label}]{text[end + 1 :]}"
    return text, definitions


def with_definitions(text: str, definitions: Sequence[str]) -> str:
    """A text with the definitions of its notes above it.

    Below it they could be taken for a list; and indented lines after a definition would belong to
    it.
    """
    is_indented = text.lstrip("\n")[:1].isspace()
    parts = (text, *definitions) if is_indented else (*definitions, text)
    return "\n\n".join(parts) if definitions else text


def _closing(text: str, start: int, opening: str, closing: str) -> int:
    """Where the bracket opened before `start` closes, within its paragraph; else -1."""
    depth = 1
    for at in range(start, min(len(text), start + _MAX_NOTE_CHARS)):
        if text.startswith("\n\n", at):
            return -1
        if text[at] == opening and text[at - 1] != "\\":
            depth += 1
        elif text[at] == closing and text[at - 1] != "\\":
            depth -= 1
            if depth == 0:
                return at
    return -1
