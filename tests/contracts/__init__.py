import pytest

for part in (
    *("intake", "catalogue", "search", "citing", "conversation"),
    *("publishing", "twins", "originals", "external", "feeds"),
    *("arrival", "orders", "outbox", "outcome", "pace"),
):
    pytest.register_assert_rewrite(f"tests.contracts.{part}_contract")
for part in ("posting", "together", "delivering"):
    pytest.register_assert_rewrite(f"tests.contracts.{part}")
