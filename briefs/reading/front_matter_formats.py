"""The forms of front matter, each read into lower-case keys with their values.

YAML between lines of "---" (Jekyll, Hugo, Pandoc, Obsidian …) or above one (Hexo), TOML between
"+++" (Hugo, Zola), either or JSON between "---" with its name (Eleventy), a JSON object (Hugo),
lines of "Key: value" (Pelican, MultiMarkdown), in a comment or of ".. key: value" (Nikola), of
"key:: value" (Logseq, Obsidian's Dataview), and Pandoc's "%" lines.
"""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import takewhile
from typing import Any, TypeAlias

import yaml

from briefs.errors import Unreadable

MAX_CHARS = 64_000
"""Characters of front matter; a piece's own facts take a few hundred."""

_MAX_DEPTH = 20
_FENCE = re.compile(r"---[ \t]*$")
_NAMED_FENCE = re.compile(
    r"---[ \t]*(json|toml|ya?ml|js|javascript|coffee|lisp)[ \t]*", re.IGNORECASE
)
_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_TOML_FENCE = re.compile(r"\+\+\+[ \t]*$")
_KEY = re.compile(r"""["']?[^\W\d][\w .-]{0,40}["']?[ \t]*:(?:\s|$)""")
_META_LINE = re.compile(r"(?P<key>[A-Za-z][\w -]{1,30}):[ \t]+(?P<value>\S.*)$")
_PROPERTY_LINE = re.compile(
    r"(?:[-*] +)?(?P<key>[a-z][\w-]{1,30}):: +(?P<value>\S.*)$", re.IGNORECASE
)
_META_KEYS = frozenset(
    """
        title date author authors status slug tags category categories draft published layout
        """.split()  # noqa: SIM905  # a list of strings is hard to read
)
_SURELY_EXPORTED = frozenset({"created time", "last edited time", "last edited by", "created by"})
_EXPORTED_KEYS = _SURELY_EXPORTED | frozenset(
    """
        created updated status tags owner date author authors url type verification published
        """.split()  # noqa: SIM905  # a list of strings is hard to read
)
_MIN_META_LINES = 2
_MAX_UNOPENED_LINES = 60
_NOTHING = frozenset({"", "~", "null"})

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"


@dataclass(slots=True)
class Gathered:
    """All values, by lower-case key; `lines` has the lines of the text on which the keys stand."""

    said: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


Found: TypeAlias = "tuple[Gathered, int] | None"


def _yaml(lines: Sequence[str]) -> Found:
    if not _FENCE.match(lines[0]):
        return None
    close = next((n for n, line in enumerate(lines[1:], 1) if _CLOSE.match(line)), None)
    if close is None:
        return None
    source = "\n".join(lines[1:close]) + "\n"
    first = next((line for line in lines[1:close] if line.strip() and line.strip()[0] != "#"), "")
    if _KEY.match(lines[1]) or (_KEY.match(first) and _is_surely(source)):
        return _gather(source), close + 1
    flows = first.startswith("{") and first.rstrip().endswith("}")
    return (_gather(source), close + 1) if flows and _is_surely(source) else None


def _named(lines: Sequence[str]) -> Found:
    """Front matter whose language its fence names: "---json"."""
    named = _NAMED_FENCE.fullmatch(lines[0])
    if named is None:
        return None
    close = next((n for n, line in enumerate(lines[1:], 1) if _FENCE.match(line)), None)
    if close is None:
        return None
    inner = lines[1:close]
    match named[1].casefold():
        case "json":
            told = _object("\n".join(inner))
            return (_told(told), close + 1) if told is not None else None
        case "toml":
            found = _toml(("+++", *inner, "+++"))
            return (found[0], close + 1) if found else None
        case "yaml" | "yml":
            return _gather("\n".join(inner) + "\n"), close + 1
        case _:
            hint = "Write it as YAML between lines of “---”."
            raise Unreadable("front matter that is a program", line=1, hint=hint)


def _unopened(lines: Sequence[str]) -> Found:
    """Hexo's YAML, which only a line below it ends."""
    if not _KEY.match(lines[0]):
        return None
    head = lines[:_MAX_UNOPENED_LINES]
    close = next((n for n, line in enumerate(head) if _FENCE.match(line)), 0)
    source = "\n".join(lines[:close]) + "\n"
    if close < _MIN_META_LINES or any(not line.strip() for line in lines[:close]):
        return None
    return (_gather(source), close + 1) if _is_surely(source) else None


