"""The engines that deliveries are tested on."""

import pytest

from tests.delivery.rig import Engine, sqlite


@pytest.fixture(params=[sqlite], ids=["sqlite"])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.param
    return found
