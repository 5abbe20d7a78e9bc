"""Checks JSON against the Bot API's specification, as others scrape it from Telegram's reference.

What the bot sends is held to the parameters of its method; what our emulator sends, updates and
results, to Telegram's own types: an emulator that sends what Telegram never does proves nothing.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from tests.wire.capture import TelegramTraffic

Spec: TypeAlias = Mapping[str, Any]

URL: Final = "https://raw.githubusercontent.com/PaulSonOfLars/telegram-bot-api-spec/main/api.json"
_ARRAY: Final = "Array of "
_PLAIN: Final[Mapping[str, tuple[type, ...]]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
    "InputFile": (str,),
}
_NEWER: Final = {"ephemeral_message_parameters": "10.2"}
"""Parameters, and the version of the Bot API that brought each: older specifications lack them."""


def read(path: Path) -> Spec:
    spec: Spec = json.loads(path.read_bytes())
    return spec


def complaints(spec: Spec, traffic: TelegramTraffic) -> Iterator[str]:
    """What is wrong with calls, results and updates; each complaint once."""
    methods = {name.lower(): method for name, method in spec["methods"].items()}
    found: list[str] = []
    for name, params in traffic.calls:
        found += _fields(spec, methods[name], _known(spec, params), name)
    for name, result in traffic.results:
        found += _any_of(spec, methods[name]["returns"], result, f"{name} →")
    for update in traffic.updates:
        found += _any_of(spec, ["Update"], update, "update")
    yield from dict.fromkeys(found)


def seeded(spec: Spec, traffic: TelegramTraffic) -> tuple[int, int]:
    """Of traffic that is wrong in one way each: how many there are, and how many were found."""
    mistakes = tuple(_mistakes(traffic))
    return len(mistakes), sum(any(True for _ in complaints(spec, one)) for one in mistakes)


def _mistakes(traffic: TelegramTraffic) -> Iterator[TelegramTraffic]:
    sent = next(params for name, params in traffic.calls if name == "sendmessage")
    shown = next(result for name, result in traffic.results if name == "sendmessage")
    update = next(one for one in traffic.updates if "message" in one)
    message = update["message"]

    def calls(params: dict[str, Any]) -> TelegramTraffic:
        return TelegramTraffic([("sendmessage", params)], [], [])

    def updates(message: dict[str, Any]) -> TelegramTraffic:
        return TelegramTraffic([], [], [{**update, "message": message}])

    yield calls({**sent, "chatid": 1})
    yield calls({k: v for k, v in sent.items() if k != "text"})
    yield calls({**sent, "reply_parameters": {"message_id": "7"}})
    yield calls({**sent, "link_preview_options": {"disabled": True}})
    yield calls({**sent, "entities": [{"type": "bold", "offset": 0}]})
    yield updates({k: v for k, v in message.items() if k != "date"})
    yield updates({**message, "chat": {**message["chat"], "id": "77"}})
    yield updates({**message, "is_private": True})
    yield TelegramTraffic([], [], [{**update, "update_id": None}])
    yield TelegramTraffic([], [("sendmessage", {**shown, "message_id": "7"})], [])


def _known(spec: Spec, params: Mapping[str, Any]) -> dict[str, Any]:
    version = _number(str(spec["version"]).rpartition(" ")[2])
    newer = {name for name, since in _NEWER.items() if _number(since) > version}
    return {name: value for name, value in params.items() if name not in newer}


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _any_of(spec: Spec, types: Sequence[str], value: Any, at: str) -> list[str]:
    """The complaints by the type of these that fits best."""
    return min((_one(spec, name, value, at) for name in types), key=len)


def _one(spec: Spec, name: str, value: Any, at: str) -> list[str]:
    if name.startswith(_ARRAY):
        if not isinstance(value, list):
            return [f"{at}: no list"]
        inner = name.removeprefix(_ARRAY)
        return [one for entry in value for one in _one(spec, inner, entry, f"{at}[]")]
    if name in _PLAIN:
        fits = isinstance(value, _PLAIN[name]) and (name == "Boolean" or value is not True)
        return [] if fits else [f"{at}: {type(value).__name__}, not {name}"]
    described = spec["types"][name]
    if "subtypes" in described:
        return _any_of(spec, described["subtypes"], value, at)
    if not isinstance(value, dict):
        return [f"{at}: {type(value).__name__}, not {name}"]
    return _fields(spec, described, value, at)


def _fields(
    spec: Spec, described: Mapping[str, Any], value: Mapping[str, Any], at: str
) -> list[str]:
    fields = {field["name"]: field for field in described.get("fields", ())}
    found = [f"{at}: {name} is none of its fields" for name in value if name not in fields]
    found += [
        f"{at}: {name} is missing"
        for name, f in fields.items()
        if f["required"] and name not in value
    ]
    for name, field in fields.items():
        if name in value:
            found += _any_of(spec, field["types"], value[name], f"{at}.{name}")
    return found
