"""What a store promises of erasure: nothing of a piece can be asked for, and what stays."""

from datetime import timedelta
from hashlib import sha256

import pytest

from briefs.digests.outbox import Edition, Message, Part, Quotation
from briefs.errors import BadArgument, NotFound, Withdrawn
from briefs.model import Shown, Span
from briefs.search_query import parse
from briefs.storage import Store
from briefs.storage.editorial import Erasure, LogEntry, Original
from briefs.storage.sql.chat_state import said_key
from tests.briefs.builders import NOW, edited
from tests.contracts.contract import DAY, Contract, numbers
from tests.contracts.ledger_contract import Quote
from tests.contracts.posting import CHAT, PLACE

SECRET = "The ferryman Zebulon confessed at midnight."
FILE = Original(sha256(b"the file").hexdigest(), "ferry.md", "text/markdown", b"the file")
LATER = NOW + DAY


def telling(piece: int, *, quoted: bool = True, text: str = "News") -> Message:
    """A frozen message that quotes a piece, or only says `text`."""
    quote = Quotation(piece=piece, revision=1, sha256="", at=Span(0, 9), text=SECRET[:9])
    return Message(payload=text, quotes=(quote,) if quoted else ())


def put_in(store: Store) -> None:
    """The piece to erase, in two revisions, and another that stays."""
    first = edited(SECRET, title="Zebulon", origin="a", original=FILE.sha256, topics=("ferries",))
    store.catalogue.add(first, now=NOW, original=FILE)
    store.catalogue.add(edited(f"{SECRET} He wept.", title="Zebulon", origin="a"), now=NOW)
    store.catalogue.add(edited("The river rose.", origin="b"), now=NOW)


