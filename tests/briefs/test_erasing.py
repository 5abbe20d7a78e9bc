"""Erasure leaves nothing of a piece in the database's files, on either engine; read as bytes."""

import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest

from briefs.digests.outbox import Edition, Message, Part, Quotation
from briefs.errors import Withdrawn
from briefs.model import ANYWHERE, Address, Press, Shown, Source
from briefs.references.fields.urls import url_key
from briefs.storage import copy, postgres_wipe, sqlite
from briefs.storage.cited_copies import CitedCopy
from briefs.storage.corrections import Decision
from briefs.storage.editorial import Original
from briefs.storage.sql.store import SqlStore, open_store
from tests.briefs.builders import NOW, edited
from tests.postgres import new_library

DAY = timedelta(days=1)
PLACE = Address("slack", "T1", "C1")
CITED_PAGE = "https://example.org/qzebulonlog"
URL = "https://example.org/qzebulonpage"
# Each stands somewhere else in the library, and is too strange to be written by anything but it.
TEXT = "Ferryman Qzebulontext confessed at midnight to the harbour master."
TITLE, BYLINE, TOPIC, CITED = "Qzebulontitle", "Qzebulonbyline", "qzebulontopic", "Qzebuloncited"
REASON = "It quotes Qzebulonreason."
FILE = b"\x00qzebulonfile " + bytes(range(200))
PACKED = zlib.compress(FILE, 1)[20:60]
SAID = f'[{{"is":"Heading","text":"{TITLE}"}},{{"is":"Paragraph","content":["{TEXT}"]}}]'
BLOCKS = zlib.compress(SAID.encode(), 1)[20:60]
SECRETS = tuple(
    word.encode()
    for word in (
        *("Qzebulontext", "qzebulontext", TITLE, TITLE.lower(), BYLINE, BYLINE.lower()),
        *(TOPIC, CITED, CITED.lower(), "qzebulonpage", "qzebulonlog", "Qzebulonreason"),
    )
)


@dataclass(frozen=True)
class Kept:
    """A library, and all bytes of the files that it is kept in."""

    url: str
    read: Callable[[], bytes]


@contextmanager
def on_sqlite(folder: Path) -> Iterator[Kept]:
    file = folder / "library.db"

    def read() -> bytes:
        return b"".join(path.read_bytes() for path in sorted(folder.glob("library.db*")))

    yield Kept(f"sqlite:///{file}", read)


@contextmanager
def on_postgres(_folder: Path) -> Iterator[Kept]:
    with new_library() as url:

        def read() -> bytes:
            with closing(psycopg.connect(url, autocommit=True)) as connection:
                connection.execute("CHECKPOINT")
                asked = "SELECT current_setting('data_directory'), oid FROM pg_database"
                row = connection.execute(f"{asked} WHERE datname = current_database()").fetchone()
            assert row is not None
            files = Path(row[0], "base", str(row[1]))
            if not files.is_dir():
                pytest.skip("the server's files are on another machine")
            return b"".join(path.read_bytes() for path in sorted(files.iterdir()))

        yield Kept(url, read)


