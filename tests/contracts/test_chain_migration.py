"""The chain that a library of before is given is the one that it would have grown."""

from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone

from briefs.pieces.corrected_fields import SetField
from briefs.storage.migrations.versions import receipts_0007
from briefs.storage.sql.store import database_at, open_store
from tests.briefs.builders import NOW, draft, edit


def test_the_chain_of_a_library_of_before_is_the_one_it_would_have_grown(url: str) -> None:
    eastern = datetime(2026, 3, 1, 6, 30, tzinfo=timezone(timedelta(hours=9)))
    with closing(open_store(url)) as store:
        for n, published in enumerate((None, NOW, eastern, datetime(1999, 1, 1, 0, 0, 0, 5, UTC))):
            one = draft(
                f"Ün river {n}. It rose.", title=f"N {n}", slug=f"n{n}", published=published
            )
            store.catalogue.add(edit(one), now=NOW + timedelta(hours=n), anyway=True)
        later = NOW + timedelta(days=1)
        store.editorial.correct(2, 1, [SetField("title", "Two")], now=later)
        store.editorial.keep_external(edit(draft(url="https://a.org")), now=later, until=later)
        grown = [asdict(link) for link in store.receipts.links(limit=99)]
    with closing(database_at(url)) as database, database.snapshot() as connection:
        assert list(receipts_0007._links(connection)) == grown
    assert len(grown) == 5
