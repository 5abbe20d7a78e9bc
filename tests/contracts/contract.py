"""What every part of the stores' contract is written with."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from briefs.model import Card
from briefs.storage import Store
from tests.conftest import scaled

DAY = timedelta(days=1)

modest = settings(max_examples=scaled(40), deadline=None)
anything = st.text(st.characters(), max_size=30)  # lone surrogates and NUL included
storable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


def numbers(cards: Iterable[Card]) -> list[int]:
    return [card.piece for card in cards]


class Contract:
    """A subclass says which store the tests are run over."""

    def open(self) -> Store:
        raise NotImplementedError

    @pytest.fixture
    def store(self) -> Iterator[Store]:
        with closing(self.open()) as store:
            yield store
