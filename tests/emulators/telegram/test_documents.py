"""The emulated Telegram refuses the files that Telegram refuses."""

from typing import Any

import aiohttp
import pytest

from tests.emulators.telegram.server import TelegramEmulator
from tests.emulators.telegram.world import File


async def sent(data: bytes | None, **fields: str) -> Any:
    """The answer to one sendDocument, or its refusal, from a chat that may not exist."""
    form = aiohttp.FormData({"chat_id": "77", **fields})
    if data is not None:
        form.add_field("document", data, filename="a.bib", content_type="text/x-bibtex")
    async with (
        TelegramEmulator(largest_file=100) as telegram,
        aiohttp.ClientSession() as session,
    ):
        telegram.people.open(77)
        url = f"{telegram.base_url}{telegram.token}/sendDocument"
        async with session.post(url, data=form) as response:
            body = await response.json()
        if body["ok"]:
            (message,) = telegram.world.posted(77)
            assert message.file == File("a.bib", "text/x-bibtex", data or b"")
            return body["result"]
        assert telegram.world.posted(77) == []
        return f"{body['error_code']} {body['description']}"


@pytest.mark.parametrize(
    ("data", "fields", "refusal"),
    [
        (None, {}, "400 Bad Request: there is no document in the request"),
        (b"", {}, "400 Bad Request: file must be non-empty"),
        (b"x" * 101, {}, "413 Request Entity Too Large"),
        (b"x", {"caption": "x" * 1025}, "400 Bad Request: message caption is too long"),
        (b"x", {"chat_id": "9"}, "400 Bad Request: chat not found"),
        (b"x", {"message_thread_id": "9"}, "400 Bad Request: message thread not found"),
        (b"x", {"parse_mode": "HTML"}, "400 Bad Request: unsupported parse_mode"),
        (
            b"x",
            {"caption": "abc", "caption_entities": '[{"type":"bold","offset":3,"length":1}]'},
            "400 Bad Request: can't parse entities: bold at 3+1 is out of range",
        ),
    ],
)
async def test_files_are_refused(data: bytes | None, fields: dict[str, str], refusal: str) -> None:
    assert await sent(data, **fields) == refusal


async def test_a_file_at_each_limit_is_taken() -> None:
    message = await sent(b"x" * 100, caption=" " + "🕊" * 1024)
    assert message["caption"] == "🕊" * 1024
    assert message["document"]["file_size"] == 100
    assert "text" not in message


async def test_a_file_needs_no_caption() -> None:
    assert "caption" not in await sent(b"x")
