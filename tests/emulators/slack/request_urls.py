"""Delivers over HTTP to an app's request URL, signed as Slack signs."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp

SIGNING_SECRET = "8f742231b10e-emulated-signing-secret"

_TRIES = 4
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"


@dataclass
class RequestUrls:
    """`balanced` are the full addresses behind the app's one, which take turns.

    What was posted stays in `sent`, as body and headers; `answers` are the statuses that came.
    """

    balanced: list[str] = field(default_factory=list)
    clock: Callable[[], float] = time.time
    sent: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    _turn: int = 0

    async def deliver(self, kind: str, payload: Mapping[str, Any], *, copies: int = 1) -> bool:
        """Whether the payload was acknowledged; an event that is not comes again, three times."""
        tries = _TRIES if kind == "events_api" else 1
        now = int(self.clock())
        async with aiohttp.ClientSession() as session:
            for attempt in range(tries):
                body, media_type = written(kind, payload)
                statuses = []
                for copy in range(copies):
                    # Copies and tries are deliveries of their own: signed a second apart.
                    headers = signed(body, now - attempt * copies - copy)
                    headers["Content-Type"] = media_type
                    if attempt:
                        headers |= {
                            "X-Slack-Retry-Num": str(attempt),
                            "X-Slack-Retry-Reason": "http_error",
                        }
                    self.sent.append((body, headers))
                    statuses.append(await self._post(session, body, headers))
                self.answers += statuses
                if all(status == 200 for status in statuses):
                    return True
        return False

    async def _post(
        self, session: aiohttp.ClientSession, body: str, headers: Mapping[str, str]
    ) -> int:
        url = self.balanced[self._turn % len(self.balanced)]
        self._turn += 1
        try:
            async with session.post(url, data=body.encode(), headers=headers) as response:
                return response.status
        except aiohttp.ClientError:
            return 0


def written(kind: str, payload: Mapping[str, Any]) -> tuple[str, str]:
    """A delivery's body and its media type."""
    match kind:
        case "events_api":
            return json.dumps(payload), _JSON
        case "slash_commands":
            return urlencode(payload), _FORM
        case _:
            return urlencode({"payload": json.dumps(payload)}), _FORM


def signed(body: str | bytes, timestamp: int, secret: str = SIGNING_SECRET) -> dict[str, str]:
    """The headers by which Slack's requests are known."""
    data = body if isinstance(body, bytes) else body.encode()
    digest = hmac.new(secret.encode(), b"v0:%d:%b" % (timestamp, data), hashlib.sha256)
    return {
        "X-Slack-Request-Timestamp": str(timestamp),
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }
