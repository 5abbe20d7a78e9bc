"""What a store promises of corrections: which messages need one, and what was decided of each."""

from dataclasses import replace
from datetime import timedelta

from briefs.corrections.affected_messages import EditorsWord
from briefs.digests.outbox import Edition, Message, Part, Sent
from briefs.model import Card
from briefs.storage import Store
from briefs.storage.corrections import Decision, StaleMessage
from tests.briefs.builders import NOW, edited
from tests.contracts.contract import Contract
from tests.contracts.ledger_contract import Quote
from tests.contracts.posting import CHAT, end, sending

LATER = NOW + timedelta(hours=1)
SAID = '[{"is":"Divider"}]'
WRONG, RIGHT, COMMA = (
    "The river fell 12 metres. Nobody asked why.",
    "The river fell 21 metres. Nobody asked why.",
    "The river fell 12 metres. Nobody, asked why.",
)


class CorrectingContract(Contract):
    def test_a_first_revision_corrects_nothing_and_a_later_one_does(self, store: Store) -> None:
        _write(store, WRONG)
        assert store.corrections.recent(limit=9) == ()
        card = _write(store, RIGHT, word=EditorsWord("material", "Misread."))
        (one,) = store.corrections.recent(limit=9, piece=card.piece)
        assert (one.was, one.revision, one.word.note, one.at) == (1, 2, "Misread.", LATER)
        assert not one.is_retraction
        assert store.corrections.recent(limit=9, piece=card.piece + 1) == ()

    def test_a_retraction_is_one_with_its_reason(self, store: Store) -> None:
        card = _write(store, WRONG)
        store.editorial.retract(card.piece, "Made up.", now=LATER)
        (one,) = store.corrections.recent(limit=9)
        assert (one.is_retraction, one.was, one.word.note) == (True, 1, "Made up.")

    def test_a_revision_that_says_nothing_else_is_no_news(self, store: Store) -> None:
        _write(store, WRONG)
        arrived = store.catalogue.arrival()
        _write(store, COMMA)
        assert store.catalogue.arrival() == arrived
        _write(store, RIGHT)
        assert store.catalogue.arrival() == arrived + 1
        _write(store, WRONG, word=EditorsWord("quiet"))
        assert store.catalogue.arrival() == arrived + 1
        _write(store, COMMA, word=EditorsWord("material"))
        assert store.catalogue.arrival() == arrived + 2

    def test_a_message_of_another_revision_is_stale_until_it_is_decided(self, store: Store) -> None:
        card = _write(store, WRONG)
        _quoted(store, card, "m1")
        assert _stale(store) == ()
        _write(store, RIGHT)
        (stale,) = _stale(store)
        assert (stale.message, stale.to, len(stale.entries)) == ("m1", CHAT, 1)
        assert store.ledger.said(stale.said) == SAID
        assert [one.revision for one in stale.corrections] == [2]
        store.corrections.decide([_decision(stale)], now=LATER)
        assert _stale(store) == ()

    def test_one_of_another_account_or_of_an_old_correction_is_not(self, store: Store) -> None:
        card = _write(store, WRONG)
        _quoted(store, card, "m1")
        _write(store, RIGHT)
        assert store.corrections.stale("slack:T9", since=NOW, limit=9) == ()
        after = LATER + timedelta(seconds=1)
        assert store.corrections.stale(CHAT.account, since=after, limit=9) == ()

    def test_one_that_is_sent_after_the_correction_is_stale_too(self, store: Store) -> None:
        card = _write(store, WRONG)
        _write(store, RIGHT)
        _quoted(store, card, "m1")
        assert [one.message for one in _stale(store)] == ["m1"]

    def test_what_is_shown_as_earlier_text_is_never_stale(self, store: Store) -> None:
        card = _write(store, WRONG)
        at = store.catalogue.revision(card.piece).sentences[0]
        quotes = [Quote(card.piece, 1, at, earlier=True)]
        store.chat_state.note_shown(CHAT, "m1", None, now=NOW, quotes=quotes, said=SAID)
        _write(store, RIGHT)
        assert _stale(store) == ()
        assert store.ledger.quoting(card.piece, limit=9) == ()

    def test_one_that_was_written_anew_meanwhile_is_decided_anew(self, store: Store) -> None:
        card = _write(store, WRONG)
        _quoted(store, card, "m1")
        _write(store, RIGHT)
        store.corrections.decide([_decision(one) for one in _stale(store)], now=LATER)
        _quoted(store, card, "m1", said=SAID + " ")
        assert [one.message for one in _stale(store)] == ["m1"]

    def test_what_is_decided_is_posted_once_and_its_outcome_told(self, store: Store) -> None:
        card = _write(store, WRONG)
        _quoted(store, card, "m1")
        _write(store, RIGHT)
        (stale,) = _stale(store)
        decision = _decision(stale, edit=_edition("edit", edits="m1"), reply=_edition("reply"))
        assert store.corrections.decide([decision], now=LATER) == 2
        assert store.corrections.decide([decision], now=LATER) == 0
        (waiting,) = store.corrections.messages(decision.correction, limit=9)
        assert (waiting.edit, waiting.reply, waiting.is_open) == ("pending", "pending", True)
        (edit,) = sending(store, now=LATER)
        assert edit.edits == "m1"
        assert end(store, edit, Sent("m1"), now=LATER)
        (one,) = store.corrections.messages(decision.correction, limit=9)
        assert (one.edit, one.is_done, one.why_not) == ("sent", True, "")
        told = store.corrections.told(since=NOW, until=LATER + timedelta(hours=1))
        assert [(c.piece, [m.message for m in of]) for c, of in told] == [(card.piece, ["m1"])]
        assert store.corrections.told(since=NOW, until=LATER) == ()

    def test_an_edit_of_a_message_that_was_replaced_meanwhile_is_dropped(
        self, store: Store
    ) -> None:
        card = _write(store, WRONG)
        _quoted(store, card, "m1")
        _write(store, RIGHT)
        (stale,) = _stale(store)
        decision = _decision(stale, edit=_edition("edit", edits="m1"))
        store.corrections.decide([decision], now=LATER)
        thread = replace(CHAT, thread="m1")
        store.chat_state.note_shown(thread, "m1", None, now=LATER, said="[]")
        assert sending(store, now=LATER) == ()
        assert store.ledger.quoting(card.piece, limit=9) == ()

    def test_what_could_not_be_reached_says_why(self, store: Store) -> None:
        card = _write(store, WRONG)
        _quoted(store, card, "m1")
        _write(store, RIGHT)
        (stale,) = _stale(store)
        store.corrections.decide([_decision(stale, trouble="It has no id.")], now=LATER)
        (one,) = store.corrections.messages(stale.corrections[0].id, limit=9)
        assert (one.why_not, one.is_done) == ("It has no id.", False)