class ErasingContract(Contract):
    def test_nothing_of_an_erased_piece_is_found(self, store: Store) -> None:
        put_in(store)
        done = store.editorial.erase(1, "unlawful", now=LATER, by="me")
        hashes = tuple(text for _, text in done.texts)
        assert hashes[0] == sha256(SECRET.encode()).hexdigest()
        assert done == Erasure(1, "unlawful", LATER, ((1, hashes[0]), (2, hashes[1])))
        assert store.catalogue.erasure(1) == done
        assert store.catalogue.erasure(2) is None
        assert store.catalogue.withdrawn("#1") == done
        assert store.catalogue.withdrawn("zebulon") is store.catalogue.withdrawn("2") is None
        assert store.catalogue.find("1") is store.catalogue.find("zebulon") is None
        assert store.editorial.find("1") is store.editorial.find("zebulon") is None
        assert store.catalogue.search(parse("zebulon"), limit=9) == ()
        assert store.catalogue.topics() == ()
        assert numbers(store.catalogue.newest(limit=9)) == [2]
        assert store.editorial.original(FILE.sha256) is None
        assert store.editorial.twin(SECRET) is None
        assert not store.editorial.was_public(1, 1)
        for number in (None, 1, 2):
            with pytest.raises(NotFound) as caught:
                store.catalogue.revision(1, number)
            assert caught.value.hint == "It was erased on 5 May 2031: unlawful."

    def test_a_draft_and_a_retracted_piece_are_erased_too(self, store: Store) -> None:
        store.editorial.propose(edited(SECRET, origin="a"), by="me", at=None, now=NOW)
        store.catalogue.add(edited("The river rose.", origin="b"), now=NOW)
        store.editorial.retract(2, "It names Zebulon.", now=NOW)
        for piece in (1, 2):
            store.editorial.erase(piece, "", now=LATER)
        assert store.editorial.proposals(limit=9) == ()
        assert store.catalogue.retraction(2) is None
        assert [one.detail for one in store.editorial.log(limit=9)] == ["", "", ""]

    def test_it_is_erased_once_and_the_log_tells_of_it(self, store: Store) -> None:
        put_in(store)
        store.editorial.erase(1, "unlawful", now=LATER, by="me")
        with pytest.raises(NotFound):
            store.editorial.erase(1, "again", now=LATER)
        with pytest.raises(NotFound):
            store.editorial.erase(7, "none such", now=LATER)
        expected = LogEntry(
            at=LATER, by="me", action="erased", piece=1, revision=2, detail="unlawful"
        )
        assert store.editorial.log(limit=1) == (expected,)

    def test_its_number_and_its_arrival_are_given_to_no_other(self, store: Store) -> None:
        put_in(store)
        store.editorial.erase(2, "", now=LATER)
        assert store.catalogue.arrival() == 3
        added = store.catalogue.add(edited("A third.", origin="c"), now=LATER)
        assert added.card.piece == 3
        assert [one.number for one in store.catalogue.arrivals(3, limit=9)] == [4]

    def test_what_was_erased_does_not_come_back_by_itself(self, store: Store) -> None:
        put_in(store)
        store.editorial.erase(1, "unlawful", now=LATER)
        same = [
            edited(SECRET),
            edited("Another text of the same place.", origin="a"),
            edited("Read from the same file.", original=FILE.sha256),
        ]
        for draft in same:
            with pytest.raises(BadArgument, match=r"This was piece #1\. It was erased"):
                store.catalogue.add(draft, now=LATER)
            with pytest.raises(BadArgument):
                store.editorial.propose(draft, by="feed", at=None, now=LATER)
        added = store.catalogue.add(edited(SECRET, origin="a"), now=LATER, anyway=True)
        assert (added.status, added.card.piece) == ("new", 3)
        changed = store.catalogue.add(edited(f"{SECRET} Twice.", origin="a"), now=LATER)
        assert (changed.status, changed.card.piece) == ("revised", 3)

    def test_a_file_that_another_piece_came_from_stays(self, store: Store) -> None:
        put_in(store)
        other = edited("Something else.", origin="c", original=FILE.sha256)
        store.editorial.propose(other, by="me", at=None, now=NOW, original=FILE, replaces=2)
        store.editorial.erase(1, "", now=LATER)
        assert store.editorial.original(FILE.sha256) == FILE

    def test_the_page_of_it_that_was_kept_for_a_reader_goes_too(self, store: Store) -> None:
        url = "https://example.org/ferry"
        store.editorial.keep_external(edited(SECRET, url=url), now=NOW, until=LATER + DAY)
        store.catalogue.add(edited(SECRET, url=url), now=NOW)
        store.editorial.erase(1, "", now=LATER)
        assert store.editorial.external(url, now=LATER) is None

    def test_messages_that_tell_of_it_are_withdrawn(self, store: Store) -> None:
        put_in(store)
        tells = [telling(1), telling(2, text="#1 Zebulon"), Message(payload="x", about=Shown(1, 1))]
        others = [telling(2, text="#12 and [1, 2]"), telling(2, text="The river")]
        edition = Edition(
            to=PLACE,
            name="today",
            due=NOW,
            until=NOW + timedelta(hours=1),
            parts=tuple(Part(message=message) for message in (*tells, *others)),
        )
        store.outbox.enqueue([edition], now=NOW)
        store.editorial.erase(1, "", now=LATER)
        for message in tells:
            with pytest.raises(Withdrawn):
                store.outbox.message(message.key)
        assert [store.outbox.message(message.key) for message in others] == others

    def test_messages_that_quote_it_are_stale_and_their_blocks_tell_of_all_else(
        self, store: Store
    ) -> None:
        put_in(store)
        quotes = [Quote(1, 1, Span(0, 9)), Quote(2, 1, Span(0, 9))]
        for message, said in (("m1", '["#1 Zebulon","#2 The river"]'), ("m2", '["The river"]')):
            store.chat_state.note_shown(CHAT, message, None, now=NOW, quotes=quotes, said=said)
        store.editorial.erase(
            1, "unlawful", now=LATER, rewrite=lambda said: said.replace("#1 Zebulon", "")
        )
        (done,) = store.corrections.recent(limit=9, piece=1)[:1]
        assert (done.revision, done.word.note) == (0, "unlawful")
        stale = {
            one.message: one for one in store.corrections.stale(CHAT.account, since=NOW, limit=9)
        }
        assert store.ledger.said(stale["m1"].said) == '["","#2 The river"]'
        assert store.ledger.said(stale["m2"].said) == '["The river"]'
        assert store.ledger.said(said_key('["#1 Zebulon","#2 The river"]')) == ""

    def test_without_a_way_to_write_them_anew_their_blocks_go(self, store: Store) -> None:
        put_in(store)
        quotes = [Quote(1, 1, Span(0, 9))]
        store.chat_state.note_shown(CHAT, "m1", None, now=NOW, quotes=quotes, said='["#1 A"]')
        store.editorial.erase(1, "", now=LATER)
        (stale,) = store.corrections.stale(CHAT.account, since=NOW, limit=9)
        assert (stale.said, store.ledger.said(stale.said)) == ("", "")

    def test_after_an_erasure_the_files_are_to_be_wiped_once(self, store: Store) -> None:
        put_in(store)
        assert not store.editorial.needs_wiping()
        store.editorial.erase(1, "", now=LATER)
        assert store.editorial.needs_wiping()
        assert store.editorial.wipe() == ()
        assert not store.editorial.needs_wiping()
        hits = store.catalogue.search(parse("river"), limit=9)
        assert numbers(hit.card for hit in hits) == [2]

    def test_what_is_gone_is_listed_the_last_one_first(self, store: Store) -> None:
        for n in range(5):
            store.catalogue.add(edited(f"Rain fell on day {n}.", origin=f"o{n}"), now=NOW)
        for piece in (2, 1):
            store.editorial.retract(piece, f"r{piece}", now=NOW + piece * DAY)
        for piece in (4, 3):
            store.editorial.erase(piece, f"e{piece}", now=NOW + piece * DAY)
        assert [one.reason for one in store.editorial.retractions(limit=9)] == ["r2", "r1"]
        assert [one.reason for one in store.editorial.retractions(limit=1, skip=1)] == ["r1"]
        assert [one.reason for one in store.editorial.erasures(limit=9)] == ["e4", "e3"]
        assert [one.reason for one in store.editorial.erasures(limit=1, skip=1)] == ["e3"]
