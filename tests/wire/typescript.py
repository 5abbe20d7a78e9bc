"""Writes payloads as TypeScript constants of the types that others keep, one a line.

A seeded mistake stands under `@ts-expect-error`: the compiler complains if it finds none there.
"""

import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, Final

from tests.wire.capture import Call

_HEAD: Final = """\
import type { Opts } from "@grammyjs/types";
import type { KnownBlock } from "@slack/types";
import type {
  ChatPostEphemeralArguments,
  ChatPostMessageArguments,
  ChatUpdateArguments,
  FilesCompleteUploadExternalArguments,
} from "@slack/web-api";

"""
_SLACK: Final = {
    "chat.postMessage": "ChatPostMessageArguments",
    "chat.postEphemeral": "ChatPostEphemeralArguments",
    "chat.update": "ChatUpdateArguments",
    "files.completeUploadExternal": "FilesCompleteUploadExternalArguments",
}
TELEGRAM_METHODS: Final = {
    name.lower(): name
    for name in (
        "answerCallbackQuery",
        "deleteWebhook",
        "editMessageText",
        "getChat",
        "getChatMember",
        "getFile",
        "getUpdates",
        "sendChatAction",
        "sendMessage",
        "setMessageReaction",
        "setMyCommands",
    )
}
_UNDOCUMENTED_IN_TYPES: Final = "offset"
"""Of rich_text_list: docs.slack.dev/reference/block-kit/blocks/rich-text-block has it."""


def program(telegram: Sequence[Call], slack: Sequence[Call]) -> str:
    """All payloads, each once, and below them the seeded mistakes."""
    typed = [*_telegram(telegram), *_slack(slack)]
    lines = list(dict.fromkeys(f"{kind} = {_written(value)}" for kind, value in typed))
    constants = [f"export const c{n}: {line};" for n, line in enumerate(lines)]
    mistakes = [
        f"// @ts-expect-error {what}\nexport const m{n}: {kind} = {_written(value)};"
        for n, (what, kind, value) in enumerate(_mistakes(typed))
    ]
    return _HEAD + "\n".join((*constants, *mistakes)) + "\n"


def seeded(telegram: Sequence[Call], slack: Sequence[Call]) -> int:
    return sum(1 for _ in _mistakes([*_telegram(telegram), *_slack(slack)]))


def _telegram(calls: Sequence[Call]) -> Iterator[tuple[str, Any]]:
    for method, params in calls:
        if method in TELEGRAM_METHODS:
            yield f'Opts<never>["{TELEGRAM_METHODS[method]}"]', params


def _slack(calls: Sequence[Call]) -> Iterator[tuple[str, Any]]:
    for method, args in calls:
        given = {name: value for name, value in args.items() if name != "token"}
        if method in _SLACK:
            yield _SLACK[method], given
        if "blocks" in given:
            yield "KnownBlock[]", given["blocks"]


def _mistakes(typed: Sequence[tuple[str, Any]]) -> Iterator[tuple[str, str, Any]]:
    """Ten payloads, each wrong in one way: a wrong key, a wrong type, a key dropped."""
    message = next(v for k, v in typed if k == 'Opts<never>["sendMessage"]' and "entities" in v)
    keyed = next(v for k, v in typed if k == 'Opts<never>["sendMessage"]' and "reply_markup" in v)
    kind = 'Opts<never>["sendMessage"]'
    yield "a key that is none", kind, {**message, "entitys": []}
    yield "a type that is none", kind, _with(message, ["entities", 0, "type"], "strong")
    yield "an offset in words", kind, _with(message, ["entities", 0, "offset"], "zero")
    yield "no text", kind, {k: v for k, v in message.items() if k != "text"}
    yield (
        "a key without a label",
        kind,
        _with(keyed, ["reply_markup", "inline_keyboard", 0, 0], {"callback_data": "t"}),
    )
    yield "a query without an id", 'Opts<never>["answerCallbackQuery"]', {"text": "x"}
    posted = next(v for k, v in typed if k == "ChatPostMessageArguments" and v.get("blocks"))
    blocks = next(v for k, v in typed if k == "KnownBlock[]")
    yield "a channel that is a number", "ChatPostMessageArguments", {**posted, "channel": 1}
    yield "a switch in words", "ChatPostMessageArguments", {**posted, "unfurl_links": "no"}
    yield "a block that is none", "KnownBlock[]", [*blocks, {"type": "headline", "text": "x"}]
    yield (
        "a header in mrkdwn",
        "KnownBlock[]",
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    )


def _with(value: Any, path: Sequence[str | int], new: Any) -> Any:
    """A copy with something else at a place deep within."""
    found = changed = deepcopy(value)
    for step in path[:-1]:
        found = found[step]
    found[path[-1]] = new
    return changed


def _written(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=True)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        is_list = value.get("type") == "rich_text_list"
        return {
            k: _plain(v) for k, v in value.items() if not (is_list and k == _UNDOCUMENTED_IN_TYPES)
        }
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
