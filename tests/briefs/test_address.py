"""Addresses and their canonical text."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Address

parts = st.text(max_size=6) | st.text(":%3A5", max_size=6)
addresses = st.builds(Address, parts, parts, parts, parts)


@given(addresses)
def test_an_address_can_be_read_back_from_its_text(address: Address) -> None:
    assert Address.parse(str(address)) == address


@given(addresses, addresses)
def test_no_two_addresses_have_the_same_text(one: Address, other: Address) -> None:
    assert (str(one) == str(other)) == (one == other)


@given(st.text(":%3Aa5", max_size=9))
def test_a_text_that_is_read_is_the_canonical_one(text: str) -> None:
    with suppress(ValueError):
        assert str(Address.parse(text)) == text


@pytest.mark.parametrize("text", ["a:b:c:d:e", "a:", "a%", "slack:T1:C1:"])
def test_a_text_that_is_not_canonical_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        Address.parse(text)


def test_a_thread_belongs_to_its_channel_and_its_account() -> None:
    thread = Address("slack", "T1", "C1", "1700.5")
    assert thread.channel_alone == Address("slack", "T1", "C1")
    assert thread.account == "slack:T1"
