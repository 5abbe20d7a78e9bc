"""What Telegram refuses, in its own words: pure checks of one call's parameters."""

import json
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

Json: TypeAlias = dict[str, Any]

LONGEST_TEXT: Final = 4096
LONGEST_CAPTION: Final = 1024
LARGEST_FILE: Final = 50_000_000
MOST_ENTITIES: Final = 100
MOST_KEYS: Final = 100
MOST_KEYS_A_ROW: Final = 8
LONGEST_DATA: Final = 64
LONGEST_ANSWER: Final = 200
REACTIONS: Final = frozenset("👍👎👏🤔🤯👌🤷🙈🙉🙊👀🗿")
"""Some of those that bots may give."""

_KINDS = frozenset(
    {
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
    }
)
_KEY_KINDS = frozenset(
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "copy_text",
    }
)


class Refused(Exception):
    """An answer with `ok: false`."""

    def __init__(
        self, code: int, description: str, parameters: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}


def bad_request(what: str, **parameters: int) -> Refused:
    return Refused(400, f"Bad Request: {what}", parameters)


def parsed(params: Mapping[str, str], name: str, kind: type, complaint: str) -> Any:
    """A parameter that holds JSON, as form bodies carry it; None if it is not given."""
    if name not in params:
        return None
    try:
        value = json.loads(params[name])
    except ValueError:
        raise bad_request(complaint) from None
    if not isinstance(value, kind):
        raise bad_request(complaint)
    return value


def text(params: Mapping[str, str]) -> str:
    """A message's text as it will be shown: white space at its ends is trimmed."""
    if "parse_mode" in params:
        raise bad_request("unsupported parse_mode")  # the bot under test sends entities alone
    shown = params.get("text", "").strip()
    if not shown:
        raise bad_request("message text is empty")
    if len(shown) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return shown


def caption(params: Mapping[str, str]) -> str:
    """A file's caption, which may be empty, trimmed as a text is."""
    if "parse_mode" in params:
        raise bad_request("unsupported parse_mode")
    shown = params.get("caption", "").strip()
    if len(shown) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return shown


def entities(params: Mapping[str, str], shown: str, name: str = "entities") -> list[Json]:
    found: list[Json] = parsed(params, name, list, "can't parse entities JSON array") or []
    if len(found) > MOST_ENTITIES:
        raise bad_request("can't parse entities: too many entities")
    units = shown.encode("utf-16-le")
    for entity in found:
        _entity(entity, units)
    _nesting(found)
    return found


def _entity(entity: Json, units: bytes) -> None:
    kind, offset, length = entity.get("type"), entity.get("offset"), entity.get("length")
    if kind not in _KINDS:
        raise bad_request(f"can't parse entities: unsupported type {kind}")
    if not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request("can't parse entities: offset and length must be numbers")
    if offset < 0 or length <= 0 or 2 * (offset + length) > len(units):
        raise bad_request(f"can't parse entities: {kind} at {offset}+{length} is out of range")
    try:
        units[2 * offset : 2 * (offset + length)].decode("utf-16-le")
    except UnicodeDecodeError:
        raise bad_request(f"can't parse entities: {kind} at {offset} halves a character") from None
    if kind == "text_link" and not str(entity.get("url", "")).startswith(("http://", "https://")):
        raise bad_request("can't parse entities: text_link without a URL")


def _nesting(found: list[Json]) -> None:
    """Entities contain each other or stand apart; quotes hold no quote, code holds nothing."""
    spans = sorted((e["offset"], -e["length"], e["type"]) for e in found)
    open_: list[tuple[int, str]] = []
    for start, minus, kind in spans:
        end = start - minus
        while open_ and open_[-1][0] <= start:
            open_.pop()
        if open_ and end > open_[-1][0]:
            raise bad_request(f"can't parse entities: {kind} at {start} overlaps another")
        outer = {outside for _, outside in open_}
        quotes = {"blockquote", "expandable_blockquote"}
        if outer & {"code", "pre"} or (kind in quotes and outer & quotes):
            raise bad_request(f"can't parse entities: {kind} at {start} can't be nested")
        open_.append((end, kind))


def keyboard(params: Mapping[str, str]) -> list[list[Json]]:
    markup = parsed(params, "reply_markup", dict, "can't parse reply keyboard markup JSON object")
    if not markup:
        return []
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list):
        raise bad_request('Field "inline_keyboard" must be of type Array')
    keys = [key for row in rows for key in row]
    if len(keys) > MOST_KEYS or any(len(row) > MOST_KEYS_A_ROW for row in rows):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for key in keys:
        _key(key)
    return rows


def _key(key: Json) -> None:
    does = set(key) - {"text", "style", "icon_custom_emoji_id"}
    if not key.get("text"):
        raise bad_request("inline keyboard button text must be non-empty")
    if not does:
        raise bad_request("Text buttons are not allowed in the inline keyboard")
    if len(does) > 1 or not does <= _KEY_KINDS:
        raise bad_request("BUTTON_TYPE_INVALID")
    data = key.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    url = key.get("url")
    if url is not None and not str(url).startswith(("http://", "https://", "tg://")):
        raise bad_request("BUTTON_URL_INVALID")


def commands(params: Mapping[str, str]) -> list[Json]:
    found: list[Json] = parsed(params, "commands", list, "can't parse commands JSON array") or []
    if len(found) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in found:
        name = command.get("command", "")
        simple = name.replace("_", "").isalnum() and name.isascii() and name == name.lower()
        if not simple or not 1 <= len(name) <= 32:
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return found
