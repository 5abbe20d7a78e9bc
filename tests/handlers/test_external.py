"""A piece of the open web is marked, and all that is offered with it is to be had."""

from datetime import timedelta

import pytest

from handlers.format import MARK
from tests.contracts.memory_store import MemoryStore
from tests.handlers.newsroom import NOW, Reader, button, labels, piece, source, text


@pytest.fixture
def reader() -> Reader:
    """Somebody who was shown a page of the open web."""
    store = MemoryStore()
    page = piece(sources=(source(1),))
    store.editorial.keep_external(page, now=NOW, until=NOW + timedelta(days=7))
    return Reader(store)


@pytest.mark.parametrize(
    "ask", ["/brief #-1@1", "/read #-1@1", "/sources #-1@1", "/sources #-1@1 1", "/check #-1@1 S2"]
)
def test_every_button_below_it_leads_to_an_answer_on_it(reader: Reader, ask: str) -> None:
    answer = reader.ask(ask)
    assert MARK in text(answer)
    for label in labels(answer):
        press = button(answer, label).does
        assert not isinstance(press, str)
        assert MARK in text(reader.ask(" ".join((press.command, *press.args)))), label


@pytest.mark.parametrize("ask", ["/read #-1@1 p9", "/sources #-1@1 9", "/check #-1@1 S9"])
def test_what_it_has_not_is_refused_without_a_way_that_leads_nowhere(
    reader: Reader, ask: str
) -> None:
    said = text(reader.ask(ask))
    assert "“The dam” has " in said
    assert said.count("#-1") == said.count("#-1@1")
