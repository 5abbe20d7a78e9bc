"""Front matter: what a piece says of itself in YAML between two lines of "---" at its head."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import yaml

from briefs.errors import Unreadable
from briefs.reading import base
from briefs.reading.base import slug
from briefs.text.canonical import one_line

LARGEST = 64_000
"""Characters of front matter; a piece's own facts take a few hundred."""

_DEEPEST = 20
_FENCE = re.compile(r"---[ \t]*$")
_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_KEY = re.compile(r"""["']?[^\W\d][\w .-]{0,40}["']?[ \t]*:(?:\s|$)""")
_NOTHING = frozenset({"", "~", "null"})

_KEYS = {
    "title": ("title",),
    "byline": ("byline", "author", "authors"),
    "outlet": ("outlet", "publication", "site"),
    "published": ("date", "published"),
    "topics": ("topics", "tags", "categories"),
    "url": ("url", "link", "canonical_url"),
    "language": ("language", "lang"),
    "slug": ("id", "slug"),
}


@dataclass(slots=True)
class _Gathered:
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What front matter says; empty is what it does not say. `lines` is how many it takes."""

    title: str = ""
    byline: str = ""
    outlet: str = ""
    published: datetime | None = None
    topics: tuple[str, ...] = ()
    url: str = ""
    language: str = ""
    slug: str = ""
    hold: str = ""
    lines: int = 0
    warnings: tuple[str, ...] = ()


def read(text: str) -> tuple[FrontMatter, str]:
    """The front matter of a clean text, and the text below it (all of it where there is none).

    Unreadable, with the line of the text, if it is broken, too large or nested too deeply, or uses
    anchors and aliases, which a few bytes of can fill a memory. Keys that mean nothing here are
    passed over; a value that cannot be what its key says is a warning.
    """
    lines = text.split("\n")
    if not _FENCE.match(lines[0]) or not any(map(_KEY.match, lines[1:2])):
        return FrontMatter(), text
    close = next((n for n, line in enumerate(lines[1:], 1) if _CLOSE.match(line)), None)
    if close is None:
        return FrontMatter(), text
    gathered = _gather("\n".join(lines[1:close]) + "\n")
    return _settled(gathered, close + 1), "\n".join(lines[close + 1 :])


def _gather(source: str) -> _Gathered:
    """The values of the keys we know, as strings, whatever YAML would make of them."""
    if len(source) > LARGEST:
        raise Unreadable(f"front matter of {len(source)} characters, of at most {LARGEST}", line=1)
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
    gathered = _Gathered()
    if not isinstance(root, yaml.MappingNode):
        raise Unreadable("front matter must be a list of keys with their values", line=2)
    for key, value in root.value:
        said = key.value.strip().lower() if isinstance(key, yaml.ScalarNode) else ""
        name = next((name for name, keys in _KEYS.items() if said in keys), None)
        if name is None or name in gathered.values:
            continue
        values = tuple(_strings(value))
        if None in values:
            where = _line(value)
            gathered.warnings.append(
                f"front matter, line {where}: {said} cannot be nested like this"
            )
        elif kept := tuple(one for text in values if text and (one := one_line(text))):
            gathered.values[name] = kept
    return gathered


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
        if depth > _DEEPEST:
            raise Unreadable("front matter is nested too deeply", line=_line(event))


def _strings(node: yaml.Node) -> Iterator[str | None]:
    """The strings of a scalar, of a list of them, or of the names in a list; None for all else."""
    if isinstance(node, yaml.ScalarNode):
        yield "" if node.style is None and node.value.lower() in _NOTHING else node.value
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if isinstance(item, yaml.MappingNode):
                named = (
                    v for k, v in item.value if isinstance(k, yaml.ScalarNode) and k.value == "name"
                )
                name = next(named, None)
                yield name.value if isinstance(name, yaml.ScalarNode) else None
            else:
                yield item.value if isinstance(item, yaml.ScalarNode) else None
    else:
        yield None


def _settled(gathered: _Gathered, lines: int) -> FrontMatter:
    """The values as what they have to be."""
    values, warnings = gathered.values, gathered.warnings

    def single(name: str, read: Callable[[str], str]) -> str:
        given = values.get(name, ())
        value = read(given[0]) if len(given) == 1 else ""
        if given and not value:
            warnings.append(f"front matter: no {name} can be read from “{', '.join(given)}”")
        return value

    dated = values.get("published", ())
    published = base.read(dated[0]) if len(dated) == 1 else None
    if dated and published is None:
        warnings.append(f"front matter: no day can be read from the date “{', '.join(dated)}”")
    topics = values.get("topics", ())
    if len(topics) == 1:
        topics = tuple(filter(None, map(str.strip, topics[0].split(","))))
    return FrontMatter(
        title=single("title", str),
        byline=listed(values.get("byline", ())),
        outlet=single("outlet", str),
        published=published,
        topics=tuple(dict.fromkeys(topics)),
        url=single("url", _address),
        language=single("language", _language),
        slug=single("slug", slug),
        lines=lines,
        warnings=tuple(warnings),
    )


def listed(names: Sequence[str]) -> str:
    """Names as a byline has them: "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _address(text: str) -> str:
    return text if re.fullmatch(r"https?://[^\s/]+\S*", text, re.IGNORECASE) else ""


def _language(text: str) -> str:
    """The language of a tag such as "en" or "pt-BR"."""
    match = re.fullmatch(r"([a-z]{2,3})(?:[-_][a-z0-9_-]+)?", text, re.IGNORECASE)
    return match[1].lower() if match else ""
