"""The stores, each held to the contract."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from briefs.storage import Store
from briefs.storage.sql.store import open_store
from tests.contracts import engines
from tests.contracts.engines import Engine
from tests.contracts.model_store import model_store
from tests.contracts.store_contract import ModelContract, StoreContract


class TestModelStore(ModelContract):
    def open(self) -> Store:
        return model_store()


class OnAnEngine(StoreContract):
    engine: Engine

    @pytest.fixture(autouse=True)
    def _libraries(self) -> Iterator[None]:
        with ExitStack() as self.libraries:
            yield

    def open(self) -> Store:
        return open_store(self.libraries.enter_context(self.engine()))


class TestSqlStoreInMemory(OnAnEngine):
    engine = staticmethod(engines.memory)


class TestSqlStoreOnAFile(OnAnEngine):
    engine = staticmethod(engines.file)


class TestSqlStoreOnPostgres(OnAnEngine):
    engine = staticmethod(engines.postgres)
