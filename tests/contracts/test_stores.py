"""The stores, each held to the contract."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from briefs.storage import Store
from briefs.storage.sql.store import open_store
from tests.contracts import engines
from tests.contracts.engines import Engine
from tests.contracts.memory_store import MemoryStore
from tests.contracts.store_contract import StoreContract


class TestMemoryStore(StoreContract):
    def open(self) -> Store:
        return MemoryStore()


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
