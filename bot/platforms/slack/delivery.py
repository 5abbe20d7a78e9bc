"""Reads a delivery that Slack posted into what a socket would have brought."""

import json
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qsl

from bot.platforms.slack import events, membership

SSL_CHECK: Final = {"ssl_check": "1"}
"""What Slack posts now and then, for no other purpose than to see the server's certificate."""

_AT: Final = datetime.min.replace(tzinfo=UTC)


def read(body: bytes, media_type: str) -> dict[str, Any]:
    """The payload, shaped as documented, of a command, an event, a press or a check.

    Any exception at all means that it is none of these.
    """
    match media_type:
        case "application/json":
            return _posted(json.loads(body))
        case "application/x-www-form-urlencoded":
            fields = dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
            return _pressed(json.loads(fields["payload"])) if "payload" in fields else _form(fields)
    raise ValueError("neither JSON nor a form")


def _posted(payload: dict[str, Any]) -> dict[str, Any]:
    match payload["type"]:
        case "url_verification" if isinstance(payload["challenge"], str):
            return payload
        case "event_callback":
            _place(events.event(payload, bot="", at=_AT))
            membership.change(payload, bot="")
            return payload
    raise ValueError("no type that we subscribe to")


def _pressed(payload: dict[str, Any]) -> dict[str, Any]:
    if payload["type"] != "block_actions":
        raise ValueError("no type that our messages give rise to")
    pressed = events.press(payload, at=_AT)
    _place(pressed.asked if pressed else None)
    return payload


def _form(fields: dict[str, str]) -> dict[str, Any]:
    if fields.items() >= SSL_CHECK.items():
        return SSL_CHECK
    _place(events.command(fields, at=_AT))
    return fields


def _place(asked: events.Asked | None) -> None:
    """Raises if there is a request and its place is not one of texts."""
    if asked is not None:
        str(asked.request.origin)
