"""Front matter: what a piece says of itself at its head, in each of the forms that programs write.

YAML between lines of "---" (Jekyll, Hugo, Pandoc, Obsidian …), TOML between "+++" (Hugo, Zola), a
JSON object (Hugo), lines of "Key: value" (Pelican, MultiMarkdown) and Pandoc's "%" lines are read.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeAlias

import yaml

from briefs.errors import Unreadable
from briefs.reading import base
from briefs.reading.base import slug
from briefs.text.canonical import one_line

MAX_CHARS = 64_000
"""Characters of front matter; a piece's own facts take a few hundred."""

_MAX_DEPTH = 20
_FENCE = re.compile(r"---[ \t]*$")
_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_TOML_FENCE = re.compile(r"\+\+\+[ \t]*$")
_KEY = re.compile(r"""["']?[^\W\d][\w .-]{0,40}["']?[ \t]*:(?:\s|$)""")
_META_LINE = re.compile(r"(?P<key>[A-Za-z][\w -]{1,30}):[ \t]+(?P<value>\S.*)$")
_META_KEYS = frozenset({"title", "date", "author", "authors", "status", "slug", "tags", "category"})
_MIN_META_LINES = 2
_NOTHING = frozenset({"", "~", "null"})
_NO = frozenset({"false", "no", "off", "0", "n"})

_KEYS = {
    "title": ("title",),
    "byline": ("byline", "author", "authors", "creator", "by"),
    "outlet": ("outlet", "publication", "site"),
    "published": (
        "publishdate",
        "publish_date",
        "publish-date",
        "pubdate",
        "pub_date",
        "date",
        "published",
        "published_at",
        "date_published",
    ),
    "not_before": (
        "embargo",
        "embargo_until",
        "embargo-until",
        "embargoed",
        "embargoed_until",
        "release_date",
        "release-date",
        "scheduled",
        "go_live",
    ),
    "topics": ("topics", "tags", "categories", "keywords", "category", "taxonomies.tags"),
    "url": ("url", "link", "canonical_url", "canonical"),
    "language": ("language", "lang", "locale"),
    "slug": ("id", "slug"),
}
"""What we call a fact, and its keys in the order in which they are believed."""

_NESTED = ("taxonomies", "extra", "params")
"""Tables of Zola and Hugo whose keys count as the piece's own."""

_CITES = frozenset({"bibliography", "references", "csl", "nocite", "citation-style"})
_HOLD_IF_SET = frozenset(
    """
        draft drafts private hidden unlisted unpublished wip confidential password embargoed
        eleventyexcludefromcollections
        """.split()  # noqa: SIM905  # a list of strings is harder to read than a line of words
)
_HOLD_IF_UNSET = frozenset({"published", "publish", "public", "listed", "permalink", "render"})
_HOLD_UNLESS: Mapping[str, frozenset[str]] = {
    "status": frozenset({"published", "public", "publish", "final", "live", "done", "complete"}),
    "state": frozenset({"published", "public", "publish", "final", "live"}),
    "visibility": frozenset({"public", "visible", "everyone", "all"}),
    "access": frozenset({"public", "free", "open", "everyone", "all"}),
}
"""Keys whose every other value keeps a piece from the public."""

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"


@dataclass(slots=True)
class _Gathered:
    """All that is said, by key in lower case; `lines` are those of the text on which keys stand."""

    said: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What front matter says; empty is what it does not say. `lines` is how many it takes.

    `hold` is what in it keeps the piece from the public, and `not_before` the moment up to which;
    with `cites` an "@key" in the text is a citation.
    """

    title: str = ""
    byline: str = ""
    outlet: str = ""
    published: datetime | None = None
    not_before: datetime | None = None
    topics: tuple[str, ...] = ()
    url: str = ""
    language: str = ""
    slug: str = ""
    hold: str = ""
    cites: bool = False
    lines: int = 0
    warnings: tuple[str, ...] = ()


def read(text: str) -> tuple[FrontMatter, str]:
    """The front matter of a clean text, and the text below it (all of it where there is none).

    Unreadable, with the line of the text, if it is broken, too large or nested too deeply, or uses
    anchors and aliases, which a few bytes of can fill a memory. Keys that mean nothing here are
    passed over; a value that cannot be what its key says is a warning.
    """
    lines = text.split("\n")
    for form in (_yaml, _toml, _json, _meta, _percent):
        found = form(lines)
        if found is not None:
            gathered, count = found
            return _settled(gathered, count), "\n".join(lines[count:])
    return FrontMatter(), text


_Found: TypeAlias = "tuple[_Gathered, int] | None"


def _yaml(lines: Sequence[str]) -> _Found:
    if not _FENCE.match(lines[0]) or not any(map(_KEY.match, lines[1:2])):
        return None
    close = next((n for n, line in enumerate(lines[1:], 1) if _CLOSE.match(line)), None)
    if close is None:
        return None
    return _gather("\n".join(lines[1:close]) + "\n"), close + 1


def _toml(lines: Sequence[str]) -> _Found:
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


def _json(lines: Sequence[str]) -> _Found:
    """Hugo's object of JSON, which ends with a line of its bracket alone."""
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