@pytest.fixture(params=[on_sqlite, on_postgres], ids=["sqlite", "postgres"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    with request.param(tmp_path) as library:
        yield library


def lived_in(store: SqlStore) -> None:
    """A library where the piece was revised, retracted, published, listed, sent and looked up."""
    others = [edited(f"Rain fell on day {n}. The weir held.", origin=f"o{n}") for n in range(40)]
    for other in others[:20]:
        store.catalogue.add(other, now=NOW)
    original = Original(sha256(FILE).hexdigest(), "qzebulonpage.md", "text/markdown", FILE)
    cited = Source(number=1, raw=f"{CITED}. The log of the ferry. 2030.", url=CITED_PAGE)
    for text in (TEXT, f"{TEXT} He wept.", f"{TEXT} {'He wept again. ' * 400}"):
        made = edited(
            *(text, "Nobody knew."),
            title=TITLE,
            byline=BYLINE,
            topics=(TOPIC,),
            sources=(cited,),
            url=URL,
            origin=URL,
            original=original.sha256,
        )
        store.catalogue.add(made, now=NOW, original=original)
    store.editorial.retract(21, REASON, now=NOW)
    store.editorial.publish(21, 3, now=NOW)
    store.editorial.keep_external(made, now=NOW, until=NOW + DAY)
    for other in others[20:]:
        store.catalogue.add(other, now=NOW)
    at = made.sentences[0]
    quote = Quotation(piece=21, revision=3, sha256="", at=at, text=TEXT)
    message = Message(payload=f'{{"text": "#21 {TITLE}: {TEXT}"}}', quotes=(quote,))
    edition = Edition(to=PLACE, name="x", due=NOW, until=NOW + DAY, parts=(Part(message=message),))
    store.outbox.enqueue([edition], now=NOW)
    for url in (URL, CITED_PAGE):
        copied = CitedCopy(url=url, title=TITLE, text=TEXT, copied_at=NOW)
        store.cited_copies.note(url_key(url), gone=False, copy=copied, now=NOW)
    store.chat_state.issue([Press("brief", ("#21@3",))], ANYWHERE, now=NOW)
    store.chat_state.note_shown(PLACE, "m1", Shown(21, 3), now=NOW, quotes=[quote], said=SAID)


def found(data: bytes) -> list[bytes]:
    """Which of what must not stay stands in these bytes."""
    return [secret for secret in (*SECRETS, PACKED, BLOCKS) if secret in data]


def test_no_byte_of_an_erased_piece_is_left(kept: Kept) -> None:
    with closing(open_store(kept.url)) as store:
        lived_in(store)
        before = found(kept.read())
        # Texts may be packed by the engine; what is not found now would prove nothing later.
        assert {b"Qzebulontext", TITLE.encode(), CITED.encode(), b"qzebulonpage"} <= set(before)
        store.editorial.erase(21, "unlawful", now=NOW)
        assert found(kept.read()) != []
        assert store.editorial.wipe() == ()
        assert found(kept.read()) == []
        assert len(store.catalogue.newest(limit=99)) == 40
    with closing(open_store(kept.url)) as store:
        assert found(kept.read()) == []
        assert store.catalogue.erasure(21) is not None


def test_what_was_composed_before_and_comes_after_an_erasure_is_kept_without_its_words(
    kept: Kept,
) -> None:
    with closing(open_store(kept.url)) as store:
        card = store.catalogue.add(edited(TEXT, title=TITLE), now=NOW).card
        revision = store.catalogue.revision(card.piece)
        at = revision.sentences[0]
        quote = Quotation(
            piece=card.piece, revision=1, sha256=revision.sha256, at=at, text=at.of(revision.body)
        )
        composed = Message(payload=f'{{"text":"{TEXT}"}}', quotes=(quote,), said=SAID)
        about = Message(payload=f'{{"text":"{TITLE}"}}', about=Shown(card.piece, 1))
        other = Message(payload='{"text":"Nothing new."}')
        store.editorial.erase(card.piece, "A court ordered it.", now=NOW)
        parts = tuple(Part(message=one) for one in (composed, about, other))
        late = Edition(to=PLACE, name="late", due=NOW, until=NOW + DAY, parts=parts)
        assert store.outbox.enqueue([late], now=NOW) == 1
        for message in (composed, about):
            with pytest.raises(Withdrawn):
                store.outbox.message(message.key)
        assert store.outbox.message(other.key) == other
        store.editorial.wipe()
        left = kept.read()
    assert [word for word in (b"Qzebulontext", TITLE.encode()) if word in left] == []


def test_a_decision_that_comes_after_an_erasure_says_nothing_of_the_piece(kept: Kept) -> None:
    with closing(open_store(kept.url)) as store:
        card = store.catalogue.add(edited(TEXT, title=TITLE, origin=URL), now=NOW).card
        revision = store.catalogue.revision(card.piece)
        at = revision.sentences[0]
        quote = Quotation(
            piece=card.piece, revision=1, sha256=revision.sha256, at=at, text=at.of(revision.body)
        )
        store.chat_state.note_shown(
            PLACE, "m1", Shown(card.piece, 1), now=NOW, quotes=[quote], said=SAID
        )
        store.catalogue.add(edited(f"{TEXT} Nobody knew.", title=TITLE, origin=URL), now=NOW)
        (stale,) = store.corrections.stale("slack:T1", since=NOW - DAY, limit=9)
        store.editorial.erase(card.piece, "A court ordered it.", now=NOW)
        (correction,) = stale.corrections
        late = Decision(
            correction=correction.id,
            to=stale.to,
            message=stale.message,
            said=stale.said,
            verdict="material",
            changed=f"a word in “{TEXT}”",
        )
        store.corrections.decide([late], now=NOW)
        (decided,) = store.corrections.messages(correction.id, limit=9)
        assert decided.changed == ""


def test_copies_made_afterwards_have_none_of_it_either(kept: Kept, tmp_path: Path) -> None:
    with closing(open_store(kept.url)) as store:
        lived_in(store)
        store.editorial.erase(21, "unlawful", now=NOW)
    moved = tmp_path / "moved.db"
    for _ in copy.move(kept.url, f"sqlite:///{moved}", now=NOW + DAY):
        pass
    assert found(moved.read_bytes()) == []
    with closing(open_store(f"sqlite:///{moved}")) as store:
        assert store.catalogue.erasure(21) is not None


def test_a_log_that_is_read_from_is_emptied_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_CHECKPOINT_MILLISECONDS", 10)
    with on_sqlite(tmp_path) as kept, closing(open_store(kept.url)) as store:
        lived_in(store)
        with store._database.snapshot():
            store.editorial.erase(21, "unlawful", now=NOW)
            (missed,) = store.editorial.wipe()
            assert "could not be emptied" in missed
            assert store.editorial.needs_wiping()
        assert store.editorial.wipe() == ()
        assert found(kept.read()) == []


def test_a_transaction_that_may_see_it_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_wipe, "_WAIT_SECONDS", 0)
    with on_postgres(Path()) as kept, closing(open_store(kept.url)) as store:
        lived_in(store)
        with closing(psycopg.connect(kept.url)) as other:
            other.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            other.execute("SELECT count(*) FROM revisions")
            store.editorial.erase(21, "unlawful", now=NOW)
            (missed,) = store.editorial.wipe()
            assert "may still see" in missed
        assert store.editorial.wipe() == ()
        assert found(kept.read()) == []
