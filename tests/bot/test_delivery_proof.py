"""What may be posted: messages whose quotations are unchanged, of pieces that are still public."""

from bot.delivery.worker import verify_messages
from briefs.digests.outbox import Edition, Message, Part, Quotation
from briefs.errors import Unproved
from briefs.model import Address
from tests.briefs.builders import NOW, edited
from tests.contracts.contract import DAY
from tests.contracts.memory_store import MemoryStore


def quoting(store: MemoryStore) -> Message:
    """A message in the outbox that quotes the first sentence of piece 1 as it is public."""
    revision = store.catalogue.revision(1)
    at = revision.sentences[0]
    quote = Quotation(
        piece=1,
        revision=revision.number,
        sha256=revision.sha256,
        at=at,
        text=at.of(revision.body),
    )
    message = Message(payload="{}", quotes=(quote,))
    edition = Edition(
        to=Address("slack", "T1", "C1"),
        name="test",
        due=NOW,
        until=NOW + DAY,
        parts=(Part(message=message),),
    )
    store.outbox.enqueue([edition], now=NOW)
    return message


def test_what_a_piece_still_says_may_be_posted() -> None:
    store = MemoryStore()
    store.catalogue.add(edited(origin="a"), now=NOW)
    message = quoting(store)
    store.catalogue.add(edited("Corrected.", origin="a"), now=NOW)
    assert verify_messages([message.key], store) == {message.key: message}


def test_a_quotation_of_a_retracted_piece_is_not_posted_any_more() -> None:
    store = MemoryStore()
    store.catalogue.add(edited(), now=NOW)
    message = quoting(store)
    store.editorial.retract(1, "the figures were wrong", now=NOW)
    refused = verify_messages([message.key], store)[message.key]
    assert isinstance(refused, Unproved)
    assert str(refused) == "piece 1 was retracted"
