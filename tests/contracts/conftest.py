"""A database that many can be at work on, of each kind in turn."""

from collections.abc import Iterator

import pytest

from tests.contracts.engines import SHARED, Engine


@pytest.fixture(params=SHARED, ids=lambda engine: engine.__name__)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    engine: Engine = request.param
    with engine() as url:
        yield url
