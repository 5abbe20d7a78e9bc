"""Checks blocks as strictly as Slack does, and reads them as a person sees them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from tests.emulators.slack.refused import Refused

Json: TypeAlias = Mapping[str, Any]

MOST_BLOCKS = 50
MOST_CHARACTERS = 13_000
_STYLES = {"bold", "italic", "strike", "code", "underline"}
_CONTAINERS = {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}


def check(blocks: object) -> None:
    """Raises Refused with invalid_blocks or msg_blocks_too_long."""
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format", "blocks are no array")
    if len(blocks) > MOST_BLOCKS:
        raise _invalid(f"{len(blocks)} blocks")
    for block in blocks:
        _known(block, _BLOCKS)
    _unique("block_id", blocks)
    _unique("action_id", [e for b in blocks if b["type"] == "actions" for e in b["elements"]])
    if sum(map(len, _strings(blocks))) > MOST_CHARACTERS:
        raise Refused("msg_blocks_too_long")


def visible(blocks: Sequence[Json]) -> str:
    """The words in reading order, a line for a block, buttons left out."""
    return "\n".join("".join(_words(block)) for block in blocks if block["type"] != "actions")


def buttons(blocks: Sequence[Json]) -> Iterator[Json]:
    for block in blocks:
        if block["type"] == "actions":
            yield from block["elements"]


def pings(text: str, blocks: Sequence[Json]) -> tuple[str, ...]:
    """Whatever in a message would call people or pose as a link: none of ours ever should."""
    found = [m for t in (text, *_mrkdwn(blocks)) for m in re.findall(r"<[^>]*>", t)]
    found += [leaf["type"] for leaf in _leaves(blocks) if leaf["type"] in _MENTIONS]
    return tuple(found)


def _invalid(why: str) -> Refused:
    return Refused("invalid_blocks", why)


def _known(thing: Any, kinds: Mapping[str, Callable[[Json], None]]) -> None:
    kind = thing.get("type") if isinstance(thing, dict) else None
    if not isinstance(kind, str) or kind not in kinds:
        raise _invalid(f"unsupported type: {kind}")
    kinds[kind](thing)


def _keys(thing: Json, needed: str, optional: str = "") -> None:
    keys, must = set(thing) - {"type"}, set(needed.split())
    if missing := must - keys:
        raise _invalid(f"{thing['type']} lacks {sorted(missing)}")
    if extra := keys - must - set(optional.split()):
        raise _invalid(f"{thing['type']} may not have {sorted(extra)}")


def _sized(text: object, most: int, what: str) -> None:
    if not isinstance(text, str) or not text:
        raise _invalid(f"{what} is empty or no text")
    if len(text) > most:
        raise _invalid(f"{what} is longer than {most} characters")


def _text_object(thing: Any, most: int, kinds: Sequence[str]) -> None:
    if not isinstance(thing, dict) or thing.get("type") not in kinds:
        raise _invalid(f"no text object of {kinds}")
    _keys(thing, "text", "emoji" if thing["type"] == "plain_text" else "verbatim")
    _sized(thing["text"], most, "text object")


def _many(thing: Json, most: int) -> Sequence[Any]:
    elements = thing["elements"]
    if not isinstance(elements, list) or not 0 < len(elements) <= most:
        raise _invalid(f"{thing['type']} needs 1 to {most} elements")
    return elements


def _header(block: Json) -> None:
    _keys(block, "text", "block_id")
    _text_object(block["text"], 150, ["plain_text"])
    if not block["text"]["text"].strip():
        raise _invalid("a blank header")


def _section(block: Json) -> None:
    _keys(block, "", "text fields block_id expand")
    if not block.get("text") and not block.get("fields"):
        raise _invalid("a section without text and fields")
    if "text" in block:
        _text_object(block["text"], 3_000, ["plain_text", "mrkdwn"])
    if len(block.get("fields", ())) > 10:
        raise _invalid("more than 10 fields")
    for field in block.get("fields", ()):
        _text_object(field, 2_000, ["plain_text", "mrkdwn"])


def _context(block: Json) -> None:
    _keys(block, "elements", "block_id")
    for element in _many(block, 10):
        _text_object(element, 3_000, ["plain_text", "mrkdwn"])


def _divider(block: Json) -> None:
    _keys(block, "", "block_id")


def _actions(block: Json) -> None:
    _keys(block, "elements", "block_id")
    for element in _many(block, 25):
        _known(element, {"button": _button})


def _button(element: Json) -> None:
    _keys(element, "text", "action_id value url style")
    _text_object(element["text"], 75, ["plain_text"])
    for key, most in (("action_id", 255), ("value", 2_000), ("url", 3_000)):
        if key in element:
            _sized(element[key], most, f"a button's {key}")


def _rich_text(block: Json) -> None:
    _keys(block, "elements", "block_id")
    for element in _many(block, 1_000):
        _known(element, _RICH)


def _rich_section(element: Json) -> None:
    _keys(element, "elements", "border")
    for leaf in _many(element, 10_000):
        _known(leaf, _LEAVES)


def _rich_list(element: Json) -> None:
    _keys(element, "elements style", "indent offset border")
    if element["style"] not in {"bullet", "ordered"}:
        raise _invalid(f"a list's style {element['style']!r}")
    if element.get("offset", 0) < 0:
        raise _invalid("a list's offset below 0")
    for item in _many(element, 1_000):
        _known(item, {"rich_text_section": _rich_section})


def _styled(leaf: Json) -> None:
    style = leaf.get("style", {})
    if not set(style) <= _STYLES or not all(
        value is True or value is False for value in style.values()
    ):
        raise _invalid(f"a style {style}")


def _text_leaf(leaf: Json) -> None:
    _keys(leaf, "text", "style")
    _sized(leaf["text"], MOST_CHARACTERS, "rich text")
    _styled(leaf)


def _link_leaf(leaf: Json) -> None:
    _keys(leaf, "url", "text style unsafe")
    _sized(leaf["url"], 3_000, "a link's url")
    if not re.match(r"(https?://[^/\s]|mailto:)", leaf["url"]):
        raise _invalid(f"a link to {leaf['url']!r}")
    if "text" in leaf:
        _sized(leaf["text"], MOST_CHARACTERS, "a link's text")
    _styled(leaf)


def _anything(leaf: Json) -> None:
    """Mentions and emoji are taken; whether ours should ever be there, `pings` tells."""


_BLOCKS: Mapping[str, Callable[[Json], None]] = {
    "actions": _actions,
    "context": _context,
    "divider": _divider,
    "header": _header,
    "rich_text": _rich_text,
    "section": _section,
}
_RICH: Mapping[str, Callable[[Json], None]] = {
    **dict.fromkeys(_CONTAINERS, _rich_section),
    "rich_text_list": _rich_list,
}
_MENTIONS = {"broadcast", "channel", "team", "user", "usergroup"}
_LEAVES: Mapping[str, Callable[[Json], None]] = {
    **dict.fromkeys(_MENTIONS | {"emoji", "date", "color"}, _anything),
    "link": _link_leaf,
    "text": _text_leaf,
}


def _unique(key: str, things: Sequence[Json]) -> None:
    values = [thing[key] for thing in things if key in thing]
    if len(set(values)) < len(values):
        raise _invalid(f"the same {key} twice")


def _strings(thing: object) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, list):
        for part in thing:
            yield from _strings(part)
    elif isinstance(thing, dict):
        for key, part in thing.items():
            if key != "type":
                yield from _strings(part)


def _words(thing: Json) -> Iterator[str]:
    if thing["type"] == "rich_text_list":
        for n, item in enumerate(thing["elements"], start=thing.get("offset", 0) + 1):
            yield f"{n}. " if thing["style"] == "ordered" else "• "
            yield from _words(item)
            yield "\n"
    elif "elements" in thing:
        for element in thing["elements"]:
            yield from _words(element)
            if element["type"] not in _LEAVES:
                yield "\n"
    elif isinstance(thing.get("text"), dict):
        yield _read(thing["text"])
    else:
        yield thing["text"] if "text" in thing else thing.get("url", "")


def _read(text: Json) -> str:
    if text["type"] == "plain_text":
        return str(text["text"])
    return str(text["text"]).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _mrkdwn(thing: Any) -> Iterator[str]:
    if isinstance(thing, dict):
        if thing.get("type") == "mrkdwn":
            yield thing["text"]
        for part in thing.values():
            yield from _mrkdwn(part)
    elif isinstance(thing, list):
        for part in thing:
            yield from _mrkdwn(part)


def _leaves(thing: Any) -> Iterator[Json]:
    if isinstance(thing, dict):
        if "type" in thing:
            yield thing
        for part in thing.values():
            yield from _leaves(part)
    elif isinstance(thing, list):
        for part in thing:
            yield from _leaves(part)
