"""What a process does that adds pieces and says so, for tests of two at once and of a crash."""

from contextlib import closing
from hashlib import sha256

from briefs.storage.editorial import Original
from briefs.storage.sql.store import open_store
from tests.briefs.builders import NOW, edited


def add(url: str, name: str, count: int) -> None:
    with closing(open_store(url)) as store:
        for n in range(count):
            text = f"{name} wrote text {n}."
            file = Original(sha256(text.encode()).hexdigest(), str(n), "text/plain", text.encode())
            draft = edited(text, origin=f"{name}/{n}", original=file.sha256)
            added = store.catalogue.add(draft, now=NOW, original=file)
            print(added.card.piece, n, flush=True)  # noqa: T201 - the parent reads it
