"""The messages for a page that cannot be fetched, or is no article."""

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
