"""Identifiers of requests are kept as long as they may be delivered again, and then forgotten."""

from contextlib import closing
from datetime import timedelta

from briefs.storage.sql.retention import RetentionPeriods
from briefs.storage.sql.store import open_store
from tests.briefs.builders import NOW


def test_what_was_taken_up_is_forgotten_after_a_day() -> None:
    with closing(open_store("sqlite://")) as store:
        store.deduplication.new_keys(["old"], now=NOW)
        store.deduplication.new_keys(["young"], now=NOW + timedelta(hours=2))
        thinned = list(store.retention.prune(RetentionPeriods(), now=NOW + timedelta(hours=25)))
        assert [(step.kind, step.rows) for step in thinned] == [("taken", 1)]
        assert store.deduplication.new_keys(["old", "young"], now=NOW) == {"old"}
