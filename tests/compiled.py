"""Statements that are compiled once a process: it takes longer than most tests, and SQLAlchemy does
it for each engine anew (a library on SQLite has three).
"""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, create_engine


class _Compiled(dict[Any, Any]):
    """Statements as compiled for one engine, for all others of its kind, too: a key is a tuple that
    begins with the dialect of one engine.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(key[1:], compiled)


def compile_once(module: ModuleType) -> None:
    """Have the engines that a module makes share what they compile."""
    compiled = _Compiled()

    def create(*args: Any, execution_options: Mapping[str, Any] = {}, **options: Any) -> Engine:
        shared = {**execution_options, "compiled_cache": compiled}
        return create_engine(*args, execution_options=shared, **options)

    vars(module)["create_engine"] = create
