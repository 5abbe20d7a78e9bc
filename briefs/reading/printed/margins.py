"""What pages repeat in their margins: running heads, running feet and the pages' own numbers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from briefs.reading.printed.line import Line
from briefs.text.canonical import folded

_DEEP = 2
"""Lines at the top, and at the bottom, of a page that may be repeated ones."""

_NEAR = 6.0
_FAR, _OTHER = 1.45, 0.05
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:page|seite|p\.|página|pagina|стр\.)\s*)?(\d{1,4}|[ivxl]{1,6})"
    r"(?:\s*(?:of|/|von|sur|de|di|из)\s*\d{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)
_FEWEST, _FEW = 2, 6


def without(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], tuple[str, ...]]:
    """The pages without what repeats in their margins, and the warning that names it."""
    places = [[(_key(line), line) for line in _margin(page)] for page in pages]
    counts = Counter(key for page in places for key in {key for key, _ in page})
    needed = _FEWEST if len(pages) <= _FEW else _FEWEST + 1
    repeated = {key for key, count in counts.items() if count >= needed}
    left_out: dict[str, None] = {}
    kept: list[list[Line]] = []
    for number, (page, marginal) in enumerate(zip(pages, places, strict=True), 1):
        dropped = {
            id(line)
            for key, line in marginal
            if key in repeated or _is_number(line, number, of=len(pages))
        }
        left_out.update((line.text, None) for line in page if id(line) in dropped)
        kept.append([line for line in page if id(line) not in dropped])
    words = [text for text in left_out if not _NUMBER.fullmatch(text)]
    parts = [f"“{text}”" for text in words[:3]] + ["…"] * (len(words) > 3)  # noqa: PLR2004
    parts += ["page numbers"] * (len(words) < len(left_out))
    warning = f"left out, as pages repeat it in their margins: {', '.join(parts)}"
    return kept, (warning,) if left_out else ()


def _margin(page: Sequence[Line]) -> Iterator[Line]:
    """The lines nearest to the top and to the bottom of a page that stand apart from the rest."""
    down = sorted(page, key=lambda line: -line.bottom)
    yield from _outer(down)
    yield from (line for line in _outer(down[::-1]) if line not in down[:_DEEP])


def _outer(inward: Sequence[Line]) -> Sequence[Line]:
    """The first lines, up to the last one that the next is far from, or set in other type."""
    for count in range(min(_DEEP, len(inward)), 0, -1):
        line, following = inward[count - 1], inward[count] if count < len(inward) else None
        if following is None or abs(line.bottom - following.bottom) > _FAR * line.height:
            return inward[:count]
        if abs(line.height - following.height) > _OTHER * line.height:
            return inward[:count]
    return ()


def _key(line: Line) -> tuple[str, int]:
    """What lines that repeat each other share: their words but for numbers, and their height."""
    return _DIGITS.sub("#", folded(line.text)), round(line.bottom / _NEAR)


def _is_number(line: Line, page: int, *, of: int) -> bool:
    """Whether a line is the number of the only page there is, whose margins repeat nothing."""
    found = _NUMBER.fullmatch(line.text)
    return of == 1 and found is not None and found[1] == str(page)
