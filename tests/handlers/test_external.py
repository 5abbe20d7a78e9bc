"""An external page is marked, and everything that is offered with it works."""

from datetime import timedelta

import pytest

from handlers.format import MARK
from tests.contracts.memory_store import MemoryStore
from tests.handlers.newsroom import NOW, Reader, button, labels, piece, source, text


@pytest.fixture
def shown() -> tuple[Reader, str]:
    """Somebody who was shown a page of the open web, and how it is named."""
    store = MemoryStore()
    page = piece(sources=(source(1),))
    kept = store.editorial.keep_external(page, now=NOW, until=NOW + timedelta(days=7))
    return Reader(store), f"#{kept.piece}@1"


@pytest.mark.parametrize(
    "ask", ["/brief {}", "/read {}", "/sources {}", "/sources {} 1", "/check {} S2"]
)
def test_every_button_below_it_leads_to_an_answer_on_it(
    shown: tuple[Reader, str], ask: str
) -> None:
    reader, page = shown
    answer = reader.ask(ask.format(page))
    assert MARK in text(answer)
    for label in labels(answer):
        press = button(answer, label).does
        assert not isinstance(press, str)
        assert MARK in text(reader.ask(" ".join((press.command, *press.args)))), label


@pytest.mark.parametrize("ask", ["/read {} p9", "/sources {} 9", "/check {} S9"])
def test_what_it_has_not_is_refused_without_a_way_that_leads_nowhere(
    shown: tuple[Reader, str], ask: str
) -> None:
    reader, page = shown
    said = text(reader.ask(ask.format(page)))
    assert "“The dam” has " in said
    assert said.count("#-") == said.count(page)
