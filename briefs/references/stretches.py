"""The stretches between an entry's stops and commas, and what each looks like from its neighbours.

What follows a journal's name are numbers, and what follows a place is a publisher: a word's label
is often told by the kind of the stretch that comes after its own.
"""

import re
from collections.abc import Iterator, Sequence

from briefs.references.phrases import ADDRESS

_MARKS = re.compile(r"[,;:.?!)\]”\"»’]$")
_STOPS = re.compile(r"(?:[.?!;]|[.,?!][”\"»’]|[”\"»][.,;:]?)$")
_CLIPPING = re.compile(r"[^\W\d_a-z].{0,2}\.")
_TELLING = (
    *("thesis", "editor", "pages", "volume", "online", "meeting", "report", "publisher"),
    *("journal", "place", "edition", "month"),
)
_NAME = 4
_SIZES = ((1, "1"), (3, "2-3"), (7, "4-7"))


def around(words: Sequence[str], forms: Sequence[Sequence[str]]) -> list[list[tuple[str, ...]]]:
    """For each word the kinds of its stretch and of those beside it, small and great stretches."""
    seen: list[list[tuple[str, ...]]] = [[] for _ in words]
    for name, ends in (("part", _parts_end), ("sentence", _sentences_end)):
        bounds = list(_bounds(words, forms, ends(words)))
        kinds = ["^^", "^", *(_kind(words[a:b], forms[a:b]) for a, b in bounds), "$", "$$"]
        for at, (first, last) in enumerate(bounds):
            two_before, before, own, after, two_after = kinds[at : at + 5]
            for place, some in (
                ("first", seen[first : first + 1]),
                ("rest", seen[first + 1 : last]),
            ):
                where = f"{name} {place}"
                group = (
                    f"{where} {own}",
                    f"{where} {before}<",
                    f"{where} >{after}",
                    f"{where} {own}>{after}",
                    f"{where} {before}<{own}",
                    f"{where} {before}<{own}>{after}",
                    f"{name} >{after}>{two_after}",
                    f"{name} {two_before}<{before}<",
                    f"{where} {min(at, 6)} from start",
                    f"{where} {min(len(bounds) - at, 5)} from end",
                )
                for groups in some:
                    groups.append(group)
            if first:
                seen[first].append((f"{name} after {words[first - 1][-1:]} {own}",))
    return seen


def _parts_end(words: Sequence[str]) -> list[bool]:
    return [
        _MARKS.search(word) is not None or after.startswith(("“", '"', "«", "„", "(", "["))
        for word, after in zip(words, (*words[1:], ""), strict=True)
    ]


def _sentences_end(words: Sequence[str]) -> list[bool]:
    return [
        (_STOPS.search(word) is not None and not _CLIPPING.fullmatch(word))
        or after.startswith(("“", '"', "«", "„", "("))
        for word, after in zip(words, (*words[1:], ""), strict=True)
    ]


def _bounds(
    words: Sequence[str], forms: Sequence[Sequence[str]], ends: Sequence[bool]
) -> Iterator[tuple[int, int]]:
    first = 0
    for at, word in enumerate(words):
        is_last = at + 1 == len(words)
        is_address = ADDRESS in word or (not is_last and ADDRESS in words[at + 1])
        if is_last or is_address or (ends[at] and "initials." not in forms[at]):
            yield first, at + 1
            first = at + 1


def _kind(words: Sequence[str], forms: Sequence[Sequence[str]]) -> str:
    """What kind of words a stretch holds."""
    has = {feature for form in forms for feature in form}
    for name in _TELLING:
        if f"is {name}" in has:
            return name
    if "address" in has:
        return "address"
    if "number=year" in has and len(words) == 1:
        return "year"
    numbers = sum(any(map(str.isdigit, word)) for word in words)
    if numbers == len(words):
        return "numbers"
    if len(words) <= _NAME and any(feature.startswith("initials") for feature in has):
        return "name"
    low = sum(word[:1].islower() for word in words)
    case = "low" if low * 2 > len(words) else "mixed" if low else "high"
    size = next((name for most, name in _SIZES if len(words) <= most), "8+")
    return f"{case} {size}{' with number' if numbers else ''}"
