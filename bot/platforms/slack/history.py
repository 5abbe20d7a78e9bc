"""Looks for a message of ours in a channel or thread, by the name it was posted under."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, assert_never

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.errors import broken, judged
from briefs.model import Address
from briefs.outcome import Outcome, Rejected, Retry, Sent, Unknown

_EVENT: Final = "sourcebrief_delivery"
_SKEW: Final = timedelta(minutes=10)
"""How far Slack's clock may be from ours."""

_PAGES: Final = 20
_A_PAGE: Final = 200


def label(key: str) -> dict[str, Any]:
    """What a post carries, unseen by people, so that it can be found by its key."""
    return {"metadata": {"event_type": _EVENT, "event_payload": {"delivery": key}}}


async def found(
    client: AsyncWebClient, at: Address, key: str, since: datetime
) -> Sent | Retry | Unknown | None:
    """Sent if it stands there; Retry if it surely does not; Unknown if Slack can't say just now.

    None if it never will: the app may not read there, or too much was said since.
    """
    asked: dict[str, Any] = {
        "channel": at.channel,
        "oldest": f"{(since - _SKEW).timestamp():.6f}",
        "limit": _A_PAGE,
        "include_all_metadata": True,
    }
    method = "conversations.replies" if at.thread else "conversations.history"
    if at.thread:
        asked["ts"] = at.thread
    for _ in range(_PAGES):
        try:
            page = await client.api_call(method, http_verb="GET", params=asked)
            ts = _labelled(page["messages"], key)
            if ts is not None:
                return Sent(ts)
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
        except SlackClientError as error:
            return _unanswered(judged(error))
        except (aiohttp.ClientError, OSError) as error:
            return _unanswered(broken(error))
        except (KeyError, TypeError, AttributeError):
            return Unknown("Slack's history could not be read.")
        if not cursor:
            return Retry("Slack's history shows that it was not posted.", timedelta())
        asked["cursor"] = cursor
    return None


def _labelled(messages: Iterable[Mapping[str, Any]], key: str) -> str | None:
    """The id of the message that carries the key."""
    ours = label(key)["metadata"]
    for message in messages:
        carried = message.get("metadata") or {}
        if all(carried.get(name) == value for name, value in ours.items()):
            return str(message["ts"])
    return None


def _unanswered(outcome: Outcome) -> Unknown | None:
    match outcome:
        case Rejected():
            return None
        case Retry(reason) | Unknown(reason):
            return Unknown(reason)
        case Sent():
            raise AssertionError("no failure is a success")
        case never:
            assert_never(never)
