import pytest

for part in ("intake", "catalogue", "search", "conversation"):
    pytest.register_assert_rewrite(f"tests.contracts.{part}_contract")
