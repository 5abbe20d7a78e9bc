"""The blocks of a message as JSON, so that a message that was sent can be rewritten later."""

import json
from collections.abc import Iterable
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from briefs.model import Press, Span
from handlers.message import (
    Actions,
    Block,
    Bullets,
    Button,
    Code,
    Collapsed,
    Divider,
    Emphasis,
    Extract,
    Facts,
    Heading,
    Link,
    Paragraph,
    Quote,
    Strong,
)

_KIND = "is"
_TYPES: dict[str, type[Any]] = {
    one.__name__: one
    for one in (
        *(Heading, Paragraph, Quote, Bullets, Facts, Collapsed, Divider, Actions),
        *(Strong, Emphasis, Code, Link, Extract, Button, Press, Span),
    )
}


def dump(blocks: Iterable[Block]) -> str:
    """The blocks as one line of JSON; TypeError for a file."""
    return json.dumps(_plain(tuple(blocks)), ensure_ascii=False, separators=(",", ":"))


def load(said: str) -> tuple[Block, ...]:
    """The blocks that `dump` was given; ValueError, TypeError or KeyError for any other text."""
    found: tuple[Block, ...] = _built(json.loads(said))
    return found


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        name = type(value).__name__
        if name not in _TYPES:
            raise TypeError(f"no text of a message: {name}")
        said = {
            field.name: _plain(found)
            for field in fields(value)
            if (found := getattr(value, field.name)) != field.default or field.default is MISSING
        }
        return {_KIND: name, **said}
    return value


def _built(value: Any) -> Any:  # noqa: ANN401  # any field of a block
    if isinstance(value, list):
        return tuple(map(_built, value))
    if isinstance(value, dict):
        given = {name: _built(one) for name, one in value.items() if name != _KIND}
        return _TYPES[value[_KIND]](**given)
    return value
