"""AsciiDoc without what its own programs leave out, and Pandoc takes for text: comments, what
stands under a condition that does not hold, and the names of files that it includes; and with what
Pandoc does not put in: the values of attributes, and the numbers of a bibliography.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from briefs.left_out import LeftOutKind
from briefs.reading.latex import HOLE

_ATTRIBUTE = re.compile(
    rb"^:!?(?P<name>\w[\w-]*)!?:(?P<value>(?:[ \t](?:[^\n]*\\\r?\n)*[^\n]*)?)(?:\n|\Z)",
    re.MULTILINE,
)
_HEADER = re.compile(
    rb"\A\s*=[ \t][^\n]*\n(?:[^\W\d_:/][^\n]*\n){0,2}(?:v?\d[^\n]*\n)?", re.MULTILINE
)
_REFERENCE = re.compile(rb"(?<![\\+$#\w])\{(?P<name>\w[\w-]*)\}(?!\+)")
_OF_HEADER = frozenset({b"author", b"email", b"revdate", b"revnumber", b"doctitle", b"title"})
_SIGNS: Mapping[bytes, str] = {
    b"nbsp": "\u00a0", b"empty": "", b"blank": "", b"sp": " ", b"space": " ", b"zwsp": "\u200b",
    b"apos": "'", b"quot": '"', b"lsquo": "‘", b"rsquo": "’", b"ldquo": "“", b"rdquo": "”",
    b"deg": "°", b"plus": "+", b"amp": "&", b"lt": "<", b"gt": ">", b"startsb": "[",
    b"endsb": "]", b"vbar": "|", b"caret": "^", b"asterisk": "*", b"tilde": "~",
    b"backslash": "\\", b"backtick": "`", b"two-colons": "::", b"cpp": "C++", b"pp": "++",
}  # fmt: skip
"""Attributes that every file has."""

_LINE_COMMENT = re.compile(rb"^//(?!/)[^\n]*(?:\n|\Z)", re.MULTILINE)
_INCLUDE = re.compile(rb"^include::[^\n]*", re.MULTILINE)
_ENTRY = re.compile(
    rb"^(?P<sign>[*-])[ \t]+\[\[\[(?P<key>[\w:.-]+)(?:,[^\]\n]*)?\]\]\][ \t]*", re.MULTILINE
)
_BELOW_ENTRY = re.compile(rb"[^\n]*(?:\n(?!\s*\n|[*.-]+ )[^\n]+)*")
_LINE_END = re.compile(rb" \+(?=\r?\n)")
"""The break of a line, which does not part an entry."""

_CITED = re.compile(rb"<<(?P<key>[\w:.-]+)>>")
_WRAPPED = re.compile(
    rb"(?:xref:|link:|https?://|mailto:)[^\s\[\]]{1,500}\[(?P<words>[^\[\]\n]{0,300}\n(?!\s*\n)[^\[\]\n]{0,300})\]"
)
"""A link whose words go on in the next line; Pandoc reads only those on one."""

_MAX_DEPTH = 5
"""Attributes in the values of attributes."""

_PART = re.compile(
    rb"^(?P<comment>/{4,})[ \t]*\r?\n(?P<said>.*?)(?:^(?P=comment)[ \t]*\r?$|\Z)"
    rb"|^\[comment\][ \t]*\r?\n--[ \t]*\r?\n(?P<open>(?:(?!--[ \t]*\r?$)[^\n]*\n)*)--[ \t]*\r?$"
    rb"|^if(?P<unless>n?)def::(?P<name>[\w,+-]+)\[(?P<line>[^\]\n]*)\][ \t]*\r?$"
    rb"|^(?P<eval>ifeval)::\[[^\n]*\][ \t]*\r?$"
    rb"|^(?P<end>endif)::[\w,+-]*\[\][ \t]*\r?$"
    rb"|^(?P<include>include)::[^\n\[]+\[[^\n\]]*\][ \t]*\r?$"
    rb"|^(?P<fence>-{4,}|\.{4,})[ \t]*\r?\n.{0,200000}?^(?P=fence)[ \t]*\r?$",
    re.MULTILINE | re.DOTALL,
)
_SHOWN_BY = frozenset({b"backend-html5", b"basebackend-html", b"asciidoctor"})
"""Conditions that hold on a page."""


def edits(data: bytes) -> Iterator[tuple[int, int, str]]:
    """What is changed in the file for Pandoc, in order."""
    gone = [(start, end) for start, end, _ in left_out(data)]
    fences = [one.span() for one in _PART.finditer(data) if one["fence"]]
    found = [(start, end, "") for start, end in gone]
    for start, end in fences:
        found += [(*one.span(), "") for one in _INCLUDE.finditer(data, start, end)]
    told = sorted((*gone, *fences))
    free = (one for one in _put_in(data, told) if not _is_within(one[0], told))
    yield from _apart(sorted((*found, *free)))


def _put_in(data: bytes, told: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    attributes = [one for one in _ATTRIBUTE.finditer(data) if not _is_within(one.start(), told)]
    values = {one["name"]: one["value"].replace(b"\\\n", b"").strip() for one in attributes}
    header = _HEADER.match(_LINE_COMMENT.sub(_blank, data))
    at = header.end() if header else 0
    is_header = True
    for one in attributes:
        is_header = is_header and not _LINE_COMMENT.sub(b"", data[at : one.start()])
        if not is_header:
            yield (*one.span(), "\n" if data[one.start() - 2 : one.start()] != b"\n\n" else "")
        else:  # one of the header, which Pandoc reads if it is on one line
            at = one.end()
            if b"\\\n" in one["value"]:
                yield (*one.span("value"), f" {values[one['name']].decode('utf-8', 'replace')}")
    for one in _LINE_COMMENT.finditer(data):
        yield (*one.span(), "")
    numbers = {one["key"]: n for n, one in enumerate(_ENTRY.finditer(data), 1)}
    for one in _ENTRY.finditer(data):
        yield (*one.span(), ". ")
        below = _BELOW_ENTRY.match(data, one.end())
        for end in _LINE_END.finditer(data, one.end(), below.end() if below else one.end()):
            yield (*end.span(), "")
    for one in _CITED.finditer(data):
        if one["key"] in numbers:
            yield (*one.span(), f"[{numbers[one['key']]}]")
    for one in _WRAPPED.finditer(data):
        yield (*one.span("words"), " ".join(one["words"].decode("utf-8", "replace").split()))
    for one in _REFERENCE.finditer(data):
        is_code = data[one.end() : one.end() + 1] == b"`" and one["name"] not in values
        if not is_code and (one["name"] not in _OF_HEADER or one["name"] in values):
            yield (*one.span(), _value(one["name"], values))


def _value(name: bytes, values: Mapping[bytes, bytes]) -> str:
    """What stands for an attribute; a gap if the file does not tell."""
    value = b"{%s}" % name
    for _ in range(_MAX_DEPTH):
        if not (found := _REFERENCE.search(value)):
            break
        known = values.get(found["name"])
        if known is None:
            return _SIGNS.get(name, HOLE)
        value = value[: found.start()] + known + value[found.end() :]
    return value.decode("utf-8", "replace")


def _blank(line: re.Match[bytes]) -> bytes:
    return b" " * (len(line[0]) - 1) + b"\n"


def _apart(changes: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The changes that do not overlap an earlier one."""
    at = 0
    for start, end, put in changes:
        if start >= at:
            yield start, end, put
            at = end


