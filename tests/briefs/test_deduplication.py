"""What was taken up is remembered for as long as it may be delivered again, and then forgotten."""

from contextlib import closing
from datetime import timedelta

from briefs.storage import Keeping
from briefs.storage.sql.store import open_store
from tests.briefs.builders import NOW


def test_what_was_taken_up_is_forgotten_after_a_day() -> None:
    with closing(open_store("sqlite://")) as store:
        store.taken.first(["old"], now=NOW)
        store.taken.first(["young"], now=NOW + timedelta(hours=2))
        thinned = list(store.retention.thin(Keeping(), now=NOW + timedelta(hours=25)))
        assert [(step.kind, step.rows) for step in thinned] == [("taken", 1)]
        assert store.taken.first(["old", "young"], now=NOW) == {"old"}