def _write(store: Store, text: str, word: EditorsWord | None = None) -> Card:
    now = NOW if store.catalogue.count() == 0 else LATER
    made = edited(text, origin="river")
    return store.catalogue.add(made, now=now, anyway=True, word=word).card


def _quoted(store: Store, card: Card, message: str, said: str = SAID) -> None:
    at = store.catalogue.revision(card.piece, card.revision).sentences[0]
    quotes = [Quote(card.piece, card.revision, at)]
    store.chat_state.note_shown(CHAT, message, None, now=NOW, quotes=quotes, said=said)


def _stale(store: Store) -> tuple[StaleMessage, ...]:
    return store.corrections.stale(CHAT.account, since=NOW, limit=9)


def _decision(
    stale: StaleMessage,
    *,
    edit: Edition | None = None,
    reply: Edition | None = None,
    trouble: str = "",
) -> Decision:
    return Decision(
        correction=stale.corrections[0].id,
        to=stale.to,
        message=stale.message,
        said=stale.said,
        verdict="material",
        changed="a number in S1",
        trouble=trouble,
        edit=edit,
        reply=reply,
    )


def _edition(name: str, *, edits: str = "") -> Edition:
    message = Message(payload=f'{{"text":"{name}"}}')
    return Edition(
        to=CHAT,
        name=name,
        due=LATER,
        until=LATER + timedelta(days=1),
        parts=(Part(message=message, edits=edits),),
    )
