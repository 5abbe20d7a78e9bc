"""The emulated Slack refuses what Slack refuses of files, at each of their three steps."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.emulators.slack import BOT_TOKEN, SharedFile, SlackEmulator


@pytest.fixture
async def slack() -> AsyncIterator[SlackEmulator]:
    async with SlackEmulator() as emulator:
        yield emulator


def client(slack: SlackEmulator) -> AsyncWebClient:
    return AsyncWebClient(BOT_TOKEN, base_url=slack.base_url, retry_handlers=[])


async def promised(slack: SlackEmulator, length: object = 3) -> Any:
    asked = {"filename": "a.bib", "length": length}
    return (await client(slack).api_call("files.getUploadURLExternal", data=asked)).data


async def put(url: str, data: bytes = b"abc", headers: dict[str, str] | None = None) -> int:
    async with aiohttp.ClientSession() as http, http.post(url, data=data, headers=headers) as said:
        return said.status


async def refusal(slack: SlackEmulator, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await client(slack).api_call(method, **arguments)
    return str(refused.value.response["error"])


async def shared(slack: SlackEmulator, file: str, **where: str) -> str:
    """The code with which the sharing of a file is refused."""
    arguments = {"files": [{"id": file, "title": "a"}], **where}
    return await refusal(slack, "files.completeUploadExternal", json=arguments)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"json": {"filename": "a", "length": 3}}, "invalid_arguments"),
        ({"data": {"filename": "a"}}, "invalid_arguments"),
        ({"data": {"length": 3}}, "invalid_arguments"),
        ({"data": {"filename": "a", "length": "long"}}, "invalid_arguments"),
        ({"data": {"filename": "a", "length": 0}}, "missing_argument"),
    ],
    ids=str,
)
async def test_promises_are_refused(
    slack: SlackEmulator, arguments: dict[str, Any], code: str
) -> None:
    assert await refusal(slack, "files.getUploadURLExternal", **arguments) == code


async def test_an_address_takes_its_bytes_once(slack: SlackEmulator) -> None:
    url = (await promised(slack))["upload_url"]
    assert [await put(url), await put(url)] == [200, 404]


async def test_an_address_takes_neither_tokens_nor_other_lengths(slack: SlackEmulator) -> None:
    url = (await promised(slack))["upload_url"]
    assert await put(url, headers={"Authorization": f"Bearer {BOT_TOKEN}"}) == 400
    assert await put(url, b"abcd") == 400
    assert await put(url + "x") == 404


@pytest.mark.parametrize("files", [None, [], {"id": "F1"}], ids=str)
async def test_something_has_to_be_shared(slack: SlackEmulator, files: object) -> None:
    arguments = {"files": files, "channel_id": "C1"}
    refused = await refusal(slack, "files.completeUploadExternal", json=arguments)
    assert refused == "invalid_arguments"


async def test_what_was_not_put_there_cannot_be_shared(slack: SlackEmulator) -> None:
    file = await promised(slack)
    assert await shared(slack, file["file_id"], channel_id="C1") == "file_not_found"
    assert await shared(slack, "F99", channel_id="C1") == "file_not_found"


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ({"channel_id": "C9"}, "channel_not_found"),
        ({"channel_id": "G4"}, "channel_not_found"),
        ({"channel_id": "C2"}, "not_in_channel"),
        ({"channel_id": "C3"}, "is_archived"),
        ({"channel_id": "C1", "thread_ts": "1.1"}, "invalid_thread_ts"),
        ({"channel_id": "C1", "initial_comment": "x" * 4_001}, "msg_too_long"),
    ],
    ids=str,
)
async def test_shares_are_refused(slack: SlackEmulator, where: dict[str, str], code: str) -> None:
    file = await promised(slack)
    await put(file["upload_url"])
    assert await shared(slack, file["file_id"], **where) == code
    assert slack.answers == []


async def test_a_file_is_shared_once_and_without_a_channel_with_nobody(
    slack: SlackEmulator,
) -> None:
    file = await promised(slack)
    await put(file["upload_url"], headers={"Content-Type": "text/x-bibtex"})
    entry = [{"id": file["file_id"]}]
    await client(slack).files_completeUploadExternal(files=entry)
    assert slack.answers == []
    await client(slack).files_completeUploadExternal(files=entry, channel_id="C1")
    (said,) = slack.answers
    assert said.files == [SharedFile("a.bib", "text/x-bibtex", b"abc")]
    assert await shared(slack, file["file_id"], channel_id="C1") == "file_not_found"
