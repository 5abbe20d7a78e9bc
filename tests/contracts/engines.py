"""The engines that a library may be kept on: each gives the address of an empty one."""

import atexit
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from briefs.storage.sql.store import open_store
from tests.postgres import bare_database, empty_library, new_library

Engine: TypeAlias = Callable[[], AbstractContextManager[str]]

_kept = ExitStack()
atexit.register(_kept.close)
_MEMORY = Path("/dev/shm")  # where waiting for the disk takes no time


@contextmanager
def memory() -> Iterator[str]:
    yield "sqlite://"


@contextmanager
def file() -> Iterator[str]:
    """A library on a file."""
    with new_file() as url:
        Path(url.removeprefix("sqlite:///")).write_bytes(_empty_file())
        yield url


@contextmanager
def new_file() -> Iterator[str]:
    """A file that is yet to be made."""
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.exists() else None) as folder:
        yield f"sqlite:///{folder}/library.db"


def kept_file() -> str:
    """A file that is there until the tests end."""
    return _kept.enter_context(file())


@cache
def _empty_file() -> bytes:
    with new_file() as url:
        open_store(url).close()
        return Path(url.removeprefix("sqlite:///")).read_bytes()


postgres: Engine = empty_library
"""One for all, for one store at a time."""

SHARED: tuple[Engine, ...] = (file, new_library)
"""An empty library of each kind that processes can share."""

UNMADE: tuple[Engine, ...] = (new_file, bare_database)
"""Where a library of each such kind is yet to be made."""