def _is_within(at: int, ranges: Sequence[tuple[int, int]]) -> bool:
    before = bisect_right(ranges, at, key=lambda one: one[0])
    return before > 0 and at < ranges[before - 1][1]


def left_out(data: bytes) -> Iterator[tuple[int, int, LeftOutKind]]:
    """What of the file is no text: from where to where, and why."""
    known = frozenset(one["name"] for one in _ATTRIBUTE.finditer(data)) | _SHOWN_BY
    hidden_from = depth = 0
    for found in _PART.finditer(data):
        start, end = found.span()
        if depth and found["end"]:
            depth -= 1
            if not depth:
                yield hidden_from, end, "private comment"
        elif depth:
            depth += bool(found["eval"] or (found["name"] and not found["line"]))
        elif found["name"] or found["eval"]:
            holds = (
                _holds(found["name"], known) != bool(found["unless"]) if found["name"] else False
            )
            if found["line"]:
                yield (
                    (start, found.start("line"), "markup")
                    if holds
                    else (start, end, "private comment")
                )
                if holds:
                    yield found.end("line"), end, "markup"
            elif holds:
                yield start, end, "markup"
            else:
                hidden_from, depth = start, 1
        elif found["end"]:
            yield start, end, "markup"
        elif found["include"]:
            yield start, end, "embedded frame"
        elif found["comment"] or found["open"] is not None:
            yield start, end, "private comment"
    if depth:
        yield hidden_from, len(data), "private comment"


def _holds(names: bytes, known: frozenset[bytes]) -> bool:
    if b"+" in names:
        return all(name in known for name in names.split(b"+"))
    return any(name in known for name in names.split(b","))
