"""The forms of front matter, each read into lower-case keys with their values.

YAML between lines of "---" (Jekyll, Hugo, Pandoc, Obsidian …), TOML between "+++" (Hugo, Zola), a
JSON object (Hugo), lines of "Key: value" (Pelican, MultiMarkdown) and Pandoc's "%" lines.
"""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeAlias

import yaml

from briefs.errors import Unreadable

MAX_CHARS = 64_000
"""Characters of front matter; a piece's own facts take a few hundred."""

_MAX_DEPTH = 20
_FENCE = re.compile(r"---[ \t]*$")
_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_TOML_FENCE = re.compile(r"\+\+\+[ \t]*$")
_KEY = re.compile(r"""["']?[^\W\d][\w .-]{0,40}["']?[ \t]*:(?:\s|$)""")
_META_LINE = re.compile(r"(?P<key>[A-Za-z][\w -]{1,30}):[ \t]+(?P<value>\S.*)$")
_META_KEYS = frozenset({"title", "date", "author", "authors", "status", "slug", "tags", "category"})
_SURELY_EXPORTED = frozenset({"created time", "last edited time", "last edited by", "created by"})
_EXPORTED_KEYS = _SURELY_EXPORTED | frozenset(
    """
        created updated status tags owner date author authors url type verification published
        """.split()  # noqa: SIM905  # a list of strings is hard to read
)
_MIN_META_LINES = 2
_NOTHING = frozenset({"", "~", "null"})

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"


@dataclass(slots=True)
class Gathered:
    """All values, by lower-case key; `lines` has the lines of the text on which the keys stand."""

    said: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


Found: TypeAlias = "tuple[Gathered, int] | None"


def _yaml(lines: Sequence[str]) -> Found:
    if not _FENCE.match(lines[0]) or not any(map(_KEY.match, lines[1:2])):
        return None
    close = next((n for n, line in enumerate(lines[1:], 1) if _CLOSE.match(line)), None)
    if close is None:
        return None
    return _gather("\n".join(lines[1:close]) + "\n"), close + 1


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
    """Hugo's JSON object, which ends with a line of its closing bracket alone."""
    if lines[0].rstrip() not in {"{", ";;;"} or not any('"' in line for line in lines[1:2]):
        return None
    closing = "}" if lines[0].startswith("{") else ";;;"
    close = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == closing), None)
    if close is None:
        return None
    source = "\n".join(lines[: close + 1]) if closing == "}" else "\n".join(lines[1:close])
    _refuse_size(source)
    try:
        told = json.loads(source)
    except (ValueError, RecursionError):
        return None
    return (_told(told), close + 1) if isinstance(told, dict) else None


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
    forms = (_yaml, _toml, _json, _meta, _percent, _exported)
    return next((found for form in forms if (found := form(lines)) is not None), None)
