"""The engines that deliveries are tested on; what takes long is left to a soak on PostgreSQL."""

import pytest

from tests.contracts.engines import file
from tests.postgres import new_library

SQLITE = pytest.param(file, id="sqlite")
POSTGRES = pytest.param(new_library, id="postgres")
POSTGRES_AT_LENGTH = pytest.param(new_library, id="postgres", marks=pytest.mark.soak)

on_both = pytest.mark.parametrize("engine", [SQLITE, POSTGRES])
on_both_at_length = pytest.mark.parametrize("engine", [SQLITE, POSTGRES_AT_LENGTH])