def _is_surely(source: str) -> bool:
    """Whether some lines are YAML with keys of front matter, and no sentences."""
    if len(source) > MAX_CHARS:
        return False
    try:
        keys = _gather(source).said
    except Unreadable:
        return False
    return bool(_META_KEYS.intersection(keys)) and len(keys) >= _MIN_META_LINES


def _toml(lines: Sequence[str]) -> Found:
    if not _TOML_FENCE.match(lines[0]):
        return None
    close = next((n for n, line in enumerate(lines[1:], 1) if _TOML_FENCE.match(line)), None)
    if close is None:
        return None
    source = "\n".join(lines[1:close])
    _refuse_size(source)
    try:
        return _told(tomllib.loads(source)), close + 1
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        where = re.search(r"line (\d+)", str(error))
        line = int(where[1]) + 1 if where else 1
        raise Unreadable(f"broken front matter: {error}", line=line) from error


def _json(lines: Sequence[str]) -> Found:
    """Hugo's JSON object, or one between lines of ";;;"."""
    opening = lines[0].strip()
    if opening == ";;;":
        close = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == ";;;"), None)
        told = None if close is None else _object("\n".join(lines[1:close]))
        return None if close is None or told is None else (_told(told), close + 1)
    if not opening.startswith("{") or '"' not in "".join(lines[:2]):
        return None
    close = next((n for n, line in enumerate(lines) if line.rstrip().endswith("}")), None)
    while close is not None:
        source = "\n".join(lines[: close + 1])
        if len(source) > MAX_CHARS or (told := _object(source)) is not None:
            break
        close = next(
            (n for n in range(close + 1, len(lines)) if lines[n].rstrip().endswith("}")), None
        )
    if close is None:
        return None
    _refuse_size(source)
    is_ours = told is not None and not _META_KEYS.isdisjoint(key.casefold() for key in told)
    return (_told(told), close + 1) if told is not None and is_ours else None


def _object(source: str) -> Mapping[str, Any] | None:
    """The object that is all of some JSON, None if it is anything else."""
    _refuse_size(source)
    try:
        told = json.loads(source)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _meta(lines: Sequence[str]) -> Found:
    """Lines of "Key: value" up to the first blank line, if they state more than an ordinary text
    would.
    """
    gathered = Gathered()
    count = 0
    for count, line in enumerate(lines):  # noqa: B007  # only the count is needed
        if not line.strip():
            break
        told = _META_LINE.match(line)
        if told is None:
            return None
        gathered.said.setdefault(told["key"].strip().lower(), told["value"].strip())
    known = _META_KEYS.intersection(gathered.said)
    if "title" not in known or len(gathered.said) < _MIN_META_LINES or len(known) < _MIN_META_LINES:
        return None
    return gathered, count


def _commented(lines: Sequence[str]) -> Found:
    """Lines of "key: value" in a comment above everything else, as Nikola writes them."""
    if lines[0].startswith(".. "):
        inner = list(takewhile(str.strip, lines))
        close = len(inner) - 1
    else:
        close = next((n for n, line in enumerate(lines[:_MAX_UNOPENED_LINES]) if "-->" in line), 0)
        is_comment = close > 1 and lines[0].strip() == "<!--" and lines[close].strip() == "-->"
        if not is_comment:
            return None
        inner = [line for line in lines[1:close] if line.strip()]
    told = [_META_LINE.match(line.removeprefix(".. ")) for line in inner]
    gathered = Gathered()
    for one in told:
        if one is None and lines[0].startswith("<!--"):
            return None
        if one is not None:
            gathered.said.setdefault(one["key"].strip().lower(), one["value"].strip())
    known = _META_KEYS.intersection(gathered.said)
    is_ours = "title" in known and len(known) >= _MIN_META_LINES
    return (gathered, close + 1) if is_ours and None not in told else None


def _exported(lines: Sequence[str]) -> Found:
    """The lines of "Key: value" below the headline of a page exported from Notion."""
    headline = lines[0].removeprefix("# ").strip() if lines[0].startswith("# ") else ""
    first = next((at for at, line in enumerate(lines[1:4], 1) if line.strip()), 0)
    gathered = Gathered()
    count = first
    while headline and first and count < len(lines) and lines[count].strip():
        told = _META_LINE.match(lines[count])
        if told is None:
            return None
        gathered.said.setdefault(told["key"].strip().lower(), told["value"].strip())
        count += 1
    known = _EXPORTED_KEYS.intersection(gathered.said)
    if len(known) < _MIN_META_LINES and _SURELY_EXPORTED.isdisjoint(known):
        return None
    gathered.said["title"] = headline
    return gathered, count