def _meta(lines: Sequence[str]) -> _Found:
    """Lines of "Key: value" up to the first blank one, if they say more than any text would."""
    gathered = _Gathered()
    count = 0
    for count, line in enumerate(lines):  # noqa: B007  # how many there are is what is wanted
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


def _percent(lines: Sequence[str]) -> _Found:
    """Pandoc's title block: "% title", "% author; author", "% date"."""
    head = [line for line in lines[:3] if line.startswith("% ")]
    if not head or lines[: len(head)] != head:
        return None
    keys = ("title", "author", "date")
    gathered = _Gathered()
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


def _gather(source: str) -> _Gathered:
    """The values of YAML, as strings, whatever YAML would make of them."""
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
    gathered = _Gathered()
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


def _told(table: Mapping[str, Any]) -> _Gathered:
    """The values of TOML or JSON, as strings."""
    gathered = _Gathered()
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


def _strings(value: Value) -> Iterator[str | None]:
    """The strings of a value, of a list of them, or of the names in a list; None for all else."""
    if isinstance(value, list):
        for item in value:
            yield _name(item) if isinstance(item, dict) else item if isinstance(item, str) else None
    elif isinstance(value, dict):
        yield _name(value)
    else:
        yield value or ""


def _name(person: Mapping[str, Value]) -> str | None:
    """The name of a person who is told by several keys, as Pandoc and Quarto do."""
    name = person.get("name")
    if isinstance(name, dict):
        person, name = name, None
    if isinstance(name, str):
        return name
    parts = [person.get(key) for key in ("given", "family")]
    told = " ".join(part for part in parts if isinstance(part, str))
    return told or None


def _settled(gathered: _Gathered, lines: int) -> FrontMatter:
    """The values as what they have to be."""
    said = dict(gathered.said)
    for table in _NESTED:
        inner = said.get(table)
        if isinstance(inner, dict):
            said = {**inner, **said}
    values: dict[str, tuple[str, ...]] = {}
    warnings: list[str] = []
    hold = _hold(said)
    for name, keys in _KEYS.items():
        for key in keys:
            value = said.get(key)
            if value is None or name in values or (name == "published" and _is_flag(value)):
                continue
            found = tuple(_strings(value))
            if None in found:
                where = f", line {gathered.lines[key]}" if key in gathered.lines else ""
                warnings.append(f"front matter{where}: {key} cannot be nested like this")
            elif kept := tuple(one for text in found if text and (one := one_line(text))):
                values[name] = kept

    def single(name: str, read: Callable[[str], str]) -> str:
        given = values.get(name, ())
        value = read(given[0]) if len(given) == 1 else ""
        if given and not value:
            warnings.append(f"front matter: no {name} can be read from “{', '.join(given)}”")
        return value

    def day(name: str) -> datetime | None:
        dated = values.get(name, ())
        found = base.read(dated[0]) if len(dated) == 1 else None
        if dated and found is None:
            warnings.append(f"front matter: no day can be read from the date “{', '.join(dated)}”")
        return found

    published, not_before = day("published"), day("not_before")
    if values.get("not_before") and not_before is None:
        hold = hold or "its front matter names an embargo"
    topics = values.get("topics", ())
    if len(topics) == 1:
        topics = tuple(filter(None, map(str.strip, topics[0].split(","))))
    return FrontMatter(
        title=single("title", str),
        byline=listed(values.get("byline", ())),
        outlet=single("outlet", str),
        published=published,
        not_before=not_before,
        topics=tuple(dict.fromkeys(topics)),
        url=single("url", _address),
        language=single("language", _language),
        slug=single("slug", slug),
        hold=hold,
        cites=not _CITES.isdisjoint(said),
        lines=lines,
        warnings=tuple(warnings),
    )


def _is_flag(value: Value) -> bool:
    return isinstance(value, str) and value.strip().lower() in {*_NO, "true", "yes", "on", "1"}


def _hold(said: Mapping[str, Value]) -> str:
    """What in front matter keeps a piece from the public, "" if nothing does."""
    for key, value in said.items():
        told = value.strip().lower() if isinstance(value, str) else ""
        is_no = told in _NO
        held = (
            (key in _HOLD_IF_SET and value is not None and not is_no and told != "")
            or (key in _HOLD_IF_UNSET and is_no)
            or (key in _HOLD_UNLESS and told != "" and told not in _HOLD_UNLESS[key])
        )
        if held:
            shown = "…" if key == "password" else told
            return f"its front matter says “{key}: {shown}”"
    for key in ("build", "_build"):
        inner = said.get(key)
        if isinstance(inner, dict) and {"never", "false"} & {
            one.lower() for one in inner.values() if isinstance(one, str)
        }:
            return f"its front matter says that it is not to be built (“{key}”)"
    return ""


def listed(names: Sequence[str]) -> str:
    """Names as a byline has them: "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _address(text: str) -> str:
    return text if re.fullmatch(r"https?://[^\s/]+\S*", text, re.IGNORECASE) else ""


def _language(text: str) -> str:
    """The language of a tag such as "en" or "pt-BR"."""
    match = re.fullmatch(r"([a-z]{2,3})(?:[-_][a-z0-9_-]+)?", text, re.IGNORECASE)
    return match[1].lower() if match else ""
