"""The author's own note markers, removed from the body; nothing is taken for one on a guess.

A marker is "[1]", "[1, 2]", "[1-3]", "[^note]", "[Cop87]" or superscript digits, right after the
words it belongs to, and every number in it must be that of an entry. Anything else stays in the
text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefs.model import Mark, Span
from briefs.references.find_list import ListEntry

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_RAISED, "0123456789")
_MARKER = re.compile(
    rf"[\[<{_RAISED}]"  # every marker begins with one of these, which keeps the search fast
    r"(?:(?<=\[)\^(?P<note>[^\]\s\[]{1,40})\]"
    r"|(?<=\[)(?P<keys>[^\W\d_][\w+-]{0,12}\d{2,4}[a-z]?(?:[,;]\s?[^\W\d_][\w+-]{0,12}\d{2,4}[a-z]?)*)\]"
    r"|(?<=\[)(?P<numbers>\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\](?!\((?:https?:|#|/))"
    # Only from the beginning of a run of superscript digits, and no longer than a note's number.
    rf"|(?<=[{_RAISED}])(?<![{_RAISED}]{{2}})(?P<raised>)[{_RAISED}]{{0,5}}+"
    rf"(?:[,–][{_RAISED}]{{1,5}}+){{0,9}}+(?![\w{_RAISED}])"
    r"|(?<=<)sup>\[?(?P<markup>\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\]?</sup>)"
)
_KEYED = re.compile(r"\[([^\W\d_][\w+-]{0,12}\d{2,4}[a-z]?)\]\s")
"""How an entry of a list with letter keys begins: "[Cop87] D. Cope, …"."""

_RANGE = re.compile(r"(\d+)(?:\s?[–-]\s?(\d+))?")
_BEFORE_RAISED = re.compile(r"[.,;:!?…”’\"'»)\]%]$|[^\W\d_]{4}$")
_UNITS = re.compile(
    r"(?:mile|metre|meter|inche?|yard|acre|hectare|feet|foot|unit)s?$", re.IGNORECASE
)
_WIDEST_RANGE = 50


@dataclass(frozen=True, slots=True)
class Lifted:
    """A body without its markers, the places where they stood, and markers that name no entry."""

    body: str
    marks: tuple[Mark, ...]
    unresolved: tuple[str, ...]


def numbers(entries: Sequence[ListEntry]) -> Mapping[str, int]:
    """The label of each entry in markers, with its number in the list, from 1.

    In a list without labels, entries are called by their numbers. A label that two entries have
    refers to neither.
    """
    labels = [entry.label or _key(entry.raw) for entry in entries]
    if not any(labels):
        labels = [str(number) for number in range(1, len(entries) + 1)]
    times = Counter(labels)
    return {label: number for number, label in enumerate(labels, 1) if label and times[label] == 1}


def _key(raw: str) -> str:
    keyed = _KEYED.match(raw)
    return keyed[1] if keyed else ""


def lift(body: str, called: Mapping[str, int]) -> Lifted:
    """Remove every marker from a canonical body that resolves through `called` (see `numbers`).

    White space before a removed marker is removed, too; the marks' spans are in the new body.
    """
    kept: list[str] = []
    marks: list[Mark] = []
    unresolved: list[str] = []
    done = length = 0
    for match in _MARKER.finditer(body):
        start = _behind_words(body, match.start())
        text = body[done:start]
        behind = text[-1:] if text else ("" if not marks or done != start else "]")
        if not behind or behind == "\n" or not _may_be_note(match, start, text or behind):
            continue
        sources = _sources(match, called)
        if not sources:
            if called and match["raised"] is None and match["keys"] is None:
                unresolved.append(match.group())
            continue
        kept.append(text)
        length += len(text)
        done = match.end()
        marks += [Mark(source, Span(length, length)) for source in sources]
    return Lifted("".join((*kept, body[done:])), tuple(marks), tuple(unresolved))


def _behind_words(body: str, at: int) -> int:
    """Where the white space before `at` begins, on its line."""
    while at and body[at - 1] != "\n" and body[at - 1].isspace():
        at -= 1
    return at


def _may_be_note(match: re.Match[str], start: int, before: str) -> bool:
    """Whether superscript digits belong to a note, and not to a square metre or a power."""
    if match["raised"] is None and match["markup"] is None:
        return True
    word = before[-40:]
    return (
        start == match.start()
        and _BEFORE_RAISED.search(word) is not None
        and _UNITS.search(word) is None
    )


def _sources(match: re.Match[str], called: Mapping[str, int]) -> tuple[int, ...]:
    """The entries that a marker names, in its order; () unless it names entries only."""
    if note := match["note"]:
        source = called.get("^" + note) or called.get(note)
        return (source,) if source else ()
    if keys := match["keys"]:
        cited = [called.get(key.strip(), 0) for key in re.split("[,;]", keys)]
        return tuple(dict.fromkeys(cited)) if all(cited) else ()
    written = match["numbers"] or match["markup"] or match.group().translate(_DIGITS)
    found = [called.get(label, 0) for label in _expanded(written)]
    return tuple(dict.fromkeys(found)) if found and all(found) else ()


def _expanded(written: str) -> Iterator[str]:
    """The labels in "1, 3-5": 1, 3, 4 and 5."""
    for first, last in _RANGE.findall(written):
        start, stop = int(first), int(last or first)
        if 0 <= stop - start <= _WIDEST_RANGE:
            yield from map(str, range(start, stop + 1))
        else:
            yield ""
