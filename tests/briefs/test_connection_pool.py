from collections.abc import Iterator

import pysqlite3
import pytest
from sqlalchemy import Engine, create_engine

from briefs.storage.sqlite import ConnectionPool


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://", module=pysqlite3, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


@pytest.fixture
def lending(engine: Engine) -> Iterator[ConnectionPool]:
    lending = ConnectionPool(engine)
    yield lending
    lending.close()


def test_a_connection_that_came_back_is_lent_again(lending: ConnectionPool) -> None:
    with lending.connect() as first:
        pass
    with lending.connect() as again:
        assert again is first


def test_two_who_read_at_once_have_a_connection_each(lending: ConnectionPool) -> None:
    with lending.connect() as one, lending.connect() as other:
        assert one is not other


def test_a_connection_that_broke_is_not_lent_again(lending: ConnectionPool) -> None:
    with pytest.raises(ValueError, match="broke"), lending.connect() as broken:
        raise ValueError("broke")
    assert broken.closed
    with lending.connect() as next_one:
        assert next_one is not broken


def test_closing_lets_go_of_all_that_came_back(lending: ConnectionPool) -> None:
    with lending.connect() as one, lending.connect() as other:
        pass
    lending.close()
    assert one.closed
    assert other.closed
