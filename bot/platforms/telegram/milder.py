"""What to leave out of a message whose markup Telegram refused: the words stay as they are."""

from collections.abc import Mapping
from typing import Any

_MARKUP = frozenset({"entities", "caption_entities"})


def milder(params: Mapping[str, Any], refusal: str) -> dict[str, Any] | None:
    """The call's parameters without what `refusal` is about; None if that is not markup of ours."""
    complaint = refusal.lower()
    given = {name: value for name, value in params.items() if value is not None}
    kept = given
    if "can't parse entities" in complaint:
        kept = {name: value for name, value in given.items() if name not in _MARKUP}
    elif "button" in complaint and "url" in complaint and "reply_markup" in given:
        kept = {name: value for name, value in given.items() if name != "reply_markup"}
        if rows := _pressable(given["reply_markup"]):
            kept["reply_markup"] = {"inline_keyboard": rows}
    return kept if kept != given else None


def _pressable(markup: Mapping[str, Any]) -> list[list[dict[str, str]]]:
    """A keyboard's rows without the keys that open an address."""
    rows = ([key for key in row if "url" not in key] for row in markup.get("inline_keyboard", ()))
    return [row for row in rows if row]
