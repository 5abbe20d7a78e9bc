"""The stores, each held to the contract."""

from pathlib import Path
from tempfile import mkdtemp

import pytest

from briefs.sql_store import open_store
from briefs.store import Store
from tests.contracts.memory_store import MemoryStore
from tests.contracts.store_contract import StoreContract


class TestMemoryStore(StoreContract):
    def open(self) -> Store:
        return MemoryStore()


class TestSqlStoreInMemory(StoreContract):
    def open(self) -> Store:
        return open_store("sqlite://")


class TestSqlStoreOnAFile(StoreContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def open(self) -> Store:
        return open_store(f"sqlite:///{mkdtemp(dir=self.folder)}/library.db")