def _properties(lines: Sequence[str]) -> Found:
    """The lines of "key:: value" at the head of a note."""
    gathered = Gathered()
    count = 0
    for told in takewhile(bool, map(_PROPERTY_LINE.match, lines)):
        assert told is not None  # noqa: S101  # only matches are taken
        gathered.said.setdefault(told["key"].lower(), told["value"].strip())
        count += 1
    return (gathered, count) if count else None


def _percent(lines: Sequence[str]) -> Found:
    """Pandoc's title block: "% title", "% author; author", "% date"."""
    head = [line for line in lines[:3] if line.startswith("% ")]
    if not head or lines[: len(head)] != head:
        return None
    keys = ("title", "author", "date")
    gathered = Gathered()
    for key, line in zip(keys, head, strict=False):
        told = line.removeprefix("% ").strip()
        parts: list[Value] = [part.strip() for part in told.split(";")]
        gathered.said[key] = parts if key == "author" else told
    return gathered, len(head)


def _refuse_size(source: str) -> None:
    if len(source) > MAX_CHARS:
        raise Unreadable(
            f"front matter of {len(source)} characters, of at most {MAX_CHARS}", line=1
        )


def _gather(source: str) -> Gathered:
    """The values of YAML as strings, without YAML's conversions."""
    _refuse_size(source)
    try:
        _refuse_bombs(source)
        root = yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 1
        said = error.problem or error.context or "it is not YAML"
        hint = "Put values with a colon or a quotation mark between quotation marks."
        raise Unreadable(f"broken front matter: {said}", line=line, hint=hint) from error
    except yaml.YAMLError as error:
        raise Unreadable(f"broken front matter: {error}", line=1) from error
    except (ValueError, OverflowError) as error:  # "\\U00110000" in double quotes
        said = "an escape in it stands for no character"
        raise Unreadable(f"broken front matter: {said}", line=1) from error
    if not isinstance(root, yaml.MappingNode):
        raise Unreadable("front matter must be a list of keys with their values", line=2)
    gathered = Gathered()
    for key, value in root.value:
        name = key.value.strip().lower() if isinstance(key, yaml.ScalarNode) else ""
        if name not in gathered.said:
            gathered.said[name] = _of_yaml(value)
            gathered.lines[name] = _line(value)
    return gathered


def _of_yaml(node: yaml.Node) -> Value:
    if isinstance(node, yaml.ScalarNode):
        is_nothing = node.style is None and node.value.lower() in _NOTHING
        return None if is_nothing else str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_of_yaml(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        pairs = ((key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode))
        return {str(key.value).lower(): _of_yaml(value) for key, value in pairs}
    return None


def _told(table: Mapping[str, Any]) -> Gathered:
    """The values of TOML or JSON as strings."""
    gathered = Gathered()
    for key, value in table.items():
        gathered.said.setdefault(key.strip().lower(), _of_object(value))
    return gathered


def _of_object(value: object) -> Value:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case datetime() | date() | time():
            return value.isoformat()
        case list():
            return [_of_object(one) for one in value]
        case dict():
            return {str(key).lower(): _of_object(one) for key, one in value.items()}
        case _:
            return str(value)


def _line(part: yaml.Node | yaml.Event) -> int:
    """The line of the text on which a part of the front matter begins, from 1."""
    return part.start_mark.line + 2 if part.start_mark else 1


def _refuse_bombs(source: str) -> None:
    depth = 0
    for event in yaml.parse(source, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable(
                "front matter may not use anchors and aliases (& and *)",
                line=_line(event),
                hint="Put values that begin with & or * between quotation marks.",
            )
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise Unreadable("front matter is nested too deeply", line=_line(event))


def gathered(lines: Sequence[str]) -> Found:
    """The front matter at the beginning of some lines, and how many lines it takes."""
    blank = sum(1 for _ in takewhile(lambda line: not line.strip(), lines))
    if blank == len(lines):
        return None
    below = lines[blank:] if blank else lines
    forms = (
        _yaml,
        _named,
        _toml,
        _json,
        _unopened,
        _meta,
        _percent,
        _commented,
        _exported,
        _properties,
    )
    found = next((found for form in forms if (found := form(below)) is not None), None)
    return None if found is None else (found[0], found[1] + blank)
