"""Files that are too large or never end, and the messages for a page that is no article."""

import os
from pathlib import Path

import pytest

from bot import importing
from bot.http_client.results import Answer, Failed, NotModified, Refused, Validators
from briefs.errors import Unreadable
from tests.bot.feeds import fetched

URL = "https://journal.example/led/here?session=SECRET"
NOT_THERE: tuple[Answer, ...] = (
    Refused(URL, "robots", "It asks robots not to."),
    Failed(url=URL, kind="gone", reason="It answers 404 Not Found.", status=404),
    NotModified(url=URL, validators=Validators(), permanent_url=None),
    fetched(URL, b"", media_type="text/html"),
)


@pytest.mark.parametrize("answer", NOT_THERE)
def test_where_one_was_led_is_told_without_what_may_be_a_secret(answer: Answer) -> None:
    with pytest.raises(Unreadable) as told:
        importing.page(answer)
    assert told.value.path == "https://journal.example/led/here?…"


@pytest.mark.parametrize("answer", NOT_THERE)
def test_an_address_that_a_person_gave_is_told_as_it_was_given(answer: Answer) -> None:
    with pytest.raises(Unreadable) as told:
        importing.page(answer, "https://journal.example/asked?id=7")
    assert told.value.path == "https://journal.example/asked?id=7"


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    path.touch()
    os.truncate(path, importing.MAX_FILE_BYTES + 1)
    with pytest.raises(Unreadable, match="too large: 51 MB"):
        importing.data_of(path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no device without an end")
def test_a_device_that_never_ends_is_read_no_further_than_a_file() -> None:
    with pytest.raises(Unreadable, match="too large"):
        importing.data_of(Path("/dev/zero"))
