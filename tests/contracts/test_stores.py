"""The stores, each held to the contract."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from briefs.storage import Store
from briefs.storage.sql.store import SqlStore
from tests.contracts import engines
from tests.contracts.memory_store import SECRET, Lender, MemoryStore, on_postgres
from tests.contracts.model_store import model_store
from tests.contracts.store_contract import ModelContract, StoreContract


class TestModelStore(ModelContract):
    def open(self) -> Store:
        return model_store()


class TestMemoryStore(StoreContract):
    def open(self) -> Store:
        return MemoryStore()


_files = Lender(engines.kept_file)


class TestSqlStoreOnAFile(StoreContract):
    def open(self) -> Store:
        return SqlStore(_files.lend(), SECRET)


class TestSqlStoreOnPostgres(StoreContract):
    @pytest.fixture(autouse=True)
    def _libraries(self) -> Iterator[None]:
        with ExitStack() as self.libraries:
            yield

    def open(self) -> Store:
        url = self.libraries.enter_context(engines.postgres())
        return on_postgres(url)
